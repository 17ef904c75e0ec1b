//! How the receiver opens a record, and what becomes of it if one bit changes on the way: the engine opens it once more.

use super::ctx::{Ctx, side};
use crate::view::{Compared, FlipByte, OpeningView};
use handshake_analysis::moments::Moment;
use handshake_core::record::{Form, HEADER, Protection};
use handshake_core::trace::{Record, Sealing};
use handshake_lessons::{say, word, word_of};
use handshake_scenario::text::count_bytes;
use handshake_scenario::text::hex;

/// Bytes at the beginning and at the end of what is sealed that can be changed by a click.
const SHOWN: usize = 16;

/// The opening of the record shown. `None` for one in the clear: whatever is changed in it, nothing of the record tells.
pub fn opening(ctx: &Ctx, moment: &Moment, record: &Record) -> Option<OpeningView> {
    let sealing = record.sealing.as_ref()?;
    let bit = ctx.model.bit.filter(|bit| bit / 8 < record.bytes.len());
    let mut bytes = record.bytes.clone();
    if let Some(byte) = bit.and_then(|bit| bytes.get_mut(bit / 8)) {
        *byte ^= 1 << (bit.unwrap_or_default() % 8);
    }
    let again = Protection::reopen(sealing);
    let opened = again.clone().open(&bytes);
    // Who opens it has keys of its own, fitting or not.
    let receiving = !ctx.model.view.sees(moment.side) && ctx.run.knowledge.opener(sealing, ctx.model.view, ctx.at);
    let secret = ctx.can_read(moment) || receiving;
    let holds = opened.inner.is_some();
    let verdict = match (&opened.inner, secret) {
        (Some(inner), true) => {
            let kind = inner.content_type.text();
            let kind = word_of("content-kind", &kind).unwrap_or(&kind);
            say("opened.fits-inside", &[("bytes", &count_bytes(inner.content.len())), ("kind", &kind)])
        }
        (Some(_), false) => word("opened.fits").to_owned(),
        (None, _) => word("opened.does-not").to_owned(),
    };
    Some(OpeningView {
        receiver: side(sealing.writer.peer()),
        bytes: flip_bytes(record, sealing, bit),
        changed: bit.map(|bit| say("opened.changed", &[("byte", &format!("0x{:02x}", bit / 8)), ("bit", &(bit % 8))])),
        compared: compared(&again, sealing, &opened, secret),
        nonce: (secret && !opened.nonce.is_empty()).then(|| (nonce_name(sealing), hex(&opened.nonce))),
        holds,
        verdict,
    })
}

/// Where the opener's nonce comes from: CBC's IV is all sent along, TLS 1.2's AES-GCM has a part of it sent along, all other
/// AEADs count. RFC 5246 §6.2.3.2, RFC 5288 §3, RFC 8446 §5.3.
fn nonce_name(sealing: &Sealing) -> &'static str {
    match (&sealing.mac, sealing.explicit.is_empty()) {
        (Some(_), _) => word("opening.iv-sent-along"),
        (None, false) => word("opening.nonce-sent-along"),
        (None, true) => word("opening.nonce-from-its-own"),
    }
}

/// The bytes that a click can change: of the header the version (type and length would make it another record), and the first
/// and the last bytes after it.
fn flip_bytes(record: &Record, sealing: &Sealing, bit: Option<usize>) -> Vec<FlipByte> {
    let len = record.bytes.len();
    let tag = len.saturating_sub(sealing.tag.len());
    let shown = |at: &usize| (1..3).contains(at) || (*at >= HEADER && (*at < HEADER + SHOWN || *at + SHOWN >= len));
    let mut last = 0;
    let byte = |at: usize| {
        let gap = at > last + 1 && last >= HEADER;
        last = at;
        let changed = bit.filter(|bit| bit / 8 == at).map_or(0, |bit| 1 << (bit % 8));
        FlipByte {
            bit: 8 * at,
            hex: hex(&[record.bytes.get(at).copied().unwrap_or_default() ^ changed]),
            part: match at {
                _ if at < HEADER => "version",
                _ if at >= tag && tag < len && sealing.mac.is_some() => "MAC",
                _ if at >= tag && tag < len => "tag",
                _ if at < HEADER + sealing.explicit.len() && sealing.mac.is_some() => "IV",
                _ if at < HEADER + sealing.explicit.len() => "nonce",
                _ => "ciphertext",
            },
            after_gap: gap,
            changed: changed != 0,
        }
    };
    (0..len).filter(shown).map(byte).collect()
}

/// What the receiver compares: the tag or MAC that came, with the one that it computes.
fn compared(again: &Protection, sealing: &Sealing, opened: &Sealing, secret: bool) -> Option<Compared> {
    if !secret {
        return None;
    }
    let (names, computed, received) = match &opened.mac {
        Some(mac) if matches!(opened.form, Form::Block { encrypt_then_mac: true, .. }) => {
            ((word("opened.mac-received"), word("opened.mac-computed")), mac.value.clone(), opened.tag.clone())
        }
        // What arrived broken holds no MAC to be compared.
        Some(_) if sealing.inner.is_none() => return None,
        // It lies inside, where a changed bit may have garbled it: what the sender put there is shown.
        Some(mac) => (
            (word("opened.mac-sealed"), word("opened.mac-computed")),
            mac.value.clone(),
            sealing.mac.as_ref()?.value.clone(),
        ),
        None => {
            let inside = inside(sealing, opened).or_else(|| again.inside(opened))?;
            let fits = again.fitting_tag(opened, &inside)?;
            ((word("opened.tag-received"), word("opened.tag-computed")), fits, opened.tag.clone())
        }
    };
    let differ: u32 = computed.iter().zip(&received).map(|(one, other)| (one ^ other).count_ones()).sum();
    Some(Compared {
        received_name: names.0,
        received: hex(&received),
        computed_name: names.1,
        bits: 8 * computed.len(),
        computed: hex(&computed),
        differ,
    })
}

/// What an AEAD's opener finds inside before it looks at the tag. All three encrypt by xor with a stream, so that a bit changed
/// outside is the same bit changed inside.
fn inside(sealing: &Sealing, opened: &Sealing) -> Option<Vec<u8>> {
    let mut inside = sealing.inner.as_ref()?.bytes();
    for (byte, (was, is)) in inside.iter_mut().zip(sealing.ciphertext.iter().zip(&opened.ciphertext)) {
        *byte ^= was ^ is;
    }
    Some(inside)
}
