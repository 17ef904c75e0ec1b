//! An attack under way.

use crate::attack::{Attack, Mending};
use crate::attacker::{self, Attacker};
use crate::reach::{Between, Broadcast, Relay, Stranger, TappedRequests, TappedStream};
use crate::tally::{Tally, Turn};
use crate::victim::{self, Victim};

/// How an attack ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The attacker has what it wanted.
    Won,
    /// It has not, and this is why.
    Stopped(Mending),
    /// It has not, and nothing stood in its way.
    Failed,
}

/// An attack under way: a victim, an attacker, and what is to be seen of both.
pub struct Lab {
    mending: Option<Mending>,
    run: Box<dyn Run>,
    tally: Tally,
    verdict: Option<Verdict>,
}

impl Lab {
    /// An attack on a victim that has this mended, or nothing. All chance comes from the seed.
    ///
    /// # Errors
    /// If this mending is none of the attack's, or the victim can't be set up.
    pub fn new(attack: Attack, mending: Option<Mending>, seed: u64) -> Result<Lab, String> {
        if mending.is_some_and(|mending| !attack.mendings().contains(&mending)) {
            return Err("this mends another attack".to_owned());
        }
        Ok(Lab { mending, run: begin(attack, mending, seed)?, tally: Tally::default(), verdict: None })
    }

    /// One try more; nothing once there is a verdict.
    pub fn advance(&mut self) {
        if self.verdict.is_some() {
            return;
        }
        self.verdict = match (self.run.advance(&mut self.tally), self.mending) {
            (Turn::Goes, _) => None,
            (Turn::Done, _) if self.run.is_beaten(&self.tally) => Some(Verdict::Won),
            (_, Some(mending)) => Some(Verdict::Stopped(mending)),
            (_, None) => Some(Verdict::Failed),
        };
    }

    /// What it has cost and brought.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// How it ended, if it has.
    pub fn verdict(&self) -> Option<Verdict> {
        self.verdict
    }
}

/// An attack whose halves are hidden.
trait Run {
    fn advance(&mut self, tally: &mut Tally) -> Turn;
    fn is_beaten(&self, tally: &Tally) -> bool;
}

/// Both halves, and the one type by which the attacker gets at the victim.
struct Scene<V, R: ?Sized, A> {
    victim: V,
    reach: fn(&mut V) -> &mut R,
    attacker: A,
}

impl<V: Victim, R: ?Sized, A: Attacker<R>> Run for Scene<V, R, A> {
    fn advance(&mut self, tally: &mut Tally) -> Turn {
        let turn = self.attacker.advance((self.reach)(&mut self.victim), tally);
        let counts = self.victim.counts();
        (tally.connections, tally.bytes) = (counts.connections, counts.bytes);
        turn
    }

    fn is_beaten(&self, tally: &Tally) -> bool {
        self.victim.is_beaten(tally)
    }
}

fn scene<V, R, A>(victim: V, reach: fn(&mut V) -> &mut R, attacker: A) -> Box<dyn Run>
where
    V: Victim + 'static,
    R: ?Sized + 'static,
    A: Attacker<R> + 'static,
{
    Box::new(Scene { victim, reach, attacker })
}

fn begin(attack: Attack, mending: Option<Mending>, seed: u64) -> Result<Box<dyn Run>, String> {
    Ok(match attack {
        Attack::Beast => {
            let victim = victim::StreamingBrowser::new(seed, mending)?;
            scene(victim, |victim| victim as &mut dyn TappedStream, attacker::Beast::default())
        }
        Attack::PaddingOracle => {
            let victim = victim::LeakyServer::new(seed, mending)?;
            scene(victim, |victim| victim as &mut dyn Relay, attacker::PaddingOracle::default())
        }
        Attack::Crime => {
            let victim = victim::CompressingBrowser::new(seed, mending)?;
            scene(victim, |victim| victim as &mut dyn TappedRequests, attacker::Crime::default())
        }
        Attack::Rc4 => {
            let victim = victim::Broadcaster::new(seed, mending);
            scene(victim, |victim| victim as &mut dyn Broadcast, attacker::Rc4)
        }
        Attack::Heartbleed => {
            let victim = victim::BleedingServer::new(seed, mending)?;
            scene(victim, |victim| victim as &mut dyn Stranger, attacker::Heartbleed)
        }
        Attack::NonceReuse => {
            let victim = victim::NonceServer::new(seed, mending)?;
            scene(victim, |victim| victim as &mut dyn Between, attacker::NonceReuse::default())
        }
    })
}
