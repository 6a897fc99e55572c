/// About how many tokens a text costs, whatever the model: enough to choose what to shorten first, not to bill.
///
/// A run of up to 6 letters counts for one token and every 4 letters more for another; a run of digits for one per 3;
/// every other sign that is not a space for one, and so does a run of line ends. Letters that are not ASCII count one
/// and a half times, ideographs are a token each.
pub fn estimate_tokens(text: &str) -> u64 {
    let mut tokens = 0;
    // half letters of the run of letters, digits of the run of digits
    let (mut letters, mut digits) = (0u64, 0u64);
    let mut line_end = false;
    for c in text.chars() {
        if c.is_alphabetic() && !is_ideograph(c) || c == '’' || c == '\'' {
            letters += if c.is_ascii() { 2 } else { 3 };
            tokens += of_digits(std::mem::take(&mut digits));
            line_end = false;
            continue;
        }
        tokens += of_letters(std::mem::take(&mut letters));
        if c.is_ascii_digit() {
            digits += 1;
            line_end = false;
            continue;
        }
        tokens += of_digits(std::mem::take(&mut digits));
        match c {
            '\n' => {
                tokens += u64::from(!line_end);
                line_end = true;
            }
            c if c.is_whitespace() => {}
            _ => {
                tokens += 1;
                line_end = false;
            }
        }
    }
    tokens + of_letters(letters) + of_digits(digits)
}

fn of_letters(halves: u64) -> u64 {
    match halves {
        0 => 0,
        _ => 1 + halves.saturating_sub(12).div_ceil(8),
    }
}

fn of_digits(digits: u64) -> u64 {
    digits.div_ceil(3)
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ac00}'..='\u{d7af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_signs_and_line_ends_count() {
        for (text, expected) in [
            ("", 0),
            ("the cat", 2),
            ("the cat.", 3),
            ("\n\n\n", 1),
            ("2026", 2),
            // 15 letters: 1 + (15 - 6) / 4, rounded up
            ("classifications", 4),
            ("été", 1),
            ("日本語", 3),
            ("a\nb", 3),
        ] {
            assert_eq!(estimate_tokens(text), expected, "{text:?}");
        }
    }
}
