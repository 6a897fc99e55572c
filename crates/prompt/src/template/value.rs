use std::rc::Rc;

use serde_json::Value;

/// A value during rendering. Inputs are borrowed, never copied; only operators and filters own text, and they
/// pay for it.
#[derive(Clone, Debug)]
pub(crate) enum Val<'a> {
    /// An optional input that was not given: false, written as nothing.
    Missing,
    /// A field, an item or a name that is not there: an error wherever it is used.
    Undefined(&'a str),
    Null,
    Bool(bool),
    /// A whole number, and how it was written when it came as text.
    Int(i64, Option<&'a str>),
    /// A number, and how it was written when it came as text.
    Float(f64, Option<&'a str>),
    Str(&'a str),
    Owned(Rc<str>),
    /// A list, an object, or a whole number past 64 bits.
    Json(&'a Value),
    /// A list made here, and how deep lists are nested in it.
    List(Rc<Vec<Val<'a>>>, u8),
    /// `range(start, stop, step)`, never materialised.
    Range(i64, i64, i64),
    /// A picture: its path or its address.
    Image(&'a str),
    /// The `loop` of a `for`: 0-based index and length.
    Loop(usize, usize),
}

impl<'a> Val<'a> {
    pub(crate) fn from_json(value: &'a Value) -> Val<'a> {
        match value {
            Value::Null => Val::Null,
            Value::Bool(v) => Val::Bool(*v),
            Value::String(text) => Val::Str(text),
            Value::Array(_) | Value::Object(_) => Val::Json(value),
            Value::Number(number) => match (number.as_i64(), number.is_f64(), number.as_f64()) {
                (Some(int), _, _) => Val::Int(int, None),
                (None, true, Some(float)) => Val::Float(float, None),
                _ => Val::Json(value),
            },
        }
    }

    pub(crate) fn owned(text: String) -> Val<'a> {
        Val::Owned(Rc::from(text))
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Val::Str(text) => Some(text),
            Val::Owned(text) => Some(text),
            _ => None,
        }
    }

    /// Jinja's truth: nothing, zero and the empty are false.
    pub(crate) fn is_true(&self) -> bool {
        match self {
            Val::Missing | Val::Undefined(_) | Val::Null => false,
            Val::Bool(v) => *v,
            Val::Int(v, _) => *v != 0,
            Val::Float(v, _) => *v != 0.0,
            Val::Str(text) => !text.is_empty(),
            Val::Owned(text) => !text.is_empty(),
            Val::Json(Value::Array(items)) => !items.is_empty(),
            Val::Json(Value::Object(map)) => !map.is_empty(),
            Val::List(items, _) => !items.is_empty(),
            Val::Range(..) => self.length() != Some(0),
            Val::Json(_) | Val::Image(_) | Val::Loop(..) => true,
        }
    }

    /// Items of a list, fields of an object. Text is not counted here: that is a scan.
    pub(crate) fn length(&self) -> Option<usize> {
        match self {
            Val::Json(Value::Array(items)) => Some(items.len()),
            Val::Json(Value::Object(map)) => Some(map.len()),
            Val::List(items, _) => Some(items.len()),
            Val::Range(start, stop, step) => Some(range_length(*start, *stop, *step)),
            _ => None,
        }
    }

    /// The item at a position from 0 of a list. The keys of an object are walked otherwise.
    pub(crate) fn item(&self, index: usize) -> Option<Val<'a>> {
        match self {
            Val::Json(Value::Array(items)) => items.get(index).map(Val::from_json),
            Val::List(items, _) => items.get(index).cloned(),
            Val::Range(start, _, step) if Some(index) < self.length() => {
                i64::try_from(index).ok().map(|i| Val::Int(start + i * step, None))
            }
            _ => None,
        }
    }

    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Val::Int(v, _) => Some(*v as f64),
            Val::Float(v, _) => Some(*v),
            Val::Json(Value::Number(number)) => number.as_f64(),
            _ => None,
        }
    }
}

pub(crate) fn range_length(start: i64, stop: i64, step: i64) -> usize {
    let (start, stop, step) = (i128::from(start), i128::from(stop), i128::from(step));
    let length = match step {
        0 => 0,
        s if s > 0 => (stop - start + s - 1) / s,
        s => (start - stop - s - 1) / -s,
    };
    usize::try_from(length.max(0)).unwrap_or(usize::MAX)
}
