//! The way out: messages to records.

use super::Cx;
use crate::keys::ScheduleEntry;
use crate::msgs::codes::{AlertDescription, AlertLevel, ContentType, ProtocolVersion};
use crate::msgs::extensions::{Extension, OfferedPsks};
use crate::msgs::{Alert, ApplicationData, Body, ChangeCipherSpec, ClientHello, Handshake};
use crate::record::{MAX_PLAINTEXT, TlsPlaintext};
use crate::rules::Fault;
use crate::trace::{Dir, Epoch, Event, Message, Record};
use handshake_wire::{Layout, Spans, encode};

impl Cx {
    /// Sends a handshake message.
    pub(crate) fn send<B: Body>(&mut self, body: B) -> Result<(), Fault> {
        let (bytes, spans) = self.encode(&mut Handshake(body))?;
        self.transcript.add(B::NAME, &bytes);
        self.queue(B::NAME, ContentType::HANDSHAKE, bytes, spans)?;
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
        let (bytes, spans) = self.encode(&mut ChangeCipherSpec::default())?;
        self.announce(ChangeCipherSpec::NAME, ContentType::CHANGE_CIPHER_SPEC, &bytes, spans, (0, bytes.len()));
        self.emit_plain(&bytes, ContentType::CHANGE_CIPHER_SPEC)
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
        let (bytes, spans) = self.encode(&mut Alert { level, description })?;
        self.queue("Alert", ContentType::ALERT, bytes, spans)?;
        self.flush_as(ContentType::ALERT)
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
        self.queue("application data", ContentType::APPLICATION_DATA, bytes, spans)?;
        self.flush_as(ContentType::APPLICATION_DATA)
    }

    /// Writes out the handshake messages that wait to share a record.
    pub(crate) fn flush(&mut self) -> Result<(), Fault> {
        self.flush_as(ContentType::HANDSHAKE)
    }

    /// Bytes for the peer.
    pub(crate) fn take_output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.write.out)
    }

    fn encode<T: Layout>(&mut self, value: &mut T) -> Result<(Vec<u8>, Spans), Fault> {
        encode(value).map_err(|error| self.internal(error.to_string()))
    }

    fn queue(
        &mut self,
        name: &'static str,
        content_type: ContentType,
        bytes: Vec<u8>,
        spans: Spans,
    ) -> Result<(), Fault> {
        let start = self.write.pending.len();
        self.announce(name, content_type, &bytes, spans, (start, start + bytes.len()));
        self.write.pending.extend_from_slice(&bytes);
        Ok(())
    }

    /// Records the message; `place` is where it stands among the bytes that wait.
    fn announce(
        &mut self,
        name: &'static str,
        content_type: ContentType,
        bytes: &[u8],
        spans: Spans,
        place: (usize, usize),
    ) {
        let record = |at: usize| self.write.records + (at / self.fragment(content_type)) as u64;
        let records = (record(place.0), record(place.1.saturating_sub(1).max(place.0)));
        let (dir, number, bytes) = (Dir::Sent, self.write.messages, bytes.to_vec());
        self.write.messages += 1;
        self.events.push(Event::Message(Message {
            dir,
            number,
            name,
            content_type,
            bytes,
            spans,
            malformed: None,
            records,
        }));
    }

    /// Longest content of a record. An alert is never cut. RFC 8446 §5.1.
    fn fragment(&self, content_type: ContentType) -> usize {
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

    fn flush_as(&mut self, content_type: ContentType) -> Result<(), Fault> {
        let pending = std::mem::take(&mut self.write.pending);
        // Of data even none makes a record: it hides that nothing is said. RFC 8446 §5.4.
        if pending.is_empty() && content_type == ContentType::APPLICATION_DATA {
            return self.emit(&[], content_type);
        }
        for fragment in pending.chunks(self.fragment(content_type)) {
            self.emit(fragment, content_type)?;
        }
        Ok(())
    }

    fn emit(&mut self, fragment: &[u8], content_type: ContentType) -> Result<(), Fault> {
        let Some(protection) = &mut self.write.protection else { return self.emit_plain(fragment, content_type) };
        let room = self.write.limit.map_or(MAX_PLAINTEXT, |limit| limit.saturating_sub(1)).min(MAX_PLAINTEXT);
        let padding = self.config.padding.min(room.saturating_sub(fragment.len()));
        let mut iv = Vec::new();
        if protection.wants_iv() {
            iv.resize(crate::crypto::cbc::BLOCK, 0);
            self.random.fill("record IV", &mut iv);
        }
        let Some((bytes, sealing)) = protection.seal(fragment, content_type, padding, &iv) else {
            return Err(self.internal("a record could not be sealed".to_owned()));
        };
        let spans = protection.spans(&bytes);
        self.emit_record(Record { dir: Dir::Sent, number: self.write.records, bytes, spans, sealing: Some(sealing) });
        Ok(())
    }

    fn emit_plain(&mut self, fragment: &[u8], content_type: ContentType) -> Result<(), Fault> {
        // The first ClientHello's record says TLS 1.0, for servers that balk at more. RFC 8446 §5.1.
        let first = self.write.records == 0 && self.side == crate::trace::Side::Client;
        let legacy_record_version = if first { ProtocolVersion::TLS10 } else { ProtocolVersion::TLS12 };
        let mut record = TlsPlaintext { content_type, legacy_record_version, fragment: fragment.to_vec() };
        let (bytes, spans) = self.encode(&mut record)?;
        self.emit_record(Record { dir: Dir::Sent, number: self.write.records, bytes, spans, sealing: None });
        Ok(())
    }

    fn emit_record(&mut self, record: Record) {
        self.write.records += 1;
        self.write.out.extend_from_slice(&record.bytes);
        self.events.push(Event::Record(record));
    }
}
