//! The coder: one object that reads or writes, and always records spans.

use crate::{Span, SpanKind, Spans, WireError, WireErrorKind};

/// A number on the wire that stands for something with a name.
pub trait Code: Copy + Default {
    /// Bytes it takes.
    const WIDTH: usize;
    /// From the wire; any number is a code, known or not.
    fn from_wire(number: u32) -> Self;
    /// To the wire.
    fn to_wire(self) -> u32;
    /// What the number stands for, if known.
    fn name(self) -> Option<&'static str>;
}

enum Mode<'a> {
    Read { input: &'a [u8], pos: usize },
    Write { out: Vec<u8> },
}

/// Reads or writes a layout's fields and records their spans.
pub struct Coder<'a> {
    mode: Mode<'a>,
    spans: Spans,
    open: Vec<usize>,
    /// Ends of the vectors being read, innermost last.
    ends: Vec<usize>,
    next_index: Option<usize>,
}

impl<'a> Coder<'a> {
    /// A coder that reads `input`.
    pub fn reader(input: &'a [u8]) -> Self {
        let ends = vec![input.len()];
        Coder { mode: Mode::Read { input, pos: 0 }, spans: Vec::new(), open: Vec::new(), ends, next_index: None }
    }

    /// A coder that writes.
    pub fn writer() -> Self {
        let mode = Mode::Write { out: Vec::new() };
        Coder { mode, spans: Vec::new(), open: Vec::new(), ends: Vec::new(), next_index: None }
    }

    /// True if it reads.
    pub fn is_reading(&self) -> bool {
        matches!(self.mode, Mode::Read { .. })
    }

    /// Offset of the next byte.
    pub fn position(&self) -> usize {
        match &self.mode {
            Mode::Read { pos, .. } => *pos,
            Mode::Write { out } => out.len(),
        }
    }

    /// Bytes left in the innermost vector being read; 0 when writing.
    pub fn left(&self) -> usize {
        self.ends.last().map_or(0, |end| end.saturating_sub(self.position()))
    }

    /// True if there is (when reading) more to read in the innermost vector.
    pub fn more(&self) -> bool {
        self.left() > 0
    }

    /// What has been recorded.
    pub fn into_spans(self) -> Spans {
        self.spans
    }

    /// What has been written, and its spans.
    pub fn into_output(self) -> (Vec<u8>, Spans) {
        match self.mode {
            Mode::Read { .. } => (Vec::new(), self.spans),
            Mode::Write { out } => (out, self.spans),
        }
    }

    /// Ends the outermost scope.
    ///
    /// # Errors
    /// If input is left over.
    pub fn finish(&mut self) -> Result<(), WireError> {
        match self.left() {
            0 => Ok(()),
            left => Err(self.error("the last field", WireErrorKind::Trailing { left })),
        }
    }

    /// An error at the current position.
    pub fn error(&self, name: &'static str, kind: WireErrorKind) -> WireError {
        let mut field: Vec<String> = self.open.iter().filter_map(|&i| self.spans.get(i)).map(Span::segment).collect();
        field.push(name.to_owned());
        WireError { at: self.position(), field: field.join("."), kind }
    }

    /// A field that holds others.
    ///
    /// # Errors
    /// Those of `inside`.
    pub fn group(
        &mut self,
        name: &'static str,
        inside: impl FnOnce(&mut Self) -> Result<(), WireError>,
    ) -> Result<(), WireError> {
        self.open_group(name);
        let result = inside(self);
        self.close_group();
        result
    }

    /// Renames the innermost open group, when its content tells its name.
    pub fn rename(&mut self, name: &'static str) {
        if let Some(span) = self.open.last().and_then(|&i| self.spans.get_mut(i)) {
            span.name = name;
        }
    }

    /// A number of `T::WIDTH` bytes with a name.
    ///
    /// # Errors
    /// If the input ends.
    pub fn code<T: Code>(&mut self, name: &'static str, value: &mut T) -> Result<(), WireError> {
        let mut number = value.to_wire();
        self.number(name, T::WIDTH, &mut number)?;
        *value = T::from_wire(number);
        if let Some(span) = self.spans.last_mut() {
            span.meaning = value.name();
        }
        Ok(())
    }

    /// A one-byte number.
    ///
    /// # Errors
    /// If the input ends.
    pub fn u8(&mut self, name: &'static str, value: &mut u8) -> Result<(), WireError> {
        let mut number = u32::from(*value);
        self.number(name, 1, &mut number)?;
        *value = number as u8;
        Ok(())
    }

    /// A two-byte number, big-endian.
    ///
    /// # Errors
    /// If the input ends.
    pub fn u16(&mut self, name: &'static str, value: &mut u16) -> Result<(), WireError> {
        let mut number = u32::from(*value);
        self.number(name, 2, &mut number)?;
        *value = number as u16;
        Ok(())
    }

    /// A four-byte number, big-endian.
    ///
    /// # Errors
    /// If the input ends.
    pub fn u32(&mut self, name: &'static str, value: &mut u32) -> Result<(), WireError> {
        self.number(name, 4, value)
    }

    /// Exactly `N` bytes.
    ///
    /// # Errors
    /// If the input ends.
    pub fn array<const N: usize>(&mut self, name: &'static str, value: &mut [u8; N]) -> Result<(), WireError> {
        let mut bytes = value.to_vec();
        self.bytes(name, N, &mut bytes)?;
        if let Ok(read) = <[u8; N]>::try_from(bytes) {
            *value = read;
        }
        Ok(())
    }

    /// Exactly `len` bytes, where another field tells the length.
    ///
    /// # Errors
    /// If the input ends.
    pub fn fixed(&mut self, name: &'static str, len: usize, value: &mut Vec<u8>) -> Result<(), WireError> {
        self.bytes(name, len, value)
    }

    /// `opaque name<min..max>` with a length prefix of `width` bytes.
    ///
    /// # Errors
    /// If the length is outside `bounds`, or the input ends.
    pub fn opaque(
        &mut self,
        name: &'static str,
        width: usize,
        bounds: std::ops::RangeInclusive<usize>,
        value: &mut Vec<u8>,
    ) -> Result<(), WireError> {
        let len = self.length(name, width, &bounds, value.len())?;
        self.bytes(name, len, value)
    }

    /// All that is left in the innermost vector.
    ///
    /// # Errors
    /// None when reading; writing never fails.
    pub fn rest(&mut self, name: &'static str, value: &mut Vec<u8>) -> Result<(), WireError> {
        let len = if self.is_reading() { self.left() } else { value.len() };
        self.bytes(name, len, value)
    }

    /// A vector of fields with a length prefix of `width` bytes: `inside` must use it up.
    ///
    /// # Errors
    /// If the length is outside `bounds`, bytes are left over, or `inside` fails.
    pub fn vector(
        &mut self,
        name: &'static str,
        width: usize,
        bounds: std::ops::RangeInclusive<usize>,
        inside: impl FnOnce(&mut Self) -> Result<(), WireError>,
    ) -> Result<(), WireError> {
        self.group(name, |c| c.confined(name, width, &bounds, inside))
    }

    /// A length prefix and fields that must use it up, without a group of their own.
    ///
    /// # Errors
    /// As [`Coder::vector`].
    pub fn confined(
        &mut self,
        name: &'static str,
        width: usize,
        bounds: &std::ops::RangeInclusive<usize>,
        inside: impl FnOnce(&mut Self) -> Result<(), WireError>,
    ) -> Result<(), WireError> {
        if self.is_reading() {
            let len = self.length(name, width, bounds, 0)?;
            let left = self.left();
            if len > left {
                return Err(self.error(name, WireErrorKind::Truncated { needed: len, left }));
            }
            self.ends.push(self.position().saturating_add(len));
            let result = inside(self).and_then(|()| match self.left() {
                0 => Ok(()),
                left => Err(self.error(name, WireErrorKind::Trailing { left })),
            });
            self.ends.pop();
            return result;
        }
        let prefix = self.position();
        self.length(name, width, &(0..=usize::MAX), 0)?;
        let start = self.position();
        inside(self)?;
        let len = self.position() - start;
        if !bounds.contains(&len) || len as u64 > longest(width) {
            let (min, max) = (*bounds.start(), *bounds.end());
            return Err(self.error(name, WireErrorKind::Length { got: len, min, max }));
        }
        if let Mode::Write { out } = &mut self.mode {
            let be = (len as u32).to_be_bytes();
            for (slot, byte) in
                out.iter_mut().skip(prefix).take(width).zip(be.iter().skip(4usize.saturating_sub(width)))
            {
                *slot = *byte;
            }
        }
        Ok(())
    }

    /// A vector of entries of one type, each named `entry`.
    ///
    /// # Errors
    /// As [`Coder::vector`].
    pub fn list<T: Default>(
        &mut self,
        name: &'static str,
        width: usize,
        bounds: std::ops::RangeInclusive<usize>,
        values: &mut Vec<T>,
        mut each: impl FnMut(&mut Self, &mut T) -> Result<(), WireError>,
    ) -> Result<(), WireError> {
        self.vector(name, width, bounds, |c| {
            if c.is_reading() {
                values.clear();
                while c.more() {
                    let mut value = T::default();
                    c.next_index = Some(values.len());
                    each(c, &mut value)?;
                    values.push(value);
                }
            } else {
                for (index, value) in values.iter_mut().enumerate() {
                    c.next_index = Some(index);
                    each(c, value)?;
                }
            }
            Ok(())
        })
    }

    /// A vector of codes, each named `entry`.
    ///
    /// # Errors
    /// As [`Coder::vector`].
    pub fn codes<T: Code>(
        &mut self,
        name: &'static str,
        entry: &'static str,
        width: usize,
        bounds: std::ops::RangeInclusive<usize>,
        values: &mut Vec<T>,
    ) -> Result<(), WireError> {
        self.list(name, width, bounds, values, |c, value| c.code(entry, value))
    }

    /// A number of `width` bytes (1 to 4), big-endian.
    ///
    /// # Errors
    /// If the input ends.
    pub fn number(&mut self, name: &'static str, width: usize, value: &mut u32) -> Result<(), WireError> {
        let start = self.position();
        self.raw_number(name, width, value)?;
        self.leaf(name, start, SpanKind::Number);
        Ok(())
    }

    fn length(
        &mut self,
        name: &'static str,
        width: usize,
        bounds: &std::ops::RangeInclusive<usize>,
        len: usize,
    ) -> Result<usize, WireError> {
        let start = self.position();
        let mut number = len as u32;
        self.raw_number(name, width, &mut number)?;
        let index = self.next_index.take();
        self.leaf(name, start, SpanKind::Length);
        self.next_index = index;
        let got = if self.is_reading() { number as usize } else { len };
        if bounds.contains(&got) && got as u64 <= longest(width) {
            Ok(got)
        } else {
            let kind = WireErrorKind::Length { got, min: *bounds.start(), max: *bounds.end() };
            Err(WireError { at: start, ..self.error(name, kind) })
        }
    }

    fn bytes(&mut self, name: &'static str, len: usize, value: &mut Vec<u8>) -> Result<(), WireError> {
        let start = self.position();
        let left = self.left();
        match &mut self.mode {
            Mode::Read { input, pos } => match take(input, pos, len, left) {
                Some(slice) => *value = slice.to_vec(),
                None => return Err(self.error(name, WireErrorKind::Truncated { needed: len, left })),
            },
            Mode::Write { out } => out.extend_from_slice(value),
        }
        self.leaf(name, start, SpanKind::Bytes);
        Ok(())
    }

    fn raw_number(&mut self, name: &'static str, width: usize, value: &mut u32) -> Result<(), WireError> {
        let left = self.left();
        match &mut self.mode {
            Mode::Read { input, pos } => match take(input, pos, width, left) {
                Some(slice) => {
                    *value = slice.iter().fold(0, |sum, &byte| sum << 8 | u32::from(byte));
                }
                None => return Err(self.error(name, WireErrorKind::Truncated { needed: width, left })),
            },
            Mode::Write { out } => out.extend(value.to_be_bytes().iter().skip(4usize.saturating_sub(width))),
        }
        Ok(())
    }

    fn open_group(&mut self, name: &'static str) {
        let start = self.position();
        let index = self.next_index.take();
        self.open.push(self.spans.len());
        let depth = self.open.len() - 1;
        self.spans.push(Span { name, index, start, end: start, depth, kind: SpanKind::Group, meaning: None });
    }

    fn close_group(&mut self) {
        let end = self.position();
        if let Some(span) = self.open.pop().and_then(|i| self.spans.get_mut(i)) {
            span.end = end;
        }
    }

    fn leaf(&mut self, name: &'static str, start: usize, kind: SpanKind) {
        let (end, depth, index) = (self.position(), self.open.len(), self.next_index.take());
        self.spans.push(Span { name, index, start, end, depth, kind, meaning: None });
    }
}

/// The greatest length that a prefix of so many bytes can tell: whatever the size of an address is here.
fn longest(width: usize) -> u64 {
    u64::from(u32::MAX.checked_shr(32u32.saturating_sub(8 * width as u32)).unwrap_or(0))
}

/// The next `len` bytes of the input, if so many are `left`.
fn take<'a>(input: &'a [u8], pos: &mut usize, len: usize, left: usize) -> Option<&'a [u8]> {
    let end = pos.checked_add(len).filter(|_| len <= left)?;
    let slice = input.get(*pos..end)?;
    *pos = end;
    Some(slice)
}

#[cfg(test)]
mod tests;
