//! HTML, whole and as it comes: no panic, spans are slices of the text, and they ascend.
#![no_main]

use libfuzzer_sys::fuzz_target;
use outlink::extract::format::Format;
use outlink::extract::found::Event;
use outlink::extract::reader::{Options, read_stream, read_text};

fuzz_target!(|text: &str| {
    let mut last = 0;
    read_text(Format::Html, text, &Options::default(), &mut |event| {
        let Event::Link(link) = event else { return };
        let span = link.span.expect("the whole text is at hand");
        assert!(text.get(span.start..span.end).is_some() && span.start >= last);
        last = span.start;
    });
    let mut parts = Vec::new();
    read_stream(Format::Html, text.as_bytes(), &Options::default(), &mut |event| parts.push(format!("{event:?}"))).expect("bytes at hand can be read");
    let mut whole = Vec::new();
    read_text(Format::Html, text, &Options::default(), &mut |event| whole.push(format!("{event:?}")));
    assert!(whole == parts, "a stream gives what the whole gives");
});
