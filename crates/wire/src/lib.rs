//! Bytes ↔ values ↔ spans.
//!
//! One description of a structure, its *layout*, serves three purposes: it parses, it serializes, and it records which
//! bytes belong to which field. They cannot disagree. This crate knows no TLS word.
#![forbid(unsafe_code)]

mod coder;
mod error;
mod span;

pub use coder::{Code, Coder};
pub use error::{WireError, WireErrorKind};
pub use span::{Span, SpanKind, Spans};

/// A structure with a layout.
pub trait Layout: Default {
    /// Reads or writes every field in wire order, as `c` demands.
    ///
    /// # Errors
    /// When reading, for input the layout does not admit; when writing, for a value too long for its length prefix.
    fn layout(&mut self, c: &mut Coder) -> Result<(), WireError>;
}

/// Reads a whole structure; the spans read so far survive an error.
pub fn decode<T: Layout>(bytes: &[u8]) -> (Result<T, WireError>, Spans) {
    let mut value = T::default();
    let mut c = Coder::reader(bytes);
    let result = value.layout(&mut c).and_then(|()| c.finish());
    (result.map(|()| value), c.into_spans())
}

/// Writes a structure.
///
/// # Errors
/// If a value is too long for its length prefix.
pub fn encode<T: Layout>(value: &mut T) -> Result<(Vec<u8>, Spans), WireError> {
    let mut c = Coder::writer();
    value.layout(&mut c)?;
    Ok(c.into_output())
}
