//! Two fields of the message shown, side by side: what a wrong pick is, and where the right one would be.

use super::super::ctx::Ctx;
use super::arrival::strings;
use crate::model::Model;
use handshake_analysis::run::Run;
use handshake_core::hex;

/// Bytes that are told.
const TOLD: usize = 4;

/// A field of the message shown.
pub struct Neighbour {
    /// Its first bytes in hex.
    pub value: String,
    /// Where it stands, for example `bytes 0x34–0x53 · 32 bytes`.
    pub place: String,
    /// Where the other one is, if it is in the same byte string.
    pub other: Option<Beside>,
}

/// Where a field stands, seen from another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// It lies inside.
    Around,
    /// It comes before.
    Before,
    /// It comes after.
    After,
}

/// Finds a field of the message shown, and another one seen from it.
pub fn beside(model: &Model, run: &Run, field: &str, other: &str) -> Option<Neighbour> {
    let ctx = Ctx::new(model, run);
    let (_, moment) = ctx.message_moment()?;
    let all = strings(&ctx, moment);
    let (shown, at) = all.iter().find_map(|shown| Some((shown, shown.position(field)?)))?;
    let span = &shown.spans[at];
    let bytes = shown.bytes_of(span);
    let there = shown.position(other).map(|at| &shown.spans[at]);
    let other = there.map(|there| {
        if span.start <= there.start && there.end <= span.end && span.end - span.start > there.end - there.start {
            Beside::Around
        } else if there.start < span.start {
            Beside::Before
        } else {
            Beside::After
        }
    });
    let more = if bytes.len() > TOLD { "…" } else { "" };
    Some(Neighbour {
        value: format!("{}{more}", hex(bytes.get(..TOLD).unwrap_or(bytes))),
        place: super::note::place(span.start, span.end),
        other,
    })
}
