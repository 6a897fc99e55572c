//! Reading templates: text, `{{ }}`, `if`, `for`, `set`, `include`.

use std::ops::Range;
use std::sync::Arc;

use crate::error::PromptError;
use crate::files::clean_path;
use crate::limits;
use crate::parse::normalise;
use crate::pictures::{self, file_problem, picture_line};
use crate::problem::Problem;
use crate::suggest::nearest;
use crate::template::expressions::Reader;
use crate::template::pieces::{Piece, cut};
use crate::template::scope::{Included, Scope};
use crate::template::source::Source;
use crate::template::syntax::{Expr, For, Node, Template};

type Result<T> = std::result::Result<T, PromptError>;

/// Tags of Jinja that this dialect does without, on purpose.
const FORBIDDEN: [&str; 20] = [
    "macro",
    "endmacro",
    "import",
    "from",
    "extends",
    "block",
    "endblock",
    "call",
    "endcall",
    "filter",
    "endfilter",
    "autoescape",
    "endautoescape",
    "with",
    "endwith",
    "do",
    "endset",
    "break",
    "continue",
    "debug",
];

const TAGS: [&str; 9] = ["if", "elif", "else", "endif", "for", "endfor", "set", "include", "raw"];

/// Reads a template; its names go to the scope.
pub(crate) fn read(source: Source, scope: &mut Scope<'_>) -> Result<Template> {
    let pieces =
        cut(&source.text).map_err(|(problem, at)| PromptError::new(problem, Some(source.place(at))))?;
    let mut reader = Blocks { source: &source, pieces: &pieces, next: 0 };
    let (nodes, end) = reader.body(scope, 0)?;
    if let Some((end, at)) = end {
        return reader.fail(Problem::StrayTag { tag: end.tag().to_owned() }, at);
    }
    Ok(Template { source, nodes })
}

struct Blocks<'s> {
    source: &'s Source,
    pieces: &'s [Piece],
    next: usize,
}

/// The nodes of a block, and the tag that ended it with its place; `None` at the end of the text.
type Body = (Vec<Node>, Option<(Close, usize)>);

/// A tag that ends a body.
enum Close {
    Elif(Expr),
    Else,
    If,
    For,
}

impl Close {
    fn tag(&self) -> &'static str {
        match self {
            Close::Elif(_) => "elif",
            Close::Else => "else",
            Close::If => "endif",
            Close::For => "endfor",
        }
    }
}

/// The head of a `for`, its body still to be read.
struct Head {
    target: u16,
    second: Option<u16>,
    loop_local: u16,
    iter: Expr,
    filter: Option<Expr>,
    first_slot: u16,
}

enum Tag {
    If(Expr),
    For(Head),
    Set(u16, Expr),
    Include(String),
    Close(Close),
}

impl Blocks<'_> {
    fn fail<T>(&self, problem: Problem, at: usize) -> Result<T> {
        Err(PromptError::new(problem, Some(self.source.place(at))))
    }

    /// Nodes up to a tag that does not open anything, or to the end.
    fn body(&mut self, scope: &mut Scope<'_>, depth: usize) -> Result<Body> {
        let mut nodes = Vec::new();
        while let Some(piece) = self.pieces.get(self.next) {
            self.next += 1;
            match piece {
                Piece::Text { range, raw } if *raw || !scope.in_user => nodes.push(Node::Text(range.clone())),
                Piece::Text { range, .. } => self.text(range.clone(), scope, &mut nodes)?,
                Piece::Emit(range) => {
                    let mut reader = Reader::new(self.source, scope, range.clone())?;
                    let expression = reader.expression()?;
                    reader.finish()?;
                    nodes.push(Node::Emit(expression));
                }
                Piece::Tag(range) => {
                    let inner = &self.source.text[range.clone()];
                    let at = range.end - inner.trim_start().len();
                    match self.tag(range.clone(), scope)? {
                        Tag::Close(end) => return Ok((nodes, Some((end, at)))),
                        _ if depth >= limits::BLOCK_DEPTH => return self.fail(Problem::TooDeep, at),
                        Tag::If(condition) => nodes.push(self.conditions(condition, scope, depth, at)?),
                        Tag::For(head) => nodes.push(self.repetition(head, scope, depth, at)?),
                        Tag::Set(slot, value) => nodes.push(Node::Set(slot, value)),
                        Tag::Include(path) => nodes.push(self.include(&path, scope, at)?),
                    }
                }
            }
        }
        Ok((nodes, None))
    }

    fn conditions(&mut self, first: Expr, scope: &mut Scope<'_>, depth: usize, at: usize) -> Result<Node> {
        let mut branches = Vec::new();
        let mut condition = first;
        loop {
            let (nodes, end) = self.body(scope, depth + 1)?;
            branches.push((condition, nodes));
            match end {
                Some((Close::Elif(next), _)) => condition = next,
                Some((Close::Else, _)) => {
                    let (otherwise, end) = self.body(scope, depth + 1)?;
                    return match end {
                        Some((Close::If, _)) => Ok(Node::If(branches, otherwise)),
                        Some((end, at)) => self.fail(Problem::StrayTag { tag: end.tag().to_owned() }, at),
                        None => self.fail(Problem::UnclosedBlock { tag: "if" }, at),
                    };
                }
                Some((Close::If, _)) => return Ok(Node::If(branches, Vec::new())),
                Some((end, at)) => return self.fail(Problem::StrayTag { tag: end.tag().to_owned() }, at),
                None => return self.fail(Problem::UnclosedBlock { tag: "if" }, at),
            }
        }
    }

    fn repetition(&mut self, head: Head, scope: &mut Scope<'_>, depth: usize, at: usize) -> Result<Node> {
        let (body, end) = self.body(scope, depth + 1)?;
        let locals = head.first_slot..scope.next_slot();
        scope.close_loop();
        let otherwise = match end {
            Some((Close::For, _)) => Vec::new(),
            Some((Close::Else, _)) => match self.body(scope, depth + 1)? {
                (nodes, Some((Close::For, _))) => nodes,
                (_, Some((end, at))) => {
                    return self.fail(Problem::StrayTag { tag: end.tag().to_owned() }, at);
                }
                (_, None) => return self.fail(Problem::UnclosedBlock { tag: "for" }, at),
            },
            Some((end, at)) => return self.fail(Problem::StrayTag { tag: end.tag().to_owned() }, at),
            None => return self.fail(Problem::UnclosedBlock { tag: "for" }, at),
        };
        let Head { target, second, loop_local, iter, filter, .. } = head;
        Ok(Node::For(Box::new(For { target, second, loop_local, iter, filter, body, otherwise, locals })))
    }

    fn tag(&mut self, range: Range<usize>, scope: &mut Scope<'_>) -> Result<Tag> {
        let mut reader = Reader::new(self.source, scope, range)?;
        let at = reader.at();
        let word = reader.name()?;
        let tag = match word {
            "if" => Tag::If(reader.expression()?),
            "elif" => Tag::Close(Close::Elif(reader.expression()?)),
            "else" => Tag::Close(Close::Else),
            "endif" => Tag::Close(Close::If),
            "endfor" => Tag::Close(Close::For),
            "for" => Tag::For(for_head(&mut reader)?),
            "set" => {
                let at = reader.at();
                let name = reader.name()?;
                reader.expect("=")?;
                let value = reader.expression()?;
                match reader.scope.set(name) {
                    Some(slot) => Tag::Set(slot, value),
                    None => return reader.fail(Problem::TooManyNames, at),
                }
            }
            "include" => Tag::Include(reader.text()?),
            word if FORBIDDEN.contains(&word) => {
                return reader.fail(Problem::ForbiddenTag { tag: word.to_owned() }, at);
            }
            word => {
                let suggestion = nearest(word, TAGS);
                return reader.fail(Problem::UnknownTag { tag: word.to_owned(), suggestion }, at);
            }
        };
        reader.finish()?;
        Ok(tag)
    }

    /// Text of a user section: lines that are pictures become pictures.
    fn text(&self, range: Range<usize>, scope: &mut Scope<'_>, nodes: &mut Vec<Node>) -> Result<()> {
        let text = &self.source.text;
        let mut start = range.start;
        let mut line_start = range.start;
        while line_start < range.end {
            let line_end = text[line_start..range.end].find('\n').map_or(range.end, |n| line_start + n);
            let whole = (line_start == 0 || text.as_bytes()[line_start - 1] == b'\n')
                && (line_end == text.len() || text.as_bytes()[line_end] == b'\n');
            if whole && let Some(path) = picture_line(&text[line_start..line_end]) {
                let picture = scope.pictures.add(path, scope.files);
                let picture = picture
                    .map_err(|problem| PromptError::new(problem, Some(self.source.place(line_start))))?;
                if start < line_start {
                    nodes.push(Node::Text(start..line_start));
                }
                nodes.push(Node::Picture(picture, line_start));
                start = line_end;
            }
            line_start = line_end + 1;
        }
        if start < range.end {
            nodes.push(Node::Text(start..range.end));
        }
        Ok(())
    }

    /// The text of the file is a template of its own, read here with the names known here: it sees the
    /// inputs and the loop it stands in, and cannot open a section or leave a block open.
    fn include(&self, path: &str, scope: &mut Scope<'_>, at: usize) -> Result<Node> {
        let shown = pictures::shown(path);
        let clean = match clean_path(path) {
            Ok(clean) => clean,
            Err(fault) => return self.fail(Problem::BadPath { path: shown, fault }, at),
        };
        if scope.including.contains(&clean) {
            return self.fail(Problem::IncludeCycle { path: clean }, at);
        }
        if scope.including.len() >= limits::INCLUDE_DEPTH {
            return self.fail(Problem::IncludeTooDeep { limit: limits::INCLUDE_DEPTH }, at);
        }
        scope.includes += 1;
        if scope.includes > limits::INCLUDES {
            return self.fail(Problem::TooManyIncludes { limit: limits::INCLUDES }, at);
        }
        let text = match read_file(&clean, scope) {
            Ok(text) => text,
            Err(problem) => return self.fail(problem, at),
        };
        scope.included_bytes += text.len();
        if scope.included_bytes > limits::INCLUDED_TEMPLATES {
            return self
                .fail(Problem::FileTooBig { path: clean, limit: limits::INCLUDED_TEMPLATES >> 20 }, at);
        }
        // the line end that closes a file is not part of what it says
        let body = text.strip_suffix('\n').unwrap_or(&text).to_owned();
        let source = Source::new(Arc::from(clean.as_str()), body, 1);
        scope.including.push(clean);
        let template = read(source, scope);
        scope.including.pop();
        Ok(Node::Include(Arc::new(template?)))
    }
}

/// `for x in list`, `for key, value in map|items`, `... if condition`.
fn for_head(reader: &mut Reader<'_, '_, '_>) -> Result<Head> {
    let at = reader.at();
    let target = reader.name()?;
    let second = if reader.sign(",") { Some(reader.name()?) } else { None };
    if !reader.word("in") {
        return reader.unexpected();
    }
    let iter = reader.or()?;
    reader.structured(&iter);
    let first_slot = reader.scope.next_slot();
    reader.scope.open_loop();
    let target = reader.scope.set(target);
    let second = second.map(|name| reader.scope.set(name));
    let loop_local = reader.scope.set("loop");
    let (Some(target), Some(loop_local), true) = (target, loop_local, second != Some(None)) else {
        return reader.fail(Problem::TooManyNames, at);
    };
    if reader.word("recursive") {
        return reader.fail(Problem::ForbiddenTag { tag: "recursive".to_owned() }, at);
    }
    let filter = if reader.word("if") { Some(reader.or()?) } else { None };
    Ok(Head { target, second: second.flatten(), loop_local, iter, filter, first_slot })
}

/// A text file of the project, normalised like a prompt file, and remembered for the version.
pub(crate) fn read_file(path: &str, scope: &mut Scope<'_>) -> std::result::Result<Arc<str>, Problem> {
    if let Some(known) = scope.included.iter().find(|i| i.path == path) {
        return Ok(Arc::clone(&known.text));
    }
    if scope.included.len() >= limits::INCLUDES {
        return Err(Problem::TooManyIncludes { limit: limits::INCLUDES });
    }
    let bytes = (scope.files)(path).map_err(|error| file_problem(error, path))?;
    if bytes.len() > limits::INCLUDED_BYTES {
        return Err(Problem::FileTooBig { path: path.to_owned(), limit: limits::INCLUDED_BYTES >> 20 });
    }
    let text = String::from_utf8(bytes).map_err(|_| Problem::NotUtf8 { path: path.to_owned() })?;
    let text: Arc<str> = Arc::from(normalise(&text).as_ref());
    scope.included.push(Included { path: path.to_owned(), text: Arc::clone(&text) });
    Ok(text)
}
