use serde::{Deserialize, Serialize};

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Standing instructions.
    System,
    /// The person.
    User,
    /// The model.
    Assistant,
    /// A tool's answer.
    Tool,
}

impl Role {
    /// Lower-case English name, as the wire formats write it.
    pub fn name(self) -> &'static str {
        match self {
            Role::System => "system",
            Role::User => "user",
            Role::Assistant => "assistant",
            Role::Tool => "tool",
        }
    }
}

/// A piece of a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Part {
    /// Plain text, sent byte for byte.
    Text {
        /// The text.
        text: String,
    },
    /// A picture.
    Image {
        /// The picture.
        image: Image,
    },
}

/// A picture: bytes read from the project, or an address the vendor fetches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Image {
    /// Encoded bytes.
    Data {
        /// `image/png`, `image/jpeg`, `image/webp` or `image/gif`.
        media_type: String,
        /// Standard base64, as every wire format wants it.
        base64: String,
    },
    /// An `https:` address.
    Url(String),
}

/// One message as it will be sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChatMessage {
    /// Who speaks.
    pub role: Role,
    /// Optional participant name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The pieces, in order; never empty.
    pub parts: Vec<Part>,
}

impl ChatMessage {
    /// A message of one text part.
    pub fn text(role: Role, text: impl Into<String>) -> ChatMessage {
        ChatMessage { role, name: None, parts: vec![Part::Text { text: text.into() }] }
    }

    /// The text parts joined; pictures are left out.
    pub fn plain(&self) -> String {
        let mut out = String::new();
        for part in &self.parts {
            if let Part::Text { text } = part {
                out.push_str(text);
            }
        }
        out
    }
}

/// A prompt with its values in place. Only `prompt` makes one, so a rendered prompt is not just any text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rendered {
    /// The messages in order.
    pub messages: Vec<ChatMessage>,
}
