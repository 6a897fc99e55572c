//! Examinations: held-out wordings and contents, prompts from vague to precise, with 0 to 8 examples, and the answer
//! that the whole wish demands, whether the prompt says it or not.

use serde::{Deserialize, Serialize};
use terms::Lang;

use super::behave::answer;
use super::document::{Document, ExamPlan, Plan, Settings};
use super::draw::Draw;
use super::labels::{self, Mode};
use super::prompt::Exchange;
use super::spec::{Format, Spec, Stated};
use super::task::{Family, Split, Task};

/// How much a prompt says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing.
    Vague,
    /// The task.
    Named,
    /// The task and, weakly, the format.
    Hinted,
    /// The task and the format.
    Formatted,
    /// The task and the labels.
    Labelled,
    /// Task, labels, format and rules.
    Precise,
    /// The same, the text between delimiters.
    Delimited,
}

impl Level {
    /// From vague to precise.
    pub const ALL: [Level; 7] = [
        Level::Vague,
        Level::Named,
        Level::Hinted,
        Level::Formatted,
        Level::Labelled,
        Level::Precise,
        Level::Delimited,
    ];

    fn stated(self) -> Stated {
        let named = Stated { task: true, ..Stated::NOTHING };
        match self {
            Level::Vague => Stated::NOTHING,
            Level::Named => named,
            Level::Hinted => Stated { format: 1, ..named },
            Level::Formatted => Stated { format: 3, ..named },
            Level::Labelled => Stated { labels: true, rules: true, ..named },
            Level::Precise => Stated { labels: true, rules: true, format: 3, ..named },
            Level::Delimited => Stated { labels: true, rules: true, format: 3, delimited: true, ..named },
        }
    }
}

/// A turn of a conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    /// `system`, `user` or `assistant`.
    pub role: String,
    /// Its text.
    pub content: String,
}

/// One question of an examination (a line of its JSONL file).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Case {
    /// Number of the case.
    pub id: u64,
    /// Family.
    pub family: Family,
    /// Task.
    pub task: Task,
    /// Language of the instructions.
    pub lang: Lang,
    /// How much is said.
    pub level: Level,
    /// How many examples.
    pub shots: usize,
    /// 0 to 3.
    pub difficulty: u8,
    /// The conversation up to the answer.
    pub messages: Vec<Turn>,
    /// What the whole wish demands.
    pub expect: String,
    /// What follows from what the prompt says: what the model was taught to answer.
    pub taught: String,
}

/// `n` cases. Every task of `tasks`, every level and every number of examples comes up as often.
pub fn cases<'a>(
    seed: u64,
    tasks: &'a [Task],
    shots: &'a [usize],
    n: u64,
) -> impl Iterator<Item = Case> + 'a {
    let settings = Settings { seed, split: Split::Exam, ..Settings::default() };
    (0..n).map(move |id| {
        let task = tasks[id as usize % tasks.len()];
        let at = id as usize / tasks.len();
        let level = Level::ALL[at % Level::ALL.len()];
        let shots = shots[at / Level::ALL.len() % shots.len()];
        case(&settings, id, task, level, shots).1
    })
}

/// A conversation up to its last answer, and that answer.
pub(super) fn turns(system: Option<&str>, exchanges: &[Exchange]) -> (Vec<Turn>, String) {
    let turn = |role: &str, content: &str| Turn { role: role.to_owned(), content: content.to_owned() };
    let mut messages: Vec<Turn> = system.iter().map(|s| turn("system", s)).collect();
    let mut last = String::new();
    for exchange in exchanges {
        messages.push(turn("user", &exchange.prompt));
        messages.push(turn("assistant", &exchange.answer));
        last.clone_from(&exchange.answer);
    }
    messages.pop();
    (messages, last)
}

/// The case as a document, for those who need its parts, and as a line.
pub(crate) fn case(settings: &Settings, id: u64, task: Task, level: Level, shots: usize) -> (Document, Case) {
    let d = &mut Draw::new(settings.seed ^ 0x5EED_EA5E, id);
    let lang = if id.is_multiple_of(2) { Lang::Fr } else { Lang::En };
    let difficulty = d.weighted(&[30, 30, 25, 15]) as u8;
    let mut spec = Spec::draw(d, task, lang, 0, usize::from(difficulty), settings.split);
    spec.forbid = None;
    spec.close = None;
    spec.answer_in = None;
    if matches!(spec.format, Format::Sentence) {
        spec.format = Format::Bare;
    }
    if !task.labels().is_empty() && spec.labels.is_none() {
        let hard = usize::from(difficulty);
        spec.labels = Some(labels::draw(d, task, lang, Mode::Listed, hard, settings.split));
    }
    let stated = level.stated();
    let exam = Some(ExamPlan { injected: false });
    let plan = Plan { spec, stated, shots, text_lang: lang, difficulty, exam };
    let document = Document::build(d, settings, plan);
    let (messages, taught) = turns(document.system.as_deref(), &document.exchanges);
    let ask = &document.content.asks[0];
    let expect = answer(&document.spec, Stated::ALL, shots.max(1), &document.content, ask, None);
    let case = Case {
        id,
        family: task.family(),
        task,
        lang,
        level,
        shots: document.shots,
        difficulty,
        messages,
        expect,
        taught,
    };
    (document, case)
}
