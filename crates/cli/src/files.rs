//! What is read from files: certificates, keys, texts.

use crate::problem;
use crate::side::System;
use handshake_app::chain_checker::{self, MAX_CHAIN, MAX_ROOTS};
use handshake_core::crypto::{Signer, signer};
use handshake_core::pki::{Certificate, Identity, Verifier as _, WebPkiVerifier};
use handshake_live::Anybody;
use handshake_scenario::text::said;
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// Longest file or input that is read, in bytes.
const MAX: u64 = 16 << 20;

/// A certificate chain and its key.
///
/// # Errors
/// One line that names the file and what is wrong with it: one of them can't be read, or the key is not the certificate's.
pub fn identity(cert: &Path, key: &Path) -> Result<Identity, String> {
    let chain = certificates(cert, MAX_CHAIN)?;
    let signer = private_key(key)?;
    let leaf = chain.first().map(Vec::as_slice).unwrap_or_default();
    if !fits(&*signer, leaf) {
        let other = chain.iter().skip(1).position(|other| fits(&*signer, other));
        let (key, cert) = (key.display(), cert.display());
        return Err(match other {
            Some(at) => format!(
                "{key}: this is the key of certificate {} in {cert}, and has to be that of the first: put that one first",
                at + 2
            ),
            None => format!("{key}: this is not the key of the certificate in {cert}"),
        });
    }
    Ok(Identity { chain, signer })
}

/// True if what a key signs is what a certificate's key checks.
fn fits(signer: &dyn Signer, certificate: &[u8]) -> bool {
    const CONTENT: &[u8] = b"handshake: does this key fit this certificate?";
    signer.schemes().into_iter().any(|scheme| {
        let signature = signer.sign(scheme, CONTENT, &mut System);
        signature.is_some_and(|signature| Anybody.signature(scheme, certificate, CONTENT, &signature))
    })
}

/// A private key, PEM or DER.
fn private_key(file: &Path) -> Result<Arc<dyn Signer>, String> {
    let bytes = read(file)?;
    let text = String::from_utf8_lossy(&bytes);
    let der = match PrivateKeyDer::from_pem_slice(&bytes) {
        Ok(key) => key.secret_der().to_vec(),
        Err(_) => bytes.clone(),
    };
    let name = file.display();
    signer(&der).ok_or_else(|| {
        if text.contains("ENCRYPTED") {
            return format!(
                "{name}: the key is encrypted; take the password off: openssl pkey -in {name} -out key.pem"
            );
        }
        if text.contains("PRIVATE KEY-----") {
            return format!(
                "{name}: a key of a kind that can't be used here: it takes P-256, P-384, P-521, Ed25519 and RSA"
            );
        }
        if text.contains("-----BEGIN CERTIFICATE") {
            return format!("{name}: no private key: there is a certificate in it. Are --cert and --key mixed up?");
        }
        format!("{name}: no private key that can be used here (P-256, P-384, P-521, Ed25519 or RSA, in PEM or DER)")
    })
}

/// Certificates, PEM or DER, the first one's owner first; at most so many. Read as the page reads them.
///
/// # Errors
/// One line that names the file and what is wrong with it.
pub fn certificates(file: &Path, most: usize) -> Result<Vec<Vec<u8>>, String> {
    let found = chain_checker::read(&read(file)?, most).map_err(|problem| format!("{}: {problem}", file.display()))?;
    match found.problems.first() {
        Some(problem) => Err(format!("{}: {problem}", file.display())),
        None => Ok(found.certificates),
    }
}

/// Trusts the roots in a file; without one, those of the system.
///
/// # Errors
/// One line that names the file or says that the system has none.
pub fn verifier(ca: Option<&Path>) -> Result<WebPkiVerifier, String> {
    if let Some(file) = ca {
        let roots = certificates(file, MAX_ROOTS)?;
        return WebPkiVerifier::new(&roots)
            .map_err(|(at, problem)| format!("{}: certificate {}: {}", file.display(), at + 1, said(&problem)));
    }
    // One that can't be read is no reason not to trust the others.
    let roots: Vec<Vec<u8>> =
        rustls_native_certs::load_native_certs().certs.into_iter().map(|root| root.to_vec()).collect();
    let usable: Vec<Vec<u8>> = roots.into_iter().filter(|root| WebPkiVerifier::new(&[root]).is_ok()).collect();
    if usable.is_empty() {
        return Err("this system has no trusted roots; name some with --ca FILE, or use --insecure".to_owned());
    }
    WebPkiVerifier::new(&usable).map_err(|(_, problem)| said(&problem))
}

/// The names (DER) of the roots in a file, as far as a message has room for them; else none.
///
/// # Errors
/// As [`certificates`].
pub fn names(ca: &Path) -> Result<Vec<Vec<u8>>, String> {
    let roots = certificates(ca, MAX_ROOTS)?;
    let names: Vec<Vec<u8>> =
        roots.iter().filter_map(|root| Some(Certificate::read(root).ok()?.subject.to_vec())).collect();
    let len: usize = names.iter().map(|name| name.len() + 2).sum();
    Ok(if len <= 1 << 14 { names } else { Vec::new() })
}

/// Trusts the roots of Mozilla's program, as they were when this was built.
///
/// # Errors
/// If one of them can't be read, which would be a fault of this program.
pub fn mozilla() -> Result<WebPkiVerifier, String> {
    WebPkiVerifier::new(webpki_root_certs::TLS_SERVER_ROOT_CERTS).map_err(|(_, problem)| said(&problem))
}

/// An OCSP response, DER.
///
/// # Errors
/// One line that names the file.
pub fn status(file: &Path) -> Result<Vec<u8>, String> {
    let bytes = read(file)?;
    match handshake_core::pki::is_ocsp_response(&bytes) {
        true => Ok(bytes),
        false => Err(format!("{}: no OCSP response in DER", file.display())),
    }
}

/// A text from the command line; `-` stands for standard input.
///
/// # Errors
/// One line.
pub fn text(argument: &str) -> Result<Vec<u8>, String> {
    if argument != "-" {
        return Ok(argument.as_bytes().to_vec());
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .take(MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("standard input: {}", problem::words(&error)))?;
    whole(bytes, "standard input")
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    let problem = |error: std::io::Error| format!("{}: {}", file.display(), problem::words(&error));
    let mut bytes = Vec::new();
    std::fs::File::open(file).map_err(problem)?.take(MAX + 1).read_to_end(&mut bytes).map_err(problem)?;
    whole(bytes, &file.display().to_string())
}

/// Nothing is cut off in silence.
fn whole(bytes: Vec<u8>, what: &str) -> Result<Vec<u8>, String> {
    match bytes.len() as u64 {
        0..=MAX => Ok(bytes),
        _ => Err(format!("{what}: longer than {} MiB", MAX >> 20)),
    }
}
