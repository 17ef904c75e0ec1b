//! The way out: messages to records.

use super::{Cx, PendingRecord};
use crate::keys::ScheduleEntry;
use crate::msgs::codes::{AlertDescription, AlertLevel, ContentType, ProtocolVersion};
use crate::msgs::extensions::{Extension, OfferedPsks};
use crate::msgs::{Alert, ApplicationData, Body, ChangeCipherSpec, ClientHello, Handshake};
use crate::record::{MAX_PLAINTEXT, TlsPlaintext};
use crate::rules::Fault;
use crate::trace::{Dir, Epoch, Event, Message, Record, Sealing};
use handshake_wire::{Layout, Spans, encode};

impl Cx {
    /// Sends a handshake message.
    pub(crate) fn send<B: Body>(&mut self, body: B) -> Result<(), Fault> {
        let (bytes, spans) = self.encode(&mut Handshake(body))?;
        self.transcript.add(B::NAME, &bytes);
        self.queue(B::NAME, ContentType::HANDSHAKE, bytes, spans);
        if self.config.coalesce { Ok(()) } else { self.flush() }
    }

    /// Sends a ClientHello with pre-shared keys: `bind` is given the message up to the binders, and makes them.
    pub(crate) fn send_bound(
        &mut self,
        mut hello: ClientHello,
        bind: impl FnOnce(&mut Cx, &[u8]) -> Result<Vec<Vec<u8>>, Fault>,
    ) -> Result<ClientHello, Fault> {
        let cut = hello.extensions.offered_psks().map_or(0, OfferedPsks::binders_len);
        let (blank, _) = self.encode(&mut Handshake(hello.clone()))?;
        let binders = bind(self, blank.get(..blank.len().saturating_sub(cut)).unwrap_or_default())?;
        if let Some(Extension::OfferedPsks(psks)) = hello.extensions.0.last_mut() {
            psks.binders = binders;
        }
        self.send(hello.clone())?;
        Ok(hello)
    }

    /// Sends change_cipher_spec, which is never protected.
    pub(crate) fn send_change_cipher_spec(&mut self) -> Result<(), Fault> {
        self.flush()?;
        self.owes_change_cipher_spec = false;
        let (bytes, spans) = self.encode(&mut ChangeCipherSpec::default())?;
        self.queue(ChangeCipherSpec::NAME, ContentType::CHANGE_CIPHER_SPEC, bytes, spans);
        self.flush()
    }

    /// Goes back to records in the clear: a HelloRetryRequest has made the early keys useless.
    pub(crate) fn seal_no_more(&mut self) -> Result<(), Fault> {
        self.flush()?;
        if self.write.protection.take().is_some() {
            self.events.push(Event::Epoch { dir: Dir::Sent, epoch: Epoch::Plain });
        }
        Ok(())
    }

    /// Sends an alert that fails nothing, in TLS 1.2. RFC 5246 §7.2.
    pub(crate) fn warn(&mut self, description: AlertDescription) -> Result<(), Fault> {
        self.send_alert_as(AlertLevel::WARNING, description)
    }

    /// Sends an alert.
    pub(crate) fn send_alert(&mut self, description: AlertDescription) -> Result<(), Fault> {
        let level = if description.is_closure() { AlertLevel::WARNING } else { AlertLevel::FATAL };
        self.send_alert_as(level, description)
    }

    fn send_alert_as(&mut self, level: AlertLevel, description: AlertDescription) -> Result<(), Fault> {
        self.flush()?;
        self.seal_alert()?;
        if self.owes_change_cipher_spec && self.write.protection.is_some() {
            self.send_change_cipher_spec()?;
        }
        let (bytes, spans) = self.encode(&mut Alert { level, description })?;
        self.queue("Alert", ContentType::ALERT, bytes, spans);
        self.flush()
    }

    /// A client that has the handshake keys by now, but no reason yet to use them, uses them for its alert. RFC 8446
    /// appendix A.1.
    fn seal_alert(&mut self) -> Result<(), Fault> {
        let keys = ScheduleEntry::traffic(self.side, Epoch::Handshake).and_then(|(key, _)| self.keys.get(key));
        if self.write.protection.is_none() && keys.is_some() { self.seal_with(Epoch::Handshake) } else { Ok(()) }
    }

    /// Sends application data.
    pub(crate) fn send_data(&mut self, data: &[u8]) -> Result<(), Fault> {
        self.flush()?;
        let (bytes, spans) = self.encode(&mut ApplicationData { data: data.to_vec() })?;
        self.write.silent = false;
        self.queue("application data", ContentType::APPLICATION_DATA, bytes, spans);
        self.flush()
    }

    /// Writes out what waits to share a record.
    pub(crate) fn flush(&mut self) -> Result<(), Fault> {
        std::mem::take(&mut self.write.pending).into_iter().try_for_each(|record| self.emit(&record))
    }

    /// Bytes for the peer.
    pub(crate) fn take_output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.write.out)
    }

    fn encode<T: Layout>(&mut self, value: &mut T) -> Result<(Vec<u8>, Spans), Fault> {
        encode(value).map_err(|error| self.internal(error.to_string()))
    }

    /// Puts a message into the records that will carry it, and records it.
    fn queue(&mut self, name: &'static str, content_type: ContentType, bytes: Vec<u8>, spans: Spans) {
        let records = self.allot(content_type, &bytes);
        let number = self.write.messages;
        self.write.messages += 1;
        let (dir, malformed) = (Dir::Sent, None);
        self.events.push(Event::Message(Message { dir, number, name, content_type, bytes, spans, malformed, records }));
    }

    /// Fills the record that waits, and as many more as it takes: the numbers of the first and the last. Of data even none
    /// makes a record: it hides that nothing is said. RFC 8446 §5.4.
    fn allot(&mut self, content_type: ContentType, mut bytes: &[u8]) -> (u64, u64) {
        let mut first = None;
        loop {
            let waiting = self.write.pending.pop();
            let mut record = match waiting {
                Some(record) if record.room > 0 && record.content_type == content_type => record,
                full => {
                    self.write.pending.extend(full);
                    let (number, room) = (self.write.records, self.fragment(content_type));
                    self.write.records += 1;
                    PendingRecord { number, content_type, content: Vec::new(), room }
                }
            };
            let (taken, left) = bytes.split_at(record.room.min(bytes.len()));
            record.content.extend_from_slice(taken);
            record.room -= taken.len();
            let number = record.number;
            self.write.pending.push(record);
            let first = *first.get_or_insert(number);
            if left.is_empty() {
                return (first, number);
            }
            bytes = left;
        }
    }

    /// Longest content of a record. An alert is never cut. RFC 8446 §5.1.
    pub(super) fn fragment(&self, content_type: ContentType) -> usize {
        match content_type {
            ContentType::ALERT => MAX_PLAINTEXT,
            _ => {
                // Of a protected record the type byte counts, too; in TLS 1.2 it is not inside. RFC 8449 §4.
                let taken = usize::from(self.write.protection.is_some() && !self.is_tls12());
                let limit = self.write.limit.map_or(MAX_PLAINTEXT, |limit| limit.saturating_sub(taken));
                self.config.max_fragment.min(limit).clamp(1, MAX_PLAINTEXT)
            }
        }
    }

    fn emit(&mut self, record: &PendingRecord) -> Result<(), Fault> {
        let PendingRecord { number, content_type, content, .. } = record;
        let sealed = *content_type != ContentType::CHANGE_CIPHER_SPEC;
        let Some(protection) = self.write.protection.as_mut().filter(|_| sealed) else {
            return self.emit_plain(record);
        };
        let room = self.write.limit.map_or(MAX_PLAINTEXT, |limit| limit.saturating_sub(1)).min(MAX_PLAINTEXT);
        let padding = self.config.padding.min(room.saturating_sub(content.len()));
        let mut iv = Vec::new();
        if protection.wants_iv() {
            iv.resize(crate::crypto::cbc::BLOCK, 0);
            self.random.fill("record IV", &mut iv);
        }
        let Some((bytes, sealing)) = protection.seal(content, *content_type, padding, &iv) else {
            return Err(self.internal("a record could not be sealed".to_owned()));
        };
        let spans = protection.form.spans(&bytes);
        self.sent_record(*number, bytes, spans, Some(sealing));
        Ok(())
    }

    fn emit_plain(&mut self, record: &PendingRecord) -> Result<(), Fault> {
        // The first ClientHello's record says TLS 1.0, for servers that balk at more. RFC 8446 §5.1.
        let first = record.number == 0 && self.side == crate::trace::Side::Client;
        let newest = self.version.min(ProtocolVersion::TLS12);
        let legacy_record_version = if first { ProtocolVersion::TLS10 } else { newest };
        let (content_type, fragment, rules) = (record.content_type, record.content.clone(), self.version);
        let (bytes, spans) = self.encode(&mut TlsPlaintext { content_type, legacy_record_version, fragment, rules })?;
        self.sent_record(record.number, bytes, spans, None);
        Ok(())
    }

    fn sent_record(&mut self, number: u64, bytes: Vec<u8>, spans: Spans, sealing: Option<Sealing>) {
        self.write.out.extend_from_slice(&bytes);
        let (dir, version) = (Dir::Sent, self.version);
        self.events.push(Event::Record(Record { dir, number, version, bytes, spans, sealing }));
    }
}
