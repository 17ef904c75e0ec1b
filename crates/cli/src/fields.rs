//! Records and messages that came by themselves: every field of them.

use crate::args::{ExportFormat, Inspect};
use crate::{export, print};
use handshake_capture::key_log::Secrets;
use handshake_capture::observe::alone;
use handshake_core::hex;
use handshake_core::trace::Event;
use std::fmt::Write as _;

/// Bytes of a value that are shown.
const SHOWN: usize = 32;

/// Takes bytes apart, and prints their fields; in another form if one is asked for.
///
/// # Errors
/// What is wrong with the bytes, and at which of them; or what can't be written.
pub fn run(bytes: &[u8], secrets: &Secrets, args: &Inspect) -> Result<(), String> {
    let observed = alone(bytes, secrets).map_err(|problem| format!("{}: {problem}", args.file.display()))?;
    if args.format != ExportFormat::Text {
        return export::run(&export::observed(observed), args.format, args.drawn, args.output.as_deref());
    }
    let mut out = String::new();
    for (_, _, event) in observed.trace.events() {
        let (bytes, spans, malformed) = match event {
            Event::Record(record) => (&record.bytes, &record.spans, None),
            Event::Message(message) => (&message.bytes, &message.spans, message.malformed.as_ref()),
            _ => continue,
        };
        for span in spans {
            let value = bytes.get(span.start..span.end).unwrap_or_default();
            let value = if span.is_leaf() { shown(value) } else { format!("{} bytes", value.len()) };
            let meaning = span.meaning.map(|meaning| format!("  {meaning}")).unwrap_or_default();
            let (name, indent) = (span.segment(), 2 * span.depth);
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{:>6}  {:indent$}{name}: {value}{meaning}", span.start, "");
        }
        if let Some(error) = malformed {
            let _ = writeln!(out, "{:>6}  {error}", error.at);
        }
        out.push('\n');
    }
    print::print(&out, args.output.as_deref())
}

/// The beginning of a value, as hex.
fn shown(value: &[u8]) -> String {
    match value.get(..SHOWN) {
        Some(begin) if value.len() > SHOWN => format!("{}… ({} bytes)", hex(begin), value.len()),
        _ => hex(value),
    }
}
