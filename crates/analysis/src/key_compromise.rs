//! "Record now, steal the server's key later": what somebody gets who has the bytes of the wire and, afterwards, the
//! private key of the server's certificate. Nothing else goes in here: no secret of the run, no trace of its sides.

use crate::knowledge::Knowledge;
use crate::moments::{Act, Moment};
use handshake_core::crypto::{Exchange, Signer, Suite12};
use handshake_core::keys::{Keys, ScheduleEntry};
use handshake_core::msgs::codes::{ContentType, ExtensionType, HandshakeType, ProtocolVersion};
use handshake_core::msgs::tls12::RsaClientKeyExchange;
use handshake_core::msgs::{Body, ClientHello, Handshake, HelloRetryRequest, ServerHello};
use handshake_core::random::Seeded;
use handshake_core::record::{Form, Protection};
use handshake_core::trace::{Dir, Epoch, Event, Key, Side};
use handshake_core::transcript::{PointName, Transcript};
use handshake_core::{Trace, record};
use handshake_scenario::settings::{Settings, value};
use handshake_scenario::simulate::server_key;
use handshake_wire::decode;

/// Records in the order in which they crossed the wire, each with who sent it.
pub type Recording = Vec<(Side, Vec<u8>)>;

/// What the attacker could compute.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recovered {
    /// Values of the key schedule, in the order computed: the pre-master secret first.
    pub keys: Vec<Key>,
    /// What was in the sealed records that opened: who sent it, its type, the content.
    pub opened: Vec<(Side, ContentType, Vec<u8>)>,
}

impl Recovered {
    /// The application data that was read.
    pub fn data(&self) -> impl Iterator<Item = (Side, &[u8])> {
        let data = self.opened.iter().filter(|(_, content_type, _)| *content_type == ContentType::APPLICATION_DATA);
        data.map(|(side, _, content)| (*side, content.as_slice()))
    }
}

/// Where the attacker could not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// The key exchange was of fresh halves; the stolen key only signed.
    Ephemeral,
    /// TLS 1.3: as above, and nearly all of the handshake is sealed besides.
    Tls13,
    /// A session was resumed: the recording holds no key exchange.
    Resumed,
    /// The stolen key can't decrypt, or does not open this secret.
    WrongKey,
    /// No handshake was recorded that got so far.
    Nothing,
}

/// The attacker's work after a run.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyCompromise {
    /// What came of it.
    pub outcome: Result<Recovered, WhyNot>,
}

/// The recorded bytes of a run.
pub fn recording(trace: &Trace) -> Recording {
    let sent = trace.events().filter_map(|(_, side, event)| match event {
        Event::Record(record) if record.dir == Dir::Sent => Some((side, record.bytes.clone())),
        _ => None,
    });
    sent.collect()
}

/// What somebody makes of the recorded run who steals the server's key later, if the settings say that somebody does.
pub fn later(settings: &Settings, trace: &Trace) -> Option<KeyCompromise> {
    let key = (settings.choice::<value::Theft>() == value::Theft::Yes).then(|| server_key(settings))??;
    Some(compromise(&recording(trace), key.as_ref()))
}

/// Goes through the recording with the stolen key.
pub fn compromise(recording: &[(Side, Vec<u8>)], key: &dyn Signer) -> KeyCompromise {
    let mut attacker = Attacker { key: Some(key), ..Attacker::default() };
    let why_not = recording.iter().find_map(|(side, record)| attacker.read(*side, record).err());
    let outcome = match why_not {
        Some(why_not) => Err(why_not),
        None if attacker.recovered.keys.is_empty() => Err(WhyNot::Nothing),
        None => Ok(attacker.recovered),
    };
    KeyCompromise { outcome }
}

#[derive(Default)]
struct Attacker<'a> {
    key: Option<&'a dyn Signer>,
    hello: Option<ClientHello>,
    suite: Option<(Suite12, bool)>,
    keys: Keys,
    transcript: Transcript,
    /// Handshake bytes of client and server that make no whole message yet.
    waiting: [Vec<u8>; 2],
    protection: [Option<Protection>; 2],
    recovered: Recovered,
}

impl Attacker<'_> {
    fn read(&mut self, side: Side, bytes: &[u8]) -> Result<(), WhyNot> {
        let (content_type, fragment) = record::tls12::split(bytes);
        if let Some(protection) = &mut self.protection[side as usize] {
            if let Some(inner) = protection.open(bytes).inner {
                if inner.content_type == ContentType::HANDSHAKE {
                    self.transcript.add("message", &inner.content);
                }
                self.recovered.opened.push((side, inner.content_type, inner.content));
            }
            return Ok(());
        }
        match content_type {
            ContentType::HANDSHAKE => {
                self.waiting[side as usize].extend_from_slice(fragment);
                while let Some(message) = self.next_message(side) {
                    self.message(&message)?;
                }
                Ok(())
            }
            ContentType::CHANGE_CIPHER_SPEC => self.change(side),
            _ => Ok(()),
        }
    }

    fn next_message(&mut self, side: Side) -> Option<Vec<u8>> {
        let waiting = &mut self.waiting[side as usize];
        let header = waiting.first_chunk::<4>()?;
        let len = 4 + u32::from_be_bytes([0, header[1], header[2], header[3]]) as usize;
        (waiting.len() >= len).then(|| waiting.drain(..len).collect())
    }

    fn message(&mut self, message: &[u8]) -> Result<(), WhyNot> {
        let msg_type = HandshakeType(message.first().copied().unwrap_or_default());
        self.transcript.add("message", message);
        match msg_type {
            HandshakeType::CLIENT_HELLO => {
                self.hello = Some(body(message)?);
                Ok(())
            }
            HandshakeType::SERVER_HELLO => self.server_hello(message),
            HandshakeType::CLIENT_KEY_EXCHANGE => self.client_key_exchange(message),
            _ => Ok(()),
        }
    }

    fn server_hello(&mut self, message: &[u8]) -> Result<(), WhyNot> {
        if body::<HelloRetryRequest>(message).is_ok() && body::<ServerHello>(message).is_err() {
            return Err(WhyNot::Tls13);
        }
        let (server, hello): (ServerHello, _) = (body(message)?, self.hello.as_ref().ok_or(WhyNot::Nothing)?);
        if server.extensions.selected_version() == Some(&ProtocolVersion::TLS13) {
            return Err(WhyNot::Tls13);
        }
        let suite = Suite12::get(server.cipher_suite).ok_or(WhyNot::Nothing)?;
        let extended = server.extensions.has(ExtensionType::EXTENDED_MASTER_SECRET);
        self.suite = Some((suite, server.extensions.has(ExtensionType::ENCRYPT_THEN_MAC)));
        self.keys.set_suite12(suite, extended);
        self.keys.know(ScheduleEntry::ClientRandom, hello.random.to_vec());
        self.keys.know(ScheduleEntry::ServerRandom, server.random.to_vec());
        Ok(())
    }

    /// The one place at which the stolen key is of use. RFC 5246 §7.4.7.1.
    fn client_key_exchange(&mut self, message: &[u8]) -> Result<(), WhyNot> {
        let (suite, _) = self.suite.ok_or(WhyNot::Nothing)?;
        if suite.exchange == Exchange::Ecdhe {
            return Err(WhyNot::Ephemeral);
        }
        let exchange: RsaClientKeyExchange = body(message)?;
        let rng = &mut Seeded::new(0, "attacker");
        let secret = self.key.and_then(|key| key.decrypt(&exchange.encrypted_pre_master_secret, rng));
        // The client put the version of its hello in front: so it is seen that the key was the right one.
        let version = self.hello.as_ref().map(|hello| hello.legacy_version.0.to_be_bytes()).unwrap_or_default();
        let secret = secret.filter(|secret| secret.len() == 48 && secret.starts_with(&version));
        let known = self.keys.know(ScheduleEntry::PreMasterSecret, secret.ok_or(WhyNot::WrongKey)?);
        self.recovered.keys.push(known);
        self.transcript.mark(PointName::ClientKeyExchange, suite.hash);
        self.recovered.keys.extend(self.keys.evaluate(&self.transcript));
        Ok(())
    }

    /// From here on this side's records are sealed.
    fn change(&mut self, side: Side) -> Result<(), WhyNot> {
        let (suite, encrypt_then_mac) = self.suite.ok_or(WhyNot::Nothing)?;
        let nodes = ScheduleEntry::traffic(side, Epoch::Session).ok_or(WhyNot::Nothing)?;
        let get = |node: ScheduleEntry| self.keys.get(node).map(<[u8]>::to_vec);
        let Some(key) = get(nodes.0) else { return Err(WhyNot::Resumed) };
        let point =
            if side == Side::Client { PointName::BeforeClientFinished } else { PointName::BeforeServerFinished };
        self.transcript.mark(point, suite.hash);
        self.protection[side as usize] = Some(Protection {
            form: Form::of_tls12(suite, encrypt_then_mac),
            epoch: Epoch::Session,
            writer: side,
            nodes,
            key,
            iv: get(nodes.1).unwrap_or_default(),
            mac_key: get(ScheduleEntry::mac_key(side)).unwrap_or_default(),
            sequence: 0,
        });
        self.recovered.keys.extend(self.keys.evaluate(&self.transcript));
        Ok(())
    }
}

fn body<B: Body>(message: &[u8]) -> Result<B, WhyNot> {
    decode::<Handshake<B>>(message).0.map(|message| message.0).map_err(|_| WhyNot::Nothing)
}

impl KeyCompromise {
    /// Appends the attacker's steps to a run's, and what is known from them on to an eavesdropper.
    pub fn append(&self, moments: &mut Vec<Moment>, knowledge: &mut Knowledge) {
        let (states, epochs) =
            moments.last().map_or((["START"; 2], [Epoch::Plain; 2]), |last| (last.states, last.epochs));
        let mut add = |key: &str, failed: bool| {
            let (key, events, records) = (format!("attacker.{key}"), Vec::new(), Vec::new());
            moments.push(Moment { key, side: Side::Client, act: Act::Attack, failed, events, records, states, epochs });
            moments.len() - 1
        };
        add("steals", false);
        match &self.outcome {
            Ok(recovered) => {
                let (first, second) = (add("decrypts", false), add("keys", false));
                for (index, key) in recovered.keys.iter().enumerate() {
                    knowledge.learn(key.node, &key.value, if index == 0 { first } else { second });
                }
                add("reads", false);
            }
            Err(why_not) => {
                add(why_not.key(), true);
            }
        }
    }
}

impl WhyNot {
    fn key(self) -> &'static str {
        match self {
            WhyNot::Ephemeral => "fails.ephemeral",
            WhyNot::Tls13 => "fails.tls13",
            WhyNot::Resumed => "fails.resumed",
            WhyNot::WrongKey => "fails.wrong-key",
            WhyNot::Nothing => "fails.nothing",
        }
    }
}
