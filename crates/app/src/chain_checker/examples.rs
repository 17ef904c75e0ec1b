//! Chains of the lab's own, to look at in place of one that is brought.

use super::read::to_pem;
use handshake_lessons as lessons;
use handshake_scenario::settings::{Settings, value};

/// Scenarios whose chains can be looked at here, too: what is wrong with them is in the chain.
pub fn examples() -> Vec<&'static lessons::Scenario> {
    let about = |scenario: &&lessons::Scenario| {
        let settings = Settings::of(scenario.id);
        scenario.group == lessons::scenario("trusted").map_or("", |trusted| trusted.group)
            && settings.choice::<value::Middle>() == value::Middle::No
            // In those it is the client that shows one.
            && settings.choice::<value::ClientAuth>() == Settings::of("trusted").choice()
    };
    lessons::scenarios().iter().filter(about).collect()
}

/// The chain that a scenario's server shows, as a file; with the list that names it, if it is revoked.
pub fn example(id: &'static str) -> String {
    let settings = Settings::of(id);
    let Some(issued) = settings.issued() else { return String::new() };
    let list = (settings.choice::<value::Status>() == value::Status::Revoked)
        .then(|| issued.list(true, settings.now()).ok())
        .flatten();
    to_pem(&issued.identity.chain, "CERTIFICATE") + &to_pem(&list, "X509 CRL")
}

pub(super) fn example_name(id: &'static str) -> String {
    Settings::of(id).server_name
}

/// When the lab's own handshakes take place.
pub(super) fn lab_time() -> u64 {
    Settings::of("trusted").now()
}
