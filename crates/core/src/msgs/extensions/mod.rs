//! Extensions, one a file.

mod alpn;
mod certificate_authorities;
mod cookie;
mod early_data;
mod ec_point_formats;
mod key_share;
mod pre_shared_key;
mod psk_key_exchange_modes;
mod renegotiation_info;
mod server_name;
mod signature_algorithms;
mod signed_certificate_timestamp;
mod status_request;
mod supported_groups;
mod supported_versions;

pub use alpn::ProtocolNameList;
pub use certificate_authorities::CertificateAuthorities;
pub use cookie::Cookie;
pub use early_data::TicketEarlyData;
pub use ec_point_formats::EcPointFormatList;
pub use key_share::{ClientKeyShares, KeyShareEntry};
pub use pre_shared_key::{OfferedPsks, PskIdentity};
pub use psk_key_exchange_modes::PskKeyExchangeModes;
pub use renegotiation_info::RenegotiationInfo;
pub use server_name::ServerNameList;
pub use signature_algorithms::SignatureSchemeList;
pub use signed_certificate_timestamp::{SerializedSct, SignedCertificateTimestampList};
pub use status_request::CertificateStatusRequest;
pub use supported_groups::NamedGroupList;
pub use supported_versions::ClientVersions;

use super::codes::{ExtensionType, MaxFragmentLength, NamedGroup, ProtocolVersion};
use super::tls12::CertificateStatus;
use crate::extension_table::extensions;
use handshake_wire::{Code, Coder, WireError};

/// The message an extension stands in: it may have another form in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InMessage {
    /// ClientHello (CH).
    ClientHello,
    /// ServerHello (SH).
    ServerHello,
    /// ServerHello of TLS 1.2, which carries what EncryptedExtensions carries in TLS 1.3.
    ServerHello12,
    /// HelloRetryRequest (HRR): a ServerHello with a random of its own.
    HelloRetryRequest,
    /// EncryptedExtensions (EE).
    EncryptedExtensions,
    /// CertificateRequest (CR).
    CertificateRequest,
    /// Certificate (CT).
    Certificate,
    /// NewSessionTicket (NST).
    NewSessionTicket,
}

/// Makes of the table's rows what a message needs of them: where each is admitted, and its forms.
macro_rules! forms {
    ($(
        $constant:ident = $number:literal $text:literal in [$($place:ident),*] $(empty $(in $void:tt)?)? {
            $($(#[$doc:meta])* $getter:ident: $variant:ident($of:ty) $(in [$($here:ident),*])? = $layout:expr;)*
        }
    )*) => {
        impl InMessage {
            /// False for an extension that this engine knows and that the table does not admit here.
            pub fn admits(self, extension: ExtensionType) -> bool {
                match extension {
                    $(ExtensionType::$constant => matches!(self, $(InMessage::$place)|*),)*
                    _ => true,
                }
            }

            /// True for an extension that says by its presence here all that it has to say.
            fn wants_empty(self, extension: ExtensionType) -> bool {
                match extension {
                    $($(ExtensionType::$constant => empty!(self $(in $void)?),)?)*
                    _ => false,
                }
            }
        }

        /// One extension.
        ///
        /// ```text
        /// struct {
        ///     ExtensionType extension_type;
        ///     opaque extension_data<0..2^16-1>;
        /// } Extension;
        /// ```
        /// RFC 8446 §4.2.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Extension {
            $($($(#[$doc])* $variant($of),)*)*
            /// Kept as it is: unknown here, or of no content.
            Raw(ExtensionType, Vec<u8>),
        }

        impl Extension {
            /// Its type code.
            pub fn extension_type(&self) -> ExtensionType {
                match self {
                    $($(Extension::$variant(_) => ExtensionType::$constant,)*)*
                    Extension::Raw(extension_type, _) => *extension_type,
                }
            }

            fn blank(extension_type: ExtensionType, place: InMessage) -> Extension {
                match extension_type {
                    $($(ExtensionType::$constant $(if matches!(place, $(InMessage::$here)|*))? => {
                        Extension::$variant(Default::default())
                    })*)*
                    _ => Extension::Raw(extension_type, Vec::new()),
                }
            }

            fn data(&mut self, c: &mut Coder, place: InMessage) -> Result<(), WireError> {
                match self {
                    $($(Extension::$variant(x) => {
                        let layout: fn(&mut $of, &mut Coder) -> Result<(), WireError> = $layout;
                        layout(x, c)
                    })*)*
                    Extension::Raw(of, _) if c.is_reading() && place.wants_empty(*of) => Ok(()),
                    Extension::Raw(_, data) => opaque("extension_data", data, c),
                }
            }
        }

        impl Extensions {
            $($($(#[$doc])*
            pub fn $getter(&self) -> Option<&$of> {
                self.0.iter().find_map(|extension| match extension {
                    Extension::$variant(x) => Some(x),
                    _ => None,
                })
            })*)*
        }
    };
}

/// Whether an extension that may be empty is so in a message.
macro_rules! empty {
    ($place:ident) => {
        true
    };
    ($place:ident in [$($void:ident),*]) => {
        matches!($place, $(InMessage::$void)|*)
    };
}

extensions!(forms);

/// Bytes to the end, if there are any.
fn opaque(name: &'static str, bytes: &mut Vec<u8>, c: &mut Coder) -> Result<(), WireError> {
    if bytes.is_empty() && !c.more() {
        return Ok(());
    }
    c.rest(name, bytes)
}

impl Default for Extension {
    fn default() -> Self {
        Extension::Raw(ExtensionType::default(), Vec::new())
    }
}

impl Extension {
    fn layout(&mut self, c: &mut Coder, place: InMessage) -> Result<(), WireError> {
        c.group("extension", |c| {
            let mut extension_type = self.extension_type();
            c.code("extension_type", &mut extension_type)?;
            c.rename(extension_type.name().unwrap_or("unknown_extension"));
            if c.is_reading() {
                *self = Extension::blank(extension_type, place);
            }
            c.confined("extension_data", 2, &(0..=0xffff), |c| self.data(c, place))
        })
    }
}

/// The extensions of one message, in wire order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extensions(pub Vec<Extension>);

impl Extensions {
    /// The name in a ClientHello's server_name.
    pub fn host_name(&self) -> Option<&str> {
        self.server_name()?.host_name()
    }

    /// True if points of curves may be written in the one form that is left (RFC 8422 §5.1.2), as those may who do not
    /// speak of it.
    pub fn takes_uncompressed(&self) -> bool {
        self.ec_point_formats().is_none_or(EcPointFormatList::has_uncompressed)
    }

    /// True if an extension of this type is there.
    pub fn has(&self, extension_type: ExtensionType) -> bool {
        self.0.iter().any(|extension| extension.extension_type() == extension_type)
    }

    /// Their type codes, in wire order.
    pub fn types(&self) -> Vec<ExtensionType> {
        self.0.iter().map(Extension::extension_type).collect()
    }

    /// The first type code that occurs twice, if any.
    pub fn duplicate(&self) -> Option<ExtensionType> {
        let mut seen = std::collections::HashSet::new();
        self.types().into_iter().find(|extension_type| !seen.insert(*extension_type))
    }

    /// The whole vector with its length prefix.
    ///
    /// # Errors
    /// As [`handshake_wire::Layout::layout`].
    pub fn layout(&mut self, c: &mut Coder, place: InMessage, min: usize) -> Result<(), WireError> {
        c.vector("extensions", 2, min..=0xffff, |c| {
            if c.is_reading() {
                while c.more() {
                    let mut extension = Extension::default();
                    extension.layout(c, place)?;
                    self.0.push(extension);
                }
                return Ok(());
            }
            self.0.iter_mut().try_for_each(|extension| extension.layout(c, place))
        })
    }
}

/// The groups' names, for reports.
pub fn group_names(groups: &[NamedGroup]) -> Vec<String> {
    groups.iter().map(|group| group.text()).collect()
}
