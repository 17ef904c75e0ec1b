//! The key schedule: a table of named values, and what fills it in.

mod eval;
pub mod tls13;

pub use eval::{Keys, PskKind};
pub use tls13::{Node, Op, Row, SCHEDULE, When};
