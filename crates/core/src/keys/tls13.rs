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

use crate::trace::{Epoch, Side};
use crate::transcript::Point;

macro_rules! nodes {
    ($($(#[$doc:meta])* $node:ident = $name:literal,)*) => {
        /// A named value of the schedule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Node { $($(#[$doc])* $node,)* }

        impl Node {
            /// Every node.
            pub const ALL: &[Node] = &[$(Node::$node),*];

            /// Its name, as in the RFC where that names it.
            pub fn name(self) -> &'static str {
                match self { $(Node::$node => $name,)* }
            }

            /// The node with this name.
            pub fn by_name(name: &str) -> Option<Node> {
                Node::ALL.iter().copied().find(|node| node.name() == name)
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
}

/// How a value is computed from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// Drawn at random or received.
    Given,
    /// Zeros, as many as the hash is long.
    Zeros,
    /// The public half that belongs to a private half.
    Public(Node),
    /// (EC)DHE of the two sides' halves: whichever private half is known, with the other's public half.
    SharedSecret,
    /// `HKDF-Extract(salt, ikm)`; no salt means zeros.
    Extract {
        /// Salt.
        salt: Option<Node>,
        /// Input keying material; none means zeros.
        ikm: Option<Node>,
    },
    /// `Derive-Secret(secret, label, messages)`.
    DeriveSecret {
        /// Secret.
        secret: Node,
        /// Label, without "tls13 ".
        label: &'static str,
        /// Messages, named by the last one.
        point: Point,
    },
    /// `Derive-Secret(secret, "ext binder" | "res binder", "")`: by the kind of the pre-shared key.
    BinderKey {
        /// Secret.
        secret: Node,
    },
    /// `HKDF-Expand-Label(secret, "traffic upd", "", Hash.length)`; at the second update and later `secret` is the value
    /// of the update before. RFC 8446 §7.2.
    Update {
        /// Secret of the first update.
        secret: Node,
    },
    /// `Derive-Secret(secret, label, "")` for the label that the application gave. RFC 8446 §7.5.
    ExporterSecret {
        /// Secret.
        secret: Node,
    },
    /// `HKDF-Expand-Label(secret, "exporter", Hash(context), length)` for the application's context and length.
    Exported {
        /// Secret.
        secret: Node,
    },
    /// `HKDF-Expand-Label(secret, label, context, length)`.
    ExpandLabel {
        /// Secret.
        secret: Node,
        /// Label, without "tls13 ".
        label: &'static str,
        /// Context; none means empty.
        context: Option<Node>,
        /// Length.
        len: Len,
    },
    /// `HMAC(finished_key, Transcript-Hash(messages))`.
    VerifyData {
        /// HMAC key.
        key: Node,
        /// Messages, named by the last one.
        point: Point,
    },
}

/// A length that depends on the suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Len {
    /// The hash's.
    Hash,
    /// The AEAD's key.
    Key,
    /// The AEAD's iv.
    Iv,
}

/// What must be in use for a row to be of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// Nothing: the row is part of every handshake.
    Always,
    /// A pre-shared key has been offered.
    Psk,
    /// Early data has been offered.
    EarlyData,
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// What is computed.
    pub node: Node,
    /// How.
    pub op: Op,
    /// Where it is written.
    pub section: &'static str,
    /// When.
    pub when: When,
}

const fn row(node: Node, op: Op, section: &'static str) -> Row {
    Row { node, op, section, when: When::Always }
}

const fn only(when: When, row: Row) -> Row {
    Row { when, ..row }
}

const fn traffic_key(node: Node, secret: Node) -> Row {
    row(node, Op::ExpandLabel { secret, label: "key", context: None, len: Len::Key }, "RFC 8446 §7.3")
}

const fn traffic_iv(node: Node, secret: Node) -> Row {
    row(node, Op::ExpandLabel { secret, label: "iv", context: None, len: Len::Iv }, "RFC 8446 §7.3")
}

const fn finished_key(node: Node, secret: Node) -> Row {
    row(node, Op::ExpandLabel { secret, label: "finished", context: None, len: Len::Hash }, "RFC 8446 §4.4.4")
}

const fn derive(node: Node, secret: Node, label: &'static str, point: Point) -> Row {
    row(node, Op::DeriveSecret { secret, label, point }, "RFC 8446 §7.1")
}

const fn extract(node: Node, salt: Option<Node>, ikm: Option<Node>) -> Row {
    row(node, Op::Extract { salt, ikm }, "RFC 8446 §7.1")
}

/// The schedule, inputs before what is computed from them.
pub const SCHEDULE: &[Row] = {
    use Node::*;
    &[
        row(ClientPrivate, Op::Given, "RFC 8446 §4.2.8.2"),
        row(ClientPublic, Op::Public(ClientPrivate), "RFC 8446 §4.2.8.2"),
        row(ServerPrivate, Op::Given, "RFC 8446 §4.2.8.2"),
        row(ServerPublic, Op::Public(ServerPrivate), "RFC 8446 §4.2.8.2"),
        row(SharedSecret, Op::SharedSecret, "RFC 8446 §7.4.2"),
        row(Psk, Op::Zeros, "RFC 8446 §7.1"),
        extract(EarlySecret, None, Some(Psk)),
        only(When::Psk, row(BinderKey, Op::BinderKey { secret: EarlySecret }, "RFC 8446 §7.1")),
        only(When::Psk, finished_key(BinderFinishedKey, BinderKey)),
        only(
            When::Psk,
            row(
                Binder,
                Op::VerifyData { key: BinderFinishedKey, point: Point::PartialClientHello },
                "RFC 8446 §4.2.11.2",
            ),
        ),
        only(When::EarlyData, derive(ClientEarlyTraffic, EarlySecret, "c e traffic", Point::ClientHello)),
        only(When::EarlyData, traffic_key(ClientEarlyKey, ClientEarlyTraffic)),
        only(When::EarlyData, traffic_iv(ClientEarlyIv, ClientEarlyTraffic)),
        only(When::EarlyData, derive(EarlyExporterMaster, EarlySecret, "e exp master", Point::ClientHello)),
        derive(DerivedEarly, EarlySecret, "derived", Point::Empty),
        extract(HandshakeSecret, Some(DerivedEarly), Some(SharedSecret)),
        derive(ClientHandshakeTraffic, HandshakeSecret, "c hs traffic", Point::ServerHello),
        derive(ServerHandshakeTraffic, HandshakeSecret, "s hs traffic", Point::ServerHello),
        traffic_key(ClientHandshakeKey, ClientHandshakeTraffic),
        traffic_iv(ClientHandshakeIv, ClientHandshakeTraffic),
        traffic_key(ServerHandshakeKey, ServerHandshakeTraffic),
        traffic_iv(ServerHandshakeIv, ServerHandshakeTraffic),
        finished_key(ClientFinishedKey, ClientHandshakeTraffic),
        finished_key(ServerFinishedKey, ServerHandshakeTraffic),
        row(
            ServerVerifyData,
            Op::VerifyData { key: ServerFinishedKey, point: Point::BeforeServerFinished },
            "RFC 8446 §4.4.4",
        ),
        row(
            ClientVerifyData,
            Op::VerifyData { key: ClientFinishedKey, point: Point::BeforeClientFinished },
            "RFC 8446 §4.4.4",
        ),
        derive(DerivedHandshake, HandshakeSecret, "derived", Point::Empty),
        extract(MasterSecret, Some(DerivedHandshake), None),
        derive(ClientApplicationTraffic, MasterSecret, "c ap traffic", Point::ServerFinished),
        derive(ServerApplicationTraffic, MasterSecret, "s ap traffic", Point::ServerFinished),
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
        derive(ExporterMaster, MasterSecret, "exp master", Point::ServerFinished),
        row(ExporterSecret, Op::ExporterSecret { secret: ExporterMaster }, "RFC 8446 §7.5"),
        row(Exported, Op::Exported { secret: ExporterSecret }, "RFC 8446 §7.5"),
        derive(ResumptionMaster, MasterSecret, "res master", Point::ClientFinished),
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

impl Row {
    /// The row that computes a node.
    pub fn of(node: Node) -> &'static Row {
        SCHEDULE.iter().find(|row| row.node == node).unwrap_or(&SCHEDULE[0])
    }

    /// The nodes that go into it. For the shared secret: the client's view, private half first.
    pub fn inputs(&self) -> Vec<Node> {
        match self.op {
            Op::Given | Op::Zeros => vec![],
            Op::Public(private) => vec![private],
            Op::SharedSecret => vec![Node::ClientPrivate, Node::ServerPublic, Node::ServerPrivate, Node::ClientPublic],
            Op::Extract { salt, ikm } => salt.into_iter().chain(ikm).collect(),
            Op::DeriveSecret { secret, .. }
            | Op::BinderKey { secret }
            | Op::Update { secret }
            | Op::ExporterSecret { secret }
            | Op::Exported { secret } => vec![secret],
            Op::ExpandLabel { secret, context, .. } => std::iter::once(secret).chain(context).collect(),
            Op::VerifyData { key, .. } => vec![key],
        }
    }
}

impl Node {
    /// Write key and iv of a side in an epoch.
    pub fn traffic(writer: Side, epoch: Epoch) -> Option<(Node, Node)> {
        match (writer, epoch) {
            (_, Epoch::Plain) | (Side::Server, Epoch::EarlyData) => None,
            (Side::Client, Epoch::EarlyData) => Some((Node::ClientEarlyKey, Node::ClientEarlyIv)),
            (Side::Client, Epoch::Handshake) => Some((Node::ClientHandshakeKey, Node::ClientHandshakeIv)),
            (Side::Server, Epoch::Handshake) => Some((Node::ServerHandshakeKey, Node::ServerHandshakeIv)),
            (Side::Client, Epoch::Application) => Some((Node::ClientApplicationKey, Node::ClientApplicationIv)),
            (Side::Server, Epoch::Application) => Some((Node::ServerApplicationKey, Node::ServerApplicationIv)),
            (Side::Client, Epoch::Updated) => Some((Node::ClientUpdatedKey, Node::ClientUpdatedIv)),
            (Side::Server, Epoch::Updated) => Some((Node::ServerUpdatedKey, Node::ServerUpdatedIv)),
        }
    }

    /// A side's traffic secret after a KeyUpdate.
    pub fn updated(writer: Side) -> Node {
        match writer {
            Side::Client => Node::ClientUpdatedTraffic,
            Side::Server => Node::ServerUpdatedTraffic,
        }
    }

    /// A side's private and public half.
    pub fn pair(side: Side) -> (Node, Node) {
        match side {
            Side::Client => (Node::ClientPrivate, Node::ClientPublic),
            Side::Server => (Node::ServerPrivate, Node::ServerPublic),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_has_one_row_and_inputs_come_first() {
        let order: Vec<Node> = SCHEDULE.iter().map(|row| row.node).collect();
        for node in Node::ALL {
            assert_eq!(order.iter().filter(|n| *n == node).count(), 1, "{}", node.name());
        }
        for (i, row) in SCHEDULE.iter().enumerate() {
            for input in row.inputs() {
                assert!(order[..i].contains(&input), "{} before {}", input.name(), row.node.name());
            }
        }
    }
}
