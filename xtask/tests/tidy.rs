//! The rules of the house, as tests: `cargo test -p xtask`.

#[track_caller]
fn tidy(rule: anyhow::Result<Vec<String>>) {
    let wrong = rule.unwrap_or_else(|error| vec![format!("the rule could not be checked: {error:#}")]);
    assert!(wrong.is_empty(), "\n  {}\n", wrong.join("\n  "));
}

#[test]
fn arrows_go_down() {
    tidy(xtask::tidy::arrows::check());
}

#[test]
fn files_are_read_in_one_sitting() {
    tidy(xtask::tidy::length::check());
}

#[test]
fn nothing_forbidden_is_called() {
    tidy(xtask::tidy::forbidden::check());
}

#[test]
fn every_sentence_is_said_and_every_key_has_one() {
    tidy(xtask::tidy::sentences::check());
}
