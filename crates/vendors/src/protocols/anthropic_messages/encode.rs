//! A request in Anthropic's shape: the system text beside the messages, a token limit always.

use std::borrow::Cow;

use terms::{ChatMessage, Image, Message, Part, Request, ResponseFormat, Role};

use crate::policy::{Knob, Settled};
use crate::protocols::json::Json;
use crate::protocols::shape::{http, note_once, only_texts, refuse_reserved, role, room, texts};
use crate::{Encoded, Structured, Target, VendorError};

const RESERVED: [&str; 4] = ["model", "messages", "system", "stream"];

pub(super) fn encode(request: &Request, target: &Target) -> Result<Encoded, VendorError> {
    let parameters = &request.parameters;
    refuse_reserved(&RESERVED, request, target)?;
    if request.messages.iter().all(|message| message.role == Role::System) {
        return Err(VendorError::Parameter {
            model: target.model.to_string(),
            parameter: "messages".to_owned(),
            why: Message::new("vendors-why-no-user"),
        });
    }
    let mut notes = Vec::new();
    let settled = target.policy.settle(parameters, &mut notes);
    let mut body = Body { json: Json::with_capacity(room(request)), request, target, notes };
    body.json.open(b'{');
    body.json.key("model").text(&target.model.model);
    body.system();
    body.messages();
    body.parameters(&settled);
    body.output_config(&settled);
    body.json.extra(parameters);
    if request.stream {
        body.json.key("stream").value(&true);
    }
    body.json.close(b'}');
    let Body { json, notes, .. } = body;
    let headers = match &target.vendor.api_version {
        Some(version) => vec![(Cow::Borrowed("anthropic-version"), Cow::Owned(version.clone()))],
        None => Vec::new(),
    };
    Ok(Encoded { http: http(request, target, headers, json), notes })
}

struct Body<'a> {
    json: Json,
    request: &'a Request,
    target: &'a Target,
    notes: Vec<Message>,
}

impl Body<'_> {
    /// Every system message, joined by an empty line; there is no place for one between the others.
    fn system(&mut self) {
        let request = self.request;
        let system = |message: &&ChatMessage| message.role == Role::System;
        if !request.messages.iter().any(|message| system(&message)) {
            return;
        }
        let leading = request.messages.iter().take_while(system).count();
        if request.messages.iter().skip(leading).any(|message| system(&message)) {
            self.notes.push(Message::new("vendors-note-system-moved"));
        }
        let mut first = true;
        let pieces = request.messages.iter().filter(system).flat_map(|message| {
            let join = if std::mem::take(&mut first) { "" } else { "\n\n" };
            std::iter::once(join).chain(texts(message))
        });
        self.json.key("system").texts(pieces);
        if request.messages.iter().filter(system).any(|message| !only_texts(message)) {
            self.notes.push(Message::new("vendors-note-system-image"));
        }
    }

    fn messages(&mut self) {
        self.json.key("messages").open(b'[');
        for message in self.request.messages.iter().filter(|message| message.role != Role::System) {
            if message.name.is_some() {
                let note = Message::new("vendors-note-names").with("vendor", &*self.target.vendor.name);
                note_once(&mut self.notes, note);
            }
            let role = role(message, &mut self.notes);
            self.json.open(b'{');
            self.json.key("role").text(role);
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
        let json = &mut self.json;
        json.open(b'[');
        for part in parts {
            json.open(b'{');
            match part {
                Part::Text { text } => {
                    json.key("type").text("text");
                    json.key("text").text(text);
                }
                Part::Image { image } => {
                    json.key("type").text("image");
                    json.key("source").open(b'{');
                    match image {
                        Image::Url(url) => {
                            json.key("type").text("url");
                            json.key("url").text(url);
                        }
                        Image::Data { media_type, base64 } => {
                            json.key("type").text("base64");
                            json.key("media_type").text(media_type);
                            json.key("data").text(base64);
                        }
                    }
                    json.close(b'}');
                }
            }
            json.close(b'}');
        }
        json.close(b']');
    }

    fn parameters(&mut self, settled: &Settled<'_>) {
        let policy = &self.target.policy;
        let row = &self.target.vendor;
        let limit = self.target.limit(settled.max_tokens, &mut self.notes);
        let extra = &self.request.parameters.extra;
        let mut write = |knob: Knob, usual: &str, value: &dyn Fn(&mut Json)| {
            let name = policy.name(knob, usual);
            if !extra.contains_key(name) {
                self.json.key(name);
                value(&mut self.json);
            }
        };
        if let Some(v) = limit {
            write(Knob::MaxTokens, &row.max_tokens_field, &|json| json.value(&v));
        }
        if let Some(v) = settled.temperature {
            write(Knob::Temperature, "temperature", &|json| json.value(&v));
        }
        if let Some(v) = settled.top_p {
            write(Knob::TopP, "top_p", &|json| json.value(&v));
        }
        if let Some(v) = settled.top_k {
            write(Knob::TopK, "top_k", &|json| json.value(&v));
        }
        if !settled.stop.is_empty() {
            write(Knob::Stop, "stop_sequences", &|json| json.value(settled.stop));
        }
        // a compatible server may take these; the policy table drops them for Anthropic itself
        if let Some(v) = settled.seed {
            write(Knob::Seed, "seed", &|json| json.value(&v));
        }
        if let Some(v) = settled.frequency_penalty {
            write(Knob::FrequencyPenalty, "frequency_penalty", &|json| json.value(&v));
        }
        if let Some(v) = settled.presence_penalty {
            write(Knob::PresencePenalty, "presence_penalty", &|json| json.value(&v));
        }
    }

    fn output_config(&mut self, settled: &Settled<'_>) {
        if self.request.parameters.extra.contains_key("output_config") {
            return;
        }
        let schema = match (&self.request.format, self.target.vendor.structured) {
            (ResponseFormat::Text, _) => None,
            (ResponseFormat::JsonSchema { schema, .. }, Structured::OutputConfig) => Some(schema),
            _ => {
                let note = Message::new("vendors-note-format").with("vendor", &*self.target.vendor.name);
                self.notes.push(note);
                None
            }
        };
        let effort = settled.reasoning_effort;
        if schema.is_none() && effort.is_none() {
            return;
        }
        let json = &mut self.json;
        json.key("output_config").open(b'{');
        if let Some(effort) = effort {
            json.key(self.target.policy.name(Knob::ReasoningEffort, "effort")).text(effort);
        }
        if let Some(schema) = schema {
            json.key("format").open(b'{');
            json.key("type").text("json_schema");
            json.key("schema").value(schema);
            json.close(b'}');
        }
        json.close(b'}');
    }
}
