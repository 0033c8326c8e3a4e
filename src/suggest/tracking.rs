//! Parameters that only tell where a visitor came from.
//!
//! None of them chooses what a page shows, and none credits a sale: leaving out whom a link pays would be another link.

use crate::canon::CanonicalUrl;

/// A parameter that only tracks, with a source for that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tracker {
    /// The name of the parameter, as it is after decoding.
    pub name: &'static str,
    /// Where it is told to be left out on every site.
    pub source: &'static str,
}

const BRAVE: &str = "https://github.com/brave/adblock-lists/blob/master/brave-lists/clean-urls.json";
const DUCKDUCKGO: &str = "https://github.com/duckduckgo/privacy-reference-tests/tree/main/url-parameters";

/// Every parameter that is known only to track.
pub const TRACKERS: &[Tracker] = &[
    Tracker { name: "utm_source", source: BRAVE },
    Tracker { name: "utm_medium", source: BRAVE },
    Tracker { name: "utm_campaign", source: BRAVE },
    Tracker { name: "utm_term", source: BRAVE },
    Tracker { name: "utm_content", source: BRAVE },
    Tracker { name: "utm_id", source: BRAVE },
    Tracker { name: "gclid", source: BRAVE },
    Tracker { name: "gbraid", source: BRAVE },
    Tracker { name: "wbraid", source: BRAVE },
    Tracker { name: "yclid", source: BRAVE },
    Tracker { name: "mtm_source", source: BRAVE },
    Tracker { name: "mtm_medium", source: BRAVE },
    Tracker { name: "mtm_campaign", source: BRAVE },
    Tracker { name: "msclkid", source: DUCKDUCKGO },
    Tracker { name: "fbclid", source: DUCKDUCKGO },
];

/// The query of a URL without what only tracks; `None` where nothing is to be left out.
#[must_use]
pub fn without_trackers(url: &CanonicalUrl<'_>) -> Option<String> {
    let query = url.query()?;
    let is_tracker = |pair: &&str| TRACKERS.iter().any(|tracker| pair.split('=').next() == Some(tracker.name));
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_tracker(pair)).collect();
    (kept.len() < query.split('&').count()).then(|| kept.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::canonicalise;

    #[test]
    fn only_whole_names_are_left_out() {
        let rows = [
            ("https://a.cn/?utm_source=x", Some("")),
            ("https://a.cn/?id=1&utm_source=x&b=2", Some("id=1&b=2")),
            ("https://a.cn/?gclid=1&id=utm_source", Some("id=utm_source")),
            ("https://a.cn/?my_utm_source=x", None),
            ("https://a.cn/?id=1&tag=seller-20", None),
            ("https://a.cn/", None),
        ];
        for (link, query) in rows {
            let canonical = canonicalise(link);
            assert_eq!(without_trackers(canonical.url.as_ref().unwrap()).as_deref(), query, "{link}");
        }
    }
}
