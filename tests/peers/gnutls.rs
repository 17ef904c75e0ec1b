//! GnuTLS's programs `gnutls-serv` and `gnutls-cli`, over loopback.

use crate::kit::{self, GROUPS, Kit};
use crate::table::{Column, Row, Table, Version, Who};
use crate::tcp::{Running, Tcp, listen, somebody_listens};
use handshake_core::client::ClientConfig;
use handshake_core::connection::Status;
use handshake_core::crypto::{Aead, Hash};
use handshake_core::crypto::{Auth, Bulk, Exchange, Suite, Suite12};
use handshake_core::msgs::codes::NamedGroup;
use handshake_core::pki::CertificateKind;
use handshake_core::server::ServerConfig;
use handshake_core::{ServerConnection, Side};
use handshake_tests::{TLS12, count_of, kind12};
use std::net::TcpListener;
use std::process::Command;

fn row(version: Version, ours: Side) -> Row {
    Row { version, peer: Who::GnuTls, ours }
}

/// `gnutls-serv`, which sends back what it is told.
pub fn serve(kit: &Kit, kind: CertificateKind, priority: &str, more: &[&str]) -> (Running, String) {
    let (listener, port) = listen();
    drop(listener);
    let [cert, key] = Kit::names(kind);
    let mut command = Command::new("gnutls-serv");
    command.args(["--port", &port.to_string(), "--x509certfile", &cert, "--x509keyfile", &key, "--echo"]);
    command.args(["--x509cafile", "ca.pem", "--priority", priority]).args(more);
    let server = Running::start(command.current_dir(kit.folder()));
    somebody_listens(port);
    (server, format!("127.0.0.1:{port}"))
}

const TLS13: &str = "NORMAL:-VERS-ALL:+VERS-TLS1.3";
const EVERYTHING12: &str = "NORMAL:-VERS-ALL:+VERS-TLS1.2:+RSA:+AES-128-CBC:+AES-256-CBC:+SHA1:+SHA256:+SHA384";

/// Connects, and talks.
pub fn talk(config: &ClientConfig, address: &str) -> Tcp<handshake_core::ClientConnection> {
    let mut ours = Tcp::connect(kit::client(config), address);
    ours.connected();
    say(&mut ours);
    ours
}

fn say(ours: &mut Tcp<handshake_core::ClientConnection>) {
    ours.say(b"a question\n");
    assert_eq!(ours.read(11), b"a question\n");
}

pub fn our_client13(table: &Table, kit: &Kit, kind: CertificateKind) {
    let row13 = row(Version::Tls13, Side::Client);
    let early = ["--disable-client-cert", "--earlydata", "--maxearlydata", "1000"];
    let (_server, address) = serve(kit, kind, TLS13, &early);
    let (_asking, asking) = serve(kit, kind, TLS13, &["--require-client-cert", "--verify-client-cert"]);
    for suite in Suite::ALL {
        for of in GROUPS {
            let what = format!("{}, {}, {kind:?}", suite.id.text(), of.text());
            let config =
                ClientConfig { suites: vec![suite.id], groups: vec![of], key_shares: vec![of], ..kit.client() };
            client13(table, row13, &what, &config, &address);
            table.case(row13, Column::ClientCertificate, &what, || {
                let known = ClientConfig { identities: vec![kit.identity(kind)], ..config.clone() };
                let mut ours = talk(&known, &asking);
                assert_eq!(count_of(&ours.own, "CertificateVerify"), 2);
                ours.close();
            });
        }
    }
}

fn client13(table: &Table, row: Row, what: &str, config: &ClientConfig, address: &str) {
    let session = table.case(row, Column::Full, what, || {
        let mut ours = talk(config, address);
        ours.until(|own| !own.sessions().is_empty());
        ours.close();
        ours.own.sessions().last().cloned().expect("a ticket")
    });
    table.case(row, Column::KeyUpdate, what, || {
        let mut ours = talk(config, address);
        ours.own.key_update(true).expect("connected");
        ours.flush();
        say(&mut ours);
        assert_eq!(count_of(&ours.own, "KeyUpdate"), 2);
        ours.close();
    });
    table.case(row, Column::Retry, what, || {
        // No share at all: it has to be asked for.
        let mut ours = talk(&ClientConfig { key_shares: vec![], ..config.clone() }, address);
        assert_eq!(count_of(&ours.own, "HelloRetryRequest"), 1);
        ours.close();
    });
    let psk = || session.as_ref().expect("a ticket").psk(kit::now()).expect("one that is good");
    table.case(row, Column::Resumed, what, || {
        let mut ours = talk(&ClientConfig { psks: vec![psk()], ..config.clone() }, address);
        assert!(ours.own.resumed());
        ours.close();
    });
    table.case(row, Column::EarlyData, what, || {
        // A ticket of its own, and its age to the millisecond: GnuTLS refuses one that comes from the future.
        let mut first = talk(config, address);
        first.until(|own| !own.sessions().is_empty());
        let session = first.own.sessions().last().cloned().expect("a ticket");
        first.close();
        let mut psk = session.psk(kit::now()).expect("one that is good");
        psk.obfuscated_ticket_age = session.age_add;
        let early_data = Some(b"so early\n".to_vec());
        let mut ours =
            Tcp::connect(kit::client(&ClientConfig { psks: vec![psk], early_data, ..config.clone() }), address);
        ours.connected();
        assert_eq!(ours.own.early_data_accepted(), Some(true));
        say(&mut ours);
        ours.close();
    });
}

pub fn our_client12(table: &Table, kit: &Kit, kind: CertificateKind) {
    let row = row(Version::Tls12, Side::Client);
    let (_server, address) = serve(kit, kind, EVERYTHING12, &["--disable-client-cert"]);
    let (_asking, asking) = serve(kit, kind, EVERYTHING12, &["--require-client-cert", "--verify-client-cert"]);
    for suite in Suite12::ALL.into_iter().filter(|suite| kind12(*suite) == kind) {
        for (column, extended_master_secret, encrypt_then_mac) in crate::openssl12::variants(suite) {
            let mut config = kit.client().with_versions(TLS12);
            config.suites = vec![suite.id];
            config.tls12.extended_master_secret = extended_master_secret;
            config.tls12.encrypt_then_mac = encrypt_then_mac;
            let what = format!("{}, {column:?}", suite.id.text());
            for (resumed, tickets) in [(Column::ResumedById, false), (Column::ResumedByTicket, true)] {
                config.tls12.tickets = tickets;
                config.tls12.session = None;
                let session = table.case(row, column, &what, || {
                    let mut ours = talk(&config, &address);
                    ours.close();
                    ours.own.session12().cloned().expect("something to resume")
                });
                config.tls12.session = session;
                table.case(row, resumed, &what, || {
                    let mut ours = talk(&config, &address);
                    assert!(ours.own.resumed());
                    ours.close();
                });
            }
            config.tls12.session = None;
            table.case(row, Column::ClientCertificate, &what, || {
                let known = ClientConfig { identities: vec![kit.identity(kind)], ..config.clone() };
                let mut ours = talk(&known, &asking);
                assert_eq!(count_of(&ours.own, "CertificateVerify"), 1);
                ours.close();
            });
        }
    }
}

/// `gnutls-cli` with these arguments, and our server for so many connections of it, the last of which talks.
pub fn visits(
    kit: &Kit,
    config: &ServerConfig,
    listener: &TcpListener,
    count: usize,
    args: &[&str],
) -> ServerConnection {
    let port = listener.local_addr().expect("an address").port().to_string();
    let mut command = Command::new("gnutls-cli");
    command.args(["--port", &port, "localhost", "--x509cafile", "ca.pem"]).args(args);
    let mut client = Running::start(command.current_dir(kit.folder()));
    client.say("a question\n");
    for _ in 1..count {
        let mut first = Tcp::accept(kit::server(config), listener);
        first.connected();
        first.closed();
    }
    let mut ours = Tcp::accept(kit::server(config), listener);
    ours.connected();
    assert_eq!(ours.read(11), b"a question\n", "{args:?}");
    ours.say(b"an answer\n");
    client.line_with("an answer");
    client.hush();
    ours.closed();
    assert!(client.succeeds(), "{args:?}");
    ours.own
}

pub fn our_server13(table: &Table, kit: &Kit, kind: CertificateKind) {
    let row = row(Version::Tls13, Side::Server);
    let (listener, _) = listen();
    let config = kit.server(kind);
    for suite in Suite::ALL {
        for of in GROUPS {
            let what = format!("{}, {}, {kind:?}", suite.id.text(), of.text());
            let priority = format!("{TLS13}:-CIPHER-ALL:+{}:-GROUP-ALL:+{}", cipher(suite.aead), name(of));
            server13(table, row, &what, (kit, &config, &listener), &priority);
            table.case(row, Column::Retry, &what, || {
                let config = ServerConfig { groups: vec![of], ..config.clone() };
                let other = if of == NamedGroup::X25519 { "GROUP-SECP521R1" } else { "GROUP-X25519" };
                let priority = priority.replace("-GROUP-ALL", &format!("-GROUP-ALL:+{other}"));
                let own = visits(kit, &config, &listener, 1, &["--priority", &priority, "--single-key-share"]);
                assert_eq!(count_of(&own, "HelloRetryRequest"), 1);
            });
            table.case(row, Column::ClientCertificate, &what, || {
                let config = ServerConfig { client_auth: Some(kit.asks()), ..config.clone() };
                let [cert, key] = Kit::names(kind);
                let own = ["--priority", &priority, "--x509certfile", &cert, "--x509keyfile", &key];
                let own = visits(kit, &config, &listener, 1, &own);
                assert_eq!(own.client_chain(), kit.identity(kind).chain);
            });
        }
    }
}

fn server13(
    table: &Table,
    row: Row,
    what: &str,
    (kit, config, listener): (&Kit, &ServerConfig, &TcpListener),
    priority: &str,
) {
    table.case(row, Column::Full, what, || {
        let own = visits(kit, config, listener, 1, &["--priority", priority]);
        assert!(!own.resumed());
    });
    let resume = ["--priority", priority, "--resume", "--waitresumption"];
    table.case(row, Column::Resumed, what, || {
        assert!(visits(kit, config, listener, 2, &resume).resumed());
    });
    table.case(row, Column::EarlyData, what, || {
        let mut own = visits(kit, config, listener, 2, &[&resume[..], &["--earlydata", "early"]].concat());
        assert!(own.resumed() && own.early_data_accepted());
        assert_eq!(own.take_early_data(), b"so early");
    });
    table.case(row, Column::KeyUpdate, what, || {
        let port = listener.local_addr().expect("an address").port().to_string();
        let mut command = Command::new("gnutls-cli");
        command.args(["--port", &port, "localhost", "--x509cafile", "ca.pem", "--priority", priority]);
        let mut client = Running::start(command.arg("--inline-commands").current_dir(kit.folder()));
        let mut ours = Tcp::accept(kit::server(config), listener);
        ours.connected();
        client.say("^rekey^\n");
        ours.until(|own| count_of(own, "KeyUpdate") > 0);
        client.say("a question\n");
        while !ours.read(1).ends_with(b"\n") {}
        ours.own.key_update(true).expect("connected");
        ours.flush();
        ours.say(b"an answer\n");
        client.line_with("an answer");
        client.hush();
        ours.until(|own| own.status() == Status::PeerClosed);
    });
}

pub fn our_server12(table: &Table, kit: &Kit, kind: CertificateKind) {
    let row = row(Version::Tls12, Side::Server);
    let listener = &listen().0;
    for suite in Suite12::ALL.into_iter().filter(|suite| kind12(*suite) == kind) {
        let priority = priority(suite);
        for (column, extended_master_secret, encrypt_then_mac) in crate::openssl12::variants(suite) {
            let mut config = kit.server(kind).with_versions(TLS12);
            config.suites = vec![suite.id];
            config.tls12.extended_master_secret = extended_master_secret;
            config.tls12.encrypt_then_mac = encrypt_then_mac;
            let what = format!("{}, {column:?}", suite.id.text());
            table.case(row, column, &what, || {
                let own = visits(kit, &config, listener, 1, &["--priority", &priority]);
                assert_eq!(own.keys().suite12().map(|suite| suite.id), Some(suite.id));
            });
            let resume = ["--priority", &priority, "--resume"];
            table.case(row, Column::ResumedByTicket, &what, || {
                assert!(visits(kit, &config, listener, 2, &resume).resumed());
            });
            let by_id = ServerConfig { ticket: None, ..config.clone() };
            table.case(row, Column::ResumedById, &what, || {
                assert!(visits(kit, &by_id, listener, 2, &resume).resumed());
            });
            let asking = ServerConfig { client_auth: Some(kit.asks()), ..config };
            table.case(row, Column::ClientCertificate, &what, || {
                let [cert, key] = Kit::names(kind);
                let own = ["--priority", &priority, "--x509certfile", &cert, "--x509keyfile", &key];
                assert_eq!(visits(kit, &asking, listener, 1, &own).client_chain(), kit.identity(kind).chain);
            });
        }
    }
}

fn cipher(aead: Aead) -> &'static str {
    match aead {
        Aead::Aes128Gcm => "AES-128-GCM",
        Aead::Aes256Gcm => "AES-256-GCM",
        Aead::ChaCha20Poly1305 => "CHACHA20-POLY1305",
        Aead::Aes128Ccm => "AES-128-CCM",
        Aead::Aes128Ccm8 => "AES-128-CCM-8",
    }
}

fn name(group: NamedGroup) -> String {
    format!("GROUP-{}", group.text().to_uppercase())
}

/// What makes GnuTLS offer one suite of TLS 1.2.
pub fn priority(suite: Suite12) -> String {
    let exchange = match (suite.exchange, suite.auth) {
        (Exchange::Rsa, _) => "RSA",
        (Exchange::Ecdhe, Auth::Rsa) => "ECDHE-RSA",
        (Exchange::Ecdhe, Auth::Ecdsa) => "ECDHE-ECDSA",
    };
    let (cipher, mac) = match suite.bulk {
        Bulk::Aead(aead) => (cipher(aead), "AEAD"),
        Bulk::Cbc { key_len, mac } => {
            let mac = match mac {
                Hash::Md5Sha1 => unreachable!("no hash of a MAC"),
                Hash::Sha1 => "SHA1",
                Hash::Sha256 => "SHA256",
                Hash::Sha384 => "SHA384",
            };
            (if key_len == 16 { "AES-128-CBC" } else { "AES-256-CBC" }, mac)
        }
    };
    format!("NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+{exchange}:-CIPHER-ALL:+{cipher}:-MAC-ALL:+{mac}")
}
