//! The key schedules: tables of named values, and what fills them in.

mod eval;
mod key;
mod nodes;
mod schedule;
mod table;
mod tls12;
mod tls13;

pub use eval::{Keys, PskKind};
pub use key::Key;
pub use nodes::ScheduleEntry;
pub use schedule::SCHEDULE;
pub use table::{Len, Op, Piece, Row, When};
