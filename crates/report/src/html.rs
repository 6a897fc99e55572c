//! One self-contained page: no request leaves it, and nothing a model wrote runs in it.
//!
//! The summary is plain HTML and reads without a script. The trials are data in a JSON block that a small script of
//! ours (assets/page.js) filters, sorts and shows a hundred at a time, through `textContent` only. The page's policy
//! allows that one script and that one style sheet, by their hashes, and forbids every sink that parses text as HTML
//! (`require-trusted-types-for`).

mod data;
pub(crate) mod escape;
pub(crate) mod plot;
pub(crate) mod shell;
mod summary;

use std::io::{self, Write};
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::words::Words;
use crate::{Exporter, Report, ReportError, Trials};
use escape::Esc;
use shell::Shell;
pub use summary::{Cell, CellLink, Links};

/// The verdicts, plots and tables of results; a page that shows [`results`] needs it and names the colours it uses.
pub const RESULTS_STYLE: &str = include_str!("../assets/results.css");
const STYLE: &str = concat!(
    include_str!("../assets/results.css"),
    include_str!("../assets/base.css"),
    include_str!("../assets/page.css")
);
const SCRIPT: &str = include_str!("../assets/page.js");
const TRIALS: &str = include_str!("../assets/trials.html");

/// Content-Security-Policy of the page.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())));
    format!(
        "default-src 'none'; script-src {}; style-src {}; img-src data:; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        hash(SCRIPT),
        hash(STYLE)
    )
});

/// The self-contained page.
#[derive(Clone, Copy, Debug)]
pub struct Html {
    /// Most trials in the page, the first ones in order; the page says how many are left out.
    pub rows: usize,
    /// Most bytes of one answer; the page says where it was cut.
    pub text: usize,
}

impl Html {
    /// 50,000 trials, 1 MiB an answer.
    pub const DEFAULT: Html = Html { rows: 50_000, text: 1 << 20 };
}

impl Exporter for Html {
    fn name(&self) -> &'static str {
        "html"
    }
    fn extension(&self) -> &'static str {
        "html"
    }
    fn reads_trials(&self) -> bool {
        true
    }
    fn write(
        &self,
        report: &Report<'_>,
        trials: &mut Trials<'_>,
        out: &mut dyn Write,
    ) -> Result<(), ReportError> {
        let words = Words { evaluation: report.evaluation, locale: report.locale };
        head(&words, out)?;
        summary::write(&words, None, out)?;
        trials_section(&words, out)?;
        footer(&words, out)?;
        let counts = data::write(self, report, trials, out)?;
        data::write_meta(&words, counts, out)?;
        write!(out, "<script>{SCRIPT}</script>\n</body>\n</html>\n")?;
        Ok(())
    }
}

/// The results as sections of a page that is not ours to open: verdicts, scores with their plots, flaws, checks, notes.
/// Nothing in it needs a script, nothing carries a style of its own ([`RESULTS_STYLE`]).
///
/// # Errors
/// [`ReportError::Write`] when `out` refuses.
pub fn results(report: &Report<'_>, links: Links<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
    let words = Words { evaluation: report.evaluation, locale: report.locale };
    Ok(summary::write(&words, Some(links), out)?)
}

/// Two arms that can be compared, as a person reads it: the crafted prompt first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Their indexes.
    pub arms: (u32, u32),
    /// Their names, as short as they can be told apart.
    pub names: (String, String),
}

/// The pairs of arms that the evaluation compares.
pub fn pairs(report: &Report<'_>) -> Vec<Pair> {
    let words = Words { evaluation: report.evaluation, locale: report.locale };
    let pair =
        |claim: &crate::words::Claim<'_>| Pair { arms: (claim.a.arm, claim.b.arm), names: words.pair(claim) };
    words.claims().iter().map(pair).collect()
}

/// One of those comparisons as a part of a page that is not ours to open: verdict, interval, the four cells, how many
/// more cases would settle it. Writes nothing for arms that are not compared.
///
/// # Errors
/// [`ReportError::Write`] when `out` refuses.
pub fn comparison(
    report: &Report<'_>,
    arms: (u32, u32),
    link: &CellLink<'_>,
    out: &mut dyn Write,
) -> Result<(), ReportError> {
    let words = Words { evaluation: report.evaluation, locale: report.locale };
    Ok(summary::pair(&words, arms, link, out)?)
}

fn head(words: &Words<'_>, out: &mut dyn Write) -> io::Result<()> {
    let heading = words.heading();
    Shell { policy: &POLICY, title: &heading, style: STYLE }.write(words.locale, out)?;
    write!(
        out,
        r##"<a class="skip" href="#trials">{skip}</a>
<header class="top">
<p class="brand">Mot Juste</p>
<h1>{heading}</h1>
<p class="ended">{ended}</p>
</header>
<main>
"##,
        skip = Esc(&words.say("report-html-skip")),
        heading = Esc(&heading),
        ended = Esc(&words.ended()),
    )
}

/// The part that the script brings to life: its sentences take the places named `{…}` in assets/trials.html.
fn trials_section(words: &Words<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut rest = TRIALS;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        out.write_all(before.as_bytes())?;
        if let Some(key) = label(name) {
            write!(out, "{}", Esc(&words.say(key)))?;
        }
        rest = after;
    }
    out.write_all(rest.as_bytes())
}

fn footer(words: &Words<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "</main>\n<footer>\n<p>{} {}</p>", Esc(&words.calls()), Esc(&words.spent()))?;
    if let Some(unknown) = words.unknown() {
        writeln!(out, r#"<p class="warn">{}</p>"#, Esc(&unknown))?;
    }
    writeln!(out, "</footer>")
}

/// The sentence of a name used by assets/trials.html and assets/page.js.
fn label(name: &str) -> Option<&'static str> {
    LABELS.iter().find(|(n, _)| *n == name).map(|(_, key)| *key)
}

/// Names of the assets' sentences and their keys.
const LABELS: &[(&str, &str)] = &[
    ("trials", "report-html-trials"),
    ("noscript", "report-html-noscript"),
    ("filters", "report-html-filters"),
    ("search", "report-html-search"),
    ("arm", "report-html-arm"),
    ("all_arms", "report-html-all-arms"),
    ("outcome", "report-html-outcome"),
    ("all_outcomes", "report-html-all-outcomes"),
    ("check", "report-check"),
    ("all_checks", "report-html-all-checks"),
    ("clear", "report-html-clear"),
    ("case", "report-html-case"),
    ("score", "report-score"),
    ("inputs", "report-inputs"),
    ("expected", "report-expected"),
    ("answer", "report-answer"),
    ("why", "report-html-why"),
    ("latency", "report-html-latency"),
    ("caption", "report-html-caption"),
    ("pages", "report-html-pages"),
    ("previous", "report-html-previous"),
    ("next", "report-html-next"),
    ("none", "report-html-none"),
    ("close", "report-html-close"),
    ("left", "report-html-left"),
    ("right", "report-html-right"),
    ("difference", "report-html-difference"),
    ("same", "report-html-same"),
    ("too_long", "report-html-too-long"),
    ("empty", "report-html-empty"),
    ("reused", "report-html-reused"),
    ("passed", "report-passed"),
    ("failed", "report-failed"),
    ("unscored", "report-unscored"),
    ("no_answer", "report-no-answer"),
    ("older", "report-html-older"),
    ("newer", "report-html-newer"),
    ("sort", "report-html-sort"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_an_asset_asks_for_is_known() {
        let in_page = TRIALS.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
        let in_script = SCRIPT
            .split("say.")
            .skip(1)
            .filter_map(|rest| rest.split(|c: char| !c.is_ascii_lowercase() && c != '_').next());
        let asked: Vec<&str> = in_page.chain(in_script).collect();
        assert!(asked.len() > 30, "{asked:?}");
        for name in &asked {
            assert!(label(name).is_some() || TEMPLATES.contains(name), "{name} has no sentence");
        }
        for (name, _) in LABELS {
            assert!(asked.contains(name), "{name} is asked for by no asset");
        }
    }

    /// Sentences with places in them, made by `data`.
    const TEMPLATES: &[&str] = &["range", "pair", "cut", "repeat", "left_out"];

    #[test]
    fn the_script_has_no_way_to_parse_text_as_html_or_code() {
        for sink in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function("] {
            assert!(!SCRIPT.contains(sink), "{sink}");
        }
        // either would end the inline element early
        assert!(!SCRIPT.contains("</") && !SCRIPT.contains("<!--") && !STYLE.contains("</"));
    }
}
