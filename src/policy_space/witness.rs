//! Links for an assignment: written as it asks, put inside jump pages as deep as it asks.

use super::facts::{Assignment, Side};
use super::site::{Parts, Recipe, Site};
use super::wrap::wrap;
use super::written;
use crate::classify::catalog::Catalog;
use crate::classify::ids::WrapperId;
use crate::signal::Signal;
use crate::unwrap::DEPTH_LIMIT;

/// The most links that are drawn up for one assignment.
pub const LINK_LIMIT: usize = 4096;

/// The most kinds of jump pages that are tried around a link that is to lie too deep.
const DEEP_ENVELOPES: usize = 8;

/// Something that links are put inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Envelope {
    /// A jump page.
    Jump {
        /// The wrapper.
        wrapper: WrapperId,
        /// Scheme and host of its page.
        origin: String,
    },
    /// An intent link with a page for browsers without the app: what stands before that page.
    Intent(String),
}

impl Envelope {
    /// The intent link whose parts these are, if they are one's.
    #[must_use]
    pub fn intent(parts: &Parts) -> Option<Self> {
        let open = parts.text();
        let open = open.strip_suffix("end").filter(|_| parts.scheme == "intent")?;
        Some(Self::Intent(format!("{open}S.browser_fallback_url=")))
    }

    /// A link inside.
    fn around(&self, catalog: &Catalog, inner: &str) -> Vec<String> {
        match self {
            Self::Jump { wrapper, origin } => wrap(catalog, *wrapper, origin, None, "", inner),
            Self::Intent(open) => vec![format!("{open}{};end", percent_encoding::utf8_percent_encode(inner, percent_encoding::NON_ALPHANUMERIC))],
        }
    }
}

/// What links are made of: jump pages to put around them, and targets to put inside.
#[derive(Debug, Clone, Default)]
pub struct Material {
    /// Jump pages, one of each class.
    pub envelopes: Vec<Envelope>,
    /// Links that jump pages may lead to, one of each class.
    pub targets: Vec<String>,
}

/// Links that may be what an assignment asks for; the engine has the last word on each.
#[must_use]
pub fn links(site: &Site, settled: &Assignment<'_>, catalog: &Catalog, material: &Material) -> Vec<Vec<u8>> {
    let texts = texts(site, settled, catalog, material);
    let depth = Side::BOTH.into_iter().map(|side| settled.depth.of(side).0).max().unwrap_or(0);
    let nested = usize::from(settled.with.contains(Signal::NestedWrapper));
    let mut found: Vec<Vec<u8>> = Vec::new();
    if depth.max(nested) == 0 {
        found.extend(texts.iter().cloned());
    }
    let deepest = Side::BOTH.into_iter().map(|side| settled.depth.of(side).1).max().unwrap_or(0);
    if depth.max(nested) == 0 && deepest == 0 || found.len() >= LINK_LIMIT {
        return found;
    }
    // A link that need not be wrapped shows its difference bare, so wrapping it is left to those that must be.
    if depth.max(nested) > 0 || settled.depth.old != settled.depth.new {
        for envelope in &material.envelopes {
            for text in texts.iter().filter_map(|text| std::str::from_utf8(text).ok()) {
                let mut inner = vec![text.to_owned()];
                for _ in 0..depth.max(1) {
                    inner = inner.iter().flat_map(|inner| envelope.around(catalog, inner).into_iter().take(2)).take(2).collect();
                }
                found.extend(inner.into_iter().map(String::into_bytes));
                if found.len() >= LINK_LIMIT {
                    return found;
                }
            }
        }
    }
    found
}

fn texts(site: &Site, settled: &Assignment<'_>, catalog: &Catalog, material: &Material) -> Vec<Vec<u8>> {
    match &site.recipe {
        Recipe::Unknown => Vec::new(),
        Recipe::Text(bytes) => plain_texts(bytes, settled),
        Recipe::Url(parts) => written::texts(parts, settled, site.facts.certain, site.host_class).into_iter().map(String::into_bytes).collect(),
        Recipe::Deep(parts, wrapper) => {
            let query = written::query_of(settled);
            let inner = material.targets.first().map(|target| wrap(catalog, *wrapper, &parts.origin(), Some(&parts.path), &query, target)).unwrap_or_default();
            let nested = material.envelopes.iter().take(DEEP_ENVELOPES).flat_map(|envelope| inner.first().and_then(|link| nested(envelope, catalog, link)));
            nested.map(String::into_bytes).collect()
        }
        Recipe::Jump(parts, wrapper) => {
            let query = written::query_of(settled);
            let script = settled.with.contains(Signal::NonWebTarget).then(|| "mailto:x1@example.com".to_owned());
            let targets: Vec<&String> = script.iter().chain(&material.targets).collect();
            let mut found = Vec::new();
            for target in targets {
                let links = wrap(catalog, *wrapper, &parts.origin(), Some(&parts.path), &query, target);
                for link in links.into_iter().take(2) {
                    let padding = settled.length.0.saturating_sub(link.chars().count());
                    let padded = if padding > 0 && padding < crate::input::blocks::LINK_LIMIT { format!("{link}#{}", "x".repeat(padding)) } else { link };
                    let before = if settled.with.contains(Signal::ShareText) { "看这里 " } else { "" };
                    found.push(format!("{before}{padded}").into_bytes());
                }
            }
            found
        }
    }
}

/// A link inside as many jump pages of one kind as are followed.
fn nested(envelope: &Envelope, catalog: &Catalog, link: &str) -> Option<String> {
    (0..DEPTH_LIMIT).try_fold(link.to_owned(), |inner, _| envelope.around(catalog, &inner).into_iter().next())
}

/// A text that is written as it stands, with what can be added to any text.
fn plain_texts(bytes: &[u8], settled: &Assignment<'_>) -> Vec<Vec<u8>> {
    let Ok(text) = std::str::from_utf8(bytes) else { return vec![bytes.to_vec()] };
    let mut text = text.to_owned();
    for (signal, more) in [(Signal::HiddenCharacters, "\u{200b}"), (Signal::ControlCharacters, "\u{7f}"), (Signal::HtmlEntities, "&amp;")] {
        if settled.with.contains(signal) {
            text.push_str(more);
        }
    }
    let lacking = settled.length.0.saturating_sub(text.chars().count());
    if lacking > 0 && lacking < crate::input::blocks::LINK_LIMIT {
        text.push_str(&"x".repeat(lacking));
    }
    let query = written::query_of(settled);
    let asked = if query.is_empty() { text.clone() } else { format!("{text}?{query}") };
    vec![asked.into_bytes()]
}
