//! The man in the middle: a network that does what the edits say, record by record.

use super::change;
use super::{Tampering, What};
use handshake_core::Side;
use handshake_core::msgs::extensions::KeyShareEntry;
use handshake_core::pair::Network;
use handshake_core::record::Deframer;
use std::collections::VecDeque;

/// What became of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// Who sent it.
    pub from: Side,
    /// Its number among the records of that side, from 0.
    pub number: u64,
    /// What arrived, in the order of arrival; nothing, if it was dropped.
    pub arrived: Vec<Vec<u8>>,
    /// Numbers under which the other side counts what arrived; none once records no longer arrive whole.
    pub counted: Vec<u64>,
    /// Places in the list of the edits that were carried out.
    pub edits: Vec<usize>,
    /// Why an edit could not be carried out.
    pub vain: Vec<(usize, &'static str)>,
}

/// The network of a run.
pub struct Attacker<'a> {
    tampering: &'a Tampering,
    seed: u64,
    /// What lies behind the attacker: it gets what the attacker lets through.
    beyond: &'a mut dyn Network,
    /// The client's halves as they were sent: to answer an encapsulation key one has to have seen it.
    shares: Vec<KeyShareEntry>,
    lines: [Direction; 2],
    again: VecDeque<(Side, usize)>,
    carried: Vec<Carried>,
}

/// One direction.
#[derive(Default)]
struct Direction {
    sent: u64,
    counted: u64,
    /// Records still arrive whole.
    torn: bool,
    /// Kept back until the next one has arrived.
    swapped: Option<(usize, Vec<u8>)>,
    /// Kept back until both sides wait.
    late: Option<Vec<(usize, Vec<u8>)>>,
}

impl<'a> Attacker<'a> {
    /// Does what `tampering` says; its own keys follow from the seed.
    pub fn new(tampering: &'a Tampering, seed: u64, beyond: &'a mut dyn Network) -> Self {
        let (shares, again, carried) = (Vec::new(), VecDeque::new(), Vec::new());
        Attacker { tampering, seed, beyond, shares, lines: Default::default(), again, carried }
    }

    /// What became of the records that were tampered with, and of those that came after.
    pub fn into_carried(self) -> Vec<Carried> {
        self.carried
    }

    fn record(&mut self, from: Side, sent: &[u8], out: &mut Vec<u8>) -> Vec<String> {
        let number = self.lines[from as usize].sent;
        self.lines[from as usize].sent += 1;
        change::learn(from, sent, &mut self.shares);
        let edits = self.tampering.edits();
        let mine = edits.iter().enumerate().filter(|(_, edit)| edit.from == from && edit.record == number);
        let (mut done, mut vain, mut said) = (Vec::new(), Vec::new(), Vec::new());
        let mut whats: Vec<&What> = Vec::new();
        for (index, edit) in mine {
            match change::possible(&edit.what, from, sent) {
                Ok(()) => {
                    done.push(index);
                    said.push(edit.to_string());
                    whats.push(&edit.what);
                }
                Err(why) => vain.push((index, why)),
            }
        }
        let bytes = change::changed(sent, from, &whats, self.seed, &self.shares);
        let carried = Carried { from, number, arrived: vec![], counted: vec![], edits: done, vain };
        let at = self.carried.len();
        self.carried.push(carried);
        let has = |what: &What| whats.contains(&what);
        if has(&What::Replay) {
            self.again.push_back((from, at));
        }
        let line = &mut self.lines[from as usize];
        let before = line.swapped.take();
        if has(&What::Drop) {
            // The one that waited for it goes on waiting for the next.
            line.swapped = before;
        } else if has(&What::Delay) && line.late.is_none() {
            line.late = Some(before.into_iter().chain([(at, bytes)]).collect());
        } else if has(&What::Swap) && before.is_none() {
            line.swapped = Some((at, bytes));
        } else {
            let twice = has(&What::Repeat).then(|| (at, bytes.clone()));
            for (at, bytes) in [Some((at, bytes)), twice, before].into_iter().flatten() {
                self.arrive(from, at, bytes, out);
            }
        }
        said
    }

    /// A record arrives, or joins those that are late.
    fn arrive(&mut self, from: Side, at: usize, bytes: Vec<u8>, out: &mut Vec<u8>) {
        let line = &mut self.lines[from as usize];
        if let Some(late) = &mut line.late {
            late.push((at, bytes));
            return;
        }
        let whole = matches!(*bytes.as_slice(), [_, _, _, high, low, ..]
            if usize::from(high) << 8 | usize::from(low) == bytes.len() - 5);
        line.torn |= !whole;
        if let Some(carried) = self.carried.get_mut(at) {
            if !line.torn {
                carried.counted.push(line.counted);
            }
            carried.arrived.push(bytes.clone());
        }
        line.counted += 1;
        out.extend(bytes);
    }
}

impl Network for Attacker<'_> {
    fn carry(&mut self, from: Side, bytes: Vec<u8>) -> (Vec<u8>, Option<String>) {
        let mut deframer = Deframer::default();
        deframer.feed(&bytes);
        let (mut out, mut said) = (Vec::new(), Vec::new());
        while let Some(record) = deframer.take() {
            said.extend(self.record(from, &record, &mut out));
        }
        out.extend_from_slice(deframer.waiting());
        let (out, more) = self.beyond.carry(from, out);
        said.extend(more);
        (out, (!said.is_empty()).then(|| said.join("_")))
    }

    fn release(&mut self) -> Option<(Side, Vec<u8>)> {
        for from in [Side::Client, Side::Server] {
            let line = &mut self.lines[from as usize];
            let mut waiting = line.late.take().unwrap_or_default();
            waiting.extend(line.swapped.take());
            if !waiting.is_empty() {
                let mut out = Vec::new();
                for (at, bytes) in waiting {
                    self.arrive(from, at, bytes, &mut out);
                }
                return Some((from, out));
            }
        }
        let (from, at) = self.again.pop_front()?;
        let recorded = self.carried.get(at).and_then(|carried| carried.arrived.first()).cloned().unwrap_or_default();
        let mut out = Vec::new();
        if !recorded.is_empty() {
            self.arrive(from, at, recorded, &mut out);
        }
        Some((from, out))
    }
}
