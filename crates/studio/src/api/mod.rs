//! What the pages do, as JSON over the same address. One list of operations makes both the router and the document that
//! describes it (`docs/openapi.json`, served at `/api/openapi.json`), so neither can say what the other does not.

mod bench;
mod branches;
mod cases;
mod compare;
mod people;
mod prompts;
mod runs;
mod settings;
mod suites;
mod upkeep;

use std::sync::Arc;

use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Json, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::{Extension, Router};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use terms::{Message, Money};
use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{IntoParams, Modify, OpenApi, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::fault::{Fault, Said};
use crate::page::Visit;

/// Where every operation is.
pub const AT: &str = "/api/";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Mot Juste studio",
        description = "What the pages of `motjuste studio` do, for scripts and editors. The address and the token are those \
            that the command prints (`motjuste studio --json`); send the token as `Authorization: Bearer TOKEN`. Only this \
            machine is answered. Sentences come in the language of `Accept-Language` (fr or en)."
    ),
    modifiers(&Token),
    security(("token" = [])),
    components(schemas(Wrong, Line))
)]
struct Described;

struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut Document) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

fn operations() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::with_openapi(Described::openapi())
        .routes(routes!(document))
        .routes(routes!(prompts::list, prompts::import))
        .routes(routes!(prompts::read, prompts::save))
        .routes(routes!(prompts::check))
        .routes(routes!(prompts::versions))
        .routes(routes!(prompts::restore))
        .routes(routes!(branches::list, branches::start))
        .routes(routes!(branches::adopt))
        .routes(routes!(branches::archive))
        .routes(routes!(branches::reopen))
        .routes(routes!(prompts::kinds, prompts::interview))
        .routes(routes!(cases::read, cases::change))
        .routes(routes!(cases::import))
        .routes(routes!(cases::copy))
        .routes(routes!(bench::ask))
        .routes(routes!(bench::evaluations))
        .routes(routes!(bench::evaluate))
        .routes(routes!(suites::list))
        .routes(routes!(suites::read, suites::start))
        .routes(routes!(compare::others, compare::start))
        .routes(routes!(bench::improve))
        .routes(routes!(bench::jobs))
        .routes(routes!(bench::job))
        .routes(routes!(bench::events))
        .routes(routes!(bench::stop))
        .routes(routes!(runs::list))
        .routes(routes!(runs::read))
        .routes(routes!(runs::accept))
        .routes(routes!(runs::export))
        .routes(routes!(runs::trials))
        .routes(routes!(runs::trial))
        .routes(routes!(compare::cases))
        .routes(routes!(people::found))
        .routes(routes!(people::next, people::keep))
        .routes(routes!(runs::money))
        .routes(routes!(runs::calls))
        .routes(routes!(runs::call))
        .routes(routes!(upkeep::check))
        .routes(routes!(upkeep::prune))
        .routes(routes!(settings::read))
        .routes(routes!(settings::keep, settings::remove))
        .routes(routes!(settings::open))
        .routes(routes!(settings::close))
        .routes(routes!(settings::allow, settings::forbid))
        .routes(routes!(settings::test))
        .routes(routes!(settings::models))
}

/// The operations and their description.
pub fn router() -> Router<Arc<App>> {
    let (router, document) = operations().split_for_parts();
    router.layer(Extension(Arc::new(document)))
}

/// This document (OpenAPI 3.1).
#[utoipa::path(get, path = "/api/openapi.json", tag = "about", responses((status = 200, body = serde_json::Value)))]
async fn document(Extension(document): Extension<Arc<Document>>) -> Json<Arc<Document>> {
    Json(document)
}

/// Which prompt: its file from the project's root, with `/`.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Of {
    name: String,
}

/// An error.
#[derive(Serialize, ToSchema)]
pub struct Wrong {
    /// What is wrong: one or several things.
    error: Vec<Line>,
}

/// One thing that is wrong.
#[derive(Serialize, ToSchema)]
pub struct Line {
    /// Where and what.
    text: String,
    /// What to do about it.
    advice: Option<String>,
}

impl Wrong {
    pub fn of(said: &[Said], locale: &locale::Locale) -> Wrong {
        Wrong {
            error: said
                .iter()
                .map(|said| Line { text: said.text(locale), advice: said.advice(locale) })
                .collect(),
        }
    }
}

/// An exact amount.
#[derive(Serialize, ToSchema)]
pub struct Amount {
    /// In 10^-12 of the currency.
    pico: i64,
    /// ISO 4217.
    currency: String,
    /// Day of the oldest price list that went into it.
    catalogue: String,
}

impl From<&Money> for Amount {
    fn from(money: &Money) -> Amount {
        Amount {
            pico: money.pico,
            currency: money.currency.code().to_owned(),
            catalogue: money.catalogue.to_string(),
        }
    }
}

fn amounts(list: &[Money]) -> Vec<Amount> {
    list.iter().map(Amount::from).collect()
}

/// The file that was written.
#[derive(Serialize, ToSchema)]
pub struct Written {
    /// Its path from the project's root.
    name: String,
    /// Of its bytes: tells whether it has changed since.
    stamp: String,
}

impl Written {
    fn read(visit: &Visit, name: &str) -> Result<Written, Fault> {
        let on_disk = crate::files::read(&visit.app, name)?;
        Ok(Written { name: on_disk.name, stamp: on_disk.stamp })
    }
}

/// A JSON body; one that cannot be read is told like every other error.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Body<T>, Fault> {
        let read: Result<Json<T>, JsonRejection> = Json::from_request(request, state).await;
        read.map(|Json(body)| Body(body)).map_err(|error| broken(error.status(), error.body_text()))
    }
}

/// The pairs of the address; the same.
pub struct Pairs<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Pairs<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Pairs<T>, Fault> {
        let read: Result<Query<T>, QueryRejection> = Query::from_request_parts(parts, state).await;
        read.map(|Query(pairs)| Pairs(pairs)).map_err(|error| broken(error.status(), error.body_text()))
    }
}

fn broken(status: StatusCode, cause: String) -> Fault {
    Fault::of(status, Message::new("studio-broken-form").with("cause", report::visible::excerpt(&cause, 300)))
}
