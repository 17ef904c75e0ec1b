//! OpenSSL's programs `s_client` and `s_server`, over loopback.

use crate::terms::Terms;
use handshake_core::Side;
use handshake_core::connection::Status;
use handshake_tests::{Endpoint, NOW};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Nothing here takes longer, unless it hangs.
const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn our_server_and_s_client() {
    let Some(program) = Program::find() else { return };
    for terms in Terms::all() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let mut arguments =
            program.arguments(&["s_client", "-connect", &address, "-servername", "example.com"], &terms);
        arguments.extend(program.verifying(&terms));
        arguments.extend(["-quiet", "-no_ign_eof"].map(str::to_owned));
        let mut client = program.start(&arguments);
        let mut ours = Loopback { own: terms.ours(Side::Server), stream: accept(&listener) };

        client.say("a question\n");
        ours.until(|own| own.status() == Status::Connected);
        assert_eq!(ours.read(11), b"a question\n", "{arguments:?}");
        ours.say(b"an answer\n");
        assert_eq!(client.line(), "an answer", "{arguments:?}");
        // The end of its input makes s_client close the connection.
        drop(client.child.stdin.take());
        ours.until(|own| own.status() == Status::PeerClosed);
        ours.close();
        assert!(client.succeeds(), "{arguments:?}");
    }
}

#[test]
fn our_client_and_s_server() {
    let Some(program) = Program::find() else { return };
    for terms in Terms::all() {
        let mut arguments = program.arguments(&["s_server", "-accept", "127.0.0.1:0", "-naccept", "1"], &terms);
        arguments.extend(program.showing(&terms));
        // It answers each line with the line reversed.
        arguments.push("-rev".to_owned());
        let mut server = program.start(&arguments);
        let address = loop {
            if let Some(address) = server.line().strip_prefix("ACCEPT ") {
                break address.trim().to_owned();
            }
        };
        let mut ours = Loopback { own: terms.ours(Side::Client), stream: patient(TcpStream::connect(address)) };

        ours.until(|own| own.status() == Status::Connected);
        ours.say(b"a question\n");
        assert_eq!(ours.read(11), b"noitseuq a\n", "{arguments:?}");
        ours.close();
        assert!(server.succeeds(), "{arguments:?}");
    }
}

/// Where the program is, and a directory for the files it reads.
struct Program {
    directory: PathBuf,
}

impl Program {
    /// None, said aloud, if there is no such program here.
    fn find() -> Option<Program> {
        if let Err(error) = Command::new("openssl").arg("version").output() {
            // Past the test harness, which shows what is printed only if a test fails.
            let _ = writeln!(io::stderr(), "skipped: no openssl program here ({error})");
            return None;
        }
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("programs");
        std::fs::create_dir_all(&directory).expect("a directory");
        Some(Program { directory })
    }

    fn arguments(&self, first: &[&str], terms: &Terms) -> Vec<String> {
        let suite = terms.suite.text();
        let group = if terms.group.text() == "x25519" { "X25519" } else { "P-256" };
        let common = ["-tls1_3", "-ciphersuites", &suite, "-groups", group, "-alpn", "echo"];
        first.iter().chain(&common).map(|&argument| argument.to_owned()).collect()
    }

    /// Arguments that make a client check our chain.
    fn verifying(&self, terms: &Terms) -> Vec<String> {
        let root = self.file(&format!("root-{:?}.pem", terms.kind), &[("CERTIFICATE", &terms.root)]);
        let time = NOW.to_string();
        let arguments = ["-CAfile", &root, "-attime", &time, "-verify_return_error", "-verify_hostname", "example.com"];
        arguments.map(str::to_owned).to_vec()
    }

    /// Arguments that make a server show our chain.
    fn showing(&self, terms: &Terms) -> Vec<String> {
        let [leaf, intermediate] = &terms.chain[..] else { panic!("a chain of two") };
        let kind = terms.kind;
        let leaf = self.file(&format!("leaf-{kind:?}.pem"), &[("CERTIFICATE", leaf)]);
        let rest = self.file(&format!("chain-{kind:?}.pem"), &[("CERTIFICATE", intermediate)]);
        let key = self.file(&format!("key-{kind:?}.pem"), &[("PRIVATE KEY", &terms.key)]);
        ["-cert", &leaf, "-cert_chain", &rest, "-key", &key].map(str::to_owned).to_vec()
    }

    /// Writes a PEM file.
    fn file(&self, name: &str, parts: &[(&str, &[u8])]) -> String {
        let pem = |(label, der): &(&str, &[u8])| {
            // RFC 7468 §2: lines of 64 characters.
            let text: Vec<char> = openssl::base64::encode_block(der).chars().collect();
            let lines: String = text.chunks(64).map(|line| line.iter().chain(&['\n']).collect::<String>()).collect();
            format!("-----BEGIN {label}-----\n{lines}-----END {label}-----\n")
        };
        let path = self.directory.join(name);
        std::fs::write(&path, parts.iter().map(pem).collect::<String>()).expect("a file");
        path.to_str().expect("UTF-8").to_owned()
    }

    fn start(&self, arguments: &[String]) -> Running {
        let mut command = Command::new("openssl");
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("openssl starts");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let (speaks, lines) = mpsc::channel();
        std::thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| speaks.send(line)));
        Running { child, lines }
    }
}

/// A program that runs, and does not outlive the test.
struct Running {
    child: Child,
    lines: mpsc::Receiver<String>,
}

impl Running {
    fn say(&mut self, line: &str) {
        let input = self.child.stdin.as_mut().expect("its input");
        input.write_all(line.as_bytes()).and_then(|()| input.flush()).expect("it listens");
    }

    fn line(&mut self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("it speaks, and in time")
    }

    /// True if it ends by itself, and well.
    fn succeeds(&mut self) -> bool {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status.success();
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        false
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Our side on a socket.
struct Loopback {
    own: Box<dyn Endpoint>,
    stream: TcpStream,
}

impl Loopback {
    /// Goes on until something holds.
    fn until(&mut self, holds: impl Fn(&dyn Endpoint) -> bool) {
        self.own.receive(&[]).expect("no fault");
        self.flush();
        while !holds(self.own.as_ref()) {
            let mut buffer = [0; 4096];
            let n = self.stream.read(&mut buffer).expect("bytes in time");
            assert_ne!(n, 0, "the peer hung up");
            self.own.receive(&buffer[..n]).expect("no fault");
            self.flush();
        }
    }

    fn read(&mut self, len: usize) -> Vec<u8> {
        let mut data = self.own.take_data();
        while data.len() < len {
            let steps = self.own.steps().len();
            self.until(|own| own.steps().len() > steps);
            data.extend(self.own.take_data());
        }
        data
    }

    fn say(&mut self, data: &[u8]) {
        self.own.send(data).expect("connected");
        self.flush();
    }

    fn close(&mut self) {
        self.own.close().expect("connected");
        self.flush();
    }

    fn flush(&mut self) {
        // The peer may hang up once it has what it wants.
        let _ = self.stream.write_all(&self.own.take_output());
    }
}

fn accept(listener: &TcpListener) -> TcpStream {
    listener.set_nonblocking(true).expect("a socket");
    let start = Instant::now();
    loop {
        match listener.accept() {
            Ok((stream, _)) => {
                stream.set_nonblocking(false).expect("a socket");
                return patient(Ok(stream));
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock && start.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(error) => panic!("nobody came: {error}"),
        }
    }
}

fn patient(stream: io::Result<TcpStream>) -> TcpStream {
    let stream = stream.expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a socket");
    stream.set_write_timeout(Some(PATIENCE)).expect("a socket");
    stream
}
