//! What one answer took, in words: `from the ledger · first words after 0.4 s · 1.2 s · 230 + 12 tokens · $0.0004`.

use locale::Locale;
use terms::{Message, Money, Timing, Usage};

/// Its parts, in their order; who shows them joins them.
pub fn took(
    locale: &Locale,
    reused: bool,
    timing: &Timing,
    usage: Option<&Usage>,
    cost: Option<&Money>,
) -> Vec<String> {
    let mut parts = Vec::new();
    if reused {
        parts.push(locale.say("cli-from-ledger"));
    }
    if let Some(first) = timing.first_text_us {
        let time = locale.duration(first as f64 / 1e6);
        parts.push(locale.text(&Message::new("cli-first-text").with("time", time)));
    }
    parts.push(locale.duration(timing.total_us as f64 / 1e6));
    if let Some(usage) = usage {
        let tokens = Message::new("cli-tokens").with("input", usage.input).with("output", usage.output);
        parts.push(locale.text(&tokens));
    }
    if let Some(cost) = cost {
        let priced = Message::new("cli-cost")
            .with("cost", locale.money(cost))
            .with("date", cost.catalogue.to_string());
        parts.push(locale.text(&priced));
    }
    parts
}
