//! A case that nobody was shown: what happened in a run that failed, was attacked or is odd. Which case it is hangs on the seed, and
//! what is right on the run.

use super::super::checker::Checker;
use super::super::judgement::Judgement;
use super::super::mix::{seed, shuffled};
use super::super::paper::{Item, Paper};
use super::super::player::Player;
use super::{AnswerKind, Asked, letter, no_answer};
use crate::query::{QueryContext, Runs, cases, fill, holds};
use handshake_analysis::run::Run;
use handshake_app::view::{Answering, LessonOption, State};
use handshake_core::rules::Fault;
use handshake_core::trace::Outcome;
use handshake_lessons::lesson::{About, Case, CaseQuestion, Place, Question};
use handshake_lessons::markdown::escape;
use handshake_lessons::{Problem, say, word};
use handshake_scenario::settings::Key;

/// Answers that are offered. More than a choice has: guessing at cases alone must not suffice.
const OFFERED: usize = 6;

/// An answer: the case of which it is true, and what it says.
struct Offer {
    case: &'static Case,
    text: String,
}

impl AnswerKind for CaseQuestion {
    fn judge(&self, asked: &Asked, answer: &str) -> Result<Judgement, Problem> {
        let offers = offers(self, asked.runs)?;
        let picked = offers.iter().find(|offer| *offer.case.id == *answer).ok_or_else(|| no_answer(answer))?;
        let is = ending(asked.run);
        if is_true(self.case, picked.case, asked.run, asked.runs)? {
            return Ok(Judgement::Right(say("case.right", &[("is", &is)])));
        }
        let would = ending(&*asked.runs.get(&picked.case.run)?);
        let values: [(&str, &dyn std::fmt::Display); 2] = [("would", &would), ("is", &is)];
        let key = if would == is { "case.same" } else { "case.wrong" };
        let see = Place { run: picked.case.run, at: picked.case.at, ..Place::default() };
        Ok(Judgement::Wrong { why: say(key, &values), see })
    }

    fn view(&self, player: &Player, _: &Question, state: State) -> Answering {
        let offers = offers(self, &player.runs).unwrap_or_default();
        let option = |index: usize| {
            let Offer { case, text } = &offers[index];
            let state = if player.answer() == Some(&*case.id) { state } else { State::Open };
            LessonOption { id: case.id.0.to_owned(), text: player.said(&escape(text)), state }
        };
        Answering::Choice(shuffled(offers.len(), seed(player)).into_iter().map(option).collect())
    }

    fn paper(&self, asked: &Asked, paper: &Paper, item: &mut Item) -> Result<String, Problem> {
        let (offers, mut answer) = (offers(self, asked.runs)?, String::new());
        for (at, index) in shuffled(offers.len(), paper.seed).into_iter().enumerate() {
            item.options.push(paper.told(&escape(&offers[index].text))?);
            if let Judgement::Right(why) = self.judge(asked, &offers[index].case.id)? {
                answer = format!("**{}** · {why}", letter(at));
            }
        }
        Ok(answer)
    }

    fn check(&self, asked: &Asked, check: &mut Checker) {
        let problem = match offers(self, asked.runs) {
            Err(problem) => Some(problem.to_string()),
            Ok(offers) if offers.len() < OFFERED => {
                Some(format!("it offers {} answers, and not {OFFERED}", offers.len()))
            }
            Ok(offers) => {
                let right = |offer: &&Offer| is_true(self.case, offer.case, asked.run, asked.runs) == Ok(true);
                let count = offers.iter().filter(right).count();
                (count != 1).then(|| format!("{count} of its answers are right; it has to be one"))
            }
        };
        if let Some(problem) = problem {
            check.say(&asked.question.ask, problem);
        }
    }
}

/// What is offered: what is true of the case, and of others. Nothing is offered twice, nor what is true as well.
fn offers(question: &CaseQuestion, runs: &Runs) -> Result<Vec<Offer>, Problem> {
    let drawn = cases::drawn(&question.pool, runs.seed)?;
    let run = runs.get(&drawn.run)?;
    let mix = runs.seed.unwrap_or(1).wrapping_mul(31) ^ drawn.id.bytes().map(u64::from).sum::<u64>();
    let (near, far): (Vec<&'static Case>, Vec<_>) = cases::others(drawn).partition(|case| cases::alike(case, drawn));
    let mut near: Vec<&'static Case> = shuffled(near.len(), mix).into_iter().map(|at| near[at]).collect();
    near.extend(shuffled(far.len(), mix).into_iter().map(|at| far[at]));
    let mut offers: Vec<Offer> = Vec::new();
    for case in std::iter::once(drawn).chain(near) {
        let Some(text) = told(question.case, case, runs)? else { continue };
        // What is not of this case may be so in its run, too; then it is no wrong answer.
        let other = case.id == drawn.id || !is_true(question.case, case, &run, runs)?;
        if other && offers.len() < OFFERED && offers.iter().all(|offer| offer.text != text) {
            offers.push(Offer { case, text });
        }
    }
    Ok(offers)
}

/// What an answer says of a case; `None` if there is nothing to say.
fn told(about: About, case: &'static Case, runs: &Runs) -> Result<Option<String>, Problem> {
    Ok(match about {
        About::Happened => Some(case.happened.0.to_owned()),
        About::Prevented => (!case.prevented.is_empty()).then(|| case.prevented.0.to_owned()),
        About::Check => Some(check(&*runs.get(&case.run)?)),
        About::Setting => case.setting.split_once('=').map(|(id, value)| match Key::get(id) {
            Some(key) => format!("{}: {}", key.label(), key.value(value)),
            None => case.setting.0.to_owned(),
        }),
    })
}

/// Whether what is true of a case is true of a run.
fn is_true(about: About, case: &'static Case, run: &Run, runs: &Runs) -> Result<bool, Problem> {
    match about {
        // Nobody can be asked about a thief where there is none.
        About::Happened | About::Prevented => Ok(holds(&case.when, &QueryContext { run, runs }).unwrap_or(false)),
        About::Setting => Ok(case.setting.split_once('=').is_some_and(|(id, value)| run.settings.get(id) == value)),
        About::Check => Ok(check(&*runs.get(&case.run)?) == check(run)),
    }
}

/// The check that found something, in words.
fn check(run: &Run) -> String {
    match &run.trace.outcome {
        Outcome::Failed { fault: Fault::Broken { rule, .. }, .. } => run.settings.rule_title(*rule).to_owned(),
        _ => word("case.no-check").to_owned(),
    }
}

/// How a run ended, and why, in a sentence.
fn ending(run: &Run) -> String {
    let key = match &run.trace.outcome {
        Outcome::Failed { fault: Fault::Broken { .. }, .. } => "case.failed",
        _ => "case.fine",
    };
    let sentence = fill(word(key), &QueryContext { run, runs: &Runs::default() }).unwrap_or_default();
    let title = escape(&check(run));
    handshake_lessons::fill(&sentence, &|name| (name == "check").then(|| title.clone()))
}
