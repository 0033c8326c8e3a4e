//! The link of a line that is not canonical as it stands, made ready to be judged.

use super::{PlainRoad, host_of};
use crate::canon::{self, Canonical};
use crate::classify::candidate::scalars;
use crate::extract::text::is_one_link;
use crate::input::blocks::LINK_LIMIT;
use crate::room::Roomy;
use crate::signal::Signal;

/// The link of a line, made ready to be judged.
#[derive(Debug)]
pub struct Ready<'a> {
    /// The line.
    pub text: Roomy<'a>,
    /// The canonical form, where the line is nothing but the link.
    pub canonical: Option<Canonical<'a>>,
    /// The hash of the host.
    pub hash: u64,
}

impl<'a> Ready<'a> {
    /// The link of a line of a list, which may have words around it.
    #[must_use]
    pub fn of(road: &PlainRoad<'_>, text: Roomy<'a>) -> Self {
        let line = text.text();
        let canonical = if line.len() > LINK_LIMIT { None } else { canonical_line(line) };
        let hash = road.hash(canonical.as_ref().map_or(Roomy::of(""), host_of));
        Self { text, canonical, hash }
    }

    /// The host, empty where there is none.
    #[must_use]
    pub fn host(&self) -> &str {
        self.canonical.as_ref().map_or("", |canonical| host_of(canonical).text())
    }

    /// How many characters the line has: a canonical URL has as many as bytes.
    #[must_use]
    pub fn scalars(&self) -> usize {
        let url = self.canonical.as_ref().and_then(|canonical| canonical.url.as_ref().ok());
        let line = self.text.text();
        if url.is_some_and(|url| std::ptr::eq(url.as_str(), line)) { line.len() } else { scalars(line) }
    }
}

/// The canonical form of a line that is nothing but a link.
fn canonical_line(line: &str) -> Option<Canonical<'_>> {
    match canon::quick(line) {
        // Words may follow a host without a blank between them, in letters that a host may have.
        Some(canonical) => (!canonical.signals.contains(Signal::IdnHost) || is_one_link(line)).then_some(canonical),
        None => is_one_link(line).then(|| canon::slow::canonicalise(line)),
    }
}
