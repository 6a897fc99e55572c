//! JSON lines: values keep their type, errors name line and column.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a table that must be read is a failed test when it is not"
)]

use std::io::Cursor;

use serde_json::json;
use table::{CaseOptions, Cases, Format, Problem, Role, TableError, read_cases};
use terms::{Case, Split};

fn open(text: &str) -> Result<Cases, TableError> {
    let options = CaseOptions { max_row: 1000, ..CaseOptions::default() };
    read_cases("a.jsonl", Format::Jsonl, Box::new(Cursor::new(text.as_bytes().to_vec())), &options)
}

fn read(text: &str) -> Vec<Case> {
    open(text).unwrap().collect::<Result<_, _>>().unwrap()
}

#[track_caller]
fn fails(text: &str, line: u32, column: Option<u32>, problem: &Problem) {
    let found = match open(text) {
        Err(error) => error,
        Ok(cases) => cases.filter_map(Result::err).next().expect("an error"),
    };
    assert_eq!(&found.problem, problem);
    assert_eq!((found.place.line, found.place.column), (Some(line), column));
}

#[test]
fn values_keep_their_type_and_named_members_are_understood() {
    let cases = read(
        "\u{feff}{\"id\": 7, \"items\": [1, {\"a\": null}], \"n\": 2.5, \"expect\": {\"total\": 12}, \"expect.length\": 3, \
         \"tags\": [\"a\", \"b\"], \"weight\": 0.5, \"cluster\": \"g\", \"split\": \"test\"}\n\n{\"n\": null}\r\n",
    );
    let case = &cases[0];
    assert_eq!(case.id, "7");
    assert_eq!(case.values["items"], json!([1, {"a": null}]));
    assert_eq!(case.values["n"], json!(2.5));
    assert_eq!(case.expect[""], "{\"total\":12}");
    assert_eq!(case.expect["length"], "3");
    assert_eq!(case.tags, ["a", "b"]);
    assert_eq!((case.weight, case.cluster.as_deref(), case.split), (0.5, Some("g"), Split::Test));
    assert_eq!((cases[1].line, cases[1].number), (3, 1));
    assert_eq!(cases[1].values["n"], json!(null));
}

#[test]
fn the_columns_are_those_of_the_first_row() {
    let cases = open("{\"b\": 1, \"attendu\": \"x\", \"a\": 2}\n{\"c\": 3}\n").unwrap();
    assert_eq!(cases.inputs().collect::<Vec<_>>(), ["b", "a"]);
    assert_eq!(cases.columns()[1].role, Role::Expect(String::new()));
    assert_eq!(cases.map(Result::unwrap).count(), 2);
}

#[test]
fn what_is_not_an_object_is_placed() {
    fails("{\"a\": 1}\n{\"é\": oui}\n", 2, Some(7), &Problem::JsonSyntax);
    fails("{\"a\": 1}\n{\"a\": 1\n", 2, Some(8), &Problem::JsonCut);
    fails("[1]\n", 1, Some(1), &Problem::JsonNotObject);
    fails("\"texte\"\n", 1, Some(7), &Problem::JsonNotObject);
    fails("{\"a\": 1} {\"a\": 2}\n", 1, Some(10), &Problem::JsonSyntax);
    fails("{\"a\": NaN}\n", 1, Some(7), &Problem::JsonSyntax);
    assert_eq!(open("\n \n").err().unwrap().problem, Problem::Empty);
}

#[test]
fn a_bad_line_leaves_the_others_readable() {
    let cases = open("{\"a\": 1}\nnon\n{\"a\": 2}\n").unwrap();
    let read: Vec<Option<String>> = cases.map(|c| c.ok().map(|c| c.id)).collect();
    assert_eq!(read, [Some("1".to_owned()), None, Some("3".to_owned())]);
}

#[test]
fn a_member_said_twice_is_refused() {
    let twice = |first: &str, second: &str| Problem::DuplicateColumn {
        first: first.to_owned(),
        second: second.to_owned(),
    };
    fails("{\"a\": 1, \"a\": 2}\n", 1, None, &twice("a", "a"));
    fails("{\"expect\": 1, \"attendu\": 2}\n", 1, None, &twice("expect", "attendu"));
}

#[test]
fn long_lines_and_deep_values_are_stopped() {
    let long = format!("{{\"a\": \"{}\"}}\n", "x".repeat(1000));
    fails(&long, 1, None, &Problem::RowTooLong { limit: 1000 });
    let deep = format!("{{\"a\": {}{}}}", "[".repeat(200), "]".repeat(200));
    fails(&deep, 1, Some(133), &Problem::JsonSyntax);
}
