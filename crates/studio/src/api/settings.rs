//! Keys and models. A key goes in and never comes out.

use axum::Json;
use axum::http::StatusCode;
use keys::{Allowed, Kept, KeysError, VendorKey, survey};
use serde::{Deserialize, Serialize};
use terms::{Message, ModelName};
use utoipa::{IntoParams, ToSchema};
use vendors::{KeyFound, Secret};

use super::{Amount, Body, Pairs, Wrong};
use crate::fault::{Fault, Said};
use crate::page::Visit;
use crate::pages::{connection, settings as page};

/// A key that is kept.
#[derive(Serialize, ToSchema)]
pub struct KeptKey {
    /// Scheme, host and port: it is sent nowhere else.
    origin: String,
    /// `keyring` or `file`.
    place: &'static str,
    /// Its last four characters, when it can be read.
    last: Option<String>,
}

impl KeptKey {
    fn of(kept: Kept) -> KeptKey {
        let place = match kept.place {
            keys::Place::Keyring => "keyring",
            keys::Place::File => "file",
        };
        KeptKey { origin: kept.origin, place, last: kept.last }
    }
}

/// A vendor and its key.
#[derive(Serialize, ToSchema)]
pub struct Vendor {
    name: String,
    /// Scheme, host and port its calls go to.
    origin: Option<String>,
    /// Whether it demands a key.
    required: bool,
    /// Variables that may hold it.
    variables: Vec<String>,
    /// `variable`, `not-allowed`, `kept` or `nowhere`.
    found: &'static str,
    /// The variable it was found in.
    variable: Option<String>,
    kept: Option<KeptKey>,
}

impl Vendor {
    fn of(row: VendorKey) -> Vendor {
        let (found, variable) = match row.found {
            KeyFound::Variable(name) => ("variable", Some(name)),
            KeyFound::NotAllowed(name) => ("not-allowed", Some(name)),
            KeyFound::Kept => ("kept", None),
            KeyFound::Nowhere => ("nowhere", None),
        };
        Vendor {
            name: row.vendor,
            origin: row.origin,
            required: row.required,
            variables: row.variables,
            found,
            variable,
            kept: row.kept.map(KeptKey::of),
        }
    }
}

/// A variable that projects may send to a place.
#[derive(Deserialize, Serialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Permission {
    variable: String,
    /// Scheme, host and port.
    origin: String,
}

/// Vendors, keys and what may be done with them.
#[derive(Serialize, ToSchema)]
pub struct Settings {
    /// Models named in the project's file.
    models: Vec<String>,
    vendors: Vec<Vendor>,
    /// Keys kept for places that are of no vendor of this project.
    others: Vec<KeptKey>,
    allowed: Vec<Permission>,
    /// Whether a keyring answers on this system.
    keyring: bool,
    /// Whether there is a file of keys.
    file: bool,
    /// Whether that file is closed.
    locked: bool,
}

/// The vendors of the project and where the key of each is.
#[utoipa::path(get, path = "/api/settings", tag = "settings", responses((status = 200, body = Settings)))]
pub async fn read(visit: Visit) -> Result<Json<Settings>, Fault> {
    let project = visit.app.project()?;
    let (app, catalogue) = (visit.app.clone(), project.catalogue.clone());
    let look = move || {
        let keys = &app.keys;
        Ok::<_, KeysError>((
            survey(&catalogue, keys, &app.env)?,
            keys.list()?,
            keys.allowed()?,
            keys.has_keyring(),
        ))
    };
    let (vendors, kept, allowed, keyring) = page::blocking(look).await?;
    let of_none = |kept: &Kept| !vendors.iter().any(|row| row.origin.as_ref() == Some(&kept.origin));
    let permission = |a: Allowed| Permission { variable: a.variable, origin: a.origin };
    Ok(Json(Settings {
        models: project.settings.models.iter().map(ToString::to_string).collect(),
        others: kept.into_iter().filter(of_none).map(KeptKey::of).collect(),
        vendors: vendors.into_iter().map(Vendor::of).collect(),
        allowed: allowed.into_iter().map(permission).collect(),
        keyring,
        file: visit.app.keys.has_file(),
        locked: visit.app.keys.is_locked(),
    }))
}

/// A key to keep.
#[derive(Deserialize, ToSchema)]
pub struct Key {
    /// A vendor of the project: its address is what the key is bound to.
    vendor: String,
    #[schema(write_only)]
    key: String,
    /// `keyring` or `file`.
    place: String,
    /// Of the file, when it is closed or not there yet.
    #[serde(default)]
    #[schema(write_only)]
    passphrase: String,
}

/// Keeps a key for a vendor, in place of the one it had.
#[utoipa::path(put, path = "/api/keys", tag = "settings", request_body = Key, responses(
    (status = 204), (status = 422, body = Wrong)))]
pub async fn keep(visit: Visit, Body(given): Body<Key>) -> Result<StatusCode, Fault> {
    let to_file = given.place == "file";
    done(page::keep(&visit, &given.vendor, given.key, to_file, given.passphrase).await)
}

fn done(made: Result<(), Said>) -> Result<StatusCode, Fault> {
    made.map(|()| StatusCode::NO_CONTENT).map_err(|said| Fault::refused(vec![said]))
}

/// Which key.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Place {
    /// Scheme, host and port.
    origin: String,
}

/// Takes a kept key out.
#[utoipa::path(delete, path = "/api/keys", tag = "settings", params(Place), responses(
    (status = 204), (status = 422, body = Wrong)))]
pub async fn remove(visit: Visit, Pairs(place): Pairs<Place>) -> Result<StatusCode, Fault> {
    let origin = keys::origin(&place.origin).map_err(|error| Fault::explained(&error))?;
    let app = visit.app.clone();
    done(page::done(move || app.keys.remove(&origin).map(drop)).await)
}

/// A passphrase.
#[derive(Deserialize, ToSchema)]
pub struct Passphrase {
    #[schema(write_only)]
    passphrase: String,
}

/// Opens the file of keys until the studio is closed.
#[utoipa::path(post, path = "/api/keys/open", tag = "settings", request_body = Passphrase, responses(
    (status = 204), (status = 422, body = Wrong)))]
pub async fn open(visit: Visit, Body(given): Body<Passphrase>) -> Result<StatusCode, Fault> {
    let (app, passphrase) = (visit.app.clone(), Secret::new(given.passphrase));
    done(page::done(move || app.keys.unlock(passphrase)).await)
}

/// Closes the file of keys.
#[utoipa::path(post, path = "/api/keys/close", tag = "settings", responses((status = 204)))]
pub async fn close(visit: Visit) -> StatusCode {
    visit.app.keys.lock();
    StatusCode::NO_CONTENT
}

async fn permit(visit: Visit, given: Permission, yes: bool) -> Result<StatusCode, Fault> {
    let origin = keys::origin(&given.origin).map_err(|error| Fault::explained(&error))?;
    let app = visit.app.clone();
    done(page::done(move || app.keys.allow(&given.variable, &origin, yes)).await)
}

/// Lets projects send a variable of the environment to a place.
#[utoipa::path(put, path = "/api/keys/allowed", tag = "settings", request_body = Permission, responses(
    (status = 204), (status = 422, body = Wrong)))]
pub async fn allow(visit: Visit, Body(given): Body<Permission>) -> Result<StatusCode, Fault> {
    permit(visit, given, true).await
}

/// Takes that permission back.
#[utoipa::path(delete, path = "/api/keys/allowed", tag = "settings", params(Permission), responses(
    (status = 204), (status = 422, body = Wrong)))]
pub async fn forbid(visit: Visit, Pairs(given): Pairs<Permission>) -> Result<StatusCode, Fault> {
    permit(visit, given, false).await
}

/// A model to ask.
#[derive(Deserialize, ToSchema)]
pub struct Asked {
    /// `vendor/model`.
    model: String,
}

/// It answers.
#[derive(Serialize, ToSchema)]
pub struct Connected {
    /// The model's words: hostile text.
    answer: String,
    total_us: u64,
    cost: Option<Amount>,
    /// The call, in the ledger.
    call: String,
}

/// Asks a model one short question, paid and kept in the ledger like any other.
#[utoipa::path(post, path = "/api/connection", tag = "settings", request_body = Asked, responses(
    (status = 200, body = Connected), (status = 422, body = Wrong)))]
pub async fn test(visit: Visit, Body(asked): Body<Asked>) -> Result<Json<Connected>, Fault> {
    let wrong = |_| {
        let message = Message::new("studio-wrong-model").with("given", asked.model.as_str());
        Fault::of(StatusCode::UNPROCESSABLE_ENTITY, message)
    };
    let model: ModelName = asked.model.parse().map_err(wrong)?;
    let answer = connection::test(&visit, model).await.map_err(|error| Fault::refused(Said::all(&error)))?;
    Ok(Json(Connected {
        answer: answer.reply.text,
        total_us: answer.timing.total_us,
        cost: answer.cost.as_ref().map(Amount::from),
        call: answer.key.to_string(),
    }))
}

/// A known price.
#[derive(Serialize, ToSchema)]
pub struct Price {
    /// Patterns: `vendor/model`.
    models: Vec<String>,
    currency: String,
    /// Per million tokens read.
    input: f64,
    /// Per million tokens read from the vendor's cache.
    cached: f64,
    /// Per million tokens written.
    output: f64,
    /// Day since which it holds.
    from: String,
    /// Day on which it was compared with its source.
    checked: String,
    source: String,
}

/// Every known price with its dates.
#[utoipa::path(get, path = "/api/models", tag = "settings", responses((status = 200, body = Vec<Price>)))]
pub async fn models(visit: Visit) -> Result<Json<Vec<Price>>, Fault> {
    let project = visit.app.project()?;
    let per_million = |pico: i64| pico as f64 / 1e6;
    let price = |row: &vendors::PriceRow| Price {
        models: row.models().iter().map(|model| format!("{}/{model}", row.vendor)).collect(),
        currency: row.currency.code().to_owned(),
        input: per_million(row.input),
        cached: per_million(row.cached),
        output: per_million(row.output),
        from: row.from.to_string(),
        checked: row.checked.to_string(),
        source: row.source.clone(),
    };
    Ok(Json(project.catalogue.prices().map(price).collect()))
}
