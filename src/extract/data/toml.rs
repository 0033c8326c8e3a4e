//! TOML: every string with its pointer, and comments.

use ::toml::de::{DeTable, DeValue};
use toml_parser::lexer::TokenKind;

use super::pointer::Pointer;
use super::value::{Roles, Source, comment, tell};
use super::written::{Style, Written};
use crate::extract::cursor::Cursor;
use crate::extract::found::{Event, Fault, FaultKind, Role, See, Spot};
use crate::extract::reading::Options;
use crate::message::content as message;
use crate::source::Span;

/// Tells the links of the values and keys of a TOML text, and its comments.
///
/// What breaks the rules is told as a fault. What the parser passed over for it is read as running text.
pub(in crate::extract) fn read(text: &str, options: &Options, see: See<'_>) {
    let (document, errors) = DeTable::parse_recoverable(text);
    let mut items = Vec::new();
    collect_table(document.get_ref(), &mut Pointer::default(), &mut items);
    items.sort_by_key(|item| item.span);
    let mut cursor = Cursor::new(text, 1);
    let mut faults = errors.iter().map(|error| error.span().map_or(Span::default(), Span::from)).collect::<Vec<_>>();
    faults.sort_unstable();
    faults.dedup_by_key(|span| span.start);
    let mut items = items.into_iter().peekable();
    let mut faults = faults.into_iter().peekable();
    for token in toml_parser::Source::new(text).lex() {
        let span = Span { start: token.span().start(), end: token.span().end() };
        while let Some(at) = faults.next_if(|at| at.start < span.end || span.start >= text.len()) {
            let place = Some(cursor.place(at));
            see(Event::Fault(Fault { kind: FaultKind::Malformed, sentence: message::malformed("TOML"), place, spot: Spot::default() }));
        }
        // Keys and values of which the parser made nothing are strings all the same.
        let item = loop {
            match items.next_if(|item| item.span.start < span.end) {
                Some(item) if item.span.start >= span.start => break Some(item),
                Some(_) => {}
                None => break None,
            }
        };
        tell_token(text, token.kind(), span, item, (&mut cursor, options), see);
    }
}

/// A string of the document.
struct Item<'d> {
    span: Span,
    text: &'d str,
    role: Role,
    pointer: Option<String>,
}

fn tell_token(text: &str, kind: TokenKind, span: Span, item: Option<Item<'_>>, (cursor, options): (&mut Cursor<'_>, &Options), see: See<'_>) {
    let raw = text.get(span.start..span.end).unwrap_or_default();
    match (kind, item) {
        (TokenKind::Comment, _) => {
            comment(raw, raw.trim_start_matches('#'), span, options, Source::Whole, cursor, see);
        }
        (_, Some(item)) => {
            let (inner, style, from) = unquoted(raw);
            let spot = || Spot { pointer: item.pointer.clone(), ..Spot::default() };
            tell(Written::new(item.text, inner, style, span.start + from), Roles::all(item.role), spot, options, Source::Whole, cursor, see);
        }
        (TokenKind::BasicString | TokenKind::LiteralString | TokenKind::MlBasicString | TokenKind::MlLiteralString | TokenKind::Atom, None) => {
            let (inner, _, from) = unquoted(raw);
            tell(Written::new(inner, inner, Style::Plain, span.start + from), Roles::all(Role::Text), Spot::default, options, Source::Whole, cursor, see);
        }
        _ => {}
    }
}

/// What stands between the quotes of a string, how it is written, and how long the quote before it is.
fn unquoted(raw: &str) -> (&str, Style, usize) {
    for (quote, style) in [("\"\"\"", Style::Escapes), ("'''", Style::Plain), ("\"", Style::Escapes), ("'", Style::Plain)] {
        if let Some(inner) = raw.strip_prefix(quote) {
            return (inner.strip_suffix(quote).unwrap_or(inner), style, quote.len());
        }
    }
    (raw, Style::Plain, 0)
}

/// The strings of a table; the parser bounds how deep tables stand in each other.
fn collect_table<'d>(table: &'d DeTable<'d>, pointer: &mut Pointer, items: &mut Vec<Item<'d>>) {
    for (key, value) in table {
        pointer.enter_key(key.get_ref());
        items.push(Item { span: key.span().into(), text: key.get_ref(), role: Role::Key, pointer: pointer.told() });
        collect_value(value.get_ref(), value.span().into(), pointer, items);
        pointer.out();
    }
}

fn collect_value<'d>(value: &'d DeValue<'d>, span: Span, pointer: &mut Pointer, items: &mut Vec<Item<'d>>) {
    match value {
        DeValue::String(text) => items.push(Item { span, text, role: Role::Value, pointer: pointer.told() }),
        DeValue::Table(table) => collect_table(table, pointer, items),
        DeValue::Array(array) => {
            for (number, value) in array.iter().enumerate() {
                pointer.enter_item(number);
                collect_value(value.get_ref(), value.span().into(), pointer, items);
                pointer.out();
            }
        }
        _ => {}
    }
}
