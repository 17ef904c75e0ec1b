//! The engine against itself.
#![forbid(unsafe_code)]

mod account;
mod alerts;
mod matrix;
mod tls12;
mod tls12_strict;
