//! What studies found as pages for people: each document says what is to be shown, `report` how it looks.

mod ablate;
mod compare;
mod optimise;
mod people;
mod race;
mod trim;
mod vary;

use prompt::tree::{Change, word_diff};
use report::study::{Block, Diff, Lines, Page, Run, Tone, Verdict};
use serde_json::Value;
use terms::Message;

use crate::document;
use crate::log::Entry;
use crate::outcome::State;

/// The page of what a study left in the ledger; `None` when it is no study, or one of another version of the tool.
pub fn of(stored: &Value) -> Option<Page> {
    document::read(stored).map(|document| document.page())
}

fn tone(state: State) -> Tone {
    match state {
        State::Better | State::NotWorseButShorter => Tone::Good,
        State::Worse => Tone::Bad,
        State::Equivalent => Tone::Same,
        State::NoEvidence | State::BudgetEnded => Tone::Open,
    }
}

fn verdict(tone: Tone, state: Message, says: Vec<Message>) -> Block {
    Block::Verdict(Verdict { tone, state, says })
}

/// The notes, then every decision, folded.
fn told(notes: &[Message], log: &[Entry]) -> [Block; 2] {
    let of = |key: &'static str, lines: Vec<Message>, folded| {
        Block::Lines(Lines { title: Message::new(key), lines, folded })
    };
    let decisions = log.iter().map(|entry| entry.what.clone()).collect();
    [of("studies-page-notes", notes.to_vec(), false), of("studies-page-log", decisions, true)]
}

fn runs(old: &str, new: &str) -> Vec<Run> {
    let run = |change| match change {
        Change::Same(text) => Run::Same(text),
        Change::Removed(text) => Run::Removed(text),
        Change::Added(text) => Run::Added(text),
    };
    // a header that is the same in both says nothing
    let same = header(old);
    let same = if old.get(..same) == new.get(..same) { same } else { 0 };
    word_diff(&old[same..], &new[same..]).into_iter().map(run).collect()
}

/// What differs between two versions; nothing when one is not known or both are the same.
fn diff(old: &str, new: &str) -> Option<Block> {
    let known = !old.is_empty() && !new.is_empty() && old != new;
    known.then(|| Block::Diff(Diff { title: Message::new("studies-page-diff"), runs: runs(old, new) }))
}

/// Bytes of the header of a prompt file, which is not sent; 0 without one.
fn header(text: &str) -> usize {
    let end = text.starts_with("---\n").then(|| text.find("\n---\n")).flatten();
    end.map_or(0, |end| end + "\n---\n".len())
}
