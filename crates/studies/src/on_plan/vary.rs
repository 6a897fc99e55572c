//! `vary` on a plan: the prompt of its only arm in other forms that mean the same, on every case.

use prompt::tree::{Contract, Tree};
use report::study::Page;
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::evaluation::Ended;
use terms::{Message, Version};

use super::{Bench, named, note_known, stopped};
use crate::StudyError;
use crate::document::{Account, Document, Named, percent};
use crate::evaluator::candidate;
use crate::vary::{Form, Vary};
use crate::whole::Whole;

/// Name and version of the document.
pub const VARY: &str = "motjuste/vary/1";

/// Document of `vary`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VaryDocument {
    /// `motjuste/vary/1`.
    pub schema: String,
    /// The run of the ledger that holds it.
    pub run: String,
    /// The prompt.
    pub prompt: Named,
    /// Cases every version answered with a score.
    pub n: usize,
    /// Cases planned.
    pub planned: usize,
    /// Mean score of the prompt as it is.
    pub score: f64,
    /// Mean over all versions.
    pub mean: f64,
    /// Best mean.
    pub best: f64,
    /// Worst mean.
    pub worst: f64,
    /// p-value of "the form does not matter".
    pub p: f64,
    /// Share of the variance of a score that is due to the form.
    pub share: f64,
    /// Each form against the prompt as it is.
    pub forms: Vec<FormRow>,
    /// The whole in a sentence.
    pub says: Option<Message>,
    /// What it took, every decision, things a reader must know.
    #[serde(flatten)]
    pub account: Account,
}

/// A form and what it does to the score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormRow {
    /// What was changed.
    pub form: Form,
    /// The version.
    pub version: Version,
    /// Its text.
    pub text: String,
    /// Mean of (form - prompt as it is).
    pub change: f64,
    /// 95 % interval of the change, lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Two-sided p-value, adjusted for the number of forms.
    pub p: f64,
    /// Whether the prompt breaks in this form.
    pub fragile: bool,
}

impl Document for VaryDocument {
    fn ended(&self) -> Ended {
        self.account.ended()
    }

    fn lines(&self) -> Vec<Message> {
        let first = Message::new("studies-say-whole").with("name", self.prompt.line());
        let mut lines = vec![first.with("score", percent(self.score)).with("n", self.n)];
        lines.extend(self.forms.iter().map(|row| {
            let key = if row.fragile { "studies-say-form-fragile" } else { "studies-say-form" };
            let line = Message::new(key).with("form", row.form.message()).with("change", percent(row.change));
            line.with("low", percent(row.low)).with("high", percent(row.high))
        }));
        lines.extend(self.says.clone());
        lines.extend(self.account.lines());
        lines
    }

    fn page(&self) -> Page {
        self.drawn()
    }
}

impl Bench<'_> {
    /// How the only arm's prompt bears other forms, at most so many.
    ///
    /// # Errors
    /// Other than one arm, a prompt with no other form, no case, or whatever stops the engine: what was paid for is
    /// kept.
    pub async fn vary(&self, count: usize) -> Result<VaryDocument, StudyError> {
        let [arm] = self.plan.arms.as_slice() else {
            return Err(StudyError::NotOne { arms: self.plan.arms.len() });
        };
        let tree = Tree::of(&prompt::parse(&arm.name, &arm.text).0);
        let files = arm.files();
        let contract = Contract::of(&tree.file(), &files).map_err(|_| StudyError::NothingToVary)?;
        // the same plan draws the same renderings
        let drawn = self.seed()?;
        let study = Vary::new(&tree, count, drawn, &|tree| contract.check(tree, &files).is_ok());
        if study.renderings().is_empty() {
            return Err(StudyError::NothingToVary);
        }
        let mut arms = Vec::with_capacity(study.renderings().len() + 1);
        for (number, version) in study.arms().into_iter().enumerate() {
            let variant = (number > 0).then(|| format!("#{number}"));
            arms.push(arm.rewritten(&version.text(), variant).map_err(|error| stopped(&error))?);
        }
        let plan = self.plan.with_arms(arms).map_err(|error| stopped(&error))?;
        let bench = Bench::new(self.engine, &plan, self.progress.clone(), self.stop.clone())
            .watched(self.live.clone());
        let hash = bench.hash("vary", &json!(count));
        if let Some(mut known) = bench.known::<VaryDocument>(hash).await? {
            note_known(&known.run, &mut known.account.cost, &mut known.account.notes);
            return Ok(known);
        }
        let cases = bench.cases()?;
        let kept = bench.begin("vary", hash, &cases).await?;
        let planned = cases.items.len();
        let versions: Vec<Version> = plan.arms.iter().map(candidate).collect();
        let whole = Whole::new(versions, cases.items, plan.repeats);
        let (grid, log, cost) = bench.run(whole, &kept).await?;
        let report = study.read(&grid.scores);
        let scores = grid.scores.first().map_or(&[][..], Vec::as_slice);
        let score = scores.iter().sum::<f64>() / scores.len().max(1) as f64;
        let rows = report.iter().flat_map(|report| &report.effects).zip(&plan.arms[1..]);
        let forms = rows.map(|(effect, arm)| FormRow {
            form: effect.form,
            version: arm.version,
            text: arm.text.to_string(),
            change: effect.change,
            low: effect.interval.low,
            high: effect.interval.high,
            p: effect.p,
            fragile: effect.is_fragile(),
        });
        let document = VaryDocument {
            schema: VARY.to_owned(),
            run: kept.run.to_string(),
            prompt: named(arm),
            n: grid.items.len(),
            planned,
            score,
            mean: report.as_ref().map_or(score, |report| report.mean),
            best: report.as_ref().map_or(score, |report| report.best.0),
            worst: report.as_ref().map_or(score, |report| report.worst.0),
            p: report.as_ref().map_or(1.0, |report| report.test.p),
            share: report.as_ref().map_or(0.0, |report| report.share),
            forms: forms.collect(),
            says: report.as_ref().map(crate::vary::Robustness::message),
            account: Account { cost, log: log.entries().to_vec(), notes: kept.notes.clone() },
        };
        bench.finish(&kept, document.ended(), json!(document)).await?;
        Ok(document)
    }
}
