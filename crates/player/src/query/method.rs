//! What can be asked of what was found: one table.

use super::query_context::QueryContext;
use super::value::{Answer, Value, number, text};
use handshake_core::Side;
use handshake_core::trace::{Dir, Epoch, Event, Message, Record, Sealing};
use handshake_lessons::Problem;
use handshake_wire::Span;

/// A question put to what another one found.
pub struct Method {
    /// As it is written after the dot.
    pub name: &'static str,
    /// What it asks: for who writes a lesson.
    pub help: &'static str,
    /// How it is answered; `None` for what it can't be asked of.
    answer: fn(&Subject) -> Option<Answer>,
}

/// All there are.
pub const METHODS: &[Method] = &[
    of("len", "bytes of it, or how many there are", len),
    of("hex", "all its bytes", |subject| text_of(subject, handshake_core::hex)),
    of("short", "its first bytes", |subject| text_of(subject, short)),
    of("bits", "eight for each byte", |subject| Some(Ok(Value::Number(subject.bytes()?.len() as i64 * 8)))),
    of("first", "so many bytes from its beginning: .first(7)", |subject| Some(subject.part(|count, _| (0, count)))),
    of("last", "so many bytes from its end: .last(8)", |subject| {
        Some(subject.part(|count, len| (len.saturating_sub(count), len)))
    }),
    of("number", "bytes as a number", |subject| {
        let bytes = subject.bytes().filter(|bytes| bytes.len() < 8)?;
        Some(Ok(Value::Number(bytes.iter().fold(0, |sum, byte| sum << 8 | i64::from(*byte)))))
    }),
    of("bytes", "a message's bytes", |subject| Some(Ok(Value::Bytes(subject.message()?.bytes.clone(), None)))),
    of("record", "the record that carried a message", |subject| {
        Some(Ok(Value::Bytes(subject.record()?.bytes.clone(), None)))
    }),
    of("outer", "a field of that record, by its path", |subject| {
        let record = subject.record()?;
        Some(
            subject
                .field(&record.bytes, &record.spans, "query.no-record-field")
                .map(|(bytes, _)| Value::Bytes(bytes, None)),
        )
    }),
    of("field", "a field of a message, by its path", |subject| {
        let message = subject.message()?;
        let found = subject.field(&message.bytes, &message.spans, "query.no-field");
        Some(found.map(|(bytes, meaning)| Value::Bytes(bytes, meaning)))
    }),
    of("has", "whether a message has a field", |subject| {
        let message = subject.message()?;
        Some(subject.arg().map(|path| Value::Truth(Span::paths(&message.spans).contains(&path))))
    }),
    of("parts", "how many fields of a name a message has: .parts(CertificateEntry)", |subject| {
        let message = subject.message()?;
        let count = |part: String| message.spans.iter().filter(|span| span.name == part).count();
        Some(subject.arg().map(|part| Value::Number(count(part) as i64)))
    }),
    of("sealed", "whether a message crosses sealed", |subject| {
        subject.message()?;
        Some(Ok(Value::Truth(subject.sealing().is_some())))
    }),
    of("key", "the key that sealed it", |subject| {
        subject.message()?;
        name(subject.sealing().map_or("none", |sealing| sealing.key_node.name()))
    }),
    of("iv", "the value that its nonce is made from", |subject| {
        subject.message()?;
        name(subject.sealing().map_or("none", |sealing| sealing.iv_node.name()))
    }),
    of("mac_key", "the key that made the MAC of its record", |subject| {
        subject.message()?;
        name(subject.sealing().and_then(|sealing| sealing.mac.as_ref()).map_or("none", |mac| mac.key_node.name()))
    }),
    of("epoch", "the keys' name", |subject| {
        subject.message()?;
        name(subject.sealing().map_or("plain", |sealing| epoch(sealing.epoch)))
    }),
    of("sender", "who sent it", |subject| {
        subject.message()?;
        name(subject.sender()?.name())
    }),
    of("sequence", "the number of the record under its key", |subject| {
        subject.message()?;
        Some(Ok(Value::Number(subject.sealing().map_or(0, |sealing| sealing.sequence as i64))))
    }),
    of("as_text", "bytes as a text", |subject| text_of(subject, |bytes| String::from_utf8_lossy(bytes).into_owned())),
];

const fn of(name: &'static str, help: &'static str, answer: fn(&Subject) -> Option<Answer>) -> Method {
    Method { name, help, answer }
}

/// Answers a method of a value.
pub fn method(of: &Value, name: &str, args: &[Value], place: &QueryContext) -> Answer {
    let known = METHODS.iter().find(|method| method.name == name);
    let answer = known.and_then(|method| (method.answer)(&Subject { of, name, args, place }));
    let names = || METHODS.iter().map(|method| method.name).collect::<Vec<_>>().join(", ");
    answer.unwrap_or_else(|| {
        Err(Problem::of("query.no-such-method", &[("kind", &of.kind()), ("name", &name), ("known", &names())]))
    })
}

/// What a method is asked of, and with what in its parentheses.
struct Subject<'a> {
    of: &'a Value,
    name: &'a str,
    args: &'a [Value],
    place: &'a QueryContext<'a>,
}

impl<'a> Subject<'a> {
    fn bytes(&self) -> Option<&'a [u8]> {
        match self.of {
            Value::Bytes(bytes, _) => Some(bytes),
            _ => None,
        }
    }

    fn event(&self) -> Option<(Side, &'a Event)> {
        let Value::Message(step, event) = self.of else { return None };
        let step = self.place.run.trace.steps.get(*step)?;
        Some((step.side, step.events.get(*event)?))
    }

    fn message(&self) -> Option<&'a Message> {
        match self.event()? {
            (_, Event::Message(message)) => Some(message),
            _ => None,
        }
    }

    fn sender(&self) -> Option<Side> {
        Some(self.event()?.0)
    }

    /// The record that carried the message's first byte.
    fn record(&self) -> Option<&'a Record> {
        let (message, sender) = (self.message()?, self.sender()?);
        let own = self.place.run.trace.steps.iter().filter(|step| step.side == sender);
        own.flat_map(|step| &step.events).find_map(|event| match event {
            Event::Record(record) if record.dir == Dir::Sent && record.number == message.records.0 => Some(record),
            _ => None,
        })
    }

    fn sealing(&self) -> Option<&'a Sealing> {
        self.record()?.sealing.as_ref()
    }

    fn arg(&self) -> Result<String, Problem> {
        text(self.args.first().ok_or_else(|| Problem::of("query.method-needs-more", &[("name", &self.name)]))?)
    }

    /// A field's bytes and what they mean, by the path in the parentheses.
    fn field(
        &self,
        bytes: &[u8],
        spans: &[Span],
        problem: &'static str,
    ) -> Result<(Vec<u8>, Option<&'static str>), Problem> {
        let path = self.arg()?;
        let at = Span::paths(spans).iter().position(|one| *one == path);
        let span = at.and_then(|at| spans.get(at)).ok_or_else(|| {
            Problem::of(problem, &[("message", &self.message().map_or("", |message| message.name)), ("path", &path)])
        })?;
        Ok((bytes.get(span.start..span.end).unwrap_or_default().to_vec(), span.meaning))
    }

    /// So many bytes; from where to where is said of their number and of all that there are.
    fn part(&self, range: impl Fn(usize, usize) -> (usize, usize)) -> Answer {
        let needed = || Problem::of("query.method-needs-number", &[("name", &self.name)]);
        let bytes = self.bytes().unwrap_or_default();
        let count = usize::try_from(number(self.args.first().ok_or_else(needed)?)?).unwrap_or_default();
        let (start, end) = range(count, bytes.len());
        let part = bytes.get(start..end).ok_or_else(|| Problem::of("query.few-bytes", &[("n", &bytes.len())]))?;
        Ok(Value::Bytes(part.to_vec(), None))
    }
}

fn len(subject: &Subject) -> Option<Answer> {
    let len = match subject.of {
        Value::Bytes(bytes, _) => bytes.len(),
        Value::List(names) => names.len(),
        _ => subject.message()?.bytes.len(),
    };
    Some(Ok(Value::Number(len as i64)))
}

fn text_of(subject: &Subject, as_text: fn(&[u8]) -> String) -> Option<Answer> {
    Some(Ok(Value::Text(as_text(subject.bytes()?))))
}

fn name(name: &str) -> Option<Answer> {
    Some(Ok(Value::Text(name.to_owned())))
}

fn short(bytes: &[u8]) -> String {
    match bytes.get(..6).filter(|_| bytes.len() > 6) {
        Some(first) => format!("{}…", handshake_core::hex(first)),
        None => handshake_core::hex(bytes),
    }
}

fn epoch(epoch: Epoch) -> &'static str {
    match epoch {
        Epoch::Plain => "plain",
        Epoch::EarlyData => "early data",
        Epoch::Handshake => "handshake",
        Epoch::Application => "application",
        Epoch::Updated => "updated",
        Epoch::Session => "session",
    }
}
