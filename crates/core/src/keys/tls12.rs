//! TLS 1.2's keys as a table. RFC 5246 §8.1 and §6.3, RFC 7627 §4:
//!
//! ```text
//!   RSA: made up by the client          ECDHE: the shared secret
//!                  |                               |
//!                  +------> pre_master_secret <----+
//!                                  |
//!                                  v
//!   PRF(., "master secret", client_random + server_random), or
//!   PRF(., "extended master secret", Hash(ClientHello..ClientKeyExchange))
//!                                  |
//!                                  v
//!                            master_secret
//!                                  |
//!                                  +-----> PRF(., "client finished", Hash(messages))
//!                                  +-----> PRF(., "server finished", Hash(messages))
//!                                  |
//!                                  v
//!   PRF(., "key expansion", server_random + client_random) = key_block
//!                                  |
//!                                  +-----> client_write_MAC_key   server_write_MAC_key
//!                                  +-----> client_write_key       server_write_key
//!                                  +-----> client_write_IV        server_write_IV
//! ```

use super::{Op, Piece, Row, ScheduleEntry, When};
use crate::transcript::PointName;

const fn row(node: ScheduleEntry, op: Op, section: &'static str) -> Row {
    Row { node, op, section, when: When::Tls12 }
}

const fn piece(node: ScheduleEntry, piece: Piece) -> Row {
    row(node, Op::Piece { of: ScheduleEntry::KeyBlock, piece }, "RFC 5246 §6.3")
}

const fn finished(node: ScheduleEntry, label: &'static str, point: PointName) -> Row {
    row(node, Op::Finished { secret: ScheduleEntry::MasterSecret12, label, point }, "RFC 5246 §7.4.9")
}

/// TLS 1.2's rows, inputs before what is computed from them.
pub(super) const SCHEDULE: &[Row] = {
    use ScheduleEntry::*;
    &[
        row(ClientRandom, Op::Given, "RFC 5246 §7.4.1.2"),
        row(ServerRandom, Op::Given, "RFC 5246 §7.4.1.3"),
        row(PreMasterSecret, Op::Copy(SharedSecret), "RFC 5246 §8.1"),
        row(
            MasterSecret12,
            Op::MasterSecret { secret: PreMasterSecret, point: PointName::ClientKeyExchange },
            "RFC 5246 §8.1",
        ),
        row(KeyBlock, Op::KeyBlock { secret: MasterSecret12 }, "RFC 5246 §6.3"),
        piece(ClientWriteMacKey, Piece::ClientMac),
        piece(ServerWriteMacKey, Piece::ServerMac),
        piece(ClientWriteKey, Piece::ClientKey),
        piece(ServerWriteKey, Piece::ServerKey),
        piece(ClientWriteIv, Piece::ClientIv),
        piece(ServerWriteIv, Piece::ServerIv),
        finished(ClientVerifyData12, "client finished", PointName::BeforeClientFinished),
        finished(ServerVerifyData12, "server finished", PointName::BeforeServerFinished),
    ]
};
