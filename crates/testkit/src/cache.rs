//! The vendor's prompt cache: which beginnings it has read before.

use std::collections::HashSet;

use crate::ask::Ask;
use crate::config::Cache;
use crate::invoice::Tokens;
use crate::random::{hash, mix};
use crate::script::Endpoint;
use crate::tokens::of_bytes;

/// Beginnings remembered before the memory is emptied; 16 bytes each.
const MOST: usize = 1 << 20;

/// Beginnings already read.
#[derive(Debug, Default)]
pub(crate) struct Prefixes {
    seen: HashSet<u128>,
}

/// The beginnings of one question that the cache looks at, as (bytes, hash), shortest first.
pub(crate) struct Marks {
    marks: Vec<(usize, u128)>,
    /// Whether the vendor writes to its cache only where it is told to, and bills the writing.
    explicit: bool,
}

impl Marks {
    /// The places where a beginning of this question may be kept.
    pub(crate) fn of(cache: &Cache, endpoint: Endpoint, ask: &Ask<'_>) -> Marks {
        let explicit = endpoint == Endpoint::Messages;
        let total = ask.text_len();
        let least = (cache.min_tokens as usize).saturating_mul(4);
        let block = (cache.block_tokens.max(1) as usize).saturating_mul(4);
        let ends: Vec<usize> = match (explicit, ask.cache_mark) {
            (true, Some(end)) if end >= least => vec![end],
            (true, _) => Vec::new(),
            (false, _) if total < least => Vec::new(),
            (false, _) => (least..=total).step_by(block).collect(),
        };
        Marks { marks: hashes(ask, &ends), explicit }
    }
}

/// Hashes of the first `ends` bytes of the messages, whose speakers count too.
fn hashes(ask: &Ask<'_>, ends: &[usize]) -> Vec<(usize, u128)> {
    let mut marks = Vec::with_capacity(ends.len());
    let mut ends = ends.iter().copied().peekable();
    let mut state = (hash(0, ask.model.as_bytes()), hash(1, ask.model.as_bytes()));
    let mut at = 0;
    for turn in &ask.turns {
        state = (mix(state.0, turn.speaker as u64), mix(state.1, turn.speaker as u64 + 7));
        let mut rest = turn.text.as_bytes();
        while let Some(end) = ends.peek().copied().filter(|end| *end <= at + rest.len()) {
            let (part, tail) = rest.split_at(end - at);
            state = (hash(state.0, part), hash(state.1, part));
            marks.push((end, u128::from(state.0) << 64 | u128::from(state.1)));
            (rest, at) = (tail, end);
            ends.next();
        }
        state = (hash(state.0, rest), hash(state.1, rest));
        at += rest.len();
    }
    marks
}

impl Prefixes {
    /// Says what of this question was read before, and remembers the rest.
    pub(crate) fn read(&mut self, marks: &Marks, tokens: &mut Tokens) {
        let Some((longest, _)) = marks.marks.last() else { return };
        let known =
            marks.marks.iter().rev().find(|(_, hash)| self.seen.contains(hash)).map_or(0, |(end, _)| *end);
        tokens.cached = of_bytes(known).min(tokens.input);
        if marks.explicit {
            tokens.cache_write = of_bytes(*longest).min(tokens.input).saturating_sub(tokens.cached);
        }
        if self.seen.len() > MOST {
            self.seen.clear();
        }
        self.seen.extend(marks.marks.iter().map(|(_, hash)| *hash));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::{Speaker, Turn};

    fn ask(texts: &[&str], cache_mark: Option<usize>) -> Ask<'static> {
        let turns =
            texts.iter().map(|t| Turn { speaker: Speaker::User, text: (*t).to_owned().into() }).collect();
        Ask { turns, cache_mark, ..Ask::default() }
    }

    fn read(prefixes: &mut Prefixes, endpoint: Endpoint, ask: &Ask<'_>) -> (u64, u64) {
        let cache = Cache { min_tokens: 10, block_tokens: 5 };
        let mut tokens = Tokens { input: of_bytes(ask.text_len()), ..Tokens::default() };
        prefixes.read(&Marks::of(&cache, endpoint, ask), &mut tokens);
        (tokens.cached, tokens.cache_write)
    }

    #[test]
    fn the_automatic_cache_gives_back_whole_blocks() {
        let mut prefixes = Prefixes::default();
        let system = "s".repeat(68); // 17 tokens
        let mut go = |user: &str| read(&mut prefixes, Endpoint::Chat, &ask(&[&system, user], None)).0;
        assert_eq!(go("première question"), 0);
        // 17 common tokens hold one block of 5 above the least of 10
        assert_eq!(go("une autre question, plus longue que la première"), 15);
        assert_eq!(go("première question"), 20, "the same prompt again: 85 bytes, 4 blocks");
    }

    #[test]
    fn short_prompts_are_not_kept() {
        let mut prefixes = Prefixes::default();
        let short = ask(&["court"], None);
        read(&mut prefixes, Endpoint::Chat, &short);
        assert_eq!(read(&mut prefixes, Endpoint::Chat, &short), (0, 0));
        assert!(prefixes.seen.is_empty());
    }

    #[test]
    fn the_marked_cache_bills_the_writing_then_the_reading() {
        let mut prefixes = Prefixes::default();
        let system = "s".repeat(80);
        let mut go = |user: &str| read(&mut prefixes, Endpoint::Messages, &ask(&[&system, user], Some(80)));
        assert_eq!([go("a"), go("b")], [(0, 20), (20, 0)]);
        let unmarked = ask(&[&system, "a"], None);
        assert_eq!(read(&mut prefixes, Endpoint::Messages, &unmarked), (0, 0));
    }

    #[test]
    fn where_one_message_ends_matters() {
        let mut prefixes = Prefixes::default();
        read(&mut prefixes, Endpoint::Chat, &ask(&[&"a".repeat(60)], None));
        assert_eq!(read(&mut prefixes, Endpoint::Chat, &ask(&["aaaa", &"a".repeat(56)], None)).0, 0);
    }
}
