//! Every state of both machines, in both versions, and a run that reaches it.

use handshake_core::client::ClientConfig;
use handshake_core::msgs::codes::{CipherSuite, NamedGroup, SignatureScheme};
use handshake_core::pair::{Honest, visit};
use handshake_core::pki::{CertificateKind, TeachingCa, WebPkiVerifier};
use handshake_core::random::Seeded;
use handshake_core::server::{ClientAuth, ServerConfig};
use handshake_core::session::MemorySessions;
use handshake_core::trace::Outcome;
use handshake_core::{Side, Trace};
use handshake_tests::{CA_SEED, NOW, configs, configs12, honest, rich, setup, suite12};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The names of the states, from the code that names them.
fn named(sources: &[&'static str]) -> BTreeSet<&'static str> {
    let is_state = |text: &&str| {
        text.len() > 4 && text.starts_with(char::is_uppercase) && text.chars().all(|c| c.is_uppercase() || c == '_')
    };
    sources.iter().flat_map(|source| source.split('"').skip(1).step_by(2)).filter(is_state).collect()
}

macro_rules! source {
    ($($path:literal),*) => { &[$(include_str!(concat!("../../crates/core/src/", $path))),*] };
}

#[test]
fn every_state_is_reached() {
    let mut reached: BTreeMap<(&str, Side), BTreeSet<&str>> = BTreeMap::new();
    let mut how: BTreeMap<(&str, Side, &str), &str> = BTreeMap::new();
    for (version, scenario, trace) in runs() {
        assert_eq!(trace.outcome, Outcome::Closed, "{version}, {scenario}");
        for step in &trace.steps {
            for state in [step.from, step.to] {
                reached.entry((version, step.side)).or_default().insert(state);
                how.entry((version, step.side, state)).or_insert(scenario);
            }
        }
    }
    for ((version, side, state), scenario) in &how {
        println!("{version} {:<6} {state:<14} {scenario}", side.name());
    }
    let closed = source!["connection.rs"];
    let wanted = [
        (("TLS 1.3", Side::Client), named(source!["client/mod.rs"])),
        (("TLS 1.3", Side::Server), named(source!["server/mod.rs", "server/tls13/wait_flight2.rs"])),
        (
            ("TLS 1.2", Side::Client),
            &named(source!["client/tls12/mod.rs", "client/tls12/send_flight.rs"])
                | &BTreeSet::from(["START", "WAIT_SH"]),
        ),
        (
            ("TLS 1.2", Side::Server),
            &named(source!["server/tls12/mod.rs", "server/tls12/finish.rs"]) | &BTreeSet::from(["START"]),
        ),
    ];
    for (key, names) in wanted {
        assert!(names.len() >= 8, "{key:?}: {names:?}");
        assert_eq!(reached.get(&key), Some(&(&names | &named(closed))), "{key:?}");
    }
}

/// Runs of each version that between them go everywhere.
fn runs() -> Vec<(&'static str, &'static str, Trace)> {
    let mut runs = Vec::new();
    let (client, server) = configs(CertificateKind::EcdsaP256);
    runs.push(("TLS 1.3", "full", honest(client.clone(), server.clone())));
    let mut other = server.clone();
    other.groups = vec![NamedGroup::SECP384R1];
    runs.push(("TLS 1.3", "HelloRetryRequest", honest(client.clone(), other)));
    let (asked, asks) = asking(client.clone(), server.clone());
    runs.push(("TLS 1.3", "client certificate", honest(asked, asks)));
    let (mut early, mut reads) = (client, server);
    rich(&mut early, &mut reads);
    reads.sessions = Some(Arc::new(MemorySessions::new()));
    reads.early_data = true;
    let session = visit(setup(early.clone(), reads.clone()), &mut Honest).sessions.pop().expect("a ticket");
    early.psks = session.psk(NOW).into_iter().collect();
    early.early_data = Some(b"early".to_vec());
    runs.push(("TLS 1.3", "early data", honest(early, reads)));

    for (scenario, id) in [
        ("ECDHE", CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256),
        ("RSA", CipherSuite::TLS_RSA_WITH_AES_128_GCM_SHA256),
    ] {
        let (client, server) = configs12(suite12(id));
        runs.push(("TLS 1.2", scenario, honest(client, server)));
    }
    let (client, server) = configs12(suite12(CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256));
    let (asked, asks) = asking(client.clone(), server.clone());
    runs.push(("TLS 1.2", "client certificate", honest(asked, asks)));
    let (mut client, mut server) = (client, server);
    rich(&mut client, &mut server);
    server.sessions = Some(Arc::new(MemorySessions::new()));
    client.tls12.session = visit(setup(client.clone(), server.clone()), &mut Honest).session12;
    let mut again = setup(client, server);
    again.server_random = Box::new(Seeded::for_side(2, Side::Server));
    runs.push(("TLS 1.2", "resumed", visit(again, &mut Honest).trace));
    runs
}

fn asking(mut client: ClientConfig, mut server: ServerConfig) -> (ClientConfig, ServerConfig) {
    let issued = TeachingCa::new(CertificateKind::EcdsaP256, CA_SEED).issue_client("student.example").expect("a chain");
    server.client_auth = Some(ClientAuth {
        verifier: Arc::new(WebPkiVerifier::new(&[&issued.root]).expect("a root").of_clients()),
        required: true,
        signature_schemes: vec![SignatureScheme::ECDSA_SECP256R1_SHA256],
        authorities: Vec::new(),
    });
    client.identities = vec![issued.identity];
    (client, server)
}
