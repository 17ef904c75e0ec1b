//! Attacks that ended versions and ciphers of SSL and TLS, run for real and step by step.
//!
//! Each has two halves that meet at a type. A *victim* is made of the engine's own connections, and has their keys. An
//! *attacker* has what crosses the wire, and what an attacker of its kind can make the victim do: a trait of [`reach`], and
//! nothing else. What is behind it can't be reached from there:
//!
//! ```compile_fail,E0599
//! use handshake_attacks::reach::TappedStream;
//!
//! fn attack(victim: &mut dyn TappedStream) {
//!     let _ = victim.keys();
//! }
//! ```
//!
//! nor can a victim be named outside of its module:
//!
//! ```compile_fail,E0603
//! use handshake_attacks::victim;
//! ```
//!
//! A [`Lab`] lets both play. It goes on by one try at a time, so that a page can stay awake meanwhile, and is a function of
//! attack, mending and seed.
//!
//! ```
//! use handshake_attacks::{Attack, Lab, Verdict};
//!
//! let mut lab = Lab::new(Attack::Heartbleed, None, 1)?;
//! while lab.verdict().is_none() {
//!     lab.advance();
//! }
//! assert_eq!(lab.verdict(), Some(Verdict::Won));
//! # Ok::<(), String>(())
//! ```
#![forbid(unsafe_code)]

mod attack;
mod attacker;
mod gf128;
mod lab;
pub mod reach;
mod tally;
mod victim;

pub use attack::{Attack, Mending};
pub use lab::{Lab, Verdict};
pub use tally::Tally;
