//! Who shows which certificate, and how that ends: each scenario's rule and alert, and the account against the judge.

use handshake_analysis::run::Run;
use handshake_app::Story;
use handshake_core::client::ClientConfig;
use handshake_core::pki::{Aspect, Path, WebPkiVerifier};
use handshake_core::random::Seeded;
use handshake_core::rules::Fault;
use handshake_core::trace::{Event, Outcome, Side};
use handshake_core::{ClientConnection, Rule};
use handshake_scenario::settings::{KEYS, Settings, server_name};
use std::sync::Arc;

fn run(scenario: &'static str, set: &[(&str, &str)]) -> Run {
    let mut settings = Settings::of(scenario);
    for (id, value) in set {
        settings.set(id, value).unwrap_or_else(|problem| panic!("{problem}"));
    }
    Run::new(settings)
}

/// Who found which rule broken.
fn broken(run: &Run) -> Option<(Side, Rule)> {
    match &run.trace.outcome {
        Outcome::Failed { side, fault: Fault::Broken { rule, .. } } => Some((*side, *rule)),
        Outcome::Closed => None,
        other => panic!("{}: {other:?}", run.settings.scenario),
    }
}

#[test]
fn every_scenario_ends_with_its_rule_and_alert() {
    for (scenario, rule, alert) in [
        ("trusted", None, "close_notify"),
        ("wrong-name", Some((Side::Client, Rule::NameMatches)), "bad_certificate"),
        ("expired", Some((Side::Client, Rule::ChainInTime)), "certificate_expired"),
        ("not-yet-valid", Some((Side::Client, Rule::ChainInTime)), "certificate_expired"),
        ("unknown-ca", Some((Side::Client, Rule::ChainTrusted)), "unknown_ca"),
        ("self-signed", Some((Side::Client, Rule::ChainTrusted)), "unknown_ca"),
        ("missing-intermediate", Some((Side::Client, Rule::ChainTrusted)), "unknown_ca"),
        ("revoked", Some((Side::Client, Rule::NotRevoked)), "certificate_revoked"),
        ("wrong-usage", Some((Side::Client, Rule::ChainUsage)), "unsupported_certificate"),
        ("weak-key", Some((Side::Client, Rule::KeyStrong)), "bad_certificate"),
        ("mitm-own-cert", Some((Side::Client, Rule::ChainTrusted)), "unknown_ca"),
        ("mitm-trusted-ca", None, "close_notify"),
        ("client-unknown", Some((Side::Server, Rule::ChainTrusted)), "unknown_ca"),
    ] {
        let run = run(scenario, &[]);
        assert_eq!(broken(&run), rule, "{scenario}");
        let (_, sent) = run.trace.alerts().into_iter().next().expect("an alert");
        assert_eq!(sent.text(), alert, "{scenario}");
    }
}

#[test]
fn other_ways_to_be_refused_and_to_be_taken() {
    let refused = [
        (&[("chain", "other-intermediate")][..], Rule::ChainTrusted),
        (&[("chain", "by-site")], Rule::ChainUsage),
        (&[("chain", "constrained"), ("name", "netflix.com")], Rule::NamePermitted),
        (&[("weak", "sha1")], Rule::HashStrong),
        (&[("issued", "wildcard")], Rule::NameMatches),
        (&[("status", "unknown")], Rule::StatusKnown),
        (&[("status", "old")], Rule::StatusFresh),
        (&[("status", "another")], Rule::StatusFits),
        (&[("status", "forged")], Rule::StatusSigned),
        (&[("status", "try-later")], Rule::StatusForm),
        (&[("status", "must-staple")], Rule::StatusSent),
        (&[("status", "listed")], Rule::NotRevoked),
        (&[("trust", "nobody")], Rule::ChainTrusted),
    ];
    for (set, rule) in refused {
        assert_eq!(broken(&run("tls13-full", set)), Some((Side::Client, rule)), "{set:?}");
    }
    let taken = [
        &[("chain", "cross-signed")][..],
        &[("chain", "constrained")],
        &[("issued", "wildcard"), ("name", "www.school.example")],
        &[("name", "192.0.2.7")],
        &[("name", "2001:db8::7")],
        &[("name", "bücher.example")],
        &[("status", "delegated")],
        &[("status", "missing")],
        &[("status", "list")],
        &[("certificate", "rsa_pss_rsae_sha256"), ("status", "delegated")],
        &[("certificate", "ed25519"), ("status", "good")],
        &[("certificate", "ecdsa_secp384r1_sha384"), ("status", "list")],
    ];
    for set in taken {
        assert_eq!(broken(&run("tls13-full", set)), None, "{set:?}");
    }
}

#[test]
fn an_address_is_not_sent_as_a_name_and_a_name_in_other_letters_is_sent_in_these() {
    let hello = |name: &str| {
        let run = run("tls13-full", &[("name", name)]);
        let hello = run.trace.events().find_map(|(_, _, event)| match event {
            Event::Message(message) => Some(message.bytes.clone()),
            _ => None,
        });
        (run.settings.server_name.clone(), hello.expect("a ClientHello"))
    };
    let holds = |hello: &[u8], text: &str| hello.windows(text.len()).any(|window| window == text.as_bytes());
    let (address, bytes) = hello("192.0.2.7");
    assert!(address == "192.0.2.7" && !holds(&bytes, "192.0.2.7"));
    let (name, bytes) = hello("Bücher.Example");
    assert!(name == "xn--bcher-kva.example" && holds(&bytes, &name), "{name}");
}

#[test]
fn what_is_copied_with_a_name_is_taken_off_and_nothing_else_is_sent() {
    for typed in [
        "https://School.example/path?x#y",
        "school.example:443",
        "school.example.",
        "https://user@school.example:8443/",
        " school.example ",
    ] {
        assert_eq!(server_name(typed).as_deref(), Ok("school.example"), "{typed}");
    }
    assert_eq!(server_name("https://[2001:db8::7]:443/").as_deref(), Ok("2001:db8::7"));
    assert_eq!(server_name("192.0.2.7:443").as_deref(), Ok("192.0.2.7"));
    assert_eq!(server_name("bücher.example.").as_deref(), Ok("xn--bcher-kva.example"));
    for wrong in ["", "a..b", "*.example", "a b", "school.example:https", "."] {
        assert!(server_name(wrong).is_err(), "{wrong}");
    }
    // Whoever uses the engine by itself can't send such a name either.
    for (name, sent) in [
        ("school.example.", Some("school.example")),
        ("*.example", None),
        ("bücher.example", None),
        ("a b", None),
        ("192.0.2.7", None),
    ] {
        let config = ClientConfig::new(name, Arc::new(WebPkiVerifier::none()));
        let mut client = ClientConnection::new(Arc::new(config), Box::new(Seeded::for_side(1, Side::Client)), 0);
        client.receive(&[]).expect("a hello");
        let hello = client.take_output();
        let header = |name: &str| {
            let len = u8::try_from(name.len()).expect("short");
            [&[0, 0, 0, len + 5, 0, len + 3, 0, 0, len], name.as_bytes()].concat()
        };
        let holds = |name: &str| hello.windows(name.len() + 9).any(|window| window == header(name));
        match sent {
            Some(sent) => assert!(holds(sent), "{name}"),
            None => assert!(!holds(name) && !hello.windows(4).any(|window| window == b"exam"), "{name}"),
        }
    }
}

/// The chains of a run that were looked at, each with whether the judge found a rule about it broken.
fn chains(run: &Run) -> Vec<(&Path, Option<Rule>)> {
    let mut all: Vec<(&Path, Option<Rule>)> = Vec::new();
    for (_, _, event) in run.trace.events() {
        match event {
            Event::Chain(path) => all.push((path, None)),
            Event::Check(check) if !check.passed => {
                if let Some((_, rule)) = all.last_mut() {
                    *rule = Some(check.rule);
                }
            }
            _ => {}
        }
    }
    all
}

#[test]
fn the_account_of_a_chain_never_disagrees_with_the_judge() {
    let about = |rule: Rule| match rule {
        Rule::ChainTrusted => vec![Aspect::Trust, Aspect::Signature],
        Rule::ChainInTime => vec![Aspect::Dates],
        Rule::ChainUsage => vec![Aspect::Usage, Aspect::Authority],
        Rule::NamePermitted => vec![Aspect::Constraints],
        Rule::NameMatches => vec![Aspect::Name],
        Rule::KeyStrong | Rule::HashStrong => vec![Aspect::Strength],
        Rule::NotRevoked => vec![Aspect::Status],
        _ => vec![],
    };
    let of_status = |rule: Rule| rule.id().starts_with("status");
    let mut seen = 0;
    for scenario in handshake_lessons::scenarios() {
        let keys = ["issued", "chain", "usage", "weak", "status", "trust", "date", "certificate", "middle", "leg"];
        for key in KEYS.iter().filter(|key| keys.contains(&key.id)) {
            for option in key.options {
                let mut settings = Settings::of(scenario.id);
                if settings.set(key.id, option).is_err() {
                    continue;
                }
                let run = Run::new(settings);
                for (path, rule) in chains(&run) {
                    seen += 1;
                    let told: Vec<Aspect> =
                        path.checks().filter(|(_, check)| check.passed == Some(false)).map(|(_, c)| c.what).collect();
                    let place = format!("{} with {}={option}: {rule:?}, {told:?}", scenario.id, key.id);
                    match rule {
                        Some(rule) if of_status(rule) => assert!(told.is_empty(), "{place}"),
                        // Revoked by OCSP: told of the status, not of the chain.
                        Some(Rule::NotRevoked) if told.is_empty() => {}
                        Some(rule) if !about(rule).is_empty() => {
                            assert!(about(rule).iter().any(|aspect| told.contains(aspect)), "{place}");
                        }
                        Some(_) => {}
                        None => assert!(told.is_empty(), "{place}"),
                    }
                }
            }
        }
    }
    assert!(seen > 500, "{seen}");
}

#[test]
fn an_attacker_in_the_middle_reads_what_is_said_if_its_authority_is_trusted() {
    let inside = run("mitm-trusted-ca", &[]);
    let middle = inside.mitm.clone().expect("an attacker");
    assert_eq!(middle.request.as_deref(), Some(inside.settings.request.as_str()));
    assert_eq!(middle.reply.as_deref(), Some(inside.settings.reply.as_str()));
    let caught = run("mitm-own-cert", &[]);
    assert_eq!(caught.mitm.expect("an attacker").request, None);
    // The other handshake is another one: other randoms, another certificate.
    let other = run("mitm-trusted-ca", &[("leg", "server")]);
    assert_ne!(inside.trace, other.trace);
    assert_eq!(broken(&other), None);
    let page = Story::open("/s/mitm-trusted-ca/1").page();
    assert_eq!((page.stage.client.name.as_str(), page.stage.server.name.as_str()), ("Client", "Attacker"));
    let page = Story::open("/s/mitm-trusted-ca/1?leg=server").page();
    assert_eq!((page.stage.client.name.as_str(), page.stage.server.name.as_str()), ("Attacker", "Server"));
}
