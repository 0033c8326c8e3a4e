//! `AsciiDoc`: its own links and comments, and running text for the rest.

use std::borrow::Cow;

use memchr::memrchr;

use super::found::{Role, See};
use super::html::context::Context;
use super::html::walk::{close_link, piece};
use super::passage::Origin;
use super::queue::Queue;
use super::reading::{Code, Options};
use super::running::links_in;
use super::teller::Teller;
use crate::source::Span;

/// The macros whose target is a link, with its role. A block macro has a second colon.
const MACROS: [(&str, Role); 6] =
    [("link:", Role::Link), ("image:", Role::Image), ("video:", Role::Image), ("audio:", Role::Image), ("include:", Role::Attribute), ("icon:", Role::Image)];

/// The most bytes of a line that are looked at together; a macro that is longer is running text.
const STRETCH: usize = 8 << 10;
/// How many bytes of them are looked at first.
const NEAR: usize = 256;

/// Reads a document.
pub(super) fn read(text: &str, options: &Options, see: See<'_>) {
    let mut queue = Queue::default();
    let mut teller = Teller::new(text, options, &mut queue, see);
    let mut open: Option<Block<'_>> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (from, trimmed) = (at, line.trim_end());
        at += line.len();
        match (&open, kind_of(trimmed)) {
            (Some(block), _) if block.mark == trimmed => {
                let block = open.take().unwrap_or(Block { kind: Kind::Code, mark: "", from, inner: at });
                close(text, &block, from, at, options.code, &mut teller);
            }
            (Some(_), _) => {}
            (None, Some(kind)) => open = Some(Block { kind, mark: trimmed, from, inner: at }),
            (None, None) => self::line(trimmed, from, options.code, &mut teller),
        }
    }
    if let Some(block) = open {
        close(text, &block, text.len(), text.len(), options.code, &mut teller);
    }
    teller.finish();
}

/// A block between two lines that are alike.
struct Block<'t> {
    kind: Kind,
    mark: &'t str,
    from: usize,
    /// The byte behind its first line.
    inner: usize,
}

#[derive(Clone, Copy)]
enum Kind {
    Code,
    Comment,
    Html,
}

/// The kind of block that a line opens. Blocks of ordinary text need no care.
fn kind_of(line: &str) -> Option<Kind> {
    let is_all = |mark: char| line.len() >= 4 && line.chars().all(|c| c == mark);
    if is_all('-') || is_all('.') || line.starts_with("```") {
        Some(Kind::Code)
    } else if is_all('/') {
        Some(Kind::Comment)
    } else {
        is_all('+').then_some(Kind::Html)
    }
}

fn close(text: &str, block: &Block<'_>, end: usize, behind: usize, code: Code, teller: &mut Teller<'_>) {
    let inner = text.get(block.inner..end).unwrap_or_default();
    let origin = Origin::from(block.inner);
    match block.kind {
        Kind::Code if code == Code::Skip => {}
        Kind::Code => teller.running(inner, &origin, Role::Code),
        Kind::Comment => {
            teller.comment(inner.trim(), Span { start: block.from, end: behind });
            teller.running(inner, &origin, Role::Comment);
        }
        Kind::Html => {
            let mut context = Context::of_pieces();
            piece(inner, &origin, code, &mut context, teller);
            close_link(&mut context, teller);
        }
    }
}

fn line(line: &str, from: usize, code: Code, teller: &mut Teller<'_>) {
    if let Some(comment) = line.strip_prefix("//").filter(|rest| !rest.starts_with('/')) {
        teller.comment(comment.trim(), Span { start: from, end: from + line.len() });
        return teller.running(line, &Origin::from(from), Role::Comment);
    }
    let is_attribute = line
        .strip_prefix(':')
        .and_then(|rest| rest.split_once(':'))
        .is_some_and(|(name, value)| !name.is_empty() && !name.contains(' ') && value.starts_with(' '));
    if is_attribute {
        return teller.running(line, &Origin::from(from), Role::Header);
    }
    let mut at = 0;
    while let Some(rest) = line.get(at..) {
        let rest = stretch(rest);
        let Some(next) = next_macro(near(rest)).or_else(|| next_macro(rest)) else {
            if rest.is_empty() || at + rest.len() == line.len() {
                break;
            }
            plain(rest, from + at, code, teller);
            at += rest.len();
            continue;
        };
        plain(rest.get(..next.start).unwrap_or_default(), from + at, code, teller);
        let target = rest.get(next.target.0..next.target.1).unwrap_or_default();
        let span = Span { start: from + at + next.target.0, end: from + at + next.target.1 };
        let text = rest.get(next.text.0..next.text.1).unwrap_or_default();
        teller.shown_link(Cow::Borrowed(target), span, next.role, shown(text));
        at += next.end;
    }
    plain(line.get(at..).unwrap_or_default(), from + at, code, teller);
}

/// As much of a line as is looked at together, so that a line without end takes no time without end.
fn stretch(line: &str) -> &str {
    let Some(head) = line.get(..line.len().min(STRETCH)) else {
        let end = (0..STRETCH).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0);
        return line.get(..end).unwrap_or_default();
    };
    if head.len() == line.len() { line } else { head.rfind(' ').and_then(|at| head.get(..=at)).unwrap_or(head) }
}

/// The beginning of a stretch up to a blank, which is looked at first: most often the next macro stands there.
fn near(stretch: &str) -> &str {
    let end = stretch.as_bytes().get(..NEAR).and_then(|head| memrchr(b' ', head));
    end.and_then(|end| stretch.get(..=end)).unwrap_or(stretch)
}

/// A macro in a line: where it begins and ends, its target and its text.
struct Macro {
    start: usize,
    target: (usize, usize),
    text: (usize, usize),
    end: usize,
    role: Role,
}

/// The next macro of a line, or URL with a text in brackets behind it.
fn next_macro(line: &str) -> Option<Macro> {
    let named = MACROS.iter().filter_map(|(name, role)| {
        let mut places = line.match_indices(name).map(|(at, _)| at).filter(|at| !is_in_word(line, *at));
        places.find_map(|start| {
            let mut target = start + name.len();
            target += usize::from(line.get(target..)?.starts_with(':'));
            bracketed(line, start, target, *role)
        })
    });
    let bare = links_in(line, &Options::default()).find_map(|(start, url)| {
        let end = url.find('[').map_or(start + url.len(), |at| start + at);
        let found = bracketed(line, start, start, Role::Link)?;
        (found.target.1 == end).then_some(found)
    });
    named.chain(bare).min_by_key(|found| found.start)
}

fn is_in_word(line: &str, at: usize) -> bool {
    line.get(..at).and_then(|before| before.chars().next_back()).is_some_and(|c| c.is_alphanumeric() || matches!(c, '\\' | ':' | '/'))
}

/// A target with a text in brackets behind it. `++` around a target keeps it from being read further.
fn bracketed(line: &str, start: usize, target: usize, role: Role) -> Option<Macro> {
    let rest = line.get(target..)?;
    let (skip, open) = match rest.strip_prefix("++") {
        Some(inner) => (2, inner.find("++[")? + 4),
        None => (0, rest.find('[')?),
    };
    let written = rest.get(skip..open - skip)?;
    if written.is_empty() || written.contains(char::is_whitespace) {
        return None;
    }
    let text = target + open + 1;
    let close = text + line.get(text..)?.find(']')?;
    Some(Macro { start, target: (target + skip, target + open - skip), text: (text, close), end: close + 1, role })
}

/// The words of a macro's text, without what is set behind them.
fn shown(text: &str) -> &str {
    match text.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) {
        Some((words, _)) => words,
        None => text.split(',').next().unwrap_or_default().trim_end_matches('^').trim(),
    }
}

/// Text without macros; what stands between backquotes is code.
fn plain(text: &str, from: usize, code: Code, teller: &mut Teller<'_>) {
    let mut at = from;
    for (number, part) in text.split('`').enumerate() {
        match (number % 2, code) {
            (1, Code::Skip) => {}
            (1, Code::Read) => teller.running(part, &Origin::from(at), Role::Code),
            _ => teller.running(part, &Origin::from(at), Role::Text),
        }
        at += part.len() + 1;
    }
}
