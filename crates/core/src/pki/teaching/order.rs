//! What can be ordered of the teaching CA: good certificates, and each way to be bad.

/// What kind of key signs, all along the chain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CertificateKind {
    /// ECDSA on P-256 with SHA-256.
    #[default]
    EcdsaP256,
    /// ECDSA on P-384 with SHA-384.
    EcdsaP384,
    /// Ed25519.
    Ed25519,
    /// RSA with 2048 bits.
    Rsa2048,
}

/// What a certificate is wanted for, and how it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order<'a> {
    /// A DNS name or an IP address.
    pub name: &'a str,
    /// For all names beside that one (`*.…`), not for it alone.
    pub wildcard: bool,
    /// What its extKeyUsage admits.
    pub usage: Usage,
    /// How the chain leads to a root, or does not.
    pub shape: Shape,
    /// What is too weak in it.
    pub weakness: Weakness,
    /// It demands a stapled status (RFC 7633).
    pub must_staple: bool,
}

impl<'a> Order<'a> {
    /// A good certificate of a server.
    pub fn server(name: &'a str) -> Self {
        Order {
            name,
            wildcard: false,
            usage: Usage::Server,
            shape: Shape::Usual,
            weakness: Weakness::None,
            must_staple: false,
        }
    }

    /// The name that will stand in it.
    pub fn subject(&self) -> String {
        let address = self.name.parse::<core::net::IpAddr>().is_ok();
        if !self.wildcard || address {
            return self.name.to_owned();
        }
        match self.name.split_once('.') {
            // A wildcard takes the place of the first label; one for a whole top-level domain is nobody's.
            Some((_, parent)) if parent.contains('.') => format!("*.{parent}"),
            _ => format!("*.{}", self.name),
        }
    }
}

/// What a certificate may be used for. RFC 5280 §4.2.1.12.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Usage {
    /// TLS servers.
    Server,
    /// TLS clients.
    Client,
}

/// How a chain is built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Root, intermediate, server.
    #[default]
    Usual,
    /// The server signed its own certificate.
    SelfSigned,
    /// As usual, but the server does not send the intermediate.
    WithoutIntermediate,
    /// A CA issued it that the client does not know.
    OtherCa,
    /// The server sends the intermediate of another CA.
    OtherIntermediate,
    /// The client knows an older root only, which vouches for the root.
    CrossSigned,
    /// The intermediate may issue for names under one domain only.
    Constrained,
    /// Another site's certificate, which is no authority's, signed it.
    BySite,
}

/// What is too weak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weakness {
    /// Nothing.
    #[default]
    None,
    /// The server's key: RSA with 1024 bits.
    ShortKey,
    /// The hash of the signature: SHA-1. Of RSA authorities only.
    Sha1,
}

/// The domain of [`Shape::Constrained`].
pub(super) const CONSTRAINED_TO: &str = "example";
