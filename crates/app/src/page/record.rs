//! The Record tab: from plaintext to record.

use super::bytes::arrival;
use super::ctx::{Ctx, epoch, side};
use crate::view::{Labelled, Link, MacView, RecordView, SealingForm, SealingSecrets, SealingView};
use handshake_analysis::attack::{delivered, received};
use handshake_analysis::knowledge::View;
use handshake_analysis::moments::Moment;
use handshake_core::crypto::Hash;
use handshake_core::keys::ScheduleEntry;
use handshake_core::record::Form;
use handshake_core::trace::{Dir, Mac, Record, Sealing};
use handshake_lessons::{self as lessons, markdown, say, word};
use handshake_scenario::text::hex;
use std::borrow::Cow;

/// The tab.
pub fn record(ctx: &Ctx) -> RecordView {
    let found = ctx.message_moment().and_then(|(index, moment)| Some((index, moment, moment.record(&ctx.run.trace)?)));
    let Some((index, moment, record)) = found else {
        let context = Some(word("record-tab.none-yet").to_owned());
        return RecordView { context, ..RecordView::default() };
    };
    let context = (index != ctx.at).then(|| say("record-tab.none-now", &[("step", &(index + 1))]));
    let choices = arrival::choices(ctx, moment);
    let arrived = arrived(ctx, moment, record);
    if let Some(Arrived { record: None, said, .. }) = arrived {
        return RecordView { context, arrival: choices, arrived: said, ..RecordView::default() };
    }
    let (said, record, opens) = match arrived {
        Some(Arrived { record: Some(record), said, opens }) => (said, record, opens),
        _ => (None, Cow::Borrowed(record), true),
    };
    let record = record.as_ref();
    // What did not open has nothing inside to be shown on its way into the seal.
    let sealing =
        record.sealing.as_ref().filter(|_| opens).map(|sealing| sealing_view(ctx, sealing, ctx.can_read(moment)));
    let outside = match &record.sealing {
        Some(_) => lessons::general("record.sealed"),
        None => lessons::general("record.plain"),
    };
    RecordView {
        context,
        arrival: choices,
        arrived: said,
        header: header(record),
        sealing,
        wire: wire(record),
        opening: super::opening::opening(ctx, moment, record),
        outside: outside.map(|text| markdown::parse(text.body)).unwrap_or_default(),
    }
}

/// A record at the far end of its way.
struct Arrived<'a> {
    /// `None` if nothing arrived.
    record: Option<Cow<'a, Record>>,
    /// What is to be said of it.
    said: Option<String>,
    /// False if the receiver tried, and it does not open.
    opens: bool,
}

/// The record as its receiver has it, for those who look from there; for others if they ask for it.
fn arrived<'a>(ctx: &Ctx<'a>, moment: &Moment, record: &Record) -> Option<Arrived<'a>> {
    let asked = arrival::shown(ctx, moment);
    let far = match ctx.model.view {
        View::Everything | View::Eavesdropper => false,
        view => !view.sees(moment.side),
    };
    if !asked && !far {
        return None;
    }
    if let Some(read) = received(ctx.run, moment.side, record.number) {
        let opens = read.sealing.as_ref().is_none_or(|sealing| sealing.inner.is_some());
        let said = arrival::said(ctx, moment).or_else(|| (!opens).then(|| word("bytes.does-not-open").to_owned()));
        return Some(Arrived { record: Some(Cow::Borrowed(read)), said, opens });
    }
    if !asked {
        return None;
    }
    let (dir, number, version) = (Dir::Received, record.number, record.version);
    let raw = |(bytes, spans)| Record { dir, number, version, bytes, spans, sealing: None };
    let record = delivered(ctx.run, moment.side, record.number).map(|found| Cow::Owned(raw(found)));
    Some(Arrived { record, said: arrival::said(ctx, moment), opens: true })
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
    let Some(sealing) = &record.sealing else {
        return vec![part(word("record-tab.header"), header), part("fragment", rest)];
    };
    let cbc = sealing.mac.is_some();
    let explicit = part(if cbc { "IV" } else { "nonce_explicit" }, &sealing.explicit);
    let tag = part(if cbc { "MAC" } else { "tag" }, &sealing.tag);
    let parts = [part(word("record-tab.header"), header), explicit, part("ciphertext", &sealing.ciphertext), tag];
    parts.into_iter().filter(|part| part.len > 0).collect()
}

fn form(form: Form) -> SealingForm {
    match form {
        Form::Tls13(_) => SealingForm::Tls13,
        Form::Aead(_) if form.explicit_len() == 0 => SealingForm::AeadCounted,
        Form::Aead(_) => SealingForm::AeadExplicit,
        Form::Block { encrypt_then_mac: true, .. } => SealingForm::EncryptThenMac,
        Form::Block { encrypt_then_mac: false, .. } => SealingForm::MacThenEncrypt,
    }
}

fn mac_view(ctx: &Ctx, hash: Hash, mac: &Mac) -> MacView {
    // Number, type, version, length: RFC 5246 §6.2.3.1.
    let head = mac.input.get(..13).unwrap_or(&mac.input);
    MacView {
        name: format!("HMAC-{}", hash.name()),
        key: key_link(ctx, mac.key_node),
        key_value: hex(&mac.key),
        head: hex(head),
        value: hex(&mac.value),
    }
}

fn key_link(ctx: &Ctx, node: ScheduleEntry) -> Link {
    Link { label: ctx.run.settings.node_title(node).to_owned(), href: ctx.node_link(node) }
}

fn sealing_view(ctx: &Ctx, sealing: &Sealing, open: bool) -> SealingView {
    let secrets = sealing.inner.as_ref().filter(|_| open).map(|inner| SealingSecrets {
        content: hex(&inner.content),
        inner_type: Labelled { label: inner.content_type.text(), value: hex(&[inner.content_type.0]), len: 1 },
        padding: inner.padding,
        key: key_link(ctx, sealing.key_node),
        key_value: hex(&sealing.key),
        iv: hex(&sealing.iv),
        sequence_padded: format!("{:0width$x}", sealing.sequence, width = 2 * sealing.iv.len()),
        nonce: hex(&sealing.nonce),
        explicit: hex(&sealing.explicit),
        mac: sealing.form.mac().zip(sealing.mac.as_deref()).map(|(hash, mac)| mac_view(ctx, hash, mac)),
    });
    SealingView {
        aead: sealing.form.name().to_owned(),
        secrets,
        sequence: sealing.sequence,
        aad: hex(&sealing.aad),
        form: form(sealing.form),
        epoch: epoch(sealing.epoch),
        writer: side(sealing.writer),
    }
}
