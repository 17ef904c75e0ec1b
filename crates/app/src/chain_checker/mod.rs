//! A chain of certificates that a student brings, judged and shown as that of a run.

mod ask;
mod examples;
mod read;

pub use ask::{Anchor, Ask};
pub use examples::{example, examples};
pub use read::{MAX_CHAIN, MAX_FILE, MAX_ROOTS, ReadFile, read, to_pem};

use crate::page::{chain_pieces, document_of, first_shown, found_verdict, list_piece, missing_link, unused_pieces};
use crate::view::{CertificatesView, ChainLink};
use handshake_core::pki::{
    self, Certificate, CertificateKind, Order, Shape, Source, Verifier, WebPkiVerifier, date, name_text,
};
use handshake_lessons::{Problem, say};
use handshake_scenario::settings::Settings;
use handshake_scenario::settings::issuing;
use handshake_scenario::settings::issuing::Authority;
use handshake_scenario::text::{said, shorten};
use std::collections::BTreeSet;

/// A chain, and what a client makes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    sent: Vec<Vec<u8>>,
    verdict: pki::Verdict,
    lists: Vec<Vec<u8>>,
    /// What is wrong with the file: which certificate, where, and why.
    pub problems: Vec<String>,
    /// What was left alone, and why; who is believed.
    pub notes: Vec<String>,
    context: String,
}

/// Judges a chain; `now` is in seconds since 1970. `roots` are those that were brought, or Mozilla's: whichever is asked for.
///
/// # Errors
/// What of the files or of what is asked can't be.
pub fn judge(chain: &[u8], roots: &[u8], ask: &Ask, now: u64) -> Result<Judged, Problem> {
    let (name, now) = (ask.name()?, ask.time(now)?);
    let ReadFile { certificates, lists, problems, mut notes } = read(chain, MAX_CHAIN)?;
    notes.extend(turned(&certificates));
    let (sent, trusted) = match ask.anchor {
        Anchor::Last => last(certificates, &mut notes),
        Anchor::Teaching => (certificates, teaching_roots()),
        Anchor::Mozilla | Anchor::Brought => {
            let found =
                read(roots, MAX_ROOTS).map_err(|problem| Problem::of("own.in-roots", &[("problem", &problem)]))?;
            let of_roots = |text: String| say("own.in-roots", &[("problem", &text)]);
            notes.extend(found.problems.into_iter().chain(found.notes).map(of_roots));
            (certificates, found.certificates)
        }
    };
    let verifier = verifier(trusted, &mut notes);
    let verifier = verifier.with_lists(&lists);
    let verdict = verifier.judge(&sent, name.as_deref(), now);
    let moment = date(i64::try_from(now).unwrap_or_default());
    let context = match &name {
        Some(name) => say("own.context-name", &[("moment", &moment), ("name", name)]),
        None => say("own.context", &[("moment", &moment)]),
    };
    Ok(Judged { sent, verdict, lists, problems, notes, context })
}

/// That the first certificate is the issuer of a later one, if it is. The server's own has to come first: RFC 8446 §4.4.2.
fn turned(certificates: &[Vec<u8>]) -> Option<String> {
    let (first, rest) = certificates.split_first()?;
    let first = Certificate::read(first).ok()?;
    let below = |one: &Vec<u8>| {
        Certificate::read(one).is_ok_and(|one| one.issuer == first.subject && one.subject != first.subject)
    };
    rest.iter().any(below).then(|| say("own.turned", &[("name", &name_text(first.subject))]))
}

/// The last certificate as the only root, if it signed itself.
fn last(mut certificates: Vec<Vec<u8>>, notes: &mut Vec<String>) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let Some(root) = certificates.last().cloned() else { return (certificates, Vec::new()) };
    match Certificate::read(&root) {
        Ok(read) if read.issuer == read.subject => {
            let name = name_text(read.subject);
            notes.push(say("own.last-is-root", &[("name", &name)]));
            if certificates.len() > 1 {
                certificates.pop();
            }
            (certificates, vec![root])
        }
        Ok(read) => {
            let issuer = name_text(read.issuer);
            notes.push(say("own.last-is-no-root", &[("issuer", &issuer)]));
            (certificates, Vec::new())
        }
        Err(_) => (certificates, Vec::new()),
    }
}

/// Believes these roots; one that can't be a root is left out, and that is told.
fn verifier(roots: Vec<Vec<u8>>, notes: &mut Vec<String>) -> WebPkiVerifier {
    let usable = |(at, root): (usize, Vec<u8>)| match WebPkiVerifier::new(&[&root]) {
        Ok(_) => Some(root),
        Err((_, problem)) => {
            notes.push(say("own.bad-root", &[("number", &(at + 1)), ("problem", &said(&problem))]));
            None
        }
    };
    let roots: Vec<Vec<u8>> = roots.into_iter().enumerate().filter_map(usable).collect();
    WebPkiVerifier::new(&roots).unwrap_or_else(|_| WebPkiVerifier::none())
}

/// What the lab's own clients believe.
fn teaching_roots() -> Vec<Vec<u8>> {
    let usual = Order::server("school.example");
    let old = Order { shape: Shape::CrossSigned, ..usual.clone() };
    let seed = Settings::of("trusted").seed;
    let root = |kind, order| issuing::chain(Authority::Servers, kind, seed, order).map(|one| one.root);
    let kinds = [CertificateKind::EcdsaP256, CertificateKind::EcdsaP384, CertificateKind::Ed25519];
    let roots = kinds.into_iter().chain([CertificateKind::Rsa2048]).map(|kind| root(kind, &usual));
    roots.chain([root(CertificateKind::EcdsaP256, &old)]).flatten().collect()
}

impl Judged {
    /// The view of it; `toggled` are the groups of the tree whose folding differs from how they start out. And what of the
    /// selection is not there.
    pub fn view(&self, ask: &Ask, toggled: &BTreeSet<String>) -> (CertificatesView, Option<String>) {
        let unread = || {
            let link = |(at, der): (usize, &Vec<u8>)| pki::Link {
                certificate: der.clone(),
                source: Source::Sent(at),
                checks: Vec::new(),
            };
            pki::Path { links: self.sent.iter().enumerate().map(link).collect(), ..pki::Path::default() }
        };
        let path = self.verdict.path.clone().unwrap_or_else(unread);
        let sent: Vec<&[u8]> = self.sent.iter().map(Vec::as_slice).collect();
        let mut pieces = chain_pieces(&path, &say("own.owner", &[]), &say("own.reader", &[]));
        pieces.extend(unused_pieces(&path, &sent));
        pieces.extend(self.lists.iter().enumerate().map(|(at, list)| list_piece(at, list, &say("own.reader", &[]))));
        let found = pieces.iter().find(|piece| Some(&piece.link.id) == ask.certificate.as_ref());
        let piece = found.or(first_shown(&pieces));
        let document = piece.map(|piece| document_of(piece, ask.field.as_deref(), toggled));
        let selected = document.as_ref().and_then(|document| document.tree.iter().find(|row| row.selected));
        let notice = match (&ask.certificate, &ask.field) {
            (Some(id), _) if found.is_none() => Some(say("own.no-such-link", &[("id", &shorten(id))])),
            (_, Some(field)) if selected.is_none() => Some(say("own.no-such-field", &[("field", &shorten(field))])),
            _ => None,
        };
        let selected = piece.map(|piece| piece.link.id.clone());
        let links = pieces.into_iter().map(|piece| {
            let selected = Some(&piece.link.id) == selected.as_ref();
            ChainLink { selected, told: selected && ask.certificate.is_some(), ..piece.link }
        });
        let (others, links): (Vec<ChainLink>, Vec<ChainLink>) = links.partition(|link| link.id.starts_with("other"));
        let verdict = found_verdict(&self.verdict.findings);
        let (context, missing) = (self.context.clone(), missing_link(&links));
        (CertificatesView { context, links, missing, others, verdict, document, more: None }, notice)
    }
}
