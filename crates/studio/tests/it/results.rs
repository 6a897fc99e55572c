//! From launching an evaluation to its last byte.

use std::time::{Duration, Instant};

use testkit::Config;

use crate::bench::{Bench, WORD};

#[test]
fn an_evaluation_ends_in_scores_verdicts_and_flaws() {
    let bench = Bench::words(6);
    let run = bench.evaluate("fake/echo, fake/fixed:word1");
    let page = bench.get(&run).is(200);
    let page =
        page.says(&["<svg", "<caption", "fake/fixed:word1", "Comparisons", "[", "prices of 2026-01-01"]);
    page.says(&[&format!("{run}/trials?arm="), "/calibrate/word.mot.md"]);
    bench.get("/calibrate/word.mot.md").is(200).says(&["this version", "fails"]);
    bench.get("/runs").is(200).says(&[&run, "6", "$0."]);
}

#[test]
fn the_estimate_comes_first_and_is_not_paid_twice() {
    let bench = Bench::words(30);
    let wish = [
        ("model", "fake/echo"),
        ("repeats", "1"),
        ("budget", "1.00"),
        ("currency", "usd"),
        ("do", "estimate"),
    ];
    let live = bench.post("/evaluate/word.mot.md", &wish).is(303).header("location").unwrap().to_owned();
    let begun = Instant::now();
    let page = loop {
        let page = bench.get(&live).is(200);
        if !page.body.contains("data-events") {
            break page;
        }
        assert!(begun.elapsed() < Duration::from_secs(120));
        std::thread::sleep(Duration::from_millis(20));
    };
    page.says(&["$0.", "value='1.00'", "value='fake/echo'"]);
    let pilot = bench.vendor.stats().requests;
    assert!(pilot > 0 && pilot < 60, "{pilot}");
    let all = [
        ("model", "fake/echo"),
        ("repeats", "1"),
        ("budget", "1.00"),
        ("currency", "USD"),
        ("do", "evaluate"),
    ];
    let live = bench.post("/evaluate/word.mot.md", &all).is(303).header("location").unwrap().to_owned();
    bench.ended(&live);
    assert_eq!(bench.vendor.stats().requests, 60, "30 cases on 2 arms, the pilot's answers reused");
}

#[test]
fn what_cannot_be_evaluated_says_why_and_keeps_the_form() {
    let bench = Bench::words(2);
    let ask = |fields: &[(&str, &str)]| bench.post("/evaluate/word.mot.md", fields).is(422);
    ask(&[("model", "nonsense"), ("do", "evaluate")]).says(&["nonsense", "vendor/model"]);
    ask(&[("model", "fake/echo"), ("repeats", "0")]).says(&["from 1 to 100"]);
    ask(&[("model", "fake/echo"), ("budget", "lots")]).says(&["lots"]);
    assert_eq!(bench.vendor.stats().requests, 0);
}

#[test]
fn a_run_is_a_table_of_cases_and_arms() {
    let bench = Bench::words(60);
    let run = bench.evaluate("fake/echo, fake/fixed:word1");
    let page = bench.get(&format!("{run}/matrix")).is(200);
    // two models and the bare requests of both, on the cases of the first page
    let heads = page.body.matches("<th scope='col' class='text'>").count();
    let rows = page.body.matches("<tr id='case-").count();
    let cells = page.body.matches(&format!("href='{run}/trial/")).count();
    assert_eq!((heads, rows, cells), (4, 50, 200));
    assert!(page.body.contains("✓") && page.body.contains("✗"));
    let rest = bench.get(&format!("{run}/matrix?after=49")).is(200);
    assert_eq!(rest.body.matches("<tr id='case-").count(), 10);
    rest.says(&["id='case-50'", "id='case-59'"]);
}

#[test]
fn cases_are_seen_as_they_are_answered() {
    let script = serde_json::json!({"rules": [{"then": {"latency": {"fixed_ms": 400}}}]});
    let bench =
        Bench::of(40, Config { script: serde_json::from_value(script).unwrap(), ..Config::default() });
    let wish = [("model", "fake/echo"), ("repeats", "2"), ("do", "evaluate")];
    let live = bench.post("/evaluate/word.mot.md", &wish).is(303).header("location").unwrap().to_owned();
    let begun = Instant::now();
    let seen = loop {
        let table = bench.get(&format!("{live}/matrix")).is(200).body;
        if table.contains("/2</a>") {
            break table;
        }
        assert!(begun.elapsed() < Duration::from_secs(60));
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(seen.starts_with("<table") && !seen.contains("<script"), "{seen}");
    bench.get(&live).is(200).says(&["id='matrix'", "<tr id='case-"]);
    // a program is told which run to look into
    let job = bench.get(&live.replace("/live", "/api/jobs")).is(200).body;
    let job: serde_json::Value = serde_json::from_str(&job).unwrap();
    assert_eq!(job["running"], true, "{job}");
    let run = job["run"].as_str().unwrap();
    assert!(seen.contains(&format!("href='/run/{run}/trial/")), "{seen}");
    bench.ended(&live);
}

#[test]
fn progress_is_told_until_the_end() {
    let bench = Bench::words(5);
    let started = bench.post("/evaluate/word.mot.md", &[("model", "fake/echo"), ("do", "evaluate")]).is(303);
    let live = started.header("location").unwrap();
    let events = bench.get(&format!("{live}/events")).is(200);
    assert_eq!(events.header("content-type"), Some("text/event-stream"));
    let last = events.body.lines().filter_map(|line| line.strip_prefix("data: ")).next_back().unwrap();
    let last: serde_json::Value = serde_json::from_str(last).unwrap();
    assert_eq!((last["done"].as_u64(), last["ended"].as_bool()), (Some(10), Some(true)), "{last}");
    bench.get("/live/99").is(404);
}

#[test]
fn a_run_that_is_stopped_keeps_what_was_paid() {
    // each answer takes half a second and 64 are asked at once: the run is half a minute long when it is stopped
    let script = serde_json::json!({"rules": [{"then": {"latency": {"fixed_ms": 500}}}]});
    let slow = Config { script: serde_json::from_value(script).unwrap(), ..Config::default() };
    let bench = Bench::of(2_000, slow);
    let fields = [("model", "fake/echo"), ("do", "evaluate")];
    let live = bench.post("/evaluate/word.mot.md", &fields).is(303).header("location").unwrap().to_owned();
    let begun = Instant::now();
    while bench.vendor.stats().requests < 10 {
        assert!(begun.elapsed() < Duration::from_secs(60));
        std::thread::sleep(Duration::from_millis(5));
    }
    bench.post(&format!("{live}/stop"), &[("how", "gently")]).is(303);
    let run = bench.ended(&live);
    bench.get(&run).is(200).says(&["Interrupted"]);
    let paid = bench.vendor.stats().requests;
    assert!(paid < 4_000, "{paid}");
}

#[test]
fn trials_are_paged_filtered_and_shown_to_the_last_byte() {
    let bench = Bench::words(60);
    let run = bench.evaluate("fake/echo,fake/fixed:word7");
    let first = bench.get(&format!("{run}/trials")).is(200);
    let next =
        first.body.split("href='").filter_map(|part| part.split('\'').next()).find(|h| h.contains("after="));
    let next = next.unwrap().replace("&#38;", "&");
    assert_eq!(first.body.matches("/trial/").count(), 50);
    bench.get(&next).is(200).says(&["First page"]);
    let failing = bench.get(&format!("{run}/trials?arm=1&outcome=failed")).is(200);
    assert_eq!(failing.body.matches("badge bad").count(), 50);
    let trial = bench.get(&format!("{run}/trial/3/1/0?with=0")).is(200);
    trial.says(&["word7", "word3", "<del>", "POST /v1/chat/completions", "Messages sent", "HTTP/1.1 200"]);
    bench.get(&format!("{run}/trial/3/9/0")).is(404);
    bench.get("/run/zzzzzzzzzzz").is(404);
}

#[test]
fn a_hostile_model_changes_nothing_but_text() {
    let bench = Bench::words(1);
    let hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>[x](javascript:alert(3))\u{1b}[31m\u{202e}=cmd|' /C calc'!A0";
    let quoted = hostile.replace('"', "\"\"");
    bench.file("word.cases.csv", &format!("id,word,expect\n\"<b>id</b>\",\"{quoted}\",\"<u>other</u>\"\n"));
    let run = bench.evaluate("fake/echo");
    for path in [
        run.clone(),
        format!("{run}/trials"),
        format!("{run}/trial/0/0/0?with=1"),
        format!("{run}/compare?cell=neither"),
        "/versions/word.mot.md".to_owned(),
        "/compare/word.mot.md".to_owned(),
        "/try/word.mot.md".to_owned(),
        "/calibrate/word.mot.md".to_owned(),
        "/".to_owned(),
    ] {
        let page = bench.get(&path).is(200);
        let body = page.hides(&["<script>", "<img", "<b>id", "<u>"]).body;
        // a field for writing holds exactly what will be sent; everywhere else what reorders text is shown
        if !path.starts_with("/try") {
            assert!(!body.contains(['\u{202e}', '\u{1b}']), "{path}");
        }
    }
    let csv = bench.get(&format!("{run}/export/csv")).is(200);
    assert!(csv.header("content-disposition").unwrap().starts_with("attachment"));
    for format in ["html", "markdown", "json", "junit", "terminal", "ledger"] {
        let file = bench.get(&format!("{run}/export/{format}")).is(200);
        assert_eq!(
            file.header("content-type"),
            Some("application/octet-stream"),
            "never shown in our origin"
        );
        assert!(file.body.len() > 100, "{format}");
    }
    bench.get(&format!("{run}/export/exe")).is(404);
}

#[test]
fn evaluations_of_a_prompt_are_drawn_over_time() {
    let bench = Bench::words(4);
    bench.evaluate("fake/echo");
    bench.get("/prompt/word.mot.md").is(200).hides(&["How it has done"]);
    bench.file("word.mot.md", &WORD.replace("Repeat the word", "Say the word"));
    bench.evaluate("fake/echo");
    let page = bench.get("/prompt/word.mot.md").is(200);
    page.says(&[
        "How it has done",
        "Score of the prompt",
        "Cost of a thousand answers",
        "class=\"band\"",
        "<table",
    ]);
}
