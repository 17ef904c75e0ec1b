//! Connections of OpenSSL's programs, captured on loopback as anybody would: what is read equals what tshark says.

use crate::fields::messages;
use crate::tshark;
use crate::watched::{Folder, agrees, captured, capturing, opened, port, server, wait_until};
use handshake_capture::key_log::Secrets;
use handshake_capture::observe::observe;
use handshake_core::Side;
use handshake_core::msgs::codes::ContentType;
use std::io::Write;
use std::process::{Child, Command, Stdio};

/// A visit with `openssl s_client` to `openssl s_server -www`, captured.
fn visit(name: &str, server: &[&str], client: &[&str]) -> Option<(Vec<u8>, String)> {
    visit_again(name, &[server, &["-www"]].concat(), None, client)
}

/// A visit, captured; before it another one that is not, and whose ticket may be used.
fn visit_again(name: &str, with: &[&str], before: Option<&[&str]>, client: &[&str]) -> Option<(Vec<u8>, String)> {
    if !tshark::is_here() {
        return None;
    }
    let (folder, port) = (Folder::new(name), port());
    let _server = server(&folder, port, with);
    let ask = |args: &[&str]| {
        let mut asking = client_of(&folder, port, with.contains(&"-www"), args);
        let mut input = asking.stdin.take().expect("its input");
        input.write_all(b"GET / HTTP/1.0\r\n\r\n").expect("a question");
        // Who does not wait for the other side's end goes when the input ends: not before the ticket has come.
        if args.contains(&"-sess_out") {
            wait_until("a ticket", || folder.file("ticket.pem").exists());
        }
        drop(input);
        assert!(asking.wait().expect("an end").success(), "{name}");
    };
    if let Some(before) = before {
        ask(before);
    }
    let file = folder.file("capture.pcapng");
    let capturing = capturing(port, &file)?;
    ask(client);
    let file = captured(capturing, &file, 1);
    let log = std::fs::read_to_string(folder.file("keys.log")).unwrap_or_default();
    Some((file, log))
}

fn client_of(folder: &Folder, port: u16, stays: bool, args: &[&str]) -> Child {
    let mut command = Command::new("openssl");
    command.args(["s_client", "-connect", &format!("127.0.0.1:{port}"), "-servername", "localhost"]);
    command.args(["-keylogfile", "keys.log"]).args(args).current_dir(&folder.0);
    if stays {
        command.arg("-ign_eof");
    }
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("openssl s_client")
}

#[test]
fn a_visit_with_tls13() {
    let Some((file, log)) = visit("tls13", &["-tls1_3"], &[]) else { return };
    let observed = agrees(&file, &log);
    let without = observe(&opened(&file).connections[0], &Secrets::default());
    assert_eq!(without.records, observed.records);
    assert!(without.sealed > 0, "without the key log it stays sealed");
}

#[test]
fn a_visit_with_tls12_and_aes_gcm() {
    let Some((file, log)) = visit("gcm", &["-tls1_2"], &["-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"]) else { return };
    agrees(&file, &log);
}

#[test]
fn a_visit_with_tls12_and_aes_cbc() {
    for (name, etm) in [("etm", &[][..]), ("mte", &["-no_etm"][..])] {
        let client = [&["-cipher", "ECDHE-ECDSA-AES256-SHA"], etm].concat();
        let Some((file, log)) = visit(name, &["-tls1_2"], &client) else { return };
        agrees(&file, &log);
    }
}

#[test]
fn a_visit_that_is_asked_to_begin_again() {
    let server = ["-tls1_3", "-groups", "P-384"];
    let Some((file, log)) = visit("hrr", &server, &["-groups", "X25519:P-384"]) else { return };
    let observed = agrees(&file, &log);
    assert!(messages(&observed, Side::Server).any(|message| message.name == "HelloRetryRequest"));
}

#[test]
fn a_visit_with_tls13_and_aes_ccm() {
    for (name, suite) in [("ccm", "TLS_AES_128_CCM_SHA256"), ("ccm8", "TLS_AES_128_CCM_8_SHA256")] {
        let both = ["-ciphersuites", suite];
        let Some((file, log)) = visit(name, &[&["-tls1_3"], &both[..]].concat(), &both) else { return };
        agrees(&file, &log);
    }
}

#[test]
fn a_visit_with_a_suite_that_the_engine_has_not_is_read_as_far_as_it_is_in_the_clear() {
    let suite = ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-CCM"];
    let Some((file, log)) = visit("ccm12", &suite, &suite) else { return };
    let observed = observe(&opened(&file).connections[0], &Secrets::read(&log));
    let names: Vec<_> = messages(&observed, Side::Server).map(|message| message.name).collect();
    assert!(names.contains(&"ServerHello"), "{names:?}");
    assert!(observed.sealed > 0);
}

fn names(observed: &handshake_capture::observe::Observed, of: Side) -> Vec<&'static str> {
    messages(observed, of).map(|message| message.name).collect()
}

#[test]
fn a_second_visit_with_the_ticket_of_the_first() {
    for (name, version) in [("again13", "-tls1_3"), ("again12", "-tls1_2")] {
        let before = Some(&["-sess_out", "ticket.pem"][..]);
        let Some((file, log)) = visit_again(name, &[version, "-www"], before, &["-sess_in", "ticket.pem"]) else {
            return;
        };
        let observed = agrees(&file, &log);
        assert!(!names(&observed, Side::Server).contains(&"Certificate"), "{name}: it was resumed");
    }
}

#[test]
fn early_data() {
    let folder = Folder::new("early-data");
    let early = folder.file("early.txt");
    std::fs::write(&early, b"said before the answer").expect("a file");
    let early = early.display().to_string();
    let server = ["-tls1_3", "-early_data"];
    let before = Some(&["-sess_out", "ticket.pem"][..]);
    let client = ["-sess_in", "ticket.pem", "-early_data", &early];
    let Some((file, log)) = visit_again("early", &server, before, &client) else { return };
    let observed = agrees(&file, &log);
    let said: Vec<_> = messages(&observed, Side::Client)
        .filter(|message| message.content_type == ContentType::APPLICATION_DATA)
        .map(|message| message.bytes.clone())
        .collect();
    assert_eq!(said.first().map(Vec::as_slice), Some(&b"said before the answer"[..]));
    assert!(names(&observed, Side::Client).contains(&"EndOfEarlyData"));
}

#[test]
fn a_client_that_shows_a_certificate() {
    for (name, version) in [("mutual13", "-tls1_3"), ("mutual12", "-tls1_2")] {
        let server = [version, "-Verify", "1", "-CAfile", "cert.pem"];
        let Some((file, log)) = visit(name, &server, &["-cert", "cert.pem", "-key", "key.pem"]) else { return };
        let observed = agrees(&file, &log);
        let names = names(&observed, Side::Client);
        assert!(names.contains(&"Certificate") && names.contains(&"CertificateVerify"), "{names:?}");
    }
}

#[test]
fn a_hello_in_two_records() {
    let protocols = (0..30).map(|number| format!("protocol-{number}")).collect::<Vec<_>>().join(",");
    let Some((file, log)) = visit("split", &[], &["-max_send_frag", "512", "-alpn", &protocols]) else { return };
    let observed = agrees(&file, &log);
    let hello = messages(&observed, Side::Client).next().expect("a ClientHello");
    assert_eq!((hello.name, hello.records), ("ClientHello", (0, 1)));
}

#[test]
fn of_older_versions_all_that_is_in_the_clear_is_read_and_the_rest_told_as_sealed() {
    for (name, version) in [("tls10", "-tls1"), ("tls11", "-tls1_1")] {
        for suite in ["ECDHE-ECDSA-AES128-SHA@SECLEVEL=0", "ALL@SECLEVEL=0"] {
            let server = [version, "-cipher", "ALL@SECLEVEL=0", "-Verify", "1", "-CAfile", "cert.pem"];
            let client = [version, "-cipher", suite, "-cert", "cert.pem", "-key", "key.pem"];
            let Some((file, _)) = visit(name, &server, &client) else { return };
            let observed = observe(&opened(&file).connections[0], &Secrets::default());
            for side in [Side::Client, Side::Server] {
                let bad: Vec<_> = messages(&observed, side).filter(|message| message.malformed.is_some()).collect();
                assert!(bad.is_empty(), "{name} {suite}: {bad:?}");
            }
            let server = names(&observed, Side::Server);
            assert!(server.starts_with(&["ServerHello", "Certificate", "ServerKeyExchange"]), "{server:?}");
            let fields: Vec<_> = messages(&observed, Side::Server)
                .find(|message| message.name == "ServerKeyExchange")
                .map(|message| message.spans.iter().map(|span| span.name).collect())
                .unwrap_or_default();
            assert!(fields.contains(&"signature") && !fields.contains(&"algorithm"), "{fields:?}");
            // What follows change_cipher_spec: Finished, what is said, and the end.
            assert!(observed.sealed >= 4 && observed.stopped.is_none(), "{name} {suite}: {}", observed.sealed);
        }
    }
}
