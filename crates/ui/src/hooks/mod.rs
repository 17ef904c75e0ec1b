//! What lives longer than one drawing.

mod keyboard;
mod play;
mod theme;

pub use keyboard::{Shortcuts, use_shortcuts};
pub use play::use_play;
pub use theme::use_theme;
