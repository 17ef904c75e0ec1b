//! early_data.

use handshake_wire::{Coder, WireError};

/// How much early data a ticket is good for.
///
/// ```text
/// struct {
///     select (Handshake.msg_type) {
///         case new_session_ticket: uint32 max_early_data_size;
///         case client_hello: Empty;
///         case encrypted_extensions: Empty;
///     };
/// } EarlyDataIndication;
/// ```
/// RFC 8446 §4.2.10.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketEarlyData {
    /// In bytes.
    pub max_early_data_size: u32,
}

impl TicketEarlyData {
    pub(super) fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.u32("max_early_data_size", &mut self.max_early_data_size)
    }
}
