//! Whom to believe: what a verifier finds goes into the account, and a rule that does not hold fails the connection.

use super::Cx;
use crate::pki::{Finding, Verifier};
use crate::rules::Fault;
use crate::trace::Event;

impl Cx {
    /// Looks at the peer's chain: the account of it, and the rules it rests on.
    pub(crate) fn judge(
        &mut self,
        verifier: &dyn Verifier,
        chain: &[Vec<u8>],
        name: Option<&str>,
    ) -> Result<(), Fault> {
        let verdict = verifier.judge(chain, name, self.now);
        self.events.extend(verdict.path.map(Event::Chain));
        self.find(verdict.findings)
    }

    /// Looks at the status that came along with the peer's chain, or at its absence.
    pub(crate) fn judge_status(
        &mut self,
        verifier: &dyn Verifier,
        chain: &[Vec<u8>],
        response: Option<&[u8]>,
    ) -> Result<(), Fault> {
        let (findings, status) = verifier.status(chain, response, self.now);
        self.events.extend(status.map(Event::Status));
        self.find(findings)
    }

    fn find(&mut self, findings: Vec<Finding>) -> Result<(), Fault> {
        findings.into_iter().try_for_each(|finding| self.check(finding.rule, finding.passed, || finding.detail))
    }
}
