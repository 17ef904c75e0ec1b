//! TLS 1.2 with OpenSSL, the library: every suite, both roles.

use crate::openssl_more::{asking, asks, showing};
use crate::openssl_peer::{Log, client, over, server};
use crate::peer::{Peer, drive};
use crate::table::{Column, Row, Table, Version, Who};
use crate::terms::Terms;
use handshake_core::client::ClientConfig;
use handshake_core::connection::Status;
use handshake_core::crypto::{Bulk, Suite12};
use handshake_core::hex;
use handshake_core::keys::ScheduleEntry;
use handshake_core::msgs::codes::{CipherSuite, NamedGroup};
use handshake_core::pki::{Issued, TeachingCa};
use handshake_core::random::Seeded;
use handshake_core::server::{ServerConfig, TicketConfig};
use handshake_core::session::MemorySessions;
use handshake_core::{ClientConnection, ServerConnection, Side};
use handshake_tests::{CA_SEED, Endpoint, NOW, configs12, count_of, kind12};
use openssl::ssl::{SslContextBuilder, SslOptions, SslVersion};
use std::sync::Arc;

const fn row(ours: Side) -> Row {
    Row { version: Version::Tls12, peer: Who::OpenSsl, ours }
}

/// The column that a full handshake counts in, and what it goes without: nothing, extended_master_secret, encrypt_then_mac
/// (which only CBC suites have).
pub fn variants(suite: Suite12) -> Vec<(Column, bool, bool)> {
    let mut all = vec![(Column::Full, true, true), (Column::WithoutExtendedMasterSecret, false, true)];
    if matches!(suite.bulk, Bulk::Cbc { .. }) {
        all.push((Column::WithoutEncryptThenMac, true, false));
    }
    all
}

pub fn terms(suite: Suite12) -> Terms {
    Terms::new(CipherSuite::TLS_AES_128_GCM_SHA256, NamedGroup::X25519, kind12(suite))
}

fn ours(suite: Suite12, extended_master_secret: bool, encrypt_then_mac: bool) -> (ClientConfig, ServerConfig) {
    let (mut client, mut server) = configs12(suite);
    client.tls12.extended_master_secret = extended_master_secret;
    client.tls12.encrypt_then_mac = encrypt_then_mac;
    server.tls12.extended_master_secret = extended_master_secret;
    server.tls12.encrypt_then_mac = encrypt_then_mac;
    server.sessions = Some(Arc::new(MemorySessions::new()));
    server.ticket = Some(TicketConfig { lifetime: 7200, len: 40, nonce: vec![0], max_early_data: None, count: 1 });
    (client, server)
}

/// Lets OpenSSL speak TLS 1.2 with all suites, CBC and RSA key transport included.
fn old(context: SslContextBuilder) -> SslContextBuilder {
    old_of(context, SslVersion::TLS1_2)
}

/// The same with another version.
pub fn old_of(mut context: SslContextBuilder, version: SslVersion) -> SslContextBuilder {
    context.set_min_proto_version(Some(version)).expect("the version");
    context.set_max_proto_version(Some(version)).expect("the version");
    context.set_cipher_list("ALL:@SECLEVEL=0").expect("all suites");
    context.set_groups_list("X25519:P-256:P-384").expect("groups");
    context
}

pub fn talk(what: &str, suite: Suite12, ours: &mut dyn Endpoint, peer: &mut dyn Peer) {
    drive(ours, peer);
    let view = peer.view();
    assert_eq!((ours.status(), &view.error), (Status::Connected, &None), "{what}");
    assert_eq!(ours.keys().suite12().map(|suite| suite.id), Some(suite.id), "{what}");
    // The master secret (RFC 5246 §8.1, RFC 7627 §4), as OpenSSL's key log has it.
    let theirs = view.secrets.last().map(|(label, secret)| (label.as_str(), secret.to_ascii_lowercase()));
    assert_eq!(theirs, ours.keys().get(ScheduleEntry::MasterSecret12).map(|own| ("CLIENT_RANDOM", hex(own))), "{what}");
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

/// Every suite, full and resumed, by id and by ticket, with and without its extensions.
pub fn our_client(table: &Table) {
    for suite in Suite12::ALL {
        for (column, extended_master_secret, encrypt_then_mac) in variants(suite) {
            let what = format!("{}, {column:?}", suite.id.text());
            let (mut client, _) = ours(suite, extended_master_secret, encrypt_then_mac);
            for (resumed, tickets) in [(Column::ResumedById, false), (Column::ResumedByTicket, true)] {
                let log = Log::default();
                let mut context = old(server(&terms(suite), log.clone()));
                context.set_session_id_context(b"test").expect("a name");
                if !tickets {
                    context.set_options(SslOptions::NO_TICKET);
                }
                let context = context.build();
                client.tls12.tickets = tickets;
                client.tls12.session = None;
                for again in [false, true] {
                    let session = table.case(row(Side::Client), if again { resumed } else { column }, &what, || {
                        let mut ours = client_of(&client);
                        let mut peer = over(Side::Server, &context, log.clone());
                        talk(&what, suite, &mut ours, peer.as_mut());
                        assert_eq!((ours.resumed(), peer.view().resumed), (again, again), "{what}");
                        ours.session12().cloned().expect("something to resume")
                    });
                    client.tls12.session = session;
                }
            }
            client.tls12.session = None;
            let issued = clients(suite);
            table.case(row(Side::Client), Column::ClientCertificate, &what, || {
                let log = Log::default();
                let context = asking(old(server(&terms(suite), log.clone())), &issued);
                let known = ClientConfig { identities: vec![issued.identity.clone()], ..client.clone() };
                let mut ours = client_of(&known);
                let mut peer = over(Side::Server, &context.build(), log);
                talk(&what, suite, &mut ours, peer.as_mut());
                assert_eq!(count_of(&ours, "CertificateVerify"), 1, "{what}");
            });
        }
    }
}

/// In full. (Its client resumes in `s_programs`.)
pub fn our_server(table: &Table) {
    for suite in Suite12::ALL {
        for (column, extended_master_secret, encrypt_then_mac) in variants(suite) {
            let what = format!("{}, {column:?}", suite.id.text());
            let (_, config) = ours(suite, extended_master_secret, encrypt_then_mac);
            let server_of = |config: ServerConfig| {
                ServerConnection::new(Arc::new(config), Box::new(Seeded::for_side(1, Side::Server)), NOW)
            };
            table.case(row(Side::Server), column, &what, || {
                let log = Log::default();
                let context = old(client(&terms(suite), log.clone())).build();
                let mut peer = over(Side::Client, &context, log);
                talk(&what, suite, &mut server_of(config.clone()), peer.as_mut());
            });
            let issued = clients(suite);
            table.case(row(Side::Server), Column::ClientCertificate, &what, || {
                let terms = terms(suite);
                let log = Log::default();
                let context = showing(old(client(&terms, log.clone())), &terms, &issued);
                let mut ours = server_of(ServerConfig { client_auth: Some(asks(&terms, &issued)), ..config });
                let mut peer = over(Side::Client, &context.build(), log);
                talk(&what, suite, &mut ours, peer.as_mut());
                assert_eq!(ours.client_chain(), issued.identity.chain, "{what}");
            });
        }
    }
}

pub fn client_of(config: &ClientConfig) -> ClientConnection {
    ClientConnection::new(Arc::new(config.clone()), Box::new(Seeded::for_side(1, Side::Client)), NOW)
}

pub fn clients(suite: Suite12) -> Issued {
    TeachingCa::new(kind12(suite), CA_SEED).issue_client("student.example").expect("a chain")
}
