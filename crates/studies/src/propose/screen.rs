use prompt::tree::{Contract, EditError, Tree, estimate_tokens, fold};
use prompt::{FileError, Files};
use terms::{Explain, Message, Output};

use super::leak::{Leak, LeakGuard};

/// What no draft may break, checked before a call is paid.
pub struct Screen<'f> {
    contract: Contract,
    guard: LeakGuard,
    /// Most estimated tokens.
    most: u64,
    /// Words a prompt must not hold, folded.
    forbidden: Vec<String>,
    /// Labels the original prompt names.
    labels: Vec<String>,
    files: &'f Files<'f>,
}

/// Why a draft is left out.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// It would not work, or loses an input.
    Broken(EditError),
    /// It holds something of the data.
    Leak(Leak),
    /// It is too long.
    TooLong {
        /// Its estimated tokens.
        tokens: u64,
        /// Those allowed.
        most: u64,
    },
    /// It holds a forbidden word.
    Forbidden(String),
    /// It no longer names a label that it promises to answer with.
    LosesLabel(String),
    /// It promises another output.
    OtherOutput,
}

impl Refusal {
    /// The sentence for a person.
    pub fn message(&self) -> Message {
        match self {
            Refusal::Broken(error) => error.message(),
            Refusal::Leak(leak) => leak.message(),
            Refusal::TooLong { tokens, most } => {
                Message::new("studies-refused-long").with("tokens", *tokens).with("most", *most)
            }
            Refusal::Forbidden(word) => {
                Message::new("studies-refused-forbidden").with("words", word.as_str())
            }
            Refusal::LosesLabel(label) => Message::new("studies-refused-label").with("label", label.as_str()),
            Refusal::OtherOutput => Message::new("studies-refused-output"),
        }
    }
}

/// A draft may be this many times as long as the original, plus room for examples.
const GROWTH: u64 = 3;
const ROOM: u64 = 2_000;

fn no_files(_: &str) -> Result<Vec<u8>, FileError> {
    Err(FileError::Unavailable)
}

impl Screen<'static> {
    /// The screen of a prompt that names no file.
    ///
    /// # Errors
    /// The prompt does not compile.
    pub fn of(original: &Tree, guard: LeakGuard) -> Result<Screen<'static>, EditError> {
        Screen::with_files(original, guard, &no_files)
    }
}

impl<'f> Screen<'f> {
    /// The same for a prompt that names files.
    ///
    /// # Errors
    /// As [`Screen::of`].
    pub fn with_files(
        original: &Tree,
        guard: LeakGuard,
        files: &'f Files<'f>,
    ) -> Result<Screen<'f>, EditError> {
        let contract =
            Contract::of(&original.file(), files).map_err(|errors| match errors.into_iter().next() {
                Some(error) => EditError::Broken { error: Box::new(error) },
                None => EditError::NothingToChange,
            })?;
        let said = spoken(original);
        let labels = match original.output() {
            Output::Labels { labels } => {
                labels.iter().filter(|label| said.contains(&fold(label))).cloned().collect()
            }
            _ => Vec::new(),
        };
        let most = GROWTH * estimate_tokens(&original.text()) + ROOM;
        Ok(Screen { contract, guard, most, forbidden: Vec::new(), labels, files })
    }

    /// Words no draft may hold, whatever their case and accents.
    #[must_use]
    pub fn forbid<'w>(mut self, words: impl IntoIterator<Item = &'w str>) -> Screen<'f> {
        self.forbidden.extend(words.into_iter().map(fold).filter(|word| !word.is_empty()));
        self
    }

    /// Other than the default most tokens: three times the original and 2,000.
    #[must_use]
    pub fn at_most(mut self, tokens: u64) -> Screen<'f> {
        self.most = tokens;
        self
    }

    /// Whether a text may be shown as an example: it is not nearly a case that is measured.
    pub fn shows(&self, given: &str) -> bool {
        self.guard.example(given).is_ok()
    }

    /// Whether a draft may be tried.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self, parent: &Tree, draft: &Tree) -> Result<(), Refusal> {
        self.contract.check(draft, self.files).map_err(Refusal::Broken)?;
        if draft.output() != parent.output() {
            return Err(Refusal::OtherOutput);
        }
        let said = spoken(draft);
        if let Some(label) = self.labels.iter().find(|label| !said.contains(&fold(label))) {
            return Err(Refusal::LosesLabel(label.clone()));
        }
        if let Some(word) = self.forbidden.iter().find(|word| said.contains(*word)) {
            return Err(Refusal::Forbidden(word.clone()));
        }
        let tokens = estimate_tokens(&draft.text());
        if tokens > self.most {
            return Err(Refusal::TooLong { tokens, most: self.most });
        }
        self.guard.check(draft).map_err(Refusal::Leak)
    }
}

/// What the prompt says, folded, its front matter left out.
fn spoken(tree: &Tree) -> String {
    fold(&tree.nodes().iter().map(prompt::tree::Node::text).collect::<String>())
}
