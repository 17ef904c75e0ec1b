//! How the record shown was sealed, or how it is opened, byte by byte.

use super::super::ctx::Ctx;
use crate::motion::{Blocks, Compared, Header, Nonce, Sealed, Tone};
use crate::view::{Epoch, RecordView, SealingForm, SealingSecrets, SealingView};
use data_encoding::HEXLOWER;
use handshake_analysis::moments::Act;
use handshake_lessons::{say, word};

/// The scene of the Record tab; `None` if the party in view can't know what is inside, or if nothing is sealed.
pub(super) fn sealed(ctx: &Ctx, view: &RecordView) -> Option<Sealed> {
    let sealing = view.sealing.as_ref()?;
    let secrets = sealing.secrets.as_ref()?;
    let flipped = ctx.model.bit;
    // Who receives it opens it: at the step at which it is read, in the receiver's view, and with a bit changed on the way.
    let read_now = view.context.is_some() && ctx.moment().is_some_and(|moment| moment.act != Act::Send);
    let opening = flipped.is_some() || view.arrived.is_some() || read_now;
    let mut wire: Vec<Header> =
        view.wire.iter().map(|part| Header { name: part.label.clone(), bytes: bytes(&part.value) }).collect();
    if let Some(bit) = flipped {
        flip(&mut wire, bit);
    }
    let part = |name: &str| wire.iter().find(|part| part.name == name).map(|part| part.bytes.clone());
    let cbc = secrets.mac.is_some();
    let tag_name = if cbc { "MAC" } else { word("motion.tag") };
    let tag = match &secrets.mac {
        Some(mac) => bytes(&mac.value),
        None => part("tag").unwrap_or_default(),
    };
    let (plain_name, plain) = plain(sealing, secrets);
    let holds = view.opening.as_ref().is_none_or(|opening| opening.holds);
    let works = if opening { "motion.opens" } else { "motion.seals" };
    Some(Sealed {
        opening,
        holds,
        works: say(works, &[("aead", &sealing.aead)]),
        plain,
        plain_name,
        ciphertext: part("ciphertext").unwrap_or_default(),
        ciphertext_name: word("motion.ciphertext"),
        nonce: (!cbc).then(|| nonce(sealing, secrets)),
        additional: (word("motion.additional"), bytes(&sealing.aad)),
        blocks: blocks(sealing, secrets),
        tag: (tag_name, tag),
        compared: view.opening.as_ref().filter(|_| opening).and_then(|opening| opening.compared.as_ref()).map(
            |compared| Compared {
                received: (compared.received_name, bytes(&compared.received)),
                computed: (compared.computed_name, bytes(&compared.computed)),
            },
        ),
        wire,
        wire_name: word("record.on-the-wire"),
        tone: if sealing.epoch == Epoch::Application { Tone::App } else { Tone::Keys },
    })
}

/// What is sealed, as one string of bytes, and what that is called.
fn plain(sealing: &SealingView, secrets: &SealingSecrets) -> (&'static str, Vec<u8>) {
    let mut plain = bytes(&secrets.content);
    let padding = secrets.padding;
    match sealing.form {
        SealingForm::Tls13 => {
            plain.extend(bytes(&secrets.inner_type.value));
            plain.resize(plain.len() + padding, 0);
            (word("motion.plain-and-type"), plain)
        }
        SealingForm::AeadExplicit | SealingForm::AeadCounted => (word("record.plaintext"), plain),
        SealingForm::MacThenEncrypt | SealingForm::EncryptThenMac => {
            let inside = secrets.mac.as_ref().filter(|_| sealing.form == SealingForm::MacThenEncrypt);
            plain.extend(inside.map(|mac| bytes(&mac.value)).unwrap_or_default());
            // Each byte of the padding says how many there are before the last one. RFC 5246 §6.2.3.2.
            let each = u8::try_from(padding.saturating_sub(1)).unwrap_or(u8::MAX);
            plain.resize(plain.len() + padding, each);
            let name = if inside.is_some() { "motion.with-mac-and-padding" } else { "motion.with-padding" };
            (word(name), plain)
        }
    }
}

fn nonce(sealing: &SealingView, secrets: &SealingSecrets) -> Nonce {
    let follows = sealing.form == SealingForm::AeadExplicit;
    let (name, number) = match follows {
        true => (word("motion.explicit"), &secrets.explicit),
        false => (word("motion.number"), &secrets.sequence_padded),
    };
    Nonce {
        iv: (word("motion.iv"), bytes(&secrets.iv)),
        number: (name, bytes(number)),
        sign: if follows { "‖" } else { "⊕" },
        nonce: (word(if follows { "motion.nonce-joined" } else { "motion.nonce" }), bytes(&secrets.nonce)),
    }
}

fn blocks(sealing: &SealingView, secrets: &SealingSecrets) -> Option<Blocks> {
    let mac = secrets.mac.as_ref()?;
    let iv = bytes(if secrets.explicit.is_empty() { &secrets.nonce } else { &secrets.explicit });
    let cipher = sealing.aead.split(['-', ' ']).next().unwrap_or_default().to_owned();
    Some(Blocks {
        cipher,
        // A block is as long as the IV: RFC 5246 §6.2.3.2.
        len: iv.len().max(1),
        iv,
        mac_last: sealing.form == SealingForm::EncryptThenMac,
        mac_name: mac.name.clone(),
        head: bytes(&mac.head),
    })
}

/// Changes a bit of the record, wherever it lies.
fn flip(wire: &mut [Header], bit: usize) {
    let mut at = bit / 8;
    for part in wire {
        if let Some(byte) = part.bytes.get_mut(at) {
            *byte ^= 1 << (bit % 8);
            return;
        }
        at = at.saturating_sub(part.bytes.len());
    }
}

/// What stands in hex in the view.
fn bytes(hex: &str) -> Vec<u8> {
    HEXLOWER.decode(hex.as_bytes()).unwrap_or_default()
}
