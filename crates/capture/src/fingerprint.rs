//! By what a ClientHello gives its program away: JA3 and JA4, two ways of writing down what is offered, in use since 2017 and 2023.

use data_encoding::HEXLOWER;
use handshake_core::msgs::ClientHello;
use handshake_core::msgs::codes::{ExtensionType, ProtocolVersion};
use md5::{Digest, Md5};
use sha2::Sha256;

/// What is offered, as JA3 writes it: version, suites, extensions, groups and point formats, by number and in the client's
/// order, without GREASE; and its MD5.
pub fn ja3(hello: &ClientHello) -> (String, String) {
    let list = |numbers: Vec<u16>| {
        let numbers = numbers.into_iter().filter(|number| !is_grease(*number));
        numbers.map(|number| number.to_string()).collect::<Vec<_>>().join("-")
    };
    let groups = hello.extensions.supported_groups().map(|groups| groups.0.iter().map(|group| group.0).collect());
    let formats =
        hello.extensions.ec_point_formats().map(|formats| formats.0.iter().map(|format| format.0.into()).collect());
    let text = [
        hello.legacy_version.0.to_string(),
        list(suites(hello)),
        list(extensions(hello)),
        list(groups.unwrap_or_default()),
        list(formats.unwrap_or_default()),
    ];
    let text = text.join(",");
    let hash = HEXLOWER.encode(&Md5::digest(&text));
    (text, hash)
}

/// JA4 over TCP: transport, version, whether a name is asked for, how many suites and extensions, the first application protocol; the
/// suites, sorted, and the extensions, sorted, with the signature schemes, as the beginning of a SHA-256 each.
pub fn ja4(hello: &ClientHello) -> String {
    let hex = |numbers: Vec<u16>| numbers.iter().map(|number| format!("{number:04x}")).collect::<Vec<_>>().join(",");
    let sorted = |mut numbers: Vec<u16>| {
        numbers.retain(|number| !is_grease(*number));
        numbers.sort_unstable();
        numbers
    };
    let (suites, all) = (sorted(suites(hello)), sorted(extensions(hello)));
    let named = |extension: ExtensionType| all.contains(&extension.0);
    let told = [ExtensionType::SERVER_NAME.0, ExtensionType::ALPN.0];
    let rest: Vec<u16> = all.iter().copied().filter(|number| !told.contains(number)).collect();
    let schemes =
        hello.extensions.signature_algorithms().map(|schemes| schemes.0.iter().map(|scheme| scheme.0).collect());
    let second = match schemes {
        Some(schemes) => format!("{}_{}", hex(rest), hex(schemes)),
        None => hex(rest),
    };
    let count = |numbers: &[u16]| numbers.len().min(99);
    let name = if named(ExtensionType::SERVER_NAME) { 'd' } else { 'i' };
    let first = format!("t{}{name}{:02}{:02}{}", version(hello), count(&suites), count(&all), protocol(hello));
    [first, short(&hex(suites)), short(&second)].join("_")
}

fn suites(hello: &ClientHello) -> Vec<u16> {
    hello.cipher_suites.iter().map(|suite| suite.0).collect()
}

fn extensions(hello: &ClientHello) -> Vec<u16> {
    hello.extensions.0.iter().map(|extension| extension.extension_type().0).collect()
}

/// The newest version that is offered.
fn version(hello: &ClientHello) -> &'static str {
    let offered = hello.extensions.client_versions().map(|versions| versions.0.clone()).unwrap_or_default();
    let newest = offered.into_iter().filter(|version| !is_grease(version.0)).max().unwrap_or(hello.legacy_version);
    match newest {
        ProtocolVersion::TLS13 => "13",
        ProtocolVersion::TLS12 => "12",
        ProtocolVersion::TLS11 => "11",
        ProtocolVersion::TLS10 => "10",
        ProtocolVersion::SSL3 => "s3",
        _ => "00",
    }
}

/// First and last character of the first application protocol.
fn protocol(hello: &ClientHello) -> String {
    let first = hello.extensions.alpn().and_then(|alpn| alpn.0.first());
    match first.map(Vec::as_slice) {
        None | Some([]) => "00".to_owned(),
        Some(name @ [first, ..]) => {
            match name.last().filter(|last| [first, last].iter().all(|b| b.is_ascii_alphanumeric())) {
                Some(last) => format!("{}{}", char::from(*first), char::from(*last)),
                // Of what is no text: the first and the last digit of its hex.
                None => {
                    let hex = HEXLOWER.encode(name);
                    hex.chars().take(1).chain(hex.chars().last()).collect()
                }
            }
        }
    }
}

fn short(text: &str) -> String {
    if text.is_empty() { "0".repeat(12) } else { HEXLOWER.encode(&Sha256::digest(text)).chars().take(12).collect() }
}

/// Numbers that mean nothing, which a client mixes in so that servers stay tolerant. RFC 8701 §2.
fn is_grease(number: u16) -> bool {
    number & 0x0f0f == 0x0a0a && number >> 8 == number & 0xff
}
