//! Canonical form: the quick roads equal the slow one, and canonical form is stable.
#![no_main]

use libfuzzer_sys::fuzz_target;
use outlink::canon::{canonicalise, fast, mend, slow};

fuzz_target!(|text: &str| {
    if let Some(proved) = fast::canonical(text) {
        assert_eq!(Ok(proved.into_owned()), slow::canonicalise(text).url);
    }
    // A line of a block is proved as it is by itself.
    if !text.contains(['\n', '\r']) {
        let in_block = fast::scan(format!("{text}\nhttps://a.example/").as_bytes()).filter(|proved| proved.end() == text.len());
        assert_eq!(in_block, fast::proved(text));
    }
    if let Some(mended) = mend::canonical(text) {
        assert_eq!(mended, slow::canonicalise(text));
    }
    if let Ok(url) = canonicalise(text).url {
        let again = canonicalise(url.as_str()).url;
        assert_eq!(again.as_ref().map(|again| again.as_str()), Ok(url.as_str()));
    }
});
