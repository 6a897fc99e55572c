//! From an answer and its faults to the writes that carry it.

use std::time::Duration;

use crate::fault::{Fault, How, Malformed, Of};
use crate::script::Endpoint;
use crate::wire::Events;

/// A body before it is framed.
pub(crate) enum Content {
    /// Sent with its length.
    Whole(Vec<u8>),
    /// Sent in chunks.
    Stream(Events),
}

/// What happens after the last write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    KeepAlive,
    Close,
    Reset,
    Hang,
}

/// Bytes for the socket and when they leave.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) bytes: Vec<u8>,
    /// Where each write ends; one write when nothing slows it.
    pub(crate) ends: Vec<usize>,
    /// Wait between two writes.
    pub(crate) gap: Duration,
    /// Written again and again after the rest.
    pub(crate) endless: Option<Vec<u8>>,
    pub(crate) after: After,
    /// Whether the client can read the whole answer, as it should be.
    pub(crate) intact: bool,
}

/// Frames an answer without faults. `head` is the status line and the headers but those of the framing.
pub(crate) fn plain(mut head: Vec<u8>, content: &Content, keep_alive: bool) -> Plan {
    framing(&mut head, content, keep_alive);
    match content {
        Content::Whole(body) => head.extend_from_slice(body),
        Content::Stream(events) => {
            chunk(&mut head, &events.bytes);
            head.extend_from_slice(b"0\r\n\r\n");
        }
    }
    Plan {
        ends: vec![head.len()],
        bytes: head,
        gap: Duration::ZERO,
        endless: None,
        after: if keep_alive { After::KeepAlive } else { After::Close },
        intact: true,
    }
}

fn framing(head: &mut Vec<u8>, content: &Content, keep_alive: bool) {
    match content {
        Content::Whole(body) => {
            head.extend_from_slice(b"content-type: application/json\r\ncontent-length: ");
            head.extend_from_slice(body.len().to_string().as_bytes());
        }
        Content::Stream(_) => head.extend_from_slice(
            b"content-type: text/event-stream; charset=utf-8\r\ncache-control: no-cache\r\ntransfer-encoding: chunked",
        ),
    }
    head.extend_from_slice(if keep_alive { b"\r\n\r\n" } else { b"\r\nconnection: close\r\n\r\n" });
}

fn chunk(out: &mut Vec<u8>, data: &[u8]) {
    if !data.is_empty() {
        out.extend_from_slice(format!("{:x}\r\n", data.len()).as_bytes());
        out.extend_from_slice(data);
        out.extend_from_slice(b"\r\n");
    }
}

/// Frames an answer with its faults.
pub(crate) fn faulty(
    mut head: Vec<u8>,
    mut content: Content,
    keep_alive: bool,
    fault: &Fault,
    shape: Endpoint,
    id: u64,
) -> Plan {
    let spoiled = spoil(&mut content, fault, shape, id);
    if fault.endless {
        return endless(head, content, fault);
    }
    let keep_alive = keep_alive && fault.cut.is_none();
    let body_cut = fault.cut.filter(|c| c.of == Of::Body);
    framing(&mut head, &content, keep_alive);
    let mut ends = Vec::new();
    let mut cut_short = false;
    match &content {
        Content::Whole(body) => {
            let sent = body_cut.map_or(body.len(), |c| c.at.min(body.len()));
            cut_short = sent < body.len();
            head.extend_from_slice(&body[..sent]);
        }
        Content::Stream(events) => {
            let all = events.bytes.len();
            let sent = body_cut.map_or(all, |c| c.at.min(all));
            cut_short |= sent < all;
            let mut start = 0;
            // events leave one by one when something slows them, together otherwise
            let paced = if fault.pace_ms.is_some() { &events.ends[..] } else { &[] };
            for end in paced.iter().copied().filter(|e| *e < sent).chain([sent]) {
                chunk(&mut head, &events.bytes[start..end]);
                if end < sent {
                    ends.push(head.len());
                }
                start = end;
            }
            if !cut_short {
                head.extend_from_slice(b"0\r\n\r\n");
            }
        }
    }
    if let Some(cut) = fault.cut.filter(|c| c.of == Of::Response) {
        cut_short = cut.at < head.len();
        head.truncate(cut.at);
    }
    let mut plan = Plan {
        ends,
        bytes: head,
        gap: Duration::from_millis(fault.pace_ms.unwrap_or(0)),
        endless: None,
        after: match fault.cut.map(|c| c.how) {
            None if keep_alive => After::KeepAlive,
            None | Some(How::Close) => After::Close,
            Some(How::Reset) => After::Reset,
            Some(How::Hang) => After::Hang,
        },
        intact: !spoiled && !cut_short,
    };
    if let Some(drip) = fault.drip {
        plan.ends = (0..plan.bytes.len()).step_by(drip.bytes.max(1)).skip(1).collect();
        plan.gap = Duration::from_millis(drip.every_ms);
    }
    let total = plan.bytes.len();
    plan.ends.retain(|end| *end < total);
    plan.ends.push(total);
    plan
}

/// Spoils the body as told; whether it did.
fn spoil(content: &mut Content, fault: &Fault, shape: Endpoint, id: u64) -> bool {
    if let (Some(after), Content::Stream(events)) = (fault.stream_error_after, &mut *content) {
        let kept = usize::try_from(after).unwrap_or(usize::MAX).min(events.texts.len()) + events.texts.start;
        events.ends.truncate(kept);
        events.bytes.truncate(events.ends.last().copied().unwrap_or(0));
        events.bytes.extend_from_slice(&shape.error_event(id));
        events.ends.push(events.bytes.len());
        events.texts.end = kept;
        return true;
    }
    let Some(how) = fault.malformed else { return false };
    match (how, &mut *content) {
        (Malformed::Html, _) => {
            *content = Content::Whole(b"<html><body><h1>502 Bad Gateway</h1></body></html>".to_vec())
        }
        (Malformed::Empty, _) => *content = Content::Whole(Vec::new()),
        // a body that is no stream has no framing to lose: it loses its end
        (Malformed::Json | Malformed::Sse, Content::Whole(body)) => body.truncate(body.len() * 2 / 3),
        (Malformed::Json, Content::Stream(events)) => {
            let middle = events.ends.len() / 2;
            let event = events.event(middle);
            // two closing braces and the empty line go, the line's end stays
            let broken = [&event[..event.len().saturating_sub(4)], b"\n\n"].concat();
            replace(events, middle, &broken);
        }
        (Malformed::Sse, Content::Stream(events)) => {
            let text = String::from_utf8_lossy(&events.bytes).replace("data: ", "").replace("event: ", "");
            events.bytes = text.into_bytes();
            events.ends = vec![events.bytes.len()];
        }
        (Malformed::Utf8, Content::Whole(body)) => {
            let middle = body.len() / 2;
            body.insert(middle, 0xff);
        }
        (Malformed::Utf8, Content::Stream(events)) => {
            let middle = events.ends.len() / 2;
            let mut broken = events.event(middle).to_vec();
            broken.insert(broken.len().saturating_sub(8), 0xff);
            replace(events, middle, &broken);
        }
    }
    true
}

fn replace(events: &mut Events, index: usize, by: &[u8]) {
    let start = index.checked_sub(1).map_or(0, |i| events.ends[i]);
    let old = events.ends[index] - start;
    events.bytes.splice(start..start + old, by.iter().copied());
    for end in &mut events.ends[index..] {
        *end = *end + by.len() - old;
    }
}

/// The beginning of the answer, then text for ever, always in chunks.
fn endless(mut head: Vec<u8>, content: Content, fault: &Fault) -> Plan {
    let (kind, start, again) = match content {
        Content::Whole(body) => {
            // up to the first letter of the text, or of the first string
            let mark = [&b"\"content\":\""[..], b"\"text\":\"", b"\":\""]
                .iter()
                .find_map(|m| body.windows(m.len()).position(|w| w == *m).map(|at| at + m.len()));
            let start = body[..mark.unwrap_or(body.len())].to_vec();
            ("application/json", start, "encore et encore, ".repeat(1_000).into_bytes())
        }
        Content::Stream(events) => {
            let first = events.texts.start;
            let (until, event) = if events.texts.is_empty() {
                (events.bytes.len(), b": still here\n\n".to_vec())
            } else {
                (events.ends[first], events.event(first).to_vec())
            };
            let times = (16 << 10) / event.len().max(1) + 1;
            ("text/event-stream; charset=utf-8", events.bytes[..until].to_vec(), event.repeat(times))
        }
    };
    head.extend_from_slice(format!("content-type: {kind}\r\ntransfer-encoding: chunked\r\n\r\n").as_bytes());
    chunk(&mut head, &start);
    let mut block = Vec::with_capacity(again.len() + 16);
    chunk(&mut block, &again);
    Plan {
        ends: vec![head.len()],
        bytes: head,
        gap: Duration::from_millis(fault.pace_ms.unwrap_or(0)),
        endless: Some(block),
        after: After::Close,
        intact: false,
    }
}

#[cfg(test)]
mod tests;
