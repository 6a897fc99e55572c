//! The page: its policy, its data, its structure, its colours.
#![expect(clippy::unwrap_used, reason = "a page that cannot be read fails the test")]

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use report::html::Html;
use report::{Exporter, by_name};
use scraper::{Html as Document, Selector};
use serde_json::{Value, from_str};
use sha2::{Digest, Sha256};
use terms::Lang;

use crate::fixture::{evaluation, trials, write};

const STYLE: &str = concat!(
    include_str!("../../assets/results.css"),
    include_str!("../../assets/base.css"),
    include_str!("../../assets/page.css")
);
const SCRIPT: &str = include_str!("../../assets/page.js");

pub fn page() -> &'static dyn Exporter {
    by_name("html").unwrap()
}

pub fn select<'d>(document: &'d Document, css: &str) -> Vec<scraper::ElementRef<'d>> {
    document.select(&Selector::parse(css).unwrap()).collect()
}

/// The JSON of a data block, as a browser's script would read it.
pub fn data(document: &Document, id: &str) -> Value {
    let blocks = select(document, &format!("script#{id}"));
    assert_eq!(blocks.len(), 1);
    from_str(&blocks[0].text().collect::<String>()).unwrap()
}

#[test]
fn the_policy_allows_our_script_and_our_style_and_nothing_else() {
    let text = write(page(), Lang::En, &evaluation(), &trials());
    let document = Document::parse_document(&text);
    let policy = select(&document, "head > meta[http-equiv=Content-Security-Policy]")[0];
    let policy = policy.value().attr("content").unwrap();
    let directives: BTreeMap<&str, &str> = policy.split("; ").map(|d| d.split_once(' ').unwrap()).collect();
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let scripts = select(&document, "script:not([type])");
    assert_eq!(scripts.len(), 1);
    assert_eq!(directives["script-src"], hash(&scripts[0].text().collect::<String>()));
    let styles = select(&document, "style");
    assert_eq!(styles.len(), 1);
    assert_eq!(directives["style-src"], hash(&styles[0].text().collect::<String>()));
    assert_eq!(directives["default-src"], "'none'");
    assert_eq!(directives["base-uri"], "'none'");
    assert_eq!(directives["form-action"], "'none'");
    assert_eq!(directives["require-trusted-types-for"], "'script'");
    assert!(!policy.contains("unsafe"));
    // the policy comes before everything it must govern
    assert!(text.find("Content-Security-Policy").unwrap() < text.find("<style>").unwrap());
}

#[test]
fn nothing_in_the_page_asks_for_anything_outside_it() {
    let document = Document::parse_document(&write(page(), Lang::Fr, &evaluation(), &trials()));
    for element in select(&document, "*") {
        for (name, value) in element.value().attrs() {
            assert!(!name.starts_with("on") && name != "style", "{name} in <{}>", element.value().name());
            if ["src", "href", "action", "srcset", "data", "poster"].contains(&name) {
                assert!(value.starts_with('#') || value == "data:,", "{name}={value}");
            }
        }
    }
    for text in [STYLE, SCRIPT] {
        for outside in ["url(", "@import", "http:", "https:", "fetch(", "XMLHttpRequest", "import("] {
            assert!(!text.contains(outside), "{outside}");
        }
    }
}

#[test]
fn the_trials_are_all_there_as_data() {
    let trials = trials();
    let document = Document::parse_document(&write(page(), Lang::En, &evaluation(), &trials));
    let rows = data(&document, "data");
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), trials.len());
    for (row, trial) in rows.iter().zip(&trials) {
        assert_eq!(row[1], trial.case_id.as_str());
        assert_eq!(row[6].as_str(), trial.text.as_deref());
        assert_eq!(row[7].as_str(), trial.expect.as_deref());
        assert_eq!(row[8].as_array().unwrap().len(), trial.scores.len());
    }
    let outcomes: Vec<u64> = rows.iter().map(|row| row[4].as_u64().unwrap()).collect();
    for outcome in 0..4 {
        assert!(outcomes.contains(&outcome), "the fixture has no outcome {outcome}");
    }
}

#[test]
fn a_page_that_leaves_something_out_says_so() {
    let small = Html { rows: 4, text: 6 };
    let document = Document::parse_document(&write(&small, Lang::En, &evaluation(), &trials()));
    let rows = data(&document, "data");
    assert_eq!(rows.as_array().unwrap().len(), 4);
    let meta = data(&document, "meta");
    let total = trials().len();
    assert_eq!(
        meta["say"]["left_out"],
        format!("The first 4 of {total} trials are in this page; the CSV export holds them all.")
    );
    // "Facturation" has 11 letters
    assert_eq!((rows[0][6].as_str().unwrap(), rows[0][13].as_u64().unwrap()), ("Factur", 5));
    let whole = Document::parse_document(&write(page(), Lang::En, &evaluation(), &trials()));
    assert!(data(&whole, "meta")["say"].get("left_out").is_none());
}

#[test]
fn the_page_can_be_used_without_seeing_it() {
    for lang in Lang::ALL {
        let document = Document::parse_document(&write(page(), lang, &evaluation(), &trials()));
        assert_eq!(select(&document, "html")[0].value().attr("lang"), Some(lang.code()));
        for (css, count) in [("h1", 1), ("main", 1), ("header.top", 1), ("body > footer", 1), ("dialog", 1)] {
            assert_eq!(select(&document, css).len(), count, "{css}");
        }
        let ids: Vec<&str> =
            select(&document, "[id]").iter().map(|e| e.value().attr("id").unwrap()).collect();
        for id in &ids {
            assert_eq!(ids.iter().filter(|i| i == &id).count(), 1, "{id} twice");
        }
        for element in select(&document, "[aria-labelledby]") {
            assert!(ids.contains(&element.value().attr("aria-labelledby").unwrap()));
        }
        for name in ["input", "select"] {
            for field in select(&document, name) {
                let labelled = field
                    .ancestors()
                    .filter_map(scraper::ElementRef::wrap)
                    .any(|a| a.value().name() == "label");
                assert!(labelled, "{}", field.html());
            }
        }
        for plot in select(&document, "svg") {
            let named = plot.value().attr("aria-label").is_some_and(|l| !l.is_empty());
            assert!(named || plot.value().attr("aria-hidden") == Some("true"), "{}", plot.html());
        }
        for table in select(&document, "table") {
            assert!(table.html().contains("<caption"), "{}", table.html());
        }
    }
}

#[test]
fn every_colour_of_text_reaches_aa_on_its_ground() {
    // relative luminance and contrast of WCAG 2.2
    let colours = include_str!("../../assets/base.css");
    let light = colours.split("@media").next().unwrap();
    let dark = colours.split("prefers-color-scheme: dark").nth(1).unwrap();
    for (theme, css) in [("light", light), ("dark", &dark[..dark.find("* {").unwrap()])] {
        let colour = |name: &str| {
            let hex = css.split(&format!("--{name}: #")).nth(1).unwrap();
            let channel = |at: usize| {
                let v = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
                if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
        };
        let contrast = |a: &str, b: &str| {
            let (a, b) = (colour(a), colour(b));
            (a.max(b) + 0.05) / (a.min(b) + 0.05)
        };
        for ground in ["ground", "panel", "hover"] {
            for text in ["ink", "soft", "accent", "good", "bad", "warn", "same"] {
                assert!(
                    contrast(text, ground) >= 4.5,
                    "{theme}: {text} on {ground} {}",
                    contrast(text, ground)
                );
            }
        }
        for tone in ["good", "bad", "warn"] {
            for text in [tone, "ink"] {
                let ground = format!("{tone}-ground");
                assert!(contrast(text, &ground) >= 4.5, "{theme}: {text} on {ground}");
            }
        }
        // borders of fields (WCAG 1.4.11)
        for ground in ["ground", "panel"] {
            assert!(
                contrast("edge", ground) >= 3.0,
                "{theme}: edge on {ground} {}",
                contrast("edge", ground)
            );
        }
    }
}

#[test]
fn the_script_shows_the_same_hidden_characters_as_every_other_export() {
    let class = SCRIPT.split("const HIDDEN =").nth(1).unwrap();
    let class = &class[class.find('[').unwrap() + 1..class.find("]/gu").unwrap()];
    let mut points: Vec<(u32, bool)> = Vec::new();
    let mut rest = class;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('-') {
            points.last_mut().unwrap().1 = true;
            rest = after;
            continue;
        }
        let after = rest.strip_prefix("\\u").unwrap();
        let (hex, after) = match after.strip_prefix('{') {
            Some(braced) => braced.split_once('}').unwrap(),
            None => after.split_at(4),
        };
        points.push((u32::from_str_radix(hex, 16).unwrap(), false));
        rest = after;
    }
    let mut ranges = Vec::new();
    let mut points = points.into_iter();
    while let Some((from, range)) = points.next() {
        ranges.push(from..=if range { points.next().unwrap().0 } else { from });
    }
    for c in ('\0'..=char::MAX).filter(|c| !matches!(c, '\n' | '\t')) {
        let in_script = ranges.iter().any(|range| range.contains(&(c as u32)));
        let text = c.to_string();
        assert_eq!(in_script, report::visible::lines(&text) != text, "U+{:04X}", c as u32);
    }
}
