//! A study as people see it: a page of its own, and the heat map of a prompt in a terminal.
//!
//! The crate that runs studies turns what it found into a [`Page`]: sentences, intervals, runs of text. How they look
//! is decided here. Texts that are no [`Message`] are hostile (a prompt, a name of a file): they are shown as text and
//! nothing else.

pub(crate) mod blocks;
mod heat;
mod page;
mod plots;
pub(crate) mod search;

use terms::{Message, Money};

pub use heat::terminal;
pub use page::{BLOCKS_STYLE, parts, write};

/// A page about one study.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// What was asked.
    pub title: Message,
    /// Of what: a prompt on a model.
    pub subject: String,
    /// What may be said, in the order a person wants to know it.
    pub blocks: Vec<Block>,
    /// What it took.
    pub cost: Message,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// What a person may act on.
    Verdict(Verdict),
    /// Intervals side by side.
    Forest(Forest),
    /// A text with what each run of it earns.
    Heat(Heat),
    /// Two texts, what differs marked.
    Diff(Diff),
    /// Candidates against the calls it took to try them.
    Search(Search),
    /// Figures alone.
    Table(Table),
    /// Sentences.
    Lines(Lines),
}

/// How good a verdict is to hear; it decides a colour and a sign, never alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Better, proved.
    Good,
    /// Worse.
    Bad,
    /// The same.
    Same,
    /// Not known.
    Open,
}

/// A verdict in plain words.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// How good it is to hear.
    pub tone: Tone,
    /// In a word or two.
    pub state: Message,
    /// In sentences.
    pub says: Vec<Message>,
}

/// What the axis of a [`Forest`] counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Axis {
    /// Scores, 0 to 1.
    Scores,
    /// Differences around 0, with the margin within which they count as none.
    Differences {
        /// As a share of 1; 0 for none.
        margin: f64,
    },
}

/// Intervals side by side, on one axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Forest {
    /// Its heading.
    pub title: Message,
    /// How to read it.
    pub caption: Message,
    /// What is counted.
    pub axis: Axis,
    /// Top to bottom.
    pub rows: Vec<Row>,
}

/// One interval.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Of what.
    pub name: Text,
    /// What is to be said of it, if anything.
    pub says: Option<Message>,
    /// Estimate and interval, as shares of 1.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Items it rests on.
    pub n: u64,
}

/// Words that are ours, or somebody's.
#[derive(Clone, Debug, PartialEq)]
pub enum Text {
    /// A sentence.
    Said(Message),
    /// A text as it stands.
    Raw(String),
}

/// A text in runs, each with what it earns.
#[derive(Clone, Debug, PartialEq)]
pub struct Heat {
    /// Its heading.
    pub title: Message,
    /// How to read it.
    pub caption: Message,
    /// Put end to end they are the text.
    pub runs: Vec<Warm>,
}

/// A run of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Warm {
    /// As it stands.
    pub text: String,
    /// -1 (harms) to 1 (helps), 0 where no effect was seen; `None` where nothing was asked.
    pub degree: Option<f64>,
    /// What may be said of it.
    pub says: Option<Message>,
}

/// Two texts as one, what differs marked.
#[derive(Clone, Debug, PartialEq)]
pub struct Diff {
    /// Its heading.
    pub title: Message,
    /// In the order of the text.
    pub runs: Vec<Run>,
}

/// A run of two texts.
#[derive(Clone, Debug, PartialEq)]
pub enum Run {
    /// In both.
    Same(String),
    /// In the old one only.
    Removed(String),
    /// In the new one only.
    Added(String),
}

/// Candidates as dots against the calls spent when they were tried, and as the tree they form.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// Its heading.
    pub title: Message,
    /// How to read it.
    pub caption: Message,
    /// Where candidates come from; a candidate names one by its place here.
    pub origins: Vec<Message>,
    /// In the order they were tried.
    pub candidates: Vec<Candidate>,
    /// What all their calls cost, when their price is known.
    pub cost: Option<Money>,
}

/// A version that was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its short name.
    pub name: String,
    /// The place of the one it was made from, if it was made from one.
    pub parent: Option<usize>,
    /// The place of its origin.
    pub origin: usize,
    /// What was changed.
    pub why: Option<Message>,
    /// Calls spent when it was tried.
    pub calls: u64,
    /// Its mean score; `None` when nothing could be scored.
    pub score: Option<f64>,
    /// Its 95 % interval, as if it had not been chosen by its score.
    pub interval: Option<(f64, f64)>,
    /// Items it answered.
    pub n: u64,
    /// Whether it led.
    pub led: bool,
    /// What differs from the one it was made from; empty when that is not known.
    pub diff: Vec<Run>,
}

/// A table of figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its heading.
    pub title: Message,
    /// Of the columns.
    pub heads: Vec<Message>,
    /// One cell a column.
    pub rows: Vec<Vec<Text>>,
}

/// Sentences under a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// Its heading.
    pub title: Message,
    /// Each a line.
    pub lines: Vec<Message>,
    /// Shown only when asked for.
    pub folded: bool,
}
