//! The way out: messages to records.

use super::Cx;
use crate::msgs::codes::{AlertDescription, AlertLevel, ContentType, ProtocolVersion};
use crate::msgs::{Alert, ApplicationData, Body, ChangeCipherSpec, Handshake};
use crate::record::{TlsCiphertext, TlsPlaintext};
use crate::rules::Fault;
use crate::trace::{Dir, Event, Message, Record};
use handshake_wire::{Layout, Spans, decode, encode};

impl Cx {
    /// Sends a handshake message.
    pub(crate) fn send<B: Body>(&mut self, body: B) -> Result<(), Fault> {
        let (bytes, spans) = self.encode(&mut Handshake(body))?;
        self.transcript.add(B::NAME, &bytes);
        self.queue(B::NAME, ContentType::HANDSHAKE, bytes, spans)?;
        if self.config.coalesce { Ok(()) } else { self.flush() }
    }

    /// Sends change_cipher_spec, which is never protected.
    pub(crate) fn send_change_cipher_spec(&mut self) -> Result<(), Fault> {
        self.flush()?;
        let (bytes, spans) = self.encode(&mut ChangeCipherSpec::default())?;
        self.announce("ChangeCipherSpec", ContentType::CHANGE_CIPHER_SPEC, &bytes, spans, (0, bytes.len()));
        self.emit_plain(&bytes, ContentType::CHANGE_CIPHER_SPEC)
    }

    /// Sends an alert.
    pub(crate) fn send_alert(&mut self, description: AlertDescription) -> Result<(), Fault> {
        self.flush()?;
        let level = if description.is_closure() { AlertLevel::WARNING } else { AlertLevel::FATAL };
        let (bytes, spans) = self.encode(&mut Alert { level, description })?;
        self.queue("Alert", ContentType::ALERT, bytes, spans)?;
        self.flush_as(ContentType::ALERT)
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
        let record = |at: usize| self.write.records + (at / self.fragment()) as u64;
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

    fn fragment(&self) -> usize {
        self.config.max_fragment.clamp(1, crate::record::MAX_PLAINTEXT)
    }

    fn flush_as(&mut self, content_type: ContentType) -> Result<(), Fault> {
        let pending = std::mem::take(&mut self.write.pending);
        for fragment in pending.chunks(self.fragment()) {
            self.emit(fragment, content_type)?;
        }
        Ok(())
    }

    fn emit(&mut self, fragment: &[u8], content_type: ContentType) -> Result<(), Fault> {
        let Some(protection) = &mut self.write.protection else { return self.emit_plain(fragment, content_type) };
        let Some((bytes, sealing)) = protection.seal(fragment, content_type, self.config.padding) else {
            return Err(self.internal("a record could not be sealed".to_owned()));
        };
        let (_, spans) = decode::<TlsCiphertext>(&bytes);
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
