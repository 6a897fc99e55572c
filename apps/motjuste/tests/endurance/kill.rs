//! `kill -9` at any instant of a run: nothing finished is lost or paid again, nothing unknown is hidden.

use std::collections::HashMap;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use ledger::{Options, Scope};
use terms::CallState;
use testkit::{BodyHash, Config, Delivered, Fault, Latency, Script, Stats, When};

use crate::bench::{Bench, WORD};
use crate::books::{self, Books};

const CASES: u64 = 5_000;
const AT_ONCE: u64 = 64;
/// Calls in flight, and those being written down just before or just after.
const AT_RISK: u64 = AT_ONCE + AT_ONCE / 8;

/// When the next kill comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Instant {
    /// While the ledger is opened and the cases are read, or at the first calls.
    Start,
    /// With calls in flight.
    Middle,
    /// At the last answers, the evaluation, the closing.
    End,
}

/// SplitMix64: the same kills in every run of the test.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }

    fn instant(&mut self) -> Instant {
        match self.below(20) {
            0..5 => Instant::Start,
            5..15 => Instant::Middle,
            _ => Instant::End,
        }
    }
}

/// A plan of its own: no call is shared with the plans before it.
fn plan(bench: &Bench, number: usize) {
    let rows = (0..CASES).map(|i| format!("p{number}w{i},p{number}w{i}\n"));
    bench.file(&format!("p{number}.csv"), format!("word,expect\n{}", rows.collect::<String>()));
}

fn eval(bench: &Bench, number: usize) -> Command {
    let (cases, at_once) = (format!("p{number}.csv"), AT_ONCE.to_string());
    let args =
        ["eval", "word.mot.md", "--cases", &cases, "--model", "fake/echo", "--no-bare", "-j", &at_once];
    let mut command = bench.command(&args);
    command.arg("--json");
    command
}

/// Waits for the instant, then kills; says how the child ended all the same.
fn kill_at(bench: &Bench, instant: Instant, dice: &mut Dice, goal: u64, child: &mut Child) -> ExitStatus {
    let sleep = |ms: u64| std::thread::sleep(Duration::from_millis(ms));
    match instant {
        Instant::Start => sleep(dice.below(80)),
        Instant::Middle => {
            let before = bench.vendor.stats().requests;
            while bench.vendor.stats().requests == before {
                if let Some(status) = child.try_wait().unwrap() {
                    return status;
                }
                sleep(2);
            }
            sleep(dice.below(420));
        }
        Instant::End => {
            // questions answered, whoever lived to hear it
            let answered = |s: Stats| s.statuses.get(&200).map_or(0, |n| n - s.cut - s.duplicates);
            while answered(bench.vendor.stats()) < goal {
                if let Some(status) = child.try_wait().unwrap() {
                    return status;
                }
                sleep(2);
            }
            sleep(dice.below(60));
        }
    }
    // it may have ended by itself a moment ago: then there is nobody to kill, and its status says so
    let _ = child.kill();
    child.wait().unwrap()
}

#[test]
fn forty_kills_lose_nothing_and_pay_nothing_twice() {
    kills_lose_nothing_and_pay_nothing_twice(40);
}

#[test]
#[ignore = "a minute and a half of two cores: cargo test -p motjuste --test endurance -- --ignored"]
fn two_hundred_kills_lose_nothing_and_pay_nothing_twice() {
    kills_lose_nothing_and_pay_nothing_twice(200);
}

#[expect(clippy::print_stdout, reason = "what was done is told with --nocapture")]
fn kills_lose_nothing_and_pay_nothing_twice(wanted: usize) {
    // given calls that take a while, so that some are always in flight
    let latency = Fault::latency(Latency::UniformMs(2.0, 20.0));
    let config = Config { script: Script::new().rule(When::always(), latency), seed: 7, ..Config::default() };
    let bench = Bench::new(config);
    bench.file("word.mot.md", WORD);
    let path = bench.path().join(".motjuste/ledger.db");
    let mut dice = Dice(20_261_120);
    let mut plans = 1;
    plan(&bench, 1);
    let (mut kills, mut hits) = (0, HashMap::<Instant, u64>::new());
    // what the ledger said after the last kill: calls finished, calls whose end nobody saw, trials
    let mut before = (0, 0, 0);
    let mut deaths_with_calls = 0;

    // when so many lives end in the middle of their work
    while kills < wanted {
        let instant = dice.instant();
        let mut child = eval(&bench, plans).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let status = kill_at(&bench, instant, &mut dice, plans as u64 * CASES, &mut child);
        if let Some(code) = status.code() {
            let said = std::io::read_to_string(child.stderr.take().unwrap()).unwrap();
            assert_eq!(code, 0, "kill {kills}, plan {plans}: {said}");
            plans += 1;
            plan(&bench, plans);
            continue;
        }
        kills += 1;
        *hits.entry(instant).or_default() += 1;
        if !path.exists() {
            continue;
        }
        // then the ledger of the dead is as the dead left it, and has forgotten nothing
        let Ok(store) = ledger::open_read_only(&path, &Options::default()) else {
            assert_eq!(before, (0, 0, 0), "a ledger with finished calls cannot be read any more");
            continue;
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let totals = runtime.block_on(store.totals(Scope::All)).unwrap();
        assert_eq!(totals.in_flight, 0, "the owner is dead: what it had in flight is unknown, not in flight");
        let after = (totals.done, totals.unknown, totals.trials);
        assert!(after.0 >= before.0, "finished calls were lost: {before:?} then {after:?}");
        assert!(after.2 >= before.2, "trials were lost: {before:?} then {after:?}");
        let left = after.1 - before.1;
        assert!(left <= AT_RISK, "one death left {left} calls unknown");
        deaths_with_calls += u64::from(left > 0);
        before = after;
    }

    // and when the last plan may finish at last
    let last = eval(&bench, plans).output().unwrap();
    assert!(last.status.success(), "{last:?}");
    println!("{kills} kills {hits:?}, {plans} plans, {deaths_with_calls} deaths with calls in flight");
    assert!(
        hits.len() == 3 && hits.values().all(|n| *n >= wanted as u64 / 20),
        "kills were not spread: {hits:?}"
    );
    assert!(
        deaths_with_calls as usize >= wanted / 3,
        "two kills in three hit nothing in flight: {deaths_with_calls}"
    );
    books::sound(&bench);

    // then every plan has all its answers, and seeing that costs no call
    let asked = bench.vendor.stats().requests;
    for number in 1..=plans {
        let output = eval(&bench, number).output().unwrap();
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let arm = &document["arms"][0];
        assert_eq!((&arm["n"], &arm["score"]), (&CASES.into(), &1.0.into()), "plan {number}: {document:#}");
        assert_eq!((&document["ended"], &document["calls"]["new"]), (&"completed".into(), &0.into()));
    }
    assert_eq!(bench.vendor.stats().requests, asked, "a finished plan was asked again");

    // and the books agree with the invoice, question by question
    let listed = books::runs(&bench);
    let runs = listed["runs"].as_array().unwrap();
    assert_eq!(runs.len(), plans, "a resumed run must stay one run: {listed:#}");
    let mut ours = Books::default();
    for run in runs {
        assert_eq!((&run["status"], &run["trials"]), (&"completed".into(), &CASES.into()), "{run}");
        ours.read(&bench, run["id"].as_str().unwrap());
    }
    let needed = plans as u64 * CASES;
    assert_eq!(
        (ours.trials, ours.sendings.len() as u64, ours.count(CallState::Done)),
        (needed, needed, needed)
    );
    assert_eq!(ours.count(CallState::Failed), 0);
    let unknown = ours.count(CallState::Unknown);
    assert_eq!(listed["calls"]["unknown"], unknown, "a call whose end nobody saw is hidden");
    assert_eq!(listed["calls"]["done"], needed);

    let invoice = bench.vendor.invoice();
    // requests that reached the vendor, and those of them answered whole
    let mut theirs = HashMap::<BodyHash, (u64, u64)>::new();
    for line in &invoice.lines {
        let (arrived, answered) = theirs.entry(line.hash).or_default();
        *arrived += 1;
        *answered += u64::from(line.delivered == Delivered::Full);
    }
    assert_eq!(theirs.len() as u64, needed);
    let mut twice = 0;
    for (key, sendings) in &ours.sendings {
        let last = sendings.last().unwrap();
        // rows are in the order of their endings: nothing was sent after it was done
        assert_eq!(last.state, CallState::Done, "{key} was sent again after it was finished");
        assert!(sendings[..sendings.len() - 1].iter().all(|s| s.state == CallState::Unknown), "{key}");
        let (arrived, answered) = theirs[&last.body.unwrap()];
        let flagged = sendings.len() as u64 - 1;
        assert!(arrived <= 1 + flagged, "{key} arrived {arrived} times, {flagged} flagged unknown");
        assert!(answered >= 1, "{key} is done and was never answered");
        twice += answered - 1;
    }
    assert_eq!(twice, bench.vendor.stats().duplicates);
    assert!(
        twice <= unknown && unknown <= wanted as u64 * AT_RISK,
        "{twice} answered twice, {unknown} unknown"
    );
    assert!(unknown > 0, "no kill hit a call in flight: the test tests nothing");

    // and so does the money: what was billed is what we spent, plus at most what we said may be billed
    let (spent, at_risk) = (books::sum(&listed["spent"]), books::sum(&listed["at_risk"]));
    let billed = invoice.totals.amount;
    assert!(
        spent <= billed && billed <= spent + at_risk,
        "{spent} spent, {billed} billed, {at_risk} at risk"
    );
    let done: i64 = ours.sendings.values().flatten().filter_map(|sending| sending.cost).sum();
    assert_eq!(done, spent);
    println!("{needed} calls, {unknown} unknown, {twice} of them answered and asked again");
}
