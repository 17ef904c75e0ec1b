//! Commands that compute a value of the key schedule again.

use super::Ctx;
use super::keys::{is_known, is_tls12};
use crate::export::hex;
use handshake_core::crypto::Suite;
use handshake_core::keys::{Node, Op, Row};
use handshake_core::trace::Key;

/// A command for a shell that computes the value again with OpenSSL 3.
pub fn command(ctx: &Ctx, node: Node, event: &Key) -> Option<String> {
    let value = |node: Node| ctx.run.knowledge.value_for(node, ctx.model.view).filter(|_| is_known(ctx, node)).map(hex);
    let old = is_tls12(ctx);
    let settings = &ctx.run.settings;
    let hash = if old { settings.parts12()?.hash } else { Suite::get(settings.suite)?.hash };
    let digest = hash.name().replace('-', "");
    let zeros = || Some("00".repeat(hash.len()));
    let prf = |secret: Node| {
        let (key, seed, len) = (value(secret)?, hex(event.info.as_ref()?), event.value.len());
        Some(format!(
            "openssl kdf -keylen {len} -kdfopt digest:{digest} \\\n  -kdfopt hexsecret:{key} \\\n  -kdfopt hexseed:{seed} TLS1-PRF"
        ))
    };
    match Row::of(node).op {
        Op::Exported { .. } if old => prf(Node::MasterSecret12),
        Op::Piece { of, .. } => {
            let (block, place) = (value(of)?, place_in_block(ctx, node)?);
            Some(format!("echo {block} | cut -c {}-{}", 2 * place.start + 1, 2 * place.end))
        }
        Op::Extract { salt, ikm } => {
            let salt = salt.map_or_else(zeros, value)?;
            let key = ikm.map_or_else(zeros, value)?;
            let len = hash.len();
            Some(format!(
                "openssl kdf -keylen {len} -kdfopt digest:{digest} -kdfopt mode:EXTRACT_ONLY \\\n  -kdfopt hexsalt:{salt} \\\n  -kdfopt hexkey:{key} HKDF"
            ))
        }
        Op::DeriveSecret { secret, .. }
        | Op::ExpandLabel { secret, .. }
        | Op::BinderKey { secret }
        | Op::Update { secret }
        | Op::ExporterSecret { secret }
        | Op::Exported { secret } => {
            let (key, info, len) = (value(secret)?, hex(event.info.as_ref()?), event.value.len());
            Some(format!(
                "openssl kdf -keylen {len} -kdfopt digest:{digest} -kdfopt mode:EXPAND_ONLY \\\n  -kdfopt hexkey:{key} \\\n  -kdfopt hexinfo:{info} HKDF"
            ))
        }
        Op::VerifyData { key, .. } => {
            let (key, (_, transcript)) = (value(key)?, event.transcript.as_ref()?);
            Some(format!(
                "echo -n {} | xxd -r -p | openssl mac -digest {digest} \\\n  -macopt hexkey:{key} HMAC",
                hex(transcript)
            ))
        }
        Op::MasterSecret { secret, .. } | Op::KeyBlock { secret } | Op::Finished { secret, .. } => prf(secret),
        Op::Given | Op::Zeros | Op::Public(_) | Op::SharedSecret | Op::Copy(_) => None,
    }
}

/// Place of a piece in the key block, in bytes.
pub fn place_in_block(ctx: &Ctx, node: Node) -> Option<std::ops::Range<usize>> {
    use Node::*;
    let order = [ClientWriteMacKey, ServerWriteMacKey, ClientWriteKey, ServerWriteKey, ClientWriteIv, ServerWriteIv];
    let len = |node: &Node| ctx.run.knowledge.value(*node).map_or(0, <[u8]>::len);
    let start = order.iter().take_while(|other| **other != node).map(len).sum();
    order.contains(&node).then(|| start..start + len(&node))
}
