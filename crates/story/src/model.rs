//! What the person has chosen to see, and how actions change it.

/// Everything a person can do to the page. `ui` makes these out of clicks and keys.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// One step on.
    Next,
    /// One step back.
    Previous,
    /// To the first step.
    First,
    /// To the last step.
    Last,
    /// To a step, from 1.
    GoTo(usize),
    /// Show this tab (a [`Choice`](crate::view::Choice) id).
    Tab(&'static str),
    /// Show the tab with this number, from 1.
    TabNumber(usize),
    /// Take this point of view.
    View(&'static str),
    /// Take the next point of view.
    NextView,
    /// Show this layer of the message.
    Layer(&'static str),
    /// Select a field of the message shown.
    SelectField(String),
    /// Select a node of the key schedule.
    SelectNode(&'static str),
    /// Drop the selection.
    Deselect,
    /// Fold or unfold a field of the tree.
    Fold(String),
    /// Change a setting and run again.
    Set(&'static str, String),
    /// Open an address (a link, Back, Forward).
    Open(String),
}
