//! Two runs side by side.

use super::{Attack, Epoch, Side};

/// The screen.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareView {
    /// What it is about.
    pub title: String,
    /// What was wrong with the address.
    pub notice: Option<String>,
    /// What an attacker did, and what caught it, if that is the difference.
    pub attack: Option<Attack>,
    /// How much differs, in a sentence.
    pub summary: String,
    /// The left run.
    pub left: PairSide,
    /// The right run.
    pub right: PairSide,
    /// Steps of both, those that mean the same side by side.
    pub rows: Vec<PairRow>,
    /// Both runs on one axis of round trips: where another round trip begins.
    pub axis: Vec<AxisMark>,
    /// What crosses in the left run and in the right one.
    pub ladders: [Vec<Crossing>; 2],
    /// True if the address asks for the row shown, and not only for the comparison.
    pub asked: bool,
    /// The row shown, from 1.
    pub row: usize,
    /// Addresses of the first, previous, next and last row.
    pub steps: [String; 4],
    /// Address of the next row that differs.
    pub next_difference: Option<String>,
    /// The row shown, in depth.
    pub detail: Option<PairDetail>,
    /// What can be counted.
    pub figures: Vec<Figure>,
    /// Other scenarios for the left and for the right.
    pub choices: [Vec<ScenarioChoice>; 2],
}

/// Where on the axis so many round trips are over.
#[derive(Clone, Debug, PartialEq)]
pub struct AxisMark {
    /// Where on the axis, in halves of the room that a message takes.
    pub place: usize,
    /// For example `1 round trip`.
    pub words: String,
}

/// A message of the drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Crossing {
    /// Where on the axis, in halves of the room that it takes.
    pub place: usize,
    /// What crosses.
    pub cell: PairCell,
    /// True if it means something else in the other run, or is not there.
    pub other: bool,
    /// True if its row is shown.
    pub current: bool,
    /// Address that shows it.
    pub href: String,
}

/// Two runs that are worth a look side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggested {
    /// What is compared.
    pub title: &'static str,
    /// What is to be seen.
    pub text: &'static str,
    /// Address of the comparison.
    pub href: String,
}

/// One of the two runs.
#[derive(Clone, Debug, PartialEq)]
pub struct PairSide {
    /// What tells it from the other.
    pub title: String,
    /// How it ended.
    pub end: String,
    /// Address of this run alone, at the step shown.
    pub href: String,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct PairRow {
    /// From 1.
    pub number: usize,
    /// What the left run does, if it has this step.
    pub left: Option<PairCell>,
    /// What the right run does.
    pub right: Option<PairCell>,
    /// True if nothing differs.
    pub same: bool,
    /// True if it means something else in the two runs, or happens in one of them only; other random bytes alone do not.
    pub other: bool,
    /// True for the row shown.
    pub current: bool,
    /// Address that shows it.
    pub href: String,
}

/// A step of one run.
#[derive(Clone, Debug, PartialEq)]
pub struct PairCell {
    /// Who acts.
    pub side: Side,
    /// True for a message, false for what a side does by itself.
    pub message: bool,
    /// What it is.
    pub name: String,
    /// Size, or what became of it on the way.
    pub detail: String,
    /// The keys it is sealed with.
    pub sealed: Epoch,
    /// True if something is wrong with it.
    pub bad: bool,
    /// True if the other side never read it.
    pub unread: bool,
    /// `same`, `differs` or `only`.
    pub state: &'static str,
}

/// A row in depth.
#[derive(Clone, Debug, PartialEq)]
pub struct PairDetail {
    /// What the rows are.
    pub about: &'static str,
    /// Fields, values or checks.
    pub rows: Vec<DiffRow>,
    /// The bytes, for a message.
    pub hex: Option<DiffHex>,
}

/// A field, value or check of both runs.
#[derive(Clone, Debug, PartialEq)]
pub struct DiffRow {
    /// Nesting, from 0.
    pub depth: usize,
    /// Its name.
    pub name: String,
    /// What the left run has.
    pub left: Option<String>,
    /// What the right run has.
    pub right: Option<String>,
    /// True if they differ.
    pub differs: bool,
    /// True if its bytes are marked.
    pub selected: bool,
    /// Address that marks its bytes (or no longer).
    pub href: Option<String>,
}

/// The bytes of both.
#[derive(Clone, Debug, PartialEq)]
pub struct DiffHex {
    /// Left.
    pub left: Vec<DiffLine>,
    /// Right.
    pub right: Vec<DiffLine>,
}

/// Eight bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct DiffLine {
    /// Offset of the first one.
    pub offset: usize,
    /// Neighbours of one kind.
    pub runs: Vec<DiffRun>,
}

/// Bytes that are marked alike.
#[derive(Clone, Debug, PartialEq)]
pub struct DiffRun {
    /// Two digits each.
    pub hex: String,
    /// True if the other run has others.
    pub differs: bool,
    /// True if they are of the selected field.
    pub selected: bool,
}

/// Something counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What.
    pub name: &'static str,
    /// Left.
    pub left: String,
    /// Right.
    pub right: String,
    /// Right less left; empty if they are equal.
    pub difference: String,
}

/// A scenario to compare with.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioChoice {
    /// Its name.
    pub title: &'static str,
    /// Address of the comparison.
    pub href: String,
    /// True if it is shown.
    pub current: bool,
}
