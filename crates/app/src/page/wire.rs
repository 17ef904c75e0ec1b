//! The record that crosses at the step shown, to be changed there by hand.

use super::ctx::Ctx;
use crate::view::{WireByte, WireRecord};
use handshake_analysis::attack;
use handshake_analysis::attack::{SentBytes, WirePosition};
use handshake_analysis::moments::{Act, Moment};
use handshake_core::trace::Record;
use handshake_lessons::{Problem, say, word};
use handshake_scenario::tamper::{Edit, What};
use handshake_scenario::text::who;

/// Most bytes that are shown one by one.
const BYTES: usize = 160;

/// The record of the step shown, if it is one that sends, and can be reached.
fn record<'a>(ctx: &Ctx<'a>) -> Option<(&'a Moment, &'a Record)> {
    let moment = ctx.moment().filter(|moment| moment.act == Act::Send)?;
    let record = moment.record(&ctx.run.trace)?;
    attack::out_of_reach(ctx.run, moment).is_none().then_some((moment, record))
}

/// True if there is one.
pub fn is_on_the_wire(ctx: &Ctx) -> bool {
    record(ctx).is_some()
}

/// That record.
pub fn wire(ctx: &Ctx) -> Option<WireRecord> {
    let (moment, record) = record(ctx)?;
    let trace = &ctx.run.trace;
    let edits = ctx.run.settings.tampering.edits();
    let here = || edits.iter().filter(|edit| edit.from == moment.side && edit.record == record.number);
    let flipped = |place: usize| {
        here().fold(0, |bits, edit| match edit.what {
            What::Flip { at, bit } if at == place => bits ^ 1 << bit,
            _ => bits,
        })
    };
    let sent = SentBytes::of(trace, moment.side);
    let readable = record.sealing.is_none() || ctx.can_read(moment);
    let field = |at: usize| match sent.field(WirePosition { record: record.number, at }) {
        Some((None, span)) => span.name,
        Some((Some(_), span)) if readable => span.name,
        _ => word("wire.sealed"),
    };
    let bytes = record.bytes.iter().enumerate().take(BYTES);
    let name = match moment.message(trace) {
        Some(message) if ctx.can_read(moment) => attack::message_name(message),
        _ => word("wire.sealed-record"),
    };
    let suggested = attack::suggestions(ctx.run, moment).into_iter().find_map(|one| match one.edit.what {
        What::Flip { at, bit } if one.edit.record == record.number => Some((at, bit)),
        _ => None,
    });
    Some(WireRecord {
        title: say("target.message", &[("side", &who(moment.side)), ("name", &name)]),
        bytes: bytes.map(|(at, &value)| WireByte { at, value, flipped: flipped(at), field: field(at) }).collect(),
        more: record.bytes.len().saturating_sub(BYTES),
        suggested,
    })
}

/// The edit that turns over a bit of that record.
///
/// # Errors
/// Why that can't be.
pub fn flipped(ctx: &Ctx, at: usize, bit: u8) -> Result<Edit, Problem> {
    let (moment, record) = record(ctx).ok_or_else(|| Problem::of("write.not-on-wire", &[]))?;
    Ok(Edit { from: moment.side, record: record.number, what: What::Flip { at, bit } })
}
