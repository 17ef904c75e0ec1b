//! Whom to trust: certificate paths are checked by `rustls-webpki`, at a time that is passed in.

mod identity;
mod teaching;
mod verify;

pub use identity::Identity;
pub use teaching::{CertificateKind, Issued, TeachingCa};
pub(crate) use verify::public_key;
pub use verify::{Finding, Verifier, WebPkiVerifier};
