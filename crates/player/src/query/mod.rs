//! Questions put to a run, so that answers, and values in texts, are never typed in:
//!
//! ```text
//! alert = unknown_ca                                  the alert that ended it
//! message(ClientHello).field("ClientHello.random")    bytes of a message
//! knows(eavesdropper, shared_secret)                  whether a party has a value
//! in(tls13-resume, message(ServerHello).len) < 200    the same of another run
//! ```
//!
//! A bare word is a function if one has that name, and else a text. `and`, `or`, `not`, `=`, `!=`, `<`, `>`, `+` and `-`
//! mean what they say; `.len`, `.hex` and so on ask for more. [`QUESTIONS`] and [`METHODS`] list them all.

mod asked;
pub(crate) mod cases;
mod eval;
mod method;
mod parse;
mod query_context;
mod questions;
mod toy;
mod value;

use handshake_lessons::Problem;

pub use method::{METHODS, Method};
pub use query_context::{QueryContext, Runs};
pub use questions::{QUESTIONS, Question};
pub use value::Value;

/// Asks; the text of a query is read anew each time.
///
/// # Errors
/// What can't be read, or does not exist.
pub fn ask(query: &str, place: &QueryContext) -> Result<Value, Problem> {
    let answer = parse::parse(query).and_then(|parsed| eval::eval(&parsed, place));
    answer.map_err(|problem| Problem::of("query.problem", &[("query", &query), ("problem", &problem)]))
}

/// Asks a question of yes or no.
///
/// # Errors
/// As [`ask`], and if the answer is something else.
pub fn holds(query: &str, place: &QueryContext) -> Result<bool, Problem> {
    match ask(query, place)? {
        Value::Truth(truth) => Ok(truth),
        other => Err(Problem::of("query.not-a-truth", &[("query", &query), ("answer", &other.text())])),
    }
}

/// Puts the answers to a text's `{queries}` in.
///
/// # Errors
/// As [`ask`], for the first of them that has none.
pub fn fill(text: &str, place: &QueryContext) -> Result<String, Problem> {
    let problem = std::cell::RefCell::new(None);
    let filled = handshake_lessons::fill(text, &|query| match ask(query, place) {
        Ok(value) => Some(handshake_lessons::markdown::escape(&value.text())),
        Err(error) => {
            problem.borrow_mut().replace(error);
            None
        }
    });
    problem.into_inner().map_or(Ok(filled), Err)
}
