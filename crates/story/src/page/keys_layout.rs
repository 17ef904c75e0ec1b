//! Where each node of TLS 1.3's schedule stands in the drawing.

use crate::view::NodeKind;
use handshake_core::keys::Node;

/// Width of the drawing.
pub const WIDTH: u32 = 640;
/// Height of the drawing without tickets.
pub const HEIGHT: u32 = 604;

/// Left, top, width, height, family.
pub fn place(node: Node) -> (u32, u32, u32, u32, NodeKind) {
    use Node::*;
    use NodeKind::{Application, Handshake, Input, Secret};
    const H: u32 = 38;
    match node {
        ClientPrivate => (8, 8, 146, H, Input),
        ClientPublic => (168, 8, 146, H, Input),
        ServerPublic => (328, 8, 146, H, Input),
        ServerPrivate => (488, 8, 144, H, Input),
        SharedSecret => (228, 86, 186, H, Input),
        Psk => (8, 86, 160, H, Input),
        EarlySecret => (8, 152, 160, H, Secret),
        DerivedEarly => (8, 206, 160, H, Secret),
        HandshakeSecret => (8, 268, 160, H, Secret),
        ClientHandshakeTraffic => (212, 222, 196, H, Handshake),
        ClientHandshakeKey => (440, 222, 56, H, Handshake),
        ClientHandshakeIv => (504, 222, 46, H, Handshake),
        ClientFinishedKey => (558, 222, 74, H, Handshake),
        ClientVerifyData => (440, 268, 192, H, Handshake),
        ServerHandshakeTraffic => (212, 318, 196, H, Handshake),
        ServerHandshakeKey => (440, 318, 56, H, Handshake),
        ServerHandshakeIv => (504, 318, 46, H, Handshake),
        ServerFinishedKey => (558, 318, 74, H, Handshake),
        ServerVerifyData => (440, 364, 192, H, Handshake),
        DerivedHandshake => (8, 342, 160, H, Secret),
        MasterSecret => (8, 418, 160, H, Secret),
        ClientApplicationTraffic => (212, 418, 196, H, Application),
        ClientApplicationKey => (440, 418, 56, H, Application),
        ClientApplicationIv => (504, 418, 46, H, Application),
        ServerApplicationTraffic => (212, 466, 196, H, Application),
        ServerApplicationKey => (440, 466, 56, H, Application),
        ServerApplicationIv => (504, 466, 46, H, Application),
        ExporterMaster => (212, 514, 196, H, Application),
        ResumptionMaster => (212, 562, 196, H, Application),
        TicketNonce => (440, 514, 90, H, Application),
        ResumptionPsk => (440, 562, 192, H, Application),
    }
}

/// A line from one node's box to another's.
pub fn edge(from: Node, to: Node) -> String {
    let (fx, fy, fw, fh, _) = place(from);
    let (tx, ty, tw, th, _) = place(to);
    // Below each other: straight or curved down; beside each other: sideways.
    if ty >= fy + fh && (fx < tx + tw && tx < fx + fw || from == Node::SharedSecret || is_half(from)) {
        let (x1, y1) = (fx + fw / 2, fy + fh);
        let aligned = fx == tx && fw == tw;
        let (x2, y2) = match from {
            Node::SharedSecret => (tx + tw * 3 / 4, ty),
            // The verify data's box is below the finished key's.
            _ if aligned || is_half(from) => (tx + tw / 2, ty),
            _ => (x1.clamp(tx + 8, tx + tw - 8), ty),
        };
        let middle = (y1 + y2) / 2;
        return format!("M{x1} {y1}C{x1} {middle} {x2} {middle} {x2} {y2}");
    }
    let (x1, y1) = (fx + fw, fy + fh / 2);
    let (x2, y2) = (tx, ty + th / 2);
    let middle = (x1 + x2) / 2;
    format!("M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}")
}

fn is_half(node: Node) -> bool {
    matches!(node, Node::ClientPrivate | Node::ClientPublic | Node::ServerPublic | Node::ServerPrivate)
}
