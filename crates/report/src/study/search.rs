//! A search: its candidates as dots against the calls spent, and the tree they form.

use std::io::{self, Write};

use locale::Locale;
use terms::Message;

use super::blocks::{behind, count, open, runs};
use super::{Candidate, Search, Table, Text};
use crate::html::escape::Esc;

/// Height of the drawing, and what is kept above and below for the dots' own size.
const HEIGHT: f64 = 240.0;
const EDGE: f64 = 12.0;
/// A shape for each origin, drawn around 0: colour is never alone in telling them apart. More origins than shapes begin
/// again.
const SHAPES: [&str; 7] = [
    "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0Z",
    "M-5 -5H5V5H-5Z",
    "M0 -6.5L6 4.5H-6Z",
    "M0 -6.5L6.5 0L0 6.5L-6.5 0Z",
    "M0 6.5L6 -4.5H-6Z",
    "M-2 -6H2V-2H6V2H2V6H-2V2H-6V-2H-2Z",
    "M-6 -2.5H6V2.5H-6Z",
];

pub(super) fn write(number: usize, found: &Search, locale: &Locale, out: &mut dyn Write) -> io::Result<()> {
    open(number, &found.title, locale, out)?;
    dots(found, locale, out)?;
    tree(found, locale, out)?;
    let keys = [
        "report-study-what",
        "report-study-origin",
        "report-study-calls",
        "report-score",
        "report-study-low",
        "report-study-high",
        "report-study-items",
    ];
    let rows = found.candidates.iter().map(|candidate| {
        vec![
            Text::Raw(candidate.name.clone()),
            Text::Said(origin(found, candidate)),
            Text::Raw(count(candidate.calls, locale)),
            Text::Raw(score(candidate, locale)),
            Text::Raw(end(candidate.interval.map(|(low, _)| low), locale)),
            Text::Raw(end(candidate.interval.map(|(_, high)| high), locale)),
            Text::Raw(count(candidate.n, locale)),
        ]
    });
    let table = Table {
        title: Message::new("report-study-figures"),
        heads: keys.map(Message::new).to_vec(),
        rows: rows.collect(),
    };
    behind(&table, locale, out)?;
    writeln!(out, "</section>")
}

fn score(candidate: &Candidate, locale: &Locale) -> String {
    end(candidate.score, locale)
}

fn end(share: Option<f64>, locale: &Locale) -> String {
    share.map_or_else(|| "–".to_owned(), |share| locale.percent(share, 1))
}

fn origin(found: &Search, candidate: &Candidate) -> Message {
    found.origins.get(candidate.origin).cloned().unwrap_or_else(|| Message::new("report-study-unknown"))
}

/// The scores drawn, to the next ten per cent.
fn span(found: &Search) -> (f64, f64) {
    let scores = || found.candidates.iter().filter_map(|candidate| candidate.score);
    let bands = || found.candidates.iter().filter_map(|candidate| candidate.interval);
    let least = bands().map(|(low, _)| low).chain(scores()).fold(1.0, f64::min);
    let most = bands().map(|(_, high)| high).chain(scores()).fold(0.0, f64::max);
    let low = (least * 10.0).floor() / 10.0;
    let high = (most * 10.0).ceil() / 10.0;
    if high > low { (low, high) } else { ((low - 0.1).max(0.0), (high + 0.1).min(1.0)) }
}

fn dots(found: &Search, locale: &Locale, out: &mut dyn Write) -> io::Result<()> {
    let (low, high) = span(found);
    let most = found.candidates.iter().map(|candidate| candidate.calls).max().unwrap_or(0).max(1);
    let y = |score: f64| EDGE + (HEIGHT - 2.0 * EDGE) * (1.0 - (score - low) / (high - low).max(1e-9));
    let x = |calls: u64| 2.0 + 96.0 * calls as f64 / most as f64;
    writeln!(out, r#"<figure class="forest">"#)?;
    let caption = locale.text(&found.caption);
    write!(
        out,
        r#"<svg class="dots" role="group" aria-label="{}" width="100%" height="{HEIGHT}">"#,
        Esc(&caption)
    )?;
    for step in 0..=4 {
        let at = low + (high - low) * f64::from(step) / 4.0;
        let (line, text) = (y(at), locale.percent(at, 1));
        write!(out, r#"<line class="grid" x1="0" x2="100%" y1="{line:.1}" y2="{line:.1}"/>"#)?;
        write!(out, r#"<text x="0" y="{:.1}">{}</text>"#, line - 3.0, Esc(&text))?;
    }
    // lines first: signs lie over them
    for candidate in &found.candidates {
        let Some(scored) = candidate.score else { continue };
        let (across, down) = (x(candidate.calls), y(scored));
        let parent = candidate.parent.and_then(|parent| found.candidates.get(parent));
        if let Some((from, before)) = parent.and_then(|parent| Some((x(parent.calls), y(parent.score?)))) {
            write!(
                out,
                r#"<line class="from" x1="{from:.2}%" x2="{across:.2}%" y1="{before:.1}" y2="{down:.1}"/>"#
            )?;
        }
        if let Some((low, high)) = candidate.interval {
            let (low, high) = (y(low), y(high));
            write!(
                out,
                r#"<line class="band" x1="{across:.2}%" x2="{across:.2}%" y1="{low:.1}" y2="{high:.1}"/>"#
            )?;
        }
    }
    for (place, candidate) in found.candidates.iter().enumerate() {
        let Some(scored) = candidate.score else { continue };
        let said = format!(
            "{} · {} · {}",
            candidate.name,
            score(candidate, locale),
            locale.text(&origin(found, candidate))
        );
        // the tree below has the same links for the keyboard, one a line
        write!(
            out,
            r##"<a href="#tried-{place}" tabindex="-1" aria-label="{}"><svg class="dot" x="{:.2}%" y="{:.1}" overflow="visible"><title>{}</title>{}</svg></a>"##,
            Esc(&said),
            x(candidate.calls),
            y(scored),
            Esc(&said),
            shape(candidate.origin, candidate.led)
        )?;
    }
    writeln!(out, "</svg>")?;
    let spent = Message::new("report-study-calls-spent").with("calls", count(most, locale));
    writeln!(out, r#"<p class="fine ends"><span>0</span><span>{}</span></p>"#, Esc(&locale.text(&spent)))?;
    if let Some(cost) = &found.cost {
        let all = Message::new("report-study-cost-in-all").with("cost", locale.money(cost));
        writeln!(out, r#"<p class="fine">{}</p>"#, Esc(&locale.text(&all)))?;
    }
    write!(out, r#"<ul class="legend">"#)?;
    for (number, origin) in found.origins.iter().enumerate() {
        write!(
            out,
            r#"<li><svg class="dot" width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true">{}</svg>{}</li>"#,
            shape(number, false),
            Esc(&locale.text(origin))
        )?;
    }
    writeln!(out, "</ul><figcaption>{}</figcaption></figure>", Esc(&caption))
}

/// The sign of an origin.
pub(crate) fn shape(origin: usize, led: bool) -> String {
    let kind = origin % SHAPES.len();
    let class = if led { format!("o{kind} led") } else { format!("o{kind}") };
    format!(r#"<path class="{class}" d="{}"/>"#, SHAPES[kind])
}

/// Every candidate under the one it was made from.
fn tree(found: &Search, locale: &Locale, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, r#"<div class="tree">"#)?;
    branch(found, None, 0, locale, out)?;
    writeln!(out, "</div>")
}

fn branch(
    found: &Search,
    parent: Option<usize>,
    depth: usize,
    locale: &Locale,
    out: &mut dyn Write,
) -> io::Result<()> {
    let children = found.candidates.iter().enumerate();
    // a candidate comes after the one it was made from: no circle, whatever a document says
    let children: Vec<(usize, &Candidate)> = children
        .filter(|(place, candidate)| candidate.parent.filter(|parent| parent < place) == parent)
        .collect();
    if children.is_empty() || depth > found.candidates.len() {
        return Ok(());
    }
    writeln!(out, "<ul>")?;
    for (place, candidate) in children {
        let why = match &candidate.why {
            Some(why) => locale.text(why),
            None => locale.text(&origin(found, candidate)),
        };
        write!(
            out,
            r#"<li{}><span class="what"><svg class="dot" width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true">{}</svg><b>{}</b> {}"#,
            if candidate.diff.is_empty() { format!(r#" id="tried-{place}""#) } else { String::new() },
            shape(candidate.origin, false),
            Esc(&score(candidate, locale)),
            Esc(&why)
        )?;
        if candidate.led {
            write!(out, r#" <span class="badge good">{}</span>"#, Esc(&locale.say("report-study-led")))?;
        }
        write!(out, "</span>")?;
        if !candidate.diff.is_empty() {
            // a link to what is inside opens it
            write!(
                out,
                r#"<details><summary>{}<span class="sr"> {}</span></summary><pre class="prompt" id="tried-{place}">"#,
                Esc(&locale.say("report-study-diff")),
                Esc(&candidate.name)
            )?;
            runs(&candidate.diff, out)?;
            write!(out, "</pre></details>")?;
        }
        branch(found, Some(place), depth + 1, locale, out)?;
        writeln!(out, "</li>")?;
    }
    writeln!(out, "</ul>")
}
