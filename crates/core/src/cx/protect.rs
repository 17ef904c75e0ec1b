//! Which keys protect the records of each direction.

use super::Cx;
use crate::keys::ScheduleEntry;
use crate::msgs::codes::ContentType;
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

    /// The peer asked for this side's new keys: it gets them before any more data. RFC 8446 §4.6.3.
    pub(crate) fn owe_key_update(&mut self) {
        self.write.owes_key_update = true;
    }

    /// KeyUpdate has been sent.
    pub(crate) fn key_update_sent(&mut self) {
        (self.write.owes_key_update, self.write.silent) = (false, true);
    }

    /// True if KeyUpdate is to be sent now: a side that stays silent answers once.
    pub(crate) fn answers_key_update(&self) -> bool {
        self.write.owes_key_update && !self.write.silent
    }

    /// True if so much data can't be sent without new keys before it: because the peer asked for them, or because these
    /// keys would seal more than they may. RFC 9846 §5.5. TLS 1.2 has no way to get new ones.
    pub(crate) fn needs_new_keys(&self, len: usize) -> bool {
        let sealed = self.write.protection.as_ref().map_or(0, |protection| protection.sequence);
        let records = len.div_ceil(self.fragment(ContentType::APPLICATION_DATA)).max(1) as u64;
        let spent =
            sealed.saturating_add(records) > self.config.max_key_records.saturating_sub(self.key_update_records());
        !self.is_tls12() && (self.write.owes_key_update || spent)
    }

    /// KeyUpdate is the last that is sealed with a key, in so many records.
    fn key_update_records(&self) -> u64 {
        5u64.div_ceil(self.fragment(ContentType::HANDSHAKE) as u64)
    }

    /// Bytes of data that fresh keys may seal.
    pub(crate) fn sealed_at_most(&self) -> usize {
        let records = self.config.max_key_records.saturating_sub(self.key_update_records());
        usize::try_from(records).unwrap_or(usize::MAX).saturating_mul(self.fragment(ContentType::APPLICATION_DATA))
    }
}
