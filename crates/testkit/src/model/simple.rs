//! Models of one rule.

use std::borrow::Cow;

use crate::random::{mix, unit};

/// A text that breaks careless decoders: accents, ligatures, no-break spaces, quotes, emoji of one and several code
/// points, a backslash, line breaks.
pub(super) const FRENCH: &str = "Bonjour Maëlle\u{a0}! Votre cœur d’artichaut nº\u{202f}7 est prêt 🙂.\n\
    «\u{a0}L’été, ça va\u{a0}?\u{a0}» — 👩‍👧‍👦 oui, 1\u{202f}234,50\u{a0}€ tout compris\u{a0}; voyez C:\\temp\\reçu.\n\
    \tÀ bientôt, e\u{301}lève Zoé 🇫🇷";

/// `%20` and its like become bytes, so that a name without blanks can hold any text.
pub(super) fn decode_percent(text: &str) -> String {
    let digit = |b: Option<&u8>| b.and_then(|b| char::from(*b).to_digit(16));
    let bytes = text.as_bytes();
    let (mut out, mut i) = (Vec::with_capacity(bytes.len()), 0);
    while i < bytes.len() {
        match (bytes[i], digit(bytes.get(i + 1)), digit(bytes.get(i + 2))) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                i += 3;
            }
            (byte, ..) => {
                out.push(byte);
                i += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// An answerer right with probability `right`. With labels in its name, the truth is the first of them found as a
/// word of the message (the first label when none is) and an error is another label; without, the truth is the last
/// word of the message and an error is `wrong`.
pub(super) fn label<'a>(right: f64, labels: &[&str], message: &'a str, draw: u64) -> Cow<'a, str> {
    let correct = unit(mix(draw, 1)) < right;
    if labels.is_empty() {
        let last = message.split_whitespace().next_back().unwrap_or("");
        return Cow::Borrowed(if correct { last } else { "wrong" });
    }
    let truth = message
        .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_')
        .find_map(|word| labels.iter().position(|l| l.to_lowercase() == word.to_lowercase()))
        .unwrap_or(0);
    let others = labels.len() - 1;
    let shift = match others {
        0 => 0,
        _ if correct => 0,
        _ => 1 + (unit(mix(draw, 2)) * others as f64) as usize,
    };
    Cow::Owned(labels[(truth + shift) % labels.len()].to_owned())
}

/// So many words drawn from a short French list.
pub(super) fn words(count: usize, draw: u64) -> String {
    const LIST: [&str; 16] = [
        "le", "petit", "mot", "juste", "est", "celui", "qui", "tombe", "à", "sa", "place", "ni", "trop",
        "tôt", "cœur", "léger",
    ];
    let mut out = String::with_capacity(count * 6);
    for i in 0..count {
        if i > 0 {
            out.push(' ');
        }
        out.push_str(LIST[(mix(draw, i as u64) % LIST.len() as u64) as usize]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_decoded_when_they_mean_it() {
        assert_eq!(decode_percent("Tr%C3%A8s%20bien 100%"), "Très bien 100%");
        assert_eq!(decode_percent("50%25, %zz"), "50%, %zz");
    }

    #[test]
    fn a_label_answerer_is_right_as_often_as_its_name_says() {
        let answers = |right: f64, labels: &[&str], message: &str, truth: &str| {
            (0..10_000).filter(|i| label(right, labels, message, mix(5, *i)) == truth).count()
        };
        // binomial(10,000, .8): standard deviation 40
        assert!((7_850..8_150).contains(&answers(0.8, &["oui", "non"], "je dis Non.", "non")));
        assert!((7_850..8_150).contains(&answers(0.8, &[], "répète : bonjour", "bonjour")));
        assert_eq!(answers(1.0, &["a", "b", "c"], "le b", "b"), 10_000);
        assert_eq!(answers(0.0, &["a", "b", "c"], "le b", "b"), 0);
    }

    #[test]
    fn errors_fall_on_every_other_label() {
        let wrong: Vec<_> = (0..3_000).map(|i| label(0.0, &["a", "b", "c"], "b", mix(5, i))).collect();
        let a = wrong.iter().filter(|w| *w == "a").count();
        assert!((1_350..1_650).contains(&a), "{a}");
    }
}
