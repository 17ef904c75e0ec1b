//! Cuts a stream of bytes into records.

use super::HEADER;

/// Holds what has arrived until it makes a record. Holds at most one record and what came with it.
#[derive(Clone, Debug, Default)]
pub struct Deframer {
    buffer: Vec<u8>,
    taken: usize,
}

impl Deframer {
    /// Takes in bytes as they come.
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.taken > 0 {
            self.buffer.drain(..self.taken);
            self.taken = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// Type and length in the next record's header, if that is complete.
    pub fn header(&self) -> Option<(u8, usize)> {
        match self.waiting() {
            [content_type, _, _, high, low, ..] => Some((*content_type, usize::from(*high) << 8 | usize::from(*low))),
            _ => None,
        }
    }

    /// The next record, if it is complete.
    pub fn take(&mut self) -> Option<Vec<u8>> {
        let (_, len) = self.header()?;
        let record = self.waiting().get(..HEADER + len)?.to_vec();
        self.taken += record.len();
        Some(record)
    }

    /// Bytes that no record has used up.
    pub fn waiting(&self) -> &[u8] {
        self.buffer.get(self.taken..).unwrap_or_default()
    }
}
