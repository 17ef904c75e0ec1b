//! Certificate policies along a path, for any policy that is acceptable. RFC 5280 §6.1, with the tree of policies as a set
//! at each depth: whoever asks for no policy in particular need not know how a policy came about.

use super::certificate::{Certificate, values};
use super::der::{DerError, Reader, Tlv, tag};
use super::oids;
use crate::statement::Statement;
use std::collections::BTreeSet;

/// Why a path is not valid under any policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoPolicy {
    /// A policy is asked for, and none is in all certificates.
    None,
    /// anyPolicy is mapped.
    AnyMapped,
    /// An extension about policies can't be read.
    Unread,
}

impl NoPolicy {
    /// In a sentence.
    pub fn statement(self) -> Statement {
        match self {
            NoPolicy::None => Statement::NoPolicyLeft,
            NoPolicy::AnyMapped => Statement::AnyPolicyMapped,
            NoPolicy::Unread => Statement::PolicyUnread,
        }
    }
}

/// A policy's object identifier.
type Policy<'a> = &'a [u8];

/// What the certificates from the anchor to here leave.
struct State<'a> {
    /// Policies that are expected of the next certificate.
    expected: BTreeSet<Policy<'a>>,
    /// Any policy is.
    any: bool,
    explicit: u64,
    mapping: u64,
    inhibit_any: u64,
}

/// Goes down a path, from the certificate below the anchor to the peer's own. The place of the certificate at which it is
/// not valid, counted from the peer's own, and why.
pub(super) fn judge<'a>(path: &[&Certificate<'a>]) -> Result<(), (usize, NoPolicy)> {
    let after = path.len() as u64 + 1;
    let mut state: State<'a> =
        State { expected: BTreeSet::new(), any: true, explicit: after, mapping: after, inhibit_any: after };
    for (at, certificate) in path.iter().enumerate().rev() {
        let own = certificate.issuer == certificate.subject;
        let read = |_: DerError| (at, NoPolicy::Unread);
        state.accept(policies(certificate).map_err(read)?, at > 0 && own);
        if state.explicit == 0 && state.is_empty() {
            return Err((at, NoPolicy::None));
        }
        let limits = limits(certificate).map_err(read)?;
        if at == 0 {
            let asked = state.explicit.saturating_sub(1) == 0 || limits.explicit == Some(0);
            if asked && state.is_empty() {
                return Err((at, NoPolicy::None));
            }
            return Ok(());
        }
        state.map(&mappings(certificate).map_err(read)?).map_err(|why| (at, why))?;
        if !own {
            let less = |count: &mut u64| *count = count.saturating_sub(1);
            [&mut state.explicit, &mut state.mapping, &mut state.inhibit_any].into_iter().for_each(less);
        }
        let limit = |count: &mut u64, to: Option<u64>| *count = to.map_or(*count, |to| to.min(*count));
        limit(&mut state.explicit, limits.explicit);
        limit(&mut state.mapping, limits.mapping);
        limit(&mut state.inhibit_any, limits.inhibit_any);
    }
    Ok(())
}

impl<'a> State<'a> {
    /// The tree is empty: "NULL" in RFC 5280.
    fn is_empty(&self) -> bool {
        self.expected.is_empty() && !self.any
    }

    /// §6.1.3 (d) and (e).
    fn accept(&mut self, policies: Option<BTreeSet<Policy<'a>>>, own_and_no_end: bool) {
        let Some(policies) = policies else {
            (self.expected, self.any) = (BTreeSet::new(), false);
            return;
        };
        let any = policies.contains(oids::ANY_POLICY) && (self.inhibit_any > 0 || own_and_no_end);
        let named = policies.into_iter().filter(|policy| *policy != oids::ANY_POLICY);
        let mut accepted: BTreeSet<Policy> =
            named.filter(|policy| self.any || self.expected.contains(policy)).collect();
        if any {
            accepted.append(&mut self.expected);
        }
        (self.expected, self.any) = (accepted, self.any && any);
    }

    /// §6.1.4 (a) and (b).
    fn map(&mut self, mappings: &[(Policy<'a>, Policy<'a>)]) -> Result<(), NoPolicy> {
        if mappings.iter().any(|(from, to)| [*from, *to].contains(&oids::ANY_POLICY)) {
            return Err(NoPolicy::AnyMapped);
        }
        let there: Vec<&(Policy, Policy)> =
            mappings.iter().filter(|(from, _)| self.any || self.expected.contains(from)).collect();
        for (from, _) in mappings {
            self.expected.remove(from);
        }
        if self.mapping > 0 {
            self.expected.extend(there.iter().map(|(_, to)| *to));
        }
        Ok(())
    }
}

/// True if a path asks anything about policies.
pub(super) fn asks(certificate: &Certificate) -> bool {
    certificate.extensions.iter().any(|one| {
        [oids::POLICY_CONSTRAINTS, oids::INHIBIT_ANY_POLICY, oids::POLICY_MAPPINGS].contains(&one.oid)
            || one.oid == oids::POLICIES && one.critical
    })
}

/// certificatePolicies: §4.2.1.4.
fn policies<'a>(certificate: &Certificate<'a>) -> Result<Option<BTreeSet<Policy<'a>>>, DerError> {
    let Some(extension) = certificate.extension(oids::POLICIES) else { return Ok(None) };
    let mut list = Reader::new(extension.value).wanted(tag::SEQUENCE, "certificatePolicies")?.inside();
    let mut policies = BTreeSet::new();
    while list.more() {
        let mut one = list.wanted(tag::SEQUENCE, "PolicyInformation")?.inside();
        policies.insert(one.wanted(tag::OID, "policyIdentifier")?.content);
    }
    Ok(Some(policies))
}

/// policyMappings: §4.2.1.5.
fn mappings<'a>(certificate: &Certificate<'a>) -> Result<Vec<(Policy<'a>, Policy<'a>)>, DerError> {
    let Some(extension) = certificate.extension(oids::POLICY_MAPPINGS) else { return Ok(Vec::new()) };
    let mut list = Reader::new(extension.value).wanted(tag::SEQUENCE, "policyMappings")?.inside();
    let mut mappings = Vec::new();
    while list.more() {
        let mut one = list.wanted(tag::SEQUENCE, "policyMapping")?.inside();
        let from = one.wanted(tag::OID, "issuerDomainPolicy")?.content;
        mappings.push((from, one.wanted(tag::OID, "subjectDomainPolicy")?.content));
    }
    Ok(mappings)
}

/// How many certificates may still follow before a policy has to be named, and so on; `None`: it does not say.
#[derive(Default)]
struct Limits {
    explicit: Option<u64>,
    mapping: Option<u64>,
    inhibit_any: Option<u64>,
}

/// policyConstraints and inhibitAnyPolicy: §4.2.1.11, §4.2.1.14.
fn limits(certificate: &Certificate) -> Result<Limits, DerError> {
    let mut limits = Limits::default();
    if let Some(extension) = certificate.extension(oids::POLICY_CONSTRAINTS) {
        let constraints = Reader::new(extension.value).wanted(tag::SEQUENCE, "policyConstraints")?;
        for value in values(constraints.inside()).unwrap_or_default() {
            match value.tag {
                0x80 => limits.explicit = Some(number(&value)),
                0x81 => limits.mapping = Some(number(&value)),
                _ => {}
            }
        }
    }
    if let Some(extension) = certificate.extension(oids::INHIBIT_ANY_POLICY) {
        limits.inhibit_any = Some(number(&Reader::new(extension.value).wanted(tag::INTEGER, "inhibitAnyPolicy")?));
    }
    Ok(limits)
}

/// SkipCerts; one that can't be read skips none.
fn number(value: &Tlv) -> u64 {
    value.number().unwrap_or(0)
}
