//! What a person types for a field, as bytes.

use super::MAX_BYTES;
use crate::text::{count_bytes, shorten, unhex};
use handshake_core::msgs::codes::{
    AlertDescription, AlertLevel, CipherSuite, ContentType, ExtensionType, HandshakeType, NameType, NamedGroup,
    ProtocolVersion, PskKeyExchangeMode, SignatureScheme,
};
use handshake_lessons::Problem;
use handshake_wire::{Code, Span, SpanKind};

/// Names of a registry, each with its bytes.
type Registry = Vec<(&'static str, Vec<u8>)>;

/// The names that can stand where a named value stands, each with its bytes.
pub fn names(span: &Span) -> Vec<(&'static str, Vec<u8>)> {
    let (Some(meaning), width) = (span.meaning, span.end - span.start) else { return Vec::new() };
    let registries: [fn() -> Registry; 11] = [
        || registry(CipherSuite::NAMED),
        || registry(NamedGroup::NAMED),
        || registry(ProtocolVersion::NAMED),
        || registry(SignatureScheme::NAMED),
        || registry(ExtensionType::NAMED),
        || registry(HandshakeType::NAMED),
        || registry(ContentType::NAMED),
        || registry(AlertLevel::NAMED),
        || registry(AlertDescription::NAMED),
        || registry(PskKeyExchangeMode::NAMED),
        || registry(NameType::NAMED),
    ];
    let holds = |named: &Vec<(&str, Vec<u8>)>| named.iter().any(|(n, b)| *n == meaning && b.len() == width);
    registries.iter().map(|registry| registry()).find(holds).unwrap_or_default()
}

fn registry<T: Code>(named: &[T]) -> Vec<(&'static str, Vec<u8>)> {
    let entry = |code: &T| {
        let bytes = code.to_wire().to_be_bytes();
        Some((code.name()?, bytes.get(4_usize.checked_sub(T::WIDTH)?..)?.to_vec()))
    };
    named.iter().filter_map(entry).collect()
}

/// The bytes that somebody typed for a field: a name that such a field can hold, hex digits, or text. A number or a
/// length may be typed in decimal after `=`.
///
/// # Errors
/// What is wrong with it.
pub fn typed(text: &str, span: &Span) -> Result<Vec<u8>, Problem> {
    let text = text.trim();
    if let Some((_, bytes)) = names(span).into_iter().find(|(name, _)| *name == text) {
        return Ok(bytes);
    }
    let width = span.end - span.start;
    let numeric = matches!(span.kind, SpanKind::Number | SpanKind::Length);
    if let (true, Some(decimal)) = (numeric, text.strip_prefix('=')) {
        let value: u64 =
            decimal.trim().parse().map_err(|_| Problem::of("write.no-number", &[("text", &shorten(decimal))]))?;
        let bytes = value.to_be_bytes();
        let (high, low) = bytes.split_at(bytes.len().saturating_sub(width));
        return match high.iter().all(|byte| *byte == 0) {
            true => Ok(low.to_vec()),
            false => Err(Problem::of("write.too-large", &[("value", &value), ("bytes", &count_bytes(width))])),
        };
    }
    let quoted = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != ':').collect();
    let digits = digits.strip_prefix("0x").unwrap_or(&digits);
    let bytes = match (quoted, unhex(digits)) {
        (Some(text), _) => text.as_bytes().to_vec(),
        (None, Some(bytes)) => bytes,
        (None, None) if text.is_empty() => Vec::new(),
        (None, None) if numeric => {
            return Err(Problem::of("write.no-name", &[("text", &shorten(text))]));
        }
        (None, None) => text.as_bytes().to_vec(),
    };
    match bytes.len() {
        0..=MAX_BYTES => Ok(bytes),
        len => Err(Problem::of("write.too-long", &[("n", &len), ("max", &MAX_BYTES)])),
    }
}
