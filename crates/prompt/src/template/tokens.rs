//! The words of an expression.

use crate::problem::Problem;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token<'s> {
    Name(&'s str),
    Text(String),
    Int(i64),
    Float(f64),
    Sign(&'static str),
}

/// Longest first.
const SIGNS: [&str; 23] = [
    "==", "!=", "<=", ">=", "//", "**", "<", ">", "+", "-", "*", "/", "%", "~", "|", ".", ",", "(", ")", "[",
    "]", ":", "=",
];

/// Cuts an expression; `base` is added to the places.
pub(crate) fn tokens(text: &str, base: usize) -> Result<Vec<(Token<'_>, usize)>, (Problem, usize)> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if c.is_whitespace() {
            at += c.len_utf8();
        } else if c.is_alphabetic() || c == '_' {
            let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
            out.push((Token::Name(&rest[..length]), base + at));
            at += length;
        } else if c.is_ascii_digit() {
            let (token, length) = number(rest).map_err(|found| (Problem::BadNumber { found }, base + at))?;
            out.push((token, base + at));
            at += length;
        } else if c == '"' || c == '\'' {
            let (token, length) = string(rest, c).ok_or((Problem::UnclosedString, base + at))?;
            out.push((token, base + at));
            at += length;
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            out.push((Token::Sign(sign), base + at));
            at += sign.len();
        } else {
            return Err((Problem::UnexpectedToken { found: c.to_string() }, base + at));
        }
    }
    Ok(out)
}

fn number(text: &str) -> Result<(Token<'_>, usize), String> {
    let digits =
        |from: usize| from + text[from..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - from);
    let whole = digits(0);
    let fraction = match text[whole..].strip_prefix('.') {
        // `items.0.name`: the dot belongs to the number only when a digit follows
        Some(after) if after.starts_with(|c: char| c.is_ascii_digit()) => digits(whole + 1),
        _ => whole,
    };
    let word = &text[..fraction];
    if text[fraction..].starts_with(|c: char| c.is_alphanumeric() || c == '_') {
        let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len()).max(fraction + 1);
        return Err(text.get(..end).unwrap_or(word).to_owned());
    }
    let token = if fraction == whole {
        word.parse().map(Token::Int).map_err(|_| word.to_owned())?
    } else {
        word.parse().map(Token::Float).map_err(|_| word.to_owned())?
    };
    Ok((token, fraction))
}

/// A quoted text and its length in the source, quotes included.
fn string(text: &str, quote: char) -> Option<(Token<'_>, usize)> {
    let mut out = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((i, c)) = chars.next() {
        match c {
            c if c == quote => return Some((Token::Text(out), i + 1)),
            '\\' => match chars.next()?.1 {
                'n' => out.push('\n'),
                't' => out.push('\t'),
                'r' => out.push('\r'),
                other @ ('\\' | '"' | '\'' | '/') => out.push(other),
                other => {
                    out.push('\\');
                    out.push(other);
                }
            },
            c => out.push(c),
        }
    }
    None
}

impl Token<'_> {
    /// The token as an error shows it.
    pub(crate) fn shown(&self) -> String {
        match self {
            Token::Name(name) => (*name).to_owned(),
            Token::Text(text) => format!("\"{text}\""),
            Token::Int(v) => v.to_string(),
            Token::Float(v) => v.to_string(),
            Token::Sign(sign) => (*sign).to_owned(),
        }
    }
}
