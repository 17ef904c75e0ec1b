//! One component a file.

mod attack;
mod break_it;
mod bytes;
mod certificates;
mod checks;
mod class_code;
mod dialog;
mod dialogs;
mod ending;
mod find;
mod flight;
mod header;
mod help;
mod hex;
mod icons;
mod inspector;
mod keys;
mod language_choice;
pub mod lesson;
mod lesson_path;
mod motion_bar;
mod note;
mod notebook;
mod opening;
mod paper;
mod place;
mod present;
mod record;
mod save_run;
mod scene;
mod segments;
mod setup;
mod share;
mod showcase;
mod skip;
mod slides;
mod stage;
pub mod step_marker;
mod term;
mod text;
mod theme_button;
mod timeline;
mod tree;
mod wire_strip;

pub use attack::AttackBar;
pub use certificates::Certificates;
pub use class_code::ClassCode;
pub use dialogs::Dialog;
pub use find::Find;
pub use header::Header;
pub use help::Help;
pub use icons::brand;
pub use inspector::Inspector;
pub use language_choice::language_choice;
pub use lesson_path::LessonPath;
pub use paper::Paper;
pub use place::{place, top};
pub use present::Present;
pub use save_run::save_json;
pub use segments::segments;
pub use setup::SetupPanel;
pub use share::Share;
pub use showcase::{Showcase, use_showcase};
pub use skip::skip;
pub use stage::Stage;
pub use term::{TermDialog, entry};
pub use text::{blocks, links, local_link, local_link_at, picture};
pub use theme_button::ThemeButton;
pub use timeline::Timeline;

use handshake_app::view::{Epoch, Side};
use handshake_lessons::word;

/// A side, in words.
pub fn side_name(side: Side) -> &'static str {
    match side {
        Side::Client => word("side.client"),
        Side::Server => word("side.server"),
    }
}

fn side_class(side: Side) -> &'static str {
    match side {
        Side::Client => "client",
        Side::Server => "server",
    }
}

fn epoch_class(epoch: Epoch) -> &'static str {
    match epoch {
        Epoch::Plain => "plain",
        Epoch::EarlyData => "handshake early",
        Epoch::Handshake => "handshake",
        Epoch::Application => "application",
        Epoch::Updated => "application updated",
        Epoch::Session => "application",
    }
}
