use std::ops::Range;

use terms::Lang;

use super::draw::Draw;
use super::grammar::{Noun, capital};
use super::lexicon::lexicon;
use super::task::Split;
use super::template::{Part, each};
use super::wording::statements;

/// A text being written, which knows what must stay as it is: what an answer may have to copy.
#[derive(Clone, Debug, Default)]
pub struct Passage {
    /// The text so far.
    pub text: String,
    kept: Vec<Range<usize>>,
}

impl Passage {
    /// Adds words that typing errors may touch.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds words that stay as they are.
    pub fn keep(&mut self, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.kept.push(start..self.text.len());
    }

    /// Keeps the last occurrence of these words as it is.
    pub fn protect(&mut self, words: &str) {
        if let Some(start) = self.text.rfind(words) {
            self.kept.push(start..start + words.len());
        }
    }

    /// Starts a new sentence, after a space.
    pub fn next(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
    }

    /// Adds a template whose `<x>` is kept as it is.
    pub fn fill(&mut self, template: &str, x: &str) {
        each(template, |part| match part {
            Part::Plain(text) => self.push(text),
            Part::Slot(_) => self.keep(x),
        });
    }

    /// Adds a statement, its slots drawn: city, date, amount, order, name and, when there is one, the product.
    pub fn say(&mut self, d: &mut Draw, lang: Lang, split: Split, template: &str, product: Option<&Noun>) {
        each(template, |part| match part {
            Part::Plain(text) => self.push(text),
            Part::Slot(name) => {
                let value = match (name, product) {
                    ("the product", Some(n)) => n.the(lang),
                    ("of the product", Some(n)) => n.of_the(lang),
                    ("my product", Some(n)) => n.my(lang),
                    ("My product", Some(n)) => capital(&n.my(lang)),
                    ("city", _) => lexicon().city(d, lang, split).to_owned(),
                    ("date", _) => super::values::date(d, lang),
                    ("amount", _) => super::values::amount(d, lang),
                    ("order", _) => super::values::order(d),
                    _ => String::new(),
                };
                self.keep(&value);
            }
        });
    }

    /// Adds a statement of this kind as a new sentence.
    pub fn aside(&mut self, d: &mut Draw, lang: Lang, split: Split, kind: &'static str) {
        let template = statements().slot(kind, lang).pick(d, split);
        self.next();
        self.say(d, lang, split, template, None);
    }

    /// Makes up to `n` typing errors (two letters exchanged, one lost or doubled) inside long words that may be
    /// touched; at most one a word in the long run, never at a word's ends.
    pub fn mistype(&mut self, d: &mut Draw, n: usize) {
        for _ in 0..n {
            let at = d.below(self.text.len().max(1));
            let bytes = self.text.as_bytes();
            let inside = at >= 2 && at + 3 <= bytes.len();
            let letters = inside && bytes[at - 2..at + 3].iter().all(u8::is_ascii_lowercase);
            if !letters || self.kept.iter().any(|k| k.start < at + 3 && at < k.end + 2) {
                continue;
            }
            let (a, b) = (char::from(bytes[at]), char::from(bytes[at + 1]));
            let wrong = match d.below(3) {
                0 => format!("{b}{a}"),
                1 => format!("{a}{a}{b}"),
                _ => a.to_string(),
            };
            let shift = wrong.len() as isize - 2;
            self.text.replace_range(at..at + 2, &wrong);
            for k in self.kept.iter_mut().filter(|k| k.start > at) {
                *k = k.start.saturating_add_signed(shift)..k.end.saturating_add_signed(shift);
            }
        }
    }
}
