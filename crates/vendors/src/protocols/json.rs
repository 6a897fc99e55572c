//! Writes a request body straight into bytes, members in the order they are given: the same request is the same
//! bytes, and nothing is built twice.

use serde::Serialize;

pub(crate) struct Json {
    out: Vec<u8>,
    /// Whether a comma goes before the next member or element.
    more: bool,
}

impl Json {
    pub(crate) fn with_capacity(bytes: usize) -> Json {
        Json { out: Vec::with_capacity(bytes), more: false }
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    fn comma(&mut self) {
        if self.more {
            self.out.push(b',');
        }
        self.more = true;
    }

    /// The name of a member; its value follows.
    pub(crate) fn key(&mut self, name: &str) -> &mut Json {
        self.comma();
        self.string(name);
        self.out.push(b':');
        self.more = false;
        self
    }

    pub(crate) fn open(&mut self, bracket: u8) {
        self.comma();
        self.out.push(bracket);
        self.more = false;
    }

    pub(crate) fn close(&mut self, bracket: u8) {
        self.out.push(bracket);
        self.more = true;
    }

    /// Plain data; what serde cannot write (a map with odd keys) is written as null, which cannot happen here.
    pub(crate) fn value<T: Serialize + ?Sized>(&mut self, value: &T) {
        self.comma();
        let start = self.out.len();
        if serde_json::to_writer(&mut self.out, value).is_err() {
            self.out.truncate(start);
            self.out.extend_from_slice(b"null");
        }
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.comma();
        self.string(text);
    }

    /// Several texts as one string.
    pub(crate) fn texts<'a>(&mut self, texts: impl Iterator<Item = &'a str>) {
        self.comma();
        self.out.push(b'"');
        for text in texts {
            let start = self.out.len();
            self.string(text);
            // takes the quotes off again: escapes do not depend on what is beside
            self.out.pop();
            self.out.remove(start);
        }
        self.out.push(b'"');
    }

    /// Members given by hand, as they are.
    pub(crate) fn extra(&mut self, parameters: &terms::Parameters) {
        for (name, value) in &parameters.extra {
            self.key(name).value(value);
        }
    }

    fn string(&mut self, text: &str) {
        // a string is always writable
        let _ = serde_json::to_writer(&mut self.out, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_fall_where_json_wants_them() {
        let mut json = Json::with_capacity(0);
        json.open(b'{');
        json.key("a").value(&1);
        json.key("b").open(b'[');
        json.text("é\n\"");
        json.texts(["x\t", "", "\u{1f642}"].into_iter());
        json.open(b'{');
        json.close(b'}');
        json.close(b']');
        json.key("c").value(&0.7);
        json.close(b'}');
        let bytes = json.into_bytes();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "{\"a\":1,\"b\":[\"é\\n\\\"\",\"x\\t\u{1f642}\",{}],\"c\":0.7}"
        );
    }
}
