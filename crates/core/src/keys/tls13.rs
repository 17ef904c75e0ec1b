//! TLS 1.3's key schedule as a table. RFC 8446 §7.1:
//!
//! ```text
//!              0
//!              |
//!              v
//!    PSK ->  HKDF-Extract = Early Secret
//!              |
//!              +-----> Derive-Secret(., "ext binder" | "res binder", "")
//!              |                     = binder_key
//!              +-----> Derive-Secret(., "c e traffic", ClientHello)
//!              |                     = client_early_traffic_secret
//!              +-----> Derive-Secret(., "e exp master", ClientHello)
//!              |                     = early_exporter_master_secret
//!              v
//!        Derive-Secret(., "derived", "")
//!              |
//!              v
//!    (EC)DHE -> HKDF-Extract = Handshake Secret
//!              |
//!              +-----> Derive-Secret(., "c hs traffic", ClientHello...ServerHello)
//!              |                     = client_handshake_traffic_secret
//!              +-----> Derive-Secret(., "s hs traffic", ClientHello...ServerHello)
//!              |                     = server_handshake_traffic_secret
//!              v
//!        Derive-Secret(., "derived", "")
//!              |
//!              v
//!    0 -> HKDF-Extract = Master Secret
//!              |
//!              +-----> Derive-Secret(., "c ap traffic", ClientHello...server Finished)
//!              |                     = client_application_traffic_secret_0
//!              +-----> Derive-Secret(., "s ap traffic", ClientHello...server Finished)
//!              |                     = server_application_traffic_secret_0
//!              +-----> Derive-Secret(., "exp master", ClientHello...server Finished)
//!              |                     = exporter_master_secret
//!              +-----> Derive-Secret(., "res master", ClientHello...client Finished)
//!                                    = resumption_master_secret
//! ```

use super::table::Len;
use super::{Op, Row, ScheduleEntry, When};
use crate::transcript::PointName;

const fn row(node: ScheduleEntry, op: Op, section: &'static str) -> Row {
    Row { node, op, section, when: When::Tls13 }
}

const fn only(when: When, row: Row) -> Row {
    Row { when, ..row }
}

const fn traffic_key(node: ScheduleEntry, secret: ScheduleEntry) -> Row {
    row(node, Op::ExpandLabel { secret, label: "key", context: None, len: Len::Key }, "RFC 8446 §7.3")
}

const fn traffic_iv(node: ScheduleEntry, secret: ScheduleEntry) -> Row {
    row(node, Op::ExpandLabel { secret, label: "iv", context: None, len: Len::Iv }, "RFC 8446 §7.3")
}

const fn finished_key(node: ScheduleEntry, secret: ScheduleEntry) -> Row {
    row(node, Op::ExpandLabel { secret, label: "finished", context: None, len: Len::Hash }, "RFC 8446 §4.4.4")
}

const fn derive(node: ScheduleEntry, secret: ScheduleEntry, label: &'static str, point: PointName) -> Row {
    row(node, Op::DeriveSecret { secret, label, point }, "RFC 8446 §7.1")
}

const fn extract(node: ScheduleEntry, salt: Option<ScheduleEntry>, ikm: Option<ScheduleEntry>) -> Row {
    row(node, Op::Extract { salt, ikm }, "RFC 8446 §7.1")
}

/// The schedule, inputs before what is computed from them.
pub const SCHEDULE: &[Row] = {
    use ScheduleEntry::*;
    &[
        row(Psk, Op::Zeros, "RFC 8446 §7.1"),
        extract(EarlySecret, None, Some(Psk)),
        only(When::Psk, row(BinderKey, Op::BinderKey { secret: EarlySecret }, "RFC 8446 §7.1")),
        only(When::Psk, finished_key(BinderFinishedKey, BinderKey)),
        only(
            When::Psk,
            row(
                Binder,
                Op::VerifyData { key: BinderFinishedKey, point: PointName::PartialClientHello },
                "RFC 8446 §4.2.11.2",
            ),
        ),
        only(When::EarlyData, derive(ClientEarlyTraffic, EarlySecret, "c e traffic", PointName::ClientHello)),
        only(When::EarlyData, traffic_key(ClientEarlyKey, ClientEarlyTraffic)),
        only(When::EarlyData, traffic_iv(ClientEarlyIv, ClientEarlyTraffic)),
        only(When::EarlyData, derive(EarlyExporterMaster, EarlySecret, "e exp master", PointName::ClientHello)),
        derive(DerivedEarly, EarlySecret, "derived", PointName::Empty),
        extract(HandshakeSecret, Some(DerivedEarly), Some(SharedSecret)),
        derive(ClientHandshakeTraffic, HandshakeSecret, "c hs traffic", PointName::ServerHello),
        derive(ServerHandshakeTraffic, HandshakeSecret, "s hs traffic", PointName::ServerHello),
        traffic_key(ClientHandshakeKey, ClientHandshakeTraffic),
        traffic_iv(ClientHandshakeIv, ClientHandshakeTraffic),
        traffic_key(ServerHandshakeKey, ServerHandshakeTraffic),
        traffic_iv(ServerHandshakeIv, ServerHandshakeTraffic),
        finished_key(ClientFinishedKey, ClientHandshakeTraffic),
        finished_key(ServerFinishedKey, ServerHandshakeTraffic),
        row(
            ServerVerifyData,
            Op::VerifyData { key: ServerFinishedKey, point: PointName::BeforeServerFinished },
            "RFC 8446 §4.4.4",
        ),
        row(
            ClientVerifyData,
            Op::VerifyData { key: ClientFinishedKey, point: PointName::BeforeClientFinished },
            "RFC 8446 §4.4.4",
        ),
        derive(DerivedHandshake, HandshakeSecret, "derived", PointName::Empty),
        extract(MasterSecret, Some(DerivedHandshake), None),
        derive(ClientApplicationTraffic, MasterSecret, "c ap traffic", PointName::ServerFinished),
        derive(ServerApplicationTraffic, MasterSecret, "s ap traffic", PointName::ServerFinished),
        traffic_key(ClientApplicationKey, ClientApplicationTraffic),
        traffic_iv(ClientApplicationIv, ClientApplicationTraffic),
        traffic_key(ServerApplicationKey, ServerApplicationTraffic),
        traffic_iv(ServerApplicationIv, ServerApplicationTraffic),
        row(ClientUpdatedTraffic, Op::Update { secret: ClientApplicationTraffic }, "RFC 8446 §7.2"),
        traffic_key(ClientUpdatedKey, ClientUpdatedTraffic),
        traffic_iv(ClientUpdatedIv, ClientUpdatedTraffic),
        row(ServerUpdatedTraffic, Op::Update { secret: ServerApplicationTraffic }, "RFC 8446 §7.2"),
        traffic_key(ServerUpdatedKey, ServerUpdatedTraffic),
        traffic_iv(ServerUpdatedIv, ServerUpdatedTraffic),
        derive(ExporterMaster, MasterSecret, "exp master", PointName::ServerFinished),
        row(ExporterSecret, Op::ExporterSecret { secret: ExporterMaster }, "RFC 8446 §7.5"),
        row(Exported, Op::Exported { secret: ExporterSecret }, "RFC 8446 §7.5"),
        derive(ResumptionMaster, MasterSecret, "res master", PointName::ClientFinished),
        row(TicketNonce, Op::Given, "RFC 8446 §4.6.1"),
        row(
            ResumptionPsk,
            Op::ExpandLabel {
                secret: ResumptionMaster,
                label: "resumption",
                context: Some(TicketNonce),
                len: Len::Hash,
            },
            "RFC 8446 §4.6.1",
        ),
    ]
};
