//! The rule that keeps wordings and contents for examinations. It looks at nothing but the text, so it stays true
//! after release: whoever has a sentence can say on which side it falls.

/// FNV-1a, 64 bits (Fowler, Noll, Vo), then a finaliser: its low bits alone are too regular on short texts.
fn hash(kind: u8, text: &str) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325u64;
    for byte in std::iter::once(kind).chain(text.bytes()) {
        h = (h ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    h ^= h >> 32;
    h = h.wrapping_mul(0xd6e8_feb8_6659_fd93);
    h ^ (h >> 32)
}

/// One wording in seven, and one line of `wordings.tsv` in eight with all its alternatives.
///
/// `skeleton` is the line as written, `wording` one of the sentences it expands to.
pub fn wording_is_held_out(skeleton: &str, wording: &str) -> bool {
    hash(b's', skeleton).is_multiple_of(8) || hash(b'w', wording).is_multiple_of(7)
}

/// One name in eight: people, cities, companies, made-up words.
pub fn name_is_held_out(name: &str) -> bool {
    hash(b'n', name).is_multiple_of(8)
}

/// One content in eight: the text that a task is about, as it stands in the prompt before hidden orders or noise.
pub fn content_is_held_out(text: &str) -> bool {
    hash(b'c', text).is_multiple_of(8)
}
