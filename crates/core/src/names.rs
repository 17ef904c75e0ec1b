//! The names that a trace can hold. All of them are known when the program is built, so that a trace that was written down
//! can be read again without keeping anything of the file.

use crate::cx::{what, why};
use crate::msgs::codes::{HandshakeType, any_name};
use crate::msgs::{ChangeCipherSpec, HelloRetryRequest, message_name};
use crate::trace::StateName;
use crate::transcript::PointName;

/// The states of both sides in both versions: RFC 8446 appendix A; for TLS 1.2 named in its manner.
const STATES: &[StateName] = &[
    "START",
    "WAIT_SH",
    "WAIT_EE",
    "WAIT_CERT_CR",
    "WAIT_CERT",
    "WAIT_CV",
    "WAIT_FINISHED",
    "CONNECTED",
    "CLOSED",
    "RECVD_CH",
    "NEGOTIATED",
    "WAIT_EOED",
    "WAIT_FLIGHT2",
    "WAIT_SKE",
    "WAIT_SHD",
    "WAIT_CKE",
    "WAIT_CCS",
];

/// What the layouts call their fields. (Messages and extensions have fields of their own names, too.)
const FIELDS: &[&str] = &[
    "ASN.1Cert",
    "Alert",
    "ApplicationData",
    "CertificateEntry",
    "ChangeCipherSpec",
    "DistinguishedName",
    "ECPointFormat",
    "EncryptedPreMasterSecret",
    "GenericAEADCipher",
    "GenericBlockCipher",
    "IV",
    "KeyShareEntry",
    "MAC",
    "NamedGroup",
    "OCSPResponse",
    "ProtocolName",
    "ProtocolVersion",
    "PskBinderEntry",
    "PskIdentity",
    "PskKeyExchangeMode",
    "ResponderID",
    "SerializedSCT",
    "ServerName",
    "SignatureAndHashAlgorithm",
    "SignatureScheme",
    "TLSCiphertext",
    "TLSInnerPlaintext",
    "TLSPlaintext",
    "algorithm",
    "authorities",
    "binders",
    "cert_data",
    "certificate_authorities",
    "certificate_list",
    "certificate_request_context",
    "certificate_type",
    "certificate_types",
    "cipher_suite",
    "cipher_suites",
    "ciphertext",
    "client_shares",
    "content",
    "cookie",
    "curve_type",
    "data",
    "description",
    "ec_point_format_list",
    "ecdh_Yc",
    "extension",
    "extension_data",
    "extension_type",
    "extensions",
    "fragment",
    "group",
    "host_name",
    "id",
    "identities",
    "identity",
    "ke_modes",
    "key_exchange",
    "legacy_compression_method",
    "legacy_compression_methods",
    "legacy_record_version",
    "legacy_session_id",
    "legacy_session_id_echo",
    "legacy_version",
    "length",
    "level",
    "max_early_data_size",
    "max_fragment_length",
    "msg_type",
    "name_type",
    "named_curve",
    "named_group_list",
    "nonce_explicit",
    "obfuscated_ticket_age",
    "opaque_type",
    "padding_length",
    "params",
    "protocol_name_list",
    "public",
    "random",
    "record_size_limit",
    "renegotiated_connection",
    "request_extensions",
    "request_update",
    "responder_id_list",
    "sct_list",
    "sct_version",
    "selected_group",
    "selected_identity",
    "selected_version",
    "server_name_list",
    "server_share",
    "signature",
    "status_type",
    "supported_signature_algorithms",
    "tag",
    "ticket",
    "ticket_age_add",
    "ticket_lifetime",
    "ticket_lifetime_hint",
    "ticket_nonce",
    "timestamp",
    "type",
    "unknown_extension",
    "unknown_version",
    "verify_data",
    "version",
    "versions",
    "zeros",
];

/// Names of messages that are no handshake messages, or stand for several.
const OTHER_MESSAGES: &[&str] =
    &["Alert", ChangeCipherSpec::NAME, "application data", "unknown handshake message", "message_hash(ClientHello)"];

fn find(names: impl IntoIterator<Item = &'static str>, name: &str) -> Option<&'static str> {
    names.into_iter().find(|known| *known == name)
}

/// A state's name, if there is such a state.
pub fn state(name: &str) -> Option<StateName> {
    find(STATES.iter().copied(), name)
}

/// A message's name, or what a transcript lists in the place of a message.
pub fn message(name: &str) -> Option<&'static str> {
    let handshake = HandshakeType::NAMED.iter().map(|msg_type| message_name(*msg_type));
    let all = handshake.chain([<HelloRetryRequest as crate::msgs::Body>::NAME]).chain(OTHER_MESSAGES.iter().copied());
    find(all.chain(PointName::ALL.map(PointName::name)), name)
}

/// A field's name.
pub fn field(name: &str) -> Option<&'static str> {
    find(FIELDS.iter().copied(), name).or_else(|| message(name)).or_else(|| any_name(name))
}

/// What a field's number stands for.
pub fn meaning(name: &str) -> Option<&'static str> {
    any_name(name)
}

/// What can be chosen.
pub fn choice(name: &str) -> Option<&'static str> {
    find(what::ALL, name)
}

/// By what a choice was made.
pub fn reason(name: &str) -> Option<&'static str> {
    find(why::ALL, name)
}
