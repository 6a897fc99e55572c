//! `kill -9` at any instant of a study: it goes on with the very same decisions, and asks nothing again but what was in
//! flight when it died.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use testkit::{Config, Fault, Latency, Script, When};

use crate::bench::{Bench, WORD, word_cases};

const KILLS: usize = 50;
const AT_ONCE: u64 = 4;
/// Calls in flight, and those being written down just before or just after.
const AT_RISK: u64 = AT_ONCE + 1;

/// A study as typed, but for its ledger.
type Args<'a> = [&'a str];

fn study(bench: &Bench, args: &Args<'_>, ledger: &str) -> Command {
    let at_once = AT_ONCE.to_string();
    bench.command(&[args, &["-j", &at_once, "--json", "--ledger", ledger]].concat())
}

/// Lets a life ask a few questions, then kills it; whether it had come to its end.
fn killed(bench: &Bench, child: &mut Child, after: u64) -> bool {
    let goal = bench.vendor.stats().requests + after;
    while bench.vendor.stats().requests < goal {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let _ = child.kill();
    !child.wait().unwrap().success()
}

fn document(bench: &Bench, args: &Args<'_>, ledger: &str) -> Value {
    let output = study(bench, args, ledger).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Kills a study again and again after one to five more questions, and lets it end; then lays it beside one that was left
/// alone.
fn survives(bench: &Bench, args: &Args<'_>, kills: usize) {
    for kill in 0..kills {
        let mut command = study(bench, args, "killed.db");
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        assert!(killed(bench, &mut child, 1 + kill as u64 * 7 % 5), "it ended after {kill} kills");
    }
    let survivor = document(bench, args, "killed.db");
    let asked = bench.vendor.stats().requests;

    // then it has decided what a study that was left alone decides
    let undisturbed = document(bench, args, "undisturbed.db");
    assert_eq!(survivor["found"], undisturbed["found"]);
    assert_eq!(survivor["log"], undisturbed["log"]);
    // and has asked again only what was in flight
    let needed = bench.vendor.stats().requests - asked;
    let letters = undisturbed["cost"]["letters"]["new"].as_u64().unwrap_or(0);
    assert_eq!(undisturbed["cost"]["new"].as_u64().unwrap() + letters, needed);
    let again = asked - needed;
    assert!(again <= kills as u64 * AT_RISK, "{again} questions were asked again");
}

fn slow() -> Config {
    let latency = Fault::latency(Latency::UniformMs(1.0, 6.0));
    Config { script: Script::new().rule(When::always(), latency), seed: 7, ..Config::default() }
}

#[test]
fn a_study_killed_fifty_times_decides_the_same() {
    let bench = Bench::new(slow());
    bench.file("word.mot.md", WORD);
    bench.file("word.cases.csv", word_cases(300));
    let models = ["--model", "fake/echo", "--model", "fake/fixed:word1", "--model", "fake/fixed:word2"];
    survives(&bench, &[&["race", "word.mot.md", "--calls", "600"][..], &models].concat(), KILLS);
}

#[test]
fn a_search_with_a_proposer_killed_twenty_times_decides_the_same() {
    const WRITER: &str = "fake/fixed:%3Cprompt%3EAnswer%20with%20one%20of:%20billing,%20shipping,%20technical,\
        %20cancellation,%20other.%20{{message}}%3C/prompt%3E";
    let bench = Bench::new(slow());
    bench.file("sort.mot.md", CARELESS);
    bench.file("sort.cases.csv", include_str!("../../../../examples/triage/triage.cases.csv"));
    let args = ["optimise", "sort.mot.md", "--model", "fake/apprentice", "--calls", "400"];
    survives(&bench, &[&args[..], &["--proposer", WRITER, "--proposer-calls", "8"]].concat(), 20);
}

/// A prompt that says neither the labels nor the form.
const CARELESS: &str = "---\ntask: Sort the message.\nlang: en\ninputs:\n  message: string\noutput:\n  \
    format: labels\n  labels: [billing, shipping, technical, cancellation, other]\n---\n::: user\n\
    What is this message about?\n\n{{ message }}\n";
