//! Parts of values, arithmetic, tests.

use serde_json::Value;

use crate::problem::Problem;
use crate::template::syntax::{Arithmetic, Test};
use crate::template::value::Val;

type Result<T> = std::result::Result<T, Problem>;

/// The problem of a value an operation has no meaning for.
pub(crate) fn wrong(val: &Val<'_>, operation: &'static str) -> Problem {
    match val {
        Val::Undefined(name) => Problem::Undefined { name: (*name).to_owned() },
        Val::Image(_) => Problem::ImageInExpression,
        _ => Problem::WrongOperand { operation },
    }
}

pub(crate) fn defined<'v, 'a>(val: &'v Val<'a>) -> Result<&'v Val<'a>> {
    match val {
        Val::Undefined(name) => Err(Problem::Undefined { name: (*name).to_owned() }),
        val => Ok(val),
    }
}

pub(crate) fn attribute<'a>(val: &Val<'a>, name: &'a str) -> Result<Val<'a>> {
    Ok(match defined(val)? {
        Val::Json(Value::Object(map)) => map.get(name).map_or(Val::Undefined(name), Val::from_json),
        Val::Loop(index, length) => {
            let int = |n: usize| Val::Int(i64::try_from(n).unwrap_or(i64::MAX), None);
            match name {
                "index" => int(index + 1),
                "index0" => int(*index),
                "revindex" => int(length - index),
                "revindex0" => int(length - index - 1),
                "length" => int(*length),
                "first" => Val::Bool(*index == 0),
                "last" => Val::Bool(index + 1 == *length),
                _ => Val::Undefined(name),
            }
        }
        Val::Image(_) => return Err(Problem::ImageInExpression),
        _ => Val::Undefined(name),
    })
}

pub(crate) fn item<'a>(val: &Val<'a>, index: &Val<'a>) -> Result<Val<'a>> {
    match (defined(val)?, defined(index)?) {
        (Val::Json(Value::Object(map)), key) => match key {
            Val::Str(key) => Ok(map.get(*key).map_or(Val::Undefined(key), Val::from_json)),
            key => Ok(key.text().and_then(|key| map.get(key)).map_or(Val::Undefined("[…]"), Val::from_json)),
        },
        (list, Val::Int(index, _)) => {
            let length = list.length().ok_or_else(|| wrong(list, "[…]"))?;
            // Python's negative indices count from the end
            let index = if *index < 0 { index.checked_add(length as i64) } else { Some(*index) };
            let found = index.and_then(|i| usize::try_from(i).ok()).and_then(|i| list.item(i));
            Ok(found.unwrap_or(Val::Undefined("[…]")))
        }
        (other, _) => Err(wrong(other, "[…]")),
    }
}

pub(crate) fn arithmetic<'a>(operation: Arithmetic, left: &Val<'_>, right: &Val<'_>) -> Result<Val<'a>> {
    use Arithmetic::{Add, Divide, Floor, Modulo, Multiply, Subtract};
    let zero = right.number() == Some(0.0);
    if zero && matches!(operation, Divide | Floor | Modulo) && left.number().is_some() {
        return Err(Problem::DivisionByZero);
    }
    if let (Val::Int(a, _), Val::Int(b, _)) = (left, right)
        && operation != Divide
    {
        let result = match operation {
            Add => a.checked_add(*b),
            Subtract => a.checked_sub(*b),
            Multiply => a.checked_mul(*b),
            Floor => a.checked_div(*b).map(|q| if a % b != 0 && (*a < 0) != (*b < 0) { q - 1 } else { q }),
            _ => a.checked_rem(*b).map(|r| if r != 0 && (r < 0) != (*b < 0) { r + b } else { r }),
        };
        return result.map(|v| Val::Int(v, None)).ok_or(Problem::NumberTooBig);
    }
    let sign = operation.sign();
    let a = left.number().ok_or_else(|| wrong(left, sign))?;
    let b = right.number().ok_or_else(|| wrong(right, sign))?;
    let result = match operation {
        Add => a + b,
        Subtract => a - b,
        Multiply => a * b,
        Divide => a / b,
        Floor => floor_division(a, b).0,
        Modulo => floor_division(a, b).1,
    };
    if result.is_finite() { Ok(Val::Float(result, None)) } else { Err(Problem::NumberTooBig) }
}

/// Quotient rounded down and remainder of the divisor's sign, as Python gives them (`float_divmod` of CPython).
fn floor_division(a: f64, b: f64) -> (f64, f64) {
    let mut remainder = a % b;
    let mut quotient = (a - remainder) / b;
    if remainder == 0.0 {
        remainder = 0.0_f64.copysign(b);
    } else if (remainder < 0.0) != (b < 0.0) {
        remainder += b;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return (0.0_f64.copysign(a / b), remainder);
    }
    let floor = quotient.floor();
    (if quotient - floor > 0.5 { floor + 1.0 } else { floor }, remainder)
}

pub(crate) fn holds(test: Test, val: &Val<'_>) -> Result<bool> {
    let absent = matches!(val, Val::Missing | Val::Undefined(_));
    Ok(match test {
        Test::Defined => !absent,
        Test::Undefined => absent,
        _ if matches!(val, Val::Undefined(_)) => return Err(wrong(val, "is")),
        Test::None => matches!(val, Val::Null),
        Test::Boolean => matches!(val, Val::Bool(_)),
        Test::True => matches!(val, Val::Bool(true)),
        Test::False => matches!(val, Val::Bool(false)),
        Test::Number => val.number().is_some(),
        Test::Integer => matches!(val, Val::Int(..) | Val::Json(Value::Number(_))),
        Test::Text => val.text().is_some(),
        Test::Sequence => matches!(val, Val::Json(Value::Array(_)) | Val::List(..) | Val::Range(..)),
        Test::Mapping => matches!(val, Val::Json(Value::Object(_))),
        Test::Odd | Test::Even => match val {
            Val::Int(v, _) => (v % 2 == 0) == (test == Test::Even),
            other => return Err(wrong(other, "is")),
        },
    })
}
