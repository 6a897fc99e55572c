//! A vendor that refuses: the run completes, asks little more than it needs, and never spins.

use std::process::Stdio;
use std::time::Instant;

use testkit::{Config, Fault, RetryAfter, Script, When};

use crate::bench::Bench;
use crate::books;

struct Life {
    cpu: f64,
    seconds: f64,
}

/// Runs `eval` over the bench's words to its end and says what it took.
#[track_caller]
fn life(bench: &Bench, cases: usize, at_once: &str) -> Life {
    let args = ["eval", "word.mot.md", "--model", "fake/echo", "--no-bare", "-j", at_once, "--json"];
    let started = Instant::now();
    let out = bench.path().join("document.json");
    let mut child = bench
        .command(&args)
        .stdout(std::fs::File::create(&out).unwrap())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (code, cpu) = books::cpu_of(&mut child);
    let seconds = started.elapsed().as_secs_f64();
    let document: serde_json::Value = serde_json::from_slice(&std::fs::read(out).unwrap()).unwrap();
    assert_eq!(code, Some(0), "{document:#}");
    assert_eq!(document["ended"], "completed", "{document:#}");
    assert_eq!((&document["arms"][0]["n"], &document["arms"][0]["failed"]), (&cases.into(), &0.into()));
    assert_eq!(document["calls"]["new"], cases);
    Life { cpu, seconds }
}

#[test]
fn ten_thousand_refusals_cost_ten_thousand_calls_and_little_else() {
    const NEEDED: usize = 50_000;
    // given a vendor that refuses one call in four, drawn, until it has refused 10,000
    let storm = When::always().probability(0.25).to(STORM_ENDS);
    let script = Script::new().rule(storm, Fault::rate_limited(None));
    let config = |script| Config { script, seed: 11, keep_lines: false, ..Config::default() };
    let calm = Bench::words(config(Script::new()), NEEDED);
    let stormy = Bench::words(config(script), NEEDED);
    // when the same 50,000 questions are asked in calm and in storm
    let (fair, foul) = (life(&calm, NEEDED, "64"), life(&stormy, NEEDED, "64"));
    // then each refusal cost one call more, and nothing else did
    let stats = stormy.vendor.stats();
    println!(
        "{:.1} s, {:.1} s CPU in calm; {:.1} s, {:.1} s in storm; {stats:?}",
        fair.seconds, fair.cpu, foul.seconds, foul.cpu
    );
    assert_eq!(stats.statuses[&429], 10_000, "not the storm that was meant: {:?}", stats.fired);
    assert_eq!(stats.requests, 60_000);
    assert_eq!(stats.duplicates, 0);
    // and waiting took no processor: a refused call costs about a call, not a loop
    assert!(
        foul.cpu < 1.6 * fair.cpu + 1.0,
        "busy while waiting: {:.1} s, {:.1} s in calm",
        foul.cpu,
        fair.cpu
    );
    assert!(foul.seconds < 120.0, "it slept too long: {:.0} s", foul.seconds);
}

#[test]
fn waiting_takes_no_processor() {
    let bench = |script| Bench::words(Config { script, ..Config::default() }, 64);
    let fair = life(&bench(Script::new()), 64, "64");
    for retry_after in [Some(RetryAfter::Seconds(5)), None] {
        // given a vendor that refuses the first calls that come, with a delay of five seconds or without a word
        let script = Script::new().rule(When::always().to(16), Fault::rate_limited(retry_after));
        let bench = bench(script);
        // when 64 words are asked
        let foul = life(&bench, 64, "64");
        println!("{:.2} s CPU in {:.1} s, {:.2} s in calm", foul.cpu, foul.seconds, fair.cpu);
        // then they are answered after the wait, which cost next to nothing
        assert_eq!(bench.vendor.stats().statuses[&200], 64);
        assert!(
            foul.cpu < fair.cpu + 0.3,
            "{retry_after:?}: {:.2} s CPU, {:.2} s in calm",
            foul.cpu,
            fair.cpu
        );
        if retry_after.is_some() {
            assert!(foul.seconds >= 5.0, "it did not wait as it was asked: {:.1} s", foul.seconds);
        }
    }
}

/// The draw of seed 11 has refused its 10,000th call here.
const STORM_ENDS: u64 = 40_207;
