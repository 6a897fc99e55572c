//! Search over slots with a surrogate: a tree-structured Parzen estimator over categories (Bergstra et al., 2011, as in
//! MIPROv2), all slots together. Versions tried are parted into good and others; new combinations of choices already
//! seen are drawn near the good ones, and those that look most like good and least like others are proposed.

use std::collections::{BTreeMap, BTreeSet};

use prompt::tree::Edit;
use stats::draws::Draws;
use terms::{Message, Version};

use super::choices::Choices;
use super::{Attempt, Draft, Needs, Proposer, Told, View};

/// The strategy.
#[derive(Clone, Debug, Default)]
pub struct Surrogate {
    known: BTreeSet<Version>,
}

/// Versions tried below which there is nothing to learn from.
const LEAST: usize = 6;
/// Share of the versions that count as good.
const GOOD: f64 = 0.25;
/// Combinations drawn for each draft.
const DRAWN: usize = 24;
/// Items that the mean of the person's own version counts for in everyone's mean: a draft that answered five cases is
/// not believed like one that answered fifty.
const PRIOR: f64 = 8.0;

/// For each slot, what may be put into it: nothing, and every choice seen.
type Slots = BTreeMap<String, Vec<Option<Edit>>>;

impl Proposer for Surrogate {
    fn name(&self) -> &'static str {
        "surrogate"
    }

    fn needs(&self) -> Needs {
        Needs { tried: true, ..Needs::default() }
    }

    fn ask(&mut self, view: &View<'_>, k: usize, draws: &mut Draws) -> Vec<Draft> {
        let [own, rest @ ..] = view.tried else { return Vec::new() };
        if rest.len() < LEAST {
            return Vec::new();
        }
        self.known.extend(view.tried.iter().map(|attempt| attempt.version));
        let (good, others) = parted(view.tried, own.mean);
        let slots = slots(view.tried);
        let mut drawn: Vec<(f64, Choices)> = (0..DRAWN * k)
            .map(|_| near(good[draws.below(good.len())], &slots, good.len(), draws))
            .map(|choices| (density(&choices, &good, &slots) - density(&choices, &others, &slots), choices))
            .collect();
        drawn.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id().cmp(&b.1.id())));
        let mut drafts = Vec::new();
        for (_, choices) in drawn {
            if drafts.len() >= k {
                break;
            }
            let Some(tree) = choices.apply(&own.tree) else { continue };
            let version = tree.version();
            if !self.known.insert(version) || view.screen.check(&own.tree, &tree).is_err() {
                continue;
            }
            let why = Message::new("studies-why-combined").with("count", choices.iter().count());
            drafts.push(Draft { tree, edit: choices.edit(), why, parents: vec![own.version] });
        }
        drafts
    }

    fn tell(&mut self, outcomes: &[Told]) {
        self.known.extend(outcomes.iter().map(|told| told.version));
    }
}

/// The good quarter, at least two, and the others.
fn parted(tried: &[Attempt], prior: f64) -> (Vec<&Choices>, Vec<&Choices>) {
    let believed =
        |attempt: &Attempt| (attempt.mean * attempt.n as f64 + PRIOR * prior) / (attempt.n as f64 + PRIOR);
    let mut ranked: Vec<(f64, &Attempt)> = tried.iter().map(|attempt| (believed(attempt), attempt)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.version.cmp(&b.1.version)));
    let count = ((GOOD * ranked.len() as f64).ceil() as usize).max(2).min(ranked.len());
    let choices: Vec<&Choices> = ranked.iter().map(|(_, attempt)| &attempt.choices).collect();
    (choices[..count].to_vec(), choices[count..].to_vec())
}

fn slots(tried: &[Attempt]) -> Slots {
    let mut slots: Slots = BTreeMap::new();
    for (slot, edit) in tried.iter().flat_map(|attempt| attempt.choices.iter()) {
        let seen = slots.entry(slot.to_owned()).or_insert_with(|| vec![None]);
        if !seen.iter().flatten().any(|known| known == edit) {
            seen.push(Some(edit.clone()));
        }
    }
    slots
}

/// How far a kernel reaches beyond the version it stands on: less, the more are known.
fn reach(known: usize) -> f64 {
    1.0 / (1.0 + known as f64)
}

/// A combination near this one: each slot is drawn anew with a small chance.
fn near(from: &Choices, slots: &Slots, known: usize, draws: &mut Draws) -> Choices {
    let mut choices = from.clone();
    for (slot, seen) in slots {
        if draws.uniform() < reach(known) {
            choices.set(slot, seen[draws.below(seen.len())].clone());
        }
    }
    choices
}

/// Logarithm of the density of a combination under kernels on these versions.
fn density(choices: &Choices, versions: &[&Choices], slots: &Slots) -> f64 {
    if versions.is_empty() {
        return 0.0;
    }
    let reach = reach(versions.len());
    let kernel = |version: &&Choices| -> f64 {
        let at = |(slot, seen): (&String, &Vec<Option<Edit>>)| {
            let elsewhere = reach / seen.len() as f64;
            let same = choices.get(slot) == version.get(slot);
            if same { 1.0 - reach + elsewhere } else { elsewhere }
        };
        slots.iter().map(at).product()
    };
    let sum: f64 = versions.iter().map(kernel).sum();
    (sum / versions.len() as f64).max(f64::MIN_POSITIVE).ln()
}
