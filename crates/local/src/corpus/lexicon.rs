//! The words of the corpus, read once from `data/`: nouns in both languages, adjectives, verbs, people, places.

use std::collections::HashMap;
use std::sync::LazyLock;

use terms::Lang;

use super::draw::Draw;
use super::grammar::{Gender, Noun, plural_en, plural_fr, starts_with_vowel};
use super::holdout::name_is_held_out;
use super::task::Split;

/// A kind of thing: `fruit`, `outil`.
#[derive(Clone, Debug)]
pub struct Category {
    /// English singular.
    pub en: String,
    /// French singular.
    pub fr: String,
    /// Gender of the French name.
    pub gender: Gender,
    /// Positions of its nouns.
    pub nouns: std::ops::Range<usize>,
}

/// An adjective of the phrases.
#[derive(Clone, Debug)]
pub struct Adjective {
    /// English.
    pub en: &'static str,
    /// French masculine and feminine.
    pub fr: [&'static str; 2],
    /// Stands before the noun in French.
    pub before: bool,
}

/// A verb that takes a thing.
#[derive(Clone, Debug)]
pub struct Verb {
    /// English present, past and infinitive.
    pub en: [&'static str; 3],
    /// French present, past participle (with `avoir`) and infinitive.
    pub fr: [&'static str; 3],
}

/// Where or when.
#[derive(Clone, Debug)]
pub struct Circumstance {
    /// Fits the present, the past, or both (`p`, `a`, `x`).
    pub tense: char,
    /// English and French.
    pub text: [&'static str; 2],
}

/// Names, those kept for examinations apart.
#[derive(Clone, Debug, Default)]
pub struct Names {
    train: Vec<&'static str>,
    held: Vec<&'static str>,
}

impl Names {
    fn new(all: impl IntoIterator<Item = &'static str>) -> Names {
        let (held, train) = all.into_iter().partition(|n| name_is_held_out(n));
        Names { train, held }
    }

    /// A name. Training sees only its own; examinations see both kinds, half and half.
    pub fn pick(&self, d: &mut Draw, split: Split) -> &'static str {
        let held = split == Split::Exam && d.chance(0.5);
        d.one(if held { &self.held } else { &self.train })
    }

    /// How many there are, of both kinds.
    pub fn len(&self) -> usize {
        self.train.len() + self.held.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// All the words.
#[derive(Debug)]
pub struct Lexicon {
    /// Kinds of things, in the order of the file.
    pub categories: Vec<Category>,
    /// Things, grouped by kind.
    pub nouns: Vec<Noun>,
    /// Positions of things that one can buy, lose or paint, whose names are not ambiguous.
    pub things: Vec<usize>,
    /// Positions of things that a shop sells and delivers.
    pub goods: Vec<usize>,
    /// Positions of things that break down.
    pub machines: Vec<usize>,
    /// Positions of trades.
    pub jobs: Vec<usize>,
    /// Adjectives.
    pub adjectives: Vec<Adjective>,
    /// Verbs.
    pub verbs: Vec<Verb>,
    /// Circumstances.
    pub circumstances: Vec<Circumstance>,
    /// First names: masculine, feminine.
    pub first: [Names; 2],
    /// Last names.
    pub last: Names,
    /// Cities in English and in French, the held-out ones apart (told by the English name).
    pub cities: Names,
    city_in_french: HashMap<&'static str, &'static str>,
    /// Companies.
    pub companies: Names,
}

const GOODS: &[&str] =
    &["clothing", "furniture", "kitchenware", "instrument", "device", "jewel", "toy", "shop item"];
const THINGS: &[&str] = &["fruit", "vegetable", "animal", "bird", "tool", "vehicle", "stationery"];

/// The lexicon, read on first use (about a millisecond).
pub fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);
    &LEXICON
}

/// Lines that say something, split at tabs.
pub(super) fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(|l| l.split('\t').collect())
}

/// `a/b`, or `a` and its plural by rule; `a/-` has none.
fn forms(text: &'static str, rule: impl Fn(&str) -> String) -> (String, String, bool) {
    match text.split_once('/') {
        Some((one, "-")) => (one.to_owned(), one.to_owned(), true),
        Some((one, many)) => (one.to_owned(), many.to_owned(), false),
        None => (text.to_owned(), rule(text), false),
    }
}

fn gender(text: &str) -> Gender {
    if text.starts_with('f') { Gender::F } else { Gender::M }
}

impl Lexicon {
    fn read() -> Lexicon {
        let (categories, nouns) = read_nouns();
        let of = |keys: &[&str]| {
            let chosen = categories.iter().filter(|c| keys.contains(&c.0)).flat_map(|c| c.1.nouns.clone());
            chosen.filter(|i| !nouns[*i].ambiguous && !nouns[*i].mass).collect::<Vec<_>>()
        };
        let goods = of(GOODS);
        let things = [of(THINGS), goods.clone()].concat();
        let machines = of(&["device", "vehicle"]);
        let jobs = of(&["job"]);
        let first: Vec<(Gender, Names)> = rows(include_str!("../../data/first_names.tsv"))
            .map(|r| (gender(r[0]), Names::new(r[1].split(' '))))
            .collect();
        let by = |g| first.iter().find(|(of, _)| *of == g).map(|(_, n)| n.clone()).unwrap_or_default();
        let cities: Vec<_> = rows(include_str!("../../data/cities.tsv")).collect();
        Lexicon {
            things,
            goods,
            machines,
            jobs,
            adjectives: rows(include_str!("../../data/adjectives.tsv"))
                .map(|r| Adjective { en: r[0], fr: [r[1], r[2]], before: r[3] == "b" })
                .collect(),
            verbs: rows(include_str!("../../data/verbs.tsv"))
                .map(|r| Verb { en: [r[0], r[1], r[5]], fr: [r[2], r[3], r[4]] })
                .collect(),
            circumstances: rows(include_str!("../../data/circumstances.tsv"))
                .map(|r| Circumstance { tense: r[0].chars().next().unwrap_or('x'), text: [r[1], r[2]] })
                .collect(),
            first: [by(Gender::M), by(Gender::F)],
            last: Names::new(include_str!("../../data/last_names.txt").split_whitespace()),
            cities: Names::new(cities.iter().map(|r| r[0])),
            city_in_french: cities.iter().filter(|r| r.len() > 1).map(|r| (r[0], r[1])).collect(),
            companies: Names::new(include_str!("../../data/companies.txt").lines()),
            categories: categories.into_iter().map(|c| c.1).collect(),
            nouns,
        }
    }

    /// A city, in this language.
    pub fn city(&self, d: &mut Draw, lang: Lang, split: Split) -> &'static str {
        let name = self.cities.pick(d, split);
        match lang {
            Lang::En => name,
            Lang::Fr => self.city_in_french.get(name).copied().unwrap_or(name),
        }
    }

    /// A first name and its gender.
    pub fn first_name(&self, d: &mut Draw, split: Split) -> (&'static str, Gender) {
        if d.chance(0.5) {
            (self.first[0].pick(d, split), Gender::M)
        } else {
            (self.first[1].pick(d, split), Gender::F)
        }
    }

    /// How many different things can be named: the size of the lexicon in entries, both languages counted.
    pub fn entries(&self) -> usize {
        let pairs = self.nouns.len() + self.adjectives.len() + self.verbs.len() + self.circumstances.len();
        let people = self.first[0].len() + self.first[1].len() + self.last.len();
        2 * pairs + people + self.cities.len() + self.city_in_french.len() + self.companies.len()
    }
}

fn read_nouns() -> (Vec<(&'static str, Category)>, Vec<Noun>) {
    let mut categories: Vec<(&'static str, Category)> = Vec::new();
    let mut nouns: Vec<Noun> = Vec::new();
    for row in rows(include_str!("../../data/nouns.tsv")) {
        if let Some(key) = row[0].strip_prefix('@') {
            let (en, _, _) = forms(row[1], plural_en);
            let (fr, _, _) = forms(row[2], |w| plural_fr(w, true));
            let category = Category { en, fr, gender: gender(row[3]), nouns: nouns.len()..nouns.len() };
            categories.push((key, category));
            continue;
        }
        let (en, en_plural, no_en) = forms(row[0], plural_en);
        let aspirated = row[1].starts_with('*');
        let (fr, fr_plural, no_fr) = forms(row[1].trim_start_matches('*'), |w| plural_fr(w, true));
        nouns.push(Noun {
            category: categories.len().saturating_sub(1),
            elides: !aspirated && starts_with_vowel(&fr),
            gender: gender(row[2]),
            mass: no_en || no_fr,
            ambiguous: false,
            en,
            en_plural,
            fr,
            fr_plural,
        });
        if let Some((_, category)) = categories.last_mut() {
            category.nouns.end = nouns.len();
        }
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    for noun in &nouns {
        *seen.entry(noun.en.clone()).or_default() += 1;
        *seen.entry(format!("fr {}", noun.fr)).or_default() += 1;
    }
    for noun in &mut nouns {
        noun.ambiguous = seen[&noun.en] > 1 || seen[&format!("fr {}", noun.fr)] > 1;
    }
    (categories, nouns)
}

const ONSETS: &[&str] = &[
    "b", "bl", "br", "d", "dr", "f", "fl", "g", "gl", "gr", "j", "k", "kl", "l", "m", "n", "p", "pl", "pr",
    "r", "s", "st", "t", "tr", "v", "z",
];
const CODAS: &[&str] = &["", "", "b", "d", "f", "k", "l", "m", "n", "p", "r", "s", "t", "x", "z"];

/// A made-up word of one or two syllables: `zap`, `blimo`.
pub fn nonce(d: &mut Draw, split: Split) -> String {
    loop {
        let mut word = String::with_capacity(8);
        for _ in 0..=usize::from(d.chance(0.5)) {
            word.push_str(d.one(ONSETS));
            word.push(*d.pick(&['a', 'e', 'i', 'o', 'u']));
        }
        word.push_str(d.one(CODAS));
        let held = name_is_held_out(&word);
        if word.len() > 2 && (!held || (split == Split::Exam)) {
            return word;
        }
    }
}
