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
            (Some(suite), _) => Form::of_tls12(suite, self.tls12 == Some(true)),
            (None, Some(suite)) => Form::Tls13(suite.aead),
            (None, None) => return Err(self.internal("no suite chosen yet".to_owned())),
        };
        Ok(Protection { form, epoch, writer, nodes, key, iv, mac_key, sequence: 0 })
    }

    /// The peer asked for this side's new keys: it gets them before any more data. RFC 8446 §4.6.3.
    pub(crate) fn owe_key_update(&mut self) {
        self.write.owes_key_update = true;
    }

    /// KeyUpdate has been sent; it asked for the peer's, or not.
    pub(crate) fn key_update_sent(&mut self, asked: bool) {
        (self.write.owes_key_update, self.write.silent) = (false, true);
        self.write.awaits_key_update |= asked;
        self.write.key_updates = self.write.key_updates.saturating_add(1);
    }

    /// The peer's KeyUpdate has come: it may be asked for another one.
    pub(crate) fn key_update_received(&mut self) {
        self.write.awaits_key_update = false;
    }

    /// True while the peer has been asked for new keys and has not sent them: it is not asked twice. RFC 9846 §4.7.3.
    pub(crate) fn awaits_key_update(&self) -> bool {
        self.write.awaits_key_update
    }

    /// True if this side may still take new keys. RFC 9846 §4.7.3.
    pub(crate) fn may_update_keys(&self) -> bool {
        self.write.key_updates < self.config.max_key_updates
    }

    /// True if KeyUpdate is to be sent now: a side that stays silent answers once. One that may take no new keys any more
    /// does not answer.
    pub(crate) fn answers_key_update(&self) -> bool {
        self.write.owes_key_update && !self.write.silent && self.may_update_keys()
    }

    /// True if so much data can't be sent without new keys before it: because the peer asked for them, or because these
    /// keys would seal more than they may. RFC 9846 §5.5. TLS 1.2 has no way to get new ones.
    pub(crate) fn needs_new_keys(&self, len: usize) -> bool {
        let needed = self.write.owes_key_update || self.would_seal(len) > self.records_before_update();
        !self.is_tls12() && needed && self.may_update_keys()
    }

    /// That the key in use may seal so much data: there may be no more new ones to take. RFC 9846 §5.5.
    pub(crate) fn check_key_life(&mut self, len: usize) -> Result<(), Fault> {
        let (sealed, most) = (self.would_seal(len), self.config.max_key_records);
        match self.is_tls12() || sealed <= most {
            true => Ok(()),
            false => self.check(Rule::KeyNotSpent, false, || {
                format!("this key may seal {most} records, and new ones were taken as often as may be")
            }),
        }
    }

    /// Records that this side's key has sealed once so much data is sent.
    fn would_seal(&self, len: usize) -> u64 {
        let sealed = self.write.protection.as_ref().map_or(0, |protection| protection.sequence);
        sealed.saturating_add(len.div_ceil(self.fragment(ContentType::APPLICATION_DATA)).max(1) as u64)
    }

    /// Records that a key may seal before KeyUpdate.
    fn records_before_update(&self) -> u64 {
        self.config.max_key_records.saturating_sub(self.key_update_records())
    }

    /// KeyUpdate is the last that is sealed with a key, in so many records.
    fn key_update_records(&self) -> u64 {
        5u64.div_ceil(self.fragment(ContentType::HANDSHAKE) as u64)
    }

    /// Bytes of data that fresh keys may seal.
    pub(crate) fn sealed_at_most(&self) -> usize {
        usize::try_from(self.records_before_update())
            .unwrap_or(usize::MAX)
            .saturating_mul(self.fragment(ContentType::APPLICATION_DATA))
    }
}
