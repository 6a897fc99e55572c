//! "Did you mean": the nearest known word by edit distance (Damerau-Levenshtein, swaps count once).

/// The nearest candidate within a third of the word's length (one edit for short words); the first one on a tie.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    // a pasted page is no misspelling, and the distance is quadratic
    let length = word.chars().count();
    if length > 60 {
        return None;
    }
    // for a single letter everything is near: only another case of it is meant
    let allowed = if length < 2 { 0 } else { (length / 3).max(1) };
    let lower = word.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let distance = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
        if distance <= allowed && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate.to_owned())
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_word_wins_and_far_words_are_not_offered() {
        assert_eq!(nearest("clinet", ["ton", "client"]), Some("client".to_owned()));
        assert_eq!(nearest("Client", ["client"]), Some("client".to_owned()));
        assert_eq!(nearest("fi", ["for", "if"]), Some("if".to_owned()));
        assert_eq!(nearest("x", ["y", "X"]), Some("X".to_owned()));
        assert_eq!(nearest("c", ["a", "b"]), None);
        assert_eq!(nearest("entreprise", ["client", "ton"]), None);
        assert_eq!(nearest(&"a".repeat(61), ["aaa"]), None);
    }
}
