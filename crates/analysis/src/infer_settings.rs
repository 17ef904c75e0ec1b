//! What a trace shows of the settings that led to it: for a run that the engine did not make from settings.

use crate::moments::Moment;
use handshake_core::msgs::codes::{CipherSuite, ContentType, NamedGroup, ProtocolVersion, SignatureScheme};
use handshake_core::trace::Dir;
use handshake_core::trace::{Event, Message, Side, Trace};
use handshake_lessons::{self as lessons, Scenario, word};
use handshake_scenario::settings::Settings;
use handshake_wire::Span;

/// The settings, as far as they can be read off the trace.
pub fn settings(trace: &Trace) -> Settings {
    let usual = Settings::default();
    let hello = messages(trace, Side::Server).find(|message| message.name == "ServerHello");
    let key_exchange = messages(trace, Side::Server).find(|message| message.name == "ServerKeyExchange");
    let signed = messages(trace, Side::Server).find(|message| message.name == "CertificateVerify");
    let asked = messages(trace, Side::Client).rfind(|message| message.name == "ClientHello");
    let code = |message: Option<&Message>, name: &str| message.and_then(|message| meaning(message, name));
    let group = code(hello, "group").or(code(key_exchange, "named_curve")).or(code(asked, "group"));
    let scheme = code(signed, "algorithm").or(code(key_exchange, "algorithm"));
    let chosen = messages(trace, Side::Server).find_map(|message| text(message, "ProtocolName"));
    let suite = code(hello, "cipher_suite").and_then(CipherSuite::by_name);
    let old = is_tls12(trace);
    let offered: Vec<&str> = asked
        .map(|hello| hello.spans.iter())
        .into_iter()
        .flatten()
        .filter_map(|span| (span.name == "ProtocolVersion").then_some(span.meaning).flatten())
        .collect();
    let client = match (offered.contains(&"TLS 1.3"), offered.contains(&"TLS 1.2")) {
        (true, true) => "both",
        (true, false) => "1.3",
        (false, _) => "1.2",
    };
    let versions = [("client_version", client), ("server_version", if old { "1.2" } else { "1.3" })];
    Settings {
        suite: suite.filter(|_| !old).unwrap_or(usual.suite),
        suite12: suite.filter(|_| old).unwrap_or(usual.suite12),
        group: group.and_then(NamedGroup::by_name).unwrap_or(usual.group),
        certificate: scheme.and_then(SignatureScheme::by_name).unwrap_or(usual.certificate),
        server_name: asked
            .and_then(|message| text(message, "host_name"))
            .unwrap_or_else(|| word("server.no-name").to_owned()),
        alpn: chosen,
        compatibility: messages(trace, Side::Client)
            .any(|message| message.content_type == ContentType::CHANGE_CIPHER_SPEC),
        choices: versions.into_iter().collect(),
        request: said(trace, Side::Client),
        reply: said(trace, Side::Server),
        ..usual
    }
}

/// The scenario whose texts fit best: of the same version, and with a text for as many moments as possible.
pub fn scenario(trace: &Trace, moments: &[Moment]) -> &'static str {
    let version = if is_tls12(trace) { "tls12" } else { "tls13" };
    let fits = |scenario: &&Scenario| {
        moments.iter().filter(|moment| scenario.phases.iter().any(|phase| phase.first == moment.key)).count()
    };
    let of_version = lessons::scenarios().iter().filter(|scenario| scenario.id.starts_with(version));
    // Of several that fit alike, the first.
    let best = of_version.rev().max_by_key(fits).or(lessons::scenarios().first());
    best.map_or(Settings::default().scenario, |scenario| scenario.id)
}

/// The version that the server chose; before it has: TLS 1.3.
pub fn version(trace: &Trace) -> ProtocolVersion {
    let hello = messages(trace, Side::Server).find(|message| message.name == "ServerHello");
    let named = |name: &str| hello.and_then(|hello| meaning(hello, name)).and_then(ProtocolVersion::by_name);
    named("selected_version").or_else(|| named("legacy_version")).unwrap_or(ProtocolVersion::TLS13)
}

/// The version that was spoken, if it is one that is forbidden (RFC 8996): TLS 1.1 or TLS 1.0.
pub fn forbidden_version(trace: &Trace) -> Option<ProtocolVersion> {
    Some(version(trace)).filter(|version| [ProtocolVersion::TLS11, ProtocolVersion::TLS10].contains(version))
}

/// True if the server chose TLS 1.2 or an older version.
pub fn is_tls12(trace: &Trace) -> bool {
    let hello = messages(trace, Side::Server).find(|message| message.name == "ServerHello");
    hello.is_some_and(|hello| meaning(hello, "selected_version").is_none())
}

/// What crossed the wire from a side, as either account has it.
fn messages(trace: &Trace, from: Side) -> impl DoubleEndedIterator<Item = &Message> {
    let sent = move |(side, message): (Side, &Message)| match message.dir {
        Dir::Sent => side == from,
        Dir::Received => side != from,
    };
    let all = trace.steps.iter().flat_map(|step| step.events.iter().map(move |event| (step.side, event)));
    let messages = all.filter_map(|(side, event)| match event {
        Event::Message(message) => Some((side, message)),
        _ => None,
    });
    messages.filter(move |(side, message)| sent((*side, message))).map(|(_, message)| message)
}

fn leaf<'a>(message: &'a Message, name: &str) -> Option<&'a Span> {
    message
        .spans
        .iter()
        .find(|span| span.name == name && span.kind != handshake_wire::SpanKind::Length && span.is_leaf())
}

fn meaning(message: &Message, name: &str) -> Option<&'static str> {
    leaf(message, name)?.meaning
}

fn text(message: &Message, name: &str) -> Option<String> {
    let span = leaf(message, name)?;
    Some(String::from_utf8_lossy(message.bytes.get(span.start..span.end)?).into_owned())
}

fn said(trace: &Trace, side: Side) -> String {
    let data = messages(trace, side).find(|message| message.content_type == ContentType::APPLICATION_DATA);
    data.map_or_else(|| "nothing".to_owned(), |message| line(&message.bytes))
}

/// The first line of data, to quote it.
pub fn line(data: &[u8]) -> String {
    let text = String::from_utf8_lossy(data);
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = handshake_scenario::text::shorten(lines.next().unwrap_or_default().trim());
    let first: String = first.chars().map(|c| if c.is_control() { '·' } else { c }).collect();
    if lines.next().is_some() && !first.ends_with('…') { format!("{first} …") } else { first }
}
