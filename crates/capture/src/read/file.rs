//! A capture file, block by block: pcapng, or pcap in any of its forms.

use super::link::segment;
use super::tcp::{Connection, Streams};
use handshake_lessons::say;
use pcap_parser::pcapng::{Block, EnhancedPacketBlock, InterfaceDescriptionBlock, SecretsType};
use pcap_parser::traits::{PcapNGPacketBlock, PcapReaderIterator};
use pcap_parser::{Linktype, PcapBlockOwned, PcapError, create_reader};
use std::io::Read;
use std::ops::ControlFlow;

/// Bytes that are read at a time, and the longest block that is taken in.
const BUFFER: usize = 256 << 10;
const LONGEST_BLOCK: usize = 16 << 20;
/// Secrets that are taken in, in bytes.
const SECRETS: usize = 4 << 20;
/// Bytes that are read in one go.
const STRETCH: u64 = 1 << 20;

/// What was found in a capture.
#[derive(Debug, Default)]
pub struct Capture {
    /// The connections that speak TLS, in the order in which they began.
    pub connections: Vec<Connection>,
    /// How many packets were read.
    pub packets: u64,
    /// Packets of a kind that holds no TCP that can be read: other protocols, other links, fragments.
    pub other: u64,
    /// TCP connections in which no TLS began: other protocols, or such as began before the capture did.
    pub without_tls: u64,
    /// The secrets that came along (Decryption Secrets Blocks), as lines of a key log.
    pub secrets: String,
    /// Where the file can't be read any further; what came before it was read.
    pub damage: Option<Damage>,
}

/// Where a file can't be read any further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damage {
    /// How many packets were read before it.
    pub packets: u64,
    /// Where it begins, in bytes from the file's beginning.
    pub offset: u64,
    /// What is wrong there.
    pub kind: DamageKind,
}

/// What is wrong with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DamageKind {
    /// It ends within a packet.
    Truncated,
    /// What stands there is no block of a capture.
    NoBlock,
    /// A block says that it is longer than any packet.
    TooLong,
    /// The file can't be read.
    Unreadable,
    /// It is no capture from its first byte on.
    NoCapture,
}

impl Damage {
    /// In words: where, and what.
    pub fn words(&self) -> String {
        let key = match self.kind {
            DamageKind::Truncated => "capture.truncated",
            DamageKind::NoBlock => "capture.no-block",
            DamageKind::TooLong => "capture.too-long",
            DamageKind::Unreadable => "capture.unreadable",
            DamageKind::NoCapture => "capture.no-capture",
        };
        say(key, &[("packets", &self.packets), ("offset", &self.offset)])
    }
}

/// How far reading has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the file.
    pub bytes: u64,
    /// Packets.
    pub packets: u64,
}

/// Reads a capture to its end, or until `report` breaks off. What was read until then is kept.
pub fn read<R: Read + Send>(file: R, mut report: impl FnMut(Progress) -> ControlFlow<()>) -> Capture {
    let mut reader = Reader::new(file);
    while let Some(progress) = reader.step() {
        if report(progress).is_break() {
            break;
        }
    }
    reader.end()
}

/// A capture that is read a stretch at a time, so that whoever reads it can do other things between.
pub struct Reader<'a> {
    blocks: Option<Box<dyn PcapReaderIterator + Send + 'a>>,
    reading: Reading,
    damage: Option<DamageKind>,
    /// Of the buffer.
    size: usize,
}

impl<'a> Reader<'a> {
    /// Begins to read.
    pub fn new<R: Read + Send + 'a>(file: R) -> Reader<'a> {
        let (blocks, damage) = match create_reader(BUFFER, file) {
            Ok(blocks) => (Some(blocks), None),
            Err(PcapError::ReadError) => (None, Some(DamageKind::Unreadable)),
            Err(_) => (None, Some(DamageKind::NoCapture)),
        };
        Reader { blocks, reading: Reading::default(), damage, size: BUFFER }
    }

    /// Reads about a mebibyte more. `None` once there is no more, or no more can be read.
    pub fn step(&mut self) -> Option<Progress> {
        let mut blocks = self.blocks.take()?;
        let begin = self.reading.offset;
        while self.reading.offset - begin < STRETCH {
            match self.reading.block_of(blocks.as_mut(), &mut self.size) {
                ControlFlow::Continue(()) => {}
                ControlFlow::Break(damage) => {
                    self.damage = damage;
                    return None;
                }
            }
        }
        self.blocks = Some(blocks);
        Some(Progress { bytes: self.reading.offset, packets: self.reading.capture.packets })
    }

    /// What was read.
    pub fn end(self) -> Capture {
        let Reading { streams, capture, offset, .. } = self.reading;
        let (connections, without_tls) = streams.end();
        let damage = self.damage.map(|kind| Damage { packets: capture.packets, offset, kind });
        Capture { connections, without_tls, damage, ..capture }
    }
}

#[derive(Default)]
struct Reading {
    interfaces: Vec<Interface>,
    streams: Streams,
    capture: Capture,
    offset: u64,
}

/// How an interface's packets are to be read.
#[derive(Clone, Copy)]
struct Interface {
    link: Linktype,
    /// Units of its times in a second, and seconds that are added.
    resolution: u64,
    offset: i64,
}

impl Reading {
    /// Takes in the next block; breaks off at the end, and says what is wrong there if something is.
    fn block_of(&mut self, blocks: &mut dyn PcapReaderIterator, size: &mut usize) -> ControlFlow<Option<DamageKind>> {
        let used = match blocks.next() {
            Ok((used, block)) => {
                self.block(&block);
                used
            }
            Err(PcapError::Eof) => return ControlFlow::Break(None),
            Err(PcapError::Incomplete(_) | PcapError::BufferTooSmall | PcapError::UnexpectedEof) => {
                return match more(blocks, size) {
                    None => ControlFlow::Continue(()),
                    Some(kind) => ControlFlow::Break(Some(kind).filter(|_| !blocks.data().is_empty())),
                };
            }
            Err(PcapError::ReadError) => return ControlFlow::Break(Some(DamageKind::Unreadable)),
            Err(_) => return ControlFlow::Break(Some(DamageKind::NoBlock)),
        };
        blocks.consume(used);
        self.offset += used as u64;
        ControlFlow::Continue(())
    }

    fn block(&mut self, block: &PcapBlockOwned) {
        match block {
            PcapBlockOwned::LegacyHeader(header) => {
                let resolution = if header.is_nanosecond_precision() { 1_000_000_000 } else { 1_000_000 };
                self.interfaces = vec![Interface { link: header.network, resolution, offset: header.thiszone.into() }];
            }
            PcapBlockOwned::Legacy(packet) => {
                let Some(interface) = self.interfaces.first().copied() else { return };
                let nanoseconds = u64::from(packet.ts_usec).saturating_mul(1_000_000_000 / interface.resolution);
                let at = u64::from(packet.ts_sec).saturating_mul(1_000_000_000).saturating_add(nanoseconds);
                // A packet's own length does not count: less of it may have been kept.
                self.packet(interface.link, packet.data, at);
            }
            PcapBlockOwned::NG(Block::SectionHeader(_)) => self.interfaces.clear(),
            PcapBlockOwned::NG(Block::InterfaceDescription(description)) => {
                self.interfaces.push(interface(description));
            }
            PcapBlockOwned::NG(Block::EnhancedPacket(packet)) => {
                let Some(interface) = self.interfaces.get(packet.if_id as usize).copied() else {
                    self.capture.packets += 1;
                    self.capture.other += 1;
                    return;
                };
                self.packet(interface.link, packet.packet_data(), interface.time(packet));
            }
            PcapBlockOwned::NG(Block::SimplePacket(packet)) => {
                let Some(interface) = self.interfaces.first().copied() else { return };
                self.packet(interface.link, packet.packet_data(), 0);
            }
            PcapBlockOwned::NG(Block::DecryptionSecrets(secrets)) if secrets.secrets_type == SecretsType::TlsKeyLog => {
                let lines = secrets.data.get(..secrets.secrets_len as usize).unwrap_or(secrets.data);
                if self.capture.secrets.len() + lines.len() <= SECRETS {
                    self.capture.secrets.push_str(&String::from_utf8_lossy(lines));
                    self.capture.secrets.push('\n');
                }
            }
            PcapBlockOwned::NG(_) => {}
        }
    }

    fn packet(&mut self, link: Linktype, data: &[u8], at: u64) {
        self.capture.packets += 1;
        match segment(link, data) {
            Some(segment) => self.streams.take(&segment, self.capture.packets, at),
            None => self.capture.other += 1,
        }
    }
}

/// Gets more of the file, into a larger buffer if this one is full; or says why there is no more.
fn more(reader: &mut dyn PcapReaderIterator, size: &mut usize) -> Option<DamageKind> {
    if reader.reader_exhausted() {
        return Some(DamageKind::Truncated);
    }
    if reader.data().len() >= *size {
        if *size >= LONGEST_BLOCK {
            return Some(DamageKind::TooLong);
        }
        *size *= 2;
        reader.grow(*size);
    }
    match reader.refill() {
        Ok(()) => None,
        Err(PcapError::ReadError) => Some(DamageKind::Unreadable),
        Err(_) => Some(DamageKind::Truncated),
    }
}

fn interface(description: &InterfaceDescriptionBlock) -> Interface {
    Interface {
        link: description.linktype,
        resolution: description.ts_resolution().filter(|&resolution| resolution > 0).unwrap_or(1_000_000),
        offset: description.ts_offset(),
    }
}

impl Interface {
    /// Nanoseconds since 1970.
    fn time(&self, packet: &EnhancedPacketBlock) -> u64 {
        let units = u64::from(packet.ts_high) << 32 | u64::from(packet.ts_low);
        let (seconds, rest) = (units / self.resolution, units % self.resolution);
        let nanoseconds = u128::from(rest) * 1_000_000_000 / u128::from(self.resolution);
        let whole = seconds.saturating_add_signed(self.offset).saturating_mul(1_000_000_000);
        whole.saturating_add(nanoseconds as u64)
    }
}
