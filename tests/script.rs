//! What a side says, record by record, before it is sealed: to be changed, and told with the right keys.

use handshake_core::keys::ScheduleEntry;
use handshake_core::msgs::codes::{ContentType, ProtocolVersion};
use handshake_core::msgs::{Body, Handshake};
use handshake_core::record::{Form, Protection, TlsPlaintext};
use handshake_core::trace::{Dir, Epoch, Event, Record};
use handshake_core::{Side, Trace};
use handshake_wire::{decode, encode};
use std::collections::HashMap;

/// A record to be told.
#[derive(Clone, Debug)]
pub enum Told {
    /// Sealed with the keys of an epoch, if that has any.
    Record {
        /// Whose keys.
        epoch: Epoch,
        /// What it holds.
        content_type: ContentType,
        /// The content itself.
        content: Vec<u8>,
        /// Zero bytes behind it.
        padding: usize,
    },
    /// As it is.
    Wire(Vec<u8>),
}

impl Told {
    /// Bytes of content.
    pub fn content_len(&self) -> usize {
        match self {
            Told::Record { content, .. } | Told::Wire(content) => content.len(),
        }
    }
}

/// A record with this content.
pub fn record(epoch: Epoch, content_type: ContentType, content: &[u8]) -> Told {
    Told::Record { epoch, content_type, content: content.to_vec(), padding: 0 }
}

/// What one side says in an honest run, and the keys of that run.
#[derive(Clone, Debug)]
pub struct Script {
    /// Who says it.
    pub teller: Side,
    /// What it says, in order.
    pub told: Vec<Told>,
    keys: HashMap<ScheduleEntry, Vec<u8>>,
    /// What protects records, in which form, and its name.
    form: Option<Form>,
}

impl Script {
    /// From the account of an honest run.
    pub fn of(trace: &Trace, teller: Side) -> Self {
        let mut script = Script { teller, told: Vec::new(), keys: HashMap::new(), form: None };
        for (_, side, event) in trace.events() {
            match event {
                Event::Key(key) if side == teller => drop(script.keys.insert(key.node, key.value.clone())),
                Event::Record(sent) if side == teller && sent.dir == Dir::Sent => script.hear(sent),
                _ => {}
            }
        }
        script
    }

    fn hear(&mut self, sent: &Record) {
        self.told.push(match &sent.sealing {
            None => record(Epoch::Plain, ContentType(sent.bytes[0]), &sent.bytes[5..]),
            Some(sealing) => {
                self.form = Some(sealing.form);
                let inner = sealing.inner.as_ref().expect("what was sealed");
                record(sealing.epoch, inner.content_type, &inner.content)
            }
        });
    }

    /// The records as they cross the wire.
    pub fn wire(&self) -> Vec<Vec<u8>> {
        let mut protections: HashMap<ScheduleEntry, Protection> = HashMap::new();
        let seal = |told: &Told| match told {
            Told::Wire(bytes) => bytes.clone(),
            Told::Record { epoch: Epoch::Plain, content_type, content, .. } => plain(*content_type, content),
            Told::Record { epoch, content_type, content, padding } => {
                let (key, _) = ScheduleEntry::traffic(self.teller, *epoch).expect("keys");
                let protection = protections.entry(key).or_insert_with(|| self.protection(*epoch));
                protection.seal(content, *content_type, *padding, &IV).expect("keys that fit").0
            }
        };
        self.told.iter().map(seal).collect()
    }

    fn protection(&self, epoch: Epoch) -> Protection {
        let nodes = ScheduleEntry::traffic(self.teller, epoch).expect("keys");
        let value = |node: ScheduleEntry| self.keys.get(&node).cloned().unwrap_or_default();
        let (key, iv, mac_key) = (value(nodes.0), value(nodes.1), value(ScheduleEntry::mac_key(self.teller)));
        let form = self.form.expect("a suite");
        Protection { form, epoch, writer: self.teller, nodes, key, iv, mac_key, sequence: 0 }
    }

    /// Where a message stands that has a record of its own.
    pub fn place<B: Body>(&self) -> usize {
        let begins = |told: &Told| match told {
            Told::Record { content_type, content, .. } => {
                *content_type == ContentType::HANDSHAKE && content.first() == Some(&B::TYPE.0)
            }
            Told::Wire(_) => false,
        };
        self.told.iter().position(begins).unwrap_or_else(|| panic!("{} is not told", B::NAME))
    }

    /// A message's bytes.
    pub fn bytes<B: Body>(&mut self) -> &mut Vec<u8> {
        let at = self.place::<B>();
        self.content(at)
    }

    /// The content of a record.
    pub fn content(&mut self, at: usize) -> &mut Vec<u8> {
        match &mut self.told[at] {
            Told::Record { content, .. } | Told::Wire(content) => content,
        }
    }

    /// Changes a message's fields.
    pub fn edit<B: Body>(&mut self, change: impl FnOnce(&mut B)) {
        let bytes = self.bytes::<B>();
        let mut message = decode::<Handshake<B>>(bytes).0.expect("an honest message");
        change(&mut message.0);
        *bytes = encode(&mut message).expect("a message that can be written").0;
    }

    /// Tells something before a message.
    pub fn before<B: Body>(&mut self, told: Told) {
        let at = self.place::<B>();
        self.told.insert(at, told);
    }

    /// Tells something after a message.
    pub fn after<B: Body>(&mut self, told: Told) {
        let at = self.place::<B>();
        self.told.insert(at + 1, told);
    }

    /// Leaves a message out.
    pub fn leave_out<B: Body>(&mut self) {
        let at = self.place::<B>();
        self.told.remove(at);
    }

    /// Tells a message before another.
    pub fn swap<A: Body, B: Body>(&mut self) {
        let (a, b) = (self.place::<A>(), self.place::<B>());
        self.told.swap(a, b);
    }

    /// Changes a message's last byte.
    pub fn spoil<B: Body>(&mut self) {
        *self.bytes::<B>().last_mut().expect("a message") ^= 1;
    }
}

/// Of a CBC suite: any will do.
const IV: [u8; 16] = [7; 16];

fn plain(content_type: ContentType, content: &[u8]) -> Vec<u8> {
    let mut record = TlsPlaintext {
        content_type,
        legacy_record_version: ProtocolVersion::TLS12,
        fragment: content.to_vec(),
        ..Default::default()
    };
    encode(&mut record).expect("a record that can be written").0
}
