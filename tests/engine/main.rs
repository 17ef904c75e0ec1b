//! The engine against itself.
#![forbid(unsafe_code)]

mod account;
mod alerts;
mod matrix;
mod tls12;
