//! OpenSSL's programs and our own as child processes, with what they need.
// Not every test file uses all of it.
#![allow(dead_code)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

pub const HANDSHAKE: &str = env!("CARGO_BIN_EXE_handshake");

/// A folder with a root, and a chain for localhost and its key; gone when dropped.
pub struct Files(pub PathBuf);

impl Files {
    pub fn new(name: &str) -> Self {
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

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn openssl(&self, args: &[&str]) {
        let made = Command::new("openssl").args(args).current_dir(&self.0).output().expect("openssl is installed");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }

    /// Puts a certificate with another kind of key (as `openssl req` takes it) in the place of the usual one.
    #[allow(dead_code)]
    pub fn certify(&self, key: &[&str]) {
        self.openssl(
            &[&["req", "-subj", "/CN=localhost", "-out", "csr", "-nodes", "-keyout", "key.pem"], key].concat(),
        );
        let sign = ["x509", "-req", "-in", "csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"];
        self.openssl(&[sign.as_slice(), &["-days", "2", "-extfile", "ext", "-out", "cert.pem"]].concat());
    }

    /// `openssl s_server` on a free port; `-naccept` is for the caller.
    pub fn s_server(&self, args: &[&str]) -> Server {
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
    pub fn serve(&self, args: &[&str]) -> Ours {
        let timeout: &[&str] = if args.contains(&"--timeout") { &[] } else { &["--timeout", "20"] };
        let mut child = Command::new(HANDSHAKE)
            .args(["serve", "--listen", "127.0.0.1:0", "--cert", "cert.pem", "--key", "key.pem"])
            .args(timeout)
            .args(args)
            .current_dir(&self.0)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("our own");
        let mut said = BufReader::new(child.stderr.take().expect("piped"));
        // A warning may come before the line that names the port.
        let port = loop {
            let mut line = String::new();
            assert_ne!(said.read_line(&mut line).expect("text"), 0, "a port");
            if let Some(port) = line.trim().rsplit(':').next().and_then(|port| port.parse().ok()) {
                break port;
            }
        };
        Ours { child, port, said }
    }

    pub fn connect(&self, port: u16, args: &[&str]) -> Output {
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
    pub fn s_client(&self, port: u16, said: &str, args: &[&str]) -> String {
        self.s_client_saying(port, &[said], &[args, &["-ign_eof"]].concat())
    }

    /// The same, with a pause after each part: without -ign_eof a part K or k is a command.
    pub fn s_client_saying(&self, port: u16, parts: &[&str], args: &[&str]) -> String {
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

pub struct Server {
    pub child: Child,
    pub port: u16,
    pub said: Option<BufReader<std::process::ChildStdout>>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub struct Ours {
    pub child: Child,
    pub port: u16,
    pub said: BufReader<ChildStderr>,
}

impl Ours {
    /// Waits for its end: exit code, and what it said on standard error.
    pub fn end(&mut self) -> (Option<i32>, String) {
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

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port()
}

pub fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub fn ok(output: &Output) -> String {
    assert!(output.status.success(), "{:?}: {}", output.status, err(output));
    err(output)
}

/// It failed with this exit code, and says why in its last line.
pub fn fails(output: &Output, code: i32, reason: &str) {
    assert_eq!(output.status.code(), Some(code), "{}", err(output));
    let last = err(output).lines().last().unwrap_or_default().to_owned();
    assert!(last.starts_with("handshake: ") && last.contains(reason), "{last}");
}
