//! The tree of a template.

use std::ops::Range;
use std::sync::Arc;

use crate::template::source::Source;

/// A template read once and rendered many times.
#[derive(Debug)]
pub(crate) struct Template {
    pub source: Source,
    pub nodes: Vec<Node>,
}

#[derive(Debug)]
pub(crate) enum Node {
    /// Bytes of the source.
    Text(Range<usize>),
    /// A picture of the template's own text: its index in the compiled prompt, the byte its line starts at.
    Picture(usize, usize),
    Emit(Expr),
    If(Vec<(Expr, Vec<Node>)>, Vec<Node>),
    For(Box<For>),
    Set(u16, Expr),
    Include(Arc<Template>),
}

#[derive(Debug)]
pub(crate) struct For {
    pub target: u16,
    /// The second name of `for key, value in ...`.
    pub second: Option<u16>,
    pub loop_local: u16,
    pub iter: Expr,
    pub filter: Option<Expr>,
    pub body: Vec<Node>,
    pub otherwise: Vec<Node>,
    /// Locals set inside the body: forgotten at each turn.
    pub locals: Range<u16>,
}

#[derive(Debug)]
pub(crate) struct Expr {
    pub kind: ExprKind,
    /// Byte of the source it starts at.
    pub at: usize,
    /// Height of the tree below and including this node: bounded, so recursion is.
    pub depth: u16,
}

#[derive(Debug)]
pub(crate) enum ExprKind {
    Const(Const),
    /// An input, by its index among the names the templates use.
    Input(u16),
    /// A name set by `set` or `for`, and the input of the same name when there is one.
    Local {
        local: u16,
        input: Option<u16>,
        name: Box<str>,
    },
    Attribute(Box<Expr>, Box<str>),
    Item(Box<Expr>, Box<Expr>),
    Not(Box<Expr>),
    Negative(Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    Arithmetic(Arithmetic, Box<Expr>, Box<Expr>),
    Concat(Box<Expr>, Box<Expr>),
    Compare(Box<Expr>, Vec<(Comparison, Expr)>),
    Filter(Filter, Box<Expr>, Vec<Expr>),
    /// The test, its operand, and whether it is negated (`is not`).
    Test(Test, Box<Expr>, bool),
    Choose {
        condition: Box<Expr>,
        yes: Box<Expr>,
        no: Option<Box<Expr>>,
    },
    List(Vec<Expr>),
    Range(Vec<Expr>),
}

#[derive(Debug)]
pub(crate) enum Const {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Floor,
    Modulo,
}

impl Arithmetic {
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Arithmetic::Add => "+",
            Arithmetic::Subtract => "-",
            Arithmetic::Multiply => "*",
            Arithmetic::Divide => "/",
            Arithmetic::Floor => "//",
            Arithmetic::Modulo => "%",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Comparison {
    Equal,
    Different,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Filter {
    Upper,
    Lower,
    Trim,
    Join,
    Length,
    Default,
    Replace,
    First,
    Last,
    List,
    Round,
    Title,
    Capitalize,
    Items,
}

/// Name, filter, fewest and most arguments, how it is written.
pub(crate) const FILTERS: [(&str, Filter, usize, usize, &str); 14] = [
    ("upper", Filter::Upper, 0, 0, "upper"),
    ("lower", Filter::Lower, 0, 0, "lower"),
    ("trim", Filter::Trim, 0, 1, "trim(\"…\")"),
    ("join", Filter::Join, 0, 1, "join(\", \")"),
    ("length", Filter::Length, 0, 0, "length"),
    ("default", Filter::Default, 0, 2, "default(\"…\", true)"),
    ("replace", Filter::Replace, 2, 2, "replace(\"…\", \"…\")"),
    ("first", Filter::First, 0, 0, "first"),
    ("last", Filter::Last, 0, 0, "last"),
    ("list", Filter::List, 0, 0, "list"),
    ("round", Filter::Round, 0, 1, "round(2)"),
    ("title", Filter::Title, 0, 0, "title"),
    ("capitalize", Filter::Capitalize, 0, 0, "capitalize"),
    ("items", Filter::Items, 0, 0, "items"),
];

impl Filter {
    pub(crate) fn name(self) -> &'static str {
        FILTERS.iter().find(|row| row.1 == self).map_or("", |row| row.0)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Test {
    Defined,
    Undefined,
    None,
    Boolean,
    True,
    False,
    Number,
    Integer,
    Text,
    Sequence,
    Mapping,
    Odd,
    Even,
}

pub(crate) const TESTS: [(&str, Test); 13] = [
    ("defined", Test::Defined),
    ("undefined", Test::Undefined),
    ("none", Test::None),
    ("boolean", Test::Boolean),
    ("true", Test::True),
    ("false", Test::False),
    ("number", Test::Number),
    ("integer", Test::Integer),
    ("string", Test::Text),
    ("sequence", Test::Sequence),
    ("mapping", Test::Mapping),
    ("odd", Test::Odd),
    ("even", Test::Even),
];
