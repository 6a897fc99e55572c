//! The embedded model's own texts are familiar to it, others are not, and the answer says so.

use local::Familiarity;
use local::corpus::{Document, Settings, Split};

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
