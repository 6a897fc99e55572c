//! `ablate`: what each part of a prompt earns.

use prompt::tree::Level;
use report::study::terminal;
use report::terminal::Style;
use studies::on_plan::{By, Parts};
use terms::{Kind, Message};

use super::{Outcome, study};
use crate::cli::Ablate;
use crate::failure::Failure;
use crate::session::Session;

pub fn run(session: &Session, args: &Ablate) -> Outcome {
    let asked =
        Parts { level: level(args.parts.as_deref())?, by: by(args.by.as_deref())?, orders: args.orders };
    let document = study::run(session, (&args.bench, &args.page), study::without_bare, async |stage| {
        Ok((stage.watch(stage.bench.ablate(asked)).await?, Vec::new()))
    })?;
    if !session.printer.json() {
        let style = if session.printer.colours() { Style::Ansi } else { Style::Plain };
        session.printer.out(&format!("\n{}", terminal(&document.warm(), style)));
    }
    Ok(study::exit_code(&document))
}

fn level(named: Option<&str>) -> Result<Level, Failure> {
    Ok(match named {
        None | Some("sentences") => Level::Sentence,
        Some("blocks") => Level::Block,
        Some("items") => Level::Item,
        Some("phrases") => Level::Phrase,
        Some(other) => {
            return Err(Failure::of(Kind::User, Message::new("cli-wrong-parts").with("parts", other)));
        }
    })
}

fn by(named: Option<&str>) -> Result<By, Failure> {
    Ok(match named {
        None | Some("loo") => By::LeaveOneOut,
        Some("shapley") => By::Shapley,
        Some(other) => {
            return Err(Failure::of(Kind::User, Message::new("cli-wrong-by").with("by", other)));
        }
    })
}
