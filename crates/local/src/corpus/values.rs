//! Amounts, dates, addresses, numbers as people write them.

use terms::Lang;

use super::draw::Draw;
use super::grammar::folded;
use super::lexicon::{lexicon, nonce};
use super::task::Split;

const MONTHS: [[&str; 2]; 12] = [
    ["January", "janvier"],
    ["February", "février"],
    ["March", "mars"],
    ["April", "avril"],
    ["May", "mai"],
    ["June", "juin"],
    ["July", "juillet"],
    ["August", "août"],
    ["September", "septembre"],
    ["October", "octobre"],
    ["November", "novembre"],
    ["December", "décembre"],
];

/// `€153`, `153 €`, `45.50 €`, `45,50 €`.
pub fn amount(d: &mut Draw, lang: Lang) -> String {
    let whole = if d.chance(0.85) { d.between(2, 999) } else { d.between(1000, 9999) };
    let cents = d.chance(0.25).then(|| d.below(20) * 5);
    let number = match (cents, lang) {
        (None, _) => whole.to_string(),
        (Some(c), Lang::En) => format!("{whole}.{c:02}"),
        (Some(c), Lang::Fr) => format!("{whole},{c:02}"),
    };
    match (lang, d.below(6)) {
        (Lang::Fr, 0) => format!("{number} euros"),
        (Lang::Fr, _) => format!("{number} €"),
        (Lang::En, 0) => format!("€{number}"),
        (Lang::En, 1) => format!("${number}"),
        (Lang::En, 2) => format!("£{number}"),
        (Lang::En, 3) => format!("{number} euros"),
        (Lang::En, _) => format!("{number} €"),
    }
}

/// `3 mai`, `May 3`, `12/05/2024`.
pub fn date(d: &mut Draw, lang: Lang) -> String {
    let (day, month) = (d.between(1, 28), d.below(12));
    let name = MONTHS[month][usize::from(lang == Lang::Fr)];
    match (d.below(5), lang) {
        (0, _) => format!("{day:02}/{:02}/{}", month + 1, d.between(2019, 2030)),
        (1, Lang::En) => format!("{name} {day}"),
        (1 | 2, Lang::Fr) if day == 1 => format!("1er {name}"),
        (2, _) => format!("{day} {name} {}", d.between(2019, 2030)),
        (_, Lang::Fr) if day == 1 => format!("1er {name}"),
        _ => format!("{day} {name}"),
    }
}

/// `A4821`, `KX-305`, `72 415`.
pub fn order(d: &mut Draw) -> String {
    let letter = |d: &mut Draw| char::from(b'A' + d.below(26) as u8);
    match d.below(3) {
        0 => format!("{}{}", letter(d), d.between(1000, 9999)),
        1 => format!("{}{}-{}", letter(d), letter(d), d.between(100, 999)),
        _ => format!("{}{}", d.between(10, 99), d.between(100, 999)),
    }
}

/// `06 12 34 56 78`, `020 7946 0123`.
pub fn phone(d: &mut Draw, lang: Lang) -> String {
    match lang {
        Lang::Fr => {
            let mut number = format!("0{}", d.between(1, 7));
            for _ in 0..4 {
                number.push_str(&format!(" {:02}", d.below(100)));
            }
            number
        }
        Lang::En => format!("0{} {} {}", d.between(20, 29), d.between(100, 999), d.between(1000, 9999)),
    }
}

/// `first.last@made-up.org`, letters without accents.
pub fn email(d: &mut Draw, split: Split, first: &str, last: &str) -> String {
    let plain = |name: &str| -> String { folded(name).chars().filter(char::is_ascii_alphanumeric).collect() };
    let (first, last) = (plain(first), plain(last));
    let host = nonce(d, split);
    let end = d.pick(&["com", "org", "net", "fr", "uk"]);
    match d.below(3) {
        0 => format!("{first}.{last}@{host}.{end}"),
        1 => format!("{first}@{host}.{end}"),
        _ => format!("{last}{}@{host}.{end}", d.between(1, 99)),
    }
}

/// First and last name.
pub fn full_name(d: &mut Draw, split: Split) -> (&'static str, &'static str) {
    (lexicon().first_name(d, split).0, lexicon().last.pick(d, split))
}
