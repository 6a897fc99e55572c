//! Which bytes may follow: an automaton with a stack, one step for each byte of JSON.
//!
//! What it writes is compact JSON with at most one space after a colon and a comma, and one before the whole (answers
//! of the embedded model start with one).

use std::sync::Arc;

use super::schema::{Node, Schema};

/// Deepest nesting of JSON that has no schema.
const ANY_DEPTH: usize = 8;
/// Longest number.
const NUMBER: u8 = 18;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Frame {
    /// A value is to come; a space may.
    Value {
        node: usize,
        space: bool,
    },
    /// These bytes are to come.
    Rest {
        node: usize,
        property: usize,
        at: usize,
    },
    /// One of the choices, of which `at` bytes have been read; those from `low` to `high` still fit.
    Choice {
        node: usize,
        at: usize,
        low: usize,
        high: usize,
    },
    Text(Text),
    /// Digits and signs so far.
    Number {
        integer: bool,
        part: Digits,
        length: u8,
    },
    /// After `{` (nothing written yet) or after a property.
    Object {
        node: usize,
        next: usize,
        first: bool,
    },
    /// A `"` was read: the name of a property from `next` on, of which `at` bytes have been read.
    Name {
        node: usize,
        next: usize,
        at: usize,
    },
    Array {
        node: usize,
        count: usize,
    },
    /// The same without a schema.
    AnyValue {
        space: bool,
        object: bool,
    },
    AnyObject {
        first: bool,
    },
    AnyName {
        space: bool,
    },
    AnyColon,
    AnyArray {
        first: bool,
    },
}

/// Inside a string.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Text {
    Plain,
    Escaped,
    Hex(u8),
    /// More bytes of a character; the next lies between these.
    More(u8, u8, u8),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Digits {
    Minus,
    Zero,
    Whole,
    Point,
    Fraction,
    Exponent,
    Sign,
    Power,
}

impl Digits {
    /// Whether a number may end here.
    pub(super) fn ends(self) -> bool {
        matches!(self, Digits::Zero | Digits::Whole | Digits::Fraction | Digits::Power)
    }

    fn next(self, byte: u8, integer: bool) -> Option<Digits> {
        Some(match (self, byte) {
            (Digits::Minus, b'0') => Digits::Zero,
            (Digits::Minus, b'1'..=b'9') | (Digits::Whole, b'0'..=b'9') => Digits::Whole,
            (Digits::Zero | Digits::Whole, b'.') if !integer => Digits::Point,
            (Digits::Point | Digits::Fraction, b'0'..=b'9') => Digits::Fraction,
            (Digits::Zero | Digits::Whole | Digits::Fraction, b'e' | b'E') if !integer => Digits::Exponent,
            (Digits::Exponent, b'+' | b'-') => Digits::Sign,
            (Digits::Exponent | Digits::Sign, b'0'..=b'9') => Digits::Power,
            (Digits::Power, b'0'..=b'9') => Digits::Power,
            _ => return None,
        })
    }
}

/// Where a piece of JSON stands. Cloning copies a few words.
#[derive(Clone, Debug)]
pub struct Machine {
    pub(super) schema: Arc<Schema>,
    pub(super) stack: Vec<Frame>,
}

impl Machine {
    /// Before the first byte.
    pub fn new(schema: Arc<Schema>) -> Machine {
        let first = match schema.nodes[schema.root] {
            Node::Any => Frame::AnyValue { space: true, object: true },
            _ => Frame::Value { node: schema.root, space: true },
        };
        Machine { schema, stack: vec![first] }
    }

    /// Whether the JSON may end here.
    pub fn may_end(&self) -> bool {
        match self.stack.as_slice() {
            [] => true,
            [Frame::Number { part, .. }] => part.ends(),
            [Frame::Choice { node, at, low, .. }] => self.choices(*node)[*low].len() == *at,
            _ => false,
        }
    }

    /// Whether nothing can follow.
    pub fn is_complete(&self) -> bool {
        self.stack.is_empty()
    }

    /// Takes bytes; `false` when they cannot follow (the machine is then of no use).
    pub fn take(&mut self, bytes: &[u8]) -> bool {
        bytes.iter().all(|byte| self.step(*byte))
    }

    /// Whether these bytes can follow; no bytes cannot.
    pub fn allows(&self, bytes: &[u8]) -> bool {
        !bytes.is_empty() && self.clone().take(bytes)
    }

    pub(super) fn choices(&self, node: usize) -> &[Box<[u8]>] {
        match &self.schema.nodes[node] {
            Node::Choice(choices) => choices,
            _ => &[],
        }
    }

    pub(super) fn step(&mut self, byte: u8) -> bool {
        let Some(frame) = self.stack.pop() else { return false };
        match frame {
            Frame::Value { node, space } => {
                if byte == b' ' {
                    self.stack.push(Frame::Value { node, space: false });
                    return space;
                }
                self.begin(node, byte)
            }
            Frame::Choice { node, at, low, high } => self.choose(node, at, low, high, byte),
            Frame::Text(text) => self.text(text, byte),
            Frame::Number { integer, part, length } => {
                // near the limit nothing begins that needs more
                let fits = |part: &Digits| length < if part.ends() { NUMBER } else { NUMBER - 2 };
                match part.next(byte, integer).filter(fits) {
                    Some(part) => {
                        self.stack.push(Frame::Number { integer, part, length: length + 1 });
                        true
                    }
                    // a number has no end mark: the byte belongs to what holds it
                    None => part.ends() && !self.stack.is_empty() && self.step(byte),
                }
            }
            Frame::Object { node, next, first } => self.object(node, next, first, byte),
            Frame::Name { node, next, at } => self.name(node, next, at, byte),
            Frame::Rest { node, property, at } => self.rest(node, property, at, byte),
            Frame::Array { node, count } => self.array(node, count, byte),
            Frame::AnyValue { space, object } => {
                if byte == b' ' {
                    self.stack.push(Frame::AnyValue { space: false, object });
                    return space;
                }
                (!object || byte == b'{') && self.begin_any(byte)
            }
            Frame::AnyObject { first } => match byte {
                b'}' => true,
                b'"' if first => {
                    self.stack.extend([Frame::AnyColon, Frame::Text(Text::Plain)]);
                    true
                }
                b',' if !first => {
                    self.stack.push(Frame::AnyName { space: true });
                    true
                }
                _ => false,
            },
            Frame::AnyName { space } => match byte {
                b' ' => {
                    self.stack.push(Frame::AnyName { space: false });
                    space
                }
                b'"' => {
                    self.stack.extend([Frame::AnyColon, Frame::Text(Text::Plain)]);
                    true
                }
                _ => false,
            },
            Frame::AnyColon => {
                self.stack.extend([
                    Frame::AnyObject { first: false },
                    Frame::AnyValue { space: true, object: false },
                ]);
                byte == b':'
            }
            Frame::AnyArray { first } => match byte {
                b']' => true,
                b',' if !first => {
                    self.stack.extend([
                        Frame::AnyArray { first: false },
                        Frame::AnyValue { space: true, object: false },
                    ]);
                    true
                }
                _ if first => {
                    self.stack.push(Frame::AnyArray { first: false });
                    self.begin_any(byte)
                }
                _ => false,
            },
        }
    }

    /// The first byte of a value.
    fn begin(&mut self, node: usize, byte: u8) -> bool {
        let schema = self.schema.clone();
        match &schema.nodes[node] {
            Node::Any => self.begin_any(byte),
            Node::Union(nodes) => nodes.iter().any(|node| {
                let height = self.stack.len();
                let began = self.begin(*node, byte);
                if !began {
                    self.stack.truncate(height);
                }
                began
            }),
            Node::String if byte == b'"' => {
                self.stack.push(Frame::Text(Text::Plain));
                true
            }
            Node::Number => self.begin_number(byte, false),
            Node::Integer => self.begin_number(byte, true),
            Node::Object(_) if byte == b'{' => {
                self.stack.push(Frame::Object { node, next: 0, first: true });
                true
            }
            Node::Array { .. } if byte == b'[' => {
                self.stack.push(Frame::Array { node, count: 0 });
                true
            }
            Node::Choice(choices) => self.choose(node, 0, 0, choices.len(), byte),
            _ => false,
        }
    }

    fn begin_any(&mut self, byte: u8) -> bool {
        let open = |f: &&Frame| matches!(f, Frame::AnyObject { .. } | Frame::AnyArray { .. });
        let deep = self.stack.iter().filter(open).count() >= ANY_DEPTH;
        let frame = match byte {
            b'{' if !deep => Frame::AnyObject { first: true },
            b'[' if !deep => Frame::AnyArray { first: true },
            b'"' => Frame::Text(Text::Plain),
            b't' | b'f' | b'n' => {
                let word: &[u8] = match byte {
                    b't' => b"true",
                    b'f' => b"false",
                    _ => b"null",
                };
                // words without a schema are spelt by frames of one byte each, last first
                self.stack.extend(word[1..].iter().rev().map(|b| Frame::Text(Text::More(*b, *b, u8::MAX))));
                return true;
            }
            _ => return self.begin_number(byte, false),
        };
        self.stack.push(frame);
        true
    }

    fn begin_number(&mut self, byte: u8, integer: bool) -> bool {
        let part = match byte {
            b'-' => Digits::Minus,
            b'0' => Digits::Zero,
            b'1'..=b'9' => Digits::Whole,
            _ => return false,
        };
        self.stack.push(Frame::Number { integer, part, length: 1 });
        true
    }

    fn choose(&mut self, node: usize, at: usize, low: usize, high: usize, byte: u8) -> bool {
        // the choices are sorted, so those that share a beginning lie together
        let within = &self.choices(node)[low..high];
        let new_low = low + within.partition_point(|c| c.get(at).is_none_or(|b| *b < byte));
        let new_high = low + within.partition_point(|c| c.get(at).is_none_or(|b| *b <= byte));
        if new_low < new_high {
            let done = new_high - new_low == 1 && self.choices(node)[new_low].len() == at + 1;
            if !done {
                self.stack.push(Frame::Choice { node, at: at + 1, low: new_low, high: new_high });
            }
            return true;
        }
        // a choice that ended just here (`1` among `1` and `12`): the byte belongs to what holds it
        within.first().is_some_and(|c| c.len() == at) && !self.stack.is_empty() && self.step(byte)
    }

    fn text(&mut self, text: Text, byte: u8) -> bool {
        let next = match (text, byte) {
            (Text::Plain, b'"') => return true,
            (Text::Plain, b'\\') => Text::Escaped,
            (Text::Plain, 0x20..=0x7F) => Text::Plain,
            // well-formed UTF-8 (Unicode, table 3-7)
            (Text::Plain, 0xC2..=0xDF) => Text::More(0x80, 0xBF, 0),
            (Text::Plain, 0xE0) => Text::More(0xA0, 0xBF, 1),
            (Text::Plain, 0xE1..=0xEC | 0xEE | 0xEF) => Text::More(0x80, 0xBF, 1),
            (Text::Plain, 0xED) => Text::More(0x80, 0x9F, 1),
            (Text::Plain, 0xF0) => Text::More(0x90, 0xBF, 2),
            (Text::Plain, 0xF1..=0xF3) => Text::More(0x80, 0xBF, 2),
            (Text::Plain, 0xF4) => Text::More(0x80, 0x8F, 2),
            (Text::More(low, high, left), _) if (low..=high).contains(&byte) => match left {
                u8::MAX => return true,
                0 => Text::Plain,
                _ => Text::More(0x80, 0xBF, left - 1),
            },
            (Text::Escaped, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Text::Plain,
            // only the first plane without surrogates: a lone one would not be text
            (Text::Escaped, b'u') => Text::Hex(4),
            (Text::Hex(4), b'0'..=b'9' | b'a'..=b'c' | b'A'..=b'C') => Text::Hex(3),
            (Text::Hex(left @ 1..=3), b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F') => match left {
                1 => Text::Plain,
                _ => Text::Hex(left - 1),
            },
            _ => return false,
        };
        self.stack.push(Frame::Text(next));
        true
    }

    fn object(&mut self, node: usize, next: usize, first: bool, byte: u8) -> bool {
        let schema = self.schema.clone();
        let Node::Object(properties) = &schema.nodes[node] else { return false };
        let rest = &properties[next..];
        match byte {
            b'}' => rest.iter().all(|p| !p.required),
            b'"' if first && !rest.is_empty() => {
                self.stack.push(Frame::Name { node, next, at: 1 });
                true
            }
            b',' if !first && !rest.is_empty() => {
                self.stack.push(Frame::Name { node, next, at: 0 });
                true
            }
            _ => false,
        }
    }

    /// A name, byte by byte. `at` counts the bytes read; none, or a space, before the quote.
    fn name(&mut self, node: usize, next: usize, at: usize, byte: u8) -> bool {
        let schema = self.schema.clone();
        let Node::Object(properties) = &schema.nodes[node] else { return false };
        if at == 0 {
            self.stack.push(match byte {
                b' ' => Frame::Name { node, next, at: usize::MAX },
                _ => Frame::Name { node, next, at: 1 },
            });
            return byte == b' ' || byte == b'"';
        }
        if at == usize::MAX {
            self.stack.push(Frame::Name { node, next, at: 1 });
            return byte == b'"';
        }
        // the names that may come: up to the first that must
        let last =
            properties[next..].iter().position(|p| p.required).map_or(properties.len(), |n| next + n + 1);
        // of those that share what was read, the first: names are told apart as they are written
        let read = properties[next].name.get(..at);
        let fits = |p: &super::schema::Property| p.name.get(..at) == read && p.name.get(at) == Some(&byte);
        let Some(found) = (next..last).find(|n| fits(&properties[*n])) else { return false };
        let shared = |n: &usize| fits(&properties[*n]);
        if (next..last).filter(shared).count() == 1 {
            self.stack.push(Frame::Rest { node, property: found, at: at + 1 });
        } else {
            self.stack.push(Frame::Name { node, next: found, at: at + 1 });
        }
        true
    }

    /// The rest of a name that is settled, then the colon.
    fn rest(&mut self, node: usize, property: usize, at: usize, byte: u8) -> bool {
        let schema = self.schema.clone();
        let Node::Object(properties) = &schema.nodes[node] else { return false };
        let settled = &properties[property];
        match settled.name.get(at) {
            Some(expected) => {
                self.stack.push(Frame::Rest { node, property, at: at + 1 });
                *expected == byte
            }
            None => {
                self.stack.push(Frame::Object { node, next: property + 1, first: false });
                let any = matches!(schema.nodes[settled.node], Node::Any);
                self.stack.push(match any {
                    true => Frame::AnyValue { space: true, object: false },
                    false => Frame::Value { node: settled.node, space: true },
                });
                byte == b':'
            }
        }
    }

    fn array(&mut self, node: usize, count: usize, byte: u8) -> bool {
        let schema = self.schema.clone();
        let Node::Array { items, least, most } = schema.nodes[node] else { return false };
        match byte {
            b']' => count >= least,
            b',' if count > 0 && count < most => {
                self.stack.push(Frame::Array { node, count: count + 1 });
                self.stack.push(Frame::Value { node: items, space: true });
                true
            }
            _ if count == 0 && most > 0 => {
                self.stack.push(Frame::Array { node, count: 1 });
                self.begin(items, byte)
            }
            _ => false,
        }
    }
}
