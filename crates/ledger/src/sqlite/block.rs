//! Payloads of many calls compressed together: similar requests and answers cost little more than one.
//!
//! A block is one zstd frame cut in two at a flush point. The first part holds the decoded replies and is
//! readable alone; the second holds the bytes of the exchange, which mostly repeat the first.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use zstd::stream::write::Encoder;
use zstd::zstd_safe::{CCtx, CParameter, DCtx, InBuffer, OutBuffer, ResetDirective};

use super::codec::{Damaged, Reader, put_bytes, put_number, put_reply};
use crate::{Evidence, Settled};

/// Calls in a block at most.
pub const CALLS: usize = 64;
/// A block is closed when it holds so many bytes: reading one call must not cost much memory.
const BYTES: usize = 1 << 20;
/// Decoded replies kept for pages and for reuse.
const CACHED: usize = 8 << 20;

/// A block being filled.
#[derive(Default)]
pub struct Filling {
    replies: Vec<u8>,
    reply_ends: Vec<usize>,
    evidence: Vec<u8>,
    evidence_ends: Vec<usize>,
}

impl Filling {
    pub fn is_full(&self) -> bool {
        self.reply_ends.len() >= CALLS || self.replies.len() + self.evidence.len() >= BYTES
    }

    /// Adds a call and says its slot.
    pub fn add(&mut self, call: &Settled) -> usize {
        if let Some(reply) = &call.reply {
            put_reply(&mut self.replies, reply);
        }
        self.reply_ends.push(self.replies.len());
        let evidence = &call.evidence;
        put_bytes(&mut self.evidence, &evidence.request_head);
        put_bytes(&mut self.evidence, &evidence.request_body);
        put_number(&mut self.evidence, evidence.status.map_or(0, |status| u64::from(status) + 1));
        put_bytes(&mut self.evidence, &evidence.response_head);
        put_bytes(&mut self.evidence, &evidence.response_body);
        self.evidence_ends.push(self.evidence.len());
        self.reply_ends.len() - 1
    }
}

/// A block ready to be stored.
#[derive(Debug)]
pub struct Packed {
    pub replies: Vec<u8>,
    pub evidence: Vec<u8>,
}

/// Compresses blocks, keeping its working memory between them.
pub struct Packer {
    context: CCtx<'static>,
}

impl Packer {
    pub fn new(level: i32) -> io::Result<Packer> {
        let mut context = CCtx::try_create().ok_or(io::ErrorKind::OutOfMemory)?;
        let failed = |code| io::Error::other(zstd::zstd_safe::get_error_name(code));
        context.set_parameter(CParameter::CompressionLevel(level)).map_err(failed)?;
        Ok(Packer { context })
    }

    pub fn pack(&mut self, block: &Filling) -> io::Result<Packed> {
        let failed = |code| io::Error::other(zstd::zstd_safe::get_error_name(code));
        self.context.reset(ResetDirective::SessionOnly).map_err(failed)?;
        let mut encoder = Encoder::with_context(Vec::new(), &mut self.context);
        encoder.write_all(&header(&block.reply_ends))?;
        encoder.write_all(&block.replies)?;
        encoder.flush()?;
        let cut = encoder.get_ref().len();
        encoder.write_all(&header(&block.evidence_ends))?;
        encoder.write_all(&block.evidence)?;
        let mut replies = encoder.finish()?;
        let evidence = replies.split_off(cut);
        Ok(Packed { replies, evidence })
    }
}

fn header(ends: &[usize]) -> Vec<u8> {
    let mut out = Vec::with_capacity(2 * ends.len() + 2);
    put_number(&mut out, ends.len() as u64);
    let mut start = 0;
    for end in ends {
        put_number(&mut out, (end - start) as u64);
        start = *end;
    }
    out
}

/// Bytes of several slots, decompressed.
#[derive(Debug)]
pub struct Slots {
    bytes: Bytes,
    ranges: Vec<Range<usize>>,
}

impl Slots {
    /// What is left of a pruned block.
    pub fn none() -> Slots {
        Slots { bytes: Bytes::new(), ranges: Vec::new() }
    }

    fn read(bytes: Vec<u8>) -> Result<Slots, Damaged> {
        let mut reader = Reader::new(&bytes);
        let count = usize::try_from(reader.number()?).map_err(|_| Damaged)?;
        // each slot takes at least the byte of its length
        if count > bytes.len() {
            return Err(Damaged);
        }
        let lengths = (0..count).map(|_| reader.number()).collect::<Result<Vec<_>, _>>()?;
        let mut start = bytes.len() - reader.left();
        let mut ranges = Vec::with_capacity(count);
        for length in lengths {
            let end = usize::try_from(length).ok().and_then(|l| start.checked_add(l)).ok_or(Damaged)?;
            ranges.push(start..end);
            start = end;
        }
        if start != bytes.len() {
            return Err(Damaged);
        }
        Ok(Slots { bytes: bytes.into(), ranges })
    }

    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    pub fn get(&self, slot: usize) -> Option<Bytes> {
        self.ranges.get(slot).map(|range| self.bytes.slice(range.clone()))
    }
}

/// Decompresses blocks, keeping its working memory between them.
pub struct Unpacker {
    context: DCtx<'static>,
}

impl Unpacker {
    pub fn new() -> io::Result<Unpacker> {
        let context = DCtx::try_create().ok_or(io::ErrorKind::OutOfMemory)?;
        Ok(Unpacker { context })
    }

    /// Replies of a block.
    pub fn replies(&mut self, replies: &[u8]) -> Result<Slots, Damaged> {
        Slots::read(self.last_of(&[replies])?)
    }

    /// Evidence of a block, each slot to be read with [`evidence_of`].
    pub fn evidence(&mut self, replies: &[u8], evidence: &[u8]) -> Result<Slots, Damaged> {
        Slots::read(self.last_of(&[replies, evidence])?)
    }

    /// What the last part of a frame holds; the parts before it are read since it refers to them.
    fn last_of(&mut self, parts: &[&[u8]]) -> Result<Vec<u8>, Damaged> {
        self.context.reset(ResetDirective::SessionOnly).map_err(|_| Damaged)?;
        let mut out = Vec::new();
        for part in parts {
            out.clear();
            let mut input = InBuffer::around(part);
            loop {
                out.reserve((4 * part.len()).max(1 << 10));
                let (start, room) = (out.len(), out.capacity());
                let mut output = OutBuffer::around_pos(&mut out, start);
                self.context.decompress_stream(&mut output, &mut input).map_err(|_| Damaged)?;
                // room to spare: everything that was flushed has come out
                if input.pos() == part.len() && output.pos() < room {
                    break;
                }
            }
        }
        Ok(out)
    }
}

pub fn evidence_of(slot: &Bytes) -> Result<Evidence, Damaged> {
    let mut reader = Reader::new(slot);
    let evidence = Evidence {
        request_head: slot.slice_ref(reader.bytes()?),
        request_body: slot.slice_ref(reader.bytes()?),
        status: match reader.number()? {
            0 => None,
            status => Some(u16::try_from(status - 1).map_err(|_| Damaged)?),
        },
        response_head: slot.slice_ref(reader.bytes()?),
        response_body: slot.slice_ref(reader.bytes()?),
    };
    if reader.is_empty() { Ok(evidence) } else { Err(Damaged) }
}

/// The replies of the blocks read last, shared by the readers.
#[derive(Default)]
pub struct Cache(Mutex<VecDeque<(i64, Arc<Slots>)>>);

impl Cache {
    /// The replies of a block, read by `load` when they are not at hand.
    pub fn get<E>(&self, id: i64, load: impl FnOnce() -> Result<Slots, E>) -> Result<Arc<Slots>, E> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        {
            let mut kept = lock();
            if let Some(at) = kept.iter().position(|(kept, _)| *kept == id) {
                // the last used go to the front
                if let Some(found) = kept.remove(at) {
                    kept.push_front(found.clone());
                    return Ok(found.1);
                }
            }
        }
        let slots = Arc::new(load()?);
        let mut kept = lock();
        kept.push_front((id, Arc::clone(&slots)));
        let mut size: usize = kept.iter().map(|(_, slots)| slots.bytes.len()).sum();
        while size > CACHED
            && kept.len() > 1
            && let Some((_, dropped)) = kept.pop_back()
        {
            size -= dropped.bytes.len();
        }
        Ok(slots)
    }

    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[cfg(test)]
mod tests;
