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
//! mean what they say; `.len`, `.hex` and so on ask for more. [`NAMES`] and [`METHODS`] list them all.

mod eval;
mod method;
mod names;
mod parse;
mod query_context;
mod toy;
mod value;

pub use names::{METHODS, NAMES};
pub use query_context::{QueryContext, Runs};
pub use value::Value;

/// Asks; the text of a query is read anew each time.
///
/// # Errors
/// In a sentence: what can't be read, or does not exist.
pub fn ask(query: &str, place: &QueryContext) -> Result<Value, String> {
    let parsed = parse::parse(query).map_err(|problem| format!("“{query}”: {problem}"))?;
    eval::eval(&parsed, place).map_err(|problem| format!("“{query}”: {problem}"))
}

/// Asks a question of yes or no.
///
/// # Errors
/// As [`ask`], and if the answer is something else.
pub fn holds(query: &str, place: &QueryContext) -> Result<bool, String> {
    match ask(query, place)? {
        Value::Truth(truth) => Ok(truth),
        other => Err(format!("“{query}” is {}, and not yes or no.", other.text())),
    }
}

/// Puts the answers to a text's `{queries}` in.
///
/// # Errors
/// As [`ask`], for the first of them that has none.
pub fn fill(text: &str, place: &QueryContext) -> Result<String, String> {
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
