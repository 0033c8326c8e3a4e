//! Where a link of a running text ends: the one place that knows.

use super::chars::{Class, byte_at, char_at, char_before, class};
use super::options::Wide;

/// HTML entities that stand for what ends a link, behind their `&`.
const ENDING_ENTITIES: [&str; 11] = ["lt;", "gt;", "quot;", "apos;", "nbsp;", "ldquo;", "rdquo;", "#34;", "#39;", "#x27;", "#x22;"];

/// What stands in a path or query right before a title in the words of the page's language.
const BEFORE_TITLES: [&str; 17] = [
    "/wiki/",
    "/item/",
    "/tag/",
    "/tags/",
    "/topic/",
    "/category/",
    "/categories/",
    "?q=",
    "&q=",
    "?wd=",
    "&wd=",
    "word=",
    "words=",
    "query=",
    "search=",
    "title=",
    "/search/",
];

/// The most characters of one run of wide letters that are looked over for what stands behind them.
const WIDE_RUN_LIMIT: usize = 64;

/// The part of a URL behind its host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Path,
    Query,
    Fragment,
}

/// What goes on behind a character.
enum Step {
    /// The link, at this byte.
    On(usize),
    /// The text around it; the link ends before this byte.
    End(usize),
}

/// A walk over a path, query and fragment.
struct Tail<'t> {
    text: &'t str,
    from: usize,
    /// What stands right before the link.
    guard: Option<char>,
    wide: Wide,
    part: Part,
    /// Brackets that are open: round, square, curly.
    open: [usize; 3],
    quotes: usize,
}

/// The byte after a path, query and fragment that begin at `from`; `guard` is the character before the whole link.
///
/// At the end of a sentence, its punctuation is not the link's; a bracket that closes what the link does not open ends it.
pub(super) fn tail_end(text: &str, from: usize, guard: Option<char>, wide: Wide) -> usize {
    // Whoever puts a link between marks tells its end.
    let wide = if wide == Wide::Evident && matches!(guard, Some('(' | '<' | '"')) { Wide::Keep } else { wide };
    let mut tail = Tail { text, from, guard, wide, part: Part::Path, open: [0; 3], quotes: 0 };
    let mut at = from;
    loop {
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        at += rest.iter().position(|byte| !is_dull(*byte)).unwrap_or(rest.len());
        let byte = byte_at(text, at);
        let step = if byte == 0 && at >= text.len() {
            Step::End(at)
        } else if byte < 0x80 {
            tail.ascii(at, byte)
        } else {
            tail.other(at)
        };
        match step {
            Step::On(next) => at = next,
            Step::End(end) => return tail.trimmed(end),
        }
    }
}

/// Bytes that only go on a path, whatever stands beside them: [`Tail::ascii`] has nothing to say of them.
const DULL: [bool; 256] = dull();

#[expect(clippy::indexing_slicing, reason = "const evaluation over the whole table; a wrong index fails the build")]
const fn dull() -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0x21_u8;
    while byte < 0x7f {
        table[byte as usize] =
            !matches!(byte, b'?' | b'#' | b'(' | b'[' | b'{' | b')' | b']' | b'}' | b'\'' | b'\\' | b'|' | b'&' | b':' | b'"' | b'<' | b'>' | b'`');
        byte += 1;
    }
    table
}

#[expect(clippy::indexing_slicing, reason = "a byte is always inside a table of 256")]
const fn is_dull(byte: u8) -> bool {
    DULL[byte as usize]
}

impl Tail<'_> {
    fn ascii(&mut self, at: usize, byte: u8) -> Step {
        let next = byte_at(self.text, at + 1);
        match byte {
            b'?' if self.part == Part::Path => self.part = Part::Query,
            b'#' => self.part = Part::Fragment,
            b'(' | b'[' | b'{' => self.count(byte, 1),
            b')' | b']' | b'}' => match self.opened(byte) {
                0 => return Step::End(at),
                _ => self.count(byte, -1),
            },
            b'\'' if self.guard == Some('\'') && !next.is_ascii_alphanumeric() => return Step::End(at),
            b'\'' => self.quotes += 1,
            b'\\' if next != b'/' => return Step::End(at),
            b'|' if self.part == Part::Path || self.guard == Some('|') => return Step::End(at),
            b'&' if self.is_ending_entity(at + 1) => return Step::End(at),
            b':' if next == b'/' && byte_at(self.text, at + 2) == b'/' => {
                if let Some(start) = self.glued_url(at) {
                    return Step::End(start);
                }
            }
            b'"' | b'<' | b'>' | b'`' | 0x7f | 0..=0x20 => return Step::End(at),
            _ => {}
        }
        Step::On(at + 1)
    }

    fn other(&self, at: usize) -> Step {
        let Some(c) = char_at(self.text, at) else { return Step::End(at) };
        match class(c) {
            Class::Outside => Step::End(at),
            Class::Wide => self.wide(at),
            Class::Inside | Class::Sign | Class::Hidden => Step::On(at + c.len_utf8()),
        }
    }

    fn wide(&self, at: usize) -> Step {
        let rest = self.text.get(at..).unwrap_or_default();
        let run: usize = rest.chars().take(WIDE_RUN_LIMIT).take_while(|c| matches!(class(*c), Class::Wide | Class::Hidden)).map(char::len_utf8).sum();
        let behind = at + run;
        let keeps = match self.wide {
            Wide::Keep => true,
            Wide::End => false,
            Wide::Evident => self.is_title(at) || self.goes_on(at, behind),
        };
        if keeps { Step::On(behind) } else { Step::End(at) }
    }

    /// Whether a title stands here by what is before it.
    fn is_title(&self, at: usize) -> bool {
        let before = self.text.get(self.from..at).unwrap_or_default();
        BEFORE_TITLES.iter().any(|mark| before.ends_with(mark))
    }

    /// Whether the link goes on behind wide letters: they begin a part of it and another part, not words, follows.
    fn goes_on(&self, at: usize, behind: usize) -> bool {
        let before = byte_at(self.text, at.wrapping_sub(1));
        let begins =
            matches!(before, b'/' | b'=' | b'_' | b'-' | b'+' | b'.' | b'(') || before.is_ascii_hexdigit() && byte_at(self.text, at.wrapping_sub(3)) == b'%';
        let next = byte_at(self.text, behind + 1);
        let is_part = match byte_at(self.text, behind) {
            b'/' => next.is_ascii_alphanumeric() || next >= 0x80 && self.segment_goes_on(behind + 1),
            b'.' => self.is_file_ending(behind + 1),
            b'&' | b'?' => next.is_ascii_alphabetic(),
            b'_' | b'-' | b'=' | b'+' | b'#' => next.is_ascii_alphanumeric(),
            b'%' => next.is_ascii_hexdigit() && byte_at(self.text, behind + 2).is_ascii_hexdigit(),
            _ => false,
        };
        begins && is_part
    }

    /// Whether the segment of wide letters that begins here is followed by more of a path.
    fn segment_goes_on(&self, at: usize) -> bool {
        let rest = self.text.get(at..).unwrap_or_default();
        let run: usize = rest.chars().take(WIDE_RUN_LIMIT).take_while(|c| class(*c) == Class::Wide).map(char::len_utf8).sum();
        let behind = at + run;
        match byte_at(self.text, behind) {
            b'/' => byte_at(self.text, behind + 1).is_ascii_alphanumeric(),
            b'.' => self.is_file_ending(behind + 1),
            _ => false,
        }
    }

    fn is_file_ending(&self, at: usize) -> bool {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        let letters = rest.iter().take(5).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        (2..=5).contains(&letters) && rest.first().is_some_and(u8::is_ascii_alphabetic) && !rest.get(letters).is_some_and(u8::is_ascii_alphanumeric)
    }

    fn is_ending_entity(&self, at: usize) -> bool {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        ENDING_ENTITIES.iter().any(|entity| rest.get(..entity.len()).is_some_and(|head| head.eq_ignore_ascii_case(entity.as_bytes())))
    }

    /// Where another URL begins that was written right behind this one, seen at its colon. Inside a query, and behind a slash,
    /// a URL is a part of the link.
    fn glued_url(&self, colon: usize) -> Option<usize> {
        let start = super::schemes::web_start(self.text, colon, self.from)?;
        let before = byte_at(self.text, start.wrapping_sub(1));
        let is_glued = match self.part {
            Part::Path => !matches!(before, b'/' | b'=' | b':' | b'(' | b'[' | b'{'),
            Part::Query | Part::Fragment => before.is_ascii_alphanumeric() || before >= 0x80,
        };
        (start > self.from && is_glued).then_some(start)
    }

    const fn kind(byte: u8) -> usize {
        match byte {
            b'(' | b')' => 0,
            b'[' | b']' => 1,
            _ => 2,
        }
    }

    fn opened(&self, byte: u8) -> usize {
        self.open.get(Self::kind(byte)).copied().unwrap_or_default()
    }

    fn count(&mut self, byte: u8, change: isize) {
        if let Some(open) = self.open.get_mut(Self::kind(byte)) {
            *open = open.saturating_add_signed(change);
        }
    }

    /// The end without the punctuation of the sentence around the link.
    fn trimmed(&self, end: usize) -> usize {
        let (mut end, mut quotes) = (end, self.quotes);
        while end > self.from
            && let Some(c) = char_before(self.text, end)
        {
            let is_around = match c {
                '.' | ',' | ';' | ':' | '!' | '?' | '*' | '|' | '(' | '[' | '{' | '\\' => true,
                '\'' => quotes % 2 == 1,
                // A question mark that goes with the sentence began no query.
                '@' => !self.text.get(self.from..end).is_some_and(|kept| kept.contains(['?', '#'])),
                '_' | '~' => self.guard == Some(c),
                '#' => end == self.from + 1,
                c => class(c) == Class::Hidden,
            };
            if !is_around {
                break;
            }
            quotes -= usize::from(c == '\'');
            end -= c.len_utf8();
        }
        end
    }
}
