//! Prompt files to messages: one file of `fixtures/render` and its values, messages and errors.
//!
//! Adding a case = adding `name.mot.md` and `name.json` (a list of `{values, messages, bare?}` or
//! `{values, error, hint}`). Files the prompts name are in `fixtures/project`.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::fs;
use std::path::{Path, PathBuf};

use prompt::{Compiled, FileError, PromptError};
use serde_json::{Value, json};
use terms::{Explain, Rendered};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn project(path: &str) -> Result<Vec<u8>, FileError> {
    assert!(!path.contains("..") && !path.starts_with('/'), "the closure was given {path}");
    fs::read(fixtures().join("project").join(path)).map_err(|_| FileError::NotFound)
}

fn shown(result: Result<Rendered, PromptError>) -> Value {
    match result {
        Ok(rendered) => serde_json::to_value(rendered.messages).unwrap(),
        Err(error) => json!({ "error": error.to_string(), "hint": error.hint().map(|h| h.to_string()) }),
    }
}

#[test]
fn every_fixture_renders_as_its_json_says() {
    let mut checked = 0;
    let mut files: Vec<_> =
        fs::read_dir(fixtures().join("render")).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    for path in files.iter().filter(|p| p.extension().is_some_and(|e| e == "md")) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let (file, errors) = prompt::parse(name, &fs::read_to_string(path).unwrap());
        assert_eq!(errors, [], "{name}");
        let compiled = Compiled::new(&file, &project).unwrap_or_else(|e| panic!("{name}: {e:?}"));
        assert_eq!(compiled.warnings(), [], "{name}");
        let cases = fs::read_to_string(path.with_extension("").with_extension("json")).unwrap();
        for (i, case) in serde_json::from_str::<Vec<Value>>(&cases).unwrap().iter().enumerate() {
            let values = case["values"].as_object().unwrap();
            let expected = match case.get("messages") {
                Some(messages) => messages.clone(),
                None => json!({ "error": case["error"], "hint": case["hint"] }),
            };
            assert_eq!(shown(compiled.render_with(values, &project)), expected, "{name}, case {}", i + 1);
            if let Some(bare) = case.get("bare") {
                assert_eq!(&shown(compiled.bare_with(values, &project)), bare, "{name}, bare {}", i + 1);
            }
            checked += 1;
        }
    }
    assert!(checked >= 25, "only {checked} cases were found");
}

#[test]
fn a_prompt_without_task_has_no_bare_request() {
    let (file, _) = prompt::parse("a.mot.md", "{{ text }}");
    let compiled = Compiled::new(&file, &project).unwrap();
    let values = json!({ "text": "x" });
    let error = compiled.bare(values.as_object().unwrap()).unwrap_err();
    assert_eq!(error.message().key, "prompt-no-task");
    assert_eq!(compiled.bare_version().unwrap_err(), error);
}

#[test]
fn the_bare_request_of_one_input_is_the_task_and_the_value() {
    let (file, _) =
        prompt::parse("a.mot.md", "---\ntask: Translate to English.\ninputs: [mot]\n---\nX {{ mot }}");
    let compiled = Compiled::new(&file, &project).unwrap();
    let values = json!({ "mot": "pomme\n" });
    let rendered = compiled.bare(values.as_object().unwrap()).unwrap();
    assert_eq!(rendered.messages[0].plain(), "Translate to English.\n\npomme\n");
    // the craft around the task is another prompt and the same bare request
    let (other, _) =
        prompt::parse("b.mot.md", "---\ntask: Translate to English.\ninputs: [mot]\n---\nPlease: {{ mot }}");
    let other = Compiled::new(&other, &project).unwrap();
    assert_eq!(compiled.bare_version().unwrap(), other.bare_version().unwrap());
    assert_ne!(compiled.version(), other.version());
}

#[test]
fn without_files_a_local_picture_is_an_error_and_an_address_is_not() {
    let text = fs::read_to_string(fixtures().join("render/images.mot.md")).unwrap();
    let (file, _) = prompt::parse("images.mot.md", &text);
    let compiled = Compiled::new(&file, &project).unwrap();
    let local = json!({ "photo": "img/point.png" });
    let error = compiled.render(local.as_object().unwrap()).unwrap_err();
    assert_eq!(error.to_string(), "images.mot.md:13:4: prompt-files-unavailable(path=\"img/point.png\")");
    let remote = json!({ "photo": "https://example.org/a.png" });
    assert!(compiled.render(remote.as_object().unwrap()).is_ok());
}

#[test]
fn the_version_counts_what_is_included() {
    let (file, _) = prompt::parse("a.mot.md", "::: user\n{% include \"parts/ton.md\" %}");
    let one = Compiled::new(&file, &project).unwrap();
    let other = Compiled::new(&file, &|_| Ok(b"Sois bref.".to_vec())).unwrap();
    assert_ne!(one.version(), other.version());
    let (plain, _) = prompt::parse("a.mot.md", "::: user\nBonjour");
    assert_eq!(Compiled::new(&plain, &project).unwrap().version(), plain.version());
}

#[test]
fn a_column_in_another_unicode_form_is_found() {
    let (file, _) = prompt::parse("a.mot.md", "Bonjour {{ prénom }}");
    let compiled = Compiled::new(&file, &project).unwrap();
    // "prénom" decomposed, as macOS and some spreadsheets write it
    let values = json!({ "pre\u{301}nom": "Zoé" });
    assert_eq!(compiled.render(values.as_object().unwrap()).unwrap().messages[0].plain(), "Bonjour Zoé");
}

#[test]
fn a_compiled_prompt_is_shared_between_threads() {
    let (file, _) = prompt::parse("a.mot.md", "{% for x in xs %}{{ x }}{% endfor %}");
    let compiled = Compiled::new(&file, &project).unwrap();
    let values = json!({ "xs": ["a", "b"] });
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let rendered = compiled.render(values.as_object().unwrap()).unwrap();
                assert_eq!(rendered.messages[0].plain(), "ab");
            });
        }
    });
}
