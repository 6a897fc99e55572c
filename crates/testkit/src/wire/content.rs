use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};

use crate::ask::Text;

/// A message's content: text, or a list of parts.
pub(super) enum Content<'a> {
    Text(Cow<'a, str>),
    Parts(Vec<Part<'a>>),
}

/// One part; what is not read here is not looked at.
#[derive(Deserialize)]
pub(super) struct Part<'a> {
    #[serde(borrow, rename = "type")]
    pub(super) kind: Text<'a>,
    #[serde(borrow)]
    pub(super) text: Option<Text<'a>>,
    pub(super) cache_control: Option<IgnoredAny>,
    pub(super) image_url: Option<IgnoredAny>,
    pub(super) source: Option<IgnoredAny>,
}

impl<'de: 'a, 'a> Deserialize<'de> for Content<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Content<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or a list of content parts")
            }
            fn visit_borrowed_str<E>(self, v: &'de str) -> Result<Content<'de>, E> {
                Ok(Content::Text(Cow::Borrowed(v)))
            }
            fn visit_str<E>(self, v: &str) -> Result<Content<'de>, E> {
                Ok(Content::Text(Cow::Owned(v.to_owned())))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Content<'de>, A::Error> {
                let mut parts = Vec::new();
                while let Some(part) = seq.next_element()? {
                    parts.push(part);
                }
                Ok(Content::Parts(parts))
            }
        }
        deserializer.deserialize_any(Read)
    }
}

/// A content read through: its text, its pictures, where its last `cache_control` mark falls.
#[derive(Default)]
pub(super) struct Flat<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) images: u64,
    pub(super) cache_mark: Option<usize>,
}

impl<'a> Content<'a> {
    /// Joins the text parts. A part of an unknown kind, or that lacks what its kind needs, is named in the error.
    pub(super) fn flatten(self, known: &[&str]) -> Result<Flat<'a>, String> {
        let parts = match self {
            Content::Text(text) => return Ok(Flat { text, ..Flat::default() }),
            Content::Parts(parts) => parts,
        };
        let single = parts.len() == 1;
        let mut flat = Flat::default();
        for part in parts {
            let kind = part.kind.0;
            if !known.contains(&&*kind) {
                return Err(format!("part of unknown type '{kind}'"));
            }
            match (&*kind, part.text) {
                ("text", None) => return Err("a text part without text".to_owned()),
                ("text", Some(text)) if single => flat.text = text.0,
                ("text", Some(text)) => flat.text.to_mut().push_str(&text.0),
                ("image_url", _) if part.image_url.is_none() => {
                    return Err("an image without image_url".to_owned());
                }
                ("image", _) if part.source.is_none() => return Err("an image without source".to_owned()),
                ("image_url" | "image", _) => flat.images += 1,
                _ => {}
            }
            if part.cache_control.is_some() {
                flat.cache_mark = Some(flat.text.len());
            }
        }
        Ok(flat)
    }
}
