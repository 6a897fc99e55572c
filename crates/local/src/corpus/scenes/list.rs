use terms::Lang;

use crate::corpus::content::{Ask, Content, Wish};
use crate::corpus::draw::Draw;
use crate::corpus::grammar::folded;
use crate::corpus::lexicon::lexicon;
use crate::corpus::task::Task;

pub(super) fn draw(d: &mut Draw, wish: Wish) -> Content {
    let hard = usize::from(wish.difficulty);
    let numbers = matches!(wish.task, Task::Largest | Task::Smallest) || d.chance(0.12);
    let want = 2 + d.below(3 + 2 * hard);
    let category = d.pick(&lexicon().categories);
    let source = d.below(4);
    let mut items: Vec<String> = Vec::with_capacity(want);
    for _ in 0..want * 4 {
        let item = match source {
            _ if numbers => d.below([20, 100, 1000, 1000][hard.min(3)]).to_string(),
            0 => lexicon().first_name(d, wish.split).0.to_owned(),
            1 => lexicon().city(d, wish.lang, wish.split).to_owned(),
            _ => lexicon().nouns[category.nouns.start + d.below(category.nouns.len())]
                .name(wish.lang)
                .to_owned(),
        };
        if !items.contains(&item) {
            items.push(item);
        }
        if items.len() == want {
            break;
        }
    }
    let text = match d.below(6) {
        0 => items.join("; "),
        1 => items.join(" - "),
        2 => items.iter().map(|i| format!("- {i}")).collect::<Vec<_>>().join("\n"),
        3 => items.iter().enumerate().map(|(n, i)| format!("{}. {i}", n + 1)).collect::<Vec<_>>().join("\n"),
        _ => items.join(", "),
    };
    let n = items.len();
    let join = |items: &[String]| items.join(", ");
    let mut asks = vec![
        Ask::text(Task::First, items[0].as_str()),
        Ask::text(Task::Last, items[n - 1].as_str()),
        Ask::text(Task::Count, n.to_string()),
    ];
    let place = d.below(n);
    asks.push(Ask::text(Task::Nth, items[place].as_str()).with((place + 1).to_string(), ""));
    let reversed: Vec<String> = items.iter().rev().cloned().collect();
    asks.push(Ask::text(Task::Reverse, join(&reversed)));
    let here = wish.class.map_or_else(|| d.chance(0.5), |c| c == 0);
    let looked_for =
        if here { Some(items[d.below(n)].clone()) } else { stranger(d, wish, &items, numbers, source) };
    if let Some(x) = looked_for {
        let yes = items.contains(&x);
        asks.push(Ask::yes(Task::Contains, yes).with(quoted(&x, wish.asked_in), ""));
    }
    let out = d.below(n);
    let rest: Vec<String> =
        items.iter().enumerate().filter(|(i, _)| *i != out).map(|(_, v)| v.clone()).collect();
    asks.push(Ask::text(Task::Without, join(&rest)).with(quoted(&items[out], wish.asked_in), ""));
    if numbers {
        let value = |s: &String| s.parse::<u32>().unwrap_or_default();
        let (mut low, mut high) = (&items[0], &items[0]);
        for item in &items {
            low = if value(item) < value(low) { item } else { low };
            high = if value(item) > value(high) { item } else { high };
        }
        asks.push(Ask::text(Task::Largest, high.as_str()));
        asks.push(Ask::text(Task::Smallest, low.as_str()));
    } else {
        let mut sorted = items.clone();
        sorted.sort_by_key(|i| folded(i));
        asks.push(Ask::text(Task::Sort, join(&sorted)));
    }
    Content { text, lang: wish.lang, difficulty: wish.difficulty, asks }
}

fn stranger(d: &mut Draw, wish: Wish, items: &[String], numbers: bool, source: usize) -> Option<String> {
    (0..20)
        .map(|_| match source {
            _ if numbers => d.below(100).to_string(),
            0 => lexicon().first_name(d, wish.split).0.to_owned(),
            1 => lexicon().city(d, wish.lang, wish.split).to_owned(),
            _ => lexicon().nouns[d.below(lexicon().nouns.len())].name(wish.lang).to_owned(),
        })
        .find(|x| !items.contains(x))
}

fn quoted(x: &str, lang: Lang) -> String {
    if lang == Lang::Fr { format!("« {x} »") } else { format!("\"{x}\"") }
}
