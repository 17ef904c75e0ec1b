//! Finding a value in the key schedule.

use super::super::checker::Checker;
use super::super::judgement::Judgement;
use super::super::paper::{Item, Paper};
use super::super::player::Player;
use super::{AnswerKind, Asked, accepts, near, picked_wrong};
use crate::query;
use crate::query::QueryContext;
use handshake_analysis::knowledge::View;
use handshake_analysis::run::Run;
use handshake_app::Action;
use handshake_app::model::Model;
use handshake_app::view::{Answering, State};
use handshake_core::keys::{Row, ScheduleEntry};
use handshake_lessons as lessons;
use handshake_lessons::Problem;
use lessons::lesson::{KeyPick, Others, Question, Text};
use lessons::markdown::escape;
use lessons::{say, word};

/// Bytes of a key that are told.
const TOLD: usize = 4;

impl AnswerKind for KeyPick {
    fn judge(&self, asked: &Asked, answer: &str) -> Result<Judgement, Problem> {
        let wanted = query::ask(&self.key, &asked.context())?.text();
        if wanted == answer || accepts(&self.others, answer) {
            return Ok(asked.right());
        }
        let other = || {
            let node = ScheduleEntry::by_name(answer).and_then(|node| asked.run.settings.node_text(node));
            picked_wrong(node.map_or(answer, |node| node.title), node.map_or("", |node| node.text))
        };
        let why = near(&self.others, answer).unwrap_or_else(other);
        Ok(Judgement::Wrong { why, see: asked.question.see })
    }

    fn view(&self, player: &Player, _: &Question, _: State) -> Answering {
        Answering::Key(player.story().model().node.map(|node| node.name().to_owned()))
    }

    fn paper(&self, asked: &Asked, _: &Paper, _: &mut Item) -> Result<String, Problem> {
        let wanted = query::ask(&self.key, &asked.context())?.text();
        let text = ScheduleEntry::by_name(&wanted).and_then(|node| asked.run.settings.node_text(node));
        let title = text.map_or(wanted, |text| text.title.to_owned());
        Ok(format!("**{}** · {}", escape(&title), asked.question.right))
    }

    fn check(&self, asked: &Asked, check: &mut Checker) {
        let value = match query::ask(&self.key, &asked.context()) {
            Ok(value) => value.text(),
            Err(problem) => return check.say(&self.key, problem),
        };
        match ScheduleEntry::by_name(&value).filter(|node| asked.run.knowledge.value(*node).is_some()) {
            Some(node) => check.expect_right(asked.question, node.name(), self.judge(asked, node.name())),
            None => check.say(&self.key, format!("it gives “{value}”, which is no key of this run")),
        }
    }

    fn is_done_in_the_run(&self) -> bool {
        true
    }

    fn selected(&self, model: &Model) -> Option<Option<String>> {
        Some(model.node.map(|node| node.name().to_owned()))
    }

    fn select(&self, answer: &str) -> Option<Action> {
        ScheduleEntry::by_name(answer).map(Action::SelectNode)
    }

    fn told(&self, player: &Player, answer: &str, run: &Run) -> Option<String> {
        let wanted = query::ask(&self.key, &QueryContext { run, runs: &player.runs }).ok()?.text();
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
        Some(format!("{is} {}", word(way)).trim_end().to_owned())
    }

    fn others(&self) -> Option<&Others> {
        Some(&self.others)
    }

    fn can_pick(&self, pick: Text, _: &Checker) -> bool {
        ScheduleEntry::by_name(&pick).is_some()
    }
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
