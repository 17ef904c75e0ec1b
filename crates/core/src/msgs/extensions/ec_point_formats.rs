//! ec_point_formats.

use crate::msgs::codes::EcPointFormat;
use handshake_wire::{Coder, WireError};

/// How points of a curve may be written. Only `uncompressed` is left.
///
/// ```text
/// struct { ECPointFormat ec_point_format_list<1..2^8-1>; } ECPointFormatList;
/// ```
/// RFC 8422 §5.1.2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EcPointFormatList(pub Vec<EcPointFormat>);

impl EcPointFormatList {
    /// True if points may be written in the one form that is left.
    pub fn has_uncompressed(&self) -> bool {
        self.0.contains(&EcPointFormat::UNCOMPRESSED)
    }

    pub(super) fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.codes("ec_point_format_list", "ECPointFormat", 1, 1..=255, &mut self.0)
    }
}
