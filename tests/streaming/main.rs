//! A capture is read as it comes, and what is kept of it is bounded however long it is.
#![forbid(unsafe_code)]

use handshake_app::Story;
use handshake_capture::read::read;
use handshake_capture::{Packet, packets, pcapng};
use peak_alloc::PeakAlloc;
use std::io::{Read, Result};
use std::ops::ControlFlow;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// Bytes of the capture, and what may be held while it is read.
const LENGTH: u64 = 192 << 20;
const AT_MOST: usize = 96 << 20;
/// Connections of which each is a handshake; after it the server sends on and on.
const CONNECTIONS: u64 = 300;
const SEGMENT: usize = 1400;
/// Where IPv4 and TCP without options stand behind Ethernet.
const SOURCE: std::ops::Range<usize> = 26..30;
const PORTS: [std::ops::Range<usize>; 2] = [34..36, 36..38];
const SEQUENCE: std::ops::Range<usize> = 38..42;
const HEADERS: usize = 54;

/// A capture that is made while it is read.
struct Endless {
    packets: Vec<Packet>,
    block: Vec<u8>,
    at: usize,
    made: u64,
    number: u64,
}

impl Endless {
    fn new() -> Endless {
        let packets = packets(Story::open("/s/tls13-full/1").run());
        Endless { packets, block: pcapng::write(&[], ""), at: 0, made: 0, number: 0 }
    }

    /// The next packet's block: of a connection its handshake without the end, then as many segments of data.
    fn next_block(&mut self) {
        let of_connection = LENGTH / CONNECTIONS / (SEGMENT as u64 + 86);
        let (connection, place) = (self.number / of_connection, (self.number % of_connection) as usize);
        let handshake: Vec<&Packet> = self.packets.iter().filter(|packet| !is_last(packet)).collect();
        let mut packet = match handshake.get(place) {
            Some(packet) => (*packet).clone(),
            None => {
                let sends = |packet: &&&Packet| packet.bytes.get(SOURCE) == Some(&[198, 51, 100, 1]);
                let last = handshake.iter().rev().find(sends).expect("the server speaks");
                let mut packet = (**last).clone();
                let end = sequence(&packet).wrapping_add((packet.bytes.len() - HEADERS) as u32);
                let number = end.wrapping_add(((place - handshake.len()) * SEGMENT) as u32);
                packet.bytes.truncate(HEADERS);
                packet.bytes.resize(HEADERS + SEGMENT, 0x5a);
                packet.bytes[16..18].copy_from_slice(&(40 + SEGMENT as u16).to_be_bytes());
                packet.bytes[SEQUENCE].copy_from_slice(&number.to_be_bytes());
                packet
            }
        };
        let is_servers = packet.bytes.get(SOURCE) == Some(&[198, 51, 100, 1]);
        packet.bytes[PORTS[usize::from(is_servers)].clone()]
            .copy_from_slice(&(20_000 + connection as u16).to_be_bytes());
        let empty = pcapng::write(&[], "").len();
        self.block = pcapng::write(&[packet], "").split_off(empty);
        (self.at, self.number) = (0, self.number + 1);
    }
}

fn sequence(packet: &Packet) -> u32 {
    u32::from_be_bytes(packet.bytes[SEQUENCE].try_into().expect("four bytes"))
}

/// FIN or RST.
fn is_last(packet: &Packet) -> bool {
    packet.bytes.get(47).is_none_or(|flags| flags & 5 != 0)
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        if self.at >= self.block.len() {
            if self.made >= LENGTH {
                return Ok(0);
            }
            self.next_block();
        }
        let count = (self.block.len() - self.at).min(into.len());
        into[..count].copy_from_slice(&self.block[self.at..self.at + count]);
        (self.at, self.made) = (self.at + count, self.made + count as u64);
        Ok(count)
    }
}

/// One test, so that nothing else allocates meanwhile.
#[test]
fn a_capture_larger_than_what_may_be_held_is_read_to_its_end() {
    let file = Endless::new();
    let before = ALLOCATED.current_usage();
    ALLOCATED.reset_peak_usage();
    let mut told = 0;
    let capture = read(file, |progress| {
        told = progress.bytes;
        ControlFlow::Continue(())
    });
    let held = ALLOCATED.peak_usage().saturating_sub(before);
    assert_eq!(capture.damage, None);
    assert!(told > LENGTH / 2, "it says how far it is: {told}");
    assert!(capture.connections.len() >= CONNECTIONS as usize, "{}", capture.connections.len());
    assert!(held < AT_MOST, "{held} bytes were held");
    assert!(capture.connections.iter().any(|connection| connection.left_out > 0), "more came than is kept");
    println!("{LENGTH} bytes were read, and at most {held} held");
    breaking_off_keeps_what_was_read();
}

fn breaking_off_keeps_what_was_read() {
    let mut steps = 0;
    let capture = read(Endless::new(), |_| {
        steps += 1;
        if steps < 4 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    assert_eq!(steps, 4);
    assert!(!capture.connections.is_empty() && capture.damage.is_none());
}
