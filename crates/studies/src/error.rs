use terms::{Explain, Kind, Message};

/// Why a study cannot go on. What was answered is in its table.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum StudyError {
    /// Fewer calls than any sensible answer needs.
    #[error("{given} calls are fewer than the {least} this study needs at least")]
    BelowFloor {
        /// Calls allowed.
        given: u64,
        /// Calls needed.
        least: u64,
    },
    /// Fewer than two different candidates.
    #[error("nothing to choose among")]
    NoChoice,
    /// A comparison of other than two arms.
    #[error("{arms} arms, not two")]
    NotTwo {
        /// Arms given.
        arms: usize,
    },
    /// A study of one prompt was given other than one arm.
    #[error("{arms} arms, not one")]
    NotOne {
        /// Arms given.
        arms: usize,
    },
    /// The prompt has no part that can be left out, or no other form.
    #[error("nothing to vary")]
    NothingToVary,
    /// Fewer cases than could ever show that a shorter prompt is within its margin.
    #[error("{given} cases cannot show it, {least} could")]
    TooFewCases {
        /// Cases given.
        given: u64,
        /// Cases needed.
        least: u64,
        /// Whether it is the sealed cases of the proof that are too few, not those of the search.
        proof: bool,
    },
    /// No case to search on.
    #[error("no dev case")]
    NoDev,
    /// No items.
    #[error("no items")]
    NoItems,
    /// The evaluator left questions open without saying why: a defect.
    #[error("{missing} questions came back without an answer")]
    Unanswered {
        /// How many.
        missing: u64,
    },
    /// The evaluator stopped: an error of the world, already in words.
    #[error("stopped: {what}")]
    Stopped {
        /// What kind of error it was.
        kind: Kind,
        /// What happened.
        what: Message,
    },
}

impl Explain for StudyError {
    fn kind(&self) -> Kind {
        match self {
            StudyError::Stopped { kind, .. } => *kind,
            StudyError::Unanswered { .. } => Kind::Bug,
            _ => Kind::User,
        }
    }

    fn message(&self) -> Message {
        match self {
            StudyError::BelowFloor { given, least } => {
                Message::new("studies-below-floor").with("given", *given).with("least", *least)
            }
            StudyError::TooFewCases { given, least, proof } => {
                let key = if *proof { "studies-too-few-sealed" } else { "studies-too-few-cases" };
                Message::new(key).with("given", *given).with("least", *least)
            }
            StudyError::NoChoice => Message::new("studies-no-choice"),
            StudyError::NotTwo { arms } => Message::new("studies-not-two").with("arms", *arms),
            StudyError::NotOne { arms } => Message::new("studies-not-one").with("arms", *arms),
            StudyError::NothingToVary => Message::new("studies-nothing-to-vary"),
            StudyError::NoDev => Message::new("studies-no-dev"),
            StudyError::NoItems => Message::new("studies-no-items"),
            StudyError::Unanswered { missing } => {
                Message::new("studies-unanswered").with("missing", *missing)
            }
            StudyError::Stopped { what, .. } => what.clone(),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            StudyError::BelowFloor { .. } => Some(Message::new("studies-below-floor-hint")),
            StudyError::TooFewCases { .. } => Some(Message::new("studies-too-few-cases-hint")),
            StudyError::NoChoice => Some(Message::new("studies-no-choice-hint")),
            StudyError::NoDev => Some(Message::new("studies-no-dev-hint")),
            StudyError::NotOne { .. } => Some(Message::new("studies-not-one-hint")),
            StudyError::NotTwo { .. } => Some(Message::new("studies-not-two-hint")),
            _ => None,
        }
    }
}
