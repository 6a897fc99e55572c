//! Comparisons: each pays for what it reads.

use std::cmp::Ordering;

use serde_json::Value;

use crate::problem::Problem;
use crate::template::budget::Budget;
use crate::template::operators::{defined, wrong};
use crate::template::syntax::Comparison;
use crate::template::value::Val;

type Result<T> = std::result::Result<T, Problem>;

pub(crate) fn compare(
    comparison: Comparison,
    left: &Val<'_>,
    right: &Val<'_>,
    budget: &mut Budget,
) -> Result<bool> {
    defined(left)?;
    defined(right)?;
    let sign = match comparison {
        Comparison::Equal => return equal(left, right, budget),
        Comparison::Different => return equal(left, right, budget).map(|same| !same),
        Comparison::In => return contains(right, left, budget),
        Comparison::NotIn => return contains(right, left, budget).map(|found| !found),
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    };
    let order = match (left.number(), right.number(), left.text(), right.text()) {
        (Some(a), Some(b), ..) => match (left, right) {
            (Val::Int(a, _), Val::Int(b, _)) => a.cmp(b),
            _ => a.partial_cmp(&b).ok_or_else(|| wrong(left, sign))?,
        },
        (.., Some(a), Some(b)) => {
            budget.scan(a.len().min(b.len()))?;
            a.cmp(b)
        }
        (Some(_), ..) | (_, _, Some(_), _) => return Err(wrong(right, sign)),
        _ => return Err(wrong(left, sign)),
    };
    Ok(match comparison {
        Comparison::Less => order == Ordering::Less,
        Comparison::LessOrEqual => order != Ordering::Greater,
        Comparison::Greater => order == Ordering::Greater,
        _ => order != Ordering::Less,
    })
}

fn equal(left: &Val<'_>, right: &Val<'_>, budget: &mut Budget) -> Result<bool> {
    budget.step()?;
    if let (Some(a), Some(b)) = (left.text(), right.text()) {
        budget.scan(a.len().min(b.len()))?;
        return Ok(a == b);
    }
    Ok(match (left, right) {
        (Val::Null | Val::Missing, Val::Null | Val::Missing) => true,
        (Val::Bool(a), Val::Bool(b)) => a == b,
        (Val::Int(a, _), Val::Int(b, _)) => a == b,
        (Val::Json(Value::Object(a)), Val::Json(Value::Object(b))) => {
            if a.len() != b.len() {
                return Ok(false);
            }
            for (key, value) in a {
                budget.step()?;
                match b.get(key) {
                    Some(other) if equal(&Val::from_json(value), &Val::from_json(other), budget)? => {}
                    _ => return Ok(false),
                }
            }
            true
        }
        (Val::Json(Value::Object(_)), _) | (_, Val::Json(Value::Object(_))) => false,
        _ => match (left.number(), right.number(), left.length(), right.length()) {
            (Some(a), Some(b), ..) => a == b,
            (.., Some(a), Some(b)) if a == b => {
                for index in 0..a {
                    let (Some(x), Some(y)) = (left.item(index), right.item(index)) else { return Ok(false) };
                    if !equal(&x, &y, budget)? {
                        return Ok(false);
                    }
                }
                true
            }
            _ => false,
        },
    })
}

fn contains(container: &Val<'_>, wanted: &Val<'_>, budget: &mut Budget) -> Result<bool> {
    if let Some(text) = container.text() {
        let wanted = wanted.text().ok_or_else(|| wrong(wanted, "in"))?;
        budget.scan(text.len().saturating_add(wanted.len()))?;
        return Ok(text.contains(wanted));
    }
    match container {
        Val::Json(Value::Object(map)) => Ok(wanted.text().is_some_and(|key| map.contains_key(key))),
        Val::Missing => Ok(false),
        _ => {
            let length = container.length().ok_or_else(|| wrong(container, "in"))?;
            for index in 0..length {
                if let Some(item) = container.item(index)
                    && equal(&item, wanted, budget)?
                {
                    return Ok(true);
                }
            }
            Ok(false)
        }
    }
}
