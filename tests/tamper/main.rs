//! Every truncation and every change of every message: an error, never a panic, never a handshake that succeeds all the
//! same.
//!
//! - `parse`: the bytes of single messages.
//! - `network`: bytes changed or lost on the way between two sides.
//! - `lies`: a peer that holds the right keys and breaks a rule: the rule is named, its alert is sent.
//! - `pieces`: the same bytes cut up in other ways change nothing.
//! - `sample`: what `cargo xtask exhaust` does with all bits, with some of them.
//! - `noise`: random input.
#![forbid(unsafe_code)]

mod lies;
mod network;
mod noise;
mod papers;
mod parse;
mod pieces;
mod sample;
