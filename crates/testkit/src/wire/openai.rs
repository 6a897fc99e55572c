//! OpenAI's chat completions.

use std::borrow::Cow;
use std::io::Write;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::content::Content;
use super::{Events, Refusal, Undecoded, push, push_id, push_str, raw};
use crate::ask::{Answer, Ask, End, Shape, Speaker, Text, Turn};
use crate::invoice::Tokens;
use crate::random::{mix, unit};
use crate::tokens::pieces;

/// Every field the vendor documents, and those of vendors that follow it (Mistral, vLLM); another one is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "accepted as the vendor accepts them, without effect here")]
struct Body<'a> {
    #[serde(borrow)]
    model: Option<Text<'a>>,
    #[serde(borrow)]
    messages: Option<Vec<Message<'a>>>,
    stream: Option<bool>,
    stream_options: Option<StreamOptions>,
    max_tokens: Option<i64>,
    max_completion_tokens: Option<i64>,
    temperature: Option<f64>,
    top_p: Option<f64>,
    n: Option<i64>,
    #[serde(borrow)]
    stop: Option<Stop<'a>>,
    response_format: Option<ResponseFormat>,
    logprobs: Option<bool>,
    top_logprobs: Option<i64>,
    presence_penalty: Option<f64>,
    frequency_penalty: Option<f64>,
    audio: Option<IgnoredAny>,
    function_call: Option<IgnoredAny>,
    functions: Option<IgnoredAny>,
    logit_bias: Option<IgnoredAny>,
    metadata: Option<IgnoredAny>,
    modalities: Option<IgnoredAny>,
    moderation: Option<IgnoredAny>,
    parallel_tool_calls: Option<IgnoredAny>,
    prediction: Option<IgnoredAny>,
    prompt_cache_key: Option<IgnoredAny>,
    prompt_cache_retention: Option<IgnoredAny>,
    reasoning_effort: Option<IgnoredAny>,
    safety_identifier: Option<IgnoredAny>,
    seed: Option<IgnoredAny>,
    service_tier: Option<IgnoredAny>,
    store: Option<IgnoredAny>,
    tool_choice: Option<IgnoredAny>,
    tools: Option<IgnoredAny>,
    user: Option<IgnoredAny>,
    verbosity: Option<IgnoredAny>,
    web_search_options: Option<IgnoredAny>,
    min_p: Option<IgnoredAny>,
    min_tokens: Option<IgnoredAny>,
    prompt_mode: Option<IgnoredAny>,
    random_seed: Option<IgnoredAny>,
    repetition_penalty: Option<IgnoredAny>,
    safe_prompt: Option<IgnoredAny>,
    top_k: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct StreamOptions {
    include_usage: Option<bool>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Stop<'a> {
    #[serde(borrow)]
    One(Text<'a>),
    #[serde(borrow)]
    Many(Vec<Text<'a>>),
}

#[derive(Deserialize)]
struct ResponseFormat {
    #[serde(rename = "type")]
    kind: String,
    json_schema: Option<NamedSchema>,
}

#[derive(Deserialize)]
struct NamedSchema {
    name: Option<String>,
    schema: Option<Value>,
}

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow)]
    role: Text<'a>,
    #[serde(borrow)]
    content: Option<Content<'a>>,
    tool_calls: Option<IgnoredAny>,
}

fn invalid(param: &str, message: impl Into<String>) -> Refusal {
    Refusal {
        status: 400,
        kind: "invalid_request_error",
        code: None,
        param: (!param.is_empty()).then(|| Cow::Owned(param.to_owned())),
        message: message.into(),
    }
}

fn within(param: &'static str, value: Option<f64>, low: f64, high: f64) -> Result<(), Refusal> {
    match value {
        Some(v) if !(low..=high).contains(&v) => Err(Refusal {
            code: Some(if v < low { "decimal_below_min_value" } else { "decimal_above_max_value" }),
            ..invalid(param, format!("Invalid '{param}': {v} is outside {low} to {high}."))
        }),
        _ => Ok(()),
    }
}

/// Reads a request as the vendor would, or refuses it as the vendor would.
pub(crate) fn decode(body: &[u8]) -> Result<Ask<'_>, Refusal> {
    let body: Body<'_> = serde_json::from_slice(body).map_err(|e| match Undecoded::from(e) {
        Undecoded::Syntax(why) => invalid("", format!("The body of the request is not valid JSON: {why}.")),
        Undecoded::Unknown(field) => Refusal {
            code: Some("unknown_parameter"),
            ..invalid(&field, format!("Unknown parameter: '{field}'."))
        },
        Undecoded::Value(why) => Refusal {
            code: Some("invalid_type"),
            ..invalid("", format!("Invalid value in the body of the request: {why}."))
        },
    })?;
    let model = body.model.map(|m| m.0).filter(|m| !m.is_empty());
    let Some(model) = model else {
        return Err(invalid("model", "A model must be named: the 'model' parameter is missing."));
    };
    within("temperature", body.temperature, 0.0, 2.0)?;
    within("top_p", body.top_p, 0.0, 1.0)?;
    within("presence_penalty", body.presence_penalty, -2.0, 2.0)?;
    within("frequency_penalty", body.frequency_penalty, -2.0, 2.0)?;
    let max_tokens = match (body.max_tokens, body.max_completion_tokens) {
        (Some(_), Some(_)) => {
            let why = "'max_tokens' and 'max_completion_tokens' cannot both be set.";
            return Err(invalid("max_tokens", why));
        }
        (one, other) => one.or(other),
    };
    if let Some(n) = max_tokens.filter(|n| *n < 1) {
        return Err(invalid(
            "max_completion_tokens",
            format!("The number of tokens must be at least 1, not {n}."),
        ));
    }
    if let Some(n) = body.n.filter(|n| *n != 1) {
        return Err(invalid("n", format!("This model gives one choice, not {n}.")));
    }
    let logprobs = body.logprobs.unwrap_or(false);
    let top = body.top_logprobs.unwrap_or(0);
    if !(0..=20).contains(&top) || (top > 0 && !logprobs) {
        return Err(invalid("top_logprobs", "'top_logprobs' is 0 to 20 and needs 'logprobs' to be true."));
    }
    let stream = body.stream.unwrap_or(false);
    if body.stream_options.is_some() && !stream {
        return Err(invalid("stream_options", "'stream_options' is allowed only when 'stream' is true."));
    }
    let stop: Vec<Cow<'_, str>> = match body.stop {
        None => Vec::new(),
        Some(Stop::One(text)) => vec![text.0],
        Some(Stop::Many(texts)) => texts.into_iter().map(|t| t.0).collect(),
    };
    if stop.len() > 4 || stop.iter().any(|s| s.is_empty()) {
        return Err(invalid("stop", "'stop' holds one to four sequences, none of them empty."));
    }
    let mut ask = Ask {
        model,
        stream,
        stream_usage: body.stream_options.and_then(|o| o.include_usage).unwrap_or(false),
        max_tokens: max_tokens.and_then(|n| u64::try_from(n).ok()),
        stop,
        shape: body.response_format.map_or(Ok(Shape::Text), shape)?,
        logprobs: logprobs.then(|| u8::try_from(top).unwrap_or(0)),
        ..Ask::default()
    };
    let Some(messages) = body.messages else {
        return Err(Refusal {
            code: Some("missing_required_parameter"),
            ..invalid("messages", "Missing required parameter: 'messages'.")
        });
    };
    if messages.is_empty() {
        return Err(Refusal {
            code: Some("empty_array"),
            ..invalid("messages", "Invalid 'messages': expected at least one message.")
        });
    }
    ask.turns.reserve_exact(messages.len());
    for (i, message) in messages.into_iter().enumerate() {
        ask.turns.push(turn(i, message, &mut ask.images)?);
    }
    Ok(ask)
}

fn shape(format: ResponseFormat) -> Result<Shape, Refusal> {
    match (format.kind.as_str(), format.json_schema) {
        ("text", _) => Ok(Shape::Text),
        ("json_object", _) => Ok(Shape::Json),
        ("json_schema", Some(NamedSchema { name: Some(_), schema: Some(schema) })) => {
            Ok(Shape::Schema(schema))
        }
        ("json_schema", _) => {
            Err(invalid("response_format.json_schema", "A json_schema format needs 'name' and 'schema'."))
        }
        (other, _) => Err(Refusal {
            code: Some("invalid_value"),
            ..invalid(
                "response_format.type",
                format!(
                    "Invalid value: '{other}'. Supported values are: 'json_object', 'json_schema', and 'text'."
                ),
            )
        }),
    }
}

fn turn<'a>(i: usize, message: Message<'a>, images: &mut u64) -> Result<Turn<'a>, Refusal> {
    let speaker = match &*message.role.0 {
        "system" | "developer" => Speaker::System,
        "user" => Speaker::User,
        "assistant" => Speaker::Assistant,
        "tool" | "function" => Speaker::Tool,
        other => {
            return Err(Refusal {
                code: Some("invalid_value"),
                ..invalid(
                    &format!("messages[{i}].role"),
                    format!(
                        "Invalid value: '{other}'. Supported values are: 'system', 'assistant', 'user', 'function', \
                         'tool', and 'developer'."
                    ),
                )
            });
        }
    };
    let place = format_args!("messages[{i}].content").to_string();
    let Some(content) = message.content else {
        if speaker == Speaker::Assistant && message.tool_calls.is_some() {
            return Ok(Turn { speaker, text: Cow::Borrowed("") });
        }
        return Err(invalid(&place, format!("Invalid value for '{place}': expected a string, got null.")));
    };
    let known = match speaker {
        Speaker::User => &["text", "image_url", "input_audio", "file"][..],
        Speaker::Assistant => &["text", "refusal"][..],
        Speaker::System | Speaker::Tool => &["text"][..],
    };
    let flat = content.flatten(known).map_err(|why| invalid(&place, format!("Invalid '{place}': {why}.")))?;
    *images += flat.images;
    Ok(Turn { speaker, text: flat.text })
}

fn finish(end: &End) -> &'static str {
    match end {
        End::Stop | End::Sequence(_) | End::Refusal => "stop",
        End::Length => "length",
    }
}

fn push_usage(out: &mut Vec<u8>, tokens: Tokens) {
    let Tokens { input, output, cached, .. } = tokens;
    let total = input + output;
    // writing into a vector cannot fail
    let _ = write!(out, r#"{{"prompt_tokens":{input},"completion_tokens":{output},"total_tokens":{total},"#,);
    let _ = write!(out, r#""prompt_tokens_details":{{"cached_tokens":{cached},"audio_tokens":0}},"#);
    raw(out, r#""completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"#);
    raw(out, r#""accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}"#);
}

/// A plausible log-probability for each piece of the text: the alternatives are marked as such.
fn logprobs(answer: &Answer<'_>, text: &str, first: usize, top: u8) -> Value {
    let entry = |token: &str, p: f64| json!({"token": token, "logprob": p.ln(), "bytes": token.as_bytes()});
    let content: Vec<Value> = pieces(text)
        .enumerate()
        .map(|(i, piece)| {
            let p = 0.5 + 0.499 * unit(mix(answer.seed, (first + i) as u64));
            let mut token = entry(piece, p);
            let others =
                (1..top).map(|rank| entry(&format!("{piece}~{rank}"), (1.0 - p) * 0.5f64.powi(rank.into())));
            let all: Vec<Value> = std::iter::once(entry(piece, p)).chain(others).take(top.into()).collect();
            token["top_logprobs"] = Value::from(all);
            token
        })
        .collect();
    json!({"content": content, "refusal": null})
}

/// The answer, not streamed.
pub(crate) fn body(ask: &Ask<'_>, answer: &Answer<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(512 + answer.text.len() * 9 / 8);
    head(&mut out, answer, "chat.completion");
    raw(&mut out, r#""choices":[{"index":0,"message":{"role":"assistant","content":"#);
    if answer.end == End::Refusal {
        raw(&mut out, r#"null,"refusal":"#);
        push_str(&mut out, &answer.text);
    } else {
        push_str(&mut out, &answer.text);
        raw(&mut out, r#","refusal":null"#);
    }
    raw(&mut out, r#","annotations":[]},"logprobs":"#);
    match ask.logprobs {
        Some(top) => push(&mut out, &logprobs(answer, &answer.text, 0, top)),
        None => raw(&mut out, "null"),
    }
    raw(&mut out, r#","finish_reason":""#);
    raw(&mut out, finish(&answer.end));
    raw(&mut out, r#""}]"#);
    if let Some(tokens) = answer.usage {
        raw(&mut out, r#","usage":"#);
        push_usage(&mut out, tokens);
    }
    raw(&mut out, r#","service_tier":"default","system_fingerprint":"fp_fake"}"#);
    out
}

fn head(out: &mut Vec<u8>, answer: &Answer<'_>, object: &str) {
    raw(out, r#"{"id":"chatcmpl-fake"#);
    push_id(out, answer.id);
    raw(out, r#"","object":""#);
    raw(out, object);
    raw(out, r#"","created":"#);
    push(out, &answer.created);
    raw(out, r#","model":"#);
    push_str(out, &answer.model);
    raw(out, ",");
}

/// The answer as an event stream.
pub(crate) fn events(ask: &Ask<'_>, answer: &Answer<'_>) -> Events {
    let mut prefix = b"data: ".to_vec();
    head(&mut prefix, answer, "chat.completion.chunk");
    raw(&mut prefix, r#""service_tier":"default","system_fingerprint":"fp_fake","#);
    let suffix = if ask.stream_usage { r#","usage":null}"# } else { "}" };
    let mut events = Events::default();
    let chunk = |events: &mut Events,
                 delta: &mut dyn FnMut(&mut Vec<u8>),
                 logprobs: Option<Value>,
                 end: Option<&str>| {
        let out = &mut events.bytes;
        out.extend_from_slice(&prefix);
        raw(out, r#""choices":[{"index":0,"delta":{"#);
        delta(out);
        raw(out, r#"},"logprobs":"#);
        push(out, &logprobs);
        raw(out, r#","finish_reason":"#);
        push(out, &end);
        raw(out, "}]");
        raw(out, suffix);
        events.end();
    };
    chunk(&mut events, &mut |out| raw(out, r#""role":"assistant","content":"","refusal":null"#), None, None);
    let field = if answer.end == End::Refusal { r#""refusal":"# } else { r#""content":"# };
    for (i, piece) in pieces(&answer.text).enumerate() {
        let logprobs = ask.logprobs.map(|top| logprobs(answer, piece, i, top));
        let mut delta = |out: &mut Vec<u8>| {
            raw(out, field);
            push_str(out, piece);
        };
        chunk(&mut events, &mut delta, logprobs, None);
    }
    events.texts = 1..events.ends.len();
    chunk(&mut events, &mut |_| {}, None, Some(finish(&answer.end)));
    if let Some(tokens) = answer.usage.filter(|_| ask.stream_usage) {
        events.bytes.extend_from_slice(&prefix);
        raw(&mut events.bytes, r#""choices":[],"usage":"#);
        push_usage(&mut events.bytes, tokens);
        raw(&mut events.bytes, "}");
        events.end();
    }
    raw(&mut events.bytes, "data: [DONE]");
    events.end();
    events
}

/// The vendor's own error for a status.
pub(crate) fn refusal(status: u16, quota: bool) -> Refusal {
    let (kind, code, message) = match status {
        _ if quota => {
            ("insufficient_quota", Some("insufficient_quota"), "The quota of this account is spent.")
        }
        401 => {
            ("invalid_request_error", Some("invalid_api_key"), "This key is not, or is no longer, accepted.")
        }
        403 => {
            ("invalid_request_error", Some("unsupported_country_region_territory"), "Not allowed from here.")
        }
        404 => ("invalid_request_error", Some("model_not_found"), "This model does not exist."),
        408 => ("timeout", None, "The request took too long to arrive."),
        413 => ("invalid_request_error", Some("request_too_large"), "The body of the request is too large."),
        429 => ("requests", Some("rate_limit_exceeded"), "Rate limit reached: slow down."),
        503 | 529 => ("server_error", Some("overloaded"), "The model is overloaded: try again later."),
        500.. => ("server_error", None, "The server had an error while answering."),
        _ => ("invalid_request_error", None, "The request is refused."),
    };
    Refusal { status, kind, code, param: None, message: message.to_owned() }
}

/// The body of an error.
pub(crate) fn error(refusal: &Refusal) -> Vec<u8> {
    let Refusal { kind, code, param, message, .. } = refusal;
    json!({"error": {"message": message, "type": kind, "param": param, "code": code}})
        .to_string()
        .into_bytes()
}

/// An error in the middle of a stream.
pub(crate) fn error_event() -> Vec<u8> {
    let mut out = b"data: ".to_vec();
    out.extend_from_slice(&error(&refusal(500, false)));
    out.extend_from_slice(b"\n\n");
    out
}
