/// Letters of Latin, Greek and Cyrillic scripts: words. Stated as ranges, so that the same class can be written in
/// `tokenizer.json` and no two regular-expression engines can disagree.
const LETTERS: &[(char, char)] = &[
    ('A', 'Z'),
    ('a', 'z'),
    ('\u{C0}', '\u{D6}'),
    ('\u{D8}', '\u{F6}'),
    ('\u{F8}', '\u{24F}'),
    ('\u{370}', '\u{3FF}'),
    ('\u{400}', '\u{4FF}'),
];

/// The same rule as a regular expression: up to three digits; a word with its space; other signs with theirs; one
/// white space.
pub fn pattern() -> String {
    let letters: String = LETTERS.iter().map(|(a, b)| format!("{a}-{b}")).collect();
    format!("[0-9]{{1,3}}| ?[{letters}]+| ?[^ \\t\\n\\r0-9{letters}]+|[ \\t\\n\\r]")
}

#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Digit,
    Space,
    Letter,
    Sign,
}

fn sort(c: char) -> Sort {
    match c {
        'a'..='z' | 'A'..='Z' => Sort::Letter,
        '0'..='9' => Sort::Digit,
        ' ' | '\t' | '\n' | '\r' => Sort::Space,
        c if !c.is_ascii() && LETTERS.iter().any(|(a, b)| (*a..=*b).contains(&c)) => Sort::Letter,
        _ => Sort::Sign,
    }
}

/// The pieces of a text; merges never cross their borders.
pub fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let mut end = first.len_utf8();
        let mut run = sort(first);
        if first == ' ' {
            match rest[1..].chars().next() {
                Some(next) if matches!(sort(next), Sort::Letter | Sort::Sign) => run = sort(next),
                _ => {}
            }
        }
        match run {
            Sort::Space => {}
            Sort::Digit => end = rest.bytes().take(3).take_while(u8::is_ascii_digit).count(),
            Sort::Letter | Sort::Sign => {
                let start = usize::from(first == ' ');
                end = rest[start..].find(|c| sort(c) != run).map_or(rest.len(), |n| n + start);
            }
        }
        let (piece, tail) = rest.split_at(end);
        rest = tail;
        Some(piece)
    })
}
