//! signature_algorithms.

use crate::msgs::codes::SignatureScheme;
use handshake_wire::{Coder, WireError};

/// Signatures that the sender can check, in order of preference.
///
/// ```text
/// struct { SignatureScheme supported_signature_algorithms<2..2^16-2>; } SignatureSchemeList;
/// ```
/// RFC 8446 §4.2.3.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignatureSchemeList(pub Vec<SignatureScheme>);

impl SignatureSchemeList {
    pub(super) fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.codes("supported_signature_algorithms", "SignatureScheme", 2, 2..=0xfffe, &mut self.0)
    }
}
