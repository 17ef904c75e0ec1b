//! The one door for effects. States call it; it records what happened.

mod config;
mod judge;
mod names;
mod protect;
mod read;
mod write;

pub use config::RecordConfig;
pub use names::{what, why};

use crate::crypto::{KeyPair, private_len, private_name};
use crate::hex;
use crate::keys::{Keys, ScheduleEntry};
use crate::msgs::codes::{ContentType, HandshakeType, NamedGroup, ProtocolVersion};
use crate::msgs::{Body, ChangeCipherSpec, ClientHello, Handshake, HelloRetryRequest, ServerHello};
use crate::random::Randomness;
use crate::record::{Deframer, Protection};
use crate::rules::{Detail, Fault, Rule};
use crate::trace::{Check, Choice, Event, Side, TranscriptPoint};
use crate::transcript::{PointName, Transcript};
use subtle::ConstantTimeEq;

/// What a state is given to go on.
#[derive(Clone, Debug)]
pub(crate) enum Input {
    /// A whole handshake message.
    Handshake(Frame),
    /// Application data.
    Data(Vec<u8>),
    /// change_cipher_spec, which means something in TLS 1.2 only.
    ChangeCipherSpec,
}

impl Input {
    /// What it is, for reports.
    pub fn name(&self) -> &'static str {
        match self {
            Input::Handshake(frame) if frame.is_retry_request() => HelloRetryRequest::NAME,
            Input::Handshake(frame) => crate::msgs::message_name(frame.msg_type),
            Input::Data(_) => "application data",
            Input::ChangeCipherSpec => ChangeCipherSpec::NAME,
        }
    }
}

/// A handshake message as it came, not yet read.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// Its type.
    pub msg_type: HandshakeType,
    /// All of it.
    pub bytes: Vec<u8>,
    /// Records that carried it, first and last.
    pub records: (u64, u64),
}

impl Frame {
    /// True for a ServerHello whose random marks it as a HelloRetryRequest. RFC 8446 §4.1.3.
    pub fn is_retry_request(&self) -> bool {
        let random = self.bytes.get(6..38);
        self.msg_type == HandshakeType::SERVER_HELLO && random == Some(&ServerHello::HELLO_RETRY_REQUEST)
    }
}

/// What comes out of the record layer.
#[derive(Clone, Debug)]
pub(crate) enum Incoming {
    /// For the state.
    Input(Input),
    /// For the connection.
    Alert(crate::msgs::Alert),
}

/// A record that has its number, and room for more.
struct PendingRecord {
    number: u64,
    content_type: ContentType,
    content: Vec<u8>,
    /// Bytes that fit in, too.
    room: usize,
}

#[derive(Default)]
struct WriteHalf {
    protection: Option<Protection>,
    /// The number of the next record.
    records: u64,
    messages: usize,
    /// Records that wait to be written: handshake messages may share one.
    pending: Vec<PendingRecord>,
    out: Vec<u8>,
    /// The peer has asked for new keys, and has not got them yet.
    owes_key_update: bool,
    /// No data has been sent since the last KeyUpdate.
    silent: bool,
    /// How often this side has taken new keys to seal with.
    key_updates: u64,
    /// It has asked for the peer's new keys, and has not got them yet.
    awaits_key_update: bool,
    /// What the peer takes: longest content (and, for a protected record, its type and padding), in bytes.
    limit: Option<usize>,
    closed: bool,
}

#[derive(Default)]
struct ReadHalf {
    deframer: Deframer,
    protection: Option<Protection>,
    records: u64,
    messages: usize,
    /// Handshake bytes not yet taken as a message, and the record the first of them came in.
    handshake: Vec<u8>,
    handshake_since: u64,
    empty_records: usize,
    /// Records since the beginning, or, once the handshake is over, since the last whole message.
    counted_records: usize,
    /// change_cipher_spec is only tolerated between the first ClientHello and the peer's Finished.
    ccs_allowed: bool,
    /// What this side asked for: longest inside of a protected record, in bytes.
    limit: Option<usize>,
    /// What was agreed on for records in the clear, too, in bytes (max_fragment_length of TLS 1.2).
    plain_limit: Option<usize>,
    /// Bytes of rejected early data that may still be skipped; `None` if there is none to skip.
    skip: Option<usize>,
    idle_messages: usize,
}

/// Coder, transcript, keys and randomness of one side, and the record of what was done with them.
pub struct Cx {
    side: Side,
    now: u64,
    config: RecordConfig,
    random: Box<dyn Randomness>,
    events: Vec<Event>,
    transcript: Transcript,
    keys: Keys,
    write: WriteHalf,
    read: ReadHalf,
    /// By whose rules records are written and read: the version agreed on; before that, the newest that this side speaks.
    version: ProtocolVersion,
    /// TLS 1.2 has been agreed on; and whether a CBC suite's MAC is over what was encrypted (RFC 7366).
    tls12: Option<bool>,
    /// change_cipher_spec is to come before the first protected record, for middleboxes. RFC 8446 appendix D.4.
    owes_change_cipher_spec: bool,
    /// TLS 1.2 may still be agreed on, in which an alert can be a mere warning.
    tls12_possible: bool,
}

impl Cx {
    /// `versions` are those that this side speaks; `now` is in seconds since 1970.
    pub(crate) fn new(
        side: Side,
        versions: &[ProtocolVersion],
        config: RecordConfig,
        random: Box<dyn Randomness>,
        now: u64,
    ) -> Self {
        Cx {
            side,
            version: versions.iter().max().copied().unwrap_or(ProtocolVersion::TLS12),
            now,
            config,
            random,
            events: Vec::new(),
            transcript: Transcript::default(),
            keys: Keys::default(),
            write: WriteHalf::default(),
            read: ReadHalf::default(),
            tls12: None,
            owes_change_cipher_spec: false,
            tls12_possible: false,
        }
    }

    /// The messages so far.
    pub(crate) fn transcript(&self) -> &Transcript {
        &self.transcript
    }

    /// Length of a ClientHello on the wire, in bytes, without the record's header.
    pub(crate) fn encoded_len(&mut self, hello: ClientHello) -> Result<usize, Fault> {
        let encoded = handshake_wire::encode(&mut Handshake(hello));
        encoded.map(|(bytes, _)| bytes.len()).map_err(|error| self.internal(error.to_string()))
    }

    /// This side says no more.
    pub(crate) fn close(&mut self) {
        self.write.closed = true;
    }

    /// True once this side says no more.
    pub(crate) fn is_closed(&self) -> bool {
        self.write.closed
    }

    /// Whose door this is.
    pub(crate) fn side(&self) -> Side {
        self.side
    }

    /// Seconds since 1970.
    pub(crate) fn now(&self) -> u64 {
        self.now
    }

    /// What was done since the last call.
    pub(crate) fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// `N` random bytes; `name` says what for.
    pub(crate) fn random<const N: usize>(&mut self, name: &'static str) -> [u8; N] {
        let mut out = [0; N];
        self.random.fill(name, &mut out);
        out
    }

    /// As many random bytes as wanted.
    pub(crate) fn random_vec(&mut self, name: &'static str, len: usize) -> Vec<u8> {
        let mut out = vec![0; len];
        self.random.fill(name, &mut out);
        out
    }

    /// A fresh key pair of a client. Drawn again in the rare case that the number drawn is no private key of the group.
    pub(crate) fn key_pair(&mut self, group: NamedGroup) -> Result<KeyPair, Fault> {
        for _ in 0..16 {
            if let Some(pair) = KeyPair::new(group, &self.private_half(group)?) {
                return Ok(pair);
            }
        }
        Err(self.internal("no private key could be drawn".to_owned()))
    }

    /// A fresh key pair of a server that answers the client's public half. `None` if that is not a proper one.
    pub(crate) fn answer_pair(&mut self, group: NamedGroup, client: &[u8]) -> Result<Option<KeyPair>, Fault> {
        for _ in 0..16 {
            let private = self.private_half(group)?;
            if let Some(pair) = KeyPair::answer(group, &private, client) {
                return Ok(Some(pair));
            }
            if group == NamedGroup::X25519MLKEM768 {
                return Ok(None);
            }
        }
        Err(self.internal("no private key could be drawn".to_owned()))
    }

    fn private_half(&mut self, group: NamedGroup) -> Result<Vec<u8>, Fault> {
        match private_len(group, self.side) {
            Some(len) => {
                let mut private = self.random_vec(private_name(group), len);
                // 521 bits: of the first byte there is one. Else one number in 128 would do.
                if let (NamedGroup::SECP521R1, Some(first)) = (group, private.first_mut()) {
                    *first &= 1;
                }
                Ok(private)
            }
            None => Err(self.internal(format!("this engine has no key exchange for {}", group.text()))),
        }
    }

    /// The source itself, for what draws its own.
    pub(crate) fn randomness(&mut self) -> &mut dyn Randomness {
        self.random.as_mut()
    }

    /// The only way to fail a connection.
    pub(crate) fn check<D: Into<Detail>>(
        &mut self,
        rule: Rule,
        passed: bool,
        detail: impl FnOnce() -> D,
    ) -> Result<(), Fault> {
        self.record_check(rule, passed, None, detail)
    }

    /// [`Cx::check`] that a value is there, which is given back.
    pub(crate) fn require<T>(
        &mut self,
        rule: Rule,
        value: Option<T>,
        detail: impl FnOnce() -> String,
    ) -> Result<T, Fault> {
        self.check(rule, value.is_some(), detail)?;
        value.ok_or_else(|| self.internal(format!("{} holds without what it demands", rule.id())))
    }

    /// [`Cx::check`] that two values are the same.
    pub(crate) fn check_same(&mut self, rule: Rule, found: String, wanted: String) -> Result<(), Fault> {
        let passed = found == wanted;
        let detail = format!("found {found}, wanted {wanted}");
        self.record_check(rule, passed, Some((found, wanted)), || detail)
    }

    /// [`Cx::check_same`] for values that an attacker must not guess byte by byte: compared in a time that does not depend on
    /// where they differ.
    pub(crate) fn check_secret(&mut self, rule: Rule, found: &[u8], wanted: &[u8]) -> Result<(), Fault> {
        let passed = bool::from(found.ct_eq(wanted));
        let (found, wanted) = (hex(found), hex(wanted));
        let detail = format!("found {found}, wanted {wanted}");
        self.record_check(rule, passed, Some((found, wanted)), || detail)
    }

    /// [`Cx::check`] that a value is one of several.
    pub(crate) fn check_among(&mut self, rule: Rule, found: String, wanted: &[String]) -> Result<(), Fault> {
        let passed = wanted.contains(&found);
        let wanted = wanted.join(", ");
        let detail = format!("found {found}, wanted one of {wanted}");
        self.record_check(rule, passed, Some((found, wanted)), || detail)
    }

    fn record_check<D: Into<Detail>>(
        &mut self,
        rule: Rule,
        passed: bool,
        compared: Option<(String, String)>,
        detail: impl FnOnce() -> D,
    ) -> Result<(), Fault> {
        self.events.push(Event::Check(Check { rule, passed, compared }));
        if passed { Ok(()) } else { Err(Fault::Broken { rule, detail: detail().into() }) }
    }

    /// Records a choice; the caller has made it.
    pub(crate) fn choose(
        &mut self,
        what: &'static str,
        offered: Vec<String>,
        accepted: Vec<String>,
        picked: Option<String>,
        why: &'static str,
    ) {
        let why = if picked.is_none() && why == why::OWN_ORDER { why::NOTHING_FITS } else { why };
        self.events.push(Event::Choice(Choice { what, offered, accepted, picked, why }));
    }

    /// What is known of the schedule.
    pub(crate) fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Fixes suite or group.
    pub(crate) fn keys_mut(&mut self) -> &mut Keys {
        &mut self.keys
    }

    /// Takes in a value from outside the schedule.
    pub(crate) fn know(&mut self, node: ScheduleEntry, value: Vec<u8>) {
        let key = self.keys.know(node, value);
        self.events.push(Event::Key(key));
    }

    /// Computes what can be computed by now.
    pub(crate) fn derive(&mut self) {
        let fresh = self.keys.evaluate(&self.transcript);
        self.events.extend(fresh.into_iter().map(Event::Key));
    }

    /// A value that the schedule must have by now.
    pub(crate) fn key(&mut self, node: ScheduleEntry) -> Result<Vec<u8>, Fault> {
        let value = self.keys.get(node).map(<[u8]>::to_vec);
        value.ok_or_else(|| self.internal(format!("{} is not known yet", node.name())))
    }

    /// Names the point that the transcript has reached, and computes what depends on it.
    pub(crate) fn mark(&mut self, point: PointName) -> Result<(), Fault> {
        self.mark_by(point, None, |transcript, hash| transcript.mark(point, hash))
    }

    /// Names a point within a message: the transcript so far and the `beginning` of the message that is about to be sent.
    pub(crate) fn mark_before(&mut self, point: PointName, beginning: &[u8]) -> Result<(), Fault> {
        self.mark_by(point, Some(point), |transcript, hash| transcript.mark_before(point, hash, beginning))
    }

    /// Names a point within the message received last: the transcript without its last `cut` bytes.
    pub(crate) fn mark_short(&mut self, point: PointName, cut: usize) -> Result<(), Fault> {
        self.mark_by(point, None, |transcript, hash| transcript.mark_short(point, hash, cut))
    }

    fn mark_by(
        &mut self,
        point: PointName,
        also: Option<PointName>,
        mark: impl FnOnce(&mut Transcript, crate::crypto::Hash) -> Vec<u8>,
    ) -> Result<(), Fault> {
        let Some(hash) = self.keys.hash() else { return Err(self.internal("no suite chosen yet".to_owned())) };
        let hash = mark(&mut self.transcript, hash);
        let mut messages = self.transcript.messages().to_vec();
        messages.extend(also.map(PointName::name));
        self.events.push(Event::Transcript(TranscriptPoint { point, hash, messages }));
        self.derive();
        Ok(())
    }

    /// Puts a hash in the place of the first ClientHello. RFC 8446 §4.4.1.
    pub(crate) fn fold_client_hello(&mut self) -> Result<(), Fault> {
        let Some(suite) = self.keys.suite() else { return Err(self.internal("no suite chosen yet".to_owned())) };
        self.transcript.fold_client_hello(suite.hash);
        Ok(())
    }

    /// The transcript's hash at a point reached before.
    pub(crate) fn transcript_hash(&mut self, point: PointName) -> Result<Vec<u8>, Fault> {
        let hash = self.transcript.at(point).cloned();
        hash.ok_or_else(|| self.internal(format!("the transcript has not reached {}", point.name())))
    }

    /// Derives a value for the application. RFC 8446 §7.5.
    pub(crate) fn export(&mut self, label: &str, context: Option<&[u8]>, len: usize) -> Option<Vec<u8>> {
        let keys = self.keys.export(label, context, len)?;
        let value = keys.last()?.value.clone();
        self.events.extend(keys.into_iter().map(Event::Key));
        Some(value)
    }

    /// See [`RecordConfig::max_account`].
    pub(crate) fn max_account(&self) -> usize {
        self.config.max_account
    }

    /// The peer takes no more than this in a record: content, and for a protected one its type and padding.
    pub(crate) fn limit_sent(&mut self, limit: usize) {
        self.write.limit = Some(limit);
    }

    /// This side asked for no more than this inside a protected record.
    pub(crate) fn limit_received(&mut self, limit: usize) {
        self.read.limit = Some(limit);
    }

    /// Both sides agreed on TLS 1.2's max_fragment_length: from here on it holds for every record, in the clear or not.
    /// RFC 6066 §4.
    pub(crate) fn limit_fragments(&mut self, bytes: usize) {
        self.limit_sent(bytes);
        self.limit_received(bytes);
        self.read.plain_limit = Some(bytes);
    }

    /// Early data was offered and is not read: up to so many bytes of records that do not open are dropped. RFC 8446
    /// §4.2.10.
    pub(crate) fn skip_early_data(&mut self, bytes: usize) {
        self.read.skip = Some(bytes);
    }

    /// What does not open is a fault again.
    pub(crate) fn skip_no_more(&mut self) {
        self.read.skip = None;
    }

    /// Counts a message that came after the handshake.
    pub(crate) fn count_idle_message(&mut self) -> Result<(), Fault> {
        self.read.idle_messages += 1;
        let (count, max) = (self.read.idle_messages, self.config.max_idle_messages);
        match count > max {
            true => self.check(Rule::NoEndlessMessages, false, || format!("{count} messages without any data")),
            false => Ok(()),
        }
    }

    /// Says whether the peer's change_cipher_spec is to be dropped or refused.
    pub(crate) fn allow_change_cipher_spec(&mut self, allowed: bool) {
        self.read.ccs_allowed = allowed;
    }

    /// TLS 1.2 or a version before it has been agreed on: its change_cipher_spec counts, and its records have other forms.
    pub(crate) fn use_tls12(&mut self, version: ProtocolVersion, encrypt_then_mac: bool) {
        self.tls12 = Some(encrypt_then_mac);
        self.version = version;
        self.owes_change_cipher_spec = false;
    }

    /// In compatibility mode: change_cipher_spec is to come before the first protected record of any kind, an alert, too.
    /// RFC 8446 appendix D.4.
    pub(crate) fn owe_change_cipher_spec(&mut self) {
        self.owes_change_cipher_spec = true;
    }

    /// True until it has been sent.
    pub(crate) fn owes_change_cipher_spec(&self) -> bool {
        self.owes_change_cipher_spec
    }

    /// Says whether TLS 1.2 may still be agreed on.
    pub(crate) fn expect_tls12(&mut self, possible: bool) {
        self.tls12_possible = possible;
    }

    /// True where an alert can be a warning that fails nothing: in TLS 1.2, or before it is known to be another version.
    pub(crate) fn takes_warnings(&self) -> bool {
        self.is_tls12() || self.tls12_possible
    }

    /// True once TLS 1.2 or a version before it has been agreed on.
    pub(crate) fn is_tls12(&self) -> bool {
        self.tls12.is_some()
    }

    /// The handshake is over: what follows is no part of the transcript.
    pub(crate) fn close_transcript(&mut self) {
        self.transcript.close();
    }

    /// Something this engine should have been able to do.
    pub(crate) fn internal(&mut self, detail: String) -> Fault {
        let rule = Rule::Internal;
        self.events.push(Event::Check(Check { rule, passed: false, compared: None }));
        Fault::Broken { rule, detail: detail.into() }
    }

    /// The name of a content type, for reports.
    fn content_name(content_type: ContentType) -> &'static str {
        match content_type {
            ContentType::HANDSHAKE => "handshake",
            ContentType::ALERT => "Alert",
            ContentType::CHANGE_CIPHER_SPEC => "ChangeCipherSpec",
            _ => "application data",
        }
    }
}
