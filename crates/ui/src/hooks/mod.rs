//! What lives longer than one drawing.

mod chosen;
mod file;
mod keyboard;
mod later;
mod lost;
mod motion;
mod play;
mod progress;
mod show;
mod theme;
mod title;
mod undo;

pub use chosen::use_chosen;
pub use file::{FileWays, use_file};
pub use keyboard::{Shortcuts, characters_on, set_characters, use_keys, use_shortcuts};
pub use later::use_later;
pub use lost::{land, use_kept_focus};
pub use motion::use_clock;
pub use play::{Pace, held, use_play};
pub use progress::{load_progress, save_progress, today};
pub use show::{notes, use_show};
pub use theme::use_theme;
pub use title::use_title;
pub use undo::{Undo, use_undo_keys};
