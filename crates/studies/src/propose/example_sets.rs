//! Few-shot examples from train cases: stratified, the hardest to tell apart, those the version gets wrong, and the
//! model's own correct answers. Sets of examples alone beat instructions rewritten by a model with the seed text
//! (Wan et al., NeurIPS 2024).

use std::collections::BTreeMap;

use prompt::tree::{Edit, Shot};
use stats::draws::Draws;
use terms::Message;

use super::distinctive::likeness;
use super::{Needs, Parent, Shown, Strategy, View};
use crate::decision::shuffled;

/// The strategy.
#[derive(Clone, Copy, Debug)]
pub struct ExampleSets;

/// Most examples in a set: they are most of a prompt's tokens.
const MOST: usize = 16;
/// Sizes of sets: a small model has no room for many, and some learn from few.
const SIZES: [usize; 5] = [8, 4, 8, 2, MOST];
/// Cases compared with each other for nearness.
const COMPARED: usize = 120;

impl Strategy for ExampleSets {
    fn name(&self) -> &'static str {
        "example-sets"
    }

    fn needs(&self) -> Needs {
        Needs { train: true, replies: true, ..Needs::default() }
    }

    fn edits(&self, parent: &Parent, view: &View<'_>, draws: &mut Draws) -> Vec<(Edit, Message)> {
        let cases = showable(parent, view);
        let shots = |cases: Vec<&Shown>| shots(parent, &cases);
        let mut sets: Vec<(Vec<Shot>, &'static str)> = Vec::new();
        for size in SIZES {
            sets.push((shots(stratified(&cases, size, draws)), "studies-why-examples-stratified"));
        }
        sets.push((shots(nearest(&cases, draws)), "studies-why-examples-nearest"));
        let wrong = |shown: &&&Shown| shown.answers.get(&parent.version).is_some_and(|a| a.score < 0.5);
        let wrong: Vec<&Shown> = cases.iter().filter(wrong).copied().collect();
        sets.push((shots(stratified(&wrong, 8, draws)), "studies-why-examples-wrong"));
        sets.push((own(parent, &cases, draws), "studies-why-examples-own"));
        let mut edits: Vec<(Edit, Message)> = Vec::new();
        let now: Vec<Shot> = parent.tree.shots().into_iter().map(|(_, shot)| shot).collect();
        if now.len() > 1 {
            sets.push((shuffled(now.clone(), draws), "studies-why-examples-order"));
            let mut fewer = now.clone();
            fewer.remove(draws.below(now.len()));
            sets.push((fewer, "studies-why-examples-fewer"));
        }
        // nobody wins by being last: a model leans towards the label it read last
        for (shots, why) in sets {
            let count = shots.len();
            if count > 0 && shots != now {
                edits.push((Edit::SetExamples { shots }, Message::new(why).with("count", count)));
            }
        }
        edits
    }
}

impl ExampleSets {
    /// So many sets drawn at random, of every size.
    pub(super) fn drawn(
        parent: &Parent,
        view: &View<'_>,
        count: usize,
        draws: &mut Draws,
    ) -> Vec<(Edit, Message)> {
        let cases = showable(parent, view);
        let sizes = SIZES.into_iter().cycle().take(count);
        let sets = sizes.map(|size| shots(parent, &stratified(&cases, size, draws)));
        let edit = |shots: Vec<Shot>| {
            let why = Message::new("studies-why-examples-stratified").with("count", shots.len());
            (Edit::SetExamples { shots }, why)
        };
        sets.filter(|shots| !shots.is_empty()).map(edit).collect()
    }
}

/// Cases that may be examples: one that may not would have the whole set refused.
fn showable<'s>(parent: &Parent, view: &View<'s>) -> Vec<&'s Shown> {
    let may = |shown: &&Shown| {
        let given = parent.tree.given(&shown.case().values);
        shown.expected().is_some() && given.is_some_and(|given| view.screen.shows(&given))
    };
    view.train.iter().filter(may).collect()
}

fn shots(parent: &Parent, cases: &[&Shown]) -> Vec<Shot> {
    let shot = |shown: &&Shown| {
        let (given, answered) = (parent.tree.given(&shown.case().values)?, shown.expected()?.to_owned());
        Some(Shot { given, answered })
    };
    cases.iter().filter_map(shot).collect()
}

/// So many cases, of each expected answer in turn when there are few different ones.
fn stratified<'s>(cases: &[&'s Shown], size: usize, draws: &mut Draws) -> Vec<&'s Shown> {
    let mut strata: BTreeMap<&str, Vec<&Shown>> = BTreeMap::new();
    for shown in cases {
        strata.entry(shown.expected().unwrap_or("")).or_default().push(shown);
    }
    if strata.len() > MOST {
        strata = BTreeMap::from([("", cases.to_vec())]);
    }
    let mut strata: Vec<Vec<&Shown>> = strata.into_values().map(|cases| shuffled(cases, draws)).collect();
    let mut chosen = Vec::new();
    while chosen.len() < size.min(cases.len()) {
        strata = shuffled(strata, draws);
        chosen.extend(strata.iter_mut().filter_map(Vec::pop));
    }
    chosen.truncate(size);
    chosen
}

/// Pairs of cases with like texts and different answers: where the border lies.
fn nearest<'s>(cases: &[&'s Shown], draws: &mut Draws) -> Vec<&'s Shown> {
    let some: Vec<&Shown> = shuffled(cases.to_vec(), draws).into_iter().take(COMPARED).collect();
    let texts: Vec<String> = some.iter().map(|shown| shown.text()).collect();
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for a in 0..some.len() {
        for b in a + 1..some.len() {
            if some[a].expected() != some[b].expected() {
                pairs.push((likeness(&texts[a], &texts[b]), a, b));
            }
        }
    }
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut chosen: Vec<usize> = Vec::new();
    for (_, a, b) in pairs {
        if chosen.len() >= 8 {
            break;
        }
        if !chosen.contains(&a) && !chosen.contains(&b) {
            chosen.extend([a, b]);
        }
    }
    chosen.into_iter().map(|i| some[i]).collect()
}

/// Answers of the parent that scored full marks, in its own words.
fn own(parent: &Parent, cases: &[&Shown], draws: &mut Draws) -> Vec<Shot> {
    let right = |shown: &&&Shown| shown.answers.get(&parent.version).is_some_and(|a| a.score >= 1.0);
    let right: Vec<&Shown> = cases.iter().filter(right).copied().collect();
    let shots = stratified(&right, 8, draws).into_iter().filter_map(|shown| {
        let reply = shown.answers.get(&parent.version)?.reply.trim().to_owned();
        Some(Shot { given: parent.tree.given(&shown.case().values)?, answered: reply })
    });
    shots.collect()
}
