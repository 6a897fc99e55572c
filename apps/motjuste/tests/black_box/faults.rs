//! What goes wrong while it runs: a clear message, nothing finished lost, nothing paid twice.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use testkit::{Config, Cut, Fault, Latency, Malformed, RetryAfter, Script, UsageFault, When};

use crate::bench::{Bench, Said};

const EVAL: [&str; 5] = ["eval", "word.mot.md", "--model", "fake/echo", "--no-bare"];

fn script(when: When, fault: Fault) -> Config {
    Config { script: Script::new().rule(when, fault), ..Config::default() }
}

/// Every case has its score and no question was answered twice.
#[track_caller]
fn whole(bench: &Bench, cases: u64) {
    let document = bench.json(0, &EVAL);
    assert_eq!(document["arms"][0]["n"], cases, "{document:#}");
    assert_eq!(document["arms"][0]["score"], 1.0, "{document:#}");
    assert_eq!(bench.vendor.stats().duplicates, 0);
    let spent: i64 = bench.json(0, &["runs"])["spent"][0]["pico"].as_i64().unwrap();
    assert_eq!(spent, bench.vendor.invoice().totals.amount, "the ledger is not the invoice");
}

#[test]
fn a_key_that_expires_stops_the_run_and_a_new_one_takes_it_up() {
    let bench = Bench::words(script(When::always().from(30), Fault::status(401)), 60);
    let said = bench.run(&[&EVAL[..], &["-j", "4"]].concat());
    said.failed(4, &["fake"]);
    assert!(bench.vendor.stats().requests < 40, "it went on: {:?}", bench.vendor.stats());
    bench.vendor.set_script(Script::new());
    whole(&bench, 60);
}

#[test]
fn refusals_are_waited_for_and_cost_nothing() {
    let fault = Fault::rate_limited(Some(RetryAfter::Ms(5)));
    let bench = Bench::words(script(When::always().every(3), fault), 60);
    whole(&bench, 60);
}

#[test]
fn a_refusal_without_a_delay_is_told() {
    let bench = Bench::words(script(When::always().nth(&[1]), Fault::rate_limited(None)), 3);
    let said = bench.run(&EVAL);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.err.contains("fake") && said.err.contains(':'), "the wait was not told: {said:?}");
}

#[test]
fn trouble_at_the_vendor_is_tried_again() {
    for status in [500, 503, 529] {
        let bench = Bench::words(script(When::always().nth(&[2, 5]), Fault::status(status)), 8);
        whole(&bench, 8);
    }
}

#[test]
fn a_stream_cut_anywhere_is_never_taken_for_an_answer() {
    // a French text with emoji, cut at every byte of its stream: each case is one offset
    let text = "É🌞 à";
    let probe = Bench::new(Config::default());
    probe.file("word.mot.md", crate::bench::WORD);
    let input = format!("word={text}");
    let args = ["run", "word.mot.md", "-i", &input, "--model", "fake/echo", "--json"];
    assert_eq!(probe.json(0, &args[..6])["reply"]["text"], text);
    let key = probe.json(0, &args[..6])["call"].as_str().unwrap().to_owned();
    let bytes = probe.json(0, &["show", &key])["sendings"][0]["response_body"].as_str().unwrap().len();
    let mut rules = Script::new();
    // every second answer is whole: a run in which every call fails would rightly be given up
    for offset in 0..bytes {
        let cut = Fault { cut: Some(Cut { at: offset, ..Cut::default() }), ..Fault::default() };
        rules = rules.rule(When::always().nth(&[2 * offset as u64 + 1]), cut);
    }
    let bench = Bench::words(Config { script: rules, ..Config::default() }, 1);
    let mut cases = "word,expect\n".to_owned();
    (0..2 * bytes).for_each(|i| cases.push_str(&format!("\"{text} {i}\",\"{text} {i}\"\n")));
    bench.file("word.cases.csv", cases);
    let document = bench.json(0, &[&EVAL[..], &["--stream", "-j", "1"]].concat());
    let arm = &document["arms"][0];
    // the last bytes of a stream are its end mark: only a cut within them can have left a whole answer
    let whole = arm["n"].as_u64().unwrap() - bytes as u64;
    assert!(whole <= 20, "{whole} cut streams were taken for answers: {document:#}");
    assert_eq!(arm["score"].as_f64().unwrap_or(1.0), 1.0, "half an answer was scored");
    assert_eq!(document["calls"]["unknown"].as_u64().unwrap() + whole, bytes as u64, "{document:#}");
}

#[test]
fn answers_that_are_no_protocol_fail_and_are_told() {
    for malformed in [Malformed::Json, Malformed::Html, Malformed::Empty] {
        let fault = Fault { malformed: Some(malformed), ..Fault::default() };
        let bench = Bench::words(script(When::always().nth(&[2]), fault), 4);
        let document = bench.json(0, &[&EVAL[..], &["-j", "1"]].concat());
        assert_eq!(document["arms"][0]["failed"], 1, "{malformed:?}: {document:#}");
        assert_eq!(document["arms"][0]["n"], 3);
        // it was answered, hence billed, and nobody can tell how much
        assert_eq!(document["calls"]["unknown"], 1, "{malformed:?}: {document:#}");
    }
}

#[test]
fn an_answer_without_usage_has_no_price_and_says_so() {
    let fault = Fault { usage: Some(UsageFault::Missing), ..Fault::default() };
    let bench = Bench::words(script(When::always().nth(&[2]), fault), 4);
    let document = bench.json(0, &EVAL);
    assert_eq!(document["arms"][0]["n"], 4);
    assert!(document["arms"][0]["cost"].is_null(), "a sum with a hole was shown: {document:#}");
}

#[test]
fn ctrl_c_keeps_what_is_in_flight_and_can_be_resumed() {
    let latency = Fault::latency(Latency::FixedMs(300.0));
    let bench = Bench::words(script(When::always(), latency), 40);
    let mut command = bench.command(&[&EVAL[..], &["-j", "8", "--json"]].concat());
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    bench.when(|stats| stats.statuses.get(&200).is_some_and(|answered| *answered >= 8));
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let said = Said::of(child.wait_with_output().unwrap());
    assert_eq!(said.code, 5, "{said:?}");
    let document: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(document["ended"], "interrupted");
    let kept = document["arms"][0]["n"].as_u64().unwrap();
    assert_eq!(kept, bench.vendor.invoice().totals.full, "a paid answer was dropped");
    assert!((8..40).contains(&kept), "{kept}");
    bench.vendor.set_script(Script::new());
    whole(&bench, 40);
    assert_eq!(bench.vendor.stats().requests, 40);
}

#[test]
fn two_runs_at_once_share_a_ledger_and_pay_once() {
    let latency = Fault::latency(Latency::FixedMs(20.0));
    let bench = Bench::words(script(When::always(), latency), 60);
    let start = || {
        bench.command(&[&EVAL[..], &["-j", "4", "--json"]].concat()).stdout(Stdio::piped()).spawn().unwrap()
    };
    let both = [start(), start()].map(|child| Said::of(child.wait_with_output().unwrap()));
    for said in &both {
        assert_eq!(said.code, 0, "{said:?}");
        let document: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        assert_eq!(document["arms"][0]["n"], 60);
    }
    assert_eq!(bench.vendor.stats().requests, 60, "something was paid twice");
}

#[test]
fn a_hung_vendor_is_left_at_once_by_a_second_ctrl_c() {
    let bench = Bench::words(script(When::always(), Fault { hang: true, ..Fault::default() }), 4);
    let mut command = bench.command(&EVAL);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    bench.when(|stats| stats.requests == 4);
    // two that come together may count as one, and a third kills: the second waits until the first is heard
    let id = child.id().to_string();
    let ctrl_c = || Command::new("kill").args(["-INT", &id]).status().unwrap();
    ctrl_c();
    let mut heard = String::new();
    let mut remarks = BufReader::new(child.stderr.take().unwrap());
    while !heard.contains("stopping") {
        assert!(remarks.read_line(&mut heard).unwrap() > 0, "it ended by itself: {heard}");
    }
    ctrl_c();
    let said = Said::of(child.wait_with_output().unwrap());
    assert_eq!(said.code, 5, "{said:?}");
    assert!(said.out.contains("4 unknown"), "what may be billed is not shown: {said:?}");
    bench.vendor.set_script(Script::new());
    whole(&bench, 4);
}

#[test]
fn a_locked_ledger_is_told() {
    let bench = Bench::words(Config::default(), 3);
    whole(&bench, 3);
    let lock = rusqlite::Connection::open(bench.path().join(".motjuste/ledger.db")).unwrap();
    lock.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;").unwrap();
    bench.file("word.cases.csv", crate::bench::word_cases(4));
    bench.run(&EVAL).failed(3, &["ledger.db"]);
    drop(lock);
    whole(&bench, 4);
}

#[test]
fn a_ledger_that_is_no_ledger_is_told_and_left_alone() {
    let bench = Bench::words(Config::default(), 3);
    bench.file(".motjuste/ledger.db", "this is a letter to my mother, not a database".repeat(50));
    bench.run(&EVAL).failed(3, &["ledger.db"]);
    assert!(bench.read(".motjuste/ledger.db").starts_with("this is a letter"));
}

#[test]
fn a_full_disk_stops_the_run_and_loses_nothing_finished() {
    let bench = Bench::words(Config::default(), 4000);
    let disk = bench.path().join("disk");
    std::fs::create_dir(&disk).unwrap();
    // a disk of one megabyte in a mount namespace of its own
    let steps = "mount -t tmpfs -o size=1m none disk && exec \"$@\"";
    let args = ["-rm", "bash", "-c", steps, "bash", env!("CARGO_BIN_EXE_motjuste")];
    let possible = Command::new("unshare").args(["-rm", "true"]).status().is_ok_and(|s| s.success());
    if !possible {
        println!("skipped: no mount namespaces here");
        return;
    }
    let mut command = Command::new("unshare");
    command.args(args).args(EVAL).args(["--ledger", "disk/ledger.db"]).current_dir(bench.path());
    let started = Instant::now();
    let said = Said::of(command.env("MOTJUSTE_LANG", "en").output().unwrap());
    said.failed(3, &["disk/ledger.db"]);
    assert!(started.elapsed() < Duration::from_secs(120), "it took {:?}", started.elapsed());
    assert!(bench.vendor.stats().requests < 4000, "calls were made that could not be kept");
}

#[test]
fn a_read_only_folder_is_told() {
    let bench = Bench::words(Config::default(), 3);
    let steps = "mount --bind . . && mount -o remount,ro,bind . && cd \"$PWD\" && exec \"$@\"";
    let possible = Command::new("unshare").args(["-rm", "true"]).status().is_ok_and(|s| s.success());
    if !possible {
        println!("skipped: no mount namespaces here");
        return;
    }
    let mut command = Command::new("unshare");
    command.args(["-rm", "bash", "-c", steps, "bash", env!("CARGO_BIN_EXE_motjuste")]).args(EVAL);
    let said = Said::of(command.current_dir(bench.path()).env("MOTJUSTE_LANG", "en").output().unwrap());
    said.failed(3, &["ledger.db", "--ledger"]);
    assert_eq!(bench.vendor.stats().requests, 0);
}
