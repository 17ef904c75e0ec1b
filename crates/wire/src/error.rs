//! What can be wrong with bytes.

use std::fmt;

/// Where a layout and the bytes parted ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireError {
    /// Offset of the first byte that does not fit.
    pub at: usize,
    /// Path of the field being read or written.
    pub field: String,
    /// What is wrong.
    pub kind: WireErrorKind,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireErrorKind {
    /// The input or the enclosing vector ends too early.
    Truncated {
        /// Bytes the field needs.
        needed: usize,
        /// Bytes that are left.
        left: usize,
    },
    /// Bytes are left after the last field.
    Trailing {
        /// How many.
        left: usize,
    },
    /// A vector's length is outside its bounds.
    Length {
        /// Its length in bytes.
        got: usize,
        /// Shortest allowed.
        min: usize,
        /// Longest allowed.
        max: usize,
    },
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let WireError { at, field, kind } = self;
        match kind {
            WireErrorKind::Truncated { needed, left } => {
                write!(f, "{field} at byte {at} needs {needed} bytes, {left} are left")
            }
            WireErrorKind::Trailing { left } => write!(f, "{left} bytes are left after {field}, at byte {at}"),
            WireErrorKind::Length { got, min, max } => {
                write!(f, "{field} at byte {at} is {got} bytes long, allowed are {min} to {max}")
            }
        }
    }
}

impl std::error::Error for WireError {}
