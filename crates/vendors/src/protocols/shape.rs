//! What the JSON protocols share when they write a request.

use std::borrow::Cow;

use terms::{ChatMessage, Image, Message, Part, Request, Role};

use super::json::Json;
use crate::{HttpRequest, Target, VendorError};

/// The HTTP around a body, the same for every JSON protocol.
pub(crate) fn http(
    request: &Request,
    target: &Target,
    mut headers: Vec<(Cow<'static, str>, Cow<'static, str>)>,
    json: Json,
) -> HttpRequest {
    headers.push((Cow::Borrowed("content-type"), Cow::Borrowed("application/json")));
    let accept = if request.stream { "text/event-stream" } else { "application/json" };
    headers.push((Cow::Borrowed("accept"), Cow::Borrowed(accept)));
    for (name, value) in &target.vendor.headers {
        headers.push((Cow::Owned(name.clone()), Cow::Owned(value.clone())));
    }
    HttpRequest {
        method: "POST",
        url: target.url.clone(),
        headers,
        secret_header: target.secret_header.clone(),
        body: json.into_bytes().into(),
    }
}

pub(crate) fn refuse_reserved(
    reserved: &[&str],
    request: &Request,
    target: &Target,
) -> Result<(), VendorError> {
    let taken = request.parameters.extra.keys().find(|name| reserved.contains(&name.as_str()));
    match taken {
        None => Ok(()),
        Some(name) => Err(VendorError::Parameter {
            model: target.model.to_string(),
            parameter: name.clone(),
            why: Message::new("vendors-why-reserved"),
        }),
    }
}

/// About how many bytes the body takes.
pub(crate) fn room(request: &Request) -> usize {
    let part = |part: &Part| match part {
        Part::Text { text } => text.len() + text.len() / 16 + 32,
        Part::Image { image: Image::Data { base64, .. } } => base64.len() + 128,
        Part::Image { image: Image::Url(url) } => url.len() + 128,
    };
    256 + request.messages.iter().map(|m| 48 + m.parts.iter().map(part).sum::<usize>()).sum::<usize>()
}

/// The role a message travels under. A tool's answer needs the id of a call that our messages do not carry: it
/// travels as the person's words, and the note says so.
pub(crate) fn role(message: &ChatMessage, notes: &mut Vec<Message>) -> &'static str {
    if message.role != Role::Tool {
        return message.role.name();
    }
    note_once(notes, Message::new("vendors-note-tool-as-user"));
    Role::User.name()
}

pub(crate) fn note_once(notes: &mut Vec<Message>, note: Message) {
    if !notes.contains(&note) {
        notes.push(note);
    }
}

/// The texts of a message that holds nothing else.
pub(crate) fn only_texts(message: &ChatMessage) -> bool {
    message.parts.iter().all(|part| matches!(part, Part::Text { .. }))
}

pub(crate) fn texts(message: &ChatMessage) -> impl Iterator<Item = &str> {
    message.parts.iter().filter_map(|part| match part {
        Part::Text { text } => Some(text.as_str()),
        Part::Image { .. } => None,
    })
}
