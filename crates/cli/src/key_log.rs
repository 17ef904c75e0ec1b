//! Secrets in the format of NSS's key log, which Wireshark reads (RFC 9850).

use handshake_core::keys::ScheduleEntry;
use handshake_core::trace::{Event, Step};
use std::fmt::Write as _;

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
}

impl KeyLog {
    /// The lines for the next steps of the connection.
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
                        // Writing to a string cannot fail.
                        let _ = writeln!(out, "{label} {random} {}", hex(&key.value));
                    }
                }
                _ => {}
            }
        }
        out
    }
}
