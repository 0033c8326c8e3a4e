//! The work of all inputs: blocks of lists, and files of content.

use std::io::{self, Read};

use super::Work;
use crate::check::content::reaches_out;
use crate::check::link::{Line, line_kind};
use crate::check::tally::Tally;
use crate::extract::decode::Decoded;
use crate::extract::format::{Format, Shape};
use crate::extract::found::{Fault, FaultKind, Spot};
use crate::extract::prose::Start;
use crate::input::blocks::Blocks;
use crate::input::packed::{inner_name, reason};
use crate::input::shard::Part;
use crate::input::source::{Bytes, Opened, Opening, Source};
use crate::input::stretches::{Ends, Stretch, Stretches};
use crate::message::content as message;
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

/// The input that is being read.
#[derive(Default)]
pub(super) enum Open {
    #[default]
    Nothing,
    List(OpenList),
    /// A running text, with the number of its file.
    Text(usize, Box<Stretches>),
}

/// Whether an input certainly is content that is read whole, by its name.
fn is_content(source: &Source) -> bool {
    !matches!(source.named_format(), None | Some(Format::Urls | Format::Text))
}

/// The work of all inputs, one input after the other.
pub(super) struct Reader<'i> {
    pub(super) sources: &'i [Source],
    pub(super) threads: usize,
    pub(super) part: Part,
    pub(super) judging: Option<&'i Judging>,
    pub(super) next: usize,
    pub(super) open: Open,
    /// The directives of each list.
    pub(super) listed: Vec<(usize, Listed)>,
    /// What is told of whole inputs.
    pub(super) tally: Tally,
}

/// The most bytes of small files that go to a worker together.
const TOGETHER: u64 = 256 << 10;
/// The most bytes of a small file.
const SMALL: u64 = 64 << 10;
/// The most files that go to a worker together.
const MOST_FILES: usize = 32;
/// Into how many jobs a thread the files that are left are shared, so that none waits for another at the end.
const JOBS_A_THREAD: usize = 4;

impl Reader<'_> {
    /// The next work, as much of it as one worker gets at a time.
    pub(super) fn next_works(&mut self) -> Option<Vec<(usize, Work)>> {
        let most = (self.sources.len().saturating_sub(self.next) / (self.threads * JOBS_A_THREAD)).clamp(1, MOST_FILES);
        let mut bytes = self.next_small_file().unwrap_or(TOGETHER);
        let mut works = vec![self.next_work()?];
        while works.len() < most
            && let Some(length) = self.next_small_file()
            && bytes + length <= TOGETHER
            && let Some(work) = self.next_work()
        {
            bytes += length;
            works.push(work);
        }
        Some(works)
    }

    /// The bytes of the next file, where it is a small one that is checked whole as text; `None` for any other work.
    fn next_small_file(&self) -> Option<u64> {
        let source = self.sources.get(self.next).filter(|_| matches!(self.open, Open::Nothing))?;
        let name = source.input.name();
        // Nothing is known of how much is in a picture or in what is packed.
        let is_text = is_content(source) && source.named_format().is_some_and(|format| format.shape() != Shape::Bytes) && inner_name(&name) == name;
        source.input.length().filter(|length| is_text && *length <= SMALL)
    }

    pub(super) fn next_work(&mut self) -> Option<(usize, Work)> {
        let _turned = timing::stage(Stage::Reading);
        loop {
            let work = match std::mem::take(&mut self.open) {
                Open::List(list) => self.next_block(list),
                Open::Text(file, text) => Some((file, self.next_stretch(file, text))),
                Open::Nothing => {
                    let (file, source) = (self.next, self.sources.get(self.next)?);
                    self.next += 1;
                    self.begin(file, source)
                }
            };
            if work.is_some() {
                return work;
            }
        }
    }

    /// Begins an input. What certainly is a file of content opens who checks it.
    fn begin(&mut self, file: usize, source: &Source) -> Option<(usize, Work)> {
        if is_content(source) {
            return self.part.has(file, 0).then_some((file, Work::File));
        }
        match source.open() {
            Ok(Opening::Read(opened)) if opened.format == Format::Urls => {
                self.listed.push((file, Listed::default()));
                self.open = Open::List(OpenList { file, blocks: Blocks::new(opened.bytes), next: 0 });
            }
            Ok(_) if !self.part.has(file, 0) => {}
            Ok(Opening::Read(Opened { format: Format::Text, bytes, encoding, .. })) => {
                self.tally.count_input(Format::Text);
                self.open = Open::Text(file, Box::new(Stretches::new(Decoded::new(bytes, encoding))));
            }
            Ok(Opening::Read(opened)) => return Some((file, Work::Content(opened))),
            Ok(Opening::Binary) => return Some((file, Work::Binary)),
            Err(error) => return Some((file, Work::Closed(reason(&error)))),
        }
        None
    }

    /// The next block of a list; `None` where it is another part's, or the list is over.
    fn next_block(&mut self, mut list: OpenList) -> Option<(usize, Work)> {
        let (file, number) = (list.file, list.next);
        list.next += 1;
        match list.blocks.next_block() {
            Ok(Some(block)) => {
                self.open = Open::List(list);
                if !self.part.has(file, number) {
                    return None;
                }
                let listed = self.listed.last_mut().zip(self.judging).filter(|_| block.cut_from.is_none());
                let covered = listed.map(|((_, listed), judging)| listed.block(judging, &block.bytes, block.first_line, kind_of));
                return Some((file, Work::Lines(block, covered.unwrap_or_default())));
            }
            // What is told of a list as a whole, one part tells.
            Ok(None) if self.part.has(file, 0) => {
                if let Bytes::Decoded(text) = list.blocks.reader() {
                    self.tell_encoding(file, text);
                }
            }
            Ok(None) => {}
            Err(error) => self.fail(file, &error),
        }
        None
    }

    /// The next stretch of a running text, or all that is left of it where it has to stay together.
    fn next_stretch(&mut self, file: usize, mut text: Box<Stretches>) -> Work {
        match text.next_stretch() {
            Ok(stretch) if stretch.ends == Ends::WithinLine || reaches_out(&stretch.bytes) => Work::Rest(Box::new(text.rest_from(stretch))),
            Ok(stretch) => {
                match stretch.ends {
                    Ends::WithText => self.tell_encoding(file, text.text()),
                    Ends::WithLine | Ends::WithinLine => self.open = Open::Text(file, text),
                }
                Work::Stretch(stretch)
            }
            Err(error) => {
                self.fail(file, &error);
                self.tell_encoding(file, text.text());
                Work::Stretch(Stretch { bytes: Vec::new(), start: Start::default(), ends: Ends::WithText })
            }
        }
    }

    /// Tells the encoding of a text that is over, and what of it could not be decoded.
    fn tell_encoding(&mut self, file: usize, text: &Decoded<impl Read>) {
        self.tally.count_encoding(text.encoding());
        let (name, replaced) = (self.name(file), text.replaced());
        if replaced.count > 0 {
            let sentence = message::replaced(replaced.count, text.encoding().name());
            self.tally.faults.push((name, Fault { kind: FaultKind::Malformed, sentence, place: replaced.first, spot: Spot::default() }));
        }
    }

    fn name(&self, file: usize) -> String {
        self.sources.get(file).map(|source| source.input.name()).unwrap_or_default()
    }

    fn fail(&mut self, file: usize, error: &io::Error) {
        self.tally.failures.push((self.name(file), reason(error)));
    }
}
