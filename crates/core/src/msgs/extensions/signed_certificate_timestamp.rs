//! signed_certificate_timestamp.

use crate::msgs::codes::SignatureScheme;
use handshake_wire::{Coder, WireError};

/// What logs of certificates have signed: that they have seen this one, and when.
///
/// ```text
/// opaque SerializedSCT<1..2^16-1>;
/// struct {
///     SerializedSCT sct_list<1..2^16-1>;
/// } SignedCertificateTimestampList;
/// ```
/// RFC 6962 §3.3. In a ClientHello the extension is empty, and asks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignedCertificateTimestampList(pub Vec<SerializedSct>);

/// One log's.
///
/// ```text
/// struct {
///     Version sct_version;   /* v1(0) */
///     LogID id;              /* opaque key_id[32] */
///     uint64 timestamp;
///     CtExtensions extensions;   /* opaque CtExtensions<0..2^16-1> */
///     digitally-signed struct { ... };
/// } SignedCertificateTimestamp;
/// ```
/// RFC 6962 §3.2. Hash and signature are read as one code, as RFC 8446 §4.2.3 has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SerializedSct {
    /// 0: the first version, the only one that is read to its end.
    pub sct_version: u8,
    /// SHA-256 of the log's public key.
    pub id: [u8; 32],
    /// When the log took the certificate in, in milliseconds since 1970.
    pub timestamp: [u8; 8],
    /// There are none yet.
    pub extensions: Vec<u8>,
    /// How the log signs.
    pub algorithm: SignatureScheme,
    /// Its signature.
    pub signature: Vec<u8>,
    /// What another version holds.
    pub other: Vec<u8>,
}

impl SignedCertificateTimestampList {
    pub(super) fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.list("sct_list", 2, 1..=0xffff, &mut self.0, |c, sct: &mut SerializedSct| {
            c.confined("SerializedSCT", 2, &(1..=0xffff), |c| sct.layout(c))
        })
    }
}

impl SerializedSct {
    fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.u8("sct_version", &mut self.sct_version)?;
        if self.sct_version != 0 {
            return c.rest("unknown_version", &mut self.other);
        }
        c.array("id", &mut self.id)?;
        c.array("timestamp", &mut self.timestamp)?;
        c.opaque("extensions", 2, 0..=0xffff, &mut self.extensions)?;
        c.code("algorithm", &mut self.algorithm)?;
        c.opaque("signature", 2, 0..=0xffff, &mut self.signature)
    }
}
