//! Tables: any text is read as comma- and tab-separated values, never to a panic, with places that ascend.
#![no_main]

use libfuzzer_sys::fuzz_target;
use outlink::extract::format::Format;
use outlink::extract::found::Event;
use outlink::extract::reader::{Options, read_text};

fuzz_target!(|input: (&str, Vec<String>)| {
    let (text, columns) = input;
    let options = Options { columns, ..Options::default() };
    for format in [Format::Csv, Format::Tsv] {
        read_text(format, text, &options, &mut |event| {
            if let Event::Link(found) = event {
                assert!(found.place.is_some() && found.spot.cell.is_some());
            }
        });
    }
});
