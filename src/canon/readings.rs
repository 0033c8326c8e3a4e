//! Other hosts that careful parsers read in the same text.
//!
//! The URL Standard takes a backslash for a slash and the last `@` before the path for the end of the user
//! name. RFC 3986 knows no such backslash, some parsers stop at the first `@`, and older ones look for it
//! behind `?` and `#` too. Some drop what the Standard keeps or keep what it drops: white space, escapes,
//! full-width delimiters, leading zeros. Where these disagree a link can show one host to a filter and another to
//! a browser.

use std::net::Ipv4Addr;

use percent_encoding::percent_decode_str;

use super::look::plain_delimiter;
use super::parse::{cleaned, parsed};
use super::{CanonicalUrl, HostKind, quick, scheme};
use crate::lanes;
use crate::signal::SignalSet;
use crate::suffix::is_top_level;

/// The most readings beside the first: more than the ways of reading below can find, so that none is lost.
const LIMIT: usize = 24;

/// The text with each other host in its place, as URLs; empty where all parsers agree, and where what they read is no
/// host ([`is_ambiguous`] tells that too).
#[must_use]
pub fn others(text: &str, url: &CanonicalUrl<'_>) -> Vec<String> {
    let Some(Suspects { hosts, .. }) = suspects(text, url) else { return Vec::new() };
    let behind = behind_authority(trimmed(text), url);
    let mut urls: Vec<String> = Vec::new();
    for host in other_hosts(&hosts, url) {
        let reading = format!("{}://{host}{behind}", url.scheme());
        if !urls.contains(&reading) && urls.len() < LIMIT {
            urls.push(reading);
        }
    }
    urls
}

/// Whether careful parsers read different hosts in a text.
#[must_use]
pub fn is_ambiguous(text: &str, url: &CanonicalUrl<'_>) -> bool {
    suspects(text, url).is_some_and(|Suspects { is_odd, hosts }| is_odd || other_hosts(&hosts, url).next().is_some())
}

/// Marks that RFC 3986 or the URL Standard allows in a host and no host has; quotes are left out, for they come from
/// careless markup.
const MARKS: &[u8; 14] = b"!$&()*+,;=`{}~";

/// What was found in an authority.
struct Suspects {
    /// It is written so that parsers must disagree, even where the other reading is no host.
    is_odd: bool,
    /// What some parsers take for the host, not yet in canonical form.
    hosts: Vec<String>,
}

/// The stretches of a text that are taken for the authority, longest first.
struct Authorities<'t> {
    /// Up to the first slash: of parsers that know no `?` and `#` without a path.
    old: &'t str,
    /// Up to the first of `/?#`: of RFC 3986.
    generic: &'t str,
    /// Up to the first of `/?#\`: of the URL Standard.
    standard: &'t str,
    /// Whether a backslash ends it that stands behind plain slashes, so that it is no mere way of writing slashes: RFC 3986
    /// reads it as part of the host.
    has_backslash: bool,
}

impl<'t> Authorities<'t> {
    fn of(text: &'t str) -> Self {
        let after = match scheme::scheme_of(text) {
            Some(scheme) if !scheme::is_host_and_port(text) => scheme.len() + 1,
            _ => 0,
        };
        Self::behind_scheme(text.get(after..).unwrap_or_default())
    }

    fn behind_scheme(behind: &'t str) -> Self {
        let rest = behind.trim_start_matches(['/', '\\', '\t', '\n', '\r']);
        let is_slashed = !behind.get(..behind.len() - rest.len()).unwrap_or_default().contains('\\');
        let old = until(rest, b"/");
        let generic = until(old, b"?#");
        let standard = until(generic, b"\\");
        Self { old, generic, standard, has_backslash: is_slashed && standard.len() < generic.len() }
    }

    /// The user name of the URL Standard, and the host behind it with its port.
    fn user_and_host(&self) -> (&'t str, &'t str) {
        self.standard.rsplit_once('@').unwrap_or(("", self.standard))
    }
}

fn suspects(text: &str, url: &CanonicalUrl<'_>) -> Option<Suspects> {
    if !url.is_web() || !matches!(url.host_kind(), HostKind::Name | HostKind::Ip) {
        return None;
    }
    let text = trimmed(text);
    let own = url.host().unwrap_or_default();
    // Marks that the Standard keeps in a host although no host has them: some parsers end it there, some refuse it.
    let is_strange = url.host_kind() == HostKind::Name && until(own, MARKS).len() < own.len();
    if !is_strange && is_plain(Authorities::of(text).old, url.host_kind()) {
        return None;
    }
    let (is_odd, hosts) = gathered(text);
    Some(Suspects { is_odd: is_odd || is_strange, hosts })
}

/// Those of some hosts that are others than the URL's, in canonical form.
fn other_hosts<'h>(hosts: &'h [String], url: &'h CanonicalUrl<'_>) -> impl Iterator<Item = String> + 'h {
    let own = url.host().unwrap_or_default();
    let written = hosts.iter().filter(move |host| until(host, b":") != own);
    written.filter_map(|host| canonical_host(host)).filter(move |other| other.trim_matches(['[', ']']) != own)
}

/// Path and query as the other parsers read them: without what a backslash moved from the authority into the path, and
/// without a query that they take for a part of the authority. A jump page among the readings keeps its target so.
fn behind_authority(text: &str, url: &CanonicalUrl<'_>) -> String {
    let clean = cleaned(text);
    let clean = Authorities::of(&clean);
    let moved = clean.generic.get(clean.standard.len()..).and_then(|tail| tail.strip_prefix('\\')).unwrap_or_default();
    let path = url.path();
    let path = path.strip_prefix('/').and_then(|path| path.strip_prefix(moved)).filter(|rest| rest.starts_with('/')).unwrap_or(path);
    match url.query() {
        Some(query) if clean.old.len() == clean.generic.len() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

/// What other parsers read in a text that begins like a web link and that the URL Standard refuses: only hosts that can
/// exist, for all else is a mere fault.
#[must_use]
pub fn of_refused(text: &str) -> Vec<String> {
    let text = trimmed(text);
    let scheme = scheme::scheme_of(text).unwrap_or_default();
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let is_relative = || text.starts_with('/') && percent_decode_str(text).decode_utf8_lossy().starts_with("//");
    if !is_web && !is_relative() {
        return Vec::new();
    }
    let (_, mut hosts) = gathered(text);
    let clean = cleaned(text);
    let clean = Authorities::of(&clean);
    // Some unescape a text, or bring it into a compatibility form, before they part it.
    let decoded = percent_decode_str(clean.old).decode_utf8_lossy();
    let plain: String = decoded.chars().map(|c| plain_delimiter(c).unwrap_or(c)).collect();
    for authority in [clean, Authorities::behind_scheme(&decoded), Authorities::behind_scheme(&plain)] {
        let (_, host) = authority.user_and_host();
        hosts.extend([host, until(host, b":")].map(|host| until(host, b"\0").to_owned()));
    }
    let mut urls: Vec<String> = Vec::new();
    for host in hosts.iter().filter(|host| scheme::begins_with_host(host, is_top_level)) {
        let Some(host) = canonical_host(host) else { continue };
        let reading = format!("{}://{host}/", if scheme.eq_ignore_ascii_case("http") { "http" } else { "https" });
        if !urls.contains(&reading) && urls.len() < LIMIT {
            urls.push(reading);
        }
    }
    urls
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c <= ' ' || c == '\u{feff}')
}

/// The hosts that other ways of reading find, not yet in canonical form, and whether the text is odd whatever they are.
fn gathered(text: &str) -> (bool, Vec<String>) {
    let raw = Authorities::of(text);
    let clean = cleaned(text);
    let clean = Authorities::of(&clean);
    let mut hosts: Vec<String> = Vec::new();
    let mut is_odd = at_signs(&clean, &mut hosts) || clean.has_backslash;
    hosts.extend(behind_query(clean.old));
    backslashes(&clean, &mut hosts);
    let (user, host) = clean.user_and_host();
    is_odd |= in_user_name(user, &mut hosts);
    hosts.extend([user, host].into_iter().filter_map(before_sub_delimiter));
    hosts.extend(decimal(host));
    if clean.old.contains('%') {
        // Some unescape a text before they part it.
        let decoded = percent_decode_str(clean.old).decode_utf8_lossy();
        let decoded = Authorities::behind_scheme(&decoded);
        at_signs(&decoded, &mut hosts);
        hosts.extend(behind_query(decoded.old));
        let (user, host) = decoded.user_and_host();
        hosts.extend([user, host].into_iter().filter_map(before_sub_delimiter));
    }
    let cut = until(raw.standard, b"\t\n\r");
    if cut.len() < raw.standard.len() {
        is_odd = true;
        hosts.push(cut.to_owned());
    }
    (is_odd, hosts)
}

/// Whether nothing in an authority can be read in two ways: the quick answer for nearly every link.
fn is_plain(authority: &str, kind: HostKind) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b':' | b'[' | b']') || b >= 0x80;
    authority.bytes().all(plain) && !(kind == HostKind::Ip && (authority.starts_with('0') || authority.contains(".0")))
}

/// What stands before the first of some ASCII characters.
fn until<'t, const N: usize>(text: &'t str, ends: &[u8; N]) -> &'t str {
    let end = lanes::find(text.as_bytes(), 0, |lanes| lanes::among(lanes, ends));
    text.get(..end).unwrap_or(text)
}

/// What stands behind the first and the last `@`, with and without an end at a backslash; whether the URL Standard reads
/// more than one `@`.
fn at_signs(clean: &Authorities<'_>, hosts: &mut Vec<String>) -> bool {
    let same = clean.standard.len() == clean.generic.len();
    for authority in [clean.standard].into_iter().chain((!same).then_some(clean.generic)) {
        let (first, last) = (authority.split('@').nth(1), authority.rsplit_once('@').map(|(_, last)| last));
        hosts.extend(first.map(str::to_owned));
        hosts.extend(last.filter(|last| first != Some(last)).map(str::to_owned));
    }
    clean.standard.bytes().filter(|b| *b == b'@').count() > 1
}

/// What older parsers read that know no `?` and `#` without a path: a host behind `@`, as in `http://a.cn#@b.cn/`, or a
/// long host under a domain, as in `http://a.cn#.b.cn/`. Parameters with a value are none.
fn behind_query(authority: &str) -> Option<String> {
    let (_, behind) = authority.split_once(['?', '#'])?;
    match behind.rsplit_once('@') {
        Some((user, host)) => (!user.contains(['=', '&'])).then(|| host.trim_start_matches('\\').to_owned()),
        None => behind.strip_prefix('.').filter(|domain| ends_like_a_host(domain)).map(str::to_owned),
    }
}

/// What parsers read that keep a backslash in the host or drop it: the domain at its end, or the whole without it.
fn backslashes(clean: &Authorities<'_>, hosts: &mut Vec<String>) {
    let authority = clean.generic.rsplit('@').next().unwrap_or_default();
    let Some((_, tail)) = authority.rsplit_once('\\') else { return };
    let tail = tail.trim_start_matches('.');
    hosts.extend([tail.to_owned(), authority.replace('\\', "")].into_iter().filter(|host| ends_like_a_host(host)));
}

/// What parsers read that stop at white space in the user name, or unescape or unfold the text before they part it:
/// the host before a delimiter that is hidden there. Whether there is such a delimiter.
fn in_user_name(user: &str, hosts: &mut Vec<String>) -> bool {
    let decoded = percent_decode_str(user).decode_utf8_lossy();
    let shown: String = decoded.chars().map(|c| plain_delimiter(c).unwrap_or(c)).collect();
    let is_end = |c: char| c <= ' ' || c == '\u{7f}' || matches!(c, '/' | '\\' | '?' | '#');
    let is_hidden_at = shown.contains('@') && !user.contains('@');
    if !shown.contains(is_end) && !is_hidden_at {
        return false;
    }
    let before = shown.trim_start_matches(is_end).split(is_end).next().unwrap_or_default();
    hosts.push(before.rsplit('@').next().unwrap_or_default().to_owned());
    true
}

/// A known host before one of the [`MARKS`], as in `a.cn;b.cn`.
fn before_sub_delimiter(text: &str) -> Option<String> {
    let before = until(text, MARKS);
    (before.len() < text.len() && !before.contains('@') && scheme::begins_with_host(before, is_top_level)).then(|| before.to_owned())
}

/// The address that parsers read which take numbers with leading zeros for decimal ones; the URL Standard takes them
/// for octal.
fn decimal(host: &str) -> Option<String> {
    let numbers: Vec<&str> = until(host, b":").split('.').collect();
    let [a, b, c, d] = *numbers.as_slice() else { return None };
    let number = |text: &str| text.parse::<u8>().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
    Some(Ipv4Addr::new(number(a)?, number(b)?, number(c)?, number(d)?).to_string())
}

/// Whether a text, its port left aside, ends with a known top-level domain.
fn ends_like_a_host(text: &str) -> bool {
    let name = until(text, b":").trim_end_matches('.');
    name.rsplit_once('.').is_some_and(|(_, last)| is_top_level(last))
}

/// The host of an authority without a user name, in canonical form.
fn canonical_host(text: &str) -> Option<String> {
    let text = until(text, b"/?#\\ ");
    if text.is_empty() || text.contains('@') {
        return None;
    }
    let text = format!("http://{text}/");
    let url = match quick(&text) {
        Some(canonical) => canonical.url.ok()?,
        None => parsed(&text, &mut SignalSet::default()).ok()?,
    };
    let host = url.host()?;
    Some(if host.contains(':') { format!("[{host}]") } else { host.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::super::slow;
    use super::*;

    #[test]
    fn odd_writing_is_ambiguous_even_where_the_other_reading_is_no_host() {
        for (text, expected) in [
            ("http://evil.example\\allowed.example/", true),
            ("http://evil.example;allowed.example/", true),
            ("http://evil.example；allowed.example/", true),
            ("http://evil.example%3Ballowed.example/", true),
            ("http://a@@evil.example/", true),
            ("http://evil.exa\nmple/", true),
            ("http://a b@evil.example/", true),
            ("http:\\\\evil.example\\a", false),
            ("http:evil.example/a", false),
            ("http://evil.example/\\a@b\tc", false),
            ("http://ｅvil.example/", false),
            ("http://EVIL.example.:8080?a=b@c;d#@e", false),
        ] {
            let url = slow::canonicalise(text).url.unwrap();
            assert_eq!(is_ambiguous(text, &url), expected, "{text}");
        }
    }

    #[test]
    fn disagreements_are_found_and_agreements_are_not() {
        for (text, expected) in [
            ("http://evil.cn\\@taobao.com/", vec!["http://taobao.com/"]),
            ("https://mp.weixin.qq.com\\@evil.cn/", vec!["https://evil.cn/"]),
            ("https://a@evil.cn@mp.weixin.qq.com/x", vec!["https://evil.cn/x"]),
            ("http://evil.cn#@taobao.com/", vec!["http://taobao.com/"]),
            ("http://user:pw@taobao.com/a@b", vec![]),
            ("http://evil.cn\\@taobao.com/a?b=c", vec!["http://taobao.com/a?b=c"]),
            ("http://taobao.com;@evil.cn/a?b=c", vec!["http://taobao.com/a?b=c"]),
            ("https://medium.com/@user", vec![]),
            ("https://a.cn?mail=x@b.cn", vec![]),
            ("http:\\\\evil.cn\\a", vec![]),
            ("http://evil.cn\\.taobao.com/", vec!["http://taobao.com/", "http://evil.cn.taobao.com/"]),
            ("http://tao\\bao.com/", vec!["http://bao.com/", "http://taobao.com/"]),
            ("http://evil.cn?.taobao.com/", vec!["http://taobao.com/"]),
            ("http://taobao.com\t.evil.cn/", vec!["http://taobao.com/"]),
            ("http://taobao.com&@evil.cn/", vec!["http://taobao.com/"]),
            ("http://evil.cn\\%40taobao.com/", vec!["http://taobao.com/"]),
            ("http://me&you:p;w@evil.cn/", vec![]),
            ("http://me:p%3Aw@evil.cn:8080/", vec![]),
            ("http://taobao.com @evil.cn/", vec!["http://taobao.com/"]),
            ("http://taobao.com%2f@evil.cn/", vec!["http://taobao.com/"]),
            ("http://taobao.com%00@evil.cn/", vec!["http://taobao.com/"]),
            ("http://%5ctaobao.com@evil.cn/", vec!["http://taobao.com/"]),
            ("http://taobao.com／@evil.cn/", vec!["http://taobao.com/"]),
            ("http://me%40taobao.com@evil.cn/", vec!["http://taobao.com/"]),
            ("http://evil.cn;.taobao.com/", vec!["http://evil.cn/"]),
            ("http://0177.0.0.1/", vec!["http://177.0.0.1/"]),
            ("http://192.168.001.001/", vec![]),
            ("http://127.0.0.1/", vec![]),
            ("http://[::1]:80/", vec![]),
            ("http://a_b.taobao.com:8080/x;y?z#w", vec![]),
        ] {
            let url = slow::canonicalise(text).url.unwrap();
            assert_eq!(others(text, &url), expected, "{text}");
            assert!(expected.is_empty() || is_ambiguous(text, &url), "{text}");
        }
    }

    #[test]
    fn what_is_refused_may_still_be_read_by_others() {
        for (text, expected) in [
            ("https://%5cevil.cn", vec!["https://evil.cn/"]),
            ("http://1.1.1.1:80:\\@@2.2.2.2:80/", vec!["http://2.2.2.2/", "http://1.1.1.1/"]),
            ("http://taobao.com%00.evil.cn/", vec!["http://taobao.com/"]),
            ("http://taobao.com／.evil.cn/", vec!["http://taobao.com/"]),
            ("http://evil.cn:99999/", vec!["http://evil.cn/"]),
            ("http://evil.cn:80:80/", vec!["http://evil.cn/"]),
            ("/%2f%2fevil.cn", vec!["https://evil.cn/"]),
            ("/a//evil.cn", vec![]),
            ("//%09/evil.cn", vec![]),
            ("http://o177.0.0.1/", vec![]),
            ("http:// taobao.com", vec![]),
            ("http://", vec![]),
            ("http://[1::2::3]/", vec![]),
            ("see a@b.cn", vec![]),
            ("mailto:a@b.cn", vec![]),
        ] {
            assert_eq!(of_refused(text), expected, "{text}");
        }
    }
}
