//! One line, from its bytes to its outcome.

use std::collections::BTreeSet;

use smallvec::SmallVec;

use super::masked::is_masked;
use super::outcome::{At, Extent, LinkOutcome, SceneDecision, Written};
use super::run::Run;
use crate::canon::{self, CanonError, Canonical, CanonicalUrl, fast};
use crate::classify::chain::{self, Chain};
use crate::classify::codes;
use crate::classify::resolve::hidden_urls;
use crate::extract::text::{RawLink, link_of_line};
use crate::input::blocks::LINK_LIMIT;
use crate::signal::{Signal, SignalSet};

/// What a line is to the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'l> {
    /// Nothing but white space.
    Blank,
    /// A comment.
    Comment,
    /// A link, or what stands in a link's place.
    Link(&'l [u8]),
}

/// Tells blank lines and comments from links. A mini-program's short form begins with `#` and is no comment.
#[must_use]
pub fn line_kind(line: &[u8]) -> Line<'_> {
    let text = line.trim_ascii();
    match text.first() {
        None => Line::Blank,
        Some(b'#') if !text.starts_with("#小程序".as_bytes()) => Line::Comment,
        Some(b) if *b < 0x80 => Line::Link(line),
        Some(_) => match std::str::from_utf8(line) {
            Ok(text) if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() => Line::Blank,
            _ => Line::Link(line),
        },
    }
}

impl<'r> Run<'r> {
    /// The outcome of one line that holds a link; `length` is its full length where it was cut.
    #[must_use]
    pub fn check_line<'a>(&self, line: &'a [u8], number: u64, length: Option<usize>) -> LinkOutcome<'a>
    where
        'r: 'a,
    {
        let full = length.unwrap_or(line.len());
        let line = line.get(..LINK_LIMIT).unwrap_or(line);
        let text = match std::str::from_utf8(line) {
            Ok(text) => text,
            Err(error) => match line.get(..error.valid_up_to()).map(std::str::from_utf8) {
                // The cut went through a character.
                Some(Ok(text)) if full > LINK_LIMIT && error.error_len().is_none() => text,
                _ => return self.unread(Written::Bytes(line), number, full),
            },
        };
        if full > LINK_LIMIT {
            return self.unread(Written::Text(text), number, full);
        }
        if let Some(proved) = fast::proved(text) {
            return self.check_canonical(text, Canonical::proved(proved, text), At::line(number, 1, 1 + text.len()));
        }
        let raw = link_of_line(text);
        let before = text.get(..raw.start).unwrap_or_default().chars().count();
        let at = At::line(number, before + 1, before + 1 + raw.text.chars().count());
        let mut chain = self.chain(&raw);
        self.look_up(&mut chain);
        let outcome = self.decide(Written::Text(raw.text), Extent::Whole, at, chain);
        LinkOutcome { code_beside: self.code_beside(text, &raw), ..outcome }
    }

    /// The outcome of a link given by itself, as on a command line.
    #[must_use]
    pub fn check_text<'a>(&self, text: &'a str) -> LinkOutcome<'a>
    where
        'r: 'a,
    {
        self.check_line(text.as_bytes(), 1, None)
    }

    /// The outcome of a link that was found in content; `resolved` is what it leads to, where that is not the text itself, and
    /// `shown` the text that people see in its place.
    #[must_use]
    pub fn check_found<'a>(&self, text: &'a str, resolved: Option<&str>, shown: Option<&str>, at: At<'a>, signals: SignalSet) -> LinkOutcome<'a>
    where
        'r: 'a,
    {
        if text.len() > LINK_LIMIT {
            let cut = (0..=LINK_LIMIT).rev().find_map(|end| text.get(..end)).unwrap_or_default();
            return LinkOutcome { at, ..self.unread(Written::Text(cut), 1, text.len()) };
        }
        let proved = if resolved.is_none() && signals == SignalSet::EMPTY { fast::canonical(text) } else { None };
        let canonical = match (proved, resolved) {
            (Some(url), _) => Canonical { url: Ok(url), signals },
            (None, None) => canon::canonicalise(text),
            (None, Some(resolved)) => {
                let canonical = canon::canonicalise(resolved);
                Canonical { url: canonical.url.map(CanonicalUrl::into_owned), signals: canonical.signals }
            }
        };
        let canonical = Canonical { signals: canonical.signals.union(signals), ..canonical };
        let mut chain = self.classifier.chain(text, canonical, &[]);
        self.look_up(&mut chain);
        if shown.is_some_and(|shown| is_masked(shown, &chain, self.classifier.catalog, self.classifier.suffixes)) {
            chain.first.signals.insert(Signal::MaskedLink);
        }
        self.decide(Written::Text(text), Extent::Whole, at, chain)
    }

    /// The outcome of a link that is all of its text, in canonical form.
    #[must_use]
    pub fn check_canonical<'a>(&self, text: &'a str, canonical: Canonical<'a>, at: At<'a>) -> LinkOutcome<'a>
    where
        'r: 'a,
    {
        let mut chain = self.classifier.chain(text, canonical, &[]);
        self.look_up(&mut chain);
        self.decide(Written::Text(text), Extent::Whole, at, chain)
    }

    fn chain<'a>(&self, raw: &RawLink<'a>) -> Chain<'a>
    where
        'r: 'a,
    {
        let mut canonical = canon::canonicalise(raw.text);
        canonical.signals = canonical.signals.union(raw.signals);
        self.classifier.chain(raw.text, canonical, &raw.further)
    }

    /// The share code beside the URL of a share text: the URL is what is judged, the code a fact beside it.
    fn code_beside(&self, line: &str, raw: &RawLink<'_>) -> Option<&'r str> {
        if !raw.signals.contains(Signal::ShareText) {
            return None;
        }
        let urls: Vec<&str> = std::iter::once(raw.text).chain(raw.further.iter().copied()).collect();
        codes::find_beside(line, &urls, &self.classifier.catalog.share_codes).map(|code| code.id.as_str())
    }

    /// Adds what the hidden targets of a chain were found to be, where somebody is to be asked.
    fn look_up<'a>(&self, chain: &mut Chain<'a>)
    where
        'r: 'a,
    {
        if let Some(resolver) = self.resolver {
            self.classifier.resolve(chain, resolver);
        }
    }

    /// Tells the resolver what will be asked for in some lines. Lines that need a closer look are left to their turn.
    pub(super) fn prepare_lookups(&self, lines: &[u8]) {
        let Some(resolver) = self.resolver else { return };
        let mut urls = BTreeSet::new();
        for line in lines.split(|byte| *byte == b'\n') {
            let Ok(text) = std::str::from_utf8(line) else { continue };
            if text.len() <= LINK_LIMIT && matches!(line_kind(line), Line::Link(_)) {
                urls.extend(hidden_urls(&self.chain(&link_of_line(text))).map(str::to_owned));
            }
        }
        resolver.prepare(&urls.into_iter().collect::<Vec<_>>());
    }

    /// A line that is too long or not UTF-8: what can still be seen of it is judged, and `otherwise` bounds it.
    fn unread<'a>(&self, written: Written<'a>, number: u64, full: usize) -> LinkOutcome<'a>
    where
        'r: 'a,
    {
        let (text, columns, mut error, mut signals) = match written {
            Written::Text(text) => (text.to_owned(), text.chars().count(), CanonError::Empty, SignalSet::EMPTY),
            Written::Bytes(bytes) => {
                let text = String::from_utf8_lossy(bytes).into_owned();
                let columns = text.chars().count();
                (text, columns, CanonError::NotUtf8, SignalSet::of(Signal::NotUtf8))
            }
        };
        let extent = if full > LINK_LIMIT { Extent::Cut } else { Extent::Whole };
        if extent == Extent::Cut {
            signals.insert(Signal::TooLong);
            if error == CanonError::Empty {
                error = CanonError::TooLong { bytes: full, limit: LINK_LIMIT };
            }
        }
        let chain = chain::unread(&text, error, signals, self.classifier.catalog);
        self.decide(written, extent, At::line(number, 1, 1 + columns), chain)
    }

    /// Decides a chain under every policy and scene.
    pub(super) fn decide<'a>(&self, written: Written<'a>, extent: Extent, at: At<'a>, chain: Chain<'a>) -> LinkOutcome<'a> {
        let mut decisions = SmallVec::new();
        for (policy, run) in self.policies.iter().enumerate() {
            let hits = run.matcher.hits(&chain);
            decisions.extend(run.scenes.iter().map(|scene| SceneDecision { policy, scene: *scene, decision: run.matcher.decide(*scene, &hits) }));
        }
        LinkOutcome { written, extent, at, chain, code_beside: None, decisions, allowed: Vec::new() }
    }
}
