//! `optimise` on a plan: a better version of the prompt of its only arm. Drafts are made from train cases, tried on dev
//! cases and proved on test cases.

use std::collections::BTreeSet;

use engine::EngineError;
use engine::plan::Arm;
use prompt::tree::{Contract, Tree};
use report::study::Page;
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::evaluation::Ended;
use terms::{Case, Message, Split};

use super::{ALPHA, Bench, Cases, LABELS, named, note_known, stopped};
use crate::document::{Cost, Document, Named, cost, percent};
use crate::evaluator::Growing;
use crate::log::Entry;
use crate::meters::Meters;
use crate::optimise::{Asked, Few, Fold, Optimise, Optimised, Rule, Workshop};
use crate::outcome::State;
use crate::propose::{self, Brief, LeakGuard, Lexicon, Screen, Shown, by_model, twins};
use crate::shelf::Shelf;
use crate::splits::{Dev, FEW, Train, folds, stratified};
use crate::{StudyError, decision};

/// Name and version of the document.
pub const OPTIMISE: &str = "motjuste/optimise/1";

/// Dev cases of a search at most: more cases make it surer and drafts fewer.
const DEV: usize = 150;
/// Calls of a search whose cap is not given, in passes over the dev cases.
const PASSES: u64 = 20;
/// Cases of each part that a cap on calls leaves at least.
const FLOOR: u64 = 30;

/// Calls to a proposing model when no cap is given: most of what it has to say comes early.
const LETTERS: u64 = 20;

/// Folds of a search on few cases.
const FOLDS: usize = 5;

/// Refused cases named.
const NAMED: usize = 5;

/// How a search is asked for.
#[derive(Clone, Default)]
pub struct OptimiseAsk {
    /// Calls to the model under study, the proof's included.
    pub calls: Option<u64>,
    /// The model that writes versions; none and no model is asked.
    pub proposer: Option<Arm>,
    /// Calls to it at most.
    pub letters: Option<u64>,
    /// How drafts of a round leave it.
    pub rule: Rule,
    /// Other forms in which versions are asked, their score being the mean over them; 0 and they are asked as they are.
    pub forms: usize,
}

/// Document of `optimise`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OptimiseDocument {
    /// `motjuste/optimise/1`.
    pub schema: String,
    /// The run of the ledger that holds it.
    pub run: String,
    /// The person's own version.
    pub prompt: Named,
    /// Other forms over which the score of a version is the mean; 0 when it was asked as it is.
    #[serde(default)]
    pub forms: usize,
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

impl Document for OptimiseDocument {
    fn ended(&self) -> Ended {
        if self.found.state == State::BudgetEnded { Ended::Budget } else { Ended::Completed }
    }

    fn lines(&self) -> Vec<Message> {
        let found = &self.found;
        let searched = Message::new("studies-say-searched").with("rounds", found.rounds);
        let mut lines = vec![searched.with("variants", found.tried.len().saturating_sub(1))];
        lines.extend(self.in_forms());
        let leads = self.log.iter().filter(|entry| entry.what.key == "studies-log-leader");
        lines.extend(leads.map(|entry| entry.what.clone()));
        lines.extend(found.cross_fitted.map(|fitted| fitted.message()));
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
            None => lines.push(verdict(found.why_unproved())),
        }
        lines.push(cost(&self.cost));
        lines.extend(self.cost.writing());
        lines.extend(self.notes.iter().cloned());
        lines
    }

    fn page(&self) -> Page {
        self.drawn()
    }
}

impl OptimiseDocument {
    /// That scores are means over forms, where they are.
    pub(crate) fn in_forms(&self) -> Option<Message> {
        (self.forms > 0).then(|| Message::new("studies-say-in-forms").with("forms", self.forms))
    }
}

impl Bench<'_> {
    /// A better version of the only arm's prompt, within so many calls in all.
    ///
    /// # Errors
    /// Other than one arm, no dev case, too few calls, or whatever stops the engine: what was paid for is kept.
    pub async fn optimise(&self, ask: &OptimiseAsk) -> Result<OptimiseDocument, StudyError> {
        let [arm] = self.plan.arms.as_slice() else {
            return Err(StudyError::NotOne { arms: self.plan.arms.len() });
        };
        let calls = ask.calls;
        let letters = ask.proposer.as_ref().map(|_| ask.letters.unwrap_or(LETTERS));
        let proposer = ask.proposer.as_ref().map(|arm| (&arm.target.model, &arm.parameters));
        let hash = self.hash("optimise", &json!([calls, letters, proposer, ask.rule, ask.forms]));
        if let Some(mut known) = self.known::<OptimiseDocument>(hash).await? {
            note_known(&known.run, &mut known.cost, &mut known.notes);
            return Ok(known);
        }
        self.priced(ask.proposer.as_ref())?;
        let tree = Tree::of(&prompt::parse(&arm.name, &arm.text).0);
        let (cases, refused) = self.cases_apart()?;
        let seed = self.seed()?;
        let few = Apart::of(&cases, seed);
        let mut asked = match &few {
            Some(few) => self.few(&few.whole, calls, seed)?,
            None => self.asked(&cases, calls, seed)?,
        };
        let given = asked.calls.unwrap_or(u64::MAX);
        if given < asked.least() {
            return Err(StudyError::BelowFloor { given, least: asked.least() });
        }
        (asked.letters, asked.rule) = (letters.unwrap_or(0), ask.rule);
        let files = arm.files();
        let shop = |cases: &[Case]| -> Result<Workshop<'_>, StudyError> {
            let guard = LeakGuard::new(&tree, cases);
            let screen = Screen::with_files(&tree, guard, &files).map_err(|error| stopped(&error))?;
            let mut proposers = propose::all();
            if ask.proposer.is_some() {
                // after those that need no model and bring most
                proposers.splice(3..3, by_model::all());
            }
            Ok(Workshop {
                proposers,
                train: cases.iter().cloned().filter_map(Shown::train).collect(),
                brief: Brief::of(arm.prompt.meta()),
                lexicon: Lexicon::ours(),
                screen,
            })
        };
        let items: Vec<u64> = asked.dev.iter().chain(&asked.sealed).copied().collect();
        let counted = Cases { items, same: Default::default(), sealed: !asked.sealed.is_empty() };
        let mut kept = self.begin("optimise", hash, &counted).await?;
        kept.notes.extend(refused);
        if few.is_none() {
            asked.alpha = self.unseal(&asked.sealed, &mut kept).await?;
        }
        let (shelf, meters) = (Shelf::default(), Meters::capped(asked.calls, None).proposing(letters));
        let shown = cases.iter().filter(|case| case.split == Split::Train).map(|case| case.number).collect();
        let (progress, stop) = (self.progress.clone(), self.stop.clone());
        let growing = Growing::new(self.engine, self.plan, arm, shelf.clone(), progress, stop);
        let contract =
            Contract::of(&tree.file(), &files).map_err(|errors| stopped(&EngineError::all(errors)))?;
        let in_form = |tree: &Tree| contract.check(tree, &files).is_ok();
        let mut growing = growing
            .showing(shown)
            .strict()
            .proposing(ask.proposer.as_ref())
            .in_forms(ask.forms, seed, in_form);
        let search = |cases: &[Case], asked: Asked| -> Result<Optimise<'_>, StudyError> {
            Ok(Optimise::new(tree.clone(), asked, shop(cases)?, shelf.clone()))
        };
        let (found, log, cost) = match few {
            None => {
                let study = search(&cases, asked)?;
                self.drive(study, &mut growing, meters, &kept).await?
            }
            Some(few) => {
                let mut folds = Vec::with_capacity(few.folds.len());
                for (items, cases) in few.folds {
                    let asked = Asked { letters: asked.letters, ..self.few(&cases, calls, seed)? };
                    folds.push(Fold { search: search(&cases, Asked { rule: ask.rule, ..asked })?, items });
                }
                let study = Few::new(search(&few.whole, asked)?, folds, given);
                self.drive(study, &mut growing, meters, &kept).await?
            }
        };
        if found.state == State::Better {
            // what few cases could promise all the same was measured
            kept.notes.retain(|note| note.key != "studies-few");
        }
        let document = OptimiseDocument {
            schema: OPTIMISE.to_owned(),
            run: kept.run.to_string(),
            prompt: named(arm),
            forms: ask.forms,
            found,
            cost,
            log: log.entries().to_vec(),
            notes: kept.notes.clone(),
        };
        self.finish(&kept, document.ended(), json!(document)).await?;
        Ok(document)
    }

    /// What the calls buy, and below how many they would buy nothing of use: to be said before anything is asked.
    ///
    /// # Errors
    /// As [`Bench::optimise`].
    pub fn offer(&self, ask: &OptimiseAsk) -> Result<Message, StudyError> {
        let (cases, _) = self.cases_apart()?;
        let few = Apart::of(&cases, 0);
        let asked = match &few {
            Some(few) => self.few(&few.whole, ask.calls, 0)?,
            None => self.asked(&cases, ask.calls, 0)?,
        };
        let calls = asked.calls.unwrap_or_default();
        let repeats = u64::from(asked.repeats.max(1));
        let (dev, proof) = (asked.dev.len() as u64, asked.sealed.len() as u64);
        let left = calls.saturating_sub(repeats * (dev + 2 * proof));
        // a draft is given up on after a fifth of the cases on average, and one in a few answers them all
        let variants = left / (repeats * (dev / 4).max(5));
        let offer = Message::new("studies-offer")
            .with("calls", calls)
            .with("dev", dev)
            .with("proof", proof)
            .with("variants", variants)
            .with("least", asked.least());
        Ok(match &ask.proposer {
            Some(_) => Message::new("studies-offer-letters")
                .with("offer", offer)
                .with("letters", ask.letters.unwrap_or(LETTERS)),
            None => offer,
        })
    }

    /// The cases, without those that are nearly a case of another split, and what is said of these. Of two such, the
    /// one that serves the lesser end leaves: train before dev before test.
    fn cases_apart(&self) -> Result<(Vec<Case>, Option<Message>), StudyError> {
        let opened = self.plan.cases.open().map_err(|error| stopped(&error))?;
        let cases: Vec<Case> =
            opened.collect::<Result<_, _>>().map_err(|error: EngineError| stopped(&error))?;
        let rank = |split: Split| match split {
            Split::Train => 0,
            Split::Dev => 1,
            Split::Test => 2,
        };
        let mut refused: BTreeSet<String> = BTreeSet::new();
        for twins in twins::across_splits(&cases) {
            let first_leaves = rank(twins.first_split) < rank(twins.second_split);
            refused.insert(if first_leaves { twins.first } else { twins.second });
        }
        if refused.is_empty() {
            return Ok((cases, None));
        }
        let mut named: Vec<&str> = refused.iter().map(String::as_str).take(NAMED).collect();
        if refused.len() > NAMED {
            named.push("…");
        }
        let said = Message::new("studies-twins").with("count", refused.len()).with("cases", named.join(", "));
        let cases = cases.into_iter().filter(|case| !refused.contains(&case.id)).collect();
        Ok((cases, Some(said)))
    }

    /// The same for cases too few for a proof: all but the sealed ones are for the search.
    fn few(&self, cases: &[Case], calls: Option<u64>, seed: u64) -> Result<Asked, StudyError> {
        let asked = self.asked(cases, None, seed)?;
        let usual = PASSES * asked.dev.len() as u64 * u64::from(asked.repeats.max(1));
        Ok(Asked { sealed: Vec::new(), calls: Some(calls.unwrap_or(FOLDS as u64 * usual / 2)), ..asked })
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
        let (train, mut dev, mut sealed) = (of(Split::Train), of(Split::Dev), of(Split::Test));
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
        Ok(Asked {
            dev,
            train,
            sealed,
            repeats: self.plan.repeats,
            calls,
            letters: 0,
            rule: Rule::default(),
            alpha: ALPHA,
            seed,
        })
    }
}

/// Cases too few for a proof, as each search has them.
struct Apart {
    /// Of the search on all of them.
    whole: Vec<Case>,
    /// For each fold its items, and the cases of the search that must not see them.
    folds: Vec<(Vec<u64>, Vec<Case>)>,
}

impl Apart {
    /// `None` when there are enough cases to put some aside. Sealed ones stay sealed. Half of those that may be shown
    /// give scores as those of dev do; of dev nothing is shown.
    fn of(cases: &[Case], seed: u64) -> Option<Apart> {
        if cases.len() >= FEW {
            return None;
        }
        let mut draws = decision::draws(seed, 0);
        let mut order = |split: Split| {
            let of = cases.iter().filter(|case| case.split == split);
            stratified(of.map(|case| (case.number, expected(case))), &mut draws)
        };
        let (train, dev) = (order(Split::Train), order(Split::Dev));
        let as_dev: BTreeSet<u64> = train.iter().skip(1).step_by(2).copied().collect();
        let without = |kept: &[u64]| -> Vec<Case> {
            let of = |case: &Case| {
                let split = match case.split {
                    _ if kept.contains(&case.number) => Split::Test,
                    Split::Train if as_dev.contains(&case.number) => Split::Dev,
                    split => split,
                };
                Case { split, ..case.clone() }
            };
            cases.iter().map(of).collect()
        };
        let items: Vec<u64> = train.into_iter().chain(dev).collect();
        let fold = |(_, fold): (Train, Dev)| (fold.0.clone(), without(&fold.0));
        Some(Apart { whole: without(&[]), folds: folds(&items, FOLDS).into_iter().map(fold).collect() })
    }
}

fn expected(case: &Case) -> &str {
    case.expect.get("").map_or("", String::as_str)
}
