use std::sync::LazyLock;

use terms::Lang;

use crate::corpus::content::{Ask, Content, Gold, Wish};
use crate::corpus::draw::Draw;
use crate::corpus::lexicon::{lexicon, rows};
use crate::corpus::passage::Passage;
use crate::corpus::task::Task;
use crate::corpus::template::expand;
use crate::corpus::values;
use crate::corpus::wording::statements;

const FIELDS: &[(&str, Task)] = &[
    ("customer", Task::Customer),
    ("company", Task::Company),
    ("city", Task::City),
    ("email", Task::Email),
    ("phone", Task::Phone),
    ("order", Task::Order),
    ("total", Task::Total),
    ("deposit", Task::Deposit),
    ("shipping", Task::Shipping),
    ("ordered", Task::Ordered),
    ("due", Task::Due),
];
const TOTAL: usize = 6;
const AMOUNTS: std::ops::Range<usize> = 6..9;

struct Field {
    keys: Vec<&'static str>,
    short: Vec<String>,
    long: Vec<String>,
}

/// In English, then in French, in the order of `FIELDS`.
static WORDS: LazyLock<[Vec<Field>; 2]> = LazyLock::new(|| {
    ["en", "fr"].map(|lang| {
        let all: Vec<_> = rows(include_str!("../../../data/fields.tsv")).filter(|r| r[1] == lang).collect();
        let of = |name: &str| all.iter().find(|r| r[0] == name);
        FIELDS
            .iter()
            .filter_map(|(name, _)| of(name))
            .map(|r| Field { keys: r[2].split('|').collect(), short: expand(r[3]), long: expand(r[4]) })
            .collect()
    })
});

pub(super) fn draw(d: &mut Draw, wish: Wish) -> Content {
    let (lang, split) = (wish.lang, wish.split);
    let hard = usize::from(wish.difficulty);
    let words = &WORDS[usize::from(lang == Lang::Fr)];
    let mut chosen: Vec<usize> = (0..FIELDS.len()).collect();
    d.shuffle(&mut chosen);
    chosen.truncate(2 + d.below(2 + hard));
    let asked = FIELDS.iter().position(|(_, t)| *t == wish.task);
    match asked {
        // what is asked stands in the text nine times in ten, and other amounts beside it when it is hard
        Some(at) if !chosen.contains(&at) && d.chance(0.9) => chosen[0] = at,
        _ => {}
    }
    let amounts = asked.is_some_and(|a| AMOUNTS.contains(&a)) || wish.task == Task::Amount;
    if amounts && (hard > 0 || wish.task == Task::Amount) {
        let extra: Vec<usize> = AMOUNTS.filter(|a| !chosen.contains(a)).collect();
        if !extra.is_empty() && d.chance(0.8) {
            chosen.push(*d.pick(&extra));
        }
    }
    if wish.task == Task::Mask && !chosen.iter().any(|c| matches!(c, 3 | 4)) {
        chosen[0] = 3 + d.below(2);
    }
    if wish.task == Task::Personal && wish.class == Some(1) {
        chosen.retain(|c| !matches!(c, 0 | 3 | 4));
        if chosen.is_empty() {
            chosen.push(TOTAL);
        }
    }
    let (first, last) = values::full_name(d, split);
    let value = |d: &mut Draw, field: usize| match field {
        0 => format!("{first} {last}"),
        1 => lexicon().companies.pick(d, split).to_owned(),
        2 => lexicon().city(d, lang, split).to_owned(),
        3 => values::email(d, split, first, last),
        4 => values::phone(d, lang),
        5 => values::order(d),
        f if AMOUNTS.contains(&f) => values::amount(d, lang),
        _ => values::date(d, lang),
    };
    let mut found: Vec<Option<String>> = vec![None; FIELDS.len()];
    let mut passage = Passage::default();
    let mut masked = Passage::default();
    let hide = d.pick(&["[X]", "***", "[...]", "<hidden>", "[PII]", "XXX"]);
    let short = d.chance(0.4);
    let between = if short { d.one(&["\n", "; ", " | ", ", "]) } else { " " };
    let mut first_amount = None;
    if hard > 1 && d.chance(0.5) {
        let filler = statements().slot("filler", lang).pick(d, split).to_owned() + " ";
        passage.push(&filler);
        masked.push(&filler);
    }
    for (i, field) in chosen.iter().enumerate() {
        let value = value(d, *field);
        if i > 0 {
            passage.push(between);
            masked.push(between);
        }
        let template = d.pick(if short { &words[*field].short } else { &words[*field].long });
        passage.fill(template, &value);
        masked.fill(template, if matches!(field, 3 | 4) { hide } else { &value });
        if AMOUNTS.contains(field) {
            first_amount.get_or_insert_with(|| value.clone());
        }
        found[*field] = Some(value);
    }
    let private = [0, 3, 4].iter().any(|f| found[*f].is_some());
    if wish.task != Task::Mask {
        passage.mistype(d, hard * 2);
    }

    let mut asks: Vec<Ask> = Vec::new();
    for (at, (_, task)) in FIELDS.iter().enumerate() {
        asks.push(match &found[at] {
            Some(value) => Ask::text(*task, value.as_str()),
            None => Ask::plain(*task, Gold::Absent),
        });
    }
    d.shuffle(&mut asks);
    if let Some(amount) = first_amount {
        asks.push(Ask::text(Task::Amount, amount));
    }
    asks.push(Ask::yes(Task::Personal, private));
    if wish.task == Task::Mask {
        asks.push(Ask::text(Task::Mask, masked.text).with(*hide, ""));
    }
    if wish.task == Task::Record {
        let mut keys = chosen;
        if d.chance(0.2) {
            keys.push(d.below(FIELDS.len()));
        }
        keys.sort_unstable();
        keys.dedup();
        d.shuffle(&mut keys);
        keys.truncate(1 + d.below(2 + hard.min(2)));
        let asked = &WORDS[usize::from(wish.asked_in == Lang::Fr)];
        let fields: Vec<_> =
            keys.iter().map(|k| ((*d.pick(&asked[*k].keys)).to_owned(), found[*k].clone())).collect();
        let names: Vec<String> = fields.iter().map(|(k, _)| format!("\"{k}\"")).collect();
        asks.push(Ask::plain(Task::Record, Gold::Fields(fields)).with(names.join(", "), ""));
    }
    Content { text: passage.text, lang, difficulty: wish.difficulty, asks }
}
