//! The ways a link itself can be changed, each from its canonical form.

use super::change::Change;
use super::law::innermost;
use super::tracking::without_trackers;
use crate::canon::{CanonicalUrl, HostKind};
use crate::classify::chain::Chain;

/// The links that may stand in for one, nearest first; what becomes of each is for the engine to say.
#[must_use]
pub fn rewritten(written: &str, chain: &Chain<'_>) -> Vec<(Change, String)> {
    let mut links = Vec::new();
    // What has several readings or hides its target has no plain form that is known to mean the same.
    let Some((number, target)) = innermost(chain) else { return links };
    let web = |layer: Option<usize>| chain.layer(layer?)?.canonical().filter(|url| url.is_web());
    if let Some(url) = web(Some(0)) {
        links.push((Change::Spelling, plain(url)));
        links.extend(variants(url));
    }
    if number > 0
        && let Some(url) = target.canonical().filter(|url| url.is_web())
    {
        links.push((Change::Target, plain(url)));
        links.extend(variants(url).into_iter().map(|(_, link)| (Change::Target, link)));
    }
    links.retain(|(_, link)| link != written);
    links
}

/// The plain form of a URL with `https`, and without what only tracks.
fn variants(url: &CanonicalUrl<'_>) -> Vec<(Change, String)> {
    let mut links = Vec::new();
    // A port of its own says nothing of where `https` is served.
    let secure = (url.scheme() == "http" && url.port().is_none()).then_some("https");
    let query = without_trackers(url);
    if let Some(scheme) = secure {
        links.push((Change::Https, assembled(url, scheme, url.query())));
    }
    if let Some(query) = &query {
        let kept = Some(query.as_str()).filter(|query| !query.is_empty());
        links.push((Change::Untracked, assembled(url, url.scheme(), kept)));
        links.extend(secure.map(|scheme| (Change::Untracked, assembled(url, scheme, kept))));
    }
    links
}

fn plain(url: &CanonicalUrl<'_>) -> String {
    assembled(url, url.scheme(), url.query())
}

/// A web URL from its parts, without a user name.
fn assembled(url: &CanonicalUrl<'_>, scheme: &str, query: Option<&str>) -> String {
    let host = url.host().unwrap_or_default();
    let mut text = format!("{scheme}://");
    if url.host_kind() == HostKind::Ip && host.contains(':') {
        text.push_str(&format!("[{host}]"));
    } else {
        text.push_str(host);
    }
    if let Some(port) = url.port() {
        text.push_str(&format!(":{port}"));
    }
    text.push_str(url.path());
    for (mark, part) in [('?', query), ('#', url.fragment())] {
        if let Some(part) = part {
            text.push(mark);
            text.push_str(part);
        }
    }
    text
}
