//! The application without a browser: addresses, knowledge, views.

mod addresses;
mod agreement;
mod arrival;
mod certificates;
mod chain_checker;
mod closer;
mod compare;
mod ending;
mod hostile;
mod identity;
mod live;
mod motion;
mod other_chains;
mod outcomes;
mod recordings;
mod schema;
mod setup;
mod slides;
mod spoken;
mod tampering;
mod tls12;
mod unchanged;
mod views;
