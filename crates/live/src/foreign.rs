//! What came is no TLS: which other protocol it looks like, by its first bytes.

use strum::VariantArray;

/// A protocol that is met on a wrong port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum Protocol {
    /// A request or an answer, or a page (RFC 9112).
    Http,
    /// The preface of HTTP/2 without TLS (RFC 9113 §3.4).
    Http2,
    /// SSH's line (RFC 4253 §4.2).
    Ssh,
    /// A server's greeting (RFC 5321 §4.2), or a client's.
    Smtp,
    /// A server's greeting (RFC 3501 §7.1).
    Imap,
    /// A server's greeting (RFC 1939 §4).
    Pop3,
    /// A server's greeting (RFC 959 §5.4).
    Ftp,
    /// A greeting that SMTP's and FTP's servers both give.
    SmtpOrFtp,
    /// A message in BER (RFC 4511 §4.1.1).
    Ldap,
    /// A server's greeting: protocol 10.
    MySql,
    /// A client's first message, or a server's error.
    PostgreSql,
    /// A stream (RFC 6120 §4.2).
    Xmpp,
    /// A proxy's line or header before the client's bytes.
    Proxy,
    /// A hello of SSL 2.0, in which clients of long ago also offered SSL 3.0 and TLS 1.0 (RFC 5246 appendix E.2).
    Ssl2Hello,
    /// TLS over datagrams (RFC 9147).
    Dtls,
    /// A recording of packets, not a stream of one connection.
    Pcap,
    /// A remote desktop (RFC 6143 §7.1.1).
    Vnc,
    /// A remote desktop (TPKT, RFC 1006 §6).
    Rdp,
    /// An answer of Redis's.
    Redis,
    /// Options of Telnet (RFC 854).
    Telnet,
}

/// What the first bytes are, where they are a fixed text. A longer one stands before one that it begins with.
const TEXTS: &[(&[u8], Protocol)] = &[
    (b"PRI * HTTP/2", Protocol::Http2),
    (b"HTTP/", Protocol::Http),
    (b"GET ", Protocol::Http),
    (b"POST ", Protocol::Http),
    (b"HEAD ", Protocol::Http),
    (b"PUT ", Protocol::Http),
    (b"DELETE ", Protocol::Http),
    (b"OPTIONS ", Protocol::Http),
    (b"CONNECT ", Protocol::Http),
    (b"PATCH ", Protocol::Http),
    (b"<!DOCTYPE", Protocol::Http),
    (b"<!doctype", Protocol::Http),
    (b"<html", Protocol::Http),
    (b"SSH-", Protocol::Ssh),
    (b"EHLO ", Protocol::Smtp),
    (b"HELO ", Protocol::Smtp),
    (b"LHLO ", Protocol::Smtp),
    (b"554 ", Protocol::Smtp),
    (b"554-", Protocol::Smtp),
    (b"421 ", Protocol::SmtpOrFtp),
    (b"421-", Protocol::SmtpOrFtp),
    (b"* OK", Protocol::Imap),
    (b"* PREAUTH", Protocol::Imap),
    (b"* BYE", Protocol::Imap),
    (b"+OK", Protocol::Pop3),
    (b"-ERR unknown command", Protocol::Redis),
    (b"-ERR Protocol error", Protocol::Redis),
    (b"-DENIED", Protocol::Redis),
    (b"-NOAUTH", Protocol::Redis),
    (b"-ERR", Protocol::Pop3),
    (b"<?xml", Protocol::Xmpp),
    (b"<stream:", Protocol::Xmpp),
    (b"PROXY ", Protocol::Proxy),
    (b"\r\n\r\n\0\r\nQUIT\n", Protocol::Proxy),
    (b"RFB ", Protocol::Vnc),
    (b"\xa1\xb2\xc3\xd4", Protocol::Pcap),
    (b"\xd4\xc3\xb2\xa1", Protocol::Pcap),
    (b"\xa1\xb2\x3c\x4d", Protocol::Pcap),
    (b"\x4d\x3c\xb2\xa1", Protocol::Pcap),
    (b"\x0a\x0d\x0d\x0a", Protocol::Pcap),
];

impl Protocol {
    /// The protocol that a stream with these first bytes looks like, if it is a known one and not TLS.
    pub fn of(first: &[u8]) -> Option<Protocol> {
        if matches!(first, [20..=24, 3, ..]) {
            return None;
        }
        let text = TEXTS.iter().find(|(text, _)| first.starts_with(text)).map(|(_, protocol)| *protocol);
        text.or_else(|| greeting(first)).or_else(|| binary(first))
    }

    /// Its name, as it is written in every language.
    pub fn name(self) -> &'static str {
        match self {
            Protocol::Http => "HTTP",
            Protocol::Http2 => "HTTP/2",
            Protocol::Ssh => "SSH",
            Protocol::Smtp => "SMTP",
            Protocol::Imap => "IMAP",
            Protocol::Pop3 => "POP3",
            Protocol::Ftp => "FTP",
            Protocol::SmtpOrFtp => "SMTP/FTP",
            Protocol::Ldap => "LDAP",
            Protocol::MySql => "MySQL",
            Protocol::PostgreSql => "PostgreSQL",
            Protocol::Xmpp => "XMPP",
            Protocol::Proxy => "PROXY",
            Protocol::Ssl2Hello => "SSL 2.0",
            Protocol::Dtls => "DTLS",
            Protocol::Pcap => "pcap",
            Protocol::Vnc => "VNC",
            Protocol::Rdp => "RDP",
            Protocol::Redis => "Redis",
            Protocol::Telnet => "Telnet",
        }
    }

    /// How `handshake connect --starttls` calls it, if it can go on to TLS.
    pub fn starttls(self) -> Option<&'static str> {
        match self {
            Protocol::Smtp | Protocol::SmtpOrFtp => Some("smtp"),
            Protocol::Imap => Some("imap"),
            Protocol::Pop3 => Some("pop3"),
            Protocol::Ftp => Some("ftp"),
            Protocol::Ldap => Some("ldap"),
            Protocol::MySql => Some("mysql"),
            Protocol::PostgreSql => Some("postgres"),
            Protocol::Xmpp => Some("xmpp"),
            _ => None,
        }
    }
}

/// `220 …`: a mail server and a file server both say so, and mostly say which they are.
fn greeting(first: &[u8]) -> Option<Protocol> {
    first.strip_prefix(b"220").filter(|rest| matches!(rest.first(), Some(b' ' | b'-')))?;
    let text = String::from_utf8_lossy(first).to_ascii_uppercase();
    Some(match (text.contains("SMTP"), text.contains("FTP")) {
        (true, _) => Protocol::Smtp,
        (false, true) => Protocol::Ftp,
        (false, false) => Protocol::SmtpOrFtp,
    })
}

/// What no fixed text tells.
fn binary(first: &[u8]) -> Option<Protocol> {
    match *first {
        // A length of 2 bytes, client_hello, a version: 0.2, or 3.x in the form of SSL 2.0.
        [0x80..=0xff, _, 1, 0, 2, ..] | [0x80..=0xff, _, 1, 3, 0..=4, ..] => Some(Protocol::Ssl2Hello),
        // A content type, and a version that counts downwards.
        [20..=26, 0xfe, 0xfd | 0xff, ..] => Some(Protocol::Dtls),
        // SSLRequest, GSSENCRequest, CancelRequest, StartupMessage 3.0: a length of 4 bytes, a code of 4.
        [0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f | 0x30, ..] | [0, 0, 0, 16, 4, 0xd2, 0x16, 0x2e, ..] => {
            Some(Protocol::PostgreSql)
        }
        [0, 0, _, _, 0, 3, 0, 0 | 2, ..] => Some(Protocol::PostgreSql),
        // ErrorResponse: a length of 4 bytes, a field for the severity.
        [b'E', 0, 0, _, _, b'S' | b'V' | b'C' | b'M', ..] => Some(Protocol::PostgreSql),
        // A length of 3 bytes, the first packet, then protocol 10 and a version in text; or an error before that.
        [_, _, 0, 0, 10, b'0'..=b'9', ..] | [_, _, 0, 0, 0xff, _, _, ..] => Some(Protocol::MySql),
        // TPKT version 3, then a connection request or confirm of COTP.
        [3, 0, _, _, _, 0xd0 | 0xe0, ..] => Some(Protocol::Rdp),
        // SEQUENCE, a length, messageID: a bind or an extended request, or the answer to either.
        [0x30, length, 2, 1, _, 0x60 | 0x61 | 0x77 | 0x78, ..] if length < 0x80 => Some(Protocol::Ldap),
        [0x30, 0x84, _, _, _, _, 2, 1, _, 0x60 | 0x61 | 0x77 | 0x78, ..] => Some(Protocol::Ldap),
        // IAC, then WILL, WON'T, DO or DON'T.
        [0xff, 251..=254, ..] => Some(Protocol::Telnet),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_speaks_first_is_named() {
        let said: &[(&[u8], Protocol)] = &[
            (b"HTTP/1.1 400 Bad Request\r\n", Protocol::Http),
            (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Protocol::Http2),
            (b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", Protocol::Ssh),
            (b"220 mx.example.com ESMTP Postfix\r\n", Protocol::Smtp),
            (b"220-mx.example.com ESMTP Exim 4.96\r\n", Protocol::Smtp),
            (b"220 (vsFTPd 3.0.3)\r\n", Protocol::Ftp),
            (b"220 ProFTPD Server (Debian)\r\n", Protocol::Ftp),
            (b"220 welcome\r\n", Protocol::SmtpOrFtp),
            (b"* OK [CAPABILITY IMAP4rev1] Dovecot ready.\r\n", Protocol::Imap),
            (b"+OK Dovecot ready.\r\n", Protocol::Pop3),
            (b"-ERR unknown command `\x16\x03`\r\n", Protocol::Redis),
            (b"J\0\0\0\x0a8.0.34\0", Protocol::MySql),
            (b"E\0\0\0\x8dSFATAL\0", Protocol::PostgreSql),
            (b"\0\0\0\x08\x04\xd2\x16\x2f", Protocol::PostgreSql),
            (b"\0\0\0\x54\0\x03\0\0user\0", Protocol::PostgreSql),
            (b"<?xml version='1.0'?><stream:stream", Protocol::Xmpp),
            (b"PROXY TCP4 192.0.2.1 192.0.2.2 5000 443\r\n", Protocol::Proxy),
            (b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c", Protocol::Proxy),
            (b"\x80\x2e\x01\0\x02\0\x15\0\0\0\x10", Protocol::Ssl2Hello),
            (b"\x80\x4f\x01\x03\x01\0\x36\0\0\0\x10", Protocol::Ssl2Hello),
            (b"\x16\xfe\xfd\0\0\0\0\0\0\0\0", Protocol::Dtls),
            (b"\xd4\xc3\xb2\xa1\x02\0\x04\0", Protocol::Pcap),
            (b"\x0a\x0d\x0d\x0a\x1c\0\0\0", Protocol::Pcap),
            (b"RFB 003.008\n", Protocol::Vnc),
            (b"\x03\0\0\x13\x0e\xd0\0\0\x12\x34", Protocol::Rdp),
            (b"\x30\x0c\x02\x01\x01\x61\x07\x0a\x01", Protocol::Ldap),
            (b"\xff\xfd\x18\xff\xfd\x20", Protocol::Telnet),
        ];
        for (first, wanted) in said {
            assert_eq!(Protocol::of(first), Some(*wanted), "{:?}", String::from_utf8_lossy(first));
        }
        let never: Vec<&str> = Protocol::VARIANTS
            .iter()
            .copied()
            .filter(|protocol| !said.iter().any(|(_, said)| said == protocol))
            .map(Protocol::name)
            .collect();
        assert_eq!(never, Vec::<&str>::new(), "named without an example");
    }

    /// A record of TLS, whole or cut, is none of them; nor is what nobody knows.
    #[test]
    fn tls_is_nothing_else() {
        for content_type in 20..=24 {
            for version in 0..=4 {
                for length in 0..=255 {
                    let record = [content_type, 3, version, length, 0, 1, 0, 0, 0];
                    for end in 0..=record.len() {
                        assert_eq!(Protocol::of(&record[..end]), None, "{:?}", &record[..end]);
                    }
                }
            }
        }
        assert_eq!(Protocol::of(b"\xff\xff\xff\xff\xff\xff\xff\xff"), None);
        assert_eq!(Protocol::of(b"no protocol at all"), None);
    }
}
