//! `vary`: how a prompt bears other forms that mean the same.

use super::{Outcome, study};
use crate::cli::Vary;
use crate::session::Session;

/// Forms tried when nothing else is said.
const FORMS: usize = 10;

pub fn run(session: &Session, args: &Vary) -> Outcome {
    let forms = args.forms.unwrap_or(FORMS);
    let document = study::run(session, (&args.bench, &args.page), study::without_bare, async |stage| {
        Ok((stage.watch(stage.bench.vary(forms)).await?, Vec::new()))
    })?;
    Ok(study::exit_code(&document))
}
