//! Lessons: plain documents of one skill. The usual mixture shows such a skill too seldom for it ever to be learnt (a
//! plain opinion is one document in seventy); shown by itself for two or three million tokens it is learnt at once, and
//! what the mixture then asks of it (formats, labels, harder texts) has something to stand on.

use serde::{Deserialize, Serialize};
use terms::Lang;

use super::document::{Document, Plan, Settings};
use super::draw::Draw;
use super::labels::{self, Mode};
use super::spec::{Format, Spec, Stated};
use super::task::Task;

/// A skill that has lessons of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lesson {
    /// Good or bad.
    Opinion,
    /// What is good and what is bad.
    Aspect,
    /// How pressed a message is, the planted bias included.
    Haste,
    /// What kind of thing a thing is.
    Kind,
    /// Older and younger, cheaper and dearer.
    Comparison,
    /// Whether something is there.
    Presence,
    /// Arbitrary labels.
    Binding,
    /// Largest and smallest, all but one, in order, in reverse.
    Lists,
    /// Words for words: translation and rewriting.
    Words,
}

impl Lesson {
    /// All of them, in the order of their shares in [`Settings::lessons`].
    pub const ALL: [Lesson; 9] = [
        Lesson::Opinion,
        Lesson::Aspect,
        Lesson::Haste,
        Lesson::Kind,
        Lesson::Comparison,
        Lesson::Presence,
        Lesson::Binding,
        Lesson::Lists,
        Lesson::Words,
    ];

    /// Its tasks, by weight.
    fn tasks(self) -> &'static [(Task, u32)] {
        use Task::*;
        match self {
            Lesson::Opinion => &[(Sentiment, 2), (Satisfied, 1)],
            Lesson::Aspect => &[(Blamed, 1), (Praised, 1)],
            Lesson::Haste => &[(Urgency, 1)],
            Lesson::Kind => &[(Belongs, 2), (Odd, 2), (Category, 3)],
            Lesson::Comparison => &[(Older, 2), (Oldest, 2), (Cheapest, 1), (Dearest, 1)],
            Lesson::Presence => &[(Contains, 4), (Personal, 1)],
            Lesson::Binding => &[(Intent, 3), (Category, 2), (Sentiment, 2), (Language, 2)],
            Lesson::Lists => &[(Largest, 1), (Smallest, 1), (Without, 1), (Sort, 1), (Reverse, 1)],
            Lesson::Words => &[(ToFrench, 3), (ToEnglish, 2), (Capitals, 1), (DropWord, 1), (SwapWord, 1)],
        }
    }

    /// A plain document: an easy text, the question, perhaps a list of labels or examples of the same; the bare answer.
    pub(super) fn document(self, d: &mut Draw, settings: &Settings, examples: bool) -> Document {
        let split = settings.split;
        let task = self.tasks()[d.weighted(&self.tasks().iter().map(|t| t.1).collect::<Vec<_>>())].0;
        let lang = if d.chance(0.5) { Lang::Fr } else { Lang::En };
        let difficulty = d.weighted(&[70, 20, 10]) as u8;
        let shots = if examples && d.chance(0.4) { d.between(2, 6) } else { 0 };
        let closed = !task.labels().is_empty();
        let labels = match self {
            Lesson::Binding => {
                let mode = if shots > 2 && d.chance(0.5) { Mode::Shown } else { Mode::Mapped };
                let size = 2 + d.below(1 + usize::from(difficulty));
                Some(labels::of_size(d, task, lang, mode, size, split))
            }
            _ if closed && d.chance(0.5) => Some(labels::draw(d, task, lang, Mode::Listed, 0, split)),
            _ => None,
        };
        let shown = labels.as_ref().is_some_and(|l| l.mode == Mode::Shown);
        let stated = Stated {
            task: true,
            labels: labels.is_some() && !shown,
            format: 3,
            delimited: d.chance(0.4),
            rules: true,
            ..Stated::NOTHING
        };
        let spec = Spec {
            task,
            lang,
            labels,
            format: Format::Bare,
            answer_in: None,
            tie: None,
            absent: None,
            forbid: None,
            close: None,
        };
        Document::build(d, settings, Plan { spec, stated, shots, text_lang: lang, difficulty, exam: None })
    }
}
