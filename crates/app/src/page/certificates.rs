//! The Certificates tab.

use super::ctx::Ctx;
use super::der;
use crate::model::Model;
use crate::route::Route;
use crate::view::{CertificatesView, ChainLink, ChainVerdict, DocumentView, LinkCheckRow};
use handshake_analysis::moments::Moment;
use handshake_analysis::run::Run;
use handshake_core::pki::fields::Document;
use handshake_core::pki::{Aspect, Certificate, Finding, Link, LinkCheck, Path, Source, Status, date, name_text};
use handshake_core::rules::Rule;
use handshake_core::trace::{Check, Event, Message, Side};
use handshake_lessons::{self as lessons, markdown, say, say_n, word};
use handshake_scenario::text::{said, shorten};
use std::collections::BTreeSet;

/// A document that can be selected.
pub struct Piece {
    /// Its place in the chain.
    pub link: ChainLink,
    /// What it is.
    pub kind: Document,
    /// Its bytes.
    pub der: Vec<u8>,
}

/// The tab.
pub(super) fn certificates(ctx: &Ctx) -> CertificatesView {
    let Some(shown) = last_shown(ctx) else {
        return CertificatesView { context: absence(ctx), more: Some(own()), ..CertificatesView::default() };
    };
    let pieces = pieces(ctx, &shown);
    let selected = ctx.model.certificate.as_deref();
    let selected = pieces.iter().find(|piece| Some(piece.link.id.as_str()) == selected).or(first_shown(&pieces));
    let document = selected.map(|piece| document_of(piece, ctx.model.der.as_deref(), &ctx.model.toggled));
    let selected = selected.map(|piece| piece.link.id.clone());
    let told = ctx.model.certificate.is_some();
    let mark = |piece: Piece| {
        let selected = Some(&piece.link.id) == selected.as_ref();
        ChainLink { selected, told: selected && told, ..piece.link }
    };
    let (others, links): (Vec<ChainLink>, Vec<ChainLink>) =
        pieces.into_iter().map(mark).partition(|link| link.id.starts_with("other"));
    let (more, missing) = (Some(own()), missing(&links));
    CertificatesView {
        context: context(ctx, &shown),
        links,
        missing,
        others,
        verdict: verdict(ctx, &shown),
        document,
        more,
    }
}

/// The screen for certificates of one's own.
fn own() -> crate::view::Link {
    crate::view::Link { label: lessons::word("own.title").to_owned(), href: Route::ChainChecker {}.to_string() }
}

/// What the party in view can read in certificates at the step shown, document by document.
pub(super) fn shown_pieces(ctx: &Ctx) -> Vec<Piece> {
    last_shown(ctx).map(|shown| pieces(ctx, &shown)).unwrap_or_default()
}

/// What is shown where nobody has selected anything: what is broken, else the owner's certificate.
pub fn first_shown(pieces: &[Piece]) -> Option<&Piece> {
    let with = |passed| pieces.iter().find(move |piece| piece.link.checks.iter().any(|check| check.passed == passed));
    // A root's dates that are over change nothing.
    let open = with(None).filter(|piece| !piece.link.anchor);
    with(Some(false)).or(open).or(pieces.first())
}

/// A document with its fields; `toggled` are the groups whose folding differs from how they start out.
pub fn document_of(piece: &Piece, field: Option<&str>, toggled: &BTreeSet<String>) -> DocumentView {
    der::document(piece.kind, &piece.link.title, &piece.der, der::Looked { field, toggled })
}

/// A Certificate message that the party in view can read, and what its reader made of it, as far as that can be seen.
struct ShownChain<'a> {
    step: usize,
    owner: Side,
    message: &'a Message,
    path: Option<&'a Path>,
    status: Option<&'a Status>,
    status_bytes: Option<&'a [u8]>,
    checks: Vec<&'a Check>,
}

fn certificate_moments<'a>(ctx: &Ctx<'a>) -> impl DoubleEndedIterator<Item = (usize, &'a Moment, &'a Message)> {
    let run: &'a Run = ctx.run;
    run.moments.iter().enumerate().take(ctx.at + 1).filter_map(|(index, moment)| {
        let message = moment.message(&run.trace).filter(|message| message.name == "Certificate")?;
        Some((index, moment, message))
    })
}

fn last_shown<'a>(ctx: &Ctx<'a>) -> Option<ShownChain<'a>> {
    let run: &'a Run = ctx.run;
    let (index, moment, message) = certificate_moments(ctx).rev().find(|(_, moment, _)| ctx.can_read(moment))?;
    let reader = moment.side.peer();
    let mut shown = ShownChain {
        step: index + 1,
        owner: moment.side,
        message,
        path: None,
        status: None,
        status_bytes: leaves(message, "OCSPResponse").into_iter().next(),
        checks: Vec::new(),
    };
    for (index, moment) in run.moments.iter().enumerate().take(ctx.at + 1).skip(index) {
        if let Some(message) = moment.message(&run.trace).filter(|message| message.name == "CertificateStatus")
            && ctx.can_read(moment)
        {
            shown.status_bytes = leaves(message, "OCSPResponse").into_iter().next();
        }
        for (place, (who, event)) in moment.events.iter().zip(moment.events(&run.trace)) {
            let seen = ctx.model.view.sees(who) && ctx.time_of(index, *place) != crate::view::Time::Future;
            if who != reader || !seen {
                continue;
            }
            match event {
                Event::Chain(path) => (shown.path, shown.checks) = (Some(path), Vec::new()),
                Event::Status(status) => shown.status = Some(status),
                Event::Check(check) if shown.path.is_some() => shown.checks.push(check),
                _ => {}
            }
        }
    }
    // Only what is checked of the chain and its status: the next message is another matter.
    let about = |check: &&Check| of_certificates(check);
    let count = shown.checks.iter().take_while(|check| about(check)).count();
    shown.checks.truncate(count);
    Some(shown)
}

fn of_certificates(check: &Check) -> bool {
    let id = check.rule.id();
    ["certificate-", "chain-", "name-", "key-strong", "hash-strong", "status-", "not-revoked"]
        .iter()
        .any(|prefix| id.starts_with(prefix))
}

/// The bytes of a message's leaf fields with this name.
fn leaves<'a>(message: &'a Message, name: &str) -> Vec<&'a [u8]> {
    let leaf = |span: &&handshake_wire::Span| span.name == name && span.kind == handshake_wire::SpanKind::Bytes;
    let spans = message.spans.iter().filter(leaf);
    spans.filter_map(|span| message.bytes.get(span.start..span.end)).filter(|bytes| !bytes.is_empty()).collect()
}

fn pieces(ctx: &Ctx, shown: &ShownChain) -> Vec<Piece> {
    let owner = ctx.party_within(shown.owner);
    let reader = ctx.party_within(shown.owner.peer());
    let mut pieces: Vec<Piece> = match shown.path {
        Some(path) => chain(path, owner, reader),
        None => {
            let sent = [leaves(shown.message, "cert_data"), leaves(shown.message, "ASN.1Cert")].concat();
            let links = sent.iter().enumerate().map(|(at, der)| Link {
                certificate: der.to_vec(),
                source: Source::Sent(at),
                checks: Vec::new(),
            });
            let path = Path { links: links.collect(), ..Path::default() };
            chain(&path, owner, reader)
        }
    };
    if let Some(path) = shown.path {
        let sent = [leaves(shown.message, "cert_data"), leaves(shown.message, "ASN.1Cert")].concat();
        pieces.extend(unused(path, &sent));
    }
    if let Some(response) = shown.status_bytes {
        let checks = shown.status.map(|status| status.checks.as_slice()).unwrap_or_default();
        pieces.push(Piece {
            link: ChainLink {
                id: "other-status".to_owned(),
                title: word("piece.status").to_owned(),
                role: say("piece.stapled", &[("owner", &owner)]),
                issuer: String::new(),
                anchor: false,
                checks: checks.iter().map(row).collect(),
                signed: None,
                selected: false,
                told: false,
            },
            kind: Document::OcspResponse,
            der: response.to_vec(),
        });
    }
    let lists = shown.path.map(|path| path.lists.as_slice()).unwrap_or_default();
    pieces.extend(lists.iter().enumerate().map(|(at, list)| list_piece(at, list, reader)));
    pieces
}

/// The links of a path as they are drawn.
pub fn chain(path: &Path, owner: &str, reader: &str) -> Vec<Piece> {
    let piece = |(at, link): (usize, &Link)| {
        let read = Certificate::read(&link.certificate);
        let role = match (link.source, at) {
            (Source::Store, _) => say("piece.anchor", &[("reader", &reader)]),
            (Source::Sent(_), 0) => say("piece.own", &[("owner", &owner)]),
            (Source::Sent(_), _) => word("piece.between").to_owned(),
        };
        Piece {
            link: ChainLink {
                id: match link.source {
                    Source::Sent(place) => place.to_string(),
                    Source::Store => "root".to_owned(),
                },
                title: read.as_ref().map_or(word("piece.not-one").to_owned(), |one| name_text(one.subject)),
                role,
                issuer: read.as_ref().map(|one| name_text(one.issuer)).unwrap_or_default(),
                anchor: link.source == Source::Store,
                checks: link.checks.iter().map(row).collect(),
                signed: link.checks.iter().find(|check| check.what == Aspect::Signature).and_then(|check| check.passed),
                selected: false,
                told: false,
            },
            kind: Document::Certificate,
            der: link.certificate.clone(),
        }
    };
    path.links.iter().enumerate().map(piece).collect()
}

/// Who should come next in a chain that ends without a trust anchor; nobody, if nobody has looked at it, or the last one signed
/// itself.
pub fn missing(links: &[ChainLink]) -> Option<String> {
    let last = links.last()?;
    let goes_on = !last.anchor && !last.checks.is_empty() && last.issuer != last.title;
    goes_on.then(|| last.issuer.clone())
}

/// Certificates that were sent and lead nowhere.
pub fn unused(path: &Path, sent: &[&[u8]]) -> Vec<Piece> {
    let piece = |&place: &usize| {
        let der = sent.get(place)?;
        let read = Certificate::read(der);
        Some(Piece {
            link: ChainLink {
                id: format!("other-{place}"),
                title: read.as_ref().map_or(word("piece.not-one").to_owned(), |one| name_text(one.subject)),
                role: say("piece.unused", &[("n", &(place + 1))]),
                issuer: read.as_ref().map(|one| name_text(one.issuer)).unwrap_or_default(),
                anchor: false,
                checks: Vec::new(),
                signed: None,
                selected: false,
                told: false,
            },
            kind: Document::Certificate,
            der: der.to_vec(),
        })
    };
    path.unused.iter().filter_map(piece).collect()
}

/// A list of revoked certificates.
pub fn list_piece(at: usize, list: &[u8], reader: &str) -> Piece {
    Piece {
        link: ChainLink {
            id: format!("other-list{at}"),
            title: word("piece.list").to_owned(),
            role: say("piece.had", &[("reader", &reader)]),
            issuer: String::new(),
            anchor: false,
            checks: Vec::new(),
            signed: None,
            selected: false,
            told: false,
        },
        kind: Document::CertificateList,
        der: list.to_vec(),
    }
}

/// A check as it is drawn.
pub fn row(check: &LinkCheck) -> LinkCheckRow {
    let text = lessons::aspect(check.what.id());
    LinkCheckRow {
        id: check.what.id(),
        title: text.map_or(check.what.id(), |text| text.title).to_owned(),
        passed: check.passed,
        found: said(&check.found),
        wanted: said(&check.wanted),
        text: text.map(|text| markdown::parse(text.text)).unwrap_or_default(),
    }
}

fn verdict(ctx: &Ctx, shown: &ShownChain) -> Option<ChainVerdict> {
    let told: Vec<(Rule, bool)> = shown.checks.iter().map(|check| (check.rule, check.passed)).collect();
    told_verdict(&told, |rule| ctx.run.settings.rule_title(rule))
}

/// How a chain was judged that no run is about.
pub fn found_verdict(findings: &[Finding]) -> Option<ChainVerdict> {
    let told: Vec<(Rule, bool)> = findings.iter().map(|finding| (finding.rule, finding.passed())).collect();
    told_verdict(&told, |rule| lessons::rule(rule.id()).map_or(rule.id(), |text| text.title))
}

fn told_verdict(told: &[(Rule, bool)], title: impl Fn(Rule) -> &'static str) -> Option<ChainVerdict> {
    let broken = told.iter().find(|(_, passed)| !passed);
    let (rule, _) = broken.or(told.last())?;
    let title = title(*rule);
    let alert = || say("piece.alert", &[("section", &lessons::cite(rule.section())), ("alert", &rule.alert().text())]);
    Some(match broken {
        Some((Rule::CertificateAcceptable, _)) => {
            ChainVerdict { passed: None, text: word("piece.unjudged").to_owned(), source: alert() }
        }
        Some(_) => {
            ChainVerdict { passed: Some(false), text: say("piece.refused", &[("title", &title)]), source: alert() }
        }
        None => ChainVerdict {
            passed: Some(true),
            text: say_n("piece.trusted", told.len(), &[]),
            source: "RFC 5280 §6".to_owned(),
        },
    })
}

fn context(ctx: &Ctx, shown: &ShownChain) -> String {
    let (owner, reader) = (ctx.party_within(shown.owner), ctx.party_within(shown.owner.peer()));
    let now = i64::try_from(ctx.run.settings.now()).map(date).unwrap_or_default();
    let now = now.get(..10).unwrap_or_default();
    match shown.path {
        Some(_) => {
            let values: [(&str, &dyn std::fmt::Display); 4] =
                [("owner", &owner), ("step", &shown.step), ("reader", &reader), ("now", &now)];
            say("piece.checked", &values)
        }
        None => say("piece.unchecked", &[("owner", &owner), ("step", &shown.step)]),
    }
}

/// Why no chain can be shown.
fn absence(ctx: &Ctx) -> String {
    match certificate_moments(ctx).next_back() {
        Some((index, ..)) => say("piece.sealed", &[("step", &(index + 1))]),
        None => {
            let later =
                ctx.run.moments.iter().position(|moment| {
                    moment.message(&ctx.run.trace).is_some_and(|message| message.name == "Certificate")
                });
            match later {
                Some(index) => say("piece.later", &[("step", &(index + 1))]),
                None => word("piece.never").to_owned(),
            }
        }
    }
}

/// Drops a selection that the chain shown does not have, and says so.
pub fn drop_unknown(model: &mut Model, run: &Run) -> Option<String> {
    let (certificate, field) = (model.certificate.clone(), model.der.clone());
    if certificate.is_none() && field.is_none() {
        return None;
    }
    let ctx = Ctx::new(model, run);
    let pieces = shown_pieces(&ctx);
    let found = pieces.iter().find(|piece| Some(&piece.link.id) == certificate.as_ref());
    if let (Some(id), None) = (&certificate, found) {
        (model.certificate, model.der) = (None, None);
        let id = shorten(id);
        return Some(say("piece.unknown", &[("id", &id)]));
    }
    let piece = found.or(first_shown(&pieces));
    let field = field.filter(|field| piece.is_none_or(|piece| !der::paths(piece.kind, &piece.der).contains(field)))?;
    model.der = None;
    let field = shorten(&field);
    Some(say("piece.unknown-field", &[("field", &field)]))
}
