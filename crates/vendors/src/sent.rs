//! What a recorded request said, for the eye: the messages of a body of any of the protocols, read loosely. The bytes
//! stay the evidence.

use serde_json::Value;

/// Role and text of each message of a request's body, in order; nothing when the body is none that is known.
pub fn sent_messages(body: &[u8]) -> Vec<(String, String)> {
    let Ok(body) = serde_json::from_slice::<Value>(body) else { return Vec::new() };
    let standing = body.get("system").map(|content| ("system".to_owned(), text(content)));
    let listed = body["messages"].as_array().into_iter().flatten().map(|message| {
        let role = message["role"].as_str().unwrap_or("?").to_owned();
        (role, text(&message["content"]))
    });
    standing.into_iter().chain(listed).collect()
}

/// A text, or the texts of its parts; a part of another sort shows as its type between brackets.
fn text(content: &Value) -> String {
    let part = |part: &Value| match part["text"].as_str() {
        Some(text) => text.to_owned(),
        None => format!("[{}]", part["type"].as_str().unwrap_or("?")),
    };
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(part).collect(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_both_protocols_are_read() {
        let pair = |role: &str, text: &str| (role.to_owned(), text.to_owned());
        let openai = br#"{"messages":[{"role":"system","content":"S"},{"role":"user","content":[{"type":"text","text":"U"},{"type":"image_url"}]}]}"#;
        assert_eq!(sent_messages(openai), [pair("system", "S"), pair("user", "U[image_url]")]);
        let anthropic =
            br#"{"system":[{"type":"text","text":"S"}],"messages":[{"role":"user","content":"U"}]}"#;
        assert_eq!(sent_messages(anthropic), [pair("system", "S"), pair("user", "U")]);
        assert_eq!(sent_messages(b"nothing"), []);
    }
}
