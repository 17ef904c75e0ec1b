//! The way to a server.

/// Where the bridge is, and whom it connects to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Way {
    pub bridge: String,
    pub token: String,
    pub target: String,
}
