//! Texts a model, a vendor or a file may hold change nothing but text, whoever reads the export.
#![expect(clippy::unwrap_used, reason = "an export that cannot be read fails the test")]

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use quick_xml::XmlVersion;
use quick_xml::events::Event as Xml;
use report::terminal::{Style, Terminal};
use report::{by_name, visible};
use scraper::Html;
use terms::evaluation::{Evaluation, Trial};
use terms::{Lang, Message, Outcome, Score};

use crate::fixture::{evaluation, trials, write};
use crate::page::{data, page, select};
use crate::terminal::without_colours;

fn texts() -> Vec<String> {
    [
        "<script>alert(1)</script>",
        "</script><img src=x onerror=alert(1)>",
        "<!--<script>",
        "\" onmouseover=\"alert(1)\" x='",
        "]]><![CDATA[ &lt; &#0; -->",
        "\u{1b}[2J\u{1b}]0;title\u{7}\u{9b}31m",
        "\u{202e}txt.exe\u{2066}\u{200b}\u{feff}\u{e0041}",
        "nul \0 and \u{1} \u{b} \u{1f} \u{7f} \u{fffe} \u{ffff}",
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(A1:A9)",
        "\t=1+1",
        "\r\n::error file=x::forged\r::warning::y%0A::notice::z",
        "a | b `c` **d** _e_ ~~f~~ [g](javascript:alert(1)) ![h](https://x.test/i.png) <b>j</b>",
        "@everyone see #1 and https://evil.test www.evil.test :bomb: $x$ me@evil.test",
        "# title\n- item\n1. one\n> quote\n```\ncode\n```\n| a | b |\n|---|---|",
        "    four spaces\n\n---\n===",
        "{{ x }} {0} {1} { $name } %s {search}",
        "line\u{2028}and\u{2029}paragraph",
        "e\u{301} 👩‍👩‍👧 漢字 می‌خواهم \u{200f}عربي",
    ]
    .map(str::to_owned)
    .into()
}

/// A failing trial and an evaluation that hold this text wherever somebody else's text can be.
fn poisoned(text: &str) -> (Evaluation, Vec<Trial>) {
    let mut evaluation = evaluation();
    let reason = Message::new("cli-hint").with("hint", text);
    for arm in &mut evaluation.arms {
        if !arm.bare {
            arm.prompt = text.to_owned();
        }
        arm.variant = Some(text.to_owned());
        arm.model = format!("vendor/{text}");
        arm.metrics[0].name = text.to_owned();
    }
    for flaw in &mut evaluation.flaws {
        (flaw.check, flaw.example) = (text.to_owned(), reason.clone());
        flaw.cases = vec![text.to_owned(); flaw.cases.len()];
    }
    evaluation.notes = vec![reason.clone()];
    evaluation.run = text.to_owned();
    let mut trials = trials();
    for trial in &mut trials {
        trial.case_id = text.to_owned();
        trial.expect = Some(text.to_owned());
        trial.text = trial.text.as_ref().map(|_| text.to_owned());
        trial.error = trial.error.as_ref().map(|_| reason.clone());
        for score in &mut trial.scores {
            score.check = text.to_owned();
            score.reason = score.reason.as_ref().map(|_| reason.clone());
        }
    }
    (evaluation, trials)
}

/// Element and attribute names in document order: what text must not change.
fn skeleton(document: &Html) -> Vec<String> {
    let name = |e: scraper::ElementRef<'_>| {
        let mut names: Vec<&str> = e.value().attrs().map(|(name, _)| name).collect();
        names.sort_unstable();
        format!("{} {}", e.value().name(), names.join(" "))
    };
    select(document, "*").into_iter().map(name).collect()
}

#[test]
fn the_page_keeps_its_structure_and_the_text_its_characters() {
    let (evaluation, trials) = poisoned("harmless");
    let calm = skeleton(&Html::parse_document(&write(page(), Lang::En, &evaluation, &trials)));
    for text in texts() {
        let (evaluation, trials) = poisoned(&text);
        let document = Html::parse_document(&write(page(), Lang::En, &evaluation, &trials));
        assert_eq!(skeleton(&document), calm, "{text:.80?}");
        let rows = data(&document, "data");
        for (row, trial) in rows.as_array().unwrap().iter().zip(&trials) {
            assert_eq!((row[1].as_str(), row[7].as_str()), (Some(&*text), Some(&*text)));
            assert_eq!(row[6].as_str(), trial.text.as_deref());
        }
        let shown: String = select(&document, "main")[0].text().collect();
        let hidden = shown
            .chars()
            .find(|c| !matches!(c, '\n' | '\t') && visible::lines(&c.to_string()) != c.to_string());
        assert_eq!(hidden, None, "{text:.80?}");
    }
}

/// Events of an XML document without its text, and every text of its failures and errors.
fn xml(text: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let (mut shape, mut names, mut bodies, mut body) = (Vec::new(), Vec::new(), Vec::new(), None);
    loop {
        match reader.read_event().unwrap() {
            Xml::Start(e) | Xml::Empty(e) => {
                let name = e.name().as_ref().to_owned();
                let mut all = name.clone();
                for attribute in e.attributes() {
                    let attribute = attribute.unwrap();
                    all.push(' ');
                    all.push_str(attribute.key.as_ref());
                    if name == "testcase" && attribute.key.as_ref() == "name" {
                        names.push(attribute.normalized_value(XmlVersion::Explicit1_0).unwrap().into_owned());
                    }
                }
                shape.push(all);
                if ["failure", "error", "skipped"].contains(&name.as_str()) {
                    body = Some(String::new());
                }
            }
            Xml::Text(t) => {
                if let Some(body) = &mut body {
                    body.push_str(&t);
                }
            }
            Xml::GeneralRef(r) => {
                if let Some(body) = &mut body {
                    let c = match r.resolve_char_ref().unwrap() {
                        Some(c) => c.to_string(),
                        None => quick_xml::escape::resolve_predefined_entity(&r).unwrap().to_owned(),
                    };
                    body.push_str(&c);
                }
            }
            Xml::End(e) => {
                if let ("failure" | "error" | "skipped", Some(body)) = (e.name().as_ref(), body.take()) {
                    bodies.push(body);
                }
            }
            Xml::Eof => return (shape, names, bodies),
            other => assert!(matches!(other, Xml::Decl(_)), "{other:?}"),
        }
    }
}

/// What XML 1.0 can hold of a text: what it forbids is shown as a sign.
fn in_xml(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' => out.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push_str(&visible::lines(&c.to_string())),
            c => out.push(c),
        }
    }
    out
}

#[test]
fn junit_is_valid_and_holds_the_text() {
    let (evaluation, trials) = poisoned("harmless");
    let calm = xml(&write(by_name("junit").unwrap(), Lang::En, &evaluation, &trials)).0;
    for text in texts() {
        let (evaluation, trials) = poisoned(&text);
        let (shape, names, bodies) = xml(&write(by_name("junit").unwrap(), Lang::En, &evaluation, &trials));
        assert_eq!(shape, calm, "{text:.80?}");
        assert!(names.iter().all(|name| *name == in_xml(&text)), "{text:.80?}");
        assert!(bodies.len() > 3);
        for body in bodies {
            assert!(
                body.contains(&format!("expected: {}", in_xml(&text))),
                "{text:.80?} not in {body:.300?}"
            );
        }
    }
}

#[test]
fn csv_holds_the_text_and_no_formula() {
    for text in texts() {
        let (evaluation, trials) = poisoned(&text);
        let written = write(by_name("csv").unwrap(), Lang::En, &evaluation, &trials);
        let mut reader = csv::Reader::from_reader(written.as_bytes());
        let header = reader.headers().unwrap().clone();
        let column = |name: &str| header.iter().position(|h| h == name).unwrap();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), trials.len());
        for (row, trial) in rows.iter().zip(&trials) {
            for cell in row {
                let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
                assert!(!formula, "{cell:.80?}");
            }
            let expected = &row[column("expected")];
            assert!(expected == text || expected == format!("'{text}"), "{expected:.80?}");
            let answer = row[column("answer")].to_owned();
            let original = trial.text.clone().unwrap_or_default();
            assert!(answer == original || answer == format!("'{original}"), "{answer:.80?}");
        }
    }
}

#[test]
fn markdown_stays_text() {
    let gfm = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM;
    let shape = |text: &str| -> (Vec<String>, String) {
        let (mut shape, mut said) = (Vec::new(), String::new());
        for event in Parser::new_ext(text, gfm) {
            match event {
                Event::Text(t) => said.push_str(&t),
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => panic!("a link in {text:.300}"),
                Event::SoftBreak => said.push(' '),
                Event::Html(h) | Event::InlineHtml(h) => {
                    assert!(
                        ["<details><summary>", "</summary>", "</details>", "<br>"]
                            .iter()
                            .any(|known| h.contains(known)),
                        "HTML {h:?}"
                    );
                    // its text is in the event when the parser takes the block as a whole
                    shape.push("html".to_owned());
                }
                other => shape.push(format!("{:?}", std::mem::discriminant(&other))),
            }
        }
        (shape, said)
    };
    let markdown = by_name("markdown").unwrap();
    let (evaluation, trials) = poisoned("harmless");
    let calm = shape(&write(markdown, Lang::En, &evaluation, &trials)).0;
    for text in texts() {
        let (evaluation, trials) = poisoned(&text);
        let written = write(markdown, Lang::En, &evaluation, &trials);
        let (found, said) = shape(&written);
        assert_eq!(found, calm, "{text:.80?} in\n{written:.3000}");
        // after the hint's own words comes the text as it was, the first characters of it
        let start: String = visible::one_line(&text).trim().chars().take(60).collect();
        let plain = |t: &str| t.replace('\u{200b}', "").split_whitespace().collect::<String>();
        assert!(plain(&said).contains(&plain(&start)), "{start:?} not in {said:.2000}");
        for line in written.lines() {
            assert!(!line.contains("@e") && !line.contains("@S"), "a mention in {line:.300}");
        }
    }
}

#[test]
fn annotations_stay_one_command_a_line() {
    let exporter = by_name("annotations").unwrap();
    let (evaluation, trials) = poisoned("harmless");
    let calm = write(exporter, Lang::En, &evaluation, &trials).lines().count();
    for text in texts() {
        let (evaluation, trials) = poisoned(&text);
        let written = write(exporter, Lang::En, &evaluation, &trials);
        assert!(!written.contains('\r'));
        assert_eq!(written.lines().count(), calm, "{text:.80?}");
        for line in written.lines() {
            // as the runner reads it: command, properties up to the next ::, message
            let rest = line.strip_prefix("::").unwrap();
            let (command, message) = rest.split_once("::").unwrap();
            let (level, properties) = command.split_once(' ').unwrap();
            assert!(["error", "warning"].contains(&level), "{level}");
            let properties: Vec<(&str, &str)> =
                properties.split(',').map(|p| p.split_once('=').unwrap()).collect();
            let names: Vec<&str> = properties.iter().map(|(name, _)| *name).collect();
            assert_eq!(names, ["file", "title"]);
            let unescaped = |t: &str| {
                t.replace("%0A", "\n")
                    .replace("%0D", "\r")
                    .replace("%3A", ":")
                    .replace("%2C", ",")
                    .replace("%25", "%")
            };
            assert_eq!(unescaped(properties[0].1), text);
            assert!(unescaped(message).contains(&visible::excerpt(&text, 200)), "{message:.300}");
        }
    }
}

#[test]
fn the_terminal_gets_no_control_character_but_ours() {
    for text in texts() {
        let (evaluation, _) = poisoned(&text);
        for style in [Style::Plain, Style::Ansi] {
            let written = write(&Terminal { width: 100, style }, Lang::En, &evaluation, &[]);
            let plain = without_colours(&written);
            let hidden =
                plain.chars().find(|c| *c != '\n' && visible::one_line(&c.to_string()) != c.to_string());
            assert_eq!(hidden, None, "{text:.80?}");
        }
    }
}

#[test]
fn json_keeps_everything() {
    for text in texts() {
        let (evaluation, _) = poisoned(&text);
        let written = write(by_name("json").unwrap(), Lang::Fr, &evaluation, &[]);
        assert_eq!(serde_json::from_str::<Evaluation>(&written).unwrap(), evaluation);
    }
}

fn failing(text: String) -> Vec<Trial> {
    let mut trial = trials().remove(0);
    trial.case_id = "7".to_owned();
    trial.text = Some(text);
    let reason = Some(Message::new("report-spent-nothing"));
    trial.scores = vec![Score {
        check: "label".to_owned(),
        outcome: Outcome::Fail,
        value: Some(0.0),
        weight: 1.0,
        reason,
    }];
    vec![trial]
}

#[test]
fn a_megabyte_on_one_line_passes_whole() {
    let text = format!("{} <end>", "é".repeat(500_000));
    let (evaluation, trials) = (evaluation(), failing(text.clone()));
    let document = Html::parse_document(&write(page(), Lang::En, &evaluation, &trials));
    assert!(data(&document, "data")[0][6].as_str() == Some(&*text));
    let bodies = xml(&write(by_name("junit").unwrap(), Lang::En, &evaluation, &trials)).2;
    assert!(bodies[0].contains(&text));
    let written = write(by_name("csv").unwrap(), Lang::En, &evaluation, &trials);
    let row = csv::Reader::from_reader(written.as_bytes()).into_records().next().unwrap().unwrap();
    assert!(row[10] == text);
    // people read annotations: an excerpt there
    assert!(write(by_name("annotations").unwrap(), Lang::En, &evaluation, &trials).len() < 2000);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn any_answer_survives_the_trip(text in any::<String>()) {
        let (evaluation, trials) = (evaluation(), failing(text.clone()));
        let document = Html::parse_document(&write(page(), Lang::En, &evaluation, &trials));
        let rows = data(&document, "data");
        prop_assert_eq!(rows[0][6].as_str(), Some(&*text));
        let bodies = xml(&write(by_name("junit").unwrap(), Lang::En, &evaluation, &trials)).2;
        let expected = format!("answer: {}\n", in_xml(&text));
        prop_assert!(bodies[0].ends_with(&expected));
        let written = write(by_name("csv").unwrap(), Lang::En, &evaluation, &trials);
        let row = csv::Reader::from_reader(written.as_bytes()).into_records().next().unwrap().unwrap();
        prop_assert_eq!(row[10].strip_prefix('\'').unwrap_or(&row[10]), text.strip_prefix('\'').unwrap_or(&text));
        let written = write(by_name("annotations").unwrap(), Lang::En, &evaluation, &trials);
        prop_assert_eq!(written.lines().count(), 1);
    }
}
