//! One connection from its first byte to its last.

use std::borrow::Cow;
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::{Buf, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep_until};

use super::head::{Bad, Body, Head, parse, unchunk};
use super::reason;
use super::wire::After;
use crate::invoice::{Delivered, Entry, Line};
use crate::service::{Outcome, Shared};

/// A client's connection and the bytes read ahead.
struct Socket {
    stream: TcpStream,
    input: BytesMut,
}

/// Serves requests until the client or a fault ends the connection.
pub(crate) async fn run(stream: TcpStream, shared: Arc<Shared>) {
    shared.connections.fetch_add(1, Ordering::Relaxed);
    let mut socket = Socket { stream, input: BytesMut::with_capacity(8 << 10) };
    loop {
        let (outcome, used) = match socket.next(&shared).await {
            Ok(Some((head, body, used))) => {
                let outcome = match body {
                    Cow::Borrowed(_) => shared.serve(&head, &socket.input, &socket.input[head.length..used]),
                    Cow::Owned(body) => shared.serve(&head, &socket.input, &body),
                };
                (outcome, used)
            }
            Ok(None) => return,
            Err(Bad(status)) => return socket.refuse(status).await,
        };
        socket.input.advance(used);
        if !socket.deliver(outcome, &shared).await {
            return;
        }
    }
}

impl Socket {
    /// The next request: its head, its body (borrowed: it lies in the buffer after the head) and the bytes of the
    /// buffer it takes; `None` when the client is gone.
    async fn next(&mut self, shared: &Shared) -> Result<Option<(Head, Cow<'static, [u8]>, usize)>, Bad> {
        let most = shared.config.max_body_bytes;
        let head = loop {
            if !self.input.is_empty()
                && let Some(head) = parse(&self.input)?
            {
                break head;
            }
            if !self.read(4 << 10).await {
                return Ok(None);
            }
        };
        if head.expects_continue && self.input.len() == head.length {
            let go_on = self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await;
            if go_on.is_err() {
                return Ok(None);
            }
        }
        let used = match head.body {
            Body::None => head.length,
            Body::Length(length) if length > most => return Err(Bad(413)),
            Body::Length(length) => {
                let end = head.length + length;
                while self.input.len() < end {
                    let missing = end - self.input.len();
                    if !self.read(missing).await {
                        return Ok(None);
                    }
                }
                end
            }
            Body::Chunked => loop {
                if let Some((body, used)) = unchunk(&self.input[head.length..], most)? {
                    let used = head.length + used;
                    return Ok(Some((head, Cow::Owned(body), used)));
                }
                if self.input.len() > most.saturating_mul(2).saturating_add(super::head::LONGEST) {
                    return Err(Bad(413));
                }
                if !self.read(16 << 10).await {
                    return Ok(None);
                }
            },
        };
        Ok(Some((head, Cow::Borrowed(&[]), used)))
    }

    /// Reads what there is; whether the client is still there.
    async fn read(&mut self, room: usize) -> bool {
        self.input.reserve(room);
        matches!(self.stream.read_buf(&mut self.input).await, Ok(n) if n > 0)
    }

    /// Answers bytes that are no request, in no vendor's shape, and closes.
    async fn refuse(mut self, status: u16) {
        let head =
            format!("HTTP/1.1 {status} {}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n", reason(status));
        if self.stream.write_all(head.as_bytes()).await.is_ok() {
            self.close().await;
        }
    }

    /// Writes an answer as planned; whether the connection serves on.
    async fn deliver(&mut self, outcome: Outcome, shared: &Arc<Shared>) -> bool {
        let Outcome { plan, latency, hang, line, .. } = outcome;
        let mut open = line.map(|line| Open { shared, line: Some(line) });
        if !latency.is_zero() && !self.wait(latency).await {
            return false;
        }
        if hang {
            self.until_gone().await;
            return false;
        }
        let mut start = 0;
        for (i, end) in plan.ends.iter().copied().enumerate() {
            if i > 0 && !plan.gap.is_zero() && !self.wait(plan.gap).await {
                return false;
            }
            // a client that holds its whole answer finds it on the invoice: the books come before the last write
            let last = i + 1 == plan.ends.len() && plan.endless.is_none();
            let entry = open.take_if(|_| last).and_then(Open::settle);
            if self.stream.write_all(&plan.bytes[start..end]).await.is_err() {
                if let Some(entry) = entry {
                    shared.spoil(entry);
                }
                return false;
            }
            start = end;
        }
        if let Some(block) = &plan.endless {
            while self.stream.write_all(block).await.is_ok() {
                if !plan.gap.is_zero() && !self.wait(plan.gap).await {
                    return false;
                }
            }
            return false;
        }
        match plan.after {
            After::KeepAlive => return true,
            After::Hang => self.until_gone().await,
            After::Close => self.close().await,
            After::Reset => {
                let _ = self.stream.set_zero_linger();
            }
        }
        false
    }

    /// Waits while the client stays; whether it did.
    async fn wait(&mut self, time: Duration) -> bool {
        let end = Instant::now() + time;
        loop {
            tokio::select! {
                biased;
                () = sleep_until(end) => return true,
                ready = self.stream.readable() => {
                    if ready.is_err() || !self.peek() {
                        return false;
                    }
                }
            }
            // bytes of a next request sent early: nothing more to learn from reading on
            if self.input.len() >= super::head::LONGEST {
                sleep_until(end).await;
                return true;
            }
        }
    }

    /// Waits for the client to leave.
    async fn until_gone(&mut self) {
        while self.read(4 << 10).await {
            self.input.clear();
        }
    }

    /// Takes in what has come; whether the client is still there.
    fn peek(&mut self) -> bool {
        self.input.reserve(4 << 10);
        match self.stream.try_read_buf(&mut self.input) {
            Ok(0) => false,
            Ok(_) => true,
            Err(e) => e.kind() == io::ErrorKind::WouldBlock,
        }
    }

    /// Closes so that what was written is read: closing on unread bytes would reset the connection and may take the
    /// answer with it.
    async fn close(&mut self) {
        if self.stream.shutdown().await.is_ok() {
            let _ = tokio::time::timeout(Duration::from_millis(500), self.until_gone()).await;
        }
    }
}

/// A request being answered. Dropped before it is settled, its answer was cut.
struct Open<'s> {
    shared: &'s Shared,
    line: Option<Line>,
}

impl Open<'_> {
    fn settle(mut self) -> Option<Entry> {
        let entry = self.shared.settle(self.line.take()?);
        self.shared.in_flight.fetch_sub(1, Ordering::Relaxed);
        Some(entry)
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        if let Some(mut line) = self.line.take() {
            if line.delivered == Delivered::Full {
                line.delivered = Delivered::Cut;
            }
            self.shared.settle(line);
            self.shared.in_flight.fetch_sub(1, Ordering::Relaxed);
        }
    }
}
