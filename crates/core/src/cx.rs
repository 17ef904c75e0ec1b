//! The one door for effects. States call it; it records what happened.

mod read;
mod write;

use crate::crypto::KeyPair;
use crate::keys::{Keys, Node};
use crate::msgs::codes::{ContentType, HandshakeType, NamedGroup};
use crate::random::Randomness;
use crate::record::{Deframer, Protection};
use crate::rules::{Fault, Rule};
use crate::trace::{Check, Choice, Dir, Epoch, Event, Side, TranscriptPoint};
use crate::transcript::{Point, Transcript};

/// What can be chosen: the values of [`Choice::what`].
pub mod what {
    /// Protocol version.
    pub const VERSION: &str = "version";
    /// Cipher suite.
    pub const SUITE: &str = "cipher_suite";
    /// Group of the key exchange.
    pub const GROUP: &str = "group";
    /// Signature scheme, and with it the certificate.
    pub const SIGNATURE: &str = "signature_scheme";
    /// Application protocol.
    pub const ALPN: &str = "application_protocol";
}

/// How this side cuts its messages into records, and how much it takes from its peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordConfig {
    /// Puts handshake messages that follow each other into one record, as far as they fit.
    pub coalesce: bool,
    /// Longest content of a record it writes, 1 to 2^14.
    pub max_fragment: usize,
    /// Zero bytes added to every protected record, as far as they fit.
    pub padding: usize,
    /// Longest handshake message it takes.
    pub max_message: usize,
    /// Records without content in a row that it takes.
    pub max_empty_records: usize,
}

impl Default for RecordConfig {
    fn default() -> Self {
        RecordConfig {
            coalesce: false,
            max_fragment: crate::record::MAX_PLAINTEXT,
            padding: 0,
            max_message: 1 << 17,
            max_empty_records: 32,
        }
    }
}

/// What a state is given to go on.
#[derive(Clone, Debug)]
pub(crate) enum Input {
    /// A whole handshake message.
    Handshake(Frame),
    /// Application data.
    Data(Vec<u8>),
}

impl Input {
    /// What it is, for reports.
    pub fn name(&self) -> &'static str {
        match self {
            Input::Handshake(frame) => crate::msgs::message_name(frame.msg_type),
            Input::Data(_) => "application data",
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

/// What comes out of the record layer.
#[derive(Clone, Debug)]
pub(crate) enum Incoming {
    /// For the state.
    Input(Input),
    /// For the connection.
    Alert(crate::msgs::Alert),
}

#[derive(Default)]
struct WriteHalf {
    protection: Option<Protection>,
    records: u64,
    messages: usize,
    pending: Vec<u8>,
    out: Vec<u8>,
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
    /// change_cipher_spec is only tolerated between the first ClientHello and the peer's Finished.
    ccs_allowed: bool,
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
}

impl Cx {
    /// `now` is in seconds since 1970.
    pub(crate) fn new(side: Side, config: RecordConfig, random: Box<dyn Randomness>, now: u64) -> Self {
        Cx {
            side,
            now,
            config,
            random,
            events: Vec::new(),
            transcript: Transcript::default(),
            keys: Keys::default(),
            write: WriteHalf::default(),
            read: ReadHalf::default(),
        }
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

    /// A fresh key pair. Drawn again in the rare case that the number drawn is no private key of the group.
    pub(crate) fn key_pair(&mut self, group: NamedGroup) -> Result<KeyPair, Fault> {
        if crate::crypto::public_len(group).is_none() {
            return Err(self.internal(format!("this engine has no key exchange for {}", group.text())));
        }
        let name = if group == NamedGroup::X25519 { "x25519 private key" } else { "secp256r1 private key" };
        for _ in 0..16 {
            if let Some(pair) = KeyPair::new(group, self.random(name)) {
                return Ok(pair);
            }
        }
        Err(self.internal("no private key could be drawn".to_owned()))
    }

    /// The source itself, for what draws its own.
    pub(crate) fn randomness(&mut self) -> &mut dyn Randomness {
        self.random.as_mut()
    }

    /// The only way to fail a connection.
    pub(crate) fn check(&mut self, rule: Rule, passed: bool, detail: impl FnOnce() -> String) -> Result<(), Fault> {
        self.record_check(rule, passed, None, detail)
    }

    /// [`Cx::check`] that two values are the same.
    pub(crate) fn check_same(&mut self, rule: Rule, found: String, wanted: String) -> Result<(), Fault> {
        let passed = found == wanted;
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

    fn record_check(
        &mut self,
        rule: Rule,
        passed: bool,
        compared: Option<(String, String)>,
        detail: impl FnOnce() -> String,
    ) -> Result<(), Fault> {
        self.events.push(Event::Check(Check { rule, passed, compared }));
        if passed { Ok(()) } else { Err(Fault::Broken { rule, detail: detail() }) }
    }

    /// Records a choice; the caller has made it.
    pub(crate) fn choose(
        &mut self,
        what: &'static str,
        offered: Vec<String>,
        accepted: Vec<String>,
        picked: Option<String>,
    ) {
        self.events.push(Event::Choice(Choice { what, offered, accepted, picked }));
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
    pub(crate) fn know(&mut self, node: Node, value: Vec<u8>) {
        let key = self.keys.know(node, value);
        self.events.push(Event::Key(key));
    }

    /// Computes what can be computed by now.
    pub(crate) fn derive(&mut self) {
        let fresh = self.keys.evaluate(&self.transcript);
        self.events.extend(fresh.into_iter().map(Event::Key));
    }

    /// A value that the schedule must have by now.
    pub(crate) fn key(&mut self, node: Node) -> Result<Vec<u8>, Fault> {
        let value = self.keys.get(node).map(<[u8]>::to_vec);
        value.ok_or_else(|| self.internal(format!("{} is not known yet", node.name())))
    }

    /// Names the point that the transcript has reached, and computes what depends on it.
    pub(crate) fn mark(&mut self, point: Point) -> Result<(), Fault> {
        let Some(suite) = self.keys.suite() else { return Err(self.internal("no suite chosen yet".to_owned())) };
        let hash = self.transcript.mark(point, suite.hash);
        let messages = self.transcript.messages().to_vec();
        self.events.push(Event::Transcript(TranscriptPoint { point, hash, messages }));
        self.derive();
        Ok(())
    }

    /// The transcript's hash at a point reached before.
    pub(crate) fn transcript_hash(&mut self, point: Point) -> Result<Vec<u8>, Fault> {
        let hash = self.transcript.at(point).cloned();
        hash.ok_or_else(|| self.internal(format!("the transcript has not reached {}", point.name())))
    }

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

    /// Says whether the peer's change_cipher_spec is to be dropped or refused.
    pub(crate) fn allow_change_cipher_spec(&mut self, allowed: bool) {
        self.read.ccs_allowed = allowed;
    }

    fn protection(&mut self, writer: Side, epoch: Epoch) -> Result<Protection, Fault> {
        let (Some(suite), Some(nodes)) = (self.keys.suite(), Node::traffic(writer, epoch)) else {
            return Err(self.internal("no keys for this epoch".to_owned()));
        };
        let (key, iv) = (self.key(nodes.0)?, self.key(nodes.1)?);
        Ok(Protection { aead: suite.aead, epoch, writer, nodes, key, iv, sequence: 0 })
    }

    /// Something this engine should have been able to do.
    pub(crate) fn internal(&mut self, detail: String) -> Fault {
        let rule = Rule::Internal;
        self.events.push(Event::Check(Check { rule, passed: false, compared: None }));
        Fault::Broken { rule, detail }
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
