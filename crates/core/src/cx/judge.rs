//! Whom to believe: what a verifier finds goes into the account, and a rule that does not hold fails the connection.

use super::Cx;
use crate::pki::{Finding, KeyUse, Path, Verdict, Verifier};
use crate::rules::{Fault, Rule};
use crate::trace::Event;

impl Cx {
    /// Looks at the peer's chain: the account of it, and the rules it rests on. The path is what its status is judged by.
    pub(crate) fn judge(
        &mut self,
        verifier: &dyn Verifier,
        chain: &[Vec<u8>],
        name: Option<&str>,
        key_use: KeyUse,
    ) -> Result<Path, Fault> {
        let Verdict { mut findings, mut path } = verifier.judge(chain, name, self.now);
        let held = findings.iter().position(|finding| finding.rule == Rule::ChainUsage && finding.passed());
        if let (Some(why), Some(at)) = (path.as_mut().and_then(|path| path.used_for(key_use)), held) {
            findings.truncate(at);
            findings.push(Finding::broken(Rule::ChainUsage, why));
        }
        self.events.extend(path.clone().map(Event::Chain));
        self.find(findings)?;
        Ok(path.unwrap_or_default())
    }

    /// Looks at the status that came along with the peer's chain, or at its absence.
    pub(crate) fn judge_status(
        &mut self,
        verifier: &dyn Verifier,
        path: &Path,
        response: Option<&[u8]>,
    ) -> Result<(), Fault> {
        let (findings, status) = verifier.status(path, response, self.now);
        self.events.extend(status.map(Event::Status));
        self.find(findings)
    }

    fn find(&mut self, findings: Vec<Finding>) -> Result<(), Fault> {
        findings.into_iter().try_for_each(|Finding { rule, broken }| match broken {
            None => self.check(rule, true, String::new),
            Some(why) => self.check(rule, false, || why),
        })
    }
}
