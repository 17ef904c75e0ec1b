//! OpenSSL's programs `s_client` and `s_server`, over loopback: what its library lends to unsafe code only, sessions and
//! early data, and the programs' own commands.

use crate::kit::{self, GROUPS, Kit};
use crate::openssl_peer::group;
use crate::table::{Column, Row, Table, Version, Who};
use crate::tcp::{Running, Tcp, listen};
use handshake_core::client::ClientConfig;
use handshake_core::connection::Status;
use handshake_core::crypto::{Suite, Suite12};
use handshake_core::msgs::codes::NamedGroup;
use handshake_core::pki::CertificateKind;
use handshake_core::server::ServerConfig;
use handshake_core::{ServerConnection, Side};
use handshake_tests::{TLS12, count_of, kind12};
use std::net::TcpListener;
use std::process::Command;

fn row(version: Version, ours: Side) -> Row {
    Row { version, peer: Who::OpenSsl, ours }
}

/// `s_client` and one connection of our server to it.
pub fn talk(kit: &Kit, config: &ServerConfig, listener: &TcpListener, args: &[&str]) -> ServerConnection {
    let port = listener.local_addr().expect("an address").port();
    let mut client = s_client(kit, port, args);
    let mut ours = Tcp::accept(kit::server(config), listener);
    client.say("a question\n");
    ours.connected();
    assert_eq!(ours.read(11), b"a question\n", "{args:?}");
    ours.say(b"an answer\n");
    client.line_with("an answer");
    // The end of its input makes it close the connection.
    client.hush();
    ours.closed();
    assert!(client.succeeds(), "{args:?}");
    ours.own
}

fn s_client(kit: &Kit, port: u16, args: &[&str]) -> Running {
    let address = format!("127.0.0.1:{port}");
    let mut command = Command::new("openssl");
    command.args(["s_client", "-connect", &address, "-servername", "localhost", "-CAfile", "ca.pem"]);
    command.args(["-verify_return_error", "-verify_hostname", "localhost", "-quiet", "-no_ign_eof"]);
    Running::start(command.args(args).current_dir(kit.folder()))
}

/// Full, resumed, with early data; in every suite, group and kind of certificate. And KeyUpdate at its command.
pub fn our_server13(table: &Table, kit: &Kit, kind: CertificateKind) {
    let row = row(Version::Tls13, Side::Server);
    let (listener, _) = listen();
    let session = format!("session-{kind:?}");
    let config = kit.server(kind);
    for suite in Suite::ALL {
        for of in GROUPS {
            let what = format!("{}, {}, {kind:?}", suite.id.text(), of.text());
            let text = suite.id.text();
            let args = ["-tls1_3", "-ciphersuites", &text, "-groups", group(of)];
            table.case(row, Column::Full, &what, || {
                let own = talk(kit, &config, &listener, &[&args[..], &["-sess_out", &session]].concat());
                assert!(!own.resumed());
                assert_eq!(own.keys().suite().map(|suite| suite.id), Some(suite.id));
            });
            let again = [&args[..], &["-sess_in", &session]].concat();
            table.case(row, Column::Resumed, &what, || {
                assert!(talk(kit, &config, &listener, &[&again[..], &["-sess_out", &session]].concat()).resumed());
            });
            table.case(row, Column::EarlyData, &what, || {
                let mut own = talk(kit, &config, &listener, &[&again[..], &["-early_data", "early"]].concat());
                assert!(own.early_data_accepted());
                assert_eq!(own.take_early_data(), b"so early");
            });
        }
    }
    for suite in Suite::ALL {
        table.case(row, Column::KeyUpdate, &suite.id.text(), || key_update(kit, &listener, suite, kind));
    }
}

/// On a line of its own, K is a command: it sends KeyUpdate and asks for one; k does not ask. Not with -quiet.
fn key_update(kit: &Kit, listener: &TcpListener, suite: Suite, kind: CertificateKind) {
    let address = listener.local_addr().expect("an address").to_string();
    let (text, config) = (suite.id.text(), kit.server(kind));
    let args = ["s_client", "-connect", &address, "-tls1_3", "-ciphersuites", &text, "-CAfile", "ca.pem"];
    let mut client = Running::start(Command::new("openssl").args(args).current_dir(kit.folder()));
    let mut ours = Tcp::accept(kit::server(&config), listener);
    ours.connected();
    for (command, messages) in [("K\n", 2), ("k\n", 3)] {
        client.say(command);
        ours.until(|own| count_of(own, "KeyUpdate") == messages);
        client.say("a question\n");
        assert_eq!(ours.read(11), b"a question\n");
        ours.say(b"an answer\n");
        client.line_with("an answer");
    }
    client.hush();
    ours.closed();
}

/// By id and by ticket, in every suite of TLS 1.2, with and without its extensions.
pub fn our_server12(table: &Table, kit: &Kit, kind: CertificateKind) {
    let row = row(Version::Tls12, Side::Server);
    let (listener, _) = listen();
    let session = format!("session12-{kind:?}");
    for suite in Suite12::ALL.into_iter().filter(|suite| kind12(*suite) == kind) {
        for (column, extended_master_secret, encrypt_then_mac) in crate::openssl12::variants(suite) {
            for (resumed, tickets) in [(Column::ResumedById, false), (Column::ResumedByTicket, true)] {
                let what = format!("{}, {column:?}, {resumed:?}", suite.id.text());
                let mut config = kit.server(kind).with_versions(TLS12);
                config.suites = vec![suite.id];
                config.tls12.extended_master_secret = extended_master_secret;
                config.tls12.encrypt_then_mac = encrypt_then_mac;
                if !tickets {
                    config.ticket = None;
                }
                let args = ["-tls1_2", "-cipher", "ALL:@SECLEVEL=0"];
                table.case(row, resumed, &what, || {
                    talk(kit, &config, &listener, &[&args[..], &["-sess_out", &session]].concat());
                    assert!(talk(kit, &config, &listener, &[&args[..], &["-sess_in", &session]].concat()).resumed());
                });
            }
        }
    }
}

/// Early data and KeyUpdate with `s_server`.
pub fn our_client13(table: &Table, kit: &Kit, kind: CertificateKind) {
    let row = row(Version::Tls13, Side::Client);
    let [cert, key] = Kit::names(kind);
    let args = ["s_server", "-accept", "127.0.0.1:0", "-tls1_3", "-early_data", "-cert", &cert, "-key", &key];
    let mut server = Running::start(Command::new("openssl").args(args).current_dir(kit.folder()));
    let address = server.line_with("ACCEPT ").trim_start_matches("ACCEPT ").trim().to_owned();
    let mut number = 0;
    for suite in Suite::ALL {
        for of in GROUPS {
            let what = format!("{}, {}, {kind:?}", suite.id.text(), of.text());
            number += 1;
            let early = format!("early {number}");
            table.case(row, Column::EarlyData, &what, || {
                let config = ClientConfig { suites: vec![suite.id], ..client(kit, of) };
                let session = visit(&config, &address, &mut server);
                let psk = session.expect("a ticket").psk(kit::now()).expect("one that is good");
                let early_data = Some(early.clone().into_bytes());
                let again = ClientConfig { psks: vec![psk], early_data, ..config };
                let mut ours = Tcp::connect(kit::client(&again), &address);
                ours.connected();
                assert!(ours.own.resumed() && ours.own.early_data_accepted() == Some(true));
                server.line_with(&early);
                ours.close();
            });
        }
        table.case(row, Column::KeyUpdate, &format!("{}, {kind:?}", suite.id.text()), || {
            let config = ClientConfig { suites: vec![suite.id], ..client(kit, NamedGroup::X25519) };
            let mut ours = Tcp::connect(kit::client(&config), &address);
            ours.connected();
            ours.say(b"here I am\n");
            server.line_with("here I am");
            for (command, messages) in [("K\n", 2), ("k\n", 3)] {
                server.say(command);
                ours.until(|own| count_of(own, "KeyUpdate") == messages);
                ours.say(b"a question\n");
                server.line_with("a question");
                server.say("an answer\n");
                assert_eq!(ours.read(10), b"an answer\n");
            }
            ours.close();
        });
    }
}

fn client(kit: &Kit, of: NamedGroup) -> ClientConfig {
    ClientConfig { key_shares: vec![of], groups: vec![of], ..kit.client() }
}

/// A visit, and its ticket.
fn visit(config: &ClientConfig, address: &str, server: &mut Running) -> Option<handshake_core::session::ClientSession> {
    let mut ours = Tcp::connect(kit::client(config), address);
    ours.until(|own| own.status() == Status::Connected && !own.sessions().is_empty());
    ours.say(b"a question\n");
    server.line_with("a question");
    ours.close();
    ours.own.sessions().last().cloned()
}
