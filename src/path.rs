//! Path patterns by whole segments: `*` for one, a final `**` for the rest, a final `*.ext` for files.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// How often a path is unescaped before it is matched; escapes nested deeper than this are left as they are.
const UNESCAPE_LIMIT: usize = 8;

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
enum Segment {
    Is(String),
    Any,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
enum Tail {
    End,
    Rest,
    Extension(String),
}

/// A pattern over the segments of a path.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PathPattern {
    segments: Vec<Segment>,
    tail: Tail,
}

/// How far a pattern is matched, segment by segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Progress {
    /// So many of its segments are matched.
    Segment(usize),
    /// All are, and a file with its extension behind them.
    File,
    /// All are, and something more before an open end.
    Rest,
    /// It cannot match any more.
    Dead,
}

/// What is wrong with a path pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathFault {
    /// It does not begin with a slash.
    NoSlash,
    /// `**` stands before the end.
    EarlyRest,
    /// `*` stands inside a segment, and it is not a final `*.ext`.
    PartialStar,
    /// A segment is empty, `.` or `..`.
    EmptySegment,
}

impl std::fmt::Display for PathPattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for segment in &self.segments {
            match segment {
                Segment::Is(name) => write!(f, "/{name}")?,
                Segment::Any => f.write_str("/*")?,
            }
        }
        match &self.tail {
            Tail::End if self.segments.is_empty() => f.write_str("/"),
            Tail::End => Ok(()),
            Tail::Rest => f.write_str("/**"),
            Tail::Extension(extension) => write!(f, "/*.{extension}"),
        }
    }
}

impl PathPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong with it; see [`PathFault`].
    pub fn parse(text: &str) -> Result<Self, PathFault> {
        let rest = text.strip_prefix('/').ok_or(PathFault::NoSlash)?;
        let mut pattern = Self { segments: Vec::new(), tail: Tail::End };
        if rest.is_empty() {
            return Ok(pattern);
        }
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let last = rest.split('/').count() - 1;
        for (at, segment) in rest.split('/').enumerate() {
            match segment {
                "" | "." | ".." => return Err(PathFault::EmptySegment),
                "*" => pattern.segments.push(Segment::Any),
                "**" if at == last => pattern.tail = Tail::Rest,
                "**" => return Err(PathFault::EarlyRest),
                _ => match segment.strip_prefix("*.") {
                    Some(extension) if at == last && !extension.contains('*') && !extension.is_empty() => {
                        pattern.tail = Tail::Extension(extension.to_ascii_lowercase());
                    }
                    _ if segment.contains('*') => return Err(PathFault::PartialStar),
                    _ => pattern.segments.push(Segment::Is(segment.to_owned())),
                },
            }
        }
        Ok(pattern)
    }

    /// The segment with which every path begins that matches; `None` where paths may begin with any.
    #[must_use]
    pub fn first_name(&self) -> Option<&str> {
        match self.segments.first() {
            Some(Segment::Is(name)) => Some(name),
            Some(Segment::Any) | None => None,
        }
    }

    /// Whether a path matches, after [`matching_form`].
    ///
    /// Empty segments and a final slash do not count. Letters count as written, but not in an extension.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        let mut rest = path.as_bytes();
        for wanted in &self.segments {
            let matched = match wanted {
                Segment::Any => next_segment(&mut rest).is_some(),
                Segment::Is(name) => take_segment(&mut rest, name.as_bytes()),
            };
            if !matched {
                return false;
            }
        }
        match &self.tail {
            Tail::End => next_segment(&mut rest).is_none(),
            Tail::Rest => true,
            Tail::Extension(extension) => {
                let last = next_segment(&mut rest).filter(|_| next_segment(&mut rest).is_none());
                let own = last.and_then(|last| last.iter().rposition(|byte| *byte == b'.').filter(|dot| *dot > 0).and_then(|dot| last.get(dot + 1..)));
                own.is_some_and(|own| own.eq_ignore_ascii_case(extension.as_bytes()))
            }
        }
    }

    /// The segments that are named, for drawing up paths that tell patterns apart.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Is(name) => Some(name.as_str()),
            Segment::Any => None,
        })
    }

    /// The extension of a final `*.ext`, in lower case.
    #[must_use]
    pub fn extension(&self) -> Option<&str> {
        match &self.tail {
            Tail::Extension(extension) => Some(extension),
            Tail::End | Tail::Rest => None,
        }
    }

    /// How far the pattern is before the first segment.
    #[must_use]
    pub const fn start() -> Progress {
        Progress::Segment(0)
    }

    /// How far the pattern is after one more segment; [`Self::matches`] is the same, taken at once.
    #[must_use]
    pub fn step(&self, progress: Progress, segment: &str) -> Progress {
        match progress {
            Progress::Segment(at) => match (self.segments.get(at), &self.tail) {
                (Some(Segment::Is(name)), _) if name != segment => Progress::Dead,
                (Some(_), _) => Progress::Segment(at + 1),
                (None, Tail::Rest) => Progress::Rest,
                (None, Tail::Extension(extension)) if extension_of(segment).is_some_and(|e| e.eq_ignore_ascii_case(extension)) => Progress::File,
                (None, _) => Progress::Dead,
            },
            Progress::Rest => Progress::Rest,
            Progress::File | Progress::Dead => Progress::Dead,
        }
    }

    /// Whether a path that ends here matches.
    #[must_use]
    pub fn accepts(&self, progress: Progress) -> bool {
        match progress {
            Progress::Segment(at) => at == self.segments.len() && !matches!(self.tail, Tail::Extension(_)),
            Progress::File | Progress::Rest => true,
            Progress::Dead => false,
        }
    }

    /// How much the pattern says: the number of its named segments, and one for a tail that is not open.
    #[must_use]
    pub fn weight(&self) -> usize {
        let named = self.segments.iter().filter(|segment| matches!(segment, Segment::Is(_))).count();
        named + usize::from(self.tail != Tail::Rest)
    }
}

/// Takes the next segment of a path that is not empty, if it is this one.
fn take_segment(rest: &mut &[u8], segment: &[u8]) -> bool {
    let mut from = *rest;
    while let [b'/', behind @ ..] = from {
        from = behind;
    }
    match from.strip_prefix(segment) {
        Some(behind @ ([] | [b'/', ..])) => {
            *rest = behind;
            true
        }
        _ => false,
    }
}

/// Takes the next segment of a path that is not empty.
fn next_segment<'p>(rest: &mut &'p [u8]) -> Option<&'p [u8]> {
    let start = rest.iter().position(|byte| *byte != b'/')?;
    let from = rest.get(start..)?;
    let end = from.iter().position(|byte| *byte == b'/').unwrap_or(from.len());
    let (segment, behind) = from.split_at_checked(end)?;
    *rest = behind;
    Some(segment)
}

/// The first segment of a path that is not empty; empty where there is none.
#[must_use]
pub fn first_segment(path: &str) -> &str {
    let bytes = path.as_bytes();
    let start = bytes.iter().position(|byte| *byte != b'/').unwrap_or(bytes.len());
    let rest = path.get(start..).unwrap_or_default();
    rest.bytes().position(|byte| byte == b'/').and_then(|end| rest.get(..end)).unwrap_or(rest)
}

/// What follows the last dot of a file name; `None` without a dot or a name before it.
#[must_use]
pub fn extension_of(segment: &str) -> Option<&str> {
    segment.rsplit_once('.').filter(|(name, _)| !name.is_empty()).map(|(_, extension)| extension)
}

/// The form of a path that is matched: unescaped until nothing changes, dot segments resolved.
///
/// Source: Safe Browsing, "URLs and Hashing". Borrowed where the path has no escape and no doubled slash.
#[must_use]
pub fn matching_form(path: &str) -> Cow<'_, str> {
    if memchr::memchr(b'%', path.as_bytes()).is_none() {
        let doubled = memchr::memmem::find(path.as_bytes(), b"//").is_some();
        return if doubled { Cow::Owned(without_dot_segments(path)) } else { Cow::Borrowed(path) };
    }
    let mut text = Cow::Borrowed(path);
    for _ in 0..UNESCAPE_LIMIT {
        let Some(decoded) = unescaped(&text) else { break };
        text = Cow::Owned(decoded);
    }
    if has_plain_segments(&text) { text } else { Cow::Owned(without_dot_segments(&text)) }
}

/// A text without its escapes, what is no UTF-8 then replaced; `None` where there is none.
fn unescaped(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(b'%', rest)) {
        at += found;
        let digit = |behind: usize| bytes.get(at + behind).and_then(|digit| char::from(*digit).to_digit(16)).and_then(|digit| u8::try_from(digit).ok());
        let (Some(high), Some(low)) = (digit(1), digit(2)) else {
            at += 1;
            continue;
        };
        if decoded.capacity() == 0 {
            decoded.reserve(bytes.len());
        }
        decoded.extend_from_slice(bytes.get(copied..at)?);
        decoded.push(high << 4 | low);
        at += 3;
        copied = at;
    }
    if copied == 0 {
        return None;
    }
    decoded.extend_from_slice(bytes.get(copied..)?);
    Some(String::from_utf8(decoded).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// Whether no segment is empty or may be one of dots, nor ends with a backslash: then no segment goes.
fn has_plain_segments(path: &str) -> bool {
    let bytes = path.as_bytes();
    let goes = |slash: usize| matches!(bytes.get(slash + 1), Some(b'/' | b'.'));
    bytes.first() == Some(&b'/') && memchr::memchr(b'\\', bytes).is_none() && !memchr::memchr_iter(b'/', bytes).any(goes)
}

fn without_dot_segments(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split(['/', '\\']) {
        match segment {
            "" | "." => {}
            ".." => {
                kept.pop();
            }
            _ => kept.push(segment),
        }
    }
    let end = if path.ends_with('/') && !kept.is_empty() { "/" } else { "" };
    format!("/{}{end}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_path_matches_at_once_as_it_does_step_by_step(pattern in "(/(a|b|ab|[*])){0,3}(/[*][*]|/[*][.]x|/)?", path in "(/{0,2}(a|b|ab|a[.]x|[.]x|a[.]X|é)?){0,4}/?") {
            let Ok(pattern) = PathPattern::parse(&pattern) else { return Ok(()) };
            let segments = path.split('/').filter(|segment| !segment.is_empty());
            let progress = segments.fold(PathPattern::start(), |progress, segment| pattern.step(progress, segment));
            proptest::prop_assert_eq!(pattern.matches(&path), pattern.accepts(progress), "{} {}", pattern, path);
        }
    }

    fn matches(pattern: &str, path: &str) -> bool {
        PathPattern::parse(pattern).unwrap().matches(&matching_form(path))
    }

    #[test]
    fn segments_match_whole_and_in_order() {
        for (pattern, path, expected) in [
            ("/", "/", true),
            ("/", "/a", false),
            ("/**", "/", true),
            ("/**", "/a/b", true),
            ("/s/**", "/s", true),
            ("/s/**", "/s/abc", true),
            ("/s/**", "/sabc", false),
            ("/a/*/c", "/a/b/c/", true),
            ("/a/*/c", "/a/b/d/c", false),
            ("/go", "//go/", true),
            ("/dl/*.apk", "/dl/x.APK", true),
            ("/dl/*.apk", "/dl/apk", false),
            ("/dl/*.apk", "/dl/.apk", false),
            ("/s/**", "/x/%2e%2e/s/1", true),
            ("/s/**", "/%2573/1", true),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} on {path}");
        }
    }

    #[test]
    fn faulty_patterns_are_named() {
        assert_eq!(PathPattern::parse("a"), Err(PathFault::NoSlash));
        assert_eq!(PathPattern::parse("/**/a"), Err(PathFault::EarlyRest));
        assert_eq!(PathPattern::parse("/a*"), Err(PathFault::PartialStar));
        assert_eq!(PathPattern::parse("/*.*"), Err(PathFault::PartialStar));
        assert_eq!(PathPattern::parse("/a//b"), Err(PathFault::EmptySegment));
    }

    #[test]
    fn the_form_is_that_of_the_slow_steps() {
        let slow = |path: &str| {
            let mut text = path.to_owned();
            for _ in 0..UNESCAPE_LIMIT {
                text = percent_encoding::percent_decode_str(&text).decode_utf8_lossy().into_owned();
            }
            without_dot_segments(&text)
        };
        for path in [
            "/",
            "/%",
            "/%4",
            "/%4g%",
            "/a%2",
            "/%25",
            "/%252525252525252525252541",
            "/%e5%95%86/x",
            "/%ff",
            "/%e5%95",
            "/a%2f%2fb/",
            "/%2e/a",
            "/a/%2E%2e",
            "/a%5cb",
            "/%61/.b/",
            "a%20",
            "/商%20/..",
        ] {
            assert_eq!(matching_form(path), slow(path), "{path}");
        }
    }
}
