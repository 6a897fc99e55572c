//! Which arms are compared with which, and what the comparisons say.

use stats::PairedSummary;
use stats::multiplicity::holm;
use terms::evaluation::Comparison;

use super::Item;
use crate::plan::Arm;

/// Past this many arms of a kind, each is compared with the first one only: a table of all pairs would be read by
/// nobody, and each pair takes its part of the error rate.
const ALL_PAIRS: usize = 5;
/// Seed of the random sign assignments: fixed, so that an evaluation made again says the same.
const SEED: u64 = 0;

/// The comparisons of an evaluation.
pub(super) struct Pairs {
    pairs: Vec<(usize, usize, PairedSummary)>,
}

impl Pairs {
    /// Every prompt with the bare request of its task on its model, prompts among themselves on each model, and
    /// models among themselves for each prompt.
    pub fn of(arms: &[Arm]) -> Pairs {
        let mut pairs = Vec::new();
        let crafted: Vec<usize> = (0..arms.len()).filter(|&i| !arms[i].bare).collect();
        for &a in &crafted {
            let Ok(task) = arms[a].prompt.bare_version() else { continue };
            let bare = |&b: &usize| {
                arms[b].bare && arms[b].version == task && arms[b].target.model == arms[a].target.model
            };
            pairs.extend((0..arms.len()).find(bare).map(|b| (a, b)));
        }
        let model = |i: usize| &arms[i].target.model;
        among(&crafted, &mut pairs, |a, b| model(a) == model(b));
        among(&crafted, &mut pairs, |a, b| {
            model(a) != model(b) && arms[a].version == arms[b].version && arms[a].inputs == arms[b].inputs
        });
        Pairs { pairs: pairs.into_iter().map(|(a, b)| (a, b, PairedSummary::default())).collect() }
    }

    /// Adds a case: its results on every arm.
    pub fn push(&mut self, items: &[Item], weight: f64, cluster: Option<&str>) {
        for (a, b, summary) in &mut self.pairs {
            if let (Some(left), Some(right)) = (items[*a].mean(), items[*b].mean()) {
                summary.push(left, right, weight, cluster);
            }
        }
    }

    /// The comparisons, with Holm's correction over all of them.
    pub fn finish(self, margin: f64) -> Vec<Comparison> {
        let compared: Vec<_> = self.pairs.into_iter().map(|(a, b, s)| (a, b, s.compare(SEED))).collect();
        let raw: Vec<f64> = compared.iter().filter_map(|(_, _, c)| c.as_ref().map(|c| c.p)).collect();
        let mut adjusted = holm(&raw).into_iter();
        let mut out = Vec::new();
        for (a, b, compared) in compared {
            let Some(compared) = compared else { continue };
            let p = adjusted.next().unwrap_or(1.0);
            out.push(Comparison {
                a: a as u32,
                b: b as u32,
                n: compared.n,
                difference: compared.difference,
                low: compared.interval.low,
                high: compared.interval.high,
                p,
                p_raw: compared.p,
                method: compared.method.to_owned(),
                verdict: compared.verdict(margin, p),
                margin,
                both_right: compared.both_right,
                only_a: compared.only_a,
                only_b: compared.only_b,
                both_wrong: compared.both_wrong,
                more_cases: compared.more_cases_after(margin, p),
            });
        }
        out
    }
}

/// Pairs of arms that belong together: all of them, or each with the first of its group when there are many.
fn among(arms: &[usize], pairs: &mut Vec<(usize, usize)>, together: impl Fn(usize, usize) -> bool) {
    for (i, &a) in arms.iter().enumerate() {
        let group = arms.iter().filter(|&&b| b == a || together(a, b)).count();
        let first = arms.iter().find(|&&b| b == a || together(a, b)) == Some(&a);
        for &b in arms[i + 1..].iter().filter(|&&b| together(a, b)) {
            if group <= ALL_PAIRS || first {
                pairs.push((a, b));
            }
        }
    }
}
