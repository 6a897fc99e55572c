use crate::corpus::content::{Ask, Content, Wish};
use crate::corpus::draw::Draw;
use crate::corpus::lexicon::{lexicon, nonce};
use crate::corpus::task::Task;
use crate::corpus::values;

/// A word, a name, a number, something made up.
fn token(d: &mut Draw, wish: Wish) -> String {
    match d.below(8) {
        0 | 1 => nonce(d, wish.split),
        2 => lexicon().first_name(d, wish.split).0.to_owned(),
        3 => lexicon().city(d, wish.lang, wish.split).to_owned(),
        4 => d.below(1000).to_string(),
        5 => values::order(d),
        _ => lexicon().nouns[d.below(lexicon().nouns.len())].name(wish.lang).to_owned(),
    }
}

fn distinct(d: &mut Draw, n: usize, mut make: impl FnMut(&mut Draw) -> String) -> Vec<String> {
    let mut all: Vec<String> = Vec::with_capacity(n);
    for _ in 0..n * 8 {
        let one = make(d);
        if !all.contains(&one) {
            all.push(one);
        }
        if all.len() == n {
            break;
        }
    }
    all
}

pub(super) fn draw(d: &mut Draw, wish: Wish) -> Content {
    let hard = usize::from(wish.difficulty);
    let (text, ask) = match wish.task {
        Task::Lookup => {
            let n = 2 + d.below(2 + hard);
            let keys = distinct(d, n, |d| token(d, wish));
            let values = distinct(d, keys.len(), |d| token(d, wish));
            let n = keys.len().min(values.len());
            let (is, and) =
                d.one(&[(": ", "; "), (" = ", ", "), (": ", "\n"), (" -> ", "\n"), (" = ", "\n")]);
            let pairs: Vec<String> = (0..n).map(|i| [&keys[i], is, &values[i]].concat()).collect();
            let at = d.below(n);
            (pairs.join(and), Ask::text(Task::Lookup, values[at].as_str()).with(keys[at].as_str(), ""))
        }
        Task::Associate => {
            // few partners, shown several times: binding by example, 2 to 5 classes
            let classes = 2 + d.below(2 + hard.min(2));
            let partners = distinct(d, classes, |d| nonce(d, wish.split));
            let n = classes + d.below(3);
            let things = distinct(d, n, |d| token(d, wish));
            let (is, and) = d.one(&[(" -> ", "\n"), (": ", "\n"), (" = ", ", "), (" -> ", " | ")]);
            let shows = things.len() + d.below(2 + 2 * hard);
            let mut order: Vec<usize> = (0..shows).map(|i| i % things.len()).collect();
            d.shuffle(&mut order);
            let pair = |i: usize| [&things[i], is, &partners[i % partners.len()]].concat();
            let shown: Vec<String> = order.iter().map(|i| pair(*i)).collect();
            let at = d.one(&order);
            let ask = Ask::text(Task::Associate, partners[at % partners.len()].as_str());
            (shown.join(and), ask.with(things[at].as_str(), ""))
        }
        _ => {
            let n = 1 + d.below(2 + 2 * hard);
            let between = d.one(&[" ", ", ", " ", "-"]);
            let words: Vec<String> = (0..n).map(|_| token(d, wish)).collect();
            let text = words.join(between);
            (String::new(), Ask::text(Task::Copy, text.as_str()).with(text.as_str(), ""))
        }
    };
    Content { text, lang: wish.lang, difficulty: wish.difficulty, asks: vec![ask] }
}
