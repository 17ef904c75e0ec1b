//! Which bytes of a certificate, an OCSP response or a list of revoked certificates belong to which field.

mod shapes;
mod words;

pub use words::meaning;

use super::certificate::values;
use super::der::{DerError, MAX_DEPTH, MAX_LEN, Reader, Tlv, tag};
use super::oids::oid_name;
use crate::statement::Statement;
use handshake_wire::{Span, SpanKind, Spans};
use shapes::{Field, Shape};

/// What DER can be taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Document {
    /// X.509 certificate, RFC 5280 §4.1.
    Certificate,
    /// OCSPResponse, RFC 6960 §4.2.1.
    OcspResponse,
    /// Certificate revocation list, RFC 5280 §5.1.
    CertificateList,
}

impl Document {
    /// Its ASN.1 name.
    pub fn name(self) -> &'static str {
        match self {
            Document::Certificate => "Certificate",
            Document::OcspResponse => "OCSPResponse",
            Document::CertificateList => "CertificateList",
        }
    }

    fn shape(self) -> &'static Shape {
        match self {
            Document::Certificate => &shapes::CERTIFICATE,
            Document::OcspResponse => &shapes::OCSP_RESPONSE,
            Document::CertificateList => &shapes::CERTIFICATE_LIST,
        }
    }
}

/// No more fields than this are told apart.
const MAX_SPANS: usize = 20_000;
/// What stands before a value's content: its tag and its length.
pub const HEADER: &str = "header";
/// What could not be read.
pub const UNREAD: &str = "unread";

/// The fields of a document: parents before children, in the order of the bytes; the fields without children cover every
/// byte exactly once. A value that holds no others is one field, with its tag and length; one that does begins with a
/// field of its own for those. If the document breaks off or is no DER: the fields up to there, what could not be read,
/// and why.
pub fn fields(document: Document, der: &[u8]) -> (Spans, Option<DerError>) {
    let mut walk = Walk { spans: Vec::new() };
    if der.len() > MAX_LEN {
        return (Vec::new(), Some(DerError { at: 0, problem: Statement::DerTooLong { n: der.len() as u64 } }));
    }
    let mut reader = Reader::new(der);
    let result = reader
        .wanted(tag::SEQUENCE, document.name())
        .and_then(|value| walk.value(value, document.name(), None, document.shape(), 0))
        .and_then(|()| reader.finish());
    let read = walk.spans.iter().filter(|span| span.is_leaf()).map(|span| span.end).max().unwrap_or(0);
    if read < der.len() {
        walk.push(UNREAD, None, read, der.len(), 0, SpanKind::Bytes);
        // What encloses what was read ends where reading ended.
        for span in walk.spans.iter_mut().filter(|span| span.kind == SpanKind::Group) {
            span.end = span.end.min(read);
        }
    }
    (walk.spans, result.err())
}

struct Walk {
    spans: Spans,
}

impl Walk {
    fn push(
        &mut self,
        name: &'static str,
        index: Option<usize>,
        start: usize,
        end: usize,
        depth: usize,
        kind: SpanKind,
    ) {
        self.spans.push(Span { name, index, start, end, depth, kind, meaning: None });
    }

    fn value(
        &mut self,
        value: Tlv,
        name: &'static str,
        index: Option<usize>,
        shape: &'static Shape,
        depth: usize,
    ) -> Result<(), DerError> {
        if depth > MAX_DEPTH || self.spans.len() > MAX_SPANS {
            return Err(value.error(Statement::DerTooDeep));
        }
        if let Shape::Holds(inner, of) = shape
            && let Some((inside, content_at)) = inside(&value)
        {
            self.push(name, index, value.start, value.end(), depth, SpanKind::Group);
            self.push(HEADER, None, value.start, content_at, depth + 1, SpanKind::Length);
            return self.value(inside, inner, None, of, depth + 1);
        }
        if !value.is_constructed() {
            self.push(name, index, value.start, value.end(), depth, SpanKind::Bytes);
            return Ok(());
        }
        let name = match shape {
            Shape::Extension | Shape::Attribute => named_by_oid(&value).unwrap_or(name),
            Shape::GeneralName => shapes::general_name(value.tag).unwrap_or(name),
            _ => name,
        };
        self.push(name, index, value.start, value.end(), depth, SpanKind::Group);
        self.push(HEADER, None, value.start, value.content_at, depth + 1, SpanKind::Length);
        let mut inside = value.inside();
        let mut fields = match shape {
            Shape::Record(fields) => fields.iter(),
            Shape::Extension => shapes::EXTENSION.iter(),
            Shape::Attribute => shapes::ATTRIBUTE.iter(),
            _ => [].iter(),
        };
        let mut count = 0;
        while inside.more() {
            let child = inside.next_value()?;
            let (name, index, of) = match shape {
                Shape::List(name, of) => (*name, Some(count), *of),
                Shape::Record(_) | Shape::Extension | Shape::Attribute => match field(&mut fields, child.tag) {
                    Some(field) if field.name == "extnValue" => {
                        (field.name, None, oid_of(&value).map_or(&field.shape, shapes::of_extension))
                    }
                    Some(field) => (field.name, None, &field.shape),
                    None => (shapes::type_name(child.tag), Some(count), &shapes::ANY),
                },
                Shape::GeneralName if value.tag == tag::context(4) => ("Name", None, &shapes::NAME),
                _ => (shapes::type_name(child.tag), Some(count), &shapes::ANY),
            };
            let name = match of {
                Shape::GeneralName => shapes::general_name(child.tag).unwrap_or(name),
                _ => name,
            };
            self.value(child, name, index, of, depth + 1)?;
            count += 1;
        }
        Ok(())
    }
}

/// The next field that a value with this tag can be.
fn field(fields: &mut std::slice::Iter<'static, Field>, tag: u8) -> Option<&'static Field> {
    let mut ahead = fields.clone();
    let found = ahead.find(|field| field.tag.is_none_or(|wanted| wanted == tag))?;
    *fields = ahead;
    Some(found)
}

/// The value inside an OCTET STRING or BIT STRING, and where its own bytes begin; `None` if it holds something else.
fn inside<'a>(value: &Tlv<'a>) -> Option<(Tlv<'a>, usize)> {
    let (content, at) = match value.tag {
        tag::OCTET_STRING => (value.content, value.content_at),
        tag::BIT_STRING => (value.octets().ok()?, value.content_at + 1),
        _ => return None,
    };
    let mut reader = Reader::at(content, at);
    let inside = reader.next_value().ok()?;
    reader.finish().ok()?;
    // Random bytes can look like a value. One that holds others must be whole all the way down.
    let sound = !inside.is_constructed() || values(inside.inside()).is_some();
    sound.then_some((inside, at))
}

/// The name by which an extension or attribute goes: that of its object identifier.
fn named_by_oid(value: &Tlv) -> Option<&'static str> {
    oid_name(oid_of(value)?)
}

fn oid_of<'a>(value: &Tlv<'a>) -> Option<&'a [u8]> {
    value.inside().next_value().ok().filter(|oid| oid.tag == tag::OID).map(|oid| oid.content)
}
