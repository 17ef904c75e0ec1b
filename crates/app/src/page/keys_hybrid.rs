//! Commands for X25519MLKEM768: OpenSSL has ML-KEM since 3.5, which few machines have yet, so these are for Python.
//! draft-ietf-tls-ecdhe-mlkem: ML-KEM's part first, then X25519's.

use handshake_core::trace::Side;
use handshake_scenario::text::hex;

/// ML-KEM-768, FIPS 203 §8: seed of a private key, encapsulation key, ciphertext, randomness of an encapsulation.
const SEED: usize = 64;
const KEY: usize = 1184;
const CIPHERTEXT: usize = 1088;
const RANDOM: usize = 32;
/// A private or public half, or a secret, of X25519. RFC 7748 §5.
const X25519: usize = 32;

/// What the client's command needs: Python's `cryptography` has ML-KEM for every OpenSSL since its version 48.
const OWN: &str = "from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey\n";
/// What the server's needs: `cryptography` can't be told the randomness of an encapsulation, `kyber-py` can.
const ANSWER: &str = "from kyber_py.ml_kem import ML_KEM_768\n";
const CURVE: &str = "from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey\n";

/// Whose private half this is, if it is one of the hybrid.
pub fn owner(private: &[u8]) -> Option<Side> {
    match private.len() {
        len if len == SEED + X25519 => Some(Side::Client),
        len if len == RANDOM + X25519 => Some(Side::Server),
        _ => None,
    }
}

/// The word for what a command of the hybrid needs, by its text.
pub fn needs(command: &str) -> Option<&'static str> {
    match command {
        command if command.contains(ANSWER) => Some("keys.compute-it-with-kyber"),
        command if command.contains(OWN) => Some("keys.compute-it-with-python"),
        _ => None,
    }
}

/// Computes a public half: the client's from its own private half, the server's from its own and the client's public half.
pub fn public(private: &[u8], client: Option<&[u8]>) -> Option<String> {
    let (imports, given, kem) = kem(private, client)?;
    let (kem, at) = if owner(private)? == Side::Client {
        (format!("{kem}.public_key().public_bytes_raw()"), SEED)
    } else {
        (format!("{kem}[1]"), RANDOM)
    };
    Some(python(
        &imports,
        &format!(
            "{given}kem = {kem}\nx25519 = X25519PrivateKey.from_private_bytes(private[{at}:]).public_key().public_bytes_raw()\n"
        ),
    ))
}

/// Computes the shared secret from one's own private half and the other's public half.
pub fn shared(private: &[u8], other: &[u8]) -> Option<String> {
    let (imports, given, kem) = kem(private, Some(other))?;
    let (kem, at, theirs) = if owner(private)? == Side::Client {
        (format!("{kem}.decapsulate(public[:{CIPHERTEXT}])"), SEED, CIPHERTEXT)
    } else {
        (format!("{kem}[0]"), RANDOM, KEY)
    };
    (other.len() == theirs + X25519).then(|| {
        python(
            &imports,
            &format!(
                "{given}kem = {kem}\npeer = X25519PublicKey.from_public_bytes(public[{theirs}:])\nx25519 = X25519PrivateKey.from_private_bytes(private[{at}:]).exchange(peer)\n"
            ),
        )
    })
}

/// What is to be imported, the numbers, and the expression of ML-KEM's half: the client's private key, or the server's secret
/// and ciphertext.
fn kem(private: &[u8], other: Option<&[u8]>) -> Option<(String, String, String)> {
    let mut given = format!("private = bytes.fromhex(\"{}\")\n", hex(private));
    if let Some(other) = other {
        given.push_str(&format!("public = bytes.fromhex(\"{}\")\n", hex(other)));
    }
    Some(match owner(private)? {
        Side::Client => {
            (format!("{OWN}{CURVE}"), given, format!("MLKEM768PrivateKey.from_seed_bytes(private[:{SEED}])"))
        }
        Side::Server => {
            other.filter(|other| other.len() == KEY + X25519)?;
            let encapsulated = format!("ML_KEM_768._encaps_internal(public[:{KEY}], private[:{RANDOM}])");
            (format!("{ANSWER}{CURVE}"), given, encapsulated)
        }
    })
}

fn python(imports: &str, lines: &str) -> String {
    format!("python3 - <<'A'\n{imports}{lines}print((kem + x25519).hex())\nA")
}
