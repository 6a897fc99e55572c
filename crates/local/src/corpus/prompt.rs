//! A prompt from its parts: role, task, labels, format, rules, examples, text, in many layouts.

use std::ops::Range;

use terms::Lang;

use super::behave::{Injection, answer, example};
use super::content::{Ask, Content};
use super::draw::Draw;
use super::labels::{self, Labels, Mode};
use super::spec::{Format, Spec, Stated, Tie};
use super::task::{Scene, Split};
use super::template::fill;
use super::wording::wordings;

/// One question and its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    /// What the user writes.
    pub prompt: String,
    /// What comes back, without its leading space.
    pub answer: String,
    /// Where outputs of examples stand in the prompt, in bytes.
    pub outputs: Vec<Range<usize>>,
    /// The answer is an example's: it cannot always be foreseen.
    pub example: bool,
}

/// What a prompt is made from.
#[derive(Debug)]
pub struct Parts<'a> {
    /// The wish.
    pub spec: &'a Spec,
    /// What is said of it.
    pub stated: Stated,
    /// The content in question; its first ask is the question.
    pub content: &'a Content,
    /// Contents of the examples, for the same task.
    pub examples: &'a [Content],
    /// An order hidden in the text: the sentence and what it wants.
    pub injection: Option<&'a (String, Injection)>,
    /// Which wordings may be used.
    pub split: Split,
}

const FENCES: &[[&str; 2]] = &[
    ["\"\"\"\n", "\n\"\"\""],
    ["<text>", "</text>"],
    ["<data>\n", "\n</data>"],
    ["```\n", "\n```"],
    ["---\n", "\n---"],
    ["[[", "]]"],
    ["###\n", "\n###"],
];
/// Before a text, between text and output.
const LAYOUTS: [&[[&str; 2]]; 2] = [
    &[
        ["Text: ", "\nAnswer:"],
        ["Input: ", "\nOutput:"],
        ["Q: ", "\nA:"],
        ["", " ->"],
        ["", " =>"],
        ["", "\nAnswer:"],
        ["Example: ", "\nResult:"],
        ["* ", " |"],
    ],
    &[
        ["Texte : ", "\nRéponse :"],
        ["Entrée : ", "\nSortie :"],
        ["Q : ", "\nR :"],
        ["", " ->"],
        ["", " =>"],
        ["", "\nRéponse :"],
        ["Exemple : ", "\nRésultat :"],
        ["* ", " |"],
    ],
];

/// The prompt and its answer: one exchange, after one per example when they are given as turns; and a system message
/// when the instructions go there.
pub fn assemble(d: &mut Draw, parts: &Parts<'_>) -> (Option<String>, Vec<Exchange>) {
    let Parts { spec, stated, content, examples, .. } = *parts;
    let l = usize::from(spec.lang == Lang::Fr);
    let ask = &content.asks[0];
    let fence = if stated.delimited { d.one(FENCES) } else { ["", ""] };
    // a question that names something of its text cannot be shared by the examples
    let own_words = !ask.x.is_empty();
    let turns = !examples.is_empty() && (own_words || d.chance(0.4));
    let vague = !stated.task && !stated.labels && examples.is_empty();
    let instructions = Instructions::draw(d, parts, vague);
    let said = instructions.with(ask);
    let system = !own_words && !vague && !said.is_empty() && d.chance(0.2);
    let text = match parts.injection {
        Some((order, _)) if d.chance(0.7) => format!("{} {order}", content.text),
        Some((order, _)) => format!("{order} {}", content.text),
        None => content.text.clone(),
    };
    let final_answer = answer(spec, stated, examples.len(), content, ask, parts.injection.map(|i| &i.1));
    let shown = |ask: &Ask| example(spec, stated, examples.len(), ask);

    let mut exchanges = Vec::with_capacity(examples.len() + 1);
    if turns {
        let mut first = true;
        for example in examples {
            let ask = &example.asks[0];
            let said = if own_words {
                instructions.with(ask)
            } else if first && !system {
                said.clone()
            } else {
                String::new()
            };
            first = false;
            let prompt = join_two(&said, &fenced(&example.text, fence));
            let answer = shown(ask);
            exchanges.push(Exchange { prompt, answer, outputs: Vec::new(), example: true });
        }
        let own = if own_words { instructions.with(ask) } else { String::new() };
        let prompt = join_two(&own, &fenced(&text, fence));
        exchanges.push(Exchange { prompt, answer: final_answer, outputs: Vec::new(), example: false });
        return (system.then_some(said), exchanges);
    }

    let mut prompt = String::new();
    let mut outputs = Vec::new();
    if !examples.is_empty() {
        let [before, between] = d.one(LAYOUTS[l]);
        let gap = d.one(&["\n", "\n\n", "\n\n", "\n###\n"]);
        if !system && !said.is_empty() {
            prompt.push_str(&said);
            let gap = *d.pick(&["\n\n", "\n"]);
            prompt.push_str(gap);
        }
        if d.chance(0.3) {
            prompt.push_str(wordings().slot("shots", spec.lang).pick(d, parts.split));
            prompt.push('\n');
        }
        for example in examples {
            prompt.push_str(before);
            prompt.push_str(&fenced(&example.text, fence));
            prompt.push_str(between);
            let start = prompt.len();
            prompt.push(' ');
            prompt.push_str(&shown(&example.asks[0]));
            outputs.push(start..prompt.len());
            prompt.push_str(gap);
        }
        prompt.push_str(before);
        prompt.push_str(&fenced(&text, fence));
        prompt.push_str(between);
    } else {
        let said = if system { "" } else { said.as_str() };
        let body = fenced(&text, fence);
        let body = if body.is_empty() || !fence[0].is_empty() || !d.chance(0.3) {
            body
        } else {
            [d.pick(LAYOUTS[l])[0], &body].concat()
        };
        let text_first = !body.is_empty() && !said.is_empty() && d.chance(0.25);
        prompt = if text_first { join_two(&body, said) } else { joined(d, said, &body) };
        if !text_first && content.asks[0].x.is_empty() && d.chance(0.2) {
            prompt.push_str(d.one(LAYOUTS[l])[1]);
        }
    }
    exchanges.push(Exchange { prompt, answer: final_answer, outputs, example: false });
    (system.then_some(said), exchanges)
}

/// Another question about the text above: its instructions only.
pub fn follow_up(d: &mut Draw, parts: &Parts<'_>) -> Exchange {
    let Parts { spec, stated, content, .. } = *parts;
    let ask = &content.asks[0];
    let instructions = Instructions::draw(d, parts, false);
    let mut prompt = String::new();
    if d.chance(0.5) {
        prompt.push_str(wordings().slot("follow", spec.lang).pick(d, parts.split));
        prompt.push(' ');
    }
    prompt.push_str(&instructions.with(ask));
    let answer = answer(spec, stated, 0, content, ask, None);
    Exchange { prompt, answer, outputs: Vec::new(), example: false }
}

fn fenced(text: &str, fence: [&str; 2]) -> String {
    if text.is_empty() { String::new() } else { [fence[0], text, fence[1]].concat() }
}

fn join_two(a: &str, b: &str) -> String {
    if a.is_empty() || b.is_empty() { [a, b].concat() } else { [a, "\n", b].concat() }
}

fn joined(d: &mut Draw, a: &str, b: &str) -> String {
    if a.is_empty() || b.is_empty() {
        return [a, b].concat();
    }
    [a, d.one(&["\n", "\n\n", "\n", " "]), b].concat()
}

/// The sentences of the instructions; the task's may have words of its content.
struct Instructions {
    before: Vec<String>,
    task: String,
    after: Vec<String>,
    lines: &'static str,
}

impl Instructions {
    fn draw(d: &mut Draw, parts: &Parts<'_>, vague: bool) -> Instructions {
        let Parts { spec, stated, split, .. } = *parts;
        let pick =
            |d: &mut Draw, key: &'static str| wordings().slot(key, spec.lang).pick(d, split).to_owned();
        let with = |d: &mut Draw, key: &'static str, x: &str, y: &str| {
            let mut out = String::new();
            fill(&mut out, wordings().slot(key, spec.lang).pick(d, split), x, y);
            out
        };
        let mut before = Vec::new();
        if stated.role {
            before.push(pick(d, "role"));
        }
        let task = match (stated.task, vague) {
            (true, _) => pick(d, spec.task.key()),
            (false, true) if spec.task.scene() != Scene::Drill => pick(d, "vague"),
            _ => String::new(),
        };
        let mut after = Vec::new();
        if let Some(labels) = spec.labels.as_ref().filter(|_| stated.labels) {
            let (key, list) = match labels.mode {
                Mode::Listed => ("labels", listed(d, labels, spec.lang)),
                Mode::Mapped | Mode::Shown => ("mapping", mapped(d, labels, spec)),
            };
            after.push(with(d, key, &list, ""));
        }
        match (&spec.format, stated.format) {
            (_, 0) => {}
            (Format::Bare, _) => {}
            (Format::Sentence, _) => after.push(pick(d, "sentence")),
            (Format::Prefix(x), _) => after.push(with(d, "prefix", x, "")),
            (Format::Tag(x), _) => after.push(with(d, "tag", x, "")),
            (Format::Json(x), _) => after.push(with(d, "json", x, "")),
            (Format::Upper, _) => after.push(pick(d, "upper")),
            (Format::Quoted, _) => after.push(pick(d, "quoted")),
            (Format::Bracket, _) => after.push(pick(d, "bracket")),
        }
        // more or less firmly; the first step of another format is to say it
        match (&spec.format, stated.format) {
            (Format::Sentence, _) | (_, 0) => {}
            (Format::Bare, 1) => after.push(pick(d, "bare:1")),
            (_, 1) => {}
            (_, 2) => after.push(pick(d, "bare:2")),
            _ => after.push(pick(d, "bare:3")),
        }
        if stated.rules && !vague {
            if let Some(tie) = spec.tie {
                after.push(pick(d, if tie == Tie::Last { "tie:last" } else { "tie:worst" }));
            }
            if let Some(x) = &spec.absent {
                let x = format!("\"{x}\"");
                after.push(with(d, "absent", &x, ""));
            }
            if let Some((x, y)) = &spec.forbid {
                after.push(with(d, "forbid", x, y));
            }
            if let Some(x) = &spec.close {
                after.push(with(d, "close", x, ""));
            }
            if let Some(lang) = spec.answer_in {
                let name = match (lang, spec.lang) {
                    (Lang::En, Lang::En) => "English",
                    (Lang::En, Lang::Fr) => "anglais",
                    (Lang::Fr, Lang::En) => "French",
                    (Lang::Fr, Lang::Fr) => "français",
                };
                after.push(with(d, "answer in", name, ""));
            }
        }
        if stated.beware {
            after.push(pick(d, "beware"));
        }
        d.shuffle(&mut after);
        if d.chance(0.15) && !after.is_empty() {
            before.push(after.remove(0));
        }
        let lines = d.one(&[" ", " ", " ", "\n", "\n- "]);
        Instructions { before, task, after, lines }
    }

    /// As one text.
    fn with(&self, ask: &Ask) -> String {
        let mut out = String::new();
        let mut add = |text: &str| {
            if !text.is_empty() {
                if !out.is_empty() {
                    out.push_str(self.lines);
                }
                out.push_str(text);
            }
        };
        self.before.iter().for_each(|s| add(s));
        let mut task = String::new();
        fill(&mut task, &self.task, &ask.x, &ask.y);
        add(&task);
        self.after.iter().for_each(|s| add(s));
        out
    }
}

fn listed(d: &mut Draw, labels: &Labels, lang: Lang) -> String {
    let mut names = labels.names.clone();
    d.shuffle(&mut names);
    match d.below(5) {
        0 => names.join(" / "),
        1 => names.iter().map(|n| format!("\"{n}\"")).collect::<Vec<_>>().join(", "),
        2 => {
            let last = names.pop().unwrap_or_default();
            let or = if lang == Lang::Fr { " ou " } else { " or " };
            [names.join(", ").as_str(), or, &last].concat()
        }
        _ => names.join(", "),
    }
}

/// `positive = zap, negative = blip`, in either direction.
fn mapped(d: &mut Draw, labels: &Labels, spec: &Spec) -> String {
    let mut pairs: Vec<(&str, &str)> = labels
        .classes
        .iter()
        .zip(&labels.names)
        .map(|(c, n)| (labels::name(spec.task, spec.lang, 0, *c), n.as_str()))
        .collect();
    d.shuffle(&mut pairs);
    let (means, and) = d.one(&[(" = ", ", "), (" -> ", "; "), (": ", ", "), (" = ", "; ")]);
    let (when, back) = match spec.lang {
        Lang::En => (" if ", d.chance(0.25)),
        Lang::Fr => (" si ", d.chance(0.25)),
    };
    let pair = |(usual, name): &(&str, &str)| match back {
        true => [name, when, usual].concat(),
        false => [usual, means, name].concat(),
    };
    pairs.iter().map(pair).collect::<Vec<_>>().join(and)
}
