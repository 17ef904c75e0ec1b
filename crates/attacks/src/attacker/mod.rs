//! The attackers. None of them uses a module of the victims.

mod beast;
mod crime;
mod heartbleed;
mod nonce_reuse;
mod padding_oracle;
mod rc4;

pub use beast::Beast;
pub use crime::Crime;
pub use heartbleed::Heartbleed;
pub use nonce_reuse::NonceReuse;
pub use padding_oracle::PaddingOracle;
pub use rc4::Rc4;

use crate::tally::{Tally, Turn};

/// Somebody who has `R` of a victim, and no more.
pub trait Attacker<R: ?Sized> {
    /// One try more.
    fn advance(&mut self, reach: &mut R, tally: &mut Tally) -> Turn;
}

/// Length of an AES block.
const BLOCK: usize = 16;

/// What a cookie can hold at all (RFC 6265 §4.1.1), the likelier first.
fn letters() -> impl Iterator<Item = u8> {
    (b'a'..=b'z')
        .chain(b'0'..=b'9')
        .chain(b'A'..=b'Z')
        .chain((0x21..=0x7eu8).filter(|byte| !byte.is_ascii_alphanumeric()))
}

/// The next of [`letters`]; `None` if all have been tried.
fn letter(tried: usize) -> Option<u8> {
    letters().nth(tried)
}

/// Records as they cross the wire: the header's version, and what follows the header.
fn records(mut bytes: &[u8]) -> Vec<([u8; 2], &[u8])> {
    let mut all = Vec::new();
    while let Some(([_, major, minor, high, low], rest)) = bytes.split_first_chunk::<5>() {
        let len = usize::from(u16::from_be_bytes([*high, *low])).min(rest.len());
        let (fragment, after) = rest.split_at(len);
        all.push(([*major, *minor], fragment));
        bytes = after;
    }
    all
}

/// `left` with `right` on it, bit by bit.
fn xor(left: &[u8], right: &[u8]) -> Vec<u8> {
    left.iter().zip(right).map(|(left, right)| left ^ right).collect()
}
