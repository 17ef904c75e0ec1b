//! Certificates, statuses and lists, byte by byte.

use crate::view::{DocumentView, FieldNote, TreeRow};
use handshake_core::pki::der::tag;
use handshake_core::pki::fields::{Document, HEADER, UNREAD, fields, meaning};
use handshake_lessons::{self as lessons, markdown, say, word};
use handshake_scenario::text::count_bytes;
use handshake_scenario::text::hex;
use handshake_scenario::text::said;
use handshake_scenario::text::shorten;
use handshake_wire::{Span, SpanKind};
use std::collections::BTreeSet;

/// How deep the tree is open at first: down to the fields of what is signed.
const FOLDED_DEPTH: usize = 2;

/// What is looked at in a document.
#[derive(Clone, Copy)]
pub struct Looked<'a> {
    /// The selected field, by path.
    pub field: Option<&'a str>,
    /// Groups of the tree whose folding differs from how they start out.
    pub toggled: &'a BTreeSet<String>,
}

/// The document with its fields.
pub fn document(kind: Document, title: &str, der: &[u8], looked: Looked) -> DocumentView {
    let (spans, error) = fields(kind, der);
    let shown = DerDocument { der, paths: Span::paths(&spans), spans };
    let selected = looked.field.and_then(|field| shown.paths.iter().position(|path| path == field));
    DocumentView {
        whole: kind.name(),
        opened: selected.is_some(),
        title: format!("{} · {title}", kind.name()),
        size: count_bytes(der.len()),
        problem: error.map(|error| say("der.broken", &[("kind", &kind.name()), ("error", &said(&error.statement()))])),
        tree: tree(&shown, looked.toggled, selected).into(),
        hex: super::bytes::lines(der, &shown.spans, &shown.paths, name, selected, &[]).into(),
        note: selected.and_then(|at| note(&shown, at)),
    }
}

struct DerDocument<'a> {
    der: &'a [u8],
    spans: Vec<Span>,
    paths: Vec<String>,
}

impl DerDocument<'_> {
    fn bytes_of(&self, span: &Span) -> &[u8] {
        self.der.get(span.start..span.end).unwrap_or_default()
    }
}

/// The rows of the tree; `toggled` are the groups whose folding differs from how they start out.
fn tree(shown: &DerDocument, toggled: &BTreeSet<String>, selected: Option<usize>) -> Vec<TreeRow> {
    let mut rows = Vec::new();
    let mut hidden_below = None;
    let selected_path = selected.and_then(|at| shown.paths.get(at));
    for (i, (span, path)) in shown.spans.iter().zip(&shown.paths).enumerate() {
        if hidden_below.is_some_and(|depth| span.depth > depth) {
            continue;
        }
        hidden_below = None;
        let group = span.kind == SpanKind::Group;
        let below = |inner: &String| inner.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('.'));
        let open = (span.depth < FOLDED_DEPTH) != toggled.contains(path) || selected_path.is_some_and(below);
        if group && !open {
            hidden_below = Some(span.depth);
        }
        rows.push(TreeRow {
            id: path.clone(),
            depth: span.depth,
            name: name(span),
            value: value(span, shown.bytes_of(span)),
            quiet: span.kind == SpanKind::Length,
            outer: false,
            home: i == 0,
            expanded: group.then_some(open),
            selected: selected == Some(i),
            changed: false,
        });
    }
    rows
}

/// Where a field stands, for example `bytes 0x34–0x53 · 32 bytes`.
fn place(span: &Span) -> String {
    let last = span.end.saturating_sub(1).max(span.start);
    let (from, to) = (format!("0x{:02x}", span.start), format!("0x{last:02x}"));
    say("der.place", &[("from", &from), ("to", &to), ("bytes", &count_bytes(span.end - span.start))])
}

/// A document's fields: path, name, and value in words; of a group the value is empty.
pub fn read(kind: Document, der: &[u8]) -> Vec<(String, String, String)> {
    let (spans, _) = fields(kind, der);
    let shown = DerDocument { der, paths: Span::paths(&spans), spans };
    let field = |(span, path): (&Span, &String)| {
        let value = if span.kind == SpanKind::Group { String::new() } else { value(span, shown.bytes_of(span)) };
        (path.clone(), name(span), value)
    };
    shown.spans.iter().zip(&shown.paths).map(field).collect()
}

/// The paths of a document's fields.
pub fn paths(kind: Document, der: &[u8]) -> Vec<String> {
    Span::paths(&fields(kind, der).0)
}

fn name(span: &Span) -> String {
    match (span.name, span.index) {
        (HEADER, _) => word("der.header").to_owned(),
        (UNREAD, _) => word("der.unread").to_owned(),
        // Extensions and attributes go by their own names.
        (name, Some(index)) if is_numbered(name) => format!("{name} {}", index + 1),
        (name, _) => name.to_owned(),
    }
}

fn is_numbered(name: &str) -> bool {
    let of_many = [
        "Extension",
        "AttributeTypeAndValue",
        "GeneralSubtree",
        "SingleResponse",
        "Certificate",
        "revokedCertificate",
        "DistributionPoint",
        "PolicyInformation",
        "AccessDescription",
        "dNSName",
    ];
    of_many.contains(&name)
}

fn value(span: &Span, bytes: &[u8]) -> String {
    if span.kind == SpanKind::Group {
        return format!("{} B", bytes.len());
    }
    match meaning(span, bytes).filter(|_| span.name != HEADER && span.name != UNREAD) {
        Some(meaning) => shorten(&said(&meaning)),
        None if bytes.len() > 8 => format!("{}…", hex(bytes.get(..6).unwrap_or_default())),
        None => hex(bytes),
    }
}

fn note(shown: &DerDocument, at: usize) -> Option<FieldNote> {
    let (span, path) = (shown.spans.get(at)?, shown.paths.get(at)?);
    let bytes = shown.bytes_of(span);
    let text = lessons::field_of_der(&Span::kind_of_path(path));
    let meaning = match span.kind {
        SpanKind::Group => None,
        SpanKind::Length => Some(header(bytes)),
        _ => self::meaning(span, bytes).map(|meaning| said(&meaning)),
    };
    let kind = bytes.first().map(|tag| type_of(*tag)).filter(|_| span.name != UNREAD).unwrap_or_default();
    let kind = if kind.is_empty() { String::new() } else { format!(" · {kind}") };
    Some(FieldNote {
        title: name(span),
        place: format!("{}{kind}", place(span)),
        meaning,
        text: text.map(|text| markdown::parse(text.text)).unwrap_or_default(),
        source: text.map(|text| text.source.to_owned()).unwrap_or_default(),
        definition: None,
        copies: Vec::new(),
        from: Vec::new(),
        next: Vec::new(),
    })
}

/// What a tag and a length say.
fn header(bytes: &[u8]) -> String {
    let Some((tag, length)) = bytes.split_first() else { return String::new() };
    let length = match length.split_first() {
        Some((first, [])) => usize::from(*first),
        Some((first, rest)) if *first >= 0x80 => {
            let digits = usize::from(first & 0x7f);
            rest.iter().take(digits).fold(0, |sum, byte| sum << 8 | usize::from(*byte))
        }
        // A BIT STRING's count of odd bits follows.
        Some((first, _)) => usize::from(*first),
        None => 0,
    };
    say("der.inside", &[("kind", &type_of(*tag)), ("bytes", &count_bytes(length))])
}

/// The ASN.1 type that a tag stands for.
fn type_of(tag: u8) -> String {
    let known = [
        (tag::BOOLEAN, "BOOLEAN"),
        (tag::INTEGER, "INTEGER"),
        (tag::BIT_STRING, "BIT STRING"),
        (tag::OCTET_STRING, "OCTET STRING"),
        (tag::NULL, "NULL"),
        (tag::OID, "OBJECT IDENTIFIER"),
        (tag::ENUMERATED, "ENUMERATED"),
        (tag::UTF8_STRING, "UTF8String"),
        (tag::PRINTABLE_STRING, "PrintableString"),
        (tag::TELETEX_STRING, "TeletexString"),
        (tag::IA5_STRING, "IA5String"),
        (tag::UTC_TIME, "UTCTime"),
        (tag::GENERALIZED_TIME, "GeneralizedTime"),
        (tag::BMP_STRING, "BMPString"),
        (tag::SEQUENCE, "SEQUENCE"),
        (tag::SET, "SET"),
    ];
    match known.iter().find(|(one, _)| *one == tag) {
        Some((_, name)) => (*name).to_owned(),
        None if tag & 0xc0 == 0x80 => format!("[{}]", tag & 0x1f),
        None => say("der.tag", &[("tag", &format!("0x{tag:02x}"))]),
    }
}
