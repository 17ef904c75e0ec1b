//! Looking for a field by its name, its value or its bytes, in all messages of a run.

use super::bytes::{name, strings, text};
use super::ctx::Ctx;
use super::{certificates, der};
use crate::model::Model;
use crate::options::{Layer, Tab};
use crate::view::{FindResult, Hit};
use handshake_analysis::moments::Act;
use handshake_scenario::text::hex;
use handshake_scenario::text::shorten;

/// More are counted, not listed.
const MOST: usize = 100;

/// Longest text looked for; more is cut.
const LONGEST: usize = 200;

/// What the party in view can find.
pub fn find(ctx: &Ctx, query: &str) -> FindResult {
    let query: String = query.trim().chars().take(LONGEST).collect();
    let mut found = FindResult { hits: Vec::new(), count: 0 };
    if query.is_empty() {
        return found;
    }
    let words = query.to_lowercase();
    let bytes = bytes_of(&query);
    for (index, moment) in ctx.run.moments.iter().enumerate().filter(|(_, moment)| moment.act == Act::Send) {
        let strings = strings(ctx, moment);
        let message = moment.message(&ctx.run.trace).filter(|_| ctx.can_read(moment));
        let title = message.map_or(handshake_lessons::word("message.sealed"), |message| message.name);
        // A readable message is looked through once, and not again as part of its record.
        let innermost = strings.last().map_or(Layer::Record, |shown| shown.layer);
        for shown in strings.iter().filter(|shown| shown.layer == innermost || shown.layer == Layer::Record) {
            for (span, path) in shown.spans.iter().zip(&shown.paths) {
                let here = shown.bytes_of(span);
                let leaf = span.is_leaf();
                let named = name(span).to_lowercase().contains(&words);
                let meant = span.meaning.is_some_and(|meaning| meaning.to_lowercase().contains(&words));
                let read = leaf && text(here).is_some_and(|text| text.to_lowercase().contains(&words));
                let inside = shown.layer == innermost && leaf;
                let held = inside && bytes.as_ref().is_some_and(|bytes| holds(here, bytes));
                if !(named || meant || read || held) {
                    continue;
                }
                found.count += 1;
                if found.hits.len() < MOST {
                    let model = Model {
                        tab: Some(Tab::Bytes),
                        node: None,
                        field: Some(path.clone()),
                        ..ctx.model.at(index + 1)
                    };
                    found.hits.push(Hit {
                        step: index + 1,
                        message: title.to_owned(),
                        field: path.clone(),
                        value: match (span.meaning, text(here)) {
                            (Some(meaning), _) => meaning.to_owned(),
                            (None, Some(text)) if leaf => format!("“{}”", shorten(text)),
                            _ if here.len() <= 8 => hex(here),
                            _ => format!("{}… ({} B)", hex(here.get(..8).unwrap_or_default()), here.len()),
                        },
                        href: crate::address::write(&model),
                    });
                }
            }
        }
    }
    for (index, moment) in ctx.run.moments.iter().enumerate() {
        let message = moment.message(&ctx.run.trace).filter(|_| moment.act == Act::Send && ctx.can_read(moment));
        if message.is_some_and(|message| message.name == "Certificate") {
            in_certificates(ctx, index, &words, &mut found);
        }
    }
    found
}

/// Looks into what is inside a Certificate message's certificates, which the message itself holds as bytes.
fn in_certificates(ctx: &Ctx, index: usize, words: &str, found: &mut FindResult) {
    let at = ctx.model.at(index + 1);
    for piece in certificates::shown_pieces(&Ctx::new(&at, ctx.run)) {
        for (path, name, value) in der::read(piece.kind, &piece.der) {
            if !(name.to_lowercase().contains(words) || value.to_lowercase().contains(words)) {
                continue;
            }
            found.count += 1;
            if found.hits.len() < MOST {
                let certificate = Some(piece.link.id.clone());
                let model = Model {
                    tab: Some(Tab::Certificates),
                    node: None,
                    certificate,
                    der: Some(path.clone()),
                    ..at.clone()
                };
                found.hits.push(Hit {
                    step: index + 1,
                    message: piece.link.title.clone(),
                    field: path,
                    value,
                    href: crate::address::write(&model),
                });
            }
        }
    }
}

/// The bytes that somebody typed in hex, with or without spaces, colons or 0x: at least two.
fn bytes_of(query: &str) -> Option<Vec<u8>> {
    let digits: String =
        query.replace("0x", "").chars().filter(|ch| !(ch.is_whitespace() || matches!(ch, ':' | ','))).collect();
    if digits.len() < 4 || !digits.len().is_multiple_of(2) || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let pair = |at: usize| digits.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    (0..digits.len()).step_by(2).map(pair).collect()
}

fn holds(here: &[u8], wanted: &[u8]) -> bool {
    here.windows(wanted.len().max(1)).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_is_read_however_it_is_written() {
        for query in ["1301", "13 01", "0x13, 0x01", "13:01"] {
            assert_eq!(bytes_of(query), Some(vec![0x13, 1]), "{query}");
        }
        for query in ["13", "130", "cafe!", "random"] {
            assert_eq!(bytes_of(query), None, "{query}");
        }
    }
}
