//! Numbers in a text, French or English.

use super::fold::{Folded, words};

/// A number found: its place, its value written with a point, whether money is named beside it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) at: usize,
    pub(super) value: String,
    pub(super) money: bool,
}

/// Every number of the text: `1 234,50 €`, `$1,234.50`, `12`.
pub(super) fn find(text: &str) -> Vec<Found> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let digit = |i: usize| chars.get(i).is_some_and(|(_, c)| c.is_ascii_digit());
    let mut found = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        if !digit(i) || (i > 0 && chars[i - 1].1.is_alphabetic()) {
            i += 1;
            continue;
        }
        let start = i;
        let mut value = String::new();
        while i < chars.len() {
            let c = chars[i].1;
            let group = digit(i + 1) && digit(i + 2) && digit(i + 3) && !digit(i + 4);
            match c {
                '0'..='9' => value.push(c),
                ' ' | '\u{a0}' | '\u{202f}' | '\'' if group => {}
                ',' if group && !value.contains('.') => {}
                ',' | '.' if digit(i + 1) && !value.contains('.') => value.push('.'),
                _ => break,
            }
            i += 1;
        }
        let near = |range: &[(usize, char)]| range.iter().any(|(_, c)| ['€', '$', '£'].contains(c));
        let after: String = chars[i..chars.len().min(i + 7)].iter().map(|(_, c)| *c).collect();
        let after = after.trim_start();
        let unit = ["eur", "EUR", "USD", "dollar", "pound"].iter().any(|u| after.starts_with(u));
        let money =
            near(&chars[start.saturating_sub(2)..start]) || near(&chars[i..chars.len().min(i + 2)]) || unit;
        found.push(Found { at: chars[start].0, value, money });
    }
    found
}

/// The numbers of `text` from the likeliest answer to `instructions` (folded and padded) to the least.
pub(super) fn ranked(text: &str, instructions: &str) -> Vec<(i32, Found)> {
    let about_money = ["montant", "prix", "total", "amount", "price", "cost", "cout", "combien"]
        .iter()
        .any(|w| instructions.contains(w));
    let mut ranked: Vec<(i32, Found)> = find(text)
        .into_iter()
        .map(|found| {
            let mut score = 2 * i32::from(about_money && found.money);
            // a word of the question just before the number: "total : 12"
            let before = Folded::new(&text[..found.at]).text;
            let near: Vec<String> =
                words(&before).split_whitespace().rev().take(3).map(str::to_owned).collect();
            score +=
                3 * i32::from(near.iter().any(|w| w.len() >= 5 && instructions.contains(&format!(" {w} "))));
            (score, found)
        })
        .collect();
    ranked.sort_by_key(|(score, found)| (-score, found.at));
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_both_languages() {
        let check = |text: &str, values: &[&str]| {
            let found: Vec<_> = find(text).into_iter().map(|f| f.value).collect();
            assert_eq!(found, values, "{text}");
        };
        check("Total : 1 234,50 € le 12", &["1234.50", "12"]);
        check("Total: $1,234.50, 3 items", &["1234.50", "3"]);
        check("v2 et 0,5", &["0.5"]);
        check("Rien", &[]);
        check("Il a 3.", &["3"]);
    }

    #[test]
    fn the_number_named_by_the_question_comes_first() {
        let text = "Acompte de 30 €, total 120,00 €, 4 articles";
        let first = |question: &str| ranked(text, &words(question))[0].1.value.clone();
        assert_eq!(first("Donne le total"), "120.00");
        assert_eq!(first("Quel acompte ?"), "30");
    }
}
