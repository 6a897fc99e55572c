use std::fmt;

use terms::{Explain, Kind, Message};

/// What keeps the studio from opening.
#[derive(Debug)]
pub enum StudioError {
    /// The port cannot be listened on.
    Listen {
        /// The port asked for.
        port: u16,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The listener failed.
    Serve {
        /// What the system says.
        cause: std::io::Error,
    },
    /// The system gives no randomness: no token can be made.
    Random {
        /// What the system says.
        cause: String,
    },
}

impl fmt::Display for StudioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message())
    }
}

impl std::error::Error for StudioError {}

impl Explain for StudioError {
    fn kind(&self) -> Kind {
        Kind::Config
    }

    fn message(&self) -> Message {
        match self {
            StudioError::Listen { port, cause } => {
                Message::new("studio-listen").with("port", port.to_string()).with("cause", cause.to_string())
            }
            StudioError::Serve { cause } => Message::new("studio-serve").with("cause", cause.to_string()),
            StudioError::Random { cause } => Message::new("studio-random").with("cause", cause.as_str()),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            StudioError::Listen { .. } => Some(Message::new("studio-listen-hint")),
            _ => None,
        }
    }
}
