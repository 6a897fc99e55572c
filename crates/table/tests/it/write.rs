//! Writing, and reading back what was written.
#![expect(clippy::unwrap_used, reason = "tables written here are known to be readable")]

use std::io::Cursor;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use table::{
    CaseOptions, CaseWriter, Column, CsvStyle, Format, Ratios, Role, assign_split, content_hash, neutralise,
    open_cases, read_cases,
};
use terms::{Case, Split};

fn read(format: Format, bytes: Vec<u8>) -> (Vec<Column>, Vec<Case>) {
    let cases = read_cases("a", format, Box::new(Cursor::new(bytes)), &CaseOptions::default()).unwrap();
    (cases.columns().to_vec(), cases.collect::<Result<_, _>>().unwrap())
}

fn csv(columns: &[Column], cases: &[Case], style: CsvStyle) -> Vec<u8> {
    let mut writer = CaseWriter::csv(Vec::new(), "a", columns, style).unwrap();
    cases.iter().for_each(|case| writer.write(case).unwrap());
    writer.finish().unwrap()
}

fn jsonl(columns: &[Column], cases: &[Case]) -> Vec<u8> {
    let mut writer = CaseWriter::jsonl(Vec::new(), "a", columns);
    cases.iter().for_each(|case| writer.write(case).unwrap());
    writer.finish().unwrap()
}

/// A case but for the line it stood on, which a rewritten file may change.
fn content(cases: Vec<Case>) -> Vec<Case> {
    cases.into_iter().map(|case| Case { line: 0, ..case }).collect()
}

#[test]
fn a_table_is_written_with_its_named_columns() {
    let (columns, cases) = read(
        Format::Csv,
        b"client;attendu;poids;groupe;tags;input.id;split\nZo\xc3\xa9;oui;2;g;a,b;x;test\nMax;;;;;;\n"
            .to_vec(),
    );
    let text = String::from_utf8(csv(&columns, &cases, CsvStyle::default())).unwrap();
    let split = cases[1].split.name();
    assert_eq!(
        text,
        format!(
            "client,expect,weight,cluster,tags,input.id,split\r\nZoé,oui,2,g,\"a, b\",x,test\r\nMax,,,,,,{split}\r\n"
        )
    );
    let lines = String::from_utf8(jsonl(&columns, &cases)).unwrap();
    let first: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(
        first,
        json!({"client": "Zoé", "input.id": "x", "expect": "oui", "tags": ["a", "b"], "weight": 2.0, "cluster": "g", "split": "test"})
    );
}

#[test]
fn formulas_are_made_harmless_and_numbers_are_left_alone() {
    let harmful =
        ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "-", "+33 6 12"];
    for text in harmful {
        assert_eq!(neutralise(text), format!("'{text}"));
    }
    for text in ["", "texte", "-12", "+3,5", "-0.5", "1=1", "a@b.fr", "- liste".trim_start_matches("- ")] {
        assert_eq!(neutralise(text), text);
    }
    let (columns, cases) = read(Format::Csv, b"a\n\"=HYPERLINK(\"\"x\"\")\"\n".to_vec());
    let style = CsvStyle { neutralise: true, mark: true, delimiter: b';' };
    assert_eq!(csv(&columns, &cases, style), "\u{feff}a\r\n\"'=HYPERLINK(\"\"x\"\")\"\r\n".as_bytes());
}

#[test]
fn a_split_depends_on_the_values_and_on_nothing_else() {
    let text = "id,a,b,expect\n1,x,y,z\n";
    let split = |text: &str| read(Format::Csv, text.as_bytes().to_vec()).1[0].split;
    // the same values in another order, under another id, with another expectation, in another place
    for other in ["b,a\ny,x\n", "id,a,b,expect\n99,x,y,autre\n", "a,b,weight\nx,y,3\n"] {
        assert_eq!(split(text), split(other));
    }
    // the same number from csv and from jsonl
    let numbers = read(Format::Jsonl, b"{\"a\": 12, \"b\": true, \"c\": null}\n".to_vec()).1;
    assert_eq!(split("a,b,c\n12,true,\n"), numbers[0].split);
    // members of a cluster stay together
    let text: String = (0..50).map(|i| format!("{i},groupe 1\n")).collect();
    let cases = read(Format::Csv, format!("a,cluster\n{text}").into_bytes()).1;
    assert!(cases.iter().all(|c| c.split == cases[0].split));
}

#[test]
fn splits_follow_the_ratios() {
    let shares = |ratios: Ratios| {
        let mut counts = [0; 3];
        for i in 0..10_000 {
            let values: Map<String, Value> = [("a".to_owned(), json!(i))].into_iter().collect();
            counts[assign_split(&values, None, ratios) as usize] += 1;
        }
        counts
    };
    // five standard errors of a share of .6 over 10,000 draws are 245
    let [train, dev, test] = shares(Ratios::default());
    assert!((5755..6245).contains(&train) && (1800..2200).contains(&dev) && (1800..2200).contains(&test));
    assert_eq!(shares(Ratios::default()), shares(Ratios::new(3.0, 1.0, 1.0).unwrap()));
    assert_eq!(shares(Ratios::new(0.0, 1.0, 0.0).unwrap()), [0, 10_000, 0]);
    assert_eq!(shares(Ratios::new(0.0, 0.0, 5.0).unwrap()), [0, 0, 10_000]);
    assert_eq!(shares(Ratios::new(1.0, 0.0, 0.0).unwrap()), [10_000, 0, 0]);
    for (a, b, c) in [(-1.0, 1.0, 1.0), (0.0, 0.0, 0.0), (f64::NAN, 1.0, 1.0), (f64::INFINITY, 1.0, 1.0)] {
        assert!(Ratios::new(a, b, c).is_err());
    }
}

#[test]
fn the_split_of_known_values_never_changes() {
    // made by this code when it was first written: a change here would mix sealed cases into training
    let cases = read(Format::Csv, b"a\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n".to_vec()).1;
    let splits: String = cases.iter().map(|c| &c.split.name()[..2]).collect::<Vec<_>>().join(" ");
    assert_eq!(splits, "tr tr tr tr te tr tr tr de tr");
}

#[test]
fn a_file_has_one_hash_and_an_id_met_again_names_its_first_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, "a,id\nx,c1\ny,c2\nz,c1\n").unwrap();
    // BLAKE3 of the file, first 128 bits, by the reference implementation
    let whole = blake3::hash(&std::fs::read(&path).unwrap());
    assert_eq!(content_hash(&path).unwrap(), whole.as_bytes()[..16]);
    let error = open_cases(&path, &CaseOptions::default()).unwrap().find_map(Result::err).unwrap();
    assert_eq!(error.problem, table::Problem::DuplicateId { id: "c1".to_owned(), first: Some(2) });
}

/// A name of an input, reserved ones included.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "id",
            "Expect",
            "weight",
            "input.a",
            "entrée.b",
            "expect.x",
            "groupe",
            "été",
            "a.b",
            "split"
        ])
        .prop_map(str::to_owned),
        "[a-z;,\"' éœ=@\n]{1,6}".prop_filter("trimmed", |n| n.trim() == n && !n.is_empty()),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z ;,\t\"'éœ🙂=+@.\n\r-]{0,12}",
        // a zero byte is no text
        any::<String>().prop_map(|s| s.replace('\0', "")),
    ]
}

prop_compose! {
    fn table()(
        names in prop::collection::btree_set(name(), 1..4),
        checks in prop::collection::btree_set("[a-z ,]{0,4}".prop_map(|c| c.trim().to_owned()), 0..3),
        rows in 0..6usize,
    )(
        cells in prop::collection::vec(prop::collection::vec(text(), names.len() + checks.len()), rows),
        tags in prop::collection::vec(prop::collection::vec("[a-zé]{1,4}", 0..3), rows),
        weights in prop::collection::vec(prop::sample::select(vec![1.0, 0.0, 0.1, 2.5, 1e-9, 123456.75]), rows),
        clusters in prop::collection::vec(prop::option::of("[a-z,\"]{1,4}"), rows),
        splits in prop::collection::vec(prop::sample::select(vec![Split::Train, Split::Dev, Split::Test]), rows),
        names in Just(names),
        checks in Just(checks),
    ) -> (Vec<Column>, Vec<Case>) {
        let mut roles: Vec<Role> = names.iter().map(|n| Role::Input(n.clone())).collect();
        roles.extend(checks.iter().map(|c| Role::Expect(c.clone())));
        roles.extend([Role::Id, Role::Tags, Role::Weight, Role::Cluster, Role::Split]);
        let columns = roles.iter().map(|role| Column { header: role.header(), role: role.clone() }).collect();
        let cases = cells.into_iter().enumerate().map(|(i, cells)| {
            let (inputs, expected) = cells.split_at(names.len());
            Case {
                number: i as u64,
                id: format!("cas {i}"),
                line: 0,
                values: names.iter().cloned().zip(inputs.iter().map(|t| json!(t))).collect(),
                expect: checks.iter().cloned().zip(expected.iter().cloned()).filter(|(_, t)| !t.is_empty()).collect(),
                tags: tags[i].clone(),
                weight: weights[i],
                cluster: clusters[i].clone(),
                split: splits[i],
            }
        }).collect();
        (columns, cases)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back((columns, cases) in table(), delimiter in prop::sample::select(vec![b',', b';', b'\t']), mark: bool) {
        let style = CsvStyle { delimiter, neutralise: false, mark };
        let bytes = csv(&columns, &cases, style);
        let options = CaseOptions { delimiter: Some(delimiter), ..CaseOptions::default() };
        let read_back = read_cases("a", Format::Csv, Box::new(Cursor::new(bytes.clone())), &options).unwrap();
        let found = read_back.columns().to_vec();
        let read_back: Vec<Case> = read_back.collect::<Result<_, _>>().unwrap();
        // and writing it again gives the same bytes
        prop_assert_eq!(csv(&found, &read_back, style), bytes);
        prop_assert_eq!(content(read_back), cases.clone());
        if !cases.is_empty() {
            let (_, read_back) = read(Format::Jsonl, jsonl(&columns, &cases));
            prop_assert_eq!(content(read_back), cases);
        }
    }

    #[test]
    fn the_csv_crate_reads_what_we_write((columns, cases) in table()) {
        let bytes = csv(&columns, &cases, CsvStyle::default());
        let mut oracle = csv::ReaderBuilder::new().from_reader(bytes.as_slice());
        let found: Vec<csv::StringRecord> = oracle.records().collect::<Result<_, _>>().unwrap();
        prop_assert_eq!(found.len(), cases.len());
        for (record, case) in found.iter().zip(&cases) {
            let first = case.values.values().next().unwrap().as_str().unwrap();
            prop_assert_eq!(&record[0], first);
        }
    }

    #[test]
    fn any_bytes_give_cases_or_errors_and_an_end(bytes in prop::collection::vec(any::<u8>(), 0..200), latin: bool) {
        let encoding = if latin { table::Encoding::Latin1 } else { table::Encoding::Utf8 };
        let options = CaseOptions { encoding, max_cell: 64, max_row: 128, max_columns: 16, ..CaseOptions::default() };
        for format in [Format::Csv, Format::Tsv, Format::Jsonl] {
            if let Ok(cases) = read_cases("a", format, Box::new(Cursor::new(bytes.clone())), &options) {
                prop_assert!(cases.count() <= bytes.len() + 1);
            }
        }
    }

    #[test]
    fn any_text_of_csv_marks_is_read_in_any_pieces(text in "[a,;\"\n\r é]{0,60}", size in 1..9usize) {
        struct Pieces(Cursor<Vec<u8>>, usize);
        impl std::io::Read for Pieces {
            fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
                let n = buffer.len().min(self.1);
                self.0.read(&mut buffer[..n])
            }
        }
        let all = |input: Box<dyn std::io::Read + Send>| -> Vec<String> {
            match read_cases("a", Format::Csv, input, &CaseOptions::default()) {
                Err(error) => vec![error.to_string()],
                Ok(cases) => cases.map(|c| c.map_or_else(|e| e.to_string(), |c| format!("{c:?}"))).collect(),
            }
        };
        let whole = all(Box::new(Cursor::new(text.clone().into_bytes())));
        prop_assert_eq!(all(Box::new(Pieces(Cursor::new(text.into_bytes()), size))), whole);
    }
}
