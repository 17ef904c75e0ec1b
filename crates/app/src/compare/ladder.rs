//! Both runs drawn on one axis: how many round trips have passed when each message is sent.

use super::Compare;
use crate::view::{AxisMark, Crossing, PairCell, PairRow};
use handshake_analysis::round_trips;
use handshake_analysis::run::Run;
use std::collections::BTreeMap;

/// The marks of the axis, and what crosses in either run.
pub fn ladders(compare: &Compare, rows: &[PairRow]) -> (Vec<AxisMark>, [Vec<Crossing>; 2]) {
    let messages = |run: &Run, is_left: bool| {
        let at = |row: &PairRow| {
            let pair = compare.rows.get(row.number.checked_sub(1)?)?;
            let (index, cell) =
                if is_left { (pair.left?, row.left.clone()?) } else { (pair.right?, row.right.clone()?) };
            let time = run.times.get(index).copied().unwrap_or_default();
            cell.message.then(|| (time, cell, row.clone()))
        };
        rows.iter().filter_map(at).collect::<Vec<_>>()
    };
    let both = [messages(&compare.left, true), messages(&compare.right, false)];
    // What is sent within the same half round trip stands one below the other; the fuller run says how much room that takes.
    let mut room: BTreeMap<usize, usize> = BTreeMap::new();
    for run in &both {
        let mut own: BTreeMap<usize, usize> = BTreeMap::new();
        run.iter().for_each(|(time, ..)| *own.entry(*time).or_default() += 1);
        own.into_iter().for_each(|(time, count)| {
            let most = room.entry(time).or_default();
            *most = count.max(*most);
        });
    }
    // A mark takes half of the room of a message.
    let is_marked = |time: usize| time > 0 && time.is_multiple_of(2);
    let begins = |time: usize| -> usize {
        let before = room.range(..time).map(|(time, count)| 2 * count + usize::from(is_marked(*time)));
        before.sum()
    };
    let marks = room.keys().filter(|time| is_marked(**time));
    let marks = marks.map(|time| AxisMark { place: begins(*time), words: round_trips::words(*time) }).collect();
    let crossings = both.map(|run| {
        let mut used: BTreeMap<usize, usize> = BTreeMap::new();
        let place = |(time, cell, row): (usize, PairCell, PairRow)| {
            let within = used.entry(time).or_default();
            *within += 1;
            Crossing {
                place: begins(time) + usize::from(is_marked(time)) + 2 * (*within - 1),
                cell,
                other: row.other,
                current: row.current,
                href: row.href,
            }
        };
        run.into_iter().map(place).collect()
    });
    (marks, crossings)
}
