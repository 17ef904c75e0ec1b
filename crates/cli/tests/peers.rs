//! `handshake connect` and `handshake serve` against OpenSSL's and GnuTLS's programs, each other, and what is no TLS.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

const HANDSHAKE: &str = env!("CARGO_BIN_EXE_handshake");

/// A folder with a root, and a chain for localhost and its key; gone when dropped.
struct Files(PathBuf);

impl Files {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("handshake-cli-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let files = Files(folder);
        let ext = "subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\nbasicConstraints=CA:FALSE\n";
        std::fs::write(files.path("ext"), ext).expect("a file");
        let new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout"];
        files.openssl(
            &[&["req", "-x509", "-subj", "/CN=root", "-out", "ca.pem"], new_key.as_slice(), &["ca.key"]].concat(),
        );
        files.openssl(&[&["req", "-subj", "/CN=localhost", "-out", "csr"], new_key.as_slice(), &["key.pem"]].concat());
        let sign = ["x509", "-req", "-in", "csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"];
        files.openssl(&[sign.as_slice(), &["-days", "2", "-extfile", "ext", "-out", "cert.pem"]].concat());
        files
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn openssl(&self, args: &[&str]) {
        let made = Command::new("openssl").args(args).current_dir(&self.0).output().expect("openssl is installed");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }

    /// `openssl s_server` on a free port; `-naccept` is for the caller.
    fn s_server(&self, args: &[&str]) -> Server {
        let port = free_port();
        let mut child = Command::new("openssl")
            .args([
                "s_server",
                "-accept",
                &port.to_string(),
                "-cert",
                "cert.pem",
                "-key",
                "key.pem",
                "-CAfile",
                "ca.pem",
            ])
            .args(args)
            .current_dir(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("openssl is installed");
        // It says so once it listens.
        let mut said = BufReader::new(child.stdout.take().expect("piped"));
        let mut line = String::new();
        while !line.contains("ACCEPT") {
            line.clear();
            assert_ne!(said.read_line(&mut line).expect("text"), 0, "s_server ended: {args:?}");
        }
        Server { child, port, said: Some(said) }
    }

    /// `handshake serve`.
    fn serve(&self, args: &[&str]) -> Ours {
        let mut child = Command::new(HANDSHAKE)
            .args(["serve", "--listen", "127.0.0.1:0", "--cert", "cert.pem", "--key", "key.pem", "--timeout", "20"])
            .args(args)
            .current_dir(&self.0)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("our own");
        let mut said = BufReader::new(child.stderr.take().expect("piped"));
        let mut line = String::new();
        said.read_line(&mut line).expect("text");
        let port = line.trim().rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
        Ours { child, port, said }
    }

    fn connect(&self, port: u16, args: &[&str]) -> Output {
        let target = format!("localhost:{port}");
        let timeout: &[&str] = if args.contains(&"--timeout") { &[] } else { &["--timeout", "20"] };
        Command::new(HANDSHAKE)
            .args(["connect", &target, "--ca", "ca.pem"])
            .args(timeout)
            .args(args)
            .current_dir(&self.0)
            .output()
            .expect("our own")
    }

    /// `openssl s_client`, which says `said` and hangs up once the other side has.
    fn s_client(&self, port: u16, said: &str, args: &[&str]) -> String {
        self.s_client_saying(port, &[said], &[args, &["-ign_eof"]].concat())
    }

    /// The same, with a pause after each part: without -ign_eof a part K or k is a command.
    fn s_client_saying(&self, port: u16, parts: &[&str], args: &[&str]) -> String {
        let mut child = Command::new("openssl")
            .args(["s_client", "-connect", &format!("localhost:{port}"), "-CAfile", "ca.pem"])
            .arg("-verify_return_error")
            .args(args)
            .current_dir(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("openssl is installed");
        let mut stdin = child.stdin.take().expect("piped");
        for part in parts {
            stdin.write_all(part.as_bytes()).expect("it reads");
            if parts.len() > 1 {
                thread::sleep(Duration::from_millis(500));
            }
        }
        // Held open where it is to end with the other side, not before.
        let _held = (parts.len() > 1).then_some(stdin);
        let output = child.wait_with_output().expect("it ends");
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

struct Server {
    child: Child,
    port: u16,
    said: Option<BufReader<std::process::ChildStdout>>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Ours {
    child: Child,
    port: u16,
    said: BufReader<ChildStderr>,
}

impl Ours {
    /// Waits for its end: exit code, and what it said on standard error.
    fn end(&mut self) -> (Option<i32>, String) {
        let mut said = String::new();
        self.said.read_to_string(&mut said).expect("text");
        (self.child.wait().expect("it ends").code(), said)
    }
}

impl Drop for Ours {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn ok(output: &Output) -> String {
    assert!(output.status.success(), "{:?}: {}", output.status, err(output));
    err(output)
}

fn fails(output: &Output, code: i32, reason: &str) {
    assert_eq!(output.status.code(), Some(code), "{}", err(output));
    let last = err(output).lines().last().unwrap_or_default().to_owned();
    assert!(last.starts_with("handshake: ") && last.contains(reason), "{last}");
}

#[test]
fn connect_to_openssl() {
    let files = Files::new("connect");
    let server = files.s_server(&["-rev", "-alpn", "echo"]);
    let output =
        files.connect(server.port, &["--send", "abc\n", "--alpn", "echo", "-o", "run.json", "--keylog", "keys"]);
    let said = ok(&output);
    assert_eq!(out(&output), "cba\n");
    for part in ["ClientHello", "ServerHello", "WAIT_FINISHED → CONNECTED", "close_notify"] {
        assert!(said.contains(part), "{part} is missing in {said}");
    }
    assert!(!said.contains('\x1b'), "colours in a pipe");
    let trace = std::fs::read_to_string(files.path("run.json")).expect("the account");
    assert!(trace.starts_with(r#"{"format":"handshake-lab-trace","version":1,"scenario":"live""#), "{trace:.80}");
    let keys = std::fs::read_to_string(files.path("keys")).expect("the key log");
    assert_eq!(keys.lines().filter(|line| line.starts_with("SERVER_TRAFFIC_SECRET_0 ")).count(), 1, "{keys}");
}

#[test]
fn connect_speaks_tls12() {
    let files = Files::new("connect12");
    let server = files.s_server(&["-rev", "-tls1_2"]);
    for args in [["--tls", "1.2"], ["--suite", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"], ["--wait", "0.5"]] {
        let args = [["--send", "abc\n", "--keylog", "keys"].as_slice(), &args].concat();
        let output = files.connect(server.port, &args);
        let said = ok(&output);
        assert_eq!(out(&output), "cba\n");
        assert!(said.contains("ServerHelloDone") && said.contains("WAIT_FINISHED → CONNECTED"), "{said}");
    }
    let keys = std::fs::read_to_string(files.path("keys")).expect("the key log");
    assert_eq!(keys.lines().filter(|line| line.starts_with("CLIENT_RANDOM ")).count(), 3, "{keys}");
    let said = ok(&files.connect(server.port, &["--resume", "--send", "abc\n"]));
    assert!(said.contains("resumed: no certificate was needed"), "{said}");
    fails(&files.connect(server.port, &["--tls", "1.3"]), 4, "protocol_version");
}

#[test]
fn serve_speaks_tls12() {
    let files = Files::new("serve12");
    let server = files.serve(&["--reply", "welcome\n"]);
    let said = files.s_client(server.port, "hello\n", &["-tls1_2", "-sess_out", "session"]);
    for part in ["welcome", "Verification: OK", "Extended master secret: yes", "Secure Renegotiation IS supported"] {
        assert!(said.contains(part), "{part} is missing in {said}");
    }
    let said = files.s_client(server.port, "hello\n", &["-tls1_2", "-sess_in", "session"]);
    assert!(said.contains("Reused, TLSv1.2") && said.contains("welcome"), "{said}");
    let only = files.serve(&["--reply", "welcome\n", "--tls", "1.3"]);
    assert!(!files.s_client(only.port, "hello\n", &["-tls1_2"]).contains("welcome"));
}

#[test]
fn connect_is_asked_for_another_hello() {
    let files = Files::new("retry");
    for (group, suite) in [("P-256", "TLS_AES_128_GCM_SHA256"), ("P-384", "TLS_AES_256_GCM_SHA384")] {
        let server = files.s_server(&["-rev", "-groups", group, "-ciphersuites", suite]);
        let output = files.connect(server.port, &["--send", "abc\n"]);
        let said = ok(&output);
        assert_eq!(out(&output), "cba\n");
        assert!(said.contains("HelloRetryRequest"), "{said}");
    }
}

#[test]
fn connect_comes_back_with_a_ticket() {
    let files = Files::new("resume");
    let server = files.s_server(&["-rev"]);
    let output = files.connect(server.port, &["--resume", "--send", "abc\n"]);
    let said = ok(&output);
    assert_eq!(out(&output), "cba\n");
    assert!(said.contains("resumed: no certificate was needed"), "{said}");
}

#[test]
fn connect_sends_early_data() {
    let files = Files::new("early");
    let mut server = files.s_server(&["-early_data"]);
    let output = files.connect(server.port, &["--resume", "--early-data", "so early", "--wait", "0.3"]);
    let said = ok(&output);
    assert!(said.contains("early data (8 B): accepted"), "{said}");
    server.child.kill().expect("it runs");
    let mut heard = String::new();
    server.said.take().expect("once").read_to_string(&mut heard).expect("text");
    assert!(heard.contains("so early"), "{heard}");
}

#[test]
fn connect_shows_who_it_is() {
    let files = Files::new("client-auth");
    let server = files.s_server(&["-rev", "-Verify", "1", "-verify_return_error"]);
    let output = files.connect(server.port, &["--cert", "cert.pem", "--key", "key.pem", "--send", "abc\n"]);
    assert!(ok(&output).contains("CertificateRequest"));
    assert_eq!(out(&output), "cba\n");
    fails(&files.connect(server.port, &["--send", "abc\n"]), 4, "certificate_required");
}

#[test]
fn serve_openssl() {
    let files = Files::new("serve");
    let server = files.serve(&["--reply", "welcome\n"]);
    let said = files.s_client(server.port, "hello\n", &["-sess_out", "session"]);
    assert!(said.contains("welcome") && said.contains("Verification: OK"), "{said}");
    std::fs::write(files.path("early"), "so early").expect("a file");
    let said = files.s_client(server.port, "", &["-sess_in", "session", "-early_data", "early"]);
    for part in ["Reused, TLSv1.3", "Early data was accepted", "welcome"] {
        assert!(said.contains(part), "{part} is missing in {said}");
    }
    // Its first guess is a group that we do not have: it is asked for another.
    let said = files.s_client(server.port, "hello\n", &["-groups", "P-521:P-384"]);
    assert!(said.contains("secp384r1") && said.contains("welcome"), "{said}");
}

#[test]
fn serve_takes_openssls_key_update() {
    let files = Files::new("key-update");
    let mut server = files.serve(&["--reply", "welcome\n", "--once"]);
    // On a line of its own, K is a command of s_client's: send KeyUpdate, and ask for one.
    let said = files.s_client_saying(server.port, &["K\n", "hello\n"], &[]);
    assert!(said.contains("KEYUPDATE") && said.contains("welcome"), "{said}");
    let (code, said) = server.end();
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(said.matches("KeyUpdate").count(), 2, "{said}");
}

#[test]
fn serve_asks_who_the_client_is() {
    let files = Files::new("serve-auth");
    let server = files.serve(&["--client-ca", "ca.pem", "--reply", "welcome\n"]);
    let said = files.s_client(server.port, "hello\n", &["-cert", "cert.pem", "-key", "key.pem"]);
    assert!(said.contains("welcome"), "{said}");
    let said = files.s_client(server.port, "hello\n", &[]);
    assert!(said.contains("certificate required") && !said.contains("welcome"), "{said}");
}

#[test]
fn connect_and_serve_each_other() {
    let files = Files::new("ourselves");
    for group in ["x25519", "P-256", "secp384r1", "X25519MLKEM768"] {
        let mut server = files.serve(&["--group", group, "--reply", "welcome", "--once"]);
        let output = files.connect(server.port, &["--group", group, "--send", "hello"]);
        ok(&output);
        assert_eq!(out(&output), "welcome", "{group}");
        assert_eq!(server.end().0, Some(0), "{group}");
    }
}

#[test]
fn connect_to_gnutls() {
    let files = Files::new("gnutls-serv");
    let port = free_port();
    let child = Command::new("gnutls-serv")
        .args(["--port", &port.to_string(), "--x509certfile", "cert.pem", "--x509keyfile", "key.pem", "--echo"])
        .args(["--priority", "NORMAL:-VERS-ALL:+VERS-TLS1.3", "--earlydata", "--maxearlydata", "1000"])
        .current_dir(&files.0)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("gnutls-serv is installed");
    let _server = Server { child, port, said: None };
    for _ in 0..500 {
        match TcpStream::connect(("127.0.0.1", port)) {
            Ok(_) => break,
            Err(_) => thread::sleep(Duration::from_millis(20)),
        }
    }
    let output = files.connect(port, &["--resume", "--early-data", "so early", "--send", "hello\n"]);
    let said = ok(&output);
    assert!(said.contains("early data (8 B): accepted") && said.contains("resumed"), "{said}");
    assert!(out(&output).contains("hello"), "{}", out(&output));
    for group in ["x25519", "secp256r1", "secp384r1"] {
        let output = files.connect(port, &["--group", group, "--send", "hello\n"]);
        ok(&output);
        assert_eq!(out(&output), "hello\n", "{group}");
    }
}

#[test]
fn serve_gnutls() {
    let files = Files::new("gnutls-cli");
    let server = files.serve(&["--reply", "welcome\n"]);
    let mut child = Command::new("gnutls-cli")
        .args([
            "--port",
            &server.port.to_string(),
            "localhost",
            "--x509cafile",
            "ca.pem",
            "--resume",
            "--waitresumption",
        ])
        .current_dir(&files.0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("gnutls-cli is installed");
    let mut stdin = child.stdin.take().expect("piped");
    stdin.write_all(b"hello\n").expect("it reads");
    thread::sleep(Duration::from_millis(1500));
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let said = out(&output);
    for part in ["The certificate is trusted", "This is a resumed session", "welcome"] {
        assert!(said.contains(part), "{part} is missing in {said}{}", err(&output));
    }
}

#[test]
fn what_is_no_tls_is_told_in_one_line() {
    let files = Files::new("no-tls");
    let port = answering(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    fails(&files.connect(port, &[]), 4, "this looks like HTTP");
    let port = answering(b"\xff\xff\xff\xff\xff\xff\xff\xff");
    fails(&files.connect(port, &[]), 4, "record-type");
    let port = answering(b"");
    fails(&files.connect(port, &[]), 6, "closed the connection in the handshake");
    fails(&files.connect(free_port(), &[]), 3, "refused");

    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = silent.local_addr().expect("bound").port();
    fails(&files.connect(port, &["--timeout", "0.3"]), 5, "nothing came for 0.3 s");

    let mut server = files.serve(&["--once"]);
    TcpStream::connect(("127.0.0.1", server.port))
        .and_then(|mut s| s.write_all(b"GET / HTTP/1.0\r\n\r\n"))
        .expect("sent");
    let (code, said) = server.end();
    assert_eq!(code, Some(4), "{said}");
    assert!(said.contains("this looks like HTTP"), "{said}");
}

#[test]
fn bad_arguments_name_what_is_wrong() {
    let files = Files::new("arguments");
    let no = |args: &[&str], reason: &str| fails(&files.connect(1, args), 2, reason);
    no(&["--suite", "TLS_NULL"], "TLS_AES_128_GCM_SHA256");
    no(&["--group", "P-1"], "x25519");
    no(&["--cert", "ext", "--key", "key.pem"], "ext: there is no certificate in it");
    no(&["--cert", "cert.pem", "--key", "ext"], "ext: no private key");
    let gone = Command::new(HANDSHAKE).args(["connect", "localhost:1", "--ca", "gone.pem"]).output().expect("our own");
    fails(&gone, 2, "gone.pem");
}

/// A port on which somebody answers the first bytes with these, and hangs up.
fn answering(bytes: &'static [u8]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("bound").port();
    thread::spawn(move || {
        let Ok((mut stream, _)) = listener.accept() else { return };
        let _ = stream.set_read_timeout(Some(Duration::from_secs(20)));
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(bytes);
    });
    port
}
