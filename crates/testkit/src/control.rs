//! What tests ask of the vendor over HTTP (`/__control/...`), the list of models, and every other path.

use std::sync::atomic::Ordering;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};

use crate::http::head::Head;
use crate::http::wire::{Content, plain};
use crate::invoice::{Invoice, Stats};
use crate::script::{Endpoint, Playing, Script};
use crate::service::{Outcome, Shared};
use crate::wire::Refusal;
use crate::{model, reply_head};

impl Shared {
    /// The account as it stands.
    pub(crate) fn invoice(&self) -> Invoice {
        let state = self.state();
        Invoice {
            currency: self.config.currency.clone(),
            totals: state.books.totals,
            models: state.books.models.clone(),
            lines: state.books.lines.clone(),
        }
    }

    /// What was seen so far.
    pub(crate) fn stats(&self) -> Stats {
        let state = self.state();
        Stats {
            requests: self.requests.load(Ordering::Relaxed),
            connections: self.connections.load(Ordering::Relaxed),
            in_flight: self.in_flight.load(Ordering::Relaxed),
            in_flight_peak: self.peak.load(Ordering::Relaxed),
            fired: state.playing.fired(),
            ..state.books.stats.clone()
        }
    }

    pub(crate) fn set_script(&self, script: Script) {
        self.state().playing = Playing::new(script);
    }
}

/// One request of the tests.
pub(crate) fn serve(shared: &Shared, head: &Head, action: &str, query: &str, body: &[u8]) -> Outcome {
    let (status, body) = match (action, head.post, head.get) {
        ("invoice", _, true) if query.split('&').any(|q| q == "lines=1") => {
            let mut out = Vec::new();
            for line in shared.invoice().lines {
                push(&mut out, &line);
                out.push(b'\n');
            }
            (200, out)
        }
        ("invoice", _, true) => (200, to_vec(&shared.invoice())),
        ("stats", _, true) => (200, to_vec(&shared.stats())),
        ("reset", true, _) => {
            shared.reset();
            (200, to_vec(&json!({"reset": true})))
        }
        ("script", true, _) => match serde_json::from_slice::<Script>(body) {
            Ok(script) => {
                let rules = script.rules.len();
                shared.set_script(script);
                (200, to_vec(&json!({"rules": rules})))
            }
            Err(why) => (400, to_vec(&json!({"error": why.to_string()}))),
        },
        _ => (404, to_vec(&json!({"error": "GET invoice, invoice?lines=1 or stats; POST script or reset"}))),
    };
    outcome(status, body, head.keep_alive, None)
}

/// The list of models, and the error for what is nowhere.
pub(crate) fn other(shared: &Shared, head: &Head, buffer: &[u8], path: &str, id: u64) -> Outcome {
    let endpoint = if head.version.is_some() { Endpoint::Messages } else { Endpoint::Chat };
    let (status, body) = match (head.get, path, shared.authorize(endpoint, head, buffer)) {
        (_, _, Err(refusal)) => (refusal.status, endpoint.error(&refusal, id)),
        (true, "/v1/models", Ok(())) => (200, to_vec(&list(shared, endpoint))),
        (true, _, Ok(())) => match path.strip_prefix("/v1/models/") {
            Some(name) if model::find(&shared.config, name).is_some() => {
                (200, to_vec(&entry(endpoint, name)))
            }
            _ => nowhere(endpoint, path, id),
        },
        _ => nowhere(endpoint, path, id),
    };
    shared.state().books.count(status);
    outcome(status, body, head.keep_alive, Some((endpoint, id)))
}

fn nowhere(endpoint: Endpoint, path: &str, id: u64) -> (u16, Vec<u8>) {
    let refusal =
        Refusal { code: None, message: format!("Nothing at {path}."), ..endpoint.refusal(404, false) };
    (404, endpoint.error(&refusal, id))
}

fn list(shared: &Shared, endpoint: Endpoint) -> Value {
    let aliases = shared.config.aliases.keys().map(String::as_str).filter(|name| *name != "*");
    let names: Vec<&str> = model::EXAMPLES.iter().copied().chain(aliases).collect();
    let data: Vec<Value> = names.iter().map(|name| entry(endpoint, name)).collect();
    match endpoint {
        Endpoint::Chat => json!({"object": "list", "data": data}),
        Endpoint::Messages => {
            json!({"data": data, "has_more": false, "first_id": names.first(), "last_id": names.last()})
        }
    }
}

fn entry(endpoint: Endpoint, name: &str) -> Value {
    match endpoint {
        Endpoint::Chat => {
            json!({"id": name, "object": "model", "created": 1_767_225_600, "owned_by": "fake-vendor"})
        }
        Endpoint::Messages => json!({
            "type": "model", "id": name, "display_name": format!("Fake {name}"), "created_at": "2026-01-01T00:00:00Z"
        }),
    }
}

fn outcome(status: u16, body: Vec<u8>, keep_alive: bool, id: Option<(Endpoint, u64)>) -> Outcome {
    let mut head = reply_head::start(status);
    if let Some((endpoint, id)) = id {
        reply_head::field(&mut head, endpoint.id_header(), format_args!("req_fake{id:08}"));
    }
    let plan = plain(head, &Content::Whole(body), keep_alive);
    Outcome { plan, latency: Duration::ZERO, hang: false, line: None }
}

fn push(out: &mut Vec<u8>, value: &impl Serialize) {
    // plain data into a vector cannot fail
    let _ = serde_json::to_writer(out, value);
}

fn to_vec(value: &impl Serialize) -> Vec<u8> {
    let mut out = Vec::new();
    push(&mut out, value);
    out
}
