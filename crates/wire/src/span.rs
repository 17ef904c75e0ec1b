//! Which bytes belong to which field.

/// All spans of one structure, parents before children, in wire order.
pub type Spans = Vec<Span>;

/// One field and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The field's name.
    pub name: &'static str,
    /// Position among the entries of its list, if it is one.
    pub index: Option<usize>,
    /// Offset of its first byte.
    pub start: usize,
    /// Offset after its last byte.
    pub end: usize,
    /// How many fields enclose it.
    pub depth: usize,
    /// What sort of field it is.
    pub kind: SpanKind,
    /// The value's name, for a value that has one (an enumerated code).
    pub meaning: Option<&'static str>,
}

/// What sort of field a span is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpanKind {
    /// Holds other fields.
    Group,
    /// The length prefix of the field with the same name.
    Length,
    /// A number or code.
    Number,
    /// Uninterpreted bytes.
    Bytes,
}

impl Span {
    /// True if no other field is inside.
    pub fn is_leaf(&self) -> bool {
        self.kind != SpanKind::Group
    }

    /// Its name as one part of a path: `name`, or `name[index]` in a list; a length prefix that the presentation
    /// language leaves without a name of its own ends in `#length`.
    pub fn segment(&self) -> String {
        let mut segment = self.name.to_owned();
        if let Some(index) = self.index {
            segment.push_str(&format!("[{index}]"));
        }
        if self.kind == SpanKind::Length && self.name != "length" {
            segment.push_str("#length");
        }
        segment
    }

    /// The paths of all spans: names from the outermost field inwards, joined by dots.
    pub fn paths(spans: &[Span]) -> Vec<String> {
        let mut stack: Vec<String> = Vec::new();
        spans
            .iter()
            .map(|span| {
                stack.truncate(span.depth);
                stack.push(span.segment());
                stack.join(".")
            })
            .collect()
    }

    /// A path without list positions: what content is keyed by.
    pub fn kind_of_path(path: &str) -> String {
        let mut out = String::with_capacity(path.len());
        let mut inside = false;
        for ch in path.chars() {
            match ch {
                '[' => inside = true,
                ']' => inside = false,
                _ if !inside => out.push(ch),
                _ => {}
            }
        }
        out
    }
}
