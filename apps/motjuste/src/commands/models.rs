//! `models`: vendors, where their calls go, whether a key is set, and the prices known with their dates.

use report::visible::one_line;
use serde_json::json;
use terms::Message;
use vendors::KeyFound;

use super::{DONE, Outcome};
use crate::cli::Models;
use crate::columns;
use crate::session::{Session, env};

pub fn run(session: &Session, args: &Models) -> Outcome {
    let project = session.project(None)?;
    let catalogue = &project.catalogue;
    let locale = &session.locale;
    let wanted = |vendor: &str| args.vendor.as_deref().is_none_or(|only| only == vendor);
    let vendors: Vec<_> = catalogue.vendors().filter(|row| wanted(&row.name)).collect();
    let prices: Vec<_> = catalogue.prices().filter(|row| wanted(&row.vendor)).collect();
    let has_key = |row: &vendors::VendorRow| {
        let found = catalogue.key_found(&row.name, &env);
        matches!(found, Ok((_, KeyFound::Variable(_) | KeyFound::Kept)))
    };
    if session.printer.json() {
        session.printer.document(&json!({
            "schema": "motjuste/models/1",
            "catalogue_date": catalogue.date(),
            "vendors": vendors.iter().map(|row| json!({
                "vendor": row.name,
                "protocol": row.protocol,
                "base_url": row.base_url,
                "key_variables": row.key_env.iter().chain(&row.bearer_env).collect::<Vec<_>>(),
                "key_set": has_key(row),
            })).collect::<Vec<_>>(),
            "prices": prices.iter().map(|row| json!({
                "models": row.models().iter().map(|m| format!("{}/{m}", row.vendor)).collect::<Vec<_>>(),
                "currency": row.currency,
                "input_per_million": per_million(row.input),
                "cached_per_million": per_million(row.cached),
                "output_per_million": per_million(row.output),
                "from": row.from,
                "checked": row.checked,
                "source": row.source,
            })).collect::<Vec<_>>(),
        }));
        return Ok(DONE);
    }
    let rows = vendors.iter().map(|row| {
        let key = match (row.key_env.first().or(row.bearer_env.first()), has_key(row)) {
            (_, true) => locale.say("cli-models-key-set"),
            (Some(name), false) => {
                locale.text(&Message::new("cli-models-key-missing").with("name", name.as_str()))
            }
            (None, false) => locale.say("cli-models-key-none"),
        };
        vec![row.name.clone(), row.protocol.clone(), one_line(&row.base_url).into_owned(), key]
    });
    let heads = ["cli-models-vendor", "cli-models-protocol", "cli-models-address", "cli-models-key"];
    let mut out = columns::draw(heads.map(|key| locale.say(key)).to_vec(), rows.collect(), &[]);
    out.push('\n');
    let rows = prices.iter().map(|row| {
        vec![
            row.models().iter().map(|m| format!("{}/{m}", row.vendor)).collect::<Vec<_>>().join(" "),
            locale.fixed(per_million(row.input), 3),
            locale.fixed(per_million(row.cached), 3),
            locale.fixed(per_million(row.output), 3),
            row.currency.code().to_owned(),
            row.checked.to_string(),
        ]
    });
    let heads = [
        "cli-models-model",
        "cli-models-input",
        "cli-models-cached",
        "cli-models-output",
        "cli-models-currency",
        "cli-models-checked",
    ];
    out.push_str(&columns::draw(heads.map(|key| locale.say(key)).to_vec(), rows.collect(), &[1, 2, 3]));
    out.push('\n');
    out.push_str(&locale.say("cli-models-any"));
    session.printer.out(&out);
    Ok(DONE)
}

/// Price of a million tokens from 10^-12 units per token.
fn per_million(pico_per_token: i64) -> f64 {
    pico_per_token as f64 / 1e6
}
