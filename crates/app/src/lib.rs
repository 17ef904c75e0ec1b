//! The application without a browser: what is shown is a pure function of an address.
#![forbid(unsafe_code)]

mod action;
pub mod address;
pub mod attacks;
pub mod chain_checker;
pub mod compare;
pub mod compare_address;
pub mod cost;
pub mod crockford;
pub mod document;
pub mod model;
pub mod motion;
pub mod options;
pub mod page;
pub mod qr;
pub mod route;
pub mod session;
pub mod short_code;
pub mod slide;
mod story;
pub mod suite_name;
pub mod suites;
pub mod undo_history;
pub mod view;

pub use action::{Action, Leaves};
pub use story::{Story, scenarios};
