//! supported_versions.

use crate::msgs::codes::ProtocolVersion;
use handshake_wire::{Coder, WireError};

/// Versions the client speaks, in order of preference.
///
/// ```text
/// struct {
///     select (Handshake.msg_type) {
///         case client_hello: ProtocolVersion versions<2..254>;
///         case server_hello: ProtocolVersion selected_version;
///     };
/// } SupportedVersions;
/// ```
/// RFC 8446 §4.2.1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientVersions(pub Vec<ProtocolVersion>);

impl ClientVersions {
    pub(super) fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.codes("versions", "ProtocolVersion", 1, 2..=254, &mut self.0)
    }
}
