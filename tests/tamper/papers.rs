//! Certificates, statuses and lists that were changed by chance: nothing panics, and nothing that was changed is believed.

use handshake_core::pki::fields::{Document, fields};
use handshake_core::pki::{
    Answer, Aspect, Certificate, CertificateKind, Finding, Issued, KeyUse, TeachingCa, Verifier, WebPkiVerifier,
};
use handshake_tests::{CA_SEED, Dice, NOW};

const NAME: &str = "school.example";
const KINDS: [CertificateKind; 3] = [CertificateKind::EcdsaP256, CertificateKind::Ed25519, CertificateKind::Rsa2048];
/// Changes of each document.
const ROUNDS: usize = 250;

fn issued(kind: CertificateKind) -> Issued {
    TeachingCa::new(kind, CA_SEED).issue(NAME).expect("a chain")
}

fn trusting(issued: &Issued) -> WebPkiVerifier {
    WebPkiVerifier::new(&[&issued.root]).expect("a root")
}

fn holds(findings: &[Finding]) -> bool {
    !findings.is_empty() && findings.iter().all(|finding| finding.passed())
}

/// A few bits turned, bytes put in, taken out, cut off; never the same as before.
fn changed(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    loop {
        let mut new = bytes.to_vec();
        for _ in 0..=dice.below(3) {
            let at = dice.below(new.len());
            match dice.below(6) {
                0..=2 if !new.is_empty() => new[at] ^= 1 << dice.below(8),
                3 if !new.is_empty() => drop(new.remove(at)),
                4 => new.truncate(at),
                _ => new.insert(at, dice.bytes(1)[0]),
            }
        }
        if new != bytes {
            return new;
        }
    }
}

#[test]
fn a_changed_certificate_is_never_believed() {
    let mut dice = Dice::new(41);
    for kind in KINDS {
        let issued = issued(kind);
        let verifier = trusting(&issued);
        let chain = &issued.identity.chain;
        assert!(holds(&verifier.judge(chain, Some(NAME), NOW).findings));
        for round in 0..ROUNDS {
            for at in 0..chain.len() {
                let mut other = chain.clone();
                other[at] = changed(&other[at], &mut dice);
                let _ = Certificate::read(&other[at]);
                let _ = fields(Document::Certificate, &other[at]);
                let verdict = verifier.judge(&other, Some(NAME), NOW);
                assert!(!holds(&verdict.findings), "{kind:?}, certificate {at}, round {round}: {:02x?}", other[at]);
                if let Some(path) = verdict.path {
                    assert!(
                        path.links.len() <= 3 && path.checks().any(|(_, check)| check.passed != Some(true)),
                        "{kind:?}, {at}, {round}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_changed_status_is_never_believed() {
    let mut dice = Dice::new(42);
    for kind in KINDS {
        let issued = issued(kind);
        let verifier = trusting(&issued);
        for answer in [Answer::Good, Answer::GoodByResponder] {
            let good = issued.answer(answer, NOW).expect("an answer");
            let path = verifier.judge(&issued.identity.chain, None, NOW).path.expect("a path");
            let judge = |response: &[u8]| verifier.status(&path, Some(response), NOW).0;
            assert!(holds(&judge(&good)));
            for round in 0..ROUNDS {
                let other = changed(&good, &mut dice);
                let _ = fields(Document::OcspResponse, &other);
                assert!(!holds(&judge(&other)), "{kind:?}, {answer:?}, round {round}: {other:02x?}");
            }
        }
    }
}

#[test]
fn a_changed_list_is_not_read_or_not_believed() {
    let mut dice = Dice::new(43);
    for kind in KINDS {
        let issued = issued(kind);
        let list = issued.list(true, NOW).expect("a list");
        for _ in 0..ROUNDS {
            let other = changed(&list, &mut dice);
            let _ = fields(Document::CertificateList, &other);
            // It may be another authority's now, and say nothing; else it must not be believed, or can't be read.
            let verdict = trusting(&issued).with_lists(&[&other]).judge(&issued.identity.chain, Some(NAME), NOW);
            let path = verdict.path.expect("a path");
            let of_another = path.checks().all(|(_, check)| check.what != Aspect::Status);
            assert!(of_another || !holds(&verdict.findings), "{other:02x?}");
        }
    }
}

/// Many certificates with the same names: whoever looks for a path must not try them all in every order.
#[test]
fn a_maze_of_certificates_has_an_end() {
    let [one, other] =
        [1, 2].map(|seed| TeachingCa::new(CertificateKind::EcdsaP256, seed).issue(NAME).expect("a chain"));
    let verifier = trusting(&one);
    let leaf = &one.identity.chain[..1];
    let wrong = &other.identity.chain[1];
    let mut maze = leaf.to_vec();
    maze.extend(std::iter::repeat_n(wrong.clone(), 60));
    assert!(!holds(&verifier.judge(&maze, Some(NAME), NOW).findings));
    maze.push(one.identity.chain[1].clone());
    let verdict = verifier.judge(&maze, Some(NAME), NOW);
    let path = verdict.path.expect("a path");
    assert_eq!((path.links.len(), path.unused.len()), (3, 60));
}

/// keyUsage counts for what the key is used for in this handshake, not for any use.
#[test]
fn a_key_is_used_only_for_what_its_certificate_allows() {
    let rsa = issued(CertificateKind::Rsa2048);
    // An RSA key for digitalSignature alone.
    let pem = include_str!("../data/certificates/rsa-pss-key.pem");
    let only_signs = openssl::x509::X509::from_pem(pem.as_bytes()).and_then(|one| one.to_der()).expect("a certificate");
    for (chain, decrypts) in [(rsa.identity.chain.clone(), true), (vec![only_signs], false)] {
        let mut path = trusting(&rsa).judge(&chain, None, NOW).path.expect("a path");
        assert_eq!(path.used_for(KeyUse::Sign), None);
        assert_eq!(path.used_for(KeyUse::Decrypt).is_none(), decrypts);
        let usage = path.links[0].checks.iter().rfind(|check| check.what == Aspect::Usage).expect("keyUsage");
        assert_eq!(usage.passed, Some(decrypts));
    }
}
