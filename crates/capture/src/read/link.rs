//! From a packet to its TCP segment.

use etherparse::{EtherType, LaxNetSlice, LaxSlicedPacket, TransportSlice};
use pcap_parser::Linktype;
use std::net::{IpAddr, SocketAddr};

/// A TCP segment, and who sent it to whom.
#[derive(Debug, PartialEq)]
pub struct Segment<'a> {
    pub from: SocketAddr,
    pub to: SocketAddr,
    pub sequence: u32,
    pub syn: bool,
    pub fin: bool,
    pub rst: bool,
    pub payload: &'a [u8],
}

/// Links whose packets begin with the IP header (LINKTYPE_RAW and its like).
const RAW: [i32; 5] = [12, 14, 101, 228, 229];
/// A loopback interface of BSD and macOS: four bytes that name the family stand before the IP header.
const LOOPBACK: [i32; 2] = [0, 108];
const LINUX_COOKED: i32 = 113;
const LINUX_COOKED_2: i32 = 276;

/// The TCP segment in a packet; `None` if it holds none, or not enough of it.
pub fn segment(link: Linktype, packet: &[u8]) -> Option<Segment<'_>> {
    let sliced = match link.0 {
        1 => LaxSlicedPacket::from_ethernet(packet).ok()?,
        link if RAW.contains(&link) => LaxSlicedPacket::from_ip(packet).ok()?,
        link if LOOPBACK.contains(&link) => LaxSlicedPacket::from_ip(packet.get(4..)?).ok()?,
        LINUX_COOKED => cooked(packet, 14, 16)?,
        LINUX_COOKED_2 => cooked(packet, 0, 20)?,
        _ => return None,
    };
    let (from, to) = addresses(sliced.net.as_ref()?)?;
    let Some(TransportSlice::Tcp(tcp)) = &sliced.transport else { return None };
    Some(Segment {
        from: SocketAddr::new(from, tcp.source_port()),
        to: SocketAddr::new(to, tcp.destination_port()),
        sequence: tcp.sequence_number(),
        syn: tcp.syn(),
        fin: tcp.fin(),
        rst: tcp.rst(),
        payload: tcp.payload(),
    })
}

/// Linux's "any" interface: a header of its own, which holds the EtherType somewhere.
fn cooked(packet: &[u8], ether_type: usize, len: usize) -> Option<LaxSlicedPacket<'_>> {
    let number = u16::from_be_bytes(*packet.get(ether_type..)?.first_chunk()?);
    Some(LaxSlicedPacket::from_ether_type(EtherType(number), packet.get(len..)?))
}

fn addresses(net: &LaxNetSlice) -> Option<(IpAddr, IpAddr)> {
    match net {
        LaxNetSlice::Ipv4(ip) => Some((ip.header().source_addr().into(), ip.header().destination_addr().into())),
        LaxNetSlice::Ipv6(ip) => Some((ip.header().source_addr().into(), ip.header().destination_addr().into())),
        _ => None,
    }
}
