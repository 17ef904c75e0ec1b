//! The Checks tab.

use super::ctx::{Ctx, side};
use crate::options::{By, Outcome};
use crate::view;
use crate::view::{CheckRow, ChecksView, ChoiceRow, Time};
use handshake_core::rules::{Rule, Topic};
use handshake_core::trace::{Check, Choice, Event, Side};
use handshake_lessons::{self as lessons, markdown, word};

/// The tab.
pub fn checks(ctx: &Ctx) -> ChecksView {
    let model = ctx.model;
    let mut view = ChecksView {
        outcomes: view::Choice::all(model.outcome),
        sides: view::Choice::all(model.by),
        left_out: 0,
        now: Vec::new(),
        before: Vec::new(),
        chosen_now: Vec::new(),
        chosen_before: Vec::new(),
    };
    for (index, moment) in ctx.run.moments.iter().enumerate().take(ctx.at + 1) {
        for &place in &moment.events {
            let Some(step) = ctx.run.trace.steps.get(place.0) else { continue };
            let (who, Some(event)) = (step.side, step.events.get(place.1)) else { continue };
            let time = ctx.time_of(index, place);
            if !ctx.model.view.sees(who) || time == Time::Future {
                continue;
            }
            let now = time == Time::Now;
            match event {
                Event::Check(check) if !wanted(ctx, who, check) => view.left_out += 1,
                Event::Check(check) => {
                    let row = check_row(ctx, who, index + 1, check, now);
                    if now { view.now.push(row) } else { view.before.push(row) }
                }
                Event::Choice(choice) => {
                    let row = choice_row(ctx, who, index + 1, choice);
                    if now { view.chosen_now.push(row) } else { view.chosen_before.push(row) }
                }
                _ => {}
            }
        }
    }
    // What broke comes first, then what is particular to this message, then what holds for any.
    let routine = |row: &CheckRow| Rule::by_id(row.rule).is_some_and(|rule| rule.topic() == Topic::Routine);
    view.now.sort_by_key(|row| (row.passed, routine(row)));
    view
}

/// True if the list is to hold this check.
fn wanted(ctx: &Ctx, who: Side, check: &Check) -> bool {
    let by = match ctx.model.by {
        By::Anyone => true,
        By::Client => who == Side::Client,
        By::Server => who == Side::Server,
    };
    by && match ctx.model.outcome {
        Outcome::Any => true,
        Outcome::Passed => check.passed,
        Outcome::Failed => !check.passed,
    }
}

/// The reason for a rule is told where it is checked, and not again in the list of what went before.
fn check_row(ctx: &Ctx, who: Side, step: usize, check: &Check, told: bool) -> CheckRow {
    let text = ctx.run.settings.rule_text(check.rule);
    CheckRow {
        rule: check.rule.id(),
        side: side(who),
        step,
        href: ctx.step_link(step),
        title: text.map_or(check.rule.id(), |text| text.title).to_owned(),
        passed: check.passed,
        compared: check.compared.clone(),
        alert: check.rule.alert().text(),
        source: ctx.run.settings.rule_source(check.rule),
        text: text.filter(|_| told).map(|text| markdown::parse(text.text)).unwrap_or_default(),
    }
}

fn choice_row(ctx: &Ctx, who: Side, step: usize, choice: &Choice) -> ChoiceRow {
    let text = ctx.run.settings.choice_text(choice.what);
    ChoiceRow {
        title: text.map_or(choice.what, |text| text.title).to_owned(),
        side: side(who),
        step,
        offered: choice.offered.clone(),
        picked: choice.picked.clone().unwrap_or_else(|| word("picked.nothing").to_owned()),
        apart: choice.picked.as_deref().and_then(crate::suite_name::link),
        why: lessons::why(choice.why).map(|why| why.text.to_owned()).unwrap_or_default(),
        text: text.map(|text| markdown::parse(text.text)).unwrap_or_default(),
    }
}
