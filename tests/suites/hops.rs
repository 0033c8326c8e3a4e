//! Where links lead: pages kept and translated for others, generic redirects, short links.

use std::fs;
use std::path::Path;

use outlink::canon::{CanonicalUrl, canonicalise};
use outlink::classify::builtin;
use outlink::classify::candidate::Via;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Classifier;
use outlink::suffix::CompiledIn;
use serde_json::Value;

use crate::reading::{data, grouped, ours, rows, text};
use crate::tally::Suite;

/// The least share of another list's short-link hosts that the catalog knows, in percent.
const LEAST_SHARE: usize = 48;

pub(crate) fn suites(data: &Path) -> Vec<Suite> {
    let folder = data.join("g05-unwrapping");
    let catalog = builtin::catalog(&CompiledIn).unwrap_or_default();
    vec![
        embedded(&catalog, &folder.join("chromium-url-filters/embedded_url.jsonl")),
        amp(&catalog, &folder.join("ddg-privacy-tests/amp-protections__tests.json")),
        skipped(&catalog, &folder.join("skip-redirect/cases.jsonl")),
    ]
}

/// The innermost web page that wrappers lead to from a link; `None` where it is no wrapper.
fn target(catalog: &Catalog, link: &str) -> Option<String> {
    let chain = Classifier { catalog, suffixes: &CompiledIn, moment: None }.chain(link, canonicalise(link), &[]);
    let hops = chain.deeper.iter().rev().filter(|layer| matches!(layer.via, Via::Wrapper(_)));
    let found = hops.filter_map(|layer| layer.canonical()).find(|url| url.is_web());
    found.map(|url| url.as_str().to_owned())
}

fn canonical(link: &str) -> Option<String> {
    ours(link).as_ref().map(CanonicalUrl::as_str).map(str::to_owned)
}

/// Pages that caches, AMP viewers and translators show.
fn embedded(catalog: &Catalog, path: &Path) -> Suite {
    let mut suite = Suite::new("chromium-embedded");
    for row in rows(path) {
        let Some(input) = text(&row, "url") else { continue };
        suite.check(input, &target(catalog, input), &text(&row, "embedded").and_then(canonical));
    }
    suite
}

/// AMP links whose page can be read from the link; an empty expectation is none.
fn amp(catalog: &Catalog, path: &Path) -> Suite {
    let mut suite = Suite::new("ddg-amp");
    for row in grouped(path) {
        let (Some(input), Some(expected)) = (text(&row, "ampURL"), text(&row, "expectURL")) else { continue };
        suite.check(input, &target(catalog, input), &canonical(expected).filter(|_| !expected.is_empty()));
    }
    suite
}

/// The cases of the generic redirect reader that its user has not set exceptions for.
fn generic(path: &Path) -> Vec<(String, String)> {
    let is_plain = |row: &Value| ["url_exceptions", "param_exceptions"].iter().all(|key| row.get(key).and_then(Value::as_array).is_none_or(Vec::is_empty));
    let pair = |row: &Value| Some((text(row, "input")?.to_owned(), text(row, "expected")?.to_owned()));
    rows(path).iter().filter(|row| is_plain(row)).filter_map(pair).collect()
}

/// A reader that takes any link inside any link for its target. We follow only what is known to be a jump page.
fn skipped(catalog: &Catalog, path: &Path) -> Suite {
    let mut suite = Suite::new("skip-redirect");
    for (input, expected) in generic(path) {
        let theirs = canonical(&expected).filter(|target| Some(target) != canonical(&input).as_ref());
        suite.check(&input, &target(catalog, &input), &theirs);
    }
    suite
}

/// The hosts of another tool's list of short links. Entries that are patterns, not hosts, are left out.
fn short_hosts(path: &Path) -> Vec<String> {
    let list = fs::read_to_string(path).expect("a suite can be read");
    let lines: Vec<&str> = list.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
    let is_pattern = |at: usize| lines.get(at + 1).is_some_and(|next| next.contains("match:"));
    let plain = lines.iter().enumerate().filter(|(at, line)| !line.contains("match:") && !is_pattern(*at)).map(|(_, line)| line);
    let words = plain.flat_map(|line| line.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))));
    words.map(|word| word.trim_matches(['-', '.'])).filter(|word| word.contains('.')).map(str::to_owned).collect()
}

/// The share of those hosts that the catalog knows as short links may only grow; most others are long closed.
#[test]
fn the_short_links_of_another_list_are_known_in_part() {
    let Some(data) = data() else { return };
    let catalog = builtin::catalog(&CompiledIn).unwrap_or_default();
    let hosts = short_hosts(&data.join("g05-unwrapping/url-unshort/domains.yml"));
    let known = hosts.iter().filter(|host| catalog.hosts.short_link(host).is_some()).count();
    eprintln!("{known} of {} short-link hosts are known", hosts.len());
    assert!(known * 100 >= hosts.len() * LEAST_SHARE, "{known} of {}", hosts.len());
}
