//! A prompt against others: verdict, cells, answers word by word; until it is sure, or as a race; and cases that several
//! prompts share.

use crate::bench::{Bench, WORD};
use crate::editor::stamp;

/// Right on no case: the model repeats what it is told.
const LOUD: &str = "---\ntitle: Loud\ntask: Repeat the word.\ninputs:\n  word: string\nmodel:\n  prefer: [fake/echo]\n---\n::: user\n{{ word }} <u>!</u>\n";

fn compared(bench: &Bench, prompt: &str, with: &str) -> String {
    let fields = [("with", with), ("model", "fake/echo"), ("budget", "1.00"), ("currency", "USD")];
    let live = bench.post(&format!("/compare/{prompt}"), &fields).is(303);
    bench.ended(live.header("location").unwrap())
}

#[test]
fn two_texts_of_a_prompt_are_compared_case_by_case() {
    let bench = Bench::words(30);
    bench.get("/compare/word.mot.md").is(200).says(&["nothing to compare with yet"]);
    bench.file("word.mot.md", LOUD);
    let page = bench.get("/versions/word.mot.md").is(200);
    let with = page.body.split("/compare/word.mot.md?with=").nth(1).unwrap().split('\'').next().unwrap();
    bench.get(&format!("/compare/word.mot.md?with={with}")).is(200).says(&[" checked> The text of"]);
    let pair = compared(&bench, "word.mot.md", with);
    assert!(pair.ends_with("/compare"), "{pair}");
    let page = bench.get(&pair).is(200);
    page.says(&["worse", "−100 points [", "n\u{a0}=\u{a0}30", "<ins>", "&#60;u&#62;", "word0", "Next page"])
        .hides(&["<u>"]);
    let run = pair.trim_end_matches("/compare");
    // 20 cases to a page, the rest on the next
    bench
        .get(&format!("{pair}?pair=0.1&after=19"))
        .is(200)
        .says(&["word20", "First page"])
        .hides(&["word19"]);
    bench.get(&format!("{pair}?pair=0.1&cell=only-b")).is(200).says(&["Only B right", "word0"]);
    bench
        .get(&format!("{pair}?pair=0.1&cell=both"))
        .is(200)
        .says(&["No case is like this"])
        .hides(&["word0"]);
    bench
        .get(run)
        .is(200)
        .says(&["Compare case by case", &format!("{run}/compare?pair=0.1&amp;cell=only-b#cases")]);
    let report = bench.get(&format!("{run}/export/html")).is(200);
    assert!(report.body.contains("word.mot.md@"), "the earlier text is named by its version");
    bench.get("/evaluate/word.mot.md").is(200).says(&[run]);
}

#[test]
fn a_prompt_is_compared_with_another_on_the_same_cases() {
    let bench = Bench::words(4);
    bench.file("loud.mot.md", LOUD);
    bench.get("/prompt/loud.mot.md").is(200).says(&["Write the cases"]);
    bench.get("/compare/word.mot.md").is(200).hides(&["loud.mot.md"]);
    bench.file("shared.suite.yaml", "prompts: [loud.mot.md]\ncases: [word.cases.csv]\n");
    bench.get("/prompt/loud.mot.md").is(200).says(&["href='/cases/loud.mot.md'>word.cases.csv"]);
    bench.get("/cases/loud.mot.md").is(200).says(&["word3"]);
    bench.get("/try/loud.mot.md?case=2").is(200).says(&["word1"]);
    bench.get("/compare/word.mot.md").is(200).says(&["Loud (loud.mot.md)"]);
    let pair = compared(&bench, "word.mot.md", "file:loud.mot.md");
    bench.get(&pair).is(200).says(&["loud.mot.md", "Only A right"]);
    let wrong = [("with", "file:../x.mot.md"), ("model", "fake/echo")];
    bench.post("/compare/word.mot.md", &wrong).is(422).says(&["Choose what to compare with"]);
}

#[test]
fn a_branch_is_compared_with_its_main_line() {
    let bench = Bench::words(4);
    let stamp = stamp(&bench.get("/versions/word.mot.md").body);
    bench.post("/branch/word.mot.md", &[("stamp", &stamp), ("branch", "loud")]).is(303);
    bench.file("word.loud.mot.md", LOUD);
    bench.get("/compare/word.loud.mot.md").is(200).says(&["The main line (word.mot.md)"]);
    bench.get("/compare/word.mot.md").is(200).says(&["Branch “loud”"]);
    let pair = compared(&bench, "word.loud.mot.md", "file:word.mot.md");
    bench.get(&pair).is(200).says(&["word.loud.mot.md", "Only B right"]);
    assert_eq!(bench.read("word.mot.md"), WORD);
}

#[test]
fn a_run_that_compares_nothing_says_so_and_a_study_is_exported_as_a_page() {
    let bench = Bench::words(3);
    // without a task there is no bare request to be compared with
    let alone = "---\ntitle: Taskless\ninputs:\n  word: string\n---\n::: system\nRepeat it.\n\nBe kind.\n\n::: user\n{{ word }}\n";
    bench.file("word.mot.md", alone);
    let run = bench.evaluate("fake/echo");
    bench.get(&format!("{run}/compare")).is(404).says(&["compares nothing"]);
    let fields = [("model", "fake/echo"), ("do", "ablate"), ("parts", "blocks")];
    let live = bench.post("/improve/word.mot.md", &fields).is(303).header("location").unwrap().to_owned();
    let study = bench.ended(&live);
    bench.get(&study).is(200).says(&["Export the report (HTML)"]);
    let page = bench.get(&format!("{study}/export/html")).is(200);
    assert!(page.body.contains("Content-Security-Policy") && page.body.contains("<h1>"), "a whole page");
}

/// Starts what the form asks for and waits for its run.
fn told_apart(bench: &Bench, fields: &[(&str, &str)]) -> String {
    let live = bench.post("/compare/word.mot.md", fields).is(303);
    bench.ended(live.header("location").unwrap())
}

/// Prompts on the cases of `word.mot.md`.
fn rivals(bench: &Bench, names: &[&str]) {
    for (number, name) in names.iter().enumerate() {
        bench.file(name, &LOUD.replace("!", &"!".repeat(number + 1)));
    }
    bench.file("all.suite.yaml", &format!("prompts: [{}]\ncases: [word.cases.csv]\n", names.join(", ")));
}

#[test]
fn two_are_compared_until_it_is_sure() {
    let bench = Bench::words(200);
    rivals(&bench, &["loud.mot.md", "louder.mot.md"]);
    bench
        .get("/compare/word.mot.md")
        .is(200)
        .says(&["value='file:loud.mot.md' checked", "Compare until it is sure"]);
    let fields = [("with", "file:loud.mot.md"), ("model", "fake/echo"), ("do", "until-sure")];
    let run = told_apart(&bench, &fields);
    assert!(!run.ends_with("/compare"), "{run}");
    let asked = bench.vendor.stats().requests;
    assert!((10..200).contains(&asked), "{asked} calls: 400 would have asked everything");
    let page = bench.get(&run).is(200);
    page.says(&[
        "Compare until it is sure",
        "better",
        "word.mot.md",
        "loud.mot.md",
        "class=\"plot\"",
        "/compare/word.mot.md",
    ])
    .hides(&["Find a better version"]);
    bench.get("/compare/word.mot.md").is(200).says(&["Earlier studies", &run]);
    bench.get("/improve/word.mot.md").is(200).hides(&[&run]);

    // what cannot be asked is said before anything is paid
    let three = [fields[0], ("with", "file:louder.mot.md"), fields[1], fields[2]];
    let refused = bench.post("/compare/word.mot.md", &three).is(422);
    refused.says(&["between two", "value='file:louder.mot.md' checked", "value='until-sure' checked"]);
    let much = [fields[0], fields[1], fields[2], ("effect", "200")];
    bench.post("/compare/word.mot.md", &much).is(422).says(&["between 0 and 100", "value='200'"]);
    bench.post("/compare/word.mot.md", &[fields[0], fields[1], ("do", "dance")]).is(422);
    let coin = [fields[0], fields[1], ("budget", "1"), ("currency", "euro")];
    bench.post("/compare/word.mot.md", &coin).is(422).says(&["is not a currency", "value='euro'"]);
    assert_eq!(bench.vendor.stats().requests, asked);
}

#[test]
fn the_best_of_several_prompts_or_models_is_found_by_a_race() {
    let bench = Bench::words(40);
    rivals(&bench, &["loud.mot.md", "louder.mot.md"]);
    let with = [("with", "file:loud.mot.md"), ("with", "file:louder.mot.md")];
    let race = [("model", "fake/echo"), ("do", "race"), ("rule", "halving"), ("calls", "60")];
    let run = told_apart(&bench, &[&with[..], &race[..]].concat());
    let page = bench.get(&run).is(200);
    assert_eq!(page.body.matches("class=\"plot\"").count(), 3, "{}", page.body);
    page.says(&["Run a race", "word.mot.md · fake/echo", "louder.mot.md", "left in round 1"]);
    bench.get("/runs?kind=race").is(200).says(&[&run]);
    assert!(bench.vendor.stats().requests <= 60);

    let models = [("model", "fake/echo, fake/words:3"), ("do", "race")];
    let run = told_apart(&bench, &models);
    bench.get(&run).is(200).says(&["word.mot.md · fake/words:3"]).hides(&["loud.mot.md"]);
    let alone = [("model", "fake/echo"), ("do", "race")];
    bench.post("/compare/word.mot.md", &alone).is(422).says(&["Choose what to compare with"]);
    let few = [with[0], race[0], race[1], ("calls", "2")];
    let live = bench.post("/compare/word.mot.md", &few).is(303).header("location").unwrap().to_owned();
    let end = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while !bench.get(&live).body.contains("needs at least") {
        assert!(std::time::Instant::now() < end, "{}", bench.get(&live).body);
    }
}
