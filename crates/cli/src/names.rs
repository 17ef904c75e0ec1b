//! Names on the command line: suites, groups, protocols.

use handshake_app::suites;
use handshake_core::crypto::{Suite, can_exchange, suites_of};
use handshake_core::msgs::codes::{CipherSuite, NamedGroup, ProtocolVersion};

/// A suite by any name or its number, whatever the case.
///
/// # Errors
/// One line: nobody's name, or a suite that the engine does not speak; and those that it does.
fn suite(name: &str) -> Result<CipherSuite, String> {
    let known = spoken(&[ProtocolVersion::TLS13, ProtocolVersion::TLS12]);
    let there_are = || list(known.iter().map(|suite| suite.text()));
    let found = suites::find(name).ok_or_else(|| format!("--suite '{name}' is unknown; there are: {}", there_are()))?;
    let id = CipherSuite(found.code);
    match known.contains(&id) {
        true => Ok(id),
        false => Err(format!("--suite {}: this engine does not speak it; there are: {}", found.name, there_are())),
    }
}

/// All suites of these versions that the engine speaks.
fn spoken(versions: &[ProtocolVersion]) -> Vec<CipherSuite> {
    let mut all = suites_of(versions);
    if versions.contains(&ProtocolVersion::TLS13) {
        all.extend(Suite::RARE.iter().map(|suite| suite.id));
    }
    all
}

/// A group by its IANA name or a usual alias, whatever its case.
///
/// # Errors
/// One line with the names that are known.
pub fn group(name: &str) -> Result<NamedGroup, String> {
    let aliases = [
        ("P-256", NamedGroup::SECP256R1),
        ("prime256v1", NamedGroup::SECP256R1),
        ("P-384", NamedGroup::SECP384R1),
        ("P-521", NamedGroup::SECP521R1),
        ("curve25519", NamedGroup::X25519),
    ];
    let known: Vec<NamedGroup> = NamedGroup::NAMED.iter().copied().filter(|group| can_exchange(*group)).collect();
    let by_name = known.iter().find(|group| group.text().eq_ignore_ascii_case(name)).copied();
    let by_alias = || aliases.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(name)).map(|(_, group)| *group);
    by_name
        .or_else(by_alias)
        .ok_or_else(|| format!("--group '{name}' is unknown; there are: {}", list(known.iter().map(|g| g.text()))))
}

/// The versions to speak: the one named, or both that are allowed. A forbidden one is spoken only by who also says that it is
/// for teaching.
///
/// # Errors
/// One line with the versions that are known.
pub fn versions(name: Option<&str>, for_teaching: bool) -> Result<Vec<ProtocolVersion>, String> {
    match name {
        None => Ok(vec![ProtocolVersion::TLS13, ProtocolVersion::TLS12]),
        Some("1.3") => Ok(vec![ProtocolVersion::TLS13]),
        Some("1.2") => Ok(vec![ProtocolVersion::TLS12]),
        Some(old @ ("1.1" | "1.0")) if !for_teaching => Err(format!(
            "--tls {old}: TLS {old} is forbidden since 2021 (RFC 8996), and spoken only with --for-teaching"
        )),
        Some(old @ ("1.1" | "1.0")) => {
            eprintln!("handshake: TLS {old} is forbidden since 2021 (RFC 8996): nothing said here is safe.");
            Ok(vec![if old == "1.1" { ProtocolVersion::TLS11 } else { ProtocolVersion::TLS10 }])
        }
        Some(other) => {
            Err(format!("--tls '{other}' is unknown; there are: 1.2, 1.3, and with --for-teaching 1.0 and 1.1"))
        }
    }
}

/// The suites named, all of them of one of the versions.
///
/// # Errors
/// One line: the name that is unknown, or of a version that is not spoken.
pub fn suites(names: &[String], versions: &[ProtocolVersion]) -> Result<Vec<CipherSuite>, String> {
    let able = spoken(versions);
    let one = |name: &String| {
        let suite = suite(name)?;
        match able.contains(&suite) {
            true => Ok(suite),
            false => Err(format!("--suite '{name}' is of another version than --tls")),
        }
    };
    names.iter().map(one).collect()
}

fn list(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join(", ")
}
