//! Robustness to form: the same prompt in other renderings that mean the same, and how far its scores spread.
//!
//! [`Vary`] is a plan made beforehand: it names the renderings to score, all on the same items, and reads the table of
//! scores. [`renderings`] are also what a study scores when it is to find a prompt that is good on the mean over forms.

mod language;
mod renderings;
mod words;

use prompt::tree::Tree;
use stats::sensitivity::{Blocks, Tested};
use stats::{Interval, PairedSummary, multiplicity};
use terms::Message;

pub(crate) use language::translated;
pub use renderings::{Form, Rendering, renderings};

/// The plan: the prompt as it is, then its renderings.
#[derive(Clone, Debug)]
pub struct Vary {
    original: Tree,
    renderings: Vec<Rendering>,
}

/// What the scores say of the renderings.
#[derive(Clone, Debug, PartialEq)]
pub struct Robustness {
    /// Mean score of the prompt as it is.
    pub original: f64,
    /// Mean over all versions, the original included.
    pub mean: f64,
    /// The worst mean and its version: 0 is the original, i + 1 the rendering i.
    pub worst: (f64, usize),
    /// The best mean and its version.
    pub best: (f64, usize),
    /// Test of "the form does not matter".
    pub test: Tested,
    /// Share of the variance of a score that is due to the form.
    pub share: f64,
    /// Each rendering against the original, in the order of the plan.
    pub effects: Vec<FormEffect>,
    /// Items.
    pub n: usize,
}

/// A rendering against the original.
#[derive(Clone, Debug, PartialEq)]
pub struct FormEffect {
    /// What was changed.
    pub form: Form,
    /// Mean of (rendering - original) over the items.
    pub change: f64,
    /// Its 95 % interval, paired.
    pub interval: Interval,
    /// Two-sided p-value, adjusted for the number of renderings (Holm).
    pub p: f64,
}

impl FormEffect {
    /// Whether the prompt breaks in this form: worse, the number of forms tried accounted for.
    pub fn is_fragile(&self) -> bool {
        self.p < 0.05 && self.interval.high < 0.0
    }
}

impl Robustness {
    /// Points between the best and the worst form.
    pub fn spread(&self) -> f64 {
        self.best.0 - self.worst.0
    }

    /// The sentence for a person.
    pub fn message(&self) -> Message {
        let fragile = self.effects.iter().filter(|effect| effect.is_fragile()).count();
        let key = if fragile == 0 { "studies-form-steady" } else { "studies-form-fragile" };
        Message::new(key)
            .with("forms", self.effects.len())
            .with("fragile", fragile)
            .with("spread", crate::document::percent(self.spread()))
            .with("worst", crate::document::percent(self.worst.0))
    }
}

impl Vary {
    /// A plan of at most `count` renderings, drawn from the seed; those that `allowed` refuses are left out.
    pub fn new(tree: &Tree, count: usize, seed: u64, allowed: &dyn Fn(&Tree) -> bool) -> Vary {
        Vary { original: tree.clone(), renderings: renderings(tree, count, seed, allowed) }
    }

    /// The versions to score: the original first.
    pub fn arms(&self) -> Vec<&Tree> {
        std::iter::once(&self.original).chain(self.renderings.iter().map(|r| &r.tree)).collect()
    }

    /// The renderings, in the order of the arms after the first.
    pub fn renderings(&self) -> &[Rendering] {
        &self.renderings
    }

    /// Reads the scores: for each arm, one score per item, the items in the same order. `None` below two arms or two
    /// items, or when a score is missing.
    pub fn read(&self, scores: &[Vec<f64>]) -> Option<Robustness> {
        let (original, others) = scores.split_first()?;
        let n = original.len();
        if others.len() != self.renderings.len() || others.iter().any(|arm| arm.len() != n) {
            return None;
        }
        let rows: Vec<Vec<f64>> = (0..n).map(|item| scores.iter().map(|arm| arm[item]).collect()).collect();
        let blocks = Blocks::of(&rows)?;
        let mean_of = |arm: &Vec<f64>| arm.iter().sum::<f64>() / n as f64;
        let means: Vec<f64> = scores.iter().map(mean_of).collect();
        let compared = others.iter().enumerate().map(|(i, arm)| {
            let mut pairs = PairedSummary::default();
            arm.iter().zip(original).for_each(|(a, b)| pairs.push(*a, *b, 1.0, None));
            pairs.compare(i as u64)
        });
        let compared = compared.collect::<Option<Vec<_>>>()?;
        let adjusted = multiplicity::holm(&compared.iter().map(|c| c.p).collect::<Vec<f64>>());
        let effects = self.renderings.iter().zip(compared.iter().zip(adjusted));
        let effects = effects.map(|(rendering, (compared, p))| FormEffect {
            form: rendering.form,
            change: compared.difference,
            interval: compared.interval,
            p,
        });
        let mut ranked: Vec<(f64, usize)> = means.iter().copied().zip(0..).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        Some(Robustness {
            original: means[0],
            mean: means.iter().sum::<f64>() / means.len() as f64,
            best: *ranked.first()?,
            worst: *ranked.last()?,
            test: blocks.f_test(),
            share: blocks.components().share_of_wording(),
            effects: effects.collect(),
            n,
        })
    }
}
