//! What one arm's trials add up to.

use indexmap::IndexMap;
use ledger::ScoreRow;
use stats::{Repeats, ScoreSummary, score_interval};
use terms::evaluation::{self, Metric, Tokens};
use terms::{Arg, Message, Money, Outcome, Score};

use super::latency::Times;
use crate::plan::Arm;
use crate::run::passed;

/// Running sums of an arm.
pub(super) struct ArmTally {
    scores: ScoreSummary,
    /// The same with unscored and failed cases counted as wrong: how bad it could be.
    worst: ScoreSummary,
    repeats: Option<Repeats>,
    answers: Answers,
    unscored: u64,
    failed: u64,
    first: (u64, u64),
    cost: Option<Money>,
    unpriced: bool,
    tokens: Tokens,
    times: Times,
    metrics: IndexMap<String, MetricTally>,
    of_case: Vec<f64>,
}

/// Running sums of a check.
#[derive(Debug)]
struct MetricTally {
    metric: Metric,
    scores: ScoreSummary,
    of_case: (f64, u32),
}

/// The answers of the case being read: whether its repeats all say the same.
#[derive(Debug, Default)]
struct Answers {
    first: Option<u64>,
    differ: bool,
}

impl ArmTally {
    pub fn new(repeats: u32) -> ArmTally {
        ArmTally {
            scores: ScoreSummary::default(),
            worst: ScoreSummary::default(),
            repeats: (repeats > 1).then(Repeats::default),
            answers: Answers::default(),
            unscored: 0,
            failed: 0,
            first: (0, 0),
            cost: None,
            unpriced: false,
            tokens: Tokens::default(),
            times: Times::default(),
            metrics: IndexMap::new(),
            of_case: Vec::new(),
        }
    }

    /// Adds a trial; `total` is its score.
    pub fn push(&mut self, row: &ScoreRow, total: Option<f64>) {
        if row.error.is_some() {
            self.failed += 1;
        } else if total.is_none() {
            self.unscored += 1;
        }
        if let Some(score) = total {
            self.of_case.push(score);
            if row.at.repeat == 0 {
                self.first.0 += u64::from(passed(&row.scores));
                self.first.1 += 1;
            }
        }
        if let Some(answer) = row.answer {
            let first = *self.answers.first.get_or_insert(answer);
            self.answers.differ |= first != answer;
        }
        if let Some(usage) = row.usage {
            self.tokens.input += usage.input;
            self.tokens.output += usage.output;
            self.tokens.cached += usage.cached;
        }
        if let Some(micros) = row.total_us {
            self.times.push(micros);
            match (row.cost, self.cost) {
                (Some(cost), None) => self.cost = Some(cost),
                (Some(cost), Some(sum)) => match sum.plus(cost) {
                    Some(sum) => self.cost = Some(sum),
                    None => self.unpriced = true,
                },
                (None, _) => self.unpriced |= row.error.is_none(),
            }
        }
        for score in &row.scores {
            let tally =
                self.metrics.entry(score.check.clone()).or_insert_with(|| MetricTally::new(&score.check));
            tally.push(score);
        }
    }

    /// The case's last repeat was read; `item` is the mean of its scored repeats.
    pub fn close(&mut self, item: Option<f64>, weight: f64, cluster: Option<&str>) {
        if let Some(mean) = item {
            self.scores.push(mean, weight, cluster);
        }
        self.worst.push(item.unwrap_or(0.0), weight, cluster);
        for tally in self.metrics.values_mut() {
            tally.close(weight, cluster);
        }
        if let Some(repeats) = &mut self.repeats {
            repeats.push(&self.of_case, !self.answers.differ);
        }
        self.of_case.clear();
        self.answers = Answers::default();
    }

    /// The arm as the document has it; what a reader must know goes to `notes`.
    pub fn finish(self, index: u32, arm: &Arm, notes: &mut Vec<Message>) -> evaluation::Arm {
        let (interval, method) = match score_interval(&self.scores) {
            Some((interval, method)) => (Some(interval), method),
            None => (None, "none"),
        };
        let model = arm.target.model.to_string();
        let missing = self.unscored + self.failed;
        if missing > 0
            && let Some(worst) = self.worst.mean()
        {
            let prompt = match arm.bare {
                true => Arg::from(Message::new("report-the-bare")),
                false => arm.name.as_str().into(),
            };
            let note = Message::new("engine-note-unscored").with("count", missing).with("prompt", prompt);
            notes.push(note.with("model", model.as_str()).with("share", round(worst)));
        }
        let cost = self.cost.filter(|_| !self.unpriced);
        if cost.is_none() && self.times.finish().is_some() {
            let note = Message::new("engine-note-unpriced").with("model", model.as_str());
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        evaluation::Arm {
            arm: index,
            prompt: arm.name.clone(),
            version: arm.version.to_string(),
            model,
            bare: arm.bare,
            variant: arm.variant.clone(),
            n: self.scores.n(),
            score: self.scores.mean(),
            low: interval.map(|i| i.low),
            high: interval.map(|i| i.high),
            method: method.to_owned(),
            unscored: self.unscored,
            failed: self.failed,
            pass_at_1: share(self.first.0, self.first.1),
            stability: self.repeats.as_ref().and_then(Repeats::stability),
            model_variance: self.repeats.and_then(|r| r.components()).map(|c| c.model_share()),
            cost: cost.map(|c| c.amount()),
            currency: cost.map(|c| c.currency.code().to_owned()),
            priced_on: cost.map(|c| c.catalogue.to_string()),
            tokens: self.tokens,
            latency_ms: self.times.finish(),
            metrics: self.metrics.into_values().map(MetricTally::finish).collect(),
        }
    }
}

impl MetricTally {
    fn new(name: &str) -> MetricTally {
        let name = name.to_owned();
        MetricTally {
            metric: Metric {
                name,
                n: 0,
                score: None,
                low: None,
                high: None,
                passed: 0,
                failed: 0,
                unscored: 0,
            },
            scores: ScoreSummary::default(),
            of_case: (0.0, 0),
        }
    }

    fn push(&mut self, score: &Score) {
        match score.outcome {
            Outcome::Pass => self.metric.passed += 1,
            Outcome::Fail => self.metric.failed += 1,
            Outcome::Unscored => self.metric.unscored += 1,
        }
        if let Some(value) = score.value {
            self.of_case = (self.of_case.0 + value, self.of_case.1 + 1);
            self.metric.n += 1;
        }
    }

    fn close(&mut self, weight: f64, cluster: Option<&str>) {
        let (sum, scored) = std::mem::take(&mut self.of_case);
        if scored > 0 {
            self.scores.push(sum / f64::from(scored), weight, cluster);
        }
    }

    fn finish(self) -> Metric {
        let interval = score_interval(&self.scores).map(|(interval, _)| interval);
        Metric {
            score: self.scores.mean(),
            low: interval.map(|i| i.low),
            high: interval.map(|i| i.high),
            ..self.metric
        }
    }
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Three decimals: enough for a sentence.
fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
