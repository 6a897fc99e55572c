//! The tokens of any model: byte-level and SentencePiece-like byte-pair encoding, read from `tokenizer.json` or from
//! the metadata of a GGUF file.
//!
//! Text never becomes a special token: only [`Words::encode_marked`], which is given what a chat template made, reads
//! them, and values were marked before (see [`crate::template`]).

mod json;
mod merge;
mod metadata;
mod pieces;
mod split;
mod store;

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use crate::error::FileProblem;
use crate::tokenizer::Tokenizer;
pub(crate) use merge::Merges;
use merge::merged;
pub use metadata::OURS;
pub use split::Split;
pub use store::Strings;

/// More tokens than any model has; hostile files announce millions.
pub const MOST_TOKENS: usize = 300_000;

/// How the bytes of a text are written in tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Every byte has its printable sign (GPT-2's table).
    Bytes,
    /// Spaces are `▁`; what has no token is written byte by byte as `<0xE9>`.
    Sentence {
        /// A `▁` is put before the text.
        prefix: bool,
    },
}

/// A vocabulary that encodes and decodes.
pub struct Words {
    strings: Strings,
    style: Style,
    merges: Merges,
    splits: Vec<Split>,
    nfc: bool,
    /// A whole piece that is a token is not taken apart.
    whole_first: bool,
    /// Token of each byte.
    bytes: Vec<Option<u32>>,
    unknown: Option<u32>,
    /// Text of each token as bytes; special ones have none.
    decoded: Strings,
    special: HashMap<Box<str>, u32>,
    /// Put before the first message.
    start: Option<u32>,
    /// End an answer.
    ends: Vec<u32>,
}

/// What a reader of files found.
pub(crate) struct Found {
    pub strings: Strings,
    pub style: Style,
    pub merges: Merges,
    pub splits: Vec<Split>,
    pub nfc: bool,
    pub whole_first: bool,
    pub unknown: Option<u32>,
    /// Special and other added tokens, by text.
    pub special: HashMap<Box<str>, u32>,
    pub start: Option<u32>,
    pub ends: Vec<u32>,
}

impl Words {
    pub(crate) fn new(found: Found) -> Words {
        let Found { strings, style, merges, splits, nfc, whole_first, unknown, special, start, ends } = found;
        let byte = |b: u8| match style {
            Style::Bytes => strings.find(pieces::sign(b).encode_utf8(&mut [0; 4]).as_bytes()),
            Style::Sentence { .. } => strings.find(format!("<0x{b:02X}>").as_bytes()),
        };
        let bytes = (0..=255).map(byte).collect();
        let mut decoded = Strings::default();
        let signs = pieces::bytes_of_signs();
        let hidden: std::collections::HashSet<u32> = special.values().copied().collect();
        let mut buffer = Vec::new();
        for token in 0..strings.len() as u32 {
            buffer.clear();
            if !hidden.contains(&token) {
                pieces::bytes_of(strings.get(token), style, &signs, &mut buffer);
            }
            decoded.push(&buffer);
        }
        decoded.index();
        Words {
            strings,
            style,
            merges,
            splits,
            nfc,
            whole_first,
            bytes,
            unknown,
            decoded,
            special,
            start,
            ends,
        }
    }

    /// The words of the tokenizer this project trains.
    pub fn ours(tokenizer: &Tokenizer) -> Words {
        let (strings, merges, special) = tokenizer.parts();
        Words::new(Found {
            strings,
            style: Style::Bytes,
            merges,
            splits: vec![Split::Ours],
            nfc: false,
            whole_first: false,
            unknown: None,
            special,
            start: None,
            ends: vec![u32::from(crate::tokenizer::END)],
        })
    }

    /// Number of tokens.
    pub fn size(&self) -> usize {
        self.strings.len()
    }

    /// Bytes a token writes; none for special tokens and those past the vocabulary. They may be half a character.
    pub fn bytes(&self, token: u32) -> &[u8] {
        self.decoded.get(token)
    }

    /// The longest token that these bytes begin with, and its length.
    pub fn longest(&self, bytes: &[u8]) -> Option<(u32, usize)> {
        let most = bytes.len().min(16);
        (1..=most).rev().find_map(|length| Some((self.decoded.find(&bytes[..length])?, length)))
    }

    /// How the vocabulary writes a token (`Ġthe`, `▁the`, `<|end|>`).
    pub fn name(&self, token: u32) -> String {
        String::from_utf8_lossy(self.strings.get(token)).into_owned()
    }

    /// The special token of this name.
    pub fn special(&self, name: &str) -> Option<u32> {
        self.special.get(name).copied()
    }

    /// Names of the special tokens.
    pub fn specials(&self) -> impl Iterator<Item = (&str, u32)> {
        self.special.iter().map(|(name, token)| (&**name, *token))
    }

    /// Tokens that end an answer.
    pub fn ends(&self) -> &[u32] {
        &self.ends
    }

    /// The token before the first message, for the families that have one.
    pub fn start(&self) -> Option<u32> {
        self.start
    }

    /// How spaces and bytes are written.
    pub fn style(&self) -> Style {
        self.style
    }

    /// Adds tokens that end an answer and sets the one that starts a text.
    pub(crate) fn mark_ends(&mut self, ends: &[u32], start: Option<u32>) {
        self.ends.extend_from_slice(ends);
        self.ends.sort_unstable();
        self.ends.dedup();
        self.ends.retain(|t| (*t as usize) < self.strings.len());
        self.start = start.filter(|t| (*t as usize) < self.strings.len());
    }

    /// Tokens of plain text: names of special tokens in it are only text.
    ///
    /// # Errors
    /// The tokenizer's own regular expression gives up, or a character has no token.
    pub fn encode(&self, text: &str) -> Result<Vec<u32>, FileProblem> {
        let mut out = Vec::with_capacity(text.len() / 3);
        self.encode_into(text, true, &mut out)?;
        Ok(out)
    }

    /// Tokens of what a chat template made: names of special tokens become those tokens, and every `mark` is dropped
    /// (it was put into values so that they cannot).
    ///
    /// # Errors
    /// As [`Words::encode`].
    pub fn encode_marked(&self, text: &str, mark: char) -> Result<Vec<u32>, FileProblem> {
        let mut names: Vec<(&str, u32)> = self.specials().filter(|(name, _)| !name.is_empty()).collect();
        // the longest wins where two start
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        let mut out = Vec::new();
        let mut first = true;
        let mut plain = 0;
        let mut at = 0;
        let flush = |from: usize, to: usize, first: bool, out: &mut Vec<u32>| {
            let unmarked: String = text[from..to].chars().filter(|c| *c != mark).collect();
            match unmarked.is_empty() {
                true => Ok(()),
                false => self.encode_into(&unmarked, first, out),
            }
        };
        let firsts: std::collections::HashSet<u8> = names.iter().map(|(n, _)| n.as_bytes()[0]).collect();
        while at < text.len() {
            let here = firsts.contains(&text.as_bytes()[at]) && text.is_char_boundary(at);
            match names.iter().find(|(name, _)| here && text[at..].starts_with(name)) {
                Some((name, token)) => {
                    flush(plain, at, first, &mut out)?;
                    first = false;
                    out.push(*token);
                    at += name.len();
                    plain = at;
                }
                None => at += 1,
            }
        }
        flush(plain, text.len(), first, &mut out)?;
        Ok(out)
    }

    fn encode_into(&self, text: &str, first: bool, out: &mut Vec<u32>) -> Result<(), FileProblem> {
        if text.is_empty() {
            return Ok(());
        }
        let normal: String;
        let mut text = text;
        if self.nfc && !unicode_normalization::is_nfc(text) {
            normal = text.nfc().collect();
            text = &normal;
        }
        let spaced: String;
        if let Style::Sentence { prefix } = self.style {
            let prefix = if prefix && first { "▁" } else { "" };
            spaced = format!("{prefix}{}", text.replace(' ', "▁"));
            text = &spaced;
        }
        let mut symbols = Vec::new();
        for piece in split::pieces(&self.splits, text)? {
            self.symbols(piece, &mut symbols)?;
            if self.whole_first
                && let Some(whole) = self.whole(piece)
            {
                out.push(whole);
                continue;
            }
            merged(&symbols, &self.merges, &self.strings, out);
        }
        Ok(())
    }

    fn whole(&self, piece: &str) -> Option<u32> {
        match self.style {
            Style::Bytes => {
                let signs: String = piece.bytes().map(pieces::sign).collect();
                self.strings.find(signs.as_bytes())
            }
            Style::Sentence { .. } => self.strings.find(piece.as_bytes()),
        }
    }

    /// The smallest tokens a piece is made of.
    fn symbols(&self, piece: &str, out: &mut Vec<u32>) -> Result<(), FileProblem> {
        out.clear();
        let missing = |what: String| FileProblem::Tokens(what);
        let byte = |b: u8| self.bytes[usize::from(b)].or(self.unknown);
        match self.style {
            Style::Bytes => {
                for b in piece.bytes() {
                    out.push(byte(b).ok_or_else(|| missing(format!("0x{b:02X}")))?);
                }
            }
            Style::Sentence { .. } => {
                for c in piece.chars() {
                    let mut buffer = [0; 4];
                    let text = c.encode_utf8(&mut buffer);
                    match self.strings.find(text.as_bytes()) {
                        Some(token) => out.push(token),
                        None => {
                            for b in text.bytes() {
                                out.push(byte(b).ok_or_else(|| missing(c.to_string()))?);
                            }
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Text of tokens. Broken UTF-8 is replaced, as at the edge of a cut answer.
    pub fn decode(&self, tokens: &[u32]) -> String {
        let bytes: Vec<u8> = tokens.iter().flat_map(|t| self.bytes(*t)).copied().collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}
