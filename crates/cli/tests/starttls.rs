//! Servers that begin in the clear, and what is no TLS at all.

mod programs;

use programs::{Files, err, fails, ok, out};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

/// What a server says in the clear, and what it waits to hear before it goes on.
enum Line {
    Says(&'static [u8]),
    Hears(&'static [u8]),
    Ends,
}
use Line::{Ends, Hears, Says};

/// The dialogs, as the RFCs have them, with what else real servers say.
const DIALOGS: &[(&str, &[Line])] = &[
    (
        "smtp",
        &[
            Says(b"220-mail.imc.org SMTP service ready\r\n220 and waiting\r\n"),
            Hears(b"EHLO localhost\r\n"),
            Says(b"250-mail.imc.org offers a warm hug of welcome\r\n250-8BITMIME\r\n250-STARTTLS\r\n250 DSN\r\n"),
            Hears(b"STARTTLS\r\n"),
            Says(b"220 Go ahead\r\n"),
        ],
    ),
    (
        "imap",
        &[
            Says(b"* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready\r\n"),
            Hears(b"a STARTTLS\r\n"),
            Says(b"* CAPABILITY IMAP4rev1\r\n"),
            Says(b"a OK Begin TLS negotiation now\r\n"),
        ],
    ),
    (
        "pop3",
        &[Says(b"+OK POP3 server ready\r\n"), Hears(b"STLS\r\n"), Says(b"+OK Begin TLS negotiation\r\n")],
    ),
    (
        "ftp",
        &[
            Says(b"220-Welcome\r\n220 ProFTPD ready\r\n"),
            Hears(b"AUTH TLS\r\n"),
            Says(b"234 AUTH TLS successful\r\n"),
        ],
    ),
    (
        "ldap",
        &[
            Hears(b"\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037"),
            Says(b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00"),
        ],
    ),
    ("postgres", &[Hears(b"\x00\x00\x00\x08\x04\xd2\x16\x2f"), Says(b"S")]),
    (
        "mysql",
        &[
            Says(MYSQL_GREETING),
            Hears(b"\x20\x00\x00\x01\x00\x8a\x08\x00\x00\x00\x00\x01\x2d\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
        ],
    ),
    (
        "xmpp",
        &[
            Hears(b"xmlns:stream='http://etherx.jabber.org/streams'>"),
            Says(b"<?xml version='1.0'?><stream:stream from='im.example.com' id='t7AMCin9zjMNwQKDnplntZPIDEI=' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"),
            Says(b"<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>"),
            Hears(b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"),
            Says(b"<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"),
        ],
    ),
];

/// Version 8.0.34, with CLIENT_SSL (0x0800) among its flags.
const MYSQL_GREETING: &[u8] = b"\x4a\0\0\0\x0a8.0.34\0\x0b\0\0\0\x12\x34\x56\x78\x12\x34\x56\x78\0\xff\xff\xff\x02\0\xff\xdf\x15\0\0\0\0\0\0\0\0\0\0\x12\x34\x56\x78\x12\x34\x56\x78\x12\x34\x56\x78\0caching_sha2_password\0";

/// A port on which one client is talked to in the clear, and then carried to another port, if there is one.
fn front(lines: Vec<Line>, on: Option<u16>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("bound").port();
    thread::spawn(move || {
        let Ok((mut client, _)) = listener.accept() else { return };
        let _ = client.set_read_timeout(Some(Duration::from_secs(20)));
        for line in lines {
            match line {
                Ends => return,
                Says(bytes) => client.write_all(bytes).expect("sent"),
                Hears(wanted) => {
                    let mut heard = Vec::new();
                    let mut byte = [0];
                    while !heard.ends_with(wanted) {
                        match client.read(&mut byte) {
                            Ok(1) => heard.push(byte[0]),
                            _ => return,
                        }
                    }
                }
            }
        }
        let Some(on) = on else {
            // It waits for whoever is disappointed to go.
            while client.read(&mut [0; 64]).is_ok_and(|count| count > 0) {}
            return;
        };
        let server = TcpStream::connect(("127.0.0.1", on)).expect("OpenSSL");
        let back = (server.try_clone().expect("the same"), client.try_clone().expect("the same"));
        thread::spawn(move || carry(back.0, back.1));
        carry(client, server);
    });
    port
}

fn carry(mut from: TcpStream, mut to: TcpStream) {
    let _ = from.set_read_timeout(None);
    let _ = std::io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Write);
}

fn lines(lines: &[Line]) -> Vec<Line> {
    let same = |line: &Line| match line {
        Says(bytes) => Says(bytes),
        Hears(bytes) => Hears(bytes),
        Ends => Ends,
    };
    lines.iter().map(same).collect()
}

#[test]
fn each_protocol_goes_on_to_tls() {
    let files = Files::new("starttls");
    let server = files.s_server(&["-rev"]);
    for (protocol, dialog) in DIALOGS {
        let port = front(lines(dialog), Some(server.port));
        let output = files.connect(port, &["--starttls", protocol, "--send", "abc\n"]);
        ok(&output);
        assert_eq!(out(&output), "cba\n", "{protocol}");
    }
}

#[test]
fn who_does_not_offer_tls_is_told_of() {
    let files = Files::new("no-starttls");
    let refusals: &[(&str, &[Line], &str)] = &[
        (
            "smtp",
            &[Says(b"220 mx ESMTP\r\n"), Hears(b"EHLO localhost\r\n"), Says(b"250-mx\r\n250 DSN\r\n")],
            "the server offers no TLS over SMTP",
        ),
        (
            "smtp",
            &[
                Says(b"220 mx ESMTP\r\n"),
                Hears(b"EHLO localhost\r\n"),
                Says(b"250 STARTTLS\r\n"),
                Hears(b"STARTTLS\r\n"),
                Says(b"454 TLS not available due to temporary reason\r\n"),
            ],
            "SMTP's STARTTLS was “454 TLS not available due to temporary reason”",
        ),
        (
            "imap",
            &[Says(b"* OK ready\r\n"), Hears(b"a STARTTLS\r\n"), Says(b"a BAD unknown command\r\n")],
            "IMAP's STARTTLS was “a BAD unknown command”",
        ),
        ("pop3", &[Says(b"+OK\r\n"), Hears(b"STLS\r\n"), Says(b"-ERR no\r\n")], "POP3's STLS was “-ERR no”"),
        ("ftp", &[Says(b"220 hi\r\n"), Hears(b"AUTH TLS\r\n"), Says(b"530 no\r\n")], "FTP's AUTH TLS was “530 no”"),
        (
            "ldap",
            &[Hears(b"20037"), Says(b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x34\x04\x00\x04\x00")],
            "the server offers no TLS over LDAP",
        ),
        ("postgres", &[Hears(b"\x16\x2f"), Says(b"N")], "the server offers no TLS over PostgreSQL"),
        (
            "mysql",
            &[Says(b"\x25\0\0\0\x0a5.0.1\0\x0b\0\0\0\x12\x34\x56\x78\x12\x34\x56\x78\0\xff\x07\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")],
            "the server offers no TLS over MySQL",
        ),
        (
            "xmpp",
            &[Hears(b"streams'>"), Says(b"<stream:stream version='1.0'><stream:features></stream:features>")],
            "the server offers no TLS over XMPP",
        ),
        ("smtp", &[Says(b"SSH-2.0-OpenSSH_9.2p1\r\n")], "this looks like SSH, not SMTP"),
        ("ftp", &[Says(b"* OK ready\r\n")], "this looks like IMAP, not FTP"),
        (
            "postgres",
            &[Hears(b"\x16\x2f"), Says(b"S\x16\x03\x03\0\0")],
            "5 bytes came in the clear after the server had agreed",
        ),
    ];
    for (protocol, dialog, reason) in refusals {
        let port = front(lines(dialog), None);
        fails(&files.connect(port, &["--starttls", protocol]), 4, reason);
    }
}

#[test]
fn silence_and_an_end_before_tls_are_told_of() {
    let files = Files::new("silent-starttls");
    fails(
        &files.connect(front(vec![Hears(b"never")], None), &["--starttls", "imap", "--timeout", "0.3"]),
        5,
        "as IMAP",
    );
    fails(&files.connect(front(vec![Hears(b"streams'>"), Ends], None), &["--starttls", "xmpp"]), 6, "as XMPP");
}

/// What servers say at once, on a port where TLS is expected.
#[test]
fn a_banner_is_named() {
    let files = Files::new("banners");
    let banners: &[(&[u8], &str)] = &[
        (b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", "this looks like SSH, not TLS"),
        (b"220 mx.example.com ESMTP Postfix\r\n", "SMTP, not TLS: is it the right port? (--starttls smtp"),
        (b"* OK IMAP4rev1 ready\r\n", "(--starttls imap"),
        (MYSQL_GREETING, "MySQL, not TLS: is it the right port? (--starttls mysql"),
        (b"E\0\0\0\x8dSFATAL\0VFATAL\0C0A000\0", "PostgreSQL, not TLS"),
        (b"\xd4\xc3\xb2\xa1\x02\0\x04\0\0\0\0\0", "pcap, not TLS"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "HTTP, not TLS"),
    ];
    for (banner, reason) in banners {
        let port = front(vec![Says(banner)], None);
        fails(&files.connect(port, &[]), 4, reason);
        // However it is cut.
        let port = front(banner.chunks(1).map(Says).collect(), None);
        fails(&files.connect(port, &[]), 4, reason);
    }
}

/// What clients say to a server that speaks TLS.
#[test]
fn what_a_client_begins_with_is_named() {
    let files = Files::new("foreign-clients");
    let hellos: &[(&[u8], &str)] = &[
        (b"PROXY TCP4 192.0.2.1 192.0.2.2 5000 443\r\n\x16\x03\x01", "this looks like PROXY, not TLS"),
        (b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\0\0\0\0\0\0\0\0\0\0\0\0", "this looks like PROXY, not TLS"),
        (b"\0\0\0\x08\x04\xd2\x16\x2f", "this looks like PostgreSQL, not TLS"),
        (b"\x80\x2e\x01\0\x02\0\x15\0\0\0\x10\0\0\0\0\0\0", "this looks like SSL 2.0, not TLS"),
        (b"EHLO localhost\r\n", "this looks like SMTP, not TLS"),
        (b"GET / HTTP/1.1\r\n\r\n", "this looks like HTTP, not TLS"),
    ];
    for (hello, reason) in hellos {
        let mut server = files.serve(&["--once"]);
        let mut client = TcpStream::connect(("127.0.0.1", server.port)).expect("our own");
        client.write_all(hello).expect("sent");
        let (code, said) = server.end();
        assert_eq!(code, Some(4), "{said}");
        assert!(said.contains(reason), "{said}");
    }
}

#[test]
fn nothing_came_is_said_only_if_nothing_came() {
    let files = Files::new("half");
    let port = front(vec![Says(b"\x16\x03\x03\x00\x7a\x02\x00"), Hears(b"never")], None);
    let output = files.connect(port, &["--timeout", "0.5"]);
    fails(&output, 5, "the handshake was not over after 0.5 s: 7 bytes came");
    assert!(!err(&output).contains("nothing came"), "{}", err(&output));
    let port = front(vec![Hears(b"never")], None);
    fails(&files.connect(port, &["--timeout", "0.5"]), 5, "nothing came for 0.5 s");
}
