//! How bytes are written in a vocabulary.

use super::Style;

/// The printable sign of a byte (the table of GPT-2's `bytes_to_unicode`).
pub(super) fn sign(byte: u8) -> char {
    let code = match byte {
        0x21..=0x7E | 0xA1..=0xAC | 0xAE..=0xFF => u32::from(byte),
        0..=0x20 => 0x100 + u32::from(byte),
        0x7F..=0xA0 => 0x121 + u32::from(byte) - 0x7F,
        0xAD => 0x143,
    };
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The byte of each sign, by its code: all lie below 0x144.
pub(super) fn bytes_of_signs() -> Vec<Option<u8>> {
    let mut table = vec![None; 0x144];
    for byte in 0..=255 {
        table[sign(byte) as usize] = Some(byte);
    }
    table
}

/// The bytes a token of a vocabulary writes.
pub(super) fn bytes_of(name: &[u8], style: Style, signs: &[Option<u8>], out: &mut Vec<u8>) {
    let Ok(text) = std::str::from_utf8(name) else {
        return out.extend_from_slice(name);
    };
    match style {
        Style::Bytes => {
            for c in text.chars() {
                match signs.get(c as usize).copied().flatten() {
                    Some(byte) => out.push(byte),
                    // a token that was added as plain text
                    None => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
                }
            }
        }
        Style::Sentence { .. } => match byte_token(text) {
            Some(byte) => out.push(byte),
            None => out.extend_from_slice(text.replace('▁', " ").as_bytes()),
        },
    }
}

/// `<0xE9>`.
fn byte_token(text: &str) -> Option<u8> {
    let hex = text.strip_prefix("<0x")?.strip_suffix('>')?;
    (hex.len() == 2).then(|| u8::from_str_radix(hex, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_its_own_sign() {
        let table = bytes_of_signs();
        assert_eq!((0..=255).filter(|b| table[sign(*b) as usize] == Some(*b)).count(), 256);
        assert_eq!((sign(b' '), sign(b'\n'), sign(0xAD), sign(b'a')), ('Ġ', 'Ċ', '\u{143}', 'a'));
    }
}
