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

impl InMessage {
    /// False for an extension that this engine knows and RFC 8446 §4.2 does not admit here.
    pub fn admits(self, extension: ExtensionType) -> bool {
        use InMessage::{
            Certificate as CT, CertificateRequest as CR, ClientHello as CH, EncryptedExtensions as EE,
            HelloRetryRequest as HRR, NewSessionTicket as NST, ServerHello as SH,
        };
        if self == InMessage::ServerHello12 {
            return admitted12(extension);
        }
        let places: &[InMessage] = match extension {
            ExtensionType::SERVER_NAME
            | ExtensionType::MAX_FRAGMENT_LENGTH
            | ExtensionType::SUPPORTED_GROUPS
            | ExtensionType::ALPN
            | ExtensionType::RECORD_SIZE_LIMIT => &[CH, EE],
            ExtensionType::STATUS_REQUEST | ExtensionType::SIGNED_CERTIFICATE_TIMESTAMP => &[CH, CR, CT],
            ExtensionType::SIGNATURE_ALGORITHMS
            | ExtensionType::SIGNATURE_ALGORITHMS_CERT
            | ExtensionType::CERTIFICATE_AUTHORITIES => &[CH, CR],
            ExtensionType::OID_FILTERS => &[CR],
            ExtensionType::PADDING | ExtensionType::PSK_KEY_EXCHANGE_MODES | ExtensionType::POST_HANDSHAKE_AUTH => {
                &[CH]
            }
            ExtensionType::COOKIE => &[CH, HRR],
            ExtensionType::PRE_SHARED_KEY => &[CH, SH],
            ExtensionType::KEY_SHARE | ExtensionType::SUPPORTED_VERSIONS => &[CH, SH, HRR],
            ExtensionType::EARLY_DATA => &[CH, EE, NST],
            // Of TLS 1.2 alone.
            ExtensionType::EC_POINT_FORMATS
            | ExtensionType::ENCRYPT_THEN_MAC
            | ExtensionType::EXTENDED_MASTER_SECRET
            | ExtensionType::SESSION_TICKET
            | ExtensionType::RENEGOTIATION_INFO => &[CH],
            _ => return true,
        };
        places.contains(&self)
    }
}

impl InMessage {
    /// True for an extension that says by its presence here all that it has to say. RFC 6066 §3, RFC 7627 §5.1, RFC 7366
    /// §2, RFC 5077 §3.2, RFC 8446 §4.2.10 and §4.2.6.
    fn wants_empty(self, extension: ExtensionType) -> bool {
        match extension {
            ExtensionType::EXTENDED_MASTER_SECRET
            | ExtensionType::ENCRYPT_THEN_MAC
            | ExtensionType::POST_HANDSHAKE_AUTH => true,
            ExtensionType::SERVER_NAME | ExtensionType::SESSION_TICKET => self != InMessage::ClientHello,
            ExtensionType::EARLY_DATA => self != InMessage::NewSessionTicket,
            // The client's wish, and the server's. RFC 6962 §3.3.1, RFC 8446 §4.4.2.
            ExtensionType::SIGNED_CERTIFICATE_TIMESTAMP => {
                matches!(self, InMessage::ClientHello | InMessage::CertificateRequest)
            }
            // The only ServerHello that may hold it is one of TLS 1.2. RFC 6066 §8.
            ExtensionType::STATUS_REQUEST => self == InMessage::ServerHello,
            _ => false,
        }
    }
}

/// What a server may answer in TLS 1.2: nothing that belongs to TLS 1.3. RFC 5246 §7.4.1.4. Its groups are none of the
/// client's business, but some servers send them, and clients bear it.
fn admitted12(extension: ExtensionType) -> bool {
    !matches!(
        extension,
        ExtensionType::SIGNATURE_ALGORITHMS
            | ExtensionType::SIGNATURE_ALGORITHMS_CERT
            | ExtensionType::PADDING
            | ExtensionType::KEY_SHARE
            | ExtensionType::SUPPORTED_VERSIONS
            | ExtensionType::PRE_SHARED_KEY
            | ExtensionType::PSK_KEY_EXCHANGE_MODES
            | ExtensionType::EARLY_DATA
            | ExtensionType::COOKIE
            | ExtensionType::CERTIFICATE_AUTHORITIES
            | ExtensionType::OID_FILTERS
            | ExtensionType::POST_HANDSHAKE_AUTH
    )
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
    /// The name the client wants to reach.
    ServerName(ServerNameList),
    /// Groups in order of preference.
    SupportedGroups(NamedGroupList),
    /// Signatures the sender can check.
    SignatureAlgorithms(SignatureSchemeList),
    /// Protocols above TLS: offered, or (one) chosen.
    Alpn(ProtocolNameList),
    /// Versions offered.
    ClientVersions(ClientVersions),
    /// Version chosen.
    SelectedVersion(ProtocolVersion),
    /// Public halves offered.
    ClientKeyShares(ClientKeyShares),
    /// Public half chosen.
    ServerKeyShare(KeyShareEntry),
    /// Group for which a public half is asked for (`KeyShareHelloRetryRequest`, RFC 8446 §4.2.8).
    SelectedGroup(NamedGroup),
    /// How pre-shared keys may be used.
    PskKeyExchangeModes(PskKeyExchangeModes),
    /// Early data a ticket is good for.
    TicketEarlyData(TicketEarlyData),
    /// Pre-shared keys offered.
    OfferedPsks(OfferedPsks),
    /// Pre-shared key chosen: its place among those offered, from 0 (RFC 8446 §4.2.11).
    SelectedIdentity(u16),
    /// To be sent back.
    Cookie(Cookie),
    /// Authorities whose certificates are taken.
    CertificateAuthorities(CertificateAuthorities),
    /// Longest inside of a protected record that the sender takes, in bytes (RFC 8449 §4).
    RecordSizeLimit(u16),
    /// Longest record content on this connection (RFC 6066 §4).
    MaxFragmentLength(MaxFragmentLength),
    /// How points are written, TLS 1.2 (RFC 8422 §5.1.2).
    EcPointFormats(EcPointFormatList),
    /// Binds a renegotiation to what came before, TLS 1.2 (RFC 5746 §3.2).
    RenegotiationInfo(RenegotiationInfo),
    /// A ticket to resume with, TLS 1.2 (RFC 5077 §3.2); empty: none yet, but welcome.
    SessionTicket(Vec<u8>),
    /// The status of the peer's certificate is wished for.
    StatusRequest(CertificateStatusRequest),
    /// The status of a certificate, in TLS 1.3 (RFC 8446 §4.4.2.1).
    CertificateStatus(CertificateStatus),
    /// That logs of certificates have seen this one (RFC 6962 §3.3).
    SignedCertificateTimestamps(SignedCertificateTimestampList),
    /// Kept as it is: unknown here, or of no content.
    Raw(ExtensionType, Vec<u8>),
}

impl Default for Extension {
    fn default() -> Self {
        Extension::Raw(ExtensionType::default(), Vec::new())
    }
}

impl Extension {
    /// Its type code.
    pub fn extension_type(&self) -> ExtensionType {
        match self {
            Extension::ServerName(_) => ExtensionType::SERVER_NAME,
            Extension::SupportedGroups(_) => ExtensionType::SUPPORTED_GROUPS,
            Extension::SignatureAlgorithms(_) => ExtensionType::SIGNATURE_ALGORITHMS,
            Extension::Alpn(_) => ExtensionType::ALPN,
            Extension::ClientVersions(_) | Extension::SelectedVersion(_) => ExtensionType::SUPPORTED_VERSIONS,
            Extension::ClientKeyShares(_) | Extension::ServerKeyShare(_) | Extension::SelectedGroup(_) => {
                ExtensionType::KEY_SHARE
            }
            Extension::PskKeyExchangeModes(_) => ExtensionType::PSK_KEY_EXCHANGE_MODES,
            Extension::TicketEarlyData(_) => ExtensionType::EARLY_DATA,
            Extension::OfferedPsks(_) | Extension::SelectedIdentity(_) => ExtensionType::PRE_SHARED_KEY,
            Extension::Cookie(_) => ExtensionType::COOKIE,
            Extension::CertificateAuthorities(_) => ExtensionType::CERTIFICATE_AUTHORITIES,
            Extension::RecordSizeLimit(_) => ExtensionType::RECORD_SIZE_LIMIT,
            Extension::MaxFragmentLength(_) => ExtensionType::MAX_FRAGMENT_LENGTH,
            Extension::EcPointFormats(_) => ExtensionType::EC_POINT_FORMATS,
            Extension::RenegotiationInfo(_) => ExtensionType::RENEGOTIATION_INFO,
            Extension::SessionTicket(_) => ExtensionType::SESSION_TICKET,
            Extension::StatusRequest(_) | Extension::CertificateStatus(_) => ExtensionType::STATUS_REQUEST,
            Extension::SignedCertificateTimestamps(_) => ExtensionType::SIGNED_CERTIFICATE_TIMESTAMP,
            Extension::Raw(extension_type, _) => *extension_type,
        }
    }

    fn blank(extension_type: ExtensionType, place: InMessage) -> Extension {
        match (extension_type, place) {
            (ExtensionType::SERVER_NAME, InMessage::ClientHello) => Extension::ServerName(Default::default()),
            (ExtensionType::SUPPORTED_GROUPS, _) => Extension::SupportedGroups(Default::default()),
            (ExtensionType::SIGNATURE_ALGORITHMS, _) => Extension::SignatureAlgorithms(Default::default()),
            (ExtensionType::ALPN, _) => Extension::Alpn(Default::default()),
            (ExtensionType::SUPPORTED_VERSIONS, InMessage::ClientHello) => {
                Extension::ClientVersions(Default::default())
            }
            (ExtensionType::SUPPORTED_VERSIONS, _) => Extension::SelectedVersion(Default::default()),
            (ExtensionType::KEY_SHARE, InMessage::ClientHello) => Extension::ClientKeyShares(Default::default()),
            (ExtensionType::KEY_SHARE, InMessage::ServerHello) => Extension::ServerKeyShare(Default::default()),
            (ExtensionType::KEY_SHARE, InMessage::HelloRetryRequest) => Extension::SelectedGroup(Default::default()),
            (ExtensionType::PSK_KEY_EXCHANGE_MODES, _) => Extension::PskKeyExchangeModes(Default::default()),
            (ExtensionType::EARLY_DATA, InMessage::NewSessionTicket) => Extension::TicketEarlyData(Default::default()),
            (ExtensionType::PRE_SHARED_KEY, InMessage::ClientHello) => Extension::OfferedPsks(Default::default()),
            (ExtensionType::PRE_SHARED_KEY, InMessage::ServerHello) => Extension::SelectedIdentity(0),
            (ExtensionType::COOKIE, _) => Extension::Cookie(Default::default()),
            (ExtensionType::CERTIFICATE_AUTHORITIES, _) => Extension::CertificateAuthorities(Default::default()),
            (ExtensionType::RECORD_SIZE_LIMIT, _) => Extension::RecordSizeLimit(0),
            (ExtensionType::MAX_FRAGMENT_LENGTH, _) => Extension::MaxFragmentLength(Default::default()),
            (ExtensionType::EC_POINT_FORMATS, _) => Extension::EcPointFormats(Default::default()),
            (ExtensionType::RENEGOTIATION_INFO, _) => Extension::RenegotiationInfo(Default::default()),
            (ExtensionType::SESSION_TICKET, InMessage::ClientHello) => Extension::SessionTicket(Vec::new()),
            (ExtensionType::STATUS_REQUEST, InMessage::ClientHello) => Extension::StatusRequest(Default::default()),
            (ExtensionType::STATUS_REQUEST, InMessage::Certificate) => Extension::CertificateStatus(Default::default()),
            (ExtensionType::SIGNED_CERTIFICATE_TIMESTAMP, InMessage::ServerHello | InMessage::Certificate) => {
                Extension::SignedCertificateTimestamps(Default::default())
            }
            _ => Extension::Raw(extension_type, Vec::new()),
        }
    }

    fn layout(&mut self, c: &mut Coder, place: InMessage) -> Result<(), WireError> {
        c.group("extension", |c| {
            let mut extension_type = self.extension_type();
            c.code("extension_type", &mut extension_type)?;
            c.rename(extension_type.name().unwrap_or("unknown_extension"));
            if c.is_reading() {
                *self = Extension::blank(extension_type, place);
            }
            c.confined("extension_data", 2, &(0..=0xffff), |c| match self {
                Extension::ServerName(x) => x.layout(c),
                Extension::SupportedGroups(x) => x.layout(c),
                Extension::SignatureAlgorithms(x) => x.layout(c),
                Extension::Alpn(x) => x.layout(c),
                Extension::ClientVersions(x) => x.layout(c),
                Extension::SelectedVersion(x) => c.code("selected_version", x),
                Extension::ClientKeyShares(x) => x.layout(c),
                Extension::ServerKeyShare(x) => c.group("server_share", |c| x.layout(c)),
                Extension::SelectedGroup(x) => c.code("selected_group", x),
                Extension::PskKeyExchangeModes(x) => x.layout(c),
                Extension::TicketEarlyData(x) => x.layout(c),
                Extension::OfferedPsks(x) => x.layout(c),
                Extension::SelectedIdentity(x) => c.u16("selected_identity", x),
                Extension::Cookie(x) => x.layout(c),
                Extension::CertificateAuthorities(x) => x.layout(c),
                Extension::RecordSizeLimit(x) => c.u16("record_size_limit", x),
                Extension::MaxFragmentLength(x) => c.code("max_fragment_length", x),
                Extension::EcPointFormats(x) => x.layout(c),
                Extension::RenegotiationInfo(x) => x.layout(c),
                Extension::SessionTicket(ticket) if ticket.is_empty() && !c.more() => Ok(()),
                Extension::SessionTicket(ticket) => c.rest("ticket", ticket),
                Extension::Raw(of, _) if c.is_reading() && place.wants_empty(*of) => Ok(()),
                Extension::StatusRequest(x) => x.layout(c),
                Extension::CertificateStatus(x) => status_request::status(x, c),
                Extension::SignedCertificateTimestamps(x) => x.layout(c),
                Extension::Raw(_, data) if data.is_empty() && !c.more() => Ok(()),
                Extension::Raw(_, data) => c.rest("extension_data", data),
            })
        })
    }
}

/// The extensions of one message, in wire order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extensions(pub Vec<Extension>);

macro_rules! getter {
    ($(#[$doc:meta])* $name:ident: $variant:ident -> $of:ty) => {
        $(#[$doc])*
        pub fn $name(&self) -> Option<&$of> {
            self.0.iter().find_map(|extension| match extension {
                Extension::$variant(x) => Some(x),
                _ => None,
            })
        }
    };
}

impl Extensions {
    getter! { /// server_name of a ClientHello.
    server_name: ServerName -> ServerNameList }
    getter! { /// supported_groups.
    supported_groups: SupportedGroups -> NamedGroupList }
    getter! { /// signature_algorithms.
    signature_algorithms: SignatureAlgorithms -> SignatureSchemeList }
    getter! { /// application_layer_protocol_negotiation.
    alpn: Alpn -> ProtocolNameList }
    getter! { /// supported_versions of a ClientHello.
    client_versions: ClientVersions -> ClientVersions }
    getter! { /// supported_versions of a ServerHello.
    selected_version: SelectedVersion -> ProtocolVersion }
    getter! { /// key_share of a ClientHello.
    client_key_shares: ClientKeyShares -> ClientKeyShares }
    getter! { /// key_share of a ServerHello.
    server_key_share: ServerKeyShare -> KeyShareEntry }
    getter! { /// key_share of a HelloRetryRequest.
    selected_group: SelectedGroup -> NamedGroup }
    getter! { /// psk_key_exchange_modes.
    psk_key_exchange_modes: PskKeyExchangeModes -> PskKeyExchangeModes }
    getter! { /// pre_shared_key of a ClientHello.
    offered_psks: OfferedPsks -> OfferedPsks }
    getter! { /// pre_shared_key of a ServerHello.
    selected_identity: SelectedIdentity -> u16 }
    getter! { /// cookie.
    cookie: Cookie -> Cookie }
    getter! { /// certificate_authorities.
    certificate_authorities: CertificateAuthorities -> CertificateAuthorities }
    getter! { /// early_data of a NewSessionTicket.
    ticket_early_data: TicketEarlyData -> TicketEarlyData }
    getter! { /// record_size_limit.
    record_size_limit: RecordSizeLimit -> u16 }
    getter! { /// max_fragment_length.
    max_fragment_length: MaxFragmentLength -> MaxFragmentLength }

    getter! { /// status_request of a ClientHello.
    status_request: StatusRequest -> CertificateStatusRequest }
    getter! { /// status_request of a Certificate.
    certificate_status: CertificateStatus -> CertificateStatus }
    getter! { /// signed_certificate_timestamp of a Certificate, or of a ServerHello of TLS 1.2.
    timestamps: SignedCertificateTimestamps -> SignedCertificateTimestampList }
    getter! { /// renegotiation_info.
    renegotiation_info: RenegotiationInfo -> RenegotiationInfo }
    getter! { /// session_ticket of TLS 1.2.
    session_ticket: SessionTicket -> Vec<u8> }
    getter! { /// ec_point_formats of TLS 1.2.
    ec_point_formats: EcPointFormats -> EcPointFormatList }

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
