//! What TLS 1.2 must not tell: whether padding, MAC or an encrypted secret was wrong.

use crate::tls12_strict::{pair, sent_alerts, settle};
use handshake_core::msgs::codes::CipherSuite;
use handshake_core::random::Seeded;
use handshake_core::trace::Outcome;
use handshake_tests::{configs12, honest, suite12};

#[test]
fn the_kinds_of_trouble_have_no_common_path() {
    // Padding, MAC and length: one alert, one rule, one text.
    let id = CipherSuite::TLS_RSA_WITH_AES_128_CBC_SHA;
    let mut said = std::collections::BTreeSet::new();
    for at in [5, 21, 40, 52] {
        let (mut client, server) = configs12(suite12(id));
        client.tls12.encrypt_then_mac = false;
        let trace = honest(client.clone(), server.clone());
        assert_eq!(trace.outcome, Outcome::Closed);
        let (mut client, mut server) = pair(client, server);
        settle(&mut client, &mut server);
        client.send(&[7; 5]).expect("connected");
        let mut record = client.take_output();
        record[at] ^= 1;
        let Err(fault) = server.receive(&record) else { panic!("byte {at} was taken") };
        said.insert(format!("{fault} {:?}", sent_alerts(server.steps())));
    }
    assert_eq!(said.len(), 1, "{said:?}");
}

/// RFC 5246 §7.4.7.1: whatever is wrong with what was encrypted to the server's key, it goes on as if nothing were, and
/// fails where any other secret would make it fail. (Bleichenbacher 1998, ROBOT 2017.)
#[test]
fn what_is_encrypted_to_the_server_is_never_judged_aloud() {
    use handshake_core::crypto::encrypt_to_rsa;
    use rsa::pkcs8::{DecodePrivateKey, EncodePublicKey};
    let der = include_bytes!("../../crates/core/src/pki/keys/rsa-server.der");
    let key = rsa::PrivateKey::from_pkcs8_der(der).expect("a key").as_public_key().clone();
    let spki = key.to_public_key_der().expect("DER");
    let encrypted =
        |secret: &[u8]| encrypt_to_rsa(spki.as_bytes(), secret, &mut Seeded::new(1, "encryption")).expect("room");
    let good = [&[3, 3], [7; 46].as_slice()].concat();
    let mut bad_padding = encrypted(&good);
    bad_padding[100] ^= 1;
    let told = [
        ("another secret", encrypted(&good)),
        ("another version", encrypted(&[&[3, 2], [7; 46].as_slice()].concat())),
        ("a secret too short", encrypted(&good[..47])),
        ("a secret too long", encrypted(&[good.as_slice(), &[7]].concat())),
        ("no secret", encrypted(&[])),
        ("no padding", bad_padding),
        ("half of it", encrypted(&good)[..128].to_vec()),
        ("nothing", Vec::new()),
        ("more than the modulus", vec![0xff; 256]),
    ];
    let mut said = std::collections::BTreeSet::new();
    for (what, bytes) in told {
        let (client, server) = configs12(suite12(CipherSuite::TLS_RSA_WITH_AES_128_GCM_SHA256));
        let (mut client, mut server) = pair(client, server);
        client.receive(&[]).expect("a start");
        server.receive(&client.take_output()).expect("a hello");
        client.receive(&server.take_output()).expect("a flight");
        // ClientKeyExchange in a record of its own; ChangeCipherSpec and Finished follow it.
        let mut flight = client.take_output();
        assert_eq!(flight[5], 16, "ClientKeyExchange");
        let end = 5 + usize::from(u16::from_be_bytes([flight[3], flight[4]]));
        let length = |len: usize| (len as u16).to_be_bytes();
        let message = [&[16, 0], length(bytes.len() + 2).as_slice(), &length(bytes.len()), &bytes].concat();
        flight.splice(..end, [&[22, 3, 3], length(message.len()).as_slice(), &message].concat());
        let fault = server.receive(&flight).expect_err(what);
        said.insert(format!("{fault}, {:?}, {} steps", sent_alerts(server.steps()), server.steps().len()));
    }
    assert_eq!(said.len(), 1, "{said:?}");
}
