use std::sync::LazyLock;

use terms::Lang;

use crate::corpus::content::{Ask, Content, Gold, Wish};
use crate::corpus::draw::Draw;
use crate::corpus::grammar::{Gender, capital, starts_with_vowel};
use crate::corpus::labels::{MIXED, NEGATIVE, NEUTRAL, POSITIVE};
use crate::corpus::lexicon::rows;
use crate::corpus::passage::Passage;
use crate::corpus::task::Task;
use crate::corpus::wording::statements;

struct Aspect {
    en: &'static str,
    fr: &'static str,
    gender: Gender,
    class: char,
}

struct Opinion {
    good: bool,
    classes: &'static str,
    en: &'static str,
    fr: [&'static str; 2],
}

static DOMAINS: LazyLock<Vec<Vec<Aspect>>> = LazyLock::new(|| {
    let mut domains: Vec<Vec<Aspect>> = Vec::new();
    for row in rows(include_str!("../../../data/aspects.tsv")) {
        if row[0].starts_with('@') {
            domains.push(Vec::new());
        } else if let Some(domain) = domains.last_mut() {
            let gender = if row[2].starts_with('f') { Gender::F } else { Gender::M };
            let class = row[3].chars().next().unwrap_or('t');
            domain.push(Aspect { en: row[0], fr: row[1], gender, class });
        }
    }
    domains
});

static OPINIONS: LazyLock<Vec<Opinion>> = LazyLock::new(|| {
    rows(include_str!("../../../data/opinions.tsv"))
        .map(|r| Opinion { good: r[0] == "+", classes: r[1], en: r[2], fr: [r[3], r[4]] })
        .collect()
});

impl Aspect {
    fn the(&self, lang: Lang) -> String {
        match (lang, self.gender) {
            (Lang::En, _) => ["the ", self.en].concat(),
            (Lang::Fr, _) if starts_with_vowel(self.fr) => ["l'", self.fr].concat(),
            (Lang::Fr, Gender::M) => ["le ", self.fr].concat(),
            (Lang::Fr, Gender::F) => ["la ", self.fr].concat(),
        }
    }

    fn name(&self, lang: Lang) -> &'static str {
        if lang == Lang::Fr { self.fr } else { self.en }
    }

    fn adjective(&self, d: &mut Draw, lang: Lang, good: bool) -> &'static str {
        loop {
            let opinion = d.pick(&OPINIONS);
            if opinion.good == good && opinion.classes.contains(self.class) {
                return match lang {
                    Lang::En => opinion.en,
                    Lang::Fr => opinion.fr[usize::from(self.gender == Gender::F)],
                };
            }
        }
    }
}

/// One clause about an aspect, without its full stop; negated when the reader must not trust the adjective.
fn clause(d: &mut Draw, lang: Lang, aspect: &Aspect, good: bool, negated: bool) -> String {
    let the = aspect.the(lang);
    let adjective = aspect.adjective(d, lang, good != negated);
    let past = d.chance(0.6);
    match (lang, negated) {
        (Lang::En, true) => {
            format!(
                "{the} {} {adjective}{}",
                if past { "was not" } else { "is not" },
                d.pick(&["", " at all"])
            )
        }
        (Lang::En, false) => match d.below(4) {
            0 => format!("I found {the} {adjective}"),
            _ => format!(
                "{the} {} {}{adjective}",
                if past { "was" } else { "is" },
                d.pick(&["", "", "really "])
            ),
        },
        (Lang::Fr, true) => {
            format!(
                "{the} {} {adjective}{}",
                if past { "n'était pas" } else { "n'est pas" },
                d.pick(&["", " du tout"])
            )
        }
        (Lang::Fr, false) => match d.below(4) {
            0 => format!("j'ai trouvé {the} {adjective}"),
            _ => format!(
                "{the} {} {}{adjective}",
                if past { "était" } else { "est" },
                d.pick(&["", "", "vraiment "])
            ),
        },
    }
}

pub(super) fn draw(d: &mut Draw, wish: Wish) -> Content {
    let (lang, split) = (wish.lang, wish.split);
    let hard = usize::from(wish.difficulty);
    let class = match (wish.task, wish.class) {
        (Task::Sentiment, Some(class)) => class,
        (Task::Satisfied, Some(yes)) => yes,
        _ => d.weighted(&[4, 4, 2, 3]),
    };
    let mut passage = Passage::default();
    if hard > 0 && d.chance(0.3) {
        passage.push(statements().slot("greeting", lang).pick(d, split));
    }
    let domain = d.pick(&DOMAINS);
    let mut order: Vec<usize> = (0..domain.len()).collect();
    d.shuffle(&mut order);
    let mut aspects = order.into_iter().map(|i| &domain[i]);
    let first_good = d.chance(0.5);
    let signs: Vec<bool> = match class {
        POSITIVE | NEGATIVE => vec![class == POSITIVE; 1 + d.below(1 + hard.min(2))],
        MIXED => [vec![first_good; 1 + d.below(1 + hard / 2)], vec![!first_good; 1 + d.below(1 + hard / 2)]]
            .concat(),
        _ => Vec::new(),
    };
    if class == NEUTRAL {
        for _ in 0..1 + d.below(2 + hard) {
            passage.aside(d, lang, split, "neutral");
        }
    }
    let (mut blamed, mut praised) = (Vec::new(), Vec::new());
    let mut joined = false;
    for (i, good) in signs.iter().enumerate() {
        if hard > 1 && i > 0 && !joined && d.chance(0.4) {
            passage.aside(d, lang, split, "filler");
        }
        // a bare verdict says nothing about an aspect: only for plain opinions
        if class != MIXED && i > 0 && d.chance(0.3) {
            passage.aside(d, lang, split, if *good { "praise" } else { "blame" });
            joined = false;
            continue;
        }
        let Some(aspect) = aspects.next() else { break };
        let negated = d.chance([0.0, 0.1, 0.3, 0.5][hard.min(3)]);
        let text = clause(d, lang, aspect, *good, negated);
        if joined {
            passage.push(&text);
        } else {
            passage.next();
            let opening = match (lang, d.below(5)) {
                (Lang::En, 0) => "Frankly, ",
                (Lang::Fr, 0) => "Franchement, ",
                _ => "",
            };
            passage.push(opening);
            passage.push(&if opening.is_empty() { capital(&text) } else { text });
        }
        passage.protect(aspect.name(lang));
        if *good { &mut praised } else { &mut blamed }.push(aspect);
        let turn = class == MIXED && signs.get(i + 1).is_some_and(|next| next != good);
        joined = turn && d.chance(0.6);
        match (joined, lang) {
            (true, Lang::En) => passage.push(d.one(&[" but ", ", but ", ", yet "])),
            (true, Lang::Fr) => passage.push(d.one(&[" mais ", ", mais "])),
            (false, _) => passage.push(if d.chance(0.1) && lang == Lang::En { "!" } else { "." }),
        }
    }
    if hard > 0 && d.chance(0.3) {
        let kind = if d.chance(0.5) { "neutral" } else { "filler" };
        passage.aside(d, lang, split, kind);
    }
    passage.mistype(d, hard * 2);
    let gold = match class {
        MIXED => Gold::TwoSided { first: usize::from(!first_good), last: usize::from(first_good) },
        class => Gold::Class(class),
    };
    let mut asks = vec![Ask::plain(Task::Sentiment, gold)];
    if class < NEUTRAL {
        asks.push(Ask::yes(Task::Satisfied, class == POSITIVE));
    }
    for (task, found, other) in [(Task::Blamed, &blamed, &praised), (Task::Praised, &praised, &blamed)] {
        match (found.as_slice(), other.is_empty()) {
            ([one], _) => asks.push(Ask::text(task, one.name(lang))),
            ([], false) => asks.push(Ask::plain(task, Gold::Absent)),
            _ => {}
        }
    }
    Content { text: passage.text, lang, difficulty: wish.difficulty, asks }
}
