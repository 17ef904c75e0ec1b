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

/// A schedule that is being placed, from the top down.
struct Placing<'a> {
    nodes: &'a [ScheduleEntry],
    places: BTreeMap<ScheduleEntry, Slot>,
    /// Top of the line that comes next.
    y: u32,
}

impl Placing<'_> {
    fn has(&self, node: ScheduleEntry) -> bool {
        self.nodes.contains(&node)
    }

    fn put(&mut self, node: ScheduleEntry, x: u32, y: u32, w: u32, kind: NodeKind) {
        if self.has(node) {
            self.places.insert(node, (x, y, w, H, kind));
        }
    }

    /// The four halves of a key exchange in a line.
    fn halves(&mut self) {
        use ScheduleEntry::*;
        let halves =
            [(ClientPrivate, 8, 146), (ClientPublic, 168, 146), (ServerPublic, 328, 146), (ServerPrivate, 488, 144)];
        for (node, x, w) in halves {
            self.put(node, x, self.y, w, NodeKind::Input);
        }
    }

    /// What TLS 1.3 begins with.
    fn shares(&mut self) {
        use ScheduleEntry::*;
        self.halves();
        if [ClientPrivate, ClientPublic, ServerPublic, ServerPrivate].into_iter().any(|node| self.has(node)) {
            self.y += 78;
        }
        self.put(Psk, 8, self.y, 160, NodeKind::Input);
        self.put(SharedSecret, 228, self.y, 186, NodeKind::Input);
        self.y += 66;
    }

    /// What a pre-shared key alone gives.
    fn early(&mut self) {
        use NodeKind::{Application, Handshake, Secret};
        use ScheduleEntry::*;
        self.put(EarlySecret, 8, self.y, 160, Secret);
        self.put(DerivedEarly, 8, self.y + 54, 160, Secret);
        let mut beside = self.y;
        if self.has(BinderKey) {
            self.put(BinderKey, 212, beside, 196, Handshake);
            self.put(BinderFinishedKey, 440, beside, 80, Handshake);
            self.put(Binder, 528, beside, 104, Handshake);
            beside += LINE;
        }
        if self.has(ClientEarlyTraffic) {
            self.put(ClientEarlyTraffic, 212, beside, 196, Application);
            self.put(ClientEarlyKey, 440, beside, 56, Application);
            self.put(ClientEarlyIv, 504, beside, 46, Application);
            self.put(EarlyExporterMaster, 212, beside + LINE, 196, Application);
            beside += 2 * LINE;
        }
        self.y = (self.y + 70).max(beside + 8);
    }

    fn handshake(&mut self) {
        use NodeKind::{Handshake, Secret};
        use ScheduleEntry::*;
        let y = self.y;
        self.put(HandshakeSecret, 8, y + 46, 160, Secret);
        self.put(ClientHandshakeTraffic, 212, y, 196, Handshake);
        self.put(ClientHandshakeKey, 440, y, 56, Handshake);
        self.put(ClientHandshakeIv, 504, y, 46, Handshake);
        self.put(ClientFinishedKey, 558, y, 74, Handshake);
        self.put(ClientVerifyData, 440, y + 46, 192, Handshake);
        self.put(ServerHandshakeTraffic, 212, y + 96, 196, Handshake);
        self.put(ServerHandshakeKey, 440, y + 96, 56, Handshake);
        self.put(ServerHandshakeIv, 504, y + 96, 46, Handshake);
        self.put(ServerFinishedKey, 558, y + 96, 74, Handshake);
        self.put(ServerVerifyData, 440, y + 142, 192, Handshake);
        self.put(DerivedHandshake, 8, y + 120, 160, Secret);
        self.y += 196;
    }

    fn application(&mut self) {
        use NodeKind::{Application, Secret};
        use ScheduleEntry::*;
        self.put(MasterSecret, 8, self.y, 160, Secret);
        let lines = [
            [ClientApplicationTraffic, ClientApplicationKey, ClientApplicationIv],
            [ClientUpdatedTraffic, ClientUpdatedKey, ClientUpdatedIv],
            [ServerApplicationTraffic, ServerApplicationKey, ServerApplicationIv],
            [ServerUpdatedTraffic, ServerUpdatedKey, ServerUpdatedIv],
        ];
        for [secret, key, iv] in lines {
            if self.has(secret) {
                self.put(secret, 212, self.y, 196, Application);
                self.put(key, 440, self.y, 56, Application);
                self.put(iv, 504, self.y, 46, Application);
                self.y += LINE;
            }
        }
        self.put(ExporterMaster, 212, self.y, 196, Application);
        if self.has(ExporterSecret) {
            self.put(ExporterSecret, 440, self.y, 92, Application);
            self.put(Exported, 540, self.y, 92, Application);
            self.y += LINE;
        }
        self.put(TicketNonce, 440, self.y, 90, Application);
        self.y += LINE;
        self.put(ResumptionMaster, 212, self.y, 196, Application);
        self.put(ResumptionPsk, 440, self.y, 192, Application);
    }

    /// TLS 1.2: down the middle, from what the key exchange yields to the master secret and the key block, and the block's
    /// pieces below it, in their order.
    fn tls12(&mut self) {
        use NodeKind::{Application, Handshake, Input, Secret};
        use ScheduleEntry::*;
        if self.has(SharedSecret) {
            self.halves();
            self.put(SharedSecret, 228, self.y + 78, 186, Input);
            self.y += 144;
        }
        self.put(ClientRandom, 8, self.y, 146, Input);
        self.put(PreMasterSecret, 228, self.y, 186, Secret);
        self.put(ServerRandom, 488, self.y, 144, Input);
        self.y += 72;
        self.put(MasterSecret12, 228, self.y, 186, Secret);
        self.y += 72;
        self.put(ClientVerifyData12, 112, self.y, 178, Handshake);
        self.put(ServerVerifyData12, 352, self.y, 178, Handshake);
        self.y += 72;
        self.put(KeyBlock, 8, self.y, 624, Secret);
        self.y += 66;
        let pieces =
            [ClientWriteMacKey, ServerWriteMacKey, ClientWriteKey, ServerWriteKey, ClientWriteIv, ServerWriteIv];
        let found: Vec<ScheduleEntry> = pieces.into_iter().filter(|node| self.has(*node)).collect();
        let each = (624 + 8) / found.len().max(1) as u32;
        for (index, node) in found.into_iter().enumerate() {
            self.put(node, 8 + index as u32 * each, self.y, each - 8, Application);
        }
        if self.has(Exported) {
            self.y += 66;
            self.put(Exported, 228, self.y, 186, Application);
        }
    }
}

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
        let tls12 = nodes.contains(&ScheduleEntry::MasterSecret12);
        let mut placing = Placing { nodes, places: BTreeMap::new(), y: 8 };
        if tls12 {
            placing.tls12();
        } else {
            placing.shares();
            placing.early();
            placing.handshake();
            placing.application();
        }
        Layout { places: placing.places, tls12, height: placing.y + H + 4 }
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
