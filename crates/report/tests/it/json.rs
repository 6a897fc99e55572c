//! The document of `--json`: read back, described, and described completely.
#![expect(clippy::unwrap_used, reason = "a document that cannot be read fails the test")]

use std::collections::BTreeSet;
use std::path::Path;

use report::by_name;
use serde_json::{Value, from_str};
use terms::evaluation::{Ended, Evaluation};
use terms::{Lang, Verdict};

use crate::fixture::{evaluation, write};

fn docs(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
    std::fs::read_to_string(path).unwrap()
}

fn schema() -> Value {
    from_str(&docs("evaluation.schema.json")).unwrap()
}

fn document(evaluation: &Evaluation, lang: Lang) -> String {
    write(by_name("json").unwrap(), lang, evaluation, &[])
}

/// An evaluation in which every optional field is there.
fn full() -> Evaluation {
    let mut evaluation = evaluation();
    let arm = &mut evaluation.arms[0];
    arm.variant = Some("temperature=0.2".to_owned());
    (arm.stability, arm.model_variance) = (Some(0.93), Some(0.12));
    evaluation.comparisons[2].more_cases = Some(140);
    evaluation
}

/// One in which every field that may be null is.
fn bare() -> Evaluation {
    let mut evaluation = evaluation();
    evaluation.notes.clear();
    for arm in &mut evaluation.arms {
        (arm.score, arm.low, arm.high, arm.pass_at_1) = (None, None, None, None);
        (arm.cost, arm.currency, arm.priced_on, arm.latency_ms) = (None, None, None, None);
    }
    for metric in evaluation.arms.iter_mut().flat_map(|a| &mut a.metrics) {
        metric.score = None;
    }
    evaluation
}

#[test]
fn the_document_reads_back_as_the_same_evaluation() {
    for lang in Lang::ALL {
        for evaluation in [evaluation(), full(), bare()] {
            assert_eq!(from_str::<Evaluation>(&document(&evaluation, lang)).unwrap(), evaluation);
        }
    }
}

#[test]
fn sentences_are_in_the_language_of_the_run() {
    let mut evaluation = evaluation();
    evaluation.notes = vec![terms::Message::new("report-spent-nothing")];
    let text = |lang| from_str::<Value>(&document(&evaluation, lang)).unwrap()["notes"][0]["text"].clone();
    assert_eq!(text(Lang::En), "Nothing spent.");
    assert_eq!(text(Lang::Fr), "Rien n’a été dépensé.");
}

#[test]
fn every_document_is_valid_against_the_published_schema() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let mut documents = vec![evaluation(), full(), bare()];
    for ended in [Ended::Completed, Ended::Budget, Ended::Interrupted, Ended::Vendor] {
        documents.push(Evaluation { ended, ..evaluation() });
    }
    for verdict in [Verdict::Better, Verdict::Worse, Verdict::Equivalent, Verdict::NotEnoughEvidence] {
        let mut evaluation = evaluation();
        evaluation.comparisons[0].verdict = verdict;
        documents.push(evaluation);
    }
    for evaluation in documents {
        let document: Value = from_str(&document(&evaluation, Lang::Fr)).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&document).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

#[test]
fn the_schema_refuses_what_is_no_evaluation() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let valid: Value = from_str(&document(&evaluation(), Lang::En)).unwrap();
    let broken: [(&str, Value); 6] = [
        ("/schema", "motjuste/evaluation/2".into()),
        ("/ended", "done".into()),
        ("/arms/0/score", 1.5.into()),
        ("/comparisons/0/verdict", "good".into()),
        ("/calls/new", (-1).into()),
        ("/spent/0/currency", "dollars".into()),
    ];
    for (at, value) in broken {
        let mut document = valid.clone();
        *document.pointer_mut(at).unwrap() = value;
        assert!(!validator.is_valid(&document), "{at}");
    }
}

/// Paths of the members of a document, items of a list all at `[]`.
fn members(value: &Value, at: &str, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let at = format!("{at}.{name}");
                members(value, &at, out);
                out.insert(at);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| members(item, &format!("{at}[]"), out)),
        _ => {}
    }
}

/// Paths of the members a schema describes.
fn described(schema: &Value, root: &Value, at: &str, out: &mut BTreeSet<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let target = root.pointer(name.trim_start_matches('#')).unwrap();
        // a message may hold messages: once is enough
        if !at.ends_with(".args[][]") {
            described(target, root, at, out);
        }
    }
    for option in schema["anyOf"].as_array().into_iter().flatten() {
        described(option, root, at, out);
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let at = format!("{at}.{name}");
        described(property, root, &at, out);
        out.insert(at);
    }
    if schema["items"].is_object() {
        described(&schema["items"], root, &format!("{at}[]"), out);
    }
}

#[test]
fn the_schema_and_the_document_have_the_same_members() {
    // given every field filled, then a field added to the type without its description, or the reverse, fails here
    let mut written = BTreeSet::new();
    members(&from_str(&document(&full(), Lang::En)).unwrap(), "", &mut written);
    let (schema, mut known) = (schema(), BTreeSet::new());
    described(&schema, &schema, "", &mut known);
    assert_eq!(written, known);
}

#[test]
fn the_reference_names_every_member() {
    let text = docs("evaluation-json.md");
    let mut written = BTreeSet::new();
    members(&from_str(&document(&full(), Lang::En)).unwrap(), "", &mut written);
    for path in written {
        let name = path.rsplit('.').next().unwrap();
        assert!(text.contains(&format!("`{name}`")), "docs/evaluation-json.md does not name {path}");
    }
}
