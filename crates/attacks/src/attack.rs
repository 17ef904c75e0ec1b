//! The attacks, and what mends each.

use handshake_lessons::OneOf;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// An attack, in the order in which they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Attack {
    /// TLS 1.0's chained IV.
    Beast,
    /// A server that tells wrong padding from a wrong MAC.
    PaddingOracle,
    /// Compression before encryption.
    Crime,
    /// RC4's second byte.
    Rc4,
    /// A reader that forgets a comparison.
    Heartbleed,
    /// AES-GCM with one nonce for several records.
    NonceReuse,
}

impl OneOf for Attack {
    const KIND: &'static str = "attack";
}

/// What stops an attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Mending {
    /// The first byte goes in a record of its own.
    Split,
    /// TLS 1.1: each record brings its own IV.
    ExplicitIv,
    /// One answer to wrong padding and to a wrong MAC.
    OneAnswer,
    /// The MAC is over what was encrypted.
    EncryptThenMac,
    /// One algorithm for secrecy and integrity.
    Aead,
    /// Nothing is compressed.
    NoCompression,
    /// Another cipher.
    NoRc4,
    /// The comparison.
    LengthCheck,
    /// The sequence number is the nonce.
    Counter,
    /// TLS 1.3: the nonce is made on both sides, and not sent.
    DerivedNonce,
}

impl OneOf for Mending {
    const KIND: &'static str = "mending";
}

impl Mending {
    /// Where it is written.
    pub fn section(self) -> &'static str {
        match self {
            Mending::Split => "RFC 7457 §2.3",
            Mending::ExplicitIv => "RFC 4346 §6.2.3.2",
            Mending::OneAnswer => "RFC 5246 §6.2.3.2",
            Mending::EncryptThenMac => "RFC 7366 §3",
            Mending::Aead => "RFC 5246 §6.2.3.3",
            Mending::NoCompression => "RFC 8446 §4.1.2",
            Mending::NoRc4 => "RFC 7465 §2",
            Mending::LengthCheck => "RFC 6520 §4",
            Mending::Counter => "RFC 5288 §3",
            Mending::DerivedNonce => "RFC 8446 §5.3",
        }
    }
}

impl Attack {
    /// The year in which it became known.
    pub fn year(self) -> u16 {
        match self {
            Attack::PaddingOracle => 2002,
            Attack::Beast => 2011,
            Attack::Crime => 2012,
            Attack::Rc4 => 2013,
            Attack::Heartbleed => 2014,
            Attack::NonceReuse => 2016,
        }
    }

    /// Where it is told.
    pub fn section(self) -> &'static str {
        match self {
            Attack::Beast => "RFC 7457 §2.3",
            Attack::PaddingOracle => "RFC 7457 §2.4",
            Attack::Crime => "RFC 7457 §2.6",
            Attack::Rc4 => "RFC 7457 §2.5",
            Attack::Heartbleed => "RFC 7457 §2.14",
            Attack::NonceReuse => "RFC 5288 §6.1",
        }
    }

    /// What stops it; the usual one first.
    pub fn mendings(self) -> &'static [Mending] {
        match self {
            Attack::Beast => &[Mending::ExplicitIv, Mending::Split],
            Attack::PaddingOracle => &[Mending::OneAnswer, Mending::EncryptThenMac, Mending::Aead],
            Attack::Crime => &[Mending::NoCompression],
            Attack::Rc4 => &[Mending::NoRc4],
            Attack::Heartbleed => &[Mending::LengthCheck],
            Attack::NonceReuse => &[Mending::Counter, Mending::DerivedNonce],
        }
    }
}
