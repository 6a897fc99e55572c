//! Numbers in running text, French and English.
//!
//! `1 234,56`, `1,234.56`, `1.234,56`, `1'234.5`, `-3`, `.5`, `2e-3`. Groups of three may be separated by spaces
//! (no-break ones too), commas, points or apostrophes. One separator before three digits can be read two ways
//! (`1,234`): both readings are kept unless the decimal separator is known.

/// The decimal separator of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decimal {
    Comma,
    Point,
}

/// A number as it stands in a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Numeral<'t> {
    pub(crate) text: &'t str,
    pub(crate) value: f64,
    /// The other way to read it.
    pub(crate) other: Option<f64>,
}

impl Numeral<'_> {
    pub(crate) fn readings(&self) -> impl Iterator<Item = f64> + '_ {
        std::iter::once(self.value).chain(self.other)
    }

    /// Whether the two can be the same number.
    pub(crate) fn same(&self, other: &Numeral<'_>) -> bool {
        self.readings().any(|a| other.readings().any(|b| a == b))
    }
}

/// All numbers of a text, in order. Digits inside a word that begins with a letter (`H2O`, `GPT-4`) are none.
pub(crate) fn numerals(text: &str, decimal: Option<Decimal>) -> Vec<Numeral<'_>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    // whether the word we are in began with a letter
    let mut in_word = false;
    let mut previous = None;
    while let Some(c) = text[at..].chars().next() {
        if c.is_ascii_digit() && !in_word {
            let start = start(text, at);
            let end = end(bytes, at, decimal);
            if let Some(numeral) = read(&text[start..end], decimal) {
                found.push(numeral);
            }
            previous = Some('0');
            at = end;
            continue;
        }
        let joins = c == '-' && previous.is_some_and(char::is_alphabetic);
        in_word = match c {
            _ if joins => in_word && bytes.get(at + 1).is_some_and(u8::is_ascii_digit),
            _ if c.is_alphabetic() => in_word || !previous.is_some_and(|p: char| p.is_ascii_digit()),
            _ if c.is_alphanumeric() || c == '_' => in_word,
            _ => false,
        };
        previous = Some(c);
        at += c.len_utf8();
    }
    found
}

/// Where the number whose first digit is at `at` starts: its sign, or a decimal separator without digits before.
fn start(text: &str, at: usize) -> usize {
    let before = |end: usize| text[..end].chars().next_back();
    let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, ')' | ']'));
    let mut start = at;
    if let Some(c @ ('.' | ',')) = before(start)
        && before(start - c.len_utf8()).is_none_or(|c| c.is_whitespace() || is_sign(c) || c == '(')
    {
        start -= c.len_utf8();
    }
    match before(start) {
        Some(c) if is_sign(c) && free(before(start - c.len_utf8())) => start - c.len_utf8(),
        _ => start,
    }
}

fn is_sign(c: char) -> bool {
    matches!(c, '-' | '+' | '\u{2212}')
}

/// Length in bytes of the group separator at this place, if it is one and exactly three digits follow it.
fn group(bytes: &[u8], at: usize) -> Option<(&[u8], usize)> {
    const SEPARATORS: [&[u8]; 8] = [
        b" ",
        b",",
        b".",
        b"'",
        "\u{a0}".as_bytes(),
        "\u{202f}".as_bytes(),
        "\u{2009}".as_bytes(),
        "’".as_bytes(),
    ];
    let separator = SEPARATORS.into_iter().find(|s| bytes[at..].starts_with(s))?;
    let digits = bytes.get(at + separator.len()..at + separator.len() + 3)?;
    let more = bytes.get(at + separator.len() + 3).is_some_and(u8::is_ascii_digit);
    (digits.iter().all(u8::is_ascii_digit) && !more).then_some((separator, separator.len() + 3))
}

fn digits(bytes: &[u8], from: usize) -> usize {
    from + bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count()
}

/// Where the number whose first digit is at `at` ends.
fn end(bytes: &[u8], at: usize, decimal: Option<Decimal>) -> usize {
    let mut end = digits(bytes, at);
    let mut separator: Option<&[u8]> = None;
    // groups: one to three digits, then threes behind one and the same separator
    let leading_point = at > 0 && matches!(bytes[at - 1], b'.' | b',');
    if end - at <= 3 && bytes[at] != b'0' && !leading_point {
        while let Some((found, length)) = group(bytes, end) {
            let is_decimal =
                matches!((decimal, found), (Some(Decimal::Comma), b",") | (Some(Decimal::Point), b"."));
            if is_decimal || separator.is_some_and(|s| s != found) {
                break;
            }
            separator = Some(found);
            end += length;
        }
    }
    if let Some(mark @ (b'.' | b',')) = bytes.get(end)
        && separator != Some(std::slice::from_ref(mark))
        && !leading_point
        && bytes.get(end + 1).is_some_and(u8::is_ascii_digit)
    {
        end = digits(bytes, end + 1);
    }
    if let Some(b'e' | b'E') = bytes.get(end) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        if bytes.get(end + 1 + sign).is_some_and(u8::is_ascii_digit) {
            let stop = digits(bytes, end + 1 + sign);
            // `2e3` is a number, `2e3a` is a word
            if !bytes.get(stop).is_some_and(u8::is_ascii_alphabetic) {
                end = stop;
            }
        }
    }
    end
}

/// The value of a piece of text that `start` and `end` cut out.
fn read(text: &str, decimal: Option<Decimal>) -> Option<Numeral<'_>> {
    let marks: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| matches!(c, '.' | ',')).collect();
    let ambiguous = match marks.as_slice() {
        [(at, _)] => {
            let whole = text[..*at].trim_start_matches(is_sign);
            let after = &text[at + 1..];
            let grouped = after.len() == 3 && after.bytes().all(|b| b.is_ascii_digit());
            let short = (1..=3).contains(&whole.len()) && whole.bytes().all(|b| b.is_ascii_digit());
            grouped && short && !whole.starts_with('0')
        }
        _ => false,
    };
    // the last mark is decimal unless it stands more than once, or separates groups
    let last = marks.last().copied();
    let repeated = last.is_some_and(|(_, mark)| marks.iter().filter(|(_, m)| *m == mark).count() > 1);
    let as_decimal = || value(text, last.filter(|_| !repeated).map(|(at, _)| at));
    if !ambiguous {
        return Some(Numeral { text, value: as_decimal()?, other: None });
    }
    let mark = last.map(|(_, mark)| mark);
    let grouping = match (decimal, mark) {
        (Some(Decimal::Comma), Some(',')) | (Some(Decimal::Point), Some('.')) => Some(false),
        (Some(_), _) => Some(true),
        (None, _) => None,
    };
    match grouping {
        Some(false) => Some(Numeral { text, value: as_decimal()?, other: None }),
        Some(true) => Some(Numeral { text, value: value(text, None)?, other: None }),
        None => Some(Numeral { text, value: as_decimal()?, other: value(text, None) }),
    }
}

/// The number, with its decimal mark at this byte.
fn value(text: &str, mark: Option<usize>) -> Option<f64> {
    let mut plain = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '\u{2212}' => plain.push('-'),
            '0'..='9' | '-' | '+' | 'e' | 'E' => plain.push(c),
            _ if Some(at) == mark => plain.push('.'),
            _ => {}
        }
    }
    plain.parse().ok().filter(|v: &f64| v.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = numerals(text, None)
            .iter()
            .map(|n| n.readings().map(|v| v.to_string()).collect::<Vec<_>>().join("|"))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn numbers_of_both_languages_are_read() {
        check("1 234,56 €", &["1234.56"]);
        check("1\u{202f}234\u{a0}567,8", &["1234", "567.8"]);
        check("1\u{202f}234\u{202f}567,8", &["1234567.8"]);
        check("$1,234.56", &["1234.56"]);
        check("1.234,56", &["1234.56"]);
        check("1,234,567", &["1234567"]);
        check("1'234.5", &["1234.5"]);
        check("12,5 %", &["12.5"]);
        check("0,125", &["0.125"]);
        check("3.14159", &["3.14159"]);
        check("-7 et \u{2212}8", &["-7", "-8"]);
        check(".5", &["0.5"]);
        check("6.02e23", &["602000000000000000000000"]);
        check("2E-3", &["0.002"]);
    }

    #[test]
    fn one_separator_before_three_digits_has_two_readings() {
        check("1,234", &["1.234|1234"]);
        check("12.500", &["12.5|12500"]);
        assert_eq!(numerals("1,234", Some(Decimal::Comma))[0].value, 1.234);
        assert_eq!(numerals("1,234", Some(Decimal::Point))[0].value, 1234.0);
    }

    #[test]
    fn marks_around_numbers_are_left_out() {
        check("Total: **42**.", &["42"]);
        check("La réponse est 42.", &["42"]);
        check("(12)", &["12"]);
        check("45€", &["45"]);
        check("12km", &["12"]);
        check("a=3,b=4", &["3", "4"]);
        check("[1, 2, 3]", &["1", "2", "3"]);
        check("10-15", &["10", "15"]);
        check("14h30", &["14", "30"]);
        check("12/03/2026", &["12", "3", "2026"]);
    }

    #[test]
    fn digits_inside_words_are_no_numbers() {
        check("H2O, GPT-4 et CO2", &[]);
        check("version v2", &[]);
    }

    #[test]
    fn text_without_digits_has_none() {
        check("aucun nombre, vraiment…", &[]);
        check("", &[]);
        check("١٢٣", &[]);
    }
}
