//! What protects a record, and in which form.

use super::layouts::{TlsCiphertext, spans};
use crate::crypto::{Aead, Bulk, Hash, Suite, Suite12, cbc};
use crate::msgs::codes::{ContentType, ProtocolVersion};
use handshake_wire::{Coder, Spans, WireError, decode};

/// What protects a record, and in which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// TLS 1.3's TLSCiphertext.
    Tls13(Aead),
    /// TLS 1.2's GenericAEADCipher.
    Aead(Aead),
    /// GenericBlockCipher of TLS 1.2 and before.
    Block {
        /// Length of the AES key in bytes.
        key_len: usize,
        /// HMAC's hash.
        mac: Hash,
        /// The MAC is over what was encrypted (RFC 7366).
        encrypt_then_mac: bool,
        /// The version: in TLS 1.0 no IV is sent along (RFC 2246 §6.2.3.2).
        version: ProtocolVersion,
    },
}

/// `GenericAEADCipher.nonce_explicit` of AES-GCM, in bytes. RFC 5288 §3.
pub const EXPLICIT: usize = 8;

impl Form {
    /// Every form that the engine has.
    pub fn all() -> impl Iterator<Item = Form> {
        let both = |suite: Suite12| [false, true].map(|encrypt_then_mac| Form::of_tls12(suite, encrypt_then_mac));
        let versions = [ProtocolVersion::TLS12, ProtocolVersion::TLS11, ProtocolVersion::TLS10];
        let of = move |version| Suite12::ALL.into_iter().filter_map(move |suite| Suite12::get_in(version, suite.id));
        let older = versions.into_iter().flat_map(of).flat_map(both);
        Suite::ALL.into_iter().chain(Suite::RARE).map(|suite| Form::Tls13(suite.aead)).chain(older)
    }

    /// The form of a suite of TLS 1.2 or before. What a suite with an AEAD knows nothing of is let go: RFC 7366 §3.
    pub fn of_tls12(suite: Suite12, encrypt_then_mac: bool) -> Form {
        match suite.bulk {
            Bulk::Aead(aead) => Form::Aead(aead),
            Bulk::Cbc { key_len, mac } => Form::Block { key_len, mac, encrypt_then_mac, version: suite.version },
        }
    }

    /// The name of the AEAD, or of the cipher and the MAC.
    pub fn name(self) -> &'static str {
        match self {
            Form::Tls13(aead) | Form::Aead(aead) => aead.name(),
            Form::Block { key_len, mac, .. } => Bulk::Cbc { key_len, mac }.name(),
        }
    }

    /// The name of the form itself.
    pub fn id(self) -> &'static str {
        match self {
            Form::Tls13(_) => "tls13",
            Form::Aead(_) => "tls12_aead",
            Form::Block { encrypt_then_mac: false, .. } => "mac_then_encrypt",
            Form::Block { encrypt_then_mac: true, .. } => "encrypt_then_mac",
        }
    }

    /// The version that has it.
    pub fn version(self) -> ProtocolVersion {
        match self {
            Form::Tls13(_) => ProtocolVersion::TLS13,
            Form::Aead(_) => ProtocolVersion::TLS12,
            Form::Block { version, .. } => version,
        }
    }

    /// The hash of its HMAC, if a CBC suite has it.
    pub fn mac(self) -> Option<Hash> {
        match self {
            Form::Tls13(_) | Form::Aead(_) => None,
            Form::Block { mac, .. } => Some(mac),
        }
    }

    /// Bytes at the beginning of the fragment that go into the nonce.
    pub fn explicit_len(self) -> usize {
        match self {
            Form::Tls13(_) | Form::Aead(Aead::ChaCha20Poly1305) => 0,
            Form::Aead(_) => EXPLICIT,
            Form::Block { version: ProtocolVersion::TLS10, .. } => 0,
            Form::Block { .. } => cbc::BLOCK,
        }
    }

    /// Bytes at the end of the fragment that show that nothing was changed, and are not encrypted.
    pub fn tag_len(self) -> usize {
        match self {
            Form::Tls13(aead) | Form::Aead(aead) => aead.tag_len(),
            Form::Block { mac, encrypt_then_mac: true, .. } => mac.len(),
            Form::Block { encrypt_then_mac: false, .. } => 0,
        }
    }

    /// The parts of a record of this form.
    pub fn spans(self, record: &[u8]) -> Spans {
        match self {
            Form::Tls13(_) => decode::<TlsCiphertext>(record).1,
            // What can be read is shown; whether it can be opened is for the opener to say.
            _ => spans(record, |c| self.layout(c)),
        }
    }

    /// The parts of a record of TLS 1.2.
    ///
    /// ```text
    /// struct {
    ///     ContentType type;
    ///     ProtocolVersion version;
    ///     uint16 length;
    ///     select (SecurityParameters.cipher_type) {
    ///         case block:  GenericBlockCipher;
    ///         case aead:   GenericAEADCipher;
    ///     } fragment;
    /// } TLSCiphertext;
    /// ```
    /// RFC 5246 §6.2.3. The encrypted fragment is shown as its parts.
    fn layout(self, c: &mut Coder) -> Result<(), WireError> {
        c.group("TLSCiphertext", |c| {
            c.code("type", &mut ContentType::default())?;
            c.code("version", &mut ProtocolVersion::default())?;
            c.confined("length", 2, &(0..=0xffff), |c| {
                let mut part = Vec::new();
                match self {
                    Form::Block { .. } if self.explicit_len() > 0 => {
                        c.fixed("IV", cbc::BLOCK.min(c.left()), &mut part)?
                    }
                    _ if self.explicit_len() > 0 => c.fixed("nonce_explicit", EXPLICIT.min(c.left()), &mut part)?,
                    _ => {}
                }
                c.fixed("ciphertext", c.left().saturating_sub(self.tag_len()), &mut part)?;
                match self {
                    Form::Block { encrypt_then_mac: true, .. } => c.rest("MAC", &mut part),
                    Form::Block { .. } => Ok(()),
                    _ => c.rest("tag", &mut part),
                }
            })
        })
    }
}
