//! The page of a study: whatever stands in a prompt is shown as text, nothing runs, nothing is fetched, every picture has
//! its table.
#![expect(clippy::unwrap_used, reason = "a page that cannot be read fails the test")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use locale::Locale;
use report::study::{
    Axis, Block, Candidate, Diff, Forest, Heat, Lines, Page, Row, Run, Search, Table, Text, Tone, Verdict,
    Warm, write,
};
use scraper::{Html, Selector};
use sha2::{Digest, Sha256};
use terms::{Lang, Message};

const HOSTILE: &str = "</pre><script>alert(1)</script><img src=x onerror=alert(2)> \u{202e}evil";

fn row(value: f64) -> Row {
    let name = Text::Raw(HOSTILE.to_owned());
    Row {
        name,
        says: Some(Message::new("report-no-score")),
        value,
        low: value - 0.1,
        high: value + 0.1,
        n: 80,
    }
}

fn candidate(parent: Option<usize>, score: Option<f64>, calls: u64) -> Candidate {
    let diff =
        vec![Run::Same(HOSTILE.to_owned()), Run::Removed("old".to_owned()), Run::Added("new".to_owned())];
    Candidate {
        name: "abc".to_owned(),
        parent,
        origin: usize::from(parent.is_some()),
        why: None,
        calls,
        score,
        interval: score.map(|score| (score - 0.1, (score + 0.1).min(1.0))),
        n: 40,
        led: score == Some(0.9),
        diff,
    }
}

fn page() -> Page {
    let title = || Message::new("report-scores");
    let caption = || Message::new("report-html-forest");
    let warm =
        |degree| Warm { text: HOSTILE.to_owned(), degree, says: Some(Message::new("report-no-score")) };
    Page {
        title: title(),
        subject: HOSTILE.to_owned(),
        blocks: vec![
            Block::Verdict(Verdict { tone: Tone::Good, state: title(), says: vec![caption()] }),
            Block::Forest(Forest {
                title: title(),
                caption: caption(),
                axis: Axis::Scores,
                rows: vec![row(0.5), row(0.95)],
            }),
            Block::Forest(Forest {
                title: title(),
                caption: caption(),
                axis: Axis::Differences { margin: 0.05 },
                rows: vec![row(-0.2), row(0.0)],
            }),
            Block::Heat(Heat {
                title: title(),
                caption: caption(),
                runs: vec![warm(None), warm(Some(1.0)), warm(Some(0.0)), warm(Some(-0.3))],
            }),
            Block::Diff(Diff { title: title(), runs: vec![Run::Removed(HOSTILE.to_owned())] }),
            Block::Search(Search {
                title: title(),
                caption: caption(),
                cost: None,
                origins: vec![Message::new("report-bare"), Message::new("report-model")],
                candidates: vec![
                    candidate(None, Some(0.5), 60),
                    candidate(Some(0), Some(0.9), 120),
                    candidate(Some(1), None, 180),
                ],
            }),
            Block::Table(Table {
                title: title(),
                heads: vec![Message::new("report-prompt"), Message::new("report-score")],
                rows: vec![vec![Text::Raw(HOSTILE.to_owned()), Text::Said(caption())]],
            }),
            Block::Lines(Lines { title: title(), lines: vec![caption()], folded: true }),
        ],
        cost: Message::new("report-no-price"),
    }
}

fn html(lang: Lang) -> String {
    let mut out = Vec::new();
    write(&page(), &Locale::new(lang), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn count(document: &Html, selector: &str) -> usize {
    document.select(&Selector::parse(selector).unwrap()).count()
}

#[test]
fn a_prompt_is_shown_as_text_and_nothing_runs() {
    let html = html(Lang::En);
    let document = Html::parse_document(&html);
    for nothing in ["script", "img", "link[href^=http]", "[onerror]", "[style]", "iframe", "a[href^=http]"] {
        assert_eq!(count(&document, nothing), 0, "{nothing}");
    }
    assert!(html.contains("&lt;script&gt;") && !html.contains('\u{202e}'));
    // the policy allows this very style sheet and nothing else
    let style: String = document.select(&Selector::parse("style").unwrap()).flat_map(|s| s.text()).collect();
    let hash = STANDARD.encode(Sha256::digest(style.as_bytes()));
    let policy = document.select(&Selector::parse("meta[http-equiv]").unwrap()).next().unwrap();
    let policy = policy.attr("content").unwrap();
    assert!(policy.starts_with("default-src 'none'") && policy.contains(&hash), "{policy}");
}

#[test]
fn every_picture_has_its_table_and_its_name() {
    let html = html(Lang::En);
    let document = Html::parse_document(&html);
    assert_eq!(count(&document, "details table.figures"), 3, "two forests and a search");
    assert_eq!(count(&document, "svg.plot[role=img][aria-label]"), 4);
    let signs = "svg.dots[role=group] > a[href][aria-label]";
    assert_eq!(count(&document, &format!("{signs} > svg.dot > title")), 2, "what has no score is no dot");
    assert_eq!(count(&document, "svg.dots > line.band"), 2);
    assert_eq!(count(&document, "svg.dots > line.from"), 1, "a child is linked to its parent");
    for sign in document.select(&Selector::parse(signs).unwrap()) {
        let place = sign.value().attr("href").unwrap();
        assert_eq!(count(&document, &format!("details > pre{place}")), 1, "{place} leads to what changes");
    }
    assert_eq!(count(&document, ".tree > ul > li > ul > li > ul > li"), 1, "the tree is three deep");
    assert_eq!(count(&document, "mark.helps.s3, mark.none, mark.harms.s1"), 3);
    assert_eq!(count(&document, ".badge"), 1, "one candidate led");
}

#[test]
fn it_speaks_both_languages() {
    let (english, french) = (html(Lang::En), html(Lang::Fr));
    assert!(english.contains("<html lang=\"en\">") && english.contains("The figures"));
    assert!(french.contains("<html lang=\"fr\">") && french.contains("Les chiffres"));
    assert!(french.contains("−20,0") && english.contains("−20.0"));
    for page in [english, french] {
        assert!(!page.contains("report-study-"), "a sentence is missing");
    }
}
