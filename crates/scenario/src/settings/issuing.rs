//! Certificates are issued once: to draw a CA's keys and to sign with them takes longer than a whole handshake, and both
//! sides, and most runs, want the same ones.

use handshake_core::pki::{CertificateKind, Issued, Order, TeachingCa};
use std::cell::RefCell;
use std::collections::VecDeque;

/// Whose CA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authority {
    /// The one that vouches for servers.
    Servers,
    /// The one that vouches for clients.
    Clients,
    /// The attacker's own.
    Attackers,
}

/// How many chains are remembered.
const REMEMBERED: usize = 16;

/// What a chain is a function of: the order with its name apart, since an order only borrows that.
type Asked = (Authority, CertificateKind, u64, String, Order<'static>);

thread_local! {
    /// The last chains. A chain is a function of what was asked, so remembering it changes nothing but the time it takes.
    static CHAINS: RefCell<VecDeque<(Asked, Option<Issued>)>> = const { RefCell::new(VecDeque::new()) };
}

/// A chain as it is ordered; `None` if a certificate can't hold that.
pub fn chain(authority: Authority, kind: CertificateKind, seed: u64, order: &Order) -> Option<Issued> {
    let rest = Order {
        name: "",
        wildcard: order.wildcard,
        usage: order.usage,
        shape: order.shape,
        weakness: order.weakness,
        must_staple: order.must_staple,
    };
    let asked = (authority, kind, seed, order.name.to_owned(), rest);
    let known =
        CHAINS.with_borrow(|chains| chains.iter().find(|(one, _)| *one == asked).map(|(_, issued)| issued.clone()));
    known.unwrap_or_else(|| {
        let mut ca = TeachingCa::new(kind, seed);
        let issued = match authority {
            Authority::Servers => ca.order(order),
            Authority::Clients => ca.issue_client(order.name),
            Authority::Attackers => ca.of("The Attacker's").order(order),
        };
        let issued = issued.ok();
        CHAINS.with_borrow_mut(|chains| {
            chains.truncate(REMEMBERED - 1);
            chains.push_front((asked, issued.clone()));
        });
        issued
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use handshake_core::pki::{Shape, Usage};

    #[test]
    fn what_is_remembered_is_what_would_be_issued() {
        let usual = Order::server("school.example");
        let orders = [
            usual.clone(),
            Order { name: "other.example", ..usual.clone() },
            Order { wildcard: true, ..usual.clone() },
            Order { usage: Usage::Client, ..usual.clone() },
            Order { shape: Shape::SelfSigned, ..usual.clone() },
            Order { must_staple: true, ..usual.clone() },
        ];
        // Twice: the second time they are remembered. And each of them is another one.
        for _ in 0..2 {
            let mut seen = Vec::new();
            for (kind, seed) in
                [(CertificateKind::EcdsaP256, 1), (CertificateKind::EcdsaP256, 2), (CertificateKind::Ed25519, 1)]
            {
                let own = |issued: Option<Issued>| issued.map(|issued| issued.identity.chain);
                let attackers = own(chain(Authority::Attackers, kind, seed, &usual));
                assert_eq!(attackers, own(TeachingCa::new(kind, seed).of("The Attacker's").order(&usual).ok()));
                let clients = own(chain(Authority::Clients, kind, seed, &usual));
                assert_eq!(clients, own(TeachingCa::new(kind, seed).issue_client(usual.name).ok()));
                seen.extend([attackers, clients]);
                for order in &orders {
                    let servers = own(chain(Authority::Servers, kind, seed, order));
                    assert_eq!(servers, own(TeachingCa::new(kind, seed).order(order).ok()), "{order:?}");
                    seen.push(servers);
                }
            }
            let count = seen.len();
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), count);
        }
    }

    #[test]
    fn no_more_are_kept_than_that() {
        for seed in 0..2 * REMEMBERED as u64 {
            chain(Authority::Servers, CertificateKind::Ed25519, seed, &Order::server("school.example"));
        }
        assert_eq!(CHAINS.with_borrow(VecDeque::len), REMEMBERED);
    }
}
