use serde::{Deserialize, Serialize};

/// What a person says of one answer of a run, or of two answers to the same case. Ratings are only added: the newest one
/// of a person about the same thing stands, the older ones tell what was thought before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// Who, as they call themselves.
    pub rater: String,
    /// When, in milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// Whether the arms were hidden.
    pub blind: bool,
    /// Position of the case.
    pub case: u64,
    /// 0-based repeat.
    pub repeat: u32,
    /// Of what, and what.
    #[serde(flatten)]
    pub of: Rated,
    /// Why, in their own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What was rated and what was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rated {
    /// One answer.
    Answer {
        /// Index of the arm.
        arm: u32,
        /// How it is graded.
        scale: Scale,
        /// The grade.
        said: Said<u8>,
    },
    /// Two answers side by side.
    Pair {
        /// The arm whose answer was shown on the left.
        left: u32,
        /// The arm whose answer was shown on the right.
        right: u32,
        /// The vote.
        said: Said<Vote>,
    },
}

/// What a grade may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scale {
    /// 0 for no, 1 for yes.
    PassFail,
    /// 1 to 5.
    Stars,
}

impl Scale {
    /// Whether a grade is on the scale.
    pub fn holds(self, grade: u8) -> bool {
        match self {
            Scale::PassFail => grade <= 1,
            Scale::Stars => (1..=5).contains(&grade),
        }
    }

    /// A grade as a score, 0 to 1.
    pub fn score(self, grade: u8) -> f64 {
        match self {
            Scale::PassFail => f64::from(grade),
            Scale::Stars => (f64::from(grade) - 1.0) / 4.0,
        }
    }
}

/// Something said, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Said<T> {
    /// This.
    Given(T),
    /// Nothing, for now.
    Skipped,
    /// What was said before is withdrawn.
    TakenBack,
}

/// Which of two answers is preferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Vote {
    /// The one on the left.
    Left,
    /// The one on the right.
    Right,
    /// Both are as good.
    Tie,
    /// Both are bad.
    BothBad,
}
