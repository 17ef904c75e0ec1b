//! Visits of curl and of Chromium, captured on loopback with what they write to SSLKEYLOGFILE.

use crate::fields::messages;
use crate::tshark;
use crate::watched::{Folder, agrees, agrees_of, captured, capturing, listens, opened, port, server};
use handshake_core::Side;
use handshake_core::msgs::codes::{NamedGroup, ProtocolVersion};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Arc;

/// Whether a program is there. A missing one is said, and in CI it is an error.
fn is_here(program: &str) -> bool {
    let found = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if found.is_ok() {
        return tshark::is_here();
    }
    assert!(std::env::var_os("CI").is_none(), "there is no {program}, and in CI nothing may be skipped");
    let _ = writeln!(std::io::stderr(), "skipped: there is no {program}");
    false
}

#[test]
fn curl() {
    if !is_here("curl") {
        return;
    }
    for (version, most) in [("--tlsv1.3", "1.3"), ("--tlsv1.2", "1.2")] {
        let (folder, port) = (Folder::new(&format!("curl-{most}")), port());
        let _server = server(&folder, port, &["-www"]);
        let file = folder.file("capture.pcapng");
        let Some(capturing) = capturing(port, &file) else { return };
        let asked = Command::new("curl")
            .args(["--silent", "--insecure", "--ipv4", "--http1.1", version, "--tls-max", most])
            .arg(format!("https://localhost:{port}/"))
            .env("SSLKEYLOGFILE", folder.file("keys.log"))
            .env_remove("https_proxy")
            .env("no_proxy", "localhost")
            .output()
            .expect("curl");
        assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
        let file = captured(capturing, &file, 1);
        let observed = agrees(&file, &std::fs::read_to_string(folder.file("keys.log")).expect("a key log"));
        let said = messages(&observed, Side::Server).map(|message| message.bytes.clone()).collect::<Vec<_>>().concat();
        let (page, said) = (String::from_utf8_lossy(&asked.stdout), String::from_utf8_lossy(&said).into_owned());
        assert!(page.len() > 100 && said.contains(&*page), "{most}: what curl printed is what was read");
    }
}

/// A web server of rustls, on AWS-LC: it takes X25519MLKEM768, and has tickets.
fn web_server(folder: &Folder) -> u16 {
    let chain = CertificateDer::pem_file_iter(folder.file("cert.pem")).expect("a file");
    let chain = chain.collect::<Result<Vec<_>, _>>().expect("a certificate");
    let key = PrivateKeyDer::from_pem_file(folder.file("key.pem")).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|config| config.with_no_client_auth().with_single_cert(chain, key))
        .expect("a configuration");
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let config = Arc::clone(&config);
            // A browser opens connections that it does not use: each is served by itself, and what it lacks is its own affair.
            std::thread::spawn(move || ServerConnection::new(config).map(|connection| answer(connection, stream)));
        }
    });
    port
}

fn answer(connection: ServerConnection, stream: TcpStream) -> std::io::Result<()> {
    const PAGE: &str = "<title>Seen</title><p>captured</p>";
    let mut stream = StreamOwned::new(connection, stream);
    let mut asked = Vec::new();
    let mut bytes = [0; 4096];
    while !asked.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut bytes)? {
            0 => return Ok(()),
            count => asked.extend_from_slice(&bytes[..count]),
        }
    }
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n", PAGE.len())?;
    write!(stream, "Connection: close\r\n\r\n{PAGE}")?;
    stream.conn.send_close_notify();
    stream.flush()
}

#[test]
fn chromium() {
    if !is_here("chromium") {
        return;
    }
    let folder = Folder::new("chromium");
    let port = web_server(&folder);
    listens(port);
    let file = folder.file("capture.pcapng");
    let Some(capturing) = capturing(port, &file) else { return };
    let seen = Command::new("chromium")
        .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--ignore-certificate-errors", "--dump-dom"])
        .arg(format!("--user-data-dir={}", folder.file("profile").display()))
        .arg(format!("--ssl-key-log-file={}", folder.file("keys.log").display()))
        .args(["--no-proxy-server", "--host-resolver-rules=MAP localhost 127.0.0.1"])
        .arg(format!("https://localhost:{port}/"))
        .stderr(Stdio::null())
        .output()
        .expect("chromium");
    assert!(String::from_utf8_lossy(&seen.stdout).contains("captured"), "the page was shown");
    let file = captured(capturing, &file, 1);
    let log = std::fs::read_to_string(folder.file("keys.log")).expect("a key log");
    let capture = opened(&file);
    let mut said = false;
    for connection in &capture.connections {
        let observed = agrees_of(&file, &log, connection);
        let Some((version, _)) = observed.chosen else { continue };
        assert_eq!(version, ProtocolVersion::TLS13);
        let server = messages(&observed, Side::Server).find(|message| message.name == "ServerHello");
        let group = server.and_then(|hello| {
            let group = hello.spans.iter().find(|span| span.name == "group")?;
            hello.bytes.get(group.start..group.end).map(<[u8]>::to_vec)
        });
        assert_eq!(group, Some(NamedGroup::X25519MLKEM768.0.to_be_bytes().to_vec()));
        let all = messages(&observed, Side::Server).flat_map(|message| message.bytes.clone()).collect::<Vec<_>>();
        said |= String::from_utf8_lossy(&all).contains("captured");
    }
    assert!(said, "the page is in one of {} connections", capture.connections.len());
}
