//! Values as text: what a message shows of them.

use std::borrow::Cow;
use std::io;

use crate::files::Files;
use crate::pictures;
use crate::problem::Problem;
use crate::template::budget::Budget;
use crate::template::operators::wrong;
use crate::template::sink::Sink;
use crate::template::value::Val;

type Result<T> = std::result::Result<T, Problem>;

/// Writes a value into a message, as plain text or as a picture.
pub(crate) fn emit(val: &Val<'_>, sink: &mut Sink, budget: &mut Budget, files: &Files<'_>) -> Result<()> {
    match val {
        Val::Str(text) | Val::Int(_, Some(text)) | Val::Float(_, Some(text)) => sink.value(text, budget),
        Val::Owned(text) => sink.value(text, budget),
        Val::Image(path) => {
            let picture = pictures::load(path, files, budget.limits().picture)?;
            budget.picture(&picture)?;
            sink.picture(picture);
            Ok(())
        }
        other => {
            let text = display(other, budget)?;
            sink.value(&text, budget)
        }
    }
}

/// A value as text: text as it is, numbers as they were written, lists and objects as JSON.
pub(crate) fn display<'v>(val: &'v Val<'_>, budget: &mut Budget) -> Result<Cow<'v, str>> {
    Ok(match val {
        Val::Str(text) | Val::Int(_, Some(text)) | Val::Float(_, Some(text)) => Cow::Borrowed(text),
        Val::Owned(text) => Cow::Borrowed(text),
        Val::Missing => Cow::Borrowed(""),
        Val::Null => Cow::Borrowed("null"),
        Val::Bool(v) => Cow::Borrowed(if *v { "true" } else { "false" }),
        Val::Int(v, None) => {
            budget.make(20)?;
            Cow::Owned(v.to_string())
        }
        Val::Float(v, None) => {
            budget.make(20)?;
            Cow::Owned(float(*v))
        }
        Val::Json(_) | Val::List(..) | Val::Range(..) => Cow::Owned(json(val, budget)?),
        Val::Undefined(_) | Val::Image(_) | Val::Loop(..) => return Err(wrong(val, "{{ }}")),
    })
}

/// A float the way Jinja writes it: always with a point.
fn float(value: f64) -> String {
    let mut text = value.to_string();
    if !text.contains(['.', 'e', 'N', 'i']) {
        text.push_str(".0");
    }
    text
}

/// A list or an object as JSON.
fn json(val: &Val<'_>, budget: &mut Budget) -> Result<String> {
    let mut out = Metered { text: Vec::new(), writes: 0, budget, problem: None };
    let written = write_json(val, &mut out);
    let Metered { text, problem, .. } = out;
    match (written, problem) {
        (_, Some(problem)) => Err(problem),
        (Err(_), None) => Err(wrong(val, "{{ }}")),
        (Ok(()), None) => Ok(String::from_utf8(text).unwrap_or_default()),
    }
}

fn write_json(val: &Val<'_>, out: &mut Metered<'_>) -> io::Result<()> {
    use io::Write as _;
    match val {
        Val::Json(value) => serde_json::to_writer(out, value).map_err(io::Error::from),
        Val::List(..) | Val::Range(..) => {
            out.write_all(b"[")?;
            for index in 0..val.length().unwrap_or(0) {
                // an item costs about as much as two ordinary steps
                out.pay(Budget::step)?;
                out.pay(Budget::step)?;
                if index > 0 {
                    out.write_all(b",")?;
                }
                write_json(&val.item(index).unwrap_or(Val::Null), out)?;
            }
            out.write_all(b"]")
        }
        Val::Int(v, _) => write!(out, "{v}"),
        Val::Float(v, _) => out.write_all(float(*v).as_bytes()),
        Val::Bool(v) => write!(out, "{v}"),
        Val::Null | Val::Missing | Val::Undefined(_) | Val::Loop(..) => out.write_all(b"null"),
        Val::Str(text) | Val::Image(text) => serde_json::to_writer(out, text).map_err(io::Error::from),
        Val::Owned(text) => serde_json::to_writer(out, text.as_ref()).map_err(io::Error::from),
    }
}

/// Bytes that are paid for as they come.
struct Metered<'b> {
    text: Vec<u8>,
    writes: u64,
    budget: &'b mut Budget,
    problem: Option<Problem>,
}

impl Metered<'_> {
    /// Keeps the problem, which an I/O error cannot carry.
    fn pay(&mut self, price: impl FnOnce(&mut Budget) -> Result<()>) -> io::Result<()> {
        price(self.budget).map_err(|problem| {
            self.problem = Some(problem);
            io::Error::from(io::ErrorKind::StorageFull)
        })
    }
}

impl io::Write for Metered<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // JSON comes in crumbs, and a crumb costs more than its bytes
        self.writes += 1;
        if self.writes.is_multiple_of(16) {
            self.pay(Budget::step)?;
        }
        self.pay(|budget| budget.make(bytes.len()))?;
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
