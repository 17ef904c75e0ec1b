//! What edits make of one record.

use super::What;
use handshake_core::Side;
use handshake_core::crypto::{KeyPair, can_exchange, private_len, private_name, public_len};
use handshake_core::msgs::codes::{HandshakeType, NamedGroup, ProtocolVersion};
use handshake_core::msgs::extensions::{Extension, KeyShareEntry};
use handshake_core::msgs::tls12::{self, EcdheClientKeyExchange, ServerKeyExchange};
use handshake_core::msgs::{Body, ClientHello, Handshake, HelloRetryRequest, ServerHello};
use handshake_core::random::{Randomness, Seeded};
use handshake_core::record::HEADER;
use handshake_wire::{Span, SpanKind, Spans, decode, encode};

/// Why an edit can't be done to a record: the key of words that go on “Nothing was done: …”.
pub fn possible(what: &What, from: Side, sent: &[u8]) -> Result<(), &'static str> {
    match what {
        What::Flip { at, .. } if *at >= sent.len() => Err("edit.shorter"),
        What::Put { at, len, .. } | What::Fit { at, len, .. } if at + len > sent.len() => Err("edit.shorter"),
        What::Cut { keep } if *keep >= sent.len() => Err("edit.shorter"),
        What::Share if swapped(sent, from, 0, &[]).is_none() => Err("edit.no-half"),
        What::Strip if stripped(sent).is_none() => Err("edit.no-version"),
        _ => Ok(()),
    }
}

/// The record after all that changes its bytes.
pub fn changed(sent: &[u8], from: Side, whats: &[&What], seed: u64, client: &[KeyShareEntry]) -> Vec<u8> {
    let mut record = sent.to_vec();
    if whats.contains(&&What::Share) {
        record = swapped(&record, from, seed, client).unwrap_or(record);
    }
    if whats.contains(&&What::Strip) {
        record = stripped(&record).unwrap_or(record);
    }
    for what in whats {
        if let What::Flip { at, bit } = what
            && let Some(byte) = record.get_mut(*at)
        {
            *byte ^= 1 << bit;
        }
    }
    // From behind, so that the offsets of those before stay right.
    let mut puts: Vec<(usize, usize, &[u8], bool)> = whats
        .iter()
        .filter_map(|what| match what {
            What::Put { at, len, bytes } => Some((*at, *len, bytes.as_slice(), false)),
            What::Fit { at, len, bytes } => Some((*at, *len, bytes.as_slice(), true)),
            _ => None,
        })
        .collect();
    puts.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
    for (at, len, bytes, fit) in puts {
        let end = (at + len).min(record.len());
        if fit {
            set_lengths(&mut record, at, end, bytes.len());
        }
        record.splice(at.min(end)..end, bytes.iter().copied());
    }
    let keep = whats.iter().filter_map(|what| match what {
        What::Cut { keep } => Some(*keep),
        _ => None,
    });
    record.truncate(keep.min().unwrap_or(usize::MAX));
    record
}

/// Remembers the public halves of a ClientHello.
pub fn learn(from: Side, sent: &[u8], shares: &mut Vec<KeyShareEntry>) {
    if let (Side::Client, Some(hello)) = (from, message::<ClientHello>(sent))
        && let Some(sent) = hello.extensions.client_key_shares()
    {
        shares.clone_from(&sent.0);
    }
}

/// Adds to every length that counts the bytes from `at` to `end` what the replacement is longer (or shorter).
fn set_lengths(record: &mut [u8], at: usize, end: usize, new: usize) {
    let old = end - at;
    let mut lengths: Vec<(usize, usize)> = Vec::new();
    if at >= HEADER {
        lengths.push((HEADER - 2, HEADER));
    }
    for span in spans(record).iter().filter(|span| span.kind == SpanKind::Length) {
        let (start, stop) = (span.start + HEADER, span.end + HEADER);
        let counted = record.get(start..stop).unwrap_or_default().iter().fold(0, |sum, &b| sum << 8 | usize::from(b));
        if stop <= at && end <= stop + counted {
            lengths.push((start, stop));
        }
    }
    for (start, stop) in lengths {
        let Some(field) = record.get_mut(start..stop) else { continue };
        let counted = field.iter().fold(0, |sum, &b| sum << 8 | usize::from(b));
        let counted = ((counted + new).saturating_sub(old) as u64).to_be_bytes();
        let bytes = counted.get(counted.len().saturating_sub(field.len())..).unwrap_or_default();
        if field.len() == bytes.len() {
            field.copy_from_slice(bytes);
        }
    }
}

/// The fields of the handshake message that a readable record holds, by offset in its content.
fn spans(record: &[u8]) -> Spans {
    let content = record.get(HEADER..).unwrap_or_default();
    let of = |found: Spans| -> Spans {
        if found.is_empty() {
            vec![Span {
                name: "length",
                index: None,
                start: 1,
                end: 4,
                depth: 1,
                kind: SpanKind::Length,
                meaning: None,
            }]
        } else {
            found
        }
    };
    if record.first() != Some(&22) {
        return Vec::new();
    }
    match content.first().map(|code| HandshakeType(*code)) {
        Some(HandshakeType::CLIENT_HELLO) => of(decode::<Handshake<ClientHello>>(content).1),
        Some(HandshakeType::SERVER_HELLO) => match message::<ServerHello>(record) {
            Some(hello) if hello.is_retry_request() => of(decode::<Handshake<HelloRetryRequest>>(content).1),
            _ => of(decode::<Handshake<ServerHello>>(content).1),
        },
        Some(HandshakeType::CERTIFICATE) => of(decode::<Handshake<tls12::Certificate>>(content).1),
        Some(HandshakeType::SERVER_KEY_EXCHANGE) => of(decode::<Handshake<ServerKeyExchange>>(content).1),
        Some(_) => of(Vec::new()),
        None => Vec::new(),
    }
}

/// The message that a readable record holds, whole and alone.
fn message<B: Body>(record: &[u8]) -> Option<B> {
    if record.first() != Some(&22) {
        return None;
    }
    decode::<Handshake<B>>(record.get(HEADER..)?).0.ok().map(|message| message.0)
}

/// A record like `old` with this message in it.
fn record<B: Body>(old: &[u8], message: B) -> Option<Vec<u8>> {
    let (content, _) = encode(&mut Handshake(message)).ok()?;
    let header = old.get(..HEADER - 2)?;
    Some([header, &u16::try_from(content.len()).ok()?.to_be_bytes(), &content].concat())
}

/// The attacker's public half where the sender's stood.
fn swapped(sent: &[u8], from: Side, seed: u64, client: &[KeyShareEntry]) -> Option<Vec<u8>> {
    let kind = HandshakeType(*sent.get(HEADER)?);
    match kind {
        HandshakeType::CLIENT_HELLO if from == Side::Client => {
            let mut hello: ClientHello = message(sent)?;
            let mut found = false;
            for extension in &mut hello.extensions.0 {
                if let Extension::ClientKeyShares(shares) = extension {
                    for share in shares.0.iter_mut().filter(|share| can_exchange(share.group)) {
                        share.key_exchange = attackers(share.group, from, seed, &[])?;
                        found = true;
                    }
                }
            }
            found.then(|| record(sent, hello))?
        }
        HandshakeType::SERVER_HELLO if from == Side::Server => {
            let mut hello: ServerHello = message(sent)?;
            let share = hello.extensions.0.iter_mut().find_map(|extension| match extension {
                Extension::ServerKeyShare(share) if can_exchange(share.group) => Some(share),
                _ => None,
            })?;
            share.key_exchange = attackers(share.group, from, seed, client)?;
            record(sent, hello)
        }
        HandshakeType::SERVER_KEY_EXCHANGE if from == Side::Server => {
            let mut exchange: ServerKeyExchange = message(sent)?;
            exchange.public = attackers(exchange.named_curve, from, seed, client)?;
            record(sent, exchange)
        }
        HandshakeType::CLIENT_KEY_EXCHANGE if from == Side::Client => {
            let mut exchange: EcdheClientKeyExchange = message(sent)?;
            let group = match exchange.public.len() {
                32 => NamedGroup::X25519,
                65 => NamedGroup::SECP256R1,
                _ => NamedGroup::SECP384R1,
            };
            exchange.public = attackers(group, from, seed, client)?;
            record(sent, exchange)
        }
        _ => None,
    }
}

/// The attacker's public half of a group. An answer to an encapsulation key is made for the client's.
fn attackers(group: NamedGroup, side: Side, seed: u64, client: &[KeyShareEntry]) -> Option<Vec<u8>> {
    let mut private = vec![0; private_len(group, side)?];
    Seeded::new(seed, "attacker").fill(private_name(group), &mut private);
    let theirs = client.iter().find(|share| share.group == group).map(|share| share.key_exchange.as_slice());
    match (side, theirs) {
        (Side::Server, Some(theirs)) => KeyPair::answer(group, &private, theirs).map(|pair| pair.public),
        // Nothing to answer: as many random bytes.
        (Side::Server, None) if group == NamedGroup::X25519MLKEM768 => {
            let mut public = vec![0; public_len(group, side)?];
            Seeded::new(seed, "attacker").fill("public key", &mut public);
            Some(public)
        }
        _ => KeyPair::new(group, &private).map(|pair| pair.public),
    }
}

/// The hello without TLS 1.3 among the versions.
fn stripped(sent: &[u8]) -> Option<Vec<u8>> {
    match HandshakeType(*sent.get(HEADER)?) {
        HandshakeType::CLIENT_HELLO => {
            let mut hello: ClientHello = message(sent)?;
            let versions = hello.extensions.0.iter_mut().find_map(|extension| match extension {
                Extension::ClientVersions(versions) => Some(&mut versions.0),
                _ => None,
            })?;
            versions.retain(|version| *version != ProtocolVersion::TLS13);
            if !versions.iter().any(|version| ProtocolVersion::NAMED.contains(version)) {
                hello.extensions.0.retain(|extension| !matches!(extension, Extension::ClientVersions(_)));
            }
            record(sent, hello)
        }
        HandshakeType::SERVER_HELLO => {
            let mut hello: ServerHello = message(sent)?;
            let before = hello.extensions.0.len();
            hello.extensions.0.retain(|extension| !matches!(extension, Extension::SelectedVersion(_)));
            (hello.extensions.0.len() < before).then(|| record(sent, hello))?
        }
        _ => None,
    }
}
