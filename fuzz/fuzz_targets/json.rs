//! JSON, JSON Lines, YAML and TOML: any text is read, never to a panic, and spans slice it in order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use outlink::extract::format::Format;
use outlink::extract::found::Event;
use outlink::extract::reader::{Options, read_text};

fuzz_target!(|text: &str| {
    for format in [Format::Json, Format::Jsonl, Format::Yaml, Format::Toml] {
        let mut last = 0;
        read_text(format, text, &Options::default(), &mut |event| {
            if let Event::Link(found) = event
                && let Some(span) = found.span
            {
                assert!(text.get(span.start..span.end).is_some());
                assert!(span.start >= last);
                last = span.start;
            }
        });
    }
});
