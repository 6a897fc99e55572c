//! Cutting a text in pieces that merges do not cross.

use fancy_regex::{Regex, RegexBuilder};

use crate::error::FileProblem;

/// GPT-2's rule.
pub(super) const GPT2: &str = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";
/// Llama 3's.
pub(super) const LLAMA3: &str = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
/// Qwen 2's: each digit alone.
pub(super) const QWEN2: &str = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

/// One way of cutting; several are applied one after the other.
#[derive(Clone, Debug)]
pub enum Split {
    /// The rule of this project's tokenizer.
    Ours,
    /// What the expression matches, and what lies between.
    Matches(Box<Regex>),
    /// Each digit alone, or runs of digits.
    Digits {
        /// One by one.
        each: bool,
    },
    /// A piece starts at each `▁`.
    Words,
}

impl Split {
    /// An expression of a file, within limits of size and of work.
    pub(super) fn matches(pattern: &str) -> Result<Split, FileProblem> {
        let built = match pattern.len() {
            0..=4096 => RegexBuilder::new(pattern)
                .backtrack_limit(1_000_000)
                .delegate_size_limit(8 << 20)
                .delegate_dfa_size_limit(8 << 20)
                .build()
                .map_err(|error| error.to_string()),
            _ => Err(String::from("regex")),
        };
        built.map(|regex| Split::Matches(Box::new(regex))).map_err(FileProblem::Tokens)
    }

    fn cut<'t>(&self, text: &'t str, out: &mut Vec<&'t str>) -> Result<(), FileProblem> {
        match self {
            Split::Ours => out.extend(crate::tokenizer::pieces(text)),
            Split::Matches(regex) => {
                let mut last = 0;
                for found in regex.find_iter(text) {
                    let found = found.map_err(|error| FileProblem::Tokens(error.to_string()))?;
                    if found.start() > last {
                        out.push(&text[last..found.start()]);
                    }
                    if found.end() > found.start() {
                        out.push(found.as_str());
                    }
                    last = found.end();
                }
                if last < text.len() {
                    out.push(&text[last..]);
                }
            }
            Split::Digits { each } => {
                let mut start = 0;
                let mut of_digits = false;
                for (at, c) in text.char_indices() {
                    let digit = c.is_numeric();
                    if at > start && (digit != of_digits || (digit && *each)) {
                        out.push(&text[start..at]);
                        start = at;
                    }
                    of_digits = digit;
                }
                if start < text.len() {
                    out.push(&text[start..]);
                }
            }
            Split::Words => {
                let mut start = 0;
                for (at, _) in text.match_indices('▁') {
                    if at > start {
                        out.push(&text[start..at]);
                        start = at;
                    }
                }
                if start < text.len() {
                    out.push(&text[start..]);
                }
            }
        }
        Ok(())
    }
}

/// The pieces of a text.
pub(super) fn pieces<'t>(splits: &[Split], text: &'t str) -> Result<Vec<&'t str>, FileProblem> {
    let mut pieces = if text.is_empty() { Vec::new() } else { vec![text] };
    for split in splits {
        let mut finer = Vec::with_capacity(pieces.len());
        for piece in pieces {
            split.cut(piece, &mut finer)?;
        }
        pieces = finer;
    }
    Ok(pieces)
}
