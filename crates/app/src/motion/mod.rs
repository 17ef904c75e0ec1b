//! What moves when a step is taken, as a function of a number from 0 to 1. Playing, pausing, dragging, a link into the middle of
//! it and a picture in a test all ask for the same: what is seen at this number. At 1 it is the still page.

mod chain;
mod derivation;
mod ease;
mod flight;
mod picture;
mod sealing;

pub use chain::{Certified, Chain};
pub use derivation::{Derivation, Input, Other};
pub use flight::{Copied, Fate, Flight, FlightFrame};
pub use picture::{Anchor, Handle, Picture, Shape, ShapeKind, Tone};
pub use sealing::{Blocks, Compared, Header, Nonce, Sealed};

use ease::between;

/// Words a minute that a person reads.
const WORDS_A_MINUTE: u32 = 200;

/// The shortest time that a step stays when it plays by itself, in milliseconds.
const LEAST: u32 = 1200;

/// What moves at one step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Motion {
    /// What crosses the wire.
    pub flight: Option<Flight>,
    /// What is drawn above the tab's content.
    pub scene: Option<Scene>,
    /// How long the words of the step take to be read, in milliseconds.
    pub reading: u32,
}

impl Motion {
    /// How long it takes at the usual pace, in milliseconds. A moment at one end takes as long as its picture does to appear.
    pub fn millis(&self) -> u32 {
        self.before_flight() + self.flight.as_ref().map_or(if self.scene.is_none() { POP } else { 0 }, Flight::millis)
    }

    /// How long a step stays when it plays by itself: until it is over and its words are read.
    pub fn stays(&self) -> u32 {
        self.millis().max(LEAST).max(self.reading)
    }

    /// The scene comes first: a record is sealed before it flies.
    fn before_flight(&self) -> u32 {
        self.scene.as_ref().map_or(0, Scene::millis)
    }

    /// The flight at a moment; `None` if nothing crosses.
    pub fn flight_at(&self, at: f64) -> Option<FlightFrame> {
        let flight = self.flight.as_ref()?;
        let (before, all) = (f64::from(self.before_flight()), f64::from(self.millis().max(1)));
        Some(flight.at(between(at, before / all, 1.0)))
    }

    /// How far the scene has come.
    pub fn scene_at(&self, at: f64) -> f64 {
        let all = f64::from(self.millis().max(1));
        between(at, 0.0, f64::from(self.before_flight()) / all)
    }

    /// The moment at which the scene has come so far: where a drag leads.
    pub fn moment_of_scene(&self, scene: f64) -> f64 {
        scene.clamp(0.0, 1.0) * f64::from(self.before_flight()) / f64::from(self.millis().max(1))
    }

    /// How far what appears at one end has come.
    pub fn appeared(&self, at: f64) -> f64 {
        between(at, 0.0, f64::from(POP) / f64::from(self.millis().max(POP)))
    }
}

/// How long a badge takes to appear, in milliseconds.
const POP: u32 = 320;

/// How long a person takes to read a text, in milliseconds.
pub fn reading_time(text: &str) -> u32 {
    let words = u32::try_from(text.split_whitespace().count()).unwrap_or(u32::MAX / 60_000);
    words.saturating_mul(60_000) / WORDS_A_MINUTE
}

/// What is drawn above a tab's content.
#[derive(Clone, Debug, PartialEq)]
pub enum Scene {
    /// Values are derived, one after the other.
    Derivations(Vec<Derivation>),
    /// A record is sealed, or opened.
    Sealed(Box<Sealed>),
    /// A chain of certificates is checked.
    Chain(Chain),
}

impl Scene {
    /// How long it takes at the usual pace, in milliseconds.
    pub fn millis(&self) -> u32 {
        match self {
            Scene::Derivations(all) => derivation::millis(all.len()),
            Scene::Sealed(sealed) => sealed.millis(),
            Scene::Chain(chain) => chain.millis(),
        }
    }

    /// What is seen of it at a moment, on paper that is so wide.
    pub fn draw(&self, at: f64, width: f64) -> Picture {
        let (at, width) = (at.clamp(0.0, 1.0), width.clamp(280.0, 900.0));
        match self {
            Scene::Derivations(all) => derivation::draw(all, at, width),
            Scene::Sealed(sealed) => sealed.draw(at, width),
            Scene::Chain(chain) => chain.draw(at, width),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_hundred_words_are_read_in_a_minute() {
        assert_eq!(reading_time(&"word ".repeat(200)), 60_000);
        assert_eq!(reading_time(""), 0);
    }
}
