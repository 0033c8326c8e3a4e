//! What readers tell, as lines.

use std::sync::Arc;

use outlink::classify::builtin;
use outlink::classify::find_codes::CodeFinder;
use outlink::extract::format::Format;
use outlink::extract::found::{Event, Place};
use outlink::extract::reader::{Options, read_bytes, read_text};
use outlink::suffix::CompiledIn;

/// An event as a line: `value https://a.cn/ 1:8-22 (pointer /url) [shown]`.
pub(crate) fn line(event: &Event<'_>) -> String {
    let place = |place: Option<Place>| place.map_or_else(String::new, |place| format!(" {}:{}", place.line, place.column));
    let spot = |spot: &outlink::extract::found::Spot| {
        let inner = spot.inner.as_ref().map_or_else(String::new, |inner| format!(" in {inner}"));
        let text = spot.to_string();
        if text.is_empty() { inner } else { format!("{inner} ({text})") }
    };
    match event {
        Event::Link(found) => {
            let shown = found.shown.as_ref().map_or_else(String::new, |shown| format!(" [{shown}]"));
            format!("{} {}{}{}{shown}", found.role.as_str(), found.text, place(found.place), spot(&found.spot))
        }
        Event::Comment(comment) => format!("comment {}{}", comment.text.trim(), place(Some(comment.place))),
        Event::Fault(fault) => format!("fault {}{}{}", fault.kind.as_str(), place(fault.place), spot(&fault.spot)),
    }
}

/// What a text holds.
pub(crate) fn text(format: Format, text: &str, columns: &[String]) -> Vec<String> {
    let options = Options { columns: columns.to_vec(), ..Options::default() };
    let mut told = Vec::new();
    read_text(format, text, &options, &mut |event| told.push(line(&event)));
    told
}

/// What bytes hold, with the codes that the built-in catalog knows.
pub(crate) fn with_codes(format: Format, bytes: &[u8]) -> Vec<String> {
    let finder = CodeFinder::new(&builtin::catalog(&CompiledIn).unwrap());
    let options = Options { codes: Some(Arc::new(finder)), ..Options::default() };
    let mut told = Vec::new();
    read_bytes(format, bytes, &options, &mut |event| told.push(line(&event)));
    told
}

/// What bytes hold.
pub(crate) fn bytes(format: Format, bytes: &[u8]) -> Vec<String> {
    let mut told = Vec::new();
    read_bytes(format, bytes, &Options::default(), &mut |event| told.push(line(&event)));
    told
}
