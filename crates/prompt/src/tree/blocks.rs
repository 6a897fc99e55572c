//! A text cut into blocks: paragraphs, lists, titled parts, tagged parts, examples. Nothing is lost: the texts of
//! the nodes put end to end are the text.

use std::collections::HashMap;
use std::ops::Range;

use super::cut::sentences;
use super::ground::Ground;
use super::lines::{Kind, Line, lines};
use super::node::{Body, Level, Node, Part};
use super::parts::title_part;

/// Deeper titles and tags than this are plain text.
const DEPTH: usize = 8;

/// The blocks of a range. Parts are those titles say; what the words say is settled afterwards.
pub(super) fn blocks(ground: &Ground<'_>, range: Range<usize>) -> Vec<Node> {
    read(ground, range, 0)
}

fn read(ground: &Ground<'_>, range: Range<usize>, depth: usize) -> Vec<Node> {
    let lines = lines(ground, range.clone());
    let closers = closers(&lines);
    let reader = Reader { ground, lines: &lines, closers, end: range.end, depth };
    let mut nodes = Vec::new();
    let mut at = 0;
    // blank lines before the first block belong to it
    let first = reader.skip_blank(0);
    while at < lines.len() {
        let from = if at == 0 { first } else { at };
        if from >= lines.len() {
            nodes.push(Node::leaf(Level::Block, Part::Other, &ground.text[range.clone()]));
            break;
        }
        let (mut node, next) = reader.block(from);
        let after = reader.skip_blank(next);
        node.close.push_str(reader.text(next, after));
        if at == 0 && first > 0 {
            node.open.insert_str(0, reader.text(0, first));
        }
        nodes.push(node);
        at = after;
    }
    nodes
}

struct Reader<'g, 't> {
    ground: &'g Ground<'t>,
    lines: &'g [Line],
    /// For the line of an opening tag, the line of the tag that closes it.
    closers: HashMap<usize, usize>,
    end: usize,
    depth: usize,
}

/// Open tags looked through for the one a closing tag closes.
const OPEN_TAGS: usize = 64;

fn closers(lines: &[Line]) -> HashMap<usize, usize> {
    let mut found = HashMap::new();
    let mut open: Vec<(&str, usize)> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        match &line.kind {
            Kind::Open(name) => open.push((name, i)),
            Kind::Close(name) => {
                let near = open.iter().rev().take(OPEN_TAGS);
                if let Some(back) = near.map(|(other, _)| *other).position(|other| other == name) {
                    let at = open.len() - 1 - back;
                    found.insert(open[at].1, i);
                    open.truncate(at);
                }
            }
            _ => {}
        }
    }
    found
}

impl<'t> Reader<'_, 't> {
    fn kind(&self, at: usize) -> Option<&Kind> {
        self.lines.get(at).map(|line| &line.kind)
    }

    fn range(&self, from: usize, to: usize) -> Range<usize> {
        let start = |at: usize| self.lines.get(at).map_or(self.end, |line| line.range.start);
        start(from)..start(to)
    }

    fn text(&self, from: usize, to: usize) -> &'t str {
        &self.ground.text[self.range(from, to)]
    }

    fn skip_blank(&self, mut at: usize) -> usize {
        while self.kind(at) == Some(&Kind::Blank) {
            at += 1;
        }
        at
    }

    /// The block that starts at a line that is not blank, and the line after it.
    fn block(&self, at: usize) -> (Node, usize) {
        let nested = self.depth < DEPTH;
        match &self.lines[at].kind {
            Kind::Heading(level) if nested => self.heading(at, *level),
            Kind::Open(name) if nested => match self.closers.get(&at).copied() {
                Some(end) => self.tagged(at, end, name),
                None => self.paragraph(at),
            },
            Kind::Tagged { name, open, close } => (self.tagged_line(at, name, *open, *close), at + 1),
            Kind::Title if nested => match self.titled_end(at) {
                Some((inner, end)) => (self.group(at, inner, end, title_part(self.text(at, at + 1))), end),
                None => self.paragraph(at),
            },
            Kind::Fence => self.fence(at),
            Kind::Item { indent, .. } => {
                let end = self.list_end(at);
                (self.list(at, end, *indent), end)
            }
            Kind::Given(_) if self.example_end(at).is_some() => self.examples(at),
            _ => self.paragraph(at),
        }
    }

    fn heading(&self, at: usize, level: u8) -> (Node, usize) {
        let mut end = at + 1;
        while self.kind(end).is_some_and(|kind| !matches!(kind, Kind::Heading(l) if *l <= level)) {
            end += 1;
        }
        // the blank lines before the next heading stay outside
        while end > at + 1 && self.kind(end - 1) == Some(&Kind::Blank) {
            end -= 1;
        }
        let inner = self.skip_blank(at + 1);
        (self.group(at, inner.min(end), end, title_part(self.text(at, at + 1))), end)
    }

    /// A block with its title: lines `at..inner` open it, `inner..end` are its text.
    fn group(&self, at: usize, inner: usize, end: usize, part: Option<Part>) -> Node {
        let (open, range) = (self.text(at, inner), self.range(inner, end));
        if range.is_empty() {
            return whole(part.unwrap_or(Part::Other), open);
        }
        let (nodes, close) = lift(read(self.ground, range, self.depth + 1));
        settle(Node::branch(Level::Block, Part::Other, nodes).between(open, close), part)
    }

    fn tagged(&self, at: usize, end: usize, name: &str) -> (Node, usize) {
        let (open, close) = (self.text(at, at + 1), self.text(end, end + 1));
        let range = self.range(at + 1, end);
        let part = title_part(name);
        let node = if range.is_empty() {
            Node::leaf(Level::Block, Part::Other, "").between(open, close)
        } else {
            let (nodes, inner) = lift(read(self.ground, range, self.depth + 1));
            Node::branch(Level::Block, Part::Other, nodes).between(open, format!("{inner}{close}"))
        };
        (settle(node, part), end + 1)
    }

    fn tagged_line(&self, at: usize, name: &str, open: usize, close: usize) -> Node {
        let range = self.range(at, at + 1);
        let inner = range.start + open..range.start + close;
        let text = self.ground.text;
        let nodes = sentences(self.ground, inner.clone(), Part::Other);
        let node = Node::branch(Level::Block, Part::Other, nodes)
            .between(&text[range.start..inner.start], &text[inner.end..range.end]);
        settle(node, title_part(name))
    }

    /// For a `Title:`, where its text starts and ends; `None` when nothing under it is its own.
    fn titled_end(&self, at: usize) -> Option<(usize, usize)> {
        let next = self.skip_blank(at + 1);
        let close = next == at + 1;
        let end = match self.kind(next)? {
            Kind::Item { .. } => self.list_end(next),
            Kind::Given(_) if self.example_end(next).is_some() => self.examples_end(next),
            Kind::Open(_) => self.closers.get(&next)? + 1,
            Kind::Fence => self.fence_end(next),
            Kind::Heading(_) | Kind::Title | Kind::Blank => return None,
            _ if close => self.paragraph_end(next),
            _ => return None,
        };
        Some((next, end))
    }

    fn fence_end(&self, at: usize) -> usize {
        let closing = (at + 1..self.lines.len()).find(|i| self.kind(*i) == Some(&Kind::Fence));
        closing.map_or(self.lines.len(), |i| i + 1)
    }

    fn fence(&self, at: usize) -> (Node, usize) {
        let end = self.fence_end(at);
        (whole(Part::Other, self.text(at, end)), end)
    }

    fn list_end(&self, at: usize) -> usize {
        let mut end = at + 1;
        loop {
            let next = self.skip_blank(end);
            let more = match self.kind(next) {
                Some(Kind::Item { .. }) => true,
                Some(Kind::Text | Kind::Given(_) | Kind::Answered(_) | Kind::Title) if next == end => true,
                Some(Kind::Text) => self.text(next, next + 1).starts_with("  "),
                _ => false,
            };
            if !more {
                return end;
            }
            end = next + 1;
        }
    }

    fn list(&self, at: usize, end: usize, base: usize) -> Node {
        Node::branch(Level::Block, Part::Other, self.items(at, end, base, self.depth))
    }

    /// The items of lines `at..end`; what is indented more than the first belongs to the item above it.
    fn items(&self, at: usize, end: usize, base: usize, depth: usize) -> Vec<Node> {
        let starts: Vec<usize> = (at..end)
            .filter(|i| matches!(self.kind(*i), Some(Kind::Item { indent, .. }) if *indent <= base + 1))
            .collect();
        let stops = starts.iter().skip(1).copied().chain([end]);
        starts.iter().zip(stops).map(|(start, stop)| self.item(*start, stop, depth)).collect()
    }

    fn item(&self, at: usize, end: usize, depth: usize) -> Node {
        let Some(Kind::Item { mark, .. }) = self.kind(at) else {
            return Node::leaf(Level::Item, Part::Other, self.text(at, end));
        };
        let all = self.range(at, end);
        let text = &self.ground.text[all.clone()];
        let open = &text[..*mark];
        let nested = (at + 1..end).find(|i| matches!(self.kind(*i), Some(Kind::Item { .. })));
        if let (Some(nested), true) = (nested, depth < DEPTH) {
            let head = all.start + mark..self.range(nested, end).start;
            let mut nodes = sentences(self.ground, head, Part::Other);
            let base = match self.kind(nested) {
                Some(Kind::Item { indent, .. }) => *indent,
                _ => 0,
            };
            nodes.extend(self.items(nested, end, base, depth + 1));
            return Node::branch(Level::Item, Part::Other, nodes).between(open, "");
        }
        let words = text.trim_end().len();
        let nodes = sentences(self.ground, all.start + mark..all.start + words, Part::Other);
        Node::branch(Level::Item, Part::Other, nodes).between(open, &text[words..])
    }

    /// For an example that starts here, the line of its answer and the line after it.
    fn example_end(&self, at: usize) -> Option<(usize, usize)> {
        let text_end = |mut i: usize| {
            while self.kind(i) == Some(&Kind::Text) {
                i += 1;
            }
            i
        };
        let Some(Kind::Given(_)) = self.kind(at) else { return None };
        let answer = self.skip_blank(text_end(at + 1));
        let Some(Kind::Answered(_)) = self.kind(answer) else { return None };
        let end = text_end(answer + 1);
        // with a placeholder in it, it is the question really asked
        (!self.ground.touches(&self.range(at, end))).then_some((answer, end))
    }

    fn examples_end(&self, at: usize) -> usize {
        let mut end = at;
        while let Some((_, next)) = self.example_end(self.skip_blank(end)) {
            end = next;
        }
        end
    }

    fn examples(&self, at: usize) -> (Node, usize) {
        let mut items: Vec<Node> = Vec::new();
        let mut end = at;
        loop {
            let start = self.skip_blank(end);
            let Some((answer, next)) = self.example_end(start) else { break };
            if let Some(last) = items.last_mut() {
                last.close.push_str(self.text(end, start));
            }
            let turns = vec![self.turn(start, answer, Part::Given), self.turn(answer, next, Part::Answered)];
            items.push(Node::branch(Level::Item, Part::Example, turns));
            end = next;
        }
        (Node::branch(Level::Block, Part::Examples, items), end)
    }

    fn turn(&self, at: usize, end: usize, part: Part) -> Node {
        let text = self.text(at, end);
        let open = match self.kind(at) {
            Some(Kind::Given(open) | Kind::Answered(open)) => *open,
            _ => 0,
        };
        let words = text.trim_end().len().max(open);
        Node::leaf(Level::Turn, part, &text[open..words]).between(&text[..open], &text[words..])
    }

    fn paragraph_end(&self, at: usize) -> usize {
        let mut end = at + 1;
        loop {
            match self.kind(end) {
                Some(Kind::Text | Kind::Answered(_) | Kind::Close(_)) => {}
                Some(Kind::Given(_)) if self.example_end(end).is_none() => {}
                Some(Kind::Open(_)) if !self.closers.contains_key(&end) => {}
                Some(Kind::Title) if self.titled_end(end).is_none() => {}
                _ => return end,
            }
            end += 1;
        }
    }

    fn paragraph(&self, at: usize) -> (Node, usize) {
        let end = self.paragraph_end(at);
        let range = self.range(at, end);
        let text = &self.ground.text[range.clone()];
        let words = text.trim_end().len();
        let nodes = sentences(self.ground, range.start..range.start + words, Part::Other);
        (Node::branch(Level::Block, Part::Other, nodes).between("", &text[words..]), end)
    }
}

/// A block that is not cut.
fn whole(part: Part, text: &str) -> Node {
    let words = text.trim_end().len();
    Node::leaf(Level::Block, part, &text[..words]).between("", &text[words..])
}

/// The only block under a title gives its pieces to it.
fn lift(mut blocks: Vec<Node>) -> (Vec<Node>, String) {
    if let [only] = blocks.as_mut_slice()
        && only.level == Level::Block
        && only.open.is_empty()
        && let Body::Nodes(nodes) = &mut only.body
    {
        let close = std::mem::take(&mut only.close);
        return (std::mem::take(nodes), close);
    }
    (blocks, String::new())
}

/// In an example, two tagged parts are what is given and what is answered: `<question>…</question>`.
fn tagged_turns(example: &mut Node) {
    let Body::Nodes(nodes) = &mut example.body else { return };
    let [given, answered] = nodes.as_mut_slice() else { return };
    let tagged = |node: &Node| node.level == Level::Block && node.open.trim_start().starts_with('<');
    if !tagged(given) || !tagged(answered) {
        return;
    }
    for (turn, part) in [(given, Part::Given), (answered, Part::Answered)] {
        let words: String = turn.nodes().iter().map(Node::text).collect();
        turn.level = Level::Turn;
        turn.part = part;
        if !turn.nodes().is_empty() {
            turn.body = Body::Words(words);
        }
    }
}

/// Gives a titled block its part; an example under a tag or a heading is an item, its turns its own.
fn settle(mut node: Node, part: Option<Part>) -> Node {
    let Some(part) = part else {
        if node.nodes().iter().all(|n| n.part == Part::Example) && !node.nodes().is_empty() {
            node.part = Part::Examples;
        }
        return node;
    };
    node.part = part;
    if part == Part::Examples
        && let Body::Nodes(nodes) = &mut node.body
    {
        for child in nodes.iter_mut().filter(|child| child.level == Level::Item) {
            child.part = Part::Example;
        }
    }
    if part == Part::Example {
        node.level = Level::Item;
        tagged_turns(&mut node);
        if let Body::Nodes(nodes) = &mut node.body
            && let [only] = nodes.as_mut_slice()
            && only.part == Part::Example
            && only.open.is_empty()
            && only.nodes().iter().all(|n| n.level == Level::Turn)
        {
            let close = std::mem::take(&mut only.close);
            let turns = std::mem::replace(&mut only.body, Body::Nodes(Vec::new()));
            node.body = turns;
            node.close.insert_str(0, &close);
        }
    }
    node
}
