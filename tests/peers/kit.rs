//! Certificates and keys in files, for programs that go by the real clock: the teaching CA's are valid for one year.

use handshake_core::client::ClientConfig;
use handshake_core::crypto::signer;
use handshake_core::msgs::codes::{NamedGroup, SignatureScheme};
use handshake_core::pki::{CertificateKind, Identity, WebPkiVerifier};
use handshake_core::random::Seeded;
use handshake_core::server::{ClientAuth, ServerConfig, TicketConfig};
use handshake_core::session::MemorySessions;
use handshake_core::{ClientConnection, ServerConnection};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// A root, a chain for localhost of each kind, for servers and clients, in a folder; gone when dropped.
pub struct Kit {
    folder: PathBuf,
    root: Vec<u8>,
}

pub const KINDS: [CertificateKind; 4] =
    [CertificateKind::EcdsaP256, CertificateKind::EcdsaP384, CertificateKind::Ed25519, CertificateKind::Rsa2048];
pub const GROUPS: [NamedGroup; 3] = [NamedGroup::X25519, NamedGroup::SECP256R1, NamedGroup::SECP384R1];

impl Kit {
    /// In a folder of this name. None without the openssl program, which makes them.
    pub fn new(name: &str) -> Option<Kit> {
        Command::new("openssl").arg("version").output().ok()?;
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("kit-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let mut kit = Kit { folder, root: Vec::new() };
        let ext = "subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\nbasicConstraints=CA:FALSE\n\
                   keyUsage=digitalSignature";
        std::fs::write(kit.path("ext"), ext).expect("a file");
        std::fs::write(kit.path("ext-rsa"), format!("{ext},keyEncipherment")).expect("a file");
        std::fs::write(kit.path("early"), "so early").expect("a file");
        let root = ["-subj", "/CN=root", "-out", "ca.pem"];
        kit.openssl(&[&["req", "-x509", "-nodes", "-keyout", "ca.key"], key(KINDS[0]), &root].concat());
        for kind in KINDS {
            let [cert, key_file, csr] = ["pem", "key", "csr"].map(|end| format!("{kind:?}.{end}"));
            let request = ["req", "-nodes", "-subj", "/CN=localhost", "-keyout", &key_file, "-out", &csr];
            kit.openssl(&[request.as_slice(), key(kind)].concat());
            let ext = if kind == CertificateKind::Rsa2048 { "ext-rsa" } else { "ext" };
            let sign = ["x509", "-req", "-in", &csr, "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"];
            kit.openssl(&[sign.as_slice(), &["-days", "2", "-extfile", ext, "-out", &cert]].concat());
        }
        kit.root = CertificateDer::from_pem_file(kit.path("ca.pem")).expect("a root").to_vec();
        Some(kit)
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Certificate and key of a kind: the names of the files.
    pub fn names(kind: CertificateKind) -> [String; 2] {
        [format!("{kind:?}.pem"), format!("{kind:?}.key")]
    }

    fn openssl(&self, args: &[&str]) {
        let made = Command::new("openssl").args(args).current_dir(&self.folder).output().expect("it starts");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }

    pub fn identity(&self, kind: CertificateKind) -> Identity {
        let [cert, key] = Kit::names(kind);
        let leaf = CertificateDer::from_pem_file(self.path(&cert)).expect("a certificate");
        let key = PrivateKeyDer::from_pem_file(self.path(&key)).expect("a key");
        Identity { chain: vec![leaf.to_vec()], signer: signer(key.secret_der()).expect("a key of ours") }
    }

    /// Our client, which trusts the root.
    pub fn client(&self) -> ClientConfig {
        let verifier = WebPkiVerifier::new(&[&self.root]).expect("a root");
        ClientConfig::new("localhost", Arc::new(verifier))
    }

    /// Our server, which issues tickets.
    pub fn server(&self, kind: CertificateKind) -> ServerConfig {
        let mut server = ServerConfig::new(vec![self.identity(kind)]);
        server.sessions = Some(Arc::new(MemorySessions::new()));
        server.early_data = true;
        server.ticket =
            Some(TicketConfig { lifetime: 3600, len: 32, nonce: vec![0], max_early_data: Some(1000), count: 1 });
        server
    }

    /// Asks clients for a certificate of this kit.
    pub fn asks(&self) -> ClientAuth {
        let schemes = self.client().signature_schemes;
        ClientAuth {
            verifier: Arc::new(WebPkiVerifier::new(&[&self.root]).expect("a root").of_clients()),
            required: true,
            signature_schemes: schemes
                .into_iter()
                .filter(|scheme| *scheme != SignatureScheme::RSA_PKCS1_SHA1)
                .collect(),
            authorities: Vec::new(),
        }
    }
}

impl Drop for Kit {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn key(kind: CertificateKind) -> &'static [&'static str] {
    match kind {
        CertificateKind::EcdsaP256 => &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
        CertificateKind::EcdsaP384 => &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
        CertificateKind::Ed25519 => &["-newkey", "ed25519"],
        CertificateKind::Rsa2048 => &["-newkey", "rsa:2048"],
    }
}

/// The real time, in seconds since 1970.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_secs()
}

/// No two connections draw the same: a store of sessions would mix them up.
fn random(domain: &str) -> Box<Seeded> {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    Box::new(Seeded::new(NEXT.fetch_add(1, Ordering::Relaxed), domain))
}

pub fn client(config: &ClientConfig) -> ClientConnection {
    ClientConnection::new(Arc::new(config.clone()), random("client"), now())
}

pub fn server(config: &ServerConfig) -> ServerConnection {
    ServerConnection::new(Arc::new(config.clone()), random("server"), now())
}
