//! The screens.

mod home;
mod step;

pub use home::Home;
pub use step::{Dialog, Step};
