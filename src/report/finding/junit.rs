//! The test report of `JUnit`: a suite for each file, a failed case for each finding.
//!
//! The schema asks for things that a linter has not: the host is `localhost`, times are 0, and the moment of a suite is the day
//! the run looks at, so that the same question gives the same report.

use std::io::{self, Write};

use super::present::{End, Presenter};
use super::words::{KEPT_LIMIT, message, path, written};
use super::xml::Xml;
use crate::check::batch::FindingSink;
use crate::check::finding::{Finding, State};
use crate::message::{Lang, finding as text};

/// Writes findings as failed cases; those that somebody allowed, or that are known, are skipped ones.
#[derive(Debug, Clone)]
pub struct Junit {
    lang: Lang,
    moment: String,
    suites: u64,
    kept: Vec<Finding>,
}

impl Junit {
    /// A writer in one language; `as_of` is the day or moment looked at.
    #[must_use]
    pub fn new(lang: Lang, as_of: &str) -> Self {
        let moment = if as_of.contains('T') { as_of.chars().take("2021-11-29T00:00:00".len()).collect() } else { format!("{as_of}T00:00:00") };
        Self { lang, moment, suites: 0, kept: Vec::new() }
    }

    fn flush(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let kept = std::mem::take(&mut self.kept);
        match kept.first() {
            Some(first) => self.suite(&path(first), &kept, out),
            None => Ok(()),
        }
    }

    fn suite(&mut self, name: &str, findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
        let skipped = findings.iter().filter(|finding| finding.state != State::Open).count();
        let (id, tests, failures, skipped) = (self.suites.to_string(), findings.len().to_string(), (findings.len() - skipped).to_string(), skipped.to_string());
        self.suites += 1;
        let attributes = [
            ("name", name),
            ("package", "outlink"),
            ("id", &id),
            ("timestamp", &self.moment),
            ("hostname", "localhost"),
            ("tests", &tests),
            ("failures", &failures),
            ("errors", "0"),
            ("skipped", &skipped),
            ("time", "0"),
        ];
        out.write_all(b"\n")?;
        let mut xml = Xml::new(out);
        xml.open("testsuite", &attributes)?;
        xml.empty("properties", &[])?;
        findings.iter().try_for_each(|finding| self.case(finding, &mut xml))?;
        xml.empty("system-out", &[])?;
        xml.empty("system-err", &[])?;
        xml.close("testsuite")
    }

    fn case(&self, finding: &Finding, xml: &mut Xml<'_>) -> io::Result<()> {
        let (name, says) = (written(finding), message(finding, self.lang));
        xml.open("testcase", &[("name", &name), ("classname", &finding.rule), ("time", "0")])?;
        match &finding.state {
            State::Open => xml.text("failure", &[("message", &says), ("type", finding.level.as_str())], &format!("{says}\n{}", finding.link))?,
            State::Suppressed { reason } => xml.empty("skipped", &[("message", reason)])?,
            State::Known => xml.empty("skipped", &[("message", text::known().get(self.lang))])?,
        }
        xml.close("testcase")
    }
}

impl FindingSink for Junit {
    fn finding(&mut self, finding: Finding, out: &mut dyn Write) -> io::Result<()> {
        let is_other = self.kept.first().is_some_and(|first| path(first) != path(&finding));
        if is_other || self.kept.len() >= KEPT_LIMIT {
            self.flush(out)?;
        }
        self.kept.push(finding);
        Ok(())
    }

    fn end_of_content(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.flush(out)
    }
}

impl Presenter for Junit {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let mut xml = Xml::new(out);
        xml.declare()?;
        xml.open("testsuites", &[])
    }

    fn finish(&mut self, _: End<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.flush(out)?;
        out.write_all(b"\n</testsuites>\n")
    }
}
