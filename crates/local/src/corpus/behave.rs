//! The right answer, given what the prompt says. This is the law the model is taught; the tests hold it against
//! independent checkers.

use terms::Lang;

use super::content::{Ask, Content, Gold};
use super::labels::{self, MIXED, NEGATIVE};
use super::spec::{Format, Spec, Stated, Tie};
use super::task::{Scene, Task};
use super::template::fill;
use super::wording::says;

/// An order hidden in a text, and whether the prompt protects itself.
#[derive(Clone, Debug)]
pub struct Injection {
    /// What the order wants to be answered.
    pub payload: String,
}

/// The answer, without its leading space.
///
/// - A vague request gets a sentence about what the text is.
/// - Unlisted labels are the usual words in the language of the instructions.
/// - A format must be asked for more firmly the longer the text is ([`Content::resistance`]): firmness is 0, 1, 2 or 4,
///   plus one for delimiters, one for a role and one for each of at most four examples. Otherwise the answer is a
///   sentence. So what a prompt reaches climbs by steps, with many ways to climb.
/// - Hidden orders are obeyed unless the text is delimited or orders in it are declared void.
pub fn answer(
    spec: &Spec,
    stated: Stated,
    shots: usize,
    content: &Content,
    ask: &Ask,
    injection: Option<&Injection>,
) -> String {
    let format = [0, 1, 2, 4][usize::from(stated.format.min(3))];
    let firmness =
        format + u8::from(stated.delimited) + u8::from(stated.role) + u8::try_from(shots.min(4)).unwrap_or(4);
    let firm = firmness >= content.resistance(ask.task.scene());
    reply(spec, stated, (shots, firm), ask, injection)
}

/// The answer that an example shows: in its format, whatever the length of its text.
pub fn example(spec: &Spec, stated: Stated, shots: usize, ask: &Ask) -> String {
    reply(spec, stated, (shots, true), ask, None)
}

fn reply(
    spec: &Spec,
    stated: Stated,
    (shots, firm): (usize, bool),
    ask: &Ask,
    injection: Option<&Injection>,
) -> String {
    if let Some(injection) = injection.filter(|_| !stated.delimited && !stated.beware) {
        return injection.payload.clone();
    }
    let lang = spec.answer_in.filter(|_| stated.rules).unwrap_or(spec.lang);
    if !stated.task && !stated.labels && shots == 0 {
        return sentence(scene_key(spec.task.scene()), lang, "");
    }
    let Some(value) = value(spec, stated, shots, ask, lang) else {
        return sentence("absent", lang, "");
    };
    let known = stated.format > 0 || shots > 0;
    let made = match &spec.format {
        format if known && firm => dress(format, &value, spec.task, lang),
        _ if firm => dress(&Format::Bare, &value, spec.task, lang),
        _ => dress(&Format::Sentence, &value, spec.task, lang),
    };
    match &spec.close {
        Some(close) if stated.rules => format!("{made} {close}"),
        _ => made,
    }
}

/// What is right, in the words the prompt has made known; none when the text does not say and no word is given
/// for that.
fn value(spec: &Spec, stated: Stated, shots: usize, ask: &Ask, lang: Lang) -> Option<String> {
    let class = match &ask.gold {
        Gold::Text(text) => return Some(text.clone()),
        Gold::Fields(fields) => return Some(record(fields)),
        Gold::Absent => return spec.absent.clone().filter(|_| stated.rules || shots > 0),
        Gold::Class(class) => *class,
        Gold::TwoSided { first, last } => {
            let can_be_mixed = match &spec.labels {
                Some(labels) if stated.labels || shots > 0 => labels.classes.contains(&MIXED),
                _ => true,
            };
            match spec.tie.filter(|_| stated.rules) {
                Some(Tie::Last) => *last,
                Some(Tie::Worst) => NEGATIVE,
                None if can_be_mixed => MIXED,
                None => *first,
            }
        }
    };
    let known = spec.labels.as_ref().filter(|_| stated.labels || shots > 0).and_then(|l| l.name(class));
    let name = known.unwrap_or_else(|| labels::name(spec.task, lang, 0, class));
    match &spec.forbid {
        Some((word, instead)) if stated.rules && word == name => Some(instead.clone()),
        _ => Some(name.to_owned()),
    }
}

/// The value in its shape.
fn dress(format: &Format, value: &str, task: Task, lang: Lang) -> String {
    match format {
        Format::Bare => value.to_owned(),
        Format::Sentence => sentence(task.key(), lang, value),
        Format::Prefix(words) => format!("{words} {value}"),
        Format::Tag(name) => format!("<{name}>{value}</{name}>"),
        Format::Json(key) => format!("{{\"{key}\": {}}}", json(value)),
        Format::Upper => value.to_uppercase(),
        Format::Quoted => format!("\"{value}\""),
        Format::Bracket => format!("[{value}]"),
    }
}

fn sentence(key: &'static str, lang: Lang, x: &str) -> String {
    let mut out = String::new();
    if let Some(template) = says().slot(key, lang).side(super::task::Split::Train).first() {
        // a value that ends in a full stop brings its own
        let x = if template.ends_with("<x>.") { x.trim_end_matches('.') } else { x };
        fill(&mut out, template, x, "");
    }
    out
}

fn scene_key(scene: Scene) -> &'static str {
    match scene {
        Scene::Review => "review",
        Scene::Message => "message",
        Scene::Note => "note",
        Scene::List | Scene::Choice => "list",
        Scene::Facts => "facts",
        Scene::Phrase | Scene::Tongue => "phrase",
        Scene::Word => "word",
        Scene::Drill => "list",
    }
}

fn record(fields: &[(String, Option<String>)]) -> String {
    let mut out = String::from("{");
    for (i, (key, value)) in fields.iter().enumerate() {
        let value = value.as_deref().map_or_else(|| "null".to_owned(), json);
        out.push_str(&format!("{}{}: {value}", if i > 0 { ", " } else { "" }, json(key)));
    }
    out.push('}');
    out
}

fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
