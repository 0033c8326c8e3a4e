//! `LaTeX` and `BibTeX`: their own links and comments, and running text for the rest.

use std::borrow::Cow;

use super::found::{Role, See};
use super::passage::{Origin, Passage};
use super::queue::Queue;
use super::reading::{Code, Options};
use super::teller::Teller;
use crate::source::Span;

/// Environments whose text is shown as it stands.
const VERBATIM: [&str; 6] = ["verbatim", "verbatim*", "Verbatim", "lstlisting", "minted", "comment"];
/// The most bytes of a URL in the argument of a command; a longer one is running text.
const URL_LIMIT: usize = 4 << 10;
/// How far back a URL is looked for before a percent sign.
const NEAR_LIMIT: usize = 256;
/// The most bytes of the words that are shown for a URL.
const SHOWN_LIMIT: usize = 1 << 10;
/// The most bytes of the name of an environment.
const NAME_LIMIT: usize = 64;
/// How many bytes of running text come together.
const PIECE: usize = 64 << 10;

/// Reads a document.
pub(super) fn read(text: &str, options: &Options, see: See<'_>) {
    let mut queue = Queue::default();
    let mut walk = Walk { text, code: options.code, teller: Teller::new(text, options, &mut queue, see), words: Passage::default(), endless: Vec::new() };
    walk.read();
    walk.flush();
    walk.teller.finish();
}

struct Walk<'t, 's> {
    text: &'t str,
    code: Code,
    teller: Teller<'s>,
    /// Running text that came together, its escapes undone.
    words: Passage,
    /// Environments that have no end from here on.
    endless: Vec<&'t str>,
}

/// What a command links to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Command {
    /// A URL that is shown as it is.
    Url,
    /// A URL and the words that are shown for it.
    Shown,
    /// A picture.
    Image,
}

/// What stands in an argument. In a URL there are no commands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Url,
    Words,
}

impl<'t> Walk<'t, '_> {
    fn read(&mut self) {
        let mut at = 0;
        while let Some(rest) = self.text.get(at..).filter(|rest| !rest.is_empty()) {
            let plain = rest.find(['\\', '%']).unwrap_or(rest.len());
            self.words.same(rest.get(..plain).unwrap_or_default(), at);
            at += plain;
            at = match rest.get(plain..).and_then(|mark| mark.chars().next()) {
                Some('%') => self.comment(at),
                Some(_) => self.command(at),
                None => at,
            };
            if self.words.text().len() > PIECE {
                self.flush();
            }
        }
    }

    fn flush(&mut self) {
        let words = std::mem::take(&mut self.words);
        self.teller.running(words.text(), &words.origin(&Origin::WHOLE), Role::Text);
    }

    /// A comment, to the end of its line. Behind the digits of an escape in a URL a percent sign is none.
    fn comment(&mut self, from: usize) -> usize {
        let rest = self.text.get(from..).unwrap_or_default();
        if is_in_url(self.words.text()) && rest.bytes().skip(1).take(2).filter(u8::is_ascii_hexdigit).count() == 2 {
            self.words.same("%", from);
            return from + 1;
        }
        self.flush();
        let end = from + rest.find('\n').unwrap_or(rest.len());
        let written = self.text.get(from..end).unwrap_or_default().trim_end();
        self.teller.comment(written.trim_start_matches('%').trim(), Span { start: from, end: from + written.len() });
        self.teller.running(written, &Origin::from(from), Role::Comment);
        end
    }

    /// A command, or a character that a backslash makes plain.
    fn command(&mut self, from: usize) -> usize {
        let rest = self.text.get(from + 1..).unwrap_or_default();
        let name = rest.get(..rest.bytes().take_while(u8::is_ascii_alphabetic).count()).unwrap_or_default();
        let behind = from + 1 + name.len();
        let known = match name {
            "url" | "nolinkurl" | "path" => Some(Command::Url),
            "href" | "hrefWithoutArrow" => Some(Command::Shown),
            "includegraphics" => Some(Command::Image),
            _ => None,
        };
        if let Some(end) = known.and_then(|known| self.linked(known, behind)) {
            return end;
        }
        if name == "begin"
            && let Some(end) = self.verbatim(behind)
        {
            return end;
        }
        if !name.is_empty() {
            self.words.otherwise(" ", from, from);
            self.words.same(self.text.get(from..behind).unwrap_or_default(), from);
            return behind;
        }
        let Some(escaped) = rest.chars().next() else {
            self.words.same("\\", from);
            return from + 1;
        };
        let end = from + 1 + escaped.len_utf8();
        if "_%#&$~{}".contains(escaped) {
            self.words.otherwise(rest.get(..escaped.len_utf8()).unwrap_or_default(), from, end);
        } else {
            self.words.otherwise(" ", from, end);
        }
        end
    }

    /// A command with a URL; gives where it ends, or nothing where it is not whole.
    fn linked(&mut self, command: Command, behind: usize) -> Option<usize> {
        let mut at = behind;
        if self.text.get(at..)?.starts_with('[') {
            at += self.text.as_bytes().get(at..)?.iter().take(URL_LIMIT).position(|byte| *byte == b']')? + 1;
        }
        let (start, end, next) = self.argument(at, URL_LIMIT, Inside::Url)?;
        let (shown, next) = match command {
            Command::Shown => {
                self.argument(next, SHOWN_LIMIT, Inside::Words).map_or(("", next), |(from, until, next)| (self.text.get(from..until).unwrap_or_default(), next))
            }
            Command::Url | Command::Image => ("", next),
        };
        self.flush();
        let passage = plain(self.text.get(start..end)?, start);
        let link = passage.text().trim();
        let role = match command {
            Command::Url => Role::Autolink,
            Command::Shown => Role::Link,
            Command::Image => Role::Image,
        };
        if !link.is_empty() {
            let from = passage.text().find(link).unwrap_or(0);
            let span = passage.origin(&Origin::WHOLE).span(from, from + link.len());
            let shown = plain(shown, 0);
            self.teller.shown_link(Cow::Borrowed(link), span, role, shown.text().trim());
        }
        Some(next)
    }

    /// The argument behind a command: its bytes and the byte behind its bracket. `\url` also takes any other mark.
    fn argument(&self, from: usize, limit: usize, inside: Inside) -> Option<(usize, usize, usize)> {
        let rest = self.text.get(from..)?;
        let open = rest.chars().next()?;
        let start = from + open.len_utf8();
        if open != '{' {
            let mark = u8::try_from(open).ok().filter(|mark| mark.is_ascii_punctuation() && !matches!(mark, b'\\' | b'%' | b'}' | b'*' | b'[' | b']'))?;
            let near = rest.as_bytes().get(1..)?.iter().take(limit);
            let end = start + near.take_while(|byte| **byte != b'\n').position(|byte| *byte == mark)?;
            return Some((start, end, end + 1));
        }
        let mut depth = 0_usize;
        let mut bytes = rest.bytes().enumerate().skip(1).take(limit).peekable();
        while let Some((at, byte)) = bytes.next() {
            match byte {
                b'\\' if inside == Inside::Url && bytes.peek().is_some_and(|(_, next)| next.is_ascii_alphabetic()) => return None,
                b'\\' => {
                    bytes.next();
                }
                b'{' => depth += 1,
                b'}' if depth == 0 => return Some((start, from + at, from + at + 1)),
                b'}' => depth -= 1,
                _ => {}
            }
        }
        None
    }

    /// An environment whose text is shown as it stands.
    fn verbatim(&mut self, behind: usize) -> Option<usize> {
        let (start, end, next) = self.argument(behind, NAME_LIMIT, Inside::Words)?;
        let name = self.text.get(start..end)?;
        if !VERBATIM.contains(&name) || self.endless.contains(&name) {
            return None;
        }
        let Some(length) = self.text.get(next..)?.find(&format!("\\end{{{name}}}")) else {
            self.endless.push(name);
            return None;
        };
        self.flush();
        let inner = self.text.get(next..next + length)?;
        match (name, self.code) {
            ("comment", _) => {
                self.teller.comment(inner.trim(), Span { start: next, end: next + length });
                self.teller.running(inner, &Origin::from(next), Role::Comment);
            }
            (_, Code::Read) => self.teller.running(inner, &Origin::from(next), Role::Code),
            (_, Code::Skip) => {}
        }
        Some(next + length)
    }
}

/// Whether a text ends inside a URL.
fn is_in_url(text: &str) -> bool {
    let near = text.len().saturating_sub(NEAR_LIMIT);
    let tail = (near..=text.len()).find_map(|at| text.get(at..)).unwrap_or_default();
    tail.rsplit([' ', '\n', '\t', '{', '"']).next().unwrap_or_default().contains("://")
}

/// An argument with its escapes undone.
fn plain(written: &str, from: usize) -> Passage {
    let mut passage = Passage::default();
    let mut at = 0;
    while let Some(rest) = written.get(at..).filter(|rest| !rest.is_empty()) {
        let next = rest.find('\\').unwrap_or(rest.len());
        passage.same(rest.get(..next).unwrap_or_default(), from + at);
        at += next;
        let Some(escaped) = rest.get(next + 1..) else { break };
        let sign = escaped.chars().next().filter(|c| "_%#&$~{}".contains(*c));
        match sign {
            Some(sign) => passage.otherwise(sign.encode_utf8(&mut [0; 4]), from + at, from + at + 1 + sign.len_utf8()),
            None => passage.same("\\", from + at),
        }
        at += 1 + sign.map_or(0, char::len_utf8);
    }
    passage
}
