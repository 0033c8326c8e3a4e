//! The work of all inputs: blocks of lists, and files of content.

use std::io;

use super::Work;
use crate::check::link::{Line, line_kind};
use crate::check::tally::Tally;
use crate::extract::format::Format;
use crate::extract::found::{Fault, FaultKind, Spot};
use crate::input::blocks::Blocks;
use crate::input::packed::reason;
use crate::input::shard::Part;
use crate::input::source::{Bytes, Opening, Source};
use crate::message::content as text;
use crate::suppress::listed::{Kind, Listed};
use crate::suppress::scopes::Judging;
use crate::timing::{self, Stage};

/// What a line of a list is to directives.
fn kind_of(line: &[u8]) -> Kind {
    if matches!(line_kind(line), Line::Link(_)) { Kind::Link } else { Kind::Other }
}

/// A list that is being read, with the number of its next block.
pub(super) struct OpenList {
    file: usize,
    blocks: Blocks<Bytes>,
    next: u64,
}

/// The work of all inputs, one input after the other.
pub(super) struct Reader<'i> {
    pub(super) sources: &'i [Source],
    pub(super) part: Part,
    pub(super) judging: Option<&'i Judging>,
    pub(super) next: usize,
    pub(super) open: Option<OpenList>,
    /// The directives of each list.
    pub(super) listed: Vec<(usize, Listed)>,
    /// What is told of whole inputs.
    pub(super) tally: Tally,
}

impl Reader<'_> {
    pub(super) fn next_work(&mut self) -> Option<(usize, Work)> {
        let _turned = timing::stage(Stage::Reading);
        loop {
            if let Some(OpenList { file, blocks, next }) = &mut self.open {
                let (file, number) = (*file, *next);
                *next += 1;
                match blocks.next_block() {
                    Ok(Some(_)) if !self.part.has(file, number) => {}
                    Ok(Some(block)) => {
                        let listed = self.listed.last_mut().zip(self.judging).filter(|_| block.cut_from.is_none());
                        let covered = listed.map(|((_, listed), judging)| listed.block(judging, &block.bytes, block.first_line, kind_of));
                        return Some((file, Work::Lines(block, covered.unwrap_or_default())));
                    }
                    Ok(None) => self.close(),
                    Err(error) => {
                        self.open = None;
                        self.fail(file, &error);
                    }
                }
                continue;
            }
            let (file, source) = (self.next, self.sources.get(self.next)?);
            self.next += 1;
            match source.open() {
                Ok(Opening::Read(opened)) if opened.format == Format::Urls => {
                    self.listed.push((file, Listed::default()));
                    self.open = Some(OpenList { file, blocks: Blocks::new(opened.bytes), next: 0 });
                }
                Ok(_) if !self.part.has(file, 0) => {}
                Ok(Opening::Read(opened)) => return Some((file, Work::Content(opened))),
                Ok(Opening::Binary) => self.tally.skip_binary(source.input.name()),
                Err(error) => self.fail(file, &error),
            }
        }
    }

    /// Ends a list and tells of its encoding.
    fn close(&mut self) {
        let Some(OpenList { file, blocks, .. }) = self.open.take() else { return };
        // What is told of a list as a whole, one part tells.
        if let Bytes::Decoded(bytes) = blocks.reader()
            && self.part.has(file, 0)
        {
            self.tally.count_encoding(bytes.encoding());
            let (name, replaced) = (self.name(file), bytes.replaced());
            if replaced.count > 0 {
                let sentence = text::replaced(replaced.count, bytes.encoding().name());
                self.tally.faults.push((name, Fault { kind: FaultKind::Malformed, sentence, place: replaced.first, spot: Spot::default() }));
            }
        }
    }

    fn name(&self, file: usize) -> String {
        self.sources.get(file).map(|source| source.input.name()).unwrap_or_default()
    }

    fn fail(&mut self, file: usize, error: &io::Error) {
        self.tally.failures.push((self.name(file), reason(error)));
    }
}
