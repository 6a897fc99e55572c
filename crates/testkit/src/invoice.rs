//! What the vendor bills, to the last unit, and what it saw.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

use crate::config::{Config, matches};

/// How much of the answer left the vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Delivered {
    /// All of it, as it should be.
    Full,
    /// Part of it, or all of it spoiled: a fault of the script, or the client went away. Billed only by `bill_cut`.
    Cut,
    /// An error instead. Never billed.
    Refused,
}

/// Tokens of one answer, or of many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tokens {
    /// All that was read, cached or not.
    pub input: u64,
    /// All that was written.
    pub output: u64,
    /// Of those read, from the cache.
    pub cached: u64,
    /// Of those read, written to the cache.
    pub cache_write: u64,
}

/// BLAKE3 of a request's body, byte for byte as received.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct BodyHash(pub [u8; 32]);

impl BodyHash {
    /// The hash of this body.
    pub fn of(body: &[u8]) -> BodyHash {
        BodyHash(*blake3::hash(body).as_bytes())
    }
}
impl fmt::Display for BodyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}
impl fmt::Debug for BodyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl Serialize for BodyHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// One request for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Order of arrival, from 1; the `x-request-id` or `request-id` header ends with it.
    pub id: u64,
    /// BLAKE3 of the request's body.
    pub hash: BodyHash,
    /// The name asked for; empty when the request did not say.
    pub model: Box<str>,
    /// Status sent; 0 when the connection was cut or left hanging before one.
    pub status: u16,
    /// Whether a stream was asked for.
    pub stream: bool,
    /// Tokens; none when refused.
    #[serde(flatten)]
    pub tokens: Tokens,
    /// How much of the answer left.
    pub delivered: Delivered,
    /// Whether it is billed: whole answers are, cut ones by `bill_cut` only, refusals never.
    pub billed: bool,
    /// Amount billed in 10^-12 of the currency.
    pub amount: i64,
    /// Requests being served when this one arrived, itself included.
    pub in_flight: u64,
}

/// Sums of lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Lines.
    pub requests: u64,
    /// Delivered whole.
    pub full: u64,
    /// Cut or spoiled.
    pub cut: u64,
    /// Refused.
    pub refused: u64,
    /// Tokens billed.
    #[serde(flatten)]
    pub tokens: Tokens,
    /// Amount billed in 10^-12 of the currency.
    pub amount: i64,
}

impl Totals {
    fn add(&mut self, line: &Line) {
        self.requests += 1;
        match line.delivered {
            Delivered::Full => self.full += 1,
            Delivered::Cut => self.cut += 1,
            Delivered::Refused => self.refused += 1,
        }
        self.bill(line, 1);
    }

    /// A line first thought whole turns out cut.
    fn spoil(&mut self, before: &Line, after: &Line) {
        self.full -= 1;
        self.cut += 1;
        self.bill(before, -1);
        self.bill(after, 1);
    }

    fn bill(&mut self, line: &Line, sign: i64) {
        if !line.billed {
            return;
        }
        let add = |sum: &mut u64, n: u64| *sum = if sign > 0 { *sum + n } else { *sum - n };
        add(&mut self.tokens.input, line.tokens.input);
        add(&mut self.tokens.output, line.tokens.output);
        add(&mut self.tokens.cached, line.tokens.cached);
        add(&mut self.tokens.cache_write, line.tokens.cache_write);
        self.amount += sign * line.amount;
    }
}

/// The vendor's account of a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Invoice {
    /// ISO 4217 code.
    pub currency: String,
    /// Sums of everything.
    pub totals: Totals,
    /// Sums by the name asked for.
    pub models: BTreeMap<String, Totals>,
    /// One per request, in the order they ended; empty when lines are not kept.
    #[serde(skip)]
    pub lines: Vec<Line>,
}

/// What the vendor saw, billed or not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// Requests of any kind but `/__control`.
    pub requests: u64,
    /// Answers by status; 0 counts those cut or left hanging before a status.
    pub statuses: BTreeMap<u16, u64>,
    /// Answers delivered whole to a body already answered whole: money paid twice, unless a repeat was meant.
    pub duplicates: u64,
    /// Connections accepted.
    pub connections: u64,
    /// Requests being served now.
    pub in_flight: u64,
    /// Most requests ever served at once.
    pub in_flight_peak: u64,
    /// Requests whose answer was cut or spoiled.
    pub cut: u64,
    /// How often each rule of the script fired.
    pub fired: Vec<u64>,
}

/// Invoice and statistics being kept.
#[derive(Debug, Default)]
pub(crate) struct Books {
    pub(crate) totals: Totals,
    pub(crate) models: BTreeMap<String, Totals>,
    pub(crate) lines: Vec<Line>,
    pub(crate) stats: Stats,
    /// How often the books were closed and begun anew.
    epoch: u64,
    answered: HashSet<u128>,
}

/// A line in the books that a failed write may still spoil.
pub(crate) struct Entry {
    line: Line,
    index: usize,
    duplicate: bool,
    epoch: u64,
}

impl Books {
    /// Begins anew; lines still being written keep out of the new totals' way.
    pub(crate) fn reset(&mut self) {
        *self = Books { epoch: self.epoch + 1, ..Books::default() };
    }

    /// Counts an answer that is on no invoice.
    pub(crate) fn count(&mut self, status: u16) {
        *self.stats.statuses.entry(status).or_default() += 1;
    }

    /// Adds a line, priced.
    pub(crate) fn settle(&mut self, config: &Config, mut line: Line) -> Entry {
        price(config, &mut line);
        let duplicate = config.track_duplicates
            && line.delivered == Delivered::Full
            && !self.answered.insert(short(&line.hash));
        self.stats.duplicates += u64::from(duplicate);
        self.count(line.status);
        self.stats.cut += u64::from(line.delivered == Delivered::Cut);
        self.totals.add(&line);
        match self.models.get_mut(&*line.model) {
            Some(totals) => totals.add(&line),
            None => self.models.entry(line.model.to_string()).or_default().add(&line),
        }
        let index = self.lines.len();
        if config.keep_lines {
            self.lines.push(line.clone());
        }
        Entry { line, index, duplicate, epoch: self.epoch }
    }

    /// The last write failed: the client went away before the end.
    pub(crate) fn spoil(&mut self, config: &Config, entry: Entry) {
        if entry.line.delivered != Delivered::Full || entry.epoch != self.epoch {
            return;
        }
        let mut after = entry.line.clone();
        after.delivered = Delivered::Cut;
        price(config, &mut after);
        self.stats.cut += 1;
        if entry.duplicate {
            self.stats.duplicates -= 1;
        } else {
            self.answered.remove(&short(&after.hash));
        }
        self.totals.spoil(&entry.line, &after);
        if let Some(totals) = self.models.get_mut(&*after.model) {
            totals.spoil(&entry.line, &after);
        }
        if let Some(line) = self.lines.get_mut(entry.index).filter(|line| line.id == after.id) {
            *line = after;
        }
    }
}

fn short(hash: &BodyHash) -> u128 {
    let mut first = [0; 16];
    first.copy_from_slice(&hash.0[..16]);
    u128::from_le_bytes(first)
}

/// Says whether a line is billed and what it costs by the price list.
fn price(config: &Config, line: &mut Line) {
    line.billed = match line.delivered {
        Delivered::Full => true,
        Delivered::Cut => config.bill_cut,
        Delivered::Refused => false,
    };
    let price = config.prices.iter().find(|p| line.billed && matches(&p.model, &line.model));
    line.amount = price.map_or(0, |price| {
        let Tokens { input, output, cached, cache_write } = line.tokens;
        let times = |tokens: u64, price: i64| i64::try_from(tokens).unwrap_or(i64::MAX).saturating_mul(price);
        times(input.saturating_sub(cached + cache_write), price.input)
            + times(cached, price.cached)
            + times(cache_write, price.cache_write)
            + times(output, price.output)
    });
}

#[cfg(test)]
mod tests;
