//! server_name.

use crate::msgs::codes::NameType;
use handshake_wire::{Coder, WireError, WireErrorKind};

/// The name the client wants to reach, in the clear.
///
/// ```text
/// struct {
///     NameType name_type;
///     select (name_type) { case host_name: HostName; } name;
/// } ServerName;
/// opaque HostName<1..2^16-1>;
/// struct { ServerName server_name_list<1..2^16-1> } ServerNameList;
/// ```
/// RFC 6066 §3.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerNameList(pub Vec<(NameType, Vec<u8>)>);

impl ServerNameList {
    /// One DNS name.
    pub fn host(name: &str) -> Self {
        ServerNameList(vec![(NameType::HOST_NAME, name.as_bytes().to_vec())])
    }

    /// The DNS name in it.
    pub fn host_name(&self) -> Option<&str> {
        let (_, name) = self.0.iter().find(|(name_type, _)| *name_type == NameType::HOST_NAME)?;
        std::str::from_utf8(name).ok()
    }

    pub(super) fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.list("server_name_list", 2, 1..=0xffff, &mut self.0, |c, (name_type, name)| {
            c.group("ServerName", |c| {
                c.code("name_type", name_type)?;
                c.opaque("host_name", 2, 1..=0xffff, name)
            })
        })?;
        // "MUST NOT contain more than one name of the same name_type."
        let got = self.0.iter().map(|(of, _)| self.0.iter().filter(|(one, _)| one == of).count()).max().unwrap_or(1);
        if got > 1 {
            return Err(c.error("server_name_list", WireErrorKind::Length { got, min: 1, max: 1 }));
        }
        Ok(())
    }
}
