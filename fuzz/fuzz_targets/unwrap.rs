//! Every encoding of a target and the links of Android apps: no panic, and no target without a bound.
#![no_main]

use libfuzzer_sys::fuzz_target;
use outlink::canon::canonicalise;
use outlink::unwrap::spec::Encoding;
use outlink::unwrap::{decode, intent};

fuzz_target!(|text: &str| {
    for encoding in Encoding::NAMES.iter().filter_map(|name| Encoding::parse(name)) {
        let length = decode::decode(text, encoding).map_or(0, |target| target.len());
        assert!(length <= 4 * text.len() + 16);
    }
    for link in [text.to_owned(), format!("intent://{text}"), format!("intent://a#Intent;{text}"), format!("android-app://{text}")] {
        if let Ok(url) = &canonicalise(&link).url
            && intent::is_intent(url)
        {
            assert!(intent::targets(url).len() <= 2);
        }
    }
});
