//! Stapled statuses (RFC 6066 §8) with OpenSSL's programs and with rustls, in both versions and both roles.

use crate::identity::Folder;
use crate::rustls_more::{OurClient, OurServer};
use crate::rustls_peer::{client_config, server_config};
use crate::tcp::{Running, listen};
use crate::terms::Terms;
use handshake_app::chain_checker::to_pem;
use handshake_core::client::ClientConfig;
use handshake_core::connection::Status;
use handshake_core::crypto::Suite;
use handshake_core::msgs::codes::{CipherSuite, NamedGroup, ProtocolVersion};
use handshake_core::pki::{Answer, Aspect, CertificateKind, Issued, Verifier, WebPkiVerifier};
use handshake_core::random::Seeded;
use handshake_core::rules::Rule;
use handshake_core::server::ServerConfig;
use handshake_core::trace::Event;
use handshake_core::{ClientConnection, Fault, ServerConnection, Side};
use handshake_tests::{NOW, TLS12, configs, issued};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, RootCertStore, SignatureScheme};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const KIND: CertificateKind = CertificateKind::EcdsaP256;
const VERSIONS: [(&[ProtocolVersion], &str); 2] = [(&[ProtocolVersion::TLS13], "-tls1_3"), (TLS12, "-tls1_2")];

/// Whether a client has found that the certificate's status is good; `None` if it got none.
fn found(own: &ClientConnection) -> Option<bool> {
    own.steps().iter().flat_map(|step| &step.events).find_map(|event| match event {
        Event::Status(status) => {
            status.checks.iter().find(|check| check.what == Aspect::Status).map(|check| check.passed == Some(true))
        }
        _ => None,
    })
}

fn asking(versions: &[ProtocolVersion]) -> ClientConfig {
    let (client, _) = configs(KIND);
    ClientConfig { status_request: true, ..client.with_versions(versions) }
}

/// Chain, key and status for OpenSSL's server, as files.
fn files(folder: &Folder, issued: &Issued, answer: &[u8]) {
    let terms = Terms::new(Suite::ALL[0].id, NamedGroup::X25519, KIND);
    assert_eq!(terms.chain, issued.identity.chain);
    folder.write("leaf.pem", to_pem(&issued.identity.chain[..1], "CERTIFICATE"));
    folder.write("above.pem", to_pem(&issued.identity.chain[1..], "CERTIFICATE"));
    folder.write("root.pem", to_pem([&issued.root], "CERTIFICATE"));
    folder.write("key.pem", to_pem([&terms.key], "PRIVATE KEY"));
    folder.write("status.der", answer);
}

/// Our client with a server on a socket, until it is connected or has failed.
fn visit(mut own: ClientConnection, address: &str) -> ClientConnection {
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a socket");
    let _ = own.receive(&[]);
    loop {
        stream.write_all(&own.take_output()).expect("it listens");
        if own.status() != Status::Handshaking {
            return own;
        }
        let mut buffer = [0; 4096];
        let count = stream.read(&mut buffer).expect("bytes in time");
        assert_ne!(count, 0, "the server hung up");
        // What it thinks of them is its status.
        let _ = own.receive(&buffer[..count]);
    }
}

#[test]
fn our_client_judges_what_s_server_staples() {
    let Some(folder) = Folder::new("s-server-staples") else { return };
    let issued = issued(KIND);
    for (answer, rule) in [(Answer::Good, None), (Answer::Revoked, Some(Rule::NotRevoked))] {
        files(&folder, &issued, &issued.answer(answer, NOW).expect("an answer"));
        for (versions, flag) in VERSIONS {
            let args = ["s_server", "-accept", "127.0.0.1:0", flag, "-cert", "leaf.pem", "-key", "key.pem"];
            let more = ["-cert_chain", "above.pem", "-status_file", "status.der"];
            let mut server = Running::start(Command::new("openssl").args(args).args(more).current_dir(folder.path()));
            let address = server.line_with("ACCEPT ").trim_start_matches("ACCEPT ").trim().to_owned();
            let random = Box::new(Seeded::for_side(3, Side::Client));
            let own = visit(ClientConnection::new(Arc::new(asking(versions)), random, NOW), &address);
            assert_eq!(found(&own), Some(rule.is_none()), "{flag}, {answer:?}");
            match (own.status(), rule) {
                (Status::Connected, None) => {}
                (Status::Failed(Fault::Broken { rule, .. }), Some(wanted)) if rule == wanted => {}
                (status, _) => panic!("{flag}, {answer:?}: {status:?}"),
            }
        }
    }
}

#[test]
fn s_client_reads_what_our_server_staples() {
    let Some(folder) = Folder::new("s-client-staples") else { return };
    let issued = issued(KIND);
    // The program looks at the real clock.
    let (now, valid) = (crate::kit::now(), NOW.to_string());
    for (answer, said) in [(Answer::Good, "Cert Status: good"), (Answer::Revoked, "Cert Status: revoked")] {
        let status = issued.answer(answer, now).expect("an answer");
        files(&folder, &issued, &status);
        for (versions, flag) in VERSIONS {
            let (_, server) = configs(KIND);
            let config = ServerConfig { status: Some(status.clone()), ..server.with_versions(versions) };
            let random = Box::new(Seeded::for_side(3, Side::Server));
            let own = ServerConnection::new(Arc::new(config), random, NOW);
            let (listener, port) = listen();
            let address = format!("127.0.0.1:{port}");
            let args = ["s_client", "-connect", &address, flag, "-servername", "example.com", "-CAfile", "root.pem"];
            let more = ["-status", "-attime", &valid, "-verify_return_error", "-verify_hostname", "example.com"];
            let mut client = Running::start(Command::new("openssl").args(args).args(more).current_dir(folder.path()));
            let mut ours = crate::tcp::Tcp::accept(own, &listener);
            ours.connected();
            client.line_with("OCSP Response Status: successful (0x0)");
            client.line_with(said);
            ours.close();
        }
    }
}

/// OpenSSL as the authority: it issues the certificate, and answers for it.
#[test]
fn we_believe_what_openssl_ocsp_signs() {
    let Some(folder) = Folder::new("openssl-answers") else { return };
    let run = |args: &[&str]| {
        let (well, said) = folder.openssl(args);
        assert!(well, "{args:?}: {said}");
    };
    let ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    run(&[&["req", "-x509", "-subj", "/CN=root", "-keyout", "ca.key", "-out", "ca.pem"][..], &ec].concat());
    run(&[&["req", "-subj", "/CN=localhost", "-keyout", "leaf.key", "-out", "leaf.csr"][..], &ec].concat());
    folder.write("ext", "subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE");
    let serial = "1234567890abcdef";
    let hex = format!("0x{serial}");
    let sign = ["x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-set_serial", &hex];
    run(&[&sign[..], &["-days", "2", "-extfile", "ext", "-out", "leaf.pem"]].concat());
    for (name, form) in [("ca", "ca.der"), ("leaf", "leaf.der")] {
        run(&["x509", "-in", &format!("{name}.pem"), "-outform", "DER", "-out", form]);
    }
    run(&["ocsp", "-issuer", "ca.pem", "-cert", "leaf.pem", "-reqout", "asked.der", "-no_nonce"]);
    let [ca, leaf] = ["ca.der", "leaf.der"].map(|name| std::fs::read(folder.path().join(name)).expect("a file"));
    let verifier = WebPkiVerifier::new(&[&ca]).expect("a root");
    let serial = serial.to_uppercase();
    for (line, wanted) in [
        (format!("V\t991231235959Z\t\t{serial}\tunknown\t/CN=localhost\n"), None),
        (
            format!("R\t991231235959Z\t250101000000Z,keyCompromise\t{serial}\tunknown\t/CN=localhost\n"),
            Some(Rule::NotRevoked),
        ),
        ("V\t991231235959Z\t\t01\tunknown\t/CN=another\n".to_owned(), Some(Rule::StatusKnown)),
    ] {
        folder.write("index", line);
        let answer = ["ocsp", "-index", "index", "-CA", "ca.pem", "-rsigner", "ca.pem", "-rkey", "ca.key"];
        run(&[&answer[..], &["-reqin", "asked.der", "-respout", "answer.der", "-ndays", "2"]].concat());
        let answer = std::fs::read(folder.path().join("answer.der")).expect("an answer");
        let now = crate::kit::now() + 1;
        let path = verifier.judge(std::slice::from_ref(&leaf), None, now).path.expect("a path");
        let (findings, _) = verifier.status(&path, Some(&answer), now);
        let broken = findings.iter().find(|finding| !finding.passed());
        assert_eq!(broken.map(|finding| finding.rule), wanted, "{findings:?}");
        assert!(findings.len() > 3, "{findings:?}");
    }
}

/// Hands all to rustls' own, and keeps the status.
#[derive(Debug)]
struct Keeps {
    own: Arc<WebPkiServerVerifier>,
    status: Mutex<Vec<u8>>,
}

impl ServerCertVerifier for Keeps {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        above: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        status: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        *self.status.lock().expect("no panic") = status.to_vec();
        self.own.verify_server_cert(leaf, above, name, status, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.own.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.own.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.own.supported_verify_schemes()
    }
}

/// The terms of each version.
fn terms() -> [(Terms, &'static [ProtocolVersion]); 2] {
    let suites = [Suite::ALL[0].id, CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256];
    let [new, old] = suites.map(|suite| Terms::new(suite, NamedGroup::X25519, KIND));
    [(new, VERSIONS[0].0), (old, VERSIONS[1].0)]
}

#[test]
fn rustls_gets_what_our_server_staples() {
    let issued = issued(KIND);
    let status = issued.answer(Answer::Good, NOW).expect("an answer");
    for (terms, versions) in terms() {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from(issued.root.clone())).expect("a root");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let own = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().expect("a verifier");
        let keeps = Arc::new(Keeps { own, status: Mutex::default() });
        let mut client = client_config(&terms, None);
        client.dangerous().set_certificate_verifier(keeps.clone());
        let (_, server) = configs(KIND);
        let server = ServerConfig { status: Some(status.clone()), ..server.with_versions(versions) };
        let mut pair = OurServer::new(&Arc::new(server), &Arc::new(client));
        pair.connect();
        pair.talk();
        assert_eq!(*keeps.status.lock().expect("no panic"), status, "{}", terms.text());
    }
}

#[test]
fn our_client_judges_what_rustls_staples() {
    let issued = issued(KIND);
    for (terms, versions) in terms() {
        let status = issued.answer(Answer::Good, NOW).expect("an answer");
        let provider = server_config(&terms, None).crypto_provider().clone();
        let version = if versions == TLS12 { &rustls::version::TLS12 } else { &rustls::version::TLS13 };
        let chain = terms.chain.iter().map(|der| CertificateDer::from(der.clone())).collect();
        let key = PrivatePkcs8KeyDer::from(terms.key.clone()).into();
        let server = rustls::ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[version])
            .expect("a version")
            .with_no_client_auth()
            .with_single_cert_with_ocsp(chain, key, status)
            .expect("a chain and its key");
        let mut pair = OurClient::new(asking(versions), &Arc::new(server));
        pair.connect();
        pair.talk();
        assert_eq!(found(&pair.own), Some(true), "{}", terms.text());
    }
}
