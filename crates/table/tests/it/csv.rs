//! Separated text as people make it, and what is said when it cannot be read.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a table that must be read is a failed test when it is not"
)]

use std::io::{Cursor, Read};

use locale::Locale;
use table::{CaseOptions, Cases, Encoding, Format, Problem, TableError, read_cases};
use terms::{Case, Lang, Split};

fn open(bytes: &[u8], options: &CaseOptions) -> Result<Cases, TableError> {
    read_cases("a.csv", Format::Csv, Box::new(Cursor::new(bytes.to_vec())), options)
}

fn read(text: &str) -> Vec<Case> {
    open(text.as_bytes(), &CaseOptions::default()).unwrap().collect::<Result<_, _>>().unwrap()
}

/// Values of the input columns, row by row.
fn values(text: &str) -> Vec<Vec<String>> {
    let texts = |case: Case| case.values.values().map(|v| v.as_str().unwrap().to_owned()).collect();
    read(text).into_iter().map(texts).collect()
}

/// The first error of a table.
fn error(bytes: &[u8]) -> TableError {
    match open(bytes, &CaseOptions::default()) {
        Err(error) => error,
        Ok(cases) => cases.filter_map(Result::err).next().expect("an error"),
    }
}

#[track_caller]
fn fails(bytes: &[u8], line: u32, column: Option<u32>, problem: &Problem) {
    let found = error(bytes);
    assert_eq!(&found.problem, problem);
    assert_eq!((found.place.line, found.place.column), (Some(line), column));
}

#[test]
fn the_separator_is_found_in_the_first_lines() {
    for text in [
        "a,b\n1,2\n",
        "a;b\n1;2\n",
        "a\tb\n1\t2\n",
        "\u{feff}a;b\r\n1;2\r\n",
        "sep=;\r\na;b\r\n1;2",
        "a,b\r1,2\r",
    ] {
        assert_eq!(values(text), [["1", "2"]], "{text:?}");
    }
    // commas in a French header and in amounts are no separators
    assert_eq!(values("client;montant, en euros, TTC\nZoé;1 234,50\n"), [["Zoé", "1 234,50"]]);
    // a quoted header hides its commas
    assert_eq!(values("\"a, b, c\";d\n1;2\n"), [["1", "2"]]);
    // one column
    assert_eq!(values("mot\nbonjour\n"), [["bonjour"]]);
    assert_eq!(values("texte\n\"un; deux, trois\"\n"), [["un; deux, trois"]]);
}

#[test]
fn quotes_follow_rfc_4180() {
    assert_eq!(values("a,b\n\"un \"\"mot\"\"\",\"deux\nlignes\"\n"), [["un \"mot\"", "deux\nlignes"]]);
    assert_eq!(values("a,b\n\"\",x\n"), [["", "x"]]);
    // a quote inside a cell that is not quoted is a quote
    assert_eq!(values("a,b\n5\" de long,x\n"), [["5\" de long", "x"]]);
    assert_eq!(values("a,b\n\"x\",\"y\""), [["x", "y"]]);
    assert_eq!(values("a,b\nx,"), [["x", ""]]);
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let cases = read("a,b\n\"1\n2\",x\n\n3,y\n");
    assert_eq!(cases.iter().map(|c| c.line).collect::<Vec<_>>(), [2, 5]);
    assert_eq!(cases.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(cases.iter().map(|c| c.number).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn lines_without_text_are_passed_over() {
    assert_eq!(values("a;b\n\n1;2\n;\n\n;\n").len(), 1);
    // quoted, an empty cell is a value
    assert_eq!(values("a\n\"\"\nx\n"), [[""], ["x"]]);
    assert_eq!(values("\n\na,b\n1,2\n"), [["1", "2"]]);
}

#[test]
fn named_columns_are_understood_in_both_languages() {
    let cases = read(
        "ID;client;Attendu;attendu.contient;Étiquettes;Poids;groupe;split\n\
         c1;Zoé;oui;colis;urgent, fr;2,5;g1;Développement\n",
    );
    let case = &cases[0];
    assert_eq!(case.id, "c1");
    assert_eq!(case.values.keys().collect::<Vec<_>>(), ["client"]);
    assert_eq!(case.expect[""], "oui");
    assert_eq!(case.expect["contient"], "colis");
    assert_eq!(case.tags, ["urgent", "fr"]);
    assert_eq!(case.weight, 2.5);
    assert_eq!(case.cluster.as_deref(), Some("g1"));
    assert_eq!(case.split, Split::Dev);
}

#[test]
fn an_input_may_bear_a_reserved_name() {
    let case = &read("id,input.id,entrée.poids,a.b\n7,x,y,z\n")[0];
    assert_eq!(case.id, "7");
    assert_eq!(case.values.keys().collect::<Vec<_>>(), ["id", "poids", "a.b"]);
}

#[test]
fn empty_cells_expect_nothing() {
    let case = &read("a,expect,expect.number,weight,id\nx,,,,\n")[0];
    assert!(case.expect.is_empty());
    assert_eq!((case.weight, case.id.as_str()), (1.0, "1"));
}

#[test]
fn accents_of_a_header_are_composed_and_values_are_left_alone() {
    let case = &read("re\u{301}ponse\ne\u{301}\n")[0];
    assert_eq!(case.values["réponse"], "e\u{301}");
}

#[test]
fn a_wrong_count_of_cells_names_the_line_and_leaves_the_rest_readable() {
    let text = "a,b\n1,2\n1,2,3\n4\n5,6\n";
    let (good, bad): (Vec<_>, Vec<_>) =
        open(text.as_bytes(), &CaseOptions::default()).unwrap().partition(Result::is_ok);
    assert_eq!(good.len(), 2);
    let bad: Vec<TableError> = bad.into_iter().filter_map(Result::err).collect();
    assert_eq!(bad[0].problem, Problem::ColumnCount { expected: 2, found: 3 });
    assert_eq!((bad[0].place.line, bad[1].place.line), (Some(3), Some(4)));
    // the rows that could not be read keep their number
    assert_eq!(good[1].as_ref().unwrap().id, "4");
    let said = Locale::new(Lang::En).explain(&bad[0]);
    assert!(said.starts_with("a.csv:3: this row has 3 cells and the header has 2 columns\nhint: "), "{said}");
    let said = Locale::new(Lang::Fr).explain(&bad[1]);
    assert!(said.starts_with("a.csv:4\u{a0}: cette ligne a 1 cellule et l’en-tête a 2 colonnes\n"), "{said}");
}

#[test]
fn latin_1_is_recognised_and_the_way_out_is_told() {
    let bytes = b"a,b\nx,y\nd\xe9j\xe0,z\n";
    let problem = Problem::NotUtf8 { byte: 0xe9, offset: 9, windows: Some('é') };
    fails(bytes, 3, Some(2), &problem);
    let said = Locale::new(Lang::En).explain(&error(bytes));
    assert!(said.contains("“é”") && said.contains("iconv -f WINDOWS-1252 -t UTF-8 a.csv"), "{said}");
    // the rows before it were read
    let cases = open(bytes, &CaseOptions::default()).unwrap();
    assert_eq!(cases.filter(Result::is_ok).count(), 1);
    // and asked for, the encoding is read
    let options = CaseOptions { encoding: Encoding::Latin1, ..CaseOptions::default() };
    let cases: Vec<Case> =
        open(b"a,b\nx,y\nd\xe9j\xe0,\x80 \x9c\n", &options).unwrap().map(Result::unwrap).collect();
    assert_eq!((&cases[1].values["a"], &cases[1].values["b"]), (&"déjà".into(), &"€ œ".into()));
}

#[test]
fn latin_1_far_into_a_file_is_placed_exactly() {
    // past the first chunk, in a quoted cell with line breaks, after characters of several bytes
    let mut bytes = "a,b\n".to_owned().into_bytes();
    for _ in 0..9_000 {
        bytes.extend("été,\"œ\nß\"\n".as_bytes());
    }
    bytes.extend(b"\xc3\xa9t\xe9,x\n");
    let offset = bytes.len() as u64 - 4;
    fails(&bytes, 18_002, Some(3), &Problem::NotUtf8 { byte: 0xe9, offset, windows: Some('é') });
}

#[test]
fn utf_16_zero_bytes_and_cut_characters_are_told_apart() {
    let utf16: Vec<u8> = "\u{feff}a,b\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(error(&utf16).problem, Problem::Utf16);
    let bare: Vec<u8> = "a,b\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(error(&bare).problem, Problem::Utf16);
    fails(b"a,b\n1,\0\n", 2, Some(3), &Problem::Nul { offset: 6 });
    fails(b"a,b\n1,\xe2\x82", 2, Some(3), &Problem::NotUtf8 { byte: 0xe2, offset: 6, windows: Some('â') });
}

#[test]
fn an_open_quote_is_named_where_it_opens() {
    fails(b"a,b\n1,2\n3,\"4\n5,6\n7,8\n", 3, None, &Problem::UnclosedQuote);
    fails(b"a,b\n1,2\n\"3\n4\",\"5\n", 4, None, &Problem::UnclosedQuote);
    fails(b"a,b\n\"un\" mot,2\n", 2, None, &Problem::TextAfterQuote);
    fails(b"a,b\n\"un \"mot\"\",2\n", 2, None, &Problem::TextAfterQuote);
}

#[test]
fn nothing_and_nothing_but_a_header_differ() {
    assert_eq!(error(b"").problem, Problem::Empty);
    assert_eq!(error(b"\xef\xbb\xbf\n\n").problem, Problem::Empty);
    let mut cases = open(b"a,expect\n", &CaseOptions::default()).unwrap();
    assert_eq!(cases.inputs().collect::<Vec<_>>(), ["a"]);
    assert!(cases.next().is_none() && cases.next().is_none());
}

#[test]
fn two_columns_of_one_meaning_are_refused() {
    let twice = |first: &str, second: &str| Problem::DuplicateColumn {
        first: first.to_owned(),
        second: second.to_owned(),
    };
    fails(b"a,b,a\n", 1, None, &twice("a", "a"));
    fails(b"a,expect,attendu\n", 1, None, &twice("expect", "attendu"));
    fails("id,ID\n".as_bytes(), 1, None, &twice("id", "ID"));
    fails("été,e\u{301}te\u{301}\n".as_bytes(), 1, None, &twice("été", "e\u{301}te\u{301}"));
}

#[test]
fn columns_without_a_name_must_be_empty() {
    assert_eq!(values("a,b,\n1,2,\n"), [["1", "2"]]);
    fails(b"a,b,\n1,2,x\n", 2, None, &Problem::UnnamedColumn { column: 3 });
}

#[test]
fn weights_and_splits_are_checked() {
    let text = |value: &str| value.to_owned();
    for weight in ["-1", "NaN", "inf", "lourd", "1,2,3"] {
        let csv = format!("a,weight\nx,\"{weight}\"\n");
        fails(csv.as_bytes(), 2, None, &Problem::Weight { value: text(weight) });
    }
    assert_eq!(read("a,weight\nx,0\n")[0].weight, 0.0);
    fails(b"a,split\nx,tset\n", 2, None, &Problem::Split { value: text("tset") });
    assert_eq!(read("a,split\nx,Entraînement\n")[0].split, Split::Train);
}

#[test]
fn an_id_met_twice_is_an_error_unless_allowed() {
    let csv = b"a,id\nx,c1\ny,c2\nz,c1\nt,c4\n";
    fails(csv, 4, None, &Problem::DuplicateId { id: "c1".to_owned(), first: None });
    // a row without an id is called by its number, which may be taken
    fails(b"a,id\nx,2\ny,\n", 3, None, &Problem::DuplicateId { id: "2".to_owned(), first: None });
    // in whichever order
    fails(b"a,id\nx,\ny,\nz,2\n", 4, None, &Problem::DuplicateId { id: "2".to_owned(), first: None });
    assert_eq!(read("a,id\nx,\ny,\nz,3\nt,02\n").len(), 4);
    let options = CaseOptions { unique_ids: false, ..CaseOptions::default() };
    assert_eq!(open(csv, &options).unwrap().filter(Result::is_ok).count(), 4);
}

/// Gives a cell that never ends and counts what is taken.
struct Endless {
    head: Cursor<&'static [u8]>,
    given: std::sync::Arc<std::sync::atomic::AtomicUsize>,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.head.read(buffer)?;
        if n > 0 {
            return Ok(n);
        }
        buffer.fill(b'x');
        self.given.fetch_add(buffer.len(), std::sync::atomic::Ordering::Relaxed);
        Ok(buffer.len())
    }
}

#[test]
fn a_cell_that_never_ends_is_stopped_at_the_limit() {
    for head in [b"a,b\n1,\"".as_slice(), b"a,b\n1,", b"\"", b"a"] {
        let given = std::sync::Arc::default();
        let input = Endless { head: Cursor::new(head), given: std::sync::Arc::clone(&given) };
        let options = CaseOptions { max_cell: 1 << 20, ..CaseOptions::default() };
        let error = match read_cases("a.csv", Format::Csv, Box::new(input), &options) {
            Err(error) => error,
            Ok(mut cases) => cases.next().unwrap().unwrap_err(),
        };
        assert_eq!(error.problem, Problem::CellTooLong { limit: 1 << 20 });
        assert!(given.load(std::sync::atomic::Ordering::Relaxed) < 2 << 20);
    }
}

#[test]
fn rows_and_columns_have_limits_too() {
    let options = CaseOptions { max_cell: 100, max_row: 150, max_columns: 4, ..CaseOptions::default() };
    let long = format!("a,b\n{0},{0}\n", "x".repeat(90));
    let mut cases = open(long.as_bytes(), &options).unwrap();
    assert_eq!(cases.next().unwrap().unwrap_err().problem, Problem::RowTooLong { limit: 150 });
    assert!(cases.next().is_none());
    let wide = open(b"a,b,c,d,e\n", &options).err().unwrap();
    assert_eq!(wide.problem, Problem::TooManyColumns { limit: 4 });
}

#[test]
fn rows_are_read_as_they_come() {
    /// Rows made as they are read.
    struct Rows(u32, Vec<u8>);
    impl Read for Rows {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            if self.1.is_empty() && self.0 < 50_000 {
                self.0 += 1;
                self.1 = format!("{},texte {}\n", self.0, self.0).into_bytes();
            }
            let n = self.1.len().min(buffer.len());
            buffer[..n].copy_from_slice(&self.1[..n]);
            self.1.drain(..n);
            Ok(n)
        }
    }
    // given rows that exist only while they are read, when they are read, then all arrive
    let input = Rows(0, b"n,texte\n".to_vec());
    let cases = read_cases("a.csv", Format::Csv, Box::new(input), &CaseOptions::default()).unwrap();
    assert_eq!(cases.map(Result::unwrap).last().unwrap().line, 50_001);
}

#[test]
fn the_reader_agrees_with_the_csv_crate_on_well_formed_text() {
    let text = "a,b,c\n1,\"x,\"\"y\"\"\",\n\"multi\r\nline\",é,🙂\n,,z\n";
    let mut oracle = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let wanted: Vec<Vec<String>> =
        oracle.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(values(text), wanted);
}
