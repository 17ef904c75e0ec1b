//! Everything that can be agreed on.

use handshake_core::crypto::Suite;
use handshake_core::msgs::codes::NamedGroup;
use handshake_core::pki::CertificateKind;
use handshake_core::trace::Outcome;
use handshake_tests::{configs, honest};

#[test]
fn every_suite_group_and_certificate_kind_closes_cleanly() {
    let kinds =
        [CertificateKind::EcdsaP256, CertificateKind::EcdsaP384, CertificateKind::Ed25519, CertificateKind::Rsa2048];
    let groups = [
        NamedGroup::X25519,
        NamedGroup::SECP256R1,
        NamedGroup::SECP384R1,
        NamedGroup::SECP521R1,
        NamedGroup::X25519MLKEM768,
    ];
    for kind in kinds {
        for group in groups {
            for suite in Suite::ALL.into_iter().chain(Suite::RARE) {
                let (client, server) = configs(kind);
                let (mut client, mut server) = (client.with_rare_algorithms(), server.with_rare_algorithms());
                (client.suites, server.suites) = (vec![suite.id], vec![suite.id]);
                client.key_shares = vec![group];
                let trace = honest(client, server);
                assert_eq!(trace.outcome, Outcome::Closed, "{kind:?} {group:?} {suite:?}");
            }
        }
    }
}
