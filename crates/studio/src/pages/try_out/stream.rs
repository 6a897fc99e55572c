//! The answer of one model as it is written: a line of JSON for each piece, then one that says how it ended. A browser that
//! stops reading stops the call: what was paid by then is in the ledger.

use axum::Form;
use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use engine::Stop;
use futures_util::stream::unfold;
use report::visible;
use serde_json::{Value, json};
use std::io;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::{Filled, answer, cases, values, viewed};
use crate::fault::{Fault, Said};
use crate::files;
use crate::page::Visit;
use crate::sheet::Sheet;

fn tell(to: &UnboundedSender<Bytes>, what: &Value) {
    // nobody may be listening any more: the call is being stopped
    let _ = to.send(Bytes::from(format!("{what}\n")));
}

pub async fn answer_of(
    visit: Visit,
    Path(name): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    let project = visit.app.project()?;
    let on_disk = files::read(&visit.app, &name)?;
    let sheet = Sheet::read(&project, &on_disk.name, &on_disk.text);
    let (pieces, received) = unbounded_channel::<Bytes>();
    tokio::spawn(async move {
        let said = match ended(&visit, sheet, Filled::of(pairs), &pieces).await {
            Ok(said) => said,
            Err(said) => {
                let locale = visit.locale();
                let why = |said: &Said| json!({"text": said.text(locale), "advice": said.advice(locale)});
                json!({ "failed": said.iter().map(why).collect::<Vec<Value>>() })
            }
        };
        tell(&pieces, &said);
    });
    let body = unfold(received, |mut received| async move {
        Some((Ok::<Bytes, io::Error>(received.recv().await?), received))
    });
    let headers = [(header::CONTENT_TYPE, "application/x-ndjson")];
    Ok((headers, Body::from_stream(body)).into_response())
}

/// Asks, telling each piece, and says how it ended.
async fn ended(
    visit: &Visit,
    sheet: Sheet,
    filled: Filled,
    pieces: &UnboundedSender<Bytes>,
) -> Result<Value, Vec<Said>> {
    let loaded = sheet.loaded.map_err(|error| Said::all(&error))?;
    // without a file of cases, values can be written by hand
    let chosen = cases(&loaded, filled.case.as_deref()).ok().and_then(|(_, chosen)| chosen);
    let mut values = values(chosen.as_ref(), filled.values);
    values.retain(|_, value| value.as_str() != Some(""));
    let stop = Stop::default();
    let (now, gone) = (stop.now.clone(), pieces.clone());
    let watch = tokio::spawn(async move {
        gone.closed().await;
        now.cancel();
    });
    let to = pieces.clone();
    let on_text = move |text: &str| tell(&to, &json!({"text": visible::lines(text)}));
    let model = filled.model.clone();
    let answered = answer(visit, &loaded, values, model, filled.again, on_text, stop).await;
    watch.abort();
    let view = viewed(visit, String::new(), &answered.map_err(|error| Said::all(&error))?);
    // the whole text once more: a replay of the pieces would show what was cut between two of them
    Ok(json!({"done": {"text": view.text, "summary": view.summary, "notes": view.notes}}))
}
