//! `ablate` on a plan: the prompt of its only arm, whole and without each of its parts, on every case.

use prompt::tree::{Contract, Level, Part, Tree};
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::evaluation::Ended;
use terms::{Message, Version};

use super::{Bench, named, note_known, stopped};
use crate::StudyError;
use crate::ablate::{Effect, LeaveOneOut, pieces};
use crate::document::{Cost, Named, cost, percent};
use crate::evaluator::candidate;
use crate::log::Entry;
use crate::propose::first_words;
use crate::whole::Whole;

/// Name and version of the document.
pub const ABLATE: &str = "motjuste/ablate/1";

/// Document of `ablate`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AblateDocument {
    /// `motjuste/ablate/1`.
    pub schema: String,
    /// The run of the ledger that holds it.
    pub run: String,
    /// The prompt.
    pub prompt: Named,
    /// Cases every version answered with a score.
    pub n: usize,
    /// Cases planned.
    pub planned: usize,
    /// Mean score of the whole prompt over these cases.
    pub score: f64,
    /// Its parts, in the order of the text.
    pub parts: Vec<EarnedRow>,
    /// What it took.
    pub cost: Cost,
    /// Every decision, in words.
    pub log: Vec<Entry>,
    /// Things a reader must know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Message>,
}

/// A part and what it earns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EarnedRow {
    /// What it is for.
    pub part: Part,
    /// Its text.
    pub text: String,
    /// Its estimated tokens.
    pub tokens: u64,
    /// Mean of (whole - without it): above 0 it helps.
    pub gain: f64,
    /// 95 % interval of the gain, lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// `helps`, `harms` or `not-seen`.
    pub effect: String,
    /// The version without it.
    pub without: Version,
    /// What may be said, in words.
    pub says: Message,
}

impl AblateDocument {
    /// Why it ended.
    pub fn ended(&self) -> Ended {
        if self.n < self.planned && self.log.iter().any(|entry| entry.what.key == "studies-log-whole-cut") {
            Ended::Budget
        } else {
            Ended::Completed
        }
    }

    /// The document in words: a line for each part, in the order of the text.
    pub fn lines(&self) -> Vec<Message> {
        let first = Message::new("studies-say-whole").with("name", self.prompt.line());
        let mut lines = vec![first.with("score", percent(self.score)).with("n", self.n)];
        lines.extend(self.parts.iter().map(|row| {
            let line = Message::new("studies-say-part").with("text", first_words(&row.text));
            line.with("gain", percent(row.gain))
                .with("low", percent(row.low))
                .with("high", percent(row.high))
                .with("says", row.says.clone())
        }));
        if self.ended() == Ended::Budget {
            lines.push(Message::new("studies-state-budget-ended"));
        }
        lines.push(cost(&self.cost));
        lines.extend(self.notes.iter().cloned());
        lines
    }
}

impl Bench<'_> {
    /// What each part of the only arm's prompt earns: sections, blocks, items, sentences or phrases.
    ///
    /// # Errors
    /// Other than one arm, a prompt with no part to leave out, no case, or whatever stops the engine: what was paid for
    /// is kept.
    pub async fn ablate(&self, level: Level) -> Result<AblateDocument, StudyError> {
        let [arm] = self.plan.arms.as_slice() else {
            return Err(StudyError::NotOne { arms: self.plan.arms.len() });
        };
        let tree = Tree::of(&prompt::parse(&arm.name, &arm.text).0);
        let files = arm.files();
        let contract = Contract::of(&tree.file(), &files).map_err(|_| StudyError::NothingToVary)?;
        let allowed = |tree: &Tree| contract.check(tree, &files).is_ok();
        let study = LeaveOneOut::new(&tree, pieces(&tree, level, &allowed));
        if study.arms().len() < 2 {
            return Err(StudyError::NothingToVary);
        }
        let mut arms = Vec::with_capacity(study.arms().len());
        for version in study.arms() {
            let number = version.without.first().map(|piece| format!("-{}", piece + 1));
            arms.push(arm.rewritten(&version.tree.text(), number).map_err(|error| stopped(&error))?);
        }
        let plan = self.plan.with_arms(arms).map_err(|error| stopped(&error))?;
        let bench = Bench::new(self.engine, &plan, self.progress.clone(), self.stop.clone())
            .watched(self.live.clone());
        let hash = bench.hash("ablate", &json!(level));
        if let Some(mut known) = bench.known::<AblateDocument>(hash).await? {
            note_known(&known.run, &mut known.cost, &mut known.notes);
            return Ok(known);
        }
        let cases = bench.cases(hash)?;
        let kept = bench.begin("ablate", hash, &cases).await?;
        let planned = cases.items.len();
        let versions: Vec<Version> = plan.arms.iter().map(candidate).collect();
        let whole = Whole::new(versions, cases.items, plan.repeats);
        let (grid, log, cost) = bench.run(whole, &kept).await?;
        let earned = study.read(&grid.scores).unwrap_or_default();
        let parts = earned.into_iter().zip(&plan.arms[1..]).map(|(earned, arm)| EarnedRow {
            part: earned.piece.part,
            text: earned.piece.text,
            tokens: earned.piece.tokens,
            gain: earned.gain,
            low: earned.interval.low,
            high: earned.interval.high,
            effect: match earned.effect {
                Effect::Helps => "helps",
                Effect::Harms => "harms",
                Effect::NotSeen(_) => "not-seen",
            }
            .to_owned(),
            without: arm.version,
            says: earned.effect.message(earned.gain),
        });
        let scores = grid.scores.first().map_or(&[][..], Vec::as_slice);
        let document = AblateDocument {
            schema: ABLATE.to_owned(),
            run: kept.run.to_string(),
            prompt: named(arm),
            n: grid.items.len(),
            planned,
            score: scores.iter().sum::<f64>() / scores.len().max(1) as f64,
            parts: parts.collect(),
            cost,
            log: log.entries().to_vec(),
            notes: kept.notes.clone(),
        };
        bench.finish(&kept, document.ended(), json!(document)).await?;
        Ok(document)
    }
}
