//! Evaluations that need more than a prompt and its cases: suites, parts of the cases; and the ledger looked after.

use serde_json::Value;

use crate::bench::{Bench, WORD};

const SUITE: &str = "prompts: [word.mot.md, loud.mot.md]\nmodels: [fake/echo]\ncases: [word.cases.csv]\nrepeats: 2\n\
    factors:\n  temperature: [0, 1]\n";

fn bench() -> Bench {
    let bench = Bench::words(6);
    bench.file("loud.mot.md", &WORD.replace("{{ word }}", "{{ word }}!"));
    bench.file("sub/all.suite.yaml", &SUITE.replace("[word", "[../word").replace("loud", "../loud"));
    bench.file("all.suite.yaml", SUITE);
    bench
}

/// What a run found.
fn found(bench: &Bench, run: &str) -> Value {
    let document = bench.get(&format!("/api/runs/{}", run.trim_start_matches("/run/"))).is(200);
    serde_json::from_str::<Value>(&document.body).unwrap()["found"].take()
}

#[test]
fn a_suite_is_shown_and_asked_as_its_file_says() {
    let bench = bench();
    bench.get("/").is(200).says(&["/suite/all.suite.yaml", "sub/all.suite.yaml"]);
    let page = bench.get("/suite/all.suite.yaml").is(200);
    page.says(&["What it asks", "loud.mot.md", "temperature", "word.cases.csv", "repeats: 2"]);
    bench.get("/suite/sub/all.suite.yaml").is(200).hides(&["role='alert'"]);
    for none in
        ["/suite/none.suite.yaml", "/suite/../all.suite.yaml", "/suite/motjuste.toml", "/suite/word.mot.md"]
    {
        bench.get(none).is(404);
    }

    let fields = [("do", "evaluate"), ("budget", "1.00"), ("currency", "USD"), ("limit", "3")];
    let live = bench.post("/suite/all.suite.yaml", &fields).is(303).header("location").unwrap().to_owned();
    let run = bench.ended(&live);
    let found = found(&bench, &run);
    let arms = found["arms"].as_array().unwrap();
    assert_eq!((arms.len(), &found["repeats"], &arms[0]["n"]), (5, &2.into(), &3.into()), "{found:#}");
    bench
        .post("/suite/all.suite.yaml", &[("do", "evaluate"), ("split", "some")])
        .is(422)
        .says(&["train, dev or test"]);

    bench.file("all.suite.yaml", "prompts: [none.mot.md]\ncases: [word.cases.csv]\nrepaets: 2\n");
    bench.get("/suite/all.suite.yaml").is(200).says(&["role='alert'", "repaets"]);
    bench.post("/suite/all.suite.yaml", &[("do", "evaluate")]).is(422).says(&["repaets"]);
}

#[test]
fn a_part_of_the_cases_is_evaluated() {
    let bench = Bench::words(0);
    let rows: String =
        (0..9).map(|i| format!("word{i},word{i},{}\n", ["train", "dev", "test"][i % 3])).collect();
    bench.file("word.cases.csv", &format!("word,expect,split\n{rows}"));
    let fields =
        [("model", "fake/echo"), ("do", "evaluate"), ("split", "dev"), ("limit", "2"), ("margin", "5")];
    let live = bench.post("/evaluate/word.mot.md", &fields).is(303).header("location").unwrap().to_owned();
    let found = found(&bench, &bench.ended(&live));
    assert_eq!(
        (&found["arms"][0]["n"], &found["comparisons"][0]["margin"]),
        (&2.into(), &0.05.into()),
        "{found:#}"
    );
    let wrong = [("model", "fake/echo"), ("limit", "0"), ("split", "dev")];
    bench.post("/evaluate/word.mot.md", &wrong).is(422).says(&[
        "whole numbers",
        "<option selected>dev",
        "<details open>",
    ]);
}

#[test]
fn the_ledger_is_checked_and_runs_are_taken_out_of_it() {
    let bench = Bench::words(4);
    let first = bench.evaluate("fake/echo");
    bench.post("/ledger/check", &[]).is(200).says(&["the ledger is sound", "class='note good'"]);
    let all = [("keep", "1"), ("depth", "runs"), ("sure", "yes")];
    for (left_out, says) in [(0, "Say which"), (1, "Say which"), (2, "Nothing was taken out")] {
        let fields: Vec<_> =
            all.iter().enumerate().filter(|(i, _)| *i != left_out).map(|(_, f)| *f).collect();
        bench.post("/ledger/prune", &fields).is(422).says(&[says]);
    }
    bench.get(&first).is(200);
    bench.file("word.cases.csv", "word,expect\nother,other\n");
    let second = bench.evaluate("fake/echo");
    bench.post("/ledger/prune", &all).is(200).says(&["one run", &second]).hides(&[&first]);
    bench.get(&first).is(404);
    bench.get(&second).is(200);
    bench.get("/ledger/prune").is(303);
}
