//! Studies from the page: started, told as they go, read, taken.

use serde_json::Value;

use crate::bench::Bench;

/// A prompt with a sentence that spoils the answer of a model which repeats what it is told.
const SPOILED: &str = "---\ntitle: Spoiled\ntask: Repeat the word.\ninputs:\n  word: string\nmodel:\n  prefer: [fake/echo]\n---\n::: system\nRepeat the word. Be kind.\n\n::: user\n{{ word }}\n";

fn start(bench: &Bench, fields: &[(&str, &str)]) -> String {
    bench.post("/improve/word.mot.md", fields).is(303).header("location").unwrap().to_owned()
}

#[test]
fn each_part_is_shown_with_what_it_earns() {
    let bench = Bench::words(12);
    bench.file("word.mot.md", SPOILED);
    let live = start(&bench, &[("model", "fake/echo"), ("do", "ablate"), ("parts", "sentences")]);
    let run = bench.ended(&live);
    let page = bench.get(&run).is(200).says(&[
        "What each part earns",
        "Be kind.",
        "0.0 points [",
        "<svg",
        "prompt heat",
    ]);
    page.says(&["/improve/word.mot.md"]);
    bench.get("/improve/word.mot.md").is(200).says(&[&run, "See what each part earns"]);
    bench.get("/runs").says(&["ablate"]);
}

#[test]
fn shares_other_orders_and_a_model_that_writes_are_asked_from_the_page() {
    let bench = Bench::words(60);
    bench.file("word.mot.md", SPOILED);
    bench.get("/improve/word.mot.md").is(200).says(&[
        "Shapley",
        "Other orders tried",
        "Model that writes versions",
    ]);
    let ablate =
        [("model", "fake/echo"), ("do", "ablate"), ("parts", "blocks"), ("by", "shapley"), ("orders", "1")];
    let run = bench.ended(&start(&bench, &ablate));
    let document = bench.get(&format!("/api/runs/{}", run.trim_start_matches("/run/")));
    let document: Value = serde_json::from_str(&document.is(200).body).unwrap();
    assert_eq!(document["found"]["by"], "shapley", "{document:#}");
    // always wrong, so that there is something to look for
    bench.file("word.mot.md", &SPOILED.replace("{{ word }}\n", "{{ word }}\n\nThank you.\n"));
    let mut optimise = vec![
        ("model", "fake/echo"),
        ("do", "optimise"),
        ("calls", "400"),
        ("proposer", "fake/echo"),
        ("letters", "2"),
    ];
    let run = bench.ended(&start(&bench, &optimise));
    let document = bench.get(&format!("/api/runs/{}", run.trim_start_matches("/run/")));
    let document: Value = serde_json::from_str(&document.is(200).body).unwrap();
    assert!(
        document["found"]["cost"]["letters"]["new"].as_u64().is_some_and(|n| (1..=2).contains(&n)),
        "{document:#}"
    );
    optimise[3] = ("proposer", "nobody");
    bench.post("/improve/word.mot.md", &optimise).is(422).says(&["nobody", "<details open>"]);
}

#[test]
fn decisions_are_told_while_they_are_taken() {
    let bench = Bench::words(60);
    bench.file("word.mot.md", SPOILED);
    let live = start(&bench, &[("model", "fake/echo"), ("do", "optimise"), ("calls", "400")]);
    let events = bench.get(&format!("{live}/events")).is(200);
    let moments: Vec<Value> = events
        .body
        .lines()
        .filter_map(|line| line.strip_prefix("data: "))
        .map(|data| serde_json::from_str(data).unwrap())
        .collect();
    let told: Vec<&Value> = moments.iter().filter_map(|m| m["log"].as_array()).flatten().collect();
    assert!(told[0].as_str().unwrap().contains("your version answers"), "{told:?}");
    assert!(moments.last().unwrap()["ended"].as_bool().unwrap());
    let run = bench.ended(&live);
    bench.get(&run).is(200).says(&["The search", "#tried-0", "your version", told[0].as_str().unwrap()]);
}

#[test]
fn a_better_version_is_taken_with_its_evidence_and_never_over_a_text_that_changed() {
    let bench = Bench::words(0);
    let rows: String = (0..90).map(|i| format!("word{i},word{i}\n")).collect();
    bench.file("word.cases.csv", &format!("word,expect\n{rows}"));
    // the model repeats the last message: only without its tail is it the word
    let tailed = SPOILED.replace("{{ word }}\n", "{{ word }}\n\nThank you.\n");
    bench.file("word.mot.md", &tailed);
    let live = start(&bench, &[("model", "fake/echo"), ("do", "trim"), ("margin", "30")]);
    let run = bench.ended(&live);
    let page = bench.get(&run).is(200);
    page.says(&["Keep it in a file of its own", "Take this version", "<del>"]);
    let accept = format!("/accept/{}", run.trim_start_matches("/run/"));
    let beside = bench.post(&accept, &[("how", "beside")]).is(303).header("location").unwrap().to_owned();
    assert_eq!(beside, "/edit/word.trim.mot.md?saved=yes");
    assert_eq!(bench.read("word.mot.md"), tailed);
    let found = bench.read("word.trim.mot.md");
    bench.post(&accept, &[("how", "replace")]).is(303);
    assert_eq!(bench.read("word.mot.md"), found);
    let evidence: Value = serde_json::from_str(&bench.read("word.evidence.json")).unwrap();
    assert_eq!(evidence["run"], run.trim_start_matches("/run/"));
    bench.get(&run).is(200).says(&["The prompt is this version already"]);
    bench.file("word.mot.md", &tailed.replace("Thank you", "Thanks a lot"));
    bench.post(&accept, &[("how", "replace")]).is(409).says(&["has changed since this study"]);
    assert!(bench.read("word.mot.md").contains("Thanks a lot"));
}

#[test]
fn what_cannot_be_studied_says_why_and_keeps_the_form() {
    let bench = Bench::words(2);
    let ask = |fields: &[(&str, &str)]| bench.post("/improve/word.mot.md", fields).is(422);
    ask(&[("model", "fake/echo"), ("do", "optimise"), ("calls", "0")]).says(&["whole numbers"]);
    ask(&[("model", "fake/echo"), ("do", "trim"), ("margin", "-3")])
        .says(&["points are a number", "value='-3'"]);
    ask(&[("model", "fake/echo, fake/other"), ("do", "vary")]);
    ask(&[("model", "fake/echo")]).says(&["Choose a question"]);
    assert_eq!(bench.vendor.stats().requests, 0);
    let live = start(&bench, &[("model", "fake/echo"), ("do", "optimise"), ("calls", "1")]);
    let page = loop {
        let page = bench.get(&live).is(200);
        if !page.body.contains("data-events") {
            break page;
        }
    };
    page.says(&["role='alert'", "name='calls' value='1'", "/improve/word.mot.md"]);
}
