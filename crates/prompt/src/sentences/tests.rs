use locale::Locale;
use terms::{Lang, Message};

use crate::problem::{PathFault, Problem, Shape};

fn text() -> String {
    "mot".to_owned()
}

/// One of each: those that `tests/fixtures/errors` does not show.
fn problems() -> Vec<Problem> {
    let mut all = vec![
        Problem::NotUtf8 { path: text() },
        Problem::FrontMatterTooBig,
        Problem::DuplicateAttribute { attribute: text() },
        Problem::TooDeep,
        Problem::TooManyNames,
        Problem::TooManyPictures { count: 100, limit: 64 },
        Problem::FileUnreadable { path: text() },
        Problem::FileTooBig { path: text(), limit: 4 },
        Problem::FilesUnavailable { path: text() },
        Problem::IncludeTooDeep { limit: 5 },
        Problem::TooManyIncludes { limit: 100 },
        Problem::MissingInput { field: text(), suggestion: None },
        Problem::MissingInput { field: text(), suggestion: Some(text()) },
        Problem::NotAChoice { field: text(), found: text(), choices: text(), suggestion: None },
        Problem::BadHistory,
        Problem::BadHistoryRole { found: text() },
        Problem::NothingRendered,
        Problem::NoTask,
        Problem::Undefined { name: text() },
        Problem::WrongOperand { operation: "+" },
        Problem::WrongOperand { operation: "for" },
        Problem::ImageInExpression,
        Problem::DivisionByZero,
        Problem::NumberTooBig,
        Problem::RangeTooBig { limit: 10_000 },
        Problem::OutOfSteps { limit: 200_000 },
        Problem::OutOfMemory { limit: 8 },
        Problem::MessageTooBig { limit: 4 },
    ];
    for expected in [Shape::List, Shape::Map, Shape::Number, Shape::Integer, Shape::Boolean, Shape::Picture] {
        all.push(Problem::BadValue { field: text(), expected, found: text() });
    }
    for fault in [PathFault::Empty, PathFault::Characters, PathFault::Address] {
        all.push(Problem::BadPath { path: text(), fault });
    }
    all
}

#[test]
fn every_sentence_is_there_with_its_variables_in_both_languages() {
    for lang in Lang::ALL {
        let locale = Locale::new(lang);
        let say = |message: Message| {
            let said = locale.text(&message);
            assert!(!said.contains("prompt-"), "{lang:?}: no sentence for {message}");
            assert!(!said.contains("{$"), "{lang:?}: a variable is missing in {said}");
            // what is passed must be said: otherwise the sentence forgot it
            for (name, value) in &message.args {
                if let terms::Arg::Text(value) = value {
                    assert!(said.contains(value.as_str()), "{lang:?}: {name} is not said in {said}");
                }
            }
        };
        for problem in problems() {
            say(problem.message());
            if let Some(hint) = problem.hint() {
                say(hint);
            }
        }
    }
}
