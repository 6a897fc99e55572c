//! JUnit XML, as GitLab, Jenkins and most CI servers read it.

use std::io::Write;

use terms::evaluation::{Arm, Trial};
use terms::{Outcome, Score};

use crate::spool::Spool;
use crate::words::Words;
use crate::{Exporter, Report, ReportError, Standing, Trials};

/// One `testsuite` per arm, one `testcase` per case (and repeat): a `failure` for a failing case, an `error` where
/// there is no score. Cases that the bare request does not pass are `skipped`, with the same reasons: it is a baseline,
/// and must not turn a build red. Trials stream: an arm's test cases wait outside memory for the header that counts them.
pub struct Junit;

struct Suite {
    body: Spool,
    tests: u64,
    failures: u64,
    errors: u64,
    skipped: u64,
    seconds: f64,
}

impl Exporter for Junit {
    fn name(&self) -> &'static str {
        "junit"
    }
    fn extension(&self) -> &'static str {
        "xml"
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
        let arms = &report.evaluation.arms;
        let empty =
            || Suite { body: Spool::new(), tests: 0, failures: 0, errors: 0, skipped: 0, seconds: 0.0 };
        let mut suites: Vec<Suite> = arms.iter().map(|_| empty()).collect();
        for trial in trials {
            let trial = trial.map_err(ReportError::Trials)?;
            let Some(at) = arms.iter().position(|a| a.arm == trial.arm) else { continue };
            let (arm, suite) = (&arms[at], &mut suites[at]);
            suite.tests += 1;
            suite.seconds += trial.latency_ms.unwrap_or(0.0) / 1000.0;
            match Standing::of(&trial) {
                Standing::Passed => {}
                _ if arm.bare => suite.skipped += 1,
                Standing::Failed => suite.failures += 1,
                Standing::Unscored | Standing::NoAnswer => suite.errors += 1,
            }
            test_case(&words, arm, &trial, &mut suite.body)?;
        }
        let total = |of: fn(&Suite) -> u64| suites.iter().map(of).sum::<u64>();
        writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
        writeln!(
            out,
            r#"<testsuites name="{}" tests="{}" failures="{}" errors="{}" skipped="{}" time="{:.3}">"#,
            Xml(&report.evaluation.run),
            total(|s| s.tests),
            total(|s| s.failures),
            total(|s| s.errors),
            total(|s| s.skipped),
            suites.iter().map(|s| s.seconds).sum::<f64>(),
        )?;
        for (arm, suite) in arms.iter().zip(suites) {
            writeln!(
                out,
                r#"  <testsuite name="{}" tests="{}" failures="{}" errors="{}" skipped="{}" time="{:.3}">"#,
                Xml(&words.arm_name(arm)),
                suite.tests,
                suite.failures,
                suite.errors,
                suite.skipped,
                suite.seconds,
            )?;
            properties(arm, out)?;
            suite.body.pour(out)?;
            writeln!(out, "  </testsuite>")?;
        }
        writeln!(out, "</testsuites>")?;
        Ok(())
    }
}

/// The arm's figures: a score never goes without n and its interval, a cost never without its date.
fn properties(arm: &Arm, out: &mut dyn Write) -> Result<(), ReportError> {
    let mut all = vec![
        ("prompt", arm.prompt.clone()),
        ("version", arm.version.clone()),
        ("model", arm.model.clone()),
        ("n", arm.n.to_string()),
    ];
    if let (Some(score), Some(low), Some(high)) = (arm.score, arm.low, arm.high) {
        all.extend([("score", score.to_string()), ("low", low.to_string()), ("high", high.to_string())]);
    }
    if let (Some(cost), Some(currency), Some(date)) = (arm.cost, &arm.currency, &arm.priced_on) {
        all.extend([("cost", cost.to_string()), ("currency", currency.clone()), ("priced_on", date.clone())]);
    }
    writeln!(out, "    <properties>")?;
    for (name, value) in &all {
        writeln!(out, r#"      <property name="{name}" value="{}"/>"#, Xml(value))?;
    }
    writeln!(out, "    </properties>")?;
    Ok(())
}

fn test_case(words: &Words<'_>, arm: &Arm, trial: &Trial, out: &mut dyn Write) -> Result<(), ReportError> {
    let repeat = match words.evaluation.repeats {
        0 | 1 => String::new(),
        _ => format!(" #{}", trial.repeat + 1),
    };
    write!(
        out,
        r#"    <testcase classname="{}" name="{}{repeat}""#,
        Xml(&words.arm_name(arm)),
        Xml(&trial.case_id)
    )?;
    if let Some(latency) = trial.latency_ms {
        write!(out, r#" time="{:.3}""#, latency / 1000.0)?;
    }
    let standing = Standing::of(trial);
    let element = match standing {
        Standing::Passed => {
            writeln!(out, "/>")?;
            return Ok(());
        }
        _ if arm.bare => "skipped",
        Standing::Failed => "failure",
        Standing::Unscored | Standing::NoAnswer => "error",
    };
    let sentence = |score: &Score| {
        let reason = score.reason.as_ref();
        reason.map_or_else(|| words.say(standing.key()), |r| words.locale.text(r))
    };
    let failing = || trial.scores.iter().filter(|s| s.weight > 0.0 && s.outcome != Outcome::Pass);
    let message = match (&trial.error, failing().next()) {
        (Some(error), _) => words.locale.text(error),
        (None, Some(score)) => sentence(score),
        (None, None) => words.say(standing.key()),
    };
    let kind = failing().next().map_or(standing.name(), |s| &s.check);
    writeln!(out, ">")?;
    write!(out, r#"      <{element} message="{}""#, Xml(&message))?;
    // a skipped test has no type
    if element != "skipped" {
        write!(out, r#" type="{}""#, Xml(kind))?;
    }
    write!(out, ">")?;
    let colon = words.say("report-colon");
    if let Some(error) = &trial.error {
        writeln!(out, "{}", Xml(&words.locale.text(error)))?;
    }
    for score in failing() {
        writeln!(out, "{}{}{}", Xml(&score.check), Xml(&colon), Xml(&sentence(score)))?;
    }
    for (key, text) in [("report-expected", &trial.expect), ("report-answer", &trial.text)] {
        if let Some(text) = text {
            writeln!(out, "{}{}{}", Xml(&words.say(key)), Xml(&colon), Xml(text))?;
        }
    }
    writeln!(out, "</{element}>")?;
    writeln!(out, "    </testcase>")?;
    Ok(())
}

/// Text inside an XML 1.0 element or a double-quoted attribute.
///
/// Characters XML 1.0 forbids (its production 2, `Char`) cannot be written even as references: they become their
/// visible sign. Line breaks, tabs and carriage returns are references, or attributes and readers would change them.
struct Xml<'a>(&'a str);

impl std::fmt::Display for Xml<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut plain = 0;
        for (at, c) in self.0.char_indices() {
            let reference = match c {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&apos;",
                '\n' => "&#10;",
                '\t' => "&#9;",
                '\r' => "&#13;",
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => "",
                _ => continue,
            };
            f.write_str(&self.0[plain..at])?;
            plain = at + c.len_utf8();
            if reference.is_empty() {
                f.write_str(&crate::visible::lines(&self.0[at..plain]))?;
            } else {
                f.write_str(reference)?;
            }
        }
        f.write_str(&self.0[plain..])
    }
}
