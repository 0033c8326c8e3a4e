//! JSON, with or without comments: every string with its pointer.

use jsonc_parser::{Scanner, ScannerOptions, tokens::Token};

use super::pointer::{DEPTH_LIMIT, Pointer};
use super::value::{Roles, Source, comment, tell};
use super::written::{Style, Written};
use crate::extract::cursor::Cursor;
use crate::extract::found::{Event, Fault, FaultKind, Found, Role, See, Spot};
use crate::extract::reading::Options;
use crate::extract::running::links_in;
use crate::message::{Text, content as message};
use crate::source::Span;

/// The most bytes of the pointer of a fault.
const SHOWN_LIMIT: usize = 120;

/// Tells the links of the values and keys of a JSON text that begins at a line.
///
/// A text that breaks the rules is told as a fault; strings behind the break are still read, without pointers. Levels deeper than
/// [`DEPTH_LIMIT`] are read with the pointer of the deepest level that is told apart.
pub(in crate::extract) fn read(text: &str, first_line: u64, source: Source, options: &Options, see: See<'_>) {
    let scanning = ScannerOptions::default();
    let mut walk = Walk {
        text,
        options,
        source,
        cursor: Cursor::new(text, first_line),
        levels: Vec::new(),
        deep: 0,
        pointer: Pointer::default(),
        grammar: Grammar::Whole,
        see,
    };
    let mut scanner = Scanner::new(text, &scanning);
    loop {
        match scanner.scan() {
            Ok(Some(token)) => {
                walk.token(token, Span { start: scanner.token_start(), end: scanner.token_end() });
                if walk.grammar == Grammar::Lost {
                    return;
                }
            }
            Ok(None) => break,
            Err(_) => {
                let start = scanner.token_start();
                walk.broken(start);
                walk.rest(start);
                return;
            }
        }
    }
    walk.end();
}

/// One array or object around what is looked at.
enum Level {
    /// The number of the next item.
    Array(usize),
    /// What comes next.
    Object(Next),
}

enum Next {
    Key,
    Colon,
    Value,
}

/// Whether the text kept to the rules so far.
#[derive(PartialEq, Eq)]
enum Grammar {
    Whole,
    /// It did not, but there are strings to be read.
    Broken,
    /// It holds words outside of strings, and all that follows was read as running text.
    Lost,
}

struct Walk<'t, 's> {
    text: &'t str,
    options: &'t Options,
    source: Source,
    cursor: Cursor<'t>,
    levels: Vec<Level>,
    /// How many levels deeper than the bound.
    deep: u64,
    pointer: Pointer,
    grammar: Grammar,
    see: See<'s>,
}

impl Walk<'_, '_> {
    fn token(&mut self, token: Token<'_>, span: Span) {
        match token {
            Token::CommentLine(text) | Token::CommentBlock(text) => {
                let raw = self.text.get(span.start..span.end).unwrap_or_default();
                comment(raw, text, span, self.options, self.source, &mut self.cursor, self.see);
            }
            Token::String(value) if self.is_loose() => self.string(&value, span, Role::Value),
            Token::Word(_) if self.grammar == Grammar::Broken => self.lost(span.start),
            _ if self.grammar == Grammar::Broken => {}
            Token::OpenBrace | Token::OpenBracket if self.deep > 0 => self.deep += 1,
            Token::CloseBrace | Token::CloseBracket if self.deep > 0 => {
                self.deep -= 1;
                if self.deep == 0 {
                    self.done();
                }
            }
            _ if self.deep > 0 => {}
            Token::CloseBrace if matches!(self.levels.last(), Some(Level::Object(Next::Key))) => self.close(),
            Token::CloseBracket if matches!(self.levels.last(), Some(Level::Array(_))) => self.close(),
            Token::Comma => self.comma(span),
            Token::Colon => match self.levels.last_mut() {
                Some(Level::Object(next @ Next::Colon)) => *next = Next::Value,
                _ => self.broken(span.start),
            },
            Token::CloseBrace | Token::CloseBracket => self.broken(span.start),
            token => match self.levels.last_mut() {
                Some(Level::Object(next @ Next::Key)) => {
                    *next = Next::Colon;
                    self.key(&token, span);
                }
                Some(Level::Object(Next::Colon)) => {
                    self.broken(span.start);
                    self.token(token, span);
                }
                Some(Level::Object(Next::Value)) | None => self.value(token, span),
                Some(Level::Array(number)) => {
                    let number = *number;
                    self.pointer.enter_item(number);
                    self.value(token, span);
                }
            },
        }
    }

    /// Whether strings are read without a look at where they stand.
    fn is_loose(&self) -> bool {
        self.deep > 0 || self.grammar == Grammar::Broken
    }

    fn key(&mut self, token: &Token<'_>, span: Span) {
        match token {
            Token::String(key) => {
                self.pointer.enter_key(key);
                self.string(key, span, Role::Key);
            }
            Token::Word(key) | Token::Number(key) => self.pointer.enter_key(key),
            Token::Boolean(_) | Token::Null => self.pointer.enter_key(token.as_str()),
            _ => self.broken(span.start),
        }
    }

    fn value(&mut self, token: Token<'_>, span: Span) {
        match token {
            Token::OpenBrace | Token::OpenBracket if self.levels.len() >= DEPTH_LIMIT => {
                self.fault(FaultKind::Bound, message::too_deep(DEPTH_LIMIT), span);
                self.deep = 1;
            }
            Token::OpenBrace => self.levels.push(Level::Object(Next::Key)),
            Token::OpenBracket => self.levels.push(Level::Array(0)),
            Token::String(value) => {
                self.string(&value, span, Role::Value);
                self.done();
            }
            Token::Word(_) => {
                self.broken(span.start);
                self.lost(span.start);
            }
            _ => self.done(),
        }
    }

    /// A comma between two items or members. That the last may be followed by one is told by nobody.
    fn comma(&mut self, span: Span) {
        match self.levels.last_mut() {
            Some(Level::Array(_) | Level::Object(Next::Key)) => {}
            _ => self.broken(span.start),
        }
    }

    fn close(&mut self) {
        self.levels.pop();
        self.done();
    }

    /// Ends a value.
    fn done(&mut self) {
        match self.levels.last_mut() {
            Some(Level::Array(number)) => *number += 1,
            Some(Level::Object(next)) => *next = Next::Key,
            None => return,
        }
        self.pointer.out();
    }

    fn string(&mut self, value: &str, span: Span, role: Role) {
        let inner = Span { start: span.start + 1, end: span.end.saturating_sub(1) };
        let raw = self.text.get(inner.start..inner.end).unwrap_or_default();
        let pointer = self.pointer.told().filter(|_| self.grammar == Grammar::Whole);
        let spot = || Spot { pointer: pointer.clone(), ..Spot::default() };
        tell(Written::new(value, raw, Style::Escapes, inner.start), Roles::all(role), spot, self.options, self.source, &mut self.cursor, self.see);
    }

    fn broken(&mut self, at: usize) {
        if self.grammar == Grammar::Whole {
            self.grammar = Grammar::Broken;
            self.fault(FaultKind::Malformed, message::malformed("JSON"), Span { start: at, end: at });
        }
    }

    fn lost(&mut self, at: usize) {
        self.grammar = Grammar::Lost;
        self.rest(at);
    }

    /// Reads the rest as running text.
    fn rest(&mut self, from: usize) {
        for (start, url) in links_in(self.text.get(from..).unwrap_or_default(), self.options) {
            let span = Span { start: from + start, end: from + start + url.len() };
            let place = self.cursor.place(span);
            (self.see)(Event::Link(Found::at(url.into(), Role::Text, place, (self.source == Source::Whole).then_some(span))));
        }
    }

    fn end(&mut self) {
        if self.grammar == Grammar::Whole && !(self.levels.is_empty() && self.deep == 0) {
            let end = self.text.len();
            self.fault(FaultKind::Cut, message::cut_short("JSON"), Span { start: end, end });
        }
    }

    fn fault(&mut self, kind: FaultKind, sentence: Text, span: Span) {
        let place = Some(self.cursor.place(span));
        let spot = Spot { pointer: self.pointer.told().filter(|pointer| pointer.len() <= SHOWN_LIMIT), ..Spot::default() };
        (self.see)(Event::Fault(Fault { kind, sentence, place, spot }));
    }
}
