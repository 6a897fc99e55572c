//! Prices: dated rows, exact integers.

use terms::{Currency, Date, Money, Usage};

use crate::pattern::Patterns;

/// What some models cost from one day on, in 10^-12 of the currency per token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceRow {
    /// Which vendor.
    pub vendor: String,
    pub(crate) models: Patterns,
    /// First day it applies.
    pub from: Date,
    /// Day the figures were last compared with the source: the date of the price list.
    pub checked: Date,
    /// Currency of the figures.
    pub currency: Currency,
    /// A token read.
    pub input: i64,
    /// A token written, reasoning included.
    pub output: i64,
    /// A token read from the vendor's cache.
    pub cached: i64,
    /// A token written to the vendor's cache.
    pub cache_write: i64,
    /// Tokens a request may hold, when it is known: where the vendor counts the answer in, that too.
    pub window: Option<u64>,
    /// The vendor's page.
    pub source: String,
}

impl PriceRow {
    /// Patterns of the model names it is about.
    pub fn models(&self) -> &[String] {
        &self.models.0
    }

    /// What this usage costs, to the last unit. Saturates.
    pub fn cost(&self, usage: &Usage) -> Money {
        let special = usage.cached.saturating_add(usage.cache_write);
        let total = [
            times(usage.input.saturating_sub(special), self.input),
            times(usage.cached, self.cached),
            times(usage.cache_write, self.cache_write),
            times(usage.output, self.output),
        ];
        self.money(total)
    }

    /// The most a call of this size can cost, whatever the cache does. Saturates.
    pub fn upper_bound(&self, input_tokens_at_most: u64, output_tokens_at_most: u64) -> Money {
        let dearest = self.input.max(self.cached).max(self.cache_write);
        self.money([times(input_tokens_at_most, dearest), times(output_tokens_at_most, self.output), 0, 0])
    }

    fn money(&self, pico: [i128; 4]) -> Money {
        let pico = pico.into_iter().fold(0, i128::saturating_add);
        let pico = i64::try_from(pico).unwrap_or(i64::MAX);
        Money { pico, currency: self.currency, catalogue: self.checked }
    }
}

fn times(tokens: u64, price: i64) -> i128 {
    i128::from(tokens) * i128::from(price)
}

/// A price per million tokens, written as a decimal, in 10^-12 per token; `None` when it is not a plain
/// decimal of at most six decimals, or too large. One per million is 10^6 of these units.
pub(crate) fn per_token(decimal: &str) -> Option<i64> {
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > 6 {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let fraction: i64 = format!("{fraction:0<6}").parse().ok()?;
    // no token costs a million, and the bound keeps every product far from overflow
    (whole < 1_000_000).then_some(whole * 1_000_000 + fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn haiku() -> PriceRow {
        PriceRow {
            vendor: "anthropic".into(),
            models: Patterns(vec!["claude-haiku-4-5".into()]),
            from: Date::new(2025, 10, 15).unwrap(),
            checked: Date::new(2026, 7, 2).unwrap(),
            currency: Currency::USD,
            input: per_token("1.00").unwrap(),
            output: per_token("5.00").unwrap(),
            cached: per_token("0.10").unwrap(),
            cache_write: per_token("1.25").unwrap(),
            window: None,
            source: String::new(),
        }
    }

    #[test]
    fn a_decimal_per_million_is_an_integer_per_token() {
        assert_eq!(per_token("0.0375"), Some(37_500)); // the example of terms::Money
        assert_eq!(per_token("2.50"), Some(2_500_000));
        assert_eq!(per_token("15"), Some(15_000_000));
        assert_eq!(per_token("0.000001"), Some(1));
        for bad in ["", ".5", "-1", "1e3", "0.0000001", "1,5", "NaN", "1000000", "0x1", "1 "] {
            assert_eq!(per_token(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_cost_is_exact() {
        // by hand: 1,000 fresh x 1.00 + 3,000 cached x 0.10 + 2,000 cache-written x 1.25 + 500 x 5.00 per million
        // = 0.001 + 0.0003 + 0.0025 + 0.0025 = 0.0063 USD
        let usage = Usage { input: 6_000, cached: 3_000, cache_write: 2_000, output: 500, reasoning: 400 };
        let cost = haiku().cost(&usage);
        assert_eq!(cost.pico, 6_300_000_000);
        assert_eq!(cost.currency, Currency::USD);
        assert_eq!(cost.catalogue, Date::new(2026, 7, 2).unwrap());
    }

    #[test]
    fn no_usage_costs_more_than_the_bound() {
        let price = haiku();
        for (cached, cache_write) in [(0, 0), (1_000, 0), (0, 1_000), (400, 600)] {
            let usage = Usage { input: 1_000, output: 200, cached, cache_write, reasoning: 0 };
            assert!(price.cost(&usage).pico <= price.upper_bound(1_000, 200).pico);
        }
        assert_eq!(price.upper_bound(u64::MAX, u64::MAX).pico, i64::MAX);
    }

    #[test]
    fn nonsense_usage_neither_panics_nor_turns_negative() {
        let usage = Usage { input: 1, cached: u64::MAX, cache_write: u64::MAX, output: 0, reasoning: 0 };
        assert_eq!(haiku().cost(&usage).pico, i64::MAX);
        let usage = Usage { input: 10, cached: 4, cache_write: 100, output: 0, reasoning: 0 };
        assert!(haiku().cost(&usage).pico > 0);
    }
}
