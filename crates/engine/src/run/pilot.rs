//! What a plan will cost and how long it will take, from a small stratified sample that is really run. Its answers
//! stay in the ledger: the run that follows does not pay for them again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ledger::ScoreRow;
use stats::Moments;
use stats::law::student;
use terms::{Currency, Date, Money};

use super::{Engine, Stop, blocking, preflight};
use crate::EngineError;
use crate::plan::Plan;
use crate::progress::Progress;

/// A mean with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The best single number.
    pub mean: f64,
    /// Lower end of the 95 % interval, never below what was measured.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// What the whole plan is expected to take.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// Cases tried.
    pub sampled: u64,
    /// Cases of the plan.
    pub cases: u64,
    /// Trials of the plan.
    pub trials: u64,
    /// Money for the whole plan, in main units; `None` when a price or a count is missing.
    pub cost: Option<Range>,
    /// Currency of the cost.
    pub currency: Option<Currency>,
    /// Price list of the cost.
    pub catalogue: Option<Date>,
    /// Seconds for the whole plan at its concurrency.
    pub seconds: Range,
    /// Tokens read and written by the whole plan.
    pub tokens: Range,
    /// What the pilot itself cost.
    pub pilot_cost: Vec<Money>,
}

impl Engine {
    /// Runs the plan on about `sample` cases and extrapolates, stratum by stratum.
    ///
    /// # Errors
    /// As [`Engine::evaluate`].
    pub async fn estimate(
        &self,
        plan: Plan,
        sample: usize,
        progress: Arc<Progress>,
        stop: Stop,
    ) -> Result<Estimate, EngineError> {
        let concurrency = plan.concurrency as f64;
        let per_case = plan.per_case();
        let (plan, strata) = {
            let guard = self.guard.clone();
            blocking(move || {
                preflight::check(&plan, &guard)?;
                let strata = stratify(&plan, sample)?;
                Ok((plan, strata))
            })
            .await?
        };
        let cases: u64 = strata.iter().map(|s| s.size).sum();
        let chosen: BTreeSet<u64> = strata.iter().flat_map(|s| s.chosen.iter().copied()).collect();
        let sampled = chosen.len() as u64;
        let plan = Arc::new(plan.only(chosen)?);
        let outcome = self.evaluate("estimate", plan, progress, stop).await?;
        if let Some(stopped) = outcome.stopped {
            return Err(stopped);
        }
        let (store, run) = (self.store.clone(), outcome.run);
        let rows: Vec<ScoreRow> =
            blocking(move || store.score_rows(run).collect::<Result<_, _>>().map_err(EngineError::below))
                .await?;
        let totals = Extrapolated::of(&strata, &rows);
        Ok(Estimate {
            sampled,
            cases,
            trials: cases * per_case,
            cost: totals.money.map(|m| m.scaled(1.0 / Money::UNIT as f64)),
            currency: rows.iter().find_map(|r| r.cost.map(|c| c.currency)),
            catalogue: rows.iter().filter_map(|r| r.cost.map(|c| c.catalogue)).min(),
            seconds: totals.micros.scaled(1e-6 / concurrency.min((cases * per_case) as f64)),
            tokens: totals.tokens,
            pilot_cost: outcome.evaluation.spent,
        })
    }
}

/// Cases alike in split and length.
struct Stratum {
    size: u64,
    chosen: Vec<u64>,
}

/// Cases of a stratum counted, and those drawn so far by the order of their hashes.
type Drawn = (u64, BTreeSet<([u8; 8], u64)>);

/// Groups cases by split and by length (powers of two of the bytes of their values), and draws from each in
/// proportion to its size, at least two. Drawing is by hash of the position: the same plan, the same sample.
fn stratify(plan: &Plan, sample: usize) -> Result<Vec<Stratum>, EngineError> {
    let mut groups: BTreeMap<(terms::Split, u32), Drawn> = BTreeMap::new();
    for case in plan.cases.open()? {
        let case = case?;
        let bytes: usize = case.values.values().map(|v| v.as_str().map_or(8, str::len)).sum();
        let (size, kept) = groups.entry((case.split, bytes.max(1).ilog2())).or_default();
        *size += 1;
        let hash = blake3::hash(&case.number.to_le_bytes());
        let mut order = [0; 8];
        order.copy_from_slice(&hash.as_bytes()[..8]);
        kept.insert((order, case.number));
        if kept.len() > sample.max(2) {
            kept.pop_last();
        }
    }
    let all: u64 = groups.values().map(|(size, _)| size).sum();
    let share = |size: u64| ((sample as u64 * size).div_ceil(all.max(1))).max(2) as usize;
    let stratum = |(size, kept): Drawn| Stratum {
        chosen: kept.into_iter().take(share(size)).map(|(_, number)| number).collect(),
        size,
    };
    Ok(groups.into_values().map(stratum).collect())
}

/// Totals of the plan: stratified expansion of the sample's means, with the standard error of the total.
struct Extrapolated {
    money: Option<Range>,
    micros: Range,
    tokens: Range,
}

impl Extrapolated {
    fn of(strata: &[Stratum], rows: &[ScoreRow]) -> Extrapolated {
        let per_case = |value: &dyn Fn(&ScoreRow) -> Option<f64>| -> Option<BTreeMap<u64, f64>> {
            let mut sums = BTreeMap::new();
            for row in rows {
                *sums.entry(row.at.case).or_insert(0.0) += value(row)?;
            }
            Some(sums)
        };
        let total = |sums: &BTreeMap<u64, f64>| expand(strata, sums);
        let none = BTreeMap::new();
        let micros = per_case(&|r| Some(r.total_us.unwrap_or(0) as f64)).unwrap_or_default();
        let tokens = per_case(&|r| Some(r.usage.map_or(0, |u| u.input + u.output) as f64));
        Extrapolated {
            money: per_case(&|r| Some(r.cost?.pico as f64)).map(|sums| total(&sums)),
            micros: total(&micros),
            tokens: total(tokens.as_ref().unwrap_or(&none)),
        }
    }
}

fn expand(strata: &[Stratum], sums: &BTreeMap<u64, f64>) -> Range {
    let (mut mean, mut variance, mut measured, mut freedom) = (0.0, 0.0, 0.0, 0.0);
    for stratum in strata {
        let mut moments = Moments::default();
        for value in stratum.chosen.iter().filter_map(|case| sums.get(case)) {
            moments.push(*value);
            measured += value;
        }
        if moments.n() == 0 {
            continue;
        }
        let (size, n) = (stratum.size as f64, moments.n() as f64);
        mean += size * moments.mean();
        // finite population: cases already measured carry no uncertainty
        variance += size * (size - n).max(0.0) * moments.variance().unwrap_or(0.0) / n;
        freedom += n - 1.0;
    }
    let reach =
        if variance > 0.0 { student::two_sided(0.95, freedom.max(1.0)) * variance.sqrt() } else { 0.0 };
    Range { mean, low: (mean - reach).max(measured), high: mean + reach }
}

impl Range {
    fn scaled(self, by: f64) -> Range {
        Range { mean: self.mean * by, low: self.low * by, high: self.high * by }
    }
}
