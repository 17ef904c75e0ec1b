//! The parts of a lesson.

mod card;
mod dots;
mod order;
mod question;

pub use card::{Card, figure};
