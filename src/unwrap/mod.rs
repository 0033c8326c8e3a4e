//! Reading the target out of a jump page's URL, without the network.

pub mod decode;
pub mod spec;

use crate::canon::CanonicalUrl;
use crate::canon::scheme::{begins_with_host, scheme_of};
use crate::path;
use spec::{Encoding, Place, SchemeLess, TargetSpec, WrapperSpec};

/// How many layers of a chain are read; the rest is said to be unread.
pub const DEPTH_LIMIT: usize = 8;

/// What a wrapper's URL tells about its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Peeled {
    /// The URL is none of this wrapper's.
    NotThis,
    /// The target as it is written inside, decoded.
    Target(String),
    /// It is a jump page, but the target cannot be read from it.
    Opaque,
}

/// Reads the target of a URL whose host belongs to the wrapper.
#[must_use]
pub fn peel(url: &CanonicalUrl<'_>, wrapper: &WrapperSpec) -> Peeled {
    let form = path::matching_form(url.path());
    if !wrapper.paths.iter().any(|pattern| pattern.matches(&form)) {
        return Peeled::NotThis;
    }
    if let Some(target) = target(url, &wrapper.targets, wrapper.scheme_less) {
        let target = match (&wrapper.own_parameters, url.query()) {
            (Some(own), Some(query)) => with_leaked(target, query, own),
            _ => target,
        };
        let target = match &wrapper.strip_suffix {
            Some(mark) => without_suffix(target, mark),
            None => target,
        };
        return Peeled::Target(target);
    }
    if wrapper.opaque { Peeled::Opaque } else { Peeled::NotThis }
}

/// The first candidate that holds a link.
#[must_use]
pub fn target(url: &CanonicalUrl<'_>, specs: &[TargetSpec], scheme_less: Option<SchemeLess>) -> Option<String> {
    specs.iter().find_map(|spec| {
        let written = written(url, spec)?;
        let text = decode::decode(&written, spec.encoding)?;
        as_link(text, spec.scheme_less.or(scheme_less))
    })
}

/// The text that stands where the specification points, not yet decoded.
fn written(url: &CanonicalUrl<'_>, spec: &TargetSpec) -> Option<String> {
    match &spec.place {
        Place::Query { name } => parameter(url.query()?, name, url.fragment()),
        Place::FragmentQuery { name } => parameter(url.fragment()?.split_once('?')?.1, name, None),
        Place::WholeQuery => with_fragment(url.query()?, url.fragment()),
        Place::Path { skip, segments } => {
            let rest = after_segments(url.path(), *skip)?;
            match segments {
                Some(1) => rest.split('/').next().map(str::to_owned),
                _ => match (url.query(), spec.encoding) {
                    (Some(query), Encoding::Raw) => with_fragment(&format!("{rest}?{query}"), url.fragment()),
                    _ => Some(rest.to_owned()),
                },
            }
        }
        Place::Fragment { skip } => after_segments(url.fragment()?, *skip).map(str::to_owned),
        Place::Json { name, key } => {
            let value = parameter(url.query()?, name, None)?;
            let json: serde_json::Value = serde_json::from_str(&decode::percent(&value)).ok()?;
            json.get(key)?.as_str().map(str::to_owned)
        }
    }
}

/// A parameter's value; one that begins with an unescaped URL with a query of its own takes all that follows.
fn parameter(query: &str, name: &str, fragment: Option<&str>) -> Option<String> {
    let mut rest = query;
    loop {
        let (pair, after) = match rest.split_once('&') {
            Some((pair, after)) => (pair, Some(after)),
            None => (rest, None),
        };
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        if key == name || (key.contains('%') && decode::percent(key) == name) {
            let spills = is_plain_url(value) && value.contains('?') && !has_escaped_delimiter(value);
            return match (spills, rest.split_once('=')) {
                (true, Some((_, all))) => with_fragment(all, fragment),
                _ => Some(value.to_owned()),
            };
        }
        rest = after?;
    }
}

fn with_fragment(text: &str, fragment: Option<&str>) -> Option<String> {
    Some(match fragment {
        Some(fragment) => format!("{text}#{fragment}"),
        None => text.to_owned(),
    })
}

fn is_plain_url(value: &str) -> bool {
    let lower = value.get(..8).unwrap_or(value).to_ascii_lowercase();
    lower.starts_with("http://") || lower.starts_with("https://")
}

fn has_escaped_delimiter(value: &str) -> bool {
    ["%3A", "%2F", "%3F", "%3D", "%26", "%3a", "%2f", "%3f", "%3d"].iter().any(|escape| value.contains(escape))
}

/// What follows some leading segments of a path.
fn after_segments(path: &str, skip: usize) -> Option<&str> {
    let mut rest = path.trim_start_matches('/');
    for _ in 0..skip {
        rest = rest.split_once('/')?.1;
    }
    (!rest.is_empty()).then_some(rest)
}

/// The decoded text as a link with a scheme; `None` for a relative URL or no link at all.
fn as_link(text: String, scheme_less: Option<SchemeLess>) -> Option<String> {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix("//") {
        return Some(format!("https://{rest}"));
    }
    if text.starts_with('/') || text.is_empty() {
        return None;
    }
    if scheme_of(text).is_some() && !crate::canon::scheme::is_host_and_port(text) {
        return Some(mended_scheme(text));
    }
    let prefix = scheme_less.map_or("http", SchemeLess::as_str);
    let is_host = scheme_less.is_some() || begins_with_host(text, |last| last.len() > 1 && !last.bytes().all(|b| b.is_ascii_digit()));
    is_host.then(|| format!("{prefix}://{text}"))
}

/// `https:/host` as some servers pass it on, with its second slash back.
fn mended_scheme(text: &str) -> String {
    for scheme in ["https:/", "http:/"] {
        if let Some(rest) = text.strip_prefix(scheme)
            && !rest.starts_with('/')
        {
            return format!("{scheme}/{rest}");
        }
    }
    text.to_owned()
}

/// The target with those parameters of the outer query that are not the jump page's own.
fn with_leaked(mut target: String, query: &str, own: &[String]) -> String {
    for pair in query.split('&') {
        let key = pair.split('=').next().unwrap_or_default();
        if !key.is_empty() && !own.iter().any(|name| name == key) {
            target.push(if target.contains('?') { '&' } else { '?' });
            target.push_str(pair);
        }
    }
    target
}

fn without_suffix(target: String, mark: &str) -> String {
    match target.rsplit_once(mark) {
        Some((before, after)) if !after.contains('/') && before.contains("://") => before.to_owned(),
        _ => target,
    }
}
