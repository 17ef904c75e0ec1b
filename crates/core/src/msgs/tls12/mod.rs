//! The messages that only TLS 1.2 has, or has in another form, one a file. RFC 5246 §7.4.

mod certificate;
mod certificate_request;
mod certificate_status;
mod client_key_exchange;
mod hello_request;
mod new_session_ticket;
mod server_hello_done;
mod server_key_exchange;

pub use certificate::Certificate;
pub use certificate_request::CertificateRequest;
pub use certificate_status::CertificateStatus;
pub use client_key_exchange::{EcdheClientKeyExchange, RsaClientKeyExchange};
pub use hello_request::HelloRequest;
pub use new_session_ticket::NewSessionTicket;
pub use server_hello_done::ServerHelloDone;
pub use server_key_exchange::ServerKeyExchange;
