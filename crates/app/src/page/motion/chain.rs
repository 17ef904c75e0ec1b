//! The chain of certificates that is checked at the step shown.

use super::super::certificates::shown_pieces;
use super::super::ctx::Ctx;
use crate::motion::{Certified, Chain};
use crate::view::CertificatesView;
use handshake_core::crypto::Hash;
use handshake_core::pki::fields::{Document, fields};
use handshake_core::pki::oid_name;
use handshake_core::trace::Event;
use handshake_lessons::word;

/// The scene of the Certificates tab; `None` at a step at which no chain is checked, or not by the party in view.
pub(super) fn chain(ctx: &Ctx, view: &CertificatesView) -> Option<Chain> {
    let checks = |moment: &handshake_analysis::moments::Moment| {
        moment.events(&ctx.run.trace).any(|(_, event)| matches!(event, Event::Chain(_)))
    };
    ctx.moment().filter(|moment| checks(moment))?;
    let pieces = shown_pieces(ctx);
    let mut links = Vec::new();
    for link in &view.links {
        let piece = pieces.iter().find(|piece| piece.link.id == link.id && piece.kind == Document::Certificate)?;
        links.push(certified(&piece.der, link.title.clone(), link.anchor, link.signed));
    }
    let checked = links.first().is_some_and(|first| first.signed.is_some());
    checked.then(|| Chain { links, missing: view.missing.clone(), trusted: word("motion.trusted") })
}

fn certified(der: &[u8], title: String, anchor: bool, signed: Option<bool>) -> Certified {
    let spans = fields(Document::Certificate, der).0;
    let find = |name: &str| spans.iter().find(|span| span.name == name).and_then(|span| der.get(span.start..span.end));
    let value = |name: &str| find(name).map(content).unwrap_or_default();
    let oid = spans.iter().position(|span| span.name == "signatureAlgorithm").and_then(|at| {
        let inside = spans.iter().skip(at).find(|span| span.name == "algorithm")?;
        der.get(inside.start..inside.end)
    });
    let algorithm = oid.map(content).and_then(oid_name).unwrap_or_default().to_owned();
    let hash = [("SHA256", Hash::Sha256), ("SHA384", Hash::Sha384)].into_iter();
    let hash = hash.filter(|(name, _)| algorithm.to_uppercase().contains(name)).map(|(_, hash)| hash).next();
    Certified {
        title,
        anchor,
        hash: hash.zip(find("tbsCertificate")).map(|(hash, signed)| (hash.name().to_owned(), hash.digest(signed))),
        algorithm,
        // The first byte of a BIT STRING counts the bits that are not used.
        signature: value("signatureValue").get(1..).unwrap_or_default().to_vec(),
        key: value("subjectPublicKey").get(1..).unwrap_or_default().to_vec(),
        signed,
    }
}

/// What stands behind the type and the length of a value in DER. X.690 §8.1.
fn content(der: &[u8]) -> &[u8] {
    let long = der.get(1).filter(|length| **length & 0x80 != 0).map_or(0, |length| usize::from(length & 0x7f));
    der.get(2 + long..).unwrap_or_default()
}
