//! Which keys protect the records of each direction.

use super::Cx;
use crate::keys::ScheduleEntry;
use crate::record::{Form, Protection};
use crate::rules::{Fault, Rule};
use crate::trace::{Dir, Epoch, Event, Side};

impl Cx {
    /// From here on this side's records are sealed with these keys.
    pub(crate) fn seal_with(&mut self, epoch: Epoch) -> Result<(), Fault> {
        self.flush()?;
        self.write.protection = Some(self.protection(self.side, epoch)?);
        self.events.push(Event::Epoch { dir: Dir::Sent, epoch });
        Ok(())
    }

    /// From here on the peer's records are opened with these keys.
    pub(crate) fn open_with(&mut self, epoch: Epoch) -> Result<(), Fault> {
        let left = self.read.handshake.len();
        self.check(Rule::KeyChangeBoundary, left == 0, || {
            format!("{left} bytes follow the message before the change")
        })?;
        self.read.protection = Some(self.protection(self.side.peer(), epoch)?);
        self.events.push(Event::Epoch { dir: Dir::Received, epoch });
        Ok(())
    }

    /// Moves a side's application traffic keys on by one. RFC 8446 §7.2.
    pub(crate) fn update_keys(&mut self, writer: Side) -> Result<(), Fault> {
        let Some(key) = self.keys.update(writer) else {
            return Err(self.internal("there are no application keys to update".to_owned()));
        };
        self.events.push(Event::Key(key));
        self.derive();
        if writer == self.side { self.seal_with(Epoch::Updated) } else { self.open_with(Epoch::Updated) }
    }

    fn protection(&mut self, writer: Side, epoch: Epoch) -> Result<Protection, Fault> {
        let Some(nodes) = ScheduleEntry::traffic(writer, epoch) else {
            return Err(self.internal("no keys for this epoch".to_owned()));
        };
        let key = self.key(nodes.0)?;
        let optional = |node: ScheduleEntry| self.keys.get(node).map(<[u8]>::to_vec).unwrap_or_default();
        let (iv, mac_key) = (optional(nodes.1), optional(ScheduleEntry::mac_key(writer)));
        let form = match (self.keys.suite12(), self.keys.suite()) {
            (Some(suite), _) => Form::of_tls12(suite.bulk, self.tls12 == Some(true)),
            (None, Some(suite)) => Form::Tls13(suite.aead),
            (None, None) => return Err(self.internal("no suite chosen yet".to_owned())),
        };
        Ok(Protection { form, epoch, writer, nodes, key, iv, mac_key, sequence: 0 })
    }
}
