//! An attacker in the middle: two handshakes, and what is read between them.

use crate::settings::{Settings, value};
use crate::tamper::Carried;
use handshake_core::msgs::codes::ContentType;
use handshake_core::trace::{Dir, Event, Side, Trace};

/// What an attacker in the middle reads: taken from the records that it opened, in both runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mitm {
    /// What the client said.
    pub request: Option<String>,
    /// What the server answered.
    pub reply: Option<String>,
}

/// What a run gives.
pub struct Simulated {
    /// What happened.
    pub trace: Trace,
    /// What an attacker in the middle reads, if there is one.
    pub mitm: Option<Mitm>,
    /// What became of the records, if an attacker was on the way.
    pub carried: Vec<Carried>,
}

/// Runs the handshake that is to be shown; with an attacker in the middle both, each given what was read in the other.
pub fn run(settings: &Settings) -> Simulated {
    if settings.choice::<value::Middle>() == value::Middle::No {
        let (trace, carried) = settings.visit_shown();
        return Simulated { trace, mitm: None, carried };
    }
    let first = settings.with_leg(value::Leg::Client);
    let (mut with_client, mut client_carried) = first.visit_shown();
    let request = read(&with_client, Side::Server);
    let forwarded = Settings { request: request.clone().unwrap_or_default(), ..settings.with_leg(value::Leg::Server) };
    let (with_server, server_carried) = forwarded.visit_shown();
    let reply = read(&with_server, Side::Client);
    if request.is_some() && reply.as_deref() != Some(&settings.reply) {
        (with_client, client_carried) = Settings { reply: reply.clone().unwrap_or_default(), ..first }.visit_shown();
    }
    let (trace, carried) = match settings.choice::<value::Leg>() {
        value::Leg::Client => (with_client, client_carried),
        _ => (with_server, server_carried),
    };
    Simulated { trace, mitm: Some(Mitm { request, reply }), carried }
}

impl Settings {
    fn with_leg(&self, leg: value::Leg) -> Settings {
        // Single records are tampered with in the handshake that is shown.
        let mut settings = if self.choice::<value::Leg>() == leg { self.clone() } else { self.untampered() };
        settings.choose(leg);
        settings
    }
}

/// The application data that a side has opened.
fn read(trace: &Trace, side: Side) -> Option<String> {
    let data = trace.events().filter_map(|(_, who, event)| match event {
        Event::Message(message) if who == side && message.dir == Dir::Received => {
            (message.content_type == ContentType::APPLICATION_DATA).then_some(message.bytes.as_slice())
        }
        _ => None,
    });
    let data: Vec<u8> = data.collect::<Vec<_>>().concat();
    (!data.is_empty()).then(|| String::from_utf8_lossy(&data).into_owned())
}
