//! Documents: the same number gives the same document, every ability comes up, and a person can read them.
#![expect(clippy::unwrap_used, reason = "test code: a panic is the failure message")]

use std::collections::BTreeMap;
use std::fmt::Write;

use local::corpus::{Document, Family, Format, Lesson, Settings, Split, Task, lexicon};
use terms::Lang;

fn many(n: u64) -> impl Iterator<Item = Document> {
    (0..n).map(|i| Document::draw(&Settings::default(), i))
}

fn readable(document: &Document) -> String {
    let mut out = format!("{:?}, {:?}, difficulty {}\n", document.task, document.lang, document.difficulty);
    if let Some(system) = &document.system {
        writeln!(out, "SYSTEM {system}").unwrap();
    }
    for exchange in &document.exchanges {
        writeln!(out, "USER {}\nANSWER {}", exchange.prompt, exchange.answer).unwrap();
    }
    out
}

#[test]
fn a_number_gives_one_document() {
    let settings = Settings::default();
    for index in [0, 1, 77, u64::from(u32::MAX) + 5] {
        let (a, b) = (Document::draw(&settings, index), Document::draw(&settings, index));
        assert_eq!(readable(&a), readable(&b));
    }
    let other = Settings { seed: 2, ..settings };
    let same = (0..100)
        .filter(|i| readable(&Document::draw(&settings, *i)) == readable(&Document::draw(&other, *i)));
    assert_eq!(same.count(), 0, "another seed, other documents");
}

#[test]
fn lessons_come_in_their_shares_and_are_plain() {
    let mut settings = Settings::default();
    settings.lessons[Lesson::Opinion as usize] = 0.6;
    settings.lessons[Lesson::Kind as usize] = 0.1;
    let documents: Vec<Document> = (0..4000).map(|i| Document::draw(&settings, i)).collect();
    let share = |tasks: &[Task]| {
        documents.iter().filter(|d| tasks.contains(&d.task)).count() as f64 / documents.len() as f64
    };
    // the lessons, and what the usual mixture has of these tasks in the remaining 0.3
    let (opinions, kinds) =
        (share(&[Task::Sentiment, Task::Satisfied]), share(&[Task::Belongs, Task::Odd, Task::Category]));
    assert!((0.57..0.68).contains(&opinions), "{opinions}");
    assert!((0.09..0.19).contains(&kinds), "{kinds}");
    let exam = Settings { split: Split::Exam, ..Settings::default() };
    for lesson in Lesson::ALL {
        for index in 0..60 {
            let document = Document::plain(&exam, lesson, index);
            assert_eq!((document.shots, document.spec.format.clone()), (0, Format::Bare), "{lesson:?}");
            assert!(document.difficulty < 3 && document.stated.task && document.stated.format == 3);
            let known = document.spec.labels.as_ref().map_or(0, |l| l.classes.len());
            assert!(lesson != Lesson::Binding || (2..=4).contains(&known), "{known} arbitrary labels");
        }
    }
}

/// To be read by a person who knows both languages whenever it changes: grammar, agreement, elision, sense.
#[test]
fn documents_read_well() {
    let settings = Settings { seed: 2026, drills: 0.1, ..Settings::default() };
    let mut seen = Vec::new();
    let mut page = String::new();
    for index in 0..4000 {
        let document = Document::draw(&settings, index);
        let kind = (document.task, document.lang);
        if seen.contains(&kind) || document.len() > 420 {
            continue;
        }
        seen.push(kind);
        writeln!(page, "--- {index}: {}", readable(&document)).unwrap();
    }
    assert_eq!(seen.len(), 2 * Task::ALL.len(), "every task in both languages has a short document");
    insta::assert_snapshot!("documents", page);
}

#[test]
fn every_task_language_and_format_comes_up() {
    let mut tasks: BTreeMap<String, u32> = BTreeMap::new();
    let mut formats: BTreeMap<&str, u32> = BTreeMap::new();
    let (mut french, n) = (0u32, 6000);
    for document in many(n) {
        *tasks.entry(format!("{:?}", document.task)).or_default() += 1;
        french += u32::from(document.lang == Lang::Fr);
        let format = match document.spec.format {
            Format::Bare => "bare",
            Format::Sentence => "sentence",
            Format::Prefix(_) => "prefix",
            Format::Tag(_) => "tag",
            Format::Json(_) => "json",
            Format::Upper => "upper",
            Format::Quoted => "quoted",
            Format::Bracket => "bracket",
        };
        *formats.entry(format).or_default() += 1;
    }
    assert_eq!(tasks.len(), Task::ALL.len());
    let rare: Vec<_> = tasks.iter().filter(|(_, n)| **n < 12).collect();
    assert!(rare.is_empty(), "{rare:?}");
    assert_eq!(formats.len(), 8);
    assert!(formats.values().all(|n| *n > 100), "{formats:?}");
    assert!((2800..3200).contains(&french), "{french} of {n} are French");
}

#[test]
fn difficulty_is_graded() {
    let mut counts = [0u32; 4];
    many(4000).for_each(|d| counts[usize::from(d.difficulty)] += 1);
    // drawn with weights 30, 30, 25, 15
    for (count, expected) in counts.iter().zip([1200, 1200, 1000, 600]) {
        assert!(count.abs_diff(expected) < 120, "{counts:?}");
    }
    // and it shows: harder texts are longer
    let mean = |level: u8| {
        let lengths: Vec<usize> = many(3000)
            .filter(|d| d.family == Family::Sentiment && d.difficulty == level)
            .map(|d| d.content.text.len())
            .collect();
        lengths.iter().sum::<usize>() as f64 / lengths.len() as f64
    };
    assert!(mean(3) > 1.4 * mean(0), "{} {}", mean(3), mean(0));
}

#[test]
fn examples_and_follow_ups_come_up() {
    let (mut shots, mut turns, mut inline, mut follow) = (0, 0, 0, 0);
    for document in many(3000) {
        let examples = document.exchanges.iter().filter(|e| e.example).count();
        shots += u32::from(document.shots > 0);
        turns += u32::from(examples > 0);
        inline += u32::from(document.exchanges.iter().any(|e| !e.outputs.is_empty()));
        follow += u32::from(document.exchanges.len() > 1 && examples == 0);
        for exchange in &document.exchanges {
            for output in &exchange.outputs {
                let text = &exchange.prompt[output.clone()];
                assert!(text.starts_with(' ') && text.len() > 1, "{text:?} in {}", exchange.prompt);
            }
        }
        assert!(document.exchanges.iter().any(|e| !e.example));
    }
    assert!(shots > 1000 && turns > 400 && inline > 400 && follow > 400, "{shots} {turns} {inline} {follow}");
}

#[test]
fn a_question_always_says_what_it_asks() {
    for document in many(3000) {
        let ask = &document.content.asks[0];
        // a vague request asks for nothing in particular
        if document.stated.task || document.shots > 0 {
            let said = document.exchanges.iter().any(|e| e.prompt.contains(ask.x.as_str()));
            assert!(ask.x.is_empty() || said, "{}", readable(&document));
        }
        assert!(document.system.as_ref().is_none_or(|s| !s.trim().is_empty()), "{}", readable(&document));
        assert!(document.exchanges.iter().all(|e| !e.answer.is_empty()), "{}", readable(&document));
        assert!(!document.exchanges[0].prompt.trim().is_empty(), "{}", readable(&document));
    }
}

#[test]
fn the_lexicon_is_as_rich_as_promised() {
    let entries = lexicon().entries();
    assert!(entries > 2000, "{entries} entries");
    let plural = |en: &str| {
        lexicon().nouns.iter().find(|n| n.en == en).map(|n| (n.en_plural.clone(), n.fr_plural.clone()))
    };
    for (en, en_plural, fr_plural) in [
        ("knife", "knives", "couteaux"),
        ("cherry", "cherries", "cerises"),
        ("horse", "horses", "chevaux"),
        ("owl", "owls", "hiboux"),
        ("whisk", "whisks", "fouets"),
        ("bus", "buses", "bus"),
        ("brush", "brushes", "brosses"),
    ] {
        assert_eq!(plural(en), Some((en_plural.to_owned(), fr_plural.to_owned())), "{en}");
    }
    let the = |en: &str| {
        lexicon()
            .nouns
            .iter()
            .find(|n| n.en == en)
            .map(|n| [n.the(Lang::Fr), n.of_the(Lang::Fr), n.my(Lang::Fr)])
    };
    assert_eq!(the("screen"), Some(["l'écran", "de l'écran", "mon écran"].map(str::to_owned)));
    assert_eq!(the("axe"), Some(["la hache", "de la hache", "ma hache"].map(str::to_owned)));
    assert_eq!(the("sofa"), Some(["le canapé", "du canapé", "mon canapé"].map(str::to_owned)));
    assert_eq!(the("wardrobe"), Some(["l'armoire", "de l'armoire", "mon armoire"].map(str::to_owned)));
    assert_eq!(the("yoghurt"), Some(["le yaourt", "du yaourt", "mon yaourt"].map(str::to_owned)));
}
