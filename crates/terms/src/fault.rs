use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Message;

/// What sort of trouble an error is. It alone drives exit code, HTTP status, colour and hint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The command line is wrong.
    User,
    /// `motjuste.toml`, a prompt, a suite or the environment is wrong.
    Config,
    /// A key is missing, wrong or expired.
    Auth,
    /// A vendor asks to slow down, or a quota is spent.
    RateLimit,
    /// A vendor answered with an error or with nonsense.
    Vendor,
    /// No answer: DNS, connection, TLS, deadline.
    Network,
    /// A case, a table or a value is wrong.
    Data,
    /// The ledger or the disk.
    Store,
    /// A defect of ours.
    Bug,
    /// A person or a limit stopped it; it can be resumed.
    Cancelled,
}

impl Kind {
    /// Exit code of the process (documented contract).
    pub fn exit_code(self) -> u8 {
        match self {
            Kind::User => 2,
            Kind::Config | Kind::Data | Kind::Store => 3,
            Kind::Auth | Kind::RateLimit | Kind::Vendor | Kind::Network => 4,
            Kind::Cancelled => 5,
            Kind::Bug => 70,
        }
    }
}

/// Where in a person's files. Lines and columns are 1-based, columns count characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file as the person named it.
    pub file: String,
    /// 1-based line, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// 1-based column in characters, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
            if let Some(column) = self.column {
                write!(f, ":{column}")?;
            }
        }
        Ok(())
    }
}

/// An error that speaks to a person: what happened, where, what to do.
pub trait Explain: std::error::Error + Send + Sync {
    /// The class that decides the exit code.
    fn kind(&self) -> Kind;
    /// What happened.
    fn message(&self) -> Message;
    /// Where, when it is in a person's file.
    fn place(&self) -> Option<Place> {
        None
    }
    /// What to do about it.
    fn hint(&self) -> Option<Message> {
        None
    }
}
