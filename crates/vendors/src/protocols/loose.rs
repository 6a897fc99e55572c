//! Fields read as loosely as real vendors write them.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A string, or nothing when the field holds anything else.
#[derive(Debug, Default)]
pub(crate) struct Text(pub Option<String>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Text;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }
            fn visit_str<E: Error>(self, v: &str) -> Result<Text, E> {
                Ok(Text(Some(v.to_owned())))
            }
            fn visit_string<E: Error>(self, v: String) -> Result<Text, E> {
                Ok(Text(Some(v)))
            }
            fn visit_unit<E: Error>(self) -> Result<Text, E> {
                Ok(Text(None))
            }
            fn visit_bool<E: Error>(self, _: bool) -> Result<Text, E> {
                Ok(Text(None))
            }
            fn visit_i64<E: Error>(self, v: i64) -> Result<Text, E> {
                Ok(Text(Some(v.to_string())))
            }
            fn visit_u64<E: Error>(self, v: u64) -> Result<Text, E> {
                Ok(Text(Some(v.to_string())))
            }
            fn visit_f64<E: Error>(self, _: f64) -> Result<Text, E> {
                Ok(Text(None))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Text, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Text(None))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Text(None))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

/// What a message says: a string, `null`, or a list of parts of which the texts are joined and the thoughts kept
/// apart.
#[derive(Debug, Default)]
pub(crate) struct Content {
    pub text: String,
    pub thought: String,
}

/// A part of a list: `{type: text, text}` or Mistral's `{type: thinking, thinking: [{type: text, text}]}`.
#[derive(serde::Deserialize)]
struct Piece {
    #[serde(default)]
    text: Text,
    #[serde(default)]
    thinking: Option<Box<Content>>,
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Content, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Content;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string, null or a list of parts")
            }
            fn visit_str<E: Error>(self, v: &str) -> Result<Content, E> {
                Ok(Content { text: v.to_owned(), ..Content::default() })
            }
            fn visit_string<E: Error>(self, v: String) -> Result<Content, E> {
                Ok(Content { text: v, ..Content::default() })
            }
            fn visit_unit<E: Error>(self) -> Result<Content, E> {
                Ok(Content::default())
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Content, A::Error> {
                let mut content = Content::default();
                while let Some(piece) = seq.next_element::<Piece>()? {
                    content.text.push_str(piece.text.0.as_deref().unwrap_or_default());
                    if let Some(thinking) = piece.thinking {
                        content.thought.push_str(&thinking.text);
                    }
                }
                Ok(content)
            }
        }
        deserializer.deserialize_any(Reader)
    }
}
