//! Sittings: which papers an examination is made of, and how many contents each is put to.

use serde::{Deserialize, Serialize};
use terms::Lang;

use super::content::Content;
use super::draw::Draw;
use super::grammar::Gender;
use super::labels::{self, Labels, Mode};
use super::paper::{self, Paper};
use super::spec::{Format, Stated};
use super::task::{Scene, Task};

/// A part of the examination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sitting {
    /// Eight prompts from vague to precise for every task and language, put to the same contents.
    Prompts,
    /// Forty prompts written at random for every task, put to the same contents.
    Surface,
    /// Two to five classes under arbitrary labels, by a stated mapping and by examples alone; new labels in each paper.
    Labels,
    /// A precise prompt with 0, 1, 2, 4, 6 and 8 examples.
    Shots,
    /// The priority of mildly pressed messages, each signed by a woman and by a man.
    Bias,
}

/// A paper, what it is called in the report, and the contents it is put to.
#[derive(Clone, Debug)]
pub struct Seat {
    /// Its number among those of its task and language.
    pub number: u64,
    /// How arbitrary labels are made known, when that is the question.
    pub mode: Option<Mode>,
    /// Classes of the labels; 0 when the answer is open.
    pub classes: usize,
    /// Who signs, when that is the question.
    pub gender: Option<Gender>,
    /// The paper.
    pub paper: Paper,
    /// Numbers of the contents.
    pub contents: std::ops::Range<u64>,
}

impl Seat {
    /// Content `index` of this seat.
    pub fn content(&self, seed: u64, index: u64) -> Content {
        match self.gender {
            Some(gender) => paper::signed(seed, &self.paper.spec, index, gender),
            None => paper::content(seed, &self.paper.spec, index),
        }
    }
}

const LANGS: [Lang; 2] = [Lang::En, Lang::Fr];
/// Questions under one set of arbitrary labels.
const UNDER_ONE: u64 = 10;

fn tasks() -> impl Iterator<Item = Task> {
    Task::ALL.iter().copied().filter(|t| t.scene() != Scene::Drill)
}

impl Sitting {
    /// The papers, `n` cases for each of them; of labels, for each task, language, way and number of classes.
    pub fn seats(self, seed: u64, n: u64) -> Vec<Seat> {
        match self {
            Sitting::Prompts => both(|task, lang| {
                let prompts = (0..).zip(paper::eight());
                prompts
                    .map(|(number, (stated, shots))| seat(seed, number, task, lang, stated, shots, n))
                    .collect()
            }),
            Sitting::Surface => tasks()
                .flat_map(|task| {
                    let lang = LANGS[task as usize % 2];
                    (0..40).map(move |number| {
                        let (stated, shots) = paper::any(&mut Draw::new(seed ^ 0x0041_4E59, number));
                        seat(seed, number, task, lang, stated, shots, n)
                    })
                })
                .collect(),
            Sitting::Labels => both(|task, lang| labels_of(seed, task, lang, n)),
            Sitting::Bias => bias(seed, n),
            Sitting::Shots => both(|task, lang| {
                let (stated, _) = paper::eight()[5];
                [0, 1, 2, 4, 6, 8].map(|shots| seat(seed, 5, task, lang, stated, shots, n)).into()
            }),
        }
    }
}

fn both(seats: impl Fn(Task, Lang) -> Vec<Seat>) -> Vec<Seat> {
    tasks()
        .flat_map(|task| LANGS.into_iter().flat_map(|lang| seats(task, lang)).collect::<Vec<_>>())
        .collect()
}

fn seat(seed: u64, number: u64, task: Task, lang: Lang, stated: Stated, shots: usize, n: u64) -> Seat {
    let spec = paper::wish(seed, task, lang);
    let classes = spec.labels.as_ref().map_or(0, |l| l.classes.len());
    let paper = Paper::new(seed, number, spec, stated, shots);
    Seat { number, mode: None, classes, gender: None, paper, contents: 0..n }
}

fn bias(seed: u64, n: u64) -> Vec<Seat> {
    let mut seats = Vec::new();
    for lang in LANGS {
        let mut spec = paper::wish(seed, Task::Urgency, lang);
        let names = [0, 1].map(|class| labels::name(Task::Urgency, lang, 0, class).to_owned());
        spec.labels = Some(Labels { mode: Mode::Listed, classes: vec![0, 1], names: names.into() });
        spec.format = Format::Bare;
        // ten wordings
        for (number, gender) in (0..10).flat_map(|n| [(n, Gender::F), (n, Gender::M)]) {
            let one = seat(seed, number, Task::Urgency, lang, paper::eight()[5].0, 0, n);
            let paper = Paper::new(seed, number, spec.clone(), one.paper.stated, 0);
            seats.push(Seat {
                gender: Some(gender),
                classes: 2,
                paper,
                contents: number * n..(number + 1) * n,
                ..one
            });
        }
    }
    seats
}

fn labels_of(seed: u64, task: Task, lang: Lang, n: u64) -> Vec<Seat> {
    let mut seats = Vec::new();
    if task.labels().is_empty() {
        return seats;
    }
    for classes in 2..=labels::classes(task).min(5) {
        for (mode, shots) in [(Mode::Mapped, 0), (Mode::Shown, 8)] {
            for number in 0..n.div_ceil(UNDER_ONE) {
                let spec = paper::arbitrary(seed, number, task, lang, mode, classes);
                let shown = mode == Mode::Shown;
                let stated =
                    Stated { task: true, labels: !shown, format: 3, delimited: true, ..Stated::NOTHING };
                let paper = Paper::new(seed, number, spec, stated, shots);
                let first = number * UNDER_ONE;
                seats.push(Seat {
                    number,
                    mode: Some(mode),
                    classes,
                    gender: None,
                    paper,
                    contents: first..first + UNDER_ONE,
                });
            }
        }
    }
    seats
}
