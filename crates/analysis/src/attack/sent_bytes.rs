//! Which byte of which record is which byte of which message: to say in words what an edit changes, and to make an edit
//! out of a field that was picked.

use handshake_core::record::HEADER;
use handshake_core::trace::{Dir, Event, Message, Record, Side, Trace};
use handshake_wire::Span;

/// Everything one side sent, in order.
pub struct SentBytes<'a> {
    records: Vec<Sent<'a>>,
    messages: Vec<(usize, &'a Message)>,
}

/// A record and the stretch of the side's content that it carries.
struct Sent<'a> {
    record: &'a Record,
    /// Offset of its content in all of the side's content.
    from: usize,
    len: usize,
    /// Offset of the content in the record.
    at: usize,
}

/// A byte of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WirePosition {
    /// The record's number.
    pub record: u64,
    /// Offset in the record, header included.
    pub at: usize,
}

impl<'a> SentBytes<'a> {
    /// Reads a trace.
    pub fn of(trace: &'a Trace, side: Side) -> Self {
        let mut wire = SentBytes { records: Vec::new(), messages: Vec::new() };
        let (mut said, mut carried) = (0, 0);
        for (_, _, event) in trace.events().filter(|(_, who, _)| *who == side) {
            match event {
                Event::Message(message) if message.dir == Dir::Sent => {
                    wire.messages.push((said, message));
                    said += message.bytes.len();
                }
                Event::Record(record) if record.dir == Dir::Sent => {
                    let (at, len) = content(record);
                    wire.records.push(Sent { record, from: carried, len, at });
                    carried += len;
                }
                _ => {}
            }
        }
        wire
    }

    /// The record with this number.
    pub fn record(&self, number: u64) -> Option<&'a Record> {
        self.sent(number).map(|sent| sent.record)
    }

    fn sent(&self, number: u64) -> Option<&Sent<'a>> {
        self.records.iter().find(|sent| sent.record.number == number)
    }

    /// Where a byte of a message stands.
    pub fn place(&self, message: usize, offset: usize) -> Option<WirePosition> {
        let (from, _) = self.messages.iter().find(|(_, one)| one.number == message)?;
        let byte = from + offset;
        let sent = self.records.iter().find(|sent| (sent.from..sent.from + sent.len).contains(&byte))?;
        Some(WirePosition { record: sent.record.number, at: sent.at + byte - sent.from })
    }

    /// The first message of which a record carries bytes.
    pub fn message(&self, number: u64) -> Option<&'a Message> {
        let sent = self.sent(number)?;
        self.messages.iter().rfind(|(from, _)| *from <= sent.from).map(|(_, message)| *message)
    }

    /// The field in which a byte of a record stands: the record's own (with `None`), or one of the message.
    pub fn field(&self, place: WirePosition) -> Option<(Option<&'a Message>, &'a Span)> {
        let sent = self.sent(place.record)?;
        let in_content = place.at.checked_sub(sent.at).filter(|offset| *offset < sent.len);
        let leaf = |spans: &'a [Span], at: usize| spans.iter().find(|s| s.is_leaf() && (s.start..s.end).contains(&at));
        if let Some(offset) = in_content {
            let byte = sent.from + offset;
            let (from, message) =
                self.messages.iter().rfind(|(from, m)| (*from..from + m.bytes.len()).contains(&byte))?;
            return leaf(&message.spans, byte - from).map(|span| (Some(*message), span));
        }
        leaf(&sent.record.spans, place.at).map(|span| (None, span))
    }
}

/// Where the content of a record stands in it, and how long it is.
fn content(record: &Record) -> (usize, usize) {
    match &record.sealing {
        None => (HEADER, record.bytes.len().saturating_sub(HEADER)),
        Some(sealing) => {
            let len = sealing.inner.as_ref().map_or(0, |inner| inner.content.len());
            (HEADER + sealing.explicit.len(), len)
        }
    }
}
