//! What a table of cases holds, in one pass and bounded memory.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;
use terms::{Case, Split};

use crate::sketch::{Distinct, Histogram};
use crate::twins::{Twin, Twins};

/// Columns, labels and tags kept apart; the rest is counted together.
const MOST: usize = 1000;

/// What a table of cases holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Description {
    /// Cases.
    pub cases: u64,
    /// Cases of each split.
    pub splits: BTreeMap<Split, u64>,
    /// Inputs in the order they were met, then expectations (`expect`, `expect.<check>`).
    pub columns: Vec<ColumnDescription>,
    /// How often each value of `expect` comes, commonest first; at most 1,000 of them.
    pub labels: Vec<(String, u64)>,
    /// Cases whose value of `expect` is none of `labels`.
    pub other_labels: u64,
    /// How often each tag comes, commonest first; at most 1,000.
    pub tags: Vec<(String, u64)>,
    /// Cases that have a weight other than 1.
    pub weighted: u64,
    /// Different clusters, about.
    pub clusters: u64,
    /// Cases with the values and expectations of an earlier one.
    pub exact_twins: u64,
    /// Cases with the values of an earlier one and other expectations.
    pub contradictions: u64,
    /// Cases whose values are like those of an earlier one.
    pub near_twins: u64,
    /// Twins of any kind whose split is not that of the earlier case: the test leaks.
    pub leaks: u64,
    /// Some twins: number of the later case, number of the earlier one; at most twenty.
    pub examples: Vec<(u64, u64)>,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ColumnDescription {
    /// Its name.
    pub name: String,
    /// Cases in which it is not empty.
    pub filled: u64,
    /// Different values: exact to 1,024, then within some 3 %.
    pub distinct: u64,
    /// Characters of the shortest value that is not empty.
    pub min: u64,
    /// Median of the lengths.
    pub median: u64,
    /// Characters of the longest value.
    pub max: u64,
}

#[derive(Default)]
struct Tally {
    filled: u64,
    distinct: Distinct,
    lengths: Histogram,
}

impl Tally {
    fn add(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.filled += 1;
        self.distinct.add(short_hash(text));
        self.lengths.add(text.chars().count() as u64);
    }

    fn describe(self, name: String) -> ColumnDescription {
        ColumnDescription {
            name,
            filled: self.filled,
            distinct: self.distinct.count(),
            min: self.lengths.min(),
            median: self.lengths.median(),
            max: self.lengths.max(),
        }
    }
}

/// Reads all cases and says what they hold. `near` is the likeness from which two cases are near twins (see
/// [`Twins::new`]).
///
/// # Errors
/// The first error of the stream.
pub fn describe<E>(
    cases: impl Iterator<Item = Result<Case, E>>,
    near: Option<f64>,
) -> Result<Description, E> {
    let mut out = Description::default();
    let mut inputs: IndexMap<String, Tally> = IndexMap::new();
    let mut expectations: BTreeMap<String, Tally> = BTreeMap::new();
    let (mut labels, mut tags) = (BTreeMap::new(), BTreeMap::new());
    let mut clusters = Distinct::default();
    let mut twins = Twins::new(near);
    for case in cases {
        let case = case?;
        out.cases += 1;
        *out.splits.entry(case.split).or_default() += 1;
        out.weighted += u64::from(case.weight != 1.0);
        for (name, value) in &case.values {
            if inputs.contains_key(name) || inputs.len() < MOST {
                let tally = inputs.entry(name.clone()).or_default();
                match value {
                    Value::String(text) => tally.add(text),
                    Value::Null => {}
                    other => tally.add(&other.to_string()),
                }
            }
        }
        for (check, text) in &case.expect {
            if expectations.contains_key(check) || expectations.len() < MOST {
                expectations.entry(check.clone()).or_default().add(text);
            }
        }
        if let Some(text) = case.expect.get("")
            && !count(&mut labels, text)
        {
            out.other_labels += 1;
        }
        for tag in &case.tags {
            count(&mut tags, tag);
        }
        if let Some(cluster) = &case.cluster {
            clusters.add(short_hash(cluster));
        }
        out.twin(&case, twins.look(&case));
    }
    out.columns = inputs.into_iter().map(|(name, tally)| tally.describe(name)).collect();
    out.columns.extend(expectations.into_iter().map(|(check, tally)| {
        let name = if check.is_empty() { "expect".to_owned() } else { format!("expect.{check}") };
        tally.describe(name)
    }));
    out.labels = commonest(labels);
    out.tags = commonest(tags);
    out.clusters = clusters.count();
    Ok(out)
}

impl Description {
    fn twin(&mut self, case: &Case, twin: Twin) {
        const EXAMPLES: usize = 20;
        let first = match twin {
            Twin::None => return,
            Twin::Exact(first) => {
                self.exact_twins += 1;
                first
            }
            Twin::Contradiction(first) => {
                self.contradictions += 1;
                first
            }
            Twin::Near(first, _) => {
                self.near_twins += 1;
                first
            }
        };
        self.leaks += u64::from(first.split != case.split);
        if self.examples.len() < EXAMPLES {
            self.examples.push((case.number, first.number));
        }
    }
}

/// Adds one to a text's count; `false` when there are too many different ones already.
fn count(counts: &mut BTreeMap<String, u64>, text: &str) -> bool {
    // a text longer than this is no label, and a thousand of them would weigh
    const LONGEST: usize = 1000;
    if let Some(count) = counts.get_mut(text) {
        *count += 1;
        return true;
    }
    let room = counts.len() < MOST && text.len() <= LONGEST;
    if room {
        counts.insert(text.to_owned(), 1);
    }
    room
}

fn commonest(counts: BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

fn short_hash(text: &str) -> u64 {
    let mut out = [0; 8];
    out.copy_from_slice(&blake3::hash(text.as_bytes()).as_bytes()[..8]);
    u64::from_le_bytes(out)
}
