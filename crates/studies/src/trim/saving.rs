//! What a shorter prompt saves, in tokens and in billed money.

use prompt::tree::{Node, Part, Tree, estimate_tokens};
use serde::{Deserialize, Serialize};

/// Prices of a model's input, in any unit of money per token.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prices {
    /// A token read anew.
    pub input: f64,
    /// A token read from the vendor's cache of prompt beginnings; the same as `input` without such a cache.
    pub cached: f64,
    /// Beginnings shorter than this many tokens are not cached.
    pub least_cached: u64,
    /// Share of calls that find the beginning in the cache, 0 to 1.
    pub hits: f64,
}

/// What a call costs under two prompts, the case itself left out: it is the same in both.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saving {
    /// Estimated tokens a call reads of the original.
    pub tokens_before: u64,
    /// Of the shorter prompt.
    pub tokens_after: u64,
    /// Billed a call for the original.
    pub billed_before: f64,
    /// For the shorter prompt.
    pub billed_after: f64,
}

impl Saving {
    /// Of a shorter prompt against the original.
    pub fn of(original: &Tree, short: &Tree, prices: &Prices) -> Saving {
        let (before, after) = (Read::of(original), Read::of(short));
        Saving {
            tokens_before: before.all,
            tokens_after: after.all,
            billed_before: before.billed(prices),
            billed_after: after.billed(prices),
        }
    }

    /// Share of tokens saved.
    pub fn tokens_share(&self) -> f64 {
        1.0 - self.tokens_after as f64 / self.tokens_before.max(1) as f64
    }

    /// Share of money saved: below the share of tokens where the original's beginning was cached, and below 0 where the
    /// shorter prompt is too short to be cached at all.
    pub fn billed_share(&self) -> f64 {
        if self.billed_before > 0.0 { 1.0 - self.billed_after / self.billed_before } else { 0.0 }
    }
}

/// Estimated tokens of a prompt as it is sent: neither its header nor its notes.
pub fn sent_tokens(tree: &Tree) -> u64 {
    estimate_tokens(&sent(tree))
}

/// What is sent of a prompt.
pub(super) fn sent(tree: &Tree) -> String {
    tree.nodes().iter().filter(|node| node.part != Part::Note).map(Node::text).collect()
}

/// What a model reads of a prompt.
struct Read {
    all: u64,
    /// Tokens before the first thing that changes from case to case.
    stable: u64,
}

impl Read {
    fn of(tree: &Tree) -> Read {
        let text = sent(tree);
        // headers are not sent; what stands for them in a request costs about the same
        let stable = ["{{", "{%"].iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len());
        Read { all: estimate_tokens(&text), stable: estimate_tokens(&text[..stable]) }
    }

    fn billed(&self, prices: &Prices) -> f64 {
        let cached = if self.stable >= prices.least_cached { prices.hits * self.stable as f64 } else { 0.0 };
        cached * prices.cached + (self.all as f64 - cached) * prices.input
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(words: usize) -> Tree {
        Tree::of(
            &prompt::parse("p", &format!("::: system\n{}\n\n::: user\n{{{{ x }}}}\n", "word ".repeat(words)))
                .0,
        )
    }

    #[test]
    fn caching_makes_the_saving_smaller() {
        let plain = Prices { input: 1.0, cached: 1.0, least_cached: 1024, hits: 1.0 };
        let cached = Prices { cached: 0.1, ..plain };
        let (long, short) = (tree(4000), tree(2000));
        let by_token = Saving::of(&long, &short, &plain);
        assert!(
            (by_token.tokens_share() - 0.5).abs() < 0.01
                && (by_token.billed_share() - by_token.tokens_share()).abs() < 1e-12
        );
        // a tenth of the price for what is cached: the same share of a smaller bill
        let with_cache = Saving::of(&long, &short, &cached);
        let saved = |saving: &Saving| saving.billed_before - saving.billed_after;
        assert!((saved(&with_cache) / saved(&by_token) - 0.1).abs() < 1e-9);
        // too short for the cache: the shorter prompt costs more
        assert!(Saving::of(&long, &tree(900), &cached).billed_share() < 0.0);
    }
}
