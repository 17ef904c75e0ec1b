//! The named values of both versions' schedules.

use crate::epoch::Epoch;
use crate::side::Side;

macro_rules! nodes {
    ($($(#[$doc:meta])* $node:ident = $name:literal,)*) => {
        /// A named value of the schedule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ScheduleEntry { $($(#[$doc])* $node,)* }

        impl ScheduleEntry {
            /// Every node.
            pub const ALL: &[ScheduleEntry] = &[$(ScheduleEntry::$node),*];

            /// Its name, as in the RFC where that names it.
            pub fn name(self) -> &'static str {
                match self { $(ScheduleEntry::$node => $name,)* }
            }

            /// The node with this name.
            pub fn by_name(name: &str) -> Option<ScheduleEntry> {
                ScheduleEntry::ALL.iter().copied().find(|node| node.name() == name)
            }
        }
    };
}

nodes! {
    /// The client's private half of the key exchange.
    ClientPrivate = "client_private",
    /// The client's public half.
    ClientPublic = "client_public",
    /// The server's private half.
    ServerPrivate = "server_private",
    /// The server's public half.
    ServerPublic = "server_public",
    /// What both halves make: (EC)DHE.
    SharedSecret = "shared_secret",
    /// The pre-shared key; zeros if there is none.
    Psk = "psk",
    /// Early Secret.
    EarlySecret = "early_secret",
    /// Shows that the client has the pre-shared key.
    BinderKey = "binder_key",
    /// HMAC key of the binder.
    BinderFinishedKey = "binder_finished_key",
    /// The binder: an HMAC over the ClientHello up to it.
    Binder = "psk_binder",
    /// client_early_traffic_secret.
    ClientEarlyTraffic = "client_early_traffic_secret",
    /// Client's write key for early data.
    ClientEarlyKey = "client_early_write_key",
    /// Client's write iv for early data.
    ClientEarlyIv = "client_early_write_iv",
    /// early_exporter_master_secret.
    EarlyExporterMaster = "early_exporter_master_secret",
    /// Salt for the Handshake Secret.
    DerivedEarly = "derived_early",
    /// Handshake Secret.
    HandshakeSecret = "handshake_secret",
    /// client_handshake_traffic_secret.
    ClientHandshakeTraffic = "client_handshake_traffic_secret",
    /// server_handshake_traffic_secret.
    ServerHandshakeTraffic = "server_handshake_traffic_secret",
    /// Client's write key for the handshake.
    ClientHandshakeKey = "client_handshake_write_key",
    /// Client's write iv for the handshake.
    ClientHandshakeIv = "client_handshake_write_iv",
    /// Server's write key for the handshake.
    ServerHandshakeKey = "server_handshake_write_key",
    /// Server's write iv for the handshake.
    ServerHandshakeIv = "server_handshake_write_iv",
    /// HMAC key of the client's Finished.
    ClientFinishedKey = "client_finished_key",
    /// HMAC key of the server's Finished.
    ServerFinishedKey = "server_finished_key",
    /// Content of the server's Finished.
    ServerVerifyData = "server_verify_data",
    /// Content of the client's Finished.
    ClientVerifyData = "client_verify_data",
    /// Salt for the Master Secret.
    DerivedHandshake = "derived_handshake",
    /// Master Secret.
    MasterSecret = "master_secret",
    /// client_application_traffic_secret_0.
    ClientApplicationTraffic = "client_application_traffic_secret_0",
    /// server_application_traffic_secret_0.
    ServerApplicationTraffic = "server_application_traffic_secret_0",
    /// Client's write key for application data.
    ClientApplicationKey = "client_application_write_key",
    /// Client's write iv for application data.
    ClientApplicationIv = "client_application_write_iv",
    /// Server's write key for application data.
    ServerApplicationKey = "server_application_write_key",
    /// Server's write iv for application data.
    ServerApplicationIv = "server_application_write_iv",
    /// client_application_traffic_secret_N, after the last KeyUpdate.
    ClientUpdatedTraffic = "client_application_traffic_secret_N",
    /// Client's write key after it.
    ClientUpdatedKey = "client_updated_write_key",
    /// Client's write iv after it.
    ClientUpdatedIv = "client_updated_write_iv",
    /// server_application_traffic_secret_N, after the last KeyUpdate.
    ServerUpdatedTraffic = "server_application_traffic_secret_N",
    /// Server's write key after it.
    ServerUpdatedKey = "server_updated_write_key",
    /// Server's write iv after it.
    ServerUpdatedIv = "server_updated_write_iv",
    /// exporter_master_secret.
    ExporterMaster = "exporter_master_secret",
    /// What the exporter derives for a label.
    ExporterSecret = "exporter_secret",
    /// What the application gets from the exporter.
    Exported = "exported_keying_material",
    /// resumption_master_secret.
    ResumptionMaster = "resumption_master_secret",
    /// Nonce of the last ticket.
    TicketNonce = "ticket_nonce",
    /// Key that the last ticket stands for.
    ResumptionPsk = "resumption_psk",
    /// The random value of ClientHello, as an input of TLS 1.2's keys.
    ClientRandom = "client_random",
    /// The random value of ServerHello, as an input of TLS 1.2's keys.
    ServerRandom = "server_random",
    /// TLS 1.2's pre-master secret.
    PreMasterSecret = "pre_master_secret",
    /// TLS 1.2's master secret.
    MasterSecret12 = "tls12_master_secret",
    /// What TLS 1.2's record keys are cut from.
    KeyBlock = "key_block",
    /// Client's MAC key, TLS 1.2.
    ClientWriteMacKey = "client_write_MAC_key",
    /// Server's MAC key, TLS 1.2.
    ServerWriteMacKey = "server_write_MAC_key",
    /// Client's write key, TLS 1.2.
    ClientWriteKey = "client_write_key",
    /// Server's write key, TLS 1.2.
    ServerWriteKey = "server_write_key",
    /// The part of the client's nonce that is not sent, TLS 1.2.
    ClientWriteIv = "client_write_IV",
    /// The part of the server's nonce that is not sent, TLS 1.2.
    ServerWriteIv = "server_write_IV",
    /// Content of the client's Finished, TLS 1.2.
    ClientVerifyData12 = "tls12_client_verify_data",
    /// Content of the server's Finished, TLS 1.2.
    ServerVerifyData12 = "tls12_server_verify_data",
}

impl ScheduleEntry {
    /// Write key and iv of a side in an epoch. (Of a CBC suite there is no iv.)
    pub fn traffic(writer: Side, epoch: Epoch) -> Option<(ScheduleEntry, ScheduleEntry)> {
        match (writer, epoch) {
            (_, Epoch::Plain) | (Side::Server, Epoch::EarlyData) => None,
            (Side::Client, Epoch::EarlyData) => Some((ScheduleEntry::ClientEarlyKey, ScheduleEntry::ClientEarlyIv)),
            (Side::Client, Epoch::Handshake) => {
                Some((ScheduleEntry::ClientHandshakeKey, ScheduleEntry::ClientHandshakeIv))
            }
            (Side::Server, Epoch::Handshake) => {
                Some((ScheduleEntry::ServerHandshakeKey, ScheduleEntry::ServerHandshakeIv))
            }
            (Side::Client, Epoch::Application) => {
                Some((ScheduleEntry::ClientApplicationKey, ScheduleEntry::ClientApplicationIv))
            }
            (Side::Server, Epoch::Application) => {
                Some((ScheduleEntry::ServerApplicationKey, ScheduleEntry::ServerApplicationIv))
            }
            (Side::Client, Epoch::Session) => Some((ScheduleEntry::ClientWriteKey, ScheduleEntry::ClientWriteIv)),
            (Side::Server, Epoch::Session) => Some((ScheduleEntry::ServerWriteKey, ScheduleEntry::ServerWriteIv)),
            (Side::Client, Epoch::Updated) => Some((ScheduleEntry::ClientUpdatedKey, ScheduleEntry::ClientUpdatedIv)),
            (Side::Server, Epoch::Updated) => Some((ScheduleEntry::ServerUpdatedKey, ScheduleEntry::ServerUpdatedIv)),
        }
    }

    /// A side's MAC key in TLS 1.2.
    pub fn mac_key(writer: Side) -> ScheduleEntry {
        match writer {
            Side::Client => ScheduleEntry::ClientWriteMacKey,
            Side::Server => ScheduleEntry::ServerWriteMacKey,
        }
    }

    /// A side's traffic secret after a KeyUpdate.
    pub fn updated(writer: Side) -> ScheduleEntry {
        match writer {
            Side::Client => ScheduleEntry::ClientUpdatedTraffic,
            Side::Server => ScheduleEntry::ServerUpdatedTraffic,
        }
    }

    /// A side's private and public half.
    pub fn pair(side: Side) -> (ScheduleEntry, ScheduleEntry) {
        match side {
            Side::Client => (ScheduleEntry::ClientPrivate, ScheduleEntry::ClientPublic),
            Side::Server => (ScheduleEntry::ServerPrivate, ScheduleEntry::ServerPublic),
        }
    }
}
