//! Registrable domains.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use outlink::canon::{CanonicalUrl, HostKind};
use outlink::suffix::{CompiledIn, FromFile, SuffixList, is_top_level};
use serde_json::Value;
use url::Host;

use crate::reading::{ours, rows, text};
use crate::tally::Suite;

pub(crate) fn suites(data: &Path) -> Vec<Suite> {
    let folder = data.join("g02-registrable-domain");
    let list_text = fs::read_to_string(folder.join("psl/public_suffix_list.dat")).expect("the list can be read");
    let list = FromFile::parse(&list_text, "full").expect("the list is valid");
    let public_part = list_text.split("// ===BEGIN PRIVATE DOMAINS===").next().unwrap_or_default();
    let icann = FromFile::parse(public_part, "public part").expect("the list is valid");
    let (tests, script, cases) = (folder.join("psl/tests.jsonl"), folder.join("psl/test_psl.jsonl"), folder.join("tldts/cases.jsonl"));
    vec![
        public_suffixes("psl-file", &list, &tests),
        public_suffixes("psl-compiled", &CompiledIn, &tests),
        public_suffixes("psl-js-file", &list, &script),
        public_suffixes("psl-js-compiled", &CompiledIn, &script),
        every_rule("psl-rules-file", &list_text, &list),
        every_rule("psl-rules-compiled", &list_text, &CompiledIn),
        linter(&folder.join("psl/linter")),
        tldts("tldts-file", &list, &icann, &cases),
        tldts("tldts-compiled", &CompiledIn, &CompiledIn, &cases),
    ]
}

fn ascii(host: &str) -> String {
    idna::domain_to_ascii(host).unwrap_or_else(|_| host.to_owned())
}

/// The public suffix list's own cases. The URL Standard's form of a host is asked for, so that a leading dot stays: it
/// means that there is no domain. Links lose that dot before they get here.
fn public_suffixes(name: &'static str, list: &dyn SuffixList, path: &Path) -> Suite {
    let mut suite = Suite::new(name);
    for row in rows(path) {
        let Some(input) = text(&row, "input") else { continue };
        let host = match Host::parse(input) {
            Ok(Host::Domain(host)) => host,
            _ => continue,
        };
        let theirs = text(&row, "registrable").map(ascii);
        suite.check(input, &list.registrable(&host).map(str::to_owned), &theirs);
    }
    suite
}

/// The public suffix of a host by what our lists tell: what stands behind the first label of the registrable domain.
fn suffix_of(list: &dyn SuffixList, host: &str) -> String {
    list.registrable(host).and_then(|domain| domain.split_once('.')).map_or_else(|| host.to_owned(), |(_, suffix)| suffix.to_owned())
}

/// Options that only say what is our way anyhow: no bounds on names, a URL given as such.
const PLAIN_OPTIONS: [&str; 3] = ["allowPrivateDomains", "validateHostname", "mixedInputs"];

/// Calls of tldts with plain options. By default it leaves the private part of the list out: `icann` has none.
fn tldts(name: &'static str, list: &dyn SuffixList, icann: &dyn SuffixList, path: &Path) -> Suite {
    let mut suite = Suite::new(name);
    for row in rows(path) {
        let (Some(input), Some(call)) = (text(&row, "input"), text(&row, "fn")) else { continue };
        let options = row.get("options").and_then(Value::as_object).cloned().unwrap_or_default();
        if options.keys().any(|key| !PLAIN_OPTIONS.contains(&key.as_str())) {
            continue;
        }
        let list = if options.get("allowPrivateDomains") == Some(&Value::Bool(true)) { list } else { icann };
        let link = format!("http://{input}");
        let url = ours(input).or_else(|| ours(&link).filter(|_| !input.contains(['/', ':'])));
        let Some(expected) = row.get("expected") else { continue };
        // A call for all parts at once is one question a part.
        let parts: Vec<(&str, &Value)> = match expected.as_object() {
            Some(parts) => parts.iter().map(|(part, expected)| (part.as_str(), expected)).collect(),
            None => vec![(call, expected)],
        };
        for (call, expected) in parts.into_iter().filter(|(_, expected)| expected.is_string() || expected.is_null()) {
            if let Some(found) = part_of(call, url.as_ref(), list) {
                suite.check(input, &found, &expected.as_str().map(ascii));
            }
        }
    }
    suite
}

/// What we say to a question of tldts; `None` where it asks what we do not tell.
fn part_of(call: &str, url: Option<&CanonicalUrl<'_>>, list: &dyn SuffixList) -> Option<Option<String>> {
    let host = url.and_then(CanonicalUrl::host);
    let name = host.filter(|_| url.is_some_and(|url| url.host_kind() == HostKind::Name));
    let domain = name.and_then(|host| list.registrable(host));
    Some(match call {
        "getHostname" | "parse.hostname" | "hostname" => host.map(str::to_owned),
        "getDomain" | "parse.domain" | "domain" => domain.map(str::to_owned),
        "getPublicSuffix" | "parse.publicSuffix" | "publicSuffix" => name.map(|host| suffix_of(list, host)),
        "getFullDomain" => name.filter(|_| domain.is_some()).map(str::to_owned),
        "getDomainWithoutSuffix" | "domainWithoutSuffix" => domain.and_then(|domain| domain.split('.').next()).map(str::to_owned),
        "getSubdomain" | "subdomain" => {
            let above = |(host, domain): (&str, &str)| host.strip_suffix(domain).map(|rest| rest.trim_end_matches('.').to_owned());
            name.zip(domain).and_then(above)
        }
        _ => return None,
    })
}

/// The list's own rule for a host by its published algorithm: the exception, else the longest rule that matches, else `*`.
fn by_the_book<'h>(rules: &BTreeSet<String>, host: &'h str) -> Option<&'h str> {
    let labels: Vec<&str> = host.split('.').collect();
    let tail = |count: usize| labels.len().checked_sub(count).and_then(|start| labels.get(start..)).map(|labels| labels.join("."));
    let wild = |count: usize| tail(count - 1).map(|rest| format!("*.{rest}"));
    let has = |rule: Option<String>| rule.is_some_and(|rule| rules.contains(&rule));
    let exception = (1..=labels.len()).rev().find(|count| has(tail(*count).map(|name| format!("!{name}"))));
    let longest = (1..=labels.len()).rev().find(|count| has(tail(*count)) || (*count > 1 && has(wild(*count))));
    let suffix = exception.map_or(longest.unwrap_or(1), |count| count - 1);
    let drop = labels.len().checked_sub(suffix + 1)?;
    let start = labels.iter().take(drop).map(|label| label.len() + 1).sum::<usize>();
    host.get(start..)
}

/// Every rule of the list: the name itself, and names one and two labels below it, by the published algorithm.
fn every_rule(name: &'static str, text: &str, list: &dyn SuffixList) -> Suite {
    let mut suite = Suite::new(name);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    for top in lines.clone().filter_map(|rule| rule.rsplit('.').next()).filter(|top| !top.is_ascii()) {
        suite.check(top, &is_top_level(top), &true);
    }
    let rules: BTreeSet<String> = lines.map(ascii).collect();
    for rule in &rules {
        let base = rule.trim_start_matches('!').trim_start_matches("*.");
        for host in [base.to_owned(), format!("a.{base}"), format!("b.a.{base}"), format!("c.b.a.{base}")] {
            suite.check(&host, &list.registrable(&host), &by_the_book(&rules, &host));
        }
    }
    suite
}

/// Malformed lists: what the list's own linter calls an error has to be refused.
fn linter(folder: &Path) -> Suite {
    let mut suite = Suite::new("psl-linter");
    let mut samples: Vec<_> = fs::read_dir(folder).expect("the samples can be listed").flatten().map(|entry| entry.path()).collect();
    samples.sort();
    for sample in samples.iter().filter(|path| path.extension().is_some_and(|extension| extension == "input")) {
        let expected = fs::read_to_string(sample.with_extension("expected")).expect("what is expected can be read");
        let read = fs::read(sample).ok().and_then(|bytes| String::from_utf8(bytes).ok()).map(|text| FromFile::parse(&text, "sample"));
        let refused = !matches!(read, Some(Ok(_)));
        suite.check(&sample.file_stem().unwrap_or_default().to_string_lossy(), &refused, &expected.contains("error:"));
    }
    suite
}
