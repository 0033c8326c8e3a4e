//! Other people's lists, where they are at hand: read in their formats, with what was used and skipped, and compared with
//! tables of what they should name.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, says what it skips, and reads other people's files"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use outlink::canon::{self, HostKind};
use outlink::check::run::RunHash;
use outlink::classify::hosts::HostTable;
use outlink::list::report::Loaded;
use outlink::list::{self, Fault, Format, Naming, Request, Shelf, Target};
use outlink::suffix::CompiledIn;

/// The most hosts that only keywords and expressions of v2fly's lists may name.
const MOST_MISSED: usize = 23;

/// The most cases on which we may differ.
const MOST_KNOWN: usize = 2;

/// The folder of other people's data; `None` says loudly that nothing was tested.
fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("OUTLINK_DATA").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("SKIPPED: there is no folder {} (set OUTLINK_DATA)", folder.display());
    None
}

/// Files on disk and in memory.
#[derive(Default)]
struct Files(BTreeMap<String, Vec<u8>>);

impl Shelf for Files {
    fn bytes(&mut self, path: &str) -> Result<Option<(String, Vec<u8>)>, String> {
        let bytes = self.0.get(path).cloned().or_else(|| std::fs::read(path).ok());
        Ok(bytes.map(|bytes| (path.to_owned(), bytes)))
    }

    fn names(&mut self, folder: &str) -> Result<Vec<String>, String> {
        let entries = std::fs::read_dir(folder).map_err(|error| error.to_string())?;
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        Ok(names)
    }
}

fn read(table: &mut HostTable, bit: u64, request: &Request, path: &str, files: &mut Files) -> Result<Loaded, Fault> {
    list::read(request, path, files, Target { table, bit, suffixes: &CompiledIn, naming: Naming::Hosts })
}

/// Whether a list, or none of them, names a link; what cannot be read is in no list.
fn lists_of(table: &HostTable, link: &str) -> u64 {
    let Ok(canonical) = canon::canonicalise(link).url else { return 0 };
    let named = matches!(canonical.host_kind(), HostKind::Name | HostKind::Ip);
    canonical.host().filter(|_| named).map_or(0, |host| table.lookup(host, &canonical).lists)
}

fn hash(input: &str) -> String {
    let mut hash = RunHash::default();
    hash.add("input", input);
    hash.finish()
}

/// The hashes of the cases on which we differ; their number may only shrink.
fn known() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/suites/list-failures.txt");
    let text = std::fs::read_to_string(path).unwrap();
    let known: BTreeSet<String> = text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').next().unwrap().to_owned()).collect();
    assert!(known.len() <= MOST_KNOWN, "{} cases on which we differ, more than {MOST_KNOWN}", known.len());
    known
}

#[test]
fn published_lists_are_read_and_every_skipped_line_is_counted() {
    let Some(data) = data() else { return };
    let lists = [
        ("g06-domain-lists/blocklistproject", Format::Hosts, 40_000, 0),
        ("g06-domain-lists/dnsmasq-china-list/accelerated-domains.china.conf", Format::Dnsmasq, 110_000, 0),
        ("g06-domain-lists/scam-domains/matomo__spammers.txt", Format::Domains, 2_300, 0),
        ("g06-domain-lists/scam-domains/dogino__official-domains.txt", Format::Domains, 40, 10),
        ("g06-domain-lists/top-and-shorteners/PeterDaveHello__list.txt", Format::Domains, 1_400, 0),
        ("g06-domain-lists/top-and-shorteners/opendns__opendns-top-domains.txt", Format::Domains, 9_990, 0),
        ("g06-domain-lists/top-and-shorteners/gfwlist__list.txt", Format::Adblock, 3_000, 1_500),
        ("g10-adblock/adblock/easylist.txt", Format::Adblock, 30_000, 60_000),
        ("g10-adblock/adblock/regression_easyprivacy.txt", Format::Adblock, 1_000, 20_000),
    ];
    for (name, format, least, most_skipped) in lists {
        let path = data.join(name);
        let mut paths: Vec<PathBuf> = if path.is_dir() { path.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect() } else { vec![path] };
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt" || extension == "conf"));
        let (mut entries, mut skipped) = (0, 0);
        for path in &paths {
            let mut table = HostTable::default();
            let loaded = read(&mut table, 1, &Request::plain(format), path.to_str().unwrap(), &mut Files::default()).unwrap();
            entries += loaded.entries;
            skipped += loaded.skipped();
            println!(
                "{}: {} used, {} exceptions, {} repeated, {} broad, skipped {:?}, such as {:?}",
                path.file_name().unwrap().display(),
                loaded.entries,
                loaded.exceptions,
                loaded.repeated,
                loaded.broad,
                loaded.unusable,
                loaded.examples.iter().map(|example| &example.text).take(3).collect::<Vec<_>>()
            );
        }
        assert!(entries >= least, "{name}: only {entries} entries");
        assert!(skipped <= most_skipped, "{name}: {skipped} lines were skipped");
    }
}

#[test]
fn v2fly_lists_name_the_hosts_that_others_say_they_name() {
    let Some(data) = data() else { return };
    let folder = data.join("g06-domain-lists/v2fly-domain-list");
    let rows: Vec<serde_json::Value> =
        std::fs::read_to_string(folder.join("lookups.jsonl")).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let path = folder.join("data").to_str().unwrap().to_owned();
    let codes = Files::default().names(&path).unwrap();
    // One list costs a read of the whole folder, for what other lists say belongs to it; a sample is enough.
    let step = if std::env::var_os("OUTLINK_ALL").is_some() { 1 } else { 48 };
    let (mut asked, mut wrong, mut missed, mut keywords) = (0, Vec::new(), 0, 0);
    for code in codes.iter().step_by(step) {
        let mut table = HostTable::default();
        let request = Request { entry: Some(code.clone()), ..Request::plain(Format::V2fly) };
        let loaded = match read(&mut table, 1, &request, &path, &mut Files::default()) {
            Ok(loaded) => loaded,
            Err(fault) => panic!("{code}: {}", fault.title.en),
        };
        keywords += loaded.skipped();
        for row in &rows {
            let host = row["host"].as_str().unwrap();
            let expected = row["lists"].as_array().unwrap().iter().any(|list| list == code);
            asked += 1;
            let named = lists_of(&table, &format!("https://{host}/")) != 0;
            if expected && !named && loaded.skipped() > 0 {
                // A keyword or an expression, which is counted as unsupported, may have named it.
                missed += 1;
            } else if named != expected {
                wrong.push(format!("{host} in {code}: {expected} ({} unsupported)", loaded.skipped()));
            }
        }
    }
    println!(
        "{asked} questions, {} wrong, {missed} missed in lists with some of the {keywords} unsupported rules; wrong: {:#?}",
        wrong.len(),
        wrong.iter().take(20).collect::<Vec<_>>()
    );
    assert!(wrong.is_empty(), "{} wrong", wrong.len());
    assert!(missed <= MOST_MISSED, "{missed} missed");
}

#[test]
fn browser_policies_decide_as_the_browser_does() {
    let Some(data) = data() else { return };
    let folder = data.join("g04-evasion-and-policy/chromium-url-filters");
    let known = known();
    let (mut asked, mut wrong, mut unsupported) = (0, Vec::new(), 0);
    for (name, block, expected) in [("blocklist_decisions.jsonl", "block", "blocked"), ("url_filter_match.jsonl", "filters", "expected")] {
        for line in std::fs::read_to_string(folder.join(name)).unwrap().lines() {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let Some(expected) = row[expected].as_bool() else { continue };
            let text = serde_json::json!({ "URLBlocklist": row[block], "URLAllowlist": row["allow"].as_array().cloned().unwrap_or_default() }).to_string();
            let mut table = HostTable::default();
            let mut files = Files(BTreeMap::from([("list".to_owned(), text.clone().into_bytes())]));
            let loaded = read(&mut table, 1, &Request::plain(Format::Urlblocklist), "list", &mut files).unwrap();
            if loaded.skipped() > 0 {
                unsupported += 1;
                continue;
            }
            asked += 1;
            let url = row["url"].as_str().unwrap();
            let hash = hash(&format!("{text} {url}"));
            let agrees = (lists_of(&table, url) != 0) == expected;
            match (agrees, known.contains(&hash)) {
                (true, false) | (false, true) => {}
                (true, true) => wrong.push(format!("{hash}\t{line}\tis listed and agrees by now")),
                (false, false) => wrong.push(format!("{hash}\t{line}")),
            }
        }
    }
    println!("{asked} questions, {} wrong, {unsupported} left out for entries that are not supported:\n{}", wrong.len(), wrong.join("\n"));
    assert!(asked >= 150, "only {asked}");
    assert!(wrong.is_empty(), "{} wrong", wrong.len());
}
