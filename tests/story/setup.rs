//! The panel of settings: what comes first, what is found by words, and what a change did.

use handshake_analysis::effect::Novelty;
use handshake_app::Story;
use handshake_app::view::{Row, RowKind, Setup};
use handshake_lessons::scenarios;
use handshake_scenario::settings::KEYS;
use std::collections::BTreeSet;

fn ids(setup: &Setup) -> Vec<&'static str> {
    setup.all().map(|setting| setting.id).collect()
}

/// What a row is called.
fn name(row: &Row) -> &str {
    match &row.what {
        RowKind::Message { name, .. } => name,
        RowKind::Moment { text, .. } | RowKind::Attack { text, .. } => text,
    }
}

/// The rows that are marked so.
fn marked(address: &str, novelty: Novelty) -> Vec<String> {
    let rows = Story::open(address).page().stage.rows;
    rows.iter().filter(|row| row.novelty == Some(novelty)).map(|row| name(row).to_owned()).collect()
}

#[test]
fn five_choices_come_first_and_none_is_lost() {
    for scenario in scenarios() {
        let setup = Story::open(&format!("/s/{}/1", scenario.id)).setup();
        assert_eq!(setup.first.len(), 5, "{}", scenario.id);
        let all = ids(&setup);
        assert_eq!(all.len(), KEYS.len(), "{}", scenario.id);
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), KEYS.len(), "{}", scenario.id);
        let headings: BTreeSet<&str> = setup.folds.iter().map(|fold| fold.title).collect();
        assert_eq!(headings.len(), setup.folds.len(), "{}: a heading comes twice", scenario.id);
    }
    let first = |address: &str| Story::open(address).setup().first.iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(first("/s/tls13-full/1"), ["client_version", "group", "suite", "client_auth", "visit"]);
    assert_eq!(first("/s/tls12-ecdhe/1"), ["client_version", "group", "suite12", "client_auth", "visit"]);
}

#[test]
fn a_setting_is_found_by_its_words() {
    let setup = Story::open("/s/tls13-full/1").setup();
    for setting in setup.all() {
        for words in [setting.label.as_str(), setting.id, &setting.label.to_uppercase()] {
            let found = setup.found(words);
            assert!(found.iter().any(|one| one.id == setting.id), "{words}: {}", setting.id);
        }
    }
    let found = |words: &str| setup.found(words).iter().map(|one| one.id).collect::<Vec<_>>();
    assert!(found("revoked").contains(&"status") && !found("revoked").contains(&"group"));
    // All of the words, in any order, anywhere.
    assert!(found("  curve25519 zzz ").is_empty());
    assert!(found("hybrid exchange").contains(&"group"));
}

#[test]
fn what_a_change_did_is_marked_on_the_stage() {
    assert!(marked("/s/tls13-full/1", Novelty::New).is_empty() && marked("/s/tls13-full/1", Novelty::Other).is_empty());
    let new = marked("/s/tls13-full/1?client_auth=required", Novelty::New);
    assert_eq!(new.iter().filter(|name| *name == "CertificateRequest").count(), 1, "{new:?}");
    assert_eq!(new.iter().filter(|name| *name == "Certificate").count(), 1, "{new:?}");
    assert!(!new.iter().any(|name| name == "ServerHello" || name == "ClientHello"), "{new:?}");
    // Another group is said in both hellos; signatures and Finished only follow from that.
    let other = marked("/s/tls13-full/1?group=secp256r1", Novelty::Other);
    for name in ["ClientHello", "ServerHello"] {
        assert!(other.iter().any(|other| other == name), "{name}: {other:?}");
    }
    for name in ["CertificateVerify", "Finished", "Certificate", "EncryptedExtensions"] {
        assert!(!other.iter().any(|other| other == name), "{name}: {other:?}");
    }
    // Who listens does not know the other run.
    assert!(marked("/s/tls13-full/1?client_auth=required&view=eavesdropper", Novelty::New).is_empty());
    // With an attacker on the way all the same, what the attacker did is not what the setting did.
    let attacked = marked("/s/tls13-full/1?alpn=h2&tamper=s0.share", Novelty::New);
    assert!(attacked.is_empty(), "{attacked:?}");
}

#[test]
fn the_title_says_what_was_changed() {
    let title = |query: &str| Story::open(&format!("/s/tls13-full/1{query}")).page().title;
    let own = title("");
    assert_eq!(title("?group=secp384r1"), format!("{own} – Key exchange: secp384r1 (P-384)"));
    assert_eq!(title("?group=secp384r1&alpn=h2"), format!("{own} – 2 changes"));
    // The attack bar says what an attacker does.
    assert_eq!(title("?tamper=s0.share"), own);
}

#[test]
fn the_numbers_of_the_effect_are_those_of_the_stage() {
    assert_eq!(Story::open("/s/tls13-full/1").setup().effect, None);
    for query in ["client_auth=required", "group=secp256r1", "visit=ticket", "padding=64", "client_version=1.2"] {
        let address = format!("/s/tls13-full/1?{query}");
        let told = Story::open(&address).setup().effect.unwrap_or_default();
        for (novelty, words) in [(Novelty::New, "new"), (Novelty::Other, "different")] {
            let count = marked(&address, novelty).len();
            let said = told.split([',', '.']).find(|part| part.ends_with(words));
            let said: usize =
                said.and_then(|part| part.split_whitespace().find_map(|word| word.parse().ok())).unwrap_or(0);
            assert_eq!(said, count, "{query}: {words} in “{told}”");
        }
    }
    // What nothing hangs on is told, too.
    let told = Story::open("/s/tls13-full/1?early_taken=no").setup().effect.unwrap_or_default();
    assert!(told.ends_with("No step of this run is different."), "{told}");
}
