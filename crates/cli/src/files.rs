//! What is read from files: certificates, keys, texts.

use handshake_core::crypto::signer;
use handshake_core::pki::{Identity, WebPkiVerifier};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use std::io::Read;
use std::path::Path;

/// Longest file or input that is read, in bytes.
const MAX: u64 = 16 << 20;

/// A certificate chain and its key.
///
/// # Errors
/// One line that names the file and what is wrong with it.
pub fn identity(cert: &Path, key: &Path) -> Result<Identity, String> {
    let chain = certificates(cert)?;
    let bytes = read(key)?;
    let der = match PrivateKeyDer::from_pem_slice(&bytes) {
        Ok(key) => key.secret_der().to_vec(),
        Err(_) => bytes,
    };
    let problem = || {
        format!("{}: no private key that can be used here (P-256, P-384, Ed25519 or RSA, in PEM or DER)", key.display())
    };
    Ok(Identity { chain, signer: signer(&der).ok_or_else(problem)? })
}

/// Certificates, PEM or DER, the first one's owner first.
///
/// # Errors
/// One line that names the file and what is wrong with it.
pub fn certificates(file: &Path) -> Result<Vec<Vec<u8>>, String> {
    let bytes = read(file)?;
    if bytes.first() == Some(&0x30) {
        return Ok(vec![bytes]);
    }
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    let all = all.map_err(|error| format!("{}: {error}", file.display()))?;
    match all.is_empty() {
        true => Err(format!("{}: there is no certificate in it", file.display())),
        false => Ok(all.into_iter().map(|certificate| certificate.to_vec()).collect()),
    }
}

/// Trusts the roots in a file; without one, those of the system.
///
/// # Errors
/// One line that names the file or says that the system has none.
pub fn verifier(ca: Option<&Path>) -> Result<WebPkiVerifier, String> {
    if let Some(file) = ca {
        let roots = certificates(file)?;
        return WebPkiVerifier::new(&roots)
            .map_err(|(at, problem)| format!("{}: certificate {}: {problem}", file.display(), at + 1));
    }
    // One that can't be read is no reason not to trust the others.
    let roots: Vec<Vec<u8>> =
        rustls_native_certs::load_native_certs().certs.into_iter().map(|root| root.to_vec()).collect();
    let usable: Vec<Vec<u8>> = roots.into_iter().filter(|root| WebPkiVerifier::new(&[root]).is_ok()).collect();
    if usable.is_empty() {
        return Err("this system has no trusted roots; name some with --ca FILE, or use --insecure".to_owned());
    }
    WebPkiVerifier::new(&usable).map_err(|(_, problem)| problem)
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
    std::io::stdin().take(MAX + 1).read_to_end(&mut bytes).map_err(|error| format!("standard input: {error}"))?;
    whole(bytes, "standard input")
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    let problem = |error: std::io::Error| format!("{}: {error}", file.display());
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
