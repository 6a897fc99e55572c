//! Values as their declared type. Tables give text: `12` becomes a number, `oui` a boolean, when so declared.

use serde_json::Value;

use crate::problem::{Problem, Shape};
use crate::schema::{Input, Type};
use crate::suggest::nearest;
use crate::template::Val;

/// A value ready for templates: borrowed from the case, or read from JSON text.
#[derive(Clone, Debug)]
pub(crate) enum Coerced<'a> {
    Val(Val<'a>),
    Parsed(Value),
}

impl<'a> Coerced<'a> {
    /// The value templates see.
    pub(crate) fn val<'b>(&'b self) -> Val<'b>
    where
        'a: 'b,
    {
        match self {
            Coerced::Val(val) => val.clone(),
            Coerced::Parsed(value) => Val::from_json(value),
        }
    }

    /// The value as JSON; `written` is what it was coerced from.
    pub(crate) fn into_json(self, written: Value) -> Value {
        match self {
            Coerced::Parsed(value) => value,
            Coerced::Val(Val::Bool(v)) => v.into(),
            Coerced::Val(Val::Int(v, _)) => v.into(),
            Coerced::Val(Val::Float(v, _)) => v.into(),
            Coerced::Val(Val::Missing) => Value::Null,
            Coerced::Val(_) => written,
        }
    }
}

/// The value of an input, checked. Null, and nothing where it cannot be a value, is missing.
pub(crate) fn coerce<'a>(input: &Input, value: &'a Value) -> Result<Coerced<'a>, Problem> {
    let bad = |expected: Shape| {
        Err(Problem::BadValue { field: input.name.clone(), expected, found: excerpt(value) })
    };
    let missing = match value {
        Value::Null => true,
        Value::String(text) => {
            !(matches!(input.kind, Type::Text | Type::Any | Type::Schema(_)) && input.required)
                && text.trim().is_empty()
        }
        _ => false,
    };
    if missing {
        return Ok(Coerced::Val(Val::Missing));
    }
    let val = match (&input.kind, value) {
        (Type::Text, Value::Array(_) | Value::Object(_)) => return bad(Shape::Text),
        (Type::Text, _) => Val::from_json(value),
        (Type::Number, Value::Number(_)) => Val::from_json(value),
        (Type::Number, Value::String(text)) => match read_number(text) {
            Some(number) => number,
            None => return bad(Shape::Number),
        },
        (Type::Integer, Value::Number(number)) => match whole(number) {
            Some(number) => Val::Int(number, None),
            None => return bad(Shape::Integer),
        },
        (Type::Integer, Value::String(text)) => match read_number(text) {
            Some(number @ Val::Int(..)) => number,
            _ => return bad(Shape::Integer),
        },
        (Type::Boolean, Value::Bool(v)) => Val::Bool(*v),
        (Type::Boolean, Value::Number(number)) => match number.as_u64() {
            Some(0) => Val::Bool(false),
            Some(1) => Val::Bool(true),
            _ => return bad(Shape::Boolean),
        },
        (Type::Boolean, Value::String(text)) => match read_boolean(text) {
            Some(v) => Val::Bool(v),
            None => return bad(Shape::Boolean),
        },
        (Type::Choice(labels), _) => {
            return choose(input, labels, value).map(|label| Coerced::Val(Val::Str(label)));
        }
        (Type::Image, Value::String(path)) => Val::Image(path.trim()),
        (Type::List(_) | Type::Object(..) | Type::Schema(_), Value::String(text)) => {
            return from_text(input, text, value);
        }
        (Type::Any, _) => Val::from_json(value),
        (kind, value) => {
            check(kind, value, &mut input.name.clone())?;
            Val::from_json(value)
        }
    };
    Ok(Coerced::Val(val))
}

/// A cell of a table that should be a list or an object: JSON.
fn from_text<'a>(input: &Input, text: &'a str, value: &'a Value) -> Result<Coerced<'a>, Problem> {
    let parsed: Value = match (serde_json::from_str(text), &input.kind) {
        (Ok(parsed), _) => parsed,
        (Err(_), Type::Schema(_)) => return Ok(Coerced::Val(Val::from_json(value))),
        (Err(_), kind) => {
            let expected = expected(kind);
            return Err(Problem::BadValue { field: input.name.clone(), expected, found: excerpt(value) });
        }
    };
    check(&input.kind, &parsed, &mut input.name.clone())?;
    Ok(Coerced::Parsed(parsed))
}

fn choose<'a>(input: &Input, labels: &[String], value: &'a Value) -> Result<&'a str, Problem> {
    let text = value.as_str().map(str::trim);
    match text {
        Some(text) if labels.iter().any(|label| label == text) => Ok(text),
        _ => Err(Problem::NotAChoice {
            field: input.name.clone(),
            found: excerpt(value),
            choices: labels.join(", "),
            suggestion: text.and_then(|t| nearest(t, labels.iter().map(String::as_str))),
        }),
    }
}

/// Checks a part of a list or of an object, without coercing; `path` names it in the error.
fn check(kind: &Type, value: &Value, path: &mut String) -> Result<(), Problem> {
    let fits = match kind {
        Type::Any | Type::Schema(_) => true,
        Type::Text | Type::Image => value.is_string(),
        Type::Number => value.is_number(),
        Type::Integer => value.as_number().is_some_and(|n| whole(n).is_some()),
        Type::Boolean => value.is_boolean(),
        Type::Choice(labels) => value.as_str().is_some_and(|text| labels.iter().any(|label| label == text)),
        Type::List(_) => value.is_array(),
        Type::Object(..) => value.is_object(),
    };
    if !fits {
        if let Type::Choice(labels) = kind {
            let (field, found) = (path.clone(), excerpt(value));
            return Err(Problem::NotAChoice { field, found, choices: labels.join(", "), suggestion: None });
        }
        let (field, expected) = (path.clone(), expected(kind));
        return Err(Problem::BadValue { field, expected, found: excerpt(value) });
    }
    let length = path.len();
    match (kind, value) {
        (Type::List(item), Value::Array(values)) => {
            for (i, value) in values.iter().enumerate() {
                path.push_str(&format!("[{}]", i + 1));
                check(item, value, path)?;
                path.truncate(length);
            }
        }
        (Type::Object(fields, others), Value::Object(map)) => {
            for field in fields {
                path.push('.');
                path.push_str(&field.name);
                match map.get(&field.name) {
                    Some(Value::Null) | None if field.optional => {}
                    Some(value) => check(&field.kind, value, path)?,
                    None => {
                        return Err(Problem::MissingInput { field: path.clone(), suggestion: None });
                    }
                }
                path.truncate(length);
            }
            if let Some(others) = others {
                for (key, value) in map {
                    if !fields.iter().any(|f| &f.name == key) {
                        path.push('.');
                        path.push_str(key);
                        check(others, value, path)?;
                        path.truncate(length);
                    }
                }
            }
        }
        _ => {}
    }
    Ok(())
}

/// The words of a type for an error.
fn expected(kind: &Type) -> Shape {
    match kind {
        Type::Text | Type::Choice(_) | Type::Any | Type::Schema(_) => Shape::Text,
        Type::Number => Shape::Number,
        Type::Integer => Shape::Integer,
        Type::Boolean => Shape::Boolean,
        Type::List(_) => Shape::List,
        Type::Object(..) => Shape::Map,
        Type::Image => Shape::Picture,
    }
}

fn whole(number: &serde_json::Number) -> Option<i64> {
    number.as_i64().or_else(|| {
        let float = number.as_f64()?;
        // beyond 2^53 a float no longer says which integer it is
        (float.fract() == 0.0 && float.abs() < 9_007_199_254_740_992.0).then_some(float as i64)
    })
}

fn read_boolean(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "true" | "vrai" | "oui" | "yes" | "1" => Some(true),
        "false" | "faux" | "non" | "no" | "0" => Some(false),
        _ => None,
    }
}

/// A number as a table writes it; it keeps its spelling, so `12.50` is inserted as `12.50`. A decimal comma and
/// spaces between digits are read (French); `1,234` is refused, for nobody can tell which number it is.
fn read_number(text: &str) -> Option<Val<'_>> {
    let text = text.trim();
    if text.len() > 64 {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    let mut digits_before = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let space = matches!(c, ' ' | '\u{a0}' | '\u{202f}');
        if space && digits_before && chars.peek().is_some_and(char::is_ascii_digit) {
            continue;
        }
        digits_before = c.is_ascii_digit();
        plain.push(c);
    }
    if let Some((before, after)) = plain.split_once(',') {
        let before = before.trim_start_matches(['-', '+']);
        let thousands = after.len() == 3 && (1..=3).contains(&before.len()) && before != "0";
        if after.contains([',', '.']) || before.contains('.') || before.is_empty() || thousands {
            return None;
        }
        plain = plain.replacen(',', ".", 1);
    }
    if !plain.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))
        || !plain.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b))
    {
        return None;
    }
    if let Ok(int) = plain.parse::<i64>() {
        return Some(Val::Int(int, Some(text)));
    }
    plain.parse::<f64>().ok().filter(|f| f.is_finite()).map(|float| Val::Float(float, Some(text)))
}

/// The beginning of a value, for an error.
fn excerpt(value: &Value) -> String {
    const SHOWN: usize = 40;
    // only the beginning is ever looked at: the value may be a 200 MB cell
    let text = match value {
        Value::String(text) => text.chars().take(SHOWN + 1).collect(),
        Value::Array(_) => "[…]".to_owned(),
        Value::Object(_) => "{…}".to_owned(),
        other => other.to_string(),
    };
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn input(kind: Type, required: bool) -> Input {
        Input { name: "x".to_owned(), kind, required, default: None, description: None }
    }

    fn shown(kind: Type, value: Value) -> String {
        match coerce(&input(kind, true), &value) {
            Ok(coerced) => format!("{:?}", coerced.val()),
            Err(problem) => format!("{problem:?}").split([' ', '{']).next().unwrap_or("").to_owned(),
        }
    }

    #[test]
    fn text_becomes_numbers_when_so_declared() {
        for (text, expected) in [
            ("12", "Int(12, Some(\"12\"))"),
            (" 12.50 ", "Float(12.5, Some(\"12.50\"))"),
            ("12,50", "Float(12.5, Some(\"12,50\"))"),
            ("1 234 567", "Int(1234567, Some(\"1 234 567\"))"),
            ("-0,125", "Float(-0.125, Some(\"-0,125\"))"),
            ("1e3", "Float(1000.0, Some(\"1e3\"))"),
            ("1,234", "BadValue"),
            ("1,2,3", "BadValue"),
            ("12 euros", "BadValue"),
            ("inf", "BadValue"),
            ("nan", "BadValue"),
            ("0x1F", "BadValue"),
            ("1 2 a", "BadValue"),
            ("", "Missing"),
        ] {
            assert_eq!(shown(Type::Number, json!(text)), expected, "{text:?}");
        }
        assert_eq!(shown(Type::Integer, json!("12.5")), "BadValue");
        assert_eq!(shown(Type::Integer, json!(12.0)), "Int(12, None)");
    }

    #[test]
    fn booleans_are_read_in_both_languages() {
        for (text, expected) in
            [("oui", "Bool(true)"), ("FAUX", "Bool(false)"), ("no", "Bool(false)"), ("maybe", "BadValue")]
        {
            assert_eq!(shown(Type::Boolean, json!(text)), expected);
        }
    }

    #[test]
    fn parts_of_lists_and_objects_are_checked_by_path() {
        let item = Type::Object(
            vec![Field { name: "prix".into(), kind: Type::Number, optional: false, description: None }],
            None,
        );
        let list = input(Type::List(Box::new(item)), true);
        let bad = json!([{ "prix": 1 }, { "prix": "deux" }]);
        let problem = coerce(&list, &bad).unwrap_err();
        assert_eq!(
            problem,
            Problem::BadValue { field: "x[2].prix".into(), expected: Shape::Number, found: "deux".into() }
        );
        // the same from a cell of a table
        let cell = json!(r#"[{"prix": 3}]"#);
        assert!(matches!(coerce(&list, &cell), Ok(Coerced::Parsed(_))));
    }

    use crate::schema::Field;
}
