//! Names of files and inputs from what people write.

/// Lower-case ASCII letters, digits and dashes: `Relance clients été` gives `relance-clients-ete`.
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match plain(c) {
            Some(letters) => out.push_str(letters),
            None if c.is_ascii_alphanumeric() => out.push(c),
            None if !out.ends_with('-') && !out.is_empty() => out.push('-'),
            None => {}
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// The name of an input as templates write it: `Numéro de commande` gives `numero_de_commande`; empty when nothing of
/// the text can be kept.
pub fn input_name(text: &str) -> String {
    slug(text).replace('-', "_")
}

/// French letters without their marks.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'â' | 'ä' => "a",
        'ç' => "c",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'î' | 'ï' => "i",
        'ô' | 'ö' => "o",
        'ù' | 'û' | 'ü' => "u",
        'ÿ' => "y",
        'œ' => "oe",
        'æ' => "ae",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        assert_eq!(slug("  Relance clients : l’été !"), "relance-clients-l-ete");
        assert_eq!(input_name("Numéro de commande"), "numero_de_commande");
        assert_eq!(slug("日本"), "");
    }
}
