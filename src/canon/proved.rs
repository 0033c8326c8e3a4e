//! A web URL that one scan proved canonical, as the places of its parts: small enough to be handed about before the rest is looked at.

use std::borrow::Cow;

use super::{CanonicalUrl, Family, HostKind, Part, PathEscapes, offset};
use crate::lanes;
use crate::room::{Roomy, Span};

/// The places of a proved URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proved {
    pub(super) scheme_end: u32,
    pub(super) host_end: u32,
    pub(super) path_start: u32,
    pub(super) path_end: u32,
    pub(super) query_end: u32,
    pub(super) end: u32,
    pub(super) port: Option<u16>,
    pub(super) marks: Marks,
}

/// What the scan met on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks(u8);

impl Marks {
    pub(super) const NONE: Self = Self(0);
    /// A percent sign in the path.
    pub(super) const ESCAPE: Self = Self(1);
    /// A value in the query that may be a link.
    pub(super) const LINK: Self = Self(2);
    /// A backslash in the query.
    pub(super) const BACKSLASH: Self = Self(4);
    /// A fragment.
    pub(super) const FRAGMENT: Self = Self(8);

    /// This one where something was met.
    pub(super) const fn met(self, bits: u32) -> Self {
        if bits == 0 { Self::NONE } else { self }
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl Proved {
    /// Where it ends: the byte there, if there is one, is none that it could hold.
    #[must_use]
    pub const fn end(&self) -> usize {
        self.end as usize
    }

    /// The host, in the text from which it was scanned.
    #[must_use]
    pub fn host_of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.scheme_end as usize + 3..self.host_end as usize).unwrap_or_default()
    }

    /// The host in bytes that begin with the link.
    pub(crate) fn host_span<'t>(&self, bytes: &'t [u8]) -> Span<'t> {
        Span::first_of(bytes.get(self.scheme_end as usize + 3..).unwrap_or_default(), self.host_length())
    }

    /// The host in its text.
    pub(crate) fn host_in<'t>(&self, text: Roomy<'t>) -> Span<'t> {
        text.part(self.scheme_end as usize + 3, self.host_end as usize)
    }

    /// The same as text.
    pub(crate) fn host_roomy<'t>(&self, text: Roomy<'t>) -> Option<Roomy<'t>> {
        text.slice(self.scheme_end as usize + 3, self.host_end as usize)
    }

    /// How many bytes the host has.
    #[must_use]
    pub const fn host_length(&self) -> usize {
        (self.host_end - self.scheme_end - 3) as usize
    }

    /// What the canonical form has behind the text: a URL that ends with its host gets a path.
    #[must_use]
    pub const fn added(&self) -> &'static str {
        if self.path_start == self.path_end { "/" } else { "" }
    }

    /// Where the path begins and ends; it may be empty here.
    #[must_use]
    pub const fn path(&self) -> (usize, usize) {
        (self.path_start as usize, self.path_end as usize)
    }

    /// Whether an escape stands in the path.
    #[must_use]
    pub const fn has_escaped_path(&self) -> bool {
        self.marks.has(Marks::ESCAPE)
    }

    /// Whether there is a port, other than the usual one.
    #[must_use]
    pub const fn has_port(&self) -> bool {
        self.port.is_some()
    }

    /// Whether a value of the query may be a link, or the fragment may have a query; `false` is certain.
    #[must_use]
    #[inline(always)]
    pub fn may_carry_link(&self, text: &[u8]) -> bool {
        self.marks.has(Marks::LINK) || self.fragment(text).is_some_and(|fragment| lanes::contains(fragment, b'?'))
    }

    /// Whether a backslash stands in it.
    #[must_use]
    #[inline(always)]
    pub fn holds_backslash(&self, text: &[u8]) -> bool {
        self.marks.has(Marks::BACKSLASH) || self.fragment(text).is_some_and(|fragment| lanes::contains(fragment, b'\\'))
    }

    fn fragment<'t>(&self, text: &'t [u8]) -> Option<&'t [u8]> {
        if self.marks.has(Marks::FRAGMENT) { text.get(self.query_end as usize + 1..self.end as usize) } else { None }
    }

    /// The URL, where the text is all of it.
    #[must_use]
    #[inline(always)]
    pub fn url(self, text: &str) -> CanonicalUrl<'_> {
        self.of(Cow::Borrowed(text))
    }

    /// The same with its text.
    #[inline(always)]
    pub(super) fn of(self, text: Cow<'_, str>) -> CanonicalUrl<'_> {
        let Self { scheme_end, host_end, path_start, query_end, port, marks, .. } = self;
        let text = if self.added().is_empty() { text } else { Cow::Owned(format!("{text}/")) };
        let path_end = self.path_end.max(path_start + 1);
        CanonicalUrl {
            text,
            scheme_end,
            host: Part { start: scheme_end + 3, end: host_end },
            path: Part { start: path_start, end: path_end },
            query: (query_end > path_end).then_some(Part { start: path_end + 1, end: query_end }),
            fragment: marks.has(Marks::FRAGMENT).then_some(query_end + 1),
            port,
            host_kind: HostKind::Name,
            family: Family::Web,
            path_escapes: if marks.has(Marks::ESCAPE) { PathEscapes::Some } else { PathEscapes::None },
        }
    }
}

impl Proved {
    /// The places, by how far the parts reach.
    pub(super) fn new(scheme_end: usize, [host_end, path_start, path_end, query_end, end]: [usize; 5], port: Option<u16>, marks: Marks) -> Self {
        Self {
            scheme_end: offset(scheme_end),
            host_end: offset(host_end),
            path_start: offset(path_start),
            path_end: offset(path_end),
            query_end: offset(query_end),
            end: offset(end),
            port,
            marks,
        }
    }
}
