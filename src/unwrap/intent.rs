//! Links that start an Android app: `intent://` with the app in its fragment, and `android-app://`.
//!
//! The forms are those of Chrome's "Android intents" page and of Android's `Intent.toUri`.

use std::borrow::Cow;

use super::{Targets, decode};
use crate::canon::CanonicalUrl;
use crate::canon::scheme::begins_with_host;
use crate::suffix::is_top_level;

/// Whether a link is one of those this file reads.
#[must_use]
pub fn is_intent(url: &CanonicalUrl<'_>) -> bool {
    matches!(url.scheme(), "intent" | "android-app")
}

/// What an intent link leads to: the link the app is given, and the page for browsers without the app.
///
/// Without a scheme of its own the app is named by its package, as `android-app://package`.
#[must_use]
pub fn targets(url: &CanonicalUrl<'_>) -> Targets {
    let Some(rest) = url.as_str().split_once(':').map(|(_, rest)| rest) else { return Targets::new() };
    if url.scheme() == "android-app" {
        return in_path(rest).into_iter().collect();
    }
    let (data, extras) = rest.split_once("#Intent;").unwrap_or((rest, ""));
    let value = |name: &str| extras.split(';').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).filter(|value| !value.is_empty());
    let app = match (value("scheme"), value("package")) {
        (Some(scheme), _) => Some(format!("{scheme}:{data}")),
        (None, Some(package)) => Some(format!("android-app://{package}")),
        (None, None) => None,
    };
    let fallback = value("S.browser_fallback_url").and_then(|page| decode::decode(page, super::spec::Encoding::Percent)).map(Cow::into_owned);
    // Without a scheme the data may still be a page: a browser that the package names would open it.
    let is_page = value("scheme").is_none() && data.strip_prefix("//").is_some_and(|host| begins_with_host(host, is_top_level));
    let page = is_page.then(|| format!("https:{data}"));
    page.into_iter().chain(app).chain(fallback).collect()
}

/// `//package/scheme/host/path` as `scheme://host/path`.
fn in_path(rest: &str) -> Option<String> {
    let (_, link) = rest.trim_start_matches('/').split_once('/')?;
    let (scheme, rest) = link.split_once('/')?;
    (!scheme.is_empty() && !rest.is_empty()).then(|| format!("{scheme}://{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::canonicalise;

    #[test]
    fn intents_name_the_link_of_the_app_and_the_fallback() {
        for (link, expected) in [
            (
                "intent://a.cn/b?c=1#Intent;scheme=https;package=com.a;S.browser_fallback_url=https%3A%2F%2Fb.cn%2Fd;end",
                &["https://a.cn/b?c=1", "https://b.cn/d"][..],
            ),
            ("intent://scan/#Intent;scheme=zxing;package=com.a;end", &["zxing://scan/"]),
            ("intent:#Intent;package=com.a;end", &["android-app://com.a"]),
            ("intent:#Intent;S.browser_fallback_url=javascript:alert(1);end", &["javascript:alert(1)"]),
            ("intent://a.cn/", &["https://a.cn/"]),
            ("intent://a.cn/b?c=1#Intent;package=com.android.chrome;end", &["https://a.cn/b?c=1", "android-app://com.android.chrome"]),
            ("intent://scan/#Intent;package=com.a;end", &["android-app://com.a"]),
            ("android-app://com.a/https/a.cn/b", &["https://a.cn/b"]),
            ("android-app://com.a", &[]),
            ("android-app://com.a/https/", &[]),
        ] {
            let canonical = canonicalise(link);
            let found = canonical.url.as_ref().map(targets).unwrap_or_default();
            assert_eq!(found.as_slice(), expected, "{link}");
        }
    }
}
