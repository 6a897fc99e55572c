use terms::Lang;

use super::draw::Draw;
use super::holdout::content_is_held_out;
use super::scenes;
use super::task::{Scene, Split, Task};

/// What is right, before labels and formats.
#[derive(Clone, Debug, PartialEq)]
pub enum Gold {
    /// A class, by its position in the names of `labels.tsv` (or of intents, or of categories).
    Class(usize),
    /// Opinions of both signs: the class of the first and of the last one.
    TwoSided {
        /// Class of the first opinion.
        first: usize,
        /// Class of the last opinion.
        last: usize,
    },
    /// The text itself.
    Text(String),
    /// JSON keys and values; an absent one is `null`.
    Fields(Vec<(String, Option<String>)>),
    /// The text does not say.
    Absent,
}

/// One thing to ask of a content, with the words its wording needs.
#[derive(Clone, Debug)]
pub struct Ask {
    /// What is asked.
    pub task: Task,
    /// The right answer.
    pub gold: Gold,
    /// Fills `<x>` of the wording.
    pub x: String,
    /// Fills `<y>`.
    pub y: String,
}

impl Ask {
    /// An ask whose wording needs nothing.
    pub fn plain(task: Task, gold: Gold) -> Ask {
        Ask { task, gold, x: String::new(), y: String::new() }
    }

    /// An ask with an open answer.
    pub fn text(task: Task, gold: impl Into<String>) -> Ask {
        Ask::plain(task, Gold::Text(gold.into()))
    }

    /// Yes (class 0) or no.
    pub fn yes(task: Task, yes: bool) -> Ask {
        Ask::plain(task, Gold::Class(usize::from(!yes)))
    }

    /// The same, with the words of its wording.
    #[must_use]
    pub fn with(mut self, x: impl Into<String>, y: impl Into<String>) -> Ask {
        self.x = x.into();
        self.y = y.into();
        self
    }
}

/// What a content is wanted for.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// The task that must be askable.
    pub task: Task,
    /// Its class, when it is a closed one.
    pub class: Option<usize>,
    /// Language of the text.
    pub lang: Lang,
    /// Language of the questions about it.
    pub asked_in: Lang,
    /// 0 (easy) to 3.
    pub difficulty: u8,
    /// Side of the hold-out rule.
    pub split: Split,
}

/// A text and what can be asked of it.
#[derive(Clone, Debug)]
pub struct Content {
    /// The text.
    pub text: String,
    /// Language of the text.
    pub lang: Lang,
    /// 0 (easy) to 3.
    pub difficulty: u8,
    /// The wished task first, then others of the same text.
    pub asks: Vec<Ask>,
}

impl Content {
    /// A content on the right side of the hold-out rule that answers the wish.
    ///
    /// Drills are exempt: they test copying of whatever is shown, and the names in them are held out one by one.
    pub fn draw(d: &mut Draw, wish: Wish) -> Content {
        let mut last = None;
        for tries in 0..200u8 {
            // a small class may have no easy content on this side: then a harder one
            let difficulty = (wish.difficulty + tries / 50).min(3);
            let mut content = scenes::draw(d, Wish { difficulty, ..wish });
            let Some(at) = content.asks.iter().position(|a| fits(a, wish)) else { continue };
            content.asks.swap(0, at);
            let held = content_is_held_out(&content.text);
            if wish.task.scene() == Scene::Drill || held == (wish.split == Split::Exam) {
                return content;
            }
            if held == (wish.split == Split::Exam) || last.is_none() {
                last = Some(content);
            }
        }
        // 200 draws on the wrong side of a fair-sized rule: the scene has too few texts; a test proves it never is so
        last.unwrap_or_else(|| scenes::draw(d, wish))
    }

    /// How much the text invites a long answer, 0 to 5: how long it is among those of its scene, in sixths. A stated
    /// format must be as strong. Drills invite nothing.
    pub fn resistance(&self, scene: Scene) -> u8 {
        // lengths in bytes that part the texts of a scene into six equal shares (60,000 documents)
        let steps: [usize; 5] = match scene {
            Scene::Review => [30, 42, 60, 77, 105],
            Scene::Message => [53, 67, 79, 92, 109],
            Scene::Note => [53, 68, 84, 101, 130],
            Scene::List => [16, 22, 30, 39, 53],
            Scene::Facts => [33, 39, 50, 61, 79],
            Scene::Phrase => [24, 30, 34, 40, 49],
            Scene::Tongue => [19, 22, 26, 30, 38],
            Scene::Choice => [20, 25, 29, 34, 41],
            Scene::Word => [5, 7, 8, 9, 11],
            Scene::Drill => return 0,
        };
        steps.iter().map(|step| u8::from(self.text.len() >= *step)).sum()
    }
}

fn fits(ask: &Ask, wish: Wish) -> bool {
    ask.task == wish.task
        && match (&ask.gold, wish.class) {
            (Gold::Class(c), Some(wanted)) => *c == wanted,
            (Gold::TwoSided { .. }, Some(wanted)) => wanted == super::labels::MIXED,
            _ => true,
        }
}
