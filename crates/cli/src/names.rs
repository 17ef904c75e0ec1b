//! Names on the command line: suites, groups, protocols.

use handshake_story::engine::crypto::{Suite, can_exchange};
use handshake_story::engine::msgs::codes::{CipherSuite, NamedGroup};

/// A suite by its IANA name, whatever its case.
///
/// # Errors
/// One line with the names that are known.
pub fn suite(name: &str) -> Result<CipherSuite, String> {
    let known: Vec<CipherSuite> = Suite::ALL.iter().map(|suite| suite.id).collect();
    let found = known.iter().find(|suite| suite.text().eq_ignore_ascii_case(name));
    found
        .copied()
        .ok_or_else(|| format!("--suite '{name}' is unknown; there are: {}", list(known.iter().map(|s| s.text()))))
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
        ("curve25519", NamedGroup::X25519),
    ];
    let known: Vec<NamedGroup> = NamedGroup::NAMED.iter().copied().filter(|group| can_exchange(*group)).collect();
    let by_name = known.iter().find(|group| group.text().eq_ignore_ascii_case(name)).copied();
    let by_alias = || aliases.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(name)).map(|(_, group)| *group);
    by_name
        .or_else(by_alias)
        .ok_or_else(|| format!("--group '{name}' is unknown; there are: {}", list(known.iter().map(|g| g.text()))))
}

/// The only version that this program speaks so far.
///
/// # Errors
/// One line.
pub fn version(name: &str) -> Result<(), String> {
    match name {
        "1.3" => Ok(()),
        "1.2" => Err("--tls 1.2: this engine speaks TLS 1.3 only".to_owned()),
        other => Err(format!("--tls '{other}' is unknown; there is: 1.3")),
    }
}

fn list(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join(", ")
}
