use report::terminal::{Style, Terminal};
use report::{Exporter, by_name};
use terms::{Lang, Place};

use crate::fixture::{evaluation, trials, write};

fn check(name: &str, exporter: &dyn Exporter) {
    for lang in Lang::ALL {
        let mut text = write(exporter, lang, &evaluation(), &trials());
        if exporter.name() == "html" {
            text = without_assets(&text);
        }
        insta::assert_snapshot!(format!("{name}-{}", lang.code()), text);
    }
}

/// The page without its style sheet and its script, which are files of their own.
fn without_assets(page: &str) -> String {
    let mut out = page.replace(
        concat!(
            include_str!("../../assets/results.css"),
            include_str!("../../assets/base.css"),
            include_str!("../../assets/page.css")
        ),
        "…",
    );
    out = out.replace(include_str!("../../assets/page.js"), "…");
    let policy = out.find("&#39;sha256-").zip(out.find("; img-src"));
    if let Some((from, to)) = policy {
        out.replace_range(from..to, "…");
    }
    out
}

#[test]
fn terminal_of_80_columns() {
    check("terminal-80", &Terminal { width: 80, style: Style::Plain });
}

#[test]
fn terminal_of_160_columns() {
    check("terminal-160", &Terminal { width: 160, style: Style::Plain });
}

#[test]
fn terminal_with_colours() {
    check("terminal-ansi", &Terminal { width: 120, style: Style::Ansi });
}

#[test]
fn files_of_every_format() {
    for name in ["json", "junit", "markdown", "annotations", "csv", "html"] {
        check(name, by_name(name).unwrap());
    }
}

#[test]
fn repeats_show_pass_at_1_and_stability() {
    let mut evaluation = evaluation();
    evaluation.repeats = 3;
    for arm in &mut evaluation.arms {
        (arm.stability, arm.model_variance) = (Some(0.93), Some(0.12));
    }
    let mut trials = trials();
    for (i, trial) in trials.iter_mut().enumerate() {
        trial.repeat = i as u32 % 3;
    }
    let terminal = Terminal { width: 160, style: Style::Plain };
    let text = write(&terminal, Lang::Fr, &evaluation, &trials);
    let repeats: Vec<&str> = text.lines().filter(|l| l.contains("pass@1")).collect();
    insta::assert_snapshot!("terminal-repeats-fr", repeats.join("\n"));
    let xml = write(by_name("junit").unwrap(), Lang::En, &evaluation, &trials);
    for name in ["name=\"2 #1\"", "name=\"2 #2\"", "name=\"2 #3\""] {
        assert!(xml.contains(name), "{name} in {xml}");
    }
}

#[test]
fn the_bare_request_does_not_turn_a_build_red() {
    let xml = write(by_name("junit").unwrap(), Lang::En, &evaluation(), &trials());
    let suites: Vec<&str> = xml.split("<testsuite name=").skip(1).collect();
    let counts =
        |suite: &str| ["<failure", "<error", "<skipped"].map(|element| suite.matches(element).count());
    // the fixture's bare request fails three of six cases and has no answer to a fourth
    assert_eq!(suites.iter().map(|s| counts(s)).collect::<Vec<_>>(), [[1, 1, 0], [0, 0, 4], [1, 0, 0]]);
    assert!(xml.contains(r#"tests="18" failures="2" errors="1" skipped="4""#), "{xml}");
}

#[test]
fn annotations_point_to_the_case_and_count_the_rest() {
    let (evaluation, trials) = (evaluation(), trials());
    let locale = locale::Locale::new(Lang::En);
    let place = |trial: &terms::evaluation::Trial| {
        Some(Place { file: "a:b,c.csv".to_owned(), line: Some(trial.case as u32 + 2), column: None })
    };
    let report = report::Report::new(&evaluation, &locale).placed(&place);
    let mut out = Vec::new();
    let mut read = report::trials(trials.into_iter().map(Ok::<_, report::ReportError>));
    report::annotations::Annotations { cap: 2 }.write(&report, &mut read, &mut out).unwrap();
    insta::assert_snapshot!("annotations-placed", String::from_utf8(out).unwrap());
}
