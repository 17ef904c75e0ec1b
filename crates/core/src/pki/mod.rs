//! Whom to trust: certificate paths are checked by `rustls-webpki`, at a time that is passed in.

mod certificate;
mod checks;
mod constraints;
pub mod der;
pub mod fields;
mod finding;
mod identity;
mod ocsp;
mod oids;
mod path;
mod policy;
mod revocation;
mod signature;
mod store;
mod teaching;
mod verify;

pub use certificate::{Certificate, KEY_USAGES, KeyUse, attributes, general_name, name_text, text_of};
pub use finding::{Aspect, Finding, Link, LinkCheck, Path, Source, Status, Verdict, date};
pub use identity::Identity;
pub use ocsp::{CertStatus, is_ocsp_response};
pub use oids::oid_name;
pub use teaching::{Answer, CertificateKind, Issued, Order, Shape, TeachingCa, Usage, Weakness};
pub use verify::{Verifier, WebPkiVerifier, public_key};
