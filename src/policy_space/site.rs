//! A site: a class of layers with what is fixed of it, and how to write a link of it.

use super::facts::{Facts, PathFact, Reach};
use super::table::{self, Form, HostClass};
use crate::canon::{CanonicalUrl, HostKind};
use crate::classify::candidate::Candidate;
use crate::classify::ids::WrapperId;
use crate::engine::condition::port;
use crate::path::matching_form;
use crate::signal::{Signal, SignalSet};

/// How a link of a site is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipe {
    /// A URL from its parts.
    Url(Parts),
    /// A jump page with a target inside.
    Jump(Parts, WrapperId),
    /// A jump page that lies so deep that its target is not followed.
    Deep(Parts, WrapperId),
    /// A text as it stands.
    Text(Vec<u8>),
    /// None is known.
    Unknown,
}

/// The parts of a URL.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parts {
    /// The scheme.
    pub scheme: String,
    /// Host, as it stands in a URL; absent where the path follows the colon at once.
    pub host: Option<String>,
    /// The port.
    pub port: Option<u16>,
    /// The path.
    pub path: String,
    /// The query, perhaps empty.
    pub query: String,
    /// The fragment, perhaps empty.
    pub fragment: String,
}

impl Parts {
    /// A URL of a host.
    #[must_use]
    pub fn of(scheme: &str, host: Option<&str>, path: &str) -> Self {
        Self { scheme: scheme.to_owned(), host: host.map(str::to_owned), path: path.to_owned(), ..Self::default() }
    }

    /// Scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> String {
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        match &self.host {
            Some(host) => format!("{}://{host}{port}", self.scheme),
            None => format!("{}:", self.scheme),
        }
    }

    /// The whole URL.
    #[must_use]
    pub fn text(&self) -> String {
        let path = if self.host.is_none() { self.path.trim_start_matches('/') } else { &self.path };
        let mut text = format!("{}{path}", self.origin());
        if !self.query.is_empty() {
            text.push('?');
            text.push_str(&self.query);
        }
        if !self.fragment.is_empty() {
            text.push('#');
            text.push_str(&self.fragment);
        }
        text
    }
}

/// A class of layers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// What is fixed.
    pub facts: Facts,
    /// How to write one.
    pub recipe: Recipe,
    /// Whether it has one host or many.
    pub host_class: HostClass,
    /// The known name at or above its host, for reports.
    pub name: Option<String>,
}

/// What a layer shows of the class it stands for. `mentioned` are the signals that matter.
#[must_use]
pub fn facts_of(layer: &Candidate<'_>, host_class: HostClass, mentioned: SignalSet) -> Facts {
    let url = layer.canonical();
    let special = url.is_none_or(|url| matches!(url.scheme(), "http" | "https" | "ftp" | "ws" | "wss"));
    let address = url.is_some_and(|url| url.host_kind() == HostKind::Ip);
    let form = Form { url: url.is_some(), special, carrier: false, host: host_class, address };
    let loose = host_class == HostClass::Loose;
    let imitations = [Signal::Lookalike, Signal::MixedScripts, Signal::ConfusableLetters, Signal::BrandInHost];
    let mut certain = layer.signals;
    if loose {
        // What one name under a domain shows, another need not.
        certain = certain.iter().filter(|signal| !imitations.contains(signal)).collect();
    }
    Facts {
        scheme: url.map(|url| url.scheme().to_owned()),
        host: url.and_then(CanonicalUrl::host).map(str::to_owned),
        registrable: layer.registrable().map(str::to_owned),
        port: url.and_then(port),
        path: url.map_or(PathFact::None, |url| PathFact::Known(matching_form(url.path()).into_owned())),
        kind: layer.kind,
        owner: layer.owner,
        category: layer.category,
        lists: layer.lists,
        open_lists: 0,
        shortener: layer.shortener,
        wrapper: layer.wrapper,
        certain,
        open: table::open(form).intersection(mentioned),
        reach: Reach::Anywhere,
        transparent: super::facts::Pair::default(),
    }
}
