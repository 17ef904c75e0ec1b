//! What a peer offers, accepts, shows and trusts.

use handshake_core::Side;
use handshake_core::crypto::{Suite, Suite12};
use handshake_core::msgs::codes::{CipherSuite, NamedGroup};
use handshake_core::pki::CertificateKind;
use handshake_core::random::{Randomness, Seeded};
use handshake_core::server::TicketConfig;
use handshake_core::{ClientConnection, ServerConnection};
use handshake_tests::{CA_SEED, Endpoint, NOW, configs, issued};
use p256::pkcs8::EncodePrivateKey;
use std::sync::Arc;

/// The terms on which a peer talks: it offers and accepts one suite and one group.
#[derive(Clone)]
pub struct Terms {
    pub suite: CipherSuite,
    pub group: NamedGroup,
    pub kind: CertificateKind,
    /// What our server accepts, if not everything.
    pub accepted: Vec<NamedGroup>,
    /// In order of preference.
    pub alpn: Vec<&'static str>,
    /// DER.
    pub root: Vec<u8>,
    /// DER, the leaf first.
    pub chain: Vec<Vec<u8>>,
    /// PKCS #8, DER.
    pub key: Vec<u8>,
}

impl Terms {
    pub fn new(suite: CipherSuite, group: NamedGroup, kind: CertificateKind) -> Self {
        let issued = issued(kind);
        let chain = issued.identity.chain;
        Terms {
            suite,
            group,
            kind,
            accepted: Vec::new(),
            alpn: vec!["echo", "http/1.1"],
            root: issued.root,
            chain,
            key: server_key(kind),
        }
    }

    /// Every combination of what the engine can do, and both libraries, too.
    pub fn all() -> Vec<Terms> {
        Terms::with_groups(&[NamedGroup::X25519, NamedGroup::SECP256R1, NamedGroup::SECP384R1])
    }

    /// Those, and the hybrid, which rustls can do.
    pub fn all_and_hybrid() -> Vec<Terms> {
        [Terms::all(), Terms::with_groups(&[NamedGroup::X25519MLKEM768])].concat()
    }

    fn with_groups(groups: &[NamedGroup]) -> Vec<Terms> {
        let mut all = Vec::new();
        let kinds = [
            CertificateKind::EcdsaP256,
            CertificateKind::EcdsaP384,
            CertificateKind::Ed25519,
            CertificateKind::Rsa2048,
        ];
        for kind in kinds {
            for &group in groups {
                all.extend(Suite::ALL.iter().map(|suite| Terms::new(suite.id, group, kind)));
            }
        }
        all
    }

    /// The group, and for TLS 1.2 the certificate's curve, which a client has to offer, too (RFC 8422 §5.3).
    pub fn groups(&self) -> Vec<NamedGroup> {
        let curve = match self.kind {
            CertificateKind::EcdsaP256 => Some(NamedGroup::SECP256R1),
            CertificateKind::EcdsaP384 => Some(NamedGroup::SECP384R1),
            CertificateKind::Ed25519 | CertificateKind::Rsa2048 => None,
        };
        let curve = curve.filter(|curve| *curve != self.group && Suite12::get(self.suite).is_some());
        std::iter::once(self.group).chain(curve).collect()
    }

    /// In words.
    pub fn text(&self) -> String {
        format!("{}, {}, {:?}", self.suite.text(), self.group.text(), self.kind)
    }

    /// The key of the chain that the teaching CA issues for a client.
    pub fn client_key(&self) -> Vec<u8> {
        key(self.kind, "teaching CA of clients")
    }

    /// Our side, which offers and accepts everything, but sends a key share for the terms' group only.
    pub fn ours(&self, side: Side) -> Box<dyn Endpoint> {
        let (mut client, mut server) = configs(self.kind);
        let random = Box::new(Seeded::for_side(7, side));
        client.key_shares = vec![self.group];
        server.identities[0].chain = self.chain.clone();
        if !self.accepted.is_empty() {
            server.groups = self.accepted.clone();
        }
        client.alpn = vec![b"other".to_vec(), b"echo".to_vec()];
        server.alpn = vec![b"unheard-of".to_vec(), b"echo".to_vec()];
        server.ticket = Some(TicketConfig { lifetime: 3600, len: 64, nonce: vec![0], max_early_data: None, count: 1 });
        match side {
            Side::Client => Box::new(ClientConnection::new(Arc::new(client), random, NOW)),
            Side::Server => Box::new(ServerConnection::new(Arc::new(server), random, NOW)),
        }
    }
}

/// The private key that the teaching CA draws for the server: it keeps none of its keys secret.
fn server_key(kind: CertificateKind) -> Vec<u8> {
    key(kind, "teaching CA")
}

fn key(kind: CertificateKind, domain: &str) -> Vec<u8> {
    let mut private = [0; 48];
    Seeded::new(CA_SEED, domain).fill("server key", &mut private);
    let seed = &private[..32];
    match kind {
        CertificateKind::EcdsaP256 => {
            p256::SecretKey::from_slice(seed).expect("a key").to_pkcs8_der().expect("DER").as_bytes().to_vec()
        }
        CertificateKind::EcdsaP384 => {
            p384::SecretKey::from_slice(&private).expect("a key").to_pkcs8_der().expect("DER").as_bytes().to_vec()
        }
        // RFC 8410 §7: an OCTET STRING in an OCTET STRING.
        CertificateKind::Ed25519 => {
            [&[0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20], seed].concat()
        }
        CertificateKind::Rsa2048 => include_bytes!("../../crates/core/src/pki/keys/rsa-server.der").to_vec(),
    }
}
