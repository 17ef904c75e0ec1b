//! supported_groups.

use crate::msgs::codes::NamedGroup;
use handshake_wire::{Coder, WireError};

/// Groups for the key exchange, in order of preference.
///
/// ```text
/// struct { NamedGroup named_group_list<2..2^16-1>; } NamedGroupList;
/// ```
/// RFC 8446 §4.2.7.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedGroupList(pub Vec<NamedGroup>);

impl NamedGroupList {
    pub(super) fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.codes("named_group_list", "NamedGroup", 2, 2..=0xffff, &mut self.0)
    }
}
