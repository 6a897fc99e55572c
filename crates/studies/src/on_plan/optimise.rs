//! `optimise` on a plan: a better version of the prompt of its only arm. Drafts are made from train cases, tried on dev
//! cases and proved on test cases.

use prompt::tree::Tree;
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::evaluation::Ended;
use terms::{Case, Message, Split};

use super::{ALPHA, Bench, Cases, LABELS, named, note_known, seed, stopped};
use crate::document::{Cost, Named, cost, percent};
use crate::log::Entry;
use crate::meters::Meters;
use crate::optimise::{Asked, Optimise, Optimised, Workshop};
use crate::outcome::State;
use crate::propose::{self, Brief, LeakGuard, Lexicon, Screen, Shown};
use crate::shelf::Shelf;
use crate::splits::stratified;
use crate::{StudyError, decision};

/// Name and version of the document.
pub const OPTIMISE: &str = "motjuste/optimise/1";

/// Dev cases of a search at most: more cases make it surer and drafts fewer.
const DEV: usize = 150;
/// Calls of a search whose cap is not given, in passes over the dev cases.
const PASSES: u64 = 20;
/// Cases of each part that a cap on calls leaves at least.
const FLOOR: u64 = 30;

/// Document of `optimise`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OptimiseDocument {
    /// `motjuste/optimise/1`.
    pub schema: String,
    /// The run of the ledger that holds it.
    pub run: String,
    /// The person's own version.
    pub prompt: Named,
    /// What was found.
    pub found: Optimised,
    /// What it took.
    pub cost: Cost,
    /// Every decision, in words.
    pub log: Vec<Entry>,
    /// Things a reader must know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Message>,
}

impl OptimiseDocument {
    /// Why it ended.
    pub fn ended(&self) -> Ended {
        if self.found.state == State::BudgetEnded { Ended::Budget } else { Ended::Completed }
    }

    /// The document in words.
    pub fn lines(&self) -> Vec<Message> {
        let found = &self.found;
        let searched = Message::new("studies-say-searched").with("rounds", found.rounds);
        let mut lines = vec![searched.with("variants", found.tried.len().saturating_sub(1))];
        let leads = self.log.iter().filter(|entry| entry.what.key == "studies-log-leader");
        lines.extend(leads.map(|entry| entry.what.clone()));
        let verdict = |why: Message| {
            Message::new("studies-say-found").with("state", found.state.message()).with("why", why)
        };
        match &found.proof {
            Some(proof) => {
                lines.push(verdict(proof.why.clone()));
                lines.extend(proof.effect.as_ref().map(|effect| {
                    Message::new("studies-say-proof")
                        .with("difference", percent(effect.difference))
                        .with("low", percent(effect.low))
                        .with("high", percent(effect.high))
                        .with("n", effect.n)
                }));
            }
            None if found.best == found.seed => lines.push(Message::new("studies-say-nothing-better")),
            None => lines.push(verdict(Message::new("studies-why-no-sealed"))),
        }
        lines.push(cost(&self.cost));
        lines.extend(self.notes.iter().cloned());
        lines
    }
}

impl Bench<'_> {
    /// A better version of the only arm's prompt, within so many calls in all.
    ///
    /// # Errors
    /// Other than one arm, no dev case, too few calls, or whatever stops the engine: what was paid for is kept.
    pub async fn optimise(&self, calls: Option<u64>) -> Result<OptimiseDocument, StudyError> {
        let [arm] = self.plan.arms.as_slice() else {
            return Err(StudyError::NotOne { arms: self.plan.arms.len() });
        };
        let hash = self.hash("optimise", &json!(calls));
        if let Some(mut known) = self.known::<OptimiseDocument>(hash).await? {
            note_known(&known.run, &mut known.cost, &mut known.notes);
            return Ok(known);
        }
        let tree = Tree::of(&prompt::parse(&arm.name, &arm.text).0);
        let opened = self.plan.cases.open().map_err(|error| stopped(&error))?;
        let cases: Vec<Case> =
            opened.collect::<Result<_, _>>().map_err(|error: engine::EngineError| stopped(&error))?;
        let mut asked = self.asked(&cases, calls, seed(hash))?;
        let given = asked.calls.unwrap_or(u64::MAX);
        if given < asked.least() {
            return Err(StudyError::BelowFloor { given, least: asked.least() });
        }
        let files = arm.files();
        let screen = Screen::with_files(&tree, LeakGuard::new(&tree, &cases), &files)
            .map_err(|error| stopped(&error))?;
        let shop = Workshop {
            proposers: propose::all(),
            train: cases.iter().cloned().filter_map(Shown::train).collect(),
            brief: Brief::of(arm.prompt.meta()),
            lexicon: Lexicon::ours(),
            screen,
        };
        let items: Vec<u64> = asked.dev.iter().chain(&asked.sealed).copied().collect();
        let counted = Cases { items, same: Default::default(), sealed: !asked.sealed.is_empty() };
        let mut kept = self.begin("optimise", hash, &counted).await?;
        asked.alpha = self.unseal(&asked.sealed, &mut kept).await?;
        let (shelf, meters) = (Shelf::default(), Meters::capped(asked.calls, None));
        let study = Optimise::new(tree, asked, shop, shelf.clone());
        let (found, log, cost) = self.grow(study, arm, shelf, meters, &kept).await?;
        let document = OptimiseDocument {
            schema: OPTIMISE.to_owned(),
            run: kept.run.to_string(),
            prompt: named(arm),
            found,
            cost,
            log: log.entries().to_vec(),
            notes: kept.notes.clone(),
        };
        self.finish(&kept, document.ended(), json!(document)).await?;
        Ok(document)
    }

    /// A share of the calls for the person's own version on dev, a share for the proof, the rest for drafts.
    fn asked(&self, cases: &[Case], calls: Option<u64>, seed: u64) -> Result<Asked, StudyError> {
        let mut draws = decision::draws(seed, 0);
        let mut of = |split: Split| {
            let wanted: Vec<&Case> = cases.iter().filter(|case| case.split == split).collect();
            let mut labels: Vec<&str> = wanted.iter().map(|case| expected(case)).collect();
            labels.sort_unstable();
            labels.dedup();
            let few = labels.len() <= LABELS;
            let strata = wanted.iter().map(|case| (case.number, if few { expected(case) } else { "" }));
            stratified(strata, &mut draws)
        };
        let (mut dev, mut sealed) = (of(Split::Dev), of(Split::Test));
        if dev.is_empty() {
            return Err(StudyError::NoDev);
        }
        let repeats = u64::from(self.plan.repeats.max(1));
        let share =
            |part: u64| calls.map_or(usize::MAX, |calls| (calls / repeats / part).max(FLOOR) as usize);
        dev.truncate(DEV.min(share(8)));
        sealed.truncate(share(5));
        let passes = PASSES * dev.len() as u64 + 2 * sealed.len() as u64;
        let calls = Some(calls.unwrap_or(passes * repeats));
        Ok(Asked { dev, sealed, repeats: self.plan.repeats, calls, alpha: ALPHA, seed })
    }
}

fn expected(case: &Case) -> &str {
    case.expect.get("").map_or("", String::as_str)
}
