//! Cipher suites taken apart: what each part of a name stands for, and where in a run it acts.

mod registry;
mod status;

pub use registry::{Registered, find, search};
pub use status::{Grade, instead, status};

pub use crate::suite_name::KINDS;

use crate::Story;
use crate::route::Route;
use crate::suite_name::{keys, pieces};
use crate::view::Link;
use handshake_core::crypto::{Auth, Suite, Suite12};
use handshake_core::msgs::codes::CipherSuite;
use handshake_lessons::{self as lessons, SuitePart, markdown, say, word, word_of};
use handshake_scenario::settings::Settings;

/// A suite taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Anatomy {
    /// Its name.
    pub name: &'static str,
    /// The name in pieces, each with the index of the part that it stands for.
    pub pieces: Vec<(String, Option<usize>)>,
    /// What it stands for.
    pub parts: Vec<Part>,
    /// In which version it is used.
    pub version: &'static str,
    /// How changes are noticed, in a sentence.
    pub integrity: &'static str,
    /// True if nothing in it is deprecated.
    pub good: bool,
    /// The run in which it can be seen, if this engine speaks it.
    pub run: Option<Link>,
}

/// One part.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What it does, for example `Key exchange`.
    pub role: &'static str,
    /// As it stands in the name; empty if it does not.
    pub token: &'static str,
    /// Its name.
    pub title: &'static str,
    /// About it.
    pub text: Vec<markdown::Block>,
    /// Why it is deprecated; empty if it is not.
    pub weak: &'static str,
    /// Where it acts.
    pub acts: Vec<Link>,
}

/// One of the four choices, with how many suites each option leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Pick {
    /// Its name in the address.
    pub id: &'static str,
    /// What the person reads.
    pub label: &'static str,
    /// Value, words, suites left if it is taken, and whether it is taken.
    pub options: Vec<(&'static str, &'static str, usize, bool)>,
}

/// The chooser.
#[derive(Clone, Debug, PartialEq)]
pub struct Chooser {
    /// The four choices.
    pub picks: Vec<Pick>,
    /// The suites that fit, each with where it is taken apart, and whether nothing in it is deprecated.
    pub found: Vec<(Link, bool)>,
}

/// Takes a suite apart. `None` for a name that is not told of.
pub fn anatomy(name: &str) -> Option<Anatomy> {
    let name = lessons::suite_names().iter().copied().find(|known| *known == name)?;
    let keys = keys(name);
    let run = run(name);
    let part = |(index, key): (usize, &'static str)| {
        let kind = KINDS[index];
        let part = part(kind, key)?;
        let stands = key != "TLS13" && key != "CCM";
        Some(Part {
            role: word_of("suite-part", kind).unwrap_or_default(),
            token: if stands { key } else { "" },
            title: part.title,
            text: markdown::parse(part.text),
            weak: part.weak,
            acts: run.as_ref().map(|story| acts(story, kind, keys)).unwrap_or_default(),
        })
    };
    let parts: Vec<Part> = keys.into_iter().enumerate().filter_map(part).collect();
    Some(Anatomy {
        name,
        pieces: pieces(name, keys),
        version: if name.contains("_WITH_") { word("suite-is.old") } else { "TLS 1.3" },
        integrity: integrity(keys),
        good: parts.iter().all(|part| part.weak.is_empty()),
        run: run.map(|story| Link { label: word("suite-is.run").to_owned(), href: story.address() }),
        parts,
    })
}

/// A registered suite in short: what it is called, and whether to use it.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Where it is told of, by the registry's name.
    pub link: Link,
    /// Its number on the wire.
    pub number: String,
    /// Whose name it is, and the name, where it is another than the registry's.
    pub names: Vec<(&'static str, String)>,
    /// How good it is, in a word or two.
    pub grade: &'static str,
    /// True if there is no better.
    pub good: bool,
    /// Why, in a sentence.
    pub reason: &'static str,
    /// What to use in its place.
    pub instead: Vec<Link>,
}

/// A registered suite in short.
pub fn summary(suite: &Registered) -> Summary {
    let link = |suite: &Registered| Link { label: suite.name.to_owned(), href: Route::suite(suite.name).to_string() };
    let (grade, reason) = status(suite);
    let word = match grade {
        Grade::Good => "good",
        Grade::Signal => "signal",
        Grade::Special => "special",
        Grade::Weak => "weak",
        Grade::Broken => "broken",
    };
    let names = [("OpenSSL", suite.openssl.to_owned()), ("GnuTLS", suite.gnutls.to_owned()), ("Java", suite.java())];
    Summary {
        link: link(suite),
        number: suite.number(),
        names: names.into_iter().filter(|(_, name)| !name.is_empty() && name != suite.name).collect(),
        grade: word_of("suite-grade", word).unwrap_or_default(),
        good: matches!(grade, Grade::Good | Grade::Signal),
        reason,
        instead: instead(suite).iter().map(link).collect(),
    }
}

/// Which suites have these parts; an empty value stands for any.
pub fn choose(wanted: &dyn Fn(&str) -> String) -> Chooser {
    let wanted: Vec<String> = KINDS.iter().map(|kind| wanted(kind)).collect();
    let fits = |name: &'static str, but: Option<(usize, &str)>| {
        let keys = keys(name);
        (0..KINDS.len()).all(|index| match but {
            Some((other, value)) if other == index => value.is_empty() || keys[index] == value,
            _ => wanted[index].is_empty() || keys[index] == wanted[index],
        })
    };
    let count = |index, value| lessons::suite_names().iter().filter(|name| fits(name, Some((index, value)))).count();
    let pick = |(index, id): (usize, &&'static str)| {
        let any = ("", word("suite-is.any"), count(index, ""), wanted[index].is_empty());
        let of_kind = lessons::suite_parts().iter().filter(|part| part.kind == *id);
        let option =
            |part: &'static SuitePart| (part.key, part.title, count(index, part.key), wanted[index] == part.key);
        let label = word_of("suite-part", id).unwrap_or_default();
        Pick { id, label, options: std::iter::once(any).chain(of_kind.map(option)).collect() }
    };
    let found = lessons::suite_names().iter().filter(|name| fits(name, None)).map(|name| {
        let good = keys(name).iter().zip(KINDS).all(|(key, kind)| part(kind, key).is_none_or(|p| p.weak.is_empty()));
        (Link { label: (*name).to_owned(), href: Route::suite(name).to_string() }, good)
    });
    Chooser { picks: KINDS.iter().enumerate().map(pick).collect(), found: found.collect() }
}

fn part(kind: &str, key: &str) -> Option<&'static SuitePart> {
    lessons::suite_parts().iter().find(|part| part.kind == kind && part.key == key)
}

fn integrity(keys: [&str; 4]) -> &'static str {
    match keys[2] {
        "NULL" if keys[3] == "NULL" => word("suite-is.unprotected"),
        cipher if ["GCM", "CCM", "POLY1305"].iter().any(|aead| cipher.contains(aead)) => word("suite-is.aead"),
        _ => word("suite-is.mac"),
    }
}

/// A run with this suite, if the engine speaks it.
fn run(name: &str) -> Option<Story> {
    let id = CipherSuite::by_name(name)?;
    let (scenario, changes) = match (Suite12::get(id), Suite::get(id)) {
        (Some(suite), _) => ("tls12-ecdhe", vec![("suite12", name), ("certificate", certificate(suite))]),
        (None, Some(_)) => ("tls13-full", vec![("suite", name)]),
        (None, None) => return None,
    };
    let mut settings = Settings::of(scenario);
    for (id, value) in changes {
        settings.set(id, value).ok()?;
    }
    let mut model = crate::model::Model::new(scenario);
    model.settings = settings;
    Some(Story::open(&crate::address::write(&model)))
}

fn certificate(suite: Suite12) -> &'static str {
    if suite.auth == Auth::Rsa { "rsa_pss_rsae_sha256" } else { "ecdsa_secp256r1_sha256" }
}

/// The steps of a run at which a kind of part of a suite acts.
fn acts(story: &Story, kind: &str, [_, _, cipher, hash]: [&str; 4]) -> Vec<Link> {
    const RECORDS: &[&str] = &["client.send.data", "server.send.data"];
    const KEYS: &[&str] = &["keys.handshake", "keys.session", "client.send.Finished", "server.send.Finished"];
    let keys: &[&str] = match kind {
        "exchange" => {
            &["keys.key-pair", "keys.shared-secret", "keys.pre-master", "keys.agreed", "keys.made-up", "keys.decrypted"]
        }
        "auth" => &[
            "send.ServerKeyExchange",
            "server.send.CertificateVerify",
            "read.ServerKeyExchange",
            "client.read.CertificateVerify",
            "server.keys.decrypted",
        ],
        "cipher" => RECORDS,
        // The PRF of TLS 1.2 never uses a hash older than SHA-256; such a one acts in the MAC alone. RFC 5246 §5.
        _ if matches!(hash, "SHA" | "MD5") => RECORDS,
        _ if cipher.contains("CBC") => &[KEYS[0], KEYS[1], KEYS[2], KEYS[3], RECORDS[0], RECORDS[1]],
        _ => KEYS,
    };
    let run = story.run();
    let acts = run.moments.iter().enumerate().filter(|(_, moment)| keys.iter().any(|key| moment.key.ends_with(key)));
    let link = |(index, _): (usize, _)| {
        let story = story.act(crate::Action::GoTo(index + 1));
        Link {
            label: say("suite-is.step", &[("step", &(index + 1)), ("heading", &story.page().narration.heading)]),
            href: story.address(),
        }
    };
    acts.map(link).collect()
}
