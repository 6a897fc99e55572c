//! What a trial costs the ledger, in CPU time and in bytes:
//! `cargo run --release -p motjuste-ledger --example ledger_speed [trials] [at once] [concurrency]`
//!
//! Trials are sent and settled as an engine does, `at once` per call of the store, by so many tasks. CPU time
//! is of the whole process; what making the trials costs is measured first and taken away.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement, read by the person who runs it"
)]

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use ledger::*;
use serde_json::json;
use terms::evaluation::Ended;
use terms::*;

fn key(n: u64) -> CallKey {
    // spread as a hash is
    let mut out = [0; 16];
    out[..8].copy_from_slice(&n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    out[8..].copy_from_slice(&n.wrapping_mul(0xd1b5_4a32_d192_ed03).to_be_bytes());
    CallKey(out)
}

fn money(pico: i64) -> Money {
    Money { pico, currency: Currency::USD, catalogue: Date::new(2026, 11, 1).unwrap() }
}

fn intent(n: u64) -> Intent {
    let model = ModelName { vendor: "openai".into(), model: "some-mini".into() };
    Intent {
        key: key(n),
        model,
        arm: (n % 2) as u32,
        reserved: Some(money(9_000_000)),
        sent_ms: 1_790_000_000_000 + n as i64,
    }
}

const MESSAGES: [&str; 4] = [
    "Bonjour, ma facture du mois dernier comporte deux fois le même abonnement, pouvez-vous corriger ?",
    "Le colis est annoncé livré mais je n'ai rien reçu, et le point relais ne répond pas.",
    "L'application se ferme toute seule dès que j'ouvre la page des paramètres.",
    "Je souhaite résilier mon contrat à la fin du mois, merci de me confirmer la date.",
];
const LABELS: [&str; 4] = ["facturation", "livraison", "technique", "résiliation"];

fn settled(n: u64) -> Settled {
    let which = (n % 4) as usize;
    let request = json!({"model": "some-mini", "temperature": 0, "messages": [
        {"role": "system", "content": "Classe le message du client dans une seule catégorie : facturation, livraison, technique, résiliation, autre. Réponds par la catégorie seule."},
        {"role": "user", "content": format!("{} (dossier {n})", MESSAGES[which])}]});
    let id = format!("chatcmpl-{}", key(n));
    let response = json!({"id": id, "object": "chat.completion", "created": 1_790_000_000 + n, "model": "some-mini-2026-08-06",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": LABELS[which], "refusal": null}, "logprobs": null, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 92 + n % 7, "completion_tokens": 3, "total_tokens": 95 + n % 7,
            "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0}}, "service_tier": "default", "system_fingerprint": "fp_3407719c7f"});
    let usage = Some(Usage { input: 92 + n % 7, output: 3, ..Usage::default() });
    let pass = |check: &str, passed: bool| Score {
        check: check.into(),
        outcome: if passed { Outcome::Pass } else { Outcome::Fail },
        value: Some(if passed { 1.0 } else { 0.0 }),
        weight: 1.0,
        reason: (!passed).then(|| {
            Message::new("checks-differs").with("expected", "livraison").with("found", LABELS[which])
        }),
    };
    Settled {
        key: key(n),
        state: CallState::Done,
        reply: Some(Reply {
            text: LABELS[which].into(),
            finish: Some(Finish::Stop),
            model: Some("some-mini-2026-08-06".into()),
            id: Some(id.clone()),
            usage,
            ..Reply::default()
        }),
        error: None,
        usage,
        cost: Some(money(3_600_000 + (n as i64 % 7) * 37_500)),
        timing: Timing { started_ms: 1_790_000_000_000 + n as i64, first_text_us: None, total_us: 400_000 + n * 7919 % 100_000 },
        tries: 1,
        evidence: Evidence {
            request_head: Bytes::from_static(b"POST /v1/chat/completions HTTP/1.1\r\nhost: api.openai.com\r\nauthorization: [redacted]\r\ncontent-type: application/json\r\n"),
            request_body: serde_json::to_vec(&request).unwrap().into(),
            status: Some(200),
            response_head: format!("content-type: application/json\r\nx-request-id: req_{}\r\nx-ratelimit-remaining-requests: {}\r\n", key(n ^ 0xff00), 9999 - n % 100).into(),
            response_body: serde_json::to_vec(&response).unwrap().into(),
        },
        trial: Some(NewTrial {
            at: TrialAt { case: n / 2, arm: (n % 2) as u32, repeat: 0 },
            case_id: (n / 2 + 1).to_string(),
            weight: 1.0,
            cluster: None,
            expect: Some(LABELS[which].into()),
            call: Some(key(n)),
            scores: vec![pass("equals", !n.is_multiple_of(5)), pass("length", true)],
            error: None,
            answer: None,
            reused: false,
        }),
    }
}

/// User and system time of this process, seconds (clock ticks of 10 ms, as Linux counts them).
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / 100.0
}

fn resident_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let mut args = std::env::args().skip(1).map(|arg| arg.parse::<u64>().unwrap());
    let trials = args.next().unwrap_or(100_000);
    let at_once = args.next().unwrap_or(32);
    let tasks = args.next().unwrap_or(4);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("speed.ledger");

    let before = cpu();
    let mut raw = 0;
    for n in 0..trials {
        let call = std::hint::black_box((intent(n), settled(n)));
        raw += call.1.evidence.request_body.len() + call.1.evidence.response_body.len();
    }
    let making = cpu() - before;

    let store = ledger::open(&path, &Options::default()).unwrap();
    let run = NewRun {
        kind: "eval".into(),
        plan: PlanHash([7; 16]),
        cases_hash: [8; 16],
        title: "speed".into(),
        document: json!({"arms": 2}),
        started_ms: 1_790_000_000_000,
    };
    let run = store.begin(run).await.unwrap();
    let (before, clock) = (cpu(), Instant::now());
    let chunks = trials / at_once;
    let work: Vec<_> = (0..tasks)
        .map(|task| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                for chunk in (task..chunks).step_by(tasks as usize) {
                    let numbers = chunk * at_once..(chunk + 1) * at_once;
                    store.send(run, numbers.clone().map(intent).collect()).await.unwrap();
                    store.settle(run, numbers.map(settled).collect()).await.unwrap();
                }
            })
        })
        .collect();
    for task in work {
        task.await.unwrap();
    }
    let (spent, wall) = (cpu() - before, clock.elapsed().as_secs_f64());
    let trials = chunks * at_once;
    store.finish(run, Ended::Completed, json!({}), 1_790_000_000_000).await.unwrap();
    println!("{trials} trials, {at_once} at once, {tasks} tasks; raw bodies {} B/trial", raw as u64 / trials);
    println!(
        "write  {:.2} us CPU/trial ({:.2} with making them), {:.2} us wall/trial",
        1e6 * (spent - making) / trials as f64,
        1e6 * spent / trials as f64,
        1e6 * wall / trials as f64
    );

    println!("peak resident {:.0} MiB", resident_mib());
    let timed = |what: &str, n: usize, clock: Instant| {
        println!("{what:<28} {n:>9} rows in {:.1} ms", clock.elapsed().as_secs_f64() * 1e3)
    };
    let clock = Instant::now();
    timed("places (resume)", store.done_trials(run).count(), clock);
    let clock = Instant::now();
    timed("score rows (statistics)", store.score_rows(run).count(), clock);
    for (name, filter) in [
        ("page, all", TrialFilter::default()),
        ("page, failed", TrialFilter { outcome: Some(TrialOutcome::Failed), ..TrialFilter::default() }),
        (
            "page, errored (none)",
            TrialFilter { outcome: Some(TrialOutcome::Errored), ..TrialFilter::default() },
        ),
        (
            "page, failed of arm 1",
            TrialFilter { outcome: Some(TrialOutcome::Failed), arm: Some(1), ..TrialFilter::default() },
        ),
    ] {
        let clock = Instant::now();
        let middle = TrialAt { case: trials / 4, arm: 0, repeat: 0 };
        let page = store.trial_page(run, filter, Some(middle), 100).await.unwrap();
        timed(name, page.trials.len(), clock);
    }
    let keys: Vec<CallKey> = (0..1000).map(|n| key(n * 7 % trials)).collect();
    let clock = Instant::now();
    timed("known, 1000 keys", store.known(keys).await.unwrap().iter().flatten().count(), clock);
    let clock = Instant::now();
    store.totals(Scope::All).await.unwrap();
    timed("totals", 1, clock);
    println!("peak resident {:.0} MiB", resident_mib());
    let clock = Instant::now();
    let report = store.check().await.unwrap();
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    timed("check", report.calls as usize, clock);
    drop(store);
    let size = std::fs::metadata(&path).unwrap().len();
    println!("file   {} B/trial; peak resident {:.0} MiB", size / trials, resident_mib());
    let clock = Instant::now();
    let store = ledger::open(&path, &Options::default()).unwrap();
    timed("open an existing ledger", 1, clock);
    let clock = Instant::now();
    store.finished(PlanHash([7; 16])).await.unwrap().unwrap();
    timed("finished (warm re-run)", 1, clock);
}
