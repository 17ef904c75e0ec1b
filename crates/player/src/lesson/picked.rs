//! What somebody picked in the bytes or in the keys: it is shown, and the run says what it is.

use super::kind::{Kind, kind};
use super::player::Player;
use crate::query;
use handshake_analysis::knowledge::View;
use handshake_analysis::run::Run;
use handshake_app::page::{Beside, beside};
use handshake_app::{Action, page};
use handshake_core::keys::{Row, ScheduleEntry};
use handshake_lessons::{lesson::Question, say, word};

/// Bytes of a key that are told.
const TOLD: usize = 4;

/// Selects what was handed in, if something else is selected.
pub(super) fn show(player: &mut Player) {
    let Some(answer) = player.answer.clone().filter(|_| differs(player)) else { return };
    let story = match player.step().question.as_ref().and_then(kind) {
        Some(Kind::Bytes) => player.story.act(Action::SelectField(answer)),
        Some(Kind::Key) => match ScheduleEntry::by_name(&answer) {
            Some(node) => player.story.act(Action::SelectNode(node)),
            None => return,
        },
        _ => return,
    };
    // What the run does not have can't be selected.
    let mut model = story.model().clone();
    if page::drop_unknown_field(&mut model, story.run()).is_none() {
        player.story = story;
    }
}

/// True if what is selected is not what was handed in.
pub(super) fn differs(player: &Player) -> bool {
    let model = player.story.model();
    let selected = match player.step().question.as_ref().and_then(kind) {
        Some(Kind::Bytes) => model.field.as_deref(),
        Some(Kind::Key) => model.node.map(|node| node.name()),
        _ => return false,
    };
    player.answer.is_some() && player.answer.as_deref() != selected
}

/// What a wrong pick is in this run, and which way to what is asked for. `None` if the run has no such thing, or the
/// answer lies inside it.
pub(super) fn told(player: &Player, question: &Question, kind: Kind, answer: &str, run: &Run) -> Option<String> {
    let (is, way) = match kind {
        Kind::Bytes => {
            let found = beside(player.set.model(), run, answer, &question.bytes)?;
            let way = match found.other {
                Some(Beside::Around) => return None,
                Some(Beside::Before) => word("pick.before"),
                Some(Beside::After) => word("pick.after"),
                None => "",
            };
            (say("pick.in-run", &[("value", &found.value), ("place", &found.place)]), way)
        }
        Kind::Key => {
            let wanted = query::ask(&question.key, &query::QueryContext { run, runs: &player.runs }).ok()?.text();
            let (picked, wanted) = (ScheduleEntry::by_name(answer)?, ScheduleEntry::by_name(&wanted)?);
            let (view, at) = (player.set.model().view, player.set.position().0);
            let since = run.knowledge.since(picked, View::Everything)?;
            let value =
                run.knowledge.value_for(picked, view).filter(|_| run.knowledge.has(picked, view, at.saturating_sub(1)));
            let step = since + 1;
            let is = match value {
                Some(value) if !value.is_empty() => {
                    let value = format!("{}…", handshake_core::hex(value.get(..TOLD).unwrap_or(value)));
                    say("pick.made-value", &[("step", &step), ("value", &value)])
                }
                _ => say("pick.made", &[("step", &step)]),
            };
            let way = match (made_from(wanted, picked), made_from(picked, wanted)) {
                (true, _) => "pick.further",
                (_, true) => "pick.back",
                _ => "pick.beside",
            };
            (is, word(way))
        }
        _ => return None,
    };
    Some(format!("{is} {way}").trim_end().to_owned())
}

/// True if one value goes into the other, by whatever way.
fn made_from(made: ScheduleEntry, from: ScheduleEntry) -> bool {
    let mut open = Row::of(made).inputs();
    let mut seen = Vec::new();
    while let Some(node) = open.pop() {
        if node == from {
            return true;
        }
        if !seen.contains(&node) {
            seen.push(node);
            open.extend(Row::of(node).inputs());
        }
    }
    false
}
