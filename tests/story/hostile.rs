//! Traces that somebody made to do harm: refused in a sentence, or drawn whole; in bounded time and memory.

use handshake_analysis::knowledge::View;
use handshake_app::options::Tab;
use handshake_app::{Action, Story};
use handshake_lessons::OneOf;
use handshake_tests::Dice;
use handshake_trace_json::export;
use handshake_trace_json::import::{MAX_FILE, import};

/// A run of each version with the server's own bytes, and one of one side alone.
fn real() -> Vec<String> {
    let scenarios = ["/s/tls13-full/1", "/s/tls12-full/1", "/s/tls13-client-auth/1", "/s/tls13-hrr/1"];
    let mut all: Vec<String> = scenarios.iter().map(|address| Story::open(address).json()).collect();
    all.extend(crate::recordings::all_accounts().iter().map(export::live));
    all
}

/// What is read is drawn, at a few steps, in every tab; and it is whole: written down and read again it is the same.
fn draw(story: &Story, dice: &mut Dice) {
    let (_, count) = story.position();
    for _ in 0..2 {
        let view = View::ALL[dice.below(4)];
        let story = story.act(Action::GoTo(1 + dice.below(count))).act(Action::View(view));
        let page = story.act(Action::Tab(Tab::ALL[dice.below(6)])).page();
        assert!(!page.narration.heading.is_empty());
        // Every step there is has its row: no step is told of that can't be seen.
        assert_eq!(page.stage.rows.len(), count);
    }
    let text = export::live(&story.run().trace);
    if text.len() <= MAX_FILE {
        assert_eq!(import(&text).map(|recording| recording.trace).as_ref(), Ok(&story.run().trace));
    }
}

/// Numbers that are none, or too great, or less than nothing.
const NUMBERS: [&str; 9] =
    ["18446744073709551615", "18446744073709551616", "-1", "1e308", "0.5", "4294967296", "65536", "null", "[]"];

/// One change to the text.
fn change(text: &str, dice: &mut Dice) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let at = dice.below(bytes.len());
    let len = dice.below(400).min(bytes.len() - at);
    match dice.below(7) {
        0 => bytes[at] = b"0123456789abcdef\"[]{}:,.#- \\"[dice.below(28)],
        1 => drop(bytes.drain(at..at + len)),
        2 => {
            let part = bytes[at..at + len].to_vec();
            let to = dice.below(bytes.len());
            bytes.splice(to..to, part);
        }
        3 => bytes.truncate(at),
        // A number in the place of a number.
        4 | 5 => {
            let digit = |at: &usize| bytes[*at].is_ascii_digit() && matches!(bytes[*at - 1], b':' | b'[' | b',');
            if let Some(start) = (at.max(1)..bytes.len()).find(digit) {
                let end = (start..bytes.len()).find(|at| !bytes[*at].is_ascii_digit()).unwrap_or(bytes.len());
                let number = match dice.below(3) {
                    0 => NUMBERS[dice.below(NUMBERS.len())].to_owned(),
                    _ => dice.below(600).to_string(),
                };
                bytes.splice(start..end, number.into_bytes());
            }
        }
        // Two strings change places: names, hex, paths.
        _ => {
            let string = |from: usize| {
                let start = (from..bytes.len()).find(|at| bytes[*at] == b'"')?;
                let end = (start + 1..bytes.len()).find(|at| bytes[*at] == b'"')?;
                Some(start..end + 1)
            };
            if let (Some(one), Some(other)) = (string(at), string(dice.below(bytes.len()))) {
                let part = bytes[one].to_vec();
                bytes.splice(other, part);
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn thousands_of_changed_traces_are_refused_or_drawn_whole() {
    let mut dice = Dice::new(3);
    let real = real();
    let (mut read, mut refused) = (0, 0);
    for round in 0..4000 {
        let mut text = real[round % real.len()].clone();
        for _ in 0..=dice.below(2) {
            text = change(&text, &mut dice);
        }
        match Story::recorded(&text, "/open/1") {
            Ok(story) => {
                read += 1;
                draw(&story, &mut dice);
            }
            Err(problem) => {
                refused += 1;
                let problem = problem.to_string();
                assert!(problem.chars().count() < 500 && problem.ends_with('.'), "{problem}");
            }
        }
    }
    assert!(read > 500 && refused > 500, "{read} read, {refused} refused: the changes are too rough, or too mild");
}

/// However a peer cuts what it says: the account that is kept of it can be opened.
#[test]
fn the_longest_account_still_opens() {
    use handshake_core::msgs::codes::{CipherSuite, ProtocolVersion};
    let cases = [
        (ProtocolVersion::TLS13, CipherSuite::TLS_AES_128_GCM_SHA256),
        (ProtocolVersion::TLS12, CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256),
        (ProtocolVersion::TLS12, CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384),
    ];
    for (version, suite) in cases {
        for size in [1, 100, 1 << 14] {
            let [account, _] = crate::recordings::talked(version, |client| client.suites = vec![suite], size, 9 << 20);
            let text = export::live(&account);
            assert!(text.len() > MAX_FILE / 8, "{} {size}: {}", suite.text(), text.len());
            let problem = import(&text).err();
            assert_eq!(problem, None, "{} {size}: {}", suite.text(), text.len());
        }
    }
}

/// Brackets without end, everywhere a value can stand.
#[test]
fn no_nesting_is_too_deep_to_be_refused() {
    let good = &real()[0];
    let deep =
        ["[".repeat(200_000), r#"{"a":"#.repeat(100_000), format!("{}{}", "[".repeat(200_000), "]".repeat(200_000))];
    let mut from = 0;
    let mut places = Vec::new();
    while let Some(at) = good[from..].find(':') {
        places.push(from + at + 1);
        from += at + 1;
    }
    for (index, place) in places.iter().enumerate() {
        // Every place among the first, which are of all kinds, then some.
        if index > 120 && index % 97 != 0 {
            continue;
        }
        for deep in &deep {
            let text = format!("{}{deep},{}", &good[..*place], &good[*place..]);
            assert!(import(&text).is_err());
        }
    }
    for deep in &deep {
        assert!(import(deep).is_err());
    }
}
