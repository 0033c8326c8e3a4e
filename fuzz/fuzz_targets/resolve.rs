//! What servers and cache files say: pages that lead on, and caches that read back what they wrote.
#![no_main]

use libfuzzer_sys::fuzz_target;
use outlink::resolve::cache::Cache;
use outlink::resolve::refresh;
use outlink::source::SourceFile;

fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = refresh::of_page(bytes) {
        assert!(!target.is_empty());
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(cache) = Cache::parse(&SourceFile::new("fuzz", text)) {
        let written = cache.write();
        assert_eq!(Cache::parse(&SourceFile::new("fuzz", &written)).as_ref(), Ok(&cache));
    }
});
