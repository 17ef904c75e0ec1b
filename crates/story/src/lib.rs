//! The application without a browser.
#![forbid(unsafe_code)]

pub mod model;
pub mod view;

pub use model::Action;

/// One open page: a run and what is shown of it. Cheap to clone.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {}

impl Story {
    /// Opens an address (path and query, for example `/s/tls13-full/4?view=client`). Never fails: what is wrong with
    /// the address is said in [`view::Page::notice`] and the nearest valid view is opened.
    pub fn open(_address: &str) -> Story {
        Story {}
    }

    /// The page after an action. Runs the handshake again only if its setup changed.
    pub fn act(&self, _action: Action) -> Story {
        self.clone()
    }

    /// The address that opens this very view.
    pub fn address(&self) -> String {
        String::new()
    }

    /// The step shown, from 1, and how many there are.
    pub fn position(&self) -> (usize, usize) {
        (1, 1)
    }

    /// What to draw.
    pub fn page(&self) -> view::Page {
        todo!()
    }
}
