//! Content and engine fit each other, in both directions: what a run emits has a text, and no text is about nothing.

mod languages;
mod sources;
mod style;
mod versions;

use handshake_analysis::knowledge::View;
use handshake_analysis::moments::Act;
use handshake_analysis::run::Run;
use handshake_app::model::Model;
use handshake_app::{Action, Story};
use handshake_core::keys::ScheduleEntry;
use handshake_core::pki::fields::{Document, fields as der_fields};
use handshake_core::pki::{Answer, CertificateKind, Order, Shape, TeachingCa};
use handshake_core::rules::Rule;
use handshake_core::trace::Event;
use handshake_lessons as lessons;
use handshake_lessons::OneOf;
use handshake_lessons::markdown;
use handshake_scenario::settings::{KEYS, Settings};
use handshake_wire::Span;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

/// Runs of all scenarios that differ in one setting each, and together emit everything the scenarios can.
fn runs() -> &'static [Run] {
    static RUNS: LazyLock<Vec<Run>> =
        LazyLock::new(|| lessons::scenarios().iter().flat_map(|scenario| runs_of(scenario.id)).collect());
    &RUNS
}

fn runs_of(scenario: &'static str) -> Vec<Run> {
    let mut all = vec![Settings::of(scenario)];
    for key in KEYS {
        for option in key.options {
            let mut settings = Settings::of(scenario);
            settings.set(key.id, option).expect("an option is a value");
            if settings != all[0] {
                all.push(settings);
            }
        }
    }
    all.into_iter().map(Run::new).collect()
}

#[test]
fn a_preset_holds_settings_that_exist_and_differ_from_the_usual_ones() {
    for scenario in lessons::scenarios() {
        for (id, value) in scenario.preset {
            let usual = Settings::default();
            assert!(usual.clone().set(id, value).is_ok(), "{}: {id} = {value}", scenario.id);
            assert_ne!(usual.get(id), *value, "{}: {id}", scenario.id);
        }
    }
}

/// The paths of all fields, each with whether it is of a form older than TLS 1.3's.
fn paths(runs: &[Run]) -> BTreeSet<(String, bool)> {
    let mut paths = BTreeSet::new();
    for run in runs {
        for (_, _, event) in run.trace.events() {
            let spans = match event {
                Event::Message(message) => message.spans.clone(),
                Event::Record(record) => record.spans.clone(),
                _ => continue,
            };
            let of = Span::paths(&spans).into_iter().map(|path| Span::kind_of_path(&path));
            paths.extend(of.map(|path| (path.clone(), run.settings.has_old_form(&path))));
        }
    }
    // What is inside of a sealed record stands in the account of its seal, not among the messages.
    let inner = ["TLSInnerPlaintext", "TLSInnerPlaintext.content", "TLSInnerPlaintext.type"];
    paths.extend(inner.map(|path| (path.to_owned(), false)));
    paths.extend(["GenericAEADCipher", "GenericAEADCipher.content"].map(|path| (path.to_owned(), true)));
    paths.insert(("GenericBlockCipher".to_owned(), true));
    let block = ["content", "MAC", "padding", "padding_length"];
    paths.extend(block.map(|field| (format!("GenericBlockCipher.{field}"), true)));
    paths
}

fn field(path: &str, old: bool) -> Option<&'static lessons::Field> {
    if old { lessons::field12(path) } else { lessons::field(path) }
}

/// The keys of texts, but for those of forms for an older version.
fn keys<T>(entries: &[T], key: impl Fn(&T) -> &'static str) -> BTreeSet<&'static str> {
    entries.iter().map(key).filter(|key| !key.starts_with("1.2/")).collect()
}

#[test]
fn every_field_has_a_text_and_every_text_a_field() {
    let paths = paths(runs());
    let missing: Vec<_> = paths.iter().filter(|(path, old)| field(path, *old).is_none()).collect();
    assert!(missing.is_empty(), "no text for {missing:#?}");
    let used: BTreeSet<&str> =
        paths.iter().filter_map(|(path, old)| field(path, *old)).map(|field| field.key).collect();
    let all: BTreeSet<&str> = lessons::fields().iter().map(|field| field.key).collect();
    let unused: Vec<&&str> = all.difference(&used).filter(|key| !key.starts_with("der/")).collect();
    assert!(unused.is_empty(), "no field for {unused:#?}");
}

/// The paths of all fields of what the teaching CA issues.
fn paths_of_der() -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for kind in [CertificateKind::EcdsaP256, CertificateKind::Rsa2048, CertificateKind::Ed25519] {
        for (shape, name) in [(Shape::Constrained, "school.example"), (Shape::Usual, "192.0.2.1")] {
            let order = Order { shape, must_staple: true, ..Order::server(name) };
            let issued = TeachingCa::new(kind, 1).order(&order).expect("a chain");
            let mut documents: Vec<_> =
                issued.identity.chain.iter().map(|der| (Document::Certificate, der.clone())).collect();
            let now = 1_780_315_200;
            for answer in [Answer::GoodByResponder, Answer::Revoked, Answer::Unknown] {
                documents.push((Document::OcspResponse, issued.answer(answer, now).expect("an answer")));
            }
            documents.push((Document::CertificateList, issued.list(true, now).expect("a list")));
            // One that breaks off.
            documents.push((Document::Certificate, issued.root[..40].to_vec()));
            for (kind, der) in documents {
                paths.extend(Span::paths(&der_fields(kind, &der).0).iter().map(|path| Span::kind_of_path(path)));
            }
        }
    }
    paths
}

#[test]
fn every_field_of_a_certificate_has_a_text_and_every_text_a_field() {
    let missing: Vec<_> = paths_of_der().into_iter().filter(|path| lessons::field_of_der(path).is_none()).collect();
    assert!(missing.is_empty(), "no text for {missing:#?}");
    // What the teaching CA does not write can stand in a certificate that somebody brings: the engine has a name for it.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/core/src/pki");
    let source = ["fields/shapes.rs", "fields/mod.rs", "oids.rs"];
    let source: String = source.iter().map(|file| std::fs::read_to_string(root.join(file)).expect("a file")).collect();
    for key in lessons::fields().iter().filter_map(|field| field.key.strip_prefix("der/")) {
        assert!(key.split('.').all(|part| source.contains(&format!("\"{part}\""))), "no field for {key}");
    }
    // And each of its names has a text; but what is a name goes by the kind of name that it is.
    let after = |call: &'static str| source.split(call).skip(1).filter_map(|rest| rest.split('"').next());
    let names = after("must(\"").chain(after("may(\""));
    let untold: BTreeSet<&str> = names
        .filter(|name| *name != "base" && *name != "accessLocation" && lessons::field_of_der(name).is_none())
        .collect();
    assert!(untold.is_empty(), "no text for {untold:?}");
}

#[test]
fn every_value_rule_and_choice_has_a_text_and_the_other_way_round() {
    let nodes: BTreeSet<&str> = ScheduleEntry::ALL.iter().map(|node| node.name()).collect();
    assert_eq!(keys(lessons::nodes(), |node| node.key), nodes);
    let rules: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    assert_eq!(keys(lessons::rules(), |rule| rule.key), rules);
    let runs = runs();
    let choice = |event: &Event| match event {
        Event::Choice(choice) => Some(choice.what),
        _ => None,
    };
    let emitted = |pick: &dyn Fn(&Event) -> Option<&'static str>| -> BTreeSet<&'static str> {
        runs.iter().flat_map(|run| run.trace.events()).filter_map(|(_, _, event)| pick(event)).collect()
    };
    assert_eq!(keys(lessons::choices(), |choice| choice.key), emitted(&choice));
    assert_eq!(keys(lessons::whys(), |why| why.key), handshake_core::cx::why::ALL.into_iter().collect());
    let node = |event: &Event| match event {
        Event::Key(key) => Some(key.node.name()),
        _ => None,
    };
    assert_eq!(emitted(&node), nodes, "some run makes every value");
}

#[test]
fn every_moment_has_a_text_and_every_text_a_moment() {
    let runs = runs();
    let mut emitted: BTreeSet<&str> = BTreeSet::new();
    for run in runs {
        let scenario = lessons::scenario(run.settings.scenario).expect("the scenario");
        for moment in &run.moments {
            let text = run.text(&moment.key);
            let text = text.unwrap_or_else(|| panic!("{} has no text for {}", scenario.id, moment.key));
            if moment.act != Act::Send {
                assert!(!text.label.is_empty(), "{} has no label", moment.key);
                assert!(text.label.chars().count() <= 48, "the label of {} is too long for the stage", moment.key);
            }
            emitted.insert(&moment.key);
        }
    }
    for key in ["client.read.fault", "client.send.fatal"] {
        assert!(emitted.contains(key), "no run shows {key}");
    }
    for scenario in lessons::scenarios() {
        // A scenario that others build on speaks for them, too.
        let own = |run: &&Run| run.settings.scenario == scenario.id || scenario.base.is_none();
        let shown: BTreeSet<&str> =
            runs.iter().filter(own).flat_map(|run| &run.moments).map(|moment| moment.key.as_str()).collect();
        for text in scenario.moments {
            assert!(shown.contains(text.key), "{} never shows {}", scenario.id, text.key);
        }
        for phase in scenario.phases {
            assert!(shown.contains(phase.first), "the phase {} begins with {}", phase.name, phase.first);
        }
    }
}

#[test]
fn every_step_of_every_view_is_told_without_gaps() {
    // The settings of the first scenario, and every other as it is.
    let others = lessons::scenarios().iter().map(|scenario| Settings::of(scenario.id));
    let first = runs_of(lessons::scenarios()[0].id).into_iter().map(|run| run.settings);
    for settings in first.chain(others) {
        let story = Story::open(&handshake_app::address::write(&Model {
            settings: settings.clone(),
            ..Model::new(settings.scenario)
        }));
        for &view in View::ALL {
            for step in 1..=story.position().1 {
                let page = story.act(Action::GoTo(step)).act(Action::View(view)).page();
                let told = format!("{:?} {:?}", page.narration, page.stage.rows);
                assert!(!page.narration.heading.is_empty() && !page.narration.body.is_empty(), "step {step} {view:?}");
                for name in [
                    "{suite}",
                    "{group}",
                    "{agreed_group}",
                    "{aead}",
                    "{alpn}",
                    "{scheme}",
                    "{request}",
                    "{record_bytes}",
                ] {
                    assert!(!told.contains(name), "step {step} {view:?}: {name} is left");
                }
            }
        }
    }
}

#[test]
fn no_text_holds_a_value_or_markup_that_is_not_shown() {
    let all = lessons::scenarios().iter().flat_map(|scenario| scenario.moments);
    let moments = all.chain(lessons::generals()).flat_map(|m| [m.heading, m.body, m.aside]);
    let fields = lessons::fields().iter().map(|field| field.text);
    let nodes = lessons::nodes().iter().flat_map(|node| [node.text, node.used_for]);
    let titled = lessons::rules().iter().chain(lessons::choices()).map(|titled| titled.text);
    for text in moments.chain(fields).chain(nodes).chain(titled) {
        let hex = text.split(|c: char| !c.is_ascii_alphanumeric()).find(|word| {
            word.len() >= 6 && word.chars().all(|c| c.is_ascii_hexdigit()) && word.chars().any(|c| c.is_ascii_digit())
        });
        assert_eq!(hex, None, "a typed-in value in: {text}");
        assert!(!text.contains("simply"), "{text}");
        assert!(text.is_empty() || !markdown::parse(text).is_empty(), "{text}");
        assert!(!text.contains('#') && !text.contains("!["), "markup that is not shown in: {text}");
    }
}

/// Prints the Flesch–Kincaid grade of the narration; it is meant for readers of about 16 years.
#[test]
fn the_narration_is_readable() {
    let text: String = lessons::scenarios()
        .iter()
        .flat_map(|scenario| scenario.moments)
        .map(|moment| format!("{} ", moment.body))
        .collect();
    let words: Vec<&str> = text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).collect();
    let sentences = text.matches(['.', ':', '?', '!', ';']).count().max(1);
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    let grade = 0.39 * words.len() as f64 / sentences as f64 + 11.8 * syllables as f64 / words.len() as f64 - 15.59;
    println!("Flesch–Kincaid grade of the narration: {grade:.1}");
    assert!(grade < 9.0, "{grade:.1}");
}

fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let vowels = |c: char| "aeiouy".contains(c);
    let groups = word.chars().zip(word.chars().skip(1)).filter(|(a, b)| !vowels(*a) && vowels(*b)).count();
    let silent = usize::from(word.trim_end_matches(|c: char| !c.is_alphabetic()).ends_with('e'));
    (groups + usize::from(word.starts_with(vowels))).saturating_sub(silent).max(1)
}
