//! Filters: each pays before it works.

use serde_json::{Map, Value};

use crate::problem::Problem;
use crate::template::budget::Budget;
use crate::template::operators::wrong;
use crate::template::show::display;
use crate::template::syntax::Filter;
use crate::template::value::Val;

type Result<T> = std::result::Result<T, Problem>;

/// Lists nested deeper than this are refused: writing and dropping them recurses.
const LIST_DEPTH: u8 = 16;

pub(crate) fn apply<'a>(
    filter: Filter,
    val: Val<'a>,
    arguments: &[Val<'a>],
    budget: &mut Budget,
) -> Result<Val<'a>> {
    let name = filter.name();
    match filter {
        Filter::Default => {
            let lax = arguments.get(1).is_some_and(Val::is_true);
            let absent = matches!(val, Val::Missing | Val::Undefined(_));
            let other = || arguments.first().cloned().unwrap_or(Val::Str(""));
            Ok(if absent || (lax && !val.is_true()) { other() } else { val })
        }
        Filter::Upper => changed(&val, name, budget, |text| text.to_uppercase()),
        Filter::Lower => changed(&val, name, budget, |text| text.to_lowercase()),
        Filter::Title => changed(&val, name, budget, title),
        Filter::Capitalize => changed(&val, name, budget, capitalize),
        Filter::Trim => trim(&val, arguments.first(), budget),
        Filter::Replace => replace(&val, arguments, budget),
        Filter::Join => join(&val, arguments.first(), budget),
        Filter::Length => {
            let length = match (val.text(), val.length()) {
                (Some(text), _) => {
                    budget.scan(text.len())?;
                    text.chars().count()
                }
                (None, Some(length)) => length,
                (None, None) if matches!(val, Val::Missing) => 0,
                (None, None) => return Err(wrong(&val, name)),
            };
            Ok(Val::Int(i64::try_from(length).unwrap_or(i64::MAX), None))
        }
        Filter::First | Filter::Last => end(&val, filter, budget),
        Filter::List => match &val {
            Val::Json(Value::Object(map)) => keys(map, budget),
            Val::Str(_) | Val::Owned(_) => {
                let text = val.text().unwrap_or("");
                budget.make(text.len().saturating_mul(size_of::<Val<'_>>() + 16))?;
                list(text.chars().map(|c| Val::owned(c.to_string())).collect())
            }
            Val::Missing => list(Vec::new()),
            _ if val.length().is_some() => Ok(val),
            _ => Err(wrong(&val, name)),
        },
        Filter::Items => match &val {
            Val::Json(Value::Object(map)) => {
                budget.make(map.len().saturating_mul(3 * size_of::<Val<'_>>() + 32))?;
                let pair = |(key, value)| Val::List(vec![Val::Str(key), Val::from_json(value)].into(), 1);
                list(map.iter().map(|(key, value)| pair((key.as_str(), value))).collect())
            }
            Val::Missing => list(Vec::new()),
            _ => Err(wrong(&val, name)),
        },
        Filter::Round => round(&val, arguments.first()),
    }
}

/// Text changed by a function that at most triples it (Unicode case mapping).
fn changed<'a>(
    val: &Val<'a>,
    name: &'static str,
    budget: &mut Budget,
    change: impl Fn(&str) -> String,
) -> Result<Val<'a>> {
    if val.length().is_some() {
        return Err(wrong(val, name));
    }
    let text = display(val, budget)?;
    budget.make(text.len().saturating_mul(3))?;
    Ok(Val::owned(change(&text)))
}

fn title(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut start = true;
    for c in text.chars() {
        if c.is_whitespace() || matches!(c, '-' | '(' | '{' | '[' | '<') {
            out.push(c);
            start = true;
        } else if start {
            out.extend(c.to_uppercase());
            start = false;
        } else {
            out.extend(c.to_lowercase());
        }
    }
    out
}

fn capitalize(text: &str) -> String {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return String::new() };
    let mut out: String = first.to_uppercase().collect();
    out.push_str(&chars.as_str().to_lowercase());
    out
}

fn trim<'a>(val: &Val<'a>, characters: Option<&Val<'a>>, budget: &mut Budget) -> Result<Val<'a>> {
    if val.length().is_some() {
        return Err(wrong(val, "trim"));
    }
    let set: Vec<char> = match characters {
        None => Vec::new(),
        // a handful of characters: each one is looked for at both ends
        Some(val) => val.text().ok_or_else(|| wrong(val, "trim"))?.chars().take(32).collect(),
    };
    let cut = |text: &str| {
        let inner = if set.is_empty() { text.trim() } else { text.trim_matches(set.as_slice()) };
        let start = inner.as_ptr() as usize - text.as_ptr() as usize;
        start..start + inner.len()
    };
    if let Val::Str(text) = val {
        budget.scan(text.len())?;
        return Ok(Val::Str(&text[cut(text)]));
    }
    let text = display(val, budget)?;
    budget.make(text.len())?;
    Ok(Val::owned(text[cut(&text)].to_owned()))
}

fn replace<'a>(val: &Val<'a>, arguments: &[Val<'a>], budget: &mut Budget) -> Result<Val<'a>> {
    if val.length().is_some() {
        return Err(wrong(val, "replace"));
    }
    let [from, to] = arguments else { return Err(wrong(val, "replace")) };
    let text = display(val, budget)?;
    let from = display(from, budget)?;
    let to = display(to, budget)?;
    budget.scan(text.len().saturating_add(from.len()))?;
    // the size is known before a byte is made: `"aaaa…" | replace("a", "aaaa…")` is a bomb otherwise
    let count = text.matches(from.as_ref()).count();
    let size = (text.len() - count * from.len()).saturating_add(count.saturating_mul(to.len()));
    budget.make(size)?;
    Ok(Val::owned(text.replace(from.as_ref(), &to)))
}

fn join<'a>(val: &Val<'a>, separator: Option<&Val<'a>>, budget: &mut Budget) -> Result<Val<'a>> {
    let length = match val {
        Val::Missing => 0,
        Val::Json(Value::Object(_)) => return Err(wrong(val, "join")),
        _ => val.length().ok_or_else(|| wrong(val, "join"))?,
    };
    let separator = match separator {
        None => String::new(),
        Some(val) => {
            let separator = display(val, budget)?;
            budget.make(separator.len())?;
            separator.into_owned()
        }
    };
    let mut out = String::new();
    for index in 0..length {
        budget.step()?;
        let item = val.item(index).unwrap_or(Val::Missing);
        let text = display(&item, budget)?;
        let glue = if index > 0 { separator.as_str() } else { "" };
        budget.make(glue.len() + text.len())?;
        out.push_str(glue);
        out.push_str(&text);
    }
    Ok(Val::owned(out))
}

fn end<'a>(val: &Val<'a>, filter: Filter, budget: &mut Budget) -> Result<Val<'a>> {
    let first = filter == Filter::First;
    let name = filter.name();
    if let Some(text) = val.text() {
        let mut chars = text.chars();
        let found = if first { chars.next() } else { chars.next_back() };
        budget.make(4)?;
        return Ok(found.map_or(Val::Undefined(name), |c| Val::owned(c.to_string())));
    }
    if let Val::Json(Value::Object(map)) = val {
        let key = if first { map.keys().next() } else { map.keys().next_back() };
        return Ok(key.map_or(Val::Undefined(name), |key| Val::Str(key)));
    }
    let length = val.length().ok_or_else(|| wrong(val, name))?;
    let index = if first { Some(0) } else { length.checked_sub(1) };
    Ok(index.and_then(|i| val.item(i)).unwrap_or(Val::Undefined(name)))
}

fn round<'a>(val: &Val<'a>, digits: Option<&Val<'a>>) -> Result<Val<'a>> {
    let digits = match digits {
        None => 0,
        Some(Val::Int(digits, _)) if (0..=15).contains(digits) => *digits,
        Some(other) => return Err(wrong(other, "round")),
    };
    match val {
        Val::Int(v, _) => Ok(Val::Int(*v, None)),
        Val::Float(v, _) => {
            // Python's rounding: exact, half to even; scaling by a power of ten first would add an error
            let digits = usize::try_from(digits).unwrap_or(0);
            Ok(Val::Float(format!("{v:.digits$}").parse().unwrap_or(*v), None))
        }
        other => Err(wrong(other, "round")),
    }
}

/// A list, unless it is nested too deep.
pub(crate) fn list(items: Vec<Val<'_>>) -> Result<Val<'_>> {
    let depth = list_depth(&items);
    if depth > LIST_DEPTH { Err(Problem::TooDeep) } else { Ok(Val::List(items.into(), depth)) }
}

pub(crate) fn list_depth(items: &[Val<'_>]) -> u8 {
    let inner = items.iter().map(|item| if let Val::List(_, depth) = item { *depth } else { 0 });
    inner.max().unwrap_or(0) + 1
}

/// The keys of an object as a list.
pub(crate) fn keys<'a>(map: &'a Map<String, Value>, budget: &mut Budget) -> Result<Val<'a>> {
    budget.make(map.len().saturating_mul(size_of::<Val<'_>>()))?;
    list(map.keys().map(|key| Val::Str(key)).collect())
}
