//! What happens to each parameter on a vendor, an API version and a model: kept, renamed, clamped, translated
//! or dropped, always with a sentence when the request changes.

use serde::Deserialize;
use terms::{Message, Parameters};

use crate::pattern::Patterns;

/// A decoding parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Knob {
    /// Sampling temperature.
    Temperature,
    /// Nucleus sampling mass.
    TopP,
    /// Candidates kept at each step.
    TopK,
    /// Token limit.
    MaxTokens,
    /// Texts that end the answer.
    Stop,
    /// Sampling seed.
    Seed,
    /// Frequency penalty.
    FrequencyPenalty,
    /// Presence penalty.
    PresencePenalty,
    /// Reasoning effort.
    ReasoningEffort,
    /// Log-probabilities.
    Logprobs,
}

const KNOBS: usize = 10;

impl Knob {
    /// Name in a prompt file, a suite or `motjuste.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Knob::Temperature => "temperature",
            Knob::TopP => "top_p",
            Knob::TopK => "top_k",
            Knob::MaxTokens => "max_tokens",
            Knob::Stop => "stop",
            Knob::Seed => "seed",
            Knob::FrequencyPenalty => "frequency_penalty",
            Knob::PresencePenalty => "presence_penalty",
            Knob::ReasoningEffort => "reasoning_effort",
            Knob::Logprobs => "logprobs",
        }
    }
}

/// Who does not take a parameter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Why {
    /// No model of this vendor.
    #[default]
    Vendor,
    /// This model.
    Model,
    /// This version of the vendor's API.
    Version,
}

/// One row of the policy table.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Rule {
    /// Vendor it is about, and vendors that are `like` it; any when absent.
    pub vendor: Option<String>,
    /// Wire format it is about; any when absent.
    pub protocol: Option<String>,
    /// API version it is about; any when absent.
    pub version: Option<String>,
    pub models: Patterns,
    pub drop: Vec<Knob>,
    pub keep: Vec<Knob>,
    pub why: Why,
    pub rename: Vec<Rename>,
    pub clamp: Vec<Clamp>,
    pub translate: Vec<Translate>,
    /// Only one of these may be sent: the first that is set.
    pub one_of: Vec<Knob>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rename {
    pub knob: Knob,
    pub to: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Clamp {
    pub knob: Knob,
    pub low: f64,
    pub high: f64,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Translate {
    pub knob: Knob,
    pub from: String,
    pub to: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Treatment {
    drop: Option<Why>,
    name: Option<String>,
    clamp: Option<(f64, f64)>,
    translate: Vec<(String, String)>,
}

/// The rules that apply to one target, ready to use.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    treatments: [Treatment; KNOBS],
    one_of: Vec<Vec<Knob>>,
    version: String,
    model: String,
    vendor: String,
}

/// Parameters after the policy, as they will be written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Settled<'a> {
    pub temperature: Option<f64>,
    pub top_p: Option<f64>,
    pub top_k: Option<u32>,
    pub max_tokens: Option<u32>,
    pub stop: &'a [String],
    pub seed: Option<i64>,
    pub frequency_penalty: Option<f64>,
    pub presence_penalty: Option<f64>,
    pub reasoning_effort: Option<&'a str>,
    pub logprobs: Option<u8>,
}

impl Policy {
    pub(crate) fn new(vendor: &str, version: Option<&str>, model: &str) -> Policy {
        Policy {
            version: version.unwrap_or_default().to_owned(),
            model: model.to_owned(),
            vendor: vendor.to_owned(),
            ..Policy::default()
        }
    }

    /// Lays a rule over the earlier ones: the last word counts, parameter by parameter.
    pub(crate) fn add(&mut self, rule: &Rule) {
        for &knob in &rule.drop {
            self.at(knob).drop = Some(rule.why);
        }
        for &knob in &rule.keep {
            self.at(knob).drop = None;
        }
        for rename in &rule.rename {
            self.at(rename.knob).name = Some(rename.to.clone());
        }
        for clamp in &rule.clamp {
            self.at(clamp.knob).clamp = Some((clamp.low, clamp.high));
        }
        for translate in &rule.translate {
            let table = &mut self.at(translate.knob).translate;
            table.retain(|(from, _)| *from != translate.from);
            table.push((translate.from.clone(), translate.to.clone()));
        }
        if !rule.one_of.is_empty() {
            self.one_of.push(rule.one_of.clone());
        }
    }

    /// Whether the parameter never leaves for this model.
    pub fn drops(&self, knob: Knob) -> bool {
        self.treatments[knob as usize].drop.is_some()
    }

    /// The vendor's name of a parameter, when it is not the protocol's usual one.
    pub(crate) fn name<'a>(&'a self, knob: Knob, usual: &'a str) -> &'a str {
        self.treatments[knob as usize].name.as_deref().unwrap_or(usual)
    }

    /// What will be written for these parameters; every change adds a note.
    pub(crate) fn settle<'a>(&'a self, p: &'a Parameters, notes: &mut Vec<Message>) -> Settled<'a> {
        let mut settled = Settled {
            temperature: self.number(Knob::Temperature, p.temperature, notes),
            top_p: self.number(Knob::TopP, p.top_p, notes),
            top_k: self.whole(Knob::TopK, p.top_k, notes),
            max_tokens: self.whole(Knob::MaxTokens, p.max_tokens, notes),
            stop: if !p.stop.is_empty() && self.kept(Knob::Stop, notes) { &p.stop } else { &[] },
            seed: p.seed.filter(|_| self.kept(Knob::Seed, notes)),
            frequency_penalty: self.number(Knob::FrequencyPenalty, p.frequency_penalty, notes),
            presence_penalty: self.number(Knob::PresencePenalty, p.presence_penalty, notes),
            reasoning_effort: self.word(Knob::ReasoningEffort, p.reasoning_effort.as_deref(), notes),
            logprobs: p.logprobs.filter(|_| self.kept(Knob::Logprobs, notes)),
        };
        if settled.seed.is_some() {
            notes.push(Message::new("vendors-note-seed").with("vendor", &*self.vendor));
        }
        for group in &self.one_of {
            self.keep_one(group, &mut settled, notes);
        }
        settled
    }

    fn at(&mut self, knob: Knob) -> &mut Treatment {
        &mut self.treatments[knob as usize]
    }

    fn kept(&self, knob: Knob, notes: &mut Vec<Message>) -> bool {
        let Some(why) = self.treatments[knob as usize].drop else {
            return true;
        };
        notes.push(match why {
            Why::Vendor => Message::new("vendors-note-dropped-vendor")
                .with("parameter", knob.name())
                .with("vendor", &*self.vendor),
            Why::Model => Message::new("vendors-note-dropped-model")
                .with("parameter", knob.name())
                .with("model", &*self.model),
            Why::Version => Message::new("vendors-note-dropped-version")
                .with("parameter", knob.name())
                .with("vendor", &*self.vendor)
                .with("version", &*self.version),
        });
        false
    }

    fn number(&self, knob: Knob, value: Option<f64>, notes: &mut Vec<Message>) -> Option<f64> {
        let value = value.filter(|_| self.kept(knob, notes))?;
        if !value.is_finite() {
            // JSON has no such number
            notes.push(Message::new("vendors-note-not-finite").with("parameter", knob.name()));
            return None;
        }
        let Some((low, high)) = self.treatments[knob as usize].clamp else {
            return Some(value);
        };
        let sent = value.max(low).min(high);
        if sent != value {
            notes.push(
                Message::new("vendors-note-clamped")
                    .with("parameter", knob.name())
                    .with("asked", value)
                    .with("sent", sent)
                    .with("vendor", &*self.vendor),
            );
        }
        Some(sent)
    }

    fn whole(&self, knob: Knob, value: Option<u32>, notes: &mut Vec<Message>) -> Option<u32> {
        // a u32 is exact as f64, and clamping one between two numbers stays within u32
        self.number(knob, value.map(f64::from), notes).map(|v| v as u32)
    }

    fn word<'a>(&'a self, knob: Knob, value: Option<&'a str>, notes: &mut Vec<Message>) -> Option<&'a str> {
        let value = value.filter(|_| self.kept(knob, notes))?;
        let table = &self.treatments[knob as usize].translate;
        let Some((_, to)) = table.iter().find(|(from, _)| from == value) else {
            return Some(value);
        };
        notes.push(
            Message::new("vendors-note-translated")
                .with("parameter", knob.name())
                .with("asked", value)
                .with("sent", &**to)
                .with("model", &*self.model),
        );
        Some(to)
    }

    fn keep_one(&self, group: &[Knob], settled: &mut Settled<'_>, notes: &mut Vec<Message>) {
        let mut first: Option<Knob> = None;
        for &knob in group {
            let field = match knob {
                Knob::Temperature => &mut settled.temperature,
                Knob::TopP => &mut settled.top_p,
                Knob::FrequencyPenalty => &mut settled.frequency_penalty,
                Knob::PresencePenalty => &mut settled.presence_penalty,
                _ => continue,
            };
            match (field.is_some(), first) {
                (true, None) => first = Some(knob),
                (true, Some(kept)) => {
                    *field = None;
                    notes.push(
                        Message::new("vendors-note-one-of")
                            .with("parameter", knob.name())
                            .with("kept", kept.name())
                            .with("model", &*self.model),
                    );
                }
                (false, _) => {}
            }
        }
    }
}
