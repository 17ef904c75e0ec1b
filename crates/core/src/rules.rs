//! The rules: each can fail a connection, with an alert, for a reason written in an RFC. One table: id, alert, section, topic
//! (if not the handshake), and the fields that it looks at.

use crate::msgs::codes::AlertDescription as A;
use crate::statement::Statement;

macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident = $id:literal, $alert:ident, $section:literal
        $(, $of:ident)? $(=> [$($field:literal),*])?;)*) => {
        /// A rule of the protocol.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Rule { $($(#[$doc])* $rule,)* }

        impl Rule {
            /// Every rule.
            pub const ALL: &[Rule] = &[$(Rule::$rule),*];

            /// Its name in content, links and reports.
            pub fn id(self) -> &'static str {
                match self { $(Rule::$rule => $id,)* }
            }

            /// The rule with this name.
            pub fn by_id(id: &str) -> Option<Rule> {
                Rule::ALL.iter().copied().find(|rule| rule.id() == id)
            }

            /// The alert that a failure sends.
            pub fn alert(self) -> A {
                match self { $(Rule::$rule => A::$alert,)* }
            }

            /// What it is about.
            pub fn topic(self) -> Topic {
                match self { $(Rule::$rule => rules!(@topic $($of)?),)* }
            }

            /// The fields that it looks at: the ends of their paths.
            pub fn looks_at(self) -> &'static [&'static str] {
                match self { $(Rule::$rule => &[$($($field),*)?],)* }
            }

            /// Where it is written.
            pub fn section(self) -> &'static str {
                match self { $(Rule::$rule => $section,)* }
            }
        }
    };
    (@topic) => { Topic::Handshake };
    (@topic $of:ident) => { Topic::$of };
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// The form of any record or message: it is checked all the time, and seldom says anything of this handshake.
    Routine,
    /// What is offered, chosen, shown and agreed on.
    Handshake,
}

rules! {
    // The record layer.
    /// The record's type is one of the four.
    RecordType = "record-type", UNEXPECTED_MESSAGE, "RFC 8446 §5";
    /// A record is no longer than allowed.
    RecordLength = "record-length", RECORD_OVERFLOW, "RFC 8446 §5.1";
    /// A record is no longer than this side asked for.
    RecordSizeRespected = "record-size-respected", RECORD_OVERFLOW, "RFC 8449 §4" => ["record_size_limit"];
    /// In TLS 1.2 a record names that version.
    RecordVersion = "record-version", PROTOCOL_VERSION, "RFC 5246 §6.2.1";
    /// Records come protected once keys are in use, and in the clear before.
    RecordProtection = "record-protection", UNEXPECTED_MESSAGE, "RFC 8446 §5", Routine;
    /// The AEAD's tag fits.
    RecordTag = "record-tag", BAD_RECORD_MAC, "RFC 8446 §5.2", Routine => ["TLSCiphertext.tag", "TLSCiphertext.ciphertext"];
    /// Inside a protected record there is a content type.
    InnerType = "inner-type", UNEXPECTED_MESSAGE, "RFC 8446 §5.4", Routine => ["TLSInnerPlaintext.type"];
    /// change_cipher_spec is the byte 1, and comes during the handshake only.
    ChangeCipherSpec = "change-cipher-spec", UNEXPECTED_MESSAGE, "RFC 8446 §5", Routine => ["ChangeCipherSpec.type"];
    /// No empty record of handshake or alert type.
    NoEmptyFragment = "no-empty-fragment", UNEXPECTED_MESSAGE, "RFC 8446 §5.1";
    /// No run of records without content that never ends.
    NoEndlessEmptyRecords = "no-endless-empty-records", UNEXPECTED_MESSAGE, "RFC 8446 §5.1";
    /// The handshake, and a message after it, comes in no more records than this side takes.
    NoEndlessRecords = "no-endless-records", UNEXPECTED_MESSAGE, "RFC 8446 §5.1";
    /// No other record between the parts of a handshake message.
    NotInterleaved = "not-interleaved", UNEXPECTED_MESSAGE, "RFC 8446 §5.1";
    /// A handshake message is no larger than this side takes.
    MessageSize = "message-size", ILLEGAL_PARAMETER, "RFC 8446 §4";
    /// No handshake message spans a change of keys.
    KeyChangeBoundary = "key-change-boundary", UNEXPECTED_MESSAGE, "RFC 8446 §5.1", Routine;
    /// An alert is two bytes, alone in its record.
    AlertForm = "alert-form", DECODE_ERROR, "RFC 8446 §5.1", Routine => ["Alert.description"];

    // Any message.
    /// The message is the one this state waits for.
    MessageExpected = "message-expected", UNEXPECTED_MESSAGE, "RFC 8446 §4", Routine;
    /// The message can be read to its last byte.
    Decodes = "decodes", DECODE_ERROR, "RFC 8446 §6.2", Routine;
    /// No extension comes twice.
    NoDuplicateExtension = "no-duplicate-extension", ILLEGAL_PARAMETER, "RFC 8446 §4.2", Routine;
    /// Each extension stands in a message that may hold it.
    ExtensionAllowed = "extension-allowed", ILLEGAL_PARAMETER, "RFC 8446 §4.2", Routine;
    /// The server answers only extensions that the client sent.
    ExtensionSolicited = "extension-solicited", UNSUPPORTED_EXTENSION, "RFC 8446 §4.2", Routine;

    // The server reads ClientHello.
    /// A version in common.
    VersionInCommon = "version-in-common", PROTOCOL_VERSION, "RFC 8446 §4.2.1" => ["versions.ProtocolVersion"];
    /// No compression.
    NullCompression = "null-compression", ILLEGAL_PARAMETER, "RFC 8446 §4.1.2" => ["legacy_compression_methods"];
    /// The extensions that a certificate handshake needs are there.
    MandatoryExtensions = "mandatory-extensions", MISSING_EXTENSION, "RFC 8446 §9.2";
    /// A cipher suite in common.
    SuiteInCommon = "suite-in-common", HANDSHAKE_FAILURE, "RFC 8446 §4.1.1" => ["ClientHello.cipher_suites", "cipher_suites.cipher_suite"];
    /// A group in common, with a key share.
    GroupInCommon = "group-in-common", HANDSHAKE_FAILURE, "RFC 8446 §4.1.1" => ["supported_groups.named_group_list.NamedGroup"];
    /// Key shares are for groups offered, each once, in the same order.
    SharesMatchGroups = "shares-match-groups", ILLEGAL_PARAMETER, "RFC 8446 §4.2.8" => ["supported_groups.named_group_list.NamedGroup", "client_shares.KeyShareEntry.group"];
    /// A signature scheme in common that fits the certificate.
    SignatureInCommon = "signature-in-common", HANDSHAKE_FAILURE, "RFC 8446 §4.4.2.2";
    /// An application protocol in common.
    AlpnInCommon = "alpn-in-common", NO_APPLICATION_PROTOCOL, "RFC 7301 §3.2" => ["protocol_name_list.ProtocolName"];

    /// The server has the name that the client asks for.
    NameServed = "name-served", UNRECOGNIZED_NAME, "RFC 6066 §3" => ["server_name.server_name_list.ServerName.host_name"];
    /// What the client offers is strong enough for the server.
    SecurityEnough = "security-enough", INSUFFICIENT_SECURITY, "RFC 8446 §6.2";
    /// pre_shared_key is the last extension.
    PskLast = "psk-last", ILLEGAL_PARAMETER, "RFC 8446 §4.2.11";
    /// Pre-shared keys come with psk_key_exchange_modes.
    PskModesSent = "psk-modes-sent", MISSING_EXTENSION, "RFC 8446 §4.2.9";
    /// There is one binder for each pre-shared key.
    BinderCount = "binder-count", ILLEGAL_PARAMETER, "RFC 8446 §4.2.11";
    /// A server without a certificate knows one of the pre-shared keys.
    PskKnown = "psk-known", UNKNOWN_PSK_IDENTITY, "RFC 8446 §4.2.11" => ["PskIdentity.identity"];
    /// The binder is the one this side computes.
    BinderFits = "binder-fits", DECRYPT_ERROR, "RFC 8446 §4.2.11" => ["binders.PskBinderEntry"];
    /// The second ClientHello changes only what it may.
    SecondHelloSame = "second-hello-same", ILLEGAL_PARAMETER, "RFC 8446 §4.1.2";
    /// The cookie comes back as it was sent.
    CookieEcho = "cookie-echo", ILLEGAL_PARAMETER, "RFC 8446 §4.2.2" => ["cookie"];
    /// The second ClientHello has one share, of the group asked for.
    RetryShare = "retry-share", ILLEGAL_PARAMETER, "RFC 8446 §4.2.8";
    /// No more early data than the ticket is good for.
    EarlyDataSize = "early-data-size", UNEXPECTED_MESSAGE, "RFC 8446 §4.2.10";
    /// record_size_limit is at least 64.
    RecordSizeLimitForm = "record-size-limit-form", ILLEGAL_PARAMETER, "RFC 8449 §4" => ["record_size_limit"];
    /// max_fragment_length is one of four lengths, and the answer is what was asked.
    MaxFragmentForm = "max-fragment-form", ILLEGAL_PARAMETER, "RFC 6066 §4";

    // The client reads ServerHello.
    /// legacy_version is 0x0303.
    LegacyVersion = "legacy-version", ILLEGAL_PARAMETER, "RFC 8446 §4.1.3" => ["ServerHello.legacy_version"];
    /// The server did not leave the mark of a downgrade.
    NotDowngraded = "not-downgraded", ILLEGAL_PARAMETER, "RFC 8446 §4.1.3" => ["ServerHello.random"];
    /// TLS 1.3 was chosen.
    VersionSelected = "version-selected", PROTOCOL_VERSION, "RFC 8446 §4.1.3" => ["supported_versions.selected_version"];
    /// The chosen version is one that was offered.
    VersionOffered = "version-offered", ILLEGAL_PARAMETER, "RFC 8446 §4.2.1" => ["supported_versions.selected_version"];
    /// The session id comes back as it was sent.
    SessionIdEcho = "session-id-echo", ILLEGAL_PARAMETER, "RFC 8446 §4.1.3" => ["ClientHello.legacy_session_id", "legacy_session_id_echo"];
    /// The chosen suite is one that was offered.
    SuiteOffered = "suite-offered", ILLEGAL_PARAMETER, "RFC 8446 §4.1.3" => ["ServerHello.cipher_suite"];
    /// The chosen compression is none.
    CompressionNone = "compression-none", ILLEGAL_PARAMETER, "RFC 8446 §4.1.3" => ["legacy_compression_method"];
    /// A HelloRetryRequest asks for something the client can change.
    RetryUseful = "retry-useful", ILLEGAL_PARAMETER, "RFC 8446 §4.1.4" => ["key_share.selected_group"];
    /// One HelloRetryRequest is enough.
    OneRetry = "one-retry", UNEXPECTED_MESSAGE, "RFC 8446 §4.1.4";
    /// After a HelloRetryRequest the suite stays the one it named.
    RetrySuiteSame = "retry-suite-same", ILLEGAL_PARAMETER, "RFC 8446 §4.1.4" => ["ServerHello.cipher_suite"];
    /// The chosen pre-shared key is one that was offered.
    PskOffered = "psk-offered", ILLEGAL_PARAMETER, "RFC 8446 §4.2.11" => ["pre_shared_key.selected_identity"];
    /// The chosen suite's hash is that of the chosen pre-shared key.
    PskHashFits = "psk-hash-fits", ILLEGAL_PARAMETER, "RFC 8446 §4.2.11";
    /// The pre-shared key is used in a way that was offered: with a key exchange, or without.
    PskModeOffered = "psk-mode-offered", ILLEGAL_PARAMETER, "RFC 8446 §4.2.9";
    /// The server sent its key share.
    ShareSent = "share-sent", MISSING_EXTENSION, "RFC 8446 §9.2";
    /// The server's share is for a group that the client sent a share for.
    ShareForOffered = "share-for-offered", ILLEGAL_PARAMETER, "RFC 8446 §4.2.8" => ["server_share.group"];
    /// The peer's public half is a proper one.
    ShareValid = "share-valid", ILLEGAL_PARAMETER, "RFC 8446 §7.4.2" => ["client_shares.KeyShareEntry.key_exchange", "server_share.key_exchange"];

    // The client reads the server's encrypted messages.
    /// The chosen application protocol is one that was offered.
    AlpnOffered = "alpn-offered", ILLEGAL_PARAMETER, "RFC 7301 §3.1" => ["protocol_name_list.ProtocolName"];
    /// Early data is accepted only with the first pre-shared key, for the suite and protocol it was sent for.
    EarlyDataFits = "early-data-fits", ILLEGAL_PARAMETER, "RFC 8446 §4.2.10";
    /// CertificateRequest says which signatures can be checked.
    RequestSchemes = "request-schemes", MISSING_EXTENSION, "RFC 8446 §4.3.2";
    /// certificate_request_context is empty in the handshake.
    ContextEmpty = "context-empty", ILLEGAL_PARAMETER, "RFC 8446 §4.4.2", Routine => ["certificate_request_context"];
    /// The server sent a certificate.
    CertificatePresent = "certificate-present", DECODE_ERROR, "RFC 8446 §4.4.2.4";
    /// The client sent a certificate, as the server demands.
    CertificateRequired = "certificate-required", CERTIFICATE_REQUIRED, "RFC 8446 §4.4.2.4";
    /// The certificate is good, and whom it names may come in.
    AccessAllowed = "access-allowed", ACCESS_DENIED, "RFC 8446 §6.2";
    /// Nothing else speaks against the certificate.
    CertificateAcceptable = "certificate-acceptable", CERTIFICATE_UNKNOWN, "RFC 8446 §6.2";
    /// The certificates can be read.
    CertificateParses = "certificate-parses", BAD_CERTIFICATE, "RFC 5280 §4.1" => ["CertificateEntry.cert_data"];
    /// The keys of the path are long enough.
    KeyStrong = "key-strong", BAD_CERTIFICATE, "RFC 8446 §6.2";
    /// No signature of the path is over a hash that is broken.
    HashStrong = "hash-strong", BAD_CERTIFICATE, "RFC 8446 §4.4.2.4";
    /// Signatures lead from the certificate to a root that the client trusts.
    ChainTrusted = "chain-trusted", UNKNOWN_CA, "RFC 5280 §6.1" => ["CertificateEntry.cert_data"];
    /// Every certificate of the path is valid at this time.
    ChainInTime = "chain-in-time", CERTIFICATE_EXPIRED, "RFC 5280 §6.1.3";
    /// Every certificate of the path may be used as it is.
    ChainUsage = "chain-usage", UNSUPPORTED_CERTIFICATE, "RFC 5280 §4.2.1.12";
    /// Every name of the certificate is one that the authorities above it may issue for.
    NamePermitted = "name-permitted", BAD_CERTIFICATE, "RFC 5280 §4.2.1.10";
    /// The certificate is for the name that the client asked for.
    NameMatches = "name-matches", BAD_CERTIFICATE, "RFC 9525 §6" => ["server_name.server_name_list.ServerName.host_name", "CertificateEntry.cert_data"];
    /// A certificate that demands a stapled status comes with one.
    StatusSent = "status-sent", BAD_CERTIFICATE_STATUS_RESPONSE, "RFC 7633 §4.3.3";
    /// The stapled status can be read.
    StatusForm = "status-good-form", BAD_CERTIFICATE_STATUS_RESPONSE, "RFC 6066 §8";
    /// The stapled status is about this very certificate.
    StatusFits = "status-fits", BAD_CERTIFICATE_STATUS_RESPONSE, "RFC 6960 §3.2";
    /// The authority that issued the certificate signed its status.
    StatusSigned = "status-signed", BAD_CERTIFICATE_STATUS_RESPONSE, "RFC 6960 §4.2.2.2";
    /// The status is not out of date.
    StatusFresh = "status-fresh", BAD_CERTIFICATE_STATUS_RESPONSE, "RFC 6960 §4.2.2.1";
    /// The authority knows the certificate.
    StatusKnown = "status-known", BAD_CERTIFICATE_STATUS_RESPONSE, "RFC 6960 §2.2";
    /// The certificate is not revoked.
    NotRevoked = "not-revoked", CERTIFICATE_REVOKED, "RFC 8446 §6.2";
    /// The signature scheme is one that the client offered.
    SchemeOffered = "scheme-offered", ILLEGAL_PARAMETER, "RFC 8446 §4.4.3" => ["supported_signature_algorithms.SignatureScheme", "CertificateVerify.algorithm"];
    /// The signature over the transcript fits the certificate's key.
    SignatureFits = "signature-fits", DECRYPT_ERROR, "RFC 8446 §4.4.3" => ["CertificateVerify.signature"];
    /// The Finished value is the one this side computes.
    FinishedMatches = "finished-matches", DECRYPT_ERROR, "RFC 8446 §4.4.4" => ["Finished.verify_data"];

    // TLS 1.2.
    /// No client falls back to an older version than both sides can do.
    NoNeedlessFallback = "no-needless-fallback", INAPPROPRIATE_FALLBACK, "RFC 7507 §3";
    /// The server resumes only a session that the client asked for.
    SessionAsked = "session-asked", ILLEGAL_PARAMETER, "RFC 8446 §4.1.3";
    /// A resumed session keeps its suite.
    SessionSuiteSame = "session-suite-same", ILLEGAL_PARAMETER, "RFC 5246 §7.4.1.3";
    /// A resumed session keeps the form of its master secret.
    SessionSecretSame = "session-secret-same", HANDSHAKE_FAILURE, "RFC 7627 §5.3";
    /// renegotiation_info is empty on the first handshake.
    RenegotiationEmpty = "renegotiation-empty", HANDSHAKE_FAILURE, "RFC 5746 §3.4";
    /// The certificate's key can do what the suite wants of it.
    KeyFitsSuite = "key-fits-suite", UNSUPPORTED_CERTIFICATE, "RFC 5246 §7.4.2";
    /// The curve of the server's certificate is one that was offered.
    CertificateCurveOffered = "certificate-curve-offered", UNSUPPORTED_CERTIFICATE, "RFC 8422 §5.3" => ["supported_groups.named_group_list.NamedGroup"];
    /// The server's public half is on a curve that was offered.
    CurveOffered = "curve-offered", ILLEGAL_PARAMETER, "RFC 8422 §5.4";
    /// Points may be written uncompressed.
    PointFormats = "point-formats", ILLEGAL_PARAMETER, "RFC 8422 §5.1.2";
    /// The client sent a certificate, as a TLS 1.2 server demands.
    ClientCertificateSent = "client-certificate-sent", HANDSHAKE_FAILURE, "RFC 5246 §7.4.6";

    // After the handshake.
    /// A ticket is good for at most 7 days.
    TicketLifetime = "ticket-lifetime", ILLEGAL_PARAMETER, "RFC 8446 §4.6.1" => ["ticket_lifetime"];

    /// KeyUpdate is one of two values.
    KeyUpdateForm = "key-update-form", ILLEGAL_PARAMETER, "RFC 8446 §4.6.3" => ["KeyUpdate.request_update"];
    /// No run of messages after the handshake that never ends.
    NoEndlessMessages = "no-endless-messages", UNEXPECTED_MESSAGE, "RFC 8446 §4.6";

    // This side itself.
    /// No key seals more than it is good for, even if no new one may be taken.
    KeyNotSpent = "key-not-spent", INTERNAL_ERROR, "RFC 8446 §5.5";
    /// The engine could do what was asked of it.
    Internal = "internal", INTERNAL_ERROR, "RFC 8446 §6.2";
}

/// What is wrong where a rule is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// In English words, with values.
    Words(String),
    /// Of certificates: whoever shows it has the words.
    Statement(Statement),
}

impl From<String> for Detail {
    fn from(words: String) -> Self {
        Detail::Words(words)
    }
}

impl From<Statement> for Detail {
    fn from(statement: Statement) -> Self {
        Detail::Statement(statement)
    }
}

impl std::fmt::Display for Detail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Detail::Words(words) => f.write_str(words),
            Detail::Statement(statement) => statement.fmt(f),
        }
    }
}

/// Why a connection failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A rule did not hold; its alert was sent.
    Broken {
        /// Which.
        rule: Rule,
        /// What is wrong.
        detail: Detail,
    },
    /// The peer sent a fatal alert.
    PeerAlert(A),
}

impl Fault {
    /// The alert that belongs to it.
    pub fn alert(&self) -> A {
        match self {
            Fault::Broken { rule, .. } => rule.alert(),
            Fault::PeerAlert(description) => *description,
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::Broken { rule, detail } => {
                write!(f, "{}: {detail} ({}, alert {})", rule.id(), rule.section(), rule.alert().text())
            }
            Fault::PeerAlert(description) => write!(f, "the peer sent the alert {}", description.text()),
        }
    }
}

impl std::error::Error for Fault {}
