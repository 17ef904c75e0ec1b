//! TLS 1.2 in the page: the stolen key, what goes together, suites taken apart.

use handshake_analysis::key_compromise::{WhyNot, compromise, recording};
use handshake_analysis::knowledge::View;
use handshake_analysis::run::Run;
use handshake_app::compare::Compare;
use handshake_app::suites::{anatomy, choose};
use handshake_app::view::Inspector;
use handshake_app::{Action, Story};
use handshake_core::Rule;
use handshake_core::keys::ScheduleEntry;
use handshake_core::trace::Side;
use handshake_lessons as lessons;
use handshake_scenario::settings::Setting;
use handshake_scenario::settings::Settings;

fn run(scenario: &'static str, changes: &[(&str, &str)]) -> Run {
    let mut settings = Settings::of(scenario);
    for (id, value) in changes {
        settings.set(id, value).expect("a value");
    }
    Run::new(settings)
}

#[test]
fn the_stolen_key_opens_what_was_encrypted_to_it_and_nothing_else() {
    for changes in [&[("ems", "no")], &[("suite12", "TLS_RSA_WITH_AES_128_CBC_SHA")], &[("etm", "no")]] {
        let run = run("stolen-key", changes);
        let recovered = run.key_compromise.as_ref().expect("a theft").outcome.as_ref().expect("recovered");
        let said: Vec<_> = recovered.data().collect();
        assert_eq!(said, [(Side::Client, b"GET /".as_slice()), (Side::Server, b"Hello, class!")], "{changes:?}");
        let (stolen, read) = (run.moments.len() - 3, run.moments.len());
        for node in [
            ScheduleEntry::PreMasterSecret,
            ScheduleEntry::MasterSecret12,
            ScheduleEntry::ClientWriteKey,
            ScheduleEntry::ServerVerifyData12,
        ] {
            assert!(!run.knowledge.has(node, View::Eavesdropper, stolen - 1), "{node:?} {changes:?}");
            assert!(run.knowledge.has(node, View::Eavesdropper, read), "{node:?} {changes:?}");
        }
    }
    let halves = [("suite12", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")];
    let new = [("theft", "yes"), ("certificate", "rsa_pss_rsae_sha256")];
    let cases = [
        (run("stolen-key", &halves), WhyNot::Ephemeral),
        (run("tls13-full", &new), WhyNot::Tls13),
        (run("tls12-resume-id", &[("theft", "yes")]), WhyNot::Resumed),
        (run("old-version", &[("theft", "yes")]), WhyNot::Nothing),
    ];
    for (run, stuck) in cases {
        assert_eq!(run.key_compromise.as_ref().map(|theft| theft.outcome.clone()), Some(Err(stuck)));
        assert!(!run.knowledge.has(ScheduleEntry::MasterSecret12, View::Eavesdropper, run.moments.len()), "{stuck:?}");
        assert!(!run.knowledge.has(ScheduleEntry::MasterSecret, View::Eavesdropper, run.moments.len()), "{stuck:?}");
    }
}

#[test]
fn another_key_opens_nothing() {
    let run = run("tls12-rsa", &[]);
    let other = handshake_tests::issued(handshake_core::pki::CertificateKind::EcdsaP256).identity.signer;
    assert_eq!(compromise(&recording(&run.trace), other.as_ref()).outcome, Err(WhyNot::WrongKey));
}

#[test]
fn a_changed_suite_brings_its_certificate_along_and_the_other_way_round() {
    let mut settings = Settings::of("tls12-ecdhe");
    settings.change(Setting::Suite12, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384").expect("a suite");
    assert_eq!(settings.get("certificate"), "ecdsa_secp256r1_sha256");
    settings.change(Setting::Certificate, "rsa_pss_rsae_sha256").expect("a certificate");
    assert_eq!(settings.get("suite12"), "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
    assert_eq!(settings.why_not(Setting::Suite12, "TLS_RSA_WITH_AES_128_CBC_SHA"), None);
    assert!(settings.why_not(Setting::Certificate, "ed25519").is_some());
    assert!(settings.why_not(Setting::Group, "X25519MLKEM768").is_some());
    assert!(settings.why_not(Setting::Early, "yes").is_some());
    assert!(Settings::of("tls13-full").why_not(Setting::Etm, "no").is_some());
    assert_eq!(Settings::of("tls13-resume").why_not(Setting::Early, "yes"), None);
}

#[test]
fn every_suite_is_taken_apart_into_parts_that_are_told_of() {
    for name in lessons::suite_names() {
        let suite = anatomy(name).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(suite.parts.len(), 4, "{name}: {:?}", suite.parts);
        let whole: String = suite.pieces.iter().map(|(piece, _)| piece.as_str()).collect();
        assert_eq!(whole, *name);
        assert_eq!(suite.run.is_some(), suite.parts.iter().all(|part| !part.acts.is_empty()), "{name}");
    }
    assert!(anatomy("TLS_AES_128_GCM_SHA256").is_some_and(|suite| suite.good));
    assert!(anatomy("TLS_RSA_WITH_RC4_128_MD5").is_some_and(|suite| !suite.good && suite.run.is_none()));
    assert!(anatomy("TLS_NOPE").is_none());
    // Where a hash acts: SHA-1 in the MAC of records alone, and nothing that makes keys (RFC 5246 §5).
    let acts = |name: &str, part: usize| -> Vec<String> {
        anatomy(name).expect("a suite").parts[part].acts.iter().map(|link| link.href.clone()).collect()
    };
    let sha1 = "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA";
    assert_eq!(acts(sha1, 3), acts(sha1, 2));
    let sha256 = "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256";
    assert!(acts(sha256, 2).iter().all(|act| acts(sha256, 3).contains(act)));
    assert!(acts(sha256, 3).len() > acts(sha256, 2).len());
    let gcm = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
    assert!(acts(gcm, 3).iter().all(|act| !acts(gcm, 2).contains(act)));
    let used = |part: &&lessons::SuitePart| {
        choose(&|kind| if kind == part.kind { part.key.to_owned() } else { String::new() }).found.is_empty()
    };
    let unused: Vec<_> = lessons::suite_parts().iter().filter(used).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn a_records_version_is_called_as_the_chosen_version_calls_it() {
    let fields = |address: &str| match Story::open(address).page().inspector {
        Inspector::Bytes(view) => view.tree.iter().map(|row| row.name.clone()).collect::<Vec<_>>(),
        other => panic!("not the bytes: {other:?}"),
    };
    let has = |address: &str, name: &str| fields(address).iter().any(|field| field == name);
    for arrived in ["", "&tamper=c0.flip.0x0c.0&bytes=arrived"] {
        for (scenario, name, other) in
            [("tls12-ecdhe", "version", "legacy_record_version"), ("tls13-full", "legacy_record_version", "version")]
        {
            let address = format!("/s/{scenario}/2?tab=bytes&layer=record{arrived}");
            assert!(has(&address, name) && !has(&address, other), "{address}: {:?}", fields(&address));
            // A link means the field by either name.
            let story = Story::open(&format!("{address}&field=TLSPlaintext.{other}"));
            let Inspector::Bytes(view) = story.page().inspector else { panic!("{address}") };
            let selected = view.tree.iter().find(|row| row.selected).map(|row| row.name.clone());
            assert_eq!((selected.as_deref(), story.page().notice), (Some(name), None), "{address}");
        }
    }
}

/// Where TLS 1.2 has a title of its own, no page of a run of it shows that of TLS 1.3.
#[test]
fn titles_are_those_of_the_version_that_is_spoken() {
    let rules = Rule::ALL.iter().filter_map(|rule| {
        let (new, old) = (lessons::rule(rule.id())?.title, lessons::rule12(rule.id())?.title);
        (new != old).then_some((new, old))
    });
    let titles: Vec<(&str, &str)> = rules.collect();
    assert!(!titles.is_empty());
    let story = Story::open("/s/tls12-ecdhe/1?tab=bytes");
    let mut shown = format!("{:?}", story.transcript());
    for step in 1..=story.position().1 {
        let story = story.act(Action::GoTo(step));
        let Inspector::Bytes(view) = story.page().inspector else { panic!("no bytes") };
        for row in view.tree.iter() {
            shown += &format!("{:?}", story.act(Action::SelectField(row.id.clone())).page().inspector);
        }
    }
    let compare = Compare::open("/compare/tls12-ecdhe/1?with=tls12-rsa");
    for row in 1..=compare.rows().len() {
        shown += &format!("{:?}", compare.at(row).view().detail);
    }
    assert!(titles.iter().any(|(_, own)| shown.contains(own)), "none of these is shown: {titles:?}");
    for (other, own) in titles {
        assert!(!shown.contains(other), "“{other}” in place of “{own}”");
    }
}
