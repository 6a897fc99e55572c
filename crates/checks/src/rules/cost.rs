//! `cost`: the call cost no more than this amount. Amounts are never converted from one currency to another.

use terms::{Currency, Message};

use crate::Observed;
use crate::args::Args;
use crate::error::Problem;
use crate::judgement::{Judgement, Rule};

struct Cost {
    max: f64,
    /// `None` takes the amount in the currency of the price list, whichever it is.
    currency: Option<Currency>,
}

pub(super) fn build(args: &mut Args<'_>) -> Result<Box<dyn Rule>, Problem> {
    let value = args.number("value")?;
    let Some(max) = args.number("max")?.or(value) else { return Err(args.missing("max")) };
    let currency = match args.text("currency")? {
        None => None,
        Some(code) => match Currency::try_from(code.to_ascii_uppercase()) {
            Ok(currency) => Some(currency),
            Err(_) => return Err(args.wrong("currency", Message::new("checks-must-be-currency"))),
        },
    };
    Ok(Box::new(Cost { max, currency }))
}

impl Rule for Cost {
    fn judge(&self, seen: &Observed<'_>) -> Judgement {
        let Some(cost) = seen.cost else {
            return Judgement::Unscored(Message::new("checks-cost-unknown"));
        };
        if let Some(currency) = self.currency.filter(|c| *c != cost.currency) {
            let message = Message::new("checks-cost-currency").with("found", cost.currency.code());
            return Judgement::Unscored(message.with("expected", currency.code()));
        }
        Judgement::when(cost.amount() <= self.max, || {
            Message::new("checks-cost-high")
                .with("found", cost.amount())
                .with("max", self.max)
                .with("currency", cost.currency.code())
        })
    }

    fn describe(&self) -> Message {
        let currency = self.currency.as_ref().map_or("", Currency::code);
        Message::new("checks-is-cost").with("max", self.max).with("currency", currency)
    }
}
