//! The built page in Chromium, used as a person uses it: by clicks and keys.
//!
//! The page is the one in `HANDSHAKE_SITE`, else in `target/site`; `cargo xtask build` builds it.
#![forbid(unsafe_code)]

mod address;
mod attacks;
mod axe;
mod breaking;
mod bytes;
mod captures;
mod comparing;
mod delivered;
mod dialogs;
mod driver;
mod features;
mod firefox;
mod fonts;
mod forced;
mod harness;
mod home;
mod identity;
mod instruments;
mod keyboard;
mod keys;
mod knowledge;
mod languages;
mod layout;
mod lessons;
mod live;
mod motion;
mod pool;
mod presenting;
mod records;
mod scorm;
mod sharing;
mod speed;
mod stepping;
mod teaching;
mod trace;

use handshake_app::Story;

/// The step, from 1, at which something happens in the run of an address with the usual settings.
fn step_of(moment: &str) -> usize {
    let story = Story::open("/s/tls13-full/1");
    let found = story.run().moments.iter().position(|one| one.key == moment);
    found.unwrap_or_else(|| panic!("the run has no {moment}")) + 1
}

/// How many steps the usual run has.
fn steps() -> usize {
    Story::open("/s/tls13-full/1").position().1
}
