//! Compact bytes for scores, messages and replies. Numbers are LEB128; words are numbered (see `words`).

use terms::{Arg, Finish, Message, Outcome, Reply, Score};

/// The bytes are not what this version writes.
#[derive(Debug, PartialEq, Eq)]
pub struct Damaged;

/// Numbers for words, on the way in.
pub trait Number {
    /// What numbering may fail with.
    type Error;
    /// The number of a word, above 0; 0 when it is to be written out.
    fn number(&mut self, word: &str) -> Result<u64, Self::Error>;
}

/// Words for numbers, on the way out.
pub trait Spell {
    /// The word of a number above 0.
    fn spell(&self, number: u64) -> Option<String>;
}

/// Sentences nest (a reason inside a reason); damaged bytes must not exhaust the stack.
const DEEPEST: u32 = 16;

pub fn put_number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

pub fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn put_word<N: Number>(out: &mut Vec<u8>, word: &str, words: &mut N) -> Result<(), N::Error> {
    let number = words.number(word)?;
    put_number(out, number);
    if number == 0 {
        put_bytes(out, word.as_bytes());
    }
    Ok(())
}

/// Reads what the `put` functions wrote.
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader(bytes)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn left(&self) -> usize {
        self.0.len()
    }

    fn byte(&mut self) -> Result<u8, Damaged> {
        let (&first, rest) = self.0.split_first().ok_or(Damaged)?;
        self.0 = rest;
        Ok(first)
    }

    pub fn number(&mut self) -> Result<u64, Damaged> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Damaged)
    }

    pub fn take(&mut self, len: usize) -> Result<&'a [u8], Damaged> {
        let (taken, rest) = self.0.split_at_checked(len).ok_or(Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    pub fn bytes(&mut self) -> Result<&'a [u8], Damaged> {
        let len = usize::try_from(self.number()?).map_err(|_| Damaged)?;
        self.take(len)
    }

    fn text(&mut self) -> Result<String, Damaged> {
        String::from_utf8(self.bytes()?.to_vec()).map_err(|_| Damaged)
    }

    fn float(&mut self) -> Result<f64, Damaged> {
        let bytes = self.take(8)?.try_into().map_err(|_| Damaged)?;
        Ok(f64::from_le_bytes(bytes))
    }

    fn word(&mut self, words: &impl Spell) -> Result<String, Damaged> {
        match self.number()? {
            0 => self.text(),
            number => words.spell(number).ok_or(Damaged),
        }
    }
}

const VALUE: u8 = 4;
const NO_VALUE: u8 = 8;
const WEIGHT: u8 = 16;
const REASON: u8 = 32;

/// The value a check gives when it only says yes or no.
fn usual(outcome: Outcome) -> Option<f64> {
    match outcome {
        Outcome::Pass => Some(1.0),
        Outcome::Fail => Some(0.0),
        Outcome::Unscored => None,
    }
}

/// Two passed checks of weight 1 take five bytes.
pub fn put_scores<N: Number>(out: &mut Vec<u8>, scores: &[Score], words: &mut N) -> Result<(), N::Error> {
    put_number(out, scores.len() as u64);
    for score in scores {
        put_word(out, &score.check, words)?;
        let mut flags = match score.outcome {
            Outcome::Pass => 0,
            Outcome::Fail => 1,
            Outcome::Unscored => 2,
        };
        let same_bits = |a: Option<f64>, b: Option<f64>| a.map(f64::to_bits) == b.map(f64::to_bits);
        if !same_bits(score.value, usual(score.outcome)) {
            flags |= if score.value.is_some() { VALUE } else { NO_VALUE };
        }
        if score.weight.to_bits() != 1f64.to_bits() {
            flags |= WEIGHT;
        }
        if score.reason.is_some() {
            flags |= REASON;
        }
        out.push(flags);
        if let (true, Some(value)) = (flags & VALUE != 0, score.value) {
            out.extend_from_slice(&value.to_le_bytes());
        }
        if flags & WEIGHT != 0 {
            out.extend_from_slice(&score.weight.to_le_bytes());
        }
        if let Some(reason) = &score.reason {
            put_message(out, reason, words)?;
        }
    }
    Ok(())
}

pub fn scores(bytes: &[u8], words: &impl Spell) -> Result<Vec<Score>, Damaged> {
    let mut reader = Reader::new(bytes);
    let count = reader.number()?;
    // a damaged count must not reserve memory
    let mut out = Vec::with_capacity(count.min(16) as usize);
    for _ in 0..count {
        let check = reader.word(words)?;
        let flags = reader.byte()?;
        let outcome = match flags & 3 {
            0 => Outcome::Pass,
            1 => Outcome::Fail,
            2 => Outcome::Unscored,
            _ => return Err(Damaged),
        };
        let value = match flags & (VALUE | NO_VALUE) {
            0 => usual(outcome),
            VALUE => Some(reader.float()?),
            _ => None,
        };
        let weight = if flags & WEIGHT != 0 { reader.float()? } else { 1.0 };
        let reason = if flags & REASON != 0 { Some(nested(&mut reader, words, 0)?) } else { None };
        out.push(Score { check, outcome, value, weight, reason });
    }
    if reader.is_empty() { Ok(out) } else { Err(Damaged) }
}

pub fn put_message<N: Number>(out: &mut Vec<u8>, message: &Message, words: &mut N) -> Result<(), N::Error> {
    put_word(out, &message.key, words)?;
    put_number(out, message.args.len() as u64);
    for (name, arg) in &message.args {
        put_word(out, name, words)?;
        match arg {
            Arg::Int(v) => {
                out.push(0);
                put_number(out, ((v << 1) ^ (v >> 63)) as u64);
            }
            Arg::Float(v) => {
                out.push(1);
                out.extend_from_slice(&v.to_le_bytes());
            }
            Arg::Text(v) => {
                out.push(2);
                put_bytes(out, v.as_bytes());
            }
            Arg::Message(v) => {
                out.push(3);
                put_message(out, v, words)?;
            }
        }
    }
    Ok(())
}

pub fn message(bytes: &[u8], words: &impl Spell) -> Result<Message, Damaged> {
    nested(&mut Reader::new(bytes), words, 0)
}

fn nested(reader: &mut Reader<'_>, words: &impl Spell, depth: u32) -> Result<Message, Damaged> {
    if depth == DEEPEST {
        return Err(Damaged);
    }
    let mut out = Message::new(reader.word(words)?);
    for _ in 0..reader.number()? {
        let name = reader.word(words)?;
        let arg = match reader.byte()? {
            0 => {
                let v = reader.number()?;
                Arg::Int((v >> 1) as i64 ^ -((v & 1) as i64))
            }
            1 => Arg::Float(reader.float()?),
            2 => Arg::Text(reader.text()?),
            3 => Arg::Message(Box::new(nested(reader, words, depth + 1)?)),
            _ => return Err(Damaged),
        };
        out.args.push((name.into(), arg));
    }
    Ok(out)
}

const REFUSAL: u8 = 1;
const MODEL: u8 = 2;
const ID: u8 = 4;
const REST: u8 = 8;

/// A reply without its usage, which is a matter of columns.
pub fn put_reply(out: &mut Vec<u8>, reply: &Reply) {
    let rest = !reply.tool_calls.is_empty() || !reply.logprobs.is_empty();
    let flag = |set: bool, flag: u8| if set { flag } else { 0 };
    let finish = match &reply.finish {
        None => 0,
        Some(Finish::Stop) => 1,
        Some(Finish::Length) => 2,
        Some(Finish::ToolCalls) => 3,
        Some(Finish::Refusal) => 4,
        Some(Finish::ContentFilter) => 5,
        Some(Finish::Other(_)) => 6,
    };
    out.push(
        finish << 4
            | flag(reply.refusal.is_some(), REFUSAL)
            | flag(reply.model.is_some(), MODEL)
            | flag(reply.id.is_some(), ID)
            | flag(rest, REST),
    );
    put_bytes(out, reply.text.as_bytes());
    if let Some(Finish::Other(reason)) = &reply.finish {
        put_bytes(out, reason.as_bytes());
    }
    for text in [&reply.refusal, &reply.model, &reply.id].into_iter().flatten() {
        put_bytes(out, text.as_bytes());
    }
    if rest {
        // plain data always serialises
        let json = serde_json::to_vec(&(&reply.tool_calls, &reply.logprobs)).unwrap_or_default();
        put_bytes(out, &json);
    }
}

pub fn reply(bytes: &[u8]) -> Result<Reply, Damaged> {
    let mut reader = Reader::new(bytes);
    let flags = reader.byte()?;
    let mut reply = Reply { text: reader.text()?, ..Reply::default() };
    reply.finish = match flags >> 4 {
        0 => None,
        1 => Some(Finish::Stop),
        2 => Some(Finish::Length),
        3 => Some(Finish::ToolCalls),
        4 => Some(Finish::Refusal),
        5 => Some(Finish::ContentFilter),
        6 => Some(Finish::Other(reader.text()?)),
        _ => return Err(Damaged),
    };
    let mut optional = |flag: u8| (flags & flag != 0).then(|| reader.text()).transpose();
    reply.refusal = optional(REFUSAL)?;
    reply.model = optional(MODEL)?;
    reply.id = optional(ID)?;
    if flags & REST != 0 {
        let json = reader.bytes()?;
        (reply.tool_calls, reply.logprobs) = serde_json::from_slice(json).map_err(|_| Damaged)?;
    }
    if reader.is_empty() { Ok(reply) } else { Err(Damaged) }
}

#[cfg(test)]
mod tests;
