//! What somebody brings.

/// What was brought, as text.
#[derive(Clone, Default, PartialEq)]
pub struct Brought {
    pub chain: String,
    pub roots: String,
}
