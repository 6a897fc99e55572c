//! Reading expressions: Jinja's precedence, a short list of filters and tests, one function.

use crate::error::PromptError;
use crate::limits;
use crate::problem::Problem;
use crate::suggest::nearest;
use crate::template::scope::Scope;
use crate::template::source::Source;
use crate::template::syntax::{Arithmetic, Comparison, Const, Expr, ExprKind, FILTERS, Filter, TESTS, Test};
use crate::template::tokens::{Token, tokens};

type Result<T> = std::result::Result<T, PromptError>;

/// Reads one `{{ }}` or `{% %}`.
pub(crate) struct Reader<'s, 'p, 'f> {
    source: &'s Source,
    pub scope: &'p mut Scope<'f>,
    tokens: Vec<(Token<'s>, usize)>,
    next: usize,
    end: usize,
    nesting: u16,
}

impl<'s, 'p, 'f> Reader<'s, 'p, 'f> {
    pub(crate) fn new(
        source: &'s Source,
        scope: &'p mut Scope<'f>,
        range: std::ops::Range<usize>,
    ) -> Result<Reader<'s, 'p, 'f>> {
        let end = range.end;
        let tokens = tokens(&source.text[range.clone()], range.start)
            .map_err(|(problem, at)| PromptError::new(problem, Some(source.place(at))))?;
        Ok(Reader { source, scope, tokens, next: 0, end, nesting: 0 })
    }

    pub(crate) fn fail<T>(&self, problem: Problem, at: usize) -> Result<T> {
        Err(PromptError::new(problem, Some(self.source.place(at))))
    }

    pub(crate) fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |(_, at)| *at)
    }

    fn peek(&self) -> Option<&Token<'s>> {
        self.tokens.get(self.next).map(|(token, _)| token)
    }

    pub(crate) fn unexpected<T>(&self) -> Result<T> {
        match self.peek() {
            Some(token) => self.fail(Problem::UnexpectedToken { found: token.shown() }, self.at()),
            None => self.fail(Problem::UnexpectedEndOfTag, self.at()),
        }
    }

    pub(crate) fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(s)) if *s == sign);
        self.next += usize::from(found);
        found
    }

    pub(crate) fn word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Name(w)) if *w == word);
        self.next += usize::from(found);
        found
    }

    pub(crate) fn name(&mut self) -> Result<&'s str> {
        match self.peek() {
            Some(Token::Name(name)) => {
                let name = *name;
                self.next += 1;
                Ok(name)
            }
            _ => self.unexpected(),
        }
    }

    pub(crate) fn text(&mut self) -> Result<String> {
        match self.peek() {
            Some(Token::Text(text)) => {
                let text = text.clone();
                self.next += 1;
                Ok(text)
            }
            _ => self.unexpected(),
        }
    }

    pub(crate) fn expect(&mut self, sign: &str) -> Result<()> {
        if self.sign(sign) { Ok(()) } else { self.unexpected() }
    }

    pub(crate) fn finish(&self) -> Result<()> {
        if self.next == self.tokens.len() { Ok(()) } else { self.unexpected() }
    }

    fn node(&self, kind: ExprKind, at: usize, below: u16) -> Result<Expr> {
        if below >= limits::EXPRESSION_DEPTH {
            return self.fail(Problem::TooDeep, at);
        }
        Ok(Expr { kind, at, depth: below + 1 })
    }

    /// Counts what recurses in the reader before it makes a node.
    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.nesting >= limits::EXPRESSION_DEPTH {
            return self.fail(Problem::TooDeep, self.at());
        }
        self.nesting += 1;
        let result = read(self);
        self.nesting -= 1;
        result
    }

    /// `a if b else c`, and everything that binds closer.
    pub(crate) fn expression(&mut self) -> Result<Expr> {
        self.nested(|r| {
            let at = r.at();
            let yes = r.or()?;
            if !r.word("if") {
                return Ok(yes);
            }
            let condition = r.or()?;
            let no = if r.word("else") { Some(Box::new(r.expression()?)) } else { None };
            let below = yes.depth.max(condition.depth).max(no.as_ref().map_or(0, |e| e.depth));
            let kind = ExprKind::Choose { condition: Box::new(condition), yes: Box::new(yes), no };
            r.node(kind, at, below)
        })
    }

    /// Without the `if`: what a `for ... in` walks.
    pub(crate) fn or(&mut self) -> Result<Expr> {
        let at = self.at();
        let mut left = self.and()?;
        while self.word("or") {
            let right = self.and()?;
            let below = left.depth.max(right.depth);
            left = self.node(ExprKind::Or(Box::new(left), Box::new(right)), at, below)?;
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Expr> {
        let at = self.at();
        let mut left = self.not()?;
        while self.word("and") {
            let right = self.not()?;
            let below = left.depth.max(right.depth);
            left = self.node(ExprKind::And(Box::new(left), Box::new(right)), at, below)?;
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Expr> {
        let at = self.at();
        if !self.word("not") {
            return self.comparison();
        }
        let operand = self.nested(Self::not)?;
        let below = operand.depth;
        self.node(ExprKind::Not(Box::new(operand)), at, below)
    }

    fn comparison(&mut self) -> Result<Expr> {
        const SIGNS: [(&str, Comparison); 6] = [
            ("==", Comparison::Equal),
            ("!=", Comparison::Different),
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
        ];
        let at = self.at();
        let first = self.sum()?;
        let mut below = first.depth;
        let mut rest = Vec::new();
        loop {
            let before = self.next;
            let comparison = match SIGNS.iter().find(|(sign, _)| self.sign(sign)) {
                Some((_, comparison)) => *comparison,
                None if self.word("in") => Comparison::In,
                None if self.word("not") && self.word("in") => Comparison::NotIn,
                None => {
                    self.next = before;
                    break;
                }
            };
            let operand = self.sum()?;
            if matches!(comparison, Comparison::In | Comparison::NotIn) {
                self.structured(&operand);
            }
            below = below.max(operand.depth);
            rest.push((comparison, operand));
        }
        if rest.is_empty() {
            return Ok(first);
        }
        self.node(ExprKind::Compare(Box::new(first), rest), at, below)
    }

    fn sum(&mut self) -> Result<Expr> {
        let at = self.at();
        let mut left = self.concat()?;
        loop {
            let operation = match () {
                () if self.sign("+") => Arithmetic::Add,
                () if self.sign("-") => Arithmetic::Subtract,
                () => return Ok(left),
            };
            let right = self.concat()?;
            left = self.arithmetic(operation, left, right, at)?;
        }
    }

    fn concat(&mut self) -> Result<Expr> {
        let at = self.at();
        let mut left = self.product()?;
        while self.sign("~") {
            let right = self.product()?;
            let below = left.depth.max(right.depth);
            left = self.node(ExprKind::Concat(Box::new(left), Box::new(right)), at, below)?;
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Expr> {
        let at = self.at();
        let mut left = self.unary()?;
        loop {
            let operation = match () {
                () if self.sign("*") => Arithmetic::Multiply,
                () if self.sign("/") => Arithmetic::Divide,
                () if self.sign("//") => Arithmetic::Floor,
                () if self.sign("%") => Arithmetic::Modulo,
                () => return Ok(left),
            };
            let right = self.unary()?;
            left = self.arithmetic(operation, left, right, at)?;
        }
    }

    fn arithmetic(&mut self, operation: Arithmetic, left: Expr, right: Expr, at: usize) -> Result<Expr> {
        let below = left.depth.max(right.depth);
        self.node(ExprKind::Arithmetic(operation, Box::new(left), Box::new(right)), at, below)
    }

    fn unary(&mut self) -> Result<Expr> {
        let operand = self.signed()?;
        self.filters(operand)
    }

    fn signed(&mut self) -> Result<Expr> {
        let at = self.at();
        if !self.sign("-") {
            let operand = self.primary()?;
            return self.parts(operand);
        }
        let operand = self.nested(Self::signed)?;
        let below = operand.depth;
        self.node(ExprKind::Negative(Box::new(operand)), at, below)
    }

    /// `.name`, `.0` and `[index]`.
    fn parts(&mut self, mut left: Expr) -> Result<Expr> {
        loop {
            let at = self.at();
            if self.sign(".") {
                self.structured(&left);
                if let Some(Token::Int(index)) = self.peek() {
                    let index = *index;
                    self.next += 1;
                    let index = self.node(ExprKind::Const(Const::Int(index)), at, 0)?;
                    let below = left.depth;
                    left = self.node(ExprKind::Item(Box::new(left), Box::new(index)), at, below)?;
                    continue;
                }
                let name = self.name()?;
                if matches!(self.peek(), Some(Token::Sign("("))) {
                    return self.fail(Problem::UnknownFunction { name: name.to_owned() }, at);
                }
                let below = left.depth;
                left = self.node(ExprKind::Attribute(Box::new(left), name.into()), at, below)?;
            } else if self.sign("[") {
                self.structured(&left);
                let index = self.expression()?;
                self.expect("]")?;
                let below = left.depth.max(index.depth);
                left = self.node(ExprKind::Item(Box::new(left), Box::new(index)), at, below)?;
            } else if matches!(self.peek(), Some(Token::Sign("("))) {
                // calling the result of a call, a string, a list...
                return self.unexpected();
            } else {
                return Ok(left);
            }
        }
    }

    fn filters(&mut self, mut left: Expr) -> Result<Expr> {
        loop {
            let at = self.at();
            if self.sign("|") {
                left = self.filter(left)?;
            } else if self.word("is") {
                let negated = self.word("not");
                let at_name = self.at();
                let name = self.name()?;
                let Some((_, test)) = TESTS.iter().find(|(known, _)| *known == name) else {
                    let suggestion = nearest(name, TESTS.iter().map(|(known, _)| *known));
                    return self.fail(Problem::UnknownTest { name: name.to_owned(), suggestion }, at_name);
                };
                match test {
                    Test::Defined | Test::Undefined => self.guarded(&left),
                    Test::Sequence | Test::Mapping => self.structured(&left),
                    _ => {}
                }
                let below = left.depth;
                left = self.node(ExprKind::Test(*test, Box::new(left), negated), at, below)?;
            } else {
                return Ok(left);
            }
        }
    }

    fn filter(&mut self, left: Expr) -> Result<Expr> {
        let at = self.at();
        let name = self.name()?;
        let row = FILTERS.iter().find(|row| row.0 == name);
        let Some((known, filter, fewest, most, usage)) = row else {
            let suggestion = nearest(name, FILTERS.iter().map(|row| row.0));
            return self.fail(Problem::UnknownFilter { name: name.to_owned(), suggestion }, at);
        };
        let mut arguments = Vec::new();
        let mut below = left.depth;
        if self.sign("(") && !self.sign(")") {
            loop {
                let argument = self.expression()?;
                below = below.max(argument.depth);
                arguments.push(argument);
                if self.sign(")") {
                    break;
                }
                if !self.sign(",") {
                    // `join(attribute="x")`: named arguments are not of this dialect
                    return self.fail(Problem::BadArguments { name: known, usage }, at);
                }
            }
        }
        if !(*fewest..=*most).contains(&arguments.len()) {
            return self.fail(Problem::BadArguments { name: known, usage }, at);
        }
        match filter {
            Filter::Default => self.guarded(&left),
            Filter::Join | Filter::Items | Filter::Length | Filter::First | Filter::Last | Filter::List => {
                self.structured(&left);
            }
            _ => {}
        }
        self.node(ExprKind::Filter(*filter, Box::new(left), arguments), at, below)
    }

    fn primary(&mut self) -> Result<Expr> {
        let at = self.at();
        let Some((token, _)) = self.tokens.get(self.next) else { return self.unexpected() };
        let constant = match token {
            Token::Int(v) => Const::Int(*v),
            Token::Float(v) => Const::Float(*v),
            Token::Text(text) => Const::Text(text.clone()),
            Token::Name("true" | "True") => Const::Bool(true),
            Token::Name("false" | "False") => Const::Bool(false),
            Token::Name("none" | "None") => Const::None,
            Token::Name("if" | "else" | "and" | "or" | "in" | "is" | "not") => return self.unexpected(),
            Token::Name(name) => {
                let name = *name;
                self.next += 1;
                return self.named(name, at);
            }
            Token::Sign("(") => {
                self.next += 1;
                let inner = self.expression()?;
                self.expect(")")?;
                return Ok(inner);
            }
            Token::Sign("[") => {
                self.next += 1;
                let items = self.list("]")?;
                let below = items.iter().map(|e| e.depth).max().unwrap_or(0);
                return self.node(ExprKind::List(items), at, below);
            }
            Token::Sign(_) => return self.unexpected(),
        };
        self.next += 1;
        self.node(ExprKind::Const(constant), at, 0)
    }

    fn list(&mut self, close: &str) -> Result<Vec<Expr>> {
        let mut items = Vec::new();
        while !self.sign(close) {
            if !items.is_empty() {
                self.expect(",")?;
                if self.sign(close) {
                    break;
                }
            }
            items.push(self.expression()?);
        }
        Ok(items)
    }

    fn named(&mut self, name: &str, at: usize) -> Result<Expr> {
        if self.sign("(") {
            if name != "range" {
                return self.fail(Problem::UnknownFunction { name: name.to_owned() }, at);
            }
            let bounds = self.list(")")?;
            if !(1..=3).contains(&bounds.len()) {
                return self.fail(Problem::BadArguments { name: "range", usage: "range(1, 10)" }, at);
            }
            let below = bounds.iter().map(|e| e.depth).max().unwrap_or(0);
            return self.node(ExprKind::Range(bounds), at, below);
        }
        let place = || self.source.place(at);
        if let Some(local) = self.scope.local(name) {
            // `{% if x %}{% set client = ... %}{% endif %}{{ client }}` falls back on the input
            let input = if self.scope.declares(name) { self.scope.input(name, place) } else { None };
            return self.node(ExprKind::Local { local, input, name: name.into() }, at, 0);
        }
        let Some(index) = self.scope.input(name, place) else {
            return self.fail(Problem::TooManyNames, at);
        };
        if !self.scope.in_user && self.scope.free[usize::from(index)].outside_user.is_none() {
            let place = self.source.place(at);
            self.scope.free[usize::from(index)].outside_user = Some(place);
        }
        self.node(ExprKind::Input(index), at, 0)
    }

    fn guarded(&mut self, operand: &Expr) {
        if let ExprKind::Input(index) = operand.kind {
            self.scope.free[usize::from(index)].guarded = true;
        }
    }

    pub(crate) fn structured(&mut self, operand: &Expr) {
        if let ExprKind::Input(index) = operand.kind {
            self.scope.free[usize::from(index)].structured = true;
        }
    }
}
