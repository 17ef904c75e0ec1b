//! What the name of a suite says.

use crate::route::Route;
use crate::view::Link;
use handshake_lessons as lessons;

/// The parts that a name has, in its order.
pub const KINDS: [&str; 4] = ["exchange", "auth", "cipher", "hash"];

/// The way to where a suite is taken apart, if it is a known one.
pub fn link(name: &str) -> Option<Link> {
    lessons::suite_names()
        .contains(&name)
        .then(|| Link { label: lessons::say("suite.apart", &[("name", &name)]), href: Route::suite(name).to_string() })
}

/// How a suite's name says what its key exchange is, or another of [`KINDS`]; `None` if it does not.
pub fn token(name: &str, kind: &str) -> Option<&'static str> {
    let name = lessons::suite_names().iter().copied().find(|known| *known == name)?;
    let at = KINDS.iter().position(|one| *one == kind)?;
    Some(keys(name)[at]).filter(|token| !matches!(*token, "TLS13" | "CCM" | ""))
}

/// Key exchange, authentication, cipher, hash, as content names them.
pub(crate) fn keys(name: &'static str) -> [&'static str; 4] {
    let body = name.strip_prefix("TLS_").unwrap_or(name);
    let (left, right) = body.split_once("_WITH_").unwrap_or(("", body));
    let (exchange, auth) = match left {
        "" => ("TLS13", "TLS13"),
        "RSA" | "RSA_EXPORT" => (left, "RSA"),
        "PSK" | "NULL" => (left, left),
        "DHE_RSA_EXPORT" => ("DHE_EXPORT", "RSA"),
        _ => left.split_once('_').unwrap_or((left, "")),
    };
    let (cipher, hash) = match right.rsplit_once('_') {
        Some((_, "CCM" | "8")) => (right, "CCM"),
        Some((cipher, hash)) => (cipher, hash),
        None => (right, ""),
    };
    [exchange, auth, cipher, hash]
}

/// The name cut where its parts begin and end.
pub(crate) fn pieces(name: &str, keys: [&str; 4]) -> Vec<(String, Option<usize>)> {
    let mut out: Vec<(String, Option<usize>)> = Vec::new();
    let mut rest = name;
    for (index, key) in keys.into_iter().enumerate() {
        // RSA key transport names its one key once; an export suite's mark stands behind the certificate's kind.
        let key = key.strip_suffix("_EXPORT").filter(|_| keys[0] == "DHE_EXPORT").unwrap_or(key);
        let Some(at) = rest.find(key).filter(|_| !matches!(key, "TLS13" | "CCM" | "")) else { continue };
        let same = index == 1 && keys[0].starts_with(keys[1]);
        if same {
            continue;
        }
        if at > 0 {
            out.push((rest[..at].to_owned(), None));
        }
        out.push((key.to_owned(), Some(index)));
        rest = &rest[at + key.len()..];
    }
    if !rest.is_empty() {
        out.push((rest.to_owned(), None));
    }
    out
}
