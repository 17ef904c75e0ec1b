//! What is said in a run is true of the version that is spoken there.

use crate::{field, paths, runs};
use handshake_analysis::knowledge::View;
use handshake_analysis::run::Run;
use handshake_app::{Action, Story};
use handshake_core::trace::Event;
use handshake_lessons as lessons;
use handshake_lessons::OneOf;
use std::collections::{BTreeMap, BTreeSet};

/// What TLS 1.3 has alone and is there in a run of TLS 1.2, too: what a client does that has offered TLS 1.3, and a server
/// that knows it.
const OF_BOTH: &[&str] = &[
    "rule not-downgraded",
    "rule version-offered",
    "rule version-selected",
    "rule shares-match-groups",
    // Early data and a pre-shared key that were offered with TLS 1.3, to a server that speaks TLS 1.2.
    "rule inner-type",
    "value psk",
    "value early_secret",
    "value derived_early",
    "value binder_key",
    "value binder_finished_key",
    "value psk_binder",
];

/// True if a source names the RFCs of TLS 1.3, and no others.
fn is_of_13_alone(source: &str) -> bool {
    let mut rfcs =
        source.split("RFC ").skip(1).map(|rest| rest.split([' ', ',', ';']).next().unwrap_or_default()).peekable();
    rfcs.peek().is_some() && rfcs.all(|rfc| rfc == "9846" || rfc == "8446")
}

/// What a run's checks, values and choices are said to be: `rule x`, its text, its source.
fn said(run: &Run) -> BTreeMap<String, (String, String)> {
    let mut all = BTreeMap::new();
    for (_, _, event) in run.trace.events() {
        let settings = &run.settings;
        match event {
            Event::Check(check) => {
                let text = settings.rule_text(check.rule).expect("a text");
                let words = format!("{}. {}", text.title, text.text);
                all.insert(format!("rule {}", check.rule.id()), (words, settings.rule_source(check.rule)));
            }
            Event::Key(key) => {
                let text = settings.node_text(key.node).expect("a text");
                let words = format!("{} {}", text.text, text.used_for);
                all.insert(format!("value {}", key.node.name()), (words, settings.node_source(key.node)));
            }
            Event::Choice(choice) => {
                let text = settings.choice_text(choice.what).expect("a text");
                all.insert(format!("choice {}", choice.what), (text.text.to_owned(), text.source.to_owned()));
            }
            _ => {}
        }
    }
    all
}

/// The runs in which an older version is spoken, or TLS 1.3.
fn of_version(old: bool) -> Vec<&'static Run> {
    runs().iter().filter(|run| run.settings.is_old() == old).collect()
}

#[test]
fn what_a_run_of_tls_1_2_shows_is_specified_for_it() {
    let mut wrong: BTreeSet<String> = BTreeSet::new();
    for run in of_version(true) {
        let of_rules = said(run)
            .into_iter()
            .filter(|(what, (_, source))| is_of_13_alone(source) && !OF_BOTH.contains(&what.as_str()));
        wrong.extend(of_rules.map(|(what, (_, source))| format!("{what}: {source}")));
        let old = paths(std::slice::from_ref(run)).into_iter().filter(|(_, old)| *old);
        let fields = old.filter_map(|(path, old)| Some((field(&path, old)?.source, path)));
        let of_13 = fields.filter(|(source, _)| is_of_13_alone(source));
        wrong.extend(of_13.map(|(source, path)| format!("field {path}: {source}")));
    }
    assert!(wrong.is_empty(), "TLS 1.3 alone is cited in a run of TLS 1.2: {wrong:#?}");
}

#[test]
fn each_form_for_an_older_version_is_shown_and_has_another() {
    let mut shown: BTreeSet<String> = BTreeSet::new();
    for run in of_version(true) {
        shown.extend(said(run).into_keys());
    }
    let all = [
        ("value", lessons::nodes().iter().map(|node| node.key).collect::<Vec<_>>()),
        ("rule", lessons::rules().iter().map(|rule| rule.key).collect()),
        ("choice", lessons::choices().iter().map(|choice| choice.key).collect()),
    ];
    for (kind, keys) in all {
        for old in keys.iter().filter_map(|key| key.strip_prefix("1.2/")) {
            assert!(keys.contains(&old), "{kind} {old} has a form for TLS 1.2 alone");
            // Rules that only break for a hostile peer are checked in every run, or in `tamper`.
            assert!(kind == "rule" || shown.contains(&format!("{kind} {old}")), "no run shows {kind} {old}");
        }
    }
}

/// Words for what one version has and the other has not. A text that has them must name the version that it speaks of.
const ONLY_13: &[&str] = &[
    "handshake secret",
    "traffic secret",
    "HKDF",
    "early secret",
    "early data",
    "binder",
    "EncryptedExtensions",
    "HelloRetryRequest",
    "key_share",
    "key share",
    "supported_versions",
    "psk_",
    "handshake key",
    "application key",
    "main secret",
    "answer is sealed",
    "inside certificates",
    "in ServerHello,",
    "in ClientHello,",
    "KeyUpdate",
];
const ONLY_12: &[&str] = &[
    "pre-master",
    "key block",
    "ServerKeyExchange",
    "ClientKeyExchange",
    "ServerHelloDone",
    "PRF",
    "extended master",
    " MAC key",
    "verify_data of 12",
    "session id goes on",
    "encrypt-then-MAC",
];

/// The texts that a version's runs show and that speak of another one without saying so.
fn strange(old: bool) -> BTreeSet<String> {
    let (terms, names): (&[&str], &[&str]) = match old {
        true => (ONLY_13, &["TLS 1.3", "9846"]),
        false => (ONLY_12, &["TLS 1.2", "older", "old "]),
    };
    let is_strange =
        |text: &str| terms.iter().any(|term| text.contains(term)) && !names.iter().any(|name| text.contains(name));
    let mut found = BTreeSet::new();
    for run in of_version(old) {
        let said = |run| said(run).into_iter().filter(|(what, _)| !OF_BOTH.contains(&what.as_str()));
        found.extend(said(run).map(|(what, (text, _))| format!("{what}: {text}")).filter(|text| is_strange(text)));
        let fields = paths(std::slice::from_ref(run)).into_iter().filter(|(_, is_old)| *is_old == old);
        let texts = fields.filter_map(|(path, old)| Some(format!("{path}: {}", field(&path, old)?.text)));
        // A path may hold a name that is only of one version: what is told of it is asked for.
        found.extend(texts.filter(|text| is_strange(text.split_once(": ").unwrap_or_default().1)));
    }
    for scenario in lessons::scenarios() {
        let story = Story::open(&format!("/s/{}", scenario.id));
        if story.run().settings.is_old() != old {
            continue;
        }
        for &view in View::ALL {
            for step in 1..=story.position().1 {
                let page = story.act(Action::GoTo(step)).act(Action::View(view)).page();
                let told = format!("{:?}", page.narration);
                if is_strange(&told) {
                    found.insert(format!("{} {step}: {told}", scenario.id));
                }
            }
        }
    }
    found
}

#[test]
fn no_sentence_of_tls_1_3_stands_in_a_run_of_tls_1_2() {
    let found = strange(true);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn no_sentence_of_tls_1_2_stands_in_a_run_of_tls_1_3() {
    let found = strange(false);
    assert!(found.is_empty(), "{found:#?}");
}
