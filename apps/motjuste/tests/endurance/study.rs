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

fn study(bench: &Bench, ledger: &str) -> Command {
    let at_once = AT_ONCE.to_string();
    let args = ["race", "word.mot.md", "--calls", "600", "-j", &at_once, "--json", "--ledger", ledger];
    let models = ["--model", "fake/echo", "--model", "fake/fixed:word1", "--model", "fake/fixed:word2"];
    bench.command(&[&args[..], &models].concat())
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

fn document(bench: &Bench, ledger: &str) -> Value {
    let output = study(bench, ledger).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_study_killed_fifty_times_decides_the_same() {
    let latency = Fault::latency(Latency::UniformMs(1.0, 6.0));
    let config = Config { script: Script::new().rule(When::always(), latency), seed: 7, ..Config::default() };
    let bench = Bench::new(config);
    bench.file("word.mot.md", WORD);
    bench.file("word.cases.csv", word_cases(300));

    // when it is killed again and again after one to five more questions
    let mut kills = 0;
    while kills < KILLS {
        let mut child =
            study(&bench, "killed.db").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        assert!(killed(&bench, &mut child, 1 + kills as u64 * 7 % 5), "it ended after {kills} kills");
        kills += 1;
    }
    let survivor = document(&bench, "killed.db");
    let asked = bench.vendor.stats().requests;

    // then it has decided what a study that was left alone decides
    let undisturbed = document(&bench, "undisturbed.db");
    assert_eq!(survivor["found"], undisturbed["found"]);
    assert_eq!(survivor["log"], undisturbed["log"]);
    // and has asked again only what was in flight
    let needed = bench.vendor.stats().requests - asked;
    assert_eq!(undisturbed["cost"]["new"], needed);
    let again = asked - needed;
    assert!(again <= KILLS as u64 * AT_RISK, "{again} questions were asked again");
}
