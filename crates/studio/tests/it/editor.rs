//! Writing a prompt: nothing is lost, nothing is overwritten.

use crate::bench::{Bench, WORD};

/// The stamp in a form.
pub fn stamp(page: &str) -> String {
    let at = page.split("name='stamp' value='").nth(1).unwrap();
    at.split('\'').next().unwrap().to_owned()
}

#[test]
fn a_text_is_saved_as_it_was_written() {
    let bench = Bench::words(1);
    let page = bench.get("/edit/word.mot.md").is(200).says(&["the prompt can run"]);
    let text = "---\ntask: Répète </textarea><script>alert(1)</script>.\ninputs:\n  word: string\n---\n::: user\n<b>{{ word }}</b>\n";
    let sent = text.replace('\n', "\r\n");
    let saved = bench.post("/edit/word.mot.md", &[("text", &sent), ("stamp", &stamp(&page.body))]).is(303);
    assert_eq!(bench.read("word.mot.md"), text);
    bench.get(saved.header("location").unwrap()).is(200).says(&["Saved."]).hides(&["<script>alert", "<b>{{"]);
}

#[test]
fn the_line_ends_of_a_file_stay_as_they_were() {
    let bench = Bench::words(1);
    bench.file("word.mot.md", &WORD.replace('\n', "\r\n"));
    let page = bench.get("/edit/word.mot.md").is(200);
    let sent = WORD.replace("Repeat", "Say").replace('\n', "\r\n");
    bench.post("/edit/word.mot.md", &[("text", &sent), ("stamp", &stamp(&page.body))]).is(303);
    assert_eq!(bench.read("word.mot.md"), sent);
}

#[test]
fn a_file_that_changed_meanwhile_is_shown_and_not_overwritten() {
    let bench = Bench::words(1);
    let mine = stamp(&bench.get("/edit/word.mot.md").body);
    let theirs = WORD.replace("Repeat the word.", "Repeat the word twice.");
    bench.file("word.mot.md", &theirs);
    let text = WORD.replace("Repeat the word.", "Echo the word.");
    let clash = bench.post("/edit/word.mot.md", &[("text", &text), ("stamp", &mine)]).is(409);
    let clash = clash.says(&["changed on the disk", "<del>", "<ins>", "Echo the word."]);
    assert_eq!(bench.read("word.mot.md"), theirs);
    // saved again from the page that showed both: now it is a decision
    bench.post("/edit/word.mot.md", &[("text", &text), ("stamp", &stamp(&clash.body))]).is(303);
    assert_eq!(bench.read("word.mot.md"), text);
}

#[test]
fn only_prompts_of_the_project_are_reached() {
    let bench = Bench::words(1);
    bench.file(".hidden.mot.md", WORD);
    for path in [
        "/edit/../motjuste.toml",
        "/edit/%2e%2e/x.mot.md",
        "/edit/motjuste.toml",
        "/edit/.hidden.mot.md",
        "/edit/none.mot.md",
        "/edit//etc/passwd",
        "/prompt/..%2fx.mot.md",
    ] {
        bench.get(path).is(404);
    }
    bench.post("/edit/new.mot.md", &[("text", "x"), ("stamp", "")]).is(404);
}

#[test]
fn problems_are_told_while_writing_with_their_line() {
    let bench = Bench::words(1);
    let text = WORD.replace("{{ word }}", "{{ wrod }}");
    let reply = bench.post("/check/word.mot.md", &[("text", &text)]).is(200);
    let told: serde_json::Value = serde_json::from_str(&reply.body).unwrap();
    let problem = &told["problems"][0];
    assert_eq!((problem["line"].as_u64(), problem["warning"].as_bool()), (Some(10), Some(false)), "{told}");
    assert!(problem["text"].as_str().unwrap().contains("wrod"), "{told}");
    assert!(problem["advice"].as_str().unwrap().contains("word"), "{told}");
    assert_eq!(bench.read("word.mot.md"), WORD, "looking changes nothing");
}

#[test]
fn a_prompt_is_weighed_while_it_is_written() {
    let bench = Bench::words(1);
    // word0: letters and a digit
    bench.get("/edit/word.mot.md").is(200).says(&[
        "About 2 tokens to read, with case 1",
        "fake/echo",
        "2026-01-01",
    ]);
    bench.get("/try/word.mot.md").is(200).says(&["About 2 tokens to read.", "$0.0"]);
    let text = WORD.replace("{{ word }}", "Say this word again: {{ word }}");
    let told = bench.post("/check/word.mot.md", &[("text", &text)]).is(200).body;
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert!(told["weight"]["said"].as_str().unwrap().contains("About 7 tokens"), "{told}");
    let pictured = WORD.replace("{{ word }}", "{{ word }}\n\n![a cat](https://example.org/cat.png)");
    let told = bench.post("/check/word.mot.md", &[("text", &pictured)]).is(200).body;
    assert!(told.contains("Its pictures are not counted."), "{told}");
    // a text that cannot be filled in has no weight
    let broken = text.replace("{{ word }}", "{{ wrod }}");
    let told = bench.post("/check/word.mot.md", &[("text", &broken)]).is(200).body;
    assert_eq!(serde_json::from_str::<serde_json::Value>(&told).unwrap()["weight"]["said"], "");
}

#[test]
fn a_case_is_previewed_and_a_model_asked() {
    let bench = Bench::words(3);
    bench.get("/try/word.mot.md?case=2").is(200).says(&["word1", "What would be sent"]);
    assert_eq!(bench.vendor.stats().requests, 0, "a preview asks nobody");
    let fields = [("case", "2"), ("value.word", "bonjour <i>"), ("model", "fake/echo"), ("do", "ask")];
    bench
        .post("/try/word.mot.md", &fields)
        .is(200)
        .says(&["bonjour &#60;i&#62;", "prices of"])
        .hides(&["<i>"]);
    assert_eq!(bench.vendor.stats().requests, 1);
    bench.post("/try/word.mot.md", &fields).is(200).says(&["not paid again"]);
    assert_eq!(bench.vendor.stats().requests, 1);
    bench.post("/try/word.mot.md", &[("value.word", "x"), ("model", "none"), ("do", "ask")]).is(422);
}

#[test]
fn every_text_is_kept_and_can_be_taken_up_again() {
    let bench = Bench::words(1);
    let save = |text: &str, why: &str| {
        let now = stamp(&bench.get("/edit/word.mot.md").body);
        bench.post("/edit/word.mot.md", &[("text", text), ("stamp", &now), ("why", why)]).is(303);
    };
    let (second, third) = (WORD.replace("Repeat", "Say"), WORD.replace("Repeat", "Shout"));
    save(&second, "softer <b>");
    bench.file("word.mot.md", &third);
    let page = bench.get("/versions/word.mot.md").is(200);
    let page = page.says(&["softer &#60;b&#62;", "<del>", "<ins>"]).hides(&["softer <b>"]);
    let back = "<form method='post' action='/versions/word.mot.md'>";
    assert_eq!(page.body.matches(back).count(), 2, "three texts, one of them on the disk");
    let oldest = page.body.rsplit("name='stamp' value='").next().unwrap().split('\'').next().unwrap();
    bench.post("/versions/word.mot.md", &[("stamp", oldest)]).is(303);
    assert_eq!(bench.read("word.mot.md"), WORD);
    let page = bench.get("/versions/word.mot.md").is(200).says(&["taken up again"]);
    assert_eq!(page.body.matches(back).count(), 3, "a new version: the others stay");
    bench.post("/versions/word.mot.md", &[("stamp", "0")]).is(404);
    let told: serde_json::Value = serde_json::from_str(&bench.get("/stamp/word.mot.md").body).unwrap();
    assert_eq!(told["stamp"], stamp(&bench.get("/edit/word.mot.md").body));
}

#[test]
fn several_models_answer_side_by_side() {
    let bench = Bench::words(3);
    let fields =
        [("case", "2"), ("value.word", "bonjour"), ("do", "ask"), ("model", "fake/echo, fake/fixed:Non")];
    let page = bench.post("/try/word.mot.md", &fields).is(200);
    page.says(&["<h3>fake/echo</h3>", "<h3>fake/fixed:Non</h3>", "answer'>bonjour", "answer'>Non"]);
    // one that cannot be asked says so beside the others
    let fields = [("case", "2"), ("value.word", "bonjour"), ("do", "ask"), ("model", "fake/echo, nobody/x")];
    bench.post("/try/word.mot.md", &fields).is(200).says(&["answer'>bonjour", "role='alert'"]);
}

#[test]
fn an_answer_is_told_as_it_is_written_and_kept_whole() {
    let bench = Bench::words(3);
    let fields = [("case", "2"), ("value.word", "un <i>deux</i> trois"), ("model", "fake/echo")];
    let told = |body: &str| -> Vec<serde_json::Value> {
        let lines = body.lines().filter(|line| line.starts_with('{'));
        lines.map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let reply = bench.post("/try-stream/word.mot.md", &fields).is(200);
    assert_eq!(reply.header("content-type"), Some("application/x-ndjson"));
    let lines = told(&reply.body);
    let text: String = lines.iter().filter_map(|line| line["text"].as_str()).collect();
    assert_eq!(text, "un <i>deux</i> trois");
    assert!(lines.len() > 2, "it came in pieces: {lines:?}");
    let done = &lines.last().unwrap()["done"];
    assert_eq!(done["text"], text.as_str());
    let summary = done["summary"].as_str().unwrap();
    assert!(summary.contains("first text after") && summary.contains("prices of"), "{summary}");
    assert_eq!(bench.vendor.stats().requests, 1);
    let again = told(&bench.post("/try-stream/word.mot.md", &fields).is(200).body);
    assert!(again.last().unwrap()["done"]["summary"].as_str().unwrap().contains("not paid again"));
    let wrong = told(&bench.post("/try-stream/word.mot.md", &[("model", "nobody/x")]).is(200).body);
    assert!(wrong.last().unwrap()["failed"][0]["text"].is_string(), "{wrong:?}");
    bench.post("/try-stream/none.mot.md", &fields).is(404);
}

#[test]
fn problems_have_their_place_and_a_prompt_too_long_for_its_model_is_told() {
    let bench = Bench::words(1);
    let seen = |text: &str| -> serde_json::Value {
        let reply = bench.post("/check/word.mot.md", &[("text", text)]).is(200);
        serde_json::from_str(&reply.body).unwrap()
    };
    let checked = seen(&WORD.replace("{{ word }}", "Say é {{ wrod }}."));
    let unknown = checked["problems"].as_array().unwrap().iter().find(|p| p["warning"] == false).unwrap();
    assert_eq!((&unknown["line"], &unknown["column"]), (&10.into(), &10.into()), "{checked:#}");

    let petit = WORD.replace("fake/echo", "local/petit");
    assert_eq!(seen(&petit)["problems"], serde_json::json!([]));
    let long =
        petit.replace("{{ word }}", &format!("{}{{{{ word }}}}", "le colis est en retard ".repeat(120)));
    let checked = seen(&long);
    let told = checked["problems"][0]["text"].as_str().unwrap();
    assert!(told.starts_with("Too long for local/petit: about ") && told.contains("reads 512"), "{told}");
    assert!(told.contains("with case 1"), "{told}");
    bench.file("word.mot.md", &long);
    bench.get("/edit/word.mot.md").is(200).says(&["Too long for local/petit"]);
    bench.get("/try/word.mot.md?case=1").is(200).says(&["Too long for local/petit"]);
    bench.get("/api/prompt?name=word.mot.md").is(200).says(&["Too long for local/petit"]);
}
