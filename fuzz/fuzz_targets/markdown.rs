//! Markdown: no panic, spans are slices of the text, they ascend, and plain blocks are read as the parser reads them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use outlink::extract::format::Format;
use outlink::extract::found::Event;
use outlink::extract::reader::{Options, read_text};

/// A definition that nothing names changes nothing, but documents with definitions are read by the parser alone.
const DEFINITION: &str = "[9f1c-unused]: x\n\n";

/// What is told of a text, as if it began behind so many bytes.
fn told(text: &str, before: usize) -> Vec<String> {
    let mut told = Vec::new();
    let mut last = 0;
    read_text(Format::Markdown, text, &Options::default(), &mut |event| {
        let Event::Link(link) = event else { return };
        let span = link.span.expect("the whole text is at hand");
        assert!(text.get(span.start..span.end).is_some() && span.start >= last);
        last = span.start;
        if let Some(start) = span.start.checked_sub(before) {
            let column = link.place.map(|place| place.column);
            told.push(format!("{start} {column:?} {:?} {:?} {:?} {:?}", link.role, link.text, link.shown, link.resolved));
        }
    });
    told
}

fuzz_target!(|text: &str| {
    let defining = [DEFINITION, text].concat();
    assert_eq!(told(text, 0), told(&defining, DEFINITION.len()), "{text}");
});
