//! A capture file: draft-ietf-opsawg-pcapng, as Wireshark writes and reads it.

use crate::key_log::KeyLog;
use crate::packets::{Packet, packets};
use handshake_analysis::run::Run;
use pcap_parser::pcapng::{
    DecryptionSecretsBlock, EnhancedPacketBlock, InterfaceDescriptionBlock, OptionCode, PcapNGOption, SecretsType,
    SectionHeaderBlock,
};
use pcap_parser::{Linktype, ToVec};
use std::borrow::Cow;

/// Times are counted in nanoseconds: 10^-9.
const NANOSECONDS: u8 = 9;

/// The packets of a run, with the secrets that open them, and a comment on each packet that names its step.
pub fn capture(run: &Run) -> Vec<u8> {
    let steps = &run.trace.steps;
    write(&packets(run), &KeyLog::default().lines(steps))
}

/// A file of packets, and of the secrets that open what they carry (lines of a key log; none if it is empty).
pub fn write(packets: &[Packet], key_log: &str) -> Vec<u8> {
    let mut file = section();
    file.extend(interface());
    if !key_log.is_empty() {
        file.extend(secrets(key_log));
    }
    for one in packets {
        file.extend(packet(one));
    }
    file
}

/// What the library makes of a block. It can't fail, since it writes into memory.
fn bytes(block: &mut impl ToVec) -> Vec<u8> {
    block.to_vec().unwrap_or_default()
}

fn option(code: OptionCode, text: &str) -> PcapNGOption<'_> {
    // An option holds less than 2^16 bytes.
    let value = text.as_bytes().get(..usize::from(u16::MAX)).unwrap_or(text.as_bytes());
    PcapNGOption { code, len: value.len() as u16, value: Cow::Borrowed(value) }
}

fn section() -> Vec<u8> {
    bytes(&mut SectionHeaderBlock {
        block_type: 0,
        block_len1: 0,
        bom: 0,
        major_version: 1,
        minor_version: 0,
        // Not said: it ends with the file.
        section_len: -1,
        options: vec![option(OptionCode::ShbUserAppl, "Handshake Lab")],
        block_len2: 0,
    })
}

fn interface() -> Vec<u8> {
    bytes(&mut InterfaceDescriptionBlock {
        block_type: 0,
        block_len1: 0,
        linktype: Linktype::ETHERNET,
        reserved: 0,
        snaplen: 0,
        options: Vec::new(),
        block_len2: 0,
        if_tsresol: NANOSECONDS,
        if_tsoffset: 0,
    })
}

fn secrets(key_log: &str) -> Vec<u8> {
    bytes(&mut DecryptionSecretsBlock {
        block_type: 0,
        block_len1: 0,
        secrets_type: SecretsType::TlsKeyLog,
        secrets_len: key_log.len() as u32,
        data: key_log.as_bytes(),
        options: Vec::new(),
        block_len2: 0,
    })
}

fn packet(packet: &Packet) -> Vec<u8> {
    let len = packet.bytes.len() as u32;
    bytes(&mut EnhancedPacketBlock {
        block_type: 0,
        block_len1: 0,
        if_id: 0,
        ts_high: (packet.at >> 32) as u32,
        ts_low: packet.at as u32,
        caplen: len,
        origlen: len,
        data: &packet.bytes,
        options: packet.comment.iter().map(|comment| option(OptionCode::Comment, comment)).collect(),
        block_len2: 0,
    })
}
