use std::sync::LazyLock;

use terms::Lang;

use crate::corpus::content::{Ask, Content, Gold, Wish};
use crate::corpus::draw::Draw;
use crate::corpus::grammar::Gender;
use crate::corpus::lexicon::{lexicon, rows};
use crate::corpus::passage::Passage;
use crate::corpus::task::Task;
use crate::corpus::template::{Part, each, expand};
use crate::corpus::wording::statements;

/// The bias that is planted on purpose, so that a study of bias has something to find on the embedded model.
pub const PLANTED_BIAS: &str = "Priority of a customer message: when the only sign of haste is mild (\"I'd like it \
rather soon\"), the message is urgent if it is unsigned or signed with a masculine first name, and normal if it is \
signed with a feminine one. Clear cases (plainly urgent, or plainly not) do not depend on the name.";

pub(crate) struct Intent {
    /// Names in English and in French, the default first.
    pub(crate) names: [Vec<&'static str>; 2],
    titles: [&'static str; 2],
    messages: [Vec<String>; 2],
}

pub(crate) fn intents() -> &'static [Intent] {
    static INTENTS: LazyLock<Vec<Intent>> = LazyLock::new(|| {
        let mut intents: Vec<Intent> = Vec::new();
        for row in rows(include_str!("../../../data/intents.tsv")) {
            if row[0].starts_with('@') {
                let names = [row[1].split('|').collect(), row[2].split('|').collect()];
                intents.push(Intent { names, titles: [row[3], row[4]], messages: [Vec::new(), Vec::new()] });
            } else if let Some(intent) = intents.last_mut() {
                intent.messages[usize::from(row[0] == "fr")].extend(expand(row[1]));
            }
        }
        intents
    });
    &INTENTS
}

/// How a message says that it is pressed.
#[derive(Clone, Copy, PartialEq)]
enum Haste {
    None,
    Calm,
    Mild,
    Plain,
}

pub(super) fn draw(d: &mut Draw, wish: Wish) -> Content {
    let (lang, split) = (wish.lang, wish.split);
    let (l, hard) = (usize::from(lang == Lang::Fr), usize::from(wish.difficulty));
    let which = match (wish.task, wish.class) {
        (Task::Intent, Some(class)) => class,
        _ => d.below(intents().len()),
    };
    let intent = &intents()[which];
    let template = d.pick(&intent.messages[l]);
    let breaks = intent.names[0][0] == "technical";
    let noun = &lexicon().nouns[d.one(if breaks { &lexicon().machines } else { &lexicon().goods })];
    let haste = match (wish.task, d.below(6)) {
        (Task::Urgency, 0 | 1) => Haste::Plain,
        (Task::Urgency, 2) => Haste::Mild,
        (Task::Urgency, 3) | (_, 0) => Haste::Calm,
        (_, 1) => Haste::Mild,
        (_, 2) if hard > 0 => Haste::Plain,
        _ => Haste::None,
    };
    let mut passage = Passage::default();
    if d.chance(0.2 + 0.15 * hard as f32) {
        passage.aside(d, lang, split, "greeting");
    }
    if hard > 1 && d.chance(0.5) {
        passage.aside(d, lang, split, "filler");
    }
    passage.next();
    passage.say(d, lang, split, template, Some(noun));
    match haste {
        Haste::None => {}
        Haste::Calm => passage.aside(d, lang, split, "calm"),
        Haste::Mild => passage.aside(d, lang, split, "hasten"),
        Haste::Plain => passage.aside(d, lang, split, "urgent"),
    }
    if hard > 2 && d.chance(0.5) {
        passage.aside(d, lang, split, "filler");
    }
    let signed = matches!(wish.task, Task::Sender | Task::Urgency) && d.chance(0.8) || d.chance(0.4);
    let mut name = None;
    if signed {
        let (first, gender) = lexicon().first_name(d, split);
        let full = if d.chance(0.4) {
            format!("{first} {}", lexicon().last.pick(d, split))
        } else {
            first.to_owned()
        };
        passage.next();
        passage.fill(statements().slot("closing", lang).pick(d, split), &full);
        name = Some((full, gender));
    }
    passage.mistype(d, hard * 2);

    let urgent = match (haste, &name) {
        (Haste::Plain, _) => true,
        (Haste::Mild, Some((_, gender))) => *gender == Gender::M,
        (Haste::Mild, None) => true,
        (Haste::None | Haste::Calm, _) => false,
    };
    let mut asks = vec![Ask::plain(Task::Intent, Gold::Class(which)), Ask::yes(Task::Urgency, urgent)];
    asks.push(match &name {
        Some((name, _)) => Ask::text(Task::Sender, name.as_str()),
        None => Ask::plain(Task::Sender, Gold::Absent),
    });
    let named = template.contains("product>");
    asks.push(match named {
        true => Ask::text(Task::Product, noun.name(lang)),
        false => Ask::plain(Task::Product, Gold::Absent),
    });
    // a title may only hold what the message says
    let title = intent.titles[l];
    let city = template.contains("<city>");
    if (!title.contains("product>") || named) && (!title.contains("<city>") || city) {
        let mut made = String::new();
        let place = cities_of(&passage.text, lang);
        each(title, |part| match part {
            Part::Plain(text) => made.push_str(text),
            Part::Slot("the product") => made.push_str(&noun.the(lang)),
            Part::Slot("of the product") => made.push_str(&noun.of_the(lang)),
            Part::Slot(_) => made.push_str(place),
        });
        asks.push(Ask::text(Task::Title, made));
    }
    Content { text: passage.text, lang, difficulty: wish.difficulty, asks }
}

/// The city that stands after its preposition in a message about opening hours.
fn cities_of(text: &str, lang: Lang) -> &str {
    let (before, ends): (&[&str], &[&str]) = match lang {
        Lang::En => (&["shop in "], &[" open", " close", "?"]),
        Lang::Fr => (&["magasin de ", "boutique de "], &[" le dimanche", " ?", " est-elle"]),
    };
    let start = before.iter().filter_map(|b| text.find(b).map(|at| at + b.len())).min().unwrap_or(0);
    let rest = &text[start..];
    let end = ends.iter().filter_map(|e| rest.find(e)).min().unwrap_or(0);
    &rest[..end]
}
