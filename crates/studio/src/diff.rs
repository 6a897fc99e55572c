//! Two texts word by word.

use report::visible;
use similar::{ChangeTag, TextDiff};

/// Words compared at most: past this, the texts are shown whole.
const MOST: usize = 20_000;

/// A run of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub kind: Kind,
    pub text: String,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Both,
    Old,
    New,
}

impl Piece {
    pub fn is_old(&self) -> bool {
        self.kind == Kind::Old
    }

    pub fn is_new(&self) -> bool {
        self.kind == Kind::New
    }
}

/// The pieces of both texts in order, harmless to show.
pub fn words(old: &str, new: &str) -> Vec<Piece> {
    let long = |text: &str| text.split_whitespace().take(MOST + 1).count() > MOST;
    if long(old) || long(new) {
        let whole = |kind, text: &str| Piece { kind, text: visible::lines(text).into_owned() };
        return vec![whole(Kind::Old, old), whole(Kind::New, new)];
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for change in TextDiff::from_words(old, new).iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => Kind::Both,
            ChangeTag::Delete => Kind::Old,
            ChangeTag::Insert => Kind::New,
        };
        let text = visible::lines(change.value());
        match pieces.last_mut().filter(|last| last.kind == kind) {
            Some(last) => last.text.push_str(&text),
            None => pieces.push(Piece { kind, text: text.into_owned() }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_gathered_by_side() {
        let piece = |kind, text: &str| Piece { kind, text: text.to_owned() };
        assert_eq!(
            words("one two three", "one 2 three"),
            [
                piece(Kind::Both, "one "),
                piece(Kind::Old, "two"),
                piece(Kind::New, "2"),
                piece(Kind::Both, " three")
            ]
        );
        assert_eq!(words("a\u{202e}b", "a\u{202e}b"), [piece(Kind::Both, "a⟨U+202E⟩b")]);
    }
}
