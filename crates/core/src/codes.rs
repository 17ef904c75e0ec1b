//! The numbers of the IANA registries that this engine names.

use crate::extension_table::extensions;
use handshake_wire::Code;

macro_rules! codes {
    ($names:ident; $($(#[$doc:meta])* $name:ident: $repr:ty, $width:literal { $($(#[$vdoc:meta])* $variant:ident = $number:literal $text:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub $repr);

        impl $name {
            $(#[doc = concat!("`", $text, "`")] $(#[$vdoc])* pub const $variant: $name = $name($number);)*

            /// Every number that has a name here.
            pub const NAMED: &[$name] = &[$($name::$variant),*];

            /// The number with this name.
            pub fn by_name(name: &str) -> Option<$name> {
                $name::NAMED.iter().copied().find(|code| code.name() == Some(name))
            }

            /// Its name, or its number in hex.
            pub fn text(self) -> String {
                self.name().map_or_else(|| format!("0x{:0width$x}", self.0, width = 2 * $width), str::to_owned)
            }
        }

        impl Code for $name {
            const WIDTH: usize = $width;
            fn from_wire(number: u32) -> Self {
                $name(number as $repr)
            }
            fn to_wire(self) -> u32 {
                u32::from(self.0)
            }
            fn name(self) -> Option<&'static str> {
                match self {
                    $($name::$variant => Some($text),)*
                    _ => None,
                }
            }
        }
    )*

        /// The names of each registry, one list each.
        const $names: &[&[&str]] = &[$(&[$($text),*]),*];
    };
}

/// A name that some number of some registry has here, if this is one.
pub fn any_name(text: &str) -> Option<&'static str> {
    NAMES.iter().chain(EXTENSIONS).flat_map(|names| names.iter()).copied().find(|name| *name == text)
}

macro_rules! extension_types {
    ($($constant:ident = $number:literal $text:literal in $places:tt $(empty $(in $void:tt)?)? { $($forms:tt)* })*) => {
        codes! {
            EXTENSIONS;
            /// `ExtensionType`, RFC 8446 §4.2.
            ExtensionType: u16, 2 { $($constant = $number $text,)* }
        }
    };
}

extensions!(extension_types);

codes! {
    NAMES;
    /// `ContentType`, RFC 8446 §5.1.
    ContentType: u8, 1 {
        CHANGE_CIPHER_SPEC = 20 "change_cipher_spec",
        ALERT = 21 "alert",
        HANDSHAKE = 22 "handshake",
        APPLICATION_DATA = 23 "application_data",
    }

    /// `HandshakeType`, RFC 8446 §4; RFC 5246 §7.4.
    HandshakeType: u8, 1 {
        HELLO_REQUEST = 0 "hello_request",
        CLIENT_HELLO = 1 "client_hello",
        SERVER_HELLO = 2 "server_hello",
        NEW_SESSION_TICKET = 4 "new_session_ticket",
        END_OF_EARLY_DATA = 5 "end_of_early_data",
        ENCRYPTED_EXTENSIONS = 8 "encrypted_extensions",
        CERTIFICATE = 11 "certificate",
        SERVER_KEY_EXCHANGE = 12 "server_key_exchange",
        CERTIFICATE_REQUEST = 13 "certificate_request",
        SERVER_HELLO_DONE = 14 "server_hello_done",
        CERTIFICATE_VERIFY = 15 "certificate_verify",
        CLIENT_KEY_EXCHANGE = 16 "client_key_exchange",
        FINISHED = 20 "finished",
        CERTIFICATE_STATUS = 22 "certificate_status",
        KEY_UPDATE = 24 "key_update",
        MESSAGE_HASH = 254 "message_hash",
    }

    /// `ProtocolVersion`, RFC 8446 §4.1.2 and §4.2.1.
    ProtocolVersion: u16, 2 {
        SSL3 = 0x0300 "SSL 3.0",
        TLS10 = 0x0301 "TLS 1.0",
        TLS11 = 0x0302 "TLS 1.1",
        TLS12 = 0x0303 "TLS 1.2",
        TLS13 = 0x0304 "TLS 1.3",
    }

    /// `CipherSuite`, RFC 8446 appendix B.4; for TLS 1.2: RFC 5246 appendix A.5, RFC 5288, RFC 5289, RFC 7905, RFC 8422.
    CipherSuite: u16, 2 {
        TLS_AES_128_GCM_SHA256 = 0x1301 "TLS_AES_128_GCM_SHA256",
        TLS_AES_256_GCM_SHA384 = 0x1302 "TLS_AES_256_GCM_SHA384",
        TLS_CHACHA20_POLY1305_SHA256 = 0x1303 "TLS_CHACHA20_POLY1305_SHA256",
        TLS_AES_128_CCM_SHA256 = 0x1304 "TLS_AES_128_CCM_SHA256",
        TLS_AES_128_CCM_8_SHA256 = 0x1305 "TLS_AES_128_CCM_8_SHA256",
        TLS_EMPTY_RENEGOTIATION_INFO_SCSV = 0x00ff "TLS_EMPTY_RENEGOTIATION_INFO_SCSV",
        TLS_FALLBACK_SCSV = 0x5600 "TLS_FALLBACK_SCSV",
        TLS_RSA_WITH_RC4_128_SHA = 0x0005 "TLS_RSA_WITH_RC4_128_SHA",
        TLS_RSA_WITH_3DES_EDE_CBC_SHA = 0x000a "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
        TLS_RSA_WITH_AES_128_CBC_SHA = 0x002f "TLS_RSA_WITH_AES_128_CBC_SHA",
        TLS_RSA_WITH_AES_256_CBC_SHA = 0x0035 "TLS_RSA_WITH_AES_256_CBC_SHA",
        TLS_RSA_WITH_AES_128_CBC_SHA256 = 0x003c "TLS_RSA_WITH_AES_128_CBC_SHA256",
        TLS_RSA_WITH_AES_256_CBC_SHA256 = 0x003d "TLS_RSA_WITH_AES_256_CBC_SHA256",
        TLS_RSA_WITH_AES_128_GCM_SHA256 = 0x009c "TLS_RSA_WITH_AES_128_GCM_SHA256",
        TLS_RSA_WITH_AES_256_GCM_SHA384 = 0x009d "TLS_RSA_WITH_AES_256_GCM_SHA384",
        TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA = 0xc009 "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
        TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA = 0xc00a "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
        TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA = 0xc013 "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
        TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA = 0xc014 "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
        TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256 = 0xc023 "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
        TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384 = 0xc024 "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
        TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256 = 0xc027 "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
        TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384 = 0xc028 "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
        TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 = 0xc02b "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 = 0xc02c "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 = 0xc02f "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 = 0xc030 "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 = 0xcca8 "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 = 0xcca9 "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    }

    /// `NamedGroup`, RFC 8446 §4.2.7; the hybrid: draft-ietf-tls-ecdhe-mlkem §7.
    NamedGroup: u16, 2 {
        SECP256R1 = 0x0017 "secp256r1",
        SECP384R1 = 0x0018 "secp384r1",
        SECP521R1 = 0x0019 "secp521r1",
        X25519 = 0x001d "x25519",
        X448 = 0x001e "x448",
        FFDHE2048 = 0x0100 "ffdhe2048",
        FFDHE3072 = 0x0101 "ffdhe3072",
        FFDHE4096 = 0x0102 "ffdhe4096",
        FFDHE6144 = 0x0103 "ffdhe6144",
        FFDHE8192 = 0x0104 "ffdhe8192",
        X25519MLKEM768 = 0x11ec "X25519MLKEM768",
    }

    /// `SignatureScheme`, RFC 8446 §4.2.3.
    SignatureScheme: u16, 2 {
        RSA_PKCS1_SHA256 = 0x0401 "rsa_pkcs1_sha256",
        RSA_PKCS1_SHA384 = 0x0501 "rsa_pkcs1_sha384",
        RSA_PKCS1_SHA512 = 0x0601 "rsa_pkcs1_sha512",
        ECDSA_SECP256R1_SHA256 = 0x0403 "ecdsa_secp256r1_sha256",
        ECDSA_SECP384R1_SHA384 = 0x0503 "ecdsa_secp384r1_sha384",
        ECDSA_SECP521R1_SHA512 = 0x0603 "ecdsa_secp521r1_sha512",
        RSA_PSS_RSAE_SHA256 = 0x0804 "rsa_pss_rsae_sha256",
        RSA_PSS_RSAE_SHA384 = 0x0805 "rsa_pss_rsae_sha384",
        RSA_PSS_RSAE_SHA512 = 0x0806 "rsa_pss_rsae_sha512",
        ED25519 = 0x0807 "ed25519",
        ED448 = 0x0808 "ed448",
        RSA_PSS_PSS_SHA256 = 0x0809 "rsa_pss_pss_sha256",
        RSA_PSS_PSS_SHA384 = 0x080a "rsa_pss_pss_sha384",
        RSA_PSS_PSS_SHA512 = 0x080b "rsa_pss_pss_sha512",
        RSA_PKCS1_SHA1 = 0x0201 "rsa_pkcs1_sha1",
        ECDSA_SHA1 = 0x0203 "ecdsa_sha1",
    }

    /// `PskKeyExchangeMode`, RFC 8446 §4.2.9.
    PskKeyExchangeMode: u8, 1 {
        PSK_KE = 0 "psk_ke",
        PSK_DHE_KE = 1 "psk_dhe_ke",
    }

    /// `KeyUpdateRequest`, RFC 8446 §4.6.3.
    KeyUpdateRequest: u8, 1 {
        UPDATE_NOT_REQUESTED = 0 "update_not_requested",
        UPDATE_REQUESTED = 1 "update_requested",
    }

    /// `MaxFragmentLength`, RFC 6066 §4: a power of two from 2^9 to 2^12.
    MaxFragmentLength: u8, 1 {
        B512 = 1 "2^9",
        B1024 = 2 "2^10",
        B2048 = 3 "2^11",
        B4096 = 4 "2^12",
    }

    /// `NameType`, RFC 6066 §3.
    NameType: u8, 1 {
        HOST_NAME = 0 "host_name",
    }

    /// `ClientCertificateType`, RFC 5246 §7.4.4 and RFC 8422 §5.5.
    ClientCertificateType: u8, 1 {
        RSA_SIGN = 1 "rsa_sign",
        ECDSA_SIGN = 64 "ecdsa_sign",
    }

    /// `ECCurveType`, RFC 8422 §5.4.
    EcCurveType: u8, 1 {
        NAMED_CURVE = 3 "named_curve",
    }

    /// `ECPointFormat`, RFC 8422 §5.1.2.
    EcPointFormat: u8, 1 {
        UNCOMPRESSED = 0 "uncompressed",
    }

    /// `AlertLevel`, RFC 8446 §6.
    AlertLevel: u8, 1 {
        WARNING = 1 "warning",
        FATAL = 2 "fatal",
    }

    /// `AlertDescription`, RFC 8446 §6.
    AlertDescription: u8, 1 {
        CLOSE_NOTIFY = 0 "close_notify",
        UNEXPECTED_MESSAGE = 10 "unexpected_message",
        BAD_RECORD_MAC = 20 "bad_record_mac",
        RECORD_OVERFLOW = 22 "record_overflow",
        HANDSHAKE_FAILURE = 40 "handshake_failure",
        BAD_CERTIFICATE = 42 "bad_certificate",
        UNSUPPORTED_CERTIFICATE = 43 "unsupported_certificate",
        CERTIFICATE_REVOKED = 44 "certificate_revoked",
        CERTIFICATE_EXPIRED = 45 "certificate_expired",
        CERTIFICATE_UNKNOWN = 46 "certificate_unknown",
        ILLEGAL_PARAMETER = 47 "illegal_parameter",
        UNKNOWN_CA = 48 "unknown_ca",
        ACCESS_DENIED = 49 "access_denied",
        DECODE_ERROR = 50 "decode_error",
        DECRYPT_ERROR = 51 "decrypt_error",
        PROTOCOL_VERSION = 70 "protocol_version",
        INSUFFICIENT_SECURITY = 71 "insufficient_security",
        INTERNAL_ERROR = 80 "internal_error",
        INAPPROPRIATE_FALLBACK = 86 "inappropriate_fallback",
        USER_CANCELED = 90 "user_canceled",
        NO_RENEGOTIATION = 100 "no_renegotiation",
        MISSING_EXTENSION = 109 "missing_extension",
        UNSUPPORTED_EXTENSION = 110 "unsupported_extension",
        UNRECOGNIZED_NAME = 112 "unrecognized_name",
        BAD_CERTIFICATE_STATUS_RESPONSE = 113 "bad_certificate_status_response",
        UNKNOWN_PSK_IDENTITY = 115 "unknown_psk_identity",
        CERTIFICATE_REQUIRED = 116 "certificate_required",
        GENERAL_ERROR = 117 "general_error",
        NO_APPLICATION_PROTOCOL = 120 "no_application_protocol",
    }
}

impl AlertDescription {
    /// True for the two that close a connection without an error, RFC 8446 §6.1.
    pub fn is_closure(self) -> bool {
        matches!(self, AlertDescription::CLOSE_NOTIFY | AlertDescription::USER_CANCELED)
    }
}

impl MaxFragmentLength {
    /// In bytes; `None` for a number that stands for no length. RFC 6066 §4.
    pub fn bytes(self) -> Option<usize> {
        (1..=4).contains(&self.0).then(|| 1 << (8 + self.0))
    }
}

/// The sixteen two-byte values that RFC 8701 §2 reserves for offers that mean nothing: 0x0a0a, 0x1a1a, … 0xfafa.
pub fn is_grease(code: u16) -> bool {
    let [high, low] = code.to_be_bytes();
    high == low && low & 0x0f == 0x0a
}

impl SignatureScheme {
    /// All that this engine can check, in its order of preference; those of PKCS #1 v1.5 in certificates and in TLS 1.2.
    pub const CHECKED: &[SignatureScheme] = &[
        SignatureScheme::ECDSA_SECP256R1_SHA256,
        SignatureScheme::ECDSA_SECP384R1_SHA384,
        SignatureScheme::ECDSA_SECP521R1_SHA512,
        SignatureScheme::ED25519,
        SignatureScheme::RSA_PSS_RSAE_SHA256,
        SignatureScheme::RSA_PSS_RSAE_SHA384,
        SignatureScheme::RSA_PSS_RSAE_SHA512,
        SignatureScheme::RSA_PSS_PSS_SHA256,
        SignatureScheme::RSA_PSS_PSS_SHA384,
        SignatureScheme::RSA_PSS_PSS_SHA512,
        SignatureScheme::RSA_PKCS1_SHA256,
        SignatureScheme::RSA_PKCS1_SHA384,
        SignatureScheme::RSA_PKCS1_SHA512,
    ];

    /// False for the schemes that in TLS 1.3 only certificates may carry. RFC 8446 §4.2.3.
    pub fn for_handshake(self) -> bool {
        !matches!(
            self,
            SignatureScheme::RSA_PKCS1_SHA1
                | SignatureScheme::RSA_PKCS1_SHA256
                | SignatureScheme::RSA_PKCS1_SHA384
                | SignatureScheme::RSA_PKCS1_SHA512
                | SignatureScheme::ECDSA_SHA1
        )
    }
}
