//! Anthropic's messages.

use std::borrow::Cow;
use std::io::Write;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::content::Content;
use super::{Events, Refusal, Undecoded, push, push_id, push_str, raw};
use crate::ask::{Answer, Ask, End, Shape, Speaker, Text, Turn};
use crate::invoice::Tokens;
use crate::tokens::pieces;

/// The two versions of the API; the second refuses the sampling parameters.
const VERSIONS: [&str; 2] = ["2023-06-01", "2026-10-21"];

/// Every field the vendor documents; another one is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "accepted as the vendor accepts them, without effect here")]
struct Body<'a> {
    #[serde(borrow)]
    model: Option<Text<'a>>,
    #[serde(borrow)]
    messages: Option<Vec<Message<'a>>>,
    #[serde(borrow)]
    system: Option<Content<'a>>,
    max_tokens: Option<i64>,
    stream: Option<bool>,
    #[serde(borrow)]
    stop_sequences: Option<Vec<Text<'a>>>,
    temperature: Option<f64>,
    top_p: Option<f64>,
    top_k: Option<i64>,
    output_config: Option<OutputConfig>,
    cache_control: Option<IgnoredAny>,
    container: Option<IgnoredAny>,
    context_management: Option<IgnoredAny>,
    diagnostics: Option<IgnoredAny>,
    inference_geo: Option<IgnoredAny>,
    mcp_servers: Option<IgnoredAny>,
    metadata: Option<IgnoredAny>,
    service_tier: Option<IgnoredAny>,
    speed: Option<IgnoredAny>,
    thinking: Option<IgnoredAny>,
    tool_choice: Option<IgnoredAny>,
    tools: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct OutputConfig {
    format: Option<Format>,
}

#[derive(Deserialize)]
struct Format {
    #[serde(rename = "type")]
    kind: String,
    schema: Option<Value>,
}

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow)]
    role: Text<'a>,
    #[serde(borrow)]
    content: Content<'a>,
}

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal { status: 400, kind: "invalid_request_error", code: None, param: None, message: message.into() }
}

/// Reads a request as the vendor would, or refuses it as the vendor would. `version` is the `anthropic-version` header.
pub(crate) fn decode<'a>(version: Option<&str>, body: &'a [u8]) -> Result<Ask<'a>, Refusal> {
    let version = version.ok_or_else(|| invalid("anthropic-version: header is required"))?;
    if !VERSIONS.contains(&version) {
        return Err(invalid(format!("anthropic-version: \"{version}\" is not a valid version")));
    }
    let body: Body<'_> = serde_json::from_slice(body).map_err(|e| match Undecoded::from(e) {
        Undecoded::Syntax(why) => invalid(format!("The request body is not valid JSON: {why}")),
        Undecoded::Unknown(field) => invalid(format!("{field}: Extra inputs are not permitted")),
        Undecoded::Value(why) => invalid(why),
    })?;
    let model = body.model.map(|m| m.0).filter(|m| !m.is_empty());
    let model = model.ok_or_else(|| invalid("model: Field required"))?;
    let max_tokens = body.max_tokens.ok_or_else(|| invalid("max_tokens: Field required"))?;
    let max_tokens = u64::try_from(max_tokens).ok().filter(|n| *n > 0);
    let max_tokens = max_tokens.ok_or_else(|| invalid("max_tokens: must be greater than or equal to 1"))?;
    let sampling = [
        ("temperature", body.temperature.is_some()),
        ("top_p", body.top_p.is_some()),
        ("top_k", body.top_k.is_some()),
    ];
    if let Some((name, _)) = sampling.iter().find(|(_, set)| *set && version == VERSIONS[1]) {
        return Err(invalid(format!("{name}: not supported by anthropic-version {version}")));
    }
    for (name, value) in [("temperature", body.temperature), ("top_p", body.top_p)] {
        if value.is_some_and(|v| !(0.0..=1.0).contains(&v)) {
            return Err(invalid(format!("{name}: range: 0..1")));
        }
    }
    let stop: Vec<Cow<'_, str>> = body.stop_sequences.into_iter().flatten().map(|t| t.0).collect();
    if stop.iter().any(|s| s.trim().is_empty()) {
        return Err(invalid("stop_sequences: each stop sequence must contain non-whitespace"));
    }
    let shape = match body.output_config.and_then(|c| c.format) {
        None => Shape::Text,
        Some(Format { kind, schema: Some(schema) }) if kind == "json_schema" => Shape::Schema(schema),
        Some(_) => return Err(invalid("output_config.format: expected type json_schema and a schema")),
    };
    let mut ask = Ask {
        model,
        stream: body.stream.unwrap_or(false),
        stream_usage: true,
        max_tokens: Some(max_tokens),
        stop,
        shape,
        ..Ask::default()
    };
    if let Some(system) = body.system {
        add(&mut ask, Speaker::System, "system", system)?;
    }
    let messages = body.messages.ok_or_else(|| invalid("messages: Field required"))?;
    if messages.is_empty() {
        return Err(invalid("messages: at least one message is required"));
    }
    let last = messages.len() - 1;
    for (i, message) in messages.into_iter().enumerate() {
        let speaker = match &*message.role.0 {
            "user" => Speaker::User,
            "assistant" if i == 0 => {
                return Err(invalid("messages: first message must use the \"user\" role"));
            }
            "assistant" => Speaker::Assistant,
            other => {
                let why = "only \"user\" and \"assistant\" are allowed; use the top-level `system` parameter";
                return Err(invalid(format!("messages: Unexpected role \"{other}\": {why}")));
            }
        };
        let place = format!("messages.{i}");
        add(&mut ask, speaker, &place, message.content)?;
        let empty = ask.turns.last().is_none_or(|t| t.text.is_empty()) && ask.images == 0;
        if empty && !(i == last && speaker == Speaker::Assistant) {
            return Err(invalid(format!("{place}: all messages must have non-empty content")));
        }
    }
    if body.cache_control.is_some() {
        ask.cache_mark = Some(ask.text_len());
    }
    Ok(ask)
}

fn add<'a>(ask: &mut Ask<'a>, speaker: Speaker, place: &str, content: Content<'a>) -> Result<(), Refusal> {
    let known = match speaker {
        Speaker::System => &["text"][..],
        _ => &["text", "image", "document", "tool_use", "tool_result", "thinking", "redacted_thinking"][..],
    };
    let before = ask.text_len();
    let flat = content.flatten(known).map_err(|why| invalid(format!("{place}.content: {why}")))?;
    if let Some(mark) = flat.cache_mark {
        ask.cache_mark = Some(before + mark);
    }
    ask.images += flat.images;
    ask.turns.push(Turn { speaker, text: flat.text });
    Ok(())
}

fn stop_reason(end: &End) -> (&'static str, Option<&str>) {
    match end {
        End::Stop => ("end_turn", None),
        End::Length => ("max_tokens", None),
        End::Sequence(text) => ("stop_sequence", Some(text)),
        End::Refusal => ("refusal", None),
    }
}

fn push_usage(out: &mut Vec<u8>, tokens: Tokens, output: u64) {
    let Tokens { cached, cache_write, .. } = tokens;
    let input = tokens.input - cached - cache_write;
    // writing into a vector cannot fail
    let _ = write!(out, r#"{{"input_tokens":{input},"cache_creation_input_tokens":{cache_write},"#);
    let _ = write!(out, r#""cache_read_input_tokens":{cached},"cache_creation":{{"#);
    let _ = write!(out, r#""ephemeral_5m_input_tokens":{cache_write},"ephemeral_1h_input_tokens":0}},"#);
    let _ = write!(out, r#""output_tokens":{output},"service_tier":"standard"}}"#);
}

/// The fields that open a message, without the closing brace.
fn head(out: &mut Vec<u8>, answer: &Answer<'_>) {
    raw(out, r#"{"id":"msg_fake"#);
    push_id(out, answer.id);
    raw(out, r#"","type":"message","role":"assistant","model":"#);
    push_str(out, &answer.model);
}

/// The answer, not streamed.
pub(crate) fn body(answer: &Answer<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(512 + answer.text.len() * 9 / 8);
    head(&mut out, answer);
    raw(&mut out, r#","content":["#);
    if !answer.text.is_empty() {
        raw(&mut out, r#"{"type":"text","text":"#);
        push_str(&mut out, &answer.text);
        raw(&mut out, "}");
    }
    let (reason, sequence) = stop_reason(&answer.end);
    raw(&mut out, r#"],"stop_reason":""#);
    raw(&mut out, reason);
    raw(&mut out, r#"","stop_sequence":"#);
    push(&mut out, &sequence);
    if let Some(tokens) = answer.usage {
        raw(&mut out, r#","usage":"#);
        push_usage(&mut out, tokens, tokens.output);
    }
    raw(&mut out, "}");
    out
}

/// The answer as an event stream.
pub(crate) fn events(answer: &Answer<'_>) -> Events {
    let mut events = Events::default();
    let out = &mut events.bytes;
    raw(out, "event: message_start\ndata: {\"type\":\"message_start\",\"message\":");
    head(out, answer);
    raw(out, r#","content":[],"stop_reason":null,"stop_sequence":null"#);
    if let Some(tokens) = answer.usage {
        raw(out, r#","usage":"#);
        // at the start the vendor counts the first token only
        push_usage(out, tokens, tokens.output.min(1));
    }
    raw(out, "}}");
    events.end();
    raw(
        &mut events.bytes,
        "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\
         \"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
    );
    events.end();
    raw(&mut events.bytes, "event: ping\ndata: {\"type\":\"ping\"}");
    events.end();
    let first = events.ends.len();
    for piece in pieces(&answer.text) {
        raw(
            &mut events.bytes,
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\
             \"delta\":{\"type\":\"text_delta\",\"text\":",
        );
        push_str(&mut events.bytes, piece);
        raw(&mut events.bytes, "}}");
        events.end();
    }
    events.texts = first..events.ends.len();
    raw(&mut events.bytes, "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}");
    events.end();
    let (reason, sequence) = stop_reason(&answer.end);
    raw(&mut events.bytes, "event: message_delta\ndata: ");
    let mut delta = json!({
        "type": "message_delta", "delta": {"stop_reason": reason, "stop_sequence": sequence}
    });
    if let Some(tokens) = answer.usage {
        delta["usage"] = json!({
            "input_tokens": tokens.input - tokens.cached - tokens.cache_write,
            "cache_creation_input_tokens": tokens.cache_write,
            "cache_read_input_tokens": tokens.cached,
            "output_tokens": tokens.output,
        });
    }
    push(&mut events.bytes, &delta);
    events.end();
    raw(&mut events.bytes, "event: message_stop\ndata: {\"type\":\"message_stop\"}");
    events.end();
    events
}

/// The vendor's own error for a status.
pub(crate) fn refusal(status: u16, quota: bool) -> Refusal {
    let (status, kind, message) = match status {
        // this vendor answers 400 when there is no money left
        _ if quota => (400, "invalid_request_error", "Your credit balance is too low for this request."),
        400 => (400, "invalid_request_error", "The request is refused."),
        401 => (401, "authentication_error", "invalid x-api-key"),
        403 => (403, "permission_error", "This key may not use this resource."),
        404 => (404, "not_found_error", "This model does not exist."),
        413 => (413, "request_too_large", "The request exceeds the maximum size."),
        429 => (429, "rate_limit_error", "The rate limit of this account is reached: slow down."),
        503 | 529 => (status, "overloaded_error", "Overloaded"),
        504 | 408 => (status, "timeout_error", "The request took too long."),
        500.. => (status, "api_error", "Internal server error"),
        _ => (status, "invalid_request_error", "The request is refused."),
    };
    Refusal { status, kind, code: None, param: None, message: message.to_owned() }
}

/// The body of an error.
pub(crate) fn error(refusal: &Refusal, id: u64) -> Vec<u8> {
    let Refusal { kind, message, .. } = refusal;
    json!({"type": "error", "error": {"type": kind, "message": message}, "request_id": format!("req_fake{id:08}")})
        .to_string()
        .into_bytes()
}

/// An error in the middle of a stream.
pub(crate) fn error_event(id: u64) -> Vec<u8> {
    let mut out = b"event: error\ndata: ".to_vec();
    out.extend_from_slice(&error(&refusal(529, false), id));
    out.extend_from_slice(b"\n\n");
    out
}
