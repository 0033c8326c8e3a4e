//! Links of a running text: no panic, spans in order, each a slice of the text, none beyond what the options ask for.
#![no_main]

use libfuzzer_sys::fuzz_target;
use outlink::extract::scan::found::Form;
use outlink::extract::scan::links;
use outlink::extract::scan::options::{Look, Options};

fuzz_target!(|text: &str| {
    for options in [Options::LINT, Options::LIBERAL, Options::SCHEMES, Options { code: Look::Skip, ..Options::LINT }] {
        let mut end = 0;
        for found in links(text, &options) {
            assert!(found.start >= end && found.start < found.end && text.get(found.start..found.end).is_some());
            assert!(found.form != Form::Mail || options.mail == Look::Find);
            assert!(found.form != Form::Obfuscated || options.disguised == Look::Find);
            end = found.end;
        }
    }
});
