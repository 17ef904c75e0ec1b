//! Bytes changed or lost between two sides.

use handshake_core::client::ClientConfig;
use handshake_core::msgs::codes::{AlertDescription, ContentType};
use handshake_core::pair::{Network, run};
use handshake_core::pki::CertificateKind;
use handshake_core::server::ServerConfig;
use handshake_core::trace::{Dir, Event, Outcome};
use handshake_core::{Fault, Side, Trace};
use handshake_tests::{TLS12, configs, honest, setup, worlds};
use std::collections::BTreeSet;

#[test]
fn a_changed_byte_is_noticed_unless_the_rfc_has_it_ignored() {
    for world in worlds() {
        let streams = Streams::recorded(&world);
        let mut unnoticed = BTreeSet::new();
        for (side, at) in streams.bytes() {
            for mask in streams.masks(&world, side, at) {
                let trace = talk(&world, Change { side, at, what: What::Xor(mask), seen: [0, 0] });
                if trace.outcome == Outcome::Closed {
                    unnoticed.insert((side, at));
                } else {
                    check_failure(&trace, &format!("{}: byte {at} of the {} xor {mask:#04x}", world.0, side.name()));
                }
            }
        }
        assert_eq!(unnoticed, streams.ignored_record_versions(world.1.versions == TLS12), "{}", world.0);
    }
}

#[test]
fn a_stream_cut_off_anywhere_is_no_clean_end() {
    for world in worlds() {
        for (side, at) in Streams::recorded(&world).bytes() {
            let trace = talk(&world, Change { side, at, what: What::CutOff, seen: [0, 0] });
            assert_ne!(trace.outcome, Outcome::Closed, "{}: {} cut off at {at}", world.0, side.name());
            let fails = matches!(trace.outcome, Outcome::Failed { .. });
            assert!(!fails, "{}: {} cut off at {at}: nobody lied", world.0, side.name());
        }
    }
}

#[test]
fn a_record_cut_short_anywhere_is_noticed() {
    for world in worlds() {
        let streams = Streams::recorded(&world);
        for record in &streams.records {
            for len in 0..record.len {
                let (at, lost) = (record.start + len, record.len - len);
                let trace = talk(&world, Change { side: record.side, at, what: What::Lose(lost), seen: [0, 0] });
                let what =
                    format!("{}: record at {} of the {} cut to {len}", world.0, record.start, record.side.name());
                // Whoever never hears close_notify can't say that all is well. In TLS 1.3 a lost change_cipher_spec is no
                // loss: it means nothing. RFC 8446 appendix D.4.
                let ccs = len == 0 && record.content_type == ContentType::CHANGE_CIPHER_SPEC;
                assert_eq!(trace.outcome == Outcome::Closed, ccs && world.1.versions != TLS12, "{what}");
                check_failure(&trace, &what);
            }
        }
    }
}

#[test]
fn a_closure_forged_during_the_handshake_is_no_clean_end() {
    for forged in [&[Side::Client][..], &[Side::Server], &[Side::Client, Side::Server]] {
        let (client, server) = configs(CertificateKind::EcdsaP256);
        let trace = run(setup(client, server), &mut ForgedClosure(forged));
        // It is told as what it is: nobody has shown who it is.
        let closed = Fault::PeerAlert(AlertDescription::CLOSE_NOTIFY);
        let failed = matches!(&trace.outcome, Outcome::Failed { fault, .. } if *fault == closed);
        assert!(failed, "forged for {forged:?}: {:?}", trace.outcome);
    }
}

/// A network that puts close_notify in the clear in place of all that these sides say.
struct ForgedClosure(&'static [Side]);

impl Network for ForgedClosure {
    fn carry(&mut self, from: Side, bytes: Vec<u8>) -> (Vec<u8>, Option<String>) {
        let forged = self.0.contains(&from);
        (if forged { vec![21, 3, 3, 0, 2, 1, 0] } else { bytes }, None)
    }
}

/// Who fails says why, in an alert.
fn check_failure(trace: &Trace, what: &str) {
    if let Outcome::Failed { side, fault } = &trace.outcome {
        assert!(matches!(fault, Fault::Broken { .. }), "{what}: somebody broke off without a rule: {fault}");
        assert!(trace.alerts().contains(&(*side, fault.alert())), "{what}: no alert for {fault}");
    }
}

type World = (&'static str, ClientConfig, ServerConfig);

fn talk((_, client, server): &World, mut change: Change) -> Trace {
    run(setup(client.clone(), server.clone()), &mut change)
}

/// A network that does one thing to one side's stream of bytes.
struct Change {
    side: Side,
    at: usize,
    what: What,
    /// Bytes that each side has sent.
    seen: [usize; 2],
}

enum What {
    /// Changes the byte.
    Xor(u8),
    /// Loses so many bytes.
    Lose(usize),
    /// Loses all that follows.
    CutOff,
}

impl Network for Change {
    fn carry(&mut self, from: Side, bytes: Vec<u8>) -> (Vec<u8>, Option<String>) {
        let start = self.seen[from as usize];
        self.seen[from as usize] += bytes.len();
        if from != self.side {
            return (bytes, None);
        }
        let carried = bytes.into_iter().enumerate().filter_map(|(i, byte)| match (start + i, &self.what) {
            (at, What::Xor(mask)) if at == self.at => Some(byte ^ mask),
            (at, What::Lose(len)) if (self.at..self.at + len).contains(&at) => None,
            (at, What::CutOff) if at >= self.at => None,
            _ => Some(byte),
        });
        (carried.collect(), None)
    }
}

/// What both sides send when nobody interferes.
struct Streams {
    records: Vec<Place>,
}

/// Where a record stands in its side's stream.
struct Place {
    side: Side,
    start: usize,
    len: usize,
    content_type: ContentType,
    sealed: bool,
}

impl Streams {
    fn recorded((_, client, server): &World) -> Self {
        let trace = honest(client.clone(), server.clone());
        assert_eq!(trace.outcome, Outcome::Closed);
        let mut ends = [0, 0];
        let mut records = Vec::new();
        for (_, side, event) in trace.events() {
            let Event::Record(record) = event else { continue };
            if record.dir == Dir::Sent {
                let (start, len) = (ends[side as usize], record.bytes.len());
                ends[side as usize] += len;
                let content_type = ContentType(record.bytes[0]);
                records.push(Place { side, start, len, content_type, sealed: record.sealing.is_some() });
            }
        }
        Streams { records }
    }

    /// Every byte of every record.
    fn bytes(&self) -> impl Iterator<Item = (Side, usize)> {
        let places = |record: &Place| (record.start..record.start + record.len).map(|at| (record.side, at)).collect();
        self.records.iter().flat_map(places as fn(&Place) -> Vec<_>)
    }

    /// Every bit of what anyone can read in TLS 1.3. Of what is sealed, one bit a byte: the tag makes no difference between
    /// them; and in TLS 1.2, where nearly all can be read, one bit a byte, too.
    fn masks(&self, world: &World, side: Side, at: usize) -> Vec<u8> {
        let holds = |record: &&Place| record.side == side && (record.start..record.start + record.len).contains(&at);
        let record = self.records.iter().find(holds).expect("a record");
        match record.sealed && at >= record.start + 5 {
            true => vec![if at.is_multiple_of(2) { 0x01 } else { 0x80 }],
            false if world.1.versions == TLS12 => vec![1 << (at % 8)],
            false => (0..8).map(|bit| 1 << bit).collect(),
        }
    }

    /// "MUST be ignored for all purposes", RFC 8446 §5.1; in protected records it is authenticated. In TLS 1.2 only of what
    /// comes before that version is agreed on.
    fn ignored_record_versions(&self, tls12: bool) -> BTreeSet<(Side, usize)> {
        let plain = self.records.iter().filter(|record| match tls12 {
            true => record.start == 0,
            false => !record.sealed,
        });
        plain.flat_map(|record| [1, 2].map(|offset| (record.side, record.start + offset))).collect()
    }
}
