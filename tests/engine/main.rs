//! The engine against itself.
#![forbid(unsafe_code)]

mod account;
mod alerts;
mod every_alert;
mod every_state;
mod forbidden;
mod keys;
mod limits;
mod matrix;
mod offers;
mod oracles;
mod stapling;
mod state_machine;
mod strict;
mod tls12;
mod tls12_sessions;
mod tls12_strict;
