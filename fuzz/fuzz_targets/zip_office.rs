//! Packages, documents, workbooks, mail and pictures: any bytes are read, never to a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use outlink::extract::format::Format;
use outlink::extract::reader::{Options, read_bytes};

fuzz_target!(|bytes: &[u8]| {
    for format in [Format::Zip, Format::Docx, Format::Xlsx, Format::Eml, Format::Picture] {
        read_bytes(format, bytes, &Options::default(), &mut |_| {});
    }
});
