//! What changed between two texts, in words.

use similar::{ChangeTag, TextDiff};

/// A run of words that are in both texts or in one of them, spaces included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// In both.
    Same(String),
    /// Only in the first.
    Removed(String),
    /// Only in the second.
    Added(String),
}

/// The runs that make the second text of the first, by Myers' algorithm over words and spaces.
pub fn word_diff(old: &str, new: &str) -> Vec<Change> {
    let diff = TextDiff::from_words(old, new);
    let mut out: Vec<Change> = Vec::new();
    for change in diff.iter_all_changes() {
        let text = change.value();
        match (change.tag(), out.last_mut()) {
            (ChangeTag::Equal, Some(Change::Same(run)))
            | (ChangeTag::Delete, Some(Change::Removed(run)))
            | (ChangeTag::Insert, Some(Change::Added(run))) => run.push_str(text),
            (ChangeTag::Equal, _) => out.push(Change::Same(text.to_owned())),
            (ChangeTag::Delete, _) => out.push(Change::Removed(text.to_owned())),
            (ChangeTag::Insert, _) => out.push(Change::Added(text.to_owned())),
        }
    }
    out
}

/// How far two texts are: 0 the same, 1 without a word in common (one minus twice the words in common, in order,
/// over the words of both).
pub fn distance(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split_whitespace().collect(), b.split_whitespace().collect());
    if a.is_empty() && b.is_empty() {
        return 0.0;
    }
    1.0 - f64::from(TextDiff::from_slices(&a, &b).ratio())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_words() {
        let same = |text: &str| Change::Same(text.to_owned());
        assert_eq!(
            word_diff("Réponds par un mot.", "Réponds par une étiquette."),
            [
                same("Réponds par "),
                Change::Removed("un".to_owned()),
                Change::Added("une".to_owned()),
                same(" "),
                Change::Removed("mot.".to_owned()),
                Change::Added("étiquette.".to_owned()),
            ]
        );
        assert_eq!(word_diff("a b", "a b"), [same("a b")]);
        assert_eq!(word_diff("", ""), []);
    }

    #[test]
    fn distance_goes_from_0_to_1() {
        assert_eq!(distance("a b c", "a  b\nc"), 0.0);
        assert_eq!(distance("a b", "c d"), 1.0);
        assert_eq!(distance("", ""), 0.0);
        // 2 words in common of 4 + 2
        assert!((distance("a b c d", "a b") - (1.0 - 4.0 / 6.0)).abs() < 1e-6);
    }
}
