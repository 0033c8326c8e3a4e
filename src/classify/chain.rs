//! The chain of a link: the link itself and what its wrappers lead to, outermost first, each layer classified.

use std::borrow::Cow;

use super::by_host::{ByHost, WebHost};
use super::candidate::{Candidate, Via, readable, unreadable};
use super::catalog::Catalog;
use super::codes;
use super::hosts::HostFacts;
use super::ids::WrapperId;
use crate::canon::{self, CanonError, Canonical, CanonicalUrl, HostKind};
use crate::signal::{Signal, SignalSet};
use crate::suffix::SuffixList;
use crate::time::Instant;
use crate::unwrap::{self, DEPTH_LIMIT, Peeled, Targets};
use crate::verdict::Kind;

/// The most layers of one link, readings and further URLs included.
const LAYER_LIMIT: usize = 32;

/// The signals of texts that can be read in more than one way.
const OTHER_READINGS: SignalSet = SignalSet::of(Signal::AmbiguousHost).union(SignalSet::of(Signal::HtmlEntities));

/// What is needed to classify links.
#[derive(Debug, Clone, Copy)]
pub struct Classifier<'c> {
    /// The catalog.
    pub catalog: &'c Catalog,
    /// The public suffix list.
    pub suffixes: &'c dyn SuffixList,
    /// The moment looked at; without one no short-link service counts as ended.
    pub moment: Option<Instant>,
}

/// The layers of one link.
#[derive(Debug, Clone)]
pub struct Chain<'a> {
    /// The link as it was written.
    pub first: Candidate<'a>,
    /// What was found inside it, outer layers before inner ones.
    pub deeper: Vec<Candidate<'a>>,
}

impl<'a> Chain<'a> {
    /// All layers, the link as written first.
    pub fn layers(&self) -> impl Iterator<Item = &Candidate<'a>> {
        std::iter::once(&self.first).chain(&self.deeper)
    }

    /// One layer by its number.
    #[must_use]
    pub fn layer(&self, number: usize) -> Option<&Candidate<'a>> {
        match number.checked_sub(1) {
            None => Some(&self.first),
            Some(at) => self.deeper.get(at),
        }
    }
}

impl<'c> Classifier<'c> {
    /// The chain of a text in canonical form; `further` are other URLs of the same share text.
    #[must_use]
    pub fn chain<'a>(&self, text: &'a str, canonical: Canonical<'a>, further: &[&str]) -> Chain<'a>
    where
        'c: 'a,
    {
        let (first, wrappers) = self.layer(text, canonical);
        let mut chain = Chain { first, deeper: Vec::new() };
        self.read_otherwise(&mut chain, 0, 0, text);
        self.grow(&mut chain, 0, 0, wrappers);
        for text in further {
            self.add(&mut chain, Cow::Borrowed(text), Via::SameText, 0, 0);
        }
        chain
    }

    /// One layer with its facts and the wrappers of its host.
    fn layer<'a>(&self, text: &str, canonical: Canonical<'a>) -> (Candidate<'a>, Vec<WrapperId>)
    where
        'c: 'a,
    {
        match canonical.url {
            Ok(url) if self.is_sentence(text, &url) => (unreadable(text, CanonError::NoLink, canonical.signals, self.catalog), Vec::new()),
            Ok(url) => {
                let host = match url.host() {
                    Some(name) if matches!(url.host_kind(), HostKind::Name | HostKind::Ip) => self.catalog.hosts.lookup(name, &url),
                    _ => HostFacts::default(),
                };
                let wrappers = host.wrappers().collect();
                let layer = self.known_layer(text, url, canonical.signals, &host);
                (layer, wrappers)
            }
            Err(error) => (unreadable(text, error, canonical.signals, self.catalog), Vec::new()),
        }
    }

    /// A layer with its facts, of whose host the table has been asked; what it leads to is not looked for.
    #[must_use]
    pub fn known_layer<'a>(&self, text: &str, url: CanonicalUrl<'a>, signals: SignalSet, host: &HostFacts<'_>) -> Candidate<'a>
    where
        'c: 'a,
    {
        let mut layer = readable(url, text, signals, host, self.catalog, self.suffixes);
        if host.short_link.is_some_and(|number| self.has_ended(number)) {
            layer.signals.insert(Signal::ClosedShortLink);
        }
        layer
    }

    /// What a host tells whose site is the same for all its paths, and where its registrable domain begins.
    #[must_use]
    #[inline(always)]
    pub fn by_host(&self, host: &WebHost<'_, '_>) -> (ByHost, Option<usize>) {
        let (mut told, registrable) = host.told(host.facts.whole_site(), self.catalog, self.suffixes);
        if host.facts.short_link.is_some_and(|number| self.has_ended(number)) {
            told.signals.insert(Signal::ClosedShortLink);
        }
        (told, registrable)
    }

    /// Whether a short-link service has ended at the moment looked at.
    fn has_ended(&self, number: u16) -> bool {
        let short = self.catalog.short_links.get(usize::from(number));
        short.zip(self.moment).is_some_and(|(short, moment)| short.times.has_ended(moment))
    }

    /// Whether what looks like a scheme is a word before a colon, as in `Note: see below`, or the beginning of a
    /// share code, as in `Z:/aB3dE5gH7jK9#`.
    fn is_sentence(&self, text: &str, url: &CanonicalUrl<'_>) -> bool {
        let unknown = !url.is_web() && self.catalog.scheme(url.scheme()).is_none();
        unknown && (text.contains(char::is_whitespace) || codes::find(text, &self.catalog.share_codes).is_some())
    }

    /// Adds what a layer leads to, and what that leads to, until nothing does or a bound is met.
    fn grow<'a>(&self, chain: &mut Chain<'a>, number: usize, depth: usize, wrappers: Vec<WrapperId>)
    where
        'c: 'a,
    {
        let Some((via, peeled)) = self.peel(chain, number, &wrappers) else {
            if chain.layer(number).and_then(Candidate::canonical).is_some_and(|url| url.is_web() && unwrap::hint::carries_link(url)) {
                mark(chain, number, Signal::RedirectHint);
            }
            return;
        };
        let targets = match peeled {
            Peeled::NotThis => return,
            Peeled::Opaque => {
                mark(chain, number, Signal::OpaqueTarget);
                return;
            }
            Peeled::Targets(targets) => targets,
        };
        if depth + 1 > DEPTH_LIMIT {
            mark(chain, number, Signal::ChainTooDeep);
            mark(chain, number, Signal::OpaqueTarget);
            return;
        }
        mark(chain, number, Signal::Wrapped);
        if depth >= 1 {
            mark(chain, number, Signal::NestedWrapper);
        }
        for target in targets {
            self.add(chain, Cow::Owned(target), via, number, depth + 1);
        }
    }

    /// Adds a layer for every other link that is read in the text of a layer: other hosts by other parsers, and the link
    /// that a page shows where the text holds HTML entities.
    fn read_otherwise<'a>(&self, chain: &mut Chain<'a>, number: usize, depth: usize, text: &str)
    where
        'c: 'a,
    {
        let Some(layer) = chain.layer(number).filter(|layer| layer.signals.intersects(OTHER_READINGS)) else { return };
        let mut others = match layer.canonical() {
            Some(url) => canon::readings::others(text, url),
            None => canon::readings::of_refused(text),
        };
        others.extend(canon::look::without_entities(text));
        for other in others {
            self.add(chain, Cow::Owned(other), Via::Reading, number, depth);
        }
    }

    /// The wrapper or deep link that a layer is, and what it tells of its target.
    fn peel(&self, chain: &mut Chain<'_>, number: usize, wrappers: &[WrapperId]) -> Option<(Via, Peeled)> {
        let found = {
            let layer = chain.layer(number)?;
            let url = layer.canonical()?;
            if url.is_web() {
                self.wrapper_of(url, wrappers).map(|(id, peeled)| (Via::Wrapper(id), peeled))
            } else {
                let targets = self.deep_link_targets(url);
                (!targets.is_empty()).then_some((Via::DeepLink, Peeled::Targets(targets)))
            }
        };
        if let (Some((Via::Wrapper(id), _)), Some(layer)) = (&found, layer_mut(chain, number)) {
            layer.wrapper = Some(*id);
        }
        found
    }

    /// The wrapper that a web URL is, of those of its host, and what it tells of its target.
    #[must_use]
    pub fn wrapper_of(&self, url: &CanonicalUrl<'_>, wrappers: &[WrapperId]) -> Option<(WrapperId, Peeled)> {
        // Jump pages can share a path; the one whose target is read tells more than one whose target is not.
        let mut opaque = None;
        let read = wrappers.iter().find_map(|id| {
            let wrapper = self.catalog.wrapper_entry(*id)?;
            match unwrap::peel(url, &wrapper.spec) {
                Peeled::NotThis => None,
                Peeled::Opaque => {
                    opaque = opaque.or(Some(*id));
                    None
                }
                peeled @ Peeled::Targets(_) => Some((*id, peeled)),
            }
        });
        read.or_else(|| opaque.map(|id| (id, Peeled::Opaque)))
    }

    /// The web URLs and scripts that a deep link carries; other schemes inside it start apps as it does itself.
    /// An intent link names its app only inside, so there the app's own link counts as well.
    fn deep_link_targets(&self, url: &CanonicalUrl<'_>) -> Targets {
        if unwrap::intent::is_intent(url) {
            return unwrap::intent::targets(url);
        }
        let Some(scheme) = self.catalog.scheme(url.scheme()) else {
            // `URL:https://a.cn` in a card, `feed:https://a.cn`: whatever the word before it is, the link behind it may be followed.
            let rest = url.as_str().get(url.scheme().len() + 1..).unwrap_or_default();
            let is_web = canon::scheme::scheme_of(rest).is_some_and(|inner| matches!(inner.to_ascii_lowercase().as_str(), "http" | "https"));
            return is_web.then(|| rest.to_owned()).into_iter().collect();
        };
        let mut targets = unwrap::targets(url, &scheme.targets, None);
        targets.retain(|target: &mut String| {
            let name = canon::scheme::scheme_of(target).unwrap_or_default().to_ascii_lowercase();
            matches!(name.as_str(), "http" | "https") || self.catalog.scheme(&name).is_some_and(|scheme| scheme.kind == Kind::Script)
        });
        targets
    }

    /// Adds a layer and what it leads to, if there is room and it is not there yet.
    pub(super) fn add<'a>(&self, chain: &mut Chain<'a>, text: Cow<'_, str>, via: Via, parent: usize, depth: usize)
    where
        'c: 'a,
    {
        if chain.deeper.len() >= LAYER_LIMIT {
            mark(chain, parent, Signal::ChainTooDeep);
            return;
        }
        let canonical = canon::canonicalise(&text);
        let owned = Canonical { url: canonical.url.map(CanonicalUrl::into_owned), signals: canonical.signals };
        if let Ok(url) = &owned.url
            && matches!(via, Via::Wrapper(_) | Via::DeepLink)
            && chain.layers().any(|layer| layer.canonical().is_some_and(|known| known.as_str() == url.as_str()))
        {
            mark(chain, parent, Signal::ChainCycle);
            return;
        }
        let (mut layer, wrappers) = self.layer(&text, owned);
        layer.via = via;
        layer.parent = parent;
        if layer.kind != Kind::Web && matches!(via, Via::Wrapper(_)) {
            mark(chain, parent, Signal::NonWebTarget);
        }
        chain.deeper.push(layer);
        let number = chain.deeper.len();
        if via != Via::Reading {
            self.read_otherwise(chain, number, depth, &text);
        }
        self.grow(chain, number, depth, wrappers);
    }
}

/// One layer by its number, to be changed.
pub(super) fn layer_mut<'m, 'a>(chain: &'m mut Chain<'a>, number: usize) -> Option<&'m mut Candidate<'a>> {
    match number.checked_sub(1) {
        None => Some(&mut chain.first),
        Some(at) => chain.deeper.get_mut(at),
    }
}

/// Sets a signal of one layer.
pub(super) fn mark(chain: &mut Chain<'_>, number: usize, signal: Signal) {
    if let Some(layer) = layer_mut(chain, number) {
        layer.signals.insert(signal);
    }
}

/// A text without any URL in it, for lines that cannot be read at all.
#[must_use]
pub fn unread<'a>(text: &str, error: CanonError, signals: SignalSet, catalog: &'a Catalog) -> Chain<'a> {
    Chain { first: unreadable(text, error, signals, catalog), deeper: Vec::new() }
}
