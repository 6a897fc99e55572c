use terms::Lang;

use crate::corpus::content::{Ask, Content, Wish};
use crate::corpus::draw::Draw;
use crate::corpus::grammar::{Gender, Noun, a_or_an, capital, plural_fr, starts_with_vowel};
use crate::corpus::lexicon::{Adjective, lexicon};
use crate::corpus::task::{Split, Task};

const NUMBERS: [[&str; 2]; 8] = [
    ["two", "deux"],
    ["three", "trois"],
    ["four", "quatre"],
    ["five", "cinq"],
    ["six", "six"],
    ["seven", "sept"],
    ["eight", "huit"],
    ["nine", "neuf"],
];

/// One meaning in both languages.
struct Pair([String; 2]);

fn adjective(adjective: &Adjective, gender: Gender, plural: bool) -> String {
    let word = adjective.fr[usize::from(gender == Gender::F)];
    if !plural || word.contains([' ', '\'']) { word.to_owned() } else { plural_fr(word, false) }
}

/// `the red car` / `la voiture rouge`, `two big tables` / `deux grandes tables`.
fn object(d: &mut Draw, noun: &Noun, described: bool, definite: bool) -> Pair {
    let adj = described.then(|| d.pick(&lexicon().adjectives));
    let number = (!definite && d.chance(0.35)).then(|| d.pick(&NUMBERS));
    let plural = number.is_some();
    let (en_noun, fr_noun) = if plural { (&noun.en_plural, &noun.fr_plural) } else { (&noun.en, &noun.fr) };
    let en = adj.map_or_else(|| en_noun.clone(), |a| format!("{} {en_noun}", a.en));
    let fr = match adj {
        None => fr_noun.clone(),
        Some(a) if a.before => format!("{} {fr_noun}", adjective(a, noun.gender, plural)),
        Some(a) => format!("{fr_noun} {}", adjective(a, noun.gender, plural)),
    };
    let noun_first = adj.is_none_or(|a| !a.before);
    let masculine = noun.gender == Gender::M;
    match number {
        Some(n) => Pair([format!("{} {en}", n[0]), format!("{} {fr}", n[1])]),
        None if definite => {
            let elides = noun_first && noun.elides;
            let the = if elides {
                "l'"
            } else if masculine {
                "le "
            } else {
                "la "
            };
            Pair([format!("the {en}"), format!("{the}{fr}")])
        }
        None => {
            Pair([format!("{}{en}", a_or_an(&en)), format!("{}{fr}", if masculine { "un " } else { "une " })])
        }
    }
}

fn subject(d: &mut Draw, split: Split) -> Pair {
    match d.below(5) {
        0 => {
            let noun = &lexicon().nouns[d.one(&lexicon().jobs)];
            Pair([noun.the(Lang::En), noun.the(Lang::Fr)])
        }
        1 => {
            let who: &[[&str; 2]] = &[
                ["he", "il"],
                ["she", "elle"],
                ["my sister", "ma sœur"],
                ["my brother", "mon frère"],
                ["our neighbour", "notre voisin"],
                ["the child", "l'enfant"],
                ["the old lady", "la vieille dame"],
                ["my uncle", "mon oncle"],
                ["your friend", "votre ami"],
                ["the manager", "le directeur"],
            ];
            Pair(d.pick(who).map(str::to_owned))
        }
        _ => {
            let name = lexicon().first_name(d, split).0;
            Pair([name.to_owned(), name.to_owned()])
        }
    }
}

/// A sentence of the phrase grammar, in English and in French, with its noun.
fn sentence(d: &mut Draw, wish: Wish) -> (Pair, &'static Noun) {
    let hard = usize::from(wish.difficulty);
    let noun = &lexicon().nouns[d.one(&lexicon().things)];
    if hard == 0 && d.chance(0.4) {
        let (described, definite) = (d.chance(0.7), d.chance(0.6));
        return (object(d, noun, described, definite), noun);
    }
    let Pair([en_who, fr_who]) = subject(d, wish.split);
    let verb = d.pick(&lexicon().verbs);
    let past = d.chance(0.4);
    let negated = hard > 0 && d.chance(0.15);
    let (described, definite) = (d.chance(0.5), d.chance(0.6));
    let Pair([en_what, fr_what]) = object(d, noun, described, negated || definite);
    let ne = |next: &str| if starts_with_vowel(next) { "n'" } else { "ne " };
    let (en_does, fr_does) = match (past, negated) {
        (false, false) => (verb.en[0].to_owned(), verb.fr[0].to_owned()),
        (true, false) => (verb.en[1].to_owned(), format!("a {}", verb.fr[1])),
        (false, true) => {
            (format!("does not {}", verb.en[2]), format!("{}{} pas", ne(verb.fr[0]), verb.fr[0]))
        }
        (true, true) => (format!("did not {}", verb.en[2]), format!("n'a pas {}", verb.fr[1])),
    };
    let (mut en, mut fr) = (format!("{en_who} {en_does} {en_what}"), format!("{fr_who} {fr_does} {fr_what}"));
    let tense = if past { 'a' } else { 'p' };
    for _ in 0..d.below(1 + hard.min(2)) {
        let c = d.pick(&lexicon().circumstances);
        if (c.tense == 'x' || c.tense == tense) && !en.contains(c.text[0]) {
            en = format!("{en} {}", c.text[0]);
            fr = format!("{fr} {}", c.text[1]);
        }
    }
    (Pair([capital(&en) + ".", capital(&fr) + "."]), noun)
}

pub(super) fn draw(d: &mut Draw, wish: Wish) -> Content {
    let (Pair([en, fr]), noun) = sentence(d, wish);
    let lang = match wish.task {
        Task::ToFrench => Lang::En,
        Task::ToEnglish => Lang::Fr,
        _ => wish.lang,
    };
    let (text, other) = if lang == Lang::En { (en, fr) } else { (fr, en) };
    let to = if lang == Lang::En { Task::ToFrench } else { Task::ToEnglish };
    let mut asks = vec![
        Ask::text(to, other),
        Ask::text(Task::Capitals, text.to_uppercase()),
        Ask::text(Task::LowerCase, text.to_lowercase()),
    ];
    // a word that stands alone and once: the sentence without it is then foreseeable
    let words: Vec<&str> = text.split(' ').map(|w| w.trim_end_matches('.')).collect();
    let out = d.one(&words);
    if words.len() > 2 && words.iter().filter(|w| **w == out).count() == 1 && !out.contains('\'') {
        let kept: Vec<&str> = text.split(' ').filter(|w| w.trim_end_matches('.') != out).collect();
        let mut gold = kept.join(" ");
        if text.ends_with('.') && !gold.ends_with('.') {
            gold.push('.');
        }
        asks.push(Ask::text(Task::DropWord, gold).with(out, ""));
    }
    let new = &lexicon().nouns[d.one(&lexicon().things)];
    // the words around it must still agree
    let agrees = lang == Lang::En || (noun.gender == new.gender && noun.elides == new.elides);
    let (old, new) = (noun.name(lang), new.name(lang));
    let agrees = agrees && starts_with_vowel(old) == starts_with_vowel(new);
    if agrees && old != new && text.split([' ', '.', '\'']).filter(|w| *w == old).count() == 1 {
        asks.push(Ask::text(Task::SwapWord, text.replacen(old, new, 1)).with(old, new));
    }
    Content { text, lang, difficulty: wish.difficulty, asks }
}
