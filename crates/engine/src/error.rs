use std::fmt;

use terms::{Explain, Kind, Message, Money, Place};

/// Anything that keeps a plan from being made or a run from going on.
#[derive(Debug)]
pub enum EngineError {
    /// What a crate below says, as it says it: one or several errors, the first decides the kind.
    Below(Vec<Box<dyn Explain>>),
    /// A file cannot be read or written.
    File {
        /// Its path as the person gave it.
        path: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// `motjuste.toml` or a suite file is not what it should be.
    Settings {
        /// Where.
        place: Place,
        /// What the parser says.
        cause: String,
    },
    /// Nothing to evaluate: no prompt file matches.
    NoPrompt {
        /// The name or pattern.
        given: String,
    },
    /// No model was named, on the command line, in the prompt or in `motjuste.toml`.
    NoModel,
    /// Not `vendor/model`.
    ModelName {
        /// What was given.
        given: String,
    },
    /// No cases file was named and none stands beside the prompt.
    NoCases {
        /// The prompt.
        prompt: String,
        /// The name that was looked for.
        looked_for: String,
    },
    /// The cases file holds no case (of the split asked for).
    EmptyCases {
        /// The file.
        file: String,
    },
    /// A budget was given and a model has no price.
    NoPrice {
        /// The model.
        model: String,
    },
    /// The budget and a price are in different currencies.
    Currency {
        /// The model.
        model: String,
        /// Its price's currency.
        price: String,
        /// The budget's currency.
        budget: String,
    },
    /// No version of the prompt with this prefix is known.
    UnknownVersion {
        /// `file@prefix` as given.
        given: String,
    },
    /// A factor names neither a parameter nor an input.
    UnknownFactor {
        /// Its name.
        name: String,
        /// The suite.
        place: Place,
    },
    /// A case cannot be put into a prompt, or must not leave.
    Case {
        /// File and line of the case.
        place: Place,
        /// Its id.
        id: String,
        /// What is wrong with it.
        cause: Box<dyn Explain>,
    },
    /// One call at most costs more than the whole budget.
    BudgetTooSmall {
        /// The model.
        model: String,
        /// The most one call can cost, in the budget's currency.
        one_call: Money,
    },
    /// Another run has this very call in flight.
    InFlightElsewhere,
    /// A task of ours died.
    Bug {
        /// Which one.
        what: &'static str,
    },
    /// Every call fails the same way: going on would only repeat it.
    GivingUp {
        /// Calls that failed in a row.
        failures: u64,
        /// The last error.
        last: Message,
    },
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}
impl std::error::Error for EngineError {}

impl EngineError {
    /// Wraps one error of a crate below.
    pub fn below(error: impl Explain + 'static) -> EngineError {
        EngineError::Below(vec![Box::new(error)])
    }

    /// Wraps several.
    pub fn all<E: Explain + 'static>(errors: Vec<E>) -> EngineError {
        EngineError::Below(errors.into_iter().map(|e| Box::new(e) as Box<dyn Explain>).collect())
    }

    /// Every error it stands for: itself, or the ones below.
    pub fn each(&self) -> Vec<&dyn Explain> {
        match self {
            EngineError::Below(errors) => errors.iter().map(|e| e.as_ref() as &dyn Explain).collect(),
            own => vec![own],
        }
    }
}

impl Explain for EngineError {
    fn kind(&self) -> Kind {
        match self {
            EngineError::Below(errors) => errors.first().map_or(Kind::Bug, |e| e.kind()),
            EngineError::File { .. } | EngineError::EmptyCases { .. } => Kind::Data,
            EngineError::NoPrompt { .. }
            | EngineError::NoCases { .. }
            | EngineError::UnknownVersion { .. } => Kind::Data,
            EngineError::ModelName { .. } => Kind::User,
            EngineError::Settings { .. }
            | EngineError::NoModel
            | EngineError::NoPrice { .. }
            | EngineError::Currency { .. }
            | EngineError::UnknownFactor { .. } => Kind::Config,
            EngineError::Case { .. } => Kind::Data,
            EngineError::InFlightElsewhere => Kind::Store,
            EngineError::Bug { .. } => Kind::Bug,
            EngineError::BudgetTooSmall { .. } => Kind::Config,
            EngineError::GivingUp { .. } => Kind::Vendor,
        }
    }

    fn message(&self) -> Message {
        match self {
            EngineError::Below(errors) => {
                errors.first().map_or(Message::new("engine-nothing"), |e| e.message())
            }
            EngineError::File { path, cause } => {
                Message::new("engine-file").with("path", path.as_str()).with("cause", cause.to_string())
            }
            EngineError::Settings { cause, .. } => {
                Message::new("engine-settings").with("cause", cause.as_str())
            }
            EngineError::NoPrompt { given } => Message::new("engine-no-prompt").with("given", given.as_str()),
            EngineError::NoModel => Message::new("engine-no-model"),
            EngineError::ModelName { given } => {
                Message::new("engine-model-name").with("given", given.as_str())
            }
            EngineError::NoCases { prompt, looked_for } => Message::new("engine-no-cases")
                .with("prompt", prompt.as_str())
                .with("file", looked_for.as_str()),
            EngineError::EmptyCases { file } => {
                Message::new("engine-empty-cases").with("file", file.as_str())
            }
            EngineError::NoPrice { model } => Message::new("engine-no-price").with("model", model.as_str()),
            EngineError::Currency { model, price, budget } => Message::new("engine-currency")
                .with("model", model.as_str())
                .with("price", price.as_str())
                .with("budget", budget.as_str()),
            EngineError::UnknownVersion { given } => {
                Message::new("engine-unknown-version").with("given", given.as_str())
            }
            EngineError::UnknownFactor { name, .. } => {
                Message::new("engine-unknown-factor").with("name", name.as_str())
            }
            EngineError::Case { id, cause, .. } => {
                Message::new("engine-case").with("id", id.as_str()).with("cause", cause.message())
            }
            EngineError::InFlightElsewhere => Message::new("engine-in-flight-elsewhere"),
            EngineError::Bug { what } => Message::new("engine-bug").with("what", *what),
            EngineError::BudgetTooSmall { model, one_call } => Message::new("engine-budget-too-small")
                .with("model", model.as_str())
                .with("amount", one_call.amount())
                .with("currency", one_call.currency.code()),
            EngineError::GivingUp { failures, last } => {
                Message::new("engine-giving-up").with("failures", *failures).with("last", last.clone())
            }
        }
    }

    fn place(&self) -> Option<Place> {
        match self {
            EngineError::Below(errors) => errors.first().and_then(|e| e.place()),
            EngineError::Settings { place, .. }
            | EngineError::UnknownFactor { place, .. }
            | EngineError::Case { place, .. } => Some(place.clone()),
            _ => None,
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            EngineError::Below(errors) => errors.first().and_then(|e| e.hint()),
            EngineError::NoModel => Some(Message::new("engine-no-model-hint")),
            EngineError::ModelName { .. } => Some(Message::new("engine-model-name-hint")),
            EngineError::NoCases { .. } => Some(Message::new("engine-no-cases-hint")),
            EngineError::NoPrice { .. } => Some(Message::new("engine-no-price-hint")),
            EngineError::UnknownFactor { .. } => Some(Message::new("engine-unknown-factor-hint")),
            EngineError::Case { cause, .. } => cause.hint(),
            EngineError::BudgetTooSmall { .. } => Some(Message::new("engine-budget-too-small-hint")),
            EngineError::GivingUp { .. } => Some(Message::new("engine-giving-up-hint")),
            _ => None,
        }
    }
}
