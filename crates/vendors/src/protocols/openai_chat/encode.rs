//! A request in OpenAI's shape.

use std::borrow::Cow;

use serde_json::Value;
use terms::{Image, Message, Part, Request, ResponseFormat};

use crate::policy::{Knob, Settled};
use crate::protocols::json::Json;
use crate::protocols::shape::{http, note_once, only_texts, refuse_reserved, role, room, texts};
use crate::{Encoded, Structured, Target, VendorError};

/// Members of the body that are not parameters: a request that set them could say other messages than the guard
/// saw, to another model, or ask for several answers and read one.
const RESERVED: [&str; 5] = ["model", "messages", "stream", "stream_options", "n"];

pub(super) fn encode(request: &Request, target: &Target) -> Result<Encoded, VendorError> {
    let parameters = &request.parameters;
    refuse_reserved(&RESERVED, request, target)?;
    let mut notes = Vec::new();
    let settled = target.policy.settle(parameters, &mut notes);
    let mut body = Body { json: Json::with_capacity(room(request)), request, target, notes };
    body.json.open(b'{');
    body.json.key("model").text(&target.model.model);
    body.messages();
    body.parameters(&settled);
    body.format();
    body.json.extra(parameters);
    if request.stream {
        body.json.key("stream").value(&true);
        if target.vendor.stream_usage {
            body.json.key("stream_options").open(b'{');
            body.json.key("include_usage").value(&true);
            body.json.close(b'}');
        }
    }
    body.json.close(b'}');
    let Body { json, notes, .. } = body;
    Ok(Encoded { http: http(request, target, Vec::new(), json), notes })
}

struct Body<'a> {
    json: Json,
    request: &'a Request,
    target: &'a Target,
    notes: Vec<Message>,
}

impl Body<'_> {
    fn messages(&mut self) {
        self.json.key("messages").open(b'[');
        for message in &self.request.messages {
            let role = role(message, &mut self.notes);
            self.json.open(b'{');
            self.json.key("role").text(role);
            if let Some(name) = &message.name {
                if self.target.vendor.message_names {
                    self.json.key("name").text(name);
                } else {
                    let note = Message::new("vendors-note-names").with("vendor", &*self.target.vendor.name);
                    note_once(&mut self.notes, note);
                }
            }
            self.json.key("content");
            if only_texts(message) {
                self.json.texts(texts(message));
            } else {
                self.parts(&message.parts);
            }
            self.json.close(b'}');
        }
        self.json.close(b']');
    }

    fn parts(&mut self, parts: &[Part]) {
        self.json.open(b'[');
        for part in parts {
            self.json.open(b'{');
            match part {
                Part::Text { text } => {
                    self.json.key("type").text("text");
                    self.json.key("text").text(text);
                }
                Part::Image { image } => {
                    self.json.key("type").text("image_url");
                    self.json.key("image_url").open(b'{');
                    self.json.key("url");
                    match image {
                        Image::Url(url) => self.json.text(url),
                        Image::Data { media_type, base64 } => {
                            self.json.texts(["data:", media_type, ";base64,", base64].into_iter());
                        }
                    }
                    self.json.close(b'}');
                }
            }
            self.json.close(b'}');
        }
        self.json.close(b']');
    }

    fn parameters(&mut self, settled: &Settled<'_>) {
        let policy = &self.target.policy;
        let row = &self.target.vendor;
        let limit = self.target.limit(settled.max_tokens, &mut self.notes);
        let extra = &self.request.parameters.extra;
        let mut write = |knob: Knob, usual: &str, value: &dyn Fn(&mut Json)| {
            let name = policy.name(knob, usual);
            // a name given by hand wins over ours
            if !extra.contains_key(name) {
                self.json.key(name);
                value(&mut self.json);
            }
        };
        if let Some(v) = settled.temperature {
            write(Knob::Temperature, "temperature", &|json| json.value(&v));
        }
        if let Some(v) = settled.top_p {
            write(Knob::TopP, "top_p", &|json| json.value(&v));
        }
        if let Some(v) = settled.top_k {
            write(Knob::TopK, "top_k", &|json| json.value(&v));
        }
        if let Some(v) = limit {
            write(Knob::MaxTokens, &row.max_tokens_field, &|json| json.value(&v));
        }
        if !settled.stop.is_empty() {
            write(Knob::Stop, "stop", &|json| json.value(settled.stop));
        }
        if let Some(v) = settled.seed {
            write(Knob::Seed, "seed", &|json| json.value(&v));
        }
        if let Some(v) = settled.frequency_penalty {
            write(Knob::FrequencyPenalty, "frequency_penalty", &|json| json.value(&v));
        }
        if let Some(v) = settled.presence_penalty {
            write(Knob::PresencePenalty, "presence_penalty", &|json| json.value(&v));
        }
        if let Some(v) = settled.reasoning_effort {
            write(Knob::ReasoningEffort, "reasoning_effort", &|json| json.text(v));
        }
        if let Some(alternatives) = settled.logprobs {
            write(Knob::Logprobs, "logprobs", &|json| json.value(&true));
            if alternatives > 0 && !extra.contains_key("top_logprobs") {
                self.json.key("top_logprobs").value(&alternatives);
            }
        }
    }

    fn format(&mut self) {
        let structured = self.target.vendor.structured;
        if self.request.parameters.extra.contains_key("response_format") {
            return;
        }
        let dropped = || Message::new("vendors-note-format").with("vendor", &*self.target.vendor.name);
        match (&self.request.format, structured) {
            (ResponseFormat::Text, _) => {}
            (_, Structured::None | Structured::OutputConfig) => self.notes.push(dropped()),
            (ResponseFormat::Json, _) => self.any_json(),
            (ResponseFormat::JsonSchema { .. }, Structured::JsonObject) => {
                self.notes
                    .push(Message::new("vendors-note-schema").with("vendor", &*self.target.vendor.name));
                self.any_json();
            }
            (ResponseFormat::JsonSchema { name, schema }, Structured::ResponseFormat) => {
                let strict = strict_ready(schema);
                if !strict {
                    self.notes.push(Message::new("vendors-note-not-strict"));
                }
                let json = &mut self.json;
                json.key("response_format").open(b'{');
                json.key("type").text("json_schema");
                json.key("json_schema").open(b'{');
                json.key("name").text(&schema_name(name));
                json.key("strict").value(&strict);
                json.key("schema").value(schema);
                json.close(b'}');
                json.close(b'}');
            }
        }
    }

    fn any_json(&mut self) {
        self.json.key("response_format").open(b'{');
        self.json.key("type").text("json_object");
        self.json.close(b'}');
    }
}

/// Letters, digits, `_` and `-`, at most 64, as the vendors want.
fn schema_name(name: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !name.is_empty() && name.len() <= 64 && name.chars().all(plain) {
        return Cow::Borrowed(name);
    }
    let mut out: String = name.chars().take(64).map(|c| if plain(c) { c } else { '_' }).collect();
    if out.is_empty() {
        out.push_str("answer");
    }
    Cow::Owned(out)
}

/// Whether a schema keeps the rules of strict mode: every object closed, every property required.
/// <https://platform.openai.com/docs/guides/structured-outputs>
fn strict_ready(schema: &Value) -> bool {
    match schema {
        Value::Object(object) => {
            if let Some(Value::Object(properties)) = object.get("properties") {
                let closed = object.get("additionalProperties") == Some(&Value::Bool(false));
                let required = object.get("required").and_then(Value::as_array);
                let listed = |name: &String| {
                    required.is_some_and(|list| list.iter().any(|r| r.as_str() == Some(name.as_str())))
                };
                return closed
                    && properties.keys().all(listed)
                    && properties.values().all(strict_ready)
                    && object.iter().filter(|(key, _)| *key != "properties").all(|(_, v)| strict_ready(v));
            }
            // an object without properties accepts any
            object.get("type").and_then(Value::as_str) != Some("object") && object.values().all(strict_ready)
        }
        Value::Array(list) => list.iter().all(strict_ready),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn strict_mode_wants_closed_objects_with_all_required() {
        let check = |schema: Value, expect: bool| assert_eq!(strict_ready(&schema), expect, "{schema}");
        let good = json!({"type":"object","properties":{"a":{"type":"string"}},"required":["a"],
            "additionalProperties":false});
        check(good.clone(), true);
        check(json!({"type":"array","items":good}), true);
        check(
            json!({"type":"object","properties":{"a":{}},"required":[],"additionalProperties":false}),
            false,
        );
        check(json!({"type":"object","properties":{"a":{}},"required":["a"]}), false);
        check(json!({"type":"object"}), false);
        check(
            json!({"type":"object","additionalProperties":false,"required":["a"],
                "properties":{"a":{"type":"object","properties":{"b":{}},"additionalProperties":false}}}),
            false,
        );
        // a property that is called like a keyword
        check(
            json!({"type":"object","additionalProperties":false,"required":["type"],
                "properties":{"type":{"type":"string"}}}),
            true,
        );
    }

    #[test]
    fn schema_names_are_made_plain() {
        assert_eq!(schema_name("réponse 1"), "r_ponse_1");
        assert_eq!(schema_name(""), "answer");
        assert_eq!(schema_name("a-b_1"), "a-b_1");
        assert_eq!(schema_name(&"x".repeat(99)).len(), 64);
    }
}
