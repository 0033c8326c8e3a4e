//! Canonical form and expressions of Safe Browsing.

use std::path::Path;

use outlink::canon::HostKind;
use outlink::path::matching_form;
use percent_encoding::percent_decode_str;
use regex::Regex;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::reading::{grouped, ours, rows, text};
use crate::tally::Suite;

pub(crate) fn suites(data: &Path) -> Vec<Suite> {
    let folder = data.join("g04-evasion-and-policy/safe-browsing");
    vec![
        safe_browsing_chromium(&folder.join("chromium_canonicalize.jsonl")),
        safe_browsing_google(&folder.join("google_safebrowsing_go.jsonl")),
        expressions_google(&folder.join("google_safebrowsing_go.jsonl")),
        safe_browsing_ddg(&folder.join("ddg_canonicalization_tests.json")),
        blocked_ddg(&folder),
    ]
}

/// What is matched of a link: its host, and its path in matching form.
fn matched(input: &str) -> Option<(String, String)> {
    let url = ours(input)?;
    Some((url.host()?.to_owned(), matching_form(url.path()).into_owned()))
}

/// What a canonical URL of Safe Browsing matches, in our terms.
///
/// Scheme, user name, port, query and fragment do not count. Safe Browsing unescapes a path until nothing changes
/// and escapes the result once, where our matching form stays unescaped: so its path is unescaped once here. Dot
/// segments and doubled slashes are resolved on both sides.
fn safe_browsing(url: &str) -> (String, String) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    (host.to_owned(), percent_decode_str(if path.is_empty() { "/" } else { path }).decode_utf8_lossy().into_owned())
}

fn safe_browsing_chromium(path: &Path) -> Suite {
    let mut suite = Suite::new("sb-chromium");
    for row in rows(path) {
        let (Some(input), Some(host), Some(path)) = (text(&row, "input"), text(&row, "host"), text(&row, "path")) else { continue };
        let theirs = (!host.is_empty()).then(|| safe_browsing(&format!("{host}{path}")));
        suite.check(input, &matched(input), &theirs);
    }
    suite
}

/// Of the expressions that Safe Browsing looks up, the first is the whole host and path; the others shorten it.
fn safe_browsing_google(path: &Path) -> Suite {
    let mut suite = Suite::new("sb-google");
    for row in rows(path) {
        let (Some(input), Some(test)) = (text(&row, "input"), text(&row, "test")) else { continue };
        let output = row.get("output").and_then(|output| output.as_str().or_else(|| output.get(0)?.as_str())).unwrap_or_default();
        let fails = row.get("fail").and_then(Value::as_bool).unwrap_or_default() || output.is_empty();
        let (host, path) = safe_browsing(output);
        match test {
            "TestParseIPAddress" => {
                let link = format!("http://{input}/");
                let address = ours(&link).filter(|url| url.host_kind() == HostKind::Ip).and_then(|url| url.host().map(str::to_owned));
                suite.check(input, &address, &(!fails).then_some(host));
            }
            "TestCanonicalHost" | "TestGenerateLookupHosts" => suite.check(input, &matched(input).map(|(host, _)| host), &(!fails).then_some(host)),
            "TestCanonicalPath" | "TestGenerateLookupPaths" => {
                let (_, path) = safe_browsing(&format!("host{}", output));
                let whole = row.get("output").is_some_and(Value::is_string) || output == "/";
                if whole {
                    suite.check(input, &matched(input).map(|(_, path)| path), &(!fails).then_some(path));
                }
            }
            _ => suite.check(input, &matched(input), &(!fails).then_some((host, path))),
        }
    }
    suite
}

/// `DuckDuckGo` takes `www.` and a final slash away and looks up at most six labels; both sides are cut so here.
fn safe_browsing_ddg(path: &Path) -> Suite {
    let mut suite = Suite::new("sb-ddg");
    let cut = |(host, path): (String, String)| {
        let host = host.strip_prefix("www.").unwrap_or(&host);
        let labels: Vec<&str> = host.split('.').collect();
        let start = labels.len().saturating_sub(6);
        (labels.get(start..).unwrap_or_default().join("."), path.trim_end_matches('/').to_owned())
    };
    for row in grouped(path) {
        let Some(input) = text(&row, "siteURL") else { continue };
        if let Some(url) = text(&row, "expectURL") {
            suite.check(input, &matched(input).map(cut), &Some(cut(safe_browsing(url))));
        } else if let Some(host) = text(&row, "expectDomain") {
            suite.check(input, &matched(input).map(|found| cut(found).0), &Some(host.to_owned()));
        }
    }
    suite
}

/// A path in matching form, escaped once as Safe Browsing writes it.
fn escaped_once(path: &str) -> String {
    let escape = |byte: u8| if (0x21..0x7f).contains(&byte) && !matches!(byte, b'#' | b'%') { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    path.bytes().map(escape).collect()
}

/// The host and up to `limit` of the domains above it that have at least two labels, longest first; an address alone.
fn host_suffixes(host: &str, kind: HostKind, limit: usize) -> Vec<String> {
    if kind == HostKind::Ip {
        return vec![if host.contains(':') { format!("[{host}]") } else { host.to_owned() }];
    }
    let labels: Vec<&str> = host.split('.').collect();
    let shorter = (1..labels.len().saturating_sub(1)).rev().take(limit).collect::<Vec<usize>>();
    let shorter = shorter.into_iter().rev().filter_map(|start| labels.get(start..)).map(|labels| labels.join("."));
    std::iter::once(host.to_owned()).chain(shorter).collect()
}

/// The path with its query, the path, and up to four folders from the root.
fn path_prefixes(path: &str, query: Option<&str>) -> Vec<String> {
    let mut all: Vec<String> = query.map(|query| format!("{path}?{query}")).into_iter().collect();
    all.push(path.to_owned());
    let folders: Vec<String> = path.match_indices('/').take(4).filter_map(|(at, _)| path.get(..=at)).map(str::to_owned).collect();
    all.extend(folders.into_iter().filter(|folder| folder != path));
    all
}

/// The expressions of a link, made of our canonical form.
fn expressions(link: &str, hosts: usize) -> Option<Vec<String>> {
    let url = ours(link)?;
    let path = escaped_once(&matching_form(url.path()));
    let paths = path_prefixes(&path, url.query());
    let hosts = host_suffixes(url.host()?, url.host_kind(), hosts);
    Some(hosts.iter().flat_map(|host| paths.iter().map(move |path| format!("{host}{path}"))).collect())
}

/// The expressions of Google's own client, which looks up six domains above a host.
fn expressions_google(path: &Path) -> Suite {
    let mut suite = Suite::new("sb-expressions");
    let sorted = |mut texts: Vec<String>| {
        texts.sort_unstable();
        texts
    };
    for row in rows(path).iter().filter(|row| matches!(text(row, "test"), Some("TestGeneratePatterns" | "TestGenerateLookupHosts" | "TestGenerateLookupPaths")))
    {
        let (Some(input), Some(test)) = (text(row, "input"), text(row, "test")) else { continue };
        let output: Vec<String> = row.get("output").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
        let link = if input.contains("://") { input.to_owned() } else { format!("http://{input}") };
        let found = match test {
            "TestGenerateLookupHosts" => ours(&link).and_then(|url| Some(host_suffixes(url.host()?, url.host_kind(), 6))),
            "TestGenerateLookupPaths" => ours(&link).map(|url| path_prefixes(&escaped_once(&matching_form(url.path())), url.query())),
            _ => expressions(&link, 6),
        };
        suite.check(input, &found.map(sorted), &Some(sorted(output)));
    }
    suite
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A reference list: the hash of a host and the pattern of the links below it.
fn filter_set(path: &Path) -> Vec<(String, Regex)> {
    let pattern = |row: &Value| Some((text(row, "hash")?.to_owned(), Regex::new(text(row, "regex")?).expect("a pattern can be read")));
    rows(path).iter().filter_map(pattern).collect()
}

/// Whether a link is blocked: a filter has the hash of its host or of a domain above it, and the pattern of the link as we
/// match it.
fn is_blocked(link: &str, filters: &[(String, Regex)]) -> bool {
    let Some(url) = ours(link) else { return false };
    let Some(host) = url.host() else { return false };
    let hashes: Vec<String> = host_suffixes(host, url.host_kind(), 5).iter().map(|host| sha256(host)).collect();
    let form = format!("{}://{host}{}", url.scheme(), matching_form(url.path()));
    filters.iter().any(|(hash, pattern)| hashes.contains(hash) && pattern.is_match(&form))
}

/// The block decisions of `DuckDuckGo` against its reference lists.
fn blocked_ddg(folder: &Path) -> Suite {
    let mut suite = Suite::new("sb-ddg-block");
    let mut filters = filter_set(&folder.join("ddg_reference_malware_filterSet.json"));
    filters.extend(filter_set(&folder.join("ddg_reference_phishing_filterSet.json")));
    for row in grouped(&folder.join("ddg_block_tests.json")) {
        let (Some(input), Some(blocked)) = (text(&row, "siteURL"), row.get("expectBlock").and_then(Value::as_bool)) else { continue };
        suite.check(input, &is_blocked(input, &filters), &blocked);
    }
    suite
}
