//! Who shows which certificate, and whom each side believes.

use super::issuing::{self, Authority};
use super::{Settings, value};
use handshake_core::Side;
use handshake_core::msgs::codes::SignatureScheme;
use handshake_core::pki::{Answer, CertificateKind, Issued, Order, Shape, Usage, Verifier, Weakness, WebPkiVerifier};
use std::sync::Arc;

/// 2026-06-01, noon UTC: within the validity of the teaching CA's certificates.
const IN_TIME: u64 = 1_780_315_200;
/// 2025-06-01, noon UTC: before the server's certificate begins.
const TOO_EARLY: u64 = 1_748_779_200;
/// 2028-06-01, noon UTC: after the server's certificate has expired.
const TOO_LATE: u64 = 1_843_473_600;

impl Settings {
    /// When the handshake takes place; seconds since 1970.
    pub fn now(&self) -> u64 {
        match self.choice::<value::Date>() {
            value::Date::In2025 => TOO_EARLY,
            value::Date::In2028 => TOO_LATE,
            _ => IN_TIME,
        }
    }

    /// What the server has ordered of the CA.
    pub fn order(&self) -> Order<'_> {
        let name = match (self.choice::<value::Issued>(), self.server_name.as_str()) {
            (value::Issued::Other, "other.example") => "another.example",
            (value::Issued::Other, _) => "other.example",
            (_, name) => name,
        };
        Order {
            name,
            wildcard: self.choice::<value::Issued>() == value::Issued::Wildcard,
            usage: if self.choice::<value::Usage>() == value::Usage::Client { Usage::Client } else { Usage::Server },
            shape: match self.choice::<value::Chain>() {
                value::Chain::SelfSigned => Shape::SelfSigned,
                value::Chain::NoIntermediate => Shape::WithoutIntermediate,
                value::Chain::OtherCa => Shape::OtherCa,
                value::Chain::OtherIntermediate => Shape::OtherIntermediate,
                value::Chain::CrossSigned => Shape::CrossSigned,
                value::Chain::Constrained => Shape::Constrained,
                value::Chain::BySite => Shape::BySite,
                _ => Shape::Usual,
            },
            weakness: match self.choice::<value::Weak>() {
                value::Weak::Rsa1024 => Weakness::ShortKey,
                value::Weak::Sha1 => Weakness::Sha1,
                _ => Weakness::None,
            },
            must_staple: self.choice::<value::Status>() == value::Status::MustStaple,
        }
    }

    /// The server's chain. `set` has made sure that a certificate can hold the name; if it could not, the server has none
    /// and the run says so.
    pub fn issued(&self) -> Option<Issued> {
        issuing::chain(Authority::Servers, self.kind(), self.seed, &self.order())
    }

    /// What the attacker in the middle shows for the same name: a good certificate, of a CA of its own.
    pub fn attackers(&self) -> Option<Issued> {
        issuing::chain(Authority::Attackers, self.kind(), self.seed, &Order::server(&self.server_name))
    }

    /// The chain that is shown in this run: the server's, or the attacker's in its place.
    pub fn shown(&self) -> Option<Issued> {
        if self.is_clients_leg() { self.attackers() } else { self.issued() }
    }

    /// The client talks to an attacker.
    pub fn is_clients_leg(&self) -> bool {
        self.choice::<value::Middle>() == value::Middle::Yes && self.choice::<value::Leg>() == value::Leg::Client
    }

    /// An attacker talks to the server.
    pub fn is_attackers_leg(&self) -> bool {
        self.choice::<value::Middle>() == value::Middle::Yes && self.choice::<value::Leg>() == value::Leg::Server
    }

    /// The side whose part an attacker takes, if one does.
    pub fn attackers_side(&self) -> Option<Side> {
        match self.choice::<value::Replay>() {
            value::Replay::Yes => Some(Side::Client),
            _ if self.is_attackers_leg() => Some(Side::Client),
            _ => self.is_clients_leg().then_some(Side::Server),
        }
    }

    /// Who takes a side's part, as the domain of its randomness.
    pub fn party(&self, side: Side) -> &'static str {
        match side {
            Side::Client if self.is_attackers_leg() => "attacker, as client",
            Side::Server if self.is_clients_leg() => "attacker, as server",
            side => side.name(),
        }
    }

    /// Whom the client believes. An attacker in its place believes whom everybody does.
    pub fn trusted(&self) -> Arc<dyn Verifier> {
        let issued = self.issued();
        let mut roots: Vec<Vec<u8>> = Vec::new();
        if self.is_attackers_leg() {
            roots.extend(issued.map(|issued| issued.root));
            return Arc::new(WebPkiVerifier::new(&roots).unwrap_or_else(|_| WebPkiVerifier::none()));
        }
        if self.choice::<value::Trust>() != value::Trust::Nobody {
            roots.extend(issued.as_ref().map(|issued| issued.root.clone()));
        }
        if self.choice::<value::Trust>() == value::Trust::Proxy {
            roots.extend(self.attackers().map(|issued| issued.root));
        }
        let revoked = match self.choice::<value::Status>() {
            value::Status::List => Some(false),
            value::Status::Listed => Some(true),
            _ => None,
        };
        let list = issued.zip(revoked).and_then(|(issued, revoked)| issued.list(revoked, self.now()).ok());
        let lists: Vec<Vec<u8>> = list.into_iter().collect();
        let verifier = WebPkiVerifier::new(&roots).map(|verifier| verifier.with_lists(&lists));
        Arc::new(verifier.unwrap_or_else(|_| WebPkiVerifier::none()))
    }

    /// Whether the client asks for the status of the certificate.
    pub fn asks_status(&self) -> bool {
        !self.is_attackers_leg()
            && !matches!(
                self.choice::<value::Status>(),
                value::Status::None | value::Status::List | value::Status::Listed
            )
    }

    /// What the server brings along about its certificate.
    pub fn status(&self, issued: &Issued) -> Option<Vec<u8>> {
        let answer = match self.choice::<value::Status>() {
            value::Status::Good => Answer::Good,
            value::Status::Delegated => Answer::GoodByResponder,
            value::Status::Revoked => Answer::Revoked,
            value::Status::Unknown => Answer::Unknown,
            value::Status::Old => Answer::Old,
            value::Status::Another => Answer::OfAnother,
            value::Status::Forged => Answer::Forged,
            value::Status::TryLater => Answer::TryLater,
            _ => return None,
        };
        issued.answer(answer, self.now()).ok()
    }

    /// The kind of the CA's keys, and of the server's if nothing else is said.
    pub fn kind(&self) -> CertificateKind {
        match self.certificate {
            // SHA-1 was signed with RSA.
            _ if self.choice::<value::Weak>() == value::Weak::Sha1 => CertificateKind::Rsa2048,
            SignatureScheme::ED25519 => CertificateKind::Ed25519,
            SignatureScheme::ECDSA_SECP384R1_SHA384 => CertificateKind::EcdsaP384,
            scheme if super::is_rsa(scheme) => CertificateKind::Rsa2048,
            _ => CertificateKind::EcdsaP256,
        }
    }
}
