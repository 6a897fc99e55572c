//! Byte-level byte-pair encoding: trained on the corpus, saved in the `tokenizer.json` format that other tools read.
//!
//! Any text can be encoded and comes back unchanged. Whole numbers up to 999 are single tokens; a word carries the
//! space before it, so every answer starts with a space.

mod file;
mod pieces;
mod train;

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

pub use file::TokenizerProblem;
pub(crate) use pieces::{pattern, pieces};

/// Padding.
pub const PAD: u16 = 0;
/// End of an answer.
pub const END: u16 = 1;
/// Starts a system message.
pub const SYSTEM: u16 = 2;
/// Starts a user message.
pub const USER: u16 = 3;
/// Starts an answer.
pub const ASSISTANT: u16 = 4;
/// Names of the special tokens, by number; the last three are kept for later.
pub const SPECIAL: [&str; 8] = [
    "<|pad|>",
    "<|end|>",
    "<|system|>",
    "<|user|>",
    "<|assistant|>",
    "<|extra_0|>",
    "<|extra_1|>",
    "<|extra_2|>",
];

const FIRST_BYTE: u16 = SPECIAL.len() as u16;
const BYTES: usize = 256;

/// A trained vocabulary.
#[derive(Clone, Debug, PartialEq)]
pub struct Tokenizer {
    /// Pairs in the order they were learnt; pair `i` makes token `FIRST_BYTE + 256 + i`.
    merges: Vec<(u16, u16)>,
    made: HashMap<(u16, u16), u16, Quick>,
    bytes: Vec<Vec<u8>>,
}

impl Tokenizer {
    /// Learns a vocabulary of at most `size` tokens from texts.
    pub fn train<S: AsRef<str>>(texts: impl Iterator<Item = S>, size: usize) -> Tokenizer {
        train::train(texts, size)
    }

    fn new(merges: Vec<(u16, u16)>) -> Tokenizer {
        let first = FIRST_BYTE + BYTES as u16;
        let mut bytes: Vec<Vec<u8>> = SPECIAL.iter().map(|_| Vec::new()).collect();
        bytes.extend((0..=255u8).map(|b| vec![b]));
        let mut made = HashMap::default();
        for (at, pair) in merges.iter().enumerate() {
            made.entry(*pair).or_insert(first + at as u16);
            bytes.push([bytes[usize::from(pair.0)].as_slice(), &bytes[usize::from(pair.1)]].concat());
        }
        Tokenizer { merges, made, bytes }
    }

    /// Number of tokens, the special ones included.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Text of tokens; special ones have none. Broken UTF-8 is replaced, as at the edge of a cut answer.
    pub fn decode(&self, tokens: &[u16]) -> String {
        let bytes: Vec<u8> =
            tokens.iter().filter_map(|t| self.bytes.get(usize::from(*t))).flatten().copied().collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Tokens of a text. Many texts: [`Encoder`].
    pub fn encode(&self, text: &str) -> Vec<u16> {
        let mut out = Vec::with_capacity(text.len() / 3);
        pieces::pieces(text).for_each(|piece| self.encode_piece(piece, &mut out));
        out
    }

    /// The pairs that are joined, in the order they were learnt.
    pub fn merges(&self) -> impl Iterator<Item = (u16, u16)> {
        self.merges.iter().copied()
    }

    fn encode_piece(&self, piece: &str, out: &mut Vec<u16>) {
        let mut word: Vec<u16> = piece.bytes().map(|b| FIRST_BYTE + u16::from(b)).collect();
        loop {
            // the pair learnt first wins; its number orders it
            let best = word.windows(2).filter_map(|p| self.made.get(&(p[0], p[1]))).min();
            let Some(&made) = best else { break };
            let pair = self.merges[usize::from(made - FIRST_BYTE) - BYTES];
            word = train::join(&word, pair, made);
        }
        out.extend_from_slice(&word);
    }
}

/// Encodes many texts: remembers the pieces it has seen.
#[derive(Debug)]
pub struct Encoder<'t> {
    tokenizer: &'t Tokenizer,
    known: HashMap<Box<str>, (u32, u32), Quick>,
    tokens: Vec<u16>,
}

/// Pieces remembered at most: made-up words would fill the memory otherwise.
const MOST: usize = 200_000;

impl<'t> Encoder<'t> {
    /// An encoder that has seen nothing.
    pub fn new(tokenizer: &'t Tokenizer) -> Encoder<'t> {
        Encoder { tokenizer, known: HashMap::default(), tokens: Vec::new() }
    }

    /// Adds the tokens of a text.
    pub fn encode(&mut self, text: &str, out: &mut Vec<u16>) {
        for piece in pieces::pieces(text) {
            if let Some((start, end)) = self.known.get(piece) {
                out.extend_from_slice(&self.tokens[*start as usize..*end as usize]);
                continue;
            }
            let start = out.len();
            self.tokenizer.encode_piece(piece, out);
            if self.known.len() < MOST {
                let from = self.tokens.len() as u32;
                self.tokens.extend_from_slice(&out[start..]);
                self.known.insert(piece.into(), (from, self.tokens.len() as u32));
            }
        }
    }
}

type Quick = BuildHasherDefault<QuickHasher>;

/// A hash for short keys of our own making (multiply and rotate): the default one resists attacks nobody makes here
/// and takes a third of the encoding time.
#[derive(Clone, Copy, Default)]
struct QuickHasher(u64);

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0u8; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.write_u64(u64::from(value));
    }

    fn write_u16(&mut self, value: u16) {
        self.write_u64(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}
