//! What goes wrong, when: rules read from JSON or built in a test.

use serde::{Deserialize, Serialize};

use crate::config::matches;
use crate::fault::Fault;
use crate::random::{mix, unit};

/// The faults of a vendor. Every rule that applies adds to the request's [`Fault`]; what an earlier rule set stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Script {
    /// In order of precedence.
    pub rules: Vec<Rule>,
}

impl Script {
    /// No fault at all.
    pub fn new() -> Script {
        Script::default()
    }

    /// Adds a rule after the others.
    #[must_use]
    pub fn rule(mut self, when: When, then: Fault) -> Script {
        self.rules.push(Rule { when, then });
        self
    }

    /// Reads the JSON form: `{"rules": [{"when": {"every": 3}, "then": {"status": 500}}]}`.
    pub fn from_json(text: &str) -> Result<Script, serde_json::Error> {
        serde_json::from_str(text)
    }
}

/// A condition and what it does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    /// All parts must hold; an empty one always does.
    pub when: When,
    /// What happens then.
    pub then: Fault,
}

/// Which of the two shapes a request has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Endpoint {
    /// `/v1/chat/completions`
    Chat,
    /// `/v1/messages`
    Messages,
}

/// Which requests a rule is about. `model`, `endpoint`, `stream` and `contains` select; the rule counts what they
/// select from 1, and `nth`, `from`, `to`, `every` and `probability` choose by that count.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct When {
    /// Name asked for, or its beginning followed by `*`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Shape of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<Endpoint>,
    /// Whether a stream is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stream: Option<bool>,
    /// Text found in the last user message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contains: Option<String>,
    /// These requests, counted from 1.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nth: Vec<u64>,
    /// This request and those after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<u64>,
    /// This request and those before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<u64>,
    /// One request out of so many: the n-th, the 2n-th...
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<u64>,
    /// Drawn from the vendor's seed, the rule and the count: the same ones in every run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
}

impl When {
    /// Every request.
    pub fn always() -> When {
        When::default()
    }
    /// Requests for this model (a final `*` matches any end).
    pub fn model(name: impl Into<String>) -> When {
        When { model: Some(name.into()), ..When::default() }
    }
    /// Only these requests, counted from 1.
    #[must_use]
    pub fn nth(mut self, numbers: &[u64]) -> When {
        self.nth = numbers.to_vec();
        self
    }
    /// Only from this request on.
    #[must_use]
    pub fn from(mut self, number: u64) -> When {
        self.from = Some(number);
        self
    }
    /// Only up to this request.
    #[must_use]
    pub fn to(mut self, number: u64) -> When {
        self.to = Some(number);
        self
    }
    /// Only one request out of `n`.
    #[must_use]
    pub fn every(mut self, n: u64) -> When {
        self.every = Some(n);
        self
    }
    /// Only this share of the requests.
    #[must_use]
    pub fn probability(mut self, share: f64) -> When {
        self.probability = Some(share);
        self
    }
    /// Only requests whose last user message holds this text.
    #[must_use]
    pub fn contains(mut self, text: impl Into<String>) -> When {
        self.contains = Some(text.into());
        self
    }
    /// Only streamed requests, or only the others.
    #[must_use]
    pub fn stream(mut self, stream: bool) -> When {
        self.stream = Some(stream);
        self
    }
    /// Only one of the two shapes.
    #[must_use]
    pub fn endpoint(mut self, endpoint: Endpoint) -> When {
        self.endpoint = Some(endpoint);
        self
    }

    pub(crate) fn selects(&self, seen: &Seen<'_>) -> bool {
        self.model.as_ref().is_none_or(|m| matches(m, seen.model))
            && self.endpoint.is_none_or(|e| e == seen.endpoint)
            && self.stream.is_none_or(|s| s == seen.stream)
            && self.contains.as_ref().is_none_or(|t| seen.text.contains(t.as_str()))
    }

    /// `count` is the rule's own count, `draw` its random bits for that count.
    pub(crate) fn chooses(&self, count: u64, draw: u64) -> bool {
        (self.nth.is_empty() || self.nth.contains(&count))
            && self.from.is_none_or(|n| count >= n)
            && self.to.is_none_or(|n| count <= n)
            && self.every.is_none_or(|n| n > 0 && count.is_multiple_of(n))
            && self.probability.is_none_or(|p| unit(draw) < p)
    }
}

/// What a rule sees of a request.
pub(crate) struct Seen<'a> {
    pub(crate) model: &'a str,
    pub(crate) endpoint: Endpoint,
    pub(crate) stream: bool,
    pub(crate) text: &'a str,
}

/// A script being played: each rule's count.
#[derive(Debug, Default)]
pub(crate) struct Playing {
    rules: Vec<(Rule, Progress)>,
}

/// How often a rule has selected and fired.
#[derive(Clone, Copy, Debug, Default)]
struct Progress {
    selected: u64,
    fired: u64,
}

impl Playing {
    pub(crate) fn new(script: Script) -> Playing {
        Playing { rules: script.rules.into_iter().map(|r| (r, Progress::default())).collect() }
    }

    /// The faults of this request; `None` when no rule fires.
    pub(crate) fn fault(&mut self, seed: u64, seen: &Seen<'_>) -> Option<Box<Fault>> {
        let mut fault: Option<Box<Fault>> = None;
        for (index, (rule, progress)) in self.rules.iter_mut().enumerate() {
            if !rule.when.selects(seen) {
                continue;
            }
            progress.selected += 1;
            let draw = mix(mix(seed, index as u64), progress.selected);
            if rule.when.chooses(progress.selected, draw) {
                progress.fired += 1;
                fault.get_or_insert_default().merge(&rule.then);
            }
        }
        fault
    }

    /// How often each rule fired.
    pub(crate) fn fired(&self) -> Vec<u64> {
        self.rules.iter().map(|(_, p)| p.fired).collect()
    }

    pub(crate) fn restart(&mut self) {
        self.rules.iter_mut().for_each(|(_, p)| *p = Progress::default());
    }
}

#[cfg(test)]
mod tests;
