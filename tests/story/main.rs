//! The application without a browser: addresses, knowledge, views.

mod addresses;
mod outcomes;
mod views;
