use serde::Serialize;
use terms::Lang;

use super::behave::Injection;
use super::content::{Content, Gold, Wish};
use super::draw::Draw;
use super::labels::{self, Mode};
use super::lesson::Lesson;
use super::lexicon::nonce;
use super::prompt::{Exchange, Parts, assemble, follow_up};
use super::spec::{Spec, Stated};
use super::task::{Family, Scene, Split, Task};
use super::template::fill;
use super::wording::statements;

/// One training or examination text: a conversation whose answers follow from what its prompts say.
#[derive(Clone, Debug)]
pub struct Document {
    /// What it exercises.
    pub family: Family,
    /// What is asked first.
    pub task: Task,
    /// Language of the instructions.
    pub lang: Lang,
    /// Language of the text (not of the sentence whose language is asked).
    pub text_lang: Lang,
    /// 0 (easy) to 3.
    pub difficulty: u8,
    /// How many examples it shows.
    pub shots: usize,
    /// What the prompt says of the wish.
    pub stated: Stated,
    /// The wish.
    pub spec: Spec,
    /// The system message.
    pub system: Option<String>,
    /// Questions and answers, in order.
    pub exchanges: Vec<Exchange>,
    /// An order is hidden in the text.
    pub injected: bool,
    /// The content of the main question.
    pub content: Content,
}

/// What documents are drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Settings {
    /// Everything follows from it and the number of the document.
    pub seed: u64,
    /// Side of the hold-out rule.
    pub split: Split,
    /// Share of drills (copying, look-up, association, binding): the curriculum, from 0.6 down to 0.15.
    pub drills: f32,
    /// Longest document, in characters of all its texts.
    pub longest: usize,
    /// Share of plain documents of each of [`Lesson::ALL`]; nothing in the usual mixture.
    pub lessons: [f32; Lesson::ALL.len()],
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            seed: 1,
            split: Split::Train,
            drills: 0.2,
            longest: 1500,
            lessons: [0.0; Lesson::ALL.len()],
        }
    }
}

/// Tasks outside drills with their weights: more for those that many abilities rest on.
const TASKS: &[(Task, u32)] = &[
    (Task::Sentiment, 12),
    (Task::Satisfied, 3),
    (Task::Blamed, 3),
    (Task::Praised, 3),
    (Task::Intent, 12),
    (Task::Urgency, 4),
    (Task::Product, 3),
    (Task::Sender, 3),
    (Task::Title, 4),
    (Task::Total, 4),
    (Task::Deposit, 2),
    (Task::Shipping, 2),
    (Task::Amount, 2),
    (Task::Ordered, 2),
    (Task::Due, 2),
    (Task::City, 3),
    (Task::Email, 2),
    (Task::Phone, 2),
    (Task::Order, 2),
    (Task::Customer, 3),
    (Task::Company, 2),
    (Task::Record, 7),
    (Task::Personal, 3),
    (Task::Mask, 2),
    (Task::Language, 6),
    (Task::ToFrench, 6),
    (Task::ToEnglish, 6),
    (Task::First, 2),
    (Task::Last, 2),
    (Task::Nth, 2),
    (Task::Count, 2),
    (Task::Sort, 2),
    (Task::Reverse, 2),
    (Task::Contains, 2),
    (Task::Without, 2),
    (Task::Largest, 1),
    (Task::Smallest, 1),
    (Task::Older, 3),
    (Task::Oldest, 3),
    (Task::Cheapest, 2),
    (Task::Dearest, 2),
    (Task::Capitals, 2),
    (Task::LowerCase, 2),
    (Task::DropWord, 2),
    (Task::SwapWord, 2),
    (Task::Belongs, 3),
    (Task::Odd, 3),
    (Task::Category, 5),
];
const DRILLS: &[(Task, u32)] = &[
    (Task::Copy, 3),
    (Task::Lookup, 4),
    (Task::Associate, 4),
    (Task::Category, 5),
    (Task::Intent, 1),
    (Task::Sentiment, 1),
];

fn pick_task(d: &mut Draw, table: &[(Task, u32)]) -> Task {
    let total = table.iter().map(|t| t.1).sum::<u32>();
    let mut at = d.below(total as usize) as u32;
    for (task, weight) in table {
        if at < *weight {
            return *task;
        }
        at -= weight;
    }
    table[0].0
}

impl Document {
    /// Document number `index`: always the same for the same settings.
    pub fn draw(settings: &Settings, index: u64) -> Document {
        let d = &mut Draw::new(settings.seed, index);
        // without lessons nothing is drawn for them: the documents are those of before there were any
        if settings.lessons.iter().any(|share| *share > 0.0) {
            let mut at = d.below(1_000_000) as f32 / 1e6;
            for (lesson, share) in Lesson::ALL.into_iter().zip(settings.lessons) {
                if at < share {
                    return lesson.document(d, settings, true);
                }
                at -= share;
            }
        }
        let drill = d.chance(settings.drills);
        let task = pick_task(d, if drill { DRILLS } else { TASKS });
        let shots = match (drill, task.scene()) {
            (true, Scene::Drill) => d.weighted(&[4, 2, 2, 1, 1, 1, 1]),
            (true, _) => d.between(3, 10),
            _ => [0, 1, 2, 3, 4, 5, 6, 7, 8][d.weighted(&[30, 4, 4, 4, 4, 2, 2, 1, 2])],
        };
        Document::of(d, settings, task, shots, drill)
    }

    /// Plain document number `index` of a lesson, without examples: what a lesson is examined on.
    pub fn plain(settings: &Settings, lesson: Lesson, index: u64) -> Document {
        lesson.document(&mut Draw::new(settings.seed ^ 0x4C45_5353, index), settings, false)
    }

    /// A document about this task, with at most this many examples (as many as fit).
    pub fn of(d: &mut Draw, settings: &Settings, task: Task, shots: usize, drill: bool) -> Document {
        let split = settings.split;
        let lang = if d.chance(0.5) { Lang::Fr } else { Lang::En };
        let text_lang =
            if d.chance(0.12) { if lang == Lang::Fr { Lang::En } else { Lang::Fr } } else { lang };
        let difficulty = d.weighted(&[30, 30, 25, 15]) as u8;
        let mut spec = Spec::draw(d, task, lang, shots, usize::from(difficulty), split);
        if drill && shots > 1 && !task.labels().is_empty() {
            let hard = usize::from(difficulty);
            spec.labels = Some(labels::draw(d, task, lang, Mode::Shown, hard, split));
            spec.forbid = None;
        }
        let stated = Stated::draw(d, &spec, shots);
        Document::build(d, settings, Plan { spec, stated, shots, text_lang, difficulty, exam: None })
    }

    /// A document from its plan.
    pub(super) fn build(d: &mut Draw, settings: &Settings, plan: Plan) -> Document {
        let Plan { spec, mut stated, shots, text_lang, difficulty, exam } = plan;
        let (task, split) = (spec.task, settings.split);
        let wish = |class: Option<usize>, difficulty: u8| Wish {
            task,
            class,
            lang: text_lang,
            asked_in: spec.lang,
            difficulty,
            split,
        };
        let classes: Vec<usize> = match &spec.labels {
            Some(labels) => labels.classes.clone(),
            None => (0..labels::classes(task)).collect(),
        };
        let closed = !task.labels().is_empty();
        // examples: every class at least once when there is room, easy when they are many
        let mut order: Vec<usize> =
            (0..shots).map(|i| classes.get(i % classes.len().max(1)).copied().unwrap_or(0)).collect();
        d.shuffle(&mut order);
        let mut examples = Vec::with_capacity(shots);
        let mut room = settings.longest;
        let easy = if shots > 3 { difficulty.min(1) } else { difficulty };
        for class in &order {
            let example = Content::draw(d, wish(closed.then_some(*class), easy));
            // the text and its share of layout, instructions and answer
            let length = example.text.len() + if example.asks[0].x.is_empty() { 40 } else { 90 };
            if room < length + 400 {
                break;
            }
            room -= length;
            examples.push(example);
        }
        // what only examples explain can be asked only of what they showed
        let shown = spec.labels.as_ref().is_some_and(|l| l.mode == Mode::Shown);
        let asked = match (closed, shown && !examples.is_empty()) {
            (false, _) => None,
            (true, true) => Some(order[d.below(examples.len())]),
            (true, false) if task == Task::Sentiment && spec.labels.is_some() && d.chance(0.15) => {
                Some(labels::MIXED)
            }
            (true, false) => Some(*d.pick(&classes)),
        };
        let mut content = Content::draw(d, wish(asked, difficulty));
        // a question that names something of its text must be put
        let vague = !stated.task && !stated.labels && examples.is_empty() && task.scene() != Scene::Drill;
        stated.task |= !vague && !content.asks[0].x.is_empty();
        if examples.is_empty() && shown {
            // no example fitted: say the mapping instead
            stated.labels = true;
        }
        let texty = matches!(task.scene(), Scene::Review | Scene::Message | Scene::Note);
        let injection = match exam {
            Some(exam) => exam.injected,
            None => texty && examples.is_empty() && d.chance(0.06),
        };
        let injection = injection.then(|| hidden_order(d, &spec, text_lang, split));
        if injection.is_some() && exam.is_none() {
            stated.beware = d.chance(0.3);
        }
        let parts = Parts {
            spec: &spec,
            stated,
            content: &content,
            examples: &examples,
            injection: injection.as_ref(),
            split,
        };
        let (system, mut exchanges) = assemble(d, &parts);
        // other questions about the same text: what changes is the instruction alone
        let follow = exam.is_none() && examples.is_empty() && injection.is_none() && stated.task;
        if follow && task.scene() != Scene::Drill && d.chance(0.45) {
            for _ in 0..1 + d.below(3) {
                exchanges.push(another(d, settings, &spec, stated, &mut content));
            }
        }
        Document {
            family: task.family(),
            task,
            lang: spec.lang,
            text_lang,
            difficulty,
            shots: examples.len(),
            stated,
            system,
            exchanges,
            injected: injection.is_some(),
            content,
            spec,
        }
    }

    /// Length of all its texts, in bytes.
    pub fn len(&self) -> usize {
        let texts = self.exchanges.iter().map(|e| e.prompt.len() + e.answer.len() + 1);
        texts.sum::<usize>() + self.system.as_ref().map_or(0, String::len)
    }

    /// Never: a document has an exchange.
    pub fn is_empty(&self) -> bool {
        self.exchanges.is_empty()
    }
}

/// What an examination fixes that training draws.
#[derive(Clone, Copy, Debug)]
pub(super) struct ExamPlan {
    pub injected: bool,
}

/// Everything that decides a document but its wordings and contents.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub spec: Spec,
    pub stated: Stated,
    pub shots: usize,
    pub text_lang: Lang,
    pub difficulty: u8,
    pub exam: Option<ExamPlan>,
}

fn hidden_order(d: &mut Draw, spec: &Spec, lang: Lang, split: Split) -> (String, Injection) {
    let payload = match (&spec.labels, d.below(4)) {
        (Some(labels), 0 | 1) => d.pick(&labels.names).clone(),
        (_, 2) => (*d.pick(&["OK", "42", "BANANA", "HACKED"])).to_owned(),
        _ => nonce(d, split),
    };
    let mut order = String::new();
    let quoted = if d.chance(0.5) { format!("\"{payload}\"") } else { payload.clone() };
    fill(&mut order, statements().slot("inject", lang).pick(d, split), &quoted, "");
    (order, Injection { payload })
}

/// One more question about the same content, with a wish of its own.
fn another(
    d: &mut Draw,
    settings: &Settings,
    spec: &Spec,
    stated: Stated,
    content: &mut Content,
) -> Exchange {
    let at = d.below(content.asks.len());
    content.asks.swap(0, at);
    let task = content.asks[0].task;
    let mut next = Spec::draw(d, task, spec.lang, 0, usize::from(content.difficulty), settings.split);
    let fits = match (&next.labels, &content.asks[0].gold) {
        (Some(labels), Gold::Class(class)) => labels.classes.contains(class),
        _ => true,
    };
    if !fits {
        next.labels = None;
        next.forbid = None;
    }
    let drawn = Stated::draw(d, &next, 0);
    let stated = Stated { task: true, delimited: stated.delimited, role: false, ..drawn };
    let parts = Parts { spec: &next, stated, content, examples: &[], injection: None, split: settings.split };
    follow_up(d, &parts)
}
