//! One side refuses, and the other learns why.

use crate::peer::{Library, drive};
use crate::terms::Terms;
use crate::{OPENSSL, RUSTLS};
use handshake_core::connection::Status;
use handshake_core::crypto::Suite;
use handshake_core::msgs::codes::{AlertDescription, NamedGroup};
use handshake_core::pki::{CertificateKind, TeachingCa};
use handshake_core::{Fault, Rule, Side};
use handshake_tests::CA_SEED;

fn terms() -> Terms {
    Terms::new(Suite::ALL[0].id, NamedGroup::X25519, CertificateKind::EcdsaP256)
}

/// The terms with a chain that leads nowhere: its intermediate is missing.
fn without_intermediate() -> Terms {
    let chain = terms().chain[..1].to_vec();
    Terms { chain, ..terms() }
}

#[test]
fn we_refuse_a_chain_that_leads_nowhere() {
    we_refuse(Side::Client, &terms(), &without_intermediate(), Rule::ChainTrusted, ["UnknownCA", "unknown ca"]);
}

#[test]
fn we_refuse_a_certificate_for_another_name() {
    let other = TeachingCa::new(CertificateKind::EcdsaP256, CA_SEED).issue("example.org").expect("a chain");
    let theirs = Terms { chain: other.identity.chain, ..terms() };
    we_refuse(Side::Client, &terms(), &theirs, Rule::NameMatches, ["BadCertificate", "bad certificate"]);
}

#[test]
fn we_refuse_a_client_without_a_group_of_ours() {
    let theirs = Terms { group: NamedGroup::SECP384R1, ..terms() };
    let ours = Terms { accepted: vec![NamedGroup::X25519], ..terms() };
    let alerts = ["HandshakeFailure", "handshake failure"];
    we_refuse(Side::Server, &ours, &theirs, Rule::GroupInCommon, alerts);
}

#[test]
fn we_refuse_a_client_that_speaks_none_of_our_protocols() {
    let theirs = Terms { alpn: vec!["http/1.1"], ..terms() };
    let alerts = ["NoApplicationProtocol", "no application protocol"];
    we_refuse(Side::Server, &terms(), &theirs, Rule::AlpnInCommon, alerts);
}

#[test]
fn they_refuse_a_chain_that_leads_nowhere() {
    they_refuse(Side::Server, &without_intermediate(), &terms(), AlertDescription::UNKNOWN_CA);
}

#[test]
fn they_refuse_a_client_that_speaks_none_of_their_protocols() {
    let theirs = Terms { alpn: vec!["http/1.1"], ..terms() };
    they_refuse(Side::Client, &terms(), &theirs, AlertDescription::NO_APPLICATION_PROTOCOL);
}

/// Our side breaks off by a rule, and each library reports the rule's alert, in its own words: rustls', OpenSSL's.
fn we_refuse(side: Side, ours: &Terms, theirs: &Terms, rule: Rule, alerts: [&str; 2]) {
    for (library, alert) in [&RUSTLS, &OPENSSL].into_iter().zip(alerts) {
        let (status, error) = talk(side, ours, theirs, library);
        let broken = matches!(&status, Status::Failed(Fault::Broken { rule: r, .. }) if *r == rule);
        assert!(broken, "{}: {status:?} instead of {}", library.name, rule.id());
        assert!(error.as_ref().is_some_and(|error| error.contains(alert)), "{}: {error:?}", library.name);
    }
}

/// Each library breaks off, and our side learns why.
fn they_refuse(side: Side, ours: &Terms, theirs: &Terms, alert: AlertDescription) {
    for library in [&RUSTLS, &OPENSSL] {
        let (status, error) = talk(side, ours, theirs, library);
        assert_eq!(status, Status::Failed(Fault::PeerAlert(alert)), "{}", library.name);
        assert!(error.is_some(), "{}", library.name);
    }
}

fn talk(side: Side, ours: &Terms, theirs: &Terms, library: &Library) -> (Status, Option<String>) {
    let mut own = ours.ours(side);
    let mut peer = (library.make)(side.peer(), theirs);
    drive(own.as_mut(), peer.as_mut());
    (own.status(), peer.view().error)
}
