//! What came of the work, on its way to the output.

use std::io::{self, Write};

use crossbeam_channel::Sender;

use super::Batch;
use super::telling::FindingSink;
use crate::check::finding::Finding;
use crate::check::patterns::Limits;
use crate::check::statistics::Statistics;
use crate::check::tally::Tally;
use crate::classify::packed::CompiledLists;
use crate::timing::{self, Stage};

/// The most bytes of room for records that is kept to be filled again.
const SPARE_LIMIT: usize = 2 << 20;

/// What came of a job so far.
pub(super) struct Results {
    /// The number of the job.
    pub(super) number: u64,
    /// What came of its work, in order.
    pub(super) parts: Vec<Done>,
    pub(super) left: Left,
}

/// What is to come of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// More results.
    More,
    /// Nothing: it is done.
    Nothing,
}

/// What came of a piece of work, or of a part of one, on its way to the output.
#[derive(Default)]
pub(super) struct Done {
    pub(super) records: Vec<u8>,
    pub(super) findings: Vec<Finding>,
    pub(super) tally: Tally,
    pub(super) statistics: Option<Box<Statistics>>,
    /// Whether a file of content ended in it.
    pub(super) ends_content: bool,
}

impl Done {
    /// Takes in what is to be said of suppressions, and how many rules they name of policies that are not asked.
    pub(super) fn complain(&mut self, batch: Batch<'_>, complaints: Vec<Finding>, elsewhere: u64) {
        self.tally.complain(complaints.iter().filter(|finding| batch.measures.counts(batch.run, finding)).count() as u64, elsewhere);
        self.findings.extend(complaints);
    }
}

/// What a run brings beside its records and findings.
#[derive(Debug, Default)]
pub struct Report {
    /// The counts.
    pub tally: Tally,
    /// More counts, where they were asked for.
    pub statistics: Option<Box<Statistics>>,
}

/// Where what was found comes together, in the order of the inputs.
pub(super) struct Gathering<'g> {
    pub(super) report: Report,
    pub(super) sink: &'g mut dyn FindingSink,
    /// Where room for records goes that was written out, to be filled again: fresh memory costs more than what is written into it.
    pub(super) spare: Option<Sender<Vec<u8>>>,
    /// The limits of the patterns, for the parts to come.
    pub(super) limits: &'g Limits,
    /// The compiled lists, a page of which may turn out damaged in the midst of the work.
    pub(super) compiled: &'g CompiledLists,
}

impl Gathering<'_> {
    /// As [`Gathering::keep`], for some parts in their order.
    pub(super) fn keep_all(&mut self, parts: Vec<Done>, out: &mut dyn Write) -> io::Result<()> {
        parts.into_iter().try_for_each(|part| self.keep(part, out))
    }

    /// Writes the records of a part, passes its findings on and keeps the rest.
    pub(super) fn keep(&mut self, mut part: Done, out: &mut dyn Write) -> io::Result<()> {
        self.pass_on(&mut part, out)?;
        if let Some(spare) = self.spare.as_ref().filter(|_| (1..=SPARE_LIMIT).contains(&part.records.capacity())) {
            // Where enough is spare, it is given back.
            let _ = spare.try_send(part.records);
        }
        self.report.tally.merge(part.tally);
        match (&mut self.report.statistics, part.statistics) {
            (Some(all), Some(new)) => {
                all.merge(*new);
                all.patterns.tell(self.limits);
            }
            (all @ None, new) => *all = new,
            (Some(_), None) => {}
        }
        if part.ends_content { self.sink.end_of_content(out) } else { Ok(()) }
    }

    /// Writes the records of a part and passes its findings on; both are empty afterwards. Nothing is passed on that may rest
    /// on a damaged list.
    pub(super) fn pass_on(&mut self, part: &mut Done, out: &mut dyn Write) -> io::Result<()> {
        let _turned = timing::stage(Stage::Writing);
        if self.compiled.is_damaged() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a compiled list is damaged"));
        }
        out.write_all(&part.records)?;
        part.records.clear();
        part.findings.drain(..).try_for_each(|finding| self.sink.finding(finding, out))
    }
}
