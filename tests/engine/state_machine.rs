//! Every message in every state: what the engine does, and what it is expected to do.

use handshake_tests::states::{machines, text};

/// What it is expected to do, compared with the RFCs by hand.
const EXPECTED: &str = include_str!("../data/states.txt");

#[test]
fn every_message_in_every_state_has_its_answer() {
    let (head, _) = EXPECTED.split_once("\n\n").expect("a head");
    let found = format!("{head}\n{}", text(&machines()));
    if std::env::var_os("HANDSHAKE_WRITE").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/states.txt");
        std::fs::write(path, &found).expect("the table");
        return;
    }
    let differs = EXPECTED.lines().zip(found.lines()).find(|(expected, found)| expected != found);
    assert_eq!(differs, None, "HANDSHAKE_WRITE=1 writes tests/data/states.txt anew");
    assert_eq!(EXPECTED, found);
}
