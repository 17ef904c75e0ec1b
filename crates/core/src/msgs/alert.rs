//! Alert.

use super::codes::{AlertDescription, AlertLevel};
use handshake_wire::{Coder, Layout, WireError};

/// Ends the connection, with a reason.
///
/// ```text
/// struct {
///     AlertLevel level;
///     AlertDescription description;
/// } Alert;
/// ```
/// RFC 8446 §6.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alert {
    /// Of no meaning in TLS 1.3: the description says it all.
    pub level: AlertLevel,
    /// The reason.
    pub description: AlertDescription,
}

impl Layout for Alert {
    fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.group("Alert", |c| {
            c.code("level", &mut self.level)?;
            c.code("description", &mut self.description)
        })
    }
}
