//! A prompt that begins here: by the interview, or brought from elsewhere.

use crate::bench::Bench;

const ANSWERS: [(&str, &str); 7] = [
    ("kind", "classify"),
    ("title", "Tri d’été"),
    ("task", "Say the topic {{ x }}"),
    ("inputs", "message, Order number"),
    ("labels", "billing\r\nshipping"),
    ("constraints", "Be brief\r\n::: system"),
    ("cases", "Where is my invoice?\t42\tbilling\r\n\"It says \"\"lost\"\"\"\t7\tshipping\r\n"),
];

#[test]
fn an_interview_writes_a_prompt_and_cases_that_evaluate() {
    let bench = Bench::new();
    bench.get("/new").is(200).says(&["Classify", "/new?kind=extract"]);
    bench.get("/new?kind=classify").is(200).says(&["Possible labels", "If several labels fit"]);
    let written = bench.post("/new", &ANSWERS).is(303);
    let cases = written.header("location").unwrap().to_owned();
    assert_eq!(cases, "/cases/tri-d-ete.mot.md?done=new");
    bench.get(&cases).is(200).says(&[
        "The prompt is written",
        "Where is my invoice?",
        "It says &#34;lost&#34;",
    ]);
    assert_eq!(
        bench.read("tri-d-ete.cases.csv"),
        "message,order_number,expect\nWhere is my invoice?,42,billing\n\"It says \"\"lost\"\"\",7,shipping\n"
    );
    let fields = [("model", "fake/fixed:billing"), ("do", "evaluate")];
    let live =
        bench.post("/evaluate/tri-d-ete.mot.md", &fields).is(303).header("location").unwrap().to_owned();
    bench.get(&bench.ended(&live)).is(200).says(&["50.0%"]);
}

#[test]
fn what_is_missing_is_said_and_nothing_is_written_over() {
    let bench = Bench::new();
    let incomplete = [("kind", "classify"), ("title", "—"), ("inputs", "?"), ("audience", "kept <b>")];
    bench.post("/new", &incomplete).is(422).says(&[
        "Give it a name",
        "Say in one line",
        "at least one input",
        "two labels",
        "kept &#60;b&#62;",
    ]);
    bench.post("/new", &ANSWERS).is(303);
    let before = bench.read("tri-d-ete.mot.md");
    let again = [ANSWERS.as_slice(), &[("task", "Another")]].concat();
    let again: Vec<_> = again.into_iter().filter(|(n, v)| *n != "task" || *v == "Another").collect();
    bench.post("/new", &again).is(422).says(&["already there"]);
    assert_eq!(bench.read("tri-d-ete.mot.md"), before);
}

#[test]
fn checks_are_written_when_the_output_does_not_say_what_is_right() {
    let bench = Bench::new();
    let fields = [
        ("kind", "summarise"),
        ("title", "Short"),
        ("task", "Summarise."),
        ("inputs", "text"),
        ("words", "2"),
        ("cases", "one two three four five"),
    ];
    bench.post("/new", &fields).is(303);
    assert!(bench.read("short.suite.yaml").contains("length: {unit: words, max: 2}"));
    // the studio evaluates with the checks that stand beside the prompt
    let fields = [("model", "fake/echo"), ("do", "evaluate")];
    let live = bench.post("/evaluate/short.mot.md", &fields).is(303).header("location").unwrap().to_owned();
    bench.get(&bench.ended(&live)).is(200).says(&["0.0%", "length"]);
}

#[test]
fn any_text_is_imported_as_a_prompt() {
    let bench = Bench::new();
    let pasted = [("title", "Relance"), ("text", "Write to {{ name }}.\r\nPolitely.")];
    let to = bench.upload("/import", &pasted, None).is(303).header("location").unwrap().to_owned();
    assert_eq!(to, "/edit/relance.mot.md?saved=yes");
    assert_eq!(bench.read("relance.mot.md"), "---\ntitle: \"Relance\"\n---\nWrite to {{ name }}.\nPolitely.");
    bench.get("/prompt/relance.mot.md").is(200).says(&["Relance", "name"]);
    let nothing = [("title", ""), ("text", "")];
    let file = Some(("C:\\mine\\../My Prompt.md", "Hello <b>"));
    let to = bench.upload("/import", &nothing, file).is(303).header("location").unwrap().to_owned();
    assert_eq!(to, "/edit/my-prompt.mot.md?saved=yes");
    bench.upload("/import", &nothing, file).is(422).says(&["already there"]);
    bench.upload("/import", &nothing, None).is(422).says(&["Choose a file or paste"]);
}
