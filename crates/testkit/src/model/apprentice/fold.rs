//! Text as the apprentice reads it: lower case, no accents.

/// A text folded character by character, with the way back to the original.
pub(super) struct Folded<'a> {
    pub(super) original: &'a str,
    pub(super) text: String,
    /// For each byte of `text`, the place of its character in the original.
    origin: Vec<usize>,
}

/// One character in lower case without its accent.
fn letter(c: char) -> char {
    let c = c.to_lowercase().next().unwrap_or(c);
    match c {
        'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' | 'ì' => 'i',
        'ô' | 'ö' | 'ó' | 'ò' | 'õ' => 'o',
        'û' | 'ù' | 'ü' | 'ú' => 'u',
        'ÿ' => 'y',
        'ñ' => 'n',
        'œ' => 'o',
        '’' | '‘' => '\'',
        '\u{a0}' | '\u{202f}' => ' ',
        c => c,
    }
}

impl<'a> Folded<'a> {
    pub(super) fn new(original: &'a str) -> Folded<'a> {
        let mut text = String::with_capacity(original.len());
        let mut origin = Vec::with_capacity(original.len());
        for (at, c) in original.char_indices() {
            let c = letter(c);
            text.push(c);
            origin.resize(text.len(), at);
        }
        Folded { original, text, origin }
    }

    /// The original from the folded byte `start` to the folded byte `end`.
    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        let place = |at: usize| self.origin.get(at).copied().unwrap_or(self.original.len());
        &self.original[place(start)..place(end)]
    }
}

/// The words alone, one blank around each: ` j ai recu 2 colis `.
pub(super) fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    for c in text.chars().map(letter) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// Beginnings of the words that carry meaning: five letters or more, without their ending.
pub(super) fn stems(text: &str) -> Vec<String> {
    let mut stems: Vec<String> = words(text)
        .split(' ')
        .filter(|w| w.chars().count() >= 5)
        .map(|w| w.chars().take((w.chars().count() - 1).clamp(4, 7)).collect())
        .collect();
    stems.sort();
    stems.dedup();
    stems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_the_way_back() {
        let folded = Folded::new("Étiquettes : Été, Œuvre");
        let at = folded.text.find("ete").unwrap();
        assert_eq!(folded.slice(at, at + 3), "Été");
        assert_eq!(folded.slice(at, folded.text.len()), "Été, Œuvre");
    }

    #[test]
    fn words_are_padded() {
        assert_eq!(words("J’ai reçu 2 colis !"), " j ai recu 2 colis ");
        assert_eq!(words("…"), " ");
        assert_eq!(stems("Ma facture est trop élevée"), ["eleve", "factur"]);
    }
}
