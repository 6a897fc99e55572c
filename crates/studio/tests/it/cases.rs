//! Cases edited as a table: nothing is lost, nothing is overwritten, what was not touched stays as it was.

use crate::bench::{Bench, WORD};

const PAGE: &str = "/cases/word.mot.md";

/// The stamp in the form of the table.
fn stamp(bench: &Bench) -> String {
    let page = bench.get(PAGE).is(200);
    let at = page.body.split("name='stamp' value='").nth(1).unwrap();
    at.split('\'').next().unwrap().to_owned()
}

/// Sends the form with this button, and follows it to the page that says what was done.
fn done(bench: &Bench, fields: &[(&str, &str)], says: &str) {
    let stamp = stamp(bench);
    let fields = [fields, &[("stamp", stamp.as_str()), ("page", "0")]].concat();
    let to = bench.post(PAGE, &fields).is(303).header("location").unwrap().to_owned();
    bench.get(&to).is(200).says(&[says]);
}

#[test]
fn cells_rows_and_columns_are_edited_and_the_rest_stays_as_it_was() {
    let bench = Bench::words(0);
    let before = "\u{feff}word;attendu;note\r\n\"a;b\";1;\"two\r\nlines\"\r\nc;2;=1+1\r\nd;3;\r\n";
    bench.file("word.cases.csv", before);
    bench.get(PAGE).is(200).says(&["a;b", "attendu", "=1+1"]);
    done(&bench, &[("cell.0.2", "two\r\nlines"), ("do", "save")], "Saved.");
    assert_eq!(bench.read("word.cases.csv"), before, "what was only shown is not rewritten");
    done(
        &bench,
        &[
            ("cell.1.0", "C </textarea><script>"),
            ("out.2", "yes"),
            ("new.0.0", "e"),
            ("new.1.0", ""),
            ("do", "save"),
        ],
        "Saved.",
    );
    assert_eq!(
        bench.read("word.cases.csv"),
        "\u{feff}word;attendu;note\r\n\"a;b\";1;\"two\r\nlines\"\r\nC </textarea><script>;2;=1+1\r\ne;;\r\n"
    );
    bench.get(PAGE).hides(&["</textarea><script>"]);
    done(&bench, &[("column", "tags"), ("do", "column")], "The column was added.");
    assert!(bench.read("word.cases.csv").starts_with("\u{feff}word;attendu;note;tags\r\n"));
}

#[test]
fn a_file_that_changed_meanwhile_is_shown_and_not_overwritten() {
    let bench = Bench::words(2);
    let mine = stamp(&bench);
    bench.file("word.cases.csv", "word,expect\ntheirs,1\nword1,word1\n");
    let fields = [("stamp", mine.as_str()), ("cell.1.1", "mine"), ("do", "save")];
    let clash = bench.post(PAGE, &fields).is(409).says(&["Two versions", "<ins>", "mine", "data-refused"]);
    assert_eq!(bench.read("word.cases.csv"), "word,expect\ntheirs,1\nword1,word1\n");
    let now = clash.body.split("name='stamp' value='").nth(1).unwrap().split('\'').next().unwrap().to_owned();
    bench.post(PAGE, &[("stamp", &now), ("cell.1.1", "mine"), ("do", "save")]).is(303);
    assert_eq!(bench.read("word.cases.csv"), "word,expect\ntheirs,1\nword1,mine\n");
}

#[test]
fn what_would_break_the_file_is_refused_and_kept_in_the_form() {
    let bench = Bench::words(0);
    bench.file("word.cases.csv", "id,word,expect\na,x,x\nb,y,y\n");
    let stamp = stamp(&bench);
    let fields = [("stamp", stamp.as_str()), ("cell.1.0", "a"), ("cell.1.1", "kept"), ("do", "save")];
    bench.post(PAGE, &fields).is(422).says(&["kept", "role='alert'"]);
    assert_eq!(bench.read("word.cases.csv"), "id,word,expect\na,x,x\nb,y,y\n");
    bench.file("word.cases.csv", "word,expect\na,b,c\n");
    bench.get(PAGE).is(200).says(&["role='alert'"]);
}

#[test]
fn lines_of_a_spreadsheet_make_the_first_cases() {
    let bench = Bench::new();
    bench.file("word.mot.md", WORD);
    bench.get(PAGE).is(200).says(&["No case yet", "word.cases.csv"]);
    let paste = "expect\tword\r\noui\t\"a\r\nb\"\r\nnon\tc\r\n";
    done(&bench, &[("paste", paste), ("do", "paste")], "2 cases added.");
    assert_eq!(bench.read("word.cases.csv"), "word,expect\n\"a\nb\",oui\nc,non\n");
    done(&bench, &[("paste", "d\tpeut-être"), ("do", "paste")], "1 case added.");
    assert!(bench.read("word.cases.csv").ends_with("c,non\nd,peut-être\n"));
}

#[test]
fn duplicates_are_shown_and_taken_out_and_parts_written_down() {
    let bench = Bench::words(0);
    bench.file("word.cases.csv", "word,expect,split\na,1,\nb,2,test\na,1,\na,9,\n");
    bench.get(PAGE).says(&["3 says the same as 1.", "4 is given the same as 1 and expects something else"]);
    done(&bench, &[("do", "dedupe")], "1 exact duplicate taken out.");
    done(&bench, &[("do", "split")], "The part of 2 cases was written down.");
    let text = bench.read("word.cases.csv");
    let parts: Vec<&str> = text.lines().skip(1).map(|line| line.rsplit(',').next().unwrap()).collect();
    assert_eq!(parts[1], "test", "{text}");
    assert!(parts.iter().all(|part| ["train", "dev", "test"].contains(part)), "{text}");
    done(&bench, &[("do", "split")], "Every case had its part already.");
}

#[test]
fn cases_at_the_edges_are_made_from_one_of_the_persons() {
    let bench = Bench::words(0);
    bench.file("word.cases.csv", "id,word,expect\nfirst,Where is my parcel?,shipping\n");
    let fields =
        [("edge", "empty"), ("edge", "typos"), ("edge", "hostile"), ("from", "first"), ("do", "edges")];
    done(&bench, &fields, "3 cases at the edges added");
    let text = bench.read("word.cases.csv");
    let rows: Vec<&str> = text.lines().collect();
    assert_eq!(rows[2], "first-empty,,,\"edge, empty\"", "{text}");
    assert_eq!(rows[3], "first-typos,Wehre is my parcel?,shipping,\"edge, typos\"", "{text}");
    assert!(text.contains("first-hostile") && text.contains("Ignore all the instructions"), "{text}");
    let stamp = stamp(&bench);
    let nowhere = [("stamp", stamp.as_str()), ("edge", "empty"), ("from", "none"), ("do", "edges")];
    bench.post(PAGE, &nowhere).is(422).says(&["No case has this name"]);
}

#[test]
fn other_formats_are_read_copied_and_added() {
    let bench = Bench::new();
    bench.file("word.mot.md", WORD);
    let jsonl = "{\"word\":\"a\",\"expect\":\"1\"}\n{\"word\":\"b\",\"expect\":\"2\"}\n";
    bench.file("word.cases.jsonl", jsonl);
    bench.get(PAGE).is(200).says(&["Make an editable copy", "clip"]).hides(&["name='cell.0.0'"]);
    bench.post("/cases-copy/word.mot.md", &[]).is(303);
    assert_eq!(bench.read("word.cases.csv"), "word,expect\r\na,1\r\nb,2\r\n");
    assert_eq!(bench.read("word.cases.jsonl"), jsonl);
    let file = Some(("more.csv", "attendu;word\n3;c\n"));
    let to =
        bench.upload("/cases-import/word.mot.md", &[], file).is(303).header("location").unwrap().to_owned();
    bench.get(&to).says(&["1 case imported."]);
    assert!(bench.read("word.cases.csv").ends_with("c,3\r\n"));
    bench.upload("/cases-import/word.mot.md", &[], Some(("x.exe", "MZ"))).is(422);
    bench.upload("/cases-import/word.mot.md", &[], None).is(422);
}

#[test]
fn a_failing_trial_leads_to_its_case_and_back() {
    let bench = Bench::words(60);
    let run = bench.evaluate("fake/fixed:word1");
    bench.get(&format!("{run}/trial/55/0/0")).is(200).says(&["/cases/word.mot.md?case=56#case"]);
    let page = bench.get("/cases/word.mot.md?case=56").is(200);
    page.says(&["id='case'", "51 to 60 of 60", &format!("{run}/trial/55/0/0"), "Previous page"]);
}
