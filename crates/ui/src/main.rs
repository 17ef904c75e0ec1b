//! The page.
#![forbid(unsafe_code)]

fn main() {
    handshake_ui::start();
}
