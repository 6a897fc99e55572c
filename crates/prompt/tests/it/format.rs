//! The formatter: what it changes (fixtures), and what it must never change (properties).
//!
//! Adding a case = adding `fixtures/format/name.mot.md` and `name.out.md`.

use std::fs;
use std::path::Path;

use prompt::{format, parse};
use proptest::prelude::*;

#[test]
fn every_fixture_formats_as_its_out_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/format");
    let mut checked = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let Some(stem) = name.strip_suffix(".mot.md") else { continue };
        let (file, _) = parse(&name, &fs::read_to_string(&path).unwrap());
        let expected = fs::read_to_string(path.with_file_name(format!("{stem}.out.md"))).unwrap();
        assert_eq!(format(&file), expected, "{name}");
        let (again, _) = parse(&name, &expected);
        assert_eq!(again, file, "{name}: the meaning changed");
        assert_eq!(format(&again), expected, "{name}: not idempotent");
        checked += 1;
    }
    assert!(checked >= 5, "only {checked} files were found");
}

#[test]
fn windows_and_mac_files_are_the_same_prompt() {
    let unix = "---\ntitre: Été\n---\n::: système\nBonjour\n\n\n::: user\nDéjà vu\n";
    let windows = format!("\u{feff}{}", unix.replace('\n', "\r\n"));
    // é and à decomposed
    let mac = unix.replace('é', "e\u{301}").replace('à', "a\u{300}").replace('É', "E\u{301}");
    let (reference, errors) = parse("a.mot.md", unix);
    assert_eq!(errors, []);
    for text in [windows, mac] {
        let (file, errors) = parse("a.mot.md", &text);
        assert_eq!(errors, []);
        assert_eq!(file, reference);
        assert_eq!(file.version(), reference.version());
    }
}

#[test]
fn spans_and_lines_point_at_what_was_written() {
    let text = "\u{feff}---\r\ntask: x # why\r\n---\r\n::: user  {example=1}\r\nHi\r\n\r\n::: note\r\n";
    let (file, errors) = parse("a.mot.md", text);
    assert_eq!(errors, []);
    assert_eq!(file.front_matter(), Some("task: x # why\n"));
    let [user, note] = file.sections() else { panic!("two sections") };
    assert_eq!(&file.text()[user.header.clone().unwrap()], "::: user  {example=1}");
    assert_eq!(&file.text()[user.body.clone()], "Hi\n\n");
    assert_eq!(file.body(user), "Hi");
    assert_eq!((user.line, note.line), (4, 7));
    assert_eq!(file.place(user.body.start).to_string(), "a.mot.md:5:1");
    assert_eq!(user.example(), Some("1"));
}

/// Lines that look like the marks of the format, mixed with plain ones.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-zéà ]{0,8}",
        1 => Just("---".to_owned()),
        1 => Just(String::new()),
        1 => Just(" \t".to_owned()),
        1 => Just("\\::: user".to_owned()),
        1 => Just("::::".to_owned()),
        1 => Just(":::user{a=b}".to_owned()),
        1 => Just("titre: x".to_owned()),
        1 => Just("inputs: {a: string}".to_owned()),
        1 => "::: (user|système|note|step|nobody) ?[a-z/]{0,3} ?(\\{(example=1|\"|a='x y'|b|c=\"=\u{338}\"|,)\\})?",
        1 => "[\\PC]{0,12}",
        1 => "[\r\u{feff}\u{301}:\\\\# {}\"'\t-]{0,6}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    (prop::collection::vec(line(), 0..12), prop::sample::select(vec!["\n", "\r\n", "\r"]), any::<bool>())
        .prop_map(|(lines, end, front)| {
            let body = lines.join(end);
            if front { format!("---{end}title: x # c{end}k: [1, 2]{end}---{end}{body}") } else { body }
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn formatting_keeps_the_meaning_and_settles_at_once(text in text()) {
        let (file, errors) = parse("a.mot.md", &text);
        let once = format(&file);
        let (again, errors_again) = parse("a.mot.md", &once);
        prop_assert_eq!(&again, &file, "{:?} became {:?}", text, once);
        prop_assert_eq!(&format(&again), &once);
        prop_assert_eq!(again.version(), file.version());
        // nothing is mended or broken on the way
        let problems = |errors: &[prompt::PromptError]| {
            let mut all: Vec<_> = errors.iter().map(|e| format!("{:?}", e.problem())).collect();
            all.sort();
            all
        };
        prop_assert_eq!(problems(&errors_again), problems(&errors), "{:?} became {:?}", text, once);
    }

    #[test]
    fn anything_parses_without_panic(text in "\\PC{0,80}", front in any::<bool>()) {
        let text = if front { format!("---\n{text}\n---\n::: user\n{text}") } else { text };
        let (file, _) = parse("a.mot.md", &text);
        let _ = prompt::Compiled::new(&file, &|_| Err(prompt::FileError::NotFound));
    }
}
