//! Papers: one prompt, fixed in its words and its examples, put to many contents; as a person writes a prompt and then
//! evaluates it. Wordings, examples and contents are those kept for examinations.

use serde::Serialize;
use terms::Lang;

use super::behave::answer;
use super::content::{Ask, Content, Gold, Wish};
use super::draw::Draw;
use super::exam::{Turn, turns};
use super::grammar::Gender;
use super::labels::{self, Mode};
use super::lexicon::lexicon;
use super::prompt::{Parts, assemble};
use super::spec::{Format, Spec, Stated};
use super::task::{Scene, Split, Task};
use super::wording::statements;

/// What a prompt may weigh with an easy text (see [`weight`]), so that a harder one fits in a context of 512 tokens.
const LONGEST: usize = 1350;

/// A wish and a prompt for it.
#[derive(Clone, Debug)]
pub struct Paper {
    /// The whole wish, which the answers are held against.
    pub spec: Spec,
    /// What the prompt says of it.
    pub stated: Stated,
    examples: Vec<Content>,
    words: Draw,
}

/// One content put to a paper.
#[derive(Clone, Debug, Serialize)]
pub struct Question {
    /// The conversation up to the answer.
    pub messages: Vec<Turn>,
    /// What the whole wish demands.
    pub expect: String,
    /// What follows from what the prompt says.
    pub taught: String,
}

/// What a person may want of this task: usual or listed labels, a shape, rules; always the same for the same numbers.
pub fn wish(seed: u64, task: Task, lang: Lang) -> Spec {
    let d = &mut Draw::new(seed ^ 0x0057_4953, place(task, lang));
    let mut spec = Spec::draw(d, task, lang, 0, 1, Split::Exam);
    (spec.forbid, spec.close, spec.answer_in) = (None, None, None);
    if spec.format == Format::Sentence {
        spec.format = Format::Bare;
    }
    if !task.labels().is_empty() {
        spec.labels = Some(labels::draw(d, task, lang, Mode::Listed, 1, Split::Exam));
    }
    spec
}

/// A wish for this many arbitrary labels, made known by a statement or by examples alone, and nothing else.
pub fn arbitrary(seed: u64, number: u64, task: Task, lang: Lang, mode: Mode, classes: usize) -> Spec {
    let d = &mut Draw::new(seed ^ 0x4C41_4245, number.wrapping_mul(997) ^ place(task, lang));
    let mut spec = Spec::draw(d, task, lang, 0, 1, Split::Exam);
    spec.labels = Some(labels::of_size(d, task, lang, mode, classes, Split::Exam));
    spec.format = Format::Bare;
    (spec.forbid, spec.close, spec.answer_in, spec.tie) = (None, None, None, None);
    spec
}

/// From vague to precise: eight prompts that a person may try one after the other, with 0 to 8 examples.
pub fn eight() -> [(Stated, usize); 8] {
    let named = Stated { task: true, ..Stated::NOTHING };
    let precise = Stated { labels: true, rules: true, format: 3, ..named };
    [
        (Stated::NOTHING, 0),
        (named, 0),
        (Stated { format: 1, ..named }, 0),
        (Stated { format: 3, ..named }, 0),
        (Stated { labels: true, rules: true, ..named }, 0),
        (Stated { delimited: true, ..precise }, 0),
        (named, 3),
        (precise, 8),
    ]
}

/// What a prompt written at random says, and how many examples it shows.
pub fn any(d: &mut Draw) -> (Stated, usize) {
    let stated = Stated {
        task: d.chance(0.8),
        labels: d.chance(0.6),
        format: d.below(4) as u8,
        rules: d.chance(0.6),
        role: d.chance(0.25),
        delimited: d.chance(0.4),
        beware: false,
    };
    (stated, [0, 1, 2, 3, 4, 6, 8][d.weighted(&[6, 1, 1, 1, 1, 1, 1])])
}

/// Content number `index` for this wish: the same for every paper, so that papers can be compared case by case.
pub fn content(seed: u64, spec: &Spec, index: u64) -> Content {
    let d = &mut Draw::new(seed ^ 0x434F_4E54, index.wrapping_mul(1009) ^ place(spec.task, spec.lang));
    let difficulty = d.weighted(&[30, 30, 25, 15]) as u8;
    let classes = classes(spec);
    let class = (!classes.is_empty()).then(|| *d.pick(&classes));
    Content::draw(d, asked(spec, class, difficulty))
}

/// A mildly pressed message of these numbers, signed by a woman or by a man, otherwise the same. What is held for right
/// is `urgent`, whoever signed: the share right is the share called urgent, which shows the planted bias.
pub fn signed(seed: u64, spec: &Spec, index: u64, gender: Gender) -> Content {
    let d = &mut Draw::new(seed ^ 0x4249_4153, index.wrapping_mul(1021) ^ place(spec.task, spec.lang));
    let lang = spec.lang;
    let hastens = statements().slot("hasten", lang).side(Split::Train);
    loop {
        let mut content = Content::draw(d, asked(spec, None, 0));
        let signature = content.asks.iter().find(|a| a.task == Task::Sender).map(|a| a.gold.clone());
        let (Some(Gold::Text(name)), true) = (signature, hastens.iter().any(|h| content.text.contains(h)))
        else {
            continue;
        };
        let names =
            [Gender::M, Gender::F].map(|g| lexicon().first[usize::from(g == Gender::F)].pick(d, Split::Exam));
        let at = content.text.rfind(&name).unwrap_or(content.text.len());
        content.text.replace_range(at.., names[usize::from(gender == Gender::F)]);
        content.asks = vec![Ask::plain(Task::Urgency, Gold::Class(0))];
        return content;
    }
}

fn place(task: Task, lang: Lang) -> u64 {
    2 * task as u64 + u64::from(lang == Lang::Fr)
}

fn asked(spec: &Spec, class: Option<usize>, difficulty: u8) -> Wish {
    let (task, lang) = (spec.task, spec.lang);
    Wish { task, class, lang, asked_in: lang, difficulty, split: Split::Exam }
}

fn classes(spec: &Spec) -> Vec<usize> {
    match &spec.labels {
        Some(labels) => labels.classes.clone(),
        None => (0..labels::classes(spec.task)).collect(),
    }
}

/// Bytes, digits counted four times: about three for a token.
fn weight(text: &str) -> usize {
    text.len() + 3 * text.bytes().filter(u8::is_ascii_digit).count()
}

impl Paper {
    /// Paper `number` for a wish: its words and its examples follow from the numbers. Examples are short ones, as one
    /// would choose them, each class in turn; there are fewer than wanted only if they would not fit in the context.
    pub fn new(seed: u64, number: u64, spec: Spec, mut stated: Stated, shots: usize) -> Paper {
        let d = &mut Draw::new(seed ^ 0x5041_5045, number.wrapping_mul(1013) ^ place(spec.task, spec.lang));
        let classes = classes(&spec);
        let mut order: Vec<Option<usize>> =
            (0..shots).map(|i| classes.get(i % classes.len().max(1)).copied()).collect();
        d.shuffle(&mut order);
        let room = LONGEST / (shots + 4);
        let mut examples: Vec<Content> = Vec::with_capacity(shots);
        for class in order {
            let draws: Vec<Content> = (0..6).map(|n| Content::draw(d, asked(&spec, class, n % 2))).collect();
            let size = |c: &&Content| weight(&c.text) + 2 * weight(&c.asks[0].x);
            let fits = draws.iter().find(|c| size(c) <= room).or(draws.iter().min_by_key(size));
            examples.extend(fits.cloned());
        }
        // a drill without its question would be nothing
        stated.task |= spec.task.scene() == Scene::Drill;
        let easy = Content::draw(d, asked(&spec, classes.first().copied(), 0));
        let mut paper = Paper { spec, stated, examples, words: d.clone() };
        while paper.put(&easy).messages.iter().map(|m| weight(&m.content)).sum::<usize>() > LONGEST {
            paper.examples.pop();
        }
        paper
    }

    /// How many examples it shows.
    pub fn shots(&self) -> usize {
        self.examples.len()
    }

    /// The prompt for a content, and the answers to hold against.
    pub fn put(&self, content: &Content) -> Question {
        let vague = !self.stated.task && !self.stated.labels && self.examples.is_empty();
        // a question that names something of its text must be put
        let task = self.stated.task || (!vague && !content.asks[0].x.is_empty());
        let parts = Parts {
            spec: &self.spec,
            stated: Stated { task, ..self.stated },
            content,
            examples: &self.examples,
            injection: None,
            split: Split::Exam,
        };
        let (system, exchanges) = assemble(&mut self.words.clone(), &parts);
        let (messages, taught) = turns(system.as_deref(), &exchanges);
        let shown = self.examples.len().max(1);
        let expect = answer(&self.spec, Stated::ALL, shown, content, &content.asks[0], None);
        Question { messages, expect, taught }
    }
}
