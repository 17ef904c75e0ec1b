//! An attacker in the middle: two handshakes, and what is read between them.

use crate::settings::Settings;
use crate::tamper::Carried;
use handshake_core::msgs::codes::ContentType;
use handshake_core::trace::{Dir, Event, Side, Trace};

/// What an attacker in the middle reads: taken from the records that it opened, in both runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Middle {
    /// What the client said.
    pub request: Option<String>,
    /// What the server answered.
    pub reply: Option<String>,
}

impl Settings {
    /// Runs the handshake that is to be shown; with an attacker in the middle both, each given what was read in the other.
    pub fn play(&self) -> (Trace, Option<Middle>, Vec<Carried>) {
        if self.choice("middle") == "no" {
            let (trace, carried) = self.run();
            return (trace, None, carried);
        }
        let first = self.with_leg("client");
        let (mut with_client, mut client_carried) = first.run();
        let request = read(&with_client, Side::Server);
        let forwarded = Settings { request: request.clone().unwrap_or_default(), ..self.with_leg("server") };
        let (with_server, server_carried) = forwarded.run();
        let reply = read(&with_server, Side::Client);
        if request.is_some() && reply.as_deref() != Some(&self.reply) {
            (with_client, client_carried) = Settings { reply: reply.clone().unwrap_or_default(), ..first }.run();
        }
        let (shown, carried) = match self.choice("leg") {
            "client" => (with_client, client_carried),
            _ => (with_server, server_carried),
        };
        (shown, Some(Middle { request, reply }), carried)
    }

    fn with_leg(&self, leg: &'static str) -> Settings {
        // Single records are tampered with in the handshake that is shown.
        let mut settings = if self.choice("leg") == leg { self.clone() } else { self.untampered() };
        settings.choices.insert("leg", leg);
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
