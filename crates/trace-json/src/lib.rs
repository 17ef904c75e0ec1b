//! A trace as JSON, out and in: docs/trace-format.md.
#![forbid(unsafe_code)]

pub mod export;
pub mod import;
mod schema;

#[cfg(feature = "schema")]
pub use schema::json_schema;
