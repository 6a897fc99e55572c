use std::ops::Range;

/// Longest head accepted.
pub(crate) const LONGEST: usize = 64 << 10;

/// The part of a request's head that matters here, as places in the buffer it was read from.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// Bytes of the head, the empty line included.
    pub(crate) length: usize,
    pub(crate) post: bool,
    pub(crate) get: bool,
    pub(crate) path: Range<usize>,
    pub(crate) query: Range<usize>,
    pub(crate) authorization: Option<Range<usize>>,
    pub(crate) api_key: Option<Range<usize>>,
    pub(crate) version: Option<Range<usize>>,
    pub(crate) body: Body,
    pub(crate) keep_alive: bool,
    pub(crate) expects_continue: bool,
}

/// How the body's end is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Body {
    #[default]
    None,
    Length(usize),
    Chunked,
}

/// The bytes are not a request that this server reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bad(pub(crate) u16);

/// Reads a head; `None` while its end has not come.
pub(crate) fn parse(buffer: &[u8]) -> Result<Option<Head>, Bad> {
    let mut headers = [httparse::EMPTY_HEADER; 96];
    let mut request = httparse::Request::new(&mut headers);
    let length = match request.parse(buffer) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) if buffer.len() < LONGEST => return Ok(None),
        Ok(httparse::Status::Partial) | Err(httparse::Error::TooManyHeaders) => return Err(Bad(431)),
        Err(_) => return Err(Bad(400)),
    };
    let place = |part: &[u8]| {
        let start = part.as_ptr() as usize - buffer.as_ptr() as usize;
        start..start + part.len()
    };
    let target = request.path.unwrap_or("/");
    let (path, query) = target.split_once('?').unwrap_or((target, &target[target.len()..]));
    let mut head = Head {
        length,
        post: request.method == Some("POST"),
        get: request.method == Some("GET"),
        path: place(path.as_bytes()),
        query: place(query.as_bytes()),
        keep_alive: request.version == Some(1),
        ..Head::default()
    };
    for header in request.headers.iter() {
        let (name, value) = (header.name, header.value);
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        match name.len() {
            6 if is("expect") => head.expects_continue = value.eq_ignore_ascii_case(b"100-continue"),
            9 if is("x-api-key") => head.api_key = Some(place(value)),
            10 if is("connection") && value.eq_ignore_ascii_case(b"close") => head.keep_alive = false,
            10 if is("connection") && value.eq_ignore_ascii_case(b"keep-alive") => head.keep_alive = true,
            13 if is("authorization") => head.authorization = Some(place(value)),
            14 if is("content-length") => {
                let digits = std::str::from_utf8(value).map_err(|_| Bad(400))?;
                head.body = Body::Length(digits.trim().parse().map_err(|_| Bad(400))?);
            }
            17 if is("anthropic-version") => head.version = Some(place(value)),
            17 if is("transfer-encoding") => {
                if !value.eq_ignore_ascii_case(b"chunked") {
                    return Err(Bad(400));
                }
                head.body = Body::Chunked;
            }
            _ => {}
        }
    }
    Ok(Some(head))
}

/// Undoes the chunked framing at the start of `buffer`: the body and the bytes it took, or `None` while its end has
/// not come. Bodies above `most` bytes are refused.
pub(crate) fn unchunk(buffer: &[u8], most: usize) -> Result<Option<(Vec<u8>, usize)>, Bad> {
    let mut body = Vec::new();
    let mut at = 0;
    loop {
        let (start, size) = match httparse::parse_chunk_size(&buffer[at..]) {
            Ok(httparse::Status::Complete(found)) => found,
            Ok(httparse::Status::Partial) => return Ok(None),
            Err(_) => return Err(Bad(400)),
        };
        let size = usize::try_from(size).map_err(|_| Bad(413))?;
        if body.len().saturating_add(size) > most {
            return Err(Bad(413));
        }
        let data = at + start;
        // after the last chunk come the trailers, none for the clients in use, then an empty line
        let Some(rest) = buffer.get(data..data + size + 2) else { return Ok(None) };
        if &rest[size..] != b"\r\n" {
            return Err(Bad(400));
        }
        body.extend_from_slice(&rest[..size]);
        at = data + size + 2;
        if size == 0 {
            return Ok(Some((body, at)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_where_it_lies() {
        let text = b"POST /v1/messages?beta=true HTTP/1.1\r\nHost: x\r\nX-API-Key: abc\r\nContent-Length: 12\r\n\r\n{}";
        let head = parse(text).unwrap().unwrap();
        assert_eq!(&text[head.path.clone()], b"/v1/messages");
        assert_eq!(&text[head.query.clone()], b"beta=true");
        assert_eq!(&text[head.api_key.clone().unwrap()], b"abc");
        assert_eq!((head.length, head.body), (text.len() - 2, Body::Length(12)));
        assert!(head.post && head.keep_alive && !head.expects_continue);
    }

    #[test]
    fn every_beginning_of_a_head_asks_for_more() {
        let text = b"GET /v1/models HTTP/1.1\r\nConnection: close\r\n\r\n";
        for end in 0..text.len() {
            assert!(parse(&text[..end]).unwrap().is_none(), "{end}");
        }
        assert!(!parse(text).unwrap().unwrap().keep_alive);
        assert_eq!(parse(b"\x16\x03\x01 hello").unwrap_err(), Bad(400));
        assert_eq!(parse(&vec![b'a'; LONGEST]).unwrap_err(), Bad(431));
    }

    #[test]
    fn chunks_are_put_together_at_any_cut() {
        let text = b"4\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\nnext";
        for end in 0..text.len() - 4 {
            assert_eq!(unchunk(&text[..end], 100).unwrap(), None, "{end}");
        }
        assert_eq!(unchunk(text, 100).unwrap(), Some((b"{\"a\":1}".to_vec(), text.len() - 4)));
        assert_eq!(unchunk(text, 6).unwrap_err(), Bad(413));
        assert_eq!(unchunk(b"zz\r\n", 6).unwrap_err(), Bad(400));
    }
}
