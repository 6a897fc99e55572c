//! Two people (or a person and an editor on the disk) change one prompt: both sets of changes are put together.

use serde_json::Value;

use crate::bench::{Bench, Reply, WORD};
use crate::editor::stamp;

const EDIT: &str = "/edit/word.mot.md";
const MERGE: &str = "/merge/word.mot.md";

/// What a hidden field of the page holds.
fn hidden(page: &str, name: &str) -> String {
    let at = page.split(&format!("name='{name}' value='")).nth(1).unwrap();
    at.split('\'').next().unwrap().to_owned()
}

/// The text that would be saved.
fn result(page: &str) -> String {
    let at = page.split("aria-describedby='result-why'>\n").nth(1).unwrap();
    at.split("</textarea>").next().unwrap().to_owned()
}

/// Opens the prompt, lets somebody else write it, saves another text.
fn second(bench: &Bench, theirs: &str, mine: &str) -> Reply {
    let opened = stamp(&bench.get(EDIT).is(200).body);
    bench.file("word.mot.md", theirs);
    let page = bench.post(EDIT, &[("text", mine), ("stamp", &opened), ("why", "mine")]).is(409);
    assert_eq!(bench.read("word.mot.md"), theirs, "nothing is overwritten");
    page
}

fn decide(bench: &Bench, page: &Reply, mine: &str, fields: &[(&str, &str)]) -> Reply {
    let (stamp, base) = (hidden(&page.body, "stamp"), hidden(&page.body, "base"));
    let own = [("stamp", stamp.as_str()), ("base", base.as_str()), ("mine", mine)];
    bench.post(MERGE, &[&own, fields].concat())
}

#[test]
fn changes_in_different_places_are_together_already() {
    let bench = Bench::words(1);
    let theirs = WORD.replace("title: The word", "title: Their word");
    let mine = WORD.replace("{{ word }}", "{{ word }} please");
    let page = second(&bench, &theirs, &mine).says(&[
        "do not touch the same lines",
        "Changed on the disk, taken in",
        "Changed by you, kept",
    ]);
    let both = theirs.replace("{{ word }}", "{{ word }} please");
    assert_eq!(result(&page.body), both);
    decide(&bench, &page, &mine, &[("text", &both), ("why", "both"), ("do", "save")]).is(303);
    assert_eq!(bench.read("word.mot.md"), both);
    // neither side is lost: theirs is a version, mine stays aside, each can be taken up again
    let page =
        bench.get("/versions/word.mot.md").is(200).says(&["both", "put aside", "<svg", "class='lane0"]);
    assert_eq!(page.body.matches("<form method='post' action='/versions/word.mot.md'>").count(), 3);
}

#[test]
fn where_the_same_lines_changed_a_person_decides() {
    let bench = Bench::words(1);
    let theirs = WORD.replace("Repeat the word.", "Repeat it.");
    let mine = WORD.replace("Repeat the word.", "Echo <i>it</i>.");
    let page = second(&bench, &theirs, &mine);
    let page = page.says(&["you decide", "To decide, 1/1", "<del>", "<ins>"]).hides(&["<i>it</i>"]);
    let text = |choice: &str| {
        let told = decide(&bench, &page, &mine, &[("keep.1", choice), ("do", "text")]).is(200);
        serde_json::from_str::<Value>(&told.body).unwrap()["text"].as_str().unwrap().to_owned()
    };
    assert_eq!(text("theirs"), theirs);
    assert_eq!(text("mine"), mine);
    assert_eq!(text("both"), theirs.replace("task: Repeat it.", "task: Repeat it.\ntask: Echo <i>it</i>."));
    // without a script a button does the same
    let made = decide(&bench, &page, &mine, &[("keep.1", "theirs"), ("do", "compose")]).is(409);
    assert_eq!(result(&made.body), theirs);
    assert_eq!(bench.read("word.mot.md"), theirs, "looking writes nothing");
    // somebody writes a third version before the result is saved
    let third = theirs.replace("{{ word }}", "{{ word }}!");
    bench.file("word.mot.md", &third);
    let again = decide(&bench, &page, &mine, &[("text", &mine), ("do", "save")]).is(409);
    assert_eq!(bench.read("word.mot.md"), third);
    let both = mine.replace("{{ word }}", "{{ word }}!");
    assert_eq!(result(&again.body), both.replace("<i>it</i>", "&#60;i&#62;it&#60;/i&#62;"));
    decide(&bench, &again, &mine, &[("text", &both), ("do", "save")]).is(303);
    assert_eq!(bench.read("word.mot.md"), both);
}

#[test]
fn without_the_text_both_started_from_both_are_whole() {
    let bench = Bench::words(1);
    let mine = WORD.replace("Repeat", "Say");
    let fields = [("text", mine.as_str()), ("stamp", "none")];
    let page = bench.post(EDIT, &fields).is(409).says(&["no longer known"]);
    assert_eq!(result(&page.body), format!("{WORD}{mine}"));
    assert_eq!(bench.read("word.mot.md"), WORD);
}
