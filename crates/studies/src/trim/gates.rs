//! When a shorter prompt is not worse.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use stats::mcnemar::mcnemar;
use stats::{Interval, PairedSummary};
use terms::Message;

/// Non-inferiority at a fixed number of items, one-sided at 5 %: whether the lower end of the interval of
/// (`short` - `reference`) lies above `-margin`. One score per item, the same items in the same order; false without
/// items. The reference is the original, or a version already kept that is better than it: otherwise what a harmful
/// part cost would pay for the loss of a useful one.
pub fn not_worse(short: &[f64], reference: &[f64], margin: f64) -> bool {
    interval(short.iter().copied().zip(reference.iter().copied()))
        .is_some_and(|interval| interval.low > -margin)
}

/// One-sided error of each gate.
const ERROR: f64 = 0.05;

/// The 90 % interval of the mean difference.
fn interval(pairs: impl Iterator<Item = (f64, f64)>) -> Option<Interval> {
    let mut summary = PairedSummary::default();
    pairs.for_each(|(a, b)| summary.push(a, b, 1.0, None));
    summary.interval(1.0 - 2.0 * ERROR).map(|(interval, _)| interval)
}

/// Whether more items are lost than won beyond chance: McNemar's mid-p, one-sided. Exact counts: in a slice an interval
/// of few differences says too much.
fn shown_to_lose(scores: &[(f64, f64)], error: f64) -> bool {
    let lost = scores.iter().filter(|(short, reference)| short < reference).count() as u64;
    let won = scores.iter().filter(|(short, reference)| short > reference).count() as u64;
    lost > won && mcnemar(won, lost).mid_p / 2.0 < error
}

/// What a shorter prompt must pass, over and above its mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Gates {
    /// "At most 1 answer in 50 may get worse" is .02.
    pub margin: f64,
    /// What a slice of the data may lose at most: wider, for slices are small.
    pub slice_margin: f64,
    /// Slices of fewer items are not judged: they would stop every removal or none.
    pub least_items: usize,
    /// Answers whose form may become wrong, as a share.
    pub form_margin: f64,
}

impl Default for Gates {
    fn default() -> Gates {
        Gates { margin: 0.02, slice_margin: 0.10, least_items: 30, form_margin: 0.01 }
    }
}

/// Where a shorter prompt falls short.
#[derive(Clone, Debug, PartialEq)]
pub enum Shortfall {
    /// On the whole.
    Whole,
    /// In answers of the right form.
    Form,
    /// In a slice of the data.
    Slice(String),
}

impl Shortfall {
    /// The sentence for a person.
    pub fn message(&self) -> Message {
        match self {
            Shortfall::Whole => Message::new("studies-short-whole"),
            Shortfall::Form => Message::new("studies-short-form"),
            Shortfall::Slice(name) => Message::new("studies-short-slice").with("slice", name.as_str()),
        }
    }
}

/// What is known of an item under two prompts.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Scores of the shorter prompt and of the reference.
    pub scores: (f64, f64),
    /// Whether the answers have the promised form.
    pub formed: (bool, bool),
    /// The slices the item is in: its tags, its expected label.
    pub slices: Vec<String>,
}

impl Gates {
    /// Every gate that the shorter prompt does not pass; none is what it needs to be kept. The whole must be shown to
    /// be within its margin; a slice, which is small, falls short when it is shown to lose, or loses much.
    pub fn judge(&self, pairs: &[Pair]) -> Vec<Shortfall> {
        let whole = interval(pairs.iter().map(|pair| pair.scores));
        let short = whole.is_none_or(|interval| interval.low <= -self.margin).then_some(Shortfall::Whole);
        short.into_iter().chain(self.besides_whole(pairs)).collect()
    }

    /// The gates that a test of the whole leaves open: the form of the answers and each slice with enough items.
    pub fn besides_whole(&self, pairs: &[Pair]) -> Vec<Shortfall> {
        let mut short = Vec::new();
        // as on the whole, a loss within the margin is what the margin allows
        let lost = pairs.iter().filter(|pair| pair.formed.1 && !pair.formed.0).count();
        let won = pairs.iter().filter(|pair| pair.formed.0 && !pair.formed.1).count();
        if lost.saturating_sub(won) as f64 > self.form_margin * pairs.len() as f64 {
            short.push(Shortfall::Form);
        }
        let slices = self.by_slice(pairs);
        // among many slices one seems to lose by chance: the error is shared, and a loss that is not sure must be great
        let error = ERROR / slices.len().max(1) as f64;
        for (name, scores) in slices {
            let mean = scores.iter().map(|(a, b)| a - b).sum::<f64>() / scores.len() as f64;
            if shown_to_lose(&scores, error) || mean <= -self.slice_margin {
                short.push(Shortfall::Slice(name.to_owned()));
            }
        }
        short
    }

    /// The scores of each slice with enough items.
    fn by_slice<'p>(&self, pairs: &'p [Pair]) -> BTreeMap<&'p str, Vec<(f64, f64)>> {
        let mut slices: BTreeMap<&str, Vec<(f64, f64)>> = BTreeMap::new();
        for pair in pairs {
            pair.slices.iter().for_each(|slice| slices.entry(slice).or_default().push(pair.scores));
        }
        slices.retain(|_, scores| scores.len() >= self.least_items);
        slices
    }

    /// The slices with enough items to be judged.
    pub fn slices(&self, pairs: &[Pair]) -> Vec<Slice> {
        let seen = self.by_slice(pairs).into_iter().filter_map(|(name, scores)| {
            let (n, sum) = (scores.len() as u64, scores.iter().map(|(a, b)| a - b).sum::<f64>());
            let Interval { low, high, .. } = interval(scores.into_iter())?;
            Some(Slice { name: name.to_owned(), n, difference: sum / n as f64, low, high })
        });
        seen.collect()
    }
}

/// A slice of the data under the shorter prompt, against the reference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slice {
    /// Its name: a tag, or what is expected.
    pub name: String,
    /// Its items.
    pub n: u64,
    /// Mean of (shorter - reference).
    pub difference: f64,
    /// 90 % interval, lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many items right under both, then lost, then won, all in this slice.
    fn pairs(both: usize, lost: usize, won: usize, slice: &str) -> Vec<Pair> {
        let pair = |scores| Pair { scores, formed: (true, true), slices: vec![slice.to_owned()] };
        let mut all = vec![pair((1.0, 1.0)); both];
        all.extend(vec![pair((0.0, 1.0)); lost]);
        all.extend(vec![pair((1.0, 0.0)); won]);
        all
    }

    #[test]
    fn a_loss_hidden_in_a_slice_is_seen() {
        let gates = Gates::default();
        let mut all = pairs(600, 0, 12, "long");
        assert_eq!(gates.judge(&all), []);
        all.extend(pairs(30, 10, 0, "short"));
        assert_eq!(gates.judge(&all), [Shortfall::Slice("short".to_owned())]);
        // too few to judge
        let mut few = pairs(600, 0, 12, "long");
        few.extend(pairs(3, 10, 0, "short"));
        assert_eq!(gates.judge(&few), []);
    }

    #[test]
    fn a_small_loss_on_few_items_is_not_shown_to_be_small() {
        let gates = Gates::default();
        assert_eq!(gates.judge(&pairs(30, 0, 0, "all")), [Shortfall::Whole], "30 equal answers prove little");
        assert_eq!(gates.judge(&pairs(400, 0, 0, "all")), []);
        assert!(gates.judge(&[]).contains(&Shortfall::Whole));
    }

    #[test]
    fn answers_out_of_form_are_counted_apart() {
        let mut all = pairs(400, 0, 0, "all");
        all.iter_mut().take(5).for_each(|pair| pair.formed = (false, true));
        assert_eq!(Gates::default().judge(&all), [Shortfall::Form]);
        // what the margin allows is no shortfall, however sure it is
        all[0].formed = (true, true);
        assert_eq!(Gates::default().judge(&all), []);
    }
}
