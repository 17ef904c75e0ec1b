//! The client's TLS 1.3 states, one a file.

mod connected;
mod start;
mod wait_cert_cr;
mod wait_certificate_verify;
mod wait_encrypted_extensions;
mod wait_finished;
mod wait_server_hello;

pub(super) use connected::Connected;
pub(super) use start::Start;
pub(super) use wait_cert_cr::WaitCertCr;
pub(super) use wait_certificate_verify::WaitCertificateVerify;
pub(super) use wait_encrypted_extensions::WaitEncryptedExtensions;
pub(super) use wait_finished::WaitFinished;
pub(super) use wait_server_hello::WaitServerHello;

use crate::cx::Cx;
use crate::msgs::codes::ExtensionType;
use crate::msgs::extensions::{Extensions, Place};
use crate::rules::{Fault, Rule};

/// What RFC 8446 §4.2 demands of the extensions of any message of the server.
fn check_extensions(
    cx: &mut Cx,
    extensions: &Extensions,
    place: Place,
    offered: &[ExtensionType],
) -> Result<(), Fault> {
    let unsolicited = extensions.types().into_iter().find(|extension| !offered.contains(extension));
    cx.check(Rule::ExtensionSolicited, unsolicited.is_none(), || format!("{} was not offered", name(unsolicited)))?;
    check_unasked(cx, extensions, place)
}

/// What it demands of extensions that are no answers.
fn check_unasked(cx: &mut Cx, extensions: &Extensions, place: Place) -> Result<(), Fault> {
    let duplicate = extensions.duplicate();
    cx.check(Rule::NoDuplicateExtension, duplicate.is_none(), || format!("{} comes twice", name(duplicate)))?;
    let misplaced = extensions.types().into_iter().find(|extension| !place.admits(*extension));
    cx.check(Rule::ExtensionAllowed, misplaced.is_none(), || format!("{} has no place here", name(misplaced)))
}

fn name(extension: Option<ExtensionType>) -> String {
    extension.map(ExtensionType::text).unwrap_or_default()
}
