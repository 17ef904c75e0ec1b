//! pre_shared_key.

use handshake_wire::{Coder, WireError};

/// A pre-shared key that the client has.
///
/// ```text
/// struct {
///     opaque identity<1..2^16-1>;
///     uint32 obfuscated_ticket_age;
/// } PskIdentity;
/// ```
/// RFC 8446 §4.2.11.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PskIdentity {
    /// The ticket, or the name of an external key.
    pub identity: Vec<u8>,
    /// Age of the ticket in milliseconds, plus its `ticket_age_add`, modulo 2^32; 0 for an external key.
    pub obfuscated_ticket_age: u32,
}

/// The pre-shared keys that the client has, each with the proof that it has it.
///
/// ```text
/// opaque PskBinderEntry<32..255>;
/// struct {
///     PskIdentity identities<7..2^16-1>;
///     PskBinderEntry binders<33..2^16-1>;
/// } OfferedPsks;
/// ```
/// RFC 8446 §4.2.11.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfferedPsks {
    /// The keys' names.
    pub identities: Vec<PskIdentity>,
    /// HMACs over the hello up to here, one for each key.
    pub binders: Vec<Vec<u8>>,
}

impl OfferedPsks {
    /// Length of the binders with all their length prefixes: what the binders themselves do not cover. RFC 8446
    /// §4.2.11.2.
    pub fn binders_len(&self) -> usize {
        2 + self.binders.iter().map(|binder| 1 + binder.len()).sum::<usize>()
    }

    pub(super) fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.list("identities", 2, 7..=0xffff, &mut self.identities, |c, entry| {
            c.group("PskIdentity", |c| {
                c.opaque("identity", 2, 1..=0xffff, &mut entry.identity)?;
                c.u32("obfuscated_ticket_age", &mut entry.obfuscated_ticket_age)
            })
        })?;
        c.list("binders", 2, 33..=0xffff, &mut self.binders, |c, binder| {
            c.opaque("PskBinderEntry", 1, 32..=255, binder)
        })
    }
}
