use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use terms::Place;
use unicode_normalization::UnicodeNormalization;

use crate::error::PromptError;
use crate::file::{PromptFile, is_blank, line_column};
use crate::front::reader::Reader;
use crate::front::{Front, Meta};
use crate::header::read_header;
use crate::problem::Problem;
use crate::role::SectionRole;
use crate::section::{Section, is_header};

/// Reads a prompt file. Never fails: what cannot be read is kept as it is and told.
///
/// A file with errors (not just warnings) does not compile.
pub fn parse(file_name: &str, text: &str) -> (PromptFile, Vec<PromptError>) {
    let text: Arc<str> = Arc::from(normalise(text).as_ref());
    let mut errors = Vec::new();
    let place = |offset: usize| {
        let (line, column) = line_column(&text, offset);
        Place { file: file_name.to_owned(), line: Some(line), column: Some(column) }
    };
    let (front, closed) = find_front(&text);
    let mut meta = Meta::default();
    let front = front.map(|(outer, inner)| {
        if !closed {
            errors.push(PromptError::new(Problem::FrontMatterOpen, Some(place(0))));
        }
        let mut reader = Reader { source: &text, problems: Vec::new(), renames: Vec::new() };
        let mut renames = Vec::new();
        match Meta::read(&mut reader, inner.clone()) {
            Ok(read) => {
                meta = read;
                renames = std::mem::take(&mut reader.renames);
                errors.extend(told(reader.problems, place));
            }
            // an unclosed front matter mostly fails to read because the whole prompt was taken for YAML
            Err(_) if !closed => {}
            Err(error) => {
                let first = line_column(&text, inner.start).0;
                let at = Place {
                    file: file_name.to_owned(),
                    line: Some(first.saturating_add(u32::try_from(error.line - 1).unwrap_or(0))),
                    column: Some(u32::try_from(error.column).unwrap_or(1)),
                };
                errors.push(PromptError::new(error.problem, Some(at)));
            }
        }
        Front { outer, inner, renames, closed }
    });
    let start = front.as_ref().map_or(0, |front| front.outer.end);
    let mut problems = Vec::new();
    let sections = find_sections(&text, start, &mut problems);
    errors.extend(told(problems, place));
    let file = PromptFile { name: Arc::from(file_name), text, front, meta, sections, errors: errors.clone() };
    (file, errors)
}

/// Problems told at once: past this, the first ones say enough.
pub(crate) const TOLD: usize = 100;

/// The first problems as errors, in the order of the file; warnings are the first to be left out, for
/// they never are the reason why a file does not compile.
fn told(mut problems: Problems, place: impl Fn(usize) -> Place) -> impl Iterator<Item = PromptError> {
    problems.sort_by_key(|(problem, at)| (problem.is_warning(), *at));
    problems.truncate(TOLD);
    problems.sort_by_key(|(_, at)| *at);
    problems.into_iter().map(move |(problem, at)| PromptError::new(problem, Some(place(at))))
}

/// Without byte order mark, with LF line ends, in NFC.
pub(crate) fn normalise(text: &str) -> Cow<'_, str> {
    let text = text.trim_start_matches('\u{feff}');
    let lines: Cow<'_, str> = if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    };
    if unicode_normalization::is_nfc(&lines) { lines } else { Cow::Owned(lines.nfc().collect()) }
}

/// The lines of a text with the byte each starts at, without their line ends.
fn lines(text: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut at = start;
    text[start..].split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line.strip_suffix('\n').unwrap_or(line))
    })
}

type Span = Range<usize>;

/// The line that opens and closes a front matter.
pub(crate) fn is_rule(line: &str) -> bool {
    line.trim_end_matches([' ', '\t']) == "---"
}

/// The front matter (outer and inner range), and whether it is closed.
fn find_front(text: &str) -> (Option<(Span, Span)>, bool) {
    let mut all = lines(text, 0);
    let Some((_, first)) = all.next() else { return (None, true) };
    if !is_rule(first) {
        return (None, true);
    }
    let inner = (first.len() + 1).min(text.len());
    let mut looks_like_yaml = None;
    for (at, line) in all {
        if is_rule(line) {
            let end = (at + line.len() + 1).min(text.len());
            return (Some((0..end, inner..at)), true);
        }
        if is_header(line) {
            return (Some((0..at, inner..at)), false);
        }
        if looks_like_yaml.is_none() && !is_blank(line) {
            looks_like_yaml = Some(is_key(line));
        }
    }
    // a lone `---` is a rule of Markdown, unless keys follow
    match looks_like_yaml {
        Some(true) => (Some((0..text.len(), inner..text.len())), false),
        _ => (None, true),
    }
}

fn is_key(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, rest)| {
        !key.is_empty()
            && key.chars().all(|c| c.is_alphanumeric() || "_-\"'".contains(c))
            && (rest.is_empty() || rest.starts_with(' '))
    })
}

/// Problems and the bytes they are at.
pub(crate) type Problems = Vec<(Problem, usize)>;

fn find_sections(text: &str, start: usize, problems: &mut Problems) -> Vec<Section> {
    let headers: Vec<(usize, &str)> = lines(text, start).filter(|(_, line)| is_header(line)).collect();
    let mut sections = Vec::with_capacity(headers.len() + 1);
    let mut line = line_column(text, start).0;
    let first = headers.first().map_or(text.len(), |(at, _)| *at);
    if !text[start..first].lines().all(is_blank) {
        let blank = text[start..first].len() - text[start..first].trim_start().len();
        if !headers.is_empty() {
            problems.push((Problem::StrayText, start + blank));
        }
        sections.push(Section {
            role: SectionRole::User,
            name: None,
            attributes: Vec::new(),
            header: None,
            body: start..first,
            line,
            sound: headers.is_empty(),
        });
    }
    let count = |range: Span| u32::try_from(text[range].matches('\n').count()).unwrap_or(u32::MAX);
    line = line.saturating_add(count(start..first));
    for (i, (at, header)) in headers.iter().enumerate() {
        let end = headers.get(i + 1).map_or(text.len(), |(next, _)| *next);
        let body = (at + header.len() + 1).min(end)..end;
        sections.push(read_header(header, *at, body, line, problems));
        line = line.saturating_add(count(*at..end));
    }
    sections
}
