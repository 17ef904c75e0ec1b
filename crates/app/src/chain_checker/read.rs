//! Certificates out of a file that somebody brings: PEM with any text between, or DER, one after the other.

use handshake_core::pki::Certificate;
use handshake_core::pki::der::{DerError, Reader, Tlv, tag};
use handshake_core::pki::fields::{Document, HEADER, UNREAD, fields};
use handshake_lessons::say;
use handshake_scenario::text::shorten;
use handshake_wire::Span;
use pem_rfc7468::LineEnding;
use rustls_pki_types::pem::{Error, SectionKind, SliceIter};
use std::borrow::Cow;

/// Longest file that is read, in bytes.
pub const MAX_FILE: usize = 1 << 20;
/// Longest certificate that is shown, in bytes.
pub const MAX_CERTIFICATE: usize = 64 << 10;
/// Most certificates of a chain.
pub const MAX_CHAIN: usize = 20;
/// Most blocks that are no certificate and are told of one by one.
const MAX_NOTES: usize = 10;
/// Most roots. The browsers' own stores have about 150.
pub const MAX_ROOTS: usize = 500;

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadFile {
    /// DER, in the order of the file. One that is no whole certificate is there, too: its bytes can be looked at.
    pub certificates: Vec<Vec<u8>>,
    /// Lists of revoked certificates, DER.
    pub lists: Vec<Vec<u8>>,
    /// What is wrong with single certificates: which, where, and why.
    pub problems: Vec<String>,
    /// What was left alone, and why.
    pub notes: Vec<String>,
}

/// Reads a file with at most so many certificates.
///
/// # Errors
/// In a sentence: what is wrong, and where.
pub fn read(file: &[u8], most: usize) -> Result<ReadFile, String> {
    if file.len() > MAX_FILE {
        let found = format!("{:.1}", file.len() as f64 / f64::from(1 << 20));
        return Err(say("own.too-long", &[("found", &found), ("most", &(MAX_FILE >> 20))]));
    }
    let mut found = ReadFile::default();
    let file = &*utf8(file);
    let is_der = file.first() == Some(&tag::SEQUENCE) && file.get(1).is_some_and(|length| *length >= 0x80);
    if is_der {
        der(file, &mut found)?
    } else {
        pem(&String::from_utf8_lossy(file), &mut found)?
    }
    if found.certificates.len() > most {
        let count = found.certificates.len();
        return Err(say("own.too-many", &[("count", &count), ("most", &most)]));
    }
    Ok(found)
}

/// The same certificates as text.
pub fn to_pem<'a>(certificates: impl IntoIterator<Item = &'a Vec<u8>>, label: &str) -> String {
    let block = |der: &Vec<u8>| pem_rfc7468::encode_string(label, LineEnding::LF, der).unwrap_or_default();
    certificates.into_iter().map(block).collect()
}

/// UTF-16 as UTF-8, all else as it is. PowerShell writes UTF-16, with a mark at the beginning; without it the zeros of ASCII
/// tell.
fn utf8(file: &[u8]) -> Cow<'_, [u8]> {
    let big = match file {
        [0xfe, 0xff, ..] | [0, 1..=0x7f, 0, 1..=0x7f, ..] => true,
        [0xff, 0xfe, ..] | [1..=0x7f, 0, 1..=0x7f, 0, ..] => false,
        _ => return Cow::Borrowed(file),
    };
    let unit = |pair: &[u8]| {
        let pair = [pair.first().copied().unwrap_or_default(), pair.get(1).copied().unwrap_or_default()];
        if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
    };
    let text = char::decode_utf16(file.chunks(2).map(unit)).map(|one| one.unwrap_or(char::REPLACEMENT_CHARACTER));
    Cow::Owned(text.collect::<String>().into_bytes())
}

fn pem(text: &str, found: &mut ReadFile) -> Result<(), String> {
    if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
        return Err(say("own.empty", &[]));
    }
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().map(line).collect();
    let whole = lines.join("\n");
    let mut rest = whole.as_bytes();
    let mut block = 0;
    // In what was passed before.
    let mut lines_before = 0;
    loop {
        let mut blocks = SliceIter::<(SectionKind, Vec<u8>)>::new(rest);
        let next = blocks.next();
        let left = blocks.remainder();
        let passed = rest.get(..rest.len() - left.len()).unwrap_or_default();
        // Where the block begins: the last beginning in what has been read. Those before it are of a kind that is no business
        // of ours.
        let begins: Vec<usize> = begins(passed).collect();
        for at in begins.iter().rev().skip(1).rev() {
            block += 1;
            other(block, label(passed, *at), found);
        }
        let line = |at: usize| 1 + lines_before + line_ends(passed.get(..at).unwrap_or_default());
        let Some(next) = next else {
            if let Some(at) = begins.last() {
                other(block + 1, label(passed, *at), found);
            }
            break;
        };
        let at = begins.last().copied().unwrap_or_default();
        block += 1;
        let place: [(&str, &dyn std::fmt::Display); 2] = [("block", &block), ("line", &line(at))];
        match next {
            Ok((SectionKind::Certificate, der)) => add(der, &say("own.block", &place), found),
            Ok((SectionKind::Crl, der)) => found.lists.push(der),
            Ok(_) => other(block, label(passed, at), found),
            Err(Error::MissingSectionEnd { end_marker }) => return Err(no_end(&end_marker, place)),
            Err(Error::IllegalSectionStart { line: text }) => {
                let text = shorten(&String::from_utf8_lossy(&text));
                let [block, line] = place;
                return Err(say("own.bad-begin", &[block, line, ("text", &text)]));
            }
            Err(_) => return Err(bad_base64(&whole, line(at), place)),
        }
        lines_before += line_ends(passed);
        rest = left;
    }
    if found.certificates.is_empty() {
        let none = match text.contains("-----BEGIN") {
            true => say("own.no-certificate", &[]),
            false if bare(text) => say("own.bare", &[]),
            false => say("own.no-pem", &[]),
        };
        return Err(with_reasons(none, found));
    }
    Ok(())
}

/// A line as it was before it was copied out of a mail (`> `) or a page (indented), with the name that older programs give a
/// certificate mended (RFC 7468 §5.1).
fn line(text: &str) -> &str {
    match text.trim_start_matches(|c: char| c == '>' || c.is_whitespace()).trim_end() {
        "-----BEGIN X509 CERTIFICATE-----" | "-----BEGIN X.509 CERTIFICATE-----" => "-----BEGIN CERTIFICATE-----",
        "-----END X509 CERTIFICATE-----" | "-----END X.509 CERTIFICATE-----" => "-----END CERTIFICATE-----",
        line => line,
    }
}

/// Why there is no certificate, with what was found in place of one.
fn with_reasons(none: String, found: &ReadFile) -> String {
    std::iter::once(&none).chain(&found.problems).chain(&found.notes).map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn line_ends(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte == b'\n').count()
}

/// True for Base64 with no lines around it, of what begins as a certificate does: a SEQUENCE of more than 255 bytes.
fn bare(text: &str) -> bool {
    let base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=') || c.is_whitespace();
    text.trim_start().starts_with("MII") && text.chars().all(base64)
}

/// Where blocks begin, by byte.
fn begins(text: &[u8]) -> impl Iterator<Item = usize> {
    let starts = std::iter::once(0).chain(text.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(at, _)| at + 1));
    starts.filter(|at| text.get(*at..).is_some_and(|line| line.starts_with(b"-----BEGIN ")))
}

/// What a block that begins here says it is.
fn label(text: &[u8], at: usize) -> String {
    let line = text.get(at..).unwrap_or_default().split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    shorten(line.trim_start_matches("-----BEGIN ").trim_end_matches('-'))
}

/// A block that is no certificate.
fn other(block: usize, label: String, found: &mut ReadFile) {
    // A file can have a great many; to hear of the first of them is enough.
    if found.notes.len() >= MAX_NOTES {
        if found.notes.len() == MAX_NOTES {
            found.notes.push(say("own.more-blocks", &[]));
        }
        return;
    }
    let values: [(&str, &dyn std::fmt::Display); 2] = [("block", &block), ("label", &label)];
    let note = match label.as_str() {
        label if label.ends_with("PRIVATE KEY") => say("own.private-key", &values),
        "PKCS7" | "CMS" => say("own.pkcs7-block", &values),
        "TRUSTED CERTIFICATE" => say("own.trusted-block", &values),
        _ => say("own.other-block", &values),
    };
    found.notes.push(note);
}

/// That a block does not end.
fn no_end(marker: &[u8], place: [(&str, &dyn std::fmt::Display); 2]) -> String {
    let label = String::from_utf8_lossy(marker);
    let [block, line] = place;
    match label.contains("-----") {
        true => say("own.one-line", &[block, line]),
        false => say("own.no-end", &[block, line, ("label", &shorten(&label))]),
    }
}

/// Which line of a block is no Base64, and where in it.
fn bad_base64(whole: &str, begin: usize, place: [(&str, &dyn std::fmt::Display); 2]) -> String {
    let [block, line] = place;
    let lines = whole.lines().enumerate().skip(begin).take_while(|(_, line)| !line.starts_with("-----"));
    for (number, text) in lines {
        let wrong = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | ' ' | '\t'));
        if let Some((column, character)) = text.chars().enumerate().find(|(_, c)| wrong(*c)) {
            let (line, column) = (number + 1, column + 1);
            return say("own.bad-character", &[block, ("line", &line), ("column", &column), ("found", &character)]);
        }
    }
    say("own.bad-base64", &[block, line])
}

fn der(file: &[u8], found: &mut ReadFile) -> Result<(), String> {
    let mut reader = Reader::new(file);
    let mut at = 0;
    while reader.more() {
        let number = found.certificates.len() + 1;
        let value = reader.next_value().map_err(|error| {
            let DerError { at: byte, problem } = error;
            let place = place(&say("own.der", &[("number", &number), ("byte", &at)]), byte - at, file.get(at..));
            format!("{place}{problem}.")
        })?;
        let is_list = fields(Document::CertificateList, value.der).1.is_none() && Certificate::read(value.der).is_err();
        match is_list && list(&value) {
            true => found.lists.push(value.der.to_vec()),
            false => add(value.der.to_vec(), &say("own.der", &[("number", &number), ("byte", &at)]), found),
        }
        at += value.der.len();
    }
    match found.certificates.is_empty() {
        true => Err(with_reasons(say("own.no-certificate", &[]), found)),
        false => Ok(()),
    }
}

/// True for what begins as a list does: a version, or an algorithm with nothing before it.
fn list(value: &Tlv) -> bool {
    let tbs = value.inside().next_value().ok().filter(|tbs| tbs.tag == tag::SEQUENCE);
    let first = tbs.and_then(|tbs| tbs.inside().next_value().ok());
    first.is_some_and(|first| first.tag == tag::INTEGER || first.tag == tag::SEQUENCE)
}

fn add(der: Vec<u8>, name: &str, found: &mut ReadFile) {
    if der.len() > MAX_CERTIFICATE {
        let most = MAX_CERTIFICATE >> 10;
        found.problems.push(say("own.too-large", &[("name", &name), ("len", &der.len()), ("most", &most)]));
        return;
    }
    if let Err(DerError { at, problem }) = Certificate::read(&der) {
        let hint = hint(&der).map(|hint| format!(" {hint}")).unwrap_or_default();
        found.problems.push(format!("{}{problem}.{hint}", place(name, at, Some(&der))));
    }
    found.certificates.push(der);
}

/// Which certificate, which byte of it, and in or after which field.
fn place(name: &str, at: usize, der: Option<&[u8]>) -> String {
    let (spans, _) = fields(Document::Certificate, der.unwrap_or_default());
    let paths = Span::paths(&spans);
    let read = || spans.iter().zip(&paths).filter(|(span, _)| span.name != UNREAD);
    // The innermost field around the byte; else the last one before it.
    let within = read().rfind(|(span, _)| (span.start..span.end).contains(&at));
    let before = read().rfind(|(span, _)| span.is_leaf() && span.end <= at);
    let byte = format!("{at} (0x{at:x})");
    let values = |field: &str| -> String {
        let (path, key) = match field.strip_suffix(&format!(".{HEADER}#length")) {
            Some(group) => (group, "own.at-start-of"),
            None if within.is_some() => (field, "own.at-in"),
            None => (field, "own.at-after"),
        };
        say(key, &[("name", &name), ("byte", &byte), ("field", &path)])
    };
    match within.or(before) {
        Some((_, path)) => values(path),
        None => say("own.at", &[("name", &name), ("byte", &byte)]),
    }
}

/// What a file that is no certificate probably is.
fn hint(der: &[u8]) -> Option<String> {
    /// PKCS #7 signedData, 1.2.840.113549.1.7.2.
    const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
    let first = Reader::new(der).next_value().ok()?.inside().next_value().ok()?;
    match (first.tag, first.content) {
        (tag::OID, SIGNED_DATA) => Some(say("own.pkcs7", &[])),
        (tag::INTEGER, [3]) => Some(say("own.pkcs12", &[])),
        (tag::INTEGER, [0 | 1]) => Some(say("own.key", &[])),
        _ => None,
    }
}
