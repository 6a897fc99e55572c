//! `trim` on a plan: the shortest version of the prompt of its only arm that is not worse. The search looks at train
//! and dev cases; test cases are kept for the proof.

use std::collections::{BTreeMap, BTreeSet};

use engine::plan::Arm;
use prompt::tree::{Contract, Tree};
use report::study::Page;
use serde::{Deserialize, Serialize};
use serde_json::json;
use stats::sequential::spending;
use terms::evaluation::Ended;
use terms::{Message, Split};

use super::{ALPHA, Bench, Cases, LABELS, named, note_known, stopped};
use crate::accept::NotWorse;
use crate::document::{Cost, Document, Named, cost, percent};
use crate::evaluator::Growing;
use crate::log::Entry;
use crate::meters::Meters;
use crate::outcome::State;
use crate::splits::{LOOKS, stratified};
use crate::trim::{Asked, Options, Prices, Saving, TrimStudy, Trimmed};
use crate::{StudyError, decision};

/// Name and version of the document.
pub const TRIM: &str = "motjuste/trim/1";

/// Vendors that cache beginnings of prompts do so from about this many tokens on.
const LEAST_CACHED: u64 = 1024;

/// Calls to a proposing model when no cap is given: what it has to say comes early.
const LETTERS: u64 = 3;

/// How a trim is asked for.
#[derive(Clone)]
pub struct TrimAsk {
    /// How much worse counts as not worse: .02 is "at most 1 answer in 50".
    pub margin: f64,
    /// The model that writes shorter versions; none and no model is asked.
    pub proposer: Option<Arm>,
    /// Calls to it at most.
    pub letters: Option<u64>,
}

impl TrimAsk {
    /// Within this margin, without a model that writes.
    pub fn within(margin: f64) -> TrimAsk {
        TrimAsk { margin, proposer: None, letters: None }
    }
}

/// Document of `trim`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrimDocument {
    /// `motjuste/trim/1`.
    pub schema: String,
    /// The run of the ledger that holds it.
    pub run: String,
    /// The prompt.
    pub prompt: Named,
    /// How much worse counts as not worse.
    pub margin: f64,
    /// What was found.
    pub found: Trimmed,
    /// Text of the prompt as it was.
    #[serde(default)]
    pub original: String,
    /// Text of the shortest version of the search, proved or not.
    pub text: String,
    /// What it saves, if every call finds the beginning of the prompt in the vendor's cache; `None` without a price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saving: Option<Saving>,
    /// What it took.
    pub cost: Cost,
    /// Every decision, in words.
    pub log: Vec<Entry>,
    /// Things a reader must know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Message>,
}

impl Document for TrimDocument {
    fn ended(&self) -> Ended {
        if self.found.state == State::BudgetEnded { Ended::Budget } else { Ended::Completed }
    }

    fn lines(&self) -> Vec<Message> {
        let mut lines: Vec<Message> = self.log.iter().map(|entry| entry.what.clone()).collect();
        lines.extend(self.verdict_lines());
        lines.push(cost(&self.cost));
        lines.extend(self.cost.writing());
        lines.extend(self.notes.iter().cloned());
        lines
    }

    fn page(&self) -> Page {
        self.drawn()
    }
}

impl TrimDocument {
    /// What may be said, what it means, and what it saves.
    pub(crate) fn verdict_lines(&self) -> Vec<Message> {
        let (before, after) = (self.found.tokens_before, self.found.tokens_after);
        let share = percent(1.0 - after as f64 / before.max(1) as f64);
        let said = Message::new("studies-say-trimmed").with("state", self.found.state.message());
        let said = said.with("before", before).with("after", after).with("share", share);
        let mut lines = vec![said, self.margin_in_words()];
        if let Some(saving) = self.saving.as_ref().filter(|saving| saving.billed_before > 0.0) {
            let thousand = |billed: f64| (billed * 1_000.0 / 1e12 * 1e4).round() / 1e4;
            let billed = Message::new("studies-say-billed").with("share", percent(saving.billed_share()));
            let billed = billed.with("before", thousand(saving.billed_before));
            let currency = self.cost.money.as_ref().map_or("", |money| money.currency.code());
            lines.push(billed.with("after", thousand(saving.billed_after)).with("currency", currency));
        }
        lines
    }

    /// The margin as a person would say it.
    fn margin_in_words(&self) -> Message {
        let answers = (1.0 / self.margin.max(1e-3)).round() as u64;
        Message::new("studies-say-margin").with("margin", percent(self.margin)).with("answers", answers)
    }
}

impl Bench<'_> {
    /// The shortest version of the only arm's prompt that is worse by at most a margin.
    ///
    /// # Errors
    /// Other than one arm, a prompt that cannot be shortened, no case to search on, or whatever stops the engine: what
    /// was paid for is kept.
    pub async fn trim(&self, ask: &TrimAsk) -> Result<TrimDocument, StudyError> {
        let margin = ask.margin;
        let [arm] = self.plan.arms.as_slice() else {
            return Err(StudyError::NotOne { arms: self.plan.arms.len() });
        };
        let tree = Tree::of(&prompt::parse(&arm.name, &arm.text).0);
        let files = arm.files();
        let contract = Contract::of(&tree.file(), &files).map_err(|_| StudyError::NothingToVary)?;
        let letters = ask.proposer.as_ref().map(|_| ask.letters.unwrap_or(LETTERS));
        let proposer = ask.proposer.as_ref().map(|arm| (&arm.target.model, &arm.parameters));
        let hash = self.hash("trim", &json!([margin, letters, proposer]));
        if let Some(mut known) = self.known::<TrimDocument>(hash).await? {
            note_known(&known.run, &mut known.cost, &mut known.notes);
            return Ok(known);
        }
        self.priced(ask.proposer.as_ref())?;
        let (mut search, mut proof, mut tags) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for case in self.plan.cases.open().map_err(|error| stopped(&error))? {
            let case = case.map_err(|error| stopped(&error))?;
            let part = if case.split == Split::Test { &mut proof } else { &mut search };
            part.insert(case.number, case.expect.get("").cloned().unwrap_or_default());
            tags.insert(case.number, case.tags);
        }
        let labels: BTreeSet<String> = search.values().chain(proof.values()).cloned().collect();
        let slices = slices(tags, search.iter().chain(&proof).filter(|_| labels.len() <= LABELS));
        if search.is_empty() {
            return Err(StudyError::NoItems);
        }
        // what could not be shown even by answers that are all alike is refused before a call is paid
        enough(search.len(), margin, ALPHA, false)?;
        if !proof.is_empty() {
            enough(proof.len(), margin, spending::shared(LOOKS, ALPHA), true)?;
        }
        let dev = stratified(search, &mut decision::draws(self.seed()?, 0));
        let sealed = stratified(proof, &mut decision::draws(self.seed()?, 1));
        let cases = Cases { items: dev.clone(), same: Default::default(), sealed: !sealed.is_empty() };
        let mut kept = self.begin("trim", hash, &cases).await?;
        let proof_alpha = self.unseal(&sealed, &mut kept).await?;
        let asked = Asked { dev, sealed, repeats: self.plan.repeats, margin, alpha: ALPHA, proof_alpha };
        let allowed = |tree: &Tree| contract.check(tree, &files).is_ok();
        let study = TrimStudy::new(tree.clone(), Options::default(), asked, allowed).with_slices(slices);
        let study = study.proposing(letters.unwrap_or(0));
        let shelf = study.shelf();
        let (progress, stop) = (self.progress.clone(), self.stop.clone());
        let growing = Growing::new(self.engine, self.plan, arm, shelf.clone(), progress, stop);
        let mut growing = growing.proposing(ask.proposer.as_ref());
        let meters = Meters::default().proposing(letters);
        let (found, log, cost) = self.drive(study, &mut growing, meters, &kept).await?;
        let short = shelf.get(found.shortest);
        let prices = arm.target.price.as_ref().map(|price| Prices {
            input: price.input as f64,
            cached: price.cached as f64,
            least_cached: LEAST_CACHED,
            hits: 1.0,
        });
        let saving = prices.zip(short.as_ref()).map(|(prices, short)| Saving::of(&tree, short, &prices));
        let document = TrimDocument {
            schema: TRIM.to_owned(),
            run: kept.run.to_string(),
            prompt: named(arm),
            margin,
            found,
            original: tree.text(),
            text: short.map_or_else(|| tree.text(), |short| short.text()),
            saving,
            cost,
            log: log.entries().to_vec(),
            notes: kept.notes.clone(),
        };
        self.finish(&kept, document.ended(), json!(document)).await?;
        Ok(document)
    }
}

/// The slices each item is in: its tags, and what is expected of it where that is a label.
fn slices<'c>(
    tags: BTreeMap<u64, Vec<String>>,
    expected: impl Iterator<Item = (&'c u64, &'c String)>,
) -> BTreeMap<u64, Vec<String>> {
    let mut slices = tags;
    for (item, label) in expected.filter(|(_, label)| !label.is_empty()) {
        let of = slices.entry(*item).or_default();
        if !of.contains(label) {
            of.push(label.clone());
        }
    }
    slices
}

/// Whether so many cases could show that a version is within the margin, were its answers all like the original's.
fn enough(given: usize, margin: f64, alpha: f64, proof: bool) -> Result<(), StudyError> {
    let (given, least) = (given as u64, NotWorse::within(margin, alpha).least_items());
    if given < least { Err(StudyError::TooFewCases { given, least, proof }) } else { Ok(()) }
}
