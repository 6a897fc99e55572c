use std::path::Path;
use std::time::Instant;

use anyhow::{Result, ensure};
use ledger::{
    Claim, Durability, Evidence, Intent, NewRun, NewTrial, Options, PlanHash, RunId, Settled, TrialAt,
    TrialFilter, TrialOutcome,
};
use serde_json::json;
use terms::evaluation::Ended;
use terms::{CallKey, CallState, Message, ModelName, Outcome, Reply, Score, Timing, Usage};

use crate::Bench;
use crate::figure::{Figures, Goal, median};
use crate::project::words;

const PART: &str = "page";
/// Trials on a page.
const PAGE: usize = 100;
const TIMES: usize = 20;
/// Trials written together.
const CHUNK: u64 = 256;

pub fn run(bench: &Bench, figures: &mut Figures) -> Result<()> {
    let trials = bench.size(1_000_000);
    let dir = tempfile::tempdir_in(&bench.dir)?;
    let path = dir.path().join("page.ledger");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let run = fill(&path, trials).await?;
        let after = |share: f64| TrialAt { case: (trials as f64 * share) as u64, arm: 0, repeat: 0 };
        let all = TrialFilter::default();
        let of = |outcome| TrialFilter { outcome: Some(outcome), ..TrialFilter::default() };
        let views = [
            ("first page", all, None),
            ("page in the middle", all, Some(after(0.5))),
            ("page near the end", all, Some(after(0.99))),
            ("page of failing trials (1 in 10), middle", of(TrialOutcome::Failed), Some(after(0.5))),
            ("page of rare trials (1 in 10,000), first", of(TrialOutcome::Unscored), None),
        ];
        for (what, filter, from) in views {
            let mut times = Vec::new();
            for _ in 0..TIMES {
                // opened anew: nothing is in the ledger's own memory
                let store = ledger::open_read_only(&path, &Options::default())?;
                let clock = Instant::now();
                let page = store.trial_page(run, filter, from, PAGE).await?;
                times.push(clock.elapsed().as_secs_f64() * 1000.0);
                ensure!(!page.trials.is_empty(), "{what}: an empty page");
            }
            figures.judge(PART, format!("{what}, {trials} trials"), median(times), "ms", Goal::AtMost(200.0));
        }
        Ok(())
    })
}

/// Writes a run of so many trials.
async fn fill(path: &Path, trials: u64) -> Result<RunId> {
    let options = Options { durability: Durability::ProcessCrash, ..Options::default() };
    let store = ledger::open(path, &options)?;
    let run = store
        .begin(NewRun {
            kind: "eval".into(),
            plan: PlanHash([1; 16]),
            cases_hash: [2; 16],
            title: "page".into(),
            document: json!({"arms": [{"prompt": "p.mot.md", "model": "fake/echo"}]}),
            started_ms: 1_790_000_000_000,
        })
        .await?;
    for first in (0..trials).step_by(CHUNK as usize) {
        let numbers = first..trials.min(first + CHUNK);
        let claims = store.send(run, numbers.clone().map(intent).collect()).await?;
        ensure!(claims.iter().all(|c| matches!(c, Claim::Granted { .. })), "a call was not granted");
        store.settle(run, numbers.map(settled).collect()).await?;
    }
    store.finish(run, Ended::Completed, json!({}), 1_790_000_100_000).await?;
    Ok(run)
}

/// Spread as hashes are.
fn key(number: u64) -> CallKey {
    let mut out = [0; 16];
    out[..8].copy_from_slice(&number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    out[8..].copy_from_slice(&number.wrapping_mul(0xd1b5_4a32_d192_ed03).to_be_bytes());
    CallKey(out)
}

fn intent(number: u64) -> Intent {
    let model = ModelName { vendor: "fake".into(), model: "echo".into() };
    Intent { key: key(number), model, arm: 0, reserved: None, sent_ms: 1_790_000_000_000 }
}

fn settled(number: u64) -> Settled {
    let text = words(number);
    let outcome = match number {
        n if n % 10_000 == 7 => Outcome::Unscored,
        n if n % 10 == 3 => Outcome::Fail,
        _ => Outcome::Pass,
    };
    let value = match outcome {
        Outcome::Pass => Some(1.0),
        Outcome::Fail => Some(0.0),
        Outcome::Unscored => None,
    };
    let reason =
        (outcome != Outcome::Pass).then(|| Message::new("checks-differs").with("found", text.as_str()));
    let usage = Some(Usage { input: 60, output: 12, ..Usage::default() });
    Settled {
        key: key(number),
        state: CallState::Done,
        reply: Some(Reply { text: text.clone(), usage, ..Reply::default() }),
        error: None,
        usage,
        cost: None,
        timing: Timing { started_ms: 1_790_000_000_000, first_text_us: None, total_us: 400_000 },
        tries: 1,
        evidence: Evidence {
            request_body: json!({"model": "echo", "messages": [{"role": "user", "content": text}]})
                .to_string()
                .into(),
            response_body: json!({"choices": [{"message": {"content": text}}]}).to_string().into(),
            status: Some(200),
            ..Evidence::default()
        },
        trial: Some(NewTrial {
            at: TrialAt { case: number, arm: 0, repeat: 0 },
            case_id: (number + 1).to_string(),
            weight: 1.0,
            cluster: None,
            expect: Some(words(number)),
            call: Some(key(number)),
            scores: vec![Score { check: "equals".into(), outcome, value, weight: 1.0, reason }],
            error: None,
            answer: None,
            reused: false,
        }),
    }
}
