//! `docs/prompt-files.md` says what is true: its examples compile without a warning, and its limits are the limits.

use std::fs;
use std::path::Path;

use prompt::{Compiled, FileError, Limits, format, parse};

fn reference() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/prompt-files.md");
    fs::read_to_string(path).unwrap_or_default()
}

#[test]
fn every_example_compiles() {
    let text = reference();
    let examples: Vec<&str> =
        text.split("```mot\n").skip(1).filter_map(|rest| rest.split_once("\n```")).map(|(e, _)| e).collect();
    assert!(examples.len() >= 4, "only {} examples were found", examples.len());
    for example in &examples {
        let (file, errors) = parse("docs", example);
        assert_eq!(errors, [], "{example}");
        let compiled = Compiled::new(&file, &|_| Err(FileError::NotFound));
        let compiled = compiled.unwrap_or_else(|errors| panic!("{example}\n{errors:?}"));
        assert_eq!(compiled.warnings(), [], "{example}");
    }
    // the French one is the English one in other words: the formatter writes its keys and roles in English
    let french = format(&parse("docs", examples[1]).0);
    assert!(french.starts_with("---\ntitle: Courriel de relance\ntask: Relancer"), "{french}");
    assert!(french.contains("\n::: system\n") && french.contains("\n::: user {example=1}\n"), "{french}");
}

#[test]
fn the_limits_are_those_it_gives() {
    let text = reference();
    let limits = Limits::default();
    let mib = |bytes: usize| format!("{} MiB", bytes >> 20);
    for row in [
        format!("64 bytes scanned) | {} |", "400,000"),
        format!("| one message, all messages | {}, {} |", mib(limits.message), mib(limits.total)),
        format!("| intermediate text | {} |", mib(limits.memory)),
        format!("| one picture | {} |", mib(limits.picture)),
        format!("| pictures of one rendering | 100, and {} in base64 |", mib(limits.pictures)),
    ] {
        assert!(text.contains(&row), "not in docs/prompt-files.md: {row}");
    }
    assert_eq!(limits.steps, 400_000);
}
