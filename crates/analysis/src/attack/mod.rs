//! What came of an attacker on the way: what arrived, what caught it, and what else could be tried.

mod delivery;
mod sent_bytes;
mod suggestions;
mod verdict;

pub use delivery::{Fate, arrived, delivered, fate, meddled, read_of, received};
pub use sent_bytes::{Place, Wire};
pub use suggestions::{Suggestion, describe, message_name, out_of_reach, suggestions};
pub use verdict::{Tone, Verdict, value, verdict};
