//! The messages, one a file, each with one layout for reading, writing and showing.

mod alert;
mod application_data;
mod certificate;
mod certificate_request;
mod certificate_verify;
mod change_cipher_spec;
mod client_hello;
mod encrypted_extensions;
mod end_of_early_data;
pub mod extensions;
mod finished;
mod handshake;
mod hello_retry_request;
mod key_update;
mod new_session_ticket;
mod server_hello;
pub mod tls10;
pub mod tls12;

pub use crate::codes;
pub use alert::Alert;
pub use application_data::ApplicationData;
pub use certificate::{Certificate, CertificateEntry};
pub use certificate_request::CertificateRequest;
pub use certificate_verify::CertificateVerify;
pub use change_cipher_spec::ChangeCipherSpec;
pub use client_hello::ClientHello;
pub use encrypted_extensions::EncryptedExtensions;
pub use end_of_early_data::EndOfEarlyData;
pub use finished::Finished;
pub use handshake::{Body, Handshake};
pub use hello_retry_request::HelloRetryRequest;
pub use key_update::KeyUpdate;
pub use new_session_ticket::NewSessionTicket;
pub use server_hello::ServerHello;

use codes::HandshakeType;

/// The name in the RFC of the message with this type.
pub fn message_name(msg_type: HandshakeType) -> &'static str {
    match msg_type {
        HandshakeType::CLIENT_HELLO => ClientHello::NAME,
        HandshakeType::SERVER_HELLO => ServerHello::NAME,
        HandshakeType::NEW_SESSION_TICKET => NewSessionTicket::NAME,
        HandshakeType::ENCRYPTED_EXTENSIONS => EncryptedExtensions::NAME,
        HandshakeType::CERTIFICATE => Certificate::NAME,
        HandshakeType::CERTIFICATE_VERIFY => CertificateVerify::NAME,
        HandshakeType::FINISHED => Finished::NAME,
        HandshakeType::CERTIFICATE_REQUEST => CertificateRequest::NAME,
        HandshakeType::END_OF_EARLY_DATA => EndOfEarlyData::NAME,
        HandshakeType::KEY_UPDATE => KeyUpdate::NAME,
        HandshakeType::HELLO_REQUEST => tls12::HelloRequest::NAME,
        HandshakeType::SERVER_KEY_EXCHANGE => tls12::ServerKeyExchange::NAME,
        HandshakeType::SERVER_HELLO_DONE => tls12::ServerHelloDone::NAME,
        HandshakeType::CLIENT_KEY_EXCHANGE => tls12::RsaClientKeyExchange::NAME,
        HandshakeType::CERTIFICATE_STATUS => tls12::CertificateStatus::NAME,
        HandshakeType::MESSAGE_HASH => "message_hash",
        _ => "unknown handshake message",
    }
}
