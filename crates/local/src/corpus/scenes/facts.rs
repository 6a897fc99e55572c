use terms::Lang;

use crate::corpus::content::{Ask, Content, Wish};
use crate::corpus::draw::Draw;
use crate::corpus::grammar::{Gender, capital, starts_with_vowel};
use crate::corpus::lexicon::lexicon;
use crate::corpus::passage::Passage;
use crate::corpus::task::Task;
use crate::corpus::wording::statements;

pub(super) fn draw(d: &mut Draw, wish: Wish) -> Content {
    let mut passage = Passage::default();
    let asks = match wish.task {
        Task::Older | Task::Oldest => ages(d, wish, &mut passage),
        _ => prices(d, wish, &mut passage),
    };
    if wish.difficulty > 1 && d.chance(0.4) {
        passage.next();
        passage.push(statements().slot("filler", wish.lang).pick(d, wish.split));
    }
    passage.mistype(d, usize::from(wish.difficulty));
    Content { text: passage.text, lang: wish.lang, difficulty: wish.difficulty, asks }
}

/// A chain of people from the oldest to the youngest, told as ages (easy) or link by link, in any order.
fn ages(d: &mut Draw, wish: Wish, passage: &mut Passage) -> Vec<Ask> {
    let hard = usize::from(wish.difficulty);
    // `plus âgé` agrees with a masculine subject only: all the people of a chain are men in French
    let mut people: Vec<&str> = Vec::new();
    while people.len() < 2 + d.below(2).min(hard) + usize::from(hard > 2) {
        let (name, gender) = lexicon().first_name(d, wish.split);
        if !people.contains(&name)
            && (gender == Gender::M || wish.lang == Lang::En && wish.asked_in == Lang::En)
        {
            people.push(name);
        }
    }
    let mut sentences: Vec<String> = if hard == 0 || d.chance(0.3) {
        let mut age = 95 - d.below(20);
        people
            .iter()
            .map(|p| {
                age -= 1 + d.below(12);
                match wish.lang {
                    Lang::En => format!("{p} is {age}{}.", d.pick(&["", " years old"])),
                    Lang::Fr => format!("{p} a {age} ans."),
                }
            })
            .collect()
    } else {
        people
            .windows(2)
            .map(|w| match (wish.lang, d.chance(0.5)) {
                (Lang::En, true) => format!("{} is older than {}.", w[0], w[1]),
                (Lang::En, false) => format!("{} is younger than {}.", w[1], w[0]),
                (Lang::Fr, true) => format!("{} est plus âgé {}.", w[0], que(w[1])),
                (Lang::Fr, false) => format!("{} est plus jeune {}.", w[1], que(w[0])),
            })
            .collect()
    };
    d.shuffle(&mut sentences);
    passage.keep(&sentences.join(" "));
    let (mut a, mut b) = (d.below(people.len()), d.below(people.len() - 1));
    b += usize::from(b >= a);
    if wish.class.is_some_and(|c| (a < b) != (c == 0)) {
        (a, b) = (b, a);
    }
    // the French wordings end in `qu<y>`
    let than = match (wish.asked_in, elides(people[b])) {
        (Lang::En, _) => people[b].to_owned(),
        (Lang::Fr, true) => format!("'{}", people[b]),
        (Lang::Fr, false) => format!("e {}", people[b]),
    };
    vec![Ask::yes(Task::Older, a < b).with(people[a], than), Ask::text(Task::Oldest, people[0])]
}

/// Whether `que` loses its e before this name.
fn elides(name: &str) -> bool {
    starts_with_vowel(name) && !name.starts_with('H')
}

fn que(name: &str) -> String {
    if elides(name) { format!("qu'{name}") } else { format!("que {name}") }
}

fn prices(d: &mut Draw, wish: Wish, passage: &mut Passage) -> Vec<Ask> {
    let n = 2 + d.below(1 + usize::from(wish.difficulty)).min(3);
    let mut goods: Vec<(&str, usize)> = Vec::new();
    while goods.len() < n {
        let noun = &lexicon().nouns[d.one(&lexicon().goods)];
        let price = d.between(2, [99, 200, 500, 999][usize::from(wish.difficulty.min(3))]);
        if goods.iter().any(|(g, p)| *g == noun.name(wish.lang) || *p == price) {
            continue;
        }
        passage.next();
        let (the, short) = (capital(&noun.the(wish.lang)), d.chance(0.3));
        passage.keep(&match (wish.lang, short) {
            (Lang::En, true) => format!("{}: {price} €.", capital(noun.name(wish.lang))),
            (Lang::Fr, true) => format!("{} : {price} €.", capital(noun.name(wish.lang))),
            (Lang::En, false) => format!("{the} costs {price} €."),
            (Lang::Fr, false) => format!("{the} coûte {price} €."),
        });
        goods.push((noun.name(wish.lang), price));
    }
    goods.sort_by_key(|(_, price)| *price);
    vec![Ask::text(Task::Cheapest, goods[0].0), Ask::text(Task::Dearest, goods[n - 1].0)]
}
