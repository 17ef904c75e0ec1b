//! Chains that others issued, as they are met (`tests/data/certificates`): what is drawn is what was judged.

use handshake_app::chain_checker;
use handshake_app::chain_checker::{Ask, Judged};
use handshake_app::view::CertificatesView;
use std::collections::BTreeSet;
use std::path::Path;

/// 30 November 2026, 20:00, when most of them are valid.
const NOW: u64 = 1_796_068_800;

fn file(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/certificates").join(name);
    std::fs::read(path).expect("a file")
}

fn ask(query: &str) -> Ask {
    Ask::read(query).0
}

fn judged(chain: &[u8], roots: &[u8], query: &str) -> Judged {
    chain_checker::judge(chain, roots, &ask(query), NOW).unwrap_or_else(|problem| panic!("{problem}"))
}

fn view(judged: &Judged, query: &str) -> CertificatesView {
    judged.view(&ask(query), &BTreeSet::new()).0
}

/// The PEM blocks of a file.
fn blocks(file: &[u8]) -> Vec<String> {
    const END: &str = "-----END CERTIFICATE-----\n";
    let text = String::from_utf8_lossy(file).into_owned();
    text.split_inclusive(END).filter(|block| block.ends_with(END)).map(str::to_owned).collect()
}

/// A salt of another length than the hash's: TLS has no scheme for it, and the chain can't be judged, in words.
#[test]
fn a_signature_with_an_odd_salt_cant_be_judged() {
    let query = "anchor=brought&name=school.example";
    // 1 June 2027: these were made later than the others.
    let now = 1_811_808_000;
    let (chain, roots) = (file("rsa-pss-odd-salt.pem"), file("rsa-pss-odd-salt-root.pem"));
    let judged = chain_checker::judge(&chain, &roots, &ask(query), now).unwrap_or_else(|problem| panic!("{problem}"));
    let shown = view(&judged, query);
    let verdict = shown.verdict.expect("a verdict");
    assert_eq!(verdict.passed, None, "{verdict:?}");
    let signature = shown.links[0].checks.iter().find(|check| check.passed.is_none()).expect("the reason");
    assert!(format!("{signature:?}").contains("rsassaPss"), "{signature:?}");
}

#[test]
fn of_cross_signed_repeated_and_reordered_certificates_the_path_that_was_judged_is_drawn() {
    let query = "anchor=brought&name=www.case.example";
    let roots = file("cross-signed-roots.pem");
    let [leaf, expired, good] = blocks(&file("cross-signed-expired-first.pem")).try_into().expect("three blocks");
    let orders = [
        (vec![&leaf, &expired, &good], ["0", "2", "root"], vec!["other-1"]),
        (vec![&leaf, &good, &expired], ["0", "1", "root"], vec!["other-2"]),
        (vec![&leaf, &expired, &good, &good, &leaf], ["0", "2", "root"], vec!["other-1", "other-3", "other-4"]),
    ];
    for (order, links, others) in orders {
        let chain: String = order.into_iter().map(String::as_str).collect();
        let shown = view(&judged(chain.as_bytes(), &roots, query), query);
        assert!(shown.verdict.as_ref().is_some_and(|verdict| verdict.passed == Some(true)), "{shown:?}");
        let ids =
            |links: &[handshake_app::view::ChainLink]| links.iter().map(|link| link.id.clone()).collect::<Vec<_>>();
        assert_eq!(
            (ids(&shown.links), ids(&shown.others)),
            (links.map(str::to_owned).to_vec(), others.iter().map(|id| (*id).to_owned()).collect())
        );
        assert!(shown.links.iter().flat_map(|link| &link.checks).all(|check| check.passed == Some(true)), "{shown:?}");
    }
    // Nobody knows the new root: the expired way is no better, and the one that is drawn says what is wrong.
    let shown = view(&judged((leaf + &expired + &good).as_bytes(), &[], ""), "");
    assert!(shown.links.iter().flat_map(|link| &link.checks).any(|check| check.passed == Some(false)), "{shown:?}");
    assert!(shown.verdict.is_some_and(|verdict| verdict.passed == Some(false)));
}

/// What is drawn of a chain: the verdict, and each check that does not hold, as `link: check: found`.
fn told(chain: &str, roots: &str, name: &str) -> (Option<bool>, Vec<String>) {
    let query = if roots.is_empty() { format!("name={name}") } else { format!("anchor=brought&name={name}") };
    let roots = if roots.is_empty() { Vec::new() } else { file(roots) };
    let shown = view(&judged(&file(chain), &roots, &query), &query);
    let open = shown.links.iter().flat_map(|link| link.checks.iter().map(move |check| (link, check)));
    let open = open.filter(|(_, check)| check.passed != Some(true));
    let told = open.map(|(link, check)| format!("{}: {}: {}", link.title, check.id, check.found)).collect();
    (shown.verdict.expect("a verdict").passed, told)
}

const SITE: &str = "www.case.example";

#[test]
fn what_openssl_takes_is_taken() {
    for (chain, roots) in [
        ("p521-root.pem", ""),
        ("rsa-pss.pem", ""),
        ("path-of-9.pem", "path-of-9-roots.pem"),
        ("pem-mark-before-each.pem", ""),
        ("pem-without-newline-between.pem", ""),
        ("pem-in-json.txt", "pem-roots.pem"),
        ("pkcs7.pem", "pem-roots.pem"),
    ] {
        assert_eq!(told(chain, roots, SITE), (Some(true), Vec::new()), "{chain}");
    }
    // What `openssl req -x509` makes is an authority, and its own trust anchor.
    let file = "self-signed-as-openssl-makes-it.pem";
    assert_eq!(told(file, "", "localhost"), (Some(true), Vec::new()));
    assert_eq!(told(file, file, "localhost"), (Some(true), Vec::new()));
    let query = "name=localhost";
    let shown = view(&judged(&self::file(file), &[], query), query);
    let trust = shown.links[0].checks.iter().find(|check| check.id == "trust").expect("trust");
    assert!(trust.found.contains("itself is among the trusted"), "{trust:?}");
    assert_eq!(told(file, file, "other.example").0, Some(false));
}

#[test]
fn what_is_wrong_is_told_at_its_link_and_in_words() {
    for (chain, roots, passed, wanted) in [
        (
            "critical-policy-constraints.pem",
            "critical-roots.pem",
            Some(false),
            "www.case.example: policy: no policy is",
        ),
        ("critical-unknown.pem", "critical-roots.pem", None, "www.case.example: form: a critical extension"),
        ("rsa1024-root.pem", "", Some(false), "rsa1024 Root: strength: RSA, 1024 bits"),
        ("version-1.pem", "pem-roots.pem", Some(false), "trust: issued by V1 Root"),
        ("name-cn-only.pem", "name-roots.pem", Some(false), "www.case.example: name: no subjectAltName, only"),
    ] {
        let (verdict, open) = told(chain, roots, SITE);
        assert_eq!(verdict, passed, "{chain}: {open:?}");
        assert!(open.iter().any(|one| one.contains(wanted)), "{chain}: {open:?}");
    }
    let (verdict, open) = told("name-ip-as-dns.pem", "name-roots.pem", "127.0.0.1");
    assert!(verdict == Some(false) && open[0].contains("127.0.0.1 as a DNS name"), "{open:?}");
}

#[test]
fn a_list_that_says_nothing_colours_the_verdict() {
    let with = |list: &[u8]| {
        let query = "anchor=brought&name=www.case.example";
        let chain = [blocks(&file("crl-chain.pem")).concat().into_bytes(), list.to_vec()].concat();
        let shown = view(&judged(&chain, &file("crl-roots.pem"), query), query);
        let status = shown.links[0].checks.iter().find(|check| check.id == "status").map(|check| check.found.clone());
        (shown.verdict.expect("a verdict").passed, status.unwrap_or_default())
    };
    assert_eq!(with(b""), (Some(true), String::new()));
    // Of version 1.
    let (passed, found) = with(&file("crl-version-1.crl"));
    assert!(passed == Some(false) && found.contains("is on the list, revoked on 2026-11-15"), "{passed:?}, {found}");
    let broken = file("crl-version-1.crl");
    let text = String::from_utf8_lossy(&broken).into_owned();
    // The first digits of Base64 are the tag and the length.
    let (begin, rest) = text.split_once("-----\n").expect("a line");
    let (passed, found) = with(format!("{begin}-----\nMIAA{}", &rest[4..]).as_bytes());
    assert!(passed.is_none() && found.contains("can’t be read"), "{passed:?}, {found}");
}

#[test]
fn a_list_that_is_out_of_date_leaves_the_status_open() {
    let query = "anchor=brought";
    let chain = [file("name-cn-only.pem"), file("crl-expired.crl")].concat();
    let shown = view(&judged(&chain, &file("name-roots.pem"), query), query);
    let status = shown.links[0].checks.iter().find(|check| check.id == "status").map(|check| check.found.clone());
    assert!(shown.verdict.expect("a verdict").passed.is_none());
    assert!(status.is_some_and(|found| found.contains("out of date")));
}

#[test]
fn the_roots_that_mozilla_trusts_are_a_choice() {
    let file_of_roots = handshake_site::asked_for::mozilla();
    let read = chain_checker::read(&file_of_roots, chain_checker::MAX_ROOTS).expect("roots");
    assert!(
        read.certificates.len() > 100 && read.problems.is_empty(),
        "{} {:?}",
        read.certificates.len(),
        read.problems
    );
    let query = "anchor=mozilla";
    assert_eq!(ask(query).address(), "/certificates?anchor=mozilla");
    let root = chain_checker::to_pem(&read.certificates[..1], "CERTIFICATE");
    let shown = view(&judged(root.as_bytes(), &file_of_roots, query), query);
    assert_eq!(shown.verdict.expect("a verdict").passed, Some(true));
    let shown = view(&judged(&file("p521-root.pem"), &file_of_roots, query), query);
    assert_eq!(shown.verdict.expect("a verdict").passed, Some(false));
}
