//! Which certificate is shown, and how its key signs: keyUsage, kinds and lengths of keys, curves; and how long a key of the
//! schedule lasts.

use crate::tls12_strict::settle;
use handshake_core::client::ClientConfig;
use handshake_core::connection::Status;
use handshake_core::crypto::signer;
use handshake_core::msgs::codes::{CipherSuite, ExtensionType, NamedGroup, ProtocolVersion, SignatureScheme};
use handshake_core::msgs::extensions::{Extension, NamedGroupList};
use handshake_core::msgs::tls12::ServerKeyExchange;
use handshake_core::msgs::{Body, CertificateVerify, ClientHello, Handshake, KeyUpdate};
use handshake_core::pki::{CertificateKind, Identity, Order, TeachingCa, Verifier, Weakness, WebPkiVerifier};
use handshake_core::random::Seeded;
use handshake_core::record::HEADER;
use handshake_core::server::ServerConfig;
use handshake_core::trace::{Dir, Event, Message, Outcome, Step};
use handshake_core::{ClientConnection, Fault, Rule, ServerConnection, Side, Trace};
use handshake_live::Anybody;
use handshake_tests::{CA_SEED, NOW, TLS12, configs, configs12, honest, suite12};
use handshake_wire::{decode, encode};
use std::sync::Arc;

/// A certificate and its key from `tests/data/certificates`.
pub fn kept(name: &str) -> Identity {
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    let file = |end| format!("{}/data/certificates/{name}.{end}", env!("CARGO_MANIFEST_DIR"));
    let chain = CertificateDer::pem_file_iter(file("pem")).expect("a file").map(|one| one.expect("PEM").to_vec());
    let key = PrivateKeyDer::from_pem_file(file("key")).expect("a key");
    Identity { chain: chain.collect(), signer: signer(key.secret_der()).expect("a key of ours") }
}

/// The same certificate with other bits in keyUsage (which breaks its signature).
fn used_for(identity: &Identity, bits: u8) -> Identity {
    let mut identity = identity.clone();
    let leaf = &mut identity.chain[0];
    // 2.5.29.15, critical, an OCTET STRING around a BIT STRING.
    let head = [0x06, 3, 0x55, 0x1d, 15, 1, 1, 0xff, 4, 4, 3, 2];
    let at = leaf.windows(head.len()).position(|window| window == head).expect("keyUsage") + head.len();
    (leaf[at], leaf[at + 1]) = (0, bits);
    identity
}

const DIGITAL_SIGNATURE: u8 = 0x80;
const KEY_ENCIPHERMENT: u8 = 0x20;

pub fn failed(trace: &Trace) -> Option<(Side, Rule)> {
    match &trace.outcome {
        Outcome::Failed { side, fault: Fault::Broken { rule, .. } } => Some((*side, *rule)),
        _ => None,
    }
}

pub fn sent<'a>(steps: &'a [Step], name: &str) -> Vec<&'a Message> {
    let events = steps.iter().flat_map(|step| &step.events);
    let wanted = events.filter_map(|event| match event {
        Event::Message(message) if message.dir == Dir::Sent && message.name == name => Some(message),
        _ => None,
    });
    wanted.collect()
}

/// The scheme of the server's signature.
fn scheme(trace: &Trace) -> SignatureScheme {
    let read = |message: &&Message| decode::<Handshake<CertificateVerify>>(&message.bytes).0.expect("it is read").0;
    sent(&trace.steps, CertificateVerify::NAME).first().map(read).expect("a signature").algorithm
}

/// RFC 8446 §4.4.2.2.
#[test]
fn a_certificate_whose_key_may_not_sign_is_not_shown() {
    let (client, mut server) = configs(CertificateKind::EcdsaP256);
    let rsa = handshake_tests::issued(CertificateKind::Rsa2048).identity;
    server.identities.insert(0, used_for(&rsa, KEY_ENCIPHERMENT));
    let trace = honest(client.clone(), server.clone());
    assert_eq!((trace.outcome.clone(), scheme(&trace)), (Outcome::Closed, SignatureScheme::ECDSA_SECP256R1_SHA256));
    server.identities.truncate(1);
    assert_eq!(failed(&honest(client, server)), Some((Side::Server, Rule::SignatureInCommon)));
}

/// RFC 5246 §7.4.2: each use of a key wants its bit.
#[test]
fn tls12_shows_the_certificate_whose_key_may_do_it() {
    let cases = [
        (CipherSuite::TLS_RSA_WITH_AES_128_GCM_SHA256, DIGITAL_SIGNATURE, KEY_ENCIPHERMENT),
        (CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, KEY_ENCIPHERMENT, DIGITAL_SIGNATURE),
    ];
    for (suite, wrong, right) in cases {
        let (mut client, mut server) = configs12(suite12(suite));
        client.verifier = Arc::new(Anybody);
        let usual = server.identities[0].clone();
        server.identities = vec![used_for(&usual, wrong), used_for(&usual, right)];
        let shown = server.identities[1].chain[0].clone();
        let trace = honest(client.clone(), server.clone());
        assert_eq!(trace.outcome, Outcome::Closed, "{}", suite.text());
        let carried = sent(&trace.steps, "Certificate").iter().any(|message| {
            message.bytes.ends_with(&shown) || message.bytes.windows(shown.len()).any(|window| window == shown)
        });
        assert!(carried, "{}", suite.text());
        server.identities.truncate(1);
        assert_eq!(failed(&honest(client, server)), Some((Side::Server, Rule::SuiteInCommon)), "{}", suite.text());
    }
}

/// RFC 8446 §4.4.2.3: a client shows none, rather than one that may not sign.
#[test]
fn a_client_shows_no_certificate_whose_key_may_not_sign() {
    use handshake_core::server::ClientAuth;
    for versions in [&[ProtocolVersion::TLS13], TLS12] {
        let (client, server) = configs(CertificateKind::EcdsaP256);
        let (mut client, mut server) = (client.with_versions(versions), server.with_versions(versions));
        let issued =
            TeachingCa::new(CertificateKind::Rsa2048, CA_SEED).issue_client("student.example").expect("a chain");
        client.identities = vec![used_for(&issued.identity, KEY_ENCIPHERMENT)];
        server.client_auth = Some(ClientAuth {
            verifier: Arc::new(Anybody),
            required: true,
            signature_schemes: client.signature_schemes.clone(),
            authorities: Vec::new(),
        });
        let rule = if versions == TLS12 { Rule::ClientCertificateSent } else { Rule::CertificateRequired };
        assert_eq!(failed(&honest(client, server)), Some((Side::Server, rule)));
    }
}

const PSS: [SignatureScheme; 3] =
    [SignatureScheme::RSA_PSS_PSS_SHA256, SignatureScheme::RSA_PSS_PSS_SHA384, SignatureScheme::RSA_PSS_PSS_SHA512];
const RSAE: [SignatureScheme; 3] =
    [SignatureScheme::RSA_PSS_RSAE_SHA256, SignatureScheme::RSA_PSS_RSAE_SHA384, SignatureScheme::RSA_PSS_RSAE_SHA512];

/// RFC 8446 §4.2.3, in both versions.
#[test]
fn a_key_for_pss_alone_signs_with_schemes_of_its_own() {
    for versions in [&[ProtocolVersion::TLS13], TLS12] {
        for wanted in PSS {
            let client = ClientConfig::new("pss", Arc::new(Anybody));
            let mut client = client.with_versions(versions);
            let mut server = ServerConfig::new(vec![kept("rsa-pss-key")]).with_versions(versions);
            server.identities.extend(configs(CertificateKind::Rsa2048).1.identities);
            client.signature_schemes = [RSAE.as_slice(), &[wanted]].concat();
            let trace = honest(client.clone(), server.clone());
            assert_eq!(trace.outcome, Outcome::Closed, "{}", wanted.text());
            let signed = match versions == TLS12 {
                true => {
                    let message = sent(&trace.steps, ServerKeyExchange::NAME)[0];
                    decode::<Handshake<ServerKeyExchange>>(&message.bytes).0.expect("it is read").0.algorithm
                }
                false => scheme(&trace),
            };
            assert_eq!(signed, wanted);
            // Nor does the key decrypt: the other certificate's does.
            client.signature_schemes = RSAE.to_vec();
            assert_eq!(honest(client, server).outcome, Outcome::Closed);
        }
    }
    let mut server = ServerConfig::new(vec![kept("rsa-pss-key")]).with_versions(TLS12);
    server.suites = vec![CipherSuite::TLS_RSA_WITH_AES_128_GCM_SHA256];
    let client = ClientConfig::new("pss", Arc::new(Anybody)).with_versions(TLS12);
    assert_eq!(failed(&honest(client, server)), Some((Side::Server, Rule::SuiteInCommon)));
}

#[test]
fn a_signature_is_checked_by_its_kind_of_key_alone() {
    let random = &mut Seeded::new(1, "salt");
    let (pss, only, rsae) =
        (kept("rsa-pss-key"), kept("rsa-pss-sha256-only"), handshake_tests::issued(CertificateKind::Rsa2048).identity);
    assert_eq!((pss.schemes(), only.schemes()), (PSS.to_vec(), vec![PSS[0]]));
    assert!(!rsae.schemes().iter().any(|scheme| PSS.contains(scheme)));
    let verifier = WebPkiVerifier::none();
    for (at, (own, other)) in PSS.into_iter().zip(RSAE).enumerate() {
        let mut both = |identity: &Identity, own, other| {
            let signature = identity.signer.sign(own, b"content", random).expect("a signature");
            assert_eq!(identity.signer.sign(other, b"content", random), None);
            [own, other].map(|scheme| {
                let tls13 = verifier.signature(scheme, &identity.chain[0], b"content", &signature);
                assert_eq!(tls13, verifier.signature12(scheme, &identity.chain[0], b"content", &signature));
                tls13
            })
        };
        assert_eq!(both(&pss, own, other), [true, false]);
        assert_eq!(both(&rsae, other, own), [true, false]);
        assert_eq!(both(&only, own, other), [at == 0, false], "for SHA-256 alone");
    }
}

/// RFC 8017 §9.1.1: hash, salt and two bytes have to fit.
#[test]
fn a_key_too_short_for_a_scheme_does_not_pick_it() {
    let order = Order { weakness: Weakness::ShortKey, ..Order::server("example.com") };
    let issued = TeachingCa::new(CertificateKind::Rsa2048, CA_SEED).order(&order).expect("a chain");
    let schemes = issued.identity.schemes();
    assert!(schemes.contains(&RSAE[1]) && !schemes.contains(&RSAE[2]), "{schemes:?}");
    let mut client = ClientConfig::new("example.com", Arc::new(WebPkiVerifier::none()));
    client.signature_schemes = vec![RSAE[2]];
    let server = ServerConfig::new(vec![issued.identity]);
    assert_eq!(failed(&honest(client.clone(), server.clone())), Some((Side::Server, Rule::SignatureInCommon)));
    client.signature_schemes = vec![RSAE[2], RSAE[1]];
    let trace = honest(client, server);
    let picked = trace.events().find_map(|(_, _, event)| match event {
        Event::Choice(choice) if choice.what == handshake_core::cx::what::SIGNATURE => choice.picked.clone(),
        _ => None,
    });
    // That it is taken is another question: the key is far too short for that.
    assert_eq!((failed(&trace).map(|(side, _)| side), picked), (Some(Side::Client), Some(RSAE[1].text())));
}

const ECDSA: CipherSuite = CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;

/// RFC 8422 §5.3: "the public key in the server's certificate MUST respect the client's choice of elliptic curves".
#[test]
fn tls12_holds_a_certificates_curve_against_the_groups() {
    let (mut client, mut server) = configs12(suite12(ECDSA));
    client.verifier = Arc::new(Anybody);
    client.groups = vec![NamedGroup::X25519, NamedGroup::SECP384R1];
    assert_eq!(failed(&honest(client.clone(), server.clone())), Some((Side::Server, Rule::SuiteInCommon)));
    server.identities.extend(configs(CertificateKind::EcdsaP384).1.identities);
    let shown = server.identities[1].chain[0].clone();
    let trace = honest(client.clone(), server.clone());
    assert_eq!(trace.outcome, Outcome::Closed);
    let message = sent(&trace.steps, "Certificate")[0];
    assert!(message.bytes.windows(shown.len()).any(|window| window == shown));
    // Keys of EdDSA are on none of these curves.
    server.identities = configs(CertificateKind::Ed25519).1.identities;
    client.groups = vec![NamedGroup::X25519];
    assert_eq!(honest(client, server).outcome, Outcome::Closed);
}

pub fn pair(client: ClientConfig, server: ServerConfig, seed: u64) -> (ClientConnection, ServerConnection) {
    let random = |side| Box::new(Seeded::for_side(seed, side));
    let mut client = ClientConnection::new(Arc::new(client), random(Side::Client), NOW);
    client.receive(&[]).expect("a start");
    (client, ServerConnection::new(Arc::new(server), random(Side::Server), NOW))
}

#[test]
fn a_client_refuses_a_certificate_on_a_curve_that_it_did_not_offer() {
    let (mut client, server) = configs12(suite12(ECDSA));
    client.groups = vec![NamedGroup::X25519];
    let (mut client, mut server) = pair(client, server, 1);
    // Somebody on the way adds the curve.
    let hello = client.take_output();
    let mut hello = decode::<Handshake<ClientHello>>(&hello[HEADER..]).0.expect("a hello");
    for extension in &mut hello.0.extensions.0 {
        if extension.extension_type() == ExtensionType::SUPPORTED_GROUPS {
            *extension = Extension::SupportedGroups(NamedGroupList(vec![NamedGroup::X25519, NamedGroup::SECP256R1]));
        }
    }
    let (bytes, _) = encode(&mut hello).expect("it can be written");
    server
        .receive(&[&[22, 3, 1, (bytes.len() >> 8) as u8, bytes.len() as u8], bytes.as_slice()].concat())
        .expect("taken");
    let Err(Fault::Broken { rule, .. }) = client.receive(&server.take_output()) else { panic!("it was taken") };
    assert_eq!(rule, Rule::CertificateCurveOffered);
}

/// RFC 9846 §4.7.3: at most 2^48 - 1, here 2.
#[test]
fn a_side_takes_new_keys_so_often_and_no_more() {
    let (mut client, server) = configs(CertificateKind::EcdsaP256);
    assert_eq!(client.records.max_key_updates, (1 << 48) - 1);
    client.records.max_key_updates = 2;
    client.records.max_key_records = 10;
    let (mut client, mut server) = pair(client, server, 1);
    settle(&mut client, &mut server);
    client.key_update(false).expect("the first");
    // The second one answers the server.
    server.key_update(true).expect("connected");
    settle(&mut client, &mut server);
    client.send(b"data").expect("connected");
    settle(&mut client, &mut server);
    let updates = |client: &ClientConnection| sent(client.steps(), KeyUpdate::NAME).len();
    assert_eq!(updates(&client), 2);
    // The third is not sent, be it asked for by whom it may; the connection goes on.
    assert!(client.key_update(false).is_err());
    server.key_update(true).expect("connected");
    settle(&mut client, &mut server);
    for _ in 1..10 {
        client.send(b"data").expect("connected");
    }
    settle(&mut client, &mut server);
    assert_eq!((updates(&client), client.status(), server.status()), (2, Status::Connected, Status::Connected));
    // Until the last key has sealed what it may.
    client.send(b"data").expect("it was connected");
    let Status::Failed(Fault::Broken { rule, .. }) = client.status() else { panic!("{:?}", client.status()) };
    assert_eq!(rule, Rule::KeyNotSpent);
    // Of the peer's nobody counts more than those in a row: this client has taken three.
    assert_eq!(sent(server.steps(), KeyUpdate::NAME).len(), 2);
}

/// RFC 9846 §4.7.3: "Until receiving a subsequent KeyUpdate from the peer, the sender MUST NOT send another KeyUpdate with
/// request_update set to update_requested."
#[test]
fn new_keys_are_not_asked_for_twice() {
    let (client, server) = configs(CertificateKind::EcdsaP256);
    let (mut client, mut server) = pair(client, server, 1);
    settle(&mut client, &mut server);
    client.key_update(true).expect("connected");
    client.key_update(true).expect("connected");
    settle(&mut client, &mut server);
    client.key_update(true).expect("connected");
    let asked: Vec<u8> = sent(client.steps(), KeyUpdate::NAME).iter().map(|message| message.bytes[4]).collect();
    assert_eq!(asked, [1, 0, 1]);
}

/// RFC 9846 §4.3.8: no side uses a key share twice, and bears it if the other one does.
#[test]
fn key_shares_are_made_anew_for_every_connection() {
    for versions in [&[ProtocolVersion::TLS13], TLS12] {
        let (client, server) = configs(CertificateKind::EcdsaP256);
        let (client, server) = (client.with_versions(versions), server.with_versions(versions));
        let (client, server) = (Arc::new(client), Arc::new(server));
        let random = |side| Box::new(Seeded::for_side(1, side));
        // One source of randomness each for two connections, as a program has it.
        let (mine, theirs) = (Shared::new(random(Side::Client)), Shared::new(random(Side::Server)));
        let mut shares = Vec::new();
        for _ in 0..3 {
            let mut one = ClientConnection::new(Arc::clone(&client), Box::new(mine.clone()), NOW);
            let mut other = ServerConnection::new(Arc::clone(&server), Box::new(theirs.clone()), NOW);
            settle(&mut one, &mut other);
            assert_eq!((one.status(), other.status()), (Status::Connected, Status::Connected));
            shares.extend(publics(one.keys()));
        }
        let count = shares.len();
        shares.sort();
        shares.dedup();
        assert_eq!((count, shares.len()), (6, 6));
        // A client that comes with the same half again.
        for seed in [1, 2] {
            let mut one = ClientConnection::new(Arc::clone(&client), random(Side::Client), NOW);
            let answers = Box::new(Seeded::for_side(seed, Side::Server));
            let mut other = ServerConnection::new(Arc::clone(&server), answers, NOW);
            settle(&mut one, &mut other);
            assert_eq!((one.status(), other.status()), (Status::Connected, Status::Connected));
        }
    }
}

fn publics(keys: &handshake_core::keys::Keys) -> Vec<Vec<u8>> {
    use handshake_core::keys::ScheduleEntry;
    let values = [ScheduleEntry::ClientPublic, ScheduleEntry::ServerPublic].map(|entry| keys.get(entry));
    values.into_iter().flatten().map(<[u8]>::to_vec).collect()
}

/// One source for several connections.
#[derive(Clone)]
struct Shared(Arc<std::sync::Mutex<Box<Seeded>>>);

impl Shared {
    fn new(source: Box<Seeded>) -> Self {
        Shared(Arc::new(std::sync::Mutex::new(source)))
    }
}

impl handshake_core::random::Randomness for Shared {
    fn fill(&mut self, name: &'static str, out: &mut [u8]) {
        self.0.lock().expect("nobody panicked").fill(name, out);
    }
}
