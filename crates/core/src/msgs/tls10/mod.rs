//! The messages that TLS 1.1 and 1.0 have in another form than TLS 1.2, one a file: what is signed in them names no scheme.
//! RFC 4346 §7.4, RFC 2246 §7.4.

mod certificate_request;
mod certificate_verify;
mod server_key_exchange;

pub use certificate_request::CertificateRequest;
pub use certificate_verify::CertificateVerify;
pub use server_key_exchange::ServerKeyExchange;
