//! Markdown: no panic, spans are slices of the text, and they ascend.
#![no_main]

use libfuzzer_sys::fuzz_target;
use outlink::extract::format::Format;
use outlink::extract::found::Event;
use outlink::extract::reader::{Options, read_text};

fuzz_target!(|text: &str| {
    let mut last = 0;
    read_text(Format::Markdown, text, &Options::default(), &mut |event| {
        let Event::Link(link) = event else { return };
        let span = link.span.expect("the whole text is at hand");
        assert!(text.get(span.start..span.end).is_some() && span.start >= last);
        last = span.start;
    });
});
