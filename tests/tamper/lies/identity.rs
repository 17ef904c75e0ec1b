//! Certificates that are good but for one thing, and what their authority says of them, in both versions.

use super::{Lie, World, in_world, tls12};
use handshake_core::pki::{Answer, CertificateKind, Order, Shape, TeachingCa, Weakness, WebPkiVerifier};
use handshake_core::{Rule, Side};
use handshake_tests::{CA_SEED, NOW};
use std::sync::Arc;

pub fn lies() -> Vec<Lie> {
    let to_client = |what, rule, world| in_world(what, Side::Client, rule, world);
    vec![
        to_client("a key that is too short", Rule::KeyStrong, |w| {
            ordered(w, CertificateKind::EcdsaP256, |order| order.weakness = Weakness::ShortKey);
        }),
        to_client("a signature with SHA-1", Rule::HashStrong, |w| {
            ordered(w, CertificateKind::Rsa2048, |order| order.weakness = Weakness::Sha1);
        }),
        to_client("a name that the authority may not certify", Rule::NamePermitted, |w| {
            ordered(w, CertificateKind::EcdsaP256, |order| order.shape = Shape::Constrained);
        }),
        to_client("no status, which the certificate demands", Rule::StatusSent, |w| {
            ordered(w, CertificateKind::EcdsaP256, |order| order.must_staple = true);
            w.client.status_request = true;
        }),
        to_client("no answer", Rule::StatusForm, |w| answered(w, Answer::TryLater)),
        to_client("an answer about another", Rule::StatusFits, |w| answered(w, Answer::OfAnother)),
        to_client("an answer by somebody else", Rule::StatusSigned, |w| answered(w, Answer::Forged)),
        to_client("an old answer", Rule::StatusFresh, |w| answered(w, Answer::Old)),
        to_client("an unknown certificate", Rule::StatusKnown, |w| answered(w, Answer::Unknown)),
        to_client("a revoked certificate", Rule::NotRevoked, |w| answered(w, Answer::Revoked)),
        to_client("an old answer, in TLS 1.2", Rule::StatusFresh, |w| {
            tls12::world(w);
            answered(w, Answer::Old);
        }),
        to_client("a revoked certificate, in TLS 1.2", Rule::NotRevoked, |w| {
            tls12::world(w);
            answered(w, Answer::Revoked);
        }),
    ]
}

/// The server's certificate is one that was ordered so.
fn ordered(world: &mut World, kind: CertificateKind, change: fn(&mut Order)) {
    let mut order = Order::server("example.com");
    change(&mut order);
    let issued = TeachingCa::new(kind, CA_SEED).order(&order).expect("a chain");
    world.client.verifier = Arc::new(WebPkiVerifier::new(&[&issued.root]).expect("a root"));
    world.server.identities = vec![issued.identity];
}

/// The server brings along what its authority answers.
fn answered(world: &mut World, answer: Answer) {
    let issued = TeachingCa::new(CertificateKind::EcdsaP256, CA_SEED).issue("example.com").expect("a chain");
    world.client.status_request = true;
    world.server.status = Some(issued.answer(answer, NOW).expect("an answer"));
}
