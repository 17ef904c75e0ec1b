//! A value of the schedule, once it is known.

use super::nodes::ScheduleEntry;
use crate::transcript::PointName;

/// A named value and how it came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// Which.
    pub node: ScheduleEntry,
    /// Its bytes.
    pub value: Vec<u8>,
    /// Transcript hash that went into it.
    pub transcript: Option<(PointName, Vec<u8>)>,
    /// The full `HkdfLabel` (RFC 8446 §7.1) that went into it; in TLS 1.2 the PRF's label and seed (RFC 5246 §5).
    pub info: Option<Vec<u8>>,
}
