//! What a peer can cost before anybody knows who it is, in bytes held for bytes received.
#![forbid(unsafe_code)]

use handshake_core::pki::CertificateKind;
use handshake_core::random::Seeded;
use handshake_core::record::MAX_PLAINTEXT;
use handshake_core::{ClientConnection, Fault, Rule, ServerConnection, Side};
use handshake_tests::{NOW, configs};
use peak_alloc::PeakAlloc;
use std::sync::Arc;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// Bytes held at most: for all the records of a handshake, and for each byte that has come.
const AT_MOST: (usize, usize) = (12 << 20, 100);

/// A message in records of so many bytes each.
fn records(message: &[u8], len: usize) -> Vec<u8> {
    let record = |piece: &[u8]| [&[22, 3, 3, (piece.len() >> 8) as u8, piece.len() as u8], piece].concat();
    message.chunks(len).flat_map(record).collect()
}

fn message(msg_type: u8, body: &[u8]) -> Vec<u8> {
    let len = body.len();
    [&[msg_type, (len >> 16) as u8, (len >> 8) as u8, len as u8], body].concat()
}

/// A hello of TLS 1.2 with as many small parts as can be: suites, and extensions of no content.
fn hello(suites: usize, extensions: usize) -> Vec<u8> {
    let mut body = vec![3, 3];
    body.extend([7; 32]);
    body.push(0);
    body.extend(((2 * suites) as u16).to_be_bytes());
    body.extend((0..suites).flat_map(|_| [0, 0x2f]));
    body.extend([1, 0]);
    body.extend(((4 * extensions) as u16).to_be_bytes());
    body.extend((0..extensions as u16).flat_map(|number| [(number + 0x1000).to_be_bytes(), [0, 0]].concat()));
    message(1, &body)
}

/// The most that is held while a side reads these bytes, a network's piece at a time.
fn held(receive: &mut dyn FnMut(&[u8]) -> Result<(), Fault>, bytes: &[u8]) -> (usize, Option<Rule>) {
    let before = ALLOCATED.current_usage();
    ALLOCATED.reset_peak_usage();
    let failed = bytes.chunks(1400).find_map(|piece| receive(piece).err());
    let rule = failed.and_then(|fault| match fault {
        Fault::Broken { rule, .. } => Some(rule),
        Fault::PeerAlert(_) => None,
    });
    (ALLOCATED.peak_usage().saturating_sub(before), rule)
}

/// One test, so that nothing else allocates meanwhile.
#[test]
fn what_a_stranger_costs_is_bounded() {
    let (client, server) = configs(CertificateKind::Rsa2048);
    let versions = [handshake_core::msgs::codes::ProtocolVersion::TLS12];
    let (client, server) = (Arc::new(client), Arc::new(server.with_versions(&versions)));
    let long = vec![0; 131_000];
    let big = records(&hello(16_000, 8_000), MAX_PLAINTEXT);
    let cases: [(&str, Side, Vec<u8>, Option<Rule>); 6] = [
        ("a hello in one-byte records", Side::Server, records(&message(1, &long), 1), Some(Rule::NoEndlessRecords)),
        ("as many as are taken", Side::Server, records(&message(1, &long)[..4096], 1), None),
        (
            "two messages",
            Side::Server,
            records(&[hello(1, 1000), message(16, &long)].concat(), 3),
            Some(Rule::NoEndlessRecords),
        ),
        ("a hello of small parts", Side::Server, big, None),
        (
            "a ServerHello in one-byte records",
            Side::Client,
            records(&message(2, &long), 1),
            Some(Rule::NoEndlessRecords),
        ),
        (
            "a ServerHello that is too long",
            Side::Client,
            records(&message(2, &[0; 1 << 18]), MAX_PLAINTEXT),
            Some(Rule::MessageSize),
        ),
    ];
    for (what, side, bytes, wanted) in cases {
        let (held, rule) = match side {
            Side::Server => {
                let mut server = ServerConnection::new(Arc::clone(&server), Box::new(Seeded::for_side(1, side)), NOW);
                held(&mut |piece| server.receive(piece), &bytes)
            }
            Side::Client => {
                let mut client = ClientConnection::new(Arc::clone(&client), Box::new(Seeded::for_side(1, side)), NOW);
                client.receive(&[]).expect("a start");
                held(&mut |piece| client.receive(piece), &bytes)
            }
        };
        println!("{what}: {held} bytes held for {} received", bytes.len());
        assert_eq!(rule, wanted, "{what}");
        assert!(held <= AT_MOST.0 + AT_MOST.1 * bytes.len(), "{what}: {held} for {}", bytes.len());
    }
}
