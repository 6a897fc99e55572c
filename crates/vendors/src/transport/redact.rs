//! Nothing that is kept may hold a key: the header that carries it is never written, and every other occurrence
//! (an echo in an error, a header a proxy adds) is replaced before anything else reads the bytes.

use std::borrow::Cow;

use memchr::memmem;
use terms::Reply;

use crate::{Secret, StreamEvent};

/// What stands where a key stood.
pub(super) const REDACTED: &str = "[redacted]";

/// A key shorter than this is not looked for outside its header: `test` or `1234` would tear ordinary text.
const SHORTEST: usize = 8;

/// Finds one key.
pub(super) struct Redactor<'a> {
    needles: Vec<memmem::Finder<'a>>,
}

impl<'a> Redactor<'a> {
    /// A finder for this key, also as JSON writes it; without a key nothing is looked for.
    pub(super) fn new(key: Option<&'a Secret>) -> Redactor<'a> {
        let mut needles = Vec::new();
        if let Some(key) = key.map(Secret::expose).filter(|k| k.len() >= SHORTEST) {
            needles.push(memmem::Finder::new(key));
            if key.contains(['"', '\\', '/']) {
                let escaped = key.replace('\\', "\\\\").replace('"', "\\\"");
                needles.push(memmem::Finder::new(&escaped.replace('/', "\\/")).into_owned());
                needles.push(memmem::Finder::new(&escaped).into_owned());
            }
        }
        Redactor { needles }
    }

    /// The bytes without the key; `None` when it is not in them.
    pub(super) fn bytes(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut out: Option<Vec<u8>> = None;
        for needle in &self.needles {
            let hay = out.as_deref().unwrap_or(bytes);
            if needle.find(hay).is_some() {
                out = Some(replace(hay, needle));
            }
        }
        out
    }

    /// The text without the key.
    pub(super) fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.bytes(text.as_bytes()) {
            // a key is cut out between character boundaries, so the text stays valid
            Some(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
            None => Cow::Borrowed(text),
        }
    }

    /// The event without the key, when it held it.
    pub(super) fn event(&self, event: StreamEvent) -> StreamEvent {
        match event {
            StreamEvent::Text(text) => StreamEvent::Text(self.own(text)),
            StreamEvent::Reasoning(text) => StreamEvent::Reasoning(self.own(text)),
            StreamEvent::ToolCall { index, name, arguments } => {
                StreamEvent::ToolCall { index, name, arguments: self.own(arguments) }
            }
        }
    }

    /// Takes the key out of a reply; says whether it was there. Deltas of a stream can hold it in pieces, so this
    /// sees what a search of the bytes does not.
    pub(super) fn reply(&self, reply: &mut Reply) -> bool {
        if self.needles.is_empty() {
            return false;
        }
        let mut found = false;
        let texts = [Some(&mut reply.text), reply.refusal.as_mut(), reply.model.as_mut(), reply.id.as_mut()];
        for text in texts.into_iter().flatten() {
            if let Cow::Owned(clean) = self.text(text) {
                *text = clean;
                found = true;
            }
        }
        for call in &mut reply.tool_calls {
            if let Cow::Owned(clean) = self.text(&call.to_string()) {
                *call = serde_json::from_str(&clean).unwrap_or_default();
                found = true;
            }
        }
        found
    }

    fn own(&self, text: String) -> String {
        match self.text(&text) {
            Cow::Owned(clean) => clean,
            Cow::Borrowed(_) => text,
        }
    }
}

fn replace(hay: &[u8], needle: &memmem::Finder<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(hay.len());
    let mut from = 0;
    for at in needle.find_iter(hay) {
        out.extend_from_slice(&hay[from..at]);
        out.extend_from_slice(REDACTED.as_bytes());
        from = at + needle.needle().len();
    }
    out.extend_from_slice(&hay[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: &str = "sk-canary-é/42\"x";

    #[test]
    fn a_key_is_taken_out_however_json_writes_it() {
        let key = Secret::new(KEY.to_owned());
        let redactor = Redactor::new(Some(&key));
        for written in
            [KEY.to_owned(), KEY.replace('"', "\\\""), KEY.replace('"', "\\\"").replace('/', "\\/")]
        {
            let text = format!("a{written}b {written}{written}");
            assert_eq!(redactor.text(&text), "a[redacted]b [redacted][redacted]");
        }
        assert!(matches!(redactor.text("nothing here"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_short_key_does_not_tear_the_text() {
        let key = Secret::new("test".to_owned());
        assert_eq!(Redactor::new(Some(&key)).text("a test of a test"), "a test of a test");
        assert_eq!(Redactor::new(None).text("a test"), "a test");
    }

    #[test]
    fn a_reply_loses_the_key_everywhere() {
        let key = Secret::new("sk-canary-0001".to_owned());
        let mut reply = Reply {
            text: "your key is sk-canary-0001".into(),
            refusal: Some("sk-canary-0001".into()),
            tool_calls: vec![serde_json::json!({"arguments": "sk-canary-0001"})],
            ..Reply::default()
        };
        assert!(Redactor::new(Some(&key)).reply(&mut reply));
        assert!(!serde_json::to_string(&reply).unwrap().contains("canary"));
        assert_eq!(reply.tool_calls[0]["arguments"], REDACTED);
        assert!(!Redactor::new(Some(&key)).reply(&mut reply), "a second pass finds nothing");
    }

    proptest! {
        #[test]
        fn no_bytes_keep_the_key(before: Vec<u8>, between: Vec<u8>, after: Vec<u8>) {
            let key = Secret::new("sk-canary-0001".to_owned());
            let mut bytes = before;
            for piece in [&b"sk-canary-0001"[..], &between, b"sk-canary-0001", &after] {
                bytes.extend_from_slice(piece);
            }
            let clean = Redactor::new(Some(&key)).bytes(&bytes).unwrap();
            prop_assert!(memmem::find(&clean, b"sk-canary-0001").is_none());
        }
    }
}
