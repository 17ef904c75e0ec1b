//! What the person does to a connection.

use handshake_live::State;

/// What the person does to a connection.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// One step on.
    GoOn,
    Say(String),
    Update,
    Goodbye,
    /// Back to the form.
    Leave,
}

/// True if the state lets nothing more happen.
/// True if nothing more can happen.
pub fn is_over(state: &State) -> bool {
    matches!(state, State::Closed | State::Failed(_))
}
