//! A run as others keep one: the packets of a capture (pcapng), and the secrets of a key log.
//!
//! What Wireshark, tshark and tcpdump show of it is what the page shows: the records are those of the run, byte for byte.
#![forbid(unsafe_code)]

pub mod fingerprint;
pub mod key_log;
pub mod observe;
mod packets;
pub mod pcapng;
pub mod read;

pub use packets::{Packet, packets};
