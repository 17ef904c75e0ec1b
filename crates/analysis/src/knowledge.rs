//! Who knows what, and since when: computed from the trace, for each point of view.

use crate::moments::Moment;
use handshake_core::keys::{Op, Row, SCHEDULE, ScheduleEntry};
use handshake_core::trace::{Event, Sealing, Side, Trace};
use handshake_lessons::OneOf;
use std::collections::BTreeMap;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// Whose knowledge is shown, in the order of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum View {
    /// All there is.
    #[default]
    Everything,
    /// What the client knows.
    Client,
    /// What the server knows.
    Server,
    /// What somebody learns who reads the wire.
    Eavesdropper,
}

impl OneOf for View {
    const KIND: &'static str = "view";
}

impl View {
    /// True if it sees what a side does by itself.
    pub fn sees(self, side: Side) -> bool {
        match self {
            View::Everything => true,
            View::Client => side == Side::Client,
            View::Server => side == Side::Server,
            View::Eavesdropper => false,
        }
    }
}

/// For each node, its value and the moment (from 0) since which each party knows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Knowledge {
    nodes: BTreeMap<ScheduleEntry, Known>,
}

/// One node's history.
#[derive(Clone, Debug, PartialEq)]
struct Known {
    /// As it was first made.
    value: Vec<u8>,
    /// What each side made of it, by its own account: two sides that were meddled with have two values; and an updated key
    /// is made more than once.
    own: [Vec<Vec<u8>>; 2],
    /// Client, server, eavesdropper.
    since: [Option<usize>; 3],
}

impl Knowledge {
    /// Reads the trace. `alone` is the side whose account it is, if the other's is not there.
    pub fn of(trace: &Trace, moments: &[Moment], alone: Option<Side>) -> Self {
        let mut nodes: BTreeMap<ScheduleEntry, Known> = BTreeMap::new();
        for (index, moment) in moments.iter().enumerate() {
            for (side, event) in moment.events(trace) {
                if let Event::Key(key) = event {
                    let new = || Known { value: key.value.clone(), own: Default::default(), since: [None; 3] };
                    let known = nodes.entry(key.node).or_insert_with(new);
                    known.since[side as usize].get_or_insert(index);
                    if !known.own[side as usize].contains(&key.value) {
                        known.own[side as usize].push(key.value.clone());
                    }
                }
            }
        }
        let mut knowledge = Knowledge { nodes };
        knowledge.overhear(trace, moments);
        knowledge.conclude();
        if let Some(side) = alone {
            knowledge.conclude_peer(trace, moments, side);
        }
        knowledge
    }

    /// What a side that kept no account must have: whatever anybody can know; once it has sealed a record with a key, that
    /// key and all that it is made of (but for the other side's own half); and what is computed from these.
    fn conclude_peer(&mut self, trace: &Trace, moments: &[Moment], alone: Side) {
        let (peer, (private, _)) = (alone.peer(), ScheduleEntry::pair(alone));
        for known in self.nodes.values_mut() {
            known.since[peer as usize] = known.since[2];
        }
        for (index, moment) in moments.iter().enumerate().filter(|(_, moment)| moment.side == peer) {
            let sealing = moment.record(trace).and_then(|record| record.sealing.as_ref());
            let Some(sealing) = sealing.filter(|sealing| sealing.inner.is_some()) else { continue };
            let mut made_of = vec![sealing.key_node, sealing.iv_node];
            while let Some(node) = made_of.pop() {
                if node == private {
                    continue;
                }
                if let Some(known) = self.nodes.get_mut(&node)
                    && known.since[peer as usize].is_none_or(|since| since > index)
                {
                    known.since[peer as usize] = Some(index);
                }
                made_of.extend(Row::of(node).inputs());
            }
        }
        // Inputs come before what is computed from them.
        for row in SCHEDULE.iter().filter(|row| row.node != private && !row.inputs().is_empty()) {
            let inputs: Option<Vec<usize>> =
                row.inputs().iter().map(|input| self.nodes.get(input)?.since[peer as usize]).collect();
            if let (Some(inputs), Some(known)) = (inputs, self.nodes.get_mut(&row.node)) {
                let here = known.since[alone as usize].unwrap_or_default();
                known.since[peer as usize].get_or_insert(inputs.into_iter().fold(here, usize::max));
            }
        }
    }

    /// An eavesdropper can compute, too: what follows from nothing but public values (with no pre-shared key, the early
    /// secret) is known to everybody once ServerHello has named the suite.
    fn conclude(&mut self) {
        let Some(named) = self.since(ScheduleEntry::ServerPublic, View::Eavesdropper) else { return };
        for row in SCHEDULE {
            // A pre-shared key is public only where zeros take its place.
            let zeros = |node| self.value(node).is_some_and(|value| value.iter().all(|byte| *byte == 0));
            let given = matches!(row.op, Op::Given | Op::Public(_) | Op::SharedSecret | Op::Copy(_));
            if given || (row.op == Op::Zeros && !zeros(row.node)) {
                continue;
            }
            let inputs: Option<Vec<usize>> =
                row.inputs().iter().map(|input| self.since(*input, View::Eavesdropper)).collect();
            if let (Some(inputs), Some(known)) = (inputs, self.nodes.get_mut(&row.node)) {
                known.since[2].get_or_insert(inputs.into_iter().fold(named, usize::max));
            }
        }
    }

    /// A value that stands in a readable message is known to whoever listens.
    fn overhear(&mut self, trace: &Trace, moments: &[Moment]) {
        for (index, moment) in moments.iter().enumerate() {
            let Some(message) = moment.message(trace) else { continue };
            if moment.record(trace).is_none_or(|record| record.sealing.is_some()) {
                continue;
            }
            for span in message.spans.iter().filter(|span| span.is_leaf() && span.end - span.start >= 16) {
                let bytes = message.bytes.get(span.start..span.end).unwrap_or_default();
                for known in self.nodes.values_mut().filter(|known| known.value == bytes) {
                    known.since[2].get_or_insert(index);
                }
            }
        }
    }

    /// An eavesdropper has computed a value; it counts only if it is the right one.
    pub fn learn(&mut self, node: ScheduleEntry, value: &[u8], at: usize) {
        if let Some(known) = self.nodes.get_mut(&node).filter(|known| known.value == value) {
            known.since[2].get_or_insert(at);
        }
    }

    /// A node's value.
    pub fn value(&self, node: ScheduleEntry) -> Option<&[u8]> {
        self.nodes.get(&node).map(|known| known.value.as_slice())
    }

    /// A node's value as a party has it.
    pub fn value_for(&self, node: ScheduleEntry, view: View) -> Option<&[u8]> {
        self.made(node, view).or_else(|| self.value(node))
    }

    /// A node's value as a side made it first. `None` if it made none, or if the view is no side's.
    pub fn made(&self, node: ScheduleEntry, view: View) -> Option<&[u8]> {
        self.own(node, view).and_then(<[Vec<u8>]>::first).map(Vec::as_slice)
    }

    /// What both sides made of a node, if not the same.
    pub fn differing(&self, node: ScheduleEntry) -> Option<[&[u8]; 2]> {
        let [client, server] = [View::Client, View::Server].map(|view| self.own(node, view)?.first());
        let (client, server) = (client?, server?);
        (client != server).then_some([client, server])
    }

    /// True if both sides have made a node, and the same of it.
    pub fn is_shared(&self, node: ScheduleEntry) -> bool {
        let [client, server] =
            [View::Client, View::Server].map(|view| self.own(node, view).and_then(|own| own.first()));
        client.is_some() && client == server
    }

    fn own(&self, node: ScheduleEntry, view: View) -> Option<&[Vec<u8>]> {
        let [client, server] = &self.nodes.get(&node)?.own;
        match view {
            View::Client => Some(client),
            View::Server => Some(server),
            View::Everything | View::Eavesdropper => None,
        }
    }

    /// The nodes that occur in this run.
    pub fn nodes(&self) -> impl Iterator<Item = ScheduleEntry> + '_ {
        self.nodes.keys().copied()
    }

    /// The moment since which a node is known in this view.
    pub fn since(&self, node: ScheduleEntry, view: View) -> Option<usize> {
        let [client, server, eavesdropper] = self.nodes.get(&node)?.since;
        match view {
            View::Everything => [client, server].into_iter().flatten().min(),
            View::Client => client,
            View::Server => server,
            View::Eavesdropper => eavesdropper,
        }
    }

    /// True if a node is known in this view at this moment.
    pub fn has(&self, node: ScheduleEntry, view: View, at: usize) -> bool {
        self.since(node, view).is_some_and(|since| since <= at)
    }

    /// True if a sealed record can be opened in this view at this moment: whoever has the key can; not who has another one
    /// in its place.
    pub fn opens(&self, sealing: &Sealing, view: View, at: usize) -> bool {
        let own = self.own(sealing.key_node, view).filter(|own| !own.is_empty());
        own.is_none_or(|own| own.contains(&sealing.key)) && self.opener(sealing, view, at)
    }

    /// True if a party has keys for such a record, fitting or not.
    pub fn opener(&self, sealing: &Sealing, view: View, at: usize) -> bool {
        self.has(sealing.key_node, view, at) && (sealing.iv.is_empty() || self.has(sealing.iv_node, view, at))
    }

    /// The node whose value these bytes are, if any.
    pub fn node_of(&self, bytes: &[u8]) -> Option<ScheduleEntry> {
        self.nodes.iter().find(|(_, known)| known.value == bytes).map(|(node, _)| *node)
    }
}

/// True if the message of a moment can be read in this view.
pub fn readable(trace: &Trace, moment: &Moment, knowledge: &Knowledge, view: View, at: usize) -> bool {
    let sealing = moment.record(trace).and_then(|record| record.sealing.as_ref());
    sealing.is_none_or(|sealing| knowledge.opens(sealing, view, at) || view.sees(moment.side))
}
