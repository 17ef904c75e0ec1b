//! What is one of a few.

use crate::word_of;
use std::str::FromStr;
use strum::VariantArray;

/// One of a few values, each with a name in addresses and with words. An enum is one that derives strum's `EnumString`,
/// `IntoStaticStr` and `VariantArray`, and says which words are its own.
pub trait OneOf: Copy + PartialEq + FromStr + Into<&'static str> + VariantArray {
    /// The kind of its words in `content/words`: `tab`, if those of `bytes` are `tab.bytes`.
    const KIND: &'static str;

    /// All, in the order in which they are shown.
    const ALL: &'static [Self] = Self::VARIANTS;

    /// Its name in addresses.
    fn id(self) -> &'static str {
        self.into()
    }

    /// The one of this name.
    fn of_id(id: &str) -> Option<Self> {
        id.parse().ok()
    }

    /// All names, with commas between them.
    fn ids() -> String {
        Self::ALL.iter().map(|one| one.id()).collect::<Vec<_>>().join(", ")
    }

    /// What the person reads.
    fn label(self) -> &'static str {
        word_of(Self::KIND, self.id()).unwrap_or_default()
    }
}
