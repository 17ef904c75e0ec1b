//! What is to be said for or against a registered suite, and what has taken its place.

use super::registry::{Registered, find};
use handshake_lessons::word_of;

/// How good a suite is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Nothing speaks against it.
    Good,
    /// Not a suite, but a signal among suites.
    Signal,
    /// It works where both sides want it, and is not for everybody.
    Special,
    /// There is better.
    Weak,
    /// It protects from nobody, or is forbidden.
    Broken,
}

/// For which names it holds, how good such a suite is, and the key of the words that say why.
type Reason = (fn(&str) -> bool, Grade, &'static str);

/// What a suite's name tells of its worth: whether this fits, the grade, and the reason's id. The first that fits counts.
const REASONS: &[Reason] = &[
    (|name| name.ends_with("_SCSV"), Grade::Signal, "signal"),
    (|name| name.contains("_NULL_"), Grade::Broken, "null"),
    (|name| matches!(name, "TLS_SHA256_SHA256" | "TLS_SHA384_SHA384"), Grade::Broken, "integrity-only"),
    (|name| name.contains("_anon_"), Grade::Broken, "anonymous"),
    (|name| name.contains("_EXPORT_"), Grade::Broken, "export"),
    (|name| name.contains("_RC4_"), Grade::Broken, "rc4"),
    (|name| name.contains("_DES_CBC_") || name.contains("_IDEA_"), Grade::Broken, "des"),
    (|name| name.contains("_3DES_"), Grade::Weak, "3des"),
    (|name| name.starts_with("TLS_RSA_"), Grade::Weak, "rsa"),
    (|name| name.starts_with("TLS_PSK_WITH"), Grade::Weak, "psk"),
    (|name| name.starts_with("TLS_DH_") || name.starts_with("TLS_ECDH_"), Grade::Weak, "static"),
    (|name| name.contains("_DSS_"), Grade::Weak, "dss"),
    (|name| name.starts_with("TLS_DHE_") || name.starts_with("TLS_PSK_DHE_"), Grade::Weak, "dhe"),
    (|name| name.contains("_SRP_") || name.contains("_ECCPWD_"), Grade::Special, "password"),
    (
        |name| ["GOST", "SM4", "ARIA", "CAMELLIA", "SEED", "AEGIS"].iter().any(|cipher| name.contains(cipher)),
        Grade::Special,
        "rare",
    ),
    (|name| name.contains("_CBC_"), Grade::Weak, "cbc"),
    (|name| name.contains("_CCM_8"), Grade::Special, "short-tag"),
];

/// How good a suite is, and why, in a sentence.
pub fn status(suite: &Registered) -> (Grade, &'static str) {
    let found = REASONS.iter().find(|(fits, ..)| fits(suite.name));
    let (grade, reason) = found.map_or((Grade::Good, "good"), |(_, grade, reason)| (*grade, *reason));
    (grade, word_of("suite-status", reason).unwrap_or_default())
}

/// What to use in its place: of TLS 1.3 and of TLS 1.2, with the same kind of certificate or key, and as strong a cipher.
/// Nothing for one that needs no other.
pub fn instead(suite: &Registered) -> Vec<Registered> {
    if !matches!(status(suite).0, Grade::Weak | Grade::Broken) {
        return Vec::new();
    }
    let name = suite.name;
    let cipher = match () {
        () if name.contains("CHACHA20") => "CHACHA20_POLY1305_SHA256",
        () if name.contains("_256_") => "AES_256_GCM_SHA384",
        () => "AES_128_GCM_SHA256",
    };
    let auth = match () {
        () if name.contains("PSK") => "PSK",
        () if name.contains("ECDSA") => "ECDSA",
        () => "RSA",
    };
    [format!("TLS_{cipher}"), format!("TLS_ECDHE_{auth}_WITH_{cipher}")].iter().filter_map(|name| find(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::registry::all;
    use super::*;

    #[test]
    fn what_takes_a_suites_place_is_better() {
        for suite in all() {
            let (grade, why) = status(&suite);
            assert!(!why.is_empty(), "{}", suite.name);
            let other = instead(&suite);
            assert_eq!(other.len(), if matches!(grade, Grade::Weak | Grade::Broken) { 2 } else { 0 }, "{}", suite.name);
            for other in other {
                assert_eq!(status(&other).0, Grade::Good, "{} for {}", other.name, suite.name);
            }
        }
    }

    #[test]
    fn each_reason_is_given_for_some_suite() {
        for (fits, _, reason) in REASONS {
            let first = |name: &str| REASONS.iter().find(|(fits, ..)| fits(name)).map(|(.., reason)| *reason);
            assert!(all().any(|suite| fits(suite.name) && first(suite.name) == Some(reason)), "{reason}");
        }
        let good: Vec<&str> = all().filter(|suite| status(suite).0 == Grade::Good).map(|suite| suite.name).collect();
        assert_eq!(good.len(), 16, "{good:?}");
    }

    #[test]
    fn the_same_strength_and_the_same_certificate() {
        let names =
            |name: &str| instead(&find(name).expect("registered")).iter().map(|one| one.name).collect::<Vec<_>>();
        assert_eq!(
            names("TLS_RSA_WITH_AES_256_CBC_SHA"),
            ["TLS_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"]
        );
        assert_eq!(
            names("ECDHE-ECDSA-AES128-SHA256"),
            ["TLS_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"]
        );
        assert_eq!(
            names("TLS_DHE_PSK_WITH_CHACHA20_POLY1305_SHA256"),
            ["TLS_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256"]
        );
        assert!(names("TLS_AES_128_GCM_SHA256").is_empty());
    }
}
