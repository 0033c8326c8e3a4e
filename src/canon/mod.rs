//! Canonical URLs: the form of the WHATWG URL Standard, with the steps of Safe Browsing that matter for matching.
//!
//! Three roads lead to the same result. [`fast`] proves in one scan that a URL is already canonical, [`mend`] makes canonical
//! what needs but small repairs; everything else takes [`slow`], which looks at the raw text first ([`look`]), parses with the
//! `url` crate and folds the host ([`host`]). All give the same bytes and signals wherever they give an answer.

pub mod fast;
pub mod host;
pub mod look;
pub mod mend;
pub mod parse;
mod proved;
pub mod readings;
pub mod refang;
pub mod scheme;
pub mod slow;

use std::borrow::Cow;

use crate::lanes;
use crate::message::Text;
use crate::message::run as text;
use crate::path::matching_form;
use crate::room::Roomy;
use crate::signal::SignalSet;

pub use proved::Proved;

/// What stands in the host's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostKind {
    /// The scheme has no host, or it is empty.
    None,
    /// A name made of labels.
    Name,
    /// An IPv4 or IPv6 address.
    Ip,
    /// A host of a scheme that is not special, kept as it was written.
    Opaque,
}

/// A URL in canonical form, with the places of its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CanonicalUrl<'a> {
    text: Cow<'a, str>,
    scheme_end: u32,
    host: Part,
    path: Part,
    query: Option<Part>,
    fragment: Option<u32>,
    port: Option<u16>,
    host_kind: HostKind,
    family: Family,
    path_escapes: PathEscapes,
}

/// Whether a path holds a percent sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PathEscapes {
    None,
    Some,
}

impl PathEscapes {
    fn of(path: &[u8]) -> Self {
        if memchr::memchr(b'%', path).is_some() { Self::Some } else { Self::None }
    }
}

/// Whether a URL is one of the web's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Web,
    Other,
}

/// A stretch of bytes of a URL. URLs are far shorter than 4 GiB: the readers bound them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    start: u32,
    end: u32,
}

impl Part {
    fn new(start: usize, end: usize) -> Self {
        Self { start: offset(start), end: offset(end) }
    }
}

fn offset(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

impl CanonicalUrl<'_> {
    /// The whole URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The scheme in lower case, without the colon.
    #[must_use]
    pub fn scheme(&self) -> &str {
        self.part(Part { start: 0, end: self.scheme_end })
    }

    /// The host without the brackets of IPv6; `None` where there is none.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        match self.host_kind {
            HostKind::None => None,
            _ => Some(self.part(self.host)),
        }
    }

    /// The same with what stands behind it in the URL, to be hashed, compared and copied.
    #[must_use]
    pub(crate) fn host_roomy(&self) -> Option<Roomy<'_>> {
        match self.host_kind {
            HostKind::None => None,
            _ => Roomy::within(&self.text, self.host.start as usize, self.host.end as usize),
        }
    }

    /// What stands in the host's place.
    #[must_use]
    pub const fn host_kind(&self) -> HostKind {
        self.host_kind
    }

    /// Whether a backslash stands in it: in its path there is none, as the URL Standard makes slashes of them.
    #[must_use]
    pub fn holds_backslash(&self) -> bool {
        let from = if self.family == Family::Web { self.path.end as usize } else { 0 };
        lanes::find(self.text.as_bytes(), from, |lanes| lanes::equal(lanes, b'\\')) < self.text.len()
    }

    /// The port where it is not the usual one of the scheme.
    #[must_use]
    pub const fn port(&self) -> Option<u16> {
        self.port
    }

    /// The path, with its first slash.
    #[must_use]
    pub fn path(&self) -> &str {
        self.part(self.path)
    }

    /// Whether the path holds a percent sign; found out once, for much is asked of paths without one.
    #[must_use]
    pub const fn has_escaped_path(&self) -> bool {
        matches!(self.path_escapes, PathEscapes::Some)
    }

    /// The path in the form in which path patterns are matched. A canonical path of the web without escapes is that already: it has no
    /// dot segments, and empty ones do not count.
    #[must_use]
    #[inline(always)]
    pub fn path_to_match(&self) -> Cow<'_, str> {
        if self.is_web() && !self.has_escaped_path() { Cow::Borrowed(self.path()) } else { matching_form(self.path()) }
    }

    /// The query without the question mark.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.query.map(|part| self.part(part))
    }

    /// The fragment without the number sign.
    #[must_use]
    pub fn fragment(&self) -> Option<&str> {
        self.fragment.and_then(|start| self.text.get(start as usize..))
    }

    /// Whether the scheme is `http` or `https`.
    #[must_use]
    pub const fn is_web(&self) -> bool {
        matches!(self.family, Family::Web)
    }

    /// The same URL, owning its text.
    #[must_use]
    pub fn into_owned(self) -> CanonicalUrl<'static> {
        CanonicalUrl { text: Cow::Owned(self.text.into_owned()), ..self }
    }

    fn part(&self, part: Part) -> &str {
        self.text.get(part.start as usize..part.end as usize).unwrap_or_default()
    }
}

/// Why a text has no canonical form.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CanonError {
    /// Nothing but white space.
    Empty,
    /// No scheme, and it does not begin like a host.
    NoLink,
    /// The host breaks the rules of the URL Standard.
    Host,
    /// The port is no number from 0 to 65535.
    Port,
    /// More bytes than are read.
    TooLong {
        /// The length in bytes.
        bytes: usize,
        /// The most that is read.
        limit: usize,
    },
    /// Not valid UTF-8.
    NotUtf8,
    /// Any other fault that the URL Standard names.
    Other(&'static str),
}

impl CanonError {
    /// The reason as a sentence for a person.
    #[must_use]
    pub fn sentence(&self) -> Text {
        match self {
            Self::Empty => text::link_empty(),
            Self::NoLink => text::link_none(),
            Self::Host => text::link_bad_host(),
            Self::Port => text::link_bad_port(),
            Self::TooLong { bytes, limit } => text::link_too_long(*bytes, *limit),
            Self::NotUtf8 => text::link_not_utf8(),
            Self::Other(reason) => text::link_fault(reason),
        }
    }

    /// A short stable id for machines.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NoLink => "no-link",
            Self::Host => "invalid-host",
            Self::Port => "invalid-port",
            Self::TooLong { .. } => "too-long",
            Self::NotUtf8 => "not-utf8",
            Self::Other(_) => "invalid-url",
        }
    }
}

/// A text after canonicalisation: its URL or the reason it has none, and what was odd about the writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canonical<'a> {
    /// The canonical URL, or why there is none.
    pub url: Result<CanonicalUrl<'a>, CanonError>,
    /// Signals about the raw text.
    pub signals: SignalSet,
}

impl<'a> Canonical<'a> {
    /// That of a text which was proved canonical as a whole.
    #[must_use]
    pub fn proved(proved: Proved, text: &'a str) -> Self {
        Self { url: Ok(proved.url(text)), signals: SignalSet::EMPTY }
    }
}

/// Brings a text into canonical form, by the first road that takes it.
#[must_use]
pub fn canonicalise(text: &str) -> Canonical<'_> {
    quick(text).unwrap_or_else(|| slow::canonicalise(text))
}

/// The canonical form of a text by the roads that need one scan, if one of them takes it.
#[must_use]
#[inline]
pub fn quick(text: &str) -> Option<Canonical<'_>> {
    match fast::proved(text) {
        Some(proved) => Some(Canonical::proved(proved, text)),
        None => mend::canonical(text),
    }
}
