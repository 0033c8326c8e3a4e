//! Reading the target out of a jump page's URL, without the network.

pub mod decode;
pub mod hint;
pub mod intent;
pub mod spec;

use std::borrow::Cow;

use smallvec::SmallVec;

use crate::canon::CanonicalUrl;
use crate::canon::parse::cleaned;
use crate::canon::scheme::{begins_with_host, behind_web, is_host_and_port, scheme_of};
use crate::lanes;
use crate::room::with_spare;
use crate::suffix::is_top_level;
use spec::{Encoding, Place, SchemeLess, TargetSpec, WrapperSpec};

/// How many layers of a chain are read; the rest is said to be unread.
pub const DEPTH_LIMIT: usize = 8;

/// The targets that were read; nearly always one.
pub type Targets = SmallVec<[String; 1]>;

/// What a wrapper's URL tells about its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Peeled {
    /// The URL is none of this wrapper's.
    NotThis,
    /// The targets as they are written inside, decoded. There is one, unless its parameter is repeated:
    /// some servers take the first, some the last. The bound on layers bounds them, and says so.
    Targets(Targets),
    /// It is a jump page, but the target cannot be read from it.
    Opaque,
}

/// Reads the target of a URL whose host belongs to the wrapper.
#[must_use]
pub fn peel(url: &CanonicalUrl<'_>, wrapper: &WrapperSpec) -> Peeled {
    let path = url.path_to_match();
    if !wrapper.paths.iter().any(|pattern| pattern.matches(&path)) {
        return Peeled::NotThis;
    }
    let mut found = targets(url, &wrapper.targets, wrapper.scheme_less);
    for target in &mut found {
        if let (Some(own), Some(query)) = (&wrapper.own_parameters, url.query()) {
            add_leaked(target, query, own);
        }
        if let Some(mark) = &wrapper.strip_suffix {
            cut_suffix(target, mark);
        }
    }
    if !found.is_empty() {
        return Peeled::Targets(found);
    }
    if wrapper.opaque || has_unread_target(url, wrapper) { Peeled::Opaque } else { Peeled::NotThis }
}

/// Whether the place of the target holds something that is neither a link nor a path on the page's own site.
fn has_unread_target(url: &CanonicalUrl<'_>, wrapper: &WrapperSpec) -> bool {
    let is_own = |value: &str| value.is_empty() || value.starts_with(['.', '?', '#']) || (value.starts_with('/') && !value.starts_with("//"));
    let in_query = wrapper.targets.iter().filter(|spec| matches!(spec.place, Place::Query { .. }) && spec.after.is_none());
    let mut is_unread = false;
    in_query.for_each(|spec| each_written(url, spec, |value| is_unread |= !is_own(decode::percent(value).trim())));
    is_unread
}

/// The links that the first fitting candidate holds.
#[must_use]
pub fn targets(url: &CanonicalUrl<'_>, specs: &[TargetSpec], scheme_less: Option<SchemeLess>) -> Targets {
    let mut found = Targets::new();
    for spec in specs {
        each_written(url, spec, |written| found.extend(target(written, spec, spec.scheme_less.or(scheme_less))));
        if !found.is_empty() {
            break;
        }
    }
    found
}

/// The link that a text holds as the specification says, if it holds one.
fn target(written: Cow<'_, str>, spec: &TargetSpec, scheme_less: Option<SchemeLess>) -> Option<String> {
    let decoded = decode::decode(upto_mark(written, spec.before.as_deref()), spec.encoding)?;
    let decoded = match &spec.key {
        Some(key) => json_string(&decoded, key)?.into(),
        None => decoded,
    };
    match &spec.prefix {
        Some(prefix) => Some(format!("{prefix}{decoded}")),
        None => as_link(decoded, scheme_less, &spec.place),
    }
}

/// Takes up each text that stands where the specification points, not yet decoded.
fn each_written<'u>(url: &'u CanonicalUrl<'_>, spec: &TargetSpec, mut each: impl FnMut(Cow<'u, str>)) {
    let one = match &spec.place {
        Place::Query { name } => {
            let is_form = spec.encoding == Encoding::Percent;
            let Some(query) = url.query() else { return };
            return each_parameter(query, name, url.fragment(), |value| {
                let value = match &spec.after {
                    Some(mark) => value.strip_prefix(mark.as_str()).map(|rest| rest.to_owned().into()),
                    None => Some(value),
                };
                if let Some(value) = value {
                    each(if is_form { decode::form_spaces(value) } else { value });
                }
            });
        }
        Place::FragmentQuery { name } => {
            let query = url.fragment().and_then(|fragment| fragment.split_once('?'));
            return query.into_iter().for_each(|(_, query)| each_parameter(query, name, None, &mut each));
        }
        Place::WholeQuery => url.query().map(|query| with_fragment(query, url.fragment())),
        Place::Path { skip, segments } => in_path(url, spec, (*skip, *segments)),
        Place::Fragment { skip } => url.fragment().and_then(|fragment| after_segments(fragment, *skip)).map(Cow::Borrowed),
    };
    one.into_iter().for_each(each);
}

/// The text that stands in a path behind some segments, in so many of those that follow.
fn in_path<'u>(url: &'u CanonicalUrl<'_>, spec: &TargetSpec, (skip, segments): (usize, Option<usize>)) -> Option<Cow<'u, str>> {
    let rest = after_segments(url.path(), skip);
    let rest = match &spec.after {
        Some(mark) => rest.and_then(|rest| after_mark(rest, mark)),
        None => rest,
    }?;
    let with_query = |query: &str| with_fragment(&format!("{rest}?{query}"), url.fragment()).into_owned().into();
    match (segments, url.query(), spec.encoding) {
        (Some(1), ..) => rest.split('/').next().map(Cow::Borrowed),
        (_, Some(query), Encoding::Raw | Encoding::ProofpointV3) => Some(with_query(query)),
        (None, Some(query), Encoding::Percent) if is_plain_url(rest) => Some(with_query(query)),
        _ => Some(rest.into()),
    }
}

fn upto_mark<'t>(written: Cow<'t, str>, mark: Option<&str>) -> Cow<'t, str> {
    match (mark.and_then(|mark| written.find(mark)), written) {
        (None, written) => written,
        (Some(end), Cow::Borrowed(written)) => written.get(..end).unwrap_or(written).into(),
        (Some(end), Cow::Owned(mut written)) => {
            written.truncate(end);
            written.into()
        }
    }
}

fn json_string(text: &str, key: &str) -> Option<String> {
    let json: serde_json::Value = serde_json::from_str(text).ok()?;
    json.get(key)?.as_str().map(str::to_owned)
}

/// Takes up each value of a parameter; one that begins with an unescaped URL with a query of its own takes all that follows.
fn each_parameter<'u>(query: &'u str, name: &str, fragment: Option<&str>, mut each: impl FnMut(Cow<'u, str>)) {
    let bytes = query.as_bytes();
    let mut begin = 0;
    while begin <= bytes.len() {
        let mark = lanes::find_wide(bytes, begin, |lanes| lanes::among(lanes, b"=&%["));
        let end = lanes::find_wide(bytes, mark, |lanes| lanes::equal(lanes, b'&'));
        let pair = query.get(begin..end).unwrap_or_default();
        let value = match bytes.get(mark) {
            // Nearly every name is written as it is.
            Some(b'=') => (query.get(begin..mark) == Some(name)).then(|| query.get(mark + 1..end).unwrap_or_default()),
            _ => {
                let (key, value) = key_and_value(pair);
                is_named(key, name).then_some(value)
            }
        };
        if let Some(value) = value {
            let spills = is_plain_url(value) && pair.contains('=') && value.contains('?') && !has_escaped_delimiter(value);
            if spills && let Some((_, all)) = query.get(begin..).unwrap_or_default().split_once('=') {
                return each(with_fragment(all, fragment));
            }
            each(value.into());
        }
        begin = end + 1;
    }
}

/// A parameter's name and value; where no `=` stands between them, an escaped one does for careless servers.
fn key_and_value(pair: &str) -> (&str, &str) {
    let escaped = || ["%3D", "%3d"].iter().filter_map(|mark| pair.split_once(mark)).min_by_key(|(key, _)| key.len());
    pair.split_once('=').or_else(escaped).unwrap_or((pair, ""))
}

/// Whether a parameter as written has a name: as it is, escaped, or as the element of a list, `name[]` or `name[0]`.
fn is_named(key: &str, name: &str) -> bool {
    if key == name {
        return true;
    }
    let plain = decode::percent(key);
    let element = plain.strip_prefix(name).and_then(|rest| rest.strip_prefix('[')).and_then(|rest| rest.strip_suffix(']'));
    plain == name || element.is_some_and(|index| index.bytes().all(|byte| byte.is_ascii_digit()))
}

fn with_fragment<'t>(text: &'t str, fragment: Option<&str>) -> Cow<'t, str> {
    match fragment {
        Some(fragment) => format!("{text}#{fragment}").into(),
        None => text.into(),
    }
}

fn is_plain_url(value: &str) -> bool {
    behind_web(value).is_some()
}

fn has_escaped_delimiter(value: &str) -> bool {
    let is_delimiter = |escape: &[u8]| matches!(escape, [b'2', b'6' | b'F' | b'f', ..] | [b'3', b'A' | b'a' | b'D' | b'd' | b'F' | b'f', ..]);
    memchr::memchr_iter(b'%', value.as_bytes()).any(|at| value.as_bytes().get(at + 1..).is_some_and(is_delimiter))
}

/// What follows some leading segments of a path.
fn after_segments(path: &str, skip: usize) -> Option<&str> {
    let mut rest = path.trim_start_matches('/');
    for _ in 0..skip {
        rest = rest.split_once('/')?.1;
    }
    (!rest.is_empty()).then_some(rest)
}

/// What follows a mark with which a segment of a path begins, as in `/RU=target/`.
fn after_mark<'p>(path: &'p str, mark: &str) -> Option<&'p str> {
    let mut rest = path;
    loop {
        if let Some(found) = rest.strip_prefix(mark) {
            return (!found.is_empty()).then_some(found);
        }
        rest = rest.split_once('/')?.1;
    }
}

/// The decoded text as a link with a scheme; `None` for a relative URL or no link at all.
fn as_link(text: Cow<'_, str>, scheme_less: Option<SchemeLess>, place: &Place) -> Option<String> {
    if is_plain_link(&text) { Some(with_spare(text)) } else { link_within(text, scheme_less, place) }
}

/// Whether a text is a link already, with nothing around it, as nearly every target is.
fn is_plain_link(text: &str) -> bool {
    let begins = text.starts_with("https://") || text.starts_with("http://");
    begins && lanes::find_wide(text.as_bytes(), 0, |lanes| !lanes::within(lanes, b'!', b'~')) == text.len()
}

/// The same of a text that may have white space around it, or a link with something missing.
fn link_within(text: Cow<'_, str>, scheme_less: Option<SchemeLess>, place: &Place) -> Option<String> {
    let clean = cleaned(&text);
    let other = match link_in(&clean, scheme_less, place)? {
        Cow::Borrowed(link) if link.len() == text.len() => None,
        other => Some(other.into_owned()),
    };
    Some(other.unwrap_or_else(|| text.into_owned()))
}

/// The same of a text without white space around it.
fn link_in<'t>(text: &'t str, scheme_less: Option<SchemeLess>, place: &Place) -> Option<Cow<'t, str>> {
    if let Some(rest) = ["//", "\\\\", "/\\", "\\/"].iter().find_map(|start| text.strip_prefix(start)) {
        return Some(format!("https://{rest}").into());
    }
    if text.starts_with(['/', '\\']) || text.is_empty() {
        return None;
    }
    if text.starts_with("https://") || text.starts_with("http://") || (scheme_of(text).is_some() && !is_host_and_port(text)) {
        return Some(mended_scheme(text));
    }
    let prefix = scheme_less.map_or("http", SchemeLess::as_str);
    // In a path a page of the app's or site's own, such as `goods.html`, looks like a host but for its ending.
    let knows = |last: &str| match place {
        Place::Path { .. } => is_top_level(last),
        _ => last.len() > 1 && !last.bytes().all(|b| b.is_ascii_digit()),
    };
    let is_host = scheme_less.is_some() || begins_with_host(text, knows);
    is_host.then(|| format!("{prefix}://{text}").into())
}

/// `https:/host` as some servers pass it on, with its second slash back.
fn mended_scheme(text: &str) -> Cow<'_, str> {
    for scheme in ["https:/", "http:/"] {
        if let Some(rest) = text.strip_prefix(scheme)
            && !rest.starts_with('/')
        {
            return format!("{scheme}/{rest}").into();
        }
    }
    text.into()
}

/// Adds those parameters of the outer query that are not the jump page's own.
fn add_leaked(target: &mut String, query: &str, own: &[String]) {
    for pair in query.split('&') {
        let key = pair.split('=').next().unwrap_or_default();
        if !key.is_empty() && !own.iter().any(|name| name == key) {
            target.push(if target.contains('?') { '&' } else { '?' });
            target.push_str(pair);
        }
    }
}

/// Cuts off a mark, escaped or not, and what follows it; a port is no such mark.
fn cut_suffix(target: &mut String, mark: &str) {
    let escaped: String = mark.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let last = [mark, escaped.as_str()].iter().filter_map(|mark| target.rsplit_once(mark)).min_by_key(|(_, after)| after.len());
    if let Some((before, after)) = last
        && !after.contains('/')
        && before.split_once("://").is_some_and(|(_, rest)| rest.contains('/') || !after.bytes().all(|byte| byte.is_ascii_digit()))
    {
        let kept = before.len();
        target.truncate(kept);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The values of a parameter, pair by pair.
    fn simply(query: &str, name: &str) -> Vec<String> {
        let (mut found, mut at) = (Vec::new(), 0);
        for pair in query.split('&') {
            let here = query.get(at..).unwrap_or_default();
            at += pair.len() + 1;
            let (key, value) = key_and_value(pair);
            if !is_named(key, name) {
                continue;
            }
            if is_plain_url(value) && pair.contains('=') && value.contains('?') && !has_escaped_delimiter(value) {
                found.extend(here.split_once('=').map(|(_, all)| all.to_owned()));
                return found;
            }
            found.push(value.to_owned());
        }
        found
    }

    proptest! {
        #[test]
        fn every_value_of_a_parameter_is_taken_up(
            query in "((u|url|u%72l|url%3D|url\\[0?\\]|a\\[|[a-z]{30,40}|商)?(=|%3[dD]|==)?(https?://a[.]b/[?]?|%3F|x{30,40}|[a-z%?]{0,4})(&|&amp;)?){0,5}",
            name in "u|url|a|[a-z]{30,40}",
        ) {
            let mut found: Vec<String> = Vec::new();
            each_parameter(&query, &name, None, |value| found.push(value.into_owned()));
            prop_assert_eq!(found, simply(&query, &name));
        }

        #[test]
        fn what_is_a_link_already_is_found_in_itself(text in "(http|https):/{1,3}[!-~]{0,40}[ é\t]?") {
            let within = link_within(text.as_str().into(), None, &Place::WholeQuery);
            prop_assert!(!is_plain_link(&text) || within.as_ref() == Some(&text), "{:?}", within);
        }
    }
}
