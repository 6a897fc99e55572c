//! Local models behind the transport: OpenAI's shape, streamed or not, evidence and errors as of any vendor.

use std::path::Path;
use std::sync::Arc;

use local::{InProcess, Models};
use terms::{ChatMessage, Finish, ModelName, Parameters, Request, ResponseFormat, Role};
use tokio_util::sync::CancellationToken;
use vendors::transport::{CallControl, Exchange, Limits, Options, Seen, Transport};
use vendors::{Catalogue, StreamEvent, VendorError};

use crate::made;
use crate::tiny::{Extras, Weights};

struct Nowhere;

impl vendors::transport::Sender for Nowhere {
    fn send<'a>(
        &'a self,
        request: &'a vendors::HttpRequest,
        _: vendors::transport::SendMark,
    ) -> futures_util::future::BoxFuture<
        'a,
        Result<vendors::transport::Incoming, vendors::transport::SendFailure>,
    > {
        panic!("{} went to the network", request.url)
    }

    fn is_local(&self, _: &vendors::HttpRequest) -> bool {
        false
    }
}

fn transport() -> Transport {
    let sender = InProcess::new(Arc::new(Nowhere), Arc::new(Models::default()));
    Transport::with_sender(Options::default(), Arc::new(sender))
}

fn folder() -> tempfile::TempDir {
    let at = tempfile::tempdir().unwrap();
    let c = made::sizes();
    made::folder(at.path(), &c, &Weights::random(&c, Extras::default(), 11), "llama", true);
    at
}

fn request(model: &Path, text: &str, stream: bool) -> Request {
    Request {
        model: format!("local/{}", model.display()).parse().unwrap(),
        messages: vec![ChatMessage::text(Role::User, text)],
        parameters: Parameters { max_tokens: Some(10), ..Parameters::default() },
        format: ResponseFormat::Text,
        stream,
    }
}

async fn ask(
    transport: &Transport,
    request: &Request,
    cancel: &CancellationToken,
    said: &mut String,
) -> Exchange {
    let target = Catalogue::builtin().resolve(&request.model, &|_| None).unwrap();
    let encoded = target.encode(request).unwrap();
    let mut on_event = |event: &StreamEvent| {
        if let StreamEvent::Text(text) = event {
            said.push_str(text);
        }
    };
    let control = CallControl {
        cancel,
        deadline: None,
        on_event: Some(&mut on_event),
        gate: &transport.gate(&target, &Limits::default()),
        notices: &|_| {},
    };
    transport.exchange(&target, &encoded.http, request.stream, control).await
}

#[tokio::test]
async fn a_call_is_answered_here_and_leaves_evidence() {
    let (at, transport) = (folder(), transport());
    let mut replies = Vec::new();
    for stream in [false, true] {
        let mut said = String::new();
        let request = Request {
            parameters: Parameters { logprobs: Some(2), ..request(at.path(), "", false).parameters },
            ..request(at.path(), "le total ?", stream)
        };
        let exchange = ask(&transport, &request, &CancellationToken::new(), &mut said).await;
        let reply = exchange.outcome.unwrap();
        assert_eq!(exchange.seen, Seen::Answered);
        assert!(
            exchange.evidence.request_head.contains("local.invalid"),
            "{}",
            exchange.evidence.request_head
        );
        assert!(!exchange.evidence.response_body.is_empty());
        let usage = reply.usage.unwrap();
        assert!(usage.input > 3 && usage.output > 0);
        assert_eq!(reply.finish, Some(if usage.output == 10 { Finish::Length } else { Finish::Stop }));
        assert!(reply.logprobs.iter().all(|t| t.logprob < 0.0 && t.top.len() == 2));
        if stream {
            assert_eq!(said, reply.text);
        }
        replies.push((reply.text, reply.logprobs.len()));
    }
    assert_eq!(replies[0], replies[1], "streamed or not, the same answer");
}

#[tokio::test]
async fn a_schema_is_enforced() {
    let (at, transport) = (folder(), transport());
    let schema = serde_json::json!({"type": "object", "properties": {"total": {"type": "integer"}},
        "required": ["total"], "additionalProperties": false});
    let format = ResponseFormat::JsonSchema { name: "answer".to_owned(), schema };
    let request = Request {
        format,
        parameters: Parameters { max_tokens: Some(40), ..Parameters::default() },
        ..request(at.path(), "le total ?", false)
    };
    let exchange = ask(&transport, &request, &CancellationToken::new(), &mut String::new()).await;
    let value: serde_json::Value = serde_json::from_str(&exchange.outcome.unwrap().text).unwrap();
    assert!(value["total"].is_i64());
}

#[tokio::test]
async fn errors_are_those_of_a_vendor() {
    let (at, transport) = (folder(), transport());
    let never = CancellationToken::new();
    let long = request(at.path(), &"le total de la facture ".repeat(60), false);
    let error = ask(&transport, &long, &never, &mut String::new()).await.outcome.unwrap_err();
    assert!(matches!(error, VendorError::ContextTooLong { .. }), "{error:?}");
    let missing = request(Path::new("/nowhere/model.gguf"), "x", false);
    let error = ask(&transport, &missing, &never, &mut String::new()).await.outcome.unwrap_err();
    assert!(matches!(error, VendorError::NotFound { .. }), "{error:?}");
    let mut tools = request(at.path(), "x", false);
    tools.parameters.extra.insert("tools".to_owned(), serde_json::json!([{"type": "function"}]));
    let error = ask(&transport, &tools, &never, &mut String::new()).await.outcome.unwrap_err();
    let VendorError::BadRequest { parameter, .. } = error else { panic!("{error:?}") };
    assert_eq!(parameter.as_deref(), Some("tools"));
}

#[tokio::test]
async fn a_cancelled_call_ends_at_once() {
    let (at, transport) = (folder(), transport());
    let cancel = CancellationToken::new();
    cancel.cancel();
    let exchange = ask(&transport, &request(at.path(), "x", false), &cancel, &mut String::new()).await;
    assert!(matches!(exchange.outcome, Err(VendorError::Cancelled)));
}

#[test]
fn the_embedded_model_has_a_name_of_its_own() {
    let name: ModelName = "petit".parse().unwrap();
    assert_eq!(name, "local/petit".parse().unwrap());
    let target = Catalogue::builtin().resolve(&name, &|_| None).unwrap();
    assert!(target.url.starts_with(local::ADDRESS));
    let price = target.price.unwrap();
    assert_eq!((price.input, price.output), (0, 0));
}

#[test]
fn a_model_that_changes_has_another_fingerprint() {
    let at = folder();
    let name = at.path().display().to_string();
    let before = local::fingerprint(&name).unwrap();
    assert_eq!(local::fingerprint(&name).unwrap(), before);
    let c = made::sizes();
    made::folder(at.path(), &c, &Weights::random(&c, Extras::default(), 12), "llama", true);
    assert_ne!(local::fingerprint(&name).unwrap(), before);
    assert!(local::fingerprint("/nowhere").is_err());
}
