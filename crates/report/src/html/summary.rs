//! The part of the page that needs no script: verdicts, scores, flaws, checks, notes.

use std::io::{self, Write};

use terms::evaluation::{Arm, Flaw};
use terms::{Message, Verdict};

use super::escape::Esc;
use super::plot;
use crate::visible::excerpt;
use crate::words::{Claim, Words};

/// Attribute of a cell that holds a number.
const NUMBER: &str = r#" class="number""#;

/// Where parts of the results lead; without them a script of the page brings the parts to life.
#[derive(Clone, Copy)]
pub struct Links<'a> {
    /// A group of flaws.
    pub flaw: &'a dyn Fn(&Flaw) -> String,
    /// A cell of a comparison of two arms.
    pub cell: &'a CellLink<'a>,
}

/// Where a cell of a comparison leads: its arms as they are said, and which of the four.
pub type CellLink<'a> = dyn Fn(u32, u32, Cell) -> String + 'a;

/// The four ways in which a case can go on two arms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Both right.
    Both,
    /// Only the first.
    OnlyA,
    /// Only the second.
    OnlyB,
    /// Both wrong.
    Neither,
}

/// In the order of their numbers in a table that a script brings to life.
const CELLS: [Cell; 4] = [Cell::Both, Cell::OnlyA, Cell::OnlyB, Cell::Neither];

/// What the cells of a comparison are.
enum Cells<'a> {
    /// Buttons of a script, by the number of the comparison.
    Script(usize),
    Links(&'a CellLink<'a>),
}

pub(super) fn write(words: &Words<'_>, links: Option<Links<'_>>, out: &mut dyn Write) -> io::Result<()> {
    comparisons(words, links.map(|links| links.cell), out)?;
    scores(words, out)?;
    flaws(words, links.map(|links| links.flaw), out)?;
    checks(words, out)?;
    notes(words, out)
}

fn section(id: &str, title: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, r#"<section aria-labelledby="{id}"><h2 id="{id}">{}</h2>"#, Esc(title))
}

fn comparisons(words: &Words<'_>, link: Option<&CellLink<'_>>, out: &mut dyn Write) -> io::Result<()> {
    let claims = words.claims();
    if claims.is_empty() {
        return Ok(());
    }
    section("comparisons", &words.say("report-comparisons"), out)?;
    let reach = plot::reach(&claims);
    writeln!(out, r#"<div class="claims">"#)?;
    for (number, claim) in claims.iter().enumerate() {
        let cells = link.map_or(Cells::Script(number), Cells::Links);
        comparison(words, claim, &cells, reach, out)?;
    }
    writeln!(out, "</div>")?;
    let mut methods: Vec<String> = claims.iter().map(|claim| words.method(claim)).collect();
    methods.dedup();
    for method in methods {
        writeln!(out, r#"<p class="fine method">{}</p>"#, Esc(&method))?;
    }
    writeln!(out, "</section>")
}

/// The comparison of two arms alone, when there is one.
pub(super) fn pair(
    words: &Words<'_>,
    arms: (u32, u32),
    link: &CellLink<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let claims = words.claims();
    let Some(claim) = claims.iter().find(|claim| (claim.a.arm, claim.b.arm) == arms) else {
        return Ok(());
    };
    let reach = plot::reach(std::slice::from_ref(claim));
    comparison(words, claim, &Cells::Links(link), reach, out)?;
    writeln!(out, r#"<p class="fine method">{}</p>"#, Esc(&words.method(claim)))
}

fn comparison(
    words: &Words<'_>,
    claim: &Claim<'_>,
    cells: &Cells<'_>,
    reach: f64,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (class, sign) = match claim.verdict {
        Verdict::Better => ("good", "▲"),
        Verdict::Worse => ("bad", "▼"),
        Verdict::Equivalent => ("same", "≈"),
        Verdict::NotEnoughEvidence => ("warn", "?"),
    };
    writeln!(
        out,
        r#"<article class="claim {class}"><p class="verdict"><span aria-hidden="true">{sign}</span> {}</p><h3>{}</h3>"#,
        Esc(&words.verdict(claim.verdict)),
        Esc(&words.sentence(claim))
    )?;
    plot::difference(words, claim, reach, out)?;
    write!(out, r#"<p class="evidence">{}"#, Esc(&words.evidence(claim)))?;
    if let Some(next) = words.what_next(claim) {
        write!(out, " – {}", Esc(&next))?;
    }
    writeln!(out, "</p>")?;
    paired_table(words, claim, cells, out)?;
    writeln!(out, "</article>")
}

/// Both right, only A, only B, both wrong; each cell leads to its cases.
fn paired_table(
    words: &Words<'_>,
    claim: &Claim<'_>,
    cells: &Cells<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (a, b) = words.pair(claim);
    let side = |key: &'static str, arm: &str| words.text(&Message::new(key).with("arm", arm));
    let four = words.four(claim);
    let cell = |out: &mut dyn Write, at: usize| {
        let (name, count) = &four[at];
        let count = words.count(*count);
        match cells {
            Cells::Links(link) => write!(
                out,
                r#"<td><a class="cell" href="{}"><b>{count}</b> <span>{}</span></a></td>"#,
                Esc(&link(claim.a.arm, claim.b.arm, CELLS[at])),
                Esc(name)
            ),
            Cells::Script(number) => write!(
                out,
                r#"<td><button type="button" class="cell" disabled data-pair="{number}" data-cell="{at}"><b>{count}</b> <span>{}</span></button></td>"#,
                Esc(name)
            ),
        }
    };
    write!(
        out,
        r#"<table class="paired"><caption class="sr">{}</caption><tr><td></td><th scope="col">{}</th><th scope="col">{}</th></tr>"#,
        Esc(&words.say("report-html-paired")),
        Esc(&side("report-html-right-side", &b)),
        Esc(&side("report-html-wrong-side", &b))
    )?;
    for (key, first, second) in [("report-html-right-side", 0, 1), ("report-html-wrong-side", 2, 3)] {
        write!(out, r#"<tr><th scope="row">{}</th>"#, Esc(&side(key, &a)))?;
        cell(out, first)?;
        cell(out, second)?;
        write!(out, "</tr>")?;
    }
    writeln!(out, "</table>")
}

fn scores(words: &Words<'_>, out: &mut dyn Write) -> io::Result<()> {
    let arms = &words.evaluation.arms;
    if arms.is_empty() {
        return Ok(());
    }
    section("scores", &words.say("report-scores"), out)?;
    writeln!(out, r#"<figure class="forest"><ul>"#)?;
    for arm in arms {
        write!(
            out,
            r#"<li><span class="who">{}</span><span class="what">{}, {}</span>"#,
            Esc(&words.arm_name(arm)),
            Esc(&words.score(arm)),
            Esc(&words.n(arm.n))
        )?;
        plot::score(words, arm, out)?;
        writeln!(out, "</li>")?;
    }
    writeln!(out, "</ul>")?;
    plot::score_axis(words, out)?;
    writeln!(out, "<figcaption>{}</figcaption></figure>", Esc(&words.say("report-html-forest")))?;
    score_table(words, arms, out)?;
    writeln!(out, "</section>")
}

fn score_table(words: &Words<'_>, arms: &[Arm], out: &mut dyn Write) -> io::Result<()> {
    let unscored = arms.iter().any(|a| a.unscored > 0);
    let failed = arms.iter().any(|a| a.failed > 0);
    let repeats = arms.iter().any(|a| words.repeats(a).is_some());
    let one_date = words.only_date().is_some();
    let title = words.say("report-html-figures");
    scrolling(&title, out)?;
    write!(out, r#"<table class="figures"><caption class="sr">{}</caption><thead><tr>"#, Esc(&title))?;
    let mut header = |class: &str, name: &str| write!(out, r#"<th scope="col"{class}>{}</th>"#, Esc(name));
    header("", &words.say("report-prompt"))?;
    header("", &words.say("report-model"))?;
    header("", &words.say("report-score"))?;
    header(NUMBER, "n")?;
    if unscored {
        header(NUMBER, &words.say("report-unscored"))?;
    }
    if failed {
        header(NUMBER, &words.say("report-failed-calls"))?;
    }
    for key in ["report-cost", "report-latency", "report-tokens"] {
        header(NUMBER, &words.say(key))?;
    }
    header("", &words.say("report-html-version"))?;
    writeln!(out, "</tr></thead><tbody>")?;
    for arm in arms {
        write!(out, r#"<tr><th scope="row">{}</th>"#, Esc(&words.prompt(arm)))?;
        let mut cell = |class: &str, text: &str| write!(out, "<td{class}>{}</td>", Esc(text));
        cell("", &words.model(arm))?;
        cell("", &words.score(arm))?;
        cell(NUMBER, &words.count(arm.n))?;
        if unscored {
            cell(NUMBER, &words.count(arm.unscored))?;
        }
        if failed {
            cell(NUMBER, &words.count(arm.failed))?;
        }
        // one date for all stands in the legend, else each price carries its own
        match words.cost(arm) {
            Some(price) if one_date => cell(NUMBER, &price.amount)?,
            _ => cell(NUMBER, &words.dated_cost(arm))?,
        }
        cell(NUMBER, &words.latency(arm).unwrap_or_else(|| "–".to_owned()))?;
        cell(NUMBER, &words.tokens(arm))?;
        cell("", &arm.version.chars().take(8).collect::<String>())?;
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody></table></div>")?;
    writeln!(out, r#"<p class="fine">{}</p>"#, Esc(&words.legend()))?;
    if repeats {
        writeln!(out, "<ul>")?;
        for arm in arms {
            if let Some(line) = words.repeats(arm) {
                let (name, colon) = (words.arm_name(arm), words.say("report-colon"));
                writeln!(out, "<li><b>{}</b>{colon}{}</li>", Esc(&name), Esc(&line))?;
            }
        }
        writeln!(out, "</ul>")?;
    }
    Ok(())
}

/// A wide table scrolls inside its own region, reachable by keyboard.
fn scrolling(name: &str, out: &mut dyn Write) -> io::Result<()> {
    write!(out, r#"<div class="scroll" role="region" tabindex="0" aria-label="{}">"#, Esc(name))
}

fn flaws(words: &Words<'_>, link: Option<&dyn Fn(&Flaw) -> String>, out: &mut dyn Write) -> io::Result<()> {
    let by_arm = words.flaws();
    if by_arm.is_empty() {
        return Ok(());
    }
    section("flaws", &words.say("report-flaws"), out)?;
    for (arm, flaws) in by_arm {
        writeln!(out, r#"<h3>{}</h3><ul class="flaws">"#, Esc(&words.arm_name(arm)))?;
        for flaw in flaws {
            let count = words.count(flaw.count);
            let show = Message::new("report-html-show-flaw")
                .with("count", count.as_str())
                .with("check", excerpt(&flaw.check, 60));
            let (class, outcome) = if flaw.unscored { ("warn", "2") } else { ("bad", "1") };
            let show = words.text(&show);
            match link {
                Some(link) => write!(
                    out,
                    r#"<li><a class="count {class}" href="{}" aria-label="{}">{count}&nbsp;×</a> "#,
                    Esc(&link(flaw)),
                    Esc(&show)
                )?,
                None => write!(
                    out,
                    r#"<li><button type="button" class="count {class}" disabled data-arm="{}" data-check="{}" data-outcome="{outcome}" aria-label="{}">{count}&nbsp;×</button> "#,
                    flaw.arm,
                    Esc(&flaw.check),
                    Esc(&show)
                )?,
            }
            writeln!(
                out,
                r#"<div><b>{}</b>{}{} <span class="fine">{}</span></div></li>"#,
                Esc(&excerpt(&flaw.check, 60)),
                words.say("report-colon"),
                Esc(&words.flaw_reason(flaw)),
                Esc(&words.flaw_cases(flaw, 3))
            )?;
        }
        writeln!(out, "</ul>")?;
    }
    writeln!(out, "</section>")
}

fn checks(words: &Words<'_>, out: &mut dyn Write) -> io::Result<()> {
    let arms = &words.evaluation.arms;
    if arms.iter().all(|a| a.metrics.len() < 2) {
        return Ok(());
    }
    section("checks", &words.say("report-checks"), out)?;
    writeln!(out, "<ul>")?;
    for arm in arms {
        let metrics: Vec<String> = arm.metrics.iter().map(|m| words.metric(m)).collect();
        let (name, colon) = (words.arm_name(arm), words.say("report-colon"));
        writeln!(out, "<li><b>{}</b>{colon}{}</li>", Esc(&name), Esc(&metrics.join(", ")))?;
    }
    writeln!(out, "</ul></section>")
}

fn notes(words: &Words<'_>, out: &mut dyn Write) -> io::Result<()> {
    if words.evaluation.notes.is_empty() {
        return Ok(());
    }
    section("notes", &words.say("report-notes"), out)?;
    writeln!(out, "<ul>")?;
    for note in &words.evaluation.notes {
        writeln!(out, "<li>{}</li>", Esc(&words.note(note)))?;
    }
    writeln!(out, "</ul></section>")
}
