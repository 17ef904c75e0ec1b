//! Everything that can be asked of a run: one table.

mod choices;
mod keys;
mod messages;
mod moments;
mod outcome;

use super::asked::Asked;
use super::toy;
use super::value::{Answer, Value};
use handshake_lessons::Problem;

/// A question.
pub struct Question {
    /// As it is written.
    pub name: &'static str,
    /// What it asks, and what goes into its parentheses: for who writes a lesson.
    pub help: &'static str,
    /// How it is answered.
    pub(super) answer: fn(&Asked) -> Answer,
}

/// All there are.
pub const QUESTIONS: &[Question] = &[
    of("alert", "name of the first alert that says what went wrong; `none` without one", outcome::alert),
    of("alert_from", "who sent it", outcome::alert_from),
    of("rule", "id of the rule that was broken; `none` if all held", outcome::rule),
    of("outcome", "closed, connected, incomplete or failed", outcome::outcome),
    of("connected", "whether the handshake was finished on both sides", outcome::connected),
    of("attacks", "what somebody on the way does to records, by name: attacks has drop", outcome::attacks),
    of("checked", "whether a rule was checked: checked(name-matches)", outcome::checked),
    of(
        "thief_reads",
        "whether a thief of the server's key reads the recording (with the setting theft)",
        outcome::thief_reads,
    ),
    of("round_trips", "how often the client waits for an answer before it can say something", messages::round_trips),
    of("count", "how many messages of a name were sent: count(Certificate)", messages::count),
    of("message", "a message, and who sent it if both send one: message(Finished, client)", messages::message),
    of("longest", "name of the longest message, of both or of one side: longest(server)", messages::longest),
    of("reads", "whether a party can read a message in the end: reads(eavesdropper, Certificate)", messages::reads),
    of("sent", "bytes on the wire, of both or of one side: sent(server)", messages::sent_bytes),
    of("before", "whether one moment comes before another: before(server.send.Certificate, …)", moments::before),
    of("step", "number of a moment's step: step(client.send.ClientHello)", moments::step),
    of("steps", "how many steps there are", moments::steps),
    of("happens", "whether there is such a moment", moments::happens),
    of("value", "bytes of a key: value(shared_secret)", keys::value),
    of("knows", "whether a party has a key, ever or by a moment: knows(eavesdropper, shared_secret)", keys::knows),
    of(
        "secret_into",
        "what goes into a value and is unknown to who listens: secret_into(handshake_secret)",
        keys::secret_into,
    ),
    of("made_from", "the one value that another goes into: made_from(shared_secret)", keys::made_from),
    of("chosen", "what was picked: chosen(\"cipher suite\")", choices::chosen),
    of("offered", "what could be picked: offered(\"cipher suite\")", choices::offered),
    of("setting", "a setting's value: setting(group)", choices::setting),
    of(
        "suite_part",
        "a part of the suite that was picked: suite_part(exchange), auth, cipher or hash",
        choices::suite_part,
    ),
    of("plain", "a text's bytes as they would cross a wire without TLS: plain(setting(request))", |asked| {
        Ok(Value::Bytes(asked.text(0)?.into_bytes(), None))
    }),
    of("drawn", "a number from 2 to a most, from the seed: drawn(client, 20)", |asked| {
        toy::drawn(asked.run().settings.seed, &asked.text(0)?, asked.number(1)?).map(Value::Number)
    }),
    of("power", "a power on a clock: power(5, 6, 23) is 5 to the power of 6, modulo 23", |asked| {
        toy::power(asked.number(0)?, asked.number(1)?, asked.number(2)?).map(Value::Number)
    }),
    // What is asked of another run is asked by `eval`; here comes only what lacks the run or the question.
    of("in", "the same question of another run: in(tls13-resume, round_trips)", |_| Err(Problem::of("query.in", &[]))),
];

const fn of(name: &'static str, help: &'static str, answer: fn(&Asked) -> Answer) -> Question {
    Question { name, help, answer }
}

pub fn by_name(name: &str) -> Option<&'static Question> {
    QUESTIONS.iter().find(|question| question.name == name)
}

/// All names, for those who have mistyped one.
pub fn names() -> String {
    QUESTIONS.iter().map(|question| question.name).collect::<Vec<_>>().join(", ")
}
