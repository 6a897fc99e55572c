//! Requests per second of the fake vendor, and the processor time each takes: `cargo bench -p motjuste-testkit`.
//!
//! One client thread keeps 64 connections busy with raw sockets. The client costs more than the vendor, so the figure
//! to read is the vendor's own processor time (Linux only: /proc).
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops at the first surprise"
)]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Instant;

use testkit::{Config, FakeVendor};

const CONNECTIONS: usize = 64;
const ROUNDS: usize = 3_000;

/// Nanoseconds of processor time of the vendor's thread so far.
fn vendor_cpu() -> u64 {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap().map(|t| t.unwrap().path());
    let vendors =
        tasks.filter(|t| std::fs::read_to_string(t.join("comm")).is_ok_and(|c| c.trim() == "fake-vendor"));
    let spent = |t: std::path::PathBuf| {
        let text = std::fs::read_to_string(t.join("schedstat")).unwrap();
        text.split(' ').next().unwrap().parse::<u64>().unwrap()
    };
    vendors.map(spent).sum()
}

fn measure(name: &str, path: &str, headers: &str, body: &str) {
    let config = Config { keep_lines: false, track_duplicates: false, ..Config::default() };
    let vendor = FakeVendor::start_blocking(config).unwrap();
    let mut connections: Vec<TcpStream> =
        (0..CONNECTIONS).map(|_| TcpStream::connect(vendor.address()).unwrap()).collect();
    let request =
        format!("POST {path} HTTP/1.1\r\nhost: x\r\n{headers}content-length: {}\r\n\r\n{body}", body.len());
    let mut buffer = vec![0; 1 << 20];
    let mut length = None;
    let mut round = |connections: &mut [TcpStream]| {
        for stream in connections.iter_mut() {
            stream.write_all(request.as_bytes()).unwrap();
        }
        for stream in connections.iter_mut() {
            match length {
                // every answer is as long as the first
                Some(length) => stream.read_exact(&mut buffer[..length]).unwrap(),
                None => length = Some(stream.read(&mut buffer).unwrap()),
            }
        }
    };
    for _ in 0..100 {
        round(&mut connections);
    }
    let (start, cpu) = (Instant::now(), vendor_cpu());
    for _ in 0..ROUNDS {
        round(&mut connections);
    }
    let (wall, cpu) = (start.elapsed().as_secs_f64(), vendor_cpu() - cpu);
    let n = (CONNECTIONS * ROUNDS) as f64;
    let out = serde_json::json!({
        "name": name, "requests": n as u64, "per_second": (n / wall).round(),
        "vendor_cpu_us": (cpu as f64 / n / 10.0).round() / 100.0,
        "per_second_of_one_core": (n / (cpu as f64 / 1e9)).round(),
    });
    println!("{out}");
}

fn main() {
    let chat = r#"{"model":"echo","messages":[{"role":"system","content":"Réponds par un mot."},{"role":"user","content":"Quel est le mot juste pour dire merci ?"}],"temperature":0,"max_tokens":50}"#;
    let stream = chat.replacen('{', r#"{"stream":true,"stream_options":{"include_usage":true},"#, 1);
    let message = r#"{"model":"echo","max_tokens":50,"system":"Réponds par un mot.","messages":[{"role":"user","content":"Quel est le mot juste pour dire merci ?"}]}"#;
    measure("chat", "/v1/chat/completions", "", chat);
    measure("chat, streamed", "/v1/chat/completions", "", &stream);
    measure("message", "/v1/messages", "anthropic-version: 2023-06-01\r\n", message);
}
