/// Many short strings in one allocation, numbered, and findable by their bytes.
#[derive(Clone, Debug, Default)]
pub struct Strings {
    bytes: Vec<u8>,
    ends: Vec<u32>,
    /// Numbers in the order of their bytes; made by [`Strings::index`].
    sorted: Vec<u32>,
}

impl Strings {
    /// Adds one; its number is how many there were.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The one of this number; empty past the end.
    pub fn get(&self, at: u32) -> &[u8] {
        let at = at as usize;
        let start = if at == 0 { 0 } else { self.ends.get(at - 1).copied().unwrap_or(0) };
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.bytes.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Makes them findable.
    pub fn index(&mut self) {
        let mut sorted: Vec<u32> = (0..self.len() as u32).collect();
        // of equal ones the first is found
        sorted.sort_by(|a, b| self.get(*a).cmp(self.get(*b)).then(a.cmp(b)));
        self.sorted = sorted;
    }

    /// The number of the one with these bytes; empty ones are not found.
    pub fn find(&self, bytes: &[u8]) -> Option<u32> {
        let at = self.sorted.partition_point(|n| self.get(*n) < bytes);
        let found = *self.sorted.get(at)?;
        (!bytes.is_empty() && self.get(found) == bytes).then_some(found)
    }

    /// Bytes of all of them.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }
}
