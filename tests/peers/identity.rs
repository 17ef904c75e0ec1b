//! Identity with outsiders: the same verdict on the teaching CA's chains as `openssl verify`, on its OCSP responses as
//! `openssl ocsp`.

use handshake_app::chain_checker::to_pem;
use handshake_core::pki::{Answer, CertificateKind, Issued, Order, Shape, TeachingCa, Usage, Weakness};
use handshake_core::pki::{Verdict, Verifier, WebPkiVerifier};
use handshake_core::rules::Rule;
use handshake_tests::{CA_SEED, NOW};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder for files, gone when dropped. None without the openssl program.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Option<Folder> {
        if Command::new("openssl").arg("version").output().is_err() {
            // Past the test harness, which shows what is printed only if a test fails.
            let _ = writeln!(std::io::stderr(), "skipped: there is no openssl program");
            assert!(std::env::var_os("CI").is_none(), "there is no openssl program");
            return None;
        }
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Some(Folder(folder))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.0.join(name), bytes).expect("a file");
    }

    fn pem(&self, name: &str, label: &str, ders: &[Vec<u8>]) {
        self.write(name, to_pem(ders, label));
    }

    /// Root, chain and list, as files.
    fn issued(&self, issued: &Issued) {
        self.pem("root.pem", "CERTIFICATE", std::slice::from_ref(&issued.root));
        self.pem("leaf.pem", "CERTIFICATE", &issued.identity.chain[..1]);
        self.pem("above.pem", "CERTIFICATE", &issued.identity.chain[1..]);
    }

    /// Whether it ends well, and all that it says.
    pub fn openssl(&self, args: &[&str]) -> (bool, String) {
        let output = Command::new("openssl").args(args).current_dir(&self.0).output().expect("it starts");
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A case: what is ordered, what is asked, what is wrong in our words and in OpenSSL's.
struct Case {
    what: &'static str,
    order: fn(&mut Order),
    /// The name to check.
    name: &'static str,
    now: u64,
    /// Whether a list of revoked certificates is at hand, and the certificate on it.
    list: Option<bool>,
    /// The rule that is broken, and the numbers of OpenSSL's errors that say the same (`openssl verify`, "error N").
    broken: Option<(Rule, &'static [u32])>,
}

const USUAL: Case = Case { what: "", order: |_| (), name: "school.example", now: NOW, list: None, broken: None };
/// 2028-06-01 and 2025-06-01.
const LATE: u64 = 1_843_473_600;
const EARLY: u64 = 1_748_779_200;

fn cases() -> Vec<Case> {
    use Rule::{ChainInTime, ChainTrusted, ChainUsage, HashStrong, KeyStrong, NameMatches, NamePermitted, NotRevoked};
    let broken = |what, rule, errors, order| Case { what, order, broken: Some((rule, errors)), ..USUAL };
    vec![
        Case { what: "trusted", ..USUAL },
        Case { what: "a wildcard", order: |order| order.wildcard = true, name: "www.school.example", ..USUAL },
        Case { what: "cross-signed", order: |order| order.shape = Shape::CrossSigned, ..USUAL },
        Case { what: "not on the list", list: Some(false), ..USUAL },
        Case { name: "other.example", ..broken("wrong name", NameMatches, &[62], |_| ()) },
        Case {
            name: "a.b.school.example",
            ..broken("a name too deep for a wildcard", NameMatches, &[62], |order| order.wildcard = true)
        },
        Case { now: LATE, ..broken("expired", ChainInTime, &[10], |_| ()) },
        Case { now: EARLY, ..broken("not yet valid", ChainInTime, &[9], |_| ()) },
        Case { list: Some(true), ..broken("revoked", NotRevoked, &[23], |_| ()) },
        broken("unknown CA", ChainTrusted, &[2, 19, 20], |order| order.shape = Shape::OtherCa),
        broken("self-signed", ChainTrusted, &[18], |order| order.shape = Shape::SelfSigned),
        broken("missing intermediate", ChainTrusted, &[20, 21], |order| order.shape = Shape::WithoutIntermediate),
        broken("wrong intermediate", ChainTrusted, &[20, 21], |order| order.shape = Shape::OtherIntermediate),
        broken("issued by a site", ChainUsage, &[24, 79], |order| order.shape = Shape::BySite),
        broken("wrong usage", ChainUsage, &[26], |order| order.usage = Usage::Client),
        broken("a name that is not permitted", NamePermitted, &[47], |order| {
            (order.shape, order.name) = (Shape::Constrained, "school.test");
        }),
        broken("a short key", KeyStrong, &[66], |order| order.weakness = Weakness::ShortKey),
        broken("SHA-1", HashStrong, &[68], |order| order.weakness = Weakness::Sha1),
    ]
}

fn ours(issued: &Issued, case: &Case, name: &str, list: Option<&Vec<u8>>) -> Verdict {
    let lists: Vec<&Vec<u8>> = list.into_iter().collect();
    let verifier = WebPkiVerifier::new(&[&issued.root]).expect("a root").with_lists(&lists);
    verifier.judge(&issued.identity.chain, Some(name), case.now)
}

#[test]
fn openssl_verify_finds_the_same() {
    let Some(folder) = Folder::new("verify") else { return };
    let kinds =
        [CertificateKind::EcdsaP256, CertificateKind::EcdsaP384, CertificateKind::Ed25519, CertificateKind::Rsa2048];
    let mut judged = 0;
    for kind in kinds {
        for case in cases() {
            let what = format!("{}, {kind:?}", case.what);
            let mut order = Order::server("school.example");
            (case.order)(&mut order);
            // What is ordered for another name is asked for under that one.
            let name = if order.name == "school.example" { case.name } else { order.name };
            let Ok(issued) = TeachingCa::new(kind, CA_SEED).order(&order) else {
                assert!(order.weakness == Weakness::Sha1 && kind != CertificateKind::Rsa2048, "{what}");
                continue;
            };
            let list = case.list.map(|revoked| issued.list(revoked, case.now).expect("a list"));
            folder.issued(&issued);
            let now = case.now.to_string();
            let mut args = vec!["verify", "-attime", &now, "-CAfile", "root.pem", "-auth_level", "2"];
            args.extend(["-purpose", "sslserver", "-verify_hostname", name, "-untrusted", "above.pem"]);
            if let Some(list) = &list {
                folder.pem("list.pem", "X509 CRL", std::slice::from_ref(list));
                args.extend(["-crl_check", "-CRLfile", "list.pem"]);
            }
            if issued.identity.chain.len() == 1 {
                args.retain(|arg| !["-untrusted", "above.pem"].contains(arg));
            }
            args.push("leaf.pem");
            let (held, said) = folder.openssl(&args);
            let verdict = ours(&issued, &case, name, list.as_ref());
            let broken = verdict.findings.iter().find(|finding| !finding.passed()).map(|finding| finding.rule);
            assert_eq!(broken, case.broken.map(|(rule, _)| rule), "{what}: {:?}", verdict.findings);
            match case.broken {
                None => assert!(held, "{what}: {said}"),
                Some((_, errors)) => {
                    let told = errors.iter().any(|error| said.contains(&format!("error {error} at ")));
                    assert!(!held && told, "{what}: {said}");
                }
            }
            judged += 1;
        }
    }
    assert_eq!(judged, 4 * cases().len() - 3);
}

#[test]
fn openssl_ocsp_reads_the_teaching_cas_answers() {
    let Some(folder) = Folder::new("ocsp") else { return };
    // OpenSSL compares the times of an answer with the real clock.
    let now = crate::kit::now();
    let cases: [(Answer, bool, &[&str]); 8] = [
        (Answer::Good, true, &["Response verify OK", "leaf.pem: good"]),
        (Answer::GoodByResponder, true, &["Response verify OK", "leaf.pem: good"]),
        (Answer::Revoked, true, &["Response verify OK", "leaf.pem: revoked", "Reason: keyCompromise"]),
        (Answer::Unknown, true, &["Response verify OK", "leaf.pem: unknown"]),
        (Answer::Old, true, &["Response verify OK", "Status times invalid", "status expired"]),
        (Answer::OfAnother, true, &["Response verify OK", "No Status found"]),
        (Answer::Forged, false, &["Response Verify Failure"]),
        (Answer::TryLater, false, &["trylater (3)"]),
    ];
    for kind in [CertificateKind::EcdsaP256, CertificateKind::Ed25519, CertificateKind::Rsa2048] {
        let issued = TeachingCa::new(kind, CA_SEED).issue("school.example").expect("a chain");
        folder.issued(&issued);
        for (answer, signed, wanted) in cases {
            let response = issued.answer(answer, now).expect("an answer");
            folder.write("answer.der", &response);
            let valid = NOW.to_string();
            let mut args = vec!["ocsp", "-respin", "answer.der", "-issuer", "above.pem", "-cert", "leaf.pem"];
            args.extend(["-CAfile", "root.pem", "-verify_other", "above.pem", "-attime", &valid, "-no_nonce"]);
            let (_, said) = folder.openssl(&args);
            for part in wanted {
                assert!(said.contains(part), "{kind:?}, {answer:?}: {part}: {said}");
            }
            assert_eq!(said.contains("Response verify OK"), signed, "{kind:?}, {answer:?}: {said}");
            let good = said.contains("leaf.pem: good") && !said.contains("invalid") && signed;
            assert_eq!(status_holds(&issued, answer), good, "{kind:?}, {answer:?}: {said}");
        }
    }
}

/// What we make of such an answer, at the tests' moment.
fn status_holds(issued: &Issued, answer: Answer) -> bool {
    let response = issued.answer(answer, NOW).expect("an answer");
    let verifier = WebPkiVerifier::new(&[&issued.root]).expect("a root");
    let path = verifier.judge(&issued.identity.chain, None, NOW).path.expect("a path");
    let (findings, _) = verifier.status(&path, Some(&response), NOW);
    !findings.is_empty() && findings.iter().all(|finding| finding.passed())
}
