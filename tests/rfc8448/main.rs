//! The traces of RFC 8448: with the RFC's randomness, keys and certificate, our client and our server must produce every
//! byte that the RFC prints.
#![forbid(unsafe_code)]

mod blocks;
mod ours;
mod setup;

use blocks::Section;
use handshake_core::connection::Status;
use handshake_core::pair::{Honest, run};
use handshake_core::trace::Outcome;
use handshake_core::{Side, hex};
use ours::Ours;
use std::collections::HashMap;

#[test]
fn section_3_every_block_is_ours_to_the_byte() {
    check(&Section::simple(), 106);
}

#[test]
fn section_4_every_block_is_ours_to_the_byte() {
    check(&Section::resumed(), 121);
}

#[test]
fn section_5_every_block_is_ours_to_the_byte() {
    check(&Section::retry(), 103);
}

#[test]
fn section_6_every_block_is_ours_to_the_byte() {
    check(&Section::client_authentication(), 98);
}

#[test]
fn section_7_every_block_is_ours_to_the_byte() {
    check(&Section::compatibility(), 99);
}

#[test]
fn section_3_each_side_alone_against_the_bytes_of_the_rfcs_other_side() {
    alone(&Section::simple());
}

#[test]
fn sections_4_to_6_each_side_alone_against_the_bytes_of_the_rfcs_other_side() {
    alone(&Section::resumed());
    alone(&Section::retry());
    alone(&Section::client_authentication());
}

#[test]
fn section_7_each_side_alone_against_the_bytes_of_the_rfcs_other_side() {
    alone(&Section::compatibility());
}

/// Compares every block of a section with a run of both sides, none left out.
fn check(section: &Section, blocks: usize) {
    let trace = run(setup::setup(section), &mut Honest);
    assert_eq!(trace.outcome, Outcome::Closed);
    let ours = Ours::new(&trace);

    assert_eq!(section.blocks.len(), blocks, "blocks of the section");
    assert_eq!(differences(section, &ours), Vec::<String>::new());
    for side in [Side::Client, Side::Server] {
        let theirs = section.records().filter(|(_, record)| record.side() == side).count();
        assert_eq!(ours.records(side), theirs, "records that the {} sent", side.name());
    }
    // The comparison sees each block: with any one changed, it finds that one.
    for changed in 0..blocks {
        let mut other = section.clone();
        other.blocks[changed].hex[0] ^= 1;
        assert_eq!(differences(&other, &ours).len(), 1, "with block {changed} changed");
    }
}

/// The blocks that differ from our values, and those that nothing of ours corresponds to.
fn differences(section: &Section, ours: &Ours) -> Vec<String> {
    let mut records: HashMap<Side, usize> = HashMap::new();
    let mut differences = Vec::new();
    for block in &section.blocks {
        let nth = records.entry(block.side()).or_default();
        let found = ours.of(block, *nth);
        if found.is_empty() || found.iter().any(|value| *value != block.hex) {
            let found: Vec<String> = found.iter().map(|value| hex(value)).collect();
            differences.push(format!("{}: {}: {} {found:?}", block.step, block.label, hex(&block.hex)));
        }
        if block.label == "complete record" {
            *nth += 1;
        }
    }
    differences
}

/// Each side's own bytes are the RFC's when it hears the RFC's other side, however the bytes arrive.
fn alone(section: &Section) {
    for side in [Side::Client, Side::Server] {
        for piece in [usize::MAX, 100, 1] {
            alone_in_pieces(section, side, piece);
        }
    }
}

fn alone_in_pieces(section: &Section, side: Side, piece: usize) {
    let mut own = setup::endpoint(section, side);
    own.receive(&[]).expect("a start");
    let mut said = own.take_output();
    for (at, record) in section.records() {
        if record.side() != side {
            for bytes in record.hex.chunks(piece) {
                own.receive(bytes).expect("the RFC's bytes");
            }
            said.extend(own.take_output());
            continue;
        }
        match record.action() {
            "send application_data record" if section.is_early(at) => {}
            "send application_data record" => own.send(section.said(side)).expect("connected"),
            "send alert record" => own.close().expect("connected"),
            _ => {}
        }
        said.extend(own.take_output());
        let rest = said.split_off(record.hex.len().min(said.len()));
        assert_eq!(hex(&said), hex(&record.hex), "{}", record.step);
        said = rest;
    }
    assert!(said.is_empty(), "more than the RFC's {} says: {}", side.name(), hex(&said));
    assert_eq!(own.status(), Status::PeerClosed);
    assert!(own.is_closed());
    assert_eq!(own.take_data(), section.said(side.peer()));
}
