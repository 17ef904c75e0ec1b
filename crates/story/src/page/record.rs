//! The Record tab: from plaintext to record.

use super::{Ctx, epoch, side};
use crate::export::hex;
use crate::view::{Labelled, Link, RecordView, SealingSecrets, SealingView};
use handshake_core::trace::{Record, Sealing};
use handshake_lessons::{self as lessons, markdown};

/// The tab.
pub fn record(ctx: &Ctx) -> RecordView {
    let found = ctx.message_moment().and_then(|(index, moment)| Some((index, moment, moment.record(&ctx.run.trace)?)));
    let Some((index, moment, record)) = found else {
        let context = Some("No record has been sent yet. The first one is the next step.".to_owned());
        return RecordView { context, header: vec![], sealing: None, wire: vec![], outside: vec![] };
    };
    let context = (index != ctx.at)
        .then(|| format!("No record is sent at this step. This is the last one that was, at step {}.", index + 1));
    let sealing = record.sealing.as_ref().map(|sealing| sealing_view(ctx, sealing, ctx.can_read(moment)));
    let outside = match &record.sealing {
        Some(_) => lessons::general("record.sealed"),
        None => lessons::general("record.plain"),
    };
    RecordView {
        context,
        header: header(record),
        sealing,
        wire: wire(record),
        outside: outside.map(|text| markdown::parse(text.body)).unwrap_or_default(),
    }
}

fn header(record: &Record) -> Vec<Labelled> {
    let leaves = record.spans.iter().filter(|span| span.is_leaf() && span.end <= handshake_core::record::HEADER);
    let part = |span: &handshake_wire::Span| Labelled {
        label: match span.meaning {
            Some(meaning) => format!("{} · {meaning}", span.name),
            None => span.name.to_owned(),
        },
        value: hex(record.bytes.get(span.start..span.end).unwrap_or_default()),
        len: span.end - span.start,
    };
    leaves.map(part).collect()
}

fn wire(record: &Record) -> Vec<Labelled> {
    let part = |label: &str, bytes: &[u8]| Labelled { label: label.to_owned(), value: hex(bytes), len: bytes.len() };
    let (header, rest) = record.bytes.split_at_checked(handshake_core::record::HEADER).unwrap_or((&record.bytes, &[]));
    match &record.sealing {
        Some(sealing) => {
            vec![part("header", header), part("ciphertext", &sealing.ciphertext), part("tag", &sealing.tag)]
        }
        None => vec![part("header", header), part("fragment", rest)],
    }
}

fn sealing_view(ctx: &Ctx, sealing: &Sealing, open: bool) -> SealingView {
    let secrets = sealing.inner.as_ref().filter(|_| open).map(|inner| SealingSecrets {
        content: hex(&inner.content),
        inner_type: Labelled { label: inner.content_type.text(), value: hex(&[inner.content_type.0]), len: 1 },
        padding: inner.padding,
        key: Link {
            label: lessons::node(sealing.key_node.name()).map_or(sealing.key_node.name(), |text| text.title).to_owned(),
            href: ctx.node_link(sealing.key_node),
        },
        key_value: hex(&sealing.key),
        iv: hex(&sealing.iv),
        sequence_padded: format!("{:0width$x}", sealing.sequence, width = 2 * sealing.iv.len()),
        nonce: hex(&sealing.nonce),
    });
    SealingView {
        aead: sealing.aead.to_owned(),
        secrets,
        sequence: sealing.sequence,
        aad: hex(&sealing.aad),
        epoch: epoch(sealing.epoch),
        writer: side(sealing.writer),
    }
}
