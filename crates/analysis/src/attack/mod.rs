//! What came of an attacker on the way: what arrived, what caught it, and what else could be tried.

mod delivery;
mod sent_bytes;
mod suggestions;
mod verdict;

pub use delivery::{Delivery, Way, arrived, delivered, delivery, fields_as_sent, meddled, read_of, received};
pub use sent_bytes::{SentBytes, WirePosition};
pub use suggestions::{Suggestion, describe, message_name, out_of_reach, suggestions};
pub use verdict::{AttackVerdict, Tone, value, verdict};
