use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::pieces::pattern;
use super::{BYTES, FIRST_BYTE, SPECIAL, Tokenizer};
use crate::words::{Merges, Strings};

/// Why a `tokenizer.json` is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenizerProblem {
    /// Not JSON; the parser's words.
    Json(String),
    /// Not made by this program: another model, other special tokens, another rule for pieces, numbers out of order.
    Foreign,
    /// More tokens than 16 bits can number.
    TooLarge,
}

/// The 256 printable characters that stand for bytes in such files (the table of GPT-2's `bytes_to_unicode`).
fn printable() -> Vec<char> {
    let plain = |b: u32| matches!(b, 0x21..=0x7E | 0xA1..=0xAC | 0xAE..=0xFF);
    let mut next = 0x100;
    (0..BYTES as u32)
        .map(|b| {
            let code = if plain(b) { b } else { next };
            next += u32::from(!plain(b));
            char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
        })
        .collect()
}

impl Tokenizer {
    /// Names of the tokens, merges by rank and special tokens: what the runtime's own encoder is made of.
    pub(crate) fn parts(&self) -> (Strings, Merges, HashMap<Box<str>, u32>) {
        let signs = printable();
        let mut names = Strings::default();
        for id in 0..self.size() {
            let sign = |b: &u8| signs[usize::from(*b)];
            match SPECIAL.get(id) {
                Some(name) => names.push(name.as_bytes()),
                None => names.push(self.bytes[id].iter().map(sign).collect::<String>().as_bytes()),
            }
        }
        names.index();
        let first = FIRST_BYTE as u32 + BYTES as u32;
        let mut ranks = HashMap::with_capacity(self.merges.len());
        for ((a, b), rank) in self.merges.iter().zip(0..) {
            ranks.entry((u32::from(*a), u32::from(*b))).or_insert((rank, first + rank));
        }
        let special = SPECIAL.iter().zip(0..).map(|(name, id)| ((*name).into(), id)).collect();
        (names, Merges::Ranked(ranks), special)
    }

    /// As a `tokenizer.json` (the format of the Hugging Face `tokenizers` library).
    pub fn to_json(&self) -> String {
        let signs = printable();
        let name = |id: u16| -> String {
            match SPECIAL.get(usize::from(id)) {
                Some(name) => (*name).to_owned(),
                None => self.bytes[usize::from(id)].iter().map(|b| signs[usize::from(*b)]).collect(),
            }
        };
        let vocab: Map<String, Value> =
            (0..self.size() as u16).map(|id| (name(id), Value::from(id))).collect();
        let merges: Vec<Value> = self.merges.iter().map(|(a, b)| json!([name(*a), name(*b)])).collect();
        let added: Vec<Value> = SPECIAL
            .iter()
            .enumerate()
            .map(|(id, content)| {
                json!({"id": id, "content": content, "single_word": false, "lstrip": false, "rstrip": false,
                       "normalized": false, "special": true})
            })
            .collect();
        let byte_level = json!({"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true,
                                "use_regex": false});
        let whole = json!({
            "version": "1.0",
            "truncation": null,
            "padding": null,
            "added_tokens": added,
            "normalizer": null,
            "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
                {"type": "Split", "pattern": {"Regex": pattern()}, "behavior": "Isolated", "invert": false},
                byte_level,
            ]},
            "post_processor": null,
            "decoder": byte_level,
            "model": {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": null,
                      "end_of_word_suffix": null, "fuse_unk": false, "byte_fallback": false,
                      "ignore_merges": false, "vocab": vocab, "merges": merges},
        });
        format!("{whole:#}\n")
    }

    /// Reads what [`Tokenizer::to_json`] wrote; anything else is refused rather than half understood.
    ///
    /// # Errors
    /// The problem, never a panic, whatever the text.
    pub fn from_json(text: &str) -> Result<Tokenizer, TokenizerProblem> {
        let whole: Value = serde_json::from_str(text).map_err(|e| TokenizerProblem::Json(e.to_string()))?;
        let model = &whole["model"];
        let vocab = model["vocab"].as_object().ok_or(TokenizerProblem::Foreign)?;
        let merges = model["merges"].as_array().ok_or(TokenizerProblem::Foreign)?;
        if usize::from(FIRST_BYTE) + BYTES + merges.len() > usize::from(u16::MAX) {
            return Err(TokenizerProblem::TooLarge);
        }
        let id = |name: &Value| {
            let id = vocab.get(name.as_str()?)?.as_u64()?;
            u16::try_from(id).ok()
        };
        let mut pairs = Vec::with_capacity(merges.len());
        for (at, merge) in merges.iter().enumerate() {
            let pair = id(&merge[0]).zip(id(&merge[1])).ok_or(TokenizerProblem::Foreign)?;
            // a merge may only join tokens that exist before it
            let made = usize::from(FIRST_BYTE) + BYTES + at;
            if usize::from(pair.0.max(pair.1)) >= made || pair.0.min(pair.1) < FIRST_BYTE {
                return Err(TokenizerProblem::Foreign);
            }
            pairs.push(pair);
        }
        let made = Tokenizer::new(pairs);
        let same = serde_json::from_str::<Value>(&made.to_json()).is_ok_and(|again| again == whole);
        if same { Ok(made) } else { Err(TokenizerProblem::Foreign) }
    }
}
