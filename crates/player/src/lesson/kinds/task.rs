//! Changing the setup, until a query is true of the run.

use super::super::checker::Checker;
use super::super::judgement::Judgement;
use super::super::paper::{Item, Paper};
use super::super::place::with;
use super::super::player::Player;
use super::{AnswerKind, Asked};
use crate::query::{QueryContext, Runs, fill, holds};
use handshake_analysis::attack::describe;
use handshake_analysis::run::Run;
use handshake_app::view::{Answering, State};
use handshake_core::trace::Outcome;
use handshake_lessons::lesson::{Place, Question, Task};
use handshake_lessons::markdown::escape;
use handshake_lessons::{Problem, say, word};
use handshake_scenario::settings::{Key, TAMPER};
use handshake_scenario::tamper::{Edit, Tampering};

impl AnswerKind for Task {
    /// Nothing is handed in.
    fn judge(&self, _: &Asked, _: &str) -> Result<Judgement, Problem> {
        Err(Problem::of("player.task", &[]))
    }

    fn judge_run(&self, asked: &Asked, now: &Run) -> Option<Result<Judgement, Problem>> {
        Some(holds(&self.task, &QueryContext { run: now, runs: asked.runs }).map(|done| match done {
            true => asked.right(),
            false if now == asked.run => Judgement::Open,
            false => {
                let why = format!("{} {}", ending(now), word("task.not-yet"));
                Judgement::Wrong { why, see: Place::default() }
            }
        }))
    }

    fn view(&self, player: &Player, _: &Question, state: State) -> Answering {
        Answering::Task {
            ending: if state == State::Wrong { Vec::new() } else { player.told(&ending(player.story().run())) },
            setup: !is_attack(self),
        }
    }

    fn paper(&self, asked: &Asked, _: &Paper, _: &mut Item) -> Result<String, Problem> {
        let part = |part: &str| {
            let (id, value) = part.split_once('=').unwrap_or((part, ""));
            if id == TAMPER {
                return attack(value, asked.run);
            }
            let key = Key::get(id);
            let (label, value) = key.map_or((id, value), |key| (key.label(), key.value(value)));
            format!("{label}: **{value}**")
        };
        let parts: Vec<String> = self.solution.split('&').map(part).collect();
        let place = if is_attack(self) { word("sheet.break") } else { word("sheet.setup") };
        Ok(format!("{place} {}. {}", parts.join(", "), asked.question.right))
    }

    fn check(&self, asked: &Asked, check: &mut Checker) {
        match self.judge_run(asked, asked.run) {
            Some(Err(problem)) => return check.say(&self.task, problem),
            Some(Ok(Judgement::Right(_))) => return check.say(&self.task, "it is done before anything is changed"),
            _ => {}
        }
        let solved = match asked.runs.get(&with(&check.place().run, &self.solution)) {
            Ok(solved) => solved,
            Err(problem) => return check.say(&self.solution, problem),
        };
        if !matches!(self.judge_run(asked, &solved), Some(Ok(Judgement::Right(_)))) {
            check.say(&self.solution, "this does not do what the task asks for");
        }
    }

    fn is_done_in_the_run(&self) -> bool {
        true
    }
}

/// True if the attacker's tools do it, and not the setup.
fn is_attack(task: &Task) -> bool {
    task.solution.split('=').next() == Some(TAMPER)
}

/// What the attacker does, in words.
fn attack(edits: &str, run: &Run) -> String {
    let (tampering, _) = Tampering::read(edits);
    let does = |edit: &Edit| say("attack.does", &[("what", &format!("**{}**", escape(&describe(edit, run))))]);
    tampering.edits().iter().map(does).collect::<Vec<_>>().join(", ")
}

/// How a run ended, in a sentence.
fn ending(run: &Run) -> String {
    let key = match &run.trace.outcome {
        Outcome::Failed { .. } => "task.failed",
        Outcome::Incomplete => "task.incomplete",
        Outcome::Closed | Outcome::Connected => "task.fine",
    };
    let runs = Runs::default();
    fill(word(key), &QueryContext { run, runs: &runs }).unwrap_or_default()
}
