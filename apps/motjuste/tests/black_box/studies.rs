//! Studies from the command line: two until it is sure, several on one budget.

use testkit::Config;

use crate::bench::{Bench, WORD, word_cases};

#[test]
fn a_clear_difference_is_sure_long_before_the_last_case() {
    let bench = Bench::words(Config::default(), 200);
    let args =
        ["compare", "word.mot.md", "--until-sure", "--model", "fake/echo", "--model", "fake/fixed:word1"];
    let document = bench.json(0, &args);
    assert_eq!(document["schema"], "motjuste/compare/1");
    let found = &document["found"];
    assert_eq!(found["state"], "better", "{document:#}");
    assert_eq!(found["planned"], 200);
    assert!(found["items"].as_u64() < Some(30), "{document:#}");
    assert!(found["effect"]["low"].as_f64() >= Some(0.0) && found["effect"]["wins"].as_u64() > Some(5));
    let calls = bench.vendor.stats().requests;
    assert_eq!(document["cost"]["new"], calls);
    assert!(calls <= 60, "{calls}");
    assert!(!document["log"].as_array().unwrap().is_empty());
    // the same study again: the same words, nothing paid
    let again = bench.json(0, &args);
    assert_eq!(bench.vendor.stats().requests, calls);
    assert_eq!((&again["found"], &again["log"]), (&document["found"], &document["log"]));
    assert_eq!(again["cost"]["new"], 0);
    // it is one run among those of the ledger, and can be shown
    let runs = bench.json(0, &["runs"]);
    let kinds: Vec<&str> =
        runs["runs"].as_array().unwrap().iter().map(|r| r["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["compare"], "{runs:#}");
    let shown = bench.json(0, &["show", document["run"].as_str().unwrap()]);
    assert_eq!(shown["found"], document["found"]);
    let words = bench.run(&["show", "latest"]);
    assert!(words.out.contains("A is, against B: better"), "{words:?}");
}

#[test]
fn prompts_that_ask_the_same_cost_nothing() {
    let bench = Bench::words(Config::default(), 50);
    // another file, another version, and the very same messages
    bench.file("same.mot.md", WORD.replace("task: Repeat the word.", "task: Say it again."));
    let args = [
        "compare",
        "word.mot.md",
        "same.mot.md",
        "--cases",
        "word.cases.csv",
        "--until-sure",
        "--model",
        "fake/echo",
    ];
    let document = bench.json(0, &[&args[..], &["--margin", "0.1"]].concat());
    assert_eq!(document["found"]["state"], "equivalent", "{document:#}");
    assert_eq!(bench.vendor.stats().requests, 0);
}

#[test]
fn a_prompt_alone_is_compared_with_its_bare_request() {
    let bench = Bench::words(Config::default(), 80);
    let document = bench.json(0, &["compare", "word.mot.md", "--until-sure", "--model", "fake/echo"]);
    assert_eq!(document["b"]["prompt"], "bare", "{document:#}");
}

#[test]
fn a_race_takes_the_best_and_asks_the_others_less() {
    let bench = Bench::words(Config::default(), 60);
    let models = ["--model", "fake/fixed:word1", "--model", "fake/echo", "--model", "fake/fixed:word2"];
    let document = bench.json(0, &[&["race", "word.mot.md"][..], &models].concat());
    assert_eq!(document["schema"], "motjuste/race/1");
    let winner = &document["found"]["winner"];
    let named =
        document["candidates"].as_array().unwrap().iter().find(|c| &c["candidate"] == winner).unwrap();
    assert_eq!(named["model"], "fake/echo", "{document:#}");
    let standings = document["found"]["standings"].as_array().unwrap();
    assert_eq!(standings.len(), 3);
    assert!(standings[0]["n"].as_u64() > standings[2]["n"].as_u64(), "{document:#}");
    assert!(document["found"]["wrong"].as_f64() < Some(0.05));
    // half of what asking everything would take
    assert!(bench.vendor.stats().requests <= 90);
    for rule in ["halving", "equal", "until-sure"] {
        let args = [&["race", "word.mot.md", "--rule", rule][..], &models].concat();
        let again = bench.json(0, &args);
        assert_eq!(&again["found"]["winner"], winner, "{rule}: {again:#}");
    }
}

#[test]
fn studies_speak_both_languages_and_say_what_is_wrong() {
    let bench = Bench::words(Config::default(), 40);
    let english = bench.run(&["race", "word.mot.md", "--model", "fake/echo", "--model", "fake/fixed:x"]);
    assert!(english.out.contains("take word.mot.md") && english.out.contains("chance that"), "{english:?}");
    let french = bench.run(&[
        "race",
        "word.mot.md",
        "--model",
        "fake/echo",
        "--model",
        "fake/fixed:x",
        "--lang",
        "fr",
    ]);
    assert!(french.out.contains("prenez word.mot.md"), "{french:?}");
    let alone = bench.run(&["race", "word.mot.md", "--model", "fake/echo"]);
    alone.failed(2, &["nothing to choose among"]);
    let few = bench.run(&[
        "race",
        "word.mot.md",
        "--model",
        "fake/echo",
        "--model",
        "fake/fixed:x",
        "--calls",
        "9",
    ]);
    few.failed(2, &["at least 10"]);
    let rule = bench.run(&["race", "word.mot.md", "--rule", "luck", "--model", "fake/echo"]);
    rule.failed(2, &["luck"]);
    let three = ["compare", "word.mot.md", "--until-sure", "--model", "fake/echo", "--model", "fake/fixed:x"];
    bench.run(&[&three[..], &["--model", "fake/fixed:y"]].concat()).failed(2, &["between two"]);
    bench.run(&["compare", "word.mot.md", "--effect", "0.1"]).failed(2, &["--until-sure"]);
}

#[test]
fn a_budget_ends_a_study_and_more_money_takes_it_up() {
    let bench = Bench::new(Config::default());
    bench.file(
        "word.mot.md",
        WORD.replace("---\n::: user", "model:\n  params: {max_tokens: 8}\n---\n::: user"),
    );
    bench.file("word.cases.csv", word_cases(120));
    let models = ["--model", "fake/echo", "--model", "fake/fixed:word1"];
    let args = |budget: &'static str| {
        [&["race", "word.mot.md", "--calls", "200", "--rule", "equal", "--budget", budget][..], &models]
            .concat()
    };
    // a call costs a hundred-thousandth of a dollar: this buys some 140 of 200
    let poor = bench.json(5, &args("0.0015"));
    assert_eq!(poor["found"]["budget_ended"], true, "{poor:#}");
    let before = bench.vendor.stats().requests;
    let rich = bench.json(0, &args("1.00"));
    assert_eq!(rich["found"]["budget_ended"], false);
    assert_eq!(rich["cost"]["trials"], 200);
    assert_eq!(bench.vendor.stats().requests, 200, "{before} were paid for already");
}
