//! Branches: started from any text, measured on the same cases, adopted or put away without losing a text.

use crate::bench::{Bench, WORD};
use crate::editor::stamp;

const BRANCH: &str = "word.much-shorter.mot.md";
const SHORT: &str = "---\ntitle: The word\ntask: Repeat the word.\ninputs:\n  word: string\nmodel:\n  prefer: [fake/echo]\n---\n::: user\n{{ word }}.\n";

/// A branch of the word, with another text.
fn begun(bench: &Bench) {
    let stamp = stamp(&bench.get("/versions/word.mot.md").is(200).body);
    let fields = [("stamp", stamp.as_str()), ("branch", "Much shorter")];
    let begun = bench.post("/branch/word.mot.md", &fields).is(303);
    assert_eq!(begun.header("location"), Some(format!("/edit/{BRANCH}").as_str()));
    assert_eq!(bench.read(BRANCH), WORD, "a branch begins with the text it was started from");
    bench.post("/branch/word.mot.md", &fields).is(409).says(&["already called"]);
    bench.post("/branch/word.mot.md", &[("stamp", &stamp), ("branch", "…")]).is(422);
    bench.post("/branch/word.mot.md", &[("stamp", "0"), ("branch", "other")]).is(404);
    write(bench, BRANCH, SHORT);
}

fn write(bench: &Bench, name: &str, text: &str) {
    let edit = format!("/edit/{name}");
    let stamp = stamp(&bench.get(&edit).is(200).body);
    bench.post(&edit, &[("text", text), ("stamp", &stamp), ("why", "a dot <b>")]).is(303);
}

#[test]
fn a_branch_is_measured_on_the_cases_of_its_prompt_and_adopted() {
    let bench = Bench::words(3);
    begun(&bench);
    bench.get("/").is(200).says(&["Branch “Much shorter”", "2 of 2 prompts"]);
    let page = bench.get(&format!("/prompt/{BRANCH}")).is(200);
    page.says(&["Branch “Much shorter”", "href='/prompt/word.mot.md'", "word.cases.csv"]);
    let started =
        bench.post(&format!("/evaluate/{BRANCH}"), &[("model", "fake/echo"), ("do", "evaluate")]).is(303);
    let run = bench.ended(started.header("location").unwrap());
    bench.get(&run).is(200).says(&[BRANCH, "0.0% ["]);
    assert_eq!(bench.read("word.mot.md"), WORD, "the prompt stays as it is");
    let adopted = bench.post(&format!("/adopt/{BRANCH}"), &[("why", "it is shorter")]).is(303);
    assert_eq!(adopted.header("location"), Some("/edit/word.mot.md?saved=yes"));
    assert_eq!(bench.read("word.mot.md"), SHORT);
    bench.get(&format!("/edit/{BRANCH}")).is(404);
    let page = bench.get("/versions/word.mot.md").is(200);
    page.says(&["it is shorter", "adopted", "class='lane1", &format!("takes in {BRANCH}"), "branch started"]);
    // the very text that was measured: its evaluation holds for the prompt
    bench.get("/").is(200).says(&["Up to date", "1 of 1 prompt"]);
}

#[test]
fn a_branch_of_a_prompt_that_changed_is_put_together_with_it_first() {
    let bench = Bench::words(1);
    begun(&bench);
    let changed = WORD.replace("title: The word", "title: Their word");
    write(&bench, "word.mot.md", &changed);
    let page = bench.post(&format!("/adopt/{BRANCH}"), &[]).is(409).says(&["do not touch the same lines"]);
    assert_eq!(bench.read("word.mot.md"), changed);
    assert_eq!(bench.read(BRANCH), SHORT);
    let both = SHORT.replace("title: The word", "title: Their word");
    let base = page.body.split("name='base' value='").nth(1).unwrap().split('\'').next().unwrap().to_owned();
    let fields = [
        ("stamp", stamp(&page.body)),
        ("base", base),
        ("branch", BRANCH.to_owned()),
        ("mine", SHORT.to_owned()),
        ("text", both.clone()),
        ("do", "save".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    bench.post("/merge/word.mot.md", &fields).is(303);
    assert_eq!(bench.read("word.mot.md"), both);
    bench.get("/versions/word.mot.md").says(&["branch “Much shorter” adopted"]);
    bench.get(&format!("/edit/{BRANCH}")).is(404);
}

#[test]
fn a_branch_that_was_put_away_can_be_taken_up_again() {
    let bench = Bench::words(1);
    begun(&bench);
    bench.post(&format!("/archive/{BRANCH}"), &[("why", "later")]).is(303);
    bench.get(&format!("/edit/{BRANCH}")).is(404);
    bench
        .get("/versions/word.mot.md")
        .is(200)
        .says(&["archived", "later", "a dot &#60;b&#62;"])
        .hides(&["<b>\n"]);
    bench.post(&format!("/archive/{BRANCH}"), &[]).is(404);
    bench.post(&format!("/reopen/{BRANCH}"), &[]).is(303);
    assert_eq!(bench.read(BRANCH), SHORT);
    bench.post(&format!("/reopen/{BRANCH}"), &[]).is(404);
    bench.post("/reopen/word.mot.md", &[]).is(404);
    bench.post("/reopen/..%2f..%2fx.mot.md", &[]).is(404);
    bench.get("/versions/word.mot.md").says(&["open"]);
}
