//! The little French and English grammar that the corpus needs: plurals, agreement, elision, contractions, case.

use terms::Lang;

/// Grammatical gender of a French word, and of a first name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub enum Gender {
    /// Masculine.
    M,
    /// Feminine.
    F,
}

/// A thing with its two names.
#[derive(Clone, Debug)]
pub struct Noun {
    /// Position of its category in the lexicon.
    pub category: usize,
    /// English singular.
    pub en: String,
    /// English plural.
    pub en_plural: String,
    /// French singular.
    pub fr: String,
    /// French plural.
    pub fr_plural: String,
    /// French gender.
    pub gender: Gender,
    /// Takes `l'` and `de l'`.
    pub elides: bool,
    /// Has no plural and no `a`.
    pub mass: bool,
    /// One of its names is also another thing's: never translated.
    pub ambiguous: bool,
}

/// English plural by rule.
pub fn plural_en(word: &str) -> String {
    let mut letters = word.chars().rev();
    let (last, before) = (letters.next().unwrap_or(' '), letters.next().unwrap_or(' '));
    if last == 'y' && !"aeiou".contains(before) {
        return format!("{}ies", &word[..word.len() - 1]);
    }
    let hiss = matches!(last, 's' | 'x' | 'z') || (last == 'h' && matches!(before, 'c' | 's'));
    [word, if hiss { "es" } else { "s" }].concat()
}

/// French plural by rule: of a noun, or of an adjective (`bleu` gives `bleus`).
pub fn plural_fr(word: &str, noun: bool) -> String {
    if word.ends_with(['s', 'x', 'z']) {
        word.to_owned()
    } else if let Some(stem) = word.strip_suffix("al") {
        [stem, "aux"].concat()
    } else if word.ends_with("eau") || (noun && word.ends_with("eu")) {
        [word, "x"].concat()
    } else {
        [word, "s"].concat()
    }
}

/// Whether a French word starts with a vowel sound; an aspirated h is told by the caller.
pub fn starts_with_vowel(word: &str) -> bool {
    word.chars().next().is_some_and(|c| "aàâäeéèêëiîïoôöuùûüœæhAÀÂEÉÈÊIÎOÔUÙŒH".contains(c))
}

impl Noun {
    /// Singular in one language.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
        }
    }

    /// Plural in one language.
    pub fn plural(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en_plural,
            Lang::Fr => &self.fr_plural,
        }
    }

    fn article<'a>(&self, elided: &'a str, m: &'a str, f: &'a str) -> &'a str {
        match self.gender {
            _ if self.elides => elided,
            Gender::M => m,
            Gender::F => f,
        }
    }

    /// `the lamp`, `la lampe`, `l'écran`.
    pub fn the(&self, lang: Lang) -> String {
        match lang {
            Lang::En => ["the ", &self.en].concat(),
            Lang::Fr => [self.article("l'", "le ", "la "), &self.fr].concat(),
        }
    }

    /// `of the lamp`, `de la lampe`, `du canapé`, `de l'écran`.
    pub fn of_the(&self, lang: Lang) -> String {
        match lang {
            Lang::En => ["of the ", &self.en].concat(),
            Lang::Fr => [self.article("de l'", "du ", "de la "), &self.fr].concat(),
        }
    }

    /// `my lamp`, `ma lampe`, `mon écran`, `mon armoire`.
    pub fn my(&self, lang: Lang) -> String {
        match lang {
            Lang::En => ["my ", &self.en].concat(),
            Lang::Fr => [self.article("mon ", "mon ", "ma "), &self.fr].concat(),
        }
    }

    /// `a lamp`, `an apple`, `une lampe`.
    pub fn a(&self, lang: Lang) -> String {
        match lang {
            Lang::En => [a_or_an(&self.en), &self.en].concat(),
            Lang::Fr => [if self.gender == Gender::M { "un " } else { "une " }, &self.fr].concat(),
        }
    }
}

/// `a ` or `an ` before an English word.
pub fn a_or_an(word: &str) -> &'static str {
    let an =
        word.starts_with(['a', 'e', 'i', 'o', 'u']) && !word.starts_with("uni") && !word.starts_with("use");
    if an { "an " } else { "a " }
}

/// First letter in upper case.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Letters without accents, in lower case: the key of alphabetical order in both languages.
pub fn folded(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'à' | 'â' | 'ä' | 'á' | 'ã' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' | 'í' => 'i',
            'ô' | 'ö' | 'ó' | 'ò' => 'o',
            'ù' | 'û' | 'ü' | 'ú' => 'u',
            'ç' => 'c',
            'ñ' => 'n',
            'œ' => 'o',
            other => other,
        })
        .collect()
}
