use terms::{Case, Finish, Message, Money, Outcome, Score, Usage};

use crate::judgement::{Judgement, Rule};

/// A reply as checks see it.
#[derive(Clone, Copy)]
pub struct Observed<'a> {
    /// The text written.
    pub text: &'a str,
    /// The case it answers.
    pub case: &'a Case,
    /// Why the model stopped; `None` when the vendor did not say.
    pub finish: Option<&'a Finish>,
    /// Milliseconds from sending to the last byte.
    pub latency_ms: Option<f64>,
    /// What the call cost; `None` without a price.
    pub cost: Option<&'a Money>,
    /// Tokens counted by the vendor.
    pub usage: Option<&'a Usage>,
}

impl<'a> Observed<'a> {
    /// A text that answers a case, with nothing measured.
    pub fn new(text: &'a str, case: &'a Case) -> Observed<'a> {
        Observed { text, case, finish: None, latency_ms: None, cost: None, usage: None }
    }
}

/// One way to score a reply.
pub trait Check: Send + Sync {
    /// Name of the metric: the check's own unless the suite renames it.
    fn name(&self) -> &str;
    /// Weight in the trial's score; 0 records without counting.
    fn weight(&self) -> f64;
    /// What the check thinks of this reply.
    fn score(&self, seen: &Observed<'_>) -> Score;
    /// What is asked of the reply, as the end of a sentence: "contains “bonjour”".
    fn describe(&self) -> Message;
    /// A text that is the same when, and only when, the check scores the same.
    fn identity(&self) -> &str;
}

/// The checks of a suite, in order.
#[derive(Default)]
pub struct Checks(pub Vec<Box<dyn Check>>);

impl Checks {
    /// The opinions of all checks, in their order. [`Score::total`] makes the trial's score of them.
    pub fn score(&self, seen: &Observed<'_>) -> Vec<Score> {
        self.0.iter().map(|check| check.score(seen)).collect()
    }

    /// The checks.
    pub fn iter(&self) -> impl Iterator<Item = &dyn Check> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Part of a plan's hash: equal when the same checks, with the same names and weights, come in the same
    /// order (BLAKE3, first 128 bits).
    pub fn fingerprint(&self) -> [u8; 16] {
        let mut hasher = blake3::Hasher::new();
        // raise the number when the meaning of a check changes: kept scores are then computed again
        hasher.update(b"motjuste checks 1\0");
        for check in &self.0 {
            let identity = check.identity().as_bytes();
            hasher.update(&(identity.len() as u64).to_le_bytes());
            hasher.update(identity);
        }
        let mut out = [0; 16];
        out.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        out
    }
}

impl std::fmt::Debug for Checks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|c| c.identity())).finish()
    }
}

/// A rule under a name, with a weight, perhaps turned round.
pub(crate) struct Metric {
    pub(crate) name: String,
    pub(crate) weight: f64,
    pub(crate) negate: bool,
    pub(crate) rule: Box<dyn Rule>,
    pub(crate) identity: String,
}

impl Check for Metric {
    fn name(&self) -> &str {
        &self.name
    }

    fn weight(&self) -> f64 {
        self.weight
    }

    fn score(&self, seen: &Observed<'_>) -> Score {
        let (outcome, value, reason) = match self.rule.judge(seen) {
            Judgement::Unscored(why) => (Outcome::Unscored, None, Some(why)),
            Judgement::Pass => self.settle(true, 1.0, None),
            Judgement::Fail(why) => self.settle(false, 0.0, Some(why)),
            Judgement::Graded { value, pass, why } => self.settle(pass, value.clamp(0.0, 1.0), Some(why)),
        };
        Score { check: self.name.clone(), outcome, value, weight: self.weight, reason }
    }

    fn describe(&self) -> Message {
        let what = self.rule.describe();
        if self.negate { Message::new("checks-not").with("what", what) } else { what }
    }

    fn identity(&self) -> &str {
        &self.identity
    }
}

impl Metric {
    fn settle(
        &self,
        pass: bool,
        value: f64,
        why: Option<Message>,
    ) -> (Outcome, Option<f64>, Option<Message>) {
        match (pass, self.negate) {
            (true, false) => (Outcome::Pass, Some(value), None),
            (false, false) => (Outcome::Fail, Some(value), why),
            (false, true) => (Outcome::Pass, Some(1.0 - value), None),
            (true, true) => {
                let why = Message::new("checks-ruled-out").with("what", self.rule.describe());
                (Outcome::Fail, Some(1.0 - value), Some(why))
            }
        }
    }
}
