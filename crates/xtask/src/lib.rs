//! The project's tasks: get the tools, build the page, serve it, test, and what CI runs.
#![forbid(unsafe_code)]

pub mod args;
pub mod clang;
pub mod debian;
pub mod i18n;
pub mod lint;
pub mod lock;
pub mod packages;
pub mod page;
pub mod proc;
pub mod python;
pub mod tasks;
pub mod testing;
pub mod tools;
pub mod wasm;

/// A failure, as a sentence for the person: what is missing or wrong, and what to do.
pub type Outcome<T = ()> = Result<T, String>;

/// What the page is built for, as Rust names it.
pub const TARGET: &str = "wasm32-unknown-unknown";
