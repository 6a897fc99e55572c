//! Server-sent events (WHATWG HTML, 9.2.6), from bytes cut anywhere.

use memchr::memchr2;

/// A parser of one stream. Lines end with LF, CR LF or CR; a leading byte order mark, comments, `id` and
/// `retry` are skipped; the lines of `data` are joined with LF. Every byte is looked at a bounded number of times,
/// and memory is the unfinished event's.
#[derive(Debug, Default)]
pub struct Sse {
    /// The unfinished line.
    line: Vec<u8>,
    /// The unfinished event.
    event: Vec<u8>,
    data: Vec<u8>,
    has_data: bool,
    /// The last byte was a CR that ended a line: an LF right after belongs to it.
    after_cr: bool,
    begun: bool,
    consumed: u64,
}

/// One event, as sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SseEvent<'a> {
    /// The `event` field; empty when there was none.
    pub name: &'a [u8],
    /// The `data` lines joined with LF.
    pub data: &'a [u8],
    /// Bytes of the stream read when the event was complete.
    pub end: u64,
}

const BOM: &[u8] = b"\xef\xbb\xbf";

impl Sse {
    /// A parser at the start of a stream.
    pub fn new() -> Sse {
        Sse::default()
    }

    /// Bytes taken so far.
    pub fn consumed(&self) -> u64 {
        self.consumed
    }

    /// Takes the next bytes; `on_event` sees every event they complete, in order.
    ///
    /// # Errors
    /// The first error of `on_event`, which ends the reading of these bytes.
    pub fn push<E>(
        &mut self,
        bytes: &[u8],
        mut on_event: impl FnMut(SseEvent<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let start = self.consumed;
        let mut rest = bytes;
        if self.after_cr && !rest.is_empty() {
            self.after_cr = false;
            rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        }
        while let Some(end) = memchr2(b'\n', b'\r', rest) {
            let (line, tail) = (&rest[..end], &rest[end + 1..]);
            rest = match (rest[end], tail.first()) {
                (b'\r', Some(b'\n')) => &tail[1..],
                (b'\r', None) => {
                    self.after_cr = true;
                    tail
                }
                _ => tail,
            };
            self.consumed = start + (bytes.len() - rest.len()) as u64;
            if self.line.is_empty() {
                self.end_line(line, &mut on_event)?;
            } else {
                let mut whole = std::mem::take(&mut self.line);
                whole.extend_from_slice(line);
                self.end_line(&whole, &mut on_event)?;
                whole.clear();
                self.line = whole;
            }
        }
        self.line.extend_from_slice(rest);
        self.consumed = start + bytes.len() as u64;
        Ok(())
    }

    /// The end of the stream. The standard drops an event that no empty line ended; vendors that forget the last
    /// line break exist, so `on_event` sees it, and must not believe it more than its content allows.
    ///
    /// # Errors
    /// That of `on_event`.
    pub fn finish<E>(&mut self, mut on_event: impl FnMut(SseEvent<'_>) -> Result<(), E>) -> Result<(), E> {
        let line = std::mem::take(&mut self.line);
        if !line.is_empty() {
            self.end_line(&line, &mut on_event)?;
        }
        self.end_line(b"", &mut on_event)
    }

    fn end_line<E>(
        &mut self,
        line: &[u8],
        on_event: &mut impl FnMut(SseEvent<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let line = if self.begun { line } else { line.strip_prefix(BOM).unwrap_or(line) };
        self.begun = true;
        if line.is_empty() {
            return self.dispatch(on_event);
        }
        let (field, value) = match line.iter().position(|&b| b == b':') {
            Some(colon) => {
                let value = &line[colon + 1..];
                (&line[..colon], value.strip_prefix(b" ").unwrap_or(value))
            }
            None => (line, &b""[..]),
        };
        match field {
            b"data" => {
                if self.has_data {
                    self.data.push(b'\n');
                }
                self.has_data = true;
                self.data.extend_from_slice(value);
            }
            b"event" => {
                self.event.clear();
                self.event.extend_from_slice(value);
            }
            // comments (an empty field), id, retry, and whatever else
            _ => {}
        }
        Ok(())
    }

    fn dispatch<E>(&mut self, on_event: &mut impl FnMut(SseEvent<'_>) -> Result<(), E>) -> Result<(), E> {
        let result = if self.has_data {
            on_event(SseEvent { name: &self.event, data: &self.data, end: self.consumed })
        } else {
            Ok(())
        };
        self.event.clear();
        self.data.clear();
        self.has_data = false;
        result
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use proptest::prelude::*;

    use super::*;

    type Events = Vec<(String, String)>;

    fn read(chunks: &[&[u8]]) -> Events {
        let mut sse = Sse::new();
        let mut events = Events::new();
        let mut keep = |e: SseEvent<'_>| -> Result<(), Infallible> {
            let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
            events.push((text(e.name), text(e.data)));
            Ok(())
        };
        for chunk in chunks {
            sse.push(chunk, &mut keep).unwrap();
        }
        sse.finish(&mut keep).unwrap();
        assert_eq!(sse.consumed(), chunks.iter().map(|c| c.len() as u64).sum::<u64>());
        events
    }

    fn check(stream: &str, expect: &[(&str, &str)]) {
        let expect: Events = expect.iter().map(|(n, d)| ((*n).to_owned(), (*d).to_owned())).collect();
        let bytes = stream.as_bytes();
        assert_eq!(read(&[bytes]), expect, "{stream:?} whole");
        for at in 0..=bytes.len() {
            assert_eq!(read(&[&bytes[..at], &bytes[at..]]), expect, "{stream:?} cut at {at}");
        }
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(read(&single), expect, "{stream:?} byte by byte");
    }

    #[test]
    fn every_line_ending_is_read() {
        check("data: a\n\ndata: b\n\n", &[("", "a"), ("", "b")]);
        check("data: a\r\n\r\ndata: b\r\n\r\n", &[("", "a"), ("", "b")]);
        check("data: a\r\rdata: b\r\r", &[("", "a"), ("", "b")]);
        check("data: a\n\r\ndata: b\r\n\n", &[("", "a"), ("", "b")]);
    }

    #[test]
    fn the_examples_of_the_standard() {
        // WHATWG HTML 9.2.6: the three events of its second example, the last of which never ends
        check("data: YHOO\ndata: +2\ndata: 10\n\n", &[("", "YHOO\n+2\n10")]);
        check(
            ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
            &[("", "first event"), ("", "second event"), ("", " third event")],
        );
        check("data\n\ndata\ndata\n\n", &[("", ""), ("", "\n")]);
        check("data:test\n\ndata: test\n\n", &[("", "test"), ("", "test")]);
    }

    #[test]
    fn names_comments_marks_and_a_missing_end() {
        check(
            "\u{feff}event: ping\ndata: {}\n\n: keep-alive\n\nevent: lost\n\ndata: x",
            &[("ping", "{}"), ("", "x")],
        );
        check("event: a\nevent: b\ndata: 1\n\n", &[("b", "1")]);
        check("retry: 10\nfoo: bar\ndata: é🙂\n\n", &[("", "é🙂")]);
        check("data: \u{feff}x\n\n", &[("", "\u{feff}x")]);
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_pieces_read_the_same(bytes in prop::collection::vec(
            prop_oneof![Just(b'\n'), Just(b'\r'), Just(b':'), Just(b' '), Just(b'd'), any::<u8>()], 0..200),
            cuts in prop::collection::vec(0usize..200, 0..8))
        {
            let mut cuts: Vec<usize> = cuts.into_iter().map(|c| c.min(bytes.len())).collect();
            cuts.push(0);
            cuts.push(bytes.len());
            cuts.sort_unstable();
            let pieces: Vec<&[u8]> = cuts.windows(2).map(|w| &bytes[w[0]..w[1]]).collect();
            prop_assert_eq!(read(&pieces), read(&[&bytes]));
        }
    }
}
