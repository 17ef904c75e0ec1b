//! What a handshake with rustls can be besides full: retried, resumed, with early data, with a client's certificate, with
//! new keys. For every suite, group and kind of certificate, in both roles.

use crate::openssl_more::asks;
use crate::rustls_peer::{client_config, client_config_with, group, server_config};
use crate::table::{Column, Row, Table, Version, Who};
use crate::terms::Terms;
use handshake_core::client::ClientConfig;
use handshake_core::connection::Status;
use handshake_core::msgs::codes::NamedGroup;
use handshake_core::pki::TeachingCa;
use handshake_core::random::Seeded;
use handshake_core::server::{ServerConfig, TicketConfig};
use handshake_core::session::MemorySessions;
use handshake_core::{ClientConnection, ServerConnection, Side};
use handshake_tests::{CA_SEED, NOW, configs};
use rustls::HandshakeKind;
use rustls::pki_types::ServerName;
use std::io::{Read, Write};
use std::sync::Arc;

/// Our client and rustls' server.
pub struct OurClient {
    pub own: ClientConnection,
    pub peer: rustls::ServerConnection,
}

/// Our server and rustls' client.
pub struct OurServer {
    pub own: ServerConnection,
    pub peer: rustls::ClientConnection,
}

macro_rules! talks {
    ($pair:ty) => {
        impl $pair {
            /// Until neither has anything more to say.
            fn drive(&mut self) {
                loop {
                    let mut output = self.own.take_output();
                    let mut silent = output.is_empty();
                    let mut bytes = output.as_mut_slice() as &[u8];
                    while !bytes.is_empty() {
                        self.peer.read_tls(&mut bytes).expect("room");
                        self.peer.process_new_packets().expect("nothing wrong");
                    }
                    let mut answer = Vec::new();
                    while self.peer.wants_write() {
                        self.peer.write_tls(&mut answer).expect("a vector takes all");
                    }
                    silent &= answer.is_empty();
                    self.own.receive(&answer).expect("nothing wrong");
                    if silent {
                        return;
                    }
                }
            }

            /// Data both ways.
            pub fn talk(&mut self) {
                self.own.send(b"question").expect("connected");
                self.drive();
                let mut heard = [0; 100];
                let count = self.peer.reader().read(&mut heard).expect("data");
                assert_eq!(&heard[..count], b"question");
                self.peer.writer().write_all(b"answer").expect("connected");
                self.drive();
                assert_eq!(self.own.take_data(), b"answer");
            }

            pub fn connect(&mut self) {
                let _ = self.own.receive(&[]);
                self.drive();
                assert_eq!(self.own.status(), Status::Connected);
                assert!(!self.peer.is_handshaking());
            }

            fn update_keys(&mut self) {
                self.own.key_update(true).expect("connected");
                self.talk();
                self.peer.refresh_traffic_keys().expect("connected");
                self.talk();
            }
        }
    };
}

talks!(OurClient);
talks!(OurServer);

impl OurClient {
    pub fn new(config: ClientConfig, peer: &Arc<rustls::ServerConfig>) -> Self {
        let own = ClientConnection::new(Arc::new(config), Box::new(Seeded::for_side(7, Side::Client)), NOW);
        OurClient { own, peer: rustls::ServerConnection::new(Arc::clone(peer)).expect("a server") }
    }
}

impl OurServer {
    pub fn new(config: &Arc<ServerConfig>, peer: &Arc<rustls::ClientConfig>) -> Self {
        let own = ServerConnection::new(Arc::clone(config), Box::new(Seeded::for_side(7, Side::Server)), NOW);
        let name = ServerName::try_from("example.com").expect("a name");
        OurServer { own, peer: rustls::ClientConnection::new(Arc::clone(peer), name).expect("a client") }
    }
}

const CLIENT: Row = Row { version: Version::Tls13, peer: Who::Rustls, ours: Side::Client };
const SERVER: Row = Row { version: Version::Tls13, peer: Who::Rustls, ours: Side::Server };

pub fn lane(table: &Table) {
    for terms in Terms::all_and_hybrid() {
        our_client(table, &terms);
        our_server(table, &terms);
        clients_show_who_they_are(table, &terms);
    }
}

fn our_client(table: &Table, terms: &Terms) {
    let what = terms.text();
    let (mut config, _) = configs(terms.kind);
    config.alpn = vec![b"echo".to_vec()];
    config.key_shares = vec![terms.group];
    let mut server = server_config(terms, None);
    server.max_early_data_size = 1000;
    let server = Arc::new(server);

    let session = table.case(CLIENT, Column::KeyUpdate, &what, || {
        let mut full = OurClient::new(config.clone(), &server);
        full.connect();
        assert_eq!(full.peer.handshake_kind(), Some(HandshakeKind::Full));
        full.talk();
        full.update_keys();
        full.own.sessions().last().expect("a ticket").clone()
    });
    table.case(CLIENT, Column::Retry, &what, || {
        let retry = ClientConfig { key_shares: vec![another(terms.group)], ..config.clone() };
        let mut retried = OurClient::new(retry, &server);
        retried.connect();
        assert_eq!(retried.peer.handshake_kind(), Some(HandshakeKind::FullWithHelloRetryRequest));
        retried.talk();
    });
    let again = |early: Option<Vec<u8>>| {
        let psk = session.as_ref().expect("a ticket").psk(NOW).expect("a fresh ticket");
        let config = ClientConfig { psks: vec![psk], early_data: early, ..config.clone() };
        let mut resumed = OurClient::new(config, &server);
        resumed.connect();
        assert_eq!(resumed.peer.handshake_kind(), Some(HandshakeKind::Resumed));
        assert!(resumed.own.resumed());
        resumed
    };
    // The ticket is good for one visit, rustls says, and for another without early data.
    table.case(CLIENT, Column::EarlyData, &what, || {
        let mut resumed = again(Some(b"early".to_vec()));
        assert_eq!(resumed.own.early_data_accepted(), Some(true));
        let mut heard = Vec::new();
        resumed.peer.early_data().expect("early data").read_to_end(&mut heard).expect("data");
        assert_eq!(heard, b"early");
        resumed.talk();
    });
    table.case(CLIENT, Column::Resumed, &what, || {
        let mut first = OurClient::new(config.clone(), &server);
        first.connect();
        let psk = first.own.sessions().last().expect("a ticket").psk(NOW).expect("a fresh ticket");
        let mut resumed = OurClient::new(ClientConfig { psks: vec![psk], ..config.clone() }, &server);
        resumed.connect();
        assert!(resumed.own.resumed() && resumed.peer.handshake_kind() == Some(HandshakeKind::Resumed));
        resumed.talk();
    });
}

fn our_server(table: &Table, terms: &Terms) {
    let what = terms.text();
    let config = Arc::new(our_server_config(terms));
    let mut client = client_config(terms, None);
    client.enable_early_data = true;
    let client = Arc::new(client);
    let early = |config: &Arc<ServerConfig>| {
        let mut resumed = OurServer::new(config, &client);
        resumed.peer.early_data().expect("a ticket for early data").write_all(b"early").expect("room");
        resumed.connect();
        assert_eq!(resumed.peer.handshake_kind(), Some(HandshakeKind::Resumed));
        assert!(resumed.own.resumed());
        resumed
    };
    table.case(SERVER, Column::KeyUpdate, &what, || {
        let mut full = OurServer::new(&config, &client);
        full.connect();
        assert_eq!(full.peer.handshake_kind(), Some(HandshakeKind::Full));
        full.talk();
        full.update_keys();
    });
    table.case(SERVER, Column::EarlyData, &what, || {
        let mut read = early(&config);
        assert!(read.own.early_data_accepted() && read.peer.is_early_data_accepted());
        assert_eq!(read.own.take_early_data(), b"early");
        read.talk();
    });
    // One that takes no early data drops it, and goes on.
    table.case(SERVER, Column::Resumed, &what, || {
        let mut refused = early(&Arc::new(ServerConfig { early_data: false, ..(*config).clone() }));
        assert!(!refused.peer.is_early_data_accepted());
        assert_eq!(refused.own.take_early_data(), b"");
        refused.talk();
    });
    table.case(SERVER, Column::Retry, &what, || {
        // rustls guesses the first of its groups.
        let other = Terms { group: another(terms.group), ..terms.clone() };
        let groups = [terms, &other].map(|terms| group(terms.group));
        let config = ServerConfig { groups: vec![other.group], ..our_server_config(terms) };
        let client = client_config_with(terms, None, groups.to_vec());
        let mut retried = OurServer::new(&Arc::new(config), &Arc::new(client));
        retried.connect();
        assert_eq!(retried.peer.handshake_kind(), Some(HandshakeKind::FullWithHelloRetryRequest));
        retried.talk();
    });
}

fn clients_show_who_they_are(table: &Table, terms: &Terms) {
    let what = terms.text();
    let clients = TeachingCa::new(terms.kind, CA_SEED).issue_client("student.example").expect("a chain");
    table.case(CLIENT, Column::ClientCertificate, &what, || {
        let server = Arc::new(server_config(terms, Some(&clients.root)));
        let (mut config, _) = configs(terms.kind);
        config.alpn = vec![b"echo".to_vec()];
        config.identities = vec![clients.identity.clone()];
        let mut known = OurClient::new(config, &server);
        known.connect();
        assert_eq!(known.peer.peer_certificates().map(<[_]>::len), Some(clients.identity.chain.len()));
        known.talk();
    });
    table.case(SERVER, Column::ClientCertificate, &what, || {
        let config = ServerConfig { client_auth: Some(asks(terms, &clients)), ..our_server_config(terms) };
        let own = Terms { chain: clients.identity.chain.clone(), key: terms.client_key(), ..terms.clone() };
        let mut asked = OurServer::new(&Arc::new(config), &Arc::new(client_config(terms, Some(&own))));
        asked.connect();
        assert_eq!(asked.own.client_chain(), clients.identity.chain);
        asked.talk();
    });
}

fn our_server_config(terms: &Terms) -> ServerConfig {
    let (_, mut config) = configs(terms.kind);
    config.identities[0].chain = terms.chain.clone();
    config.alpn = vec![b"echo".to_vec()];
    config.sessions = Some(Arc::new(MemorySessions::new()));
    config.early_data = true;
    config.ticket =
        Some(TicketConfig { lifetime: 3600, len: 32, nonce: vec![0], max_early_data: Some(1000), count: 3 });
    config
}

fn another(group: NamedGroup) -> NamedGroup {
    match group {
        // With a share of the hybrid rustls sends one of the X25519 in it, too.
        NamedGroup::X25519 | NamedGroup::X25519MLKEM768 => NamedGroup::SECP256R1,
        _ => NamedGroup::X25519,
    }
}
