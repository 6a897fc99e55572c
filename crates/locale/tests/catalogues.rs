//! Both languages or neither: same keys, same variables, every file parses, French typography holds.

#![expect(clippy::panic, reason = "test code: a panic is the failure message")]

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser::parse;

type Variables = BTreeMap<String, BTreeSet<String>>;

fn variables(name: &str, source: &str) -> Variables {
    let resource = parse(source).unwrap_or_else(|(_, errors)| panic!("{name}: {errors:?}"));
    let mut out = Variables::new();
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                let key = message.id.name.to_owned();
                let mut found = BTreeSet::new();
                if let Some(pattern) = &message.value {
                    in_pattern(pattern, &mut found);
                }
                assert!(out.insert(key.clone(), found).is_none(), "{name}: {key} is there twice");
            }
            Entry::Junk { content } => panic!("{name}: cannot be read: {content}"),
            _ => {}
        }
    }
    out
}

fn in_pattern(pattern: &Pattern<&str>, out: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            match expression {
                Expression::Inline(inline) => in_inline(inline, out),
                Expression::Select { selector, variants } => {
                    in_inline(selector, out);
                    for variant in variants {
                        in_pattern(&variant.value, out);
                    }
                }
            }
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, out: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            out.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => {
            if let Expression::Inline(inner) = expression.as_ref() {
                in_inline(inner, out);
            }
        }
        InlineExpression::FunctionReference { id, arguments } => {
            assert_ne!(
                id.name, "NUMBER",
                "numbers come as texts in the language's shape: name the variable alone"
            );
            for positional in &arguments.positional {
                in_inline(positional, out);
            }
        }
        _ => {}
    }
}

#[test]
fn both_languages_have_the_same_keys_and_variables() {
    for (name, en, fr) in locale::CATALOGUES {
        let en = variables(&format!("en/{name}.ftl"), en);
        let fr = variables(&format!("fr/{name}.ftl"), fr);
        let only = |a: &Variables, b: &Variables| -> Vec<String> {
            a.keys().filter(|k| !b.contains_key(*k)).cloned().collect()
        };
        assert_eq!(only(&en, &fr), Vec::<String>::new(), "{name}: only in English");
        assert_eq!(only(&fr, &en), Vec::<String>::new(), "{name}: only in French");
        for (key, found) in &en {
            assert_eq!(found, &fr[key], "{key}: variables differ between the languages");
            assert!(key.starts_with(&format!("{name}-")), "{key}: keys of {name}.ftl start with {name}-");
        }
    }
}

#[test]
fn french_typography_holds() {
    // high punctuation takes a no-break space (narrow or not), quotes are guillemets, apostrophes are curly
    for (name, _, fr) in locale::CATALOGUES {
        for (number, line) in fr.lines().enumerate() {
            if line.starts_with('#') {
                continue;
            }
            let at = format!("fr/{name}.ftl:{}", number + 1);
            let text = line.split_once('=').map_or(line, |(_, t)| t);
            for mark in [" :", " ;", " !", " ?", "« ", " »", " %"] {
                let code = text.contains("{ $") && mark == " %";
                assert!(
                    code || !text.contains(mark),
                    "{at}: plain space beside {mark:?}: use a no-break space"
                );
            }
            let prose = text.split('`').step_by(2).collect::<String>();
            assert!(!prose.contains('\''), "{at}: straight apostrophe: use ’");
        }
    }
}
