//! `ablate` on a plan: what each part of the prompt of its only arm earns, by leaving each out in turn or by Shapley's
//! values, and what other orders of its blocks change.

use engine::plan::Arm;
use prompt::tree::{Contract, Level, Part, Tree};
use report::study::Page;
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::evaluation::Ended;
use terms::{Message, Version};

use super::{Bench, named, note_known, stopped};
use crate::StudyError;
use crate::ablate::{self, Earned, Effect, LeaveOneOut, Orders, Shared, heat, pieces, strongest};
use crate::document::{Account, Document, Named, percent};
use crate::evaluator::candidate;
use crate::propose::first_words;
use crate::whole::Whole;

/// Name and version of the document.
pub const ABLATE: &str = "motjuste/ablate/1";

/// Pairs of orders of Shapley's values, and the items they are asked on: few items and more orders beat the reverse.
const PAIRS: usize = 3;
const ITEMS: usize = 40;

/// What is asked of the parts of a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parts {
    /// Blocks, items, sentences or phrases.
    pub level: Level,
    /// By which method.
    pub by: By,
    /// Other orders of the blocks to try; none when 0.
    pub orders: usize,
}

/// How the worth of a part is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum By {
    /// The whole prompt less the prompt without the part: may it be deleted?
    #[default]
    #[serde(rename = "loo")]
    LeaveOneOut,
    /// Shapley's value by antithetic orders: what carries the result, parts that say the same included?
    #[serde(rename = "shapley")]
    Shapley,
}

/// Document of `ablate`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AblateDocument {
    /// `motjuste/ablate/1`.
    pub schema: String,
    /// The run of the ledger that holds it.
    pub run: String,
    /// The prompt.
    pub prompt: Named,
    /// How the parts were measured.
    #[serde(default)]
    pub by: By,
    /// Cases every version answered with a score.
    pub n: usize,
    /// Cases planned.
    pub planned: usize,
    /// Mean score of the whole prompt over these cases.
    pub score: f64,
    /// Its parts, in the order of the text.
    pub parts: Vec<EarnedRow>,
    /// The text in runs: put end to end they are the prompt file.
    #[serde(default)]
    pub text: Vec<HeatRun>,
    /// What other orders of the blocks change; `None` when none was asked for, or there is no other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderRow>,
    /// What it took, every decision, things a reader must know.
    #[serde(flatten)]
    pub account: Account,
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
    /// Mean of (whole - without it), or its Shapley value: above 0 it helps.
    pub gain: f64,
    /// 95 % interval of the gain, lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// `helps`, `harms` or `not-seen`.
    pub effect: String,
    /// The version without it, where it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without: Option<Version>,
    /// What may be said, in words.
    pub says: Message,
}

/// A run of the prompt's text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeatRun {
    /// As it stands in the file.
    pub text: String,
    /// The number of the part it is, from 0; `None` where nothing was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<usize>,
    /// -1 (harms) to 1 (helps) against the strongest effect; 0 where none was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub degree: Option<f64>,
}

/// What other orders of the blocks change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderRow {
    /// Orders tried besides the one given.
    pub orders: usize,
    /// Mean score in the order given.
    pub given: f64,
    /// Best mean.
    pub best: f64,
    /// Worst mean.
    pub worst: f64,
    /// p-value of "the order does not matter".
    pub p: f64,
    /// Share of the variance of a score that is due to the order.
    pub share: f64,
}

impl OrderRow {
    /// In words.
    pub fn message(&self) -> Message {
        let key = if self.p < 0.05 { "studies-say-order-matters" } else { "studies-say-order-not-seen" };
        let said = Message::new(key).with("orders", self.orders).with("given", percent(self.given));
        said.with("best", percent(self.best)).with("worst", percent(self.worst))
    }
}

impl Document for AblateDocument {
    fn ended(&self) -> Ended {
        self.account.ended()
    }

    fn lines(&self) -> Vec<Message> {
        let first = Message::new("studies-say-whole").with("name", self.prompt.line());
        let mut lines = vec![first.with("score", percent(self.score)).with("n", self.n)];
        lines.extend(self.parts.iter().map(|row| {
            let line = Message::new("studies-say-part").with("text", first_words(&row.text));
            line.with("gain", percent(row.gain))
                .with("low", percent(row.low))
                .with("high", percent(row.high))
                .with("says", row.says.clone())
        }));
        lines.extend(self.order.as_ref().map(OrderRow::message));
        lines.extend(self.account.lines());
        lines
    }

    fn page(&self) -> Page {
        self.drawn()
    }
}

/// The versions to ask about, and how their scores are read.
enum Design {
    LeaveOneOut(LeaveOneOut),
    Shapley(Shared),
}

impl Design {
    fn of(tree: &Tree, asked: &Parts, drawn: u64, allowed: &dyn Fn(&Tree) -> bool) -> Option<Design> {
        let pieces = pieces(tree, asked.level, allowed);
        let design = match asked.by {
            By::LeaveOneOut => Design::LeaveOneOut(LeaveOneOut::new(tree, pieces)),
            By::Shapley => Design::Shapley(Shared::new(tree, pieces, PAIRS, drawn)?),
        };
        (design.arms().len() > 1).then_some(design)
    }

    fn arms(&self) -> &[ablate::Arm] {
        match self {
            Design::LeaveOneOut(plan) => plan.arms(),
            Design::Shapley(plan) => plan.arms(),
        }
    }

    /// The place of the whole prompt among the arms.
    fn whole(&self) -> usize {
        self.arms().iter().position(|arm| arm.without.is_empty()).unwrap_or(0)
    }

    fn read(&self, scores: &[Vec<f64>]) -> Vec<Earned> {
        let earned = match self {
            Design::LeaveOneOut(plan) => plan.read(scores),
            Design::Shapley(plan) => plan.earned(scores),
        };
        earned.unwrap_or_default()
    }

    fn says(&self, earned: &Earned) -> Message {
        match (self, earned.effect) {
            (Design::Shapley(_), Effect::Helps) => {
                Message::new("studies-share-carries").with("points", percent(earned.gain))
            }
            (Design::Shapley(_), Effect::Harms) => {
                Message::new("studies-share-costs").with("points", percent(-earned.gain))
            }
            (_, effect) => effect.message(earned.gain),
        }
    }

    fn row(&self, number: usize, earned: &Earned, arms: &[Arm]) -> EarnedRow {
        let without = self.arms().iter().position(|arm| arm.without == [number]);
        EarnedRow {
            part: earned.piece.part,
            text: earned.piece.text.clone(),
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
            without: without.and_then(|place| arms.get(place)).map(|arm| arm.version),
            says: self.says(earned),
        }
    }
}

impl Bench<'_> {
    /// What each part of the only arm's prompt earns, and what other orders of its blocks change.
    ///
    /// # Errors
    /// Other than one arm, a prompt with no part to leave out, no case, or whatever stops the engine: what was paid for
    /// is kept.
    pub async fn ablate(&self, asked: Parts) -> Result<AblateDocument, StudyError> {
        let [arm] = self.plan.arms.as_slice() else {
            return Err(StudyError::NotOne { arms: self.plan.arms.len() });
        };
        let tree = Tree::of(&prompt::parse(&arm.name, &arm.text).0);
        let files = arm.files();
        let contract = Contract::of(&tree.file(), &files).map_err(|_| StudyError::NothingToVary)?;
        let allowed = |tree: &Tree| contract.check(tree, &files).is_ok();
        // the same plan draws the same orders
        let drawn = self.seed()?;
        let design = Design::of(&tree, &asked, drawn, &allowed).ok_or(StudyError::NothingToVary)?;
        let orders = Orders::new(&tree, asked.orders, drawn);
        let arms = arms(arm, design.arms(), &orders.arms()[1..])?;
        let plan = self.plan.with_arms(arms).map_err(|error| stopped(&error))?;
        let bench = Bench::new(self.engine, &plan, self.progress.clone(), self.stop.clone())
            .watched(self.live.clone());
        let hash = bench.hash("ablate", &json!(asked));
        if let Some(mut known) = bench.known::<AblateDocument>(hash).await? {
            note_known(&known.run, &mut known.account.cost, &mut known.account.notes);
            return Ok(known);
        }
        let mut cases = bench.cases()?;
        if asked.by == By::Shapley {
            cases.items.truncate(ITEMS);
        }
        let kept = bench.begin("ablate", hash, &cases).await?;
        let planned = cases.items.len();
        let versions: Vec<Version> = plan.arms.iter().map(candidate).collect();
        let whole = Whole::new(versions, cases.items, plan.repeats);
        let (grid, log, cost) = bench.run(whole, &kept).await?;
        let (of_parts, of_orders) = grid.scores.split_at(design.arms().len().min(grid.scores.len()));
        let earned = design.read(of_parts);
        let given = of_parts.get(design.whole()).cloned().unwrap_or_default();
        let in_orders: Vec<Vec<f64>> = std::iter::once(given.clone()).chain(of_orders.to_vec()).collect();
        let rows = earned.iter().enumerate().map(|(number, earned)| design.row(number, earned, &plan.arms));
        let document = AblateDocument {
            schema: ABLATE.to_owned(),
            run: kept.run.to_string(),
            prompt: named(arm),
            by: asked.by,
            n: grid.items.len(),
            planned,
            score: given.iter().sum::<f64>() / given.len().max(1) as f64,
            parts: rows.collect(),
            text: text(&tree, &earned),
            order: order(&orders, &in_orders),
            account: Account { cost, log: log.entries().to_vec(), notes: kept.notes.clone() },
        };
        bench.finish(&kept, document.ended(), json!(document)).await?;
        Ok(document)
    }
}

/// The arms of the plan: the prompt without parts, then in other orders.
fn arms(arm: &Arm, parts: &[ablate::Arm], orders: &[ablate::Arm]) -> Result<Vec<Arm>, StudyError> {
    let without = |version: &ablate::Arm| {
        let gone: Vec<String> = version.without.iter().map(|piece| format!("-{}", piece + 1)).collect();
        (!gone.is_empty()).then(|| gone.concat())
    };
    let parts = parts.iter().map(|version| (version, without(version)));
    let orders = orders.iter().enumerate().map(|(i, version)| (version, Some(format!("#{}", i + 1))));
    let rewritten = |(version, variant): (&ablate::Arm, Option<String>)| {
        arm.rewritten(&version.tree.text(), variant).map_err(|error| stopped(&error))
    };
    parts.chain(orders).map(rewritten).collect()
}

fn text(tree: &Tree, earned: &[Earned]) -> Vec<HeatRun> {
    let runs = heat(tree, earned);
    let strongest = strongest(&runs);
    let run = |warmth: ablate::Warmth| HeatRun {
        degree: warmth.piece.map(|_| warmth.degree(strongest)),
        part: warmth.piece,
        text: warmth.text,
    };
    runs.into_iter().map(run).collect()
}

fn order(orders: &Orders, scores: &[Vec<f64>]) -> Option<OrderRow> {
    let effect = orders.read(scores)?;
    Some(OrderRow {
        orders: orders.arms().len() - 1,
        given: effect.given,
        best: effect.best.0,
        worst: effect.worst.0,
        p: effect.test.p,
        share: effect.share,
    })
}
