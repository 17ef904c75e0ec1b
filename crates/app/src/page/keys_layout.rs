//! Where each node of a schedule stands in the drawing. TLS 1.3: the secrets go down on the left, what is made from each
//! stands beside it. What a run does not have takes no room.

use crate::view::NodeKind;
use handshake_core::keys::ScheduleEntry;
use std::collections::BTreeMap;

/// Width of the drawing.
pub const WIDTH: u32 = 640;

/// Left, top, width, height, family.
type Slot = (u32, u32, u32, u32, NodeKind);

/// Height of a box.
const H: u32 = 38;
/// From one line to the next.
const LINE: u32 = 48;

/// The places of a run's nodes.
pub struct Layout {
    places: BTreeMap<ScheduleEntry, Slot>,
    tls12: bool,
    /// Height of the drawing.
    pub height: u32,
}

impl Layout {
    /// Places these nodes.
    pub fn of(nodes: &[ScheduleEntry]) -> Layout {
        if nodes.contains(&ScheduleEntry::MasterSecret12) {
            return Layout::of_tls12(nodes);
        }
        use NodeKind::{Application, Handshake, Input, Secret};
        use ScheduleEntry::*;
        let mut places = BTreeMap::new();
        let has = |node: ScheduleEntry| nodes.contains(&node);
        let mut put = |node: ScheduleEntry, x: u32, y: u32, w: u32, kind: NodeKind| {
            if has(node) {
                places.insert(node, (x, y, w, H, kind));
            }
        };
        let mut y = 8;
        let halves =
            [(ClientPrivate, 8, 146), (ClientPublic, 168, 146), (ServerPublic, 328, 146), (ServerPrivate, 488, 144)];
        for (node, x, w) in halves {
            put(node, x, y, w, Input);
        }
        if halves.iter().any(|(node, ..)| has(*node)) {
            y += 78;
        }
        put(Psk, 8, y, 160, Input);
        put(SharedSecret, 228, y, 186, Input);

        // Early: what a pre-shared key alone gives.
        y += 66;
        put(EarlySecret, 8, y, 160, Secret);
        put(DerivedEarly, 8, y + 54, 160, Secret);
        let mut beside = y;
        if has(BinderKey) {
            put(BinderKey, 212, beside, 196, Handshake);
            put(BinderFinishedKey, 440, beside, 80, Handshake);
            put(Binder, 528, beside, 104, Handshake);
            beside += LINE;
        }
        if has(ClientEarlyTraffic) {
            put(ClientEarlyTraffic, 212, beside, 196, Application);
            put(ClientEarlyKey, 440, beside, 56, Application);
            put(ClientEarlyIv, 504, beside, 46, Application);
            put(EarlyExporterMaster, 212, beside + LINE, 196, Application);
            beside += 2 * LINE;
        }

        // Handshake.
        y = (y + 70).max(beside + 8);
        put(HandshakeSecret, 8, y + 46, 160, Secret);
        put(ClientHandshakeTraffic, 212, y, 196, Handshake);
        put(ClientHandshakeKey, 440, y, 56, Handshake);
        put(ClientHandshakeIv, 504, y, 46, Handshake);
        put(ClientFinishedKey, 558, y, 74, Handshake);
        put(ClientVerifyData, 440, y + 46, 192, Handshake);
        put(ServerHandshakeTraffic, 212, y + 96, 196, Handshake);
        put(ServerHandshakeKey, 440, y + 96, 56, Handshake);
        put(ServerHandshakeIv, 504, y + 96, 46, Handshake);
        put(ServerFinishedKey, 558, y + 96, 74, Handshake);
        put(ServerVerifyData, 440, y + 142, 192, Handshake);
        put(DerivedHandshake, 8, y + 120, 160, Secret);

        // Application.
        y += 196;
        put(MasterSecret, 8, y, 160, Secret);
        let lines = [
            [ClientApplicationTraffic, ClientApplicationKey, ClientApplicationIv],
            [ClientUpdatedTraffic, ClientUpdatedKey, ClientUpdatedIv],
            [ServerApplicationTraffic, ServerApplicationKey, ServerApplicationIv],
            [ServerUpdatedTraffic, ServerUpdatedKey, ServerUpdatedIv],
        ];
        for [secret, key, iv] in lines.into_iter().filter(|line| has(line[0])) {
            put(secret, 212, y, 196, Application);
            put(key, 440, y, 56, Application);
            put(iv, 504, y, 46, Application);
            y += LINE;
        }
        put(ExporterMaster, 212, y, 196, Application);
        if has(ExporterSecret) {
            put(ExporterSecret, 440, y, 92, Application);
            put(Exported, 540, y, 92, Application);
            y += LINE;
        }
        put(TicketNonce, 440, y, 90, Application);
        y += LINE;
        put(ResumptionMaster, 212, y, 196, Application);
        put(ResumptionPsk, 440, y, 192, Application);
        Layout { places, tls12: false, height: y + H + 4 }
    }

    /// TLS 1.2: down the middle, from what the key exchange yields to the master secret and the key block, and the block's
    /// pieces below it, in their order.
    fn of_tls12(nodes: &[ScheduleEntry]) -> Layout {
        use NodeKind::{Application, Handshake, Input, Secret};
        use ScheduleEntry::*;
        let mut places = BTreeMap::new();
        let has = |node: ScheduleEntry| nodes.contains(&node);
        let mut put = |node: ScheduleEntry, x: u32, y: u32, w: u32, kind: NodeKind| {
            if has(node) {
                places.insert(node, (x, y, w, H, kind));
            }
        };
        let mut y = 8;
        let halves =
            [(ClientPrivate, 8, 146), (ClientPublic, 168, 146), (ServerPublic, 328, 146), (ServerPrivate, 488, 144)];
        if has(SharedSecret) {
            for (node, x, w) in halves {
                put(node, x, y, w, Input);
            }
            put(SharedSecret, 228, y + 78, 186, Input);
            y += 144;
        }
        put(ClientRandom, 8, y, 146, Input);
        put(PreMasterSecret, 228, y, 186, Secret);
        put(ServerRandom, 488, y, 144, Input);
        y += 72;
        put(MasterSecret12, 228, y, 186, Secret);
        y += 72;
        put(ClientVerifyData12, 112, y, 178, Handshake);
        put(ServerVerifyData12, 352, y, 178, Handshake);
        y += 72;
        put(KeyBlock, 8, y, 624, Secret);
        y += 66;
        let pieces =
            [ClientWriteMacKey, ServerWriteMacKey, ClientWriteKey, ServerWriteKey, ClientWriteIv, ServerWriteIv];
        let found: Vec<ScheduleEntry> = pieces.into_iter().filter(|node| has(*node)).collect();
        let each = (624 + 8) / found.len().max(1) as u32;
        for (index, node) in found.into_iter().enumerate() {
            put(node, 8 + index as u32 * each, y, each - 8, Application);
        }
        if has(Exported) {
            y += 66;
            put(Exported, 228, y, 186, Application);
        }
        Layout { places, tls12: true, height: y + H + 4 }
    }

    /// The same with some of the nodes, closed up where others are gone.
    pub fn only(&self, nodes: &[ScheduleEntry]) -> Layout {
        let mut places = self.places.clone();
        places.retain(|node, _| nodes.contains(node));
        let tops: std::collections::BTreeSet<u32> = places.values().map(|place| place.1).collect();
        let (mut closed, mut last) = (BTreeMap::new(), None::<(u32, u32)>);
        for top in tops {
            let to = last.map_or(8, |(was, is)| is + (top - was).min(H + 34));
            closed.insert(top, to);
            last = Some((top, to));
        }
        for place in places.values_mut() {
            place.1 = closed.get(&place.1).copied().unwrap_or(place.1);
        }
        let height = places.values().map(|place| place.1 + place.3).max().unwrap_or_default() + 6;
        Layout { places, tls12: self.tls12, height }
    }

    /// Left, top, width, height, family of a node that was placed.
    pub fn place(&self, node: ScheduleEntry) -> Slot {
        self.places.get(&node).copied().unwrap_or((0, 0, 0, H, NodeKind::Input))
    }

    /// A line from one node's box to another's.
    pub fn edge(&self, from: ScheduleEntry, to: ScheduleEntry) -> String {
        let (fx, fy, fw, fh, _) = self.place(from);
        let (tx, ty, tw, th, _) = self.place(to);
        if self.tls12 {
            return self.edge_tls12(from, to);
        }
        if from == ScheduleEntry::SharedSecret {
            // Down between the columns, past the early secrets, into the side of the handshake secret.
            let (x1, y1, x2, y2, between) = (fx, fy + fh / 2, tx + tw, ty + th / 2, tx + tw + 22);
            let (down, stop) = (y1 + 22, y2.saturating_sub(22));
            return format!("M{x1} {y1}Q{between} {y1} {between} {down}V{stop}Q{between} {y2} {x2} {y2}");
        }
        // Below each other: straight or curved down; beside each other: sideways.
        if ty >= fy + fh && (fx < tx + tw && tx < fx + fw || is_half(from)) {
            let (x1, y1) = (fx + fw / 2, fy + fh);
            let aligned = fx == tx && fw == tw;
            // The verify data's box is below the finished key's.
            let x2 = if aligned || is_half(from) { tx + tw / 2 } else { x1.clamp(tx + 8, tx + tw - 8) };
            let middle = (y1 + ty) / 2;
            return format!("M{x1} {y1}C{x1} {middle} {x2} {middle} {x2} {ty}");
        }
        let (x1, y1) = (fx + fw, fy + fh / 2);
        let (x2, y2) = (tx, ty + th / 2);
        let middle = (x1 + x2) / 2;
        format!("M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}")
    }

    /// In TLS 1.2 everything goes down; the randoms pass the verify data on the outside.
    fn edge_tls12(&self, from: ScheduleEntry, to: ScheduleEntry) -> String {
        let (fx, fy, fw, fh, _) = self.place(from);
        let (tx, ty, tw, ..) = self.place(to);
        let x1 = match from {
            ScheduleEntry::ClientRandom if to == ScheduleEntry::KeyBlock => fx + 44,
            ScheduleEntry::ServerRandom if to == ScheduleEntry::KeyBlock => fx + fw - 44,
            // Each piece hangs below its place in the block.
            ScheduleEntry::KeyBlock => tx + tw / 2,
            _ => fx + fw / 2,
        };
        let x2 = if to == ScheduleEntry::KeyBlock { x1 } else { tx + tw / 2 };
        let (y1, middle) = (fy + fh, (fy + fh + ty) / 2);
        format!("M{x1} {y1}C{x1} {middle} {x2} {middle} {x2} {ty}")
    }
}

fn is_half(node: ScheduleEntry) -> bool {
    matches!(
        node,
        ScheduleEntry::ClientPrivate
            | ScheduleEntry::ClientPublic
            | ScheduleEntry::ServerPublic
            | ScheduleEntry::ServerPrivate
    )
}
