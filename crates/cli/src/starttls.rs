//! Protocols that begin in the clear and then ask for TLS: what is said until both sides agree.

use crate::failure::{CUT_OFF, Failure, NETWORK, TIMEOUT, TLS};
use crate::problem;
use clap::ValueEnum;
use handshake_live::foreign::Protocol;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Longest answer that is read before TLS begins, in bytes: an offer of features can be long.
const MAX_ANSWER: usize = 64 << 10;

/// LDAP's StartTLS as an extended request with messageID 1 (RFC 4511 §4.14.1).
const LDAP_REQUEST: &[u8] = b"\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037";

/// PostgreSQL's SSLRequest: a length of 8, and the code 80877103.
const POSTGRES_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f];

/// MySQL's CLIENT_SSL among its capability flags.
const MYSQL_SSL: u16 = 0x0800;

/// A protocol that can go on to TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StartTls {
    /// STARTTLS after EHLO (RFC 3207).
    Smtp,
    /// STARTTLS (RFC 3501 §6.2.1).
    Imap,
    /// STLS (RFC 2595 §4).
    Pop3,
    /// AUTH TLS (RFC 4217 §4).
    Ftp,
    /// The extended operation StartTLS (RFC 4511 §4.14).
    Ldap,
    /// SSLRequest.
    Postgres,
    /// SSLRequest after the server's greeting.
    Mysql,
    /// starttls in a stream (RFC 6120 §5).
    Xmpp,
}

impl StartTls {
    fn name(self) -> &'static str {
        match self {
            StartTls::Smtp => "SMTP",
            StartTls::Imap => "IMAP",
            StartTls::Pop3 => "POP3",
            StartTls::Ftp => "FTP",
            StartTls::Ldap => "LDAP",
            StartTls::Postgres => "PostgreSQL",
            StartTls::Mysql => "MySQL",
            StartTls::Xmpp => "XMPP",
        }
    }

    /// Talks in the clear until TLS may begin.
    ///
    /// # Errors
    /// If the server does not offer it, refuses, speaks another protocol, is silent, or goes away.
    pub fn begin(self, stream: &mut TcpStream, host: &str, timeout: Duration) -> Result<(), Failure> {
        let mut talk = Talk { stream, protocol: self, until: Instant::now() + timeout, timeout, read: Vec::new() };
        match self {
            StartTls::Smtp => talk.smtp(),
            StartTls::Imap => talk.imap(),
            StartTls::Pop3 => talk.pop3(),
            StartTls::Ftp => talk.ftp(),
            StartTls::Ldap => talk.ldap(),
            StartTls::Postgres => talk.postgres(),
            StartTls::Mysql => talk.mysql(),
            StartTls::Xmpp => talk.xmpp(host),
        }?;
        talk.nothing_more()
    }
}

/// A talk in the clear.
struct Talk<'a> {
    stream: &'a mut TcpStream,
    protocol: StartTls,
    until: Instant,
    timeout: Duration,
    /// What has come and was not looked at yet.
    read: Vec<u8>,
}

impl Talk<'_> {
    fn smtp(&mut self) -> Result<(), Failure> {
        self.expect("220", "greeting")?;
        self.say(b"EHLO localhost\r\n")?;
        let features = self.expect("250", "EHLO")?;
        let offers = |line: &String| line.get(4..).is_some_and(|word| word.trim().eq_ignore_ascii_case("STARTTLS"));
        if !features.iter().any(offers) {
            return Err(self.not_offered());
        }
        self.say(b"STARTTLS\r\n")?;
        self.expect("220", "STARTTLS").map(|_| ())
    }

    fn ftp(&mut self) -> Result<(), Failure> {
        self.expect("220", "greeting")?;
        self.say(b"AUTH TLS\r\n")?;
        self.expect("234", "AUTH TLS").map(|_| ())
    }

    fn pop3(&mut self) -> Result<(), Failure> {
        self.line_that(|line| Some(line.starts_with("+OK")), "greeting")?;
        self.say(b"STLS\r\n")?;
        self.line_that(|line| Some(line.starts_with("+OK")), "STLS")
    }

    fn imap(&mut self) -> Result<(), Failure> {
        self.line_that(|line| Some(line.starts_with("* OK")), "greeting")?;
        self.say(b"a STARTTLS\r\n")?;
        // Lines without the tag are news for whoever wants them.
        let tagged = |line: &str| line.starts_with("a ").then(|| line.to_ascii_uppercase().starts_with("A OK"));
        self.line_that(tagged, "STARTTLS")
    }

    fn ldap(&mut self) -> Result<(), Failure> {
        self.say(LDAP_REQUEST)?;
        let head = self.bytes(2)?;
        let length = match head[..] {
            [0x30, length @ 0..0x80] => usize::from(length),
            [0x30, 0x84] => self.bytes(4)?.iter().fold(0usize, |all, byte| (all << 8) | usize::from(*byte)),
            [0x30, 0x82] => self.bytes(2)?.iter().fold(0usize, |all, byte| (all << 8) | usize::from(*byte)),
            _ => return Err(self.wrong(&head, "StartTLS")),
        };
        if length > MAX_ANSWER {
            return Err(self.too_long());
        }
        let answer = self.bytes(length)?;
        // After messageID the response, and in it first of all the result: ENUMERATED, one byte.
        let response = answer.iter().position(|byte| *byte == 0x78).and_then(|at| answer.get(at..));
        let result = response.and_then(|response| {
            let at = response.windows(2).position(|pair| pair == [0x0a, 1])?;
            response.get(at + 2).copied()
        });
        match result {
            Some(0) => Ok(()),
            Some(_) => Err(self.not_offered()),
            None => Err(self.wrong(&answer, "StartTLS")),
        }
    }

    fn postgres(&mut self) -> Result<(), Failure> {
        self.say(&POSTGRES_REQUEST)?;
        match self.bytes(1)?[..] {
            [b'S'] => Ok(()),
            [b'N'] => Err(self.not_offered()),
            ref other => {
                let other = other.to_vec();
                Err(self.wrong(&other, "SSLRequest"))
            }
        }
    }

    fn mysql(&mut self) -> Result<(), Failure> {
        let head = self.bytes(4)?;
        let length = head.iter().take(3).rev().fold(0usize, |all, byte| (all << 8) | usize::from(*byte));
        if length > MAX_ANSWER {
            return Err(self.wrong(&head, "greeting"));
        }
        let greeting = self.bytes(length)?;
        let whole = [head, greeting.clone()].concat();
        if greeting.first() != Some(&10) {
            return Err(self.wrong(&whole, "greeting"));
        }
        // Version (to a zero), thread (4), salt (8), a zero, then the lower half of the flags.
        let version = greeting.iter().position(|byte| *byte == 0).unwrap_or(greeting.len());
        let flags = greeting.get(version + 14..version + 16).map(|two| u16::from_le_bytes([two[0], two[1]]));
        match flags {
            Some(flags) if flags & MYSQL_SSL != 0 => {}
            Some(_) => return Err(self.not_offered()),
            None => return Err(self.wrong(&whole, "greeting")),
        }
        // PROTOCOL_41, SSL, SECURE_CONNECTION, PLUGIN_AUTH; 16 MiB a packet; utf8mb4; 23 zeros.
        let mut request = vec![32, 0, 0, 1];
        request.extend_from_slice(&(0x0200u32 | u32::from(MYSQL_SSL) | 0x8000 | 0x0008_0000).to_le_bytes());
        request.extend_from_slice(&(1u32 << 24).to_le_bytes());
        request.push(45);
        request.extend_from_slice(&[0; 23]);
        self.say(&request)
    }

    fn xmpp(&mut self, host: &str) -> Result<(), Failure> {
        let host: String = host.chars().filter(|c| !matches!(c, '<' | '>' | '&' | '\'' | '"')).collect();
        let stream = format!(
            "<?xml version='1.0'?><stream:stream to='{host}' version='1.0' xmlns='jabber:client' \
             xmlns:stream='http://etherx.jabber.org/streams'>"
        );
        self.say(stream.as_bytes())?;
        let features = self.until_one_of(&["</stream:features>", "<stream:features/>", "</stream:stream>"])?;
        if !features.contains("<starttls") {
            return Err(self.not_offered());
        }
        self.say(b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")?;
        let answer = self.until_one_of(&[">"])?;
        match answer.trim_start().starts_with("<proceed") {
            true => Ok(()),
            false => Err(self.wrong(answer.as_bytes(), "starttls")),
        }
    }

    /// An answer of one line or several, of which the last has a blank after its number.
    fn expect(&mut self, code: &str, to: &str) -> Result<Vec<String>, Failure> {
        let mut lines = Vec::new();
        let mut length = 0;
        loop {
            let line = self.line(to)?;
            length += line.len();
            if length > MAX_ANSWER {
                return Err(self.too_long());
            }
            if !line.starts_with(code) {
                return Err(self.wrong(line.as_bytes(), to));
            }
            let more = line.as_bytes().get(3) == Some(&b'-');
            lines.push(line);
            if !more {
                return Ok(lines);
            }
        }
    }

    /// Reads lines until one is an answer, and looks whether it is a good one.
    fn line_that(&mut self, good: impl Fn(&str) -> Option<bool>, to: &str) -> Result<(), Failure> {
        let mut length = 0;
        loop {
            let line = self.line(to)?;
            length += line.len();
            match good(&line) {
                Some(true) => return Ok(()),
                Some(false) => return Err(self.wrong(line.as_bytes(), to)),
                None if length > MAX_ANSWER => return Err(self.too_long()),
                None => {}
            }
        }
    }

    fn line(&mut self, to: &str) -> Result<String, Failure> {
        loop {
            if let Some(end) = self.read.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.read.drain(..=end).collect();
                return Ok(String::from_utf8_lossy(&line).trim_end().to_owned());
            }
            // Another protocol's greeting may have no lines.
            if Protocol::of(&self.read).is_some_and(|other| other.starttls().is_none()) {
                let read = std::mem::take(&mut self.read);
                return Err(self.wrong(&read, to));
            }
            self.more()?;
        }
    }

    fn until_one_of(&mut self, ends: &[&str]) -> Result<String, Failure> {
        loop {
            let text = String::from_utf8_lossy(&self.read).into_owned();
            let end = ends.iter().filter_map(|end| text.find(end).map(|at| at + end.len())).min();
            if let Some(end) = end {
                self.read = text.as_bytes().get(end..).unwrap_or_default().to_vec();
                return Ok(text.get(..end).unwrap_or_default().to_owned());
            }
            self.more()?;
        }
    }

    fn bytes(&mut self, count: usize) -> Result<Vec<u8>, Failure> {
        while self.read.len() < count {
            self.more()?;
        }
        Ok(self.read.drain(..count).collect())
    }

    /// Waits for more to come.
    fn more(&mut self) -> Result<(), Failure> {
        if self.read.len() > MAX_ANSWER {
            return Err(self.too_long());
        }
        let left = self.until.saturating_duration_since(Instant::now());
        let silent = |talk: &Self| {
            let limit = talk.timeout.as_secs_f32();
            Failure(TIMEOUT, format!("the server did not go on to TLS within {limit} s, as {}", talk.protocol.name()))
        };
        if left.is_zero() {
            return Err(silent(self));
        }
        let network = |error: std::io::Error| Failure(NETWORK, format!("the network: {}", problem::words(&error)));
        self.stream.set_read_timeout(Some(left)).map_err(network)?;
        let mut buffer = [0; 4096];
        let gone = |talk: &Self| {
            let name = talk.protocol.name();
            Failure(CUT_OFF, format!("the server closed the connection before TLS began, as {name}"))
        };
        match self.stream.read(&mut buffer) {
            Ok(0) => Err(gone(self)),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => Err(gone(self)),
            Ok(count) => {
                self.read.extend_from_slice(buffer.get(..count).unwrap_or_default());
                Ok(())
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => Ok(()),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => Err(silent(self)),
            Err(error) => Err(network(error)),
        }
    }

    fn say(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let network = |error: std::io::Error| Failure(NETWORK, format!("the network: {}", problem::words(&error)));
        self.stream.set_write_timeout(Some(self.timeout)).map_err(network)?;
        self.stream.write_all(bytes).map_err(network)
    }

    /// What came in the clear after the server agreed would be taken for something that came over TLS (CVE-2011-0411).
    fn nothing_more(&self) -> Result<(), Failure> {
        match self.read.len() {
            0 => Ok(()),
            count => Err(Failure(
                TLS,
                format!(
                    "{count} bytes came in the clear after the server had agreed to TLS: somebody may have put them in"
                ),
            )),
        }
    }

    fn not_offered(&self) -> Failure {
        Failure(TLS, format!("the server offers no TLS over {}", self.protocol.name()))
    }

    fn too_long(&self) -> Failure {
        Failure(TLS, format!("the server's answer is longer than {} KiB", MAX_ANSWER >> 10))
    }

    /// An answer that is none of those which the protocol has for this.
    fn wrong(&self, said: &[u8], to: &str) -> Failure {
        let name = self.protocol.name();
        if let Some(other) = Protocol::of(said).filter(|other| !other.name().split('/').any(|one| one == name)) {
            let other = other.name();
            return Failure(TLS, format!("this looks like {other}, not {name}: is it the right port?"));
        }
        if matches!(said, [20..=24, 3, ..]) {
            return Failure(TLS, format!("TLS begins at once here: leave out --starttls, which is for {name}"));
        }
        let quoted: String = String::from_utf8_lossy(said).chars().take(60).map(printable).collect();
        Failure(TLS, format!("the server's answer to {name}'s {to} was “{quoted}”, so TLS can't begin"))
    }
}

fn printable(c: char) -> char {
    if c.is_control() { '·' } else { c }
}
