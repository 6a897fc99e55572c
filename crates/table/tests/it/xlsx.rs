//! Workbooks, made here part by part so that each can be honest or hostile.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a workbook made here is known to be whole")]

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use locale::Locale;
use table::{CaseOptions, Cases, Problem, TableError, open_cases};
use terms::{Case, Lang};
use zip::write::SimpleFileOptions;

const CONTENT_TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Cas" sheetId="1" r:id="rId1"/><sheet name="Autre" sheetId="2" r:id="rId2"/></sheets></workbook>"#;
const WORKBOOK_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
/// Style 1 is a date, style 2 a date with its time, style 3 a time.
const STYLES: &str = r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="20"/></cellXfs></styleSheet>"#;
const STRINGS: &str = r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="2" uniqueCount="2"><si><t>message</t></si><si><t>attendu</t></si></sst>"#;

fn sheet(rows: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    )
}

/// A header of shared strings: message, attendu.
const HEADER: &str = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>"#;

struct Book {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

impl Book {
    fn new(parts: &[(&str, &str)]) -> Book {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        Book::of_bytes(&zip.finish().unwrap().into_inner())
    }

    fn of_bytes(bytes: &[u8]) -> Book {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cas.xlsx");
        std::fs::write(&path, bytes).unwrap();
        Book { _folder: folder, path }
    }

    fn of_rows(rows: &str) -> Book {
        Book::with_strings(rows, STRINGS)
    }

    fn with_strings(rows: &str, strings: &str) -> Book {
        let other = sheet(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>mot</t></is></c></row>"#);
        Book::new(&[
            ("[Content_Types].xml", CONTENT_TYPES),
            ("_rels/.rels", RELS),
            ("xl/workbook.xml", WORKBOOK),
            ("xl/_rels/workbook.xml.rels", WORKBOOK_RELS),
            ("xl/styles.xml", STYLES),
            ("xl/sharedStrings.xml", strings),
            ("xl/worksheets/sheet1.xml", &sheet(rows)),
            ("xl/worksheets/sheet2.xml", &other),
        ])
    }

    fn open(&self, options: &CaseOptions) -> Result<Cases, TableError> {
        open_cases(&self.path, options)
    }

    fn read(&self) -> Vec<Case> {
        self.open(&CaseOptions::default()).unwrap().collect::<Result<_, _>>().unwrap()
    }

    fn error(&self) -> TableError {
        match self.open(&CaseOptions::default()) {
            Err(error) => error,
            Ok(cases) => cases.filter_map(Result::err).next().expect("an error"),
        }
    }
}

#[test]
fn cells_become_the_text_a_person_sees() {
    let book = Book::of_rows(&format!(
        r#"{HEADER}
        <row r="2"><c r="A2"><v>12</v></c><c r="B2"><v>0.30000000000000004</v></c></row>
        <row r="3"><c r="A3" s="1"><v>46082</v></c><c r="B3" s="2"><v>46082.4375</v></c></row>
        <row r="4"><c r="A4" t="b"><v>1</v></c><c r="B4" s="3"><v>0.5</v></c></row>
        <row r="5"><c r="A5" t="inlineStr"><is><t>Où est mon colis ?</t></is></c><c r="B5" t="str"><f>A1</f><v>formule</v></c></row>"#
    ));
    let read: Vec<(String, String)> = book
        .read()
        .into_iter()
        .map(|c| (c.values["message"].as_str().unwrap().to_owned(), c.expect[""].clone()))
        .collect();
    let wanted = [
        ("12", "0.3"),
        // 46082 is 1 March 2026 in the 1900 system
        ("2026-03-01", "2026-03-01T10:30:00"),
        ("true", "12:00:00"),
        ("Où est mon colis ?", "formule"),
    ];
    assert_eq!(read, wanted.map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[test]
fn rows_keep_their_number_and_empty_ones_are_passed_over() {
    let book = Book::of_rows(&format!(
        r#"{HEADER}<row r="3"/><row r="4"><c r="A4"><v>1</v></c></row><row r="9"><c r="B9"><v>2</v></c></row>"#
    ));
    let cases = book.read();
    assert_eq!(cases.iter().map(|c| c.line).collect::<Vec<_>>(), [4, 9]);
    assert!(cases[0].expect.is_empty());
    assert_eq!(cases[1].values["message"], "");
}

#[test]
fn a_sheet_is_chosen_by_option_or_by_the_path() {
    let book = Book::of_rows(HEADER);
    let named = CaseOptions { sheet: Some("Autre".to_owned()), ..CaseOptions::default() };
    assert_eq!(book.open(&named).unwrap().inputs().collect::<Vec<_>>(), ["mot"]);
    let path = PathBuf::from(format!("{}#Autre", book.path.display()));
    assert_eq!(open_cases(&path, &CaseOptions::default()).unwrap().inputs().collect::<Vec<_>>(), ["mot"]);
    let missing = CaseOptions { sheet: Some("Rien".to_owned()), ..CaseOptions::default() };
    let wanted = Problem::Sheet { name: "Rien".to_owned(), sheets: "Cas, Autre".to_owned() };
    assert_eq!(book.open(&missing).err().unwrap().problem, wanted);
}

#[test]
fn error_values_and_stray_cells_are_named_as_the_spreadsheet_names_them() {
    let book = Book::of_rows(&format!(r#"{HEADER}<row r="2"><c r="B2" t="e"><v>#N/A</v></c></row>"#));
    assert_eq!(book.error().problem, Problem::CellError { cell: "B2".to_owned(), value: "#N/A".to_owned() });
    let book = Book::of_rows(&format!(r#"{HEADER}<row r="2"><c r="AB2"><v>1</v></c></row>"#));
    assert_eq!(book.error().problem, Problem::OutsideColumns { cell: "AB2".to_owned() });
}

#[test]
fn a_sheet_of_two_far_cells_takes_no_room_for_those_between() {
    // a dense table of these would be 17 billion cells
    let book = Book::of_rows(&format!(r#"{HEADER}<row r="1048576"><c r="A1048576"><v>1</v></c></row>"#));
    assert_eq!(book.read()[0].line, 1_048_576);
}

#[test]
fn a_book_that_unpacks_to_too_much_is_refused() {
    let rows = format!("{HEADER}{}", " ".repeat(12 << 20));
    let book = Book::of_rows(&rows);
    let small = CaseOptions { max_unpacked: 8 << 20, ..CaseOptions::default() };
    assert_eq!(book.open(&small).err().unwrap().problem, Problem::WorkbookTooBig { limit: 8 << 20 });
    // within the total, but a thousand times smaller packed
    assert!(matches!(book.error().problem, Problem::WorkbookBomb { ratio, .. } if ratio > 100));
}

#[test]
fn sizes_that_the_package_announces_are_not_believed() {
    let rows = format!("{HEADER}{}", " ".repeat(12 << 20));
    let book = Book::of_rows(&rows);
    // given a directory and headers that announce one byte for each part
    let mut bytes = std::fs::read(&book.path).unwrap();
    for at in 0..bytes.len() - 46 {
        let offset = match &bytes[at..at + 4] {
            b"PK\x01\x02" => at + 24,
            b"PK\x03\x04" => at + 22,
            _ => continue,
        };
        bytes[offset..offset + 4].copy_from_slice(&1u32.to_le_bytes());
    }
    let liar = Book::of_bytes(&bytes);
    // when it is opened, then it is refused
    let problem = liar.error().problem;
    assert!(matches!(problem, Problem::WorkbookBomb { .. } | Problem::Workbook(_)), "{problem:?}");
}

#[test]
fn a_book_that_announces_more_strings_than_it_holds_is_refused() {
    for count in ["9999999999", "18446744073709551615", " 400000000 "] {
        let strings = STRINGS.replace(r#"uniqueCount="2""#, &format!("uniqueCount = '{count}'"));
        let book = Book::with_strings(HEADER, &strings);
        assert!(matches!(book.error().problem, Problem::WorkbookBomb { .. }), "{count}");
    }
    // the attribute far into the part, across the pieces it is read in
    let padding = "x".repeat((64 << 10) - 90);
    let strings =
        STRINGS.replace("<sst", &format!("<!--{padding}--><sst")).replace("\"2\">", "\"9999999999\">");
    assert!(matches!(Book::with_strings(HEADER, &strings).error().problem, Problem::WorkbookBomb { .. }));
}

#[test]
fn damaged_and_foreign_files_are_told_apart() {
    assert_eq!(Book::of_bytes(b"").error().problem, Problem::Empty);
    let ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0, 0, 0];
    assert_eq!(Book::of_bytes(&ole).error().problem, Problem::WorkbookPassword);
    assert!(matches!(Book::of_bytes(b"a,b\n1,2\n").error().problem, Problem::Workbook(_)));
    let whole = std::fs::read(&Book::of_rows(HEADER).path).unwrap();
    assert!(matches!(Book::of_bytes(&whole[..whole.len() / 2]).error().problem, Problem::Workbook(_)));
    let other = Book::new(&[("hello.txt", "bonjour")]);
    assert!(matches!(other.error().problem, Problem::Workbook(_)));
    let open = Book::of_rows(&format!("{HEADER}<row r=\"2\"><c r=\"A2\"><v>1"));
    assert!(matches!(open.error().problem, Problem::Workbook(_)));
}

#[test]
fn an_empty_sheet_is_empty_and_a_header_alone_has_no_case() {
    assert_eq!(Book::of_rows("").error().problem, Problem::Empty);
    assert!(Book::of_rows(HEADER).read().is_empty());
}

#[test]
fn every_byte_changed_gives_cases_or_an_error() {
    let book = Book::of_rows(&format!(r#"{HEADER}<row r="2"><c r="A2"><v>1</v></c></row>"#));
    let whole = std::fs::read(&book.path).unwrap();
    for at in (0..whole.len()).step_by(97) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        if let Ok(cases) = Book::of_bytes(&bytes).open(&CaseOptions::default()) {
            assert!(cases.count() < 10);
        }
    }
}

#[test]
fn what_cannot_be_opened_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let error = |name: &str| open_cases(&folder.path().join(name), &CaseOptions::default()).err().unwrap();
    assert_eq!(error("rien.xlsx").problem, Problem::NotFound);
    assert_eq!(error("rien.csv").problem, Problem::NotFound);
    assert_eq!(error("rien.ods").problem, Problem::Format { extension: "ods".to_owned() });
    assert_eq!(error("rien").problem, Problem::Format { extension: String::new() });
    let said = Locale::new(Lang::En)
        .explain(&open_cases(Path::new("rien.doc"), &CaseOptions::default()).err().unwrap());
    assert_eq!(
        said,
        "rien.doc: cases are not read from files ending in “.doc”\nhint: Use .csv, .tsv, .jsonl or .xlsx."
    );
}
