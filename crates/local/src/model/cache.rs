//! Keys and values of the positions read so far, in the layouts attention reads them.

use super::Config;

/// Positions are added in steps of this many: a whole number of the widest registers.
pub(super) const STEP: usize = 32;

/// What one sequence has read: grows as it is read, keeps its memory when it is emptied.
pub struct Cache {
    layers: Vec<Layer>,
    length: usize,
    room: usize,
    kv_heads: usize,
    head: usize,
}

#[derive(Default)]
struct Layer {
    /// (kv_heads, head, room): the same number of successive positions lie together.
    keys: Vec<f32>,
    /// (kv_heads, room, head).
    values: Vec<f32>,
}

impl Cache {
    /// An empty one.
    pub fn new(config: &Config) -> Cache {
        let layers = (0..config.layers).map(|_| Layer::default()).collect();
        Cache { layers, length: 0, room: 0, kv_heads: config.kv_heads, head: config.head }
    }

    /// Positions held.
    pub fn length(&self) -> usize {
        self.length
    }

    /// Forgets the positions from `length` on.
    pub fn truncate(&mut self, length: usize) {
        self.length = self.length.min(length);
    }

    /// A copy of the first positions.
    #[must_use]
    pub fn beginning(&self, length: usize) -> Cache {
        let length = length.min(self.length);
        let layers = (0..self.layers.len()).map(|_| Layer::default()).collect();
        let mut copy = Cache { layers, length: 0, room: 0, kv_heads: self.kv_heads, head: self.head };
        copy.reserve(length);
        let (head, old, new) = (self.head, self.room, copy.room);
        for (to, from) in copy.layers.iter_mut().zip(&self.layers) {
            for (to, from) in to.keys.chunks_exact_mut(new.max(1)).zip(from.keys.chunks_exact(old.max(1))) {
                to[..length].copy_from_slice(&from[..length]);
            }
            let values = from.values.chunks_exact((old * head).max(1));
            for (to, from) in to.values.chunks_exact_mut((new * head).max(1)).zip(values) {
                to[..length * head].copy_from_slice(&from[..length * head]);
            }
        }
        copy.length = length;
        copy
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.layers.len() * 2 * self.kv_heads * self.head * self.room * size_of::<f32>()
    }

    /// Makes room for positions up to `length`.
    pub(super) fn reserve(&mut self, length: usize) {
        if length <= self.room {
            return;
        }
        let room = length.max(self.room * 2).next_multiple_of(STEP);
        let (heads, head, old, held) = (self.kv_heads, self.head, self.room, self.length);
        for layer in &mut self.layers {
            let mut keys = vec![0.0; heads * head * room];
            for (new, kept) in keys.chunks_exact_mut(room).zip(layer.keys.chunks_exact(old.max(1))) {
                new[..held].copy_from_slice(&kept[..held]);
            }
            let mut values = vec![0.0; heads * room * head];
            let kept = layer.values.chunks_exact((old * head).max(1));
            for (new, kept) in values.chunks_exact_mut(room * head).zip(kept) {
                new[..held * head].copy_from_slice(&kept[..held * head]);
            }
            *layer = Layer { keys, values };
        }
        self.room = room;
    }

    /// Writes one position of one layer: `keys` and `values` are (kv_heads, head).
    pub(super) fn write(&mut self, layer: usize, position: usize, keys: &[f32], values: &[f32]) {
        let (head, room) = (self.head, self.room);
        let layer = &mut self.layers[layer];
        for (column, key) in layer.keys.chunks_exact_mut(room).zip(keys) {
            column[position] = *key;
        }
        for (of_head, value) in layer.values.chunks_exact_mut(room * head).zip(values.chunks_exact(head)) {
            of_head[position * head..][..head].copy_from_slice(value);
        }
    }

    pub(super) fn grew_to(&mut self, length: usize) {
        self.length = length;
    }

    /// Keys (head, room) and values (room, head) of a head.
    pub(super) fn head(&self, layer: usize, head: usize) -> (&[f32], &[f32]) {
        let size = self.head * self.room;
        let layer = &self.layers[layer];
        (&layer.keys[head * size..][..size], &layer.values[head * size..][..size])
    }

    pub(super) fn room(&self) -> usize {
        self.room
    }
}
