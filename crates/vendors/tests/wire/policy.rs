//! What the table does to parameters that recorded exchanges do not show.
#![expect(clippy::unwrap_used, reason = "a fixture that does not read is a failed test")]

use serde_json::Value;
use terms::{ChatMessage, ModelName, Parameters, Request, ResponseFormat, Role};
use vendors::{Catalogue, Knob, Target, VendorError};

use crate::recorded::environment;

fn target(model: &str) -> Target {
    Catalogue::builtin().resolve(&model.parse().unwrap(), &environment).unwrap()
}

fn request(model: &str, parameters: Parameters) -> Request {
    let model: ModelName = model.parse().unwrap();
    let messages = vec![ChatMessage::text(Role::User, "Bonjour")];
    Request { model, messages, parameters, format: ResponseFormat::Text, stream: false }
}

fn body(model: &str, parameters: Parameters) -> Value {
    let encoded = target(model).encode(&request(model, parameters)).unwrap();
    serde_json::from_slice(&encoded.http.body).unwrap()
}

#[test]
fn reasoning_models_take_no_sampling_but_their_chat_twins_do() {
    for (model, drops) in [
        ("openai/o3", true),
        ("openai/gpt-5-nano", true),
        ("openai/gpt-5.5", true),
        ("openai/gpt-5-chat-latest", false),
        ("openai/gpt-4o", false),
        ("anthropic/claude-sonnet-4-5", false),
        ("anthropic/claude-opus-4-8", true),
        ("anthropic/claude-sonnet-5", true),
        ("mistral/mistral-large-latest", false),
    ] {
        let target = target(model);
        assert_eq!(target.policy.drops(Knob::Temperature), drops, "{model}");
        let sent = body(model, Parameters { temperature: Some(0.5), ..Parameters::default() });
        assert_eq!(sent.get("temperature").is_none(), drops, "{model}");
    }
}

#[test]
fn a_parameter_given_by_hand_wins_and_is_written_once() {
    let mut parameters = Parameters { temperature: Some(0.5), max_tokens: Some(9), ..Parameters::default() };
    parameters.extra.insert("temperature".into(), 0.75.into());
    parameters.extra.insert("max_completion_tokens".into(), 77.into());
    parameters.logprobs = Some(3);
    parameters.extra.insert("top_logprobs".into(), 4.into());
    let target = target("openai/gpt-4o");
    let request = request("openai/gpt-4o", parameters);
    let encoded = target.encode(&request).unwrap();
    let text = String::from_utf8(encoded.http.body.to_vec()).unwrap();
    for name in ["temperature", "max_completion_tokens", "top_logprobs", "logprobs"] {
        assert_eq!(text.matches(&format!("\"{name}\":")).count(), 1, "{name} in {text}");
    }
    assert!(text.contains("\"temperature\":0.75"), "{text}");
    assert_eq!(target.output_limit(&request.parameters), Some(77));
}

#[test]
fn fields_of_ours_cannot_be_set_by_hand() {
    for (model, name) in [
        ("openai/gpt-4o", "messages"),
        ("openai/gpt-4o", "model"),
        ("openai/gpt-4o", "n"),
        ("anthropic/claude-haiku-4-5", "system"),
        ("anthropic/claude-haiku-4-5", "stream"),
    ] {
        let mut parameters = Parameters::default();
        parameters.extra.insert(name.into(), Value::Null);
        let error = target(model).encode(&request(model, parameters)).unwrap_err();
        assert!(matches!(&error, VendorError::Parameter { parameter, .. } if parameter == name), "{error}");
    }
}

#[test]
fn anthropic_wants_someone_to_answer() {
    let mut only_system = request("anthropic/claude-haiku-4-5", Parameters::default());
    only_system.messages = vec![ChatMessage::text(Role::System, "Bonjour")];
    let error = target("anthropic/claude-haiku-4-5").encode(&only_system).unwrap_err();
    assert_eq!(
        error.to_string(),
        "vendors-parameter(model=\"anthropic/claude-haiku-4-5\", parameter=\"messages\", why=vendors-why-no-user)"
    );
}

#[test]
fn numbers_json_cannot_write_do_not_leave() {
    let parameters =
        Parameters { temperature: Some(f64::NAN), top_p: Some(f64::INFINITY), ..Parameters::default() };
    let encoded = target("openai/gpt-4o").encode(&request("openai/gpt-4o", parameters)).unwrap();
    let notes: Vec<String> = encoded.notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "vendors-note-not-finite(parameter=\"temperature\")",
            "vendors-note-not-finite(parameter=\"top_p\")"
        ]
    );
    let sent: Value = serde_json::from_slice(&encoded.http.body).unwrap();
    assert!(sent.get("temperature").is_none() && sent.get("top_p").is_none());
}

#[test]
fn the_limit_a_budget_reserves_is_the_limit_sent() {
    let asked = |max_tokens| Parameters { max_tokens, ..Parameters::default() };
    for (model, parameters) in [
        ("openai/gpt-4o", asked(None)),
        ("openai/gpt-4o", asked(Some(12))),
        ("anthropic/claude-haiku-4-5", asked(None)),
        ("anthropic/claude-haiku-4-5", asked(Some(u32::MAX))),
    ] {
        let limit = target(model).output_limit(&parameters);
        let sent = body(model, parameters);
        let found = sent.get("max_tokens").or(sent.get("max_completion_tokens")).and_then(Value::as_u64);
        assert_eq!(limit.map(u64::from), found, "{model}");
    }
}

#[test]
fn a_project_may_say_otherwise() {
    let mut catalogue = Catalogue::builtin();
    let rules = r#"
        [vendors.anthropic]
        maximum_max_tokens = 100

        [[policies]]
        vendor = "anthropic"
        models = ["claude-opus-4-8"]
        keep = ["temperature"]

        [[policies]]
        vendor = "openai"
        models = ["gpt-4o"]
        why = "model"
        drop = ["seed"]
        rename = [{ knob = "stop", to = "stops" }]
        translate = [{ knob = "reasoning_effort", from = "high", to = "max" }]
        clamp = [{ knob = "max_tokens", low = 16, high = 64 }]
        keep = ["reasoning_effort"]
    "#;
    catalogue.extend(rules, "motjuste.toml").unwrap();
    let send = |model: &str, parameters: Parameters| {
        let target = catalogue.resolve(&model.parse().unwrap(), &environment).unwrap();
        let encoded = target.encode(&request(model, parameters)).unwrap();
        String::from_utf8(encoded.http.body.to_vec()).unwrap()
    };
    let sent = send(
        "anthropic/claude-opus-4-8",
        Parameters { temperature: Some(0.5), max_tokens: Some(101), ..Parameters::default() },
    );
    assert!(sent.contains("\"max_tokens\":100,\"temperature\":0.5"), "{sent}");
    let sent = send(
        "openai/gpt-4o",
        Parameters {
            seed: Some(1),
            stop: vec!["x".into()],
            reasoning_effort: Some("high".into()),
            max_tokens: Some(1),
            ..Parameters::default()
        },
    );
    assert!(
        sent.ends_with(r#""max_completion_tokens":16,"stops":["x"],"reasoning_effort":"max"}"#),
        "{sent}"
    );
}
