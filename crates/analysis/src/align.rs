//! Which step of one run is which step of the other: by what they mean.

use crate::attack::arrived;
use crate::moments::Moment;
use crate::run::Run;
use handshake_core::trace::{Event, Side};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// One step of either run, or a step of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The left run's moment, from 0.
    pub left: Option<usize>,
    /// The right run's.
    pub right: Option<usize>,
    /// True if both did and saw exactly the same.
    pub same: bool,
}

/// Both runs' moments in order, those that mean the same side by side.
pub fn align(left: &Run, right: &Run) -> Vec<Pair> {
    let keys = |run: &Run| run.moments.iter().map(|moment| moment.key.clone()).collect::<Vec<_>>();
    let mut pairs = Vec::new();
    let only = |left, right| Pair { left, right, same: false };
    for op in capture_diff_slices(Algorithm::Patience, &keys(left), &keys(right)) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => pairs.extend((0..len).map(|i| {
                let (at, to) = (old_index + i, new_index + i);
                Pair { left: Some(at), right: Some(to), same: same(left, at, right, to) }
            })),
            DiffOp::Delete { old_index, old_len, .. } => {
                pairs.extend((0..old_len).map(|i| only(Some(old_index + i), None)));
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                pairs.extend((0..new_len).map(|i| only(None, Some(new_index + i))));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                pairs.extend((0..old_len).map(|i| only(Some(old_index + i), None)));
                pairs.extend((0..new_len).map(|i| only(None, Some(new_index + i))));
            }
        }
    }
    pairs
}

/// True if nothing at all differs: what was sent, what arrived, which values and findings there were.
fn same(left: &Run, at: usize, right: &Run, to: usize) -> bool {
    let (Some(one), Some(other)) = (left.moments.get(at), right.moments.get(to)) else { return false };
    acts(left, one) == acts(right, other) && arrival(left, one) == arrival(right, other)
}

/// What a moment consists of. How a record was cut and sealed is told by its bytes.
fn acts<'a>(run: &'a Run, moment: &'a Moment) -> Vec<&'a Event> {
    let own = |(side, event): &(Side, &Event)| {
        *side == moment.side && !matches!(event, Event::Tampered { .. } | Event::Transcript(_))
    };
    moment.events(&run.trace).filter(own).map(|(_, event)| event).collect()
}

/// What became of the records of a moment: as what each arrived, and whether it opened.
fn arrival<'a>(run: &'a Run, moment: &Moment) -> Vec<Option<(&'a [u8], bool)>> {
    moment.records(&run.trace).map(|record| arrived(run, moment.side, record.number)).collect()
}
