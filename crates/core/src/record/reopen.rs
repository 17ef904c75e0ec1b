//! A record that has been sealed is opened once more: to see what becomes of it if a bit of it changes.

use super::form::Form;
use super::protect::Protection;
use super::sealing::Sealing;
use crate::keys::ScheduleEntry;

impl Protection {
    /// What sealed a record, about to open it: same keys, same sequence number.
    pub fn reopen(sealing: &Sealing) -> Protection {
        Protection {
            form: sealing.form,
            epoch: sealing.epoch,
            writer: sealing.writer,
            nodes: (sealing.key_node, sealing.iv_node),
            key: sealing.key.clone(),
            iv: sealing.iv.clone(),
            mac_key: sealing.mac.as_ref().map(|mac| mac.key.clone()).unwrap_or_default(),
            sequence: sealing.sequence,
        }
    }

    /// The tag that an AEAD's opener computes for what it got, given what lies inside: the one that would fit. An opener
    /// with ring shows none; sealing the same inside again gives the same ciphertext, and so the same tag.
    pub fn fitting_tag(&self, opened: &Sealing, inside: &[u8]) -> Option<Vec<u8>> {
        let (Form::Tls13(aead) | Form::Aead(aead)) = self.form else { return None };
        let (ciphertext, tag) = aead.seal(&self.key, &opened.nonce, &opened.aad, inside)?;
        (ciphertext == opened.ciphertext).then_some(tag)
    }

    /// What an AEAD's opener finds inside before it has looked at the tag, fitting or not: sealing zeros gives the stream
    /// that the ciphertext was xored with.
    pub fn inside(&self, opened: &Sealing) -> Option<Vec<u8>> {
        let (Form::Tls13(aead) | Form::Aead(aead)) = self.form else { return None };
        let zeros = vec![0; opened.ciphertext.len()];
        let (stream, _) = aead.seal(&self.key, &opened.nonce, &opened.aad, &zeros)?;
        Some(stream.iter().zip(&opened.ciphertext).map(|(stream, byte)| stream ^ byte).collect())
    }

    /// The node of this direction's MAC key.
    pub fn mac_node(&self) -> ScheduleEntry {
        ScheduleEntry::mac_key(self.writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::{Aead, Hash};
    use crate::epoch::Epoch;
    use crate::msgs::codes::{ContentType, ProtocolVersion};
    use crate::record::{HEADER, Inner};
    use crate::side::Side;

    fn protection(form: Form, key_len: usize) -> Protection {
        let nodes = (ScheduleEntry::ServerApplicationKey, ScheduleEntry::ServerApplicationIv);
        let iv = if matches!(form, Form::Aead(Aead::Aes128Gcm)) { vec![5; 4] } else { vec![5; 12] };
        let (epoch, writer) = (Epoch::Application, Side::Server);
        Protection { form, epoch, writer, nodes, key: vec![7; key_len], iv, mac_key: vec![9; 32], sequence: 3 }
    }

    #[test]
    fn what_was_sealed_is_opened_again_and_a_changed_bit_is_found_in_every_form() {
        let block = |encrypt_then_mac| Form::Block {
            key_len: 16,
            mac: Hash::Sha256,
            encrypt_then_mac,
            version: ProtocolVersion::TLS12,
        };
        let forms = [
            (Form::Tls13(Aead::Aes128Gcm), 16),
            (Form::Tls13(Aead::ChaCha20Poly1305), 32),
            (Form::Aead(Aead::Aes128Gcm), 16),
            (block(false), 16),
            (block(true), 16),
        ];
        for (form, key_len) in forms {
            let name = form.id();
            let mut sealer = protection(form, key_len);
            let (record, sealing) =
                sealer.seal(b"some content", ContentType::APPLICATION_DATA, 2, &[1; 16]).expect("a record");
            let inner = Protection::reopen(&sealing).open(&record).inner.expect("it opens");
            assert_eq!(inner.content, b"some content", "{name}");
            assert_eq!(Some(&inner), sealing.inner.as_ref(), "{name}: both find the same parts");
            assert_eq!(inner.spans.last().map(|span| span.end), Some(inner.bytes().len()), "{name}");
            let told =
                Inner::told(form, inner.content.clone(), inner.content_type, inner.padding, sealing.mac.as_deref());
            assert_eq!(told, Some(inner), "{name}: what is told of it is all of it");
            for at in HEADER..record.len() {
                let mut changed = record.clone();
                changed[at] ^= 1;
                let opened = Protection::reopen(&sealing).open(&changed);
                assert_eq!(opened.inner, None, "{name}, byte {at}");
            }
        }
    }

    #[test]
    fn the_tag_that_would_fit_is_the_sealers_own() {
        let mut sealer = protection(Form::Tls13(Aead::Aes128Gcm), 16);
        let (_, sealing) = sealer.seal(b"data", ContentType::APPLICATION_DATA, 0, &[]).expect("a record");
        let again = Protection::reopen(&sealing);
        assert_eq!(again.fitting_tag(&sealing, b"data\x17"), Some(sealing.tag.clone()));
        assert_eq!(again.fitting_tag(&sealing, b"Data\x17"), None, "another inside has another ciphertext");
        assert_eq!(again.inside(&sealing).as_deref(), Some(b"data\x17".as_slice()));
    }
}
