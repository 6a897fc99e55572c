//! The bare client: the same requests in a loop, and nothing else. No ledger, no checks, no prompt, no guard.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result, ensure};

use crate::Bench;
use crate::child::{self, Used};
use crate::project::{SYSTEM, words};
use crate::vendor::Vendor;

/// First argument of the process that is the bare client.
pub const BARE: &str = "__bare";

/// Runs the bare client as a process and says what it took.
///
/// # Errors
/// It fails.
pub fn measure(bench: &Bench, vendor: &Vendor, requests: u64, at_once: u64) -> Result<Used> {
    let own = std::env::current_exe()?;
    let (requests, at_once) = (requests.to_string(), at_once.to_string());
    child::run(&own, &[BARE, vendor.base_url(), &requests, &at_once], &bench.dir)
}

/// The process: `BASE_URL REQUESTS AT_ONCE`.
///
/// # Errors
/// A request fails or is not answered with 200.
pub fn run(args: &[String]) -> Result<ExitCode> {
    let [url, requests, at_once] = args else { anyhow::bail!("BASE_URL REQUESTS AT_ONCE") };
    let (requests, at_once): (u64, u64) = (requests.parse()?, at_once.parse()?);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(ask(format!("{url}/chat/completions"), requests, at_once))?;
    Ok(ExitCode::SUCCESS)
}

async fn ask(url: String, requests: u64, at_once: u64) -> Result<()> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client =
        reqwest::Client::builder().http1_only().no_proxy().tls_certs_only([]).tcp_nodelay(true).build()?;
    let next = Arc::new(AtomicU64::new(0));
    let workers = (0..at_once).map(|_| {
        let (client, next, url) = (client.clone(), next.clone(), url.clone());
        tokio::spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= requests {
                    return Ok::<(), anyhow::Error>(());
                }
                let messages = serde_json::json!([
                    {"role": "system", "content": SYSTEM},
                    {"role": "user", "content": words(number)},
                ]);
                let body = serde_json::json!({"model": "echo", "messages": messages}).to_string();
                let sent =
                    client.post(&url).header("content-type", "application/json").body(body).send().await?;
                ensure!(sent.status().is_success(), "status {}", sent.status());
                let answer: serde_json::Value = serde_json::from_slice(&sent.bytes().await?)?;
                let text = answer["choices"][0]["message"]["content"].as_str().context("no text")?;
                ensure!(text == words(number), "another answer: {text}");
            }
        })
    });
    for worker in workers.collect::<Vec<_>>() {
        worker.await??;
    }
    Ok(())
}
