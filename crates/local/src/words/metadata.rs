//! The tokenizer inside a GGUF file. Keys: <https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>

use std::collections::HashMap;

use super::merge::Merges;
use super::split::{GPT2, LLAMA3, QWEN2, Split};
use super::{Found, MOST_TOKENS, Strings, Style, Words};
use crate::error::FileProblem;
use crate::files::gguf::{Header, Value};

/// Marks files whose pieces are cut by this project's own rule, which no other program has a name for.
pub const OURS: &str = "motjuste.tokenizer.pieces";

impl Words {
    /// Reads the metadata of a GGUF file; takes the texts out of it.
    ///
    /// # Errors
    /// A kind of tokenizer that is not known, or tables that do not fit together.
    pub fn from_gguf(header: &mut Header) -> Result<Words, FileProblem> {
        let refused = |what: &str| Err(FileProblem::Tokens(what.to_owned()));
        let Some(Value::Texts(mut strings)) = header.take("tokenizer.ggml.tokens") else {
            return Err(FileProblem::Missing("tokenizer.ggml.tokens".to_owned()));
        };
        if strings.len() > MOST_TOKENS {
            return refused("tokens");
        }
        strings.index();
        let kinds = match header.take("tokenizer.ggml.token_type") {
            Some(Value::Whole(kinds)) => kinds,
            _ => Vec::new(),
        };
        // 3: control, 4: user defined
        let special: HashMap<Box<str>, u32> = kinds
            .iter()
            .zip(0..strings.len() as u32)
            .filter(|(kind, _)| matches!(kind, 3 | 4))
            .map(|(_, token)| (String::from_utf8_lossy(strings.get(token)).into(), token))
            .collect();
        let model = header.text("tokenizer.ggml.model").unwrap_or("").to_owned();
        let number = |key: &str| header.number(key).and_then(|n| u32::try_from(n).ok());
        let start = number("tokenizer.ggml.bos_token_id");
        let ends = ["eos", "eot", "eom"].map(|end| number(&format!("tokenizer.ggml.{end}_token_id")));
        let unknown = number("tokenizer.ggml.unknown_token_id");
        let wants_start = header.flag("tokenizer.ggml.add_bos_token");
        let (style, merges, splits) = match model.as_str() {
            "llama" => {
                let prefix = header.flag("tokenizer.ggml.add_space_prefix").unwrap_or(true);
                let Some(Value::Decimal(scores)) = header.take("tokenizer.ggml.scores") else {
                    return Err(FileProblem::Missing("tokenizer.ggml.scores".to_owned()));
                };
                (Style::Sentence { prefix }, Merges::Scored(scores), Vec::new())
            }
            "gpt2" => {
                let splits = match (header.flag(OURS), header.text("tokenizer.ggml.pre")) {
                    (Some(true), _) => vec![Split::Ours],
                    (_, Some("llama-bpe" | "llama3" | "llama-v3" | "smaug-bpe")) => {
                        vec![Split::matches(LLAMA3)?]
                    }
                    (_, Some("qwen2" | "deepseek-r1-qwen")) => vec![Split::matches(QWEN2)?],
                    (_, Some("smollm")) => vec![Split::Digits { each: true }, Split::matches(GPT2)?],
                    (_, None | Some("default" | "gpt-2")) => vec![Split::matches(GPT2)?],
                    (_, Some(other)) => return refused(&format!("tokenizer.ggml.pre {other}")),
                };
                let lines = match header.take("tokenizer.ggml.merges") {
                    Some(Value::Texts(lines)) => lines,
                    // an empty array has no type
                    Some(Value::Whole(none)) if none.is_empty() => Strings::default(),
                    _ => return Err(FileProblem::Missing("tokenizer.ggml.merges".to_owned())),
                };
                if lines.len() > 2 * MOST_TOKENS {
                    return refused("merges");
                }
                let mut pairs = HashMap::with_capacity(lines.len());
                let mut joined = Vec::new();
                for at in 0..lines.len() as u32 {
                    let line = lines.get(at);
                    let space = line.iter().skip(1).position(|b| *b == b' ').map(|n| n + 1);
                    let Some(space) = space else { return refused("merges") };
                    joined.clear();
                    joined.extend_from_slice(&line[..space]);
                    joined.extend_from_slice(&line[space + 1..]);
                    let pair = strings.find(&line[..space]).zip(strings.find(&line[space + 1..]));
                    let Some((pair, token)) = pair.zip(strings.find(&joined)) else {
                        return refused("merges");
                    };
                    pairs.entry(pair).or_insert((at, token));
                }
                (Style::Bytes, Merges::Ranked(pairs), splits)
            }
            other => return refused(&format!("tokenizer.ggml.model {other}")),
        };
        let wants_start = wants_start.unwrap_or(model == "llama");
        let mut words = Words::new(Found {
            strings,
            style,
            merges,
            splits,
            nfc: false,
            whole_first: false,
            unknown,
            special,
            start: None,
            ends: Vec::new(),
        });
        words.mark_ends(&ends.into_iter().flatten().collect::<Vec<_>>(), start.filter(|_| wants_start));
        Ok(words)
    }
}
