//! A whole run as text: for those who read with a screen reader, on paper, or without a page that moves.

use super::bytes::{strings, tree};
use super::ctx::Ctx;
use super::narration;
use crate::model::Model;
use crate::options::Layer;
use crate::view::{TextField, TextStep, Transcript};
use handshake_analysis::moments::Moment;
use handshake_analysis::run::Run;
use handshake_core::Side;
use handshake_core::trace::Event;
use handshake_lessons::{self as lessons, OneOf, say, say_n, word};
use handshake_scenario::text::count_bytes;
use handshake_scenario::text::hex;
use handshake_scenario::text::who;

/// The run, as the party in view has it at the end.
pub fn transcript(model: &Model, run: &Run) -> Transcript {
    let last = run.moments.len();
    let step = |index: usize| {
        let at = Model { step: index + 1, part: None, field: None, ..model.clone() };
        let ctx = Ctx::new(&at, run);
        text_step(&ctx, index)
    };
    let at_end = Model { step: last.max(1), part: None, ..model.clone() };
    let ctx = Ctx::new(&at_end, run);
    Transcript {
        title: lessons::scenario(model.scenario).map(|scenario| scenario.title.to_owned()).unwrap_or_default(),
        view: model.view.label().to_owned(),
        changed: model.settings.changed().map(|(id, value)| (id.to_owned(), value)).collect(),
        summary: super::stage::summary(&ctx),
        steps: (0..last).map(step).collect(),
        href: crate::address::write(&model.at(1)),
    }
}

fn text_step(ctx: &Ctx, index: usize) -> TextStep {
    let narration = narration::narration(ctx);
    let mut step = TextStep {
        number: index + 1,
        href: ctx.step_link(index + 1),
        phase: ctx.moment().and_then(|moment| super::stage::phase_starting(ctx, moment)),
        heading: narration.heading,
        body: narration.body,
        aside: narration.aside,
        states: None,
        message: None,
        fields: Vec::new(),
        keys: Vec::new(),
        choices: Vec::new(),
        checks: Vec::new(),
    };
    let Some(moment) = ctx.moment() else { return step };
    if ctx.model.view == handshake_analysis::knowledge::View::Everything {
        step.states = Some((moment.states[0].to_owned(), moment.states[1].to_owned()));
    }
    message(ctx, moment, &mut step);
    for (side, event) in moment.events(&ctx.run.trace).filter(|(side, _)| ctx.model.view.sees(*side)) {
        happened(ctx, side, event, &mut step);
    }
    step
}

/// The message that crosses the wire, with its fields as far as the party in view can read them.
fn message(ctx: &Ctx, moment: &Moment, step: &mut TextStep) {
    let Some(message) = moment.message(&ctx.run.trace) else { return };
    let readable = ctx.can_read(moment);
    let name = if readable { handshake_analysis::attack::message_name(message) } else { word("message.sealed") };
    let sizes: Vec<String> = moment.records(&ctx.run.trace).map(|record| count_bytes(record.bytes.len())).collect();
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("side", &who(moment.side)), ("name", &name), ("sizes", &sizes.join(", "))];
    step.message = Some(say_n("text.sends", sizes.len(), &values));
    let shown = strings(ctx, moment);
    let innermost = if readable { Layer::Message } else { Layer::Record };
    for shown in shown.iter().filter(|shown| shown.layer == innermost) {
        step.fields.extend(shown.spans.iter().map(|span| TextField {
            depth: span.depth,
            name: tree::name(span),
            value: tree::value(span, shown.bytes_of(span)),
        }));
    }
}

/// A value that was made, a check, a choice.
fn happened(ctx: &Ctx, side: Side, event: &Event, step: &mut TextStep) {
    match event {
        Event::Key(key) => {
            let title = ctx.run.settings.node_title(key.node);
            step.keys.push((format!("{} ({})", title, who(side)), hex(&key.value)));
        }
        Event::Check(check) => {
            let title = ctx.run.settings.rule_title(check.rule);
            let values: [(&str, &dyn std::fmt::Display); 4] = [
                ("title", &title),
                ("side", &who(side)),
                ("alert", &check.rule.alert().text()),
                ("source", &ctx.run.settings.rule_source(check.rule)),
            ];
            let said = if check.passed { "text.holds" } else { "text.broken" };
            step.checks.push(say(said, &values));
        }
        Event::Choice(choice) => {
            let title = ctx.run.settings.choice_title(choice.what);
            let picked = choice.picked.as_deref().unwrap_or(word("picked.nothing"));
            let offered = choice.offered.join(", ");
            let values: [(&str, &dyn std::fmt::Display); 4] =
                [("title", &title), ("side", &who(side)), ("picked", &picked), ("offered", &offered)];
            step.choices.push(say("text.chosen", &values));
        }
        _ => {}
    }
}
