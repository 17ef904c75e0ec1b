//! Certificates out of a file that somebody brings: PEM with any text between, or DER, one after the other.

use data_encoding::BASE64;
use handshake_core::pki::Certificate;
use handshake_core::pki::der::{DerError, Reader, Tlv, tag};
use handshake_core::pki::fields::{Document, HEADER, UNREAD, fields};
use handshake_lessons::{Problem, say};
use handshake_scenario::text::{said, shorten};
use handshake_wire::Span;
use pem_rfc7468::LineEnding;
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
/// What is wrong, and where.
pub fn read(file: &[u8], most: usize) -> Result<ReadFile, Problem> {
    if file.len() > MAX_FILE {
        let found = format!("{:.1}", file.len() as f64 / f64::from(1 << 20));
        return Err(Problem::of("own.too-long", &[("found", &found), ("most", &(MAX_FILE >> 20))]));
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
        return Err(Problem::of("own.too-many", &[("count", &count), ("most", &most)]));
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

fn pem(text: &str, found: &mut ReadFile) -> Result<(), Problem> {
    if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
        return Err(Problem::of("own.empty", &[]));
    }
    let mut blocks = Blocks { text, at: 0, line: 1, number: 0 };
    while let Some(block) = blocks.next_block()? {
        take(&block, found)?;
    }
    if found.certificates.is_empty() {
        let none = match blocks.number > 0 {
            true if !found.lists.is_empty() => Problem::of("own.only-lists", &[]),
            true => Problem::of("own.no-certificate", &[]),
            false if bare(text) => Problem::of("own.bare", &[]),
            false => Problem::of("own.no-pem", &[]),
        };
        return Err(with_reasons(none, found));
    }
    Ok(())
}

/// A block of PEM: RFC 7468 §2.
struct Block<'a> {
    /// Which, from 1.
    number: usize,
    label: &'a str,
    /// The line in which it begins, from 1.
    line: usize,
    /// How many characters stand before the body in that line.
    column: usize,
    body: &'a str,
}

/// The blocks of a text, wherever in a line they begin: of a file without ends of lines, or of one in which they are glued
/// to each other.
struct Blocks<'a> {
    text: &'a str,
    /// What has been read, in bytes and in lines.
    at: usize,
    line: usize,
    number: usize,
}

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const HYPHENS: &str = "-----";

impl<'a> Blocks<'a> {
    fn pass(&mut self, to: usize) {
        self.line += line_ends(self.text.get(self.at..to).unwrap_or_default().as_bytes());
        self.at = to;
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn next_block(&mut self) -> Result<Option<Block<'a>>, Problem> {
        let Some(begin) = self.rest().find(BEGIN) else { return Ok(None) };
        self.pass(self.at + begin);
        self.number += 1;
        let (number, line) = (self.number, self.line);
        let place: [(&str, &dyn std::fmt::Display); 2] = [("block", &number), ("line", &line)];
        let [in_block, in_line] = place;
        let first = self.rest().lines().next().unwrap_or_default();
        let Some((label, _)) = first.get(BEGIN.len()..).and_then(|rest| rest.split_once(HYPHENS)) else {
            return Err(Problem::of("own.bad-begin", &[in_block, in_line, ("text", &shorten(first.trim_end()))]));
        };
        let before = self.text.get(..self.at).unwrap_or_default();
        let indent = before.rsplit('\n').next().map_or(0, |line| line.chars().count());
        let column = indent + BEGIN.len() + label.chars().count() + HYPHENS.len();
        let body_at = self.at + BEGIN.len() + label.len() + HYPHENS.len();
        let body = self.text.get(body_at..).unwrap_or_default();
        let end = format!("{END}{label}{HYPHENS}");
        let length = body.find(&end).filter(|end| body.get(..*end).is_some_and(|body| !body.contains(BEGIN)));
        let Some(length) = length else {
            return Err(Problem::of("own.no-end", &[in_block, in_line, ("label", &shorten(label))]));
        };
        self.pass(body_at + length + end.len());
        Ok(Some(Block { number, label, line, column, body: body.get(..length).unwrap_or_default() }))
    }
}

/// Takes what a block holds.
fn take(block: &Block, found: &mut ReadFile) -> Result<(), Problem> {
    let place: [(&str, &dyn std::fmt::Display); 2] = [("block", &block.number), ("line", &block.line)];
    match block.label.trim() {
        "CERTIFICATE" | "X509 CERTIFICATE" | "X.509 CERTIFICATE" => {
            add(base64(block)?, &say("own.block", &place), found);
        }
        "X509 CRL" => found.lists.push(base64(block)?),
        "PKCS7" | "PKCS #7 SIGNED DATA" | "CMS" => {
            let der = base64(block)?;
            let name = say("own.block", &place);
            if !signed_data(&der, &name, found) {
                other(block.number, shorten(block.label), found);
            }
        }
        label => other(block.number, shorten(label), found),
    }
    Ok(())
}

/// The bytes of a block. What a mail (`> `), a program's source (`"…\n" +`) or JSON (`\n`) has put around its lines is taken
/// off.
fn base64(block: &Block) -> Result<Vec<u8>, Problem> {
    let mut text = String::with_capacity(block.body.len());
    for (number, line) in block.body.split('\n').enumerate() {
        let before = if number == 0 { block.column } else { 0 };
        for (column, c) in digits(line) {
            if !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=')) {
                let (line, column) = (block.line + number, before + column + 1);
                let values: [(&str, &dyn std::fmt::Display); 4] =
                    [("block", &block.number), ("line", &line), ("column", &column), ("found", &c)];
                return Err(Problem::of("own.bad-character", &values));
            }
            text.push(c);
        }
    }
    BASE64
        .decode(text.as_bytes())
        .map_err(|_| Problem::of("own.bad-base64", &[("block", &block.number), ("line", &block.line)]))
}

/// The characters of a line that are no blanks and not around it, each with its place.
fn digits(line: &str) -> impl Iterator<Item = (usize, char)> {
    let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
    let quote = |c: char| matches!(c, '"' | '\'' | '`');
    let start = line.trim_start_matches(|c: char| blank(c) || quote(c) || c == '>');
    let skipped = line.chars().count() - start.chars().count();
    let end = start.trim_end_matches(|c: char| blank(c) || matches!(c, ',' | ';'));
    // The end of a string, with the sign that adds the next one.
    let end = match end.strip_suffix('+').map(|end| end.trim_end_matches(blank)) {
        Some(before) if before.ends_with(quote) => before,
        _ => end,
    };
    let end = end.trim_end_matches(|c: char| blank(c) || quote(c) || matches!(c, ',' | ';')).trim_end_matches('\\');
    let mut chars = end.chars().enumerate().peekable();
    std::iter::from_fn(move || {
        loop {
            let (column, c) = chars.next()?;
            match (c, chars.peek()) {
                // An end of a line that is written out.
                ('\\', Some((_, 'n' | 'r'))) => drop(chars.next()),
                _ if blank(c) => {}
                _ => return Some((skipped + column, c)),
            }
        }
    })
}

/// Certificates and lists out of PKCS #7, which has no order: the one that issued none of the others comes first. False if
/// it is none.
fn signed_data(der: &[u8], name: &str, found: &mut ReadFile) -> bool {
    type Parts = (Vec<Vec<u8>>, Vec<Vec<u8>>);
    let parts = || -> Result<Parts, DerError> {
        let mut content = Reader::new(der).wanted(tag::SEQUENCE, "ContentInfo")?.inside();
        content.wanted(tag::OID, "contentType")?;
        let mut content = content.wanted(tag::context(0), "content")?.inside();
        let mut fields = content.wanted(tag::SEQUENCE, "SignedData")?.inside();
        fields.wanted(tag::INTEGER, "version")?;
        fields.wanted(tag::SET, "digestAlgorithms")?;
        fields.wanted(tag::SEQUENCE, "encapContentInfo")?;
        let mut list = |number| -> Result<Vec<Vec<u8>>, DerError> {
            let Some(list) = fields.optional(tag::context(number))? else { return Ok(Vec::new()) };
            let (mut list, mut all) = (list.inside(), Vec::new());
            while list.more() {
                all.push(list.next_value()?.der.to_vec());
            }
            Ok(all)
        };
        Ok((list(0)?, list(1)?))
    };
    let Ok((mut certificates, lists)) = parts() else { return false };
    let issued_another = |one: &Vec<u8>| {
        let Ok(issuer) = Certificate::read(one) else { return false };
        let others =
            certificates.iter().filter(|other| *other != one).filter_map(|other| Certificate::read(other).ok());
        others.into_iter().any(|other| other.issuer == issuer.subject)
    };
    let first = certificates.iter().position(|one| !issued_another(one));
    if let Some(until) = first.and_then(|first| certificates.get_mut(..=first)) {
        until.rotate_right(1);
    }
    found.notes.push(say("own.pkcs7-read", &[("name", &name), ("n", &certificates.len())]));
    certificates.into_iter().for_each(|der| add(der, name, found));
    found.lists.extend(lists);
    true
}

/// Why there is no certificate, with what was found in place of one.
fn with_reasons(none: Problem, found: &ReadFile) -> Problem {
    let reasons = [found.problems.as_slice(), &found.notes].concat().join(" ");
    match reasons.is_empty() {
        true => none,
        false => Problem::of("own.with-reasons", &[("problem", &none), ("reasons", &reasons)]),
    }
}

fn line_ends(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte == b'\n').count()
}

/// True for Base64 with no lines around it, of what begins as a certificate does: a SEQUENCE of more than 255 bytes.
fn bare(text: &str) -> bool {
    let base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=') || c.is_whitespace();
    text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').starts_with("MII")
        && text.chars().all(base64)
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
        "PKCS7" | "PKCS #7 SIGNED DATA" | "CMS" => say("own.pkcs7-block", &values),
        label if label.ends_with("CERTIFICATE REQUEST") => say("own.request-block", &values),
        label if label.ends_with("PUBLIC KEY") => say("own.public-key", &values),
        "TRUSTED CERTIFICATE" => say("own.trusted-block", &values),
        _ => say("own.other-block", &values),
    };
    found.notes.push(note);
}

fn der(file: &[u8], found: &mut ReadFile) -> Result<(), Problem> {
    let mut reader = Reader::new(file);
    let mut at = 0;
    while reader.more() {
        let number = found.certificates.len() + 1;
        let value = reader.next_value().map_err(|error| {
            let DerError { at: byte, problem } = error;
            let place = place(&say("own.der", &[("number", &number), ("byte", &at)]), byte - at, file.get(at..));
            Problem::of("own.bad-der", &[("place", &place), ("problem", &said(&problem))])
        })?;
        if signed_data_begins(&value) && signed_data(value.der, &say("own.der-whole", &[]), found) {
            at += value.der.len();
            continue;
        }
        let is_list = fields(Document::CertificateList, value.der).1.is_none() && Certificate::read(value.der).is_err();
        match is_list && list(&value) {
            true => found.lists.push(value.der.to_vec()),
            false => add(value.der.to_vec(), &say("own.der", &[("number", &number), ("byte", &at)]), found),
        }
        at += value.der.len();
    }
    match found.certificates.is_empty() {
        true if !found.lists.is_empty() => Err(with_reasons(Problem::of("own.only-lists", &[]), found)),
        true => Err(with_reasons(Problem::of("own.no-certificate", &[]), found)),
        false => Ok(()),
    }
}

/// True for what begins as a list does: version 2, or an algorithm with nothing before it. A request begins with version 0.
fn list(value: &Tlv) -> bool {
    let tbs = value.inside().next_value().ok().filter(|tbs| tbs.tag == tag::SEQUENCE);
    let first = tbs.and_then(|tbs| tbs.inside().next_value().ok());
    first.is_some_and(|first| (first.tag == tag::INTEGER && first.content == [1]) || first.tag == tag::SEQUENCE)
}

fn add(der: Vec<u8>, name: &str, found: &mut ReadFile) {
    if der.len() > MAX_CERTIFICATE {
        let most = MAX_CERTIFICATE >> 10;
        found.problems.push(say("own.too-large", &[("name", &name), ("len", &der.len()), ("most", &most)]));
        return;
    }
    if let Err(DerError { at, problem }) = Certificate::read(&der) {
        let hint = hint(&der).map(|hint| format!(" {hint}")).unwrap_or_default();
        found.problems.push(format!("{}{}.{hint}", place(name, at, Some(&der)), said(&problem)));
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

/// PKCS #7 signedData, 1.2.840.113549.1.7.2.
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];

/// True for what says that it is PKCS #7.
fn signed_data_begins(value: &Tlv) -> bool {
    value.inside().next_value().is_ok_and(|first| first.tag == tag::OID && first.content == SIGNED_DATA)
}

/// What a file that is no certificate probably is.
fn hint(der: &[u8]) -> Option<String> {
    let first = Reader::new(der).next_value().ok()?.inside().next_value().ok()?;
    let mut within = first.inside();
    let version = within.next_value().ok().filter(|_| first.tag == tag::SEQUENCE);
    if version.is_some_and(|version| version.tag == tag::INTEGER && version.content == [0])
        && within.peek() == Some(tag::SEQUENCE)
    {
        return Some(say("own.request", &[]));
    }
    match (first.tag, first.content) {
        (tag::OID, SIGNED_DATA) => Some(say("own.pkcs7", &[])),
        (tag::INTEGER, [3]) => Some(say("own.pkcs12", &[])),
        (tag::INTEGER, [0 | 1]) => Some(say("own.key", &[])),
        _ => None,
    }
}
