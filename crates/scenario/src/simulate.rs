//! The run that follows from the settings.

mod mitm;
mod strip;
mod visits;

pub use mitm::{Mitm, Simulated, run};
pub use visits::{network_words, server_key};
