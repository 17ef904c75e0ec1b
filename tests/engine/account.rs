//! The account that a run gives of itself holds together.

use handshake_core::client::ClientConfig;
use handshake_core::cx::RecordConfig;
use handshake_core::msgs::codes::ContentType;
use handshake_core::pki::CertificateKind;
use handshake_core::server::ServerConfig;
use handshake_core::trace::{Dir, Event, Message, Outcome, Record};
use handshake_core::{Side, Trace};
use handshake_tests::{configs, honest, rich};

#[test]
fn two_runs_of_a_setup_are_the_same() {
    for records in record_configs() {
        assert_eq!(rich_run(records), rich_run(records));
    }
}

#[test]
fn what_one_side_sends_the_other_receives() {
    for records in record_configs() {
        let trace = rich_run(records);
        for side in [Side::Client, Side::Server] {
            let bytes = |records: Vec<&Record>| records.iter().map(|record| record.bytes.clone()).collect::<Vec<_>>();
            let (sent, received) =
                (of_records(&trace, side, Dir::Sent), of_records(&trace, side.peer(), Dir::Received));
            assert_eq!(bytes(sent), bytes(received), "{records:?}");

            let messages = |side, dir| {
                let own = |m: &&Message| m.content_type != ContentType::APPLICATION_DATA;
                let part = |m: &Message| (m.name, m.bytes.clone(), m.records, m.spans.clone());
                of_messages(&trace, side, dir).into_iter().filter(own).map(part).collect::<Vec<_>>()
            };
            assert_eq!(messages(side, Dir::Sent), messages(side.peer(), Dir::Received), "{records:?}");
        }
    }
}

#[test]
fn every_message_is_in_the_records_that_it_names() {
    for records in record_configs() {
        let trace = rich_run(records);
        for side in [Side::Client, Side::Server] {
            for dir in [Dir::Sent, Dir::Received] {
                let all = of_records(&trace, side, dir);
                for message in of_messages(&trace, side, dir) {
                    let (first, last) = message.records;
                    let content: Vec<u8> = all[first as usize..=last as usize].iter().flat_map(|r| inside(r)).collect();
                    let found = message.bytes.is_empty()
                        || content.windows(message.bytes.len()).any(|window| window == message.bytes);
                    assert!(found, "{} {dir:?} by the {}: {records:?}", message.name, side.name());
                }
            }
        }
    }
}

#[test]
fn records_and_messages_are_numbered_from_0() {
    for records in record_configs() {
        let trace = rich_run(records);
        for side in [Side::Client, Side::Server] {
            for dir in [Dir::Sent, Dir::Received] {
                let numbers: Vec<u64> = of_records(&trace, side, dir).iter().map(|record| record.number).collect();
                assert!(numbers.iter().copied().eq(0..numbers.len() as u64), "{numbers:?}");
                let numbers: Vec<usize> = of_messages(&trace, side, dir).iter().map(|m| m.number).collect();
                assert!(numbers.iter().copied().eq(0..numbers.len()), "{numbers:?}");
            }
        }
    }
}

fn record_configs() -> Vec<RecordConfig> {
    let mut all = Vec::new();
    for coalesce in [false, true] {
        for max_fragment in [1, 2, 100, 1 << 14] {
            for padding in [0, 20_000] {
                all.push(RecordConfig { coalesce, max_fragment, padding, ..RecordConfig::default() });
            }
        }
    }
    all
}

fn rich_run(records: RecordConfig) -> Trace {
    let (mut client, mut server): (ClientConfig, ServerConfig) = configs(CertificateKind::EcdsaP256);
    rich(&mut client, &mut server);
    (client.records, server.records) = (records, records);
    let trace = honest(client, server);
    assert_eq!(trace.outcome, Outcome::Closed);
    trace
}

fn of_records(trace: &Trace, side: Side, dir: Dir) -> Vec<&Record> {
    let records = trace.events().filter_map(|(_, by, event)| match event {
        Event::Record(record) if by == side && record.dir == dir => Some(record),
        _ => None,
    });
    records.collect()
}

fn of_messages(trace: &Trace, side: Side, dir: Dir) -> Vec<&Message> {
    let messages = trace.events().filter_map(|(_, by, event)| match event {
        Event::Message(message) if by == side && message.dir == dir => Some(message),
        _ => None,
    });
    messages.collect()
}

fn inside(record: &Record) -> Vec<u8> {
    match &record.sealing {
        Some(sealing) => sealing.inner.as_ref().expect("an inside").content.clone(),
        None => record.bytes[5..].to_vec(),
    }
}
