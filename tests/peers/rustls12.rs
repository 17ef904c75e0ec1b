//! TLS 1.2 with rustls, which has ECDHE with AEADs only: every suite of those, group and kind of certificate.

use crate::openssl_more::asks;
use crate::rustls_more::{OurClient, OurServer};
use crate::rustls_peer::{client_config, server_config};
use crate::table::{Column, Row, Table, Version, Who};
use crate::terms::Terms;
use handshake_core::Side;
use handshake_core::client::ClientConfig;
use handshake_core::crypto::{Auth, Bulk, Exchange, Suite12};
use handshake_core::pki::{CertificateKind, TeachingCa};
use handshake_core::server::{ServerConfig, TicketConfig};
use handshake_core::session::MemorySessions;
use handshake_tests::{CA_SEED, TLS12, configs, count_of};
use rustls::HandshakeKind;
use rustls::client::{Resumption, Tls12Resumption};
use std::sync::Arc;

const CLIENT: Row = Row { version: Version::Tls12, peer: Who::Rustls, ours: Side::Client };
const SERVER: Row = Row { version: Version::Tls12, peer: Who::Rustls, ours: Side::Server };

pub fn lane(table: &Table) {
    for suite in Suite12::ALL {
        if suite.exchange != Exchange::Ecdhe || !matches!(suite.bulk, Bulk::Aead(_)) {
            continue;
        }
        let kinds: &[CertificateKind] = match suite.auth {
            Auth::Rsa => &[CertificateKind::Rsa2048],
            Auth::Ecdsa => &[CertificateKind::EcdsaP256, CertificateKind::EcdsaP384, CertificateKind::Ed25519],
        };
        for &kind in kinds {
            for group in crate::kit::GROUPS {
                let terms = Terms::new(suite.id, group, kind);
                for (column, extended) in [(Column::Full, true), (Column::WithoutExtendedMasterSecret, false)] {
                    our_client(table, &terms, column, extended);
                    our_server(table, &terms, column, extended);
                }
            }
        }
    }
}

fn our_client(table: &Table, terms: &Terms, column: Column, extended: bool) {
    let what = format!("{}, {column:?}", terms.text());
    let (client, _) = configs(terms.kind);
    let mut client = client.with_versions(TLS12);
    client.suites = vec![terms.suite];
    client.groups = terms.groups();
    client.alpn = vec![b"echo".to_vec()];
    client.tls12.extended_master_secret = extended;
    for (resumed, tickets) in [(Column::ResumedById, false), (Column::ResumedByTicket, true)] {
        let mut server = server_config(terms, None);
        if tickets {
            server.ticketer = rustls::crypto::ring::Ticketer::new().expect("tickets");
        }
        let server = Arc::new(server);
        client.tls12.tickets = tickets;
        client.tls12.session = None;
        let session = table.case(CLIENT, column, &what, || {
            let mut full = OurClient::new(client.clone(), &server);
            full.connect();
            full.talk();
            assert_eq!(full.peer.handshake_kind(), Some(HandshakeKind::Full));
            let session = full.own.session12().cloned().expect("something to resume");
            assert_eq!(session.ticket.is_empty(), !tickets);
            session
        });
        client.tls12.session = session;
        table.case(CLIENT, resumed, &what, || {
            let mut again = OurClient::new(client.clone(), &server);
            again.connect();
            again.talk();
            assert!(again.own.resumed() && again.peer.handshake_kind() == Some(HandshakeKind::Resumed));
        });
    }
    client.tls12.session = None;
    table.case(CLIENT, Column::ClientCertificate, &what, || {
        let clients = TeachingCa::new(terms.kind, CA_SEED).issue_client("student.example").expect("a chain");
        let server = Arc::new(server_config(terms, Some(&clients.root)));
        let known = ClientConfig { identities: vec![clients.identity.clone()], ..client.clone() };
        let mut known = OurClient::new(known, &server);
        known.connect();
        known.talk();
        assert_eq!(count_of(&known.own, "CertificateVerify"), 1);
    });
}

fn our_server(table: &Table, terms: &Terms, column: Column, extended: bool) {
    let what = format!("{}, {column:?}", terms.text());
    let (_, server) = configs(terms.kind);
    let mut server = server.with_versions(TLS12);
    server.identities[0].chain = terms.chain.clone();
    server.suites = vec![terms.suite];
    server.groups = vec![terms.group];
    server.alpn = vec![b"echo".to_vec()];
    server.tls12.extended_master_secret = extended;
    server.sessions = Some(Arc::new(MemorySessions::new()));
    for (resumed, tickets) in [(Column::ResumedById, false), (Column::ResumedByTicket, true)] {
        let ticket = TicketConfig { lifetime: 3600, len: 32, nonce: vec![0], max_early_data: None, count: 1 };
        let config = Arc::new(ServerConfig { ticket: tickets.then_some(ticket), ..server.clone() });
        let mut client = client_config(terms, None);
        let how = if tickets { Tls12Resumption::SessionIdOrTickets } else { Tls12Resumption::SessionIdOnly };
        client.resumption = Resumption::in_memory_sessions(8).tls12_resumption(how);
        let client = Arc::new(client);
        table.case(SERVER, column, &what, || {
            let mut full = OurServer::new(&config, &client);
            full.connect();
            full.talk();
            assert_eq!(full.peer.handshake_kind(), Some(HandshakeKind::Full));
        });
        table.case(SERVER, resumed, &what, || {
            let mut again = OurServer::new(&config, &client);
            again.connect();
            again.talk();
            assert!(again.own.resumed() && again.peer.handshake_kind() == Some(HandshakeKind::Resumed));
        });
    }
    table.case(SERVER, Column::ClientCertificate, &what, || {
        let clients = TeachingCa::new(terms.kind, CA_SEED).issue_client("student.example").expect("a chain");
        let config = ServerConfig { client_auth: Some(asks(terms, &clients)), ..server.clone() };
        let own = Terms { chain: clients.identity.chain.clone(), key: terms.client_key(), ..terms.clone() };
        let mut asked = OurServer::new(&Arc::new(config), &Arc::new(client_config(terms, Some(&own))));
        asked.connect();
        asked.talk();
        assert_eq!(asked.own.client_chain(), clients.identity.chain);
    });
}
