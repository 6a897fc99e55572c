//! A simple search: prompts written at random, the one that does best on a few dev cases, proved on sealed ones beside
//! the prompt one would have written first. What the winner loses from dev to test is the winner's curse.

use std::sync::mpsc;

use local::LocalError;
use local::corpus::paper::{self, Paper, Question};
use local::corpus::{Draw, Spec, Stated, Task, Turn};
use local::generate::{Answering, Event, Task as Asked};
use local::{PETIT, Served};
use stats::PairedTable;
use terms::{ChatMessage, Lang, Role};

/// Longest answer.
const MOST: usize = 64;
/// The first sealed case: far past those of any dev part.
const SEALED: u64 = 1_000_000;

/// How much is tried.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// Prompts written at random.
    pub prompts: u64,
    /// Cases on which one of them is chosen.
    pub dev: u64,
    /// Cases that are looked at once, with the chosen prompt and the first.
    pub test: u64,
}

/// What a search found.
#[derive(Debug, PartialEq)]
pub struct Found {
    /// Number of the chosen prompt; 0 is the first one.
    pub chosen: u64,
    /// Right answers of each prompt on dev, the first prompt's first.
    pub dev: Vec<u64>,
    /// The chosen prompt and the first one, case by case.
    pub on_dev: PairedTable,
    /// The same on sealed cases.
    pub on_test: PairedTable,
}

/// Searches a prompt for a task.
///
/// # Errors
/// The model cannot be run.
pub fn search(model: &Served, seed: u64, task: Task, lang: Lang, sizes: Sizes) -> Result<Found, LocalError> {
    let wish = paper::wish(seed, task, lang);
    let cases = |paper: &Paper, from: u64, count: u64| -> Result<Vec<bool>, LocalError> {
        let contents = (from..from + count).map(|index| paper::content(seed, &paper.spec, index));
        right(model, contents.map(|content| paper.put(&content)).collect())
    };
    let prompts: Vec<Paper> = (0..=sizes.prompts).map(|number| prompt(seed, number, &wish)).collect();
    let tried = prompts.iter().map(|prompt| cases(prompt, 0, sizes.dev));
    let tried: Vec<Vec<bool>> = tried.collect::<Result<_, _>>()?;
    let count = |answers: &Vec<bool>| answers.iter().filter(|right| **right).count() as u64;
    let dev: Vec<u64> = tried.iter().map(count).collect();
    // of equals the one written first
    let chosen = (0..dev.len()).rev().max_by_key(|number| dev[*number]).unwrap_or(0);
    let table = |a: &[bool], b: &[bool]| {
        let mut table = PairedTable::default();
        a.iter().zip(b).for_each(|(a, b)| table.push(*a, *b));
        table
    };
    let sealed = |number: usize| cases(&prompts[number], SEALED, sizes.test);
    Ok(Found {
        chosen: chosen as u64,
        on_dev: table(&tried[chosen], &tried[0]),
        on_test: table(&sealed(chosen)?, &sealed(0)?),
        dev,
    })
}

/// Prompt 0 names the task, as one would first; the others say more or less of the wish, in other words, with or
/// without examples.
fn prompt(seed: u64, number: u64, wish: &Spec) -> Paper {
    let (stated, shots) = match number {
        0 => (Stated { task: true, ..Stated::NOTHING }, 0),
        number => paper::any(&mut Draw::new(seed, number)),
    };
    Paper::new(seed, number, wish.clone(), stated, shots)
}

/// Whether each answer is exactly what the whole wish demands. A question too long for the model is not answered.
fn right(model: &Served, questions: Vec<Question>) -> Result<Vec<bool>, LocalError> {
    let mut answers = vec![String::new(); questions.len()];
    let (sender, events) = mpsc::channel();
    let mut tickets = Vec::with_capacity(questions.len());
    for (at, question) in questions.iter().enumerate() {
        let messages: Vec<ChatMessage> = question.messages.iter().map(message).collect();
        let answering =
            Answering { most: Some(MOST), drop_space: model.drops_space(), ..Answering::default() };
        let sender = sender.clone();
        let hear = Box::new(move |event| {
            // whoever no longer listens needs no answer
            let _ = sender.send((at, event));
        });
        match model.runner.begin(model.conversation(&messages)?, Asked::Answer(answering), hear) {
            Ok(ticket) => tickets.push(ticket),
            Err(LocalError::Context { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    drop(sender);
    for (at, event) in events {
        match event {
            Event::Piece { text, .. } => answers[at].push_str(&text),
            Event::Failed(error) => return Err(error),
            _ => {}
        }
    }
    Ok(answers.iter().zip(&questions).map(|(answer, question)| *answer == question.expect).collect())
}

fn message(turn: &Turn) -> ChatMessage {
    let role = match turn.role.as_str() {
        "system" => Role::System,
        "assistant" => Role::Assistant,
        _ => Role::User,
    };
    ChatMessage::text(role, turn.content.clone())
}

/// The embedded model.
///
/// # Errors
/// It was not built in.
pub fn petit() -> Result<Served, LocalError> {
    Served::open(PETIT)
}
