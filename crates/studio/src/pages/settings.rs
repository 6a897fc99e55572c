//! Settings: the models and the keys of the project, and how a person likes to read.

use askama::Template;
use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use keys::{KeysError, Place, VendorKey, survey};
use report::visible;
use serde::Deserialize;
use terms::{Explain, Message, ModelName};
use vendors::{KeyFound, Origin, Secret};

use crate::fault::{Fault, Said};
use crate::page::{Page, Visit, html};
use crate::pages::connection;

#[derive(Template)]
#[template(path = "settings.html")]
struct Settings {
    page: Page,
    done: Option<String>,
    wrong: Vec<(String, Option<String>)>,
    /// Models named in the project's file.
    models: Vec<String>,
    vendors: Vec<VendorView>,
    others: Vec<KeptView>,
    allowed: Vec<(String, String)>,
    has_keyring: bool,
    has_file: bool,
    locked: bool,
    file: String,
    prices: Vec<PriceView>,
    dated: String,
    suggested: Vec<String>,
    /// What the test of a connection said.
    tested: Option<String>,
    model: String,
}

struct VendorView {
    name: String,
    origin: String,
    state: String,
    class: &'static str,
    /// Whether a key can be kept for it.
    keeps: bool,
    kept: bool,
    /// The variable this project may not be given.
    refused: Option<String>,
}

struct KeptView {
    origin: String,
    state: String,
}

struct PriceView {
    models: String,
    input: String,
    output: String,
    currency: String,
    checked: String,
}

/// What was just done: name in addresses, key of the sentence.
const DONE: [(&str, &str); 6] = [
    ("kept", "studio-key-kept"),
    ("removed", "studio-key-removed"),
    ("opened", "studio-keys-opened"),
    ("closed", "studio-keys-closed"),
    ("allowed", "studio-key-allowed"),
    ("forbidden", "studio-key-forbidden"),
];

#[derive(Deserialize)]
pub struct Came {
    done: Option<String>,
}

pub async fn show(visit: Visit, Query(came): Query<Came>) -> Result<Html<String>, Fault> {
    let done = came.done.and_then(|name| DONE.iter().find(|(known, _)| *known == name).map(|(_, key)| *key));
    let mut page = settings(&visit, Vec::new()).await?;
    page.done = done.map(|key| visit.locale().say(key));
    html(&page)
}

async fn settings(visit: &Visit, wrong: Vec<Said>) -> Result<Settings, Fault> {
    let project = visit.app.project()?;
    let locale = visit.locale();
    let (app, catalogue) = (visit.app.clone(), project.catalogue.clone());
    let read = move || {
        let keys = &app.keys;
        let vendors = survey(&catalogue, keys, &app.env)?;
        Ok::<_, KeysError>((vendors, keys.list()?, keys.allowed()?, keys.has_keyring()))
    };
    let (vendors, list, allowed, has_keyring) = blocking(read).await?;
    let others =
        list.iter().filter(|kept| !vendors.iter().any(|row| row.origin.as_ref() == Some(&kept.origin)));
    let per_million = |pico: i64| locale.fixed(pico as f64 / 1e6, 3);
    let prices = project.catalogue.prices().map(|row| PriceView {
        models: row.models().iter().map(|m| format!("{}/{m}", row.vendor)).collect::<Vec<_>>().join(", "),
        input: per_million(row.input),
        output: per_million(row.output),
        currency: row.currency.code().to_owned(),
        checked: row.checked.to_string(),
    });
    let dated = Message::new("studio-prices-dated").with("date", project.catalogue.date().to_string());
    let models: Vec<String> = project.settings.models.iter().map(ToString::to_string).collect();
    Ok(Settings {
        page: visit.page("/settings"),
        done: None,
        wrong: wrong.iter().map(|said| (said.text(locale), said.advice(locale))).collect(),
        vendors: vendors.iter().map(|row| vendor(visit, row)).collect(),
        others: others
            .map(|kept| KeptView { origin: kept.origin.clone(), state: place(visit, kept) })
            .collect(),
        allowed: allowed.into_iter().map(|a| (visible::excerpt(&a.variable, 80), a.origin)).collect(),
        has_keyring,
        has_file: visit.app.keys.has_file(),
        locked: visit.app.keys.is_locked(),
        file: visit.app.keys.file().map_or(String::new(), |path| path.display().to_string()),
        prices: prices.collect(),
        dated: locale.text(&dated),
        suggested: super::priced_models(&project),
        tested: None,
        model: models.first().cloned().unwrap_or_default(),
        models,
    })
}

/// Keys are read from the disk, and perhaps from a keyring that takes its time.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, KeysError> + Send + 'static,
) -> Result<T, Fault> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|_| Fault::missing("studio-no-page"))?;
    done.map_err(|error| Fault::explained(&error))
}

fn vendor(visit: &Visit, row: &VendorKey) -> VendorView {
    let named = |key: &'static str, name: &str| visit.text(&Message::new(key).with("name", name));
    let (state, class) = match (&row.found, &row.kept) {
        (KeyFound::Variable(name), _) => (named("cli-keys-in-variable", name), "good"),
        (KeyFound::NotAllowed(name), _) => (named("cli-keys-not-allowed", name), "bad"),
        (KeyFound::Kept, Some(kept)) => (place(visit, kept), "good"),
        _ if row.required => (visit.locale().say("cli-keys-nowhere"), "warn"),
        _ => (visit.locale().say("cli-keys-unneeded"), "none"),
    };
    VendorView {
        name: visible::excerpt(&row.vendor, 60),
        origin: row.origin.clone().unwrap_or_else(|| "–".to_owned()),
        state,
        class,
        keeps: row.origin.as_deref().is_some_and(|origin| !origin.contains(".invalid:")),
        kept: row.kept.is_some(),
        refused: match &row.found {
            KeyFound::NotAllowed(name) => Some(name.clone()),
            _ => None,
        },
    }
}

fn place(visit: &Visit, kept: &keys::Kept) -> String {
    let last = kept.last.as_ref().map(|last| format!("…{last}"));
    let key = match (kept.place, &last) {
        (Place::File, None) if visit.app.keys.is_locked() => "cli-keys-in-closed-file",
        (Place::File, _) => "cli-keys-in-file",
        (Place::Keyring, _) => "cli-keys-in-keyring",
    };
    visit.text(&Message::new(key).with("last", last.unwrap_or_default())).trim_end().to_owned()
}

/// A form of the page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Given {
    vendor: String,
    origin: String,
    key: String,
    place: String,
    passphrase: String,
    variable: String,
    model: String,
    #[serde(rename = "do")]
    action: String,
}

/// Where the calls of a vendor of this project go.
#[expect(clippy::result_large_err, reason = "asked once a page, and told at once")]
pub fn origin_of(visit: &Visit, vendor: &str) -> Result<Origin, Said> {
    let found =
        visit.app.project().map_err(|error| Said::of(&error))?.catalogue.key_found(vendor, &visit.app.env);
    found.map(|(origin, _)| origin).map_err(|error| Said::of(&error))
}

/// Keeps a key; the file of keys is opened, or made, with the passphrase.
pub async fn keep(
    visit: &Visit,
    vendor: &str,
    key: String,
    to_file: bool,
    passphrase: String,
) -> Result<(), Said> {
    let key = Secret::new(key.trim().to_owned());
    let passphrase = Some(passphrase).filter(|text| !text.is_empty()).map(Secret::new);
    let origin = origin_of(visit, vendor)?;
    let app = visit.app.clone();
    done(move || {
        let keys = &app.keys;
        if let (true, Some(passphrase)) = (to_file, passphrase) {
            keys.unlock(passphrase)?;
        }
        keys.put(&origin, &key, if to_file { Place::File } else { Place::Keyring })
    })
    .await
}

/// Does something with the keys, where it may take its time.
pub async fn done(work: impl FnOnce() -> Result<(), KeysError> + Send + 'static) -> Result<(), Said> {
    let bug = |_| Said { message: Message::new("studio-no-page"), place: None, hint: None };
    let done = tokio::task::spawn_blocking(work).await.map_err(bug)?;
    done.map_err(|error| Said { message: error.message(), place: None, hint: error.hint() })
}

pub async fn change(visit: Visit, Form(given): Form<Given>) -> Result<Response, Fault> {
    let app = visit.app.clone();
    let (name, made) = match given.action.as_str() {
        "keep" => {
            let to_file = given.place == "file";
            ("kept", keep(&visit, &given.vendor, given.key, to_file, given.passphrase).await)
        }
        "remove" => {
            let origin = keys::origin(&given.origin).map_err(|error| Fault::explained(&error))?;
            ("removed", done(move || app.keys.remove(&origin).map(drop)).await)
        }
        "open" => {
            let passphrase = Secret::new(given.passphrase);
            ("opened", done(move || app.keys.unlock(passphrase)).await)
        }
        "close" => {
            app.keys.lock();
            ("closed", Ok(()))
        }
        "allow" | "forbid" => {
            let yes = given.action == "allow";
            let origin = keys::origin(&given.origin).map_err(|error| Fault::explained(&error))?;
            let name = if yes { "allowed" } else { "forbidden" };
            (name, done(move || app.keys.allow(&given.variable, &origin, yes)).await)
        }
        "test" => return test(&visit, given.model.trim()).await,
        _ => return Err(Fault::missing("studio-no-page")),
    };
    match made {
        Ok(()) => Ok(Redirect::to(&format!("/settings?done={name}")).into_response()),
        Err(said) => {
            let page = html(&settings(&visit, vec![said]).await?)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

async fn test(visit: &Visit, model: &str) -> Result<Response, Fault> {
    let parsed: Result<ModelName, _> = model.parse();
    let asked = match parsed {
        Ok(name) => connection::test(visit, name).await,
        Err(_) => Err(engine::EngineError::ModelName { given: visible::excerpt(model, 80) }),
    };
    let (tested, wrong, status) = match asked {
        Ok(tested) => (Some(connection::said(visit, &tested)), Vec::new(), StatusCode::OK),
        Err(error) => (None, Said::all(&error), StatusCode::UNPROCESSABLE_ENTITY),
    };
    let page = Settings { tested, model: model.to_owned(), ..settings(visit, wrong).await? };
    Ok((status, html(&page)?).into_response())
}
