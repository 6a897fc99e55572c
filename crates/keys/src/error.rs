use std::fmt;

use terms::{Explain, Kind, Message};

/// What can go wrong with the keys of a person. No variant holds a key or a passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeysError {
    /// Nowhere to keep them: no home folder is known.
    NoFolder,
    /// A file cannot be read or written.
    File {
        /// Which.
        path: String,
        /// What the system says.
        cause: String,
    },
    /// A file does not hold what it should.
    Damaged {
        /// Which.
        path: String,
    },
    /// The keyring of the system does not answer, or refuses.
    Keyring {
        /// What it says.
        cause: String,
    },
    /// The file of keys is closed and nobody gave its passphrase.
    Locked,
    /// The passphrase is not that of the file.
    Passphrase,
    /// A passphrase too short to close anything.
    Short {
        /// The fewest characters.
        least: usize,
    },
    /// An address that no key can be bound to.
    Address {
        /// As it was given.
        given: String,
    },
    /// A key for plain http on another machine: it would travel in clear.
    ClearText {
        /// The address.
        origin: String,
    },
    /// Not a key: empty, too long, or with characters that no header takes.
    Key,
    /// Not the name of a variable, or one that no project may be given.
    Variable {
        /// As it was given.
        given: String,
    },
}

impl fmt::Display for KeysError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.message(), f)
    }
}

impl std::error::Error for KeysError {}

impl Explain for KeysError {
    fn kind(&self) -> Kind {
        match self {
            KeysError::Short { .. }
            | KeysError::Address { .. }
            | KeysError::Key
            | KeysError::Variable { .. } => Kind::User,
            KeysError::NoFolder | KeysError::ClearText { .. } | KeysError::Damaged { .. } => Kind::Config,
            KeysError::Locked | KeysError::Passphrase => Kind::Auth,
            KeysError::File { .. } | KeysError::Keyring { .. } => Kind::Store,
        }
    }

    fn message(&self) -> Message {
        match self {
            KeysError::NoFolder => Message::new("keys-no-folder"),
            KeysError::File { path, cause } => {
                Message::new("keys-file").with("path", path.as_str()).with("cause", cause.as_str())
            }
            KeysError::Damaged { path } => Message::new("keys-damaged").with("path", path.as_str()),
            KeysError::Keyring { cause } => Message::new("keys-keyring").with("cause", cause.as_str()),
            KeysError::Locked => Message::new("keys-locked"),
            KeysError::Passphrase => Message::new("keys-passphrase"),
            KeysError::Short { least } => Message::new("keys-short").with("least", *least),
            KeysError::Address { given } => Message::new("keys-address").with("given", given.as_str()),
            KeysError::ClearText { origin } => {
                Message::new("keys-clear-text").with("origin", origin.as_str())
            }
            KeysError::Key => Message::new("keys-no-key"),
            KeysError::Variable { given } => Message::new("keys-variable").with("given", given.as_str()),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            KeysError::Locked => Some(Message::new("keys-hint-locked")),
            KeysError::Keyring { .. } => Some(Message::new("keys-hint-keyring")),
            KeysError::NoFolder => Some(Message::new("keys-hint-no-folder")),
            KeysError::ClearText { .. } => Some(Message::new("vendors-hint-clear-text-key")),
            _ => None,
        }
    }
}
