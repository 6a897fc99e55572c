//! Prints documents as a person would read them, and how fast they are made: `cargo run --release -p motjuste-local
//! --example documents -- 20 1`.

use std::io::Write;
use std::time::Instant;

use local::corpus::{Document, Settings};

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1).filter_map(|a| a.parse().ok());
    let (n, seed) = (arguments.next().unwrap_or(10u64), arguments.next().unwrap_or(1));
    let settings = Settings { seed, ..Settings::default() };
    let mut out = std::io::stdout().lock();
    for index in 0..n {
        let d = Document::draw(&settings, index);
        writeln!(
            out,
            "=== {index} {:?} {:?} difficulty {} examples {}",
            d.task, d.lang, d.difficulty, d.shots
        )?;
        if let Some(system) = &d.system {
            writeln!(out, "[system] {system}")?;
        }
        for exchange in &d.exchanges {
            writeln!(out, "[user] {}\n[assistant] {}", exchange.prompt, exchange.answer)?;
        }
    }
    let (start, many) = (Instant::now(), 20_000);
    let bytes: usize = (0..many).map(|i| Document::draw(&settings, i).len()).sum();
    let seconds = start.elapsed().as_secs_f64();
    let (rate, mean) = (many as f64 / seconds, bytes as f64 / many as f64);
    writeln!(out, "{rate:.0} documents/s on one core, {mean:.0} bytes each")
}
