//! Personal data of a fixed form: e-mail addresses, telephone numbers, bank accounts, cards, French social security
//! numbers. Names and postal addresses have no form and are not found.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// Spaces that people put between digits.
const GAP: &str = r"[ \u{a0}\u{202f}.\-]?";

/// How much of a text that has the form of a rule is what the rule is about, in bytes; `None` when nothing of it.
type Length = fn(&str) -> Option<usize>;

struct Rule {
    /// What stands in its place.
    mask: &'static str,
    form: Regex,
    length: Length,
}

/// The forms, the longest and surest first: of two that overlap the first one stands.
static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let rules: [(&'static str, String, Length); 5] = [
        ("[e-mail]", r"[\p{L}0-9._%+\-]+@[\p{L}0-9\-]+(?:\.[\p{L}0-9\-]+)*\.\p{L}{2,}".to_owned(), |text| {
            Some(text.len())
        }),
        ("[iban]", r"\b[A-Za-z]{2}[0-9]{2}(?:[ \u{a0}\u{202f}]?[A-Za-z0-9]){11,30}\b".to_owned(), iban),
        (
            "[nir]",
            format!(r"\b[12]{GAP}[0-9]{{2}}{GAP}[0-9]{{2}}{GAP}[0-9][0-9AB]{GAP}(?:[0-9]{GAP}){{8}}\b"),
            nir,
        ),
        ("[card]", format!(r"\b[2-6](?:{GAP}[0-9]){{12,18}}\b"), card),
        // ten digits after 0, or a country code: in the usual groups or in one
        ("[phone]", format!(r"(?:\+[0-9]|\b00[1-9]|\b0[1-9])(?:{GAP}\(?[0-9]\)?){{6,13}}\b"), phone),
    ];
    let compiled = rules
        .into_iter()
        .filter_map(|(mask, form, length)| Some(Rule { mask, form: Regex::new(&form).ok()?, length }));
    compiled.collect()
});

/// Replaces personal data of a fixed form by the name of its kind in brackets; borrows when there is none.
pub fn mask(text: &str) -> Cow<'_, str> {
    let mut found: Vec<(Range<usize>, &str)> = Vec::new();
    for rule in RULES.iter() {
        for hit in rule.form.find_iter(text) {
            let Some(length) = (rule.length)(hit.as_str()) else { continue };
            let range = hit.start()..hit.start() + length;
            if found.iter().all(|(other, _)| range.end <= other.start || other.end <= range.start) {
                found.push((range, rule.mask));
            }
        }
    }
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    found.sort_by_key(|(range, _)| range.start);
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for (range, mask) in found {
        out.push_str(&text[from..range.start]);
        out.push_str(mask);
        from = range.end;
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

/// Between 9 and 15 digits, the most that E.164 allows; exactly ten after a single 0.
fn phone(text: &str) -> Option<usize> {
    let count = digits(text).len();
    let abroad = text.starts_with('+') || text.starts_with("00");
    let right = if abroad { (9..=17).contains(&count) } else { count == 10 };
    right.then_some(text.len())
}

/// Luhn's sum is a multiple of 10, and not one digit all along.
fn card(text: &str) -> Option<usize> {
    let digits = digits(text);
    let doubled = |(place, digit): (usize, &u32)| match (place % 2, digit) {
        (1, digit) if *digit > 4 => 2 * digit - 9,
        (1, digit) => 2 * digit,
        (_, digit) => *digit,
    };
    let sum: u32 = digits.iter().rev().enumerate().map(doubled).sum();
    let right = (13..=19).contains(&digits.len()) && sum.is_multiple_of(10);
    (right && digits.iter().any(|d| *d != digits[0])).then_some(text.len())
}

/// ISO 13616: the country and the key moved to the end, letters as 10 to 35, the whole is 1 modulo 97. The words after it
/// have the form too: the longest beginning that is one counts.
fn iban(text: &str) -> Option<usize> {
    let gaps = text.char_indices().filter(|(_, c)| !c.is_alphanumeric()).map(|(at, _)| at);
    let mut ends: Vec<usize> = gaps.chain([text.len()]).collect();
    ends.reverse();
    ends.into_iter().find(|end| {
        let bare: Vec<char> = text[..*end].chars().filter(char::is_ascii_alphanumeric).collect();
        if !(15..=34).contains(&bare.len()) {
            return false;
        }
        let turned = bare[4..].iter().chain(&bare[..4]).filter_map(|c| c.to_digit(36));
        turned.fold(0, |left, value| (left * if value > 9 { 100 } else { 10 } + value) % 97) == 1
    })
}

/// Thirteen digits and their key, 97 less the number modulo 97; Corsica's 2A and 2B count as 19 and 18.
fn nir(text: &str) -> Option<usize> {
    let bare: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let bare = bare.replace("2A", "19").replace("2B", "18");
    let (number, key): (u64, u64) = (bare.get(..13)?.parse().ok()?, bare.get(13..15)?.parse().ok()?);
    (bare.len() == 15 && 97 - number % 97 == key).then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_data_of_a_fixed_form_is_masked_and_nothing_else() {
        for (text, masked) in [
            ("écrivez à zoé.martin@exemple.fr vite", "écrivez à [e-mail] vite"),
            ("appelez le 06 12 34 56 78.", "appelez le [phone]."),
            ("call +33 (0)6 12 34 56 78 now", "call [phone] now"),
            // the IBAN registry's example for France, and Visa's test card
            ("IBAN FR14 2004 1010 0505 0001 3M02 606 is mine", "IBAN [iban] is mine"),
            ("card 4111 1111 1111 1111, please", "card [card], please"),
            // INSEE's example: 2 55 08 14 168 025, key 38
            ("NIR 2 55 08 14 168 025 38", "NIR [nir]"),
            ("commande 4521 du 20/11/2026, 1 234,50 €", "commande 4521 du 20/11/2026, 1 234,50 €"),
            ("réf. 4111 1111 1111 1112", "réf. 4111 1111 1111 1112"),
        ] {
            assert_eq!(mask(text), masked);
        }
    }

    #[test]
    fn every_rule_compiles() {
        assert_eq!(RULES.len(), 5);
    }
}
