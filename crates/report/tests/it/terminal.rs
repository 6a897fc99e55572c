use report::terminal::{Style, Terminal};
use terms::{Lang, Verdict};
use unicode_width::UnicodeWidthStr;

use crate::fixture::{evaluation, trials, write};

#[test]
fn no_line_is_wider_than_the_window() {
    for lang in Lang::ALL {
        for width in (40..=200).step_by(3) {
            let text = write(&Terminal { width, style: Style::Plain }, lang, &evaluation(), &[]);
            for line in text.lines() {
                assert!(line.width() <= usize::from(width), "{width}: {line:?}");
                assert_eq!(line.trim_end_matches(' '), line, "{width}: spaces at the end");
            }
        }
    }
}

#[test]
fn colours_change_nothing_but_colour() {
    for width in [60, 120] {
        let plain = write(&Terminal { width, style: Style::Plain }, Lang::Fr, &evaluation(), &[]);
        let ansi = write(&Terminal { width, style: Style::Ansi }, Lang::Fr, &evaluation(), &[]);
        assert_ne!(plain, ansi);
        assert_eq!(plain, without_colours(&ansi));
    }
}

/// Text without SGR sequences; any other escape stays and is seen.
pub fn without_colours(text: &str) -> String {
    let mut out = String::new();
    for (i, part) in text.split("\u{1b}[").enumerate() {
        let end = part.find('m').filter(|end| part[..*end].chars().all(|c| c.is_ascii_digit() || c == ';'));
        match end {
            Some(end) if i > 0 => out.push_str(&part[end + 1..]),
            _ if i > 0 => out.push_str(&format!("\u{1b}[{part}")),
            _ => out.push_str(part),
        }
    }
    out
}

#[test]
fn every_width_says_the_same_facts() {
    // given windows that take cards and windows that take tables, then no fact is lost
    for width in [40, 80, 100, 140, 200] {
        let text = write(&Terminal { width, style: Style::Plain }, Lang::En, &evaluation(), &[]);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for fact in
            ["2026-11-01", "price unknown", "n = 58", "96.6%", "+43 points", "bare request", "failed calls"]
        {
            let fact = fact.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(text.contains(&fact), "{fact:?} missing at {width} columns:\n{text}");
        }
    }
}

#[test]
fn the_crafted_prompt_is_the_subject_whichever_way_it_was_compared() {
    let text = write(&Terminal { width: 200, style: Style::Plain }, Lang::En, &evaluation(), &[]);
    // the second comparison of the fixture is bare - short = -34 points, worse
    assert!(text.contains("▲ better  prompts/tri-court.mot.md is better than the bare request"), "{text}");
    assert!(text.contains("+34 points [+21, +48]"), "{text}");
    assert!(text.contains("only prompts/tri-court.mot.md\u{a0}21 · only bare request\u{a0}1"), "{text}");
}

#[test]
fn each_verdict_has_its_words_in_both_languages() {
    let cases = [
        (Verdict::Better, "better", "meilleur"),
        (Verdict::Worse, "worse", "moins bon"),
        (Verdict::Equivalent, "equivalent", "équivalent"),
        (Verdict::NotEnoughEvidence, "not enough evidence", "pas assez de preuves"),
    ];
    for (verdict, en, fr) in cases {
        let mut evaluation = evaluation();
        evaluation.comparisons.truncate(1);
        evaluation.comparisons[0].verdict = verdict;
        for (lang, words) in [(Lang::En, en), (Lang::Fr, fr)] {
            let text = write(&Terminal { width: 200, style: Style::Plain }, lang, &evaluation, &trials());
            assert!(
                text.contains(&format!(" {words}  tri.mot.md")) || text.contains(&format!(" {words}  ")),
                "{text}"
            );
        }
    }
}

#[test]
fn an_arm_without_a_score_shows_none() {
    let mut evaluation = evaluation();
    let arm = &mut evaluation.arms[0];
    (arm.n, arm.score, arm.low, arm.high, arm.latency_ms) = (0, None, None, None, None);
    for width in [60, 200] {
        let text = write(&Terminal { width, style: Style::Plain }, Lang::Fr, &evaluation, &[]);
        assert!(text.contains("pas de score"), "{text}");
    }
}

#[test]
fn an_evaluation_without_anything_is_still_a_report() {
    let mut evaluation = evaluation();
    evaluation.arms.clear();
    evaluation.comparisons.clear();
    evaluation.flaws.clear();
    evaluation.notes.clear();
    evaluation.spent.clear();
    for exporter in report::EXPORTERS {
        let text = write(exporter, Lang::En, &evaluation, &[]);
        assert!(exporter.name() == "annotations" || !text.is_empty(), "{}", exporter.name());
    }
}
