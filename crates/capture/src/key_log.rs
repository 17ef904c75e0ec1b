//! Secrets in the format of NSS's key log (RFC 9850), which Wireshark reads and browsers write (`SSLKEYLOGFILE`).

use data_encoding::HEXLOWER_PERMISSIVE;
use handshake_core::keys::ScheduleEntry;
use handshake_core::trace::{Event, Step};
use std::collections::{BTreeMap, BTreeSet};

const LABELS: [(ScheduleEntry, &str); 8] = [
    (ScheduleEntry::ClientEarlyTraffic, "CLIENT_EARLY_TRAFFIC_SECRET"),
    (ScheduleEntry::EarlyExporterMaster, "EARLY_EXPORTER_SECRET"),
    (ScheduleEntry::ClientHandshakeTraffic, "CLIENT_HANDSHAKE_TRAFFIC_SECRET"),
    (ScheduleEntry::ServerHandshakeTraffic, "SERVER_HANDSHAKE_TRAFFIC_SECRET"),
    (ScheduleEntry::ClientApplicationTraffic, "CLIENT_TRAFFIC_SECRET_0"),
    (ScheduleEntry::ServerApplicationTraffic, "SERVER_TRAFFIC_SECRET_0"),
    (ScheduleEntry::ExporterMaster, "EXPORTER_SECRET"),
    // TLS 1.2's master secret.
    (ScheduleEntry::MasterSecret12, "CLIENT_RANDOM"),
];

/// What the lines of one connection need: its client's random value.
#[derive(Default)]
pub struct KeyLog {
    random: Option<String>,
    /// The lines that were given out: both sides know the same secrets.
    known: BTreeSet<String>,
}

impl KeyLog {
    /// The lines for the next steps of the connection: one for each secret that none was given for yet.
    pub fn lines(&mut self, steps: &[Step]) -> String {
        let hex = handshake_scenario::text::hex;
        let mut out = String::new();
        for event in steps.iter().flat_map(|step| &step.events) {
            match event {
                Event::Message(message) if message.name == "ClientHello" => {
                    self.random = message.bytes.get(6..38).map(hex);
                }
                Event::Key(key) => {
                    let label = LABELS.iter().find(|(node, _)| *node == key.node);
                    if let (Some((_, label)), Some(random)) = (label, &self.random) {
                        let line = format!("{label} {random} {}\n", hex(&key.value));
                        if self.known.insert(line.clone()) {
                            out.push_str(&line);
                        }
                    }
                }
                _ => {}
            }
        }
        out
    }
}

/// The secrets of a key log, by the connection's client random.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Secrets {
    known: BTreeMap<[u8; 32], Vec<(ScheduleEntry, Vec<u8>)>>,
    /// Lines that are none of a key log, counted from 1.
    pub foreign: Vec<usize>,
}

/// Secrets are no longer than the longest hash's output.
const LONGEST: usize = 64;
/// Connections whose secrets are kept.
const CONNECTIONS: usize = 100_000;

impl Secrets {
    /// Reads the lines of a key log. Labels that have no use here are passed over, comments too; a line that is none of a key
    /// log is named in [`Secrets::foreign`].
    pub fn read(text: &str) -> Secrets {
        let mut secrets = Secrets::default();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim().trim_start_matches('\u{feff}');
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if secrets.line(line).is_none() {
                secrets.foreign.push(index + 1);
            }
        }
        secrets
    }

    fn line(&mut self, line: &str) -> Option<()> {
        let mut words = line.split_whitespace();
        let (label, random, secret) = (words.next()?, words.next()?, words.next()?);
        let is_label = label.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
        if !is_label || words.next().is_some() {
            return None;
        }
        let read = |hex: &str| HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok();
        let (random, secret) = (read(random)?, read(secret)?);
        let entry = LABELS.iter().find(|(_, known)| *known == label).map(|(entry, _)| *entry);
        let (Some(entry), Ok(random)) = (entry, <[u8; 32]>::try_from(random)) else { return Some(()) };
        let is_new = !self.known.contains_key(&random);
        if secret.len() <= LONGEST && (!is_new || self.known.len() < CONNECTIONS) {
            self.known.entry(random).or_default().push((entry, secret));
        }
        Some(())
    }

    /// A secret of the connection with this client random.
    pub fn get(&self, random: &[u8; 32], entry: ScheduleEntry) -> Option<&[u8]> {
        let known = self.known.get(random)?.iter().rev().find(|(known, _)| *known == entry);
        known.map(|(_, secret)| secret.as_slice())
    }

    /// How many connections it has secrets of.
    pub fn connections(&self) -> usize {
        self.known.len()
    }
}
