//! `serve`: a local model on an OpenAI-compatible port.

use std::net::SocketAddr;
use std::sync::Arc;

use serde_json::json;
use terms::{Kind, Message};

use super::{DONE, Outcome};
use crate::cli::Serve;
use crate::failure::Failure;
use crate::session::Session;
use crate::{interrupt, suite};

pub fn run(session: &Session, args: &Serve) -> Outcome {
    let model = suite::model(&args.model)?;
    if model.vendor != "local" {
        return Err(Failure::of(Kind::User, Message::new("cli-serve-local")));
    }
    // opened before anybody is told to come: what is wrong with it is said here
    let served = local::Served::open(&model.model)?;
    let models = Arc::new(local::Models::only(served));
    session.wait(async {
        let address = SocketAddr::new(args.host, args.port);
        let unbound = |why: std::io::Error| {
            let message = Message::new("cli-serve-bind").with("address", address.to_string());
            Failure::of(Kind::Network, message.with("why", why.to_string()))
        };
        let listener = tokio::net::TcpListener::bind(address).await.map_err(unbound)?;
        let url = format!("http://{}/v1", listener.local_addr().map_err(unbound)?);
        if !args.host.is_loopback() {
            session.printer.remark(&session.locale.say("cli-serve-open"));
        }
        match session.printer.json() {
            true => session
                .printer
                .document(&json!({"schema": "motjuste/serve/1", "base_url": url, "model": model.model})),
            // the address alone on stdout, for scripts
            false => session.printer.out(&url),
        }
        let serving = Message::new("cli-serving").with("model", model.model.as_str()).with("url", url);
        session.printer.remark(&session.locale.text(&serving));
        let stop = interrupt::stop(session);
        let gently = stop.gently.clone();
        let work = gateway::serve(listener, models, &model.model, gently.cancelled_owned());
        tokio::select! {
            done = work => done.map_err(unbound)?,
            () = stop.now.cancelled() => {}
        }
        Ok(DONE)
    })
}
