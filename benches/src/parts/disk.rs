use anyhow::Result;

use crate::Bench;
use crate::figure::{Figures, Goal};
use crate::project::Project;
use crate::vendor::Vendor;

const PART: &str = "disk";

pub fn run(bench: &Bench, figures: &mut Figures) -> Result<()> {
    let trials = bench.size(20_000);
    let vendor = Vendor::start(bench, 0.0)?;
    let project = Project::new(bench, &vendor, trials)?;
    project.eval(64, &[])?;
    let db =
        rusqlite::Connection::open_with_flags(project.ledger(), rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let sum = "select coalesce(sum(length(replies) + length(evidence)), 0) from block";
    let payload: i64 = db.query_row(sum, [], |row| row.get(0))?;
    let file = project.ledger_bytes() as f64;
    let per_trial = |bytes: f64| bytes / trials as f64;
    let overhead = per_trial(file - payload as f64) / 1000.0;
    figures.judge(PART, "ledger per trial beyond the payload", overhead, "KB", Goal::AtMost(0.35));
    figures.add(PART, "compressed payload per trial", per_trial(payload as f64), "B");
    figures.add(PART, "payload per trial as sent and received", raw(&project)? / trials as f64, "B");
    figures.add(PART, "whole ledger per trial", per_trial(file), "B");
    Ok(())
}

/// Bytes of heads, bodies and replies, from the run's export.
fn raw(project: &Project) -> Result<f64> {
    project.run(&["runs", "export", "latest", "--to", "run.jsonl"])?;
    let text = std::fs::File::open(project.path().join("run.jsonl"))?;
    let mut bytes = 0;
    for line in std::io::BufRead::lines(std::io::BufReader::new(text)) {
        let line: serde_json::Value = serde_json::from_str(&line?)?;
        let evidence = line["evidence"].as_object().into_iter().flat_map(|map| map.values());
        let texts = evidence.filter_map(|v| v.as_str()).chain(line["reply"]["text"].as_str());
        bytes += texts.map(str::len).sum::<usize>();
    }
    Ok(bytes as f64)
}
