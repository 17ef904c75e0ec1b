//! Short codes: an address in a few letters, to be typed on another device at `/c/CODE`. There is no server that could
//! remember anything, so the code is the address itself: common parts by their number in a list, the rest letter by
//! letter, in Crockford's base 32, with a letter at the end that catches slips.

use crate::crockford;
use handshake_lessons::Problem;
use handshake_scenario::text::shorten;

/// Longest code that is read.
const MAX_CODE: usize = 600;
/// Longest address that gets a code: beyond that nobody would type it.
const MAX_ADDRESS: usize = 300;

/// What stands for itself: the number is the place, so new ones go to the end.
const WORDS: [&str; 128] = [
    "/s/tls13-full/",
    "/s/tls13-hrr/",
    "/s/tls13-resume/",
    "/s/tls13-0rtt/",
    "/s/tls13-0rtt-rejected/",
    "/s/tls13-0rtt-replay/",
    "/s/tls13-client-auth/",
    "/s/tls13-key-update/",
    "/s/tls13-pq/",
    "/s/tls13-psk/",
    "/s/tls13-records/",
    "/s/tls13-exporter/",
    "/s/tls12-rsa/",
    "/s/tls12-ecdhe/",
    "/s/tls12-cbc/",
    "/s/tls12-resume-id/",
    "/s/tls12-resume-ticket/",
    "/s/tls12-client-auth/",
    "/s/stolen-key/",
    "/s/downgrade/",
    "/s/old-version/",
    "/compare/",
    "/s/",
    "?with=",
    "&with=",
    "&with.",
    "?with.",
    "tamper=",
    "?tamper=",
    "&tamper=",
    "10",
    "11",
    "12",
    "13",
    "14",
    "15",
    "16",
    "17",
    "18",
    "19",
    "20",
    "21",
    "22",
    "23",
    "24",
    "25",
    "26",
    "27",
    "28",
    "29",
    "30",
    "31",
    "32",
    "?view=client",
    "?view=server",
    "?view=eavesdropper",
    "&view=client",
    "&view=server",
    "&view=eavesdropper",
    "?tab=bytes",
    "?tab=keys",
    "?tab=record",
    "?tab=checks",
    "?tab=break",
    "&tab=bytes",
    "&tab=keys",
    "&tab=record",
    "&tab=checks",
    "&tab=break",
    "&field=",
    "?field=",
    "&node=",
    "&layer=record",
    "&layer=inner",
    "&layer=message",
    "&byte=0x",
    "ClientHello",
    "ServerHello",
    ".extensions",
    ".random",
    ".cipher_suite",
    ".key_share",
    ".supported_versions",
    "EncryptedExtensions",
    "Certificate",
    "CertificateVerify",
    "Finished",
    "NewSessionTicket",
    ".flip.0x",
    ".drop",
    ".repeat",
    ".swap",
    ".delay",
    ".replay",
    ".share",
    ".strip",
    ".cut.",
    ".put.0x",
    ".fit.0x",
    "seed=",
    "suite=TLS_",
    "group=",
    "certificate=",
    "name=",
    "trust=nobody",
    "issued=other",
    "date=2028",
    "=yes",
    "=no",
    "X25519MLKEM768",
    "secp256r1",
    "secp384r1",
    "CHACHA20_POLY1305_SHA256",
    "AES_256_GCM_SHA384",
    "rsa_pss_rsae_sha256",
    "ed25519",
    "shared_secret",
    "client_version=",
    "server_version=",
    "suite12=TLS_",
    "request=",
    "reply=",
    "&part=",
    "&present=",
    "/text/",
    "%5B",
    "%5D",
    "tls13-",
];

/// The code of an address of the page; `None` if it is too long to be typed.
pub fn code(address: &str) -> Option<String> {
    if address.len() > MAX_ADDRESS || !address.is_ascii() {
        return None;
    }
    let mut bits: Vec<bool> = Vec::new();
    let mut rest = address;
    while !rest.is_empty() {
        let best = WORDS.iter().enumerate().filter(|(_, word)| rest.starts_with(**word));
        let (flag, number, len) = match best.max_by_key(|(_, word)| word.len()) {
            Some((at, word)) => (true, at, word.len()),
            None => (false, usize::from(rest.bytes().next()?), 1),
        };
        bits.push(flag);
        bits.extend((0..7).rev().map(|bit| number >> bit & 1 == 1));
        rest = rest.get(len..)?;
    }
    let digit = |five: &[bool]| {
        let value = five.iter().fold(0, |sum, &bit| sum << 1 | usize::from(bit));
        value << (5 - five.len())
    };
    let mut digits: Vec<usize> = bits.chunks(5).map(digit).collect();
    digits.push(check(&digits));
    Some(digits.into_iter().map(crockford::digit).collect())
}

/// The address that a code stands for. Small letters, spaces and hyphens do not matter; O is 0, I and L are 1.
///
/// # Errors
/// What is wrong with the code.
pub fn address(code: &str) -> Result<String, Problem> {
    let wrong = |key: &'static str| Err(Problem::of(key, &[("code", &shorten(code))]));
    if code.len() > MAX_CODE {
        return wrong("short-code.long");
    }
    let mut digits = Vec::new();
    for letter in code.chars().filter(|letter| !matches!(letter, '-' | ' ' | '+')) {
        let Some(digit) = crockford::value(letter) else {
            let letter = letter.to_ascii_uppercase();
            return Err(Problem::of("short-code.letter", &[("code", &shorten(code)), ("letter", &letter)]));
        };
        digits.push(digit);
    }
    let Some(last) = digits.pop() else { return wrong("short-code.empty") };
    if digits.is_empty() || check(&digits) != last {
        return wrong("short-code.wrong");
    }
    let bits: Vec<bool> = digits.iter().flat_map(|digit| (0..5).rev().map(move |bit| digit >> bit & 1 == 1)).collect();
    let mut address = String::new();
    for symbol in bits.chunks_exact(8) {
        let (flag, number) = symbol.split_first().map(|(flag, number)| (*flag, number)).unwrap_or_default();
        let number = number.iter().fold(0_u8, |sum, &bit| sum << 1 | u8::from(bit));
        match (flag, WORDS.get(usize::from(number))) {
            (true, Some(word)) => address.push_str(word),
            (true, None) => return wrong("short-code.newer"),
            (false, _) => address.push(char::from(number)),
        }
    }
    if !address.starts_with('/') || address.len() > 2 * MAX_ADDRESS {
        return wrong("short-code.nowhere");
    }
    Ok(address)
}

/// A digit that is another one if any digit is wrong, and nearly always if two neighbours have changed places.
fn check(digits: &[usize]) -> usize {
    digits.iter().fold(1, |sum, digit| (sum * 3 + digit + 7) % 32)
}
