//! Users' lists: any bytes are read in every format, never to a panic, and every unusable line has its place.
#![no_main]

use libfuzzer_sys::fuzz_target;
use outlink::canon;
use outlink::classify::hosts::HostTable;
use outlink::list::{self, Format, Naming, Request, Shelf, Target};
use outlink::suffix::CompiledIn;

/// Every path holds the same bytes.
struct OneFile<'b>(&'b [u8]);

impl Shelf for OneFile<'_> {
    fn bytes(&mut self, path: &str) -> Result<Option<(String, Vec<u8>)>, String> {
        Ok(Some((path.to_owned(), self.0.to_vec())))
    }

    fn names(&mut self, _folder: &str) -> Result<Vec<String>, String> {
        Ok(vec!["a".to_owned(), "b".to_owned()])
    }
}

fuzz_target!(|input: (&[u8], Option<&str>)| {
    let (bytes, entry) = input;
    for format in Format::ALL {
        let request = Request { entry: entry.map(str::to_owned), ..Request::plain(*format) };
        let mut table = HostTable::default();
        let target = Target { table: &mut table, bit: 1, suffixes: &CompiledIn, naming: Naming::Hosts };
        let loaded = list::read(&request, "a/b", &mut OneFile(bytes), target);
        let url = canon::canonicalise("https://a.b.example/x/y?k=v").url.expect("it is a URL");
        let _ = table.lookup("a.b.example", &url);
        if let Ok(loaded) = loaded {
            assert!(loaded.examples.iter().all(|example| example.file.text.get(example.span.start..example.span.end).is_some()));
        }
    }
});
