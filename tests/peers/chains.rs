//! Chains made by OpenSSL, judged by it and by us: long paths, expired trust anchors, policies and mappings, constraints of
//! addresses, every hash with every curve; and its files that are no certificates.

use crate::identity::Folder;
use handshake_app::chain_checker::{self, Ask};
use handshake_core::Rule;
use handshake_core::pki::{Aspect, Certificate, Source, Verdict, Verifier, WebPkiVerifier};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

const DAY: u64 = 86_400;
const P256: &[&str] = &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
const P384: &[&str] = &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"];

/// A certificate below the one before it.
#[derive(Clone)]
struct Below {
    subject: String,
    /// Extensions, as `openssl x509 -extfile` has them.
    extensions: String,
    key: &'static [&'static str],
    /// The hash that its issuer signs over.
    hash: &'static str,
}

fn authority(name: &str, more: &str) -> Below {
    let extensions = format!("basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n{more}\n");
    Below { subject: format!("/O=Good/CN={name}"), extensions, key: P256, hash: "-sha256" }
}

fn site(names: &str, more: &str) -> Below {
    let extensions = format!("basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nsubjectAltName={names}\n{more}\n");
    Below { subject: "/O=Good/CN=site".to_owned(), extensions, key: P256, hash: "-sha256" }
}

/// Root (valid for so many days) and those below it, the site last, as `root.pem`, `above.pem`, `leaf.pem`: root, and what is
/// sent.
fn make(folder: &Folder, days: &str, below: &[Below]) -> (Vec<u8>, Vec<Vec<u8>>) {
    let run = |args: &[&str]| {
        let (good, said) = folder.openssl(args);
        assert!(good, "{args:?}: {said}");
    };
    let root =
        ["req", "-x509", "-nodes", "-subj", "/CN=Chain Root", "-days", days, "-out", "c0.pem", "-keyout", "c0.key"];
    run(&[&root, P256].concat());
    for (at, one) in below.iter().enumerate() {
        let [key, csr, cert, by, by_key] = [
            format!("c{}.key", at + 1),
            "csr".to_owned(),
            format!("c{}.pem", at + 1),
            format!("c{at}.pem"),
            format!("c{at}.key"),
        ];
        folder.write("ext", &one.extensions);
        run(&[&["req", "-nodes", "-subj", &one.subject, "-keyout", &key, "-out", &csr], one.key].concat());
        let sign = ["x509", "-req", "-in", &csr, "-CA", &by, "-CAkey", &by_key, "-CAcreateserial", "-days", "1000"];
        run(&[&sign, ["-extfile", "ext", "-out", &cert, one.hash].as_slice()].concat());
    }
    let read = |at: usize| std::fs::read(folder.path().join(format!("c{at}.pem"))).expect("a certificate");
    let sent: Vec<Vec<u8>> = (1..=below.len()).rev().map(read).collect();
    folder.write("root.pem", read(0));
    folder.write("leaf.pem", &sent[0]);
    folder.write("above.pem", sent[1..].concat());
    let der = |pem: &Vec<u8>| CertificateDer::from_pem_slice(pem).expect("PEM").to_vec();
    (der(&read(0)), sent.iter().map(der).collect())
}

/// What OpenSSL and we say of it after so many days.
fn both(folder: &Folder, days: &str, below: &[Below], after: u64) -> (bool, String, Verdict) {
    let (root, sent) = make(folder, days, below);
    let now = crate::kit::now() + after * DAY;
    let at = now.to_string();
    // A policy that is mapped to another one it takes only if it is named here.
    let mut args = vec!["verify", "-attime", &at, "-policy_check", "-policy", "1.2.3.4", "-CAfile", "root.pem"];
    if sent.len() > 1 {
        args.extend(["-untrusted", "above.pem"]);
    }
    args.push("leaf.pem");
    let (held, said) = folder.openssl(&args);
    let verdict = WebPkiVerifier::new(&[&root]).expect("a root").judge(&sent, None, now);
    (held, said, verdict)
}

fn broken(verdict: &Verdict) -> Option<Rule> {
    verdict.findings.iter().find(|finding| !finding.passed()).map(|finding| finding.rule)
}

#[test]
fn a_path_of_twelve() {
    let Some(folder) = Folder::new("long-path") else { return };
    let mut below: Vec<Below> = (1..=10).map(|at| authority(&format!("Authority {at}"), "")).collect();
    below.push(site("DNS:site.example", ""));
    let (held, said, verdict) = both(&folder, "1000", &below, 0);
    assert!(held, "{said}");
    assert_eq!((broken(&verdict), verdict.path.expect("a path").links.len()), (None, 12));
    // As long, and one signature is not by its issuer.
    let (root, mut sent) = make(&folder, "1000", &below);
    let last = sent[5].len() - 1;
    sent[5][last] ^= 1;
    let verdict = WebPkiVerifier::new(&[&root]).expect("a root").judge(&sent, None, crate::kit::now());
    assert_eq!(broken(&verdict), Some(Rule::ChainTrusted));
}

/// OpenSSL refuses it; others, and we, go by the certificates below it, and say so.
#[test]
fn an_expired_trust_anchor_is_marked() {
    let Some(folder) = Folder::new("old-anchor") else { return };
    let below = [authority("Authority", ""), site("DNS:site.example", "")];
    for (after, held_by_openssl, marked) in [(0, true, false), (100, false, true)] {
        let (held, said, verdict) = both(&folder, "10", &below, after);
        assert_eq!(held, held_by_openssl, "{said}");
        assert_eq!(broken(&verdict), None);
        let path = verdict.path.expect("a path");
        let anchor = path.links.last().filter(|link| link.source == Source::Store).expect("the anchor");
        let dates = anchor.checks.iter().find(|check| check.what == Aspect::Dates).expect("its dates");
        assert_eq!(dates.passed, if marked { None } else { Some(true) });
    }
}

#[test]
fn policies_mappings_and_constraints() {
    let Some(folder) = Folder::new("constraints") else { return };
    let mapped = authority(
        "Mapping",
        "certificatePolicies=1.2.3.4\npolicyMappings=1.2.3.4:1.2.3.5\npolicyConstraints=critical,requireExplicitPolicy:0",
    );
    let addresses = authority("Addresses", "nameConstraints=critical,permitted;IP:10.0.0.0/255.0.0.0");
    let policy = |oid: &str| site("DNS:site.example", &format!("certificatePolicies={oid}"));
    let usage = Some(Rule::ChainUsage);
    let name = Some(Rule::NamePermitted);
    let cases = [
        ("the policy that it is mapped to", mapped.clone(), policy("1.2.3.5"), None, 0),
        ("the policy before the mapping", mapped.clone(), policy("1.2.3.4"), usage, 43),
        ("no policy", mapped, site("DNS:site.example", ""), usage, 43),
        ("an address within", addresses.clone(), site("IP:10.1.2.3", ""), None, 0),
        ("an address outside", addresses, site("IP:192.168.1.1", ""), name, 47),
    ];
    for (what, above, leaf, rule, error) in cases {
        let (held, said, verdict) = both(&folder, "1000", &[above, leaf], 0);
        assert_eq!(held, rule.is_none(), "{what}: {said}");
        assert!(error == 0 || said.contains(&format!("error {error} at ")), "{what}: {said}");
        assert_eq!(broken(&verdict), rule, "{what}: {:?}", verdict.findings);
    }
}

#[test]
fn every_hash_with_every_curve() {
    let Some(folder) = Folder::new("hashes") else { return };
    for key in [P256, P384] {
        for hash in ["-sha256", "-sha384", "-sha512"] {
            let above = Below { key, ..authority("Authority", "") };
            let leaf = Below { hash, ..site("DNS:site.example", "") };
            let (held, said, verdict) = both(&folder, "1000", &[above, leaf], 0);
            assert!(held, "{said}");
            assert_eq!(broken(&verdict), None, "{key:?}, {hash}: {:?}", verdict.findings);
        }
    }
}

/// RFC 7633: status_request alone, beside another feature, and another one alone.
#[test]
fn what_asks_for_a_staple() {
    let Some(folder) = Folder::new("must-staple") else { return };
    for (features, asks) in
        [("status_request", true), ("status_request_v2,status_request", true), ("status_request_v2", false)]
    {
        let leaf = site("DNS:site.example", &format!("tlsfeature={features}"));
        let (held, said, verdict) = both(&folder, "1000", &[authority("Authority", ""), leaf], 0);
        assert!(held && broken(&verdict).is_none(), "{said}");
        let path = verdict.path.expect("a path");
        assert_eq!(
            Certificate::read(&path.links[0].certificate).expect("it is read").must_staple(),
            asks,
            "{features}"
        );
    }
}

/// Said what it is, and what to do.
#[test]
fn files_that_are_no_certificates_are_named() {
    let Some(folder) = Folder::new("files") else { return };
    make(&folder, "1000", &[site("DNS:site.example", "")]);
    let makes: [(&str, &[&str], &str); 5] = [
        (
            "a.p12",
            &["pkcs12", "-export", "-in", "c1.pem", "-inkey", "c1.key", "-passout", "pass:x", "-out", "a.p12"],
            "openssl pkcs12 -nokeys",
        ),
        ("csr", &["req", "-in", "csr", "-noout", "-subject"], "request"),
        ("csr.der", &["req", "-in", "csr", "-outform", "DER", "-out", "csr.der"], "request"),
        ("trusted.pem", &["x509", "-in", "c1.pem", "-trustout", "-out", "trusted.pem"], "openssl x509 -in FILE"),
        ("c1.key", &["pkey", "-in", "c1.key", "-noout"], "private key"),
    ];
    for (name, args, wanted) in makes {
        let (good, said) = folder.openssl(args);
        assert!(good, "{name}: {said}");
        let bytes = std::fs::read(folder.path().join(name)).expect("a file");
        // What looks like a certificate at first is judged as one, and the reason says what it is.
        let said = match chain_checker::judge(&bytes, &[], &Ask::default(), crate::kit::now()) {
            Ok(judged) => judged.problems.concat(),
            Err(problem) => problem.to_string(),
        };
        assert!(said.contains(wanted), "{name}: {said}");
    }
}
