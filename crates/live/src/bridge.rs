//! Why a bridge ended a connection: data that stands in the reason of a close frame (RFC 6455 §5.5.1), so that the page tells
//! it in its own language.

use handshake_lessons::{OneOf, Problem};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
pub enum Reason {
    /// The connection lasted as long as it may.
    #[strum(serialize = "bridge.time")]
    Time,
    /// Nothing was sent for as long as the bridge waits.
    #[strum(serialize = "bridge.idle")]
    Idle,
    /// More bytes than it carries.
    #[strum(serialize = "bridge.bytes")]
    Bytes,
    /// The server takes nothing in.
    #[strum(serialize = "bridge.deaf")]
    Deaf,
    /// A message is too long.
    #[strum(serialize = "bridge.long")]
    Long,
    /// The server closed the connection.
    #[strum(serialize = "bridge.gone")]
    Gone,
    /// The token is wrong.
    #[strum(serialize = "bridge.token")]
    Token,
    /// The bridge has as many connections as it takes.
    #[strum(serialize = "bridge.full")]
    Full,
    /// The target is none of those that it may carry to.
    #[strum(serialize = "bridge.not-allowed")]
    NotAllowed,
    /// The target's name leads to no address.
    #[strum(serialize = "bridge.no-address")]
    NoAddress,
    /// The target's name can't be found.
    #[strum(serialize = "bridge.not-found")]
    NotFound,
    /// No connection to the target is made.
    #[strum(serialize = "bridge.unreachable")]
    Unreachable,
}

impl OneOf for Reason {
    const KIND: &'static str = "bridge";
}

/// A reason, with the target that it is about and what the system said, where there are any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// Why.
    pub reason: Reason,
    /// `name:port`, without blanks; empty for what is about no target.
    pub target: String,
    /// What the system said, in its words.
    pub error: String,
}

impl From<Reason> for Closing {
    fn from(reason: Reason) -> Closing {
        Closing { reason, target: String::new(), error: String::new() }
    }
}

impl Closing {
    /// As it stands in the close frame: name, target and error, with a blank between.
    pub fn write(&self) -> String {
        format!("{} {} {}", self.reason.id(), self.target, self.error).trim_end().to_owned()
    }

    /// Reads what [`Closing::write`] wrote; `None` for anything else.
    pub fn read(text: &str) -> Option<Closing> {
        let mut parts = text.splitn(3, ' ').map(str::to_owned);
        let reason = Reason::of_id(&parts.next()?)?;
        Some(Closing { reason, target: parts.next().unwrap_or_default(), error: parts.next().unwrap_or_default() })
    }

    /// What is to be told of it.
    pub fn problem(&self) -> Problem {
        let (target, error) = (&self.target, &self.error);
        Problem::of(self.reason.id(), &[("target", target), ("again", target), ("error", error)])
    }
}
