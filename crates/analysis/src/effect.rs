//! What a change of the settings did to a run: which steps are new, which are gone, and which mean something else.

use crate::align::align;
use crate::moments::Moment;
use crate::run::Run;
use handshake_core::trace::{Event, Message, Side};
use handshake_wire::SpanKind;

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Novelty {
    /// The run before has none like it.
    New,
    /// The run before has it, and it means something else now.
    Other,
}

/// What a change did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// For each step of the run after it, from the first.
    pub steps: Vec<Option<Novelty>>,
    /// How many steps of the run before it are gone.
    pub gone: usize,
}

impl Effect {
    /// What the change from one run to another did.
    pub fn of(before: &Run, after: &Run) -> Effect {
        let mut effect = Effect { steps: vec![None; after.moments.len()], gone: 0 };
        for pair in align(before, after) {
            let novelty = match (pair.left, pair.right) {
                (None, Some(_)) => Novelty::New,
                (Some(at), Some(to)) if !pair.same && means(before, at) != means(after, to) => Novelty::Other,
                (left, right) => {
                    effect.gone += usize::from(left.is_some() && right.is_none());
                    continue;
                }
            };
            if let Some(step) = pair.right.and_then(|to| effect.steps.get_mut(to)) {
                *step = Some(novelty);
            }
        }
        effect
    }

    /// How many steps became this.
    pub fn count(&self, novelty: Novelty) -> usize {
        self.steps.iter().filter(|step| **step == Some(novelty)).count()
    }
}

/// Fields whose values follow from all that was said before, or from keys: they differ wherever anything does.
const FOLLOWING: [&str; 6] =
    ["signature", "verify_data", "PskBinderEntry", "ticket", "identity", "EncryptedPreMasterSecret"];

/// What one side did, without the values that only follow from the rest.
#[derive(PartialEq)]
enum Deed<'a> {
    Message(&'a str, Vec<(&'a str, &'a [u8])>),
    /// A value of the schedule, and its length.
    Key(handshake_core::keys::ScheduleEntry, usize),
    Check(&'a str, bool),
    /// How much padding is in a record.
    Record(usize),
    Other(&'a Event),
}

fn means(run: &Run, at: usize) -> Vec<Deed<'_>> {
    let Some(moment) = run.moments.get(at) else { return Vec::new() };
    deeds(run, moment).collect()
}

fn deeds<'a>(run: &'a Run, moment: &'a Moment) -> impl Iterator<Item = Deed<'a>> {
    let deed = |(side, event): (Side, &'a Event)| match event {
        _ if side != moment.side => None,
        Event::Tampered { .. } | Event::Transcript(_) => None,
        Event::Message(message) => Some(Deed::Message(message.name, said(message))),
        Event::Key(key) => Some(Deed::Key(key.node, key.value.len())),
        Event::Check(check) => Some(Deed::Check(check.rule.id(), check.passed)),
        Event::Record(record) => {
            let inner = record.sealing.as_ref().and_then(|sealing| sealing.inner.as_ref());
            Some(Deed::Record(inner.map_or(0, |inner| inner.padding)))
        }
        other => Some(Deed::Other(other)),
    };
    moment.events(&run.trace).filter_map(deed)
}

/// The fields of a message that somebody chose; of data, all of it.
fn said(message: &Message) -> Vec<(&str, &[u8])> {
    let chosen = |span: &&handshake_wire::Span| {
        span.is_leaf() && span.kind != SpanKind::Length && !FOLLOWING.contains(&span.name)
    };
    let fields = message.spans.iter().filter(chosen);
    let fields: Vec<_> =
        fields.filter_map(|span| Some((span.name, message.bytes.get(span.start..span.end)?))).collect();
    if message.spans.is_empty() { vec![("", &message.bytes)] } else { fields }
}
