//! Token counts by JSON pointer: one walk over the bytes of a reply, keeping the numbers the vendor's row points
//! at and building nothing else.

use std::fmt;

use std::sync::Arc;

use memchr::memmem;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use terms::Usage;

use crate::UsagePointers;

/// Pointers that are looked for together; bits of the set of those still alive.
const MOST: usize = 32;

/// A row's pointers, made ready once for all the answers of a target.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    paths: Vec<Vec<String>>,
    /// The first segments as members are written, to tell a document without counts at a glance.
    roots: Vec<memmem::Finder<'static>>,
    /// Which of `paths` each count is the sum of.
    input: Vec<usize>,
    output: Vec<usize>,
    cached: Vec<usize>,
    cache_write: Vec<usize>,
    reasoning: Vec<usize>,
}

impl Counts {
    pub(crate) fn new(pointers: &UsagePointers) -> Counts {
        let mut paths: Vec<Vec<String>> = Vec::new();
        let mut index = |list: &[String]| -> Vec<usize> {
            let mut out = Vec::with_capacity(list.len());
            for pointer in list {
                let path = segments(pointer);
                match paths.iter().position(|p| *p == path) {
                    Some(at) => out.push(at),
                    None if paths.len() < MOST => {
                        out.push(paths.len());
                        paths.push(path);
                    }
                    None => {}
                }
            }
            out
        };
        let input = index(&pointers.input);
        let output = index(&pointers.output);
        let cached = index(&pointers.cached);
        let cache_write = index(&pointers.cache_write);
        let reasoning = index(&pointers.reasoning);
        let mut names: Vec<&str> = paths.iter().filter_map(|p| p.first()).map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        let finder = |name: &&str| memmem::Finder::new(format!("\"{name}\"").as_bytes()).into_owned();
        let roots = names.iter().map(finder).collect();
        Counts { paths, roots, input, output, cached, cache_write, reasoning }
    }

    /// Whether some root is there with something in it: streamed chunks carry `"usage":null` until the last one.
    fn may_hold(&self, json: &[u8]) -> bool {
        self.roots.iter().any(|root| {
            root.find_iter(json).any(|at| {
                let after = json[at + root.needle().len()..].trim_ascii_start();
                after.strip_prefix(b":").is_some_and(|value| !value.trim_ascii_start().starts_with(b"null"))
            })
        })
    }
}

/// Reads and adds up the token counts of one answer. A later number under a pointer replaces an earlier one
/// (streamed counts are running totals).
#[derive(Clone, Debug)]
pub(crate) struct Meter {
    counts: Arc<Counts>,
    values: [Option<u64>; MOST],
}

impl Meter {
    pub(crate) fn new(counts: &Arc<Counts>) -> Meter {
        Meter { counts: Arc::clone(counts), values: [None; MOST] }
    }

    /// Walks one JSON document; what is not JSON is left for the decoder to complain about.
    pub(crate) fn read(&mut self, json: &[u8]) {
        self.read_under(json, None);
    }

    /// The same, with the reply under a member of the document (`message` of Anthropic's first event).
    pub(crate) fn read_under(&mut self, json: &[u8], member: Option<&str>) {
        if !self.counts.may_hold(json) {
            return;
        }
        let alive = u32::MAX.checked_shr((MOST - self.counts.paths.len()) as u32).unwrap_or(0);
        let mut deserializer = serde_json::Deserializer::from_slice(json);
        let walk = Walk { paths: &self.counts.paths, values: &mut self.values, alive, depth: 0, member };
        // a partly walked document keeps the numbers already met
        let _ = walk.deserialize(&mut deserializer);
    }

    /// The counts; `None` until both an input and an output were met.
    pub(crate) fn usage(&self) -> Option<Usage> {
        let sum = |list: &[usize]| {
            let mut met = list.iter().filter_map(|&i| self.values[i]).peekable();
            met.peek().is_some().then(|| met.fold(0, u64::saturating_add))
        };
        Some(Usage {
            input: sum(&self.counts.input)?,
            output: sum(&self.counts.output)?,
            cached: sum(&self.counts.cached).unwrap_or(0),
            cache_write: sum(&self.counts.cache_write).unwrap_or(0),
            reasoning: sum(&self.counts.reasoning).unwrap_or(0),
        })
    }
}

/// RFC 6901, `~1` and `~0` read.
fn segments(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|s| s.replace("~1", "/").replace("~0", "~")).collect()
}

struct Walk<'a> {
    paths: &'a [Vec<String>],
    values: &'a mut [Option<u64>],
    alive: u32,
    depth: usize,
    member: Option<&'a str>,
}

impl Walk<'_> {
    fn bits(mut alive: u32) -> impl Iterator<Item = usize> {
        std::iter::from_fn(move || {
            let next = (alive != 0).then_some(alive.trailing_zeros() as usize)?;
            alive &= alive - 1;
            Some(next)
        })
    }

    fn found(self, value: u64) {
        for i in Walk::bits(self.alive) {
            if self.paths[i].len() == self.depth && self.member.is_none() {
                self.values[i] = Some(value);
            }
        }
    }

    fn matching(&self, key: &str) -> u32 {
        let mut out = 0;
        for i in Walk::bits(self.alive) {
            if self.paths[i].get(self.depth).is_some_and(|segment| segment == key) {
                out |= 1 << i;
            }
        }
        out
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.found(value);
        Ok(())
    }
    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        // some vendors write whole numbers as 12.0
        if value.fract() == 0.0 && (0.0..9e15).contains(&value) {
            self.found(value as u64);
        }
        Ok(())
    }
    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        loop {
            let next = match self.member {
                Some(member) => map.next_key_seed(Key(|k: &str| if k == member { self.alive } else { 0 }))?,
                None => map.next_key_seed(Key(|k: &str| self.matching(k)))?,
            };
            match next {
                None => return Ok(()),
                Some(0) => {
                    map.next_value::<IgnoredAny>()?;
                }
                Some(alive) => {
                    let depth = if self.member.is_some() { 0 } else { self.depth + 1 };
                    map.next_value_seed(Walk {
                        paths: self.paths,
                        values: &mut *self.values,
                        alive,
                        depth,
                        member: None,
                    })?;
                }
            }
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        for index in 0usize.. {
            let alive = if self.member.is_some() { 0 } else { self.matching(&index.to_string()) };
            let more = if alive == 0 {
                seq.next_element::<IgnoredAny>()?.is_some()
            } else {
                let depth = self.depth + 1;
                seq.next_element_seed(Walk {
                    paths: self.paths,
                    values: &mut *self.values,
                    alive,
                    depth,
                    member: None,
                })?
                .is_some()
            };
            if !more {
                break;
            }
        }
        Ok(())
    }
}

/// A member's name, judged without being kept.
struct Key<F>(F);

impl<'de, F: Fn(&str) -> u32> DeserializeSeed<'de> for Key<F> {
    type Value = u32;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<u32, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<F: Fn(&str) -> u32> Visitor<'_> for Key<F> {
    type Value = u32;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }
    fn visit_str<E: Error>(self, key: &str) -> Result<u32, E> {
        Ok((self.0)(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointers(input: &[&str], output: &[&str], cached: &[&str]) -> UsagePointers {
        let list = |l: &[&str]| l.iter().map(|s| (*s).to_owned()).collect();
        UsagePointers { input: list(input), output: list(output), cached: list(cached), ..Default::default() }
    }

    fn check(p: &UsagePointers, json: &str, expect: Option<(u64, u64, u64)>) {
        let mut meter = Meter::new(&Arc::new(Counts::new(p)));
        meter.read(json.as_bytes());
        assert_eq!(meter.usage().map(|u| (u.input, u.output, u.cached)), expect, "{json}");
    }

    #[test]
    fn numbers_are_found_where_the_row_points() {
        let p = pointers(&["/meta/tokens/in", "/meta/tokens/more"], &["/out/0"], &["/a~1b"]);
        check(
            &p,
            r#"{"a/b":3,"meta":{"x":[1,{}],"tokens":{"in":5,"more":7}},"out":[9,8]}"#,
            Some((12, 9, 3)),
        );
        check(&p, r#"{"meta":{"tokens":{"in":5.0,"more":null}},"out":[9]}"#, Some((5, 9, 0)));
    }

    #[test]
    fn what_is_not_a_count_is_not_counted() {
        let p = pointers(&["/i"], &["/o"], &["/c"]);
        check(&p, r#"{"i":-1,"o":2}"#, None);
        check(&p, r#"{"i":1.5,"o":2}"#, None);
        check(&p, r#"{"i":"1","o":2}"#, None);
        check(&p, r#"{"i":{"i":1},"o":2}"#, None);
        check(&p, r#"{"i":1}"#, None);
        check(&p, "not json", None);
        check(&p, r#"{"i":1,"o":2,"c":[3]}"#, Some((1, 2, 0)));
    }

    #[test]
    fn running_totals_replace_one_another() {
        let mut meter = Meter::new(&Arc::new(Counts::new(&pointers(&["/u/i"], &["/u/o"], &[]))));
        meter.read_under(br#"{"type":"start","message":{"u":{"i":10,"o":1}}}"#, Some("message"));
        assert_eq!(meter.usage().map(|u| (u.input, u.output)), Some((10, 1)));
        meter.read(br#"{"u":{"o":42}}"#);
        assert_eq!(meter.usage().map(|u| (u.input, u.output)), Some((10, 42)));
    }

    #[test]
    fn thirty_two_pointers_are_kept_and_no_more() {
        let many: Vec<String> = (0..40).map(|i| format!("/u/{i}")).collect();
        let p = UsagePointers { input: many, output: vec!["/u/0".into()], ..Default::default() };
        let members: Vec<String> = (0..40).map(|i| format!("\"{i}\":1")).collect();
        check(&p, &format!("{{\"u\" : {{{}}}}}", members.join(",")), Some((32, 1, 0)));
    }

    #[test]
    fn deep_nests_neither_overflow_nor_count() {
        let deep = format!("{}1{}", "[".repeat(200_000), "]".repeat(200_000));
        check(&pointers(&["/i"], &["/o"], &[]), &deep, None);
        let p = pointers(&["/0/0/0/0"], &["/0"], &[]);
        check(&p, &deep, None);
    }
}
