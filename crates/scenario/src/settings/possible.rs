//! What needs something else.

use super::{Setting, Settings, value};
use handshake_lessons::word;

impl Settings {
    /// Why a value would be of no use without something else.
    pub(super) fn needs(&self, setting: Setting) -> Option<String> {
        let visit = self.choice::<value::Visit>();
        let known = visit != value::Visit::Nothing;
        let no_halves = known && self.choice::<value::PskMode>() == value::PskMode::PskKe;
        let why = match setting {
            Setting::PskMode if !known => "fit.needs-known",
            Setting::Early if visit != value::Visit::Ticket => "fit.needs-ticket",
            Setting::EarlyTaken if self.choice::<value::Early>() != value::Early::Yes => "fit.needs-early",
            Setting::Replay if self.choice::<value::Early>() != value::Early::Yes => "fit.replay-needs-early",
            Setting::ReplayProtection if visit != value::Visit::Ticket => "fit.taken-twice",
            Setting::ClientCertificate if self.choice::<value::ClientAuth>() == value::ClientAuth::No => {
                "fit.nobody-asks"
            }
            Setting::Leg if self.choice::<value::Middle>() == value::Middle::No => "fit.one-leg",
            Setting::Group | Setting::ServerGroup if no_halves => "fit.used-alone",
            _ => return None,
        };
        Some(word(why).to_owned())
    }
}
