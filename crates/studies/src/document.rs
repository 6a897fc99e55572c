//! What a study prints with `--json` and leaves in the ledger, and the sentences that say it.

use report::study::Page;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use terms::evaluation::Ended;
use terms::{Message, Money, Version};

use crate::compare::Compared;
use crate::evaluator::Letters;
use crate::log::Entry;
use crate::on_plan;
use crate::outcome::State;
use crate::race::{Raced, Rule};

/// Name and version of the document of a sequential comparison.
pub const COMPARE: &str = "motjuste/compare/1";
/// Name and version of the document of a race.
pub const RACE: &str = "motjuste/race/1";

/// A candidate as people name it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Named {
    /// Its identity in the study: prompt, model and parameters.
    pub candidate: Version,
    /// The prompt file as named, or `bare`.
    pub prompt: String,
    /// Version of the prompt.
    pub version: Version,
    /// `vendor/model`.
    pub model: String,
    /// Parameters or factor levels that distinguish it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
}

impl Named {
    /// On one line.
    pub fn line(&self) -> String {
        let variant = self.variant.as_ref().map_or_else(String::new, |variant| format!(" · {variant}"));
        format!("{} · {}{variant}", self.prompt, self.model)
    }
}

/// What it took.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    /// Trials asked for.
    pub trials: u64,
    /// Calls sent now.
    pub new: u64,
    /// Trials the ledger could answer.
    pub reused: u64,
    /// What the trials cost when they were bought; `None` without a price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money: Option<Money>,
    /// Calls to a model that proposes; `None` when none was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letters: Option<Letters>,
}

impl Cost {
    /// What was asked of a model that writes, in words.
    pub fn writing(&self) -> Option<Message> {
        let Letters { new, reused, .. } = self.letters?;
        Some(Message::new("studies-say-letters").with("new", new).with("reused", reused))
    }
}

/// Document of `compare --until-sure`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompareDocument {
    /// [`COMPARE`].
    pub schema: String,
    /// The run of the ledger that holds it.
    pub run: String,
    /// The one of which something is said.
    pub a: Named,
    /// The one it is measured against.
    pub b: Named,
    /// The effect of interest, when one was stated.
    pub effect_of_interest: Option<f64>,
    /// Differences within it count as the same.
    pub margin: Option<f64>,
    /// What a false claim may happen with.
    pub alpha: f64,
    /// What was found.
    pub found: Compared,
    /// What it took.
    pub cost: Cost,
    /// Every decision, in words.
    pub log: Vec<Entry>,
    /// Things a reader must know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Message>,
}

impl Document for CompareDocument {
    fn ended(&self) -> Ended {
        if self.found.state == State::BudgetEnded { Ended::Budget } else { Ended::Completed }
    }

    fn lines(&self) -> Vec<Message> {
        let named = Message::new("studies-say-pair").with("a", self.a.line()).with("b", self.b.line());
        let verdict = Message::new("studies-say-state").with("state", self.found.state.message());
        let mut lines = vec![named, verdict.with("why", self.found.why.clone())];
        if let Some(effect) = &self.found.effect {
            let line = Message::new("studies-say-effect")
                .with("difference", percent(effect.difference))
                .with("low", percent(effect.low))
                .with("high", percent(effect.high))
                .with("n", effect.n);
            lines.push(line.with("wins", effect.wins).with("losses", effect.losses));
        }
        lines.push(cost(&self.cost));
        lines.extend(self.notes.iter().cloned());
        lines
    }

    fn page(&self) -> Page {
        self.drawn()
    }
}

/// Document of `race`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RaceDocument {
    /// [`RACE`].
    pub schema: String,
    /// The run of the ledger that holds it.
    pub run: String,
    /// How calls were shared.
    pub rule: Rule,
    /// Everyone, in the order given.
    pub candidates: Vec<Named>,
    /// What was found.
    pub found: Raced,
    /// What it took.
    pub cost: Cost,
    /// Every decision, in words.
    pub log: Vec<Entry>,
    /// Things a reader must know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Message>,
}

impl Document for RaceDocument {
    fn ended(&self) -> Ended {
        if self.found.budget_ended { Ended::Budget } else { Ended::Completed }
    }

    fn lines(&self) -> Vec<Message> {
        let name = |version: Version| {
            let named = self.candidates.iter().find(|named| named.candidate == version);
            named.map_or_else(|| version.short(), Named::line)
        };
        let first = Message::new("studies-say-winner").with("name", name(self.found.winner));
        let mut lines = vec![first.with("wrong", percent(self.found.wrong))];
        for standing in &self.found.standings {
            let key = if standing.left_in.is_some() { "studies-say-left" } else { "studies-say-stayed" };
            let line = Message::new(key)
                .with("name", name(standing.version))
                .with("score", percent(standing.score))
                .with("n", standing.n);
            lines.push(match standing.left_in {
                Some(round) => line.with("round", round),
                None => line,
            });
        }
        if self.found.budget_ended {
            lines.push(Message::new("studies-state-budget-ended"));
        }
        lines.push(cost(&self.cost));
        lines.extend(self.notes.iter().cloned());
        lines
    }

    fn page(&self) -> Page {
        self.drawn()
    }
}

/// What every study's document can be asked.
pub trait Document {
    /// Why it ended.
    fn ended(&self) -> Ended;

    /// The document in words.
    fn lines(&self) -> Vec<Message>;

    /// The document as a page.
    fn page(&self) -> Page;
}

/// What a study took, decided and noted: the end of its document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// What it took.
    pub cost: Cost,
    /// Every decision, in words.
    pub log: Vec<Entry>,
    /// Things a reader must know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Message>,
}

impl Account {
    /// Why a study of every version on every case ended.
    pub(crate) fn ended(&self) -> Ended {
        let cut = self.log.iter().any(|entry| entry.what.key == "studies-log-whole-cut");
        if cut { Ended::Budget } else { Ended::Completed }
    }

    /// Its last lines in words.
    pub(crate) fn lines(&self) -> Vec<Message> {
        let cut = (self.ended() == Ended::Budget).then(|| Message::new("studies-state-budget-ended"));
        cut.into_iter().chain([cost(&self.cost)]).chain(self.notes.iter().cloned()).collect()
    }
}

/// A study that a run left in the ledger, in words; `None` when it is no study, or one of another version of the tool.
pub fn lines(stored: &Value) -> Option<Vec<Message>> {
    read(stored).map(|document| document.lines())
}

/// The document of a study that a run left in the ledger.
pub(crate) fn read(stored: &Value) -> Option<Box<dyn Document>> {
    fn of<D: Document + DeserializeOwned + 'static>(stored: &Value) -> Option<Box<dyn Document>> {
        serde_json::from_value::<D>(stored.clone())
            .ok()
            .map(|document| Box::new(document) as Box<dyn Document>)
    }
    match stored["schema"].as_str()? {
        COMPARE => of::<CompareDocument>(stored),
        RACE => of::<RaceDocument>(stored),
        on_plan::OPTIMISE => of::<on_plan::OptimiseDocument>(stored),
        on_plan::TRIM => of::<on_plan::TrimDocument>(stored),
        on_plan::ABLATE => of::<on_plan::AblateDocument>(stored),
        on_plan::VARY => of::<on_plan::VaryDocument>(stored),
        _ => None,
    }
}

/// Points of 100, to a tenth.
pub(crate) fn percent(share: f64) -> f64 {
    (1000.0 * share).round() / 10.0
}

/// What it took, in words.
pub(crate) fn cost(cost: &Cost) -> Message {
    Message::new("studies-say-cost")
        .with("trials", cost.trials)
        .with("new", cost.new)
        .with("reused", cost.reused)
}
