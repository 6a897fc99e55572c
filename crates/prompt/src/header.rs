//! The line that opens a section: `::: role [name] [{attributes}]`.

use std::ops::Range;

use crate::parse::{Problems, TOLD};
use crate::problem::Problem;
use crate::role::SectionRole;
use crate::section::{Attribute, Section};
use crate::suggest::nearest;

/// Reads the line that opens a section; `at` is its first byte.
pub(crate) fn read_header(
    header: &str,
    at: usize,
    body: Range<usize>,
    line: u32,
    problems: &mut Problems,
) -> Section {
    let before = problems.len();
    let mut section = Section {
        role: SectionRole::Note,
        name: None,
        attributes: Vec::new(),
        header: Some(at..at + header.len()),
        body,
        line,
        sound: true,
    };
    let mut scan = Scan { text: header, at: 3 };
    let (role_at, role) = scan.word();
    match SectionRole::from_word(role) {
        Some(known) => section.role = known,
        None if role.is_empty() => problems.push((Problem::MissingRole, at)),
        None => {
            // what is past the hundredth problem is not told, so nothing is looked up for it
            let suggestion = if before < TOLD { nearest(role, SectionRole::words()) } else { None };
            problems.push((Problem::UnknownRole { role: role.to_owned(), suggestion }, at + role_at));
        }
    }
    let (name_at, name) = scan.word();
    if !name.is_empty() {
        section.name = Some(name.to_owned());
        if !name.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c)) {
            problems.push((Problem::BadName { name: name.to_owned() }, at + name_at));
        }
    }
    let (rest_at, rest) = scan.rest();
    if rest.starts_with('{') {
        match read_attributes(rest) {
            Some(attributes) => {
                check_attributes(&attributes, section.role, at + rest_at, problems);
                section.attributes = attributes;
            }
            None => problems.push((Problem::BadAttributes, at + rest_at)),
        }
    } else if !rest.is_empty() {
        problems.push((Problem::BadHeader { found: rest.to_owned() }, at + rest_at));
    }
    section.sound = problems[before..].iter().all(|(problem, _)| problem.is_warning());
    section
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    fn skip(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    /// The next word and its offset; "" before a brace or at the end.
    fn word(&mut self) -> (usize, &'a str) {
        self.skip();
        let start = self.at;
        let rest = &self.text[start..];
        self.at += rest.find(|c: char| c.is_whitespace() || c == '{').unwrap_or(rest.len());
        (start, &self.text[start..self.at])
    }

    fn rest(&mut self) -> (usize, &'a str) {
        self.skip();
        (self.at, self.text[self.at..].trim_end())
    }
}

/// `{a=1 b="x y" c}`; items are separated by spaces or commas. `None` when it cannot be read.
fn read_attributes(text: &str) -> Option<Vec<Attribute>> {
    let mut rest = text.strip_prefix('{')?.strip_suffix('}')?;
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if rest.is_empty() {
            return Some(attributes);
        }
        let end = rest.find(|c: char| c.is_whitespace() || ",=".contains(c)).unwrap_or(rest.len());
        let key = &rest[..end];
        if key.is_empty() || key.contains(['{', '}', '"', '\'', '\\']) {
            return None;
        }
        rest = &rest[end..];
        let value = match rest.strip_prefix('=') {
            None => None,
            Some(after) => {
                let (value, left) = read_value(after)?;
                rest = left;
                Some(value)
            }
        };
        let key = match key {
            "exemple" => "example",
            "source" => "src",
            other => other,
        };
        attributes.push(Attribute { key: key.to_owned(), value });
        if attributes.len() > 32 {
            return None;
        }
    }
}

fn read_value(text: &str) -> Option<(String, &str)> {
    let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        let end = text.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(text.len());
        let value = &text[..end];
        let plain = !value.is_empty() && !value.contains(['{', '}', '"', '\'', '=', '\\']);
        return plain.then(|| (value.to_owned(), &text[end..]));
    };
    let mut value = String::new();
    let mut chars = text[1..].char_indices();
    while let Some((i, c)) = chars.next() {
        match c {
            '\\' => value.push(chars.next()?.1),
            c if c == quote => return Some((value, &text[1 + i + 1..])),
            c => value.push(c),
        }
    }
    None
}

fn check_attributes(attributes: &[Attribute], role: SectionRole, at: usize, problems: &mut Problems) {
    for (i, attribute) in attributes.iter().enumerate() {
        if attributes[..i].iter().any(|a| a.key == attribute.key) {
            problems.push((Problem::DuplicateAttribute { attribute: attribute.key.clone() }, at));
        }
        let known = match attribute.key.as_str() {
            "example" => role.message_role().is_some() && role != SectionRole::System,
            "src" => role == SectionRole::Context,
            _ => false,
        };
        if !known {
            let suggestion =
                nearest(&attribute.key, ["example", "src"]).filter(|word| *word != attribute.key);
            let attribute = attribute.key.clone();
            problems.push((Problem::UnknownAttribute { attribute, role: role.name(), suggestion }, at));
        }
    }
}
