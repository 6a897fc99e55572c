//! Rendering a template within a budget.

use serde_json::Value;
use terms::Image;

use crate::error::PromptError;
use crate::files::Files;
use crate::limits;
use crate::problem::Problem;
use crate::template::budget::Budget;
use crate::template::compare::compare;
use crate::template::filters;
use crate::template::operators::{arithmetic, attribute, defined, holds, item, wrong};
use crate::template::show::{display, emit};
use crate::template::sink::Sink;
use crate::template::source::Source;
use crate::template::syntax::{Const, Expr, ExprKind, For, Node, Template};
use crate::template::value::{Val, range_length};

type Result<T> = std::result::Result<T, PromptError>;

/// One rendering: the values, what templates set, what is left of the budget.
pub(crate) struct Run<'a> {
    /// Values of the inputs, by their index among the names templates use.
    pub inputs: Vec<Val<'a>>,
    pub locals: Vec<Option<Val<'a>>>,
    pub pictures: &'a [Image],
    /// Files a picture input may name.
    pub files: &'a Files<'a>,
    pub budget: Budget,
}

impl<'a> Run<'a> {
    /// Writes a template into a message. The locals of earlier sections are forgotten.
    pub(crate) fn section(&mut self, template: &'a Template, sink: &mut Sink) -> Result<()> {
        self.locals.fill(None);
        self.template(template, sink)
    }

    fn template(&mut self, template: &'a Template, sink: &mut Sink) -> Result<()> {
        self.nodes(&template.nodes, &template.source, sink)
    }

    fn nodes(&mut self, nodes: &'a [Node], source: &'a Source, sink: &mut Sink) -> Result<()> {
        for node in nodes {
            match node {
                Node::Text(range) => {
                    let text = &source.text[range.clone()];
                    let written = self.budget.step().and_then(|()| sink.literal(text, &mut self.budget));
                    written.map_err(|problem| placed(problem, source, range.start))?;
                }
                Node::Emit(expr) => {
                    let val = self.eval(expr, source)?;
                    emit(&val, sink, &mut self.budget, self.files)
                        .map_err(|problem| placed(problem, source, expr.at))?;
                }
                Node::Picture(index, at) => {
                    let picture = &self.pictures[*index];
                    self.budget.picture(picture).map_err(|problem| placed(problem, source, *at))?;
                    sink.picture(picture.clone());
                }
                Node::Set(slot, expr) => {
                    let val = self.eval(expr, source)?;
                    self.locals[usize::from(*slot)] = Some(val);
                }
                Node::If(branches, otherwise) => {
                    let mut chosen = otherwise;
                    for (condition, body) in branches {
                        if self.truth(condition, source)? {
                            chosen = body;
                            break;
                        }
                    }
                    self.nodes(chosen, source, sink)?;
                }
                Node::For(repetition) => self.repeat(repetition, source, sink)?,
                Node::Include(template) => self.template(template, sink)?,
            }
        }
        Ok(())
    }

    fn repeat(&mut self, f: &'a For, source: &'a Source, sink: &mut Sink) -> Result<()> {
        let mut items = self.eval(&f.iter, source)?;
        if let Val::Json(Value::Object(map)) = items {
            items = filters::keys(map, &mut self.budget).map_err(|p| placed(p, source, f.iter.at))?;
        }
        let length = match (&items, items.length()) {
            (Val::Missing, _) => 0,
            (_, Some(length)) => length,
            (other, None) => return fail(wrong(other, "for"), source, f.iter.at),
        };
        if let Some(filter) = &f.filter {
            let mut kept = Vec::new();
            for index in 0..length {
                let item = items.item(index).unwrap_or(Val::Missing);
                self.turn(f, item.clone(), source)?;
                if self.truth(filter, source)? {
                    self.budget.make(size_of::<Val<'_>>()).map_err(|p| placed(p, source, filter.at))?;
                    kept.push(item);
                }
            }
            let depth = filters::list_depth(&kept);
            items = Val::List(kept.into(), depth);
        }
        let length = items.length().unwrap_or(0);
        if length == 0 {
            return self.nodes(&f.otherwise, source, sink);
        }
        for index in 0..length {
            let item = items.item(index).unwrap_or(Val::Missing);
            self.turn(f, item, source)?;
            self.locals[usize::from(f.loop_local)] = Some(Val::Loop(index, length));
            self.nodes(&f.body, source, sink)?;
        }
        Ok(())
    }

    /// Starts a turn: forgets what the last one set, names the item.
    fn turn(&mut self, f: &'a For, item: Val<'a>, source: &'a Source) -> Result<()> {
        self.budget.step().map_err(|problem| placed(problem, source, f.iter.at))?;
        self.locals[usize::from(f.locals.start)..usize::from(f.locals.end)].fill(None);
        let Some(second) = f.second else {
            self.locals[usize::from(f.target)] = Some(item);
            return Ok(());
        };
        match (item.length(), item.item(0), item.item(1)) {
            (Some(2), Some(first), Some(other)) => {
                self.locals[usize::from(f.target)] = Some(first);
                self.locals[usize::from(second)] = Some(other);
                Ok(())
            }
            _ => fail(wrong(&item, "for"), source, f.iter.at),
        }
    }

    fn truth(&mut self, expr: &'a Expr, source: &'a Source) -> Result<bool> {
        match self.eval(expr, source)? {
            Val::Undefined(name) => fail(Problem::Undefined { name: name.to_owned() }, source, expr.at),
            val => Ok(val.is_true()),
        }
    }

    pub(crate) fn eval(&mut self, expr: &'a Expr, source: &'a Source) -> Result<Val<'a>> {
        self.budget.step().map_err(|problem| placed(problem, source, expr.at))?;
        let here = |problem: Problem| placed(problem, source, expr.at);
        Ok(match &expr.kind {
            ExprKind::Input(index) => self.inputs[usize::from(*index)].clone(),
            ExprKind::Const(constant) => match constant {
                Const::None => Val::Null,
                Const::Bool(v) => Val::Bool(*v),
                Const::Int(v) => Val::Int(*v, None),
                Const::Float(v) => Val::Float(*v, None),
                Const::Text(text) => Val::Str(text),
            },
            ExprKind::Local { local, input, name } => match (&self.locals[usize::from(*local)], input) {
                (Some(val), _) => val.clone(),
                (None, Some(index)) => self.inputs[usize::from(*index)].clone(),
                (None, None) => Val::Undefined(name),
            },
            ExprKind::Attribute(of, name) => {
                let val = self.eval(of, source)?;
                attribute(&val, name).map_err(here)?
            }
            ExprKind::Item(of, index) => {
                let val = self.eval(of, source)?;
                let index = self.eval(index, source)?;
                item(&val, &index).map_err(here)?
            }
            ExprKind::Not(operand) => Val::Bool(!self.truth(operand, source)?),
            ExprKind::Negative(operand) => match self.eval(operand, source)? {
                Val::Int(v, _) => Val::Int(v.checked_neg().ok_or(Problem::NumberTooBig).map_err(here)?, None),
                Val::Float(v, _) => Val::Float(-v, None),
                other => return Err(here(wrong(&other, "-"))),
            },
            ExprKind::And(left, right) => {
                let val = self.eval(left, source)?;
                if defined(&val).map_err(here)?.is_true() { self.eval(right, source)? } else { val }
            }
            ExprKind::Or(left, right) => {
                let val = self.eval(left, source)?;
                if defined(&val).map_err(here)?.is_true() { val } else { self.eval(right, source)? }
            }
            ExprKind::Arithmetic(operation, left, right) => {
                let left = self.eval(left, source)?;
                let right = self.eval(right, source)?;
                arithmetic(*operation, &left, &right).map_err(here)?
            }
            ExprKind::Concat(left, right) => {
                let left = self.eval(left, source)?;
                let right = self.eval(right, source)?;
                let left = display(&left, &mut self.budget).map_err(here)?;
                let right = display(&right, &mut self.budget).map_err(here)?;
                self.budget.make(left.len() + right.len()).map_err(here)?;
                Val::owned([left.as_ref(), right.as_ref()].concat())
            }
            ExprKind::Compare(first, rest) => {
                let mut left = self.eval(first, source)?;
                for (comparison, operand) in rest {
                    let right = self.eval(operand, source)?;
                    if !compare(*comparison, &left, &right, &mut self.budget).map_err(here)? {
                        return Ok(Val::Bool(false));
                    }
                    left = right;
                }
                Val::Bool(true)
            }
            ExprKind::Filter(filter, operand, arguments) => {
                let val = self.eval(operand, source)?;
                let mut values = Vec::with_capacity(arguments.len());
                for argument in arguments {
                    values.push(self.eval(argument, source)?);
                }
                filters::apply(*filter, val, &values, &mut self.budget).map_err(here)?
            }
            ExprKind::Test(test, operand, negated) => {
                let val = self.eval(operand, source)?;
                Val::Bool(holds(*test, &val).map_err(here)? != *negated)
            }
            ExprKind::Choose { condition, yes, no } => {
                if self.truth(condition, source)? {
                    self.eval(yes, source)?
                } else {
                    match no {
                        Some(no) => self.eval(no, source)?,
                        None => Val::Missing,
                    }
                }
            }
            ExprKind::List(items) => {
                self.budget.make(items.len() * size_of::<Val<'_>>()).map_err(here)?;
                let mut values = Vec::with_capacity(items.len());
                for item in items {
                    let val = self.eval(item, source)?;
                    values.push(defined(&val).map_err(here)?.clone());
                }
                filters::list(values).map_err(here)?
            }
            ExprKind::Range(bounds) => {
                let mut numbers = [0_i64; 3];
                for (number, bound) in numbers.iter_mut().zip(bounds) {
                    *number = match self.eval(bound, source)? {
                        Val::Int(v, _) => v,
                        other => return Err(here(wrong(&other, "range"))),
                    };
                }
                let (start, stop, step) = match (bounds.len(), numbers) {
                    (1, [stop, ..]) => (0, stop, 1),
                    (2, [start, stop, _]) => (start, stop, 1),
                    (_, [start, stop, step]) => (start, stop, step),
                };
                if step == 0 || range_length(start, stop, step) > limits::RANGE as usize {
                    return Err(here(Problem::RangeTooBig { limit: limits::RANGE }));
                }
                Val::Range(start, stop, step)
            }
        })
    }
}

fn placed(problem: Problem, source: &Source, at: usize) -> PromptError {
    PromptError::new(problem, Some(source.place(at)))
}

fn fail<T>(problem: Problem, source: &Source, at: usize) -> Result<T> {
    Err(placed(problem, source, at))
}
