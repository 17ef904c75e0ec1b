//! Secrets in the format of NSS's key log (RFC 9850), which Wireshark reads and browsers write (`SSLKEYLOGFILE`).

use handshake_core::keys::ScheduleEntry;
use handshake_core::trace::{Event, Step};
use std::collections::BTreeSet;

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
