//! `kill -9` at any instant: what was acknowledged is there, what was in flight is unknown, nothing else is.
//! The victim is this same test binary, run again to write until it is killed.
#![expect(clippy::unwrap_used, reason = "a test; its helpers too")]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ledger::conformance::{answered, at, intent, key, new_run, trial};
use ledger::{Claim, Options, RunId, Scope, Settled, Status, Store, open};
use terms::CallState;

const LEDGER: &str = "MOTJUSTE_TEST_LEDGER";
/// Calls at once of a victim.
const AT_ONCE: u64 = 8;

fn again(test: &str, path: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--ignored", "--nocapture", "--test-threads=1"])
        .env(LEDGER, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn say(what: &str, n: u64) {
    // one write a line: a line is whole or not there
    std::io::stdout().lock().write_all(format!("{what} {n}\n").as_bytes()).unwrap();
}

/// Sends and settles call `n`, saying each step once it is acknowledged. `false` when it is not ours to send.
async fn one(store: &dyn Store, run: RunId, n: u64) -> bool {
    match store.send(run, vec![intent(n)]).await.unwrap().remove(0) {
        Claim::Granted { .. } => {}
        Claim::Busy { .. } | Claim::Done(_) => return false,
    }
    say("sent", n);
    // leaves the processor, as a call would
    tokio::time::sleep(Duration::from_micros(300)).await;
    let call = Settled { trial: Some(trial(at(n, 0, 0), Some(n))), ..answered(n) };
    store.settle(run, vec![call]).await.unwrap();
    say("done", n);
    true
}

/// Not a test: the victim. Goes on with the run it finds, from the first call that has no trial.
#[tokio::test]
#[ignore = "run by the tests below, in a process of its own"]
async fn victim() {
    let Some(path) = std::env::var_os(LEDGER) else { return };
    let store = open(&PathBuf::from(path), &Options::default()).unwrap();
    let run = match store.unfinished(new_run(1).plan).await.unwrap() {
        Some(found) => store.adopt(found.id).await.unwrap().id,
        None => store.begin(new_run(1)).await.unwrap(),
    };
    let done: BTreeSet<u64> = store.done_trials(run).map(|at| at.unwrap().case).collect();
    say("resumed", done.len() as u64);
    let tasks: Vec<_> = (0..AT_ONCE)
        .map(|task| {
            let (store, done) = (Arc::clone(&store), done.clone());
            tokio::spawn(async move {
                for n in (task..).step_by(AT_ONCE as usize).filter(|n| !done.contains(n)) {
                    assert!(one(&*store, run, n).await);
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

#[tokio::test]
async fn thirty_kills_lose_nothing_acknowledged_and_hide_nothing_unknown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("project.ledger");
    // acknowledged over all lives
    let (mut sent, mut done) = (0u64, BTreeSet::new());
    let mut instant = 12_345u64;
    for life in 0..30 {
        let mut child = again("victim", &path);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let resumed = loop {
            let line = lines.next().unwrap().unwrap();
            if let Some((_, n)) = line.split_once("resumed ") {
                break n.parse::<usize>().unwrap();
            }
        };
        assert!(resumed >= done.len(), "life {life} found {resumed} trials of {} acknowledged", done.len());
        // a pseudo-random instant of the next 40 ms
        instant = instant.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let until = Instant::now() + Duration::from_micros((instant >> 33) % 40_000);
        while Instant::now() < until {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        for line in lines.map_while(Result::ok) {
            match line.split_once(' ') {
                Some(("sent", _)) => sent += 1,
                Some(("done", n)) => assert!(done.insert(n.parse::<u64>().unwrap()), "{line} twice"),
                _ => {}
            }
        }
    }
    assert!(done.len() > 100, "the victims had no time to work: {}", done.len());

    let store = open(&path, &Options::default()).unwrap();
    let report = store.check().await.unwrap();
    assert_eq!(report.problems, []);
    let run = store.unfinished(new_run(1).plan).await.unwrap().unwrap();
    assert_eq!(run.status, Status::Abandoned);
    let keys = done.iter().map(|n| key(*n)).collect();
    for (known, n) in store.known(keys).await.unwrap().into_iter().zip(&done) {
        let known = known.unwrap();
        assert_eq!((known.state, &known.reply), (CallState::Done, &answered(*n).reply));
    }
    let trials: BTreeSet<u64> = store.done_trials(run.id).map(|at| at.unwrap().case).collect();
    assert!(done.is_subset(&trials));

    let totals = store.totals(Scope::Run(run.id)).await.unwrap();
    assert_eq!(totals.done, trials.len() as u64);
    assert_eq!(totals.spent[0].pico, trials.iter().map(|n| 10 + *n as i64).sum::<i64>());
    assert_eq!(totals.in_flight, 0);
    // every sending acknowledged is on the books; each death leaves at most what was in flight
    assert!(totals.done + totals.unknown >= sent);
    assert!(totals.unknown <= 30 * AT_ONCE, "{}", totals.unknown);
    assert_eq!(store.unknown_calls(Scope::All).count() as u64, totals.unknown);
}

const SHARED: u64 = 300;

/// Not a test: one of two processes that want the same calls.
#[tokio::test]
#[ignore = "run by the test below, in a process of its own"]
async fn rival() {
    let Some(path) = std::env::var_os(LEDGER) else { return };
    let store = open(&PathBuf::from(path), &Options::default()).unwrap();
    let run = store.begin(new_run(2)).await.unwrap();
    // ends the line on which the test harness says what it runs
    say("resumed", 0);
    for n in 0..SHARED {
        one(&*store, run, n).await;
    }
    let ended = terms::evaluation::Ended::Completed;
    store.finish(run, ended, serde_json::json!({}), 0).await.unwrap();
}

#[tokio::test]
async fn two_processes_on_one_ledger_never_send_the_same_call() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("project.ledger");
    let mut rivals = [again("rival", &path), again("rival", &path)];
    let mut sent = Vec::new();
    for rival in &mut rivals {
        let lines = BufReader::new(rival.stdout.take().unwrap()).lines();
        let of_it = lines.map(Result::unwrap).filter(|line| line.starts_with("sent ")).collect::<Vec<_>>();
        sent.extend(of_it);
        assert!(rival.wait().unwrap().success());
    }
    let distinct: BTreeSet<&String> = sent.iter().collect();
    assert_eq!((sent.len() as u64, distinct.len() as u64), (SHARED, SHARED));
    let store = open(&path, &Options::default()).unwrap();
    let totals = store.totals(Scope::All).await.unwrap();
    assert_eq!((totals.done, totals.unknown, totals.in_flight), (SHARED, 0, 0));
    assert_eq!(store.runs(ledger::RunFilter::default(), None, 9).await.unwrap().runs.len(), 2);
    assert_eq!(store.check().await.unwrap().problems, []);
}
