//! The record that crosses at a step, to be changed there by hand.

/// A record, byte by byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireRecord {
    /// For example `the server’s ServerHello`.
    pub title: String,
    /// Its bytes as they were sent; the first ones, if it is long.
    pub bytes: Vec<WireByte>,
    /// How many more there are.
    pub more: usize,
    /// A byte and a bit of it that would tell much.
    pub suggested: Option<(usize, u8)>,
}

/// One byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireByte {
    /// Its place in the record.
    pub at: usize,
    /// As it was sent.
    pub value: u8,
    /// Which bits of it the attacker turns over.
    pub flipped: u8,
    /// The field in which it stands; of what is sealed, what can be told of it.
    pub field: &'static str,
}
