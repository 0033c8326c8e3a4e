//! How the lines of plain blocks begin.

use smallvec::SmallVec;

/// How deep lists may be in each other.
const DEPTH: usize = 8;
/// The most blanks behind the mark of an item; behind more, code begins.
const MOST_BLANKS: usize = 4;
/// The most digits of the mark of an item (`CommonMark` 0.31, list items).
const MOST_DIGITS: usize = 9;

/// How a line begins, with the byte at which its words do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// With words, which go on those of the line before.
    Words(usize),
    Heading(usize),
    /// With an item of a list.
    Item(usize),
    Quote(usize),
}

/// An item that is open.
#[derive(Debug, Clone, Copy)]
struct Item {
    /// The column at which its words begin.
    column: usize,
    /// The last character of its mark.
    mark: u8,
}

/// The items that are open, the outermost first.
#[derive(Debug, Default)]
pub(super) struct Lists(SmallVec<[Item; DEPTH]>);

impl Lists {
    pub(super) fn are_closed(&self) -> bool {
        self.0.is_empty()
    }
}

/// How the line that begins at a byte begins; `None` where that is not plain.
pub(super) fn of_line(bytes: &[u8], line: usize, lists: &mut Lists, is_first: bool) -> Option<Start> {
    let rest = bytes.get(line..)?;
    match rest.first()? {
        b'#' => heading(rest, line, lists),
        b'>' if is_first || lists.are_closed() => quote(rest, line),
        b' ' if !lists.are_closed() => item(rest, line, lists, is_first),
        b'-' | b'+' | b'*' | b'0'..=b'9' => match item(rest, line, lists, is_first) {
            None if mark(rest).is_none() => words(rest).then_some(Start::Words(line)),
            item => item,
        },
        _ => words(rest).then_some(Start::Words(line)),
    }
}

/// The end of a line that is nothing but a rule: three marks or more.
pub(super) fn rule(bytes: &[u8], line: usize) -> Option<usize> {
    let rest = bytes.get(line..)?;
    let mark = *rest.first().filter(|mark| matches!(mark, b'-' | b'*' | b'_'))?;
    let length = rest.iter().take_while(|byte| **byte == mark).count();
    let end = super::blank_line(bytes, line + length)?;
    (length >= 3).then_some(end)
}

fn heading(rest: &[u8], line: usize, lists: &mut Lists) -> Option<Start> {
    let hashes = rest.iter().take_while(|byte| **byte == b'#').count();
    let blanks = rest.get(hashes..)?.iter().take_while(|byte| **byte == b' ').count();
    let first = rest.get(hashes + blanks)?;
    match (hashes, blanks) {
        (1..=6, 1..) if !matches!(first, b'\n' | b'\r' | b'\t' | b'#') => {
            lists.0.clear();
            Some(Start::Heading(line + hashes + blanks))
        }
        // Words that begin with a hash.
        (_, 0) if !matches!(first, b'\n' | b'\r' | b'\t') => Some(Start::Words(line)),
        _ => None,
    }
}

fn quote(rest: &[u8], line: usize) -> Option<Start> {
    let blanks = usize::from(rest.get(1) == Some(&b' '));
    let content = rest.get(1 + blanks..)?;
    // A note of a kind: `> [!NOTE]`.
    let is_plain = words(content) && !content.starts_with(b"#") && !content.starts_with(b"[!") && mark(content).is_none();
    is_plain.then_some(Start::Quote(line + 1 + blanks))
}

/// The length of the mark of an item, a blank behind it.
fn mark(rest: &[u8]) -> Option<usize> {
    let digits = rest.iter().take(MOST_DIGITS + 1).take_while(|byte| byte.is_ascii_digit()).count();
    let length = match rest.get(digits)? {
        b'-' | b'+' | b'*' if digits == 0 => 1,
        b'.' | b')' if (1..=MOST_DIGITS).contains(&digits) => digits + 1,
        _ => return None,
    };
    matches!(rest.get(length), None | Some(b' ' | b'\t' | b'\n' | b'\r')).then_some(length)
}

fn item(rest: &[u8], line: usize, lists: &mut Lists, is_first: bool) -> Option<Start> {
    let indent = rest.iter().take_while(|byte| **byte == b' ').count();
    let rest = rest.get(indent..)?;
    let length = mark(rest)?;
    let content = rest.get(length..)?;
    let blanks = content.iter().take_while(|byte| **byte == b' ').count();
    let content = content.get(blanks..)?;
    let is_task = matches!(content, [b'[', b' ' | b'x' | b'X', b']', ..]);
    if !(1..=MOST_BLANKS).contains(&blanks) || !words(content) || content.starts_with(b"#") || is_task || mark(content).is_some() {
        return None;
    }
    let last = *rest.get(length - 1)?;
    let mut closed = None;
    while lists.0.last().is_some_and(|item| item.column > indent) {
        closed = lists.0.pop();
    }
    let outer = lists.0.last().map_or(0, |item| item.column);
    let goes_on = closed.is_some_and(|item| item.mark == last);
    // A number other than one begins no list in the midst of words.
    let may_begin = is_first || goes_on || length == 1 || rest.starts_with(b"1") && length == 2;
    if indent - outer > 3 || lists.0.len() == DEPTH || !may_begin {
        return None;
    }
    lists.0.push(Item { column: indent + length + blanks, mark: last });
    Some(Start::Item(line + indent + length + blanks))
}

/// Whether a text begins with words: with nothing that is the mark of a block, of its end or of a table.
fn words(rest: &[u8]) -> bool {
    match rest {
        [] | [b' ' | b'\t' | b'\n' | b'\r' | b'>' | b'<' | b'|' | b'=' | b'~' | b'_' | b'+', ..] | [b'`', b'`', ..] => false,
        // Emphasis; what may be a rule is no emphasis.
        [b'*', next, ..] => !matches!(next, b' ' | b'\t' | b'\n' | b'\r'),
        [b':', next, ..] => !matches!(next, b'-' | b' ' | b'|' | b':' | b'\t'),
        [b'-', next, ..] => !matches!(next, b' ' | b'\t') && is_no_line_of_table(rest),
        _ => true,
    }
}

/// Whether a line has more in it than rules and the second lines of tables and headings do.
fn is_no_line_of_table(rest: &[u8]) -> bool {
    let line = rest.iter().take_while(|byte| **byte != b'\n');
    line.into_iter().any(|byte| !matches!(byte, b'-' | b'|' | b':' | b' ' | b'\t' | b'\r'))
}
