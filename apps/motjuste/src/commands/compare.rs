//! `compare`: prompts against each other on the same cases, with the cases they disagree on.

use super::{Outcome, eval};
use crate::cli::Eval;
use crate::session::Session;

pub fn run(session: &Session, args: &Eval) -> Outcome {
    eval::evaluate(session, args, "compare")
}
