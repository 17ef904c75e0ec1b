//! What is open, and where one has been: one state, changed by what is done. `ui` draws it and writes its addresses.

use crate::action::{Action, Leaves};
use crate::route::{self, Route};
use crate::story::Story;
use crate::undo_history::UndoHistory;

/// What is open.
#[derive(Clone, Debug, PartialEq)]
pub enum Open {
    /// A run, in the step view.
    Story(Box<Story>),
    /// Another screen, by its address.
    Screen(Route, String),
}

/// Finds the run of a recording that an address asks for, if there is one.
pub type Recorded = fn(&str) -> Option<Story>;

impl Open {
    fn at(address: &str, before: Option<&Open>, recorded: Recorded) -> Open {
        // A code that was typed stands for an address; a wrong one is told where it is opened.
        let decoded = route::decoded(address).and_then(Result::ok);
        let address = decoded.as_deref().unwrap_or(address);
        let story = match (Route::of(address), before) {
            (Some(route @ Route::Recording { step: Some(_) }), _) => match recorded(address) {
                Some(story) => story,
                None => return Open::Screen(route, address.to_owned()),
            },
            (None | Some(Route::Scenario { .. } | Route::ShortCode { .. }), Some(Open::Story(story))) => {
                story.act(Action::Open(address.to_owned()))
            }
            (None | Some(Route::Scenario { .. } | Route::ShortCode { .. }), _) => Story::open(address),
            (Some(route), _) => return Open::Screen(route, address.to_owned()),
        };
        Open::Story(Box::new(story))
    }

    /// The step shown, from 1; `None` of a screen that shows no run.
    pub fn step(&self) -> Option<usize> {
        match self {
            Open::Story(story) => Some(story.position().0),
            Open::Screen(..) => None,
        }
    }
}

/// What came of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The address of what is open now, if it is another one.
    pub address: Option<String>,
    /// What is left behind.
    pub leaves: Leaves,
    /// The step, if it is another one (or another part of one) of the same run.
    pub stepped: Option<usize>,
}

/// One person's way through the pages.
#[derive(Clone, Debug)]
pub struct Session {
    open: Open,
    undo_history: UndoHistory,
    recorded: Recorded,
}

impl Session {
    /// Begins at an address.
    pub fn new(address: &str, recorded: Recorded) -> Session {
        Session { open: Open::at(address, None, recorded), undo_history: UndoHistory::new(address), recorded }
    }

    /// What is open.
    pub fn open(&self) -> &Open {
        &self.open
    }

    /// Whether there is something to undo, and to redo.
    pub fn can(&self) -> (bool, bool) {
        self.undo_history.can()
    }

    /// True if this very view of a run is open. To open it again would lose what the address does not hold.
    pub fn is_at(&self, address: &str) -> bool {
        matches!(&self.open, Open::Story(story) if story.address() == address)
    }

    /// The page asked for an address: something was done that leads there.
    pub fn go(&mut self, address: &str) {
        self.undo_history.go(address);
        self.show(address);
    }

    /// The browser's own Back or Forward led to an address.
    pub fn visit(&mut self, address: &str) {
        self.undo_history.visit(address);
        self.show(address);
    }

    /// Does something to the run that is open; `None` if there is none.
    pub fn act(&mut self, action: Action) -> Option<Change> {
        let Open::Story(before) = &self.open else { return None };
        let leaves = action.leaves();
        let next = before.act(action);
        let address = Some(next.address()).filter(|address| *address != before.address());
        let stepped = next.is_stepped_from(before).then(|| next.position().0);
        self.open = Open::Story(Box::new(next));
        if let Some(address) = &address {
            match leaves {
                Leaves::Nothing => self.undo_history.replace(address),
                Leaves::Undo | Leaves::HistoryEntry => self.undo_history.go(address),
            }
        }
        Some(Change { address, leaves, stepped })
    }

    /// Goes back to the place before this one; returns its address.
    pub fn undo(&mut self) -> Option<String> {
        let address = self.undo_history.undo()?;
        self.show(&address);
        Some(address)
    }

    /// Goes on to the place that was left by [`Session::undo`]; returns its address.
    pub fn redo(&mut self) -> Option<String> {
        let address = self.undo_history.redo()?;
        self.show(&address);
        Some(address)
    }

    fn show(&mut self, address: &str) {
        self.open = Open::at(address, Some(&self.open), self.recorded);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn none(_: &str) -> Option<Story> {
        None
    }

    fn address(session: &Session) -> String {
        match session.open() {
            Open::Story(story) => story.address(),
            Open::Screen(_, address) => address.clone(),
        }
    }

    #[test]
    fn what_is_done_can_be_undone_on_every_screen() {
        let mut session = Session::new("/s/tls13-full/1", none);
        let change = session.act(Action::Next).expect("a run is open");
        assert_eq!(change.address.as_deref(), Some("/s/tls13-full/2"));
        assert_eq!((change.leaves, change.stepped), (Leaves::Undo, Some(2)));
        assert_eq!(session.act(Action::GoTo(2)).expect("a run").address, None, "it is there already");
        session.go("/l/why-tls/1");
        assert_eq!(session.act(Action::Next), None, "a lesson has its own");
        session.go("/l/why-tls/1?hint=1");
        for wanted in ["/l/why-tls/1", "/s/tls13-full/2", "/s/tls13-full/1"] {
            assert_eq!(session.undo().as_deref(), Some(wanted));
            assert_eq!(address(&session), wanted);
        }
        assert_eq!((session.undo(), session.can()), (None, (false, true)));
        assert_eq!(session.redo().as_deref(), Some("/s/tls13-full/2"));
        assert!(session.is_at("/s/tls13-full/2"));
    }

    #[test]
    fn what_is_dragged_through_is_no_place() {
        let mut session = Session::new("/s/tls13-full/1", none);
        for step in [4, 5, 6] {
            session.act(if step == 4 { Action::GoTo(step) } else { Action::Scrub(step) });
        }
        assert_eq!(session.undo().as_deref(), Some("/s/tls13-full/1"));
    }

    #[test]
    fn an_address_opens_the_screen_that_it_names() {
        let opened = |address| Session::new(address, none).open().clone();
        assert!(matches!(opened("/s/tls13-full/3"), Open::Story(_)));
        assert!(matches!(opened("/nowhere"), Open::Story(story) if story.notice().is_some()));
        assert!(matches!(opened("/"), Open::Screen(Route::Home {}, _)));
        assert!(matches!(opened("/compare/tls13-full/1"), Open::Screen(Route::Compare { .. }, _)));
        assert!(matches!(opened("/open/2"), Open::Screen(Route::Recording { .. }, _)), "its trace is gone");
        let code = crate::short_code::code("/s/tls12-rsa/2").expect("a code");
        assert_eq!(address(&Session::new(&format!("/c/{code}"), none)), "/s/tls12-rsa/2");
    }
}
