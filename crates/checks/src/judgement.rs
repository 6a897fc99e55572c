use terms::Message;

use crate::Observed;

/// What a rule concludes, before it is named, weighted and perhaps turned round.
pub(crate) enum Judgement {
    /// The reply does what is asked.
    Pass,
    /// It does not, and why.
    Fail(Message),
    /// It does to this extent, 0 to 1.
    Graded {
        /// 0 to 1.
        value: f64,
        /// Whether that is enough.
        pass: bool,
        /// What to say when it is not.
        why: Message,
    },
    /// It cannot be told, and why.
    Unscored(Message),
}

impl Judgement {
    /// Passes, or fails for a reason that is made only then.
    pub(crate) fn when(pass: bool, why: impl FnOnce() -> Message) -> Judgement {
        if pass { Judgement::Pass } else { Judgement::Fail(why()) }
    }
}

/// What a check asks of a reply.
pub(crate) trait Rule: Send + Sync {
    fn judge(&self, seen: &Observed<'_>) -> Judgement;
    /// The end of a sentence that begins with "the reply": "contains “bonjour”".
    fn describe(&self) -> Message;
}
