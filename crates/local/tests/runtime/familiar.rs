//! The embedded model's own texts are familiar to it, others are not, and the answer says so.

use local::Familiarity;
use local::corpus::{Document, Settings, Split};
use terms::{ChatMessage, Role};

#[test]
fn texts_of_the_corpus_are_familiar_even_those_held_out() {
    let settings = Settings { seed: 77, split: Split::Exam, ..Settings::default() };
    let all = (0..100).map(|n| Document::draw(&settings, n)).flat_map(|d| d.exchanges);
    let counted: Vec<Familiarity> = all.map(|e| Familiarity::of(&e.prompt)).collect();
    let (words, unknown) = counted.iter().fold((0, 0), |(w, u), f| (w + f.words, u + f.unknown));
    // labels and names made up on the spot are unknown to everybody
    assert!(unknown * 5 < words, "{unknown} of {words}");
}

#[test]
fn texts_from_elsewhere_are_not() {
    let text = "Photosynthesis converts carbon dioxide into glucose within chloroplast membranes.";
    let found = Familiarity::of(text);
    assert_eq!(found.words, 9);
    assert!(found.share() > 0.5, "{found:?}");
    assert_eq!(Familiarity::of("12 + 34 = ?").share(), 0.0);
}

#[test]
fn a_question_is_all_that_is_said_to_the_model_and_strange_ones_have_a_note() {
    let message = |role, text: &str| ChatMessage::text(role, text);
    let strange = "Photosynthesis converts carbon dioxide.";
    let counted = Familiarity::of_question(&[
        message(Role::System, "Give the total."),
        message(Role::User, "The total is 12 €."),
        message(Role::Assistant, strange),
        message(Role::User, "The total is 15 €."),
    ]);
    assert_eq!(counted, Familiarity { words: 9, unknown: 0 });
    assert_eq!(counted.note(), None);
    let note = Familiarity::of_question(&[message(Role::User, strange)]).note();
    assert_eq!(note.map(|note| note.key), Some("local-note-unfamiliar".into()));
}

#[test]
fn the_texts_of_the_demonstration_have_no_note() {
    for cases in ["tri", "triage", "facture"] {
        let file = format!("{}/../../examples/demo/{cases}.cases.csv", env!("CARGO_MANIFEST_DIR"));
        let found = Familiarity::of(&std::fs::read_to_string(file).unwrap());
        assert_eq!(found.note(), None, "{cases}: {found:?}");
    }
}
