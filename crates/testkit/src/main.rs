//! `fake-vendor`: the fake vendor as a program.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use testkit::{Cache, Config, FakeVendor, Script};

/// A pretend vendor of language models for tests, demos and benchmarks: OpenAI's /v1/chat/completions and
/// Anthropic's /v1/messages, with an invoice at /__control/invoice and faults by script.
#[derive(Parser)]
#[command(version)]
struct Args {
    /// Address to listen on; port 0 takes any free port [default: 127.0.0.1:4010, or that of --config]
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// JSON file of the whole configuration; the options below prevail
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// JSON file of fault rules
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
    /// Accepted key, repeatable; without any, no key is asked for
    #[arg(long = "key", value_name = "KEY")]
    keys: Vec<String>,
    /// Another name for a model, as gpt-5=echo, repeatable; *=echo answers to every name
    #[arg(long = "alias", value_name = "NAME=MODEL", value_parser = alias)]
    aliases: Vec<(String, String)>,
    /// Seed of everything drawn
    #[arg(long)]
    seed: Option<u64>,
    /// Serving threads
    #[arg(long)]
    threads: Option<usize>,
    /// Requests granted per second; more get 429
    #[arg(long, value_name = "RATE")]
    rps: Option<f64>,
    /// Requests granted at once before the rate applies
    #[arg(long)]
    burst: Option<u32>,
    /// Bills prompts that begin like earlier ones at the cached price
    #[arg(long)]
    cache: bool,
    /// Bills cut and spoiled answers too
    #[arg(long)]
    bill_cut: bool,
    /// Keeps totals only: flat memory over millions of requests
    #[arg(long)]
    totals_only: bool,
}

fn alias(text: &str) -> Result<(String, String), String> {
    let (name, model) = text.split_once('=').ok_or("expected NAME=MODEL")?;
    Ok((name.to_owned(), model.to_owned()))
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> io::Result<T> {
    let named = |e: String| io::Error::other(format!("{}: {e}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|e| named(e.to_string()))?;
    serde_json::from_str(&text).map_err(|e| named(e.to_string()))
}

fn config(args: Args) -> io::Result<Config> {
    let mut config = match &args.config {
        Some(path) => read(path)?,
        None => Config { address: SocketAddr::from(([127, 0, 0, 1], 4010)), ..Config::default() },
    };
    config.address = args.listen.unwrap_or(config.address);
    if let Some(path) = &args.script {
        config.script = read::<Script>(path)?;
    }
    config.keys.extend(args.keys);
    config.aliases.extend(args.aliases);
    config.seed = args.seed.unwrap_or(config.seed);
    config.threads = args.threads.unwrap_or(config.threads);
    config.limits.requests_per_second = args.rps.or(config.limits.requests_per_second);
    config.limits.burst = args.burst.unwrap_or(config.limits.burst);
    if args.cache {
        config.cache.get_or_insert_with(Cache::default);
    }
    config.bill_cut |= args.bill_cut;
    if args.totals_only {
        config.keep_lines = false;
        config.track_duplicates = false;
    }
    Ok(config)
}

fn main() -> ExitCode {
    match run(Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "fake-vendor: {error}");
            ExitCode::from(3)
        }
    }
}

fn run(args: Args) -> io::Result<()> {
    let config = config(args)?;
    let address = config.address;
    let vendor = FakeVendor::start_blocking(config)
        .map_err(|e| io::Error::other(format!("cannot listen on {address}: {e}")))?;
    // one line, at once: scripts wait for it
    let mut out = io::stdout();
    writeln!(out, "{}", vendor.base_url())?;
    out.flush()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        tokio::signal::ctrl_c().await?;
        vendor.shutdown().await;
        Ok(())
    })
}
