//! The way in: records to messages.

use super::{Cx, Frame, Incoming, Input};
use crate::keys::ScheduleEntry;
use crate::msgs::codes::{ContentType, HandshakeType};
use crate::msgs::{Alert, ApplicationData, Body, ChangeCipherSpec, Finished, Handshake, HelloRetryRequest};
use crate::record::{MAX_CIPHERTEXT, MAX_CIPHERTEXT_12, MAX_PLAINTEXT, TlsCiphertext, TlsPlaintext, tls12};
use crate::rules::{Fault, Rule};
use crate::trace::{Dir, Epoch, Event, Message, Record, Sealing};
use handshake_wire::{Layout, Spans, WireError, decode};

impl Cx {
    /// Takes in bytes from the peer.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        self.read.deframer.feed(bytes);
    }

    /// Reads a handshake message as the one expected, and adds it to the transcript.
    pub(crate) fn receive<B: Body>(&mut self, input: Input) -> Result<B, Fault> {
        let (message, bytes) = self.receive_apart::<B>(input)?;
        self.transcript.add(B::NAME, &bytes);
        Ok(message)
    }

    /// Reads a HelloRetryRequest. It joins the transcript by [`Cx::list_retry_request`], once the suite is known.
    pub(crate) fn receive_retry_request(&mut self, input: Input) -> Result<(HelloRetryRequest, Vec<u8>), Fault> {
        self.receive_apart(input)
    }

    /// Puts a hash in the place of the first ClientHello, and adds the HelloRetryRequest. RFC 8446 §4.4.1.
    pub(crate) fn list_retry_request(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.fold_client_hello()?;
        self.transcript.add(HelloRetryRequest::NAME, bytes);
        Ok(())
    }

    /// Reads a message that is no part of the transcript.
    pub(crate) fn receive_unlisted<B: Body>(&mut self, input: Input) -> Result<B, Fault> {
        self.receive_apart(input).map(|(message, _)| message)
    }

    /// Reads the peer's Finished, which must be the value that this side computes.
    pub(crate) fn receive_finished(&mut self, input: Input, wanted: ScheduleEntry) -> Result<(), Fault> {
        let wanted = self.key(wanted)?;
        let message: Finished = self.receive(input)?;
        let (len, right) = (message.verify_data.len(), wanted.len());
        if len != right {
            self.check(Rule::Decodes, false, || format!("verify_data has {len} bytes instead of {right}"))?;
        }
        self.check_secret(Rule::FinishedMatches, &message.verify_data, &wanted)
    }

    /// Takes change_cipher_spec, and from here on opens the peer's records with TLS 1.2's keys.
    pub(crate) fn receive_change_cipher_spec(&mut self, input: Input) -> Result<(), Fault> {
        if !matches!(input, Input::ChangeCipherSpec) {
            return Err(self.unexpected(input, ChangeCipherSpec::NAME));
        }
        self.open_with(Epoch::Session)?;
        self.allow_change_cipher_spec(false);
        Ok(())
    }

    fn receive_apart<B: Body>(&mut self, input: Input) -> Result<(B, Vec<u8>), Fault> {
        let name = input.name();
        let frame = match input {
            Input::Handshake(frame) if frame.msg_type == B::TYPE => frame,
            other => return Err(self.unexpected(other, B::NAME)),
        };
        self.check(Rule::MessageExpected, true, String::new)?;
        let (result, spans) = decode::<Handshake<B>>(&frame.bytes);
        let malformed = result.as_ref().err().cloned();
        self.received(name, ContentType::HANDSHAKE, frame.bytes.clone(), spans, malformed, frame.records);
        Ok((self.decoded(result)?.0, frame.bytes))
    }

    /// Fails for an input that the state does not wait for. The message is recorded, unread.
    pub(crate) fn unexpected(&mut self, input: Input, wanted: &str) -> Fault {
        let found = input.name();
        if let Input::Handshake(frame) = input {
            self.received(found, ContentType::HANDSHAKE, frame.bytes, Spans::new(), None, frame.records);
        }
        match self.check_same(Rule::MessageExpected, found.to_owned(), wanted.to_owned()) {
            Err(fault) => fault,
            Ok(()) => self.internal(format!("{found} was expected after all")),
        }
    }

    /// The next message, alert or data that is complete, if any.
    pub(crate) fn next_incoming(&mut self) -> Result<Option<Incoming>, Fault> {
        loop {
            if let Some(frame) = self.take_frame()? {
                return Ok(Some(Incoming::Input(Input::Handshake(frame))));
            }
            let Some((content_type, content, number)) = self.next_record()? else { return Ok(None) };
            if let Some(incoming) = self.content(content_type, content, number)? {
                return Ok(Some(incoming));
            }
        }
    }

    /// True if bytes have arrived that make no whole record or message.
    pub(crate) fn has_partial_input(&self) -> bool {
        !self.read.deframer.waiting().is_empty() || !self.read.handshake.is_empty()
    }

    fn take_frame(&mut self) -> Result<Option<Frame>, Fault> {
        let [msg_type, a, b, c, ..] = *self.read.handshake.as_slice() else { return Ok(None) };
        let len = usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c);
        let max = self.config.max_message;
        if len > max {
            self.check(Rule::MessageSize, false, || format!("a message of {len} bytes; at most {max} are taken"))?;
        }
        if self.read.handshake.len() < 4 + len {
            return Ok(None);
        }
        let rest = self.read.handshake.split_off(4 + len);
        let bytes = std::mem::replace(&mut self.read.handshake, rest);
        let last = self.read.records.saturating_sub(1);
        let records = (self.read.handshake_since, last);
        self.read.handshake_since = last;
        Ok(Some(Frame { msg_type: HandshakeType(msg_type), bytes, records }))
    }

    /// The content of the next record, its type and its number. A record that is skipped counts as one of no content.
    fn next_record(&mut self) -> Result<Option<(ContentType, Vec<u8>, u64)>, Fault> {
        let Some((content_type, len)) = self.read.deframer.header() else { return Ok(None) };
        let content_type = ContentType(content_type);
        // Both are checked before the record is waited for: what is no TLS must not make this side wait.
        if !ContentType::NAMED.contains(&content_type) {
            let detail = || format!("the type {} is none; this is no TLS record", content_type.0);
            self.check(Rule::RecordType, false, detail)?;
        }
        // In TLS 1.2 every type of record is protected once keys are in use.
        let sealed12 = self.is_tls12() && self.read.protection.is_some();
        let protected = sealed12 || content_type == ContentType::APPLICATION_DATA;
        let max = match protected {
            true if sealed12 => MAX_CIPHERTEXT_12,
            true => MAX_CIPHERTEXT,
            false => MAX_PLAINTEXT,
        };
        if len > max {
            self.check(Rule::RecordLength, false, || format!("{len} bytes; at most {max} are allowed"))?;
        }
        let Some(bytes) = self.read.deframer.take() else { return Ok(None) };
        self.count_record()?;
        let number = self.read.records;
        self.read.records += 1;
        if self.is_tls12() && !tls12::is_of(self.version, &bytes) {
            let (version, spans) = (self.version.text(), TlsPlaintext::read(self.version, &bytes).1);
            self.received_record(number, bytes, spans, None);
            self.check(Rule::RecordVersion, false, || format!("the record does not say {version}"))?;
            return Ok(None);
        }
        match &mut self.read.protection {
            Some(_) if protected => self.open_record(bytes, number),
            None if protected && self.read.skip.is_some() => self.skip_record(bytes, number, None),
            protection => {
                let fits = match (&*protection, content_type) {
                    (None, ContentType::APPLICATION_DATA) => false,
                    (None, _) | (Some(_), ContentType::CHANGE_CIPHER_SPEC) => true,
                    // A peer that failed before it had keys can say so only in the clear.
                    (Some(p), ContentType::ALERT) => {
                        matches!(p.epoch, Epoch::EarlyData | Epoch::Handshake) && p.sequence == 0
                    }
                    _ => false,
                };
                let (result, spans) = TlsPlaintext::read(self.version, &bytes);
                self.received_record(number, bytes, spans, None);
                self.check(Rule::RecordProtection, fits, || match content_type {
                    ContentType::APPLICATION_DATA => "a protected record, but there are no keys yet".to_owned(),
                    _ => "a record in the clear, but keys are in use".to_owned(),
                })?;
                let record = self.decoded(result)?;
                if let Some(limit) = self.read.plain_limit
                    && record.fragment.len() > limit
                {
                    self.check(Rule::RecordSizeRespected, false, || {
                        format!("{} bytes in the clear; max_fragment_length is {limit}", record.fragment.len())
                    })?;
                }
                Ok(Some((content_type, record.fragment, number)))
            }
        }
    }

    /// Each record costs memory, however little it carries.
    fn count_record(&mut self) -> Result<(), Fault> {
        if self.is_over() && self.read.handshake.is_empty() {
            self.read.counted_records = 0;
        }
        self.read.counted_records += 1;
        let (count, max) = (self.read.counted_records, self.config.max_records);
        match count > max {
            true => self.check(Rule::NoEndlessRecords, false, || format!("{count} records; at most {max} are taken")),
            false => Ok(()),
        }
    }

    /// True once the peer has finished the handshake.
    fn is_over(&self) -> bool {
        self.read.protection.as_ref().is_some_and(|protection| match protection.epoch {
            Epoch::Application | Epoch::Updated => true,
            Epoch::Session => self.transcript.is_closed(),
            Epoch::Plain | Epoch::EarlyData | Epoch::Handshake => false,
        })
    }

    fn open_record(&mut self, bytes: Vec<u8>, number: u64) -> Result<Option<(ContentType, Vec<u8>, u64)>, Fault> {
        let Some(protection) = &mut self.read.protection else {
            return Err(self.internal("no keys to open a record with".to_owned()));
        };
        let sealing = protection.open(&bytes);
        let sequence = sealing.sequence;
        let inner = sealing.inner.clone();
        if inner.is_none() && self.read.skip.is_some() {
            // It was sealed with keys that this side does not use: it does not count.
            protection.sequence = sequence;
            return self.skip_record(bytes, number, Some(sealing));
        }
        let spans = protection.form.spans(&bytes);
        self.received_record(number, bytes, spans, Some(sealing));
        self.check(Rule::RecordTag, inner.is_some(), || {
            format!(
                "the tag of the record with sequence number {sequence} does not fit its ciphertext, nonce and header"
            )
        })?;
        self.read.skip = None;
        let Some(inner) = inner else { return Err(self.internal("a record without inside".to_owned())) };
        let typed = inner.content_type != ContentType::default();
        self.check(Rule::InnerType, typed, || "the record holds nothing but padding".to_owned())?;
        if inner.content_type == ContentType::CHANGE_CIPHER_SPEC && !self.is_tls12() {
            self.check(Rule::ChangeCipherSpec, false, || "it came protected".to_owned())?;
        }
        // A CBC suite's padding is no part of TLSPlaintext.
        let len = inner.content.len() + if self.is_tls12() { 0 } else { inner.padding };
        if len > MAX_PLAINTEXT {
            self.check(Rule::RecordLength, false, || {
                format!("{len} bytes inside; at most {MAX_PLAINTEXT} are allowed")
            })?;
        }
        // In TLS 1.3 the type is inside, too.
        let inside = len + usize::from(!self.is_tls12());
        if let Some(limit) = self.read.limit
            && inside > limit
        {
            self.check(Rule::RecordSizeRespected, false, || {
                format!("{inside} bytes inside; this side asked for at most {limit}")
            })?;
        }
        Ok(Some((inner.content_type, inner.content, number)))
    }

    /// Drops a record of early data that is not read. RFC 8446 §4.2.10.
    fn skip_record(
        &mut self,
        bytes: Vec<u8>,
        number: u64,
        sealing: Option<Sealing>,
    ) -> Result<Option<(ContentType, Vec<u8>, u64)>, Fault> {
        let (_, spans) = decode::<TlsCiphertext>(&bytes);
        let len = bytes.len();
        self.received_record(number, bytes, spans, sealing);
        let left = self.read.skip.and_then(|left| left.checked_sub(len));
        self.check(Rule::EarlyDataSize, left.is_some(), || "more early data than can be skipped".to_owned())?;
        self.read.skip = left;
        Ok(Some((ContentType::APPLICATION_DATA, Vec::new(), number)))
    }

    fn received_record(&mut self, number: u64, bytes: Vec<u8>, spans: Spans, sealing: Option<Sealing>) {
        let (dir, version) = (Dir::Received, self.version);
        self.events.push(Event::Record(Record { dir, number, version, bytes, spans, sealing }));
    }

    fn content(&mut self, content_type: ContentType, content: Vec<u8>, number: u64) -> Result<Option<Incoming>, Fault> {
        if content_type != ContentType::HANDSHAKE && content_type != ContentType::CHANGE_CIPHER_SPEC {
            let whole = self.read.handshake.is_empty();
            if !whole {
                self.check(Rule::NotInterleaved, false, || {
                    format!("{} between the parts of a handshake message", Cx::content_name(content_type))
                })?;
            }
        }
        if content.is_empty() && matches!(content_type, ContentType::HANDSHAKE | ContentType::ALERT) {
            let name = Cx::content_name(content_type);
            self.check(Rule::NoEmptyFragment, false, || format!("an empty record of type {name}"))?;
        }
        match content_type {
            ContentType::HANDSHAKE => {
                if self.read.handshake.is_empty() {
                    self.read.handshake_since = number;
                }
                self.read.handshake.extend_from_slice(&content);
                self.read.empty_records = 0;
                Ok(None)
            }
            ContentType::ALERT => self.alert(content, number).map(Some),
            ContentType::CHANGE_CIPHER_SPEC => self.change_cipher_spec(content, number),
            ContentType::APPLICATION_DATA if content.is_empty() && self.read.skip.is_some() => Ok(None),
            // Before Finished even empty data is for the state to refuse.
            ContentType::APPLICATION_DATA if content.is_empty() && self.opens_application_data() => {
                self.read.empty_records += 1;
                let (count, max) = (self.read.empty_records, self.config.max_empty_records);
                if count > max {
                    self.check(Rule::NoEndlessEmptyRecords, false, || format!("{count} records without content"))?;
                }
                Ok(None)
            }
            ContentType::APPLICATION_DATA => {
                self.read.empty_records = 0;
                self.read.idle_messages = 0;
                let name = Cx::content_name(content_type);
                let (_, spans) = decode::<ApplicationData>(&content);
                self.received(name, content_type, content.clone(), spans, None, (number, number));
                Ok(Some(Incoming::Input(Input::Data(content))))
            }
            other => {
                let detail = || format!("the type {} inside a protected record", other.0);
                self.check(Rule::RecordType, false, detail)?;
                Ok(None)
            }
        }
    }

    fn opens_application_data(&self) -> bool {
        self.read.protection.as_ref().is_some_and(|protection| match protection.epoch {
            Epoch::Plain | Epoch::Handshake => false,
            // TLS 1.2's keys come before Finished.
            Epoch::Session => self.transcript.is_closed(),
            Epoch::EarlyData | Epoch::Application | Epoch::Updated => true,
        })
    }

    fn alert(&mut self, content: Vec<u8>, number: u64) -> Result<Incoming, Fault> {
        let (result, spans) = decode::<Alert>(&content);
        let malformed = result.as_ref().err().cloned();
        let len = content.len();
        self.received("Alert", ContentType::ALERT, content, spans, malformed, (number, number));
        self.check(Rule::AlertForm, result.is_ok(), || format!("an alert of {len} bytes"))?;
        Ok(Incoming::Alert(result.unwrap_or_default()))
    }

    fn change_cipher_spec(&mut self, content: Vec<u8>, number: u64) -> Result<Option<Incoming>, Fault> {
        let (result, spans) = decode::<ChangeCipherSpec>(&content);
        let malformed = result.as_ref().err().cloned();
        self.received(
            ChangeCipherSpec::NAME,
            ContentType::CHANGE_CIPHER_SPEC,
            content,
            spans,
            malformed,
            (number, number),
        );
        let fits = self.read.ccs_allowed && result.is_ok_and(|ccs| ccs.change_cipher_spec == 1);
        let allowed = self.read.ccs_allowed;
        self.check(Rule::ChangeCipherSpec, fits, || match allowed {
            true => "its content is not the single byte 1".to_owned(),
            false => "it has no place here".to_owned(),
        })?;
        if self.is_tls12() {
            return Ok(Some(Incoming::Input(Input::ChangeCipherSpec)));
        }
        self.read.empty_records += 1;
        let (count, max) = (self.read.empty_records, self.config.max_empty_records);
        if count > max {
            self.check(Rule::NoEndlessEmptyRecords, false, || format!("{count} records that mean nothing"))?;
        }
        Ok(None)
    }

    fn received(
        &mut self,
        name: &'static str,
        content_type: ContentType,
        bytes: Vec<u8>,
        spans: Spans,
        malformed: Option<WireError>,
        records: (u64, u64),
    ) {
        let number = self.read.messages;
        self.read.messages += 1;
        let dir = Dir::Received;
        self.events.push(Event::Message(Message { dir, number, name, content_type, bytes, spans, malformed, records }));
    }

    fn decoded<T: Layout>(&mut self, result: Result<T, WireError>) -> Result<T, Fault> {
        let detail = result.as_ref().err().map(ToString::to_string).unwrap_or_default();
        self.check(Rule::Decodes, result.is_ok(), || detail.clone())?;
        result.map_err(|_| Fault::Broken { rule: Rule::Decodes, detail: detail.into() })
    }
}
