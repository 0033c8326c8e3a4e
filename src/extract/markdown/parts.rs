//! A long document in parts that are parsed one by one, so that the parser's tree stays small.
//!
//! Blocks end where a heading stands at the beginning of a line behind a blank one, unless a fence, markup or front matter is
//! open there. Whether it is, the parser says: a part is parsed with the line of the heading behind it, and it is whole if that
//! is the heading its last block. What reaches further than blocks do keeps a document in one piece: definitions of links and notes.

use std::ops::Range;
use std::panic::resume_unwind;

use crossbeam_channel::bounded;
use memchr::memmem::{Finder, find_iter};
use memchr::{memchr, memchr_iter, memrchr};
use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::extract::reading::Hands;
use crate::timing::{self, Stage, Who};

/// How many bytes make a document long.
const LONG: usize = 512 << 10;
/// The fewest bytes of a part.
const PART: usize = 128 << 10;
/// How many parts wait at most.
const WAITING: usize = 4;

/// An event with the bytes of the document it stands for.
pub(super) type Ranged<'t> = (Event<'t>, Range<usize>);

/// The parts of a document, as events.
pub(super) struct Parts<'t> {
    text: &'t str,
    extensions: Options,
    /// The fewest bytes of a part.
    least: usize,
    /// Where the next part begins.
    start: usize,
    /// Where the last line begins that closes front matter, once it was asked for.
    last_close: Option<usize>,
}

impl<'t> Parts<'t> {
    /// The parts of a long document without definitions; `None` for any other.
    pub(super) fn of_long(text: &'t str, extensions: Options) -> Option<Self> {
        (text.len() >= LONG).then(|| Self::new(text, extensions, PART)).flatten()
    }

    fn new(text: &'t str, extensions: Options, least: usize) -> Option<Self> {
        (!may_define(text.as_bytes())).then_some(Self { text, extensions, least, start: 0, last_close: None })
    }

    /// Hands over each part. With two hands a thread of its own parses ahead.
    pub(super) fn each(mut self, hands: Hands, mut take: impl FnMut(&mut Vec<Ranged<'t>>)) {
        if hands == Hands::One {
            let mut events = Vec::new();
            while self.next_into(&mut events) {
                take(&mut events);
            }
            return;
        }
        let (send, parsed) = bounded::<Vec<Ranged<'t>>>(WAITING);
        // Room goes back and forth.
        let (give_back, emptied) = bounded::<Vec<Ranged<'t>>>(WAITING + 2);
        let timings = timing::shared();
        std::thread::scope(|scope| {
            let parser = scope.spawn(move || {
                let _running = timings.as_ref().map(|timings| timing::run(timings, Who::Ahead, Stage::Extracting));
                let mut events = Vec::new();
                while self.next_into(&mut events) {
                    if timing::waiting(|| send.send(events)).is_err() {
                        return;
                    }
                    events = emptied.try_recv().unwrap_or_default();
                }
            });
            while let Ok(mut events) = timing::waiting(|| parsed.recv()) {
                take(&mut events);
                let _ = give_back.try_send(events);
            }
            if let Err(panic) = parser.join() {
                resume_unwind(panic);
            }
        });
    }

    /// Puts the events of the next part in the place of those of the last; `false` at the end.
    fn next_into(&mut self, events: &mut Vec<Ranged<'t>>) -> bool {
        events.clear();
        let mut least = self.least;
        while self.start < self.text.len() {
            let Some(heading) = self.heading_behind(self.start.saturating_add(least)) else {
                self.parse(self.text.len(), events);
                self.start = self.text.len();
                return true;
            };
            let last = self.parse(heading.end, events);
            let is_heading = events.get(last).is_some_and(|(event, range)| matches!(event, Event::Start(Tag::Heading { .. })) && range.start == heading.start);
            match self.metadata_behind(events, heading.start) {
                None if is_heading => {
                    events.truncate(last);
                    self.start = heading.start;
                    return true;
                }
                // The longer the next try, the fewer there are: a document is parsed no more than twice over.
                None => least = least.saturating_mul(2),
                Some(close) => least = (close - self.start).max(least.saturating_mul(2)),
            }
        }
        false
    }

    /// Parses from the beginning of the part to a byte, and tells which event is the last that no block holds.
    fn parse(&self, end: usize, events: &mut Vec<Ranged<'t>>) -> usize {
        events.clear();
        let part = self.text.get(self.start..end).unwrap_or_default();
        let (mut depth, mut last) = (0_usize, 0);
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

    const EXTENSIONS: Options =
        Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_YAML_STYLE_METADATA_BLOCKS).union(Options::ENABLE_GFM);

    /// Blocks that end at a heading, and blocks that swallow it.
    const BLOCKS: &[&str] = &[
        "# a\n",
        "## b <https://b.cn>\n",
        "\n",
        "\n\n",
        "words [a](https://a.cn) `x`\n",
        "- item\n\n",
        "  - inner\n\n",
        "1. one\n",
        "    indented\n",
        "> quote\n",
        "> ```\n",
        "```\n",
        "~~~\n",
        "<!--\n",
        "-->\n",
        "<div>\n",
        "</div>\n",
        "<script>\n",
        "</script>\n",
        "<?\n",
        "?>\n",
        "---\n",
        "---\t\n",
        "...\n",
        "+++\n",
        "+++ \nmore\n",
        "- +++\n",
        "--- \nmore\n",
        "key: https://k.cn\n",
        "| a | b |\n|---|---|\n| c | d |\n",
        "a <!-- b\n",
        "*open\n",
        "[a\n",
        "](https://c.cn)\n",
        "\\\n",
        "text\r\n",
    ];

    fn in_parts(text: &str, least: usize) -> Option<(usize, String)> {
        let told = |hands| {
            let (mut all, mut count) = (String::new(), 0);
            Parts::new(text, EXTENSIONS, least)?.each(hands, |events| {
                count += 1;
                events.drain(..).for_each(|event| all.push_str(&format!("{event:?}\n")));
            });
            Some((count, all))
        };
        let one = told(Hands::One);
        assert_eq!(told(Hands::Two), one);
        one
    }

    fn whole(text: &str) -> String {
        Parser::new_ext(text, EXTENSIONS).into_offset_iter().map(|event| format!("{event:?}\n")).collect()
    }

    #[test]
    fn what_reaches_over_a_heading_keeps_a_part_together() {
        for (text, count) in [
            ("# a\n\nwords\n\n# b\n\nwords\n", 2),
            ("# a\n\n```\n\n# b\n```\n\n# c\n", 2),
            ("# a\n\n- item\n\n# b\n", 2),
            ("# a\n\n<!--\n\n# b\n-->\n", 1),
            ("# a\n\n---\nkey: x\n\n# b\n\n---\n", 1),
            ("# a\n\n---\n\n# b\n", 2),
            ("# a\n\n> ```\n\n# b\n", 2),
            ("# a\n\n#b\n", 1),
        ] {
            assert_eq!(in_parts(text, 1), Some((count, whole(text))), "{text}");
        }
        for text in ["[a]: https://a.cn\n", "> - [a]: x\n", "[^1]: note\n", "[a\nb]: x\n", "- [x] [a]: b\n"] {
            assert_eq!(in_parts(text, 1), None, "{text}");
        }
        for line in ["y[a]:", ">>>>>>>>y[a]:"] {
            // In time to the length of a line, not to its square.
            assert!(!may_define(line.repeat(1 << 20).as_bytes()), "{line}");
        }
        assert!(in_parts("see a[0]: it is, and [a](b)]: too\n", 1).is_some());
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(4096))]

        #[test]
        fn parts_tell_what_the_whole_tells(picks in proptest::collection::vec(0..BLOCKS.len(), 0..40), least in 1_usize..60) {
            let text: String = picks.into_iter().filter_map(|pick| BLOCKS.get(pick)).copied().collect();
            if let Some((_, parts)) = in_parts(&text, least) {
                proptest::prop_assert_eq!(parts, whole(&text));
            }
        }
    }
}
