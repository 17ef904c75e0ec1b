//! The words follow the run: where an attacker has led both sides apart, no sentence says that they agree.

use handshake_analysis::attack::suggestions;
use handshake_analysis::moments::Act;
use handshake_analysis::run::Run;
use handshake_app::Story;
use handshake_core::Side;
use handshake_core::keys::ScheduleEntry;
use handshake_core::trace::Event;
use handshake_lessons as lessons;
use handshake_scenario::settings::Settings;
use std::collections::{BTreeMap, BTreeSet};

/// What only a run says in which both have the same.
const CLAIMS: [&str; 12] = [
    "can now compute the same",
    "will get the same",
    "gets the same",
    "give the same **pre-master",
    "both have it",
    "the same keys",
    "same shared secret",
    "arrives at the same",
    "makes the same",
    "saw the same handshake",
    "values are the same",
    "are connected",
];

/// True if both sides have made the secret on which all else rests, and nothing that both have made differs. Found from what the
/// engine wrote down of each side.
fn both_agree(run: &Run) -> bool {
    let mut made: BTreeMap<String, [BTreeSet<Vec<u8>>; 2]> = BTreeMap::new();
    for (_, side, event) in run.trace.events() {
        if let Event::Key(key) = event {
            let sides = made.entry(format!("{:?}", key.node)).or_default();
            sides[usize::from(side == Side::Server)].insert(key.value.to_vec());
        }
    }
    let apart =
        made.values().any(|[client, server]| !client.is_empty() && !server.is_empty() && client.is_disjoint(server));
    let both = |node: ScheduleEntry| made.get(&format!("{node:?}")).is_some_and(|[one, other]| one == other);
    !apart && [ScheduleEntry::HandshakeSecret, ScheduleEntry::KeyBlock].into_iter().any(both)
}

#[test]
fn no_sentence_says_that_both_agree_where_they_do_not() {
    let (mut apart, mut wrong) = (0, BTreeSet::new());
    for scenario in lessons::scenarios() {
        let settings = Settings::of(scenario.id);
        let plain = Run::of(&settings);
        for one in plain.moments.iter().flat_map(|moment| suggestions(&plain, moment)) {
            let story = Story::open(&format!("/s/{}/1?tamper={}", scenario.id, one.edit));
            if both_agree(story.run()) {
                continue;
            }
            apart += 1;
            for step in 1..=story.position().1 {
                let moment = &story.run().moments[step - 1];
                // What who came later makes of the recording is another's; and a binder was compared by then, and is the same.
                let Some(text) = story
                    .run()
                    .text(&moment.key)
                    .filter(|_| moment.act != Act::Attack && moment.key != "server.keys.psk")
                else {
                    continue;
                };
                let page = story.act(handshake_app::Action::GoTo(step)).page();
                let told =
                    format!("{} {:?} {:?}", page.narration.heading, page.narration.body, page.stage.rows[step - 1]);
                let told = told
                    .replace("Whether the client has the same keys", "")
                    .replace("Whether the server has the same keys", "");
                for claim in CLAIMS.iter().filter(|claim| told.contains(*claim)) {
                    wrong.insert(format!("{} “{claim}” {} with {}", moment.key, text.heading, one.id));
                }
            }
        }
    }
    assert!(apart > 50, "{apart}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
