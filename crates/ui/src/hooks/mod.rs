//! What lives longer than one drawing.

mod keyboard;
mod play;
mod theme;
mod title;

pub use keyboard::{Shortcuts, characters_on, set_characters, use_shortcuts};
pub use play::{SPEEDS, use_play};
pub use theme::use_theme;
pub use title::use_title;
