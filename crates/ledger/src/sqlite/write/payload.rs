//! Payloads of a batch, packed before its transaction begins so that the file is locked for less long.

use std::io;

use rusqlite::{Connection, params};

use super::super::block::{Filling, Packed, Packer};
use super::super::fault::Fault;
use super::op::Op;
use super::queue::Waiting;

/// Which call: number of the write in the batch, number of the call in the write.
pub type Place = (usize, usize);

#[derive(Default)]
pub struct Payloads {
    blocks: Vec<(i64, Packed, Option<i64>)>,
    /// Block (index in `blocks`) and slot of each call, sorted by place.
    slots: Vec<(Place, usize, usize)>,
}

impl Payloads {
    /// Packs the payloads of every call settled in the batch; a block holds calls of one run.
    pub fn pack(batch: &[Waiting], packer: &mut Packer) -> io::Result<Payloads> {
        let mut out = Payloads::default();
        let mut filling: Vec<(i64, Filling, usize)> = Vec::new();
        let mut next = 0;
        let mut packed = Vec::new();
        for (number, waiting) in batch.iter().enumerate() {
            let Op::Settle { row, calls } = &waiting.op else { continue };
            for (item, call) in calls.iter().enumerate() {
                let at = filling.iter().position(|(known, ..)| known == row).unwrap_or_else(|| {
                    filling.push((*row, Filling::default(), next));
                    next += 1;
                    filling.len() - 1
                });
                let (_, block, index) = &mut filling[at];
                out.slots.push(((number, item), *index, block.add(call)));
                if block.is_full() {
                    let (row, block, index) = filling.swap_remove(at);
                    packed.push((index, row, packer.pack(&block)?));
                }
            }
        }
        for (row, block, index) in filling {
            packed.push((index, row, packer.pack(&block)?));
        }
        packed.sort_by_key(|(index, ..)| *index);
        out.blocks = packed.into_iter().map(|(_, row, block)| (row, block, None)).collect();
        Ok(out)
    }

    /// Writes the block of a call when it is the first of it, and says block and slot.
    pub fn place(&mut self, db: &Connection, place: Place) -> Result<(i64, i64), Fault> {
        let at = self.slots.binary_search_by_key(&place, |(known, ..)| *known);
        let found = at.ok().and_then(|at| self.slots.get(at)).copied();
        let Some((_, index, slot)) = found else { return Err(Fault::Damaged("payload")) };
        let Some((row, packed, id)) = self.blocks.get_mut(index) else {
            return Err(Fault::Damaged("payload"));
        };
        let id = match *id {
            Some(id) => id,
            None => {
                let insert = "insert into block (run, replies, evidence) values (?1, ?2, ?3)";
                let written =
                    db.prepare_cached(insert)?.insert(params![*row, packed.replies, packed.evidence])?;
                *id = Some(written);
                written
            }
        };
        Ok((id, slot as i64))
    }
}
