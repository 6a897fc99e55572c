//! A summary for a pull request's comment (GitHub-flavoured Markdown).

use std::fmt::Write as _;
use std::io::Write;

use terms::{Message, Verdict};

use crate::visible::excerpt;
use crate::words::Words;
use crate::{Exporter, Report, ReportError, Trials};

/// Flaws listed per arm.
const FLAWS: usize = 5;

/// Scores, comparisons, flaws and money as tables and short sentences.
pub struct Markdown;

impl Exporter for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }
    fn extension(&self) -> &'static str {
        "md"
    }
    fn reads_trials(&self) -> bool {
        false
    }
    fn write(&self, report: &Report<'_>, _: &mut Trials<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
        let words = Words { evaluation: report.evaluation, locale: report.locale };
        writeln!(out, "## {}\n\n{}\n", Md(&words.heading()), Md(&words.ended()))?;
        comparisons(&words, out)?;
        scores(&words, out)?;
        flaws(&words, out)?;
        if !words.evaluation.notes.is_empty() {
            writeln!(out, "### {}\n", Md(&words.say("report-notes")))?;
            for note in &words.evaluation.notes {
                writeln!(out, "- {}", Md(&words.note(note)))?;
            }
            writeln!(out)?;
        }
        writeln!(out, "{} {}", Md(&words.calls()), Md(&words.spent()))?;
        if let Some(unknown) = words.unknown() {
            writeln!(out, "\n**{}**", Md(&unknown))?;
        }
        Ok(())
    }
}

fn comparisons(words: &Words<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
    let claims = words.claims();
    for claim in &claims {
        let sign = match claim.verdict {
            Verdict::Better => "▲",
            Verdict::Worse => "▼",
            Verdict::Equivalent => "≈",
            Verdict::NotEnoughEvidence => "?",
        };
        let mut said = format!("{} – {}", words.sentence(claim), words.evidence(claim));
        if let Some(next) = words.what_next(claim) {
            let _ = write!(said, " – {next}");
        }
        write!(out, "- {sign} **{}** – {}", Md(&words.verdict(claim.verdict)), Md(&said))?;
        writeln!(out, "<br>{}", Md(&words.quadrants(claim)))?;
    }
    if !claims.is_empty() {
        writeln!(out)?;
    }
    Ok(())
}

fn scores(words: &Words<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
    let arms = &words.evaluation.arms;
    if arms.is_empty() {
        return Ok(());
    }
    let unscored = arms.iter().any(|a| a.unscored > 0);
    let failed = arms.iter().any(|a| a.failed > 0);
    let mut header = vec!["report-prompt", "report-model", "report-score"];
    let mut rule = String::from("| --- | --- | --- | ---: |");
    if unscored {
        header.push("report-unscored");
        rule.push_str(" ---: |");
    }
    if failed {
        header.push("report-failed-calls");
        rule.push_str(" ---: |");
    }
    header.extend(["report-cost", "report-latency", "report-tokens"]);
    rule.push_str(" ---: | ---: | ---: |");
    write!(out, "|")?;
    for key in header {
        write!(out, " {} |", Md(&words.say(key)))?;
        if key == "report-score" {
            write!(out, " n |")?;
        }
    }
    writeln!(out, "\n{rule}")?;
    for arm in arms {
        let mut row = vec![words.prompt(arm), words.model(arm), words.score(arm), words.count(arm.n)];
        if unscored {
            row.push(words.count(arm.unscored));
        }
        if failed {
            row.push(words.count(arm.failed));
        }
        row.extend([words.dated_cost(arm), words.latency(arm).unwrap_or_default(), words.tokens(arm)]);
        write!(out, "|")?;
        for cell in row {
            write!(out, " {} |", Md(&cell))?;
        }
        writeln!(out)?;
    }
    writeln!(out)?;
    Ok(())
}

fn flaws(words: &Words<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
    let by_arm = words.flaws();
    if by_arm.is_empty() {
        return Ok(());
    }
    writeln!(out, "### {}\n", Md(&words.say("report-flaws")))?;
    for (arm, flaws) in by_arm {
        writeln!(out, "<details><summary>{}</summary>\n", Md(&words.arm_name(arm)))?;
        for flaw in flaws.iter().take(FLAWS) {
            writeln!(
                out,
                "- {}\u{a0}× **{}**{}{} ({})",
                words.count(flaw.count),
                Md(&excerpt(&flaw.check, 40)),
                Md(&words.say("report-colon")),
                Md(&words.flaw_reason(flaw)),
                Md(&words.flaw_cases(flaw, 3)),
            )?;
        }
        let rest = flaws.len().saturating_sub(FLAWS);
        if rest > 0 {
            writeln!(out, "- {}", Md(&words.text(&Message::new("report-more-flaws").with("count", rest))))?;
        }
        writeln!(out, "\n</details>\n")?;
    }
    Ok(())
}

/// Text that GitHub-flavoured Markdown shows as it is, inside a table cell too: no markup, no HTML, no link, no
/// mention, no issue number, no emoji code.
///
/// Character references switch off what the parser looks for. Mentions and issue numbers are looked for later, in the
/// finished text: a zero-width space behind `@` and `#` keeps them from being found.
struct Md<'a>(&'a str);

impl std::fmt::Display for Md<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (mut before, mut digits) = (None, true);
        let mut chars = self.0.chars().peekable();
        while let Some(c) = chars.next() {
            let next = chars.peek().copied().unwrap_or(' ');
            let first = before.is_none();
            let active = match c {
                '\\' | '`' | '*' | '_' | '<' | '>' | '&' | '|' | '~' | '$' | '[' | ']' | '@' | '#' => true,
                // a list, a rule or an underlined heading, when it opens a block
                '-' | '+' | '=' => first,
                ')' => digits && !first,
                // `1.` opens a list, `www.` and `name:` a link that needs no brackets
                '.' => (digits && !first) || matches!(before, Some('w' | 'W')),
                ':' => !next.is_whitespace(),
                _ => false,
            };
            match c {
                '\n' | '\r' => f.write_char(' ')?,
                '@' | '#' if next.is_alphanumeric() => write!(f, "&#{};&#8203;", c as u32)?,
                c if active => write!(f, "&#{};", c as u32)?,
                c => f.write_char(c)?,
            }
            digits &= c.is_ascii_digit();
            before = Some(c);
        }
        Ok(())
    }
}
