//! What caught the attacker, or why nothing could: found by comparing the run with the same one untouched.

use crate::ending::{End, Ending};
use crate::run::Run;
use handshake_core::keys::ScheduleEntry;
use handshake_core::rules::Rule;
use handshake_core::trace::{Dir, Event, Message, Record, Side, StateName, Trace};
use handshake_lessons::{self as lessons, markdown, say, word};
use handshake_scenario::tamper::What;
use handshake_scenario::text::shorten;

/// What is to be said of an attack.
#[derive(Clone, Debug, PartialEq)]
pub struct AttackVerdict {
    /// In one word.
    pub tone: Tone,
    /// Names the text in content.
    pub key: String,
    /// In one line.
    pub headline: String,
    /// Why.
    pub text: Vec<markdown::Block>,
    /// How it ended.
    pub ending: Ending,
}

/// What became of an attack, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// A side noticed.
    Caught,
    /// Nobody noticed, and somebody lost something by it.
    Harm,
    /// Nothing came of it.
    Harmless,
}

/// What caught the attacker, or why nothing could; `None` with nobody on the way.
pub fn verdict(run: &Run) -> Option<AttackVerdict> {
    if run.settings.tampering.is_empty() {
        return None;
    }
    // The same run with nobody on the way.
    let before = &run.untampered();
    let (ending, was) = (Ending::of(run), Ending::of(before));
    let done = run.carried.iter().any(|carried| !carried.edits.is_empty());
    let (tone, key) = match ending.end {
        _ if !done => (Tone::Harmless, "vain".to_owned()),
        End::Failed if (ending.rule, ending.side) == (was.rule, was.side) && was.end == End::Failed => {
            (Tone::Harmless, "anyway".to_owned())
        }
        End::Failed => (Tone::Caught, format!("caught.{}", reason(run, &ending))),
        End::Incomplete if was.end != End::Incomplete => (Tone::Harm, "stuck".to_owned()),
        End::Connected if was.end == End::Closed => (Tone::Harm, "truncated".to_owned()),
        _ => unnoticed(run, before),
    };
    let text = lessons::tamper(&key).or_else(|| lessons::tamper("caught.rule"))?;
    let variable = |name: &str| variable(run, &ending, name);
    let fill = |text: &str| lessons::fill(text, &|name| variable(name).map(|value| markdown::escape(&value)));
    Some(AttackVerdict {
        tone,
        headline: lessons::fill(text.title, &variable),
        text: markdown::parse(&fill(text.text)),
        key,
        ending,
    })
}

/// Why the rule did not hold.
fn reason(run: &Run, ending: &Ending) -> &'static str {
    let Some(rule) = ending.rule else { return "alert" };
    match rule {
        Rule::RecordTag => tag(run, ending),
        Rule::FinishedMatches => "finished",
        Rule::SignatureFits => "signature",
        Rule::BinderFits => "binder",
        Rule::Decodes => "decodes",
        Rule::MessageExpected => "expected",
        Rule::RecordProtection => "protection",
        Rule::RecordType | Rule::RecordLength => "framing",
        Rule::VersionInCommon | Rule::VersionOffered | Rule::VersionSelected | Rule::LegacyVersion => "version",
        Rule::NotDowngraded => "downgrade",
        Rule::ShareValid => "share",
        Rule::ChainTrusted | Rule::CertificateParses | Rule::ChainInTime | Rule::ChainUsage | Rule::NameMatches => {
            "certificate"
        }
        Rule::SuiteOffered
        | Rule::SessionIdEcho
        | Rule::CompressionNone
        | Rule::ShareForOffered
        | Rule::ExtensionSolicited
        | Rule::AlpnOffered
        | Rule::PskOffered => "echo",
        _ => "rule",
    }
}

/// Why a tag did not fit: the bytes were changed, or the two sides have different keys, or count differently.
fn tag(run: &Run, ending: &Ending) -> &'static str {
    let reader = ending.side.unwrap_or(Side::Client);
    let Some(read) = failed_record(&run.trace, reader) else { return "tag" };
    let sent = records(&run.trace, reader.peer(), Dir::Sent);
    let as_sent = sent.iter().find(|record| record.bytes == read.bytes);
    match (as_sent.and_then(|record| record.sealing.as_ref()), read.sealing.as_ref()) {
        (None, _) => "tag",
        (Some(ours), Some(theirs)) if ours.key != theirs.key => {
            let secret = |side| value(&run.trace, side, ScheduleEntry::SharedSecret);
            if secret(Side::Client) == secret(Side::Server) { "tag.transcript" } else { "tag.secrets" }
        }
        (Some(ours), Some(theirs)) if ours.sequence != theirs.sequence => "tag.sequence",
        _ => "tag",
    }
}

/// What nobody noticed: why, and what follows from it.
fn unnoticed(run: &Run, before: &Run) -> (Tone, String) {
    let done: Vec<&What> = edits(run).collect();
    let same = |side| heard(&run.trace, side) == heard(&before.trace, side);
    let read_the_same = same(Side::Client) && same(Side::Server);
    let about_ccs = run.carried.iter().filter(|carried| !carried.edits.is_empty()).all(|carried| {
        records(&run.trace, carried.from, Dir::Sent)
            .iter()
            .any(|record| record.number == carried.number && record.bytes.first() == Some(&20))
    });
    let header = done.iter().all(|what| matches!(what, What::Flip { at, .. } if (1..3).contains(at)));
    let ordered = done.iter().all(|what| matches!(what, What::Delay | What::Swap));
    let key = match () {
        () if about_ccs => "unnoticed.ccs",
        () if header => "unnoticed.header",
        () if read_the_same && ordered => "unnoticed.delay",
        () if read_the_same => "unnoticed.same",
        () => "unnoticed.read",
    };
    (if key == "unnoticed.read" { Tone::Harm } else { Tone::Harmless }, key.to_owned())
}

/// The edits that were carried out.
fn edits(run: &Run) -> impl Iterator<Item = &What> {
    let list = run.settings.tampering.edits();
    run.carried.iter().flat_map(|carried| &carried.edits).filter_map(|at| list.get(*at)).map(|edit| &edit.what)
}

/// All messages that a side has read, but for those that mean nothing.
fn heard(trace: &Trace, side: Side) -> Vec<&[u8]> {
    let read = |(_, who, event): (usize, Side, &'_ Event)| {
        who == side && matches!(event, Event::Message(m) if m.dir == Dir::Received)
    };
    let of = trace.events().filter(|one| read(*one));
    of.filter_map(|(_, _, event)| match event {
        Event::Message(Message { bytes, name, .. }) if *name != "ChangeCipherSpec" => Some(bytes.as_slice()),
        _ => None,
    })
    .collect()
}

fn records(trace: &Trace, side: Side, dir: Dir) -> Vec<&Record> {
    let of = trace.events().filter(|(_, who, _)| *who == side);
    of.filter_map(|(_, _, event)| match event {
        Event::Record(record) if record.dir == dir => Some(record),
        _ => None,
    })
    .collect()
}

/// The record that a side could not open.
fn failed_record(trace: &Trace, side: Side) -> Option<&Record> {
    records(trace, side, Dir::Received)
        .into_iter()
        .rev()
        .find(|record| record.sealing.as_ref().is_some_and(|sealing| sealing.inner.is_none()))
}

/// What a side has for a node, at the end.
pub fn value(trace: &Trace, side: Side, node: ScheduleEntry) -> Option<&[u8]> {
    let keys = trace.events().filter_map(|(_, who, event)| match event {
        Event::Key(key) if who == side && key.node == node => Some(key.value.as_slice()),
        _ => None,
    });
    keys.last()
}

fn variable(run: &Run, ending: &Ending, name: &str) -> Option<String> {
    let short = |side| {
        value(&run.trace, side, ScheduleEntry::SharedSecret)
            .map(|value| handshake_scenario::text::hex(&value[..value.len().min(4)]))
    };
    let rule = || ending.rule.and_then(|rule| run.settings.rule_text(rule));
    Some(match name {
        "side" => handshake_scenario::text::who(ending.side?).to_owned(),
        "peer" => handshake_scenario::text::who(ending.side?.peer()).to_owned(),
        "read" => read(run, ending),
        "rule" => rule()?.title.to_owned(),
        "rule_text" => rule()?.text.to_owned(),
        "alert" => ending.alert?.text(),
        "section" => run.settings.rule_source(ending.rule?),
        "client_secret" => short(Side::Client).unwrap_or_else(|| word("verdict.no-secret").to_owned()),
        "server_secret" => short(Side::Server).unwrap_or_else(|| word("verdict.no-secret").to_owned()),
        "waits" => waits(&run.trace),
        "deaf" => deaf(run),
        _ => return None,
    })
}

/// What was being read when the rule did not hold.
fn read(run: &Run, ending: &Ending) -> String {
    let moment = ending.step.and_then(|step| run.moments.get(step - 1));
    let events = moment.map(|moment| moment.events(&run.trace).collect::<Vec<_>>()).unwrap_or_default();
    let mut last = word("verdict.arrives").to_owned();
    for (who, event) in events {
        if Some(who) != ending.side {
            continue;
        }
        match event {
            Event::Message(m) if m.dir == Dir::Received => last = shorten(super::message_name(m)),
            Event::Record(r) if r.dir == Dir::Received => {
                let key = if r.sealing.is_some() { "verdict.sealed" } else { "verdict.record" };
                last = word(key).to_owned();
            }
            Event::Check(check) if !check.passed => break,
            _ => {}
        }
    }
    last
}

/// The last states of both sides, in words.
fn waits(trace: &Trace) -> String {
    let last =
        |side| -> StateName { trace.steps.iter().rfind(|step| step.side == side).map_or("START", |step| step.to) };
    say("verdict.waits", &[("client", &last(Side::Client)), ("server", &last(Side::Server))])
}

/// Who did not hear the other's goodbye.
fn deaf(run: &Run) -> String {
    let heard = |side: Side| {
        run.trace.events().any(|(_, who, event)| {
            who == side && matches!(event, Event::Message(m) if m.dir == Dir::Received && m.name == "Alert")
        })
    };
    let deaf: Vec<&str> = [Side::Client, Side::Server]
        .into_iter()
        .filter(|side| !heard(*side))
        .map(handshake_scenario::text::who)
        .collect();
    match deaf.as_slice() {
        [one] => say("verdict.deaf", &[("side", one)]),
        _ => word("verdict.deaf-both").to_owned(),
    }
}
