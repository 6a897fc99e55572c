//! Which column is what. Everything is an input except the names below, in English or French, whatever their
//! case and accents; `input.` before a name makes it an input all the same.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use terms::Split;

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The value of an input, under this name.
    Input(String),
    /// The case's id.
    Id,
    /// What is expected: of the default check (`""`) or of the named one.
    Expect(String),
    /// Tags, separated by commas.
    Tags,
    /// Weight in the score.
    Weight,
    /// Cases that share it are not independent.
    Cluster,
    /// train, dev or test.
    Split,
    /// A column without a name and without values.
    Blank,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name as the file writes it.
    pub header: String,
    /// What it holds.
    pub role: Role,
}

impl Column {
    /// A column from its header.
    pub fn new(header: &str) -> Column {
        Column { header: header.to_owned(), role: Role::of(header) }
    }
}

/// English name, then the other spellings, lower case and without accents.
const NAMES: &[(&str, Role, &[&str])] = &[
    ("id", Role::Id, &[]),
    ("tags", Role::Tags, &["etiquettes"]),
    ("weight", Role::Weight, &["poids"]),
    ("cluster", Role::Cluster, &["groupe"]),
    ("split", Role::Split, &[]),
];
const EXPECT: &[&str] = &["expect", "expected", "attendu"];
const INPUT: &[&str] = &["input", "entree"];

impl Role {
    /// The role of a column of this name. Names are compared in NFC, so that a file made on a Mac has the same.
    pub fn of(header: &str) -> Role {
        let name: String = header.trim().nfc().collect();
        if name.is_empty() {
            return Role::Blank;
        }
        let folded = fold(&name);
        if EXPECT.contains(&folded.as_str()) {
            return Role::Expect(String::new());
        }
        if let Some((_, role, _)) =
            NAMES.iter().find(|(english, _, others)| *english == folded || others.contains(&folded.as_str()))
        {
            return role.clone();
        }
        match name.split_once('.') {
            Some((prefix, rest)) if !rest.trim().is_empty() => {
                let prefix = fold(prefix.trim());
                if EXPECT.contains(&prefix.as_str()) {
                    Role::Expect(rest.trim().to_owned())
                } else if INPUT.contains(&prefix.as_str()) {
                    Role::Input(rest.trim().to_owned())
                } else {
                    Role::Input(name)
                }
            }
            _ => Role::Input(name),
        }
    }

    /// The name a file of ours gives the column: `Role::of(&role.header()) == role` for any role but `Blank`.
    pub fn header(&self) -> String {
        match self {
            Role::Input(name) if Role::of(name) == *self => name.clone(),
            Role::Input(name) => format!("input.{name}"),
            Role::Expect(check) if check.is_empty() => "expect".to_owned(),
            Role::Expect(check) => format!("expect.{check}"),
            Role::Blank => String::new(),
            other => NAMES.iter().find(|(_, role, _)| role == other).map_or("", |(name, ..)| name).to_owned(),
        }
    }
}

/// Reads a split's name in English or French.
pub fn split_from_name(name: &str) -> Option<Split> {
    match fold(name.trim()).as_str() {
        "train" | "entrainement" | "apprentissage" => Some(Split::Train),
        "dev" | "developpement" | "validation" => Some(Split::Dev),
        "test" => Some(Split::Test),
        _ => None,
    }
}

/// Lower case, without accents.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}
