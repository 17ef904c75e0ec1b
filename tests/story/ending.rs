//! What is said at the end of a run: true of the run, and with ways on that lead somewhere.

use handshake_app::compare::Compare;
use handshake_app::options::Stride;
use handshake_app::{Action, Story};
use handshake_core::Side;
use handshake_core::trace::{Dir, Event};
use handshake_lessons::scenarios;
use handshake_player::lesson::Player;
use handshake_trace_json::export;

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

#[test]
fn an_ending_is_true_of_the_run_it_ends() {
    let at_end = |address: &str| {
        let (_, steps) = Story::open(address).position();
        Story::open(&address.replacen("/1", &format!("/{steps}"), 1))
    };
    let ending = |address: &str| at_end(address).page().ending.expect("an ending");
    // Other settings are compared as they are, with a run of the other version.
    let doors = ending("/s/tls13-full/1?client_version=1.2").doors;
    let compare = doors.iter().find(|door| door.href.starts_with("/compare/")).expect("a comparison");
    assert_eq!(compare.href, "/compare/tls13-full/1?client_version=1.2&with.client_version=1.3");
    // What a thief has later is not what was heard.
    let stolen = ending("/s/stolen-key/1").heard;
    assert!(
        stolen.contains("stolen later, the recording could be opened") && !stolen.contains("each of the"),
        "{stolen}"
    );
    let middle = ending("/s/mitm-trusted-ca/1").heard;
    assert!(middle.contains("attacker in the middle could read everything"), "{middle}");
    assert!(ending("/s/tls13-0rtt/1").cost.starts_with("The client sent its first data at once"));
    // While a class looks on, nothing leads to what is hidden.
    assert_eq!(ending("/s/tls13-full/1?present=1").doors, Vec::new());
    // In fine steps the end is that of the last part.
    let last = at_end("/s/tls13-full/1");
    let parts = last.act(Action::Stride(Stride::Parts));
    assert_eq!(parts.page().ending.is_some(), parts.is_at_end());
}

#[test]
fn of_one_side_alone_what_it_received_is_what_the_other_sent() {
    for trace in crate::recordings::all_accounts() {
        let text = export::live(&trace);
        let story = Story::recorded(&text, "/open/1").expect("a trace");
        let (_, steps) = story.position();
        if let Some(ending) = story.act(Action::GoTo(steps)).page().ending {
            assert!(!ending.cost.contains(" 0 bytes came from the server"), "{}", ending.cost);
        }
    }
}
