//! The engine against itself.

use handshake_core::crypto::Suite;
use handshake_core::msgs::codes::NamedGroup;
use handshake_core::pki::CertificateKind;
use handshake_core::trace::{Event, Outcome};
use handshake_tests::{configs, honest};

#[test]
fn every_suite_group_and_certificate_kind_closes_cleanly() {
    for kind in [CertificateKind::EcdsaP256, CertificateKind::Ed25519, CertificateKind::Rsa2048] {
        for group in [NamedGroup::X25519, NamedGroup::SECP256R1] {
            for suite in Suite::ALL {
                let (mut client, server) = configs(kind);
                client.suites = vec![suite.id];
                client.key_shares = vec![group];
                let trace = honest(client, server);
                if std::env::var("SHOW").is_ok() {
                    for step in &trace.steps {
                        println!("{} {} -> {}", step.side.name(), step.from, step.to);
                        for event in &step.events {
                            match event {
                                Event::Message(m) => println!("    {:?} {} {}", m.dir, m.name, m.bytes.len()),
                                Event::Record(r) => println!("    {:?} record {} {}", r.dir, r.number, r.bytes.len()),
                                Event::Key(k) => println!("    key {}", k.node.name()),
                                Event::Check(c) => println!("    check {} {}", c.rule.id(), c.passed),
                                Event::Choice(c) => println!("    choice {} {:?}", c.what, c.picked),
                                Event::Transcript(t) => println!("    point {}", t.point.name()),
                                e => println!("    {e:?}"),
                            }
                        }
                    }
                }
                assert_eq!(trace.outcome, Outcome::Closed, "{kind:?} {group:?} {suite:?}");
            }
        }
    }
}
