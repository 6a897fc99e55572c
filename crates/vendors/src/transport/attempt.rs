//! One attempt: send, read within the limits, decode.

use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use terms::{Reply, Usage};
use tokio::time::{Instant, timeout};

use super::redact::Redactor;
use super::{Chunks, Incoming, SendFailure, SendMark, Sender};
use crate::{HttpRequest, HttpResponse, StreamDecoder, StreamEvent, Target, VendorError, What};

/// Longest error body read: what a person needs is in the first lines.
const LONGEST_ERROR: u64 = 1 << 20;
/// After a stream's end mark, how long to wait for the end of the body: with it the connection can be used again.
const GRACE: Duration = Duration::from_millis(250);

/// Sees the text of a stream as it comes.
pub(super) type OnEvent<'a> = Option<&'a mut (dyn FnMut(&StreamEvent) + Send)>;

/// What is sent, how, and within what limits.
pub(super) struct Question<'a> {
    pub(super) sender: &'a dyn Sender,
    pub(super) request: &'a HttpRequest,
    pub(super) target: &'a Target,
    pub(super) stream: bool,
    pub(super) redactor: &'a Redactor<'a>,
    pub(super) bounds: Bounds,
}

/// What limits an attempt's answer.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    /// Longest silence.
    pub(super) idle: Duration,
    /// Longest body.
    pub(super) bytes: u64,
}

/// An attempt as far as it got. It outlives the future that fills it, so that what was received before a deadline or
/// a cancellation is kept.
pub(super) struct Progress {
    pub(super) started: Instant,
    pub(super) mark: SendMark,
    pub(super) status: Option<u16>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    /// The end of the answer was seen.
    pub(super) complete: bool,
    pub(super) first_text: Option<Instant>,
    /// When the answer ended, which may be before its connection was free again.
    pub(super) ended: Option<Instant>,
    decoder: Option<Box<dyn StreamDecoder>>,
}

/// Why an attempt has no whole answer.
pub(super) enum Broken {
    Failure(SendFailure),
    /// No byte for this long.
    Idle(Duration),
    TooLarge,
    /// The stream's decoder cannot go on: the vendor's own error in it, or bytes that are not the protocol.
    Undecodable(VendorError),
}

impl Progress {
    pub(super) fn new() -> Progress {
        Progress {
            started: Instant::now(),
            mark: SendMark::default(),
            status: None,
            headers: Vec::new(),
            body: Vec::new(),
            complete: false,
            first_text: None,
            ended: None,
            decoder: None,
        }
    }

    /// Sends the request and reads the answer to its end.
    pub(super) async fn run(
        &mut self,
        question: &Question<'_>,
        on_event: &mut OnEvent<'_>,
    ) -> Result<(), Broken> {
        let Question { sender, request, target, stream, redactor, bounds } = *question;
        let incoming = sender.send(request, self.mark.clone()).await.map_err(Broken::Failure)?;
        let Incoming { status, headers, body } = incoming;
        self.status = Some(status);
        self.headers = headers;
        if !(200..300).contains(&status) {
            return self.read_error(body, bounds).await;
        }
        // a vendor may answer at once what was asked as a stream, or stream what was not
        let events = match self.header("content-type") {
            Some(kind) if kind.starts_with("text/event-stream") => true,
            Some(kind) if kind.starts_with("application/json") => false,
            _ => stream,
        };
        if events {
            self.decoder = Some(target.stream_decoder());
            self.read_stream(body, bounds, redactor, on_event).await
        } else {
            self.read_whole(body, bounds).await
        }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    async fn read_whole(&mut self, mut body: Chunks, bounds: Bounds) -> Result<(), Broken> {
        if let Some(length) = self.header("content-length").and_then(|v| v.parse::<usize>().ok()) {
            // a header may lie: no more than this is reserved on its word
            self.body.reserve_exact(length.min(1 << 20));
        }
        while let Some(chunk) = next(&mut body, bounds.idle).await? {
            self.keep(&chunk, bounds.bytes)?;
        }
        self.complete = true;
        Ok(())
    }

    /// The status already tells what happened: a body that is long, slow or cut changes nothing.
    async fn read_error(&mut self, mut body: Chunks, bounds: Bounds) -> Result<(), Broken> {
        let limit = bounds.bytes.min(LONGEST_ERROR);
        while let Ok(chunk) = next(&mut body, bounds.idle).await {
            match chunk {
                Some(chunk) => {
                    if self.keep(&chunk, limit).is_err() {
                        break;
                    }
                }
                None => {
                    self.complete = true;
                    break;
                }
            }
        }
        Ok(())
    }

    async fn read_stream(
        &mut self,
        mut body: Chunks,
        bounds: Bounds,
        redactor: &Redactor<'_>,
        on_event: &mut OnEvent<'_>,
    ) -> Result<(), Broken> {
        let mut events = Vec::new();
        loop {
            let Some(chunk) = next(&mut body, bounds.idle).await? else { break };
            self.keep(&chunk, bounds.bytes)?;
            let Some(decoder) = &mut self.decoder else { break };
            let pushed = decoder.push(&chunk, &mut events);
            for event in events.drain(..) {
                if self.first_text.is_none() && matches!(event, StreamEvent::Text(_)) {
                    self.first_text = Some(Instant::now());
                }
                if let Some(see) = on_event.as_mut() {
                    see(&redactor.event(event));
                }
            }
            pushed.map_err(Broken::Undecodable)?;
            if decoder.ended() {
                self.ended = Some(Instant::now());
                let _ = timeout(GRACE, self.drain(body, bounds)).await;
                break;
            }
        }
        self.complete = true;
        Ok(())
    }

    async fn drain(&mut self, mut body: Chunks, bounds: Bounds) {
        while let Ok(Some(chunk)) = next(&mut body, bounds.idle).await {
            if self.keep(&chunk, bounds.bytes).is_err() {
                return;
            }
        }
    }

    fn keep(&mut self, chunk: &[u8], limit: u64) -> Result<(), Broken> {
        let room = usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(self.body.len());
        self.body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if chunk.len() > room { Err(Broken::TooLarge) } else { Ok(()) }
    }

    /// What was received, free of the key, and the reply in it when the attempt ran to its end.
    pub(super) fn decode(&mut self, target: &Target, redactor: &Redactor<'_>) -> Decoded {
        let raw = std::mem::take(&mut self.body);
        let received = raw.len() as u64;
        let body = Bytes::from(redactor.bytes(&raw).unwrap_or(raw));
        let headers = std::mem::take(&mut self.headers);
        let response = HttpResponse { status: self.status.unwrap_or(0), headers, body };
        let decoder = self.decoder.take();
        let partial = decoder.as_ref().and_then(|d| d.partial_usage());
        let whole = self.complete && (200..300).contains(&response.status);
        let reply = whole.then(|| match decoder {
            Some(decoder) => decoder.finish(),
            None if encoded(&response) => Err(VendorError::Malformed {
                vendor: target.vendor.name.clone(),
                what: What::Reply,
                offset: 0,
            }),
            None => target.decode(&response).map_err(|error| match error {
                // the closing of the connection was the only end mark: a half reply is a cut one
                VendorError::Malformed { vendor, .. } if unframed(&response) => {
                    VendorError::CutStream { vendor, bytes: received }
                }
                error => error,
            }),
        });
        let mut decoded = Decoded { response, reply, partial, received };
        if let Some(Ok(reply)) = &mut decoded.reply
            && redactor.reply(reply)
        {
            // the deltas of a stream may hold the key in pieces that no search of the bytes finds
            decoded.response.body = Bytes::from_static(super::redact::REDACTED.as_bytes());
        }
        decoded
    }
}

/// An answer as it can be kept.
pub(super) struct Decoded {
    pub(super) response: HttpResponse,
    /// The reply of a 2xx that came whole.
    pub(super) reply: Option<Result<Reply, VendorError>>,
    /// What a stream's vendor had counted.
    pub(super) partial: Option<Usage>,
    /// Bytes of body received.
    pub(super) received: u64,
}

/// Compression is never asked for, so that evidence is the bytes as sent.
fn encoded(response: &HttpResponse) -> bool {
    response.header("content-encoding").is_some_and(|v| !v.trim().eq_ignore_ascii_case("identity"))
}

fn unframed(response: &HttpResponse) -> bool {
    response.header("content-length").is_none() && response.header("transfer-encoding").is_none()
}

async fn next(body: &mut Chunks, idle: Duration) -> Result<Option<Bytes>, Broken> {
    match timeout(idle, body.next()).await {
        Err(_) => Err(Broken::Idle(idle)),
        Ok(None) => Ok(None),
        Ok(Some(Ok(chunk))) => Ok(Some(chunk)),
        Ok(Some(Err(failure))) => Err(Broken::Failure(failure)),
    }
}
