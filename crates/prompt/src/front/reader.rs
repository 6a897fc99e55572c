use std::ops::Range;

use crate::front::keys::{Keys, canonical, spellings};
use crate::front::yaml::{Node, NodeKind};
use crate::problem::{Problem, Shape};
use crate::suggest::nearest;

/// What reading the front matter gathers on its way: problems with their place, keys to rename.
pub(crate) struct Reader<'a> {
    /// The whole file.
    pub source: &'a str,
    /// Problems and the byte they are at.
    pub problems: Vec<(Problem, usize)>,
    /// Keys not written canonically: the bytes of the key and what to write instead.
    pub renames: Vec<(Range<usize>, &'static str)>,
}

/// An entry of a map whose key is known.
pub(crate) struct Entry<'n> {
    pub key: &'static str,
    pub value: &'n Node,
}

impl Reader<'_> {
    pub(crate) fn report(&mut self, problem: Problem, at: &Node) {
        self.problems.push((problem, at.span.start));
    }

    pub(crate) fn wrong(&mut self, key: &str, expected: Shape, at: &Node) {
        self.report(Problem::WrongShape { key: key.to_owned(), expected }, at);
    }

    /// The entries of a map whose keys are known; the others are handed to `unknown`.
    pub(crate) fn entries<'n>(
        &mut self,
        map: &'n [(Node, Node)],
        keys: Keys,
        mut unknown: impl FnMut(&mut Self, String, &'n Node, &'n Node),
    ) -> Vec<Entry<'n>> {
        let mut found: Vec<Entry<'n>> = Vec::with_capacity(map.len());
        for (key, value) in map {
            let Some(word) = key.text(self.source) else {
                self.report(Problem::YamlSyntax, key);
                continue;
            };
            match canonical(keys, &word) {
                Some(name) if found.iter().any(|e| e.key == name) => {
                    self.report(Problem::DuplicateKey { key: name.to_owned() }, key);
                }
                Some(name) => {
                    if word != name {
                        self.renames.push((key.span.clone(), name));
                    }
                    found.push(Entry { key: name, value });
                }
                None => unknown(self, word, key, value),
            }
        }
        found
    }

    /// A key that is not known where every key must be.
    pub(crate) fn refuse_key(&mut self, within: &'static str, word: String, keys: Keys, at: &Node) {
        let suggestion = nearest(&word, spellings(keys));
        self.report(Problem::UnknownKey { key: word, within, suggestion }, at);
    }

    /// One line of text. Numbers and booleans are taken as they are spelled; null is nothing.
    pub(crate) fn text(&mut self, key: &str, node: &Node) -> Option<String> {
        if node.is_null() {
            return None;
        }
        let text = node.text(self.source);
        if text.is_none() {
            self.wrong(key, Shape::Text, node);
        }
        text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty())
    }

    /// A list of texts, or one text.
    pub(crate) fn texts(&mut self, key: &str, node: &Node) -> Vec<String> {
        match &node.kind {
            NodeKind::List(items) => items.iter().filter_map(|item| self.text(key, item)).collect(),
            NodeKind::Map(_) => {
                self.wrong(key, Shape::TextOrList, node);
                Vec::new()
            }
            _ => self.text(key, node).into_iter().collect(),
        }
    }

    pub(crate) fn number(&mut self, key: &str, node: &Node) -> Option<f64> {
        let number = node.number();
        if number.is_none() {
            self.wrong(key, Shape::Number, node);
        }
        number
    }

    pub(crate) fn integer<T: TryFrom<i64>>(&mut self, key: &str, node: &Node) -> Option<T> {
        let integer = node.integer().and_then(|n| T::try_from(n).ok());
        if integer.is_none() {
            self.wrong(key, Shape::Integer, node);
        }
        integer
    }
}
