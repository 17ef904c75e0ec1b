//! What can be set before a run, and running it: scenarios, settings, an attacker on the way.
#![forbid(unsafe_code)]

pub mod settings;
pub mod simulate;
pub mod tamper;
pub mod text;
