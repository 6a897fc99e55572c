//! The transport against vendors that misbehave: the fake vendor with its invoice, and raw sockets for what no vendor
//! should do.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod answers;
mod faults;
mod limits;
mod raw;
mod replay;
mod secrets;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use terms::{ChatMessage, ModelName, Parameters, Request, ResponseFormat, Role};
use testkit::{Config, FakeVendor, Script};
use tokio_util::sync::CancellationToken;
use vendors::transport::{CallControl, Evidence, Exchange, Gate, Limits, Notice, Options, Record, Transport};
use vendors::{Catalogue, Encoded, StreamEvent, Target};

/// A key that must be found nowhere but in the vendor's hands.
const CANARY: &str = "sk-canary-7f3a9c41d2";

/// The fake vendor with a script.
async fn vendor(script: Script) -> FakeVendor {
    FakeVendor::start(Config { script, keys: vec![CANARY.to_owned()], ..Config::default() }).await.unwrap()
}

/// A model of a vendor of one's own at this address.
fn target_at(base_url: &str, protocol: &str, model: &str) -> Target {
    let mut catalogue = Catalogue::builtin();
    let rows = format!(
        "[vendors.fake]\nprotocol = \"{protocol}\"\nbase_url = \"{base_url}\"\nkey_env = \"MOTJUSTE_FAKE_KEY\"\n"
    );
    catalogue.extend(&rows, "motjuste.toml").unwrap();
    let name = ModelName { vendor: "fake".to_owned(), model: model.to_owned() };
    catalogue.resolve(&name, &|name| (name == "MOTJUSTE_FAKE_KEY").then(|| CANARY.to_owned())).unwrap()
}

fn target(vendor: &FakeVendor) -> Target {
    target_at(&vendor.base_url(), "openai-chat", "echo")
}

fn encode(target: &Target, text: &str, stream: bool) -> Encoded {
    let request = Request {
        model: target.model.clone(),
        messages: vec![ChatMessage::text(Role::User, text)],
        parameters: Parameters { max_tokens: Some(1_000), ..Parameters::default() },
        format: ResponseFormat::Text,
        stream,
    };
    target.encode(&request).unwrap()
}

/// Short limits, so that a fault shows at once.
fn options() -> Options {
    Options { deadline: Duration::from_secs(5), seed: 11, ..Options::default() }
}

/// A transport with everything a call needs, and what it was told.
struct Bench {
    transport: Transport,
    target: Target,
    gate: Arc<Gate>,
    cancel: CancellationToken,
    notices: Mutex<Vec<Notice>>,
    events: Mutex<Vec<StreamEvent>>,
}

impl Bench {
    fn new(options: Options, target: Target) -> Bench {
        Bench::over(Transport::new(options).unwrap(), target)
    }

    fn over(transport: Transport, target: Target) -> Bench {
        let gate = transport.gate(&target, &Limits::default());
        Bench {
            transport,
            target,
            gate,
            cancel: CancellationToken::new(),
            notices: Mutex::default(),
            events: Mutex::default(),
        }
    }

    async fn ask(&self, text: &str, stream: bool) -> Exchange {
        let encoded = encode(&self.target, text, stream);
        let mut on_event = |event: &StreamEvent| self.events.lock().unwrap().push(event.clone());
        let notices = |notice: Notice| self.notices.lock().unwrap().push(notice);
        let control = CallControl {
            cancel: &self.cancel,
            deadline: None,
            on_event: Some(&mut on_event),
            gate: &self.gate,
            notices: &notices,
        };
        let exchange = self.transport.exchange(&self.target, &encoded.http, stream, control);
        // a run spawns its calls
        fn is_send<T: Send>(future: T) -> T {
            future
        }
        is_send(exchange).await
    }

    fn streamed(&self) -> String {
        let events = self.events.lock().unwrap();
        let texts = events.iter().filter_map(|event| match event {
            StreamEvent::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }
}

/// Keeps every attempt's evidence.
#[derive(Default)]
struct Tape(Mutex<Vec<Evidence>>);

impl Record for Tape {
    fn record(&self, evidence: &Evidence) {
        self.0.lock().unwrap().push(evidence.clone());
    }
}
