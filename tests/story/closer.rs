//! What the step view tells beyond the step: round trips, parts, records, finds, the notebook, a changed bit.

use handshake_app::Story;
use handshake_app::view::{Inspector, Lesson, RowKind};

#[test]
fn round_trips_are_counted_as_the_rfc_has_them() {
    let summary = |scenario: &str| Story::open(&format!("/s/{scenario}/1")).page().stage.summary;
    assert!(summary("tls13-full").contains("data after 1 round trip;"), "{}", summary("tls13-full"));
    assert!(summary("tls13-hrr").contains("data after 2 round trips;"), "{}", summary("tls13-hrr"));
    assert!(summary("tls13-0rtt").contains("at once"), "{}", summary("tls13-0rtt"));
    let trips = |address: &str| {
        let rows = Story::open(address).page().stage.rows;
        rows.iter().filter_map(|row| row.trip.clone()).collect::<Vec<_>>()
    };
    assert_eq!(trips("/s/tls13-full/1").first().map(String::as_str), Some("1 round trip"));
}

#[test]
fn every_event_of_a_step_is_in_a_part_and_every_part_has_a_page() {
    let story = Story::open("/s/tls13-full/1");
    let (run, steps) = (story.run(), story.position().1);
    for step in 1..=steps {
        let moment = &run.moments[step - 1];
        let parts = handshake_analysis::parts::parts(&run.trace, moment);
        assert_eq!(parts.last().map(|part| part.done), Some(moment.events.len()), "step {step}");
        assert!(parts.windows(2).all(|two| two[0].done < two[1].done), "step {step}");
        for part in 1..=parts.len() {
            let address = format!("/s/tls13-full/{step}?part={part}");
            let page = Story::open(&address).page();
            assert_eq!(page.notice, None, "{address}");
            assert_eq!(page.timeline.part, Some((part, parts.len())), "{address}");
        }
        let beyond = Story::open(&format!("/s/tls13-full/{step}?part={}", parts.len() + 1));
        assert!(beyond.page().notice.is_some_and(|notice| notice.contains("no part")), "step {step}");
    }
}

#[test]
fn the_records_of_a_message_are_drawn_cut_up_and_shared() {
    let bars = |address: &str, name: &str| {
        let rows = Story::open(address).page().stage.rows;
        let found = rows.iter().find_map(|row| match &row.what {
            RowKind::Message { name: found, records, .. } if found == name => Some(records.clone()),
            _ => None,
        });
        found.unwrap_or_else(|| panic!("no {name}"))
    };
    assert_eq!(bars("/s/tls13-full/1", "Certificate").len(), 1);
    assert!(bars("/s/tls13-full/1?record_limit=256", "Certificate").len() > 3);
    let shared = bars("/s/tls13-full/1?coalesce=yes", "Certificate");
    assert!(shared.iter().all(|bar| bar.joined_before && bar.joined_after), "{shared:?}");
    // A sealed message stays sealed if its record ends with another one.
    let rows = Story::open("/s/tls13-full/20?coalesce=yes&view=eavesdropper").page().stage.rows;
    let readable = rows.iter().any(|row| matches!(&row.what, RowKind::Message { name, .. } if name == "Certificate"));
    assert!(!readable);
}

#[test]
fn what_is_found_is_selected_where_it_leads() {
    let story = Story::open("/s/tls13-full/3");
    let mut certified = 0;
    for query in ["random", "x25519", "13 01", "school.example", "verify_data", "notAfter"] {
        let found = story.find(query);
        assert!(found.count > 0, "{query}");
        for hit in found.hits {
            let page = Story::open(&hit.href).page();
            assert_eq!(page.notice, None, "{query}: {}", hit.href);
            let tree = match page.inspector {
                Inspector::Bytes(view) => view.tree,
                // What a message holds as bytes, and a certificate as fields.
                Inspector::Certificates(view) => {
                    certified += 1;
                    view.document.expect("a certificate").tree
                }
                _ => panic!("{} is neither bytes nor certificates", hit.href),
            };
            let selected: Vec<_> = tree.iter().filter(|row| row.selected).map(|row| row.id.as_str()).collect();
            assert_eq!(selected, [hit.field.as_str()], "{}", hit.href);
        }
    }
    assert!(certified > 2, "{certified}");
    assert_eq!(story.find("").count + story.find("no such thing").count, 0);
    let eve = Story::open("/s/tls13-full/20?view=eavesdropper");
    assert_eq!(eve.find("verify_data").count, 0, "what is sealed can't be found");
    assert_eq!(eve.find("notAfter").count, 0, "nor what is in a certificate that is sealed");
}

#[test]
fn the_notebook_is_the_eavesdroppers_and_grows() {
    assert_eq!(Story::open("/s/tls13-full/9").page().notebook, None);
    let mut before = 0;
    for step in 1..=Story::open("/s/tls13-full/1").position().1 {
        let page = Story::open(&format!("/s/tls13-full/{step}?view=eavesdropper")).page();
        let notebook = page.notebook.expect("a notebook");
        assert_eq!(notebook.notes.len() - notebook.new, before, "step {step}");
        before = notebook.notes.len();
    }
    let again = Story::open("/s/tls13-resume/10?view=eavesdropper").page().notebook.expect("a notebook");
    assert!(again.notes.iter().any(|note| note.lesson == Lesson::Who && note.what.contains("ticket")), "{again:?}");
}

#[test]
fn every_bit_that_can_be_changed_is_found_out() {
    for step in [12, 22] {
        let opening = |address: &str| match Story::open(address).page().inspector {
            Inspector::Record(view) => view.opening.unwrap_or_else(|| panic!("{address}: not sealed")),
            other => panic!("{other:?}"),
        };
        let address = format!("/s/tls13-full/{step}?tab=record");
        let whole = opening(&address);
        assert!(whole.holds, "{}", whole.verdict);
        assert_eq!(whole.compared.map(|compared| compared.differ), Some(0));
        for byte in whole.bytes {
            let changed = opening(&format!("{address}&bit={}", byte.bit));
            assert!(!changed.holds, "{byte:?}");
            assert!(changed.compared.is_some_and(|compared| compared.differ > 0), "{byte:?}");
        }
        let eve = opening(&format!("{address}&view=eavesdropper"));
        assert_eq!((eve.compared, eve.nonce), (None, None));
    }
}

/// RFC 5246 §6.2.3.2 and §6.2.3.3, RFC 7366 §3, RFC 8446 §5.2.
#[test]
fn what_was_sealed_is_shown_in_the_form_of_its_version_and_suite() {
    // The client's Finished, 16 bytes; HMAC-SHA-256; blocks of 16.
    for (address, inside, len) in [
        ("tls12-rsa", &["GenericAEADCipher", "content"][..], 16),
        ("tls12-cbc", &["GenericBlockCipher", "content", "MAC", "padding", "padding_length"], 64),
        ("tls12-cbc?etm=yes", &["GenericBlockCipher", "content", "padding", "padding_length"], 32),
        // verify_data has 32 bytes here; then the type.
        ("tls13-full", &["TLSInnerPlaintext", "content", "type"], 37),
    ] {
        let (scenario, query) = address.split_once('?').unwrap_or((address, ""));
        let run = Story::open(&format!("/s/{scenario}/1?{query}"));
        let step = 1 + run.run().moments.iter().position(|one| one.key == "client.send.Finished").expect("a Finished");
        let story = Story::open(&format!("/s/{scenario}/{step}?{query}&tab=bytes&layer=inner"));
        let Inspector::Bytes(view) = story.page().inspector else { panic!("{address}") };
        let names: Vec<&str> =
            view.tree.iter().filter(|row| row.id.starts_with(inside[0])).map(|row| row.name.as_str()).collect();
        assert_eq!(names, inside, "{address}");
        let bytes: Vec<&str> = view.hex.iter().flat_map(|line| &line.runs).flat_map(|run| run.hex.split(' ')).collect();
        assert_eq!(bytes.len(), len, "{address}");
        // What is said to be inside is what was encrypted, to the byte: it is as long.
        let sealing = |side: &handshake_core::trace::Record| side.sealing.clone();
        let moment = &story.run().moments[step - 1];
        let sealing = moment.record(&story.run().trace).and_then(sealing).expect("sealed");
        assert_eq!(sealing.ciphertext.len(), len, "{address}");
        if inside.contains(&"padding_length") {
            let padding = usize::from(u8::from_str_radix(bytes[len - 1], 16).expect("hex"));
            assert!(bytes[len - 1 - padding..].iter().all(|byte| *byte == bytes[len - 1]), "{address}: {bytes:?}");
        }
    }
}

#[test]
fn opening_a_record_of_cipher_and_mac_is_told_in_the_order_of_this_run() {
    for (etm, told) in [("yes", "checks the MAC before"), ("no", "is careful about errors")] {
        let run = Story::open(&format!("/s/tls12-cbc/1?etm={etm}"));
        let step = 1 + run.run().moments.iter().position(|one| one.key == "server.read.Finished").expect("a Finished");
        let heading = Story::open(&format!("/s/tls12-cbc/{step}?etm={etm}")).page().narration.heading;
        assert!(heading.contains(told), "{etm}: {heading}");
    }
}

/// RFC 5246 §6.2.3.2, RFC 5288 §3, RFC 7905 §2, RFC 8446 §5.3.
#[test]
fn where_the_nonce_comes_from_is_told_for_each_kind_of_record() {
    for (address, told, sent, part) in [
        ("tls12-cbc/22", "IV, as it came", 16, "IV"),
        ("tls12-ecdhe/22?suite12=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "nonce, its own iv and what came", 8, "nonce"),
        ("tls12-ecdhe/22?suite12=TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "nonce, from its own count", 0, ""),
        ("tls13-full/24", "nonce, from its own count", 0, ""),
    ] {
        let mark = if address.contains('?') { '&' } else { '?' };
        let story = Story::open(&format!("/s/{address}{mark}tab=record"));
        let page = story.page();
        assert_eq!(page.notice, None, "{address}");
        let Inspector::Record(view) = page.inspector else { panic!("{address}") };
        let opening = view.opening.unwrap_or_else(|| panic!("{address}: not sealed"));
        let (name, nonce) = opening.nonce.unwrap_or_else(|| panic!("{address}: no nonce"));
        assert!(name.starts_with(told), "{address}: {name}");
        let along: String =
            opening.bytes.iter().filter(|byte| byte.part == part).map(|byte| byte.hex.as_str()).collect();
        assert_eq!(along.len(), 2 * sent, "{address}");
        assert!(nonce.ends_with(&along), "{address}: {nonce}");
    }
}

#[test]
fn a_run_is_told_as_text_from_one_point_of_view() {
    let text = Story::open("/s/tls13-full/1").transcript();
    assert_eq!(text.steps.len(), Story::open("/s/tls13-full/1").position().1);
    assert!(text.steps.iter().any(|step| step.fields.iter().any(|field| field.name == "verify_data")));
    let eve = Story::open("/s/tls13-full/1?view=eavesdropper").transcript();
    assert!(eve.steps.iter().all(|step| step.fields.iter().all(|field| field.name != "verify_data")));
    assert!(eve.steps.iter().all(|step| step.keys.is_empty() && step.checks.is_empty()));
}
