//! YAML: every scalar with its pointer, and comments. Aliases are not followed, so nothing is read twice.

use memchr::memchr;
use saphyr_parser::{Event as Parsed, Marker, Parser, ScalarStyle};

use super::pointer::{DEPTH_LIMIT, Pointer};
use super::value::{Roles, Source, comment, tell};
use super::written::{Style, Written};
use crate::extract::cursor::Cursor;
use crate::extract::found::{Event, Fault, FaultKind, Found, Role, See, Spot};
use crate::extract::reading::Options;
use crate::extract::running::links_in;
use crate::message::{Text, content as message};
use crate::source::Span;

/// Tells the links of the scalars of all documents of a YAML text, and its comments.
///
/// Where the text breaks the rules, a fault is told and the rest is read as running text. Levels deeper than [`DEPTH_LIMIT`] are
/// read with the pointer of the deepest level that is told apart.
pub(in crate::extract) fn read(text: &str, options: &Options, see: See<'_>) {
    let told = Teller { text, options, cursor: Cursor::new(text, 1), done: 0, see };
    let mut walk = Walk { told, levels: Vec::new(), deep: 0, deep_role: Role::Value, pointer: Pointer::default() };
    let mut bytes = Bytes { text, at: 0, index: 0 };
    for parsed in Parser::new_from_str(text) {
        match parsed {
            Ok((event, span)) => walk.event(event, Span { start: bytes.of(span.start), end: bytes.of(span.end) }),
            Err(error) => {
                walk.told.fault(FaultKind::Malformed, message::malformed("YAML"), bytes.of(*error.marker()));
                walk.told.rest();
                return;
            }
        }
    }
    walk.told.comments(text.len());
}

/// From characters to bytes, going forward.
struct Bytes<'t> {
    text: &'t str,
    at: usize,
    index: usize,
}

impl Bytes<'_> {
    fn of(&mut self, marker: Marker) -> usize {
        if marker.index() < self.index {
            (self.at, self.index) = (0, 0);
        }
        let rest = self.text.get(self.at..).unwrap_or_default();
        let further = marker.index() - self.index;
        let forward = rest.char_indices().nth(further).map_or(rest.len(), |(at, _)| at);
        self.at += forward;
        self.index = marker.index();
        self.at
    }
}

/// A sequence with the number of its next item, or a mapping with what its next node is.
enum Level {
    Sequence(usize),
    Mapping(Role),
}

struct Walk<'t, 's> {
    told: Teller<'t, 's>,
    /// The collections around what is looked at, each with whether it is a key itself.
    levels: Vec<(Level, Role)>,
    /// How many levels deeper than the bound, and what the outermost of them is.
    deep: u64,
    deep_role: Role,
    pointer: Pointer,
}

impl Walk<'_, '_> {
    fn event(&mut self, event: Parsed<'_>, span: Span) {
        match event {
            Parsed::DocumentStart(_) => {
                self.levels.clear();
                self.deep = 0;
                self.pointer = Pointer::default();
            }
            Parsed::Scalar(text, style, ..) => {
                let role = self.enter(&text);
                self.told.scalar(&text, style, span, role, &self.pointer);
                self.leave(role);
            }
            Parsed::Alias(_) => {
                let role = self.enter("");
                self.leave(role);
            }
            Parsed::SequenceStart(..) => self.open(Level::Sequence(0), span),
            Parsed::MappingStart(..) => self.open(Level::Mapping(Role::Key), span),
            Parsed::SequenceEnd | Parsed::MappingEnd => self.close(),
            _ => {}
        }
    }

    /// Goes to the next node, and tells what it is.
    fn enter(&mut self, text: &str) -> Role {
        match self.levels.last_mut() {
            _ if self.deep > 0 => Role::Value,
            Some((Level::Mapping(next @ Role::Key), _)) => {
                *next = Role::Value;
                self.pointer.enter_key(text);
                Role::Key
            }
            Some((Level::Sequence(number), _)) => {
                self.pointer.enter_item(*number);
                *number += 1;
                Role::Value
            }
            _ => Role::Value,
        }
    }

    /// Ends a node; the value of a key is still to come.
    fn leave(&mut self, role: Role) {
        if self.deep > 0 || role == Role::Key {
            return;
        }
        match self.levels.last_mut() {
            Some((Level::Mapping(next), _)) => *next = Role::Key,
            Some(_) => {}
            None => return,
        }
        self.pointer.out();
    }

    /// Goes into a collection. One that is a key has the empty name.
    fn open(&mut self, level: Level, span: Span) {
        let role = self.enter("");
        if self.deep == 0 && self.levels.len() < DEPTH_LIMIT {
            self.levels.push((level, role));
            return;
        }
        if self.deep == 0 {
            self.deep_role = role;
            self.told.fault(FaultKind::Bound, message::too_deep(DEPTH_LIMIT), span.start);
        }
        self.deep += 1;
    }

    fn close(&mut self) {
        let role = match self.deep {
            0 => self.levels.pop().map_or(Role::Value, |(_, role)| role),
            _ => {
                self.deep -= 1;
                self.deep_role
            }
        };
        self.leave(role);
    }
}

struct Teller<'t, 's> {
    options: &'t Options,
    text: &'t str,
    cursor: Cursor<'t>,
    /// Everything before this byte has been told.
    done: usize,
    see: See<'s>,
}

impl Teller<'_, '_> {
    fn scalar(&mut self, text: &str, style: ScalarStyle, span: Span, role: Role, pointer: &Pointer) {
        if span.start < self.done {
            return;
        }
        self.comments(span.start);
        self.done = self.done.max(span.end);
        let raw = self.text.get(span.start..span.end).unwrap_or_default();
        let (style, before) = match style {
            ScalarStyle::SingleQuoted => (Style::Doubled('\''), 1),
            ScalarStyle::DoubleQuoted => (Style::Escapes, 1),
            ScalarStyle::Literal | ScalarStyle::Folded | ScalarStyle::Plain => (Style::Plain, 0),
        };
        let end = raw.len() - usize::from(before == 1 && raw.len() > 1 && raw.ends_with(['"', '\'']));
        let inner = raw.get(before..end).unwrap_or_default();
        let spot = || Spot { pointer: pointer.told(), ..Spot::default() };
        tell(Written::new(text, inner, style, span.start + before), Roles::all(role), spot, self.options, Source::Whole, &mut self.cursor, self.see);
    }

    /// Tells the comments up to a byte, from the end of the scalar before: `#` at the beginning of a line or behind a blank.
    fn comments(&mut self, until: usize) {
        while let Some(at) = self.text.as_bytes().get(self.done..until).and_then(|between| memchr(b'#', between)) {
            let at = self.done + at;
            let before = at.checked_sub(1).and_then(|before| self.text.as_bytes().get(before));
            if before.is_some_and(|byte| !byte.is_ascii_whitespace()) {
                self.done = at + 1;
                continue;
            }
            let rest = self.text.get(at..).unwrap_or_default();
            let line = rest.get(..memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())).unwrap_or(rest).trim_end_matches('\r');
            let span = Span { start: at, end: at + line.len() };
            comment(line, line.trim_start_matches('#'), span, self.options, Source::Whole, &mut self.cursor, self.see);
            self.done = span.end;
        }
        self.done = self.done.max(until);
    }

    fn fault(&mut self, kind: FaultKind, sentence: Text, at: usize) {
        let place = Some(self.cursor.place(Span { start: at, end: at }));
        (self.see)(Event::Fault(Fault { kind, sentence, place, spot: Spot::default() }));
    }

    /// Reads what has not been told as running text.
    fn rest(&mut self) {
        let from = self.done;
        for (start, url) in links_in(self.text.get(from..).unwrap_or_default(), self.options) {
            let span = Span { start: from + start, end: from + start + url.len() };
            let place = self.cursor.place(span);
            (self.see)(Event::Link(Found::at(url.into(), Role::Text, place, Some(span))));
        }
    }
}
