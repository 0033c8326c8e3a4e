//! Conditions, asked of one layer, word for word as section 3 of the design lists the keys of `match`.

use outlink::canon::CanonicalUrl;
use outlink::classify::candidate::Candidate;
use outlink::classify::catalog::Catalog;
use outlink::path;
use outlink::policy::model::{Condition, Test};
use outlink::time::Instant;

/// One layer, and all that a condition may ask about it.
pub(crate) struct Asked<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) layer: &'a Candidate<'a>,
    pub(crate) depth: usize,
    pub(crate) contexts: &'a [usize],
    pub(crate) posted: Instant,
}

impl Asked<'_> {
    /// All keys must hold.
    pub(crate) fn holds(&self, condition: &Condition) -> bool {
        condition.tests.iter().all(|test| self.test(test))
    }

    /// Any value of a key.
    fn test(&self, test: &Test) -> bool {
        match test {
            Test::Any(conditions) => conditions.iter().any(|inner| self.holds(inner)),
            Test::All(conditions) => conditions.iter().all(|inner| self.holds(inner)),
            Test::Host(_) | Test::Domain(_) | Test::Registrable(_) | Test::Suffix(_) => self.host(test),
            Test::Scheme(_) | Test::Port(_) | Test::Path(_) | Test::Query(_) | Test::HasQuery(_) => self.url(test),
            Test::Owner(_) | Test::Category(_) | Test::List(_) | Test::Shortener(_) | Test::Wrapper(_) => self.who(test),
            Test::Kind(kinds) => kinds.contains(&self.layer.kind),
            Test::Signal(signals) => signals.iter().any(|signal| self.layer.signals.contains(signal)),
            Test::DepthAtLeast(least) => self.depth >= *least,
            Test::LengthOver(most) => self.layer.length > *most,
            Test::Context(number, values) => self.contexts.get(*number).is_some_and(|value| values.contains(value)),
            Test::PostedBefore(moment) => self.posted < *moment,
        }
    }

    fn host(&self, test: &Test) -> bool {
        let Some(host) = self.layer.host() else { return false };
        match test {
            Test::Host(names) => names.iter().any(|name| name == host),
            Test::Domain(names) => names.iter().any(|name| name == host || stands_under(host, name)),
            Test::Suffix(names) => names.iter().any(|name| stands_under(host, name)),
            Test::Registrable(names) => self.layer.registrable().is_some_and(|domain| names.iter().any(|name| name == domain)),
            _ => false,
        }
    }

    fn url(&self, test: &Test) -> bool {
        let Some(url) = self.layer.canonical() else { return false };
        match test {
            Test::Scheme(names) => names.iter().any(|name| name == url.scheme()),
            Test::Port(ports) => port(url).is_some_and(|port| ports.contains(&port)),
            Test::Path(patterns) => patterns.iter().any(|pattern| pattern.matches(&path::matching_form(url.path()))),
            Test::Query(names) => parameters(url).iter().any(|parameter| names.contains(parameter)),
            Test::HasQuery(wanted) => url.query().is_some() == *wanted,
            _ => false,
        }
    }

    fn who(&self, test: &Test) -> bool {
        let layer = self.layer;
        match test {
            Test::Owner(owners) => layer.owner.is_some_and(|owner| owners.iter().any(|above| self.catalog.is_under(owner, *above))),
            Test::Category(wanted) => layer.category.iter().any(|number| wanted.iter().any(|other| other == number)),
            Test::List(bits) => (0..64).any(|bit| (layer.lists >> bit) & 1 == 1 && (bits >> bit) & 1 == 1),
            Test::Shortener(classes) => layer.shortener.is_some_and(|class| classes.contains(&class)),
            Test::Wrapper(wrappers) => layer.wrapper.is_some_and(|wrapper| wrappers.contains(&wrapper)),
            _ => false,
        }
    }
}

/// By labels, never by string suffix; a name does not stand under itself.
fn stands_under(host: &str, above: &str) -> bool {
    let host: Vec<&str> = host.split('.').collect();
    let above: Vec<&str> = above.split('.').collect();
    host.len() > above.len() && host.ends_with(&above)
}

/// The port as written, else the usual one of the scheme as the URL Standard lists them.
fn port(url: &CanonicalUrl<'_>) -> Option<u16> {
    match url::Url::parse(url.as_str()) {
        Ok(parsed) => parsed.port_or_known_default(),
        Err(_) => url.port(),
    }
}

/// The names of the query's parameters.
fn parameters(url: &CanonicalUrl<'_>) -> Vec<String> {
    let query = url.query().unwrap_or_default();
    url::form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name.into_owned()).collect()
}
