//! The text of a prompt with what each part of it earns: what a heat map is painted from.

use prompt::tree::Tree;

use super::{Earned, Effect};

/// A run of a prompt's text and what it earns.
#[derive(Clone, Debug, PartialEq)]
pub struct Warmth {
    /// The text, as it stands in the file.
    pub text: String,
    /// Its gain and what can be said of it; `None` where nothing was asked.
    pub earned: Option<(f64, Effect)>,
    /// The number of the piece it is.
    pub piece: Option<usize>,
}

impl Warmth {
    /// -1 (harms) to 1 (helps), against the strongest effect of the prompt; 0 where none was seen or asked about.
    pub fn degree(&self, strongest: f64) -> f64 {
        match self.earned {
            Some((gain, Effect::Helps | Effect::Harms)) if strongest > 0.0 => {
                (gain / strongest).clamp(-1.0, 1.0)
            }
            _ => 0.0,
        }
    }
}

/// The whole text of a prompt in runs: put end to end they are the text, byte for byte.
pub fn heat(tree: &Tree, earned: &[Earned]) -> Vec<Warmth> {
    let text = tree.text();
    let mut runs = Vec::new();
    let mut end = 0;
    for (number, piece) in earned.iter().enumerate() {
        let Some(span) = tree.span(&piece.piece.at).filter(|span| span.start >= end) else { continue };
        let words = &text[span.clone()];
        let start = span.start + (words.len() - words.trim_start().len());
        if start > end {
            runs.push(unasked(&text[end..start]));
        }
        end = start + words.trim().len();
        let earned = Some((piece.gain, piece.effect));
        runs.push(Warmth { text: text[start..end].to_owned(), earned, piece: Some(number) });
    }
    if end < text.len() {
        runs.push(unasked(&text[end..]));
    }
    runs
}

fn unasked(text: &str) -> Warmth {
    Warmth { text: text.to_owned(), earned: None, piece: None }
}

/// The strongest effect seen, either way.
pub fn strongest(runs: &[Warmth]) -> f64 {
    let seen = runs.iter().filter_map(|run| match run.earned {
        Some((gain, Effect::Helps | Effect::Harms)) => Some(gain.abs()),
        _ => None,
    });
    seen.fold(0.0, f64::max)
}
