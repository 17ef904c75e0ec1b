//! TLS 1.1 and 1.0 with peers that still can: OpenSSL, the library and `s_client`, at security level 0; GnuTLS's programs. Every
//! suite that both have, both roles.

use crate::kit::Kit;
use crate::openssl_more::{asking, asks, showing};
use crate::openssl_peer::{Log, client, over, server};
use crate::openssl12::{client_of, clients, old_of, talk, terms, variants};
use crate::tcp::listen;
use crate::{gnutls, s_programs};
use handshake_core::client::ClientConfig;
use handshake_core::crypto::{Suite12, suites_of};
use handshake_core::msgs::codes::ProtocolVersion;
use handshake_core::pki::CertificateKind;
use handshake_core::random::Seeded;
use handshake_core::server::ServerConfig;
use handshake_core::{ServerConnection, Side};
use handshake_tests::{NOW, configs, count_of, kind12};
use openssl::ssl::SslVersion;
use std::process::Command;
use std::sync::Arc;

const VERSIONS: [(ProtocolVersion, SslVersion, &str, &str); 2] = [
    (ProtocolVersion::TLS11, SslVersion::TLS1_1, "-tls1_1", "VERS-TLS1.1"),
    (ProtocolVersion::TLS10, SslVersion::TLS1, "-tls1", "VERS-TLS1.0"),
];

fn suites(version: ProtocolVersion) -> Vec<Suite12> {
    suites_of(&[version]).into_iter().filter_map(|id| Suite12::get_in(version, id)).collect()
}

/// Each suite with and without extended_master_secret and encrypt_then_mac.
fn cases(version: ProtocolVersion) -> Vec<(String, Suite12, ClientConfig, ServerConfig)> {
    let mut all = Vec::new();
    for suite in suites(version) {
        for (column, extended_master_secret, encrypt_then_mac) in variants(suite) {
            let (client, server) = configs(kind12(suite));
            let (mut client, mut server) = (client.with_versions(&[version]), server.with_versions(&[version]));
            (client.suites, server.suites) = (vec![suite.id], vec![suite.id]);
            client.tls12.extended_master_secret = extended_master_secret;
            client.tls12.encrypt_then_mac = encrypt_then_mac;
            server.tls12.extended_master_secret = extended_master_secret;
            server.tls12.encrypt_then_mac = encrypt_then_mac;
            all.push((format!("{}, {}, {column:?}", version.text(), suite.id.text()), suite, client, server));
        }
    }
    all
}

#[test]
fn our_client_with_openssl() {
    for (version, theirs, _, _) in VERSIONS {
        for (what, suite, config, _) in cases(version) {
            let log = Log::default();
            let context = old_of(server(&terms(suite), log.clone()), theirs).build();
            talk(&what, suite, &mut client_of(&config), over(Side::Server, &context, log).as_mut());

            let issued = clients(suite);
            let log = Log::default();
            let context = asking(old_of(server(&terms(suite), log.clone()), theirs), &issued).build();
            let known = ClientConfig { identities: vec![issued.identity.clone()], ..config };
            let mut ours = client_of(&known);
            talk(&what, suite, &mut ours, over(Side::Server, &context, log).as_mut());
            assert_eq!(count_of(&ours, "CertificateVerify"), 1, "{what}");
        }
    }
}

#[test]
fn our_server_with_openssl() {
    for (version, theirs, _, _) in VERSIONS {
        for (what, suite, _, config) in cases(version) {
            let server_of = |config: ServerConfig| {
                ServerConnection::new(Arc::new(config), Box::new(Seeded::for_side(1, Side::Server)), NOW)
            };
            let log = Log::default();
            let context = old_of(client(&terms(suite), log.clone()), theirs).build();
            talk(&what, suite, &mut server_of(config.clone()), over(Side::Client, &context, log).as_mut());

            let (issued, terms, log) = (clients(suite), terms(suite), Log::default());
            let context = showing(old_of(client(&terms, log.clone()), theirs), &terms, &issued).build();
            let mut ours = server_of(ServerConfig { client_auth: Some(asks(&terms, &issued)), ..config });
            talk(&what, suite, &mut ours, over(Side::Client, &context, log).as_mut());
            assert_eq!(ours.client_chain(), issued.identity.chain, "{what}");
        }
    }
}

const KINDS: [CertificateKind; 2] = [CertificateKind::EcdsaP256, CertificateKind::Rsa2048];

fn is_here(program: &str) -> bool {
    let here = Command::new(program).arg("--version").output().is_ok();
    assert!(here || std::env::var_os("CI").is_none(), "no {program} here");
    here
}

#[test]
fn our_server_with_the_programs() {
    let Some(kit) = Kit::new("forbidden-server") else { return };
    let gnutls = is_here("gnutls-cli");
    for (version, _, option, name) in VERSIONS {
        for kind in KINDS {
            let (listener, _) = listen();
            for suite in suites(version).into_iter().filter(|suite| kind12(*suite) == kind) {
                let mut config = kit.server(kind).with_versions(&[version]);
                config.suites = vec![suite.id];
                let args = [option, "-cipher", "ALL:@SECLEVEL=0"];
                let own = s_programs::talk(&kit, &config, &listener, &args);
                assert_eq!(own.keys().suite12(), Some(suite));
                if gnutls {
                    let priority = gnutls::priority(suite).replace("VERS-TLS1.2", name);
                    let own = gnutls::visits(&kit, &config, &listener, 1, &["--priority", &priority]);
                    assert_eq!(own.keys().suite12(), Some(suite));
                }
            }
        }
    }
}

#[test]
fn our_client_with_gnutls() {
    let Some(kit) = Kit::new("forbidden-client").filter(|_| is_here("gnutls-serv")) else { return };
    for (version, _, _, name) in VERSIONS {
        for kind in KINDS {
            let priority = format!("NORMAL:-VERS-ALL:+{name}:+RSA:+AES-128-CBC:+AES-256-CBC:+SHA1");
            let (_server, address) = gnutls::serve(&kit, kind, &priority, &["--disable-client-cert"]);
            for suite in suites(version).into_iter().filter(|suite| kind12(*suite) == kind) {
                let mut config = kit.client().with_versions(&[version]);
                config.suites = vec![suite.id];
                let mut ours = gnutls::talk(&config, &address);
                assert_eq!(ours.own.keys().suite12(), Some(suite));
                ours.close();
            }
        }
    }
}
