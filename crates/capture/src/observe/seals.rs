//! The keys of a recorded connection, as far as its secrets are known, and when they are in use.

use super::messages::{Handshake, dir};
use crate::key_log::Secrets;
use handshake_core::Side;
use handshake_core::keys::{Keys, ScheduleEntry};
use handshake_core::msgs::codes::{ContentType, ExtensionType, HandshakeType, ProtocolVersion};
use handshake_core::record::{Form, Protection, Sealing};
use handshake_core::trace::{Epoch, Event};
use handshake_core::transcript::PointName;

/// Both directions' protection.
pub struct Seals<'a> {
    secrets: &'a Secrets,
    sides: [Direction; 2],
}

#[derive(Default)]
struct Direction {
    protection: Option<Protection>,
    /// In TLS 1.2: change_cipher_spec has passed.
    changed: bool,
}

impl<'a> Seals<'a> {
    pub fn new(secrets: &'a Secrets) -> Seals<'a> {
        Seals { secrets, sides: [Direction::default(), Direction::default()] }
    }

    /// Whether a record is sealed.
    pub fn protects(&self, from: Side, content_type: ContentType, version: ProtocolVersion) -> bool {
        match version {
            ProtocolVersion::TLS13 => content_type == ContentType::APPLICATION_DATA,
            _ => self.sides[from as usize].changed,
        }
    }

    /// Opens a record, if its keys are known. A record that does not open stays sealed.
    pub fn open(
        &mut self,
        from: Side,
        record: &[u8],
        handshake: &Handshake,
        events: &mut Vec<Event>,
    ) -> Option<Sealing> {
        if self.sides[from as usize].protection.is_none() && from == Side::Client && handshake.version.is_none() {
            self.begin_early_data(record, handshake, events);
        }
        let direction = &mut self.sides[from as usize];
        let protection = direction.protection.as_mut()?;
        let mut trial = protection.clone();
        let sealing = trial.open(record);
        if sealing.inner.is_some() {
            *protection = trial;
            return Some(sealing);
        }
        // Early data that the server did not take ends without a word: the next keys are in use.
        if protection.epoch == Epoch::EarlyData
            && let Some(mut next) = protection_of(&handshake.keys, from, Epoch::Handshake, handshake)
        {
            let sealing = next.open(record);
            if sealing.inner.is_some() {
                events.push(Event::Epoch { dir: dir(from), epoch: Epoch::Handshake });
                self.sides[from as usize].protection = Some(next);
                return Some(sealing);
            }
        }
        None
    }

    /// Early data is sealed before the suite is known: of those that were offered, the one that opens it.
    fn begin_early_data(&mut self, record: &[u8], handshake: &Handshake, events: &mut Vec<Event>) {
        let Some(hello) = &handshake.hello else { return };
        let Some(secret) = self.secrets.get(&hello.random, ScheduleEntry::ClientEarlyTraffic) else { return };
        for suite in hello.cipher_suites.iter().filter_map(|&id| handshake_core::crypto::Suite::get(id)) {
            let mut keys = Keys::default();
            keys.set_suite(suite);
            keys.use_secret_psk();
            keys.use_early_data();
            let known = keys.know(ScheduleEntry::ClientEarlyTraffic, secret.to_vec());
            let computed = keys.evaluate(&handshake.transcript);
            let form = Form::Tls13(suite.aead);
            let Some(protection) = protection(&keys, Side::Client, Epoch::EarlyData, form) else { continue };
            if protection.clone().open(record).inner.is_some() {
                events.extend([known].into_iter().chain(computed).map(Event::Key));
                events.push(Event::Epoch { dir: dir(Side::Client), epoch: Epoch::EarlyData });
                self.sides[Side::Client as usize].protection = Some(protection);
                return;
            }
        }
    }

    /// What follows from a message: secrets that are in use now, and what is made of them.
    pub fn follow(&mut self, from: Side, msg_type: HandshakeType, handshake: &mut Handshake, events: &mut Vec<Event>) {
        if handshake.version == Some(ProtocolVersion::TLS13) {
            self.follow13(from, msg_type, handshake, events);
        } else if msg_type == HandshakeType::CLIENT_KEY_EXCHANGE
            && let Some(suite) = handshake.suite12
        {
            handshake.transcript.mark(PointName::ClientKeyExchange, suite.hash);
        }
    }

    fn follow13(&mut self, from: Side, msg_type: HandshakeType, handshake: &mut Handshake, events: &mut Vec<Event>) {
        let Some(suite) = handshake.suite else { return };
        match (from, msg_type) {
            (Side::Server, HandshakeType::SERVER_HELLO) if handshake.server.is_some() => {
                handshake.keys.set_suite(suite);
                // Which pre-shared key it was is not seen; without one, zeros are in its place.
                if handshake.agreed(ExtensionType::PRE_SHARED_KEY) {
                    handshake.keys.use_secret_psk();
                }
                handshake.transcript.mark(PointName::ServerHello, suite.hash);
                let wanted = [ScheduleEntry::ClientHandshakeTraffic, ScheduleEntry::ServerHandshakeTraffic];
                self.know(&wanted, handshake, events);
                self.change_to(Side::Server, Epoch::Handshake, handshake, events);
                // A client that sends early data goes on with it, until it says that it has ended.
                if self.sides[Side::Client as usize].protection.is_none() {
                    self.change_to(Side::Client, Epoch::Handshake, handshake, events);
                }
            }
            (Side::Client, HandshakeType::END_OF_EARLY_DATA) => {
                self.change_to(Side::Client, Epoch::Handshake, handshake, events);
            }
            (Side::Server, HandshakeType::FINISHED) => {
                handshake.transcript.mark(PointName::ServerFinished, suite.hash);
                let wanted = [
                    ScheduleEntry::ClientApplicationTraffic,
                    ScheduleEntry::ServerApplicationTraffic,
                    ScheduleEntry::ExporterMaster,
                ];
                self.know(&wanted, handshake, events);
                self.change_to(Side::Server, Epoch::Application, handshake, events);
            }
            (Side::Client, HandshakeType::FINISHED) => {
                self.change_to(Side::Client, Epoch::Application, handshake, events);
            }
            (_, HandshakeType::KEY_UPDATE) => {
                let updated = handshake.keys.update(from);
                if let Some(key) = updated {
                    events.push(Event::Key(key));
                    events.extend(handshake.keys.evaluate(&handshake.transcript).into_iter().map(Event::Key));
                    self.change_to(from, Epoch::Updated, handshake, events);
                }
            }
            _ => {}
        }
    }

    /// change_cipher_spec: in TLS 1.2 this side's records are sealed from here on.
    pub fn changed(&mut self, from: Side, handshake: &mut Handshake, events: &mut Vec<Event>) {
        if handshake.version.is_none_or(|version| version == ProtocolVersion::TLS13) {
            return;
        }
        self.sides[from as usize].changed = true;
        let Some(suite) = handshake.suite12 else { return };
        if handshake.keys.suite12().is_none() {
            handshake.keys.set_suite12(suite, handshake.agreed(ExtensionType::EXTENDED_MASTER_SECRET));
            let randoms = handshake.hello.as_ref().zip(handshake.server.as_ref());
            if let Some((client, server)) = randoms.map(|(hello, server)| (hello.random, server.random)) {
                events.push(Event::Key(handshake.keys.know(ScheduleEntry::ClientRandom, client.to_vec())));
                events.push(Event::Key(handshake.keys.know(ScheduleEntry::ServerRandom, server.to_vec())));
            }
            self.know(&[ScheduleEntry::MasterSecret12], handshake, events);
        }
        self.change_to(from, Epoch::Session, handshake, events);
    }

    /// Takes secrets in, and computes what follows from them.
    fn know(&self, wanted: &[ScheduleEntry], handshake: &mut Handshake, events: &mut Vec<Event>) {
        let Some(random) = handshake.hello.as_ref().map(|hello| hello.random) else { return };
        for &entry in wanted {
            if let Some(secret) = self.secrets.get(&random, entry) {
                events.push(Event::Key(handshake.keys.know(entry, secret.to_vec())));
            }
        }
        events.extend(handshake.keys.evaluate(&handshake.transcript).into_iter().map(Event::Key));
    }

    fn change_to(&mut self, side: Side, epoch: Epoch, handshake: &Handshake, events: &mut Vec<Event>) {
        let next = protection_of(&handshake.keys, side, epoch, handshake);
        events.extend(next.is_some().then_some(Event::Epoch { dir: dir(side), epoch }));
        self.sides[side as usize].protection = next;
    }
}

fn protection_of(keys: &Keys, side: Side, epoch: Epoch, handshake: &Handshake) -> Option<Protection> {
    let form = match epoch {
        Epoch::Session => Form::of_tls12(handshake.suite12?, handshake.agreed(ExtensionType::ENCRYPT_THEN_MAC)),
        _ => Form::Tls13(handshake.suite?.aead),
    };
    protection(keys, side, epoch, form)
}

fn protection(keys: &Keys, writer: Side, epoch: Epoch, form: Form) -> Option<Protection> {
    let nodes = ScheduleEntry::traffic(writer, epoch)?;
    let get = |entry: ScheduleEntry| keys.get(entry).map(<[u8]>::to_vec);
    Some(Protection {
        form,
        epoch,
        writer,
        nodes,
        key: get(nodes.0)?,
        iv: get(nodes.1).unwrap_or_default(),
        mac_key: get(ScheduleEntry::mac_key(writer)).unwrap_or_default(),
        sequence: 0,
    })
}
