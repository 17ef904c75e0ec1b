//! RC4's second byte is zero twice as often as it should be, so a message that is sent again and again shows its own. Mantin
//! and Shamir, 2001.

use super::Attacker;
use crate::reach::Broadcast;
use crate::tally::{Tally, Turn};

/// Messages that are listened to in one go.
const AT_ONCE: u64 = 64;
/// After so many it is decided.
const ENOUGH: u64 = 16_384;

/// Counts.
#[derive(Default)]
pub struct Rc4;

impl Attacker<dyn Broadcast> for Rc4 {
    fn advance(&mut self, victim: &mut (dyn Broadcast + 'static), tally: &mut Tally) -> Turn {
        tally.recovered.resize(1, None);
        tally.histogram.resize(256, 0);
        tally.most = Some(ENOUGH);
        for _ in 0..AT_ONCE {
            tally.tries += 1;
            let second = victim.next().get(1).copied().unwrap_or_default();
            if let Some(count) = tally.histogram.get_mut(usize::from(second)) {
                *count += 1;
            }
        }
        let (best, count) = tally.histogram.iter().enumerate().max_by_key(|(_, count)| **count).unwrap_or((0, &0));
        let (best, count) = (best as u8, f64::from(*count));
        tally.guess = Some((0, best));
        if tally.tries < ENOUGH {
            return Turn::Goes;
        }
        // Twice as often as the others is far beyond chance by now; half as often again is not reached by it.
        let usual = tally.tries as f64 / 256.0;
        if count < usual * 1.6 {
            return Turn::GivesUp;
        }
        tally.reads(0, best);
        Turn::Done
    }
}
