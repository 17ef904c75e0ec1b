//! What is left to say once a run is over.

use super::Link;

/// The end of a run: what it took, who heard what, and where one can go from here.
#[derive(Clone, Debug, PartialEq)]
pub struct EndingView {
    /// Round trips and bytes, in a sentence.
    pub cost: String,
    /// How much of it somebody who only listened could read, in a sentence.
    pub heard: String,
    /// Where to go on.
    pub doors: Vec<Link>,
}
