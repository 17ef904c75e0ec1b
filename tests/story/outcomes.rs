//! How runs end, and by what they are known: combinations of settings that no scenario has.

use handshake_app::Story;
use handshake_core::Rule;
use handshake_core::rules::Fault;
use handshake_core::trace::{Event, Outcome};

fn story(address: &str) -> Story {
    let story = Story::open(address);
    assert_eq!(story.page().notice, None, "{address}");
    story
}

/// Names of the messages that were sent, in order.
fn messages(story: &Story) -> Vec<&'static str> {
    let message = |event: &Event| match event {
        Event::Message(message) if message.dir == handshake_core::trace::Dir::Sent => Some(message.name),
        _ => None,
    };
    story.run().trace.events().filter_map(|(_, _, event)| message(event)).collect()
}

#[test]
fn combinations_that_end_well() {
    for (address, has, lacks) in [
        ("/s/tls13-resume/1?server_group=secp256r1", "HelloRetryRequest", "CertificateVerify"),
        ("/s/tls13-0rtt/1?server_group=secp256r1&cookie=yes", "HelloRetryRequest", "EndOfEarlyData"),
        ("/s/tls13-full/1?cookie=yes", "HelloRetryRequest", "EndOfEarlyData"),
        ("/s/tls13-0rtt/1?psk_mode=psk_ke", "EndOfEarlyData", "CertificateVerify"),
        ("/s/tls13-psk/1?suite=TLS_AES_256_GCM_SHA384", "Finished", "Certificate"),
        ("/s/tls13-resume/1?client_auth=required", "Finished", "CertificateRequest"),
        ("/s/tls13-client-auth/1?client_auth=optional&client_certificate=none", "CertificateRequest", "KeyUpdate"),
        ("/s/tls13-records/1?grease=yes&group=X25519MLKEM768", "CertificateVerify", "HelloRetryRequest"),
        ("/s/tls13-0rtt-rejected/1?compat=no&record_limit=64", "Finished", "EndOfEarlyData"),
    ] {
        let story = story(address);
        assert_eq!(story.run().trace.outcome, Outcome::Closed, "{address}");
        let sent = messages(&story);
        assert!(sent.contains(&has) && !sent.contains(&lacks), "{address}: {sent:?}");
    }
}

#[test]
fn combinations_that_are_refused() {
    for (address, wanted) in [
        ("/s/tls13-client-auth/1?client_certificate=unknown", Rule::ChainTrusted),
        ("/s/tls13-client-auth/1?client_certificate=none", Rule::CertificateRequired),
    ] {
        match &story(address).run().trace.outcome {
            Outcome::Failed { fault: Fault::Broken { rule, .. }, .. } => assert_eq!(*rule, wanted, "{address}"),
            other => panic!("{address}: {other:?}"),
        }
    }
}

#[test]
fn a_repeated_hello_gets_no_early_data_from_a_server_that_remembers() {
    let reads = |address: &str| {
        let keys: Vec<String> = story(address).run().moments.iter().map(|moment| moment.key.clone()).collect();
        keys.contains(&"server.read.early-data".to_owned())
    };
    assert!(reads("/s/tls13-0rtt-replay/1"));
    assert!(!reads("/s/tls13-0rtt-replay/1?replay_protection=yes"));
}
