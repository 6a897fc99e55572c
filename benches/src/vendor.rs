//! The fake vendor as a process of its own: its processor time is nobody else's.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::Bench;

/// A running fake vendor; ends when dropped.
pub struct Vendor {
    child: Child,
    base_url: String,
    wire: BufReader<TcpStream>,
}

/// What the vendor saw.
#[derive(Clone, Debug, Deserialize)]
pub struct Seen {
    /// Requests of any kind.
    pub requests: u64,
    /// Most requests ever served at once.
    pub in_flight_peak: u64,
}

impl Vendor {
    /// Starts one that answers after so many milliseconds.
    ///
    /// # Errors
    /// The program cannot be started.
    pub fn start(bench: &Bench, latency_ms: f64) -> Result<Vendor> {
        let mut command = Command::new(&bench.fake_vendor);
        command
            .args(["--listen", "127.0.0.1:0", "--totals-only"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        let mut script = tempfile::NamedTempFile::new()?;
        if latency_ms > 0.0 {
            let rule = serde_json::json!({"rules": [{"then": {"latency": {"fixed_ms": latency_ms}}}]});
            script.write_all(rule.to_string().as_bytes())?;
            command.arg("--script").arg(script.path());
        }
        let mut child = command.spawn().context("failed to start the fake vendor")?;
        let mut base_url = String::new();
        let stdout = child.stdout.take().context("the fake vendor has no stdout")?;
        BufReader::new(stdout).read_line(&mut base_url)?;
        let base_url = base_url.trim().to_owned();
        let address = base_url.trim_start_matches("http://").split('/').next().unwrap_or_default();
        let wire = TcpStream::connect(address).with_context(|| format!("no vendor at {base_url}"))?;
        wire.set_nodelay(true)?;
        Ok(Vendor { child, base_url, wire: BufReader::new(wire) })
    }

    /// `http://127.0.0.1:PORT/v1`
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// What it saw so far.
    ///
    /// # Errors
    /// It is gone.
    pub fn seen(&mut self) -> Result<Seen> {
        let request = b"GET /__control/stats HTTP/1.1\r\nhost: x\r\n\r\n";
        self.wire.get_mut().write_all(request)?;
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.wire.read_line(&mut line)?;
            let line = line.trim().to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
            if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.wire.read_exact(&mut body)?;
        Ok(serde_json::from_slice(&body)?)
    }
}

impl Drop for Vendor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
