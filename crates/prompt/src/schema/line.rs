//! One line: `type, description, default value`.

use crate::problem::Problem;
use crate::schema::Type;
use crate::suggest::nearest;

/// What a line says.
pub(crate) struct Line {
    pub kind: Type,
    pub description: Option<String>,
    /// The default as written.
    pub default: Option<String>,
}

const TYPES: [(&str, Type); 22] = [
    ("string", Type::Text),
    ("text", Type::Text),
    ("texte", Type::Text),
    ("chaîne", Type::Text),
    ("chaine", Type::Text),
    ("number", Type::Number),
    ("float", Type::Number),
    ("nombre", Type::Number),
    ("integer", Type::Integer),
    ("int", Type::Integer),
    ("entier", Type::Integer),
    ("boolean", Type::Boolean),
    ("bool", Type::Boolean),
    ("booléen", Type::Boolean),
    ("booleen", Type::Boolean),
    ("image", Type::Image),
    ("any", Type::Any),
    ("object", Type::Object(Vec::new(), None)),
    ("objet", Type::Object(Vec::new(), None)),
    ("enum", Type::Choice(Vec::new())),
    ("choix", Type::Choice(Vec::new())),
    ("énumération", Type::Choice(Vec::new())),
];

/// The words that announce a default, longest first.
const DEFAULTS: [&str; 4] = ["par défaut", "par defaut", "défaut", "default"];

/// Reads a line.
pub(crate) fn read_line(line: &str) -> Result<Line, Problem> {
    let line = line.trim();
    let end = line.find([',', '[', ' ', '(']).unwrap_or(line.len());
    let (word, mut rest) = line.split_at(end);
    let mut kind =
        TYPES.iter().find(|(name, _)| *name == word).map(|(_, kind)| kind.clone()).ok_or_else(|| {
            let suggestion = nearest(word, TYPES.iter().map(|(name, _)| *name));
            Problem::UnknownType { found: word.to_owned(), suggestion }
        })?;
    rest = rest.trim_start();
    if let Type::Choice(labels) = &mut kind {
        let (list, after) = rest
            .strip_prefix('[')
            .and_then(|inner| inner.split_once(']'))
            .ok_or(Problem::EmptyChoice { field: String::new() })?;
        labels.extend(list.split(',').map(unquote).filter(|label| !label.is_empty()).map(str::to_owned));
        if labels.is_empty() {
            return Err(Problem::EmptyChoice { field: String::new() });
        }
        rest = after.trim_start();
    }
    let tail = match rest.strip_prefix(',') {
        Some(tail) => tail,
        None if rest.is_empty() => "",
        // `client: nom du client`: a description where the type should be, or words glued to a type
        None => return Err(Problem::UnknownType { found: line.to_owned(), suggestion: None }),
    };
    let (description, default) = split_default(tail);
    Ok(Line { kind, description, default })
}

/// Takes `default x` (`par défaut x`) out of a description.
fn split_default(tail: &str) -> (Option<String>, Option<String>) {
    let mut default = None;
    let mut description = Vec::new();
    for segment in tail.split(',') {
        match announced(segment.trim()) {
            Some(value) => default = Some(unquote(value).to_owned()),
            None => description.push(segment),
        }
    }
    let description = description.join(",").trim().to_owned();
    (Some(description).filter(|d| !d.is_empty()), default)
}

fn announced(segment: &str) -> Option<&str> {
    DEFAULTS.iter().find_map(|word| {
        let rest = segment.strip_prefix(word)?;
        let value = rest.trim_start_matches([' ', '\u{a0}', ':', '=']);
        (value.len() < rest.len() && !value.is_empty()).then_some(value)
    })
}

fn unquote(text: &str) -> &str {
    let text = text.trim();
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote).and_then(|t| t.strip_suffix(quote)) {
            return inner;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, kind: Type, description: Option<&str>, default: Option<&str>) {
        let read = read_line(line).unwrap_or_else(|p| panic!("{line}: {p:?}"));
        assert_eq!(read.kind, kind, "{line}");
        assert_eq!(read.description.as_deref(), description, "{line}");
        assert_eq!(read.default.as_deref(), default, "{line}");
    }

    #[test]
    fn a_line_holds_a_type_a_description_and_a_default() {
        let tones = Type::Choice(vec!["cordial".to_owned(), "ferme".to_owned()]);
        check("string", Type::Text, None, None);
        check("string, nom du client", Type::Text, Some("nom du client"), None);
        check("enum [cordial, ferme], par défaut cordial", tones.clone(), None, Some("cordial"));
        check("enum[\"cordial\", 'ferme'], le ton, default: ferme", tones, Some("le ton"), Some("ferme"));
        check("number, price, in euros, default 1.50", Type::Number, Some("price, in euros"), Some("1.50"));
        check("entier,défaut 3", Type::Integer, None, Some("3"));
        // "default" as a plain word of a description is no announcement
        check("string, the default", Type::Text, Some("the default"), None);
    }

    #[test]
    fn what_is_not_a_type_is_named() {
        let unknown = |line: &str| match read_line(line) {
            Err(Problem::UnknownType { found, suggestion }) => (found, suggestion),
            other => panic!("{line}: {:?}", other.map(|l| l.kind)),
        };
        assert_eq!(unknown("strng, x"), ("strng".to_owned(), Some("string".to_owned())));
        assert_eq!(unknown("nom du client").0, "nom");
        assert_eq!(unknown("text of the mail").0, "text of the mail");
        assert!(matches!(read_line("enum []"), Err(Problem::EmptyChoice { .. })));
        assert!(matches!(read_line("enum, x"), Err(Problem::EmptyChoice { .. })));
    }
}
