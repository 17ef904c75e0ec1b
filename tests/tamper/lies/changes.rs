//! Every byte of every message changed, and every message cut at every length, under the right keys: the handshake itself
//! must notice, since the record layer can't.

use super::{World, script, tell, tls12};
use handshake_core::connection::Status;
use handshake_core::msgs::codes::{CipherSuite, ContentType, HandshakeType};
use handshake_core::trace::Epoch;
use handshake_core::{Fault, Side};
use handshake_tests::script::{Script, Told};
use handshake_tests::{NOW, configs12, suite12};

#[test]
fn a_changed_byte_in_a_message_under_the_right_keys() {
    for_each_message(|honest, at, refused| {
        let len = honest.clone().content(at).len();
        for byte in 0..len {
            for mask in [0x01, 0x80] {
                let mut script = honest.clone();
                script.content(at)[byte] ^= mask;
                refused(&script, &format!("byte {byte} xor {mask:#04x}"));
            }
        }
    });
}

#[test]
fn a_message_cut_under_the_right_keys_with_its_length_put_right() {
    for_each_message(|honest, at, refused| {
        let len = honest.clone().content(at).len();
        for cut in 4..len {
            let mut script = honest.clone();
            let content = script.content(at);
            content.truncate(cut);
            content[2..4].copy_from_slice(&((cut - 4) as u16).to_be_bytes());
            refused(&script, &format!("cut to {cut} bytes"));
        }
    });
}

/// Hands `each` the honest script, the place of a message of the handshake, and what says that a script is refused. In
/// TLS 1.3, and in TLS 1.2 with each key exchange and each form of records.
fn for_each_message(each: impl Fn(&Script, usize, &dyn Fn(&Script, &str))) {
    assert_eq!(messages(&World::usual(), &each), [2, 8, 11, 15, 20, 1, 20], "the handshake's messages");
    let mut ephemeral = World::usual();
    tls12::world(&mut ephemeral);
    assert_eq!(messages(&ephemeral, &each), [2, 11, 12, 14, 4, 20, 1, 16, 20], "TLS 1.2's");
    let (client, server) = configs12(suite12(CipherSuite::TLS_RSA_WITH_AES_128_CBC_SHA));
    assert_eq!(messages(&World { client, server, now: NOW }, &each), [2, 11, 14, 20, 1, 16, 20], "with key transport");
}

/// The types of the messages that were handed on.
fn messages(world: &World, each: &impl Fn(&Script, usize, &dyn Fn(&Script, &str))) -> Vec<u8> {
    let mut seen = Vec::new();
    for teller in [Side::Server, Side::Client] {
        let honest = script(world, teller);
        for (at, told) in honest.told.iter().enumerate() {
            let Told::Record { epoch, content_type: ContentType::HANDSHAKE, content, .. } = told else { continue };
            let msg_type = HandshakeType(content[0]);
            // In TLS 1.3 a ticket is opaque, and no part of the transcript: another one is as good.
            if *epoch == Epoch::Application {
                continue;
            }
            seen.push(msg_type.0);
            each(&honest, at, &|script, how| {
                let status = tell(world, teller.peer(), script).status;
                let broken = matches!(status, Status::Failed(Fault::Broken { .. }));
                // A length that grew makes it wait for more, which never comes.
                let waits = status == Status::Handshaking && script.clone().content(at)[1..4] > content[1..4];
                assert!(broken || waits, "{} of the {}, {how}: {status:?}", msg_type.text(), teller.name());
            });
        }
    }
    seen
}
