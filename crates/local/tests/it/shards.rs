//! Shards and examinations: what the trainer reads is what the documents say.
#![expect(clippy::unwrap_used, reason = "test code: a panic is the failure message")]

use std::collections::BTreeMap;

use local::corpus::{Case, Document, Level, Settings, Task, cases};
use local::shard::{MAGIC, Part, Shard};
use local::tokenizer::{ASSISTANT, END, SYSTEM, Tokenizer, USER};

fn tokenizer() -> Tokenizer {
    Tokenizer::from_json(include_str!("../../../../training/tokenizer.json")).unwrap()
}

/// A document of a shard, as the trainer's reader finds it.
struct Read {
    about: [u8; 5],
    tokens: Vec<u16>,
    parts: Vec<u8>,
}

/// A second reader, from the description of the format alone.
fn read(bytes: &[u8]) -> Vec<Read> {
    assert_eq!(&bytes[..8], MAGIC);
    let word = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    let (documents, tokens) = (word(8), word(12));
    let first = 16 + 12 * documents;
    assert_eq!(bytes.len(), first + 3 * tokens);
    (0..documents)
        .map(|n| {
            let row = 16 + 12 * n;
            let (start, length) =
                (word(row), usize::from(u16::from_le_bytes([bytes[row + 4], bytes[row + 5]])));
            let token = |i: usize| u16::from_le_bytes([bytes[first + 2 * i], bytes[first + 2 * i + 1]]);
            let parts = first + 2 * tokens;
            Read {
                about: bytes[row + 6..row + 11].try_into().unwrap(),
                tokens: (start..start + length).map(token).collect(),
                parts: bytes[parts + start..parts + start + length].to_vec(),
            }
        })
        .collect()
}

#[test]
fn a_shard_holds_its_documents() {
    let tokenizer = tokenizer();
    let mut shard = Shard::new(&tokenizer, 100_000);
    let settings = Settings { seed: 3, ..Settings::default() };
    shard.draw(&settings, 2, 150);
    let read = read(&shard.bytes());
    assert_eq!(read.len(), 150);
    for (n, found) in read.iter().enumerate() {
        let document = Document::draw(&settings, 300 + n as u64);
        let mut expected = String::new();
        let mark = |out: &mut String, name: &str| out.push_str(name);
        if let Some(system) = &document.system {
            mark(&mut expected, "\u{1}S");
            expected.push_str(system);
        }
        for e in &document.exchanges {
            expected.push_str(&format!("\u{1}U{}\u{1}A {}\u{1}E", e.prompt, e.answer));
        }
        // texts between marks, decoded apart
        let mut said = String::new();
        let mut run = Vec::new();
        for token in &found.tokens {
            let name = match *token {
                SYSTEM => "\u{1}S",
                USER => "\u{1}U",
                ASSISTANT => "\u{1}A",
                END => "\u{1}E",
                other => {
                    run.push(other);
                    continue;
                }
            };
            said.push_str(&tokenizer.decode(&std::mem::take(&mut run)));
            said.push_str(name);
        }
        assert_eq!(said, expected);
        // the last answer, with its space and its end mark, is what counts most
        let kind =
            if document.exchanges.last().unwrap().example { Part::Example } else { Part::Answer } as u8;
        let tail = found.parts.iter().rev().take_while(|p| **p == kind).count();
        let answer: Vec<u16> = found.tokens[found.tokens.len() - tail..found.tokens.len() - 1].to_vec();
        assert_eq!(tokenizer.decode(&answer), format!(" {}", document.exchanges.last().unwrap().answer));
        let task = Task::ALL.iter().position(|t| *t == document.task).unwrap();
        assert_eq!(
            found.about,
            [
                task as u8,
                u8::from(document.lang == terms::Lang::Fr),
                document.difficulty,
                document.shots as u8,
                255
            ]
        );
    }
}

#[test]
fn outputs_of_examples_are_marked() {
    let tokenizer = tokenizer();
    let settings = Settings { seed: 5, ..Settings::default() };
    let mut seen = 0;
    for index in 0..400 {
        let document = Document::draw(&settings, index);
        let outputs: Vec<String> = document
            .exchanges
            .iter()
            .flat_map(|e| e.outputs.iter().map(|o| e.prompt[o.clone()].to_owned()))
            .collect();
        if outputs.is_empty() {
            continue;
        }
        seen += 1;
        let mut shard = Shard::new(&tokenizer, 100_000);
        assert!(shard.add(&document));
        let found = &read(&shard.bytes())[0];
        let marked: Vec<u16> = found
            .tokens
            .iter()
            .zip(&found.parts)
            .filter(|(_, p)| **p == Part::Example as u8)
            .map(|(t, _)| *t)
            .collect();
        assert_eq!(tokenizer.decode(&marked), outputs.concat());
        // cutting a prompt at its outputs does not change its tokens
        let whole = tokenizer.encode(&document.exchanges.last().unwrap().prompt);
        let at = found.tokens.iter().position(|t| *t == USER).unwrap() + 1;
        assert_eq!(found.tokens[at..at + whole.len()], whole);
    }
    assert!(seen > 30, "{seen}");
}

#[test]
fn long_documents_are_left_out_and_leave_nothing_behind() {
    let tokenizer = tokenizer();
    let (mut all, mut short) = (Shard::new(&tokenizer, 100_000), Shard::new(&tokenizer, 64));
    let settings = Settings::default();
    all.draw(&settings, 0, 200);
    short.draw(&settings, 0, 200);
    let kept: Vec<_> =
        read(&all.bytes()).into_iter().filter(|d| d.tokens.len() <= 64).map(|d| d.tokens).collect();
    let found: Vec<_> = read(&short.bytes()).into_iter().map(|d| d.tokens).collect();
    assert!(found.len() < 200 && found.len() > 10);
    assert_eq!(found, kept);
}

#[test]
fn most_documents_fit_the_context() {
    let tokenizer = tokenizer();
    let mut shard = Shard::new(&tokenizer, 512);
    shard.draw(&Settings { drills: 0.6, ..Settings::default() }, 0, 1000);
    shard.draw(&Settings::default(), 0, 1000);
    assert!(shard.len().0 > 980, "{:?}", shard.len());
}

#[test]
fn an_examination_is_balanced_and_climbs() {
    let tasks = [Task::Sentiment, Task::Total, Task::Count, Task::Record];
    let all: Vec<Case> = cases(7, &tasks, &[0, 2], 2240).collect();
    let again: Vec<Case> = cases(7, &tasks, &[0, 2], 10).collect();
    assert_eq!(again[9].messages, all[9].messages);
    let mut counts: BTreeMap<(Level, usize), u32> = BTreeMap::new();
    let mut met: BTreeMap<Level, (u32, u32)> = BTreeMap::new();
    for case in &all {
        *counts.entry((case.level, case.shots.min(1))).or_default() += 1;
        assert_eq!(case.messages.last().unwrap().role, "user");
        if case.shots == 0 {
            let (met, n) = met.entry(case.level).or_default();
            *met += u32::from(case.taught == case.expect);
            *n += 1;
        }
    }
    assert_eq!(counts.len(), 14, "{counts:?}");
    assert!(counts.values().all(|n| (140..=180).contains(n)), "{counts:?}");
    // what the law grants each level: nothing when vague, everything when precise, part of it in between
    let share = |level: Level| met[&level].0 as f64 / met[&level].1 as f64;
    assert_eq!(share(Level::Vague), 0.0);
    let precise = share(Level::Precise);
    assert!(0.7 < precise && precise < 1.0, "{precise}: the longest texts want delimiters too");
    assert_eq!(share(Level::Delimited), 1.0);
    let (named, hinted, formatted) = (share(Level::Named), share(Level::Hinted), share(Level::Formatted));
    assert!(
        0.05 < named && named < hinted && hinted < formatted && formatted < 0.95,
        "{named} {hinted} {formatted}"
    );
    // examples and a firm word on the format show everything but a rule for two opinions
    let firm = [Level::Formatted, Level::Precise, Level::Delimited];
    let shown: Vec<_> =
        all.iter().filter(|c| c.shots > 0 && firm.contains(&c.level) && c.task != Task::Sentiment).collect();
    let other: Vec<_> = shown
        .iter()
        .filter(|c| c.taught != c.expect)
        .map(|c| (c.task, c.level, &c.taught, &c.expect))
        .collect();
    assert!(other.is_empty(), "{other:?}");
    assert!(shown.len() > 300, "{}", shown.len());
}
