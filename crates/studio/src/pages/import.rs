//! A prompt that exists elsewhere: dropped as a file, or pasted. Any text is a prompt.

use askama::Template;
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use brief::slug;
use engine::plan::ENDING;
use serde_json::Value;
use terms::{Explain, Message};

use crate::fault::{Fault, Said};
use crate::files;
use crate::page::{Page, Visit, encoded, html};

#[derive(Template)]
#[template(path = "import.html")]
struct Import {
    page: Page,
    title: String,
    text: String,
    wrong: Vec<String>,
}

/// What a form with a file brought.
#[derive(Default)]
pub struct Brought {
    /// Name and bytes of the file, when there is one.
    pub file: Option<(String, Vec<u8>)>,
    /// The other fields.
    pub fields: Vec<(String, String)>,
}

impl Brought {
    pub async fn read(mut form: Multipart) -> Result<Brought, Fault> {
        let mut brought = Brought::default();
        while let Some(field) = form.next_field().await.map_err(broken)? {
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                Some(file) => {
                    let bytes = bytes(field).await?;
                    // a form without a chosen file sends an empty one
                    brought.file = (!bytes.is_empty()).then_some((file, bytes));
                }
                None => {
                    let text = String::from_utf8_lossy(&bytes(field).await?).into_owned();
                    brought.fields.push((name, text));
                }
            }
        }
        Ok(brought)
    }

    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }
}

async fn bytes(field: Field<'_>) -> Result<Vec<u8>, Fault> {
    Ok(field.bytes().await.map_err(broken)?.to_vec())
}

fn broken(error: MultipartError) -> Fault {
    Fault::of(error.status(), Message::new("studio-broken-form").with("cause", error.body_text()))
}

pub async fn show(visit: Visit) -> Result<Html<String>, Fault> {
    html(&Import { page: visit.page("/"), title: String::new(), text: String::new(), wrong: Vec::new() })
}

pub async fn write(visit: Visit, form: Multipart) -> Result<Response, Fault> {
    let brought = Brought::read(form).await?;
    let title = brought.field("title").trim().to_owned();
    let pasted = brought.field("text").replace("\r\n", "\n");
    match save(&visit, &title, &pasted, brought.file) {
        Ok(name) => Ok(Redirect::to(&format!("/edit/{}?saved=yes", encoded(&name))).into_response()),
        Err(wrong) => {
            let wrong = wrong.iter().map(|said| said.text(visit.locale())).collect();
            let page = html(&Import { page: visit.page("/"), title, text: pasted, wrong })?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// Writes a prompt that exists elsewhere into a file of its own; gives its name.
pub fn save(
    visit: &Visit,
    title: &str,
    pasted: &str,
    file: Option<(String, Vec<u8>)>,
) -> Result<String, Vec<Said>> {
    let said = |message: Message| vec![Said { message, place: None, hint: None }];
    let (from, text) = match file {
        Some((name, bytes)) => {
            let text = prompt::decode(&name, bytes).map_err(|error| said(error.message()))?;
            (name, text.replace("\r\n", "\n"))
        }
        None => (String::new(), pasted.to_owned()),
    };
    if text.trim().is_empty() {
        return Err(said(Message::new("studio-need-text")));
    }
    // the last part only: a browser may give a path
    let own = from.rsplit(['/', '\\']).next().unwrap_or_default();
    let own = [ENDING, ".md", ".txt"].iter().find_map(|ending| own.strip_suffix(ending)).unwrap_or(own);
    let stem = slug(if title.is_empty() { own } else { title });
    if stem.is_empty() {
        return Err(said(Message::new("studio-need-title")));
    }
    // front matter of its own is left as it is
    let text = match title.is_empty() || text.starts_with("---\n") {
        true => text,
        false => format!("---\ntitle: {}\n---\n{text}", Value::from(title)),
    };
    let name = format!("{stem}{ENDING}");
    files::create(&visit.app, &name, &text).map_err(Fault::said)?;
    Ok(name)
}
