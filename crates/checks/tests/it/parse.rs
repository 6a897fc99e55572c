//! Lists of checks as suites write them: what is read, and what is said about what cannot be.
#![expect(clippy::unwrap_used, reason = "a list that must be read is a failed test when it is not")]

use checks::{Checks, Context, Observed, Problem, for_output, names, parse};
use locale::Locale;
use serde_json::{Value, json};
use terms::{Case, Explain, Kind, Lang, Outcome, Output, Score, Split};

fn read(specs: Value) -> Checks {
    parse(specs.as_array().unwrap(), &Context::default()).unwrap()
}

fn problem(spec: Value) -> Problem {
    let errors = parse(&[spec], &Context::default()).unwrap_err();
    assert_eq!(errors.len(), 1);
    errors[0].problem.clone()
}

fn case(expect: &str) -> Case {
    Case {
        number: 0,
        id: "1".to_owned(),
        line: 2,
        values: serde_json::Map::new(),
        expect: [(String::new(), expect.to_owned())].into(),
        tags: Vec::new(),
        weight: 1.0,
        cluster: None,
        split: Split::Dev,
    }
}

#[test]
fn names_and_weights_are_read_in_every_way_of_writing() {
    let checks = read(json!([
        "equals",
        {"contains": "a"},
        {"contains": "b", "weight": 2},
        {"contains": {"value": "c", "name": "has c", "weight": 0}},
        {"type": "contains", "value": "d"},
        {"not": {"contains": "e", "name": "no e"}},
    ]));
    let found: Vec<(&str, f64)> = checks.iter().map(|c| (c.name(), c.weight())).collect();
    let wanted = [
        ("equals", 1.0),
        ("contains", 1.0),
        ("contains-2", 2.0),
        ("has c", 0.0),
        ("contains-3", 1.0),
        ("no e", 1.0),
    ];
    assert_eq!(found, wanted);
}

#[test]
fn a_trial_is_the_weighted_mean_of_its_checks() {
    // given three checks, one recorded without counting
    let checks =
        read(json!([{"contains": "a", "weight": 3}, {"contains": "z"}, {"contains": "y", "weight": 0}]));
    let case = case("");
    // when the reply passes the first only
    let scores = checks.score(&Observed::new("a", &case));
    // then it has three quarters
    assert_eq!(Score::total(&scores), Some(0.75));
}

#[test]
fn an_unscored_check_that_counts_leaves_the_trial_without_a_score() {
    let checks = read(json!([{"contains": "a"}, {"latency": 100}]));
    let case = case("");
    let scores = checks.score(&Observed::new("a", &case));
    assert_eq!(scores[1].outcome, Outcome::Unscored);
    assert_eq!(Score::total(&scores), None);
    let checks = read(json!([{"contains": "a"}, {"latency": 100, "weight": 0}]));
    assert_eq!(Score::total(&checks.score(&Observed::new("a", &case))), Some(1.0));
}

#[test]
fn a_misspelt_check_is_told_its_nearest_name() {
    let nearest = |name: &str| match problem(json!(name)) {
        Problem::UnknownCheck { nearest, .. } => nearest,
        other => panic!("{other:?}"),
    };
    assert_eq!(nearest("equal"), Some("equals"));
    assert_eq!(nearest("containsall"), Some("contains_all"));
    assert_eq!(nearest("jsonschema"), Some("json_schema"));
    assert_eq!(nearest("levenshtein"), None);
}

#[test]
fn a_misspelt_key_is_told_its_nearest_name() {
    let found = problem(json!({"type": "regex", "patern": "a"}));
    assert!(
        matches!(&found, Problem::UnknownKey { key, nearest: Some(near), .. } if key == "patern" && near == "pattern"),
        "{found:?}"
    );
    // a key of another check is not taken in silence
    let found = problem(json!({"contains": "a", "threshold": 0.5}));
    assert!(matches!(&found, Problem::UnknownKey { key, .. } if key == "threshold"), "{found:?}");
}

#[test]
fn values_out_of_range_are_refused() {
    let value = |spec: Value, wanted: &str| {
        let found = problem(spec);
        assert!(matches!(&found, Problem::Value { wanted: w, .. } if w.key == wanted), "{found:?}");
    };
    value(json!({"contains": "a", "weight": -1}), "checks-must-be-positive");
    value(json!({"contains": "a", "weight": "deux"}), "checks-must-be-positive");
    value(json!({"contains": "a", "negate": "no"}), "checks-must-be-boolean");
    value(json!({"contains": "a", "name": ""}), "checks-must-be-text");
    value(json!({"contains": ["a"]}), "checks-must-be-text");
    value(json!({"contains_any": []}), "checks-must-be-texts");
    value(json!({"similarity": {"threshold": 1.5}}), "checks-must-be-share");
    value(json!({"length": {"max": 1.5}}), "checks-must-be-count");
    value(json!({"length": {"min": 5, "max": 4}}), "checks-must-be-above-min");
    value(json!({"length": {"value": 5, "max": 4}}), "checks-must-be-alone");
    value(json!({"number": "beaucoup"}), "checks-must-be-number");
    value(json!({"field": {"at": "client"}}), "checks-must-be-pointer");
    value(json!({"json_equals": "{"}), "checks-must-be-json");
    value(json!({"json_schema": 12}), "checks-must-be-schema");
    value(json!({"cost": {"max": 1, "currency": "euros"}}), "checks-must-be-currency");
    let choice = |spec: Value| assert!(matches!(problem(spec), Problem::Choice { .. }));
    choice(json!({"language": "klingon"}));
    choice(json!({"json": "tableau"}));
    choice(json!({"equals": {"compare": "loose"}}));
    choice(json!({"length": {"unit": "pages", "max": 2}}));
}

#[test]
fn what_a_check_cannot_do_without_is_asked_for() {
    let missing = |spec: Value, wanted: &str| {
        let found = problem(spec);
        assert!(matches!(&found, Problem::Missing { key, .. } if *key == wanted), "{found:?}");
    };
    missing(json!("length"), "max");
    missing(json!("latency"), "max");
    missing(json!("cost"), "max");
    missing(json!({"field": {"value": 1}}), "at");
    missing(json!("label"), "value");
    missing(json!("one_of"), "value");
    missing(json!("json_schema"), "value");
}

#[test]
fn patterns_and_schemas_are_compiled_when_read() {
    assert!(matches!(problem(json!({"regex": "("})), Problem::Regex { .. }));
    // right only between parentheses of ours
    assert!(matches!(problem(json!({"regex": {"pattern": "a)|(b", "whole": true}})), Problem::Regex { .. }));
    // 100 × 100 × 100 copies of a class: over the size limit, refused before it takes memory
    assert!(matches!(problem(json!({"regex": "((\\w{100}){100}){100}"})), Problem::Regex { .. }));
    assert!(matches!(problem(json!({"json_schema": {"type": "objet"}})), Problem::Schema { .. }));
    // nothing is fetched
    let remote = json!({"json_schema": {"$ref": "https://example.org/schema.json"}});
    assert!(matches!(problem(remote), Problem::Schema { .. }));
}

#[test]
fn entries_of_the_wrong_shape_are_refused() {
    for spec in [json!(12), json!(["equals"]), json!(null), json!({}), json!({"type": 3}), json!({"not": 12})]
    {
        assert!(matches!(problem(spec.clone()), Problem::Shape), "{spec}");
    }
    assert!(matches!(problem(json!({"contains": "a", "equals": "b"})), Problem::Ambiguous { .. }));
    assert!(matches!(problem(json!({"weight": 2, "contain": "a"})), Problem::UnknownCheck { .. }));
}

#[test]
fn every_error_of_a_list_is_reported_with_its_place_in_both_languages() {
    let specs = [json!("equals"), json!("equal"), json!({"regex": "["})];
    let context = Context { file: Some("tri.suite.yaml"), lines: &[4, 5, 6], output: None };
    let errors = parse(&specs, &context).unwrap_err();
    assert_eq!(errors.len(), 2);
    assert!(errors.iter().all(|e| e.kind() == Kind::Config));
    let en = Locale::new(Lang::En).explain(&errors[0]);
    assert_eq!(
        en,
        "tri.suite.yaml:5: check 2: there is no check named “equal”\nhint: Did you mean “equals”?"
    );
    let fr = Locale::new(Lang::Fr).explain(&errors[1]);
    assert!(
        fr.starts_with(
            "tri.suite.yaml:6\u{a0}: contrôle 3\u{a0}: le motif de «\u{a0}regex\u{a0}» ne se compile pas"
        ),
        "{fr}"
    );
}

#[test]
fn the_fingerprint_changes_with_what_is_scored_and_with_nothing_else() {
    let print = |specs: Value| read(specs).fingerprint();
    let one = print(json!([{"contains": "a"}]));
    assert_eq!(one, print(json!([{"type": "contains", "value": "a"}])));
    assert_eq!(one, print(json!([{"contient": "a"}])));
    assert_eq!(one, print(json!([{"not": {"not": {"contains": "a"}}}])));
    assert_ne!(one, print(json!([{"contains": "b"}])));
    assert_ne!(one, print(json!([{"contains": "a", "weight": 2}])));
    assert_ne!(one, print(json!([{"contains": "a", "negate": true}])));
    assert_ne!(one, print(json!([{"contains": "a", "name": "b"}])));
    assert_ne!(one, print(json!([{"contains": "a"}, {"contains": "a"}])));
    assert_ne!(print(json!(["equals", "number"])), print(json!(["number", "equals"])));
}

#[test]
fn labels_of_the_prompt_count_in_the_fingerprint() {
    let print = |labels: &[&str]| {
        let output = Output::Labels { labels: labels.iter().map(|l| (*l).to_owned()).collect() };
        let context = Context { output: Some(&output), ..Context::default() };
        (parse(&[json!("label")], &context).unwrap().fingerprint(), for_output(&output).fingerprint())
    };
    assert_ne!(print(&["a", "b"]).0, print(&["a", "c"]).0);
    assert_ne!(print(&["a", "b"]).1, print(&["a", "c"]).1);
}

#[test]
fn expect_in_a_list_is_the_default_check_of_the_output() {
    let outputs = [
        Output::Text,
        Output::Labels { labels: vec!["a".to_owned()] },
        Output::Number { tolerance: 0.5 },
        Output::Json { schema: None },
    ];
    for output in outputs {
        let context = Context { output: Some(&output), ..Context::default() };
        let listed = parse(&[json!("expect")], &context).unwrap();
        assert_eq!(listed.fingerprint(), for_output(&output).fingerprint(), "{output:?}");
    }
}

#[test]
fn a_wild_tolerance_is_no_licence() {
    let case = case("10");
    for tolerance in [f64::NAN, f64::INFINITY] {
        let checks = for_output(&Output::Number { tolerance });
        assert_eq!(checks.score(&Observed::new("11", &case))[0].outcome, Outcome::Fail);
    }
}

#[test]
fn descriptions_read_as_the_end_of_a_sentence() {
    let say = |spec: Value, lang| {
        let checks = read(json!([spec]));
        Locale::new(lang).text(&checks.0[0].describe())
    };
    assert_eq!(say(json!({"contains": "bonjour"}), Lang::En), "contains “bonjour”");
    assert_eq!(say(json!("equals"), Lang::Fr), "est ce que le cas attend");
    assert_eq!(
        say(json!({"not": {"length": {"unit": "words", "max": 9}}}), Lang::En),
        "not: has at most 9 words"
    );
}

#[test]
fn the_reference_names_every_check() {
    let reference = include_str!("../../../../docs/checks.md");
    for name in names() {
        assert!(reference.contains(&format!("`{name}`")), "docs/checks.md does not tell of {name}");
    }
}
