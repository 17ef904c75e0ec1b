//! TLS 1.2 with OpenSSL, the library: every suite, both roles.

use crate::openssl_peer::{Log, client, over, server};
use crate::peer::{Peer, drive};
use crate::terms::Terms;
use handshake_core::client::ClientConfig;
use handshake_core::connection::Status;
use handshake_core::crypto::{Auth, Suite12};
use handshake_core::msgs::codes::{CipherSuite, NamedGroup, ProtocolVersion};
use handshake_core::pki::CertificateKind;
use handshake_core::random::Seeded;
use handshake_core::server::{ServerConfig, TicketConfig};
use handshake_core::session::MemorySessions;
use handshake_core::{ClientConnection, ServerConnection, Side};
use handshake_tests::{Endpoint, NOW, configs};
use openssl::ssl::{SslContextBuilder, SslOptions, SslVersion};
use std::sync::Arc;

const TLS12: &[ProtocolVersion] = &[ProtocolVersion::TLS12];

/// What may be left out, each alone and none.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Without {
    Nothing,
    ExtendedMasterSecret,
    EncryptThenMac,
}

const ALL: [Without; 3] = [Without::Nothing, Without::ExtendedMasterSecret, Without::EncryptThenMac];

fn terms(suite: Suite12) -> Terms {
    let kind = if suite.auth == Auth::Rsa { CertificateKind::Rsa2048 } else { CertificateKind::EcdsaP256 };
    Terms::new(CipherSuite::TLS_AES_128_GCM_SHA256, NamedGroup::X25519, kind)
}

fn ours(suite: Suite12, without: Without) -> (ClientConfig, ServerConfig) {
    let (client, server) = configs(terms(suite).kind);
    let (mut client, mut server) = (client.with_versions(TLS12), server.with_versions(TLS12));
    (client.suites, server.suites) = (vec![suite.id], vec![suite.id]);
    client.tls12.extended_master_secret = without != Without::ExtendedMasterSecret;
    client.tls12.encrypt_then_mac = without != Without::EncryptThenMac;
    server.tls12.extended_master_secret = client.tls12.extended_master_secret;
    server.tls12.encrypt_then_mac = client.tls12.encrypt_then_mac;
    (client, server)
}

/// Lets OpenSSL speak TLS 1.2 with all suites, CBC and RSA key transport included.
fn old(mut context: SslContextBuilder) -> SslContextBuilder {
    context.set_min_proto_version(Some(SslVersion::TLS1_2)).expect("TLS 1.2");
    context.set_max_proto_version(Some(SslVersion::TLS1_2)).expect("TLS 1.2");
    context.set_cipher_list("ALL:@SECLEVEL=0").expect("all suites");
    context.set_groups_list("X25519:P-256:P-384").expect("groups");
    context
}

fn talk(what: &str, suite: Suite12, ours: &mut dyn Endpoint, peer: &mut dyn Peer) {
    drive(ours, peer);
    let view = peer.view();
    assert_eq!((ours.status(), &view.error), (Status::Connected, &None), "{what}");
    assert_eq!(ours.keys().suite12().map(|suite| suite.id), Some(suite.id), "{what}");
    let question: Vec<u8> = (0..40_000).map(|i| (i * 3 / 7) as u8).collect();
    let answer: Vec<u8> = (0..50_000).map(|i| (i * 5 / 7) as u8).collect();
    ours.send(&question).expect("connected");
    drive(ours, peer);
    assert!(peer.view().data == question, "{what}: what the peer read");
    peer.send(&answer);
    drive(ours, peer);
    assert!(ours.take_data() == answer, "{what}: what we read");
    ours.close().expect("connected");
    drive(ours, peer);
    assert!(peer.view().closed, "{what}: the peer has not seen close_notify");
    peer.close();
    drive(ours, peer);
    assert_eq!((ours.status(), peer.view().error), (Status::PeerClosed, None), "{what}");
}

#[test]
fn our_client_with_every_suite_full_and_resumed() {
    for suite in Suite12::ALL {
        for without in ALL {
            for tickets in [true, false] {
                let what = format!("{}, without {without:?}, tickets {tickets}", suite.id.text());
                let log = Log::default();
                let mut context = old(server(&terms(suite), log.clone()));
                context.set_session_id_context(b"test").expect("a name");
                if !tickets {
                    context.set_options(SslOptions::NO_TICKET);
                }
                let context = context.build();
                let mut client = ours(suite, without).0;
                client.tls12.tickets = tickets;
                for resumed in [false, true] {
                    let random = Box::new(Seeded::for_side(1, Side::Client));
                    let mut ours = ClientConnection::new(Arc::new(client.clone()), random, NOW);
                    let mut peer = over(Side::Server, &context, log.clone());
                    talk(&what, suite, &mut ours, peer.as_mut());
                    assert_eq!((ours.resumed(), peer.view().resumed), (resumed, resumed), "{what}");
                    client.tls12.session = ours.session12().cloned();
                    assert!(client.tls12.session.is_some(), "{what}: nothing to resume");
                }
            }
        }
    }
}

#[test]
fn our_server_with_every_suite() {
    for suite in Suite12::ALL {
        for without in ALL {
            let what = format!("{}, without {without:?}", suite.id.text());
            let log = Log::default();
            let context = old(client(&terms(suite), log.clone())).build();
            let mut server = ours(suite, without).1;
            server.sessions = Some(Arc::new(MemorySessions::new()));
            server.ticket =
                Some(TicketConfig { lifetime: 7200, len: 40, nonce: vec![0], max_early_data: None, count: 1 });
            let random = Box::new(Seeded::for_side(1, Side::Server));
            let mut ours = ServerConnection::new(Arc::new(server), random, NOW);
            let mut peer = over(Side::Client, &context, log);
            talk(&what, suite, &mut ours, peer.as_mut());
        }
    }
}
