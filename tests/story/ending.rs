//! What is said at the end of a run: true of the run, and with ways on that lead somewhere.

use handshake_app::Story;
use handshake_app::compare::Compare;
use handshake_core::Side;
use handshake_core::trace::{Dir, Event};
use handshake_lessons::scenarios;
use handshake_player::lesson::Player;

#[test]
fn every_run_ends_with_what_it_took_and_ways_on() {
    for scenario in scenarios() {
        let first = Story::open(&format!("/s/{}/1", scenario.id));
        let (_, steps) = first.position();
        assert_eq!(first.page().ending, None, "{}", scenario.id);
        let last = Story::open(&format!("/s/{}/{steps}", scenario.id));
        let ending = last.page().ending.expect("an ending");
        let sent = last.run().trace.events().filter_map(|(_, who, event)| match event {
            Event::Record(record) if who == Side::Server && record.dir == Dir::Sent => Some(record.bytes.len()),
            _ => None,
        });
        let bytes: usize = sent.sum();
        assert!(ending.cost.contains(&format!("{bytes} byte")), "{}: {}", scenario.id, ending.cost);
        assert!(ending.doors.len() >= 2, "{}: {:?}", scenario.id, ending.doors);
        for door in &ending.doors {
            let href = door.href.as_str();
            let wrong = match href.split('/').nth(1) {
                Some("compare") => Compare::open(href).view().notice,
                Some("l") => Player::open(href).is_none().then(|| "no lesson".to_owned()),
                _ => Story::open(href).page().notice,
            };
            assert_eq!(wrong, None, "{}: {href}", scenario.id);
        }
    }
    // Of a plain handshake the client's data wait for one round trip.
    let ending = Story::open("/s/tls13-full/26").page().ending.expect("an ending");
    assert!(ending.cost.starts_with("1 round trip before"), "{}", ending.cost);
}
