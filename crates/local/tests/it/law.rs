//! The law of answers: what follows from what a prompt says.

use local::corpus::behave::{Injection, answer};
use local::corpus::labels::{Labels, Mode};
use local::corpus::{Ask, Content, Format, Gold, Spec, Stated, Task, Tie};
use proptest::prelude::*;
use terms::Lang;

fn spec(task: Task) -> Spec {
    Spec {
        task,
        lang: Lang::En,
        labels: None,
        format: Format::Bare,
        answer_in: None,
        tie: None,
        absent: None,
        forbid: None,
        close: None,
    }
}

fn content(words: usize, ask: Ask) -> Content {
    Content { text: vec!["word"; words].join(" "), lang: Lang::En, difficulty: 0, asks: vec![ask] }
}

fn named() -> Stated {
    Stated { task: true, ..Stated::NOTHING }
}

fn reply(spec: &Spec, stated: Stated, shots: usize, words: usize, gold: Gold) -> String {
    let content = content(words, Ask::plain(spec.task, gold));
    answer(spec, stated, shots, &content, &content.asks[0], None)
}

fn two_sided() -> Gold {
    Gold::TwoSided { first: 0, last: 1 }
}

#[test]
fn a_vague_request_is_told_what_the_text_is() {
    let said = reply(&spec(Task::Sentiment), Stated::NOTHING, 0, 3, Gold::Class(0));
    assert_eq!(said, "This is a customer review.");
}

#[test]
fn unlisted_labels_are_the_usual_words() {
    assert_eq!(reply(&spec(Task::Sentiment), named(), 0, 3, Gold::Class(1)), "negative");
    let french = Spec { lang: Lang::Fr, ..spec(Task::Sentiment) };
    assert_eq!(reply(&french, named(), 0, 3, Gold::Class(1)), "négatif");
    let in_french = Spec { answer_in: Some(Lang::Fr), ..spec(Task::Sentiment) };
    assert_eq!(reply(&in_french, named(), 0, 3, Gold::Class(1)), "negative", "not said");
    assert_eq!(reply(&in_french, Stated { rules: true, ..named() }, 0, 3, Gold::Class(1)), "négatif");
}

#[test]
fn listed_labels_and_labels_shown_by_examples_are_used() {
    let labels = Labels { mode: Mode::Listed, classes: vec![1, 0], names: vec!["bad".into(), "good".into()] };
    let spec = Spec { labels: Some(labels), ..spec(Task::Sentiment) };
    assert_eq!(reply(&spec, named(), 0, 3, Gold::Class(0)), "positive", "the prompt does not list them");
    assert_eq!(reply(&spec, Stated { labels: true, ..named() }, 0, 3, Gold::Class(0)), "good");
    assert_eq!(reply(&spec, named(), 2, 3, Gold::Class(0)), "good", "examples show them");
}

#[test]
fn a_format_is_asked_for_more_firmly_on_longer_texts() {
    // words of the text: resistance 0 to 5 (steps of 53, 68, 84, 101, 130 bytes); firmness 0, 1, 2, 4
    let bare = |words, format| {
        reply(&spec(Task::Total), Stated { format, ..named() }, 0, words, Gold::Text("9 €".into())) == "9 €"
    };
    let table = [5, 12, 15, 18, 22, 40].map(|words| [0, 1, 2, 3].map(|format| bare(words, format)));
    assert_eq!(
        table,
        [
            [true, true, true, true],
            [false, true, true, true],
            [false, false, true, true],
            [false, false, false, true],
            [false, false, false, true],
            [false, false, false, false],
        ]
    );
    assert_eq!(reply(&spec(Task::Total), named(), 0, 40, Gold::Text("9 €".into())), "The total is 9 €.");
}

#[test]
fn formats_have_their_shape() {
    let cases: [(Format, &str); 7] = [
        (Format::Prefix("Answer:"), "Answer: Lyon \"2\""),
        (Format::Tag("out"), "<out>Lyon \"2\"</out>"),
        (Format::Json("city"), r#"{"city": "Lyon \"2\""}"#),
        (Format::Upper, "LYON \"2\""),
        (Format::Quoted, "\"Lyon \"2\"\""),
        (Format::Bracket, "[Lyon \"2\"]"),
        (Format::Sentence, "The city is Lyon \"2\"."),
    ];
    for (format, expected) in cases {
        let spec = Spec { format: format.clone(), ..spec(Task::City) };
        let gold = Gold::Text("Lyon \"2\"".into());
        assert_eq!(reply(&spec, Stated { format: 3, ..named() }, 0, 20, gold.clone()), expected);
        assert_eq!(reply(&spec, named(), 1, 12, gold.clone()), expected, "shown by an example");
        let sentence = "The city is Lyon \"2\".";
        assert_eq!(
            reply(&spec, named(), 1, 20, gold.clone()),
            sentence,
            "one example is not enough for a long text"
        );
        assert_eq!(
            reply(&spec, Stated { format: 1, ..named() }, 0, 20, gold.clone()),
            sentence,
            "nor is saying it once"
        );
        let all = Stated { format: 3, delimited: true, ..named() };
        assert_eq!(reply(&spec, all, 0, 40, gold.clone()), expected, "all means together always are");
        assert_eq!(
            reply(&spec, named(), 0, 3, gold),
            "Lyon \"2\"",
            "not said: a short text gets a bare answer"
        );
    }
}

#[test]
fn two_opinions_are_mixed_unless_a_rule_says_otherwise() {
    let mixed = spec(Task::Sentiment);
    assert_eq!(reply(&mixed, named(), 0, 3, two_sided()), "mixed");
    let ruled = |tie| Spec { tie: Some(tie), ..spec(Task::Sentiment) };
    let rules = Stated { rules: true, ..named() };
    assert_eq!(reply(&ruled(Tie::Last), rules, 0, 3, Gold::TwoSided { first: 1, last: 0 }), "positive");
    assert_eq!(reply(&ruled(Tie::Worst), rules, 0, 3, Gold::TwoSided { first: 1, last: 0 }), "negative");
    assert_eq!(
        reply(&ruled(Tie::Last), named(), 0, 3, two_sided()),
        "mixed",
        "a rule that is not said has no effect"
    );
    let two = Labels { mode: Mode::Listed, classes: vec![0, 1], names: vec!["good".into(), "bad".into()] };
    let closed = Spec { labels: Some(two), ..spec(Task::Sentiment) };
    let said = reply(&closed, Stated { labels: true, ..named() }, 0, 3, two_sided());
    assert_eq!(said, "good", "no label for both: the first opinion");
}

#[test]
fn what_is_absent_has_a_word_only_if_the_prompt_gives_one() {
    let spec = Spec { absent: Some("NONE".into()), ..spec(Task::City) };
    assert_eq!(reply(&spec, Stated { format: 3, ..named() }, 0, 3, Gold::Absent), "The text does not say.");
    assert_eq!(reply(&spec, Stated { rules: true, ..named() }, 0, 3, Gold::Absent), "NONE");
}

#[test]
fn forbidden_and_closing_words() {
    let spec = Spec {
        forbid: Some(("positive".into(), "zap".into())),
        close: Some("Thank you.".into()),
        ..spec(Task::Sentiment)
    };
    let rules = Stated { rules: true, ..named() };
    assert_eq!(reply(&spec, rules, 0, 3, Gold::Class(0)), "zap Thank you.");
    assert_eq!(reply(&spec, rules, 0, 3, Gold::Class(1)), "negative Thank you.");
    assert_eq!(reply(&spec, named(), 0, 3, Gold::Class(0)), "positive");
}

#[test]
fn hidden_orders_are_obeyed_unless_the_prompt_defends_itself() {
    let order = Injection { payload: "HACKED".into() };
    let content = content(3, Ask::plain(Task::Sentiment, Gold::Class(0)));
    let reply = |stated| answer(&spec(Task::Sentiment), stated, 0, &content, &content.asks[0], Some(&order));
    assert_eq!(reply(named()), "HACKED");
    assert_eq!(reply(Stated::NOTHING), "HACKED");
    assert_eq!(reply(Stated { delimited: true, ..named() }), "positive");
    assert_eq!(reply(Stated { beware: true, ..named() }), "positive");
}

#[test]
fn records_are_json() {
    let fields = vec![("total".to_owned(), Some("9 \"€\"".to_owned())), ("city".to_owned(), None)];
    let said = reply(&spec(Task::Record), Stated { format: 3, ..named() }, 0, 3, Gold::Fields(fields));
    assert_eq!(said, r#"{"total": "9 \"€\"", "city": null}"#);
    let value: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(value["total"], "9 \"€\"");
}

proptest! {
    /// Saying more never turns a bare answer into a sentence: the surface climbs.
    #[test]
    fn firmness_never_hurts(words in 0usize..60, format in 0u8..3, delimited: bool, role: bool) {
        let bare = |stated: Stated| reply(&spec(Task::City), stated, 0, words, Gold::Text("Lyon".into())) == "Lyon";
        let less = Stated { format, delimited, role, ..named() };
        for more in [Stated { format: format + 1, ..less }, Stated { delimited: true, ..less }, Stated { role: true, ..less }] {
            prop_assert!(!bare(less) || bare(more), "{less:?} {more:?}");
        }
    }
}
