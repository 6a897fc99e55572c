//! A prompt over its evaluations.
#![expect(clippy::unwrap_used, reason = "a picture that cannot be drawn fails the test")]

use locale::Locale;
use report::history::{History, Point};
use terms::{Currency, Date, Lang, Money};

const HOSTILE: &str = "<script>alert(1)</script>";

fn point(evaluation: usize, model: usize, score: f64, pico: Option<i64>) -> Point {
    let catalogue = Date::new(2026, 11, 1).unwrap();
    Point {
        day: format!("2026-11-0{}", evaluation + 1),
        evaluation,
        version: HOSTILE.to_owned(),
        model,
        current: evaluation == 1,
        score,
        low: score - 0.1,
        high: (score + 0.1).min(1.0),
        n: 60,
        thousand: pico.map(|pico| Money { pico, currency: Currency::USD, catalogue }),
    }
}

fn drawn(points: Vec<Point>) -> (String, String) {
    let history = History { models: vec!["fake/one".to_owned(), HOSTILE.to_owned()], points };
    let locale = Locale::new(Lang::En);
    let (mut scores, mut costs) = (Vec::new(), Vec::new());
    history.scores(&locale, &mut scores).unwrap();
    history.costs(&locale, &mut costs).unwrap();
    (String::from_utf8(scores).unwrap(), String::from_utf8(costs).unwrap())
}

#[test]
fn two_evaluations_make_a_line_and_a_cost_stands_against_a_score() {
    let pico = 1_000_000_000_000;
    let (scores, costs) = drawn(vec![point(0, 0, 0.5, Some(pico)), point(1, 0, 0.8, Some(2 * pico))]);
    assert_eq!(scores.matches("class=\"from\"").count(), 1);
    assert_eq!(scores.matches("class=\"band\"").count(), 2);
    assert!(
        scores.contains("80.0%") && scores.contains("<table") && scores.contains("2026-11-02"),
        "{scores}"
    );
    assert!(costs.contains("<table") && costs.contains("96.00%"), "{costs}");
    assert_eq!(costs.matches("class=\"from\"").count(), 0);
    for picture in [scores, costs] {
        assert!(!picture.contains("<script"), "{picture}");
    }
}

#[test]
fn what_cannot_be_compared_is_not_drawn() {
    assert_eq!(drawn(vec![point(0, 0, 0.5, None)]), (String::new(), String::new()));
    let (scores, costs) = drawn(vec![point(0, 0, 0.5, None), point(1, 1, 0.6, Some(5))]);
    assert!(scores.contains("<svg"));
    assert_eq!(costs, "", "one price compares with nothing");
    assert_eq!(
        drawn(vec![point(0, 0, 0.5, Some(0)), point(0, 1, 0.6, Some(0))]).1,
        "",
        "free answers have no cost"
    );
}
