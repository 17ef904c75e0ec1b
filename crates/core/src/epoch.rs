//! Which keys protect a record.

/// Which keys protect a record. RFC 8446 §7.1 and the record layer of each state in appendix A.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Epoch {
    /// None.
    Plain,
    /// The client's early traffic keys.
    EarlyData,
    /// Handshake traffic keys.
    Handshake,
    /// Application traffic keys.
    Application,
    /// Application traffic keys after a KeyUpdate.
    Updated,
    /// TLS 1.2: the keys of the key block, for Finished and application data alike. RFC 5246 §6.3.
    Session,
}
