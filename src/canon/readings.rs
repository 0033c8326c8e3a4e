//! Other hosts that careful parsers read in the same text.
//!
//! The URL Standard takes a backslash for a slash and the last `@` before the path for the end of the user
//! name. RFC 3986 knows no such backslash, some parsers stop at the first `@`, and older ones look for it
//! behind `?` and `#` too. Where these disagree a link can show one host to a filter and another to a browser.

use super::look::authority;
use super::{CanonicalUrl, HostKind, scheme, slow};

/// The most readings beside the first.
const LIMIT: usize = 4;

/// The text with each other host in its place, as URLs; empty where all parsers agree.
#[must_use]
pub fn others(text: &str, url: &CanonicalUrl<'_>) -> Vec<String> {
    if !text.contains(['\\', '@']) || !url.is_web() || !matches!(url.host_kind(), HostKind::Name | HostKind::Ip) {
        return Vec::new();
    }
    let after = scheme::scheme_of(text).map_or(0, |scheme| scheme.len() + 1);
    let rest = text.get(after..).unwrap_or_default();
    let standard = authority(text);
    let rest = rest.trim_start_matches(['/', '\\']);
    let generic = until(rest, &['/', '?', '#']);
    let mut hosts = Vec::new();
    for (before, host) in [standard, generic].into_iter().flat_map(at_signs) {
        let plain = !before.contains('@');
        if host != standard || !plain {
            hosts.push(host);
        }
    }
    hosts.extend(behind_query(rest));
    let own = url.host().unwrap_or_default();
    let mut found: Vec<String> = Vec::new();
    for host in hosts {
        let Some(other) = canonical_host(host) else { continue };
        let reading = format!("{}://{other}{}", url.scheme(), url.path());
        if other != own && !found.contains(&reading) && found.len() < LIMIT {
            found.push(reading);
        }
    }
    found
}

fn until<'t>(text: &'t str, ends: &[char]) -> &'t str {
    text.split(ends).next().unwrap_or_default()
}

/// What stands before and behind the first and the last `@`.
fn at_signs(authority: &str) -> Vec<(&str, &str)> {
    match (authority.split_once('@'), authority.rsplit_once('@')) {
        (Some(first), Some(last)) if first != last => vec![first, last],
        (Some(first), _) => vec![first],
        _ => vec![("", authority)],
    }
}

/// A host behind `?` or `#` and `@`, as in `http://a.cn#@b.cn/`; parameters with a value are none.
fn behind_query(rest: &str) -> Option<&str> {
    let authority = until(rest, &['/']);
    let (_, behind) = authority.split_once(['?', '#'])?;
    let (user, host) = behind.rsplit_once('@')?;
    (!user.contains(['=', '&'])).then_some(host)
}

/// The host of an authority without a user name, in canonical form.
fn canonical_host(text: &str) -> Option<String> {
    let text = until(text, &['/', '?', '#', '\\']);
    if text.is_empty() || text.contains('@') {
        return None;
    }
    let url = slow::canonicalise(&format!("http://{text}/")).url.ok()?.into_owned();
    let host = url.host()?;
    Some(if host.contains(':') { format!("[{host}]") } else { host.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disagreements_are_found_and_agreements_are_not() {
        for (text, expected) in [
            ("http://evil.cn\\@taobao.com/", vec!["http://taobao.com/@taobao.com/"]),
            ("https://mp.weixin.qq.com\\@evil.cn/", vec!["https://evil.cn/@evil.cn/"]),
            ("https://a@evil.cn@mp.weixin.qq.com/x", vec![]),
            ("http://evil.cn#@taobao.com/", vec!["http://taobao.com/"]),
            ("http://user:pw@taobao.com/a@b", vec![]),
            ("https://medium.com/@user", vec![]),
            ("https://a.cn?mail=x@b.cn", vec![]),
            ("http:\\\\evil.cn\\a", vec![]),
        ] {
            let url = slow::canonicalise(text).url.unwrap();
            assert_eq!(others(text, &url), expected, "{text}");
        }
    }
}
