//! TLS 1.1 and 1.0: every suite and form of their parts, and that nobody speaks them who was not told to.

use handshake_core::client::{ClientConfig, Tls12Offer};
use handshake_core::crypto::{Bulk, Exchange, Hash, Suite12, suites_of};
use handshake_core::keys::ScheduleEntry;
use handshake_core::msgs::codes::{CipherSuite, ProtocolVersion, SignatureScheme};
use handshake_core::pair::{Network, run};
use handshake_core::pki::{CertificateKind, TeachingCa, WebPkiVerifier};
use handshake_core::record::Form;
use handshake_core::server::{ClientAuth, ServerConfig};
use handshake_core::trace::{Dir, Event, Outcome, Record, Trace};
use handshake_core::{Fault, Rule, Side, hex};
use handshake_lessons as lessons;
use handshake_scenario::settings::Settings;
use handshake_tests::{CA_SEED, configs, honest, kind12, setup};
use std::sync::Arc;

const FORBIDDEN: [ProtocolVersion; 2] = [ProtocolVersion::TLS11, ProtocolVersion::TLS10];
const ALLOWED: &[ProtocolVersion] = &[ProtocolVersion::TLS13, ProtocolVersion::TLS12];

fn both(suite: Suite12) -> (ClientConfig, ServerConfig) {
    let (client, server) = configs(kind12(suite));
    let (mut client, mut server) = (client.with_versions(&[suite.version]), server.with_versions(&[suite.version]));
    (client.suites, server.suites) = (vec![suite.id], vec![suite.id]);
    (client, server)
}

fn suites(version: ProtocolVersion) -> Vec<Suite12> {
    suites_of(&[version]).into_iter().filter_map(|id| Suite12::get_in(version, id)).collect()
}

fn sent(trace: &Trace) -> Vec<(Side, &Record)> {
    let mut all = Vec::new();
    for (_, side, event) in trace.events() {
        match event {
            Event::Record(record) if record.dir == Dir::Sent => all.push((side, record)),
            _ => {}
        }
    }
    all
}

fn values(trace: &Trace, node: ScheduleEntry) -> Vec<Vec<u8>> {
    let value = |(_, _, event): (usize, Side, &Event)| match event {
        Event::Key(key) if key.node == node => Some(key.value.clone()),
        _ => None,
    };
    trace.events().filter_map(value).collect()
}

fn failed(trace: &Trace) -> (Side, Rule) {
    match &trace.outcome {
        Outcome::Failed { side, fault: Fault::Broken { rule, .. } } => (*side, *rule),
        other => panic!("it did not fail: {other:?}"),
    }
}

#[test]
fn every_suite_with_and_without_its_extensions() {
    for version in FORBIDDEN {
        assert_eq!(suites(version).len(), 6, "{}", version.text());
        for suite in suites(version) {
            for (extended_master_secret, encrypt_then_mac) in
                [(true, true), (true, false), (false, true), (false, false)]
            {
                let (mut client, server) = both(suite);
                client.tls12 = Tls12Offer { extended_master_secret, encrypt_then_mac, ..Tls12Offer::default() };
                let trace = honest(client, server);
                let what =
                    format!("{} {} {extended_master_secret} {encrypt_then_mac}", version.text(), suite.id.text());
                assert_eq!(trace.outcome, Outcome::Closed, "{what}");
                let Bulk::Cbc { key_len, mac } = suite.bulk else { panic!("{what}: no CBC") };
                let wanted = Form::Block { key_len, mac, encrypt_then_mac, version };
                for (_, record) in sent(&trace) {
                    // The first ClientHello's says 1.0, whatever it offers.
                    let said = if record.number == 0 && record.sealing.is_none() {
                        &record.bytes[1..2]
                    } else {
                        &record.bytes[1..3]
                    };
                    assert!(version.0.to_be_bytes().starts_with(said), "{what}: {}", hex(&record.bytes));
                    assert!(record.sealing.as_ref().is_none_or(|sealing| sealing.form == wanted), "{what}");
                }
                let [one, other] = values(&trace, ScheduleEntry::MasterSecret12).try_into().expect("both have it");
                assert_eq!((one.len(), one == other), (48, true), "{what}");
            }
        }
    }
}

#[test]
fn an_iv_is_the_block_before_in_tls10_and_drawn_in_tls11() {
    for version in FORBIDDEN {
        let suite = suites(version)[0];
        let (client, server) = both(suite);
        let trace = honest(client, server);
        for side in [Side::Client, Side::Server] {
            let sealed = sent(&trace)
                .into_iter()
                .filter(|(by, _)| *by == side)
                .filter_map(|(_, record)| record.sealing.as_ref());
            let sealed: Vec<_> = sealed.collect();
            assert!(sealed.len() > 2, "Finished, data, close_notify");
            for pair in sealed.windows(2) {
                let last = &pair[0].ciphertext[pair[0].ciphertext.len() - 16..];
                assert_eq!(pair[1].nonce == last, version == ProtocolVersion::TLS10, "{}", version.text());
                assert_eq!(pair[1].explicit.is_empty(), version == ProtocolVersion::TLS10, "{}", version.text());
            }
            let node = if side == Side::Client { ScheduleEntry::ClientWriteIv } else { ScheduleEntry::ServerWriteIv };
            match version {
                ProtocolVersion::TLS10 => assert_eq!(values(&trace, node)[0], sealed[0].nonce, "the key block's"),
                _ => assert_eq!(values(&trace, node), Vec::<Vec<u8>>::new(), "the key block has none"),
            }
        }
    }
}

#[test]
fn clients_show_their_certificates() {
    for version in FORBIDDEN {
        for kind in [CertificateKind::EcdsaP256, CertificateKind::EcdsaP384, CertificateKind::Rsa2048] {
            let (mut client, mut server) = both(suites(version)[0]);
            let issued = TeachingCa::new(kind, CA_SEED).issue_client("student.example").expect("a chain");
            client.identities = vec![issued.identity.clone()];
            server.client_auth = Some(ClientAuth {
                verifier: Arc::new(WebPkiVerifier::new(&[&issued.root]).expect("a root").of_clients()),
                required: true,
                signature_schemes: SignatureScheme::CHECKED.to_vec(),
                authorities: Vec::new(),
            });
            let trace = honest(client, server);
            assert_eq!(trace.outcome, Outcome::Closed, "{} {kind:?}", version.text());
        }
    }
}

/// Somebody who changes a byte of the n-th message of a type.
struct Changed(u8, usize);

impl Network for Changed {
    fn carry(&mut self, _: Side, mut bytes: Vec<u8>) -> (Vec<u8>, Option<String>) {
        if bytes.first() == Some(&22) && bytes.get(5) == Some(&self.0) {
            let at = bytes.len().saturating_sub(self.1);
            bytes[at] ^= 1;
        }
        (bytes, None)
    }
}

#[test]
fn a_changed_signature_or_record_is_found_out() {
    for version in FORBIDDEN {
        for suite in suites(version).into_iter().filter(|suite| suite.exchange == Exchange::Ecdhe) {
            let (client, server) = both(suite);
            // The last byte of ServerKeyExchange is one of the signature's.
            let trace = run(setup(client, server), &mut Changed(12, 1));
            assert_eq!(failed(&trace), (Side::Client, Rule::SignatureFits), "{}", suite.id.text());
        }
        let (client, server) = both(suites(version)[0]);
        // ServerHello's random: the client signs nothing, but the server's signature is over it.
        let trace = run(setup(client, server), &mut Changed(2, 60));
        assert_eq!(failed(&trace), (Side::Client, Rule::SignatureFits), "{}", version.text());
    }
}

#[test]
fn nobody_speaks_them_who_was_not_told_to() {
    for version in FORBIDDEN {
        let suite = suites(version)[0];
        let (old_client, old_server) = both(suite);
        for allowed in [&ALLOWED[..1], &ALLOWED[1..], ALLOWED] {
            let (client, server) = configs(kind12(suite));
            let (client, server) = (client.with_versions(allowed), server.with_versions(allowed));
            let mut willing = client.clone();
            willing.suites = [client.suites.clone(), vec![suite.id]].concat();
            assert_eq!(failed(&honest(old_client.clone(), server)), (Side::Server, Rule::VersionInCommon));
            // A hello of TLS 1.2 offers all versions before it, by the rules of that time: then it is the client that refuses.
            let refused = if allowed == &ALLOWED[1..] {
                (Side::Client, Rule::VersionSelected)
            } else {
                (Side::Server, Rule::VersionInCommon)
            };
            assert_eq!(failed(&honest(willing, old_server.clone())), refused);
        }
    }
    // What is usual offers neither.
    let (client, server) = configs(CertificateKind::EcdsaP256);
    assert_eq!((client.versions, server.versions), (vec![ProtocolVersion::TLS13], vec![ProtocolVersion::TLS13]));
}

/// Somebody who says in a ServerHello that an older version was chosen.
struct Older(ProtocolVersion);

impl Network for Older {
    fn carry(&mut self, from: Side, mut bytes: Vec<u8>) -> (Vec<u8>, Option<String>) {
        if from == Side::Server && bytes.first() == Some(&22) && bytes.get(5) == Some(&2) {
            bytes[9..11].copy_from_slice(&self.0.0.to_be_bytes());
        }
        (bytes, None)
    }
}

#[test]
fn an_answer_in_a_version_that_was_not_offered_is_refused() {
    for version in FORBIDDEN {
        for allowed in [&ALLOWED[1..], ALLOWED] {
            let (client, server) = configs(CertificateKind::EcdsaP256);
            let (client, server) = (client.with_versions(allowed), server.with_versions(&ALLOWED[1..]));
            let trace = run(setup(client, server), &mut Older(version));
            assert_eq!(failed(&trace), (Side::Client, Rule::VersionSelected), "{}", version.text());
        }
    }
}

#[test]
fn who_could_do_better_says_so() {
    let versions = [ProtocolVersion::TLS12, ProtocolVersion::TLS10];
    let (client, server) = configs(CertificateKind::EcdsaP256);
    let old = client.clone().with_versions(&versions[1..]);
    let trace = honest(old, server.clone().with_versions(&versions));
    assert_eq!(trace.outcome, Outcome::Closed);
    assert!(values(&trace, ScheduleEntry::ServerRandom)[0].ends_with(b"DOWNGRD\x00"));
    // And who offered better takes that for what it is.
    struct Worse;
    impl Network for Worse {
        fn carry(&mut self, from: Side, mut bytes: Vec<u8>) -> (Vec<u8>, Option<String>) {
            if from == Side::Client && bytes.first() == Some(&22) && bytes.get(5) == Some(&1) {
                bytes[9..11].copy_from_slice(&ProtocolVersion::TLS10.0.to_be_bytes());
            }
            (bytes, None)
        }
    }
    let trace = run(setup(client.with_versions(&versions), server.with_versions(&versions)), &mut Worse);
    assert_eq!(failed(&trace), (Side::Client, Rule::NotDowngraded));
}

/// Whatever a scenario sets, what is sealed in it is of TLS 1.2 or 1.3.
#[test]
fn no_scenario_speaks_them() {
    for scenario in lessons::scenarios() {
        for version in ["1.1", "1.0"] {
            let mut settings = Settings::of(scenario.id);
            settings.set("client_version", version).expect("a version");
            let versions = settings.server_versions();
            assert!(versions.iter().all(|version| ALLOWED.contains(version)), "{}", scenario.id);
            assert_eq!(settings.version(), None, "{}", scenario.id);
        }
    }
}

/// "A" and "B" of RFC 2246 §5, by a second implementation: OpenSSL's TLS1-PRF of MD5-SHA1, with a secret of an odd length, too.
#[test]
fn the_prf_is_openssls() {
    let (secret, seed) = ("000102030405060708090a0b0c0d0e0f10", "6c6162656c73656564");
    let arg = |name: &str, value: &str| ["-kdfopt".to_owned(), format!("{name}:{value}")];
    for cut in [2, 0] {
        let secret = &secret[cut..];
        let args = [arg("digest", "MD5-SHA1"), arg("hexsecret", secret), arg("hexseed", seed)].concat();
        let output =
            std::process::Command::new("openssl").args(["kdf", "-keylen", "64"]).args(args).arg("TLS1-PRF").output();
        let Ok(output) = output else { return };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let theirs = String::from_utf8_lossy(&output.stdout).trim().replace(':', "").to_lowercase();
        let bytes = |hex: &str| {
            (0..hex.len())
                .step_by(2)
                .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex"))
                .collect::<Vec<u8>>()
        };
        assert_eq!(hex(&Hash::Md5Sha1.prf(&bytes(secret), &bytes(seed), 64)), theirs);
    }
}

#[test]
fn their_hash_is_two() {
    let both = Hash::Md5Sha1.digest(b"abc");
    assert_eq!(hex(&both), "900150983cd24fb0d6963f7d28e17f72a9993e364706816aba3e25717850c26c9cd0d89d");
    assert_eq!(Hash::Md5Sha1.expand(&both, b"", 10), None, "no hash for HKDF");
    let id = CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256;
    assert_eq!(Suite12::get_in(ProtocolVersion::TLS11, id), None, "an AEAD is of TLS 1.2");
    assert_eq!(Suite12::get_in(ProtocolVersion::SSL3, CipherSuite::TLS_RSA_WITH_AES_128_CBC_SHA), None);
}
