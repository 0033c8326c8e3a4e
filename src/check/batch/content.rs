//! A file of content, told to the records and the counts.

use encoding_rs::Encoding;

use super::Batch;
use super::done::Done;
use super::telling::InputName;
use crate::check::content::{Detail, Told};
use crate::check::finding::Finding;
use crate::check::outcome::{At, LinkOutcome};
use crate::check::patterns::Order;
use crate::check::plain::PlainLink;
use crate::check::standing::Standing;
use crate::extract::format::Format;
use crate::extract::found::Fault;
use crate::timing::{Sampling, Turned};

/// How many bytes of records of one file come together before they are passed on.
const PIECE: usize = 1 << 20;
/// The same for findings.
const FINDINGS_PIECE: usize = 1000;

/// Tells what a file of content holds to the records and the counts.
pub(super) struct Teller<'t, 'p> {
    pub(super) batch: Batch<'t>,
    pub(super) input: usize,
    pub(super) name: &'t InputName,
    pub(super) format: Format,
    /// The number of the next link.
    pub(super) number: u64,
    pub(super) sampling: Sampling,
    pub(super) part: &'p mut Done,
    pub(super) pass_on: &'p mut dyn FnMut(&mut Done),
}

impl Told for Teller<'_, '_> {
    fn detail(&self) -> Detail {
        if self.batch.findings.has(self.format) { self.batch.detail } else { Detail::Counts }
    }

    fn plain(&mut self, link: &PlainLink<'_>, at: At<'_>) {
        if self.part.statistics.is_some() {
            return self.link(&link.outcome(at), Vec::new(), link.judged.standing);
        }
        self.part.tally.add_plain(link.judged, 1);
        self.number += 1;
        if self.batch.records.has(self.format) {
            self.batch.writer.plain(&mut self.part.records, self.name, link, at);
        }
        if self.part.records.len() >= PIECE {
            (self.pass_on)(self.part);
        }
    }

    fn link(&mut self, outcome: &LinkOutcome<'_>, mut findings: Vec<Finding>, standing: Standing) {
        let batch = self.batch;
        self.part.tally.add(outcome, standing);
        if let Some(statistics) = &mut self.part.statistics {
            statistics.add(batch.run, self.format, Order { input: batch.before + self.input, number: self.number }, outcome);
        }
        self.number += 1;
        if batch.records.has(self.format) {
            batch.writer.record(&mut self.part.records, &self.name.name, outcome);
        }
        if batch.findings.has(self.format) {
            batch.advise(outcome, &mut findings);
            self.part.findings.extend(findings);
        }
        if self.part.records.len() >= PIECE || self.part.findings.len() >= FINDINGS_PIECE {
            (self.pass_on)(self.part);
        }
    }

    fn judging(&mut self) -> Option<Turned> {
        self.sampling.link()
    }

    fn inside(&mut self) {
        self.part.tally.inside += 1;
    }

    fn fault(&mut self, fault: Fault) {
        self.part.tally.faults.push((self.name.name.to_string(), fault));
    }

    fn suppressions(&mut self, complaints: Vec<Finding>, elsewhere: u64) {
        self.part.complain(self.batch, complaints, elsewhere);
    }

    fn other_code(&mut self) {
        self.part.tally.other_codes += 1;
    }

    fn encoding(&mut self, encoding: &'static Encoding) {
        self.part.tally.count_encoding(encoding);
    }
}
