//! Commands that compute a value of the key schedule again.

use super::ctx::Ctx;
use super::keys_hybrid;
use super::keys_known::{is_known, is_tls12};
use data_encoding::BASE64;
use handshake_analysis::knowledge::View;
use handshake_core::crypto::Suite;
use handshake_core::keys::{Op, Row, ScheduleEntry};
use handshake_core::trace::{Key, Side};
use handshake_scenario::text::hex;

/// A command for a shell that computes the value again, with OpenSSL 3 (or, for the hybrid, with Python).
pub fn command(ctx: &Ctx, node: ScheduleEntry, event: &Key) -> Option<String> {
    match Row::of(node).op {
        Op::Piece { of, .. } => {
            let (block, place) = (known(ctx, of, ctx.model.view).map(hex)?, place_in_block(ctx, node)?);
            Some(format!("echo {block} | cut -c {}-{}", 2 * place.start + 1, 2 * place.end))
        }
        Op::Public(half) => public(known(ctx, half, ctx.model.view)?, ctx, event),
        Op::SharedSecret => shared(ctx, node, event),
        Op::Given | Op::Zeros | Op::Copy(_) => None,
        derived => derivation(ctx, derived, event),
    }
}

/// HKDF, PRF or HMAC with the hash of the suite.
fn derivation(ctx: &Ctx, op: Op, event: &Key) -> Option<String> {
    let (old, settings) = (is_tls12(ctx), &ctx.run.settings);
    let hash = if old { settings.parts12()?.hash } else { Suite::get(settings.suite)?.hash };
    let digest = hash.name().replace('-', "");
    let value = |node: ScheduleEntry| known(ctx, node, ctx.model.view).map(hex);
    let kdf = |len: usize, mode: &str, first: &str, second: &str, name: &str| {
        format!(
            "openssl kdf -keylen {len} -kdfopt digest:{digest} {mode}\\\n  -kdfopt {first} \\\n  -kdfopt {second} {name}"
        )
    };
    let from = |secret: ScheduleEntry| Some((value(secret)?, hex(event.info.as_ref()?), event.value.len()));
    let prf = |secret: ScheduleEntry| {
        let (key, seed, len) = from(secret)?;
        Some(kdf(len, "", &format!("hexsecret:{key}"), &format!("hexseed:{seed}"), "TLS1-PRF"))
    };
    match op {
        Op::Exported { .. } if old => prf(ScheduleEntry::MasterSecret12),
        Op::MasterSecret { secret, .. } | Op::KeyBlock { secret } | Op::Finished { secret, .. } => prf(secret),
        Op::Extract { salt, ikm } => {
            let or_zeros = |node: Option<ScheduleEntry>| node.map_or_else(|| Some("00".repeat(hash.len())), value);
            let (salt, key) = (format!("hexsalt:{}", or_zeros(salt)?), format!("hexkey:{}", or_zeros(ikm)?));
            Some(kdf(hash.len(), "-kdfopt mode:EXTRACT_ONLY ", &salt, &key, "HKDF"))
        }
        Op::VerifyData { key, .. } => {
            let (key, (_, transcript)) = (value(key)?, event.transcript.as_ref()?);
            let transcript = hex(transcript);
            Some(format!(
                "echo -n {transcript} | xxd -r -p | openssl mac -digest {digest} \\\n  -macopt hexkey:{key} HMAC"
            ))
        }
        Op::DeriveSecret { secret, .. }
        | Op::ExpandLabel { secret, .. }
        | Op::BinderKey { secret }
        | Op::Update { secret }
        | Op::ExporterSecret { secret }
        | Op::Exported { secret } => {
            let (key, info, len) = from(secret)?;
            let (key, info) = (format!("hexkey:{key}"), format!("hexinfo:{info}"));
            Some(kdf(len, "-kdfopt mode:EXPAND_ONLY ", &key, &info, "HKDF"))
        }
        Op::Piece { .. } | Op::Public(_) | Op::SharedSecret | Op::Given | Op::Zeros | Op::Copy(_) => None,
    }
}

/// The public half of a private one.
fn public(private: &[u8], ctx: &Ctx, event: &Key) -> Option<String> {
    if let Some(side) = keys_hybrid::owner(private) {
        // The server's half is made from the client's, as that came.
        let client = (side == Side::Server).then(|| known(ctx, ScheduleEntry::pair(Side::Client).1, View::Server));
        return keys_hybrid::public(private, client.flatten());
    }
    let key = private_pem(private, &event.value)?;
    let len = event.value.len();
    Some(format!("openssl pkey -pubout -outform DER <<A | tail -c {len} | xxd -p | tr -d '\\n'\n{key}A"))
}

/// The private half of one side with the other's public half, as that side has got it; if somebody swapped a half on the
/// way, the two sides make different secrets, and the one that is shown is computed.
fn shared(ctx: &Ctx, node: ScheduleEntry, event: &Key) -> Option<String> {
    [(Side::Client, View::Client), (Side::Server, View::Server)].into_iter().find_map(|(side, view)| {
        let ((private, own), (_, other)) = (ScheduleEntry::pair(side), ScheduleEntry::pair(side.peer()));
        let knowledge = &ctx.run.knowledge;
        knowledge.made(node, view).filter(|value| *value == event.value)?;
        let (private, other) = (known(ctx, private, view)?, known(ctx, other, view)?);
        if keys_hybrid::owner(private).is_some() {
            return keys_hybrid::shared(private, other);
        }
        let key = private_pem(private, knowledge.value_for(own, view)?)?;
        let peer = public_pem(other)?;
        Some(format!(
            "openssl pkeyutl -derive -inkey /dev/fd/3 -peerkey /dev/fd/4 3<<A 4<<B \\\n  | xxd -p | tr -d '\\n'\n{key}A\n{peer}B"
        ))
    })
}

/// A value as a party has it, if whoever looks on knows it.
fn known<'a>(ctx: &'a Ctx, node: ScheduleEntry, view: View) -> Option<&'a [u8]> {
    ctx.run.knowledge.value_for(node, view).filter(|_| is_known(ctx, node))
}

/// What stands before a private and before a public key in DER, by the public key's length: x25519, P-256, P-384. RFC 8410
/// §3 and §7, RFC 5480 §2, RFC 5915 §3.
fn headers(public: usize) -> Option<(&'static [u8], &'static [u8])> {
    match public {
        32 => Some((b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x6e\x04\x22\x04\x20", b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x6e\x03\x21\x00")),
        65 => Some((
            b"\x30\x41\x02\x01\x00\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x04\x27\x30\x25\x02\x01\x01\x04\x20",
            b"\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00",
        )),
        97 => Some((
            b"\x30\x4e\x02\x01\x00\x30\x10\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05\x2b\x81\x04\x00\x22\x04\x37\x30\x35\x02\x01\x01\x04\x30",
            b"\x30\x76\x30\x10\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05\x2b\x81\x04\x00\x22\x03\x62\x00",
        )),
        _ => None,
    }
}

fn private_pem(private: &[u8], public: &[u8]) -> Option<String> {
    let (header, _) = headers(public.len())?;
    // The length that the header promises is that of the key.
    (usize::from(*header.last()?) == private.len()).then(|| pem("PRIVATE KEY", &[header, private].concat()))
}

fn public_pem(public: &[u8]) -> Option<String> {
    Some(pem("PUBLIC KEY", &[headers(public.len())?.1, public].concat()))
}

fn pem(label: &str, der: &[u8]) -> String {
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", BASE64.encode(der))
}

/// Place of a piece in the key block, in bytes.
pub fn place_in_block(ctx: &Ctx, node: ScheduleEntry) -> Option<std::ops::Range<usize>> {
    use ScheduleEntry::*;
    let order = [ClientWriteMacKey, ServerWriteMacKey, ClientWriteKey, ServerWriteKey, ClientWriteIv, ServerWriteIv];
    let len = |node: &ScheduleEntry| ctx.run.knowledge.value(*node).map_or(0, <[u8]>::len);
    let start = order.iter().take_while(|other| **other != node).map(len).sum();
    order.contains(&node).then(|| start..start + len(&node))
}
