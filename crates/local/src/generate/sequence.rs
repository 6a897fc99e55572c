//! One sequence of a batch: what it was asked, what it has read, what it has written.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::sample::{Draws, choose, explained};
use super::text::Growing;
use super::{Answering, Chosen, Ended, Event, Finish, Machine, Task};
use crate::LocalError;
use crate::model::Cache;
use crate::words::Words;

/// Tokens drawn again at most before the JSON is closed the shortest way.
const REFUSALS: usize = 32;

/// Is told what happens; called on the model's thread, so it must not wait.
pub type Listener = Box<dyn FnMut(Event) + Send>;

/// A task that was asked.
pub(super) struct Job {
    pub tokens: Vec<u32>,
    pub task: Task,
    pub listener: Listener,
    pub cancelled: Arc<AtomicBool>,
}

/// One sequence of a batch.
pub(super) struct Sequence {
    pub job: Job,
    pub cache: Cache,
    /// Tokens of `job` already read.
    pub read: usize,
    known: usize,
    /// Tokens written so far: they are appended to the job's.
    pub asked: usize,
    growing: Growing,
    draws: Draws,
    answering: Arc<Answering>,
    machine: Option<Machine>,
    scores: Vec<f32>,
    state: Vec<f32>,
}

impl Sequence {
    pub(super) fn new(job: Job, cache: Cache, known: usize) -> Sequence {
        let answering = match &job.task {
            Task::Answer(answering) => answering.clone(),
            _ => Answering::default(),
        };
        Sequence {
            asked: job.tokens.len(),
            read: known,
            known,
            cache,
            growing: Growing::new(&answering.stops, answering.drop_space),
            draws: Draws::new(answering.sampling.seed),
            machine: answering.schema.clone().map(Machine::new),
            answering: Arc::new(answering),
            scores: Vec::new(),
            state: Vec::new(),
            job,
        }
    }

    /// Chooses a token and says so; whether the answer has ended.
    pub(super) fn write(&mut self, logits: &[f32], context: usize, words: &Words) -> bool {
        let answering = self.answering.clone();
        let written = self.job.tokens.len() - self.asked;
        let most = answering.most.unwrap_or(usize::MAX).min(context - self.asked);
        let left = most - written;
        let Some(token) = self.next(logits, &answering, left, words) else {
            (self.job.listener)(Event::Failed(LocalError::Bug("no token".to_owned())));
            return true;
        };
        let ends = words.ends().contains(&token);
        let bytes = if ends { &[][..] } else { words.bytes(token) };
        if let Some(machine) = &mut self.machine {
            machine.take(bytes);
        }
        let stopped = self.growing.push(bytes);
        let complete = self.machine.as_ref().is_some_and(Machine::is_complete);
        let finish = match () {
            () if ends || stopped || complete => Some(Finish::Stop),
            () if left <= 1 => Some(Finish::Length),
            () => None,
        };
        let chosen = answering.logprobs.map(|top| explained(logits, token, top)).filter(|_| !ends);
        let text = self.growing.take(finish.is_some());
        if chosen.is_some() || !text.is_empty() {
            (self.job.listener)(Event::Piece { text, chosen });
        }
        self.job.tokens.push(token);
        if let Some(finish) = finish {
            let ended = Ended { finish, read: self.asked, known: self.known, written: written + 1 };
            (self.job.listener)(Event::End(ended));
        }
        finish.is_some()
    }

    fn next(&mut self, logits: &[f32], answering: &Answering, left: usize, words: &Words) -> Option<u32> {
        // rows past the vocabulary are padding of the file
        let logits = &logits[..words.size().min(logits.len())];
        let Some(machine) = &self.machine else {
            return choose(logits, &answering.sampling, &mut self.draws, None);
        };
        let follows = |token: u32| match words.ends().contains(&token) {
            true => machine.may_end(),
            false => machine.allows(words.bytes(token)),
        };
        // a token after which the JSON could no longer be closed in the tokens that are left is drawn again
        let mut refused = HashSet::new();
        while refused.len() < REFUSALS {
            let allowed = |token: u32| !refused.contains(&token) && follows(token);
            let token = choose(logits, &answering.sampling, &mut self.draws, Some(&allowed));
            match token {
                Some(token) if !closes(machine, token, left - 1, words) => refused.insert(token),
                Some(token) => return Some(token),
                None => break,
            };
        }
        // there is no such token, or it is very unlikely: the shortest way to the end
        let shortest = words.longest(&machine.closing()).map(|(token, _)| token);
        shortest
            .filter(|token| follows(*token))
            .or_else(|| choose(logits, &answering.sampling, &mut self.draws, Some(&follows)))
    }

    /// Takes in the logits of the next positions; whether all are scored.
    pub(super) fn scored(&mut self, rows: &[f32], from: usize, vocabulary: usize, all: bool) -> bool {
        for (at, row) in rows.chunks_exact(vocabulary).enumerate() {
            if let Some(next) = self.job.tokens.get(from + at + 1) {
                let Chosen { logprob, .. } = explained(row, *next, 0);
                self.scores.push(logprob);
            }
        }
        if all {
            (self.job.listener)(Event::Scores(std::mem::take(&mut self.scores)));
            self.end();
        }
        all
    }

    /// Takes in the states of the next positions; whether all are.
    pub(super) fn averaged(&mut self, rows: &[f32], width: usize, all: bool) -> bool {
        self.state.resize(width, 0.0);
        for row in rows.chunks_exact(width) {
            self.state.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        }
        if all {
            let count = self.job.tokens.len() as f32;
            let mean = self.state.iter().map(|sum| sum / count).collect();
            (self.job.listener)(Event::State(mean));
            self.end();
        }
        all
    }

    fn end(&mut self) {
        let read = self.job.tokens.len();
        (self.job.listener)(Event::End(Ended { finish: Finish::Stop, read, known: 0, written: 0 }));
    }
}

/// Whether the JSON can be closed in so many tokens after this one.
fn closes(machine: &Machine, token: u32, left: usize, words: &Words) -> bool {
    if words.ends().contains(&token) {
        return true;
    }
    let mut after = machine.clone();
    if !after.take(words.bytes(token)) {
        return false;
    }
    let closing = after.closing();
    let mut rest = closing.as_slice();
    let mut needed = 0;
    while !rest.is_empty() {
        let Some((_, length)) = words.longest(rest) else { return false };
        rest = &rest[length..];
        needed += 1;
        if needed > left {
            return false;
        }
    }
    true
}
