//! Hosts and domains as policies match them: names below a domain, addresses, local names.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use outlink::canon::{HostKind, canonicalise};
use outlink::classify::builtin;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Classifier;
use outlink::classify::hosts::{HostTable, names_upwards};
use outlink::classify::listed::ListReach;
use outlink::engine::compile::Matcher;
use outlink::engine::view::View;
use outlink::policy::load::{Files, Loader};
use outlink::signal::Signal;
use outlink::source::SourceFile;
use outlink::suffix::{CompiledIn, is_top_level};
use outlink::time::Instant;
use outlink::verdict::Verdict;
use serde_json::Value;

use crate::reading::{grouped, ours, rows, text};
use crate::tally::Suite;

pub(crate) fn suites(data: &Path) -> Vec<Suite> {
    let chromium = data.join("g04-evasion-and-policy/chromium-url-filters");
    let requests = data.join("g04-evasion-and-policy/ddg-privacy-tests");
    let radar = data.join("g05-unwrapping/ddg-privacy-tests");
    let catalog = builtin::catalog(&CompiledIn).unwrap_or_default();
    let mut suites = host_misc(&catalog, &chromium.join("host_misc.jsonl"));
    suites.push(normalize(&chromium.join("normalize.jsonl")));
    suites.push(match_patterns(&chromium.join("match_pattern.jsonl")));
    suites.push(request_blocklist(&requests));
    suites.push(tracker_radar(&radar));
    suites
}

fn bracketed(host: &str) -> String {
    if host.contains(':') { format!("http://[{host}]/") } else { format!("http://{host}/") }
}

fn is_local(catalog: &Catalog, host: &str) -> bool {
    let link = bracketed(host);
    let chain = Classifier { catalog, suffixes: &CompiledIn, moment: None }.chain(&link, canonicalise(&link), &[]);
    chain.first.signals.contains(Signal::PrivateHost)
}

/// Whether a host names the same site everywhere: no local one, and under a top-level domain that exists.
fn is_unique(catalog: &Catalog, host: &str) -> bool {
    let link = bracketed(host);
    let Some(url) = ours(&link) else { return false };
    let last = url.host().and_then(|host| host.rsplit('.').next()).unwrap_or_default();
    !is_local(catalog, host) && (url.host_kind() == HostKind::Ip || is_top_level(last))
}

/// Chromium's questions about hosts that a policy asks too.
fn host_misc(catalog: &Catalog, path: &Path) -> Vec<Suite> {
    let (mut local, mut unique) = (Suite::new("chromium-localhost"), Suite::new("chromium-unique-name"));
    let (mut above, mut below) = (Suite::new("chromium-superdomain"), Suite::new("chromium-subdomain"));
    for row in rows(path) {
        let truth = |key: &str| row.get(key).and_then(Value::as_bool);
        match (text(&row, "test"), text(&row, "host"), text(&row, "hostname"), text(&row, "superdomain"), text(&row, "subdomain")) {
            (Some("is_localhost"), Some(host), ..) => local.check(host, &Some(is_local(catalog, host)), &truth("expected")),
            (Some("non_unique_name"), _, Some(host), ..) => unique.check(host, &Some(is_unique(catalog, host)), &truth("is_unique")),
            (Some("GetSuperdomain"), Some(host), _, Some(expected), _) => above.check(host, &names_upwards(host).nth(1).unwrap_or_default(), &expected),
            (Some("IsSubdomainOf"), _, _, Some(domain), Some(host)) => {
                below.check(&format!("{host} {domain}"), &Some(names_upwards(host).any(|name| name == domain)), &truth("expected"));
            }
            _ => {}
        }
    }
    vec![local, unique, above, below]
}

/// What is matched of a link has no user name, query or fragment.
fn normalize(path: &Path) -> Suite {
    let mut suite = Suite::new("chromium-normalize");
    for row in rows(path) {
        let Some((input, expected)) = text(&row, "url").zip(text(&row, "expected")) else { continue };
        let matched = |link: &str| ours(link).map(|url| (url.scheme().to_owned(), url.host().map(str::to_owned), url.port(), url.path().to_owned()));
        suite.check(input, &matched(input), &matched(expected));
    }
    suite
}

/// One policy from memory.
struct InMemory(String);

impl Files for InMemory {
    fn read(&self, name: &str, _beside: Option<&str>) -> Result<SourceFile, String> {
        Ok(SourceFile::new(name, &self.0))
    }
}

/// Whether a policy that blocks what a condition holds for blocks a link; `None` where the condition is no valid one.
fn blocks(condition: &str, link: &str) -> Option<bool> {
    let policy = format!(
        "schema = 1\nid = \"suite\"\nname = {{ en = \"Suite\", zh = \"套件\" }}\ntimezone = \"+00:00\"\notherwise = \"warn\"\n\n[[scene]]\nid = \"s\"\n\
         name = {{ en = \"Scene\", zh = \"场景\" }}\n\n[[rule]]\nid = \"r\"\nat-least = \"block\"\nbasis = \"announced\"\nmatch = {{ {condition} }}\n\
         reason = {{ en = \"A pattern of the suite.\", zh = \"套件的模式。\" }}\n"
    );
    let mut catalog = Catalog::default();
    let policy = Loader::new(&mut catalog, &InMemory(policy)).load("suite.toml").ok()?;
    let matcher = Matcher::compile(&policy, &catalog, View::plain(&policy, Instant(0))).ok()?;
    let chain = Classifier { catalog: &catalog, suffixes: &CompiledIn, moment: None }.chain(link, canonicalise(link), &[]);
    Some(matcher.decide(0, &matcher.hits(&chain)).verdict == Verdict::Block)
}

/// A match pattern of browsers' extensions as a condition; `None` where it matches paths or schemes that no condition does.
fn condition(pattern: &str) -> Option<String> {
    let (scheme, rest) = if pattern == "<all_urls>" { ("*", "*/*") } else { pattern.split_once("://")? };
    let (authority, path) = rest.split_once('/')?;
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let schemes = match scheme {
        "*" => "\"http\", \"https\"",
        "http" => "\"http\"",
        "https" => "\"https\"",
        _ => return None,
    };
    let mut keys = vec![format!("scheme = [{schemes}]")];
    match (host, host.strip_prefix("*.")) {
        ("*", _) => {}
        (_, Some(domain)) => keys.push(format!("domain = [\"{}\"]", domain.to_lowercase())),
        (name, None) => keys.push(format!("host = [\"{}\"]", name.to_lowercase())),
    }
    if let Some(port) = port.filter(|port| *port != "*") {
        keys.push(format!("port = [{port}]"));
    }
    match path {
        "*" => {}
        plain if !plain.contains('*') => keys.push(format!("path = [\"/{plain}\"]")),
        _ => return None,
    }
    Some(keys.join(", "))
}

/// Match patterns of browsers' extensions, as rules of a policy that is read and run as any other.
fn match_patterns(path: &Path) -> Suite {
    let mut suite = Suite::new("chromium-match-pattern");
    for row in rows(path) {
        let Some((pattern, link)) = text(&row, "pattern").zip(text(&row, "url")) else { continue };
        let (Some(condition), true) = (condition(pattern), link.starts_with("http")) else { continue };
        let expected = row.get("expected").and_then(Value::as_bool);
        suite.check(&format!("{pattern} {link}"), &Some(blocks(&condition, link).unwrap_or_default()), &expected);
    }
    suite
}

/// A host table with one list of domains.
fn table<'d>(domains: impl Iterator<Item = &'d str>) -> HostTable {
    let mut table = HostTable::default();
    for domain in domains {
        table.add_to_list(domain, ListReach::Below, 1);
    }
    table
}

fn is_listed(table: &HostTable, link: &str) -> bool {
    ours(link).and_then(|url| url.host().map(|host| table.lookup(host, &url).lists != 0)).unwrap_or_default()
}

fn object(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("a suite can be read")).expect("a suite is JSON")
}

/// The part of the request block list that asks about domains: what is blocked stands under a listed domain. Which page asks,
/// and wildcards in the middle of paths, are no part of a link policy.
fn request_blocklist(folder: &Path) -> Suite {
    let mut suite = Suite::new("ddg-request-domains");
    let config = object(&folder.join("request-blocklist__config-reference.json"));
    let listed = config.pointer("/features/requestBlocklist/settings/blockedRequests").and_then(Value::as_object).cloned().unwrap_or_default();
    let table = table(listed.keys().map(String::as_str));
    for row in grouped(&folder.join("request-blocklist__tests.json")) {
        let (Some(input), Some(action)) = (text(&row, "requestUrl"), text(&row, "expectAction")) else { continue };
        let known = is_listed(&table, input);
        // A listed domain whose rules name pages or odd paths says nothing about domains.
        if action == "block" || !known {
            suite.check(input, &known, &(action == "block"));
        }
    }
    suite
}

/// The part of the tracker tests that asks about domains: something is done about a request if its host, or what its host is
/// an alias of, stands under a tracker's domain.
fn tracker_radar(folder: &Path) -> Suite {
    let mut suite = Suite::new("ddg-tracker-domains");
    let reference = object(&folder.join("tracker-radar-tests__TR-domain-matching__tracker_radar_reference.json"));
    let keys = |name: &str| reference.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
    let trackers = keys("trackers");
    let table = table(trackers.keys().map(String::as_str));
    let aliases: BTreeMap<String, String> = keys("cnames").iter().filter_map(|(host, to)| Some((host.clone(), to.as_str()?.to_owned()))).collect();
    for row in grouped(&folder.join("tracker-radar-tests__TR-domain-matching__domain_matching_tests.json")) {
        let Some(input) = text(&row, "requestURL") else { continue };
        let alias = ours(input).and_then(|url| aliases.get(url.host()?)).map(|host| format!("https://{host}/"));
        let known = is_listed(&table, input) || alias.is_some_and(|link| is_listed(&table, &link));
        suite.check(input, &known, &text(&row, "expectAction").is_some());
    }
    suite
}
