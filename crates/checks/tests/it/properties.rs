//! What holds of every check and every text.
#![expect(clippy::unwrap_used, reason = "lists written here are known to be read")]

use std::sync::LazyLock;

use checks::{Check, Checks, Compare, Context, Observed, parse, shorten};
use proptest::prelude::*;
use serde_json::{Value, json};
use terms::{Case, Outcome, Score, Split};

fn specs() -> Vec<Value> {
    vec![
        json!("equals"),
        json!({"equals": {"compare": "fold"}}),
        json!({"label": ["oui", "non", "peut-être", "İ"]}),
        json!({"one_of": ["oui", "ß"]}),
        json!({"contains": "é"}),
        json!({"contains": {"value": "é e", "compare": "fold", "words": true}}),
        json!("contains_any"),
        json!("contains_all"),
        json!("starts_with"),
        json!("ends_with"),
        json!("regex"),
        json!({"regex": {"pattern": "\\w+", "whole": true}}),
        json!("number"),
        json!({"number": {"pick": "last", "decimal": "comma", "relative": 0.1}}),
        json!("json"),
        json!({"json": {"kind": "object", "lenient": true}}),
        json!("json_equals"),
        json!({"json_schema": {"type": "object", "properties": {"a": {"type": "integer"}}}}),
        json!({"field": {"at": "/a/0"}}),
        json!("similarity"),
        json!({"similarity": {"method": "token_sort", "compare": "fold"}}),
        json!({"similarity": {"method": "jaro_winkler"}}),
        json!({"length": {"max": 10}}),
        json!({"length": {"unit": "sentences", "max": 10}}),
        json!({"length": {"unit": "words", "max": 3}}),
        json!("language"),
        json!({"language": "fr"}),
        json!("finish"),
        json!({"latency": 5}),
        json!({"cost": 5}),
    ]
}

/// The same lists in their plain, negated and twice negated forms, compiled once.
static LISTS: LazyLock<[Checks; 3]> = LazyLock::new(|| {
    let not = |specs: &[Value]| -> Vec<Value> { specs.iter().map(|spec| json!({"not": spec})).collect() };
    let (plain, once) = (specs(), not(&specs()));
    [read(&plain), read(&once), read(&not(&once))]
});

fn read(specs: &[Value]) -> Checks {
    parse(specs, &Context::default()).unwrap()
}

fn case(expect: Option<String>) -> Case {
    Case {
        number: 0,
        id: "1".to_owned(),
        line: 2,
        values: serde_json::Map::new(),
        expect: expect.map(|text| (String::new(), text)).into_iter().collect(),
        tags: Vec::new(),
        weight: 1.0,
        cluster: None,
        split: Split::Dev,
    }
}

/// Texts in which checks find something to chew on.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "oui",
        "non",
        "peut-être",
        "é",
        "e\u{301}",
        "E",
        " ",
        "\u{a0}",
        "\n",
        "1",
        "12",
        ",",
        ".",
        "-",
        "\u{2212}",
        "1 234,5",
        "{",
        "}",
        "[",
        "]",
        "\"a\"",
        ":",
        "```",
        "json\n",
        "null",
        "İ",
        "ß",
        "ŒUVRE",
        "’",
        "👩‍👩‍👧‍👦",
        "\u{202e}",
        "\0",
        "(",
        "|",
    ]);
    prop_oneof![prop::collection::vec(pieces, 0..24).prop_map(|p| p.concat()), any::<String>(),]
}

fn well_formed(score: &Score) -> Result<(), TestCaseError> {
    match score.outcome {
        Outcome::Pass => prop_assert!(score.value.is_some() && score.reason.is_none()),
        Outcome::Fail => prop_assert!(score.value.is_some() && score.reason.is_some()),
        Outcome::Unscored => prop_assert!(score.value.is_none() && score.reason.is_some()),
    }
    prop_assert!(score.value.is_none_or(|v| (0.0..=1.0).contains(&v)));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_a_check_and_every_failure_says_why(text in text(), expect in prop::option::of(text())) {
        let case = case(expect);
        for score in LISTS[0].score(&Observed::new(&text, &case)) {
            well_formed(&score)?;
        }
    }

    #[test]
    fn negation_turns_a_score_round_and_twice_is_nothing(text in text(), expect in prop::option::of(text())) {
        let case = case(expect);
        let seen = Observed::new(&text, &case);
        let [plain, once, twice] = &*LISTS;
        prop_assert_eq!(plain.fingerprint(), twice.fingerprint());
        for ((a, b), c) in plain.score(&seen).iter().zip(once.score(&seen)).zip(twice.score(&seen)) {
            prop_assert_eq!(a, &c);
            match a.outcome {
                Outcome::Unscored => prop_assert_eq!(a, &b),
                _ => prop_assert!(a.outcome != b.outcome && (a.value.unwrap() + b.value.unwrap() - 1.0).abs() < 1e-12),
            }
        }
    }

    #[test]
    fn a_reply_that_is_what_is_expected_passes(text in text()) {
        prop_assume!(!text.trim().is_empty());
        let case = case(Some(text.clone()));
        let checks = read(&[json!("equals"), json!("starts_with"), json!("ends_with"), json!("contains"), json!("similarity")]);
        for score in checks.score(&Observed::new(&text, &case)) {
            prop_assert_eq!(score.outcome, Outcome::Pass, "{}", score.check);
        }
    }

    #[test]
    fn comparing_is_looser_from_exact_to_fold(a in text(), b in text()) {
        for (x, y) in [(&a, &b), (&a, &a)] {
            prop_assert!(!Compare::Exact.same(x, y) || Compare::Normalised.same(x, y));
            prop_assert!(!Compare::Normalised.same(x, y) || Compare::Fold.same(x, y));
            prop_assert_eq!(Compare::Normalised.same(x, y), Compare::Normalised.form(x) == Compare::Normalised.form(y));
        }
    }

    #[test]
    fn a_form_is_its_own_form(text in text()) {
        for compare in [Compare::Normalised, Compare::Fold] {
            let form = compare.form(&text).into_owned();
            prop_assert_eq!(compare.form(&form), form.as_str());
        }
    }

    #[test]
    fn a_shortened_text_is_one_short_line(text in text()) {
        let short = shorten(&text);
        prop_assert!(!short.contains('\n') && short.len() <= 410);
    }
}

#[test]
fn checks_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + ?Sized>() {}
    shared::<dyn Check>();
    shared::<Checks>();
}
