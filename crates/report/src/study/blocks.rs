//! The parts of a page, but for the search.

use std::io::{self, Write};

use locale::Locale;
use terms::Message;

use super::heat::strength;
use super::{Axis, Block, Diff, Forest, Heat, Lines, Run, Table, Text, Tone, Verdict, plots, search};
use crate::html::escape::Esc;
use crate::visible::excerpt;

/// Characters of a name in a picture or a table.
const NAME: usize = 160;

pub(super) fn write(number: usize, block: &Block, locale: &Locale, out: &mut dyn Write) -> io::Result<()> {
    match block {
        Block::Verdict(verdict) => self::verdict(verdict, locale, out),
        Block::Forest(forest) => self::forest(number, forest, locale, out),
        Block::Heat(heat) => self::heat(number, heat, locale, out),
        Block::Diff(diff) => self::diff(number, diff, locale, out),
        Block::Search(found) => search::write(number, found, locale, out),
        Block::Table(table) => {
            open(number, &table.title, locale, out)?;
            figures(table, locale, out)?;
            writeln!(out, "</section>")
        }
        Block::Lines(lines) => self::lines(number, lines, locale, out),
    }
}

/// Opens a section with its heading.
pub(super) fn open(number: usize, title: &Message, locale: &Locale, out: &mut dyn Write) -> io::Result<()> {
    let title = locale.text(title);
    writeln!(out, r#"<section aria-labelledby="part-{number}"><h2 id="part-{number}">{}</h2>"#, Esc(&title))
}

fn verdict(verdict: &Verdict, locale: &Locale, out: &mut dyn Write) -> io::Result<()> {
    let (class, sign) = match verdict.tone {
        Tone::Good => ("good", "▲"),
        Tone::Bad => ("bad", "▼"),
        Tone::Same => ("same", "≈"),
        Tone::Open => ("warn", "?"),
    };
    let state = locale.text(&verdict.state);
    writeln!(
        out,
        r#"<article class="claim {class}"><p class="verdict"><span aria-hidden="true">{sign}</span> {}</p>"#,
        Esc(&state)
    )?;
    for line in &verdict.says {
        writeln!(out, "<p>{}</p>", Esc(&locale.text(line)))?;
    }
    writeln!(out, "</article>")
}

fn forest(number: usize, forest: &Forest, locale: &Locale, out: &mut dyn Write) -> io::Result<()> {
    open(number, &forest.title, locale, out)?;
    writeln!(out, r#"<figure class="forest"><ul>"#)?;
    let reach = plots::reach(forest);
    for row in &forest.rows {
        let name = text(&row.name, locale);
        let figures = figures_of(forest.axis, row.value, row.low, row.high, locale);
        let what = format!("{figures}, n\u{a0}=\u{a0}{}", count(row.n, locale));
        write!(
            out,
            r#"<li><span class="who">{}</span><span class="what">{}</span>"#,
            Esc(&name),
            Esc(&what)
        )?;
        plots::row(forest.axis, row, reach, &format!("{name} – {what}"), out)?;
        if let Some(says) = &row.says {
            write!(out, r#"<p class="fine">{}</p>"#, Esc(&locale.text(says)))?;
        }
        writeln!(out, "</li>")?;
    }
    writeln!(out, "</ul>")?;
    plots::axis(forest.axis, reach, locale, out)?;
    writeln!(out, "<figcaption>{}</figcaption></figure>", Esc(&locale.text(&forest.caption)))?;
    let keys = ["report-study-what", "report-study-estimate", "report-study-low", "report-study-high"];
    let mut heads: Vec<Message> = keys.map(Message::new).to_vec();
    heads.push(Message::new("report-study-items"));
    let rows = forest.rows.iter().map(|row| {
        let number = |share: f64| Text::Raw(figure(forest.axis, share, locale));
        let cells = [number(row.value), number(row.low), number(row.high), Text::Raw(count(row.n, locale))];
        std::iter::once(row.name.clone()).chain(cells).collect()
    });
    behind(&Table { title: Message::new("report-study-figures"), heads, rows: rows.collect() }, locale, out)?;
    writeln!(out, "</section>")
}

/// `+5.0 [+1.2 – +8.8]`.
fn figures_of(axis: Axis, value: f64, low: f64, high: f64, locale: &Locale) -> String {
    let figure = |share| figure(axis, share, locale);
    format!("{} [{} – {}]", figure(value), figure(low), figure(high))
}

/// A score in per cent, a difference in points with its sign.
pub(super) fn figure(axis: Axis, share: f64, locale: &Locale) -> String {
    match axis {
        Axis::Scores => locale.percent(share, 1),
        Axis::Differences { .. } => points(share, locale),
    }
}

pub(crate) fn count(count: u64, locale: &Locale) -> String {
    locale.integer(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Points of 100 with their sign.
fn points(share: f64, locale: &Locale) -> String {
    let tenths = (share * 1000.0).round() / 10.0;
    let sign = if tenths > 0.0 {
        "+"
    } else if tenths < 0.0 {
        "−"
    } else {
        ""
    };
    format!("{sign}{}", locale.fixed(tenths.abs(), 1))
}

fn heat(number: usize, heat: &Heat, locale: &Locale, out: &mut dyn Write) -> io::Result<()> {
    open(number, &heat.title, locale, out)?;
    write!(out, r#"<figure><pre class="prompt heat">"#)?;
    for run in &heat.runs {
        let degree = run.degree.unwrap_or(0.0);
        let class = match (run.degree, strength(degree)) {
            (None, _) => {
                write!(out, "<span>{}</span>", Esc(&run.text))?;
                continue;
            }
            (_, 0) => "none".to_owned(),
            (_, strength) if degree > 0.0 => format!("helps s{strength}"),
            (_, strength) => format!("harms s{strength}"),
        };
        let says = run.says.as_ref().map_or_else(String::new, |says| locale.text(says));
        write!(out, r#"<mark class="{class}" title="{}">{}</mark>"#, Esc(&says), Esc(&run.text))?;
    }
    writeln!(out, "</pre><figcaption>{}</figcaption></figure></section>", Esc(&locale.text(&heat.caption)))
}

fn diff(number: usize, diff: &Diff, locale: &Locale, out: &mut dyn Write) -> io::Result<()> {
    open(number, &diff.title, locale, out)?;
    write!(out, r#"<pre class="prompt">"#)?;
    runs(&diff.runs, out)?;
    writeln!(out, "</pre></section>")
}

/// Two texts as one.
pub(super) fn runs(runs: &[Run], out: &mut dyn Write) -> io::Result<()> {
    for run in runs {
        match run {
            Run::Same(text) => write!(out, "{}", Esc(text))?,
            Run::Removed(text) => write!(out, "<del>{}</del>", Esc(text))?,
            Run::Added(text) => write!(out, "<ins>{}</ins>", Esc(text))?,
        }
    }
    Ok(())
}

fn lines(number: usize, lines: &Lines, locale: &Locale, out: &mut dyn Write) -> io::Result<()> {
    if lines.lines.is_empty() {
        return Ok(());
    }
    if lines.folded {
        writeln!(out, r#"<details class="folded"><summary>{}</summary>"#, Esc(&locale.text(&lines.title)))?;
    } else {
        open(number, &lines.title, locale, out)?;
    }
    writeln!(out, r#"<ol class="lines">"#)?;
    for line in &lines.lines {
        writeln!(out, "<li>{}</li>", Esc(&locale.text(line)))?;
    }
    writeln!(out, "</ol>{}", if lines.folded { "</details>" } else { "</section>" })
}

/// The table behind a picture.
pub(crate) fn behind(table: &Table, locale: &Locale, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, r#"<details><summary>{}</summary>"#, Esc(&locale.text(&table.title)))?;
    figures(table, locale, out)?;
    writeln!(out, "</details>")
}

fn figures(table: &Table, locale: &Locale, out: &mut dyn Write) -> io::Result<()> {
    let title = locale.text(&table.title);
    write!(out, r#"<div class="scroll" role="region" tabindex="0" aria-label="{}">"#, Esc(&title))?;
    write!(out, r#"<table class="figures"><caption class="sr">{}</caption><thead><tr>"#, Esc(&title))?;
    for (column, head) in table.heads.iter().enumerate() {
        let class = if column == 0 { "" } else { r#" class="number""# };
        write!(out, r#"<th scope="col"{class}>{}</th>"#, Esc(&locale.text(head)))?;
    }
    writeln!(out, "</tr></thead><tbody>")?;
    for row in &table.rows {
        write!(out, "<tr>")?;
        for (column, cell) in row.iter().enumerate() {
            let cell = text(cell, locale);
            match column {
                0 => write!(out, r#"<th scope="row">{}</th>"#, Esc(&cell))?,
                _ => write!(out, r#"<td class="number">{}</td>"#, Esc(&cell))?,
            }
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody></table></div>")
}

fn text(text: &Text, locale: &Locale) -> String {
    match text {
        Text::Said(message) => locale.text(message),
        Text::Raw(raw) => excerpt(raw, NAME),
    }
}
