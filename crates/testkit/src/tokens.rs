//! The fake's tokens: four bytes of UTF-8 make one. Simple enough to foresee in a test.

/// What a picture counts for.
pub(crate) const IMAGE: u64 = 256;

/// Tokens of this many bytes: bytes / 4, rounded up.
pub(crate) fn of_bytes(bytes: usize) -> u64 {
    (bytes as u64).div_ceil(4)
}

/// Tokens of a text by the fake's rule: its UTF-8 bytes divided by four, rounded up.
pub fn count_tokens(text: &str) -> u64 {
    of_bytes(text.len())
}

/// The longest beginning of `text` that is at most `tokens` long and ends between two characters.
pub(crate) fn truncate(text: &str, tokens: u64) -> &str {
    let most = usize::try_from(tokens.saturating_mul(4)).unwrap_or(usize::MAX);
    if text.len() <= most {
        return text;
    }
    &text[..text.floor_char_boundary(most)]
}

/// Pieces a stream sends: words with the blanks before them, whole characters only.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let body = rest.len() - rest.trim_start().len();
        let end = rest[body..].find(char::is_whitespace).map_or(rest.len(), |i| body + i);
        // a word without end (base64, Chinese...) still leaves in small pieces
        let end = rest.floor_char_boundary(end.min(32.max(body + 4)));
        let (piece, tail) = rest.split_at(end);
        rest = tail;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_four_bytes_of_utf8() {
        assert_eq!(["", "a", "abcd", "abcde", "été"].map(count_tokens), [0, 1, 1, 2, 2]);
    }

    #[test]
    fn a_cut_falls_between_characters() {
        assert_eq!(truncate("été", 1), "ét");
        assert_eq!(truncate("a🙂b", 1), "a");
        assert_eq!(truncate("abc", 9), "abc");
    }

    #[test]
    fn pieces_put_end_to_end_are_the_text() {
        for text in ["", " ", "Voilà, c'est réglé 🙂.\n\n  Fin ", &"é".repeat(100), &" ".repeat(90)] {
            assert_eq!(pieces(text).collect::<String>(), text);
            assert!(pieces(text).all(|p| !p.is_empty()));
        }
        assert_eq!(pieces("un deux\ntrois").collect::<Vec<_>>(), ["un", " deux", "\ntrois"]);
    }
}
