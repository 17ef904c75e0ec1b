//! The Certificates tab: what it shows, to whom, and that no DER breaks it.

use handshake_app::options::Tab;
use handshake_app::view::{CertificatesView, Inspector};
use handshake_app::{Action, Story};
use handshake_core::pki::fields::{Document, fields};
use handshake_core::pki::{Answer, CertificateKind, TeachingCa};
use handshake_scenario::settings::value;

fn tab(story: &Story) -> CertificatesView {
    match story.act(Action::Tab(Tab::Certificates)).page().inspector {
        Inspector::Certificates(view) => view,
        other => panic!("{other:?}"),
    }
}

/// A scenario at the moment with this key.
fn at(address: &str, key: &str) -> Story {
    let story = Story::open(address);
    let step = story.run().moments.iter().position(|moment| moment.key == key);
    story.act(Action::GoTo(1 + step.unwrap_or_else(|| panic!("{address} has no {key}"))))
}

#[test]
fn the_chain_is_drawn_from_the_server_to_the_root_with_every_check() {
    let view = tab(&at("/s/trusted/1", "client.read.Certificate"));
    let ids: Vec<&str> = view.links.iter().map(|link| link.id.as_str()).collect();
    assert_eq!(ids, ["0", "1", "root"]);
    assert!(view.links[0].selected && view.links[2].anchor);
    assert!(view.verdict.as_ref().is_some_and(|verdict| verdict.passed == Some(true)));
    let checks = |at: usize| view.links[at].checks.iter().map(|check| check.id).collect::<Vec<_>>();
    assert_eq!(checks(0), ["signature", "dates", "name", "usage", "usage", "strength"]);
    assert_eq!(checks(1), ["signature", "dates", "authority", "usage", "strength"]);
    assert!(view.links.iter().flat_map(|link| &link.checks).all(|check| check.passed == Some(true)));
    // The stapled status, with the five things that were checked of it.
    assert_eq!(view.others.len(), 1);
    assert_eq!(view.others[0].checks.len(), 5);
}

#[test]
fn what_broke_is_marked_at_its_link() {
    for (scenario, link, check) in
        [("expired", 0, "dates"), ("wrong-name", 0, "name"), ("unknown-ca", 1, "trust"), ("weak-key", 0, "strength")]
    {
        let view = tab(&at(&format!("/s/{scenario}/1"), "client.read.fault"));
        let broken = view.links[link].checks.iter().find(|check| check.passed == Some(false));
        assert_eq!(broken.map(|check| check.id), Some(check), "{scenario}");
        assert!(view.verdict.is_some_and(|verdict| verdict.passed == Some(false)), "{scenario}");
    }
}

#[test]
fn a_sealed_certificate_is_not_shown_to_an_eavesdropper_and_one_in_the_clear_is() {
    let sealed = at("/s/trusted/1?view=eavesdropper", "server.send.Finished");
    let view = tab(&sealed);
    assert!(view.links.is_empty() && view.document.is_none() && view.context.contains("sealed"), "{}", view.context);
    let open = at("/s/tls12-ecdhe/1?view=eavesdropper", "server.send.ServerHelloDone");
    let view = tab(&open);
    assert_eq!(view.links.len(), 2);
    assert!(view.links.iter().all(|link| link.checks.is_empty()) && view.verdict.is_none());
    // The server does not see what the client checks.
    let view = tab(&at("/s/trusted/1?view=server", "client.read.Certificate"));
    assert!(!view.links.is_empty() && view.verdict.is_none());
}

#[test]
fn before_it_comes_it_is_said_when_it_comes() {
    let view = tab(&Story::open("/s/trusted/1"));
    assert!(view.links.is_empty() && view.context.contains("comes at step"), "{}", view.context);
}

#[test]
fn a_selection_stands_in_the_address() {
    let story = at("/s/trusted/1", "client.read.Certificate").act(Action::SelectCertificate("root".to_owned()));
    let story = story.act(Action::SelectDer("Certificate.tbsCertificate.validity.notAfter".to_owned()));
    let note = tab(&story).document.and_then(|document| document.note).expect("a note");
    assert_eq!(note.meaning.as_deref(), Some("1 January 2040, 00:00:00 UTC"));
    let again = Story::open(&story.address());
    assert_eq!((again.page().notice, again.address()), (None, story.address()));
    let gone = Story::open("/s/trusted/1?tab=certificates&cert=77");
    assert!(gone.page().notice.is_some_and(|notice| notice.contains("“77”")));
    let gone = Story::open(&format!("{}x", story.address()));
    assert!(gone.page().notice.is_some_and(|notice| notice.contains("which this certificate does not have")));
}

/// A certificate, a status and a list.
fn documents(kind: CertificateKind) -> [(Document, Vec<u8>); 3] {
    let issued = TeachingCa::new(kind, 1).issue("school.example").expect("a chain");
    let now = 1_780_315_200;
    [
        (Document::Certificate, issued.identity.chain[0].clone()),
        (Document::OcspResponse, issued.answer(Answer::GoodByResponder, now).expect("a status")),
        (Document::CertificateList, issued.list(true, now).expect("a list")),
    ]
}

/// Every byte belongs to exactly one field without children.
fn cover(kind: Document, der: &[u8]) -> Option<String> {
    let (spans, error) = fields(kind, der);
    let mut at = 0;
    for span in spans.iter().filter(|span| span.is_leaf()) {
        assert_eq!(span.start, at, "{kind:?}: {}", span.name);
        at = span.end;
    }
    assert_eq!(at, der.len(), "{kind:?}");
    error.map(|error| error.to_string())
}

#[test]
fn every_byte_of_every_document_belongs_to_one_field() {
    for kind in [CertificateKind::EcdsaP256, CertificateKind::Rsa2048, CertificateKind::Ed25519] {
        for (kind, der) in documents(kind) {
            assert_eq!(cover(kind, &der), None);
        }
    }
}

#[test]
fn no_cut_and_no_change_of_a_document_breaks_the_reader() {
    for (kind, der) in documents(CertificateKind::EcdsaP256) {
        for len in 0..der.len() {
            assert!(cover(kind, &der[..len]).is_some(), "{kind:?} cut to {len}");
        }
        for at in 0..der.len() {
            for change in [0x01, 0x20, 0x80, 0xff] {
                let mut changed = der.clone();
                changed[at] ^= change;
                let _ = cover(kind, &changed);
            }
        }
    }
}

/// The links below a field of a message, as its note in the Bytes tab has them.
fn next(story: &Story, field: &str) -> Vec<String> {
    match story.act(Action::SelectField(field.to_owned())).page().inspector {
        Inspector::Bytes(view) => view.note.expect("a note").next.into_iter().map(|link| link.href).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn certificates_statuses_and_suites_lead_to_where_they_are_taken_apart() {
    for (scenario, key, fields) in [
        (
            "trusted",
            "server.send.Certificate",
            &[
                ("Certificate.certificate_list.CertificateEntry[0].cert_data", "0"),
                ("Certificate.certificate_list.CertificateEntry[1].cert_data", "1"),
            ][..],
        ),
        ("tls12-ecdhe", "server.send.Certificate", &[("Certificate.certificate_list.ASN.1Cert[1]", "1")][..]),
    ] {
        let story = at(&format!("/s/{scenario}/1"), key);
        for (field, id) in fields {
            let found = next(&story, field);
            let link =
                found.iter().find(|href| href.contains("tab=certificates")).unwrap_or_else(|| panic!("{found:?}"));
            let view = tab(&Story::open(link));
            let selected = view.links.iter().find(|link| link.selected).expect("a certificate");
            assert_eq!(selected.id, *id, "{scenario}: {field}");
        }
    }
    let hello = at("/s/tls13-full/1", "server.send.ServerHello");
    let found = next(&hello, "ServerHello.cipher_suite");
    assert!(found.contains(&"/suite/TLS_AES_128_GCM_SHA256".to_owned()), "{found:?}");
    let Inspector::Checks(checks) =
        at("/s/tls13-full/1", "server.send.ServerHello").act(Action::Tab(Tab::Checks)).page().inspector
    else {
        panic!("no checks")
    };
    let apart = checks.chosen_now.iter().chain(&checks.chosen_before).filter_map(|choice| choice.apart.as_ref());
    assert_eq!(apart.map(|link| link.href.as_str()).collect::<Vec<_>>(), ["/suite/TLS_AES_128_GCM_SHA256"]);
}

#[test]
fn the_two_handshakes_of_a_man_in_the_middle_lead_to_each_other() {
    let story = Story::open("/s/mitm-trusted-ca/1");
    let other = story.page().narration.other.expect("a way to the other handshake");
    let there = Story::open(&other.href);
    assert_eq!(there.page().notice, None);
    assert_ne!(there.run().settings.choice::<value::Leg>(), story.run().settings.choice::<value::Leg>());
    let back = there.page().narration.other.expect("a way back");
    assert_eq!(
        Story::open(&back.href).run().settings.choice::<value::Leg>(),
        story.run().settings.choice::<value::Leg>()
    );
    assert_eq!(Story::open("/s/trusted/1").page().narration.other, None);
}
