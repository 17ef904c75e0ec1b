//! The state machines as the engine has them: it is brought to each state, and given each type of message there.

use crate::script::{Script, Told, record};
use crate::{CA_SEED, Endpoint, NOW, TLS12, configs, configs12, issued, kind12, rich, setup, suite12};
use handshake_core::client::ClientConfig;
use handshake_core::connection::Status;
use handshake_core::msgs::codes::{AlertDescription, CipherSuite, ContentType, NamedGroup, SignatureScheme};
use handshake_core::pair::{Honest, Setup, run, visit};
use handshake_core::pki::{Answer, CertificateKind, TeachingCa, WebPkiVerifier};
use handshake_core::random::Seeded;
use handshake_core::server::{ClientAuth, ServerConfig};
use handshake_core::session::MemorySessions;
use handshake_core::trace::{Dir, Epoch, Event, Outcome, StateName, Step};
use handshake_core::{ClientConnection, Fault, Rule, ServerConnection, Side, Trace};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

/// The versions, as they are named here.
pub const VERSIONS: [&str; 2] = ["TLS 1.3", "TLS 1.2"];

/// Every type of message: those of the handshake by their codes, then the others.
pub const MESSAGES: [&str; 23] = [
    "HelloRequest",
    "ClientHello",
    "ServerHello",
    "HelloRetryRequest",
    "NewSessionTicket",
    "EndOfEarlyData",
    "EncryptedExtensions",
    "Certificate",
    "ServerKeyExchange",
    "CertificateRequest",
    "ServerHelloDone",
    "CertificateVerify",
    "ClientKeyExchange",
    "Finished",
    "CertificateStatus",
    "KeyUpdate",
    "message_hash",
    "a type of no name",
    "ChangeCipherSpec",
    "application data",
    "close_notify",
    "user_canceled",
    "an error alert",
];

/// What a side makes of a message in a state, in all the worlds in which it can be in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// The states that follow, where it is taken.
    pub next: BTreeSet<StateName>,
    /// True where it changes nothing: this state sends what it has to send, and goes its way.
    pub goes_on: bool,
    /// The alerts that are sent, where it is not; and whether that is for its type alone.
    pub alerts: BTreeMap<String, bool>,
}

/// A state of a side of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    version: usize,
    side: usize,
    /// Its place in its machine.
    order: usize,
    state: StateName,
    /// It has something to send first.
    sends: bool,
}

/// What is done in a state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// What it sends by itself, and the state after that.
    sent: BTreeSet<(String, usize, StateName)>,
    /// What it makes of each message.
    answers: BTreeMap<usize, Answers>,
}

/// All of it.
pub type Machines = BTreeMap<Place, Row>;

/// A run that leads through some of the states, made anew each time: a server remembers who has been there.
struct World {
    version: usize,
    make: Box<dyn Fn() -> Setup>,
}

/// One moment of an honest run at which a side has a state: what it has got and done before.
struct Moment<'a> {
    world: &'a World,
    side: Side,
    state: StateName,
    /// Its steps before.
    steps: Vec<&'a Step>,
    /// The keys with which it opens records now, and how many it has opened with them.
    epoch: Epoch,
    opened: usize,
    /// What it is told next in the honest run; nothing, if it has something to send first.
    honest: Option<(&'static str, Vec<u8>)>,
    /// What it sends then, and the state after that.
    sends: Option<(String, usize, StateName)>,
}

/// Drives both sides of both versions to every state, and gives them every message there.
///
/// # Panics
/// If a world does not come to its end.
pub fn machines() -> Machines {
    let worlds: Vec<(World, Trace)> = worlds()
        .into_iter()
        .map(|world| {
            let trace = run((world.make)(), &mut Honest);
            assert_eq!(trace.outcome, Outcome::Closed, "a world of {}", VERSIONS[world.version]);
            (world, trace)
        })
        .collect();
    let samples = Samples::of(&worlds);
    let mut machines = Machines::new();
    for (world, trace) in &worlds {
        for side in [Side::Client, Side::Server] {
            let script = Script::of(trace, side.peer());
            for moment in moments(world, trace, side) {
                let row = machines.entry(moment.place()).or_default();
                row.sent.extend(moment.sends.clone());
                for (at, name) in MESSAGES.iter().enumerate() {
                    moment.ask(&script, &samples, name, row.answers.entry(at).or_default());
                }
            }
        }
    }
    machines
}

/// All of it as text: a paragraph a state, a line a message, and a line for all messages that fare alike.
pub fn text(machines: &Machines) -> String {
    let mut out = String::new();
    for (place, row) in machines {
        let side = [Side::Client, Side::Server][place.side].name();
        let sends = if place.sends { ", sending" } else { "" };
        let _ = writeln!(out, "\n{} {side} {}{sends}", VERSIONS[place.version], place.state);
        for (sent, _, to) in &row.sent {
            let _ = writeln!(out, "  sends {sent} -> {to}");
        }
        let mut lines: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (message, answers) in &row.answers {
            lines.entry(words(answers)).or_default().push(*message);
        }
        // What most messages get is said once.
        let most = lines.iter().max_by_key(|(_, messages)| messages.len()).map(|(words, _)| words.clone());
        let most = most.unwrap_or_default();
        for (message, answers) in row.answers.iter().filter(|(_, answers)| words(answers) != most) {
            let _ = writeln!(out, "  {} -> {}", MESSAGES[*message], words(answers));
        }
        let _ = writeln!(out, "  * -> {most}");
    }
    out
}

/// States that follow, then alerts; of one that is taken the alert only if it depends on the run whether it is.
fn words(answers: &Answers) -> String {
    let next = answers.next.iter().map(|state| (*state).to_owned());
    let goes_on = answers.goes_on.then(|| "goes on".to_owned());
    let taken = !answers.next.is_empty();
    let alerts = answers.alerts.iter().filter(|(_, by_type)| !taken || **by_type).map(|(alert, _)| format!("!{alert}"));
    next.chain(goes_on).chain(alerts).collect::<Vec<_>>().join(", ")
}

/// Messages of each version as they stand in honest runs, by version and name.
struct Samples(BTreeMap<(usize, &'static str), Vec<u8>>);

impl Samples {
    fn of(worlds: &[(World, Trace)]) -> Samples {
        let mut samples = BTreeMap::new();
        for (world, trace) in worlds {
            for (_, _, event) in trace.events() {
                if let Event::Message(message) = event
                    && message.content_type == ContentType::HANDSHAKE
                {
                    samples.entry((world.version, message.name)).or_insert_with(|| message.bytes.clone());
                }
            }
        }
        Samples(samples)
    }

    /// Content type and bytes of a message of this name; one of the other version if this has none.
    fn get(&self, version: usize, name: &str) -> (ContentType, Vec<u8>) {
        let found = [version, 1 - version].into_iter().find_map(|version| {
            self.0.iter().find(|((of, sample), _)| *of == version && *sample == name).map(|(_, bytes)| bytes.clone())
        });
        match (name, found) {
            ("ChangeCipherSpec", _) => (ContentType::CHANGE_CIPHER_SPEC, vec![1]),
            ("application data", _) => (ContentType::APPLICATION_DATA, b"data".to_vec()),
            ("close_notify", _) => (ContentType::ALERT, vec![1, 0]),
            ("user_canceled", _) => (ContentType::ALERT, vec![1, 90]),
            ("an error alert", _) => (ContentType::ALERT, vec![2, 80]),
            ("message_hash", _) => (ContentType::HANDSHAKE, [&[254, 0, 0, 32], [7; 32].as_slice()].concat()),
            ("a type of no name", _) => (ContentType::HANDSHAKE, vec![99, 0, 0, 0]),
            ("KeyUpdate", _) => (ContentType::HANDSHAKE, vec![24, 0, 0, 1, 0]),
            ("HelloRequest", _) => (ContentType::HANDSHAKE, vec![0, 0, 0, 0]),
            (_, Some(bytes)) => (ContentType::HANDSHAKE, bytes),
            (name, None) => panic!("no world has a {name}"),
        }
    }
}

impl Moment<'_> {
    /// Gives a side that is in this state a message, and looks what it does.
    fn ask(&self, script: &Script, samples: &Samples, name: &str, answers: &mut Answers) {
        let (content_type, sample) = samples.get(self.world.version, name);
        let content = match &self.honest {
            Some((next, bytes)) if *next == name => bytes.clone(),
            _ => sample,
        };
        let mut side = self.arrive();
        let before = side.steps().len();
        side.feed(&self.sealed(script, record(self.epoch, content_type, &content)));
        side.poll();
        match side.status() {
            Status::Failed(Fault::Broken { rule, .. }) => {
                let by_type = matches!(rule, Rule::MessageExpected | Rule::ChangeCipherSpec | Rule::RecordProtection);
                *answers.alerts.entry(sent_alert(side.steps())).or_default() |= by_type;
            }
            Status::Failed(Fault::PeerAlert(_)) => drop(answers.next.insert(side.state())),
            _ if self.sends.is_some() => answers.goes_on = true,
            _ => drop(answers.next.insert(side.steps().get(before).map_or(self.state, |step| step.to))),
        }
    }

    fn place(&self) -> Place {
        let (version, side, state) = (self.world.version, self.side, self.state);
        let order = order(version, side, state);
        Place { version, side: side as usize, order, state, sends: self.sends.is_some() }
    }

    /// A new side, step by step where this one was.
    fn arrive(&self) -> Box<dyn Endpoint> {
        let setup = (self.world.make)();
        let mut side: Box<dyn Endpoint> = match self.side {
            Side::Client => Box::new(ClientConnection::new(setup.client, setup.client_random, setup.now)),
            Side::Server => Box::new(ServerConnection::new(setup.server, setup.server_random, setup.now)),
        };
        for step in &self.steps {
            for event in &step.events {
                if let Event::Record(record) = event
                    && record.dir == Dir::Received
                {
                    side.feed(&record.bytes);
                }
            }
            side.poll();
        }
        assert_eq!(side.state(), self.state, "{}", self.side.name());
        side
    }

    /// The record with the key and the sequence number that this side expects. In TLS 1.3 change_cipher_spec is never sealed.
    fn sealed(&self, script: &Script, told: Told) -> Vec<u8> {
        let mut told = told;
        if let Told::Record { epoch, content_type: ContentType::CHANGE_CIPHER_SPEC, .. } = &mut told
            && VERSIONS[self.world.version] == "TLS 1.3"
        {
            *epoch = Epoch::Plain;
        }
        let before = record(self.epoch, ContentType::APPLICATION_DATA, b"");
        let mut script = script.clone();
        script.told = std::iter::repeat_n(before, self.opened).chain([told]).collect();
        script.wire().pop().unwrap_or_default()
    }
}

/// The moments at which a side of a run has a state for the first time.
fn moments<'a>(world: &'a World, trace: &'a Trace, side: Side) -> Vec<Moment<'a>> {
    let steps: Vec<&Step> = trace.steps.iter().filter(|step| step.side == side).collect();
    let (mut epoch, mut opened, mut moments) = (Epoch::Plain, 0, Vec::<Moment>::new());
    for (at, step) in steps.iter().enumerate() {
        // change_cipher_spec may come along with the message that the step is about.
        let mut received = step.events.iter().filter_map(|event| match event {
            Event::Message(message) if message.dir == Dir::Received => Some((message.name, message.bytes.clone())),
            _ => None,
        });
        let honest = received.next_back();
        let sends = honest.is_none().then(|| sent(world.version, side, step));
        // What is said once both are connected is the run's own, but for tickets.
        let sends = sends.filter(|(names, ..)| step.from != "CONNECTED" || names == "NewSessionTicket");
        let is_last = step.from == "CONNECTED" && sends.is_none();
        moments.push(Moment {
            world,
            side,
            state: step.from,
            steps: steps[..at].to_vec(),
            epoch,
            opened,
            honest,
            sends,
        });
        if is_last {
            break;
        }
        for event in &step.events {
            match event {
                Event::Record(record) if record.dir == Dir::Received && record.sealing.is_some() => opened += 1,
                Event::Epoch { dir: Dir::Received, epoch: next } => (epoch, opened) = (*next, 0),
                _ => {}
            }
        }
    }
    moments
}

/// What a step sends, and where it leads.
fn sent(version: usize, side: Side, step: &Step) -> (String, usize, StateName) {
    let names = step.events.iter().filter_map(|event| match event {
        Event::Message(message) if message.dir == Dir::Sent => Some(message.name),
        _ => None,
    });
    let names: Vec<&str> = names.collect();
    let names = if names.is_empty() { "nothing".to_owned() } else { names.join(" + ") };
    (names, order(version, side, step.to), step.to)
}

/// The alert that went out last.
fn sent_alert(steps: &[Step]) -> String {
    let mut sent = steps.iter().flat_map(|step| &step.events).filter_map(|event| match event {
        Event::Message(message) if message.dir == Dir::Sent && message.content_type == ContentType::ALERT => {
            message.bytes.get(1).map(|code| AlertDescription(*code).text())
        }
        _ => None,
    });
    sent.next_back().unwrap_or_else(|| "no alert".to_owned())
}

/// The place of a state in its machine, from the beginning to the end.
fn order(version: usize, side: Side, state: StateName) -> usize {
    const ORDERS: [[&[&str]; 2]; 2] = [
        [
            &["START", "WAIT_SH", "WAIT_EE", "WAIT_CERT_CR", "WAIT_CERT", "WAIT_CV", "WAIT_FINISHED", "CONNECTED"],
            &["START", "RECVD_CH", "NEGOTIATED", "WAIT_EOED", "WAIT_CERT", "WAIT_CV", "WAIT_FINISHED", "CONNECTED"],
        ],
        [
            &["START", "WAIT_SH", "WAIT_CERT", "WAIT_SKE", "WAIT_SHD", "WAIT_CCS", "WAIT_FINISHED", "CONNECTED"],
            &[
                "START",
                "RECVD_CH",
                "NEGOTIATED",
                "WAIT_CERT",
                "WAIT_CKE",
                "WAIT_CV",
                "WAIT_CCS",
                "WAIT_FINISHED",
                "CONNECTED",
            ],
        ],
    ];
    let order = ORDERS[version][side as usize];
    order.iter().position(|one| *one == state).unwrap_or_else(|| panic!("{state} has no place"))
}

/// Runs that between them go through every state of both versions, on both sides, by every way.
fn worlds() -> Vec<World> {
    let world = |version: usize, configs: fn() -> (ClientConfig, ServerConfig)| World {
        version,
        make: Box::new(move || {
            let (client, server) = configs();
            setup(client, server)
        }),
    };
    let again = |version: usize, setup: fn() -> Setup| World { version, make: Box::new(setup) };
    vec![
        world(0, || configs(CertificateKind::EcdsaP256)),
        world(0, || {
            let (client, mut server) = configs(CertificateKind::EcdsaP256);
            server.groups = vec![NamedGroup::SECP384R1];
            (client, server)
        }),
        world(0, || asking(configs(CertificateKind::EcdsaP256), true)),
        world(0, || asking(configs(CertificateKind::EcdsaP256), false)),
        again(0, || resumed13(false)),
        again(0, || resumed13(true)),
        world(1, ephemeral),
        world(1, || configs12(suite12(CipherSuite::TLS_RSA_WITH_AES_128_GCM_SHA256))),
        world(1, || asking(ephemeral(), true)),
        world(1, || asking(ephemeral(), false)),
        world(1, stapled),
        world(1, with_ticket),
        again(1, || resumed12(true)),
        again(1, || resumed12(false)),
    ]
}

const ECDHE: CipherSuite = CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;

fn ephemeral() -> (ClientConfig, ServerConfig) {
    configs12(suite12(ECDHE))
}

fn stapled() -> (ClientConfig, ServerConfig) {
    let (mut client, mut server) = ephemeral();
    client.status_request = true;
    server.status = issued(kind12(suite12(ECDHE))).answer(Answer::Good, NOW).ok();
    (client, server)
}

fn with_ticket() -> (ClientConfig, ServerConfig) {
    let (mut client, mut server) = ephemeral();
    rich(&mut client, &mut server);
    server.sessions = Some(Arc::new(MemorySessions::new()));
    (client, server)
}

/// A server that asks who the client is; whether the client tells.
fn asking(sides: (ClientConfig, ServerConfig), tells: bool) -> (ClientConfig, ServerConfig) {
    let (mut client, mut server) = sides;
    let issued = TeachingCa::new(CertificateKind::EcdsaP256, CA_SEED).issue_client("student.example").expect("a chain");
    server.client_auth = Some(ClientAuth {
        verifier: Arc::new(WebPkiVerifier::new(&[&issued.root]).expect("a root").of_clients()),
        required: tells,
        signature_schemes: vec![SignatureScheme::ECDSA_SECP256R1_SHA256],
        authorities: Vec::new(),
    });
    client.identities = if tells { vec![issued.identity] } else { Vec::new() };
    (client, server)
}

/// The second visit in TLS 1.3, with early data or without.
fn resumed13(early: bool) -> Setup {
    let (mut client, mut server) = configs(CertificateKind::EcdsaP256);
    rich(&mut client, &mut server);
    server.sessions = Some(Arc::new(MemorySessions::without_replay_protection()));
    server.early_data = early;
    let session = visit(setup(client.clone(), server.clone()), &mut Honest).sessions.pop().expect("a ticket");
    client.psks = session.psk(NOW).into_iter().collect();
    client.early_data = early.then(|| b"early".to_vec());
    setup(client, server)
}

/// The second visit in TLS 1.2, by a ticket or by the session's id.
fn resumed12(ticket: bool) -> Setup {
    let (mut client, mut server) = with_ticket();
    client.tls12.tickets = ticket;
    (client, server) = (client.with_versions(TLS12), server.with_versions(TLS12));
    (client.suites, server.suites) = (vec![ECDHE], vec![ECDHE]);
    client.tls12.session = visit(setup(client.clone(), server.clone()), &mut Honest).session12;
    let mut again = setup(client, server);
    again.server_random = Box::new(Seeded::for_side(2, Side::Server));
    again
}
