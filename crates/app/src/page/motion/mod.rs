//! What moves at the step shown, from the run: a message's flight, and the scene of the tab.

mod chain;
mod derivations;
mod sealing;

use super::ctx::Ctx;
use super::stage::known_delivery;
use crate::motion::{Copied, Fate, Flight, Motion, Scene, reading_time};
use crate::view::{Inspector, Narration};
use handshake_analysis::attack::Way;
use handshake_analysis::knowledge::View;
use handshake_analysis::moments::Act;
use handshake_core::trace::Message;
use handshake_lessons::{markdown, say, word};
use handshake_scenario::text::count_bytes;
use handshake_wire::SpanKind;

/// The most fields that are seen to gather in a message, or to be taken down.
const FIELDS: usize = 5;

/// What moves at the step shown.
pub fn motion(ctx: &Ctx, narration: &Narration, inspector: &Inspector) -> Motion {
    let scene = match inspector {
        Inspector::Keys(_) => derivations::derivations(ctx).map(Scene::Derivations),
        Inspector::Record(view) => sealing::sealed(ctx, view).map(|sealed| Scene::Sealed(Box::new(sealed))),
        Inspector::Certificates(view) => chain::chain(ctx, view).map(Scene::Chain),
        _ => None,
    };
    let words = [narration.heading.clone(), markdown::plain(&narration.body)].join(" ");
    Motion { flight: flight(ctx), scene, reading: reading_time(&words) }
}

/// The flight of the message that is sent.
fn flight(ctx: &Ctx) -> Option<Flight> {
    let moment = ctx.moment().filter(|moment| moment.act == Act::Send)?;
    let trace = &ctx.run.trace;
    let message = moment.message(trace);
    let readable = ctx.can_read(moment);
    let records: Vec<usize> = moment.records(trace).map(|record| record.bytes.len()).collect();
    let sealed = moment.record(trace).is_some_and(|record| record.sealing.is_some());
    let fields = message.map(fields).unwrap_or_default();
    let listens = matches!(ctx.model.view, View::Everything | View::Eavesdropper);
    let length = count_bytes(records.iter().sum());
    let copied = listens.then(|| Copied {
        title: say("motion.copy", &[("bytes", &length)]),
        fields: match sealed {
            false => fields.clone(),
            true => moment.record(trace).map(outside).unwrap_or_default(),
        },
    });
    Some(Flight {
        fields: fields.into_iter().filter(|_| readable).collect(),
        sealed,
        records,
        copied,
        fate: known_delivery(ctx, moment).map_or(Fate::Arrives, |delivery| match delivery.way {
            Way::Changed => Fate::Changed,
            Way::Doubled => Fate::Doubled,
            Way::Held => Fate::Held,
            Way::Lost => Fate::Lost,
            Way::Unread => Fate::Unread,
        }),
    })
}

/// What of a sealed record anybody sees.
fn outside(record: &handshake_core::trace::Record) -> Vec<String> {
    let kind = record.spans.iter().find(|span| span.is_leaf()).and_then(|span| span.meaning);
    let length = say("motion.length", &[("bytes", &record.bytes.len())]);
    kind.map(|kind| say("motion.type", &[("kind", &kind)])).into_iter().chain([length]).collect()
}

/// Names of a message's fields, the telling ones first come: what is there for old times' sake is left out.
fn fields(message: &Message) -> Vec<String> {
    let own = |span: &&handshake_wire::Span| {
        let within = message.spans.first().is_some_and(|all| all.depth + 1 == span.depth);
        let extension = span.name == "extension_data" || span.name == "extensions";
        within && span.kind != SpanKind::Length && !extension && !span.name.contains("legacy") && span.end > span.start
    };
    let mut names: Vec<String> = message.spans.iter().filter(own).map(|span| span.name.to_owned()).collect();
    names.retain(|name| !matches!(name.as_str(), "msg_type" | "length"));
    let kinds = message.spans.iter().filter(|span| span.name == "extension_type").filter_map(|span| span.meaning);
    names.extend(kinds.map(str::to_owned));
    names.dedup();
    if names.len() > FIELDS {
        names.truncate(FIELDS - 1);
        names.push(word("motion.more").to_owned());
    }
    names
}
