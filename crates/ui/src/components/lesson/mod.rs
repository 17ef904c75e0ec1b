//! The parts of a lesson.

mod beside;
mod card;
mod dots;
mod order;
mod question;

pub use beside::{bare_wire, stage_alone};
pub use card::{Card, figure};
