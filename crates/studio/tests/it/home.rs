//! The prompts of a project at a glance.

use crate::bench::Bench;

#[test]
fn a_prompt_shows_its_score_its_cost_and_whether_they_still_hold() {
    let bench = Bench::words(4);
    bench.get("/").is(200).says(&["The word", "Repeat the word.", "Never evaluated."]);
    bench.evaluate("fake/echo");
    bench.get("/").says(&["100.0% [", "n\u{a0}=\u{a0}4", "fake/echo", "prices of", "Up to date"]);
    // what did not pass is paid with what did
    bench.file("word.cases.csv", "word,expect\nword0,word0\nword1,other\nword2,word2\nword3,other\n");
    bench.evaluate("fake/echo");
    let page = bench.get("/").is(200).says(&["50.0% ["]).body;
    let amount = |end: &str| -> f64 {
        let text = page.split(end).next().unwrap().rsplit('$').next().unwrap();
        text.trim().parse().unwrap()
    };
    let (all, each) = (amount(" (prices of"), amount(" per accepted answer"));
    assert!((all / each - 2.0).abs() < 0.2, "{all} in all, {each} for each of two");
    let changed = bench.read("word.mot.md").replace("{{ word }}", "Say {{ word }}");
    bench.file("word.mot.md", &changed);
    bench.get("/").says(&["Changed since"]).hides(&["Up to date"]);
}

#[test]
fn prompts_are_searched_and_what_is_broken_says_so() {
    let bench = Bench::words(1);
    bench.file("deep/er/broken.mot.md", "---\ntitle: Déjà vu\n---\n::: user\n{{ word\n");
    bench.file("target/made.mot.md", "::: user\nmade by a tool\n");
    bench.get("/").is(200).says(&[
        "2 of 2 prompts",
        "Déjà vu",
        "deep/er/broken.mot.md",
        "keeps it from running",
    ]);
    bench.get("/?q=D%C3%89J%C3%80").says(&["1 of 2 prompts", "Déjà vu"]).hides(&["The word"]);
    bench.get("/?q=%3Cscript%3E").is(200).says(&["0 of 2 prompts", "&#60;script&#62;"]).hides(&["<script>"]);
}

#[test]
fn prompts_are_narrowed_to_a_folder_and_to_a_tag() {
    let bench = Bench::words(1);
    let tagged = |title: &str, tags: &str| format!("---\ntitle: {title}\n{tags}\n---\n::: user\nx\n");
    bench.file("mail/in.mot.md", &tagged("Incoming", "tags: [triage, a&b]"));
    bench.file("mail/out/late.mot.md", &tagged("Late", "mots-clés: triage"));
    bench.file("mailing.mot.md", &tagged("Mailing", ""));
    let all = bench.get("/").is(200);
    all.says(&[
        "4 of 4",
        "href='/?folder=mail'",
        "href='/?folder=mail/out'",
        "href='/?tag=a%26b'",
        "a&#38;b",
    ]);
    bench.get("/?folder=mail").says(&["2 of 4", "Incoming", "Late", "href='/?'"]).hides(&["Mailing"]);
    bench.get("/?folder=mail/out&tag=triage").says(&["1 of 4", "Late", "href='/?folder=mail/out'"]);
    bench.get("/?tag=a%26b&q=incom").says(&["1 of 4", "value='incom'", "name='tag' value='a&#38;b'"]);
    bench.get("/?tag=none").says(&["0 of 4"]);
}

#[test]
fn the_language_changes_on_the_same_page() {
    let bench = Bench::words(1);
    let chosen =
        bench.post("/preferences", &[("lang", "fr"), ("back", "/edit/word.mot.md?saved=yes")]).is(303);
    assert_eq!(chosen.header("location"), Some("/edit/word.mot.md?saved=yes"));
    let cookie = chosen.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    assert_eq!(cookie, "motjuste-lang=fr");
    bench.get_as("/", &cookie).says(&["lang='fr'", "Entrées et sorties", "Jamais évalué."]);
    bench.get("/").says(&["lang='en'", "Inputs and outputs"]);
    let away = bench.post("/preferences", &[("theme", "dark"), ("back", "//evil.example/")]).is(303);
    assert_eq!(away.header("location"), Some("/"));
    bench.get_as("/", "motjuste-theme=dark").says(&["data-theme='dark'"]);
}

#[test]
fn an_empty_project_says_how_to_begin() {
    Bench::new().get("/").is(200).says(&["No prompt here yet", "motjuste new"]);
}
