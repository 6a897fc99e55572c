//! The ledger's total is the vendor's invoice, to the last unit of 10^-12, whatever happens on the way.

use std::collections::HashMap;

use serde_json::Value;
use terms::CallState;
use testkit::{
    BodyHash, Cache, Config, Cut, Delivered, Fault, How, Latency, Of, Price, RetryAfter, Script, When,
};

use crate::bench::Bench;
use crate::books::{self, Books};

/// Long enough to be cached in part, with what breaks careless counting of tokens.
const PROMPT: &str = "---\ntask: Repeat the word.\ninputs:\n  word: string\n---\n::: system\n\
    Réponds par le mot seul, sans guillemets ni point : ce qui suit est un exercice d’orthographe 🙂.\n\
    ::: user\nLe mot est : {{ word }}\n";
const MODELS: [&str; 4] = ["chat/echo", "chat/words:12", "messages/words:30", "messages/label-p80"];

/// Two vendors on the two protocols, prices that are not round, dearer for some models.
fn settings(bench: &Bench) -> String {
    let price = |vendor: &str, models: &str, [input, output, cached, cache_write]: [&str; 4]| {
        format!(
            "[[prices]]\nvendor = \"{vendor}\"\nmodels = [\"{models}\"]\nfrom = \"2026-01-01\"\ncurrency = \"USD\"\n\
             input = \"{input}\"\noutput = \"{output}\"\ncached = \"{cached}\"\ncache_write = \"{cache_write}\"\n\
             source = \"test\"\n\n"
        )
    };
    format!(
        "[vendors.chat]\nprotocol = \"openai-chat\"\nbase_url = \"{}\"\nkey = \"optional\"\n\n\
         [vendors.messages]\nprotocol = \"anthropic-messages\"\nbase_url = \"{}\"\nkey = \"optional\"\n\n{}{}{}{}",
        bench.vendor.base_url(),
        bench.vendor.origin(),
        // of rows of one date, the later one wins
        price("chat", "*", CHEAP),
        price("messages", "*", CHEAP),
        price("chat", "words*", DEAR),
        price("messages", "words*", DEAR),
    )
}

const DEAR: [&str; 4] = ["1.100001", "4.37", "0.275003", "1.375"];
const CHEAP: [&str; 4] = ["0.0375", "0.15", "0.009375", "0.046875"];

/// The same prices as the vendor bills them, per token in 10^-12.
fn price(model: &str, decimals: [&str; 4]) -> Price {
    let [input, output, cached, cache_write] =
        decimals.map(|d| (d.parse::<f64>().unwrap() * 1e6).round() as i64);
    Price { model: model.to_owned(), input, output, cached, cache_write }
}

/// Everything that can happen to a call. Cuts and refusals fall on different words: an answer that is refused whole and
/// whose connection is then cut takes the next request with it, which no invoice shows.
fn weather() -> Script {
    let cut = |at, of, how| Fault { cut: Some(Cut { at, of, how }), ..Fault::default() };
    let cut_word = |share| When::always().contains("cut").probability(share);
    let busy_word = |share| When::always().contains("busy").probability(share);
    Script::new()
        .rule(cut_word(0.1).stream(true), cut(0, Of::Body, How::Close))
        .rule(cut_word(0.1).stream(true), cut(217, Of::Body, How::Close))
        .rule(cut_word(0.1).stream(true), cut(450, Of::Body, How::Reset))
        .rule(cut_word(0.05), cut(40, Of::Response, How::Close))
        .rule(cut_word(0.05).stream(false), cut(60, Of::Body, How::Reset))
        .rule(busy_word(0.1), Fault::rate_limited(Some(RetryAfter::Ms(3))))
        .rule(busy_word(0.01), Fault::rate_limited(None))
        .rule(busy_word(0.03), Fault::status(500))
        .rule(busy_word(0.01), Fault::status(529))
        .rule(When::always().probability(0.05), Fault::latency(Latency::UniformMs(0.0, 5.0)))
}

fn bench(bill_cut: bool) -> Bench {
    let config = Config {
        script: weather(),
        seed: 3,
        prices: vec![price("words*", DEAR), price("*", CHEAP)],
        cache: Some(Cache { min_tokens: 16, block_tokens: 8 }),
        bill_cut,
        ..Config::default()
    };
    let bench = Bench::new(config);
    bench.file("motjuste.toml", settings(&bench));
    bench.file("word.mot.md", PROMPT);
    bench
}

/// Asks every model for every word of a new file; says what the document counts.
#[track_caller]
fn ask(bench: &Bench, cases: &str, stream: bool) -> Value {
    let mut args = vec!["eval", "word.mot.md", "--cases", cases, "--no-bare", "-j", "64"];
    MODELS.iter().for_each(|model| args.extend(["--model", model]));
    if stream {
        args.push("--stream");
    }
    let document = bench.json(0, &args);
    assert_eq!(document["ended"], "completed", "{document:#}");
    document["calls"].clone()
}

fn words(bench: &Bench, name: &str, count: usize) {
    let weather = |i: usize| ["cut", "busy", "fair", "fair", "fair"][i % 5];
    let rows = (0..count).map(|i| format!("{name} {} {i} é,{name} {} {i} é\n", weather(i), weather(i)));
    bench.file(name, format!("word,expect\n{}", rows.collect::<String>()));
}

#[test]
fn ten_thousand_mixed_calls_add_up_to_the_invoice() {
    mixed_calls_add_up_to_the_invoice(1_250);
}

#[test]
#[ignore = "five minutes of two cores: cargo test -p motjuste --test endurance -- --ignored"]
fn a_hundred_thousand_mixed_calls_add_up_to_the_invoice() {
    mixed_calls_add_up_to_the_invoice(12_500);
}

/// So many words asked of four models, whole and as streams.
#[track_caller]
fn mixed_calls_add_up_to_the_invoice(count: usize) {
    let needed = 2 * MODELS.len() as u64 * count as u64;
    // given a vendor that bills whole answers
    let bench = bench(false);
    let mut unknown = 0;
    for (cases, stream) in [("whole.csv", false), ("streamed.csv", true)] {
        words(&bench, cases, count);
        // when a run leaves calls unknown, another asks them again, and so on until all are answered
        for round in 0.. {
            let calls = ask(&bench, cases, stream);
            unknown += calls["unknown"].as_u64().unwrap();
            assert_eq!(calls["failed"], 0, "{cases}: {calls}");
            if calls["unknown"] == 0 {
                break;
            }
            assert!(round < 40, "{cases}: some calls are never answered: {calls}");
        }
    }

    // then the sums agree to the last unit, and every cut answer is listed as unknown
    let listed = books::runs(&bench);
    let (invoice, stats) = (bench.vendor.invoice(), bench.vendor.stats());
    assert_eq!(books::sum(&listed["spent"]), invoice.totals.amount);
    assert_eq!(
        (listed["calls"]["done"].as_u64(), listed["calls"]["failed"].as_u64()),
        (Some(needed), Some(0))
    );
    assert_eq!((invoice.totals.full, stats.duplicates), (needed, 0), "an answer was paid twice");
    assert_eq!(listed["calls"]["unknown"], invoice.totals.cut);
    assert_eq!(unknown, invoice.totals.cut);
    assert_eq!(books::sound(&bench), needed + unknown);

    // and the weather was what it should be
    assert!(stats.fired.iter().all(|n| *n * 2_000 >= needed), "some fault was not tried: {:?}", stats.fired);
    assert!(
        invoice.totals.cut * 33 > needed && invoice.totals.refused * 100 > needed,
        "{:?}",
        invoice.totals
    );
    let billed = invoice.totals.tokens;
    assert!(billed.cached * 4 > billed.input, "the cache was not tried: {billed:?}");
}

#[test]
fn a_vendor_that_bills_cut_answers_bills_no_more_than_is_called_at_risk() {
    let bench = bench(true);
    words(&bench, "streamed.csv", 1_000);
    words(&bench, "whole.csv", 1_000);
    ask(&bench, "whole.csv", false);
    ask(&bench, "streamed.csv", true);
    let listed = books::runs(&bench);
    let mut ours = Books::default();
    for run in listed["runs"].as_array().unwrap() {
        ours.read(&bench, run["id"].as_str().unwrap());
    }

    // call by call: what is done costs what its line says, what was cut is unknown and has no price of ours
    let invoice = bench.vendor.invoice();
    let mut theirs = HashMap::<BodyHash, Vec<(Delivered, i64)>>::new();
    for line in invoice.lines.iter().filter(|line| line.delivered != Delivered::Refused) {
        theirs.entry(line.hash).or_default().push((line.delivered, line.amount));
    }
    for (key, sendings) in &ours.sendings {
        let [sending] = sendings.as_slice() else { panic!("{key} was sent {} times", sendings.len()) };
        let expect = match sending.state {
            CallState::Done => vec![(Delivered::Full, sending.cost.unwrap())],
            CallState::Unknown => {
                assert_eq!(sending.cost, None, "{key}: half an answer was priced");
                vec![(Delivered::Cut, theirs[&sending.body.unwrap()][0].1)]
            }
            state => panic!("{key} is {state:?}"),
        };
        assert_eq!(theirs[&sending.body.unwrap()], expect, "{key}");
    }
    assert_eq!(ours.sendings.len(), theirs.len());
    let (spent, at_risk) = (books::sum(&listed["spent"]), books::sum(&listed["at_risk"]));
    let cut: i64 =
        theirs.values().flatten().filter(|(d, _)| *d == Delivered::Cut).map(|(_, amount)| amount).sum();
    assert_eq!(spent + cut, invoice.totals.amount);
    assert!(0 < cut && cut <= at_risk, "{cut} billed for cut answers, {at_risk} said to be at risk");
}
