//! The text of an answer as it grows: whole characters only, and nothing that might be the start of a stop sequence.

/// Text under way.
pub(super) struct Growing {
    bytes: Vec<u8>,
    /// Given out so far.
    given: usize,
    stops: Vec<Vec<u8>>,
    /// The space that answers start with is not part of them.
    drop_space: bool,
    /// Bytes held before this point cannot start a stop sequence.
    searched: usize,
}

impl Growing {
    pub(super) fn new(stops: &[String], drop_space: bool) -> Growing {
        let stops = stops.iter().filter(|s| !s.is_empty()).map(|s| s.clone().into_bytes()).collect();
        Growing { bytes: Vec::new(), given: 0, stops, drop_space, searched: 0 }
    }

    /// Adds bytes; whether a stop sequence ends the text here (it is cut off).
    pub(super) fn push(&mut self, bytes: &[u8]) -> bool {
        let mut bytes = bytes;
        if self.drop_space && self.bytes.is_empty() && !bytes.is_empty() {
            bytes = bytes.strip_prefix(b" ").unwrap_or(bytes);
            self.drop_space = false;
        }
        self.bytes.extend_from_slice(bytes);
        let from = self.searched;
        let found = |stop: &Vec<u8>| {
            self.bytes[from..].windows(stop.len()).position(|window| window == stop).map(|n| from + n)
        };
        if let Some(at) = self.stops.iter().filter_map(found).min() {
            self.bytes.truncate(at);
            return true;
        }
        let longest = self.stops.iter().map(Vec::len).max().unwrap_or(0);
        self.searched = self.bytes.len().saturating_sub(longest.saturating_sub(1)).max(self.searched);
        false
    }

    /// What can be given out now; all of it at the end, broken characters replaced.
    pub(super) fn take(&mut self, end: bool) -> String {
        let until = if end { self.bytes.len() } else { self.safe() };
        let piece = &self.bytes[self.given.min(until)..until];
        let text = String::from_utf8_lossy(piece).into_owned();
        self.given = self.given.max(until);
        text
    }

    /// Up to where no character is cut and no stop sequence may begin.
    fn safe(&self) -> usize {
        let bytes = &self.bytes;
        let may_begin = |stop: &Vec<u8>| {
            let longest = stop.len().saturating_sub(1).min(bytes.len());
            (1..=longest).rev().find(|n| bytes.ends_with(&stop[..*n])).unwrap_or(0)
        };
        let held = self.stops.iter().map(may_begin).max().unwrap_or(0);
        let mut until = bytes.len() - held;
        if let Err(error) = std::str::from_utf8(&bytes[self.given.min(until)..until])
            && error.error_len().is_none()
        {
            until = self.given + error.valid_up_to();
        }
        until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(stops: &[&str], pieces: &[&[u8]], expected: &[&str], rest: &str, stopped: bool) {
        let stops: Vec<String> = stops.iter().map(|s| (*s).to_owned()).collect();
        let mut growing = Growing::new(&stops, true);
        let mut got = Vec::new();
        let mut ended = false;
        for piece in pieces {
            ended = growing.push(piece);
            if ended {
                break;
            }
            got.push(growing.take(false));
        }
        assert_eq!(ended, stopped);
        assert_eq!(got, expected);
        assert_eq!(growing.take(true), rest);
    }

    #[test]
    fn text_is_given_as_soon_as_it_is_settled() {
        check(&[], &[b" Hel", b"lo"], &["Hel", "lo"], "", false);
        // only the first space goes
        check(&[], &[b" ", b" a"], &["", " a"], "", false);
        // a character in two tokens
        check(&[], &[b" caf\xC3", b"\xA9"], &["caf", "\u{e9}"], "", false);
        check(&[], &[b"a\xE2\x82"], &["a"], "\u{FFFD}", false);
    }

    #[test]
    fn stop_sequences_end_the_text_wherever_tokens_cut_them() {
        check(&["\n\n"], &[b"one\n", b"two\n", b"\nthree"], &["one", "\ntwo"], "", true);
        check(&["END"], &[b"xE", b"Ny", b"EN", b"D."], &["x", "ENy", ""], "", true);
        check(&["b", "ab"], &[b"xab"], &[], "x", true);
        check(&["END"], &[b"xEN"], &["x"], "EN", false);
    }
}
