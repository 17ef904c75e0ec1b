//! Records and messages that are pasted, in the forms in which people have them.

use handshake_app::Story;
use handshake_capture::key_log::Secrets;
use handshake_capture::observe::alone;
use handshake_capture::read::{FileKind, bytes};
use handshake_core::Side;
use handshake_core::trace::{Event, Message, Record};
use handshake_lessons as lessons;
use handshake_tests::Dice;

/// What the client has of a run, messages and the records in the clear.
fn of_run(scenario: &str) -> (Vec<Message>, Vec<Record>) {
    let story = Story::open(&format!("/s/{scenario}/1"));
    let (mut messages, mut records) = (Vec::new(), Vec::new());
    for (_, side, event) in story.run().trace.events() {
        match event {
            Event::Message(message) if side == Side::Client => messages.push(message.clone()),
            Event::Record(record) if side == Side::Client && record.sealing.is_none() => records.push(record.clone()),
            _ => {}
        }
    }
    (messages, records)
}

fn read(text: &str) -> Vec<u8> {
    bytes(text).unwrap_or_else(|problem| panic!("{text}: {problem}"))
}

#[test]
fn bytes_are_known_in_every_usual_form() {
    let (_, records) = of_run("tls13-full");
    let hello = &records[0].bytes;
    let hex: Vec<String> = hello.iter().map(|byte| format!("{byte:02x}")).collect();
    let text = |chunk: &[u8]| -> String {
        let ascii = |byte: &u8| if byte.is_ascii_graphic() { char::from(*byte) } else { '.' };
        chunk.iter().map(ascii).collect()
    };
    // As Wireshark copies it, as xxd prints it, as hexdump -C does.
    let dump = |form: &dyn Fn(usize, &[u8]) -> String| -> String {
        hello.chunks(16).enumerate().map(|(line, chunk)| form(16 * line, chunk)).collect()
    };
    let spaced = |chunk: &[u8]| chunk.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
    let wireshark = dump(&|at, chunk| format!("{at:04x}   {:<47}   {}\n", spaced(chunk), text(chunk)));
    let pairs = |chunk: &[u8]| chunk.chunks(2).map(handshake_core::hex).collect::<Vec<_>>().join(" ");
    let xxd = dump(&|at, chunk| format!("{at:08x}: {:<39}  {}\n", pairs(chunk), text(chunk)));
    let hexdump = dump(&|at, chunk| format!("{at:08x}  {}  |{}|\n", spaced(chunk), text(chunk)));
    let forms = [
        hex.concat(),
        hex.concat().to_uppercase(),
        hex.join(" "),
        hex.join(":"),
        hex.iter().map(|byte| format!("0x{byte}, ")).collect(),
        hex.iter().map(|byte| format!("\\x{byte}")).collect(),
        data_encoding::BASE64.encode(hello),
        data_encoding::BASE64URL_NOPAD.encode(hello),
        wireshark,
        xxd,
        hexdump,
    ];
    for form in forms {
        assert_eq!(read(&form), *hello, "{form}");
        assert_eq!(FileKind::of(form.as_bytes()), FileKind::Other, "{form}");
    }
    assert_eq!(FileKind::of(hello), FileKind::Records);
}

#[test]
fn a_message_alone_has_the_fields_that_it_has_in_its_run() {
    for scenario in lessons::scenarios() {
        let (messages, _) = of_run(scenario.id);
        let handshake = |message: &&Message| {
            message.content_type == handshake_core::msgs::codes::ContentType::HANDSHAKE && message.malformed.is_none()
        };
        for message in messages.iter().filter(handshake) {
            let observed = alone(&message.bytes, &Secrets::default()).expect(message.name);
            let told: Vec<_> = observed
                .trace
                .events()
                .filter_map(|(_, _, event)| match event {
                    Event::Message(message) => Some(message),
                    _ => None,
                })
                .collect();
            let at = format!("{}: {}", scenario.id, message.name);
            assert_eq!(told.len(), 1, "{at}");
            assert_eq!((told[0].name, &told[0].bytes), (message.name, &message.bytes), "{at}");
            // What both versions could have said is read as the newer one's.
            if told[0].spans != message.spans {
                assert!(matches!(message.name, "ClientKeyExchange" | "CertificateRequest"), "{at}");
            }
        }
    }
}

#[test]
fn the_hellos_of_a_run_are_told_by_who_sends_them() {
    let (_, records) = of_run("tls12-ecdhe");
    let all: Vec<u8> = records.iter().flat_map(|record| record.bytes.clone()).collect();
    let observed = alone(&all, &Secrets::default()).expect("records");
    assert_eq!(observed.records, records.len());
    let (version, suite) = observed.chosen.expect("a choice");
    assert_eq!((version.text(), suite.text().contains("ECDHE")), ("TLS 1.2".to_owned(), true));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let (messages, records) = of_run("tls13-full");
    let problem = |text: &str| bytes(text).expect_err(text).to_string();
    assert!(problem("16 03 01\n00 g8").contains("line 2, column 4"), "{}", problem("16 03 01\n00 g8"));
    assert!(problem("16 03 0").contains("line 1"));
    let problem = |bytes: &[u8]| alone(bytes, &Secrets::default()).expect_err("a problem").to_string();
    let record = &records[0].bytes;
    assert!(problem(&record[..record.len() - 1]).contains("byte 0"));
    assert!(problem(&[record, &b"\0"[..]].concat()).contains(&format!("byte {}", record.len())));
    assert!(problem(&messages[0].bytes[..40]).contains("byte 0"));
    assert!(problem(b"GET / HTTP/1.1").contains("0x47"));
    let mut dice = Dice::new(22);
    for _ in 0..500 {
        let mut damaged = if dice.below(2) == 0 { record.clone() } else { messages[1].bytes.clone() };
        for _ in 0..=dice.below(3) {
            let at = dice.below(damaged.len());
            damaged[at] = dice.throw() as u8;
        }
        // Whatever it is by now: an account or a problem.
        let _ = alone(&damaged, &Secrets::default());
    }
}
