//! Whom to trust: certificate paths are checked by `rustls-webpki`, at a time that is passed in.

mod certificate;
pub mod der;
pub mod fields;
mod identity;
mod ocsp;
mod oids;
mod path;
mod teaching;
mod verify;

pub use certificate::{Certificate, KEY_USAGES, attributes, general_name, name_text, text_of};
pub use identity::Identity;
pub use ocsp::{CertStatus, Status};
pub use oids::oid_name;
pub use path::{Aspect, Link, LinkCheck, Path, Source, date};
pub use teaching::{Answer, CertificateKind, Issued, Order, Shape, TeachingCa, Usage, Weakness};
pub use verify::public_key;
pub use verify::{Finding, Verdict, Verifier, WebPkiVerifier};
