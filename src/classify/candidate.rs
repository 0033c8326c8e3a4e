//! The facts of one layer: all that a rule may ask about it.

use super::by_host::WebHost;
use super::catalog::{Catalog, Scheme};
use super::download;
use super::hosts::HostFacts;
use super::ids::{CategorySet, OwnerId, WrapperId};
use super::lookup::Lookup;
use crate::canon::{CanonError, CanonicalUrl, HostKind};
use crate::marked::Marked;
use crate::signal::{Signal, SignalSet};
use crate::suffix::SuffixList;
use crate::verdict::{Kind, Shortener};

/// How a layer hangs on the one it was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Via {
    /// It is the link as it was written.
    Written,
    /// The target of a wrapper.
    Wrapper(WrapperId),
    /// The web URL inside a deep link.
    DeepLink,
    /// Another way to read the same text.
    Reading,
    /// A further URL of the same share text.
    SameText,
    /// Where a short link, or a wrapper with an unreadable target, was found to lead; the wrapper, if it is one.
    Resolved(Option<WrapperId>),
}

/// One layer of a chain with its facts.
#[derive(Debug, Clone)]
pub struct Candidate<'a> {
    /// The canonical URL, or why there is none.
    pub url: Result<CanonicalUrl<'a>, CanonError>,
    /// How the layer hangs on the one it was found in.
    pub via: Via,
    /// The number of the layer it was found in; 0 for the first.
    pub parent: usize,
    /// What kind of link it is.
    pub kind: Kind,
    /// The registrable domain of a host that is a name.
    pub registrable: Option<(u32, u32)>,
    /// Who runs the site or app.
    pub owner: Option<OwnerId>,
    /// What it is.
    pub category: CategorySet,
    /// Signals about how it is written.
    pub signals: SignalSet,
    /// The class of a short-link host.
    pub shortener: Option<Shortener>,
    /// The wrapper it is, if it is one.
    pub wrapper: Option<WrapperId>,
    /// The user's lists that name its host, as bits.
    pub lists: u64,
    /// Its length as written, in Unicode scalar values.
    pub length: usize,
    /// The id of a payment code, mini-program link or share code.
    pub code: Option<&'a str>,
    /// Whether its target was looked for on the network, and how that ended.
    pub lookup: Lookup,
}

impl Candidate<'_> {
    /// The canonical URL, if there is one.
    #[must_use]
    pub fn canonical(&self) -> Option<&CanonicalUrl<'_>> {
        self.url.as_ref().ok()
    }

    /// The host, if there is one.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        self.canonical().and_then(CanonicalUrl::host)
    }

    /// The host where it is a name, not an address.
    #[must_use]
    pub fn host_name(&self) -> Option<&str> {
        self.canonical().filter(|url| url.host_kind() == HostKind::Name).and_then(CanonicalUrl::host)
    }

    /// The registrable domain.
    #[must_use]
    pub fn registrable(&self) -> Option<&str> {
        let (start, end) = self.registrable?;
        self.host()?.get(start as usize..end as usize)
    }
}

/// The facts of a layer that has no URL: what its raw text still tells.
#[must_use]
pub fn unreadable<'a>(text: &str, error: CanonError, signals: SignalSet, catalog: &'a Catalog) -> Candidate<'a> {
    let mut candidate = blank(Err(error), text, signals);
    candidate.signals.insert(Signal::Unparsable);
    if let Some(code) = super::codes::find(text, &catalog.share_codes) {
        candidate.kind = Kind::ShareCode;
        candidate.owner = code.owner;
        candidate.category = code.category;
        candidate.code = Some(&code.id);
        candidate.url = Err(CanonError::NoLink);
        candidate.signals = signals;
        return candidate;
    }
    if let Some(prefix) = catalog.prefixes.iter().find(|prefix| prefix.text.starts_with('#') && text.contains(prefix.text.as_str())) {
        candidate.kind = prefix.kind;
        candidate.owner = prefix.owner;
        candidate.code = Some(&prefix.id);
        candidate.signals = signals;
        return candidate;
    }
    if let Some(code) = catalog.payer_codes.iter().find(|code| code.is(text)) {
        candidate.kind = Kind::PaymentCode;
        candidate.owner = code.owner;
        candidate.code = Some(&code.id);
        candidate.url = Err(CanonError::NoLink);
        candidate.signals = signals;
        return candidate;
    }
    let clean: String = text.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    if let Some(scheme) = crate::canon::scheme::scheme_of(&clean) {
        let scheme = scheme.to_ascii_lowercase();
        if let Some(known) = catalog.scheme(&scheme) {
            (candidate.kind, candidate.owner, candidate.category) = (known.kind, known.owner, known.category);
        }
    }
    candidate
}

/// The facts of a layer with a URL; `host` is what the host table says of it.
#[must_use]
pub fn readable<'a>(
    url: CanonicalUrl<'a>,
    text: &str,
    mut signals: SignalSet,
    host: &HostFacts<'_>,
    catalog: &'a Catalog,
    suffixes: &dyn SuffixList,
) -> Candidate<'a> {
    let (site, registrable) = if url.is_web() { web_site(&url, &mut signals, host, catalog, suffixes) } else { (app_site(&url, &mut signals, catalog), None) };
    let code = if url.is_web() && !host.has_code { None } else { catalog.prefixes.iter().find(|prefix| prefix.meets(url.as_str())) };
    let shortener = host.short_link.and_then(|number| catalog.short_links.get(usize::from(number))).map(|short| short.class);
    Candidate {
        via: Via::Written,
        parent: 0,
        kind: code.map_or(site.kind, |code| code.kind),
        registrable,
        owner: code.and_then(|code| code.owner).or(site.owner),
        category: code.map_or(site.category, |code| code_category(code.kind, &url, site.category, catalog)),
        signals,
        shortener,
        wrapper: None,
        lists: host.lists,
        length: scalars(text),
        code: code.map(|code| code.id.as_str()),
        lookup: Lookup::NotAsked,
        url: Ok(url),
    }
}

/// What a code is: an app's own payment code pays, whatever else the app does; a site's pages are what the site is.
fn code_category(kind: Kind, url: &CanonicalUrl<'_>, of_app: CategorySet, catalog: &Catalog) -> CategorySet {
    let pays = kind == Kind::PaymentCode && !url.is_web();
    if pays { catalog.category("payment").unwrap_or(of_app) } else { of_app }
}

/// Whose site or app it is, and what kind of link that makes.
struct SiteFacts {
    kind: Kind,
    owner: Option<OwnerId>,
    category: CategorySet,
}

/// The facts of a web URL's site and where its registrable domain stands; the signals of its host, port and path are added.
fn web_site(
    url: &CanonicalUrl<'_>,
    signals: &mut SignalSet,
    facts: &HostFacts<'_>,
    catalog: &Catalog,
    suffixes: &dyn SuffixList,
) -> (SiteFacts, Option<(u32, u32)>) {
    let name = url.host().unwrap_or_default();
    let host = WebHost { host: Marked::of(name), kind: url.host_kind(), facts, written: *signals };
    let (told, registrable) = host.told(facts.site(url.path()), catalog, suffixes);
    *signals = signals.union(told.signals).union(of_link(url));
    let place = |start: usize| Some((u32::try_from(start).ok()?, u32::try_from(name.len()).ok()?));
    (SiteFacts { kind: Kind::Web, owner: told.owner, category: told.category }, registrable.and_then(place))
}

/// The signals of a web URL's port and path.
#[must_use]
pub fn of_link(url: &CanonicalUrl<'_>) -> SignalSet {
    let mut signals = SignalSet::EMPTY;
    if url.port().is_some() {
        signals.insert(Signal::OtherPort);
    }
    let path = url.path();
    let is_download = if url.has_escaped_path() { download::is_download(path) } else { download::ends_like_download(path.as_bytes()) };
    if is_download {
        signals.insert(Signal::FileDownload);
    }
    signals
}

/// The facts of a URL with another scheme; one that nobody knows most likely starts an app.
fn app_site(url: &CanonicalUrl<'_>, signals: &mut SignalSet, catalog: &Catalog) -> SiteFacts {
    match known_app(url, catalog) {
        Some(scheme) => SiteFacts { kind: scheme.kind, owner: scheme.owner, category: scheme.category },
        None => {
            signals.insert(Signal::UnknownScheme);
            SiteFacts { kind: Kind::DeepLink, owner: None, category: CategorySet::default() }
        }
    }
}

/// The app that a URL with another scheme starts, where the catalog knows it.
#[must_use]
pub fn known_app<'c>(url: &CanonicalUrl<'_>, catalog: &'c Catalog) -> Option<&'c Scheme> {
    let named = match url.scheme() {
        "intent" => intent_app(url.fragment().unwrap_or_default(), catalog),
        // `android-app://com.example/...` names its package as a host.
        "android-app" => url.host().and_then(|package| catalog.package(package)),
        _ => None,
    };
    named.or_else(|| catalog.scheme(url.scheme()))
}

/// The app that `#Intent;scheme=..;package=..;end` starts: the package decides which app gets the link, the scheme
/// only which link it gets. A scheme of the web starts whatever browser there is.
///
/// Source: the `intent:` syntax of Chrome for Android.
fn intent_app<'c>(fragment: &str, catalog: &'c Catalog) -> Option<&'c Scheme> {
    let fields = || fragment.strip_prefix("Intent;").unwrap_or_default().split(';');
    let package = fields().find_map(|field| field.strip_prefix("package=")).and_then(|package| catalog.package(package));
    package.or_else(|| {
        let scheme = fields().find_map(|field| field.strip_prefix("scheme="))?;
        catalog.scheme(&scheme.to_ascii_lowercase())
    })
}

fn blank<'a>(url: Result<CanonicalUrl<'a>, CanonError>, text: &str, signals: SignalSet) -> Candidate<'a> {
    Candidate {
        url,
        via: Via::Written,
        parent: 0,
        kind: Kind::Web,
        registrable: None,
        owner: None,
        category: CategorySet::default(),
        signals,
        shortener: None,
        wrapper: None,
        lists: 0,
        length: scalars(text),
        code: None,
        lookup: Lookup::NotAsked,
    }
}

/// The number of Unicode scalar values.
#[must_use]
pub fn scalars(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}
