//! `tokenizer.json` (Hugging Face): the parts that Llama and Qwen models use; anything else is refused rather than half
//! understood. Read in bounded memory: the large tables go straight into flat storage.

use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::merge::Merges;
use super::split::{GPT2, Split};
use super::{Found, MOST_TOKENS, Strings, Style, Words};
use crate::error::FileProblem;

/// Longest description of a normalizer, a pre-tokenizer or a decoder.
const LONGEST_PART: usize = 64 << 10;

#[derive(Deserialize)]
struct File<'a> {
    #[serde(default)]
    added_tokens: Added,
    #[serde(borrow, default)]
    normalizer: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pre_tokenizer: Option<&'a RawValue>,
    #[serde(borrow, default)]
    decoder: Option<&'a RawValue>,
    model: Model,
}

#[derive(Deserialize)]
struct Model {
    #[serde(rename = "type", default)]
    kind: Option<String>,
    vocab: Vocabulary,
    #[serde(default)]
    merges: Pairs,
    #[serde(default)]
    unk_token: Option<String>,
    #[serde(default)]
    continuing_subword_prefix: Option<String>,
    #[serde(default)]
    end_of_word_suffix: Option<String>,
    #[serde(default)]
    ignore_merges: Option<bool>,
}

/// Texts and their numbers.
#[derive(Default)]
struct Vocabulary(Strings, Vec<u32>);

impl<'de> Deserialize<'de> for Vocabulary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Vocabulary, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Vocabulary;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table of tokens")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vocabulary, A::Error> {
                let mut found = Vocabulary::default();
                while let Some((text, number)) = map.next_entry::<String, u32>()? {
                    if found.1.len() >= MOST_TOKENS {
                        return Err(serde::de::Error::custom("too many tokens"));
                    }
                    found.0.push(text.as_bytes());
                    found.1.push(number);
                }
                Ok(found)
            }
        }
        deserializer.deserialize_map(Read)
    }
}

/// Pairs of texts: left and right in turn.
#[derive(Default)]
struct Pairs(Strings);

#[derive(Deserialize)]
#[serde(untagged)]
enum Pair {
    Two([String; 2]),
    One(String),
}

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Pairs, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Pairs;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of merges")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Pairs, A::Error> {
                let mut found = Strings::default();
                while let Some(pair) = list.next_element::<Pair>()? {
                    if found.len() >= 4 * MOST_TOKENS {
                        return Err(serde::de::Error::custom("too many merges"));
                    }
                    match &pair {
                        Pair::Two([left, right]) => {
                            found.push(left.as_bytes());
                            found.push(right.as_bytes());
                        }
                        Pair::One(both) => {
                            let (left, right) = both
                                .split_once(' ')
                                .ok_or_else(|| serde::de::Error::custom("a merge without a space"))?;
                            found.push(left.as_bytes());
                            found.push(right.as_bytes());
                        }
                    }
                }
                Ok(Pairs(found))
            }
        }
        deserializer.deserialize_seq(Read)
    }
}

/// Added tokens: texts, numbers, whether they are special.
#[derive(Default)]
struct Added(Vec<(Box<str>, u32)>);

#[derive(Deserialize)]
struct OneAdded {
    id: u32,
    content: Box<str>,
}

impl<'de> Deserialize<'de> for Added {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Added, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Added;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of added tokens")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Added, A::Error> {
                let mut found = Vec::new();
                while let Some(OneAdded { id, content }) = list.next_element()? {
                    if found.len() >= 1 << 16 {
                        return Err(serde::de::Error::custom("too many added tokens"));
                    }
                    found.push((content, id));
                }
                Ok(Added(found))
            }
        }
        deserializer.deserialize_seq(Read)
    }
}

impl Words {
    /// Reads a `tokenizer.json`.
    ///
    /// # Errors
    /// Not JSON, or a tokenizer that this program would not follow to the letter.
    pub fn from_json(text: &str) -> Result<Words, FileProblem> {
        let wrong = |error: serde_json::Error| FileProblem::Tokens(error.to_string());
        let file: File<'_> = serde_json::from_str(text).map_err(wrong)?;
        let model = file.model;
        if model.kind.as_deref().is_some_and(|kind| kind != "BPE") {
            return refused("model.type");
        }
        let set = |text: &Option<String>| text.as_deref().is_some_and(|t| !t.is_empty());
        if set(&model.continuing_subword_prefix) || set(&model.end_of_word_suffix) {
            return refused("continuing_subword_prefix");
        }
        let strings = numbered(&model.vocab, &file.added_tokens.0)?;
        let mut shape = Shape::default();
        shape.normalizer(&part(file.normalizer)?)?;
        shape.pre_tokenizer(&part(file.pre_tokenizer)?)?;
        let decoder = part(file.decoder)?.to_string();
        if shape.sentence == decoder.contains("\"ByteLevel\"") {
            return refused("decoder");
        }
        let mut pairs = HashMap::with_capacity(model.merges.0.len() / 2);
        let mut joined = Vec::new();
        for at in 0..model.merges.0.len() as u32 / 2 {
            let (left, right) = (model.merges.0.get(2 * at), model.merges.0.get(2 * at + 1));
            joined.clear();
            joined.extend_from_slice(left);
            joined.extend_from_slice(right);
            let found = strings.find(left).zip(strings.find(right)).zip(strings.find(&joined));
            let Some((pair, token)) = found else { return refused("merges") };
            pairs.entry(pair).or_insert((at, token));
        }
        let unknown = model.unk_token.as_deref().and_then(|name| strings.find(name.as_bytes()));
        Ok(Words::new(Found {
            strings,
            style: if shape.sentence { Style::Sentence { prefix: shape.prefix } } else { Style::Bytes },
            merges: Merges::Ranked(pairs),
            splits: shape.splits,
            nfc: shape.nfc,
            whole_first: model.ignore_merges.unwrap_or(false),
            unknown,
            special: file.added_tokens.0.into_iter().collect(),
            start: None,
            ends: Vec::new(),
        }))
    }
}

fn refused<T>(what: &str) -> Result<T, FileProblem> {
    Err(FileProblem::Tokens(what.to_owned()))
}

fn part(raw: Option<&RawValue>) -> Result<Value, FileProblem> {
    match raw.map(RawValue::get) {
        None => Ok(Value::Null),
        Some(text) if text.len() > LONGEST_PART => refused("pre_tokenizer"),
        Some(text) => serde_json::from_str(text).map_err(|e| FileProblem::Tokens(e.to_string())),
    }
}

/// Texts in the order of their numbers: every number from 0 on once, or left out once the vocabulary is read.
fn numbered(vocabulary: &Vocabulary, added: &[(Box<str>, u32)]) -> Result<Strings, FileProblem> {
    let Vocabulary(texts, numbers) = vocabulary;
    let most = numbers.iter().chain(added.iter().map(|(_, n)| n)).max().copied().unwrap_or(0) as usize;
    // a number far past the count is a lie about memory
    if most >= MOST_TOKENS || most > 2 * (numbers.len() + added.len()) + 1024 {
        return refused("vocab");
    }
    let mut order: Vec<Option<u32>> = vec![None; most + 1];
    for (at, number) in numbers.iter().enumerate() {
        order[*number as usize] = Some(at as u32);
    }
    let mut extra: HashMap<u32, &str> = added.iter().map(|(text, number)| (*number, &**text)).collect();
    let mut strings = Strings::default();
    for (number, at) in order.iter().enumerate() {
        match (at, extra.remove(&(number as u32))) {
            (Some(at), _) => strings.push(texts.get(*at)),
            (None, Some(text)) => strings.push(text.as_bytes()),
            (None, None) => strings.push(b""),
        }
    }
    strings.index();
    Ok(strings)
}

/// What the normalizer and the pre-tokenizer come to.
#[derive(Default)]
struct Shape {
    nfc: bool,
    sentence: bool,
    prefix: bool,
    splits: Vec<Split>,
}

impl Shape {
    fn normalizer(&mut self, said: &Value) -> Result<(), FileProblem> {
        match said["type"].as_str() {
            None if said.is_null() => {}
            Some("NFC") => self.nfc = true,
            Some("Prepend") if said["prepend"] == "▁" => self.prefix = true,
            Some("Replace") if said["pattern"]["String"] == " " && said["content"] == "▁" => {
                self.sentence = true;
            }
            Some("Sequence") => {
                for one in said["normalizers"].as_array().into_iter().flatten() {
                    self.normalizer(one)?;
                }
            }
            _ => return refused("normalizer"),
        }
        Ok(())
    }

    fn pre_tokenizer(&mut self, said: &Value) -> Result<(), FileProblem> {
        match said["type"].as_str() {
            None if said.is_null() => {}
            Some("Sequence") => {
                for one in said["pretokenizers"].as_array().into_iter().flatten() {
                    self.pre_tokenizer(one)?;
                }
            }
            Some("ByteLevel") => {
                if said["add_prefix_space"] == true {
                    return refused("add_prefix_space");
                }
                if said["use_regex"] != false {
                    self.splits.push(Split::matches(GPT2)?);
                }
            }
            Some("Split") => {
                let isolated = said["behavior"] == "Isolated" && said["invert"] != true;
                let kept = said["behavior"] == "Removed" && said["invert"] == true;
                let Some(pattern) = said["pattern"]["Regex"].as_str().filter(|_| isolated || kept) else {
                    return refused("pre_tokenizer");
                };
                let ours = pattern == crate::tokenizer::pattern();
                self.splits.push(if ours { Split::Ours } else { Split::matches(pattern)? });
            }
            Some("Digits") => {
                self.splits.push(Split::Digits { each: said["individual_digits"] == true });
            }
            Some("Metaspace") if said["replacement"] == "▁" => {
                self.sentence = true;
                self.prefix = said["prepend_scheme"] != "never" && said["add_prefix_space"] != false;
                if said["split"] != false {
                    self.splits.push(Split::Words);
                }
            }
            _ => return refused("pre_tokenizer"),
        }
        Ok(())
    }
}
