//! A document in parts that are read one by one: plain blocks by one pass, the others by the parser.
//!
//! Blocks that are not plain end where a plain one begins behind a blank line, unless a fence, markup or front matter may be open there.
//! Whether it is, the parser says: they are parsed up to a heading, with its line behind them, and end there if that heading is their
//! last block. What reaches further than blocks do keeps a document in one piece: definitions of links and notes.

use std::ops::Range;
use std::panic::resume_unwind;

use crossbeam_channel::bounded;
use memchr::memmem::{Finder, find_iter};
use memchr::{memchr, memchr_iter, memrchr};
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::others::{Extent, extent};
use super::piece::{Part, Piece, Ranged};
use super::plain::block;
use crate::extract::reading::Hands;
use crate::timing::{self, Stage, Who};

/// How many bytes make a document long.
const LONG: usize = 512 << 10;
/// A part fits into the cache with all that is made of it; a call of the parser takes as long as some lines.
const SIZES: Sizes = Sizes { part: 128 << 10, plain: 256 };
/// How many parts wait at most.
const WAITING: usize = 4;

/// How small things are that are not worth to be told apart, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    /// The fewest of a part.
    pub(super) part: usize,
    /// The fewest of plain blocks between others for which the parser is called twice.
    pub(super) plain: usize,
}

/// Whether a link of markup is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Anchor {
    Open,
    Closed,
}

impl Anchor {
    /// The same behind some markup, as far as its tags tell.
    fn behind(self, markup: &[u8]) -> Self {
        memchr_iter(b'<', markup).fold(self, |anchor, at| match markup.get(at + 1..) {
            Some([b'a' | b'A', next, ..]) if !next.is_ascii_alphanumeric() => Self::Open,
            Some([b'/', b'a' | b'A', ..]) => Self::Closed,
            _ => anchor,
        })
    }
}

/// The parts of a document.
pub(super) struct Parts<'t> {
    text: &'t str,
    extensions: Options,
    sizes: Sizes,
    /// Where the next part begins.
    start: usize,
    /// Whether a link of markup is open there, the text of which goes on in the next blocks.
    anchor: Anchor,
    /// Where the last line begins that closes front matter, once it was asked for.
    last_close: Option<usize>,
}

impl<'t> Parts<'t> {
    /// The parts of a document without definitions; `None` for any other.
    pub(super) fn of(text: &'t str, extensions: Options) -> Option<Self> {
        Self::new(text, extensions, SIZES)
    }

    /// The same by other sizes.
    pub(super) fn new(text: &'t str, extensions: Options, sizes: Sizes) -> Option<Self> {
        let is_whole = has_lone_return(text.as_bytes()) || may_define(text.as_bytes());
        (!is_whole).then_some(Self { text, extensions, sizes, start: 0, anchor: Anchor::Closed, last_close: None })
    }

    /// Hands over each part. With two hands a thread of its own reads ahead in a long document.
    pub(super) fn each(mut self, hands: Hands, mut take: impl FnMut(&mut Part<'t>)) {
        if hands == Hands::One || self.text.len() < LONG {
            let mut part = Part::default();
            while self.next_into(&mut part) {
                take(&mut part);
            }
            return;
        }
        let (send, parsed) = bounded::<Part<'t>>(WAITING);
        // Room goes back and forth.
        let (give_back, emptied) = bounded::<Part<'t>>(WAITING + 2);
        let timings = timing::shared();
        std::thread::scope(|scope| {
            let parser = scope.spawn(move || {
                let _running = timings.as_ref().map(|timings| timing::run(timings, Who::Ahead, Stage::Extracting));
                let mut part = Part::default();
                while self.next_into(&mut part) {
                    if timing::waiting(|| send.send(part)).is_err() {
                        return;
                    }
                    part = emptied.try_recv().unwrap_or_default();
                }
            });
            while let Ok(mut part) = timing::waiting(|| parsed.recv()) {
                take(&mut part);
                let _ = give_back.try_send(part);
            }
            if let Err(panic) = parser.join() {
                resume_unwind(panic);
            }
        });
    }

    /// Puts the next part in the place of the last; `false` at the end.
    fn next_into(&mut self, part: &mut Part<'t>) -> bool {
        part.clear();
        let begin = self.start;
        let full = begin.saturating_add(self.sizes.part);
        while self.start < self.text.len().min(full) {
            let plain = if self.anchor == Anchor::Closed { block(self.text, self.start, part.plain()) } else { None };
            match plain {
                Some(end) => {
                    part.add_plain();
                    self.start = end;
                }
                None => self.others_into(part),
            }
        }
        self.start > begin
    }

    /// Adds blocks that are not plain, and plain ones behind them.
    fn others_into(&mut self, part: &mut Part<'t>) {
        let (begin, len) = (self.start, self.text.len());
        let (mut end, mut anchor) = (begin, self.anchor);
        while end < len && end - begin < self.sizes.part {
            let Extent::To(next) = extent(self.text.as_bytes(), end) else { break };
            anchor = anchor.behind(self.markup(end, next));
            end = next;
            // What is shown for a link is cut by the pieces in which the parser gives it.
            if anchor == Anchor::Open {
                continue;
            }
            let behind = self.plain_behind(end, part.plain());
            if behind == len || behind - end >= self.sizes.plain {
                self.parse_into(end, part.parsed());
                part.add_parsed();
                part.add_plain();
                (self.start, self.anchor) = (behind, anchor);
                return;
            }
            part.forget_plain();
            end = behind;
        }
        if end < len {
            self.up_to_heading(if end - begin < self.sizes.part { 0 } else { self.sizes.part }, part);
        } else {
            self.parse_into(len, part.parsed());
            part.add_parsed();
            self.start = len;
        }
        self.anchor = self.anchor.behind(self.markup(begin, self.start));
    }

    fn markup(&self, start: usize, end: usize) -> &'t [u8] {
        self.text.as_bytes().get(start..end).unwrap_or_default()
    }

    /// Reads the plain blocks behind a byte, as many as are worth to be told apart from others; where the next block begins.
    fn plain_behind(&self, mut start: usize, pieces: &mut Vec<Piece>) -> usize {
        let enough = start.saturating_add(self.sizes.plain);
        while start < self.text.len().min(enough)
            && let Some(end) = block(self.text, start, pieces)
        {
            start = end;
        }
        start
    }

    /// Adds the blocks up to a heading behind so many bytes where all end, or to the end.
    fn up_to_heading(&mut self, mut least: usize, part: &mut Part<'t>) {
        let mark = part.parsed().len();
        loop {
            let events = part.parsed();
            events.truncate(mark);
            let Some(heading) = self.heading_behind(self.start.saturating_add(least)) else {
                self.parse_into(self.text.len(), events);
                self.start = self.text.len();
                break;
            };
            let last = self.parse_into(heading.end, events);
            let is_heading = events.get(last).is_some_and(|(event, range)| matches!(event, Event::Start(Tag::Heading { .. })) && range.start == heading.start);
            // The longer the next try, the fewer there are: a document is parsed no more than twice over.
            let longer = (heading.start - self.start).saturating_mul(2);
            match self.metadata_behind(events.get(mark..).unwrap_or_default(), heading.start) {
                None if is_heading => {
                    events.truncate(last);
                    self.start = heading.start;
                    break;
                }
                None => least = longer,
                Some(close) => least = longer.max(close - self.start),
            }
        }
        part.add_parsed();
    }

    /// Parses from where the next part begins to a byte, and tells which event is the last that no block holds.
    fn parse_into(&self, end: usize, events: &mut Vec<Ranged<'t>>) -> usize {
        let part = self.text.get(self.start..end).unwrap_or_default();
        let (mut depth, mut last) = (0_usize, events.len());
        for (event, range) in Parser::new_ext(part, self.extensions).into_offset_iter() {
            match event {
                Event::End(_) => depth = depth.saturating_sub(1),
                _ if depth == 0 => last = events.len(),
                _ => {}
            }
            depth += usize::from(matches!(event, Event::Start(_)));
            events.push((event, self.start + range.start..self.start + range.end));
        }
        last
    }

    /// The line behind a part that makes front matter of a rule in it, as the parser looks for it to the end of a document.
    fn metadata_behind(&mut self, events: &[Ranged<'t>], end: usize) -> Option<usize> {
        let opens = |(event, range): &Ranged<'t>| match event {
            // Without its end, what would be front matter is a rule, or words between plus signs.
            Event::Rule | Event::Text(_) => self.opens_metadata(range.start),
            _ => false,
        };
        if !events.iter().any(opens) {
            return None;
        }
        let text = self.text;
        let last = *self.last_close.get_or_insert_with(|| closes(text.as_bytes()).last().unwrap_or_default());
        if last < end {
            return None;
        }
        closes(self.text.as_bytes().get(end..)?).next().map(|at| end + at)
    }

    /// Whether a line of three marks begins at a byte that words follow.
    fn opens_metadata(&self, at: usize) -> bool {
        let line = self.text.as_bytes().get(at..).unwrap_or_default();
        if !line.starts_with(b"---") && !line.starts_with(b"+++") {
            return false;
        }
        let mut lines = line.splitn(3, |byte| *byte == b'\n');
        let is_bare = lines.next().is_some_and(|line| line.trim_ascii_end().len() == 3);
        is_bare && lines.next().is_some_and(|next| !next.trim_ascii().is_empty())
    }

    /// The line of the first heading from a byte on that stands behind a blank line.
    fn heading_behind(&self, from: usize) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        let rest = bytes.get(from..)?;
        let start = Finder::new("\n\n#").find_iter(rest).map(|at| from + at + 2).find(|at| {
            let line = bytes.get(*at..).unwrap_or_default();
            let hashes = line.iter().take_while(|byte| **byte == b'#').count();
            hashes <= 6 && line.get(hashes) == Some(&b' ')
        })?;
        let end = memchr(b'\n', bytes.get(start..)?).map_or(bytes.len(), |at| start + at + 1);
        Some(start..end)
    }
}

/// Whether a carriage return stands alone: to the parser it ends a line.
fn has_lone_return(text: &[u8]) -> bool {
    memchr_iter(b'\r', text).any(|at| text.get(at + 1) != Some(&b'\n'))
}

/// Whether a document may define what links or notes of other blocks name: `[label]: https://a.cn`. More is taken for a
/// definition than is one.
fn may_define(text: &[u8]) -> bool {
    // Each line is looked at once, however many brackets it has.
    let (mut from, mut line, mut indent) = (0, 0, indent_of(text));
    find_iter(text, "]:").any(|end| {
        if let Some(last) = memrchr(b'\n', text.get(from..end).unwrap_or_default()) {
            line = from + last + 1;
            indent = indent_of(text.get(line..).unwrap_or_default());
        }
        from = end;
        let head = text.get(line..end).unwrap_or_default();
        // Without its bracket on the line, a label began on one before.
        let Some(bracket) = memrchr(b'[', head) else { return true };
        bracket <= indent || head.get(..bracket).is_some_and(|before| before.ends_with(b"\\"))
    })
}

/// How many bytes a line begins with that can stand before a definition: indents, quotes, lists and tasks.
fn indent_of(line: &[u8]) -> usize {
    let stands_before = |byte: &u8| matches!(byte, b' ' | b'\t' | b'>' | b'*' | b'+' | b'-' | b'.' | b')' | b'[' | b']' | b'x' | b'X' | b'0'..=b'9');
    line.iter().position(|byte| !stands_before(byte)).unwrap_or(line.len())
}

/// The bytes at which lines begin that close front matter.
fn closes(text: &[u8]) -> impl Iterator<Item = usize> {
    memchr_iter(b'\n', text).map(|end| end + 1).filter(|start| {
        let line = text.get(*start..).unwrap_or_default();
        let marks = line.get(..3).unwrap_or_default();
        matches!(marks, b"---" | b"+++" | b"...") && line.iter().skip(3).find(|byte| **byte != b' ').is_none_or(|byte| matches!(byte, b'\n' | b'\r'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::markdown::piece::Step;

    const EXTENSIONS: Options =
        Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_YAML_STYLE_METADATA_BLOCKS).union(Options::ENABLE_GFM);

    /// How many pieces of plain blocks and how many events of the parser come out of a document, and in how many parts.
    fn counted(text: &str, part: usize) -> Option<(usize, usize, usize)> {
        let (mut plain, mut parsed, mut parts) = (0, 0, 0);
        Parts::new(text, EXTENSIONS, Sizes { part, plain: 1 })?.each(Hands::One, |part| {
            parts += 1;
            part.drain(|step| match step {
                Step::Plain(_) => plain += 1,
                Step::Parsed(_) => parsed += 1,
            });
        });
        Some((plain, parsed, parts))
    }

    #[test]
    fn plain_blocks_are_not_parsed() {
        let text = "# a\n\nwords [a](https://a.cn)\nmore `x`\n\n- one\n- two\n\n> said\n\n---\n\nend\n";
        assert_eq!(counted(text, SIZES.part), Some((17, 0, 1)));
        assert_eq!(counted(text, 1), Some((17, 0, 6)));
        assert_eq!(counted("_a_\n\nwords\n", SIZES.part), Some((2, 5, 1)));
    }

    #[test]
    fn what_reaches_over_a_blank_line_is_parsed_to_a_heading() {
        let words = "\n\n# b\n\nwords\n".repeat(9);
        for (text, are_plain) in
            [("<!--\n\nx\n-->", true), ("- ```\n\n  x\n  ```", true), ("---\nkey: x\n\n---", true), ("<!--\n\nx", false), ("---\nkey: x\n\n# a\n\n---", true)]
        {
            let text = format!("{text}{words}");
            let (pieces, events, _) = counted(&text, SIZES.part).unwrap();
            assert_eq!((pieces > 9, events > 0), (are_plain, true), "{text}");
        }
    }

    #[test]
    fn what_defines_labels_is_no_document_of_parts() {
        for text in ["[a]: https://a.cn\n", "> - [a]: x\n", "[^1]: note\n", "[a\nb]: x\n", "- [x] [a]: b\n"] {
            assert_eq!(counted(text, 1), None, "{text}");
        }
        for line in ["y[a]:", ">>>>>>>>y[a]:"] {
            // In time to the length of a line, not to its square.
            assert!(!may_define(line.repeat(1 << 20).as_bytes()), "{line}");
        }
        assert!(counted("see a[0]: it is, and [a](b)]: too\n", 1).is_some());
    }
}
