//! Compiled lists: they answer as the texts they were made of, and whatever is damaged is refused.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on fails, and reads its own files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use outlink::canon;
use outlink::classify::hosts::HostTable;
use outlink::classify::name_filter::LastLabels;
use outlink::classify::packed::{Checking, InMemory, PageSource};
use outlink::input::list_cache::Folder;
use outlink::list::compiled::{self, KeptList, Opened, Refused};
use outlink::list::report::Loaded;
use outlink::list::{self, Format, Naming, Request, Shelf, Target};
use outlink::policy::files::ListCache as _;
use outlink::suffix::{CompiledIn, SuffixList as _};
use proptest::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

/// One file in memory.
struct One<'t>(&'t str);

impl Shelf for One<'_> {
    fn bytes(&mut self, path: &str) -> Result<Option<(String, Vec<u8>)>, String> {
        Ok(Some((path.to_owned(), self.0.as_bytes().to_vec())))
    }

    fn names(&mut self, _: &str) -> Result<Vec<String>, String> {
        Ok(Vec::new())
    }
}

/// A source whose pages are read one by one, when they are asked for.
#[derive(Debug)]
struct ByPage(Vec<u8>, Checking);

impl PageSource for ByPage {
    fn length(&self) -> u64 {
        self.0.len() as u64
    }

    fn read(&self, range: Range<u64>) -> Result<Box<[u8]>, String> {
        let range = usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap();
        self.0.get(range).map(Into::into).ok_or_else(|| "cut".to_owned())
    }

    fn checking(&self) -> Checking {
        self.1
    }
}

/// Reads texts into a table, the first under the first bit and so on.
fn in_memory(texts: &[(Format, String)]) -> Option<(HostTable, Vec<Loaded>)> {
    let mut table = HostTable::default();
    let mut all = Vec::new();
    for (number, (format, text)) in texts.iter().enumerate() {
        let target = Target { table: &mut table, bit: 1 << number, suffixes: &CompiledIn, naming: Naming::Hosts };
        all.push(list::read(&Request::plain(*format), "list", &mut One(text), target).ok()?);
    }
    Some((table, all))
}

fn compile(table: &HostTable, loaded: &[Loaded]) -> Vec<u8> {
    let kept = |(number, loaded): (usize, &Loaded)| {
        let bit = 1_u64 << number;
        (bit, KeptList::new(&format!("list-{number}"), number as u64, Naming::Hosts, CompiledIn.origin(), table.kept_entries(bit), loaded))
    };
    compiled::write(table, loaded.iter().enumerate().map(kept).collect()).unwrap()
}

/// A table that answers from a compiled file, its lists under the same bits.
fn attached(opened: Opened) -> HostTable {
    let mut table = HostTable::default();
    let held = table.compiled.hold(opened.names, opened.sets);
    for (number, list) in opened.lists.into_iter().enumerate() {
        table.compiled.attach(held, 1 << number, 1 << number);
        if let Some(entries) = list.entries {
            let _ = table.restore_entries(1 << number, &entries);
        }
    }
    table
}

fn lists_of(table: &HostTable, link: &str) -> u64 {
    let url = canon::canonicalise(link).url.unwrap();
    url.host().map_or(0, |host| table.lookup(host, &url).lists)
}

fn name() -> impl Strategy<Value = String> {
    "([a-c]\\.|login\\.|[a-z]{1,12}\\.){0,3}(com|example|co\\.uk|[a-b]{1,3})"
}

fn text() -> impl Strategy<Value = (Format, String)> {
    let line = |format: Format| {
        name().prop_flat_map(move |name| {
            let forms: Vec<String> = match format {
                Format::Domains | Format::Wildcard => vec![name.clone(), format!("*.{name}"), "no host".to_owned()],
                Format::Hosts => vec![format!("0.0.0.0 {name}"), format!("0.0.0.0 www.{name}")],
                Format::Dnsmasq => vec![format!("address=/{name}/0.0.0.0"), format!("local=/{name}/"), format!("server=/{name}/#")],
                Format::Rpz => vec![format!("{name} CNAME ."), format!("*.{name} CNAME ."), format!("{name} CNAME rpz-passthru.")],
                _ => vec![
                    format!("||{name}^"),
                    format!("||{name}^$important"),
                    format!("@@||{name}^"),
                    format!("||{name}/a/"),
                    format!("||*.{name}^"),
                    format!("||{name}^$badfilter"),
                    format!("||{name}^$script"),
                ],
            };
            proptest::sample::select(forms)
        })
    };
    let formats = vec![Format::Domains, Format::Wildcard, Format::Hosts, Format::Dnsmasq, Format::Rpz, Format::Adblock];
    proptest::sample::select(formats)
        .prop_flat_map(move |format| (Just(format), proptest::collection::vec(line(format), 0..60)))
        .prop_map(|(format, lines)| (format, lines.join("\n")))
}

/// Counts, the example of what reaches far, reasons, and examples of what cannot be used.
type Told = (Vec<usize>, Option<String>, BTreeMap<&'static str, usize>, Vec<(usize, String, &'static str)>);

/// What is told of a list, without the places that only a text has.
fn told(loaded: &Loaded) -> Told {
    let counts = vec![loaded.entries, loaded.exceptions, loaded.repeated, loaded.disabled, loaded.broad];
    let unusable = loaded.unusable.iter().map(|(why, count)| (why.as_str(), *count)).collect();
    let examples = loaded.examples.iter().map(|example| (example.line, example.text.clone(), example.why.as_str())).collect();
    (counts, loaded.broad_example.clone(), unusable, examples)
}

proptest! {
    #[test]
    fn compiled_lists_answer_as_their_texts(texts in proptest::collection::vec(text(), 1..4), hosts in proptest::collection::vec(name(), 1..30), at_touch in any::<bool>()) {
        let Some((table, loaded)) = in_memory(&texts) else { return Ok(()) };
        let bytes = compile(&table, &loaded);
        let checking = if at_touch { Checking::AtTouch } else { Checking::AtOnce };
        let opened = compiled::open(Box::new(ByPage(bytes, checking))).unwrap();
        for (list, loaded) in opened.lists.iter().zip(&loaded) {
            prop_assert_eq!(told(&list.loaded()), told(loaded));
        }
        let other = attached(opened);
        let named: Vec<String> = table.names().map(str::to_owned).collect();
        for host in hosts.iter().chain(&named).flat_map(|host| [host.clone(), format!("x.{host}")]) {
            for link in [format!("https://{host}/"), format!("http://{host}/a/b?c")] {
                prop_assert_eq!(lists_of(&table, &link), lists_of(&other, &link), "{}", link);
            }
            prop_assert_eq!(table.open_lists(&host), other.open_lists(&host), "{}", host);
        }
        prop_assert_eq!(table.names().collect::<BTreeSet<_>>(), other.names().collect::<BTreeSet<_>>());
        for number in 0..texts.len() {
            prop_assert_eq!(table.covered(1 << number).collect::<BTreeSet<_>>(), other.covered(1 << number).collect::<BTreeSet<_>>());
        }
        prop_assert!(!other.compiled.is_damaged());
    }

    /// Of the lines at and above a host the nearest decides, and of two at one name the exception.
    #[test]
    fn exceptions_hold_below_their_names(lists in proptest::collection::vec(proptest::collection::vec((any::<bool>(), name()), 1..40), 1..4), hosts in proptest::collection::vec(name(), 1..30)) {
        let line = |(is_out, name): &(bool, String)| if *is_out { format!("server=/{name}/#") } else { format!("address=/{name}/::") };
        let texts: Vec<(Format, String)> = lists.iter().map(|lines| (Format::Dnsmasq, lines.iter().map(line).collect::<Vec<_>>().join("\n"))).collect();
        let Some((table, loaded)) = in_memory(&texts) else { return Ok(()) };
        let other = attached(compiled::open(Box::new(ByPage(compile(&table, &loaded), Checking::AtTouch))).unwrap());
        let names = lists.iter().flatten().map(|(_, name)| name);
        for host in hosts.iter().chain(names).flat_map(|host| [host.clone(), format!("x.{host}"), format!("a.b.{host}")]) {
            let is_in = |lines: &Vec<(bool, String)>| {
                let said = |name: &str| lines.iter().filter(|(_, at)| at == name).map(|(is_out, _)| *is_out).max();
                outlink::classify::hosts::names_upwards(&host).find_map(said) == Some(false)
            };
            let expected = lists.iter().zip(0..).fold(0, |bits, (lines, bit)| bits | u64::from(is_in(lines)) << bit);
            for table in [&table, &other] {
                table.foresee_hosts([host.as_str()].into_iter());
                let (facts, named) = table.named(&host, LastLabels::of(&host));
                prop_assert_eq!(table.settled_lists(facts.lists, &host, &named), Some(expected), "{}", host);
                prop_assert_eq!(lists_of(table, &format!("https://{host}/a")), expected, "{}", host);
            }
        }
    }

    #[test]
    fn the_order_of_a_list_leaves_no_trace(lines in proptest::collection::vec(name(), 0..80)) {
        let mut backwards = lines.clone();
        backwards.reverse();
        let bytes = |lines: &[String]| in_memory(&[(Format::Domains, lines.join("\n"))]).map(|(table, _)| table.pack(&[1]));
        prop_assert_eq!(bytes(&lines), bytes(&backwards));
    }
}

fn small() -> (HostTable, Vec<u8>) {
    let text = "a.example\n*.b.example\nc.example\nlong-name-of-a-host.d.example\ncom\nxn--fiq228c.example\n".to_owned();
    let rules = "||e.example^\n@@||ok.e.example^\n||f.example/path\n##.ad\n".to_owned();
    let (table, loaded) = in_memory(&[(Format::Domains, text), (Format::Adblock, rules)]).unwrap();
    let bytes = compile(&table, &loaded);
    (table, bytes)
}

const LINKS: &[&str] = &[
    "https://a.example/",
    "https://x.a.example/",
    "https://b.example/",
    "https://x.b.example/",
    "https://long-name-of-a-host.d.example/",
    "https://any.com/",
    "https://e.example/",
    "https://ok.e.example/",
    "https://f.example/path/1",
    "https://f.example/other",
    "https://g.example/",
];

/// Opens damaged bytes; if they are not refused, every answer is the right one or known to rest on damage.
fn refused_or_right(table: &HostTable, bytes: &[u8], what: &str) -> bool {
    assert!(compiled::open(Box::new(InMemory(bytes.into()))).is_err(), "{what}: checked at once, it is refused");
    let Ok(opened) = compiled::open(Box::new(ByPage(bytes.to_vec(), Checking::AtTouch))) else { return true };
    let other = attached(opened);
    for link in LINKS {
        let answer = lists_of(&other, link);
        assert!(other.compiled.is_damaged() || answer == lists_of(table, link), "{what}: {link}");
    }
    other.compiled.is_damaged()
}

#[test]
fn every_flipped_bit_is_noticed() {
    let (table, bytes) = small();
    assert!(LINKS.iter().any(|link| lists_of(&table, link) != 0) && LINKS.iter().any(|link| lists_of(&table, link) == 0));
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1 << bit;
            assert!(refused_or_right(&table, &damaged, &format!("bit {bit} of byte {at}")), "one page holds all of it, so every link touches the damage");
        }
    }
}

#[test]
fn every_cut_and_every_addition_is_noticed() {
    let (table, bytes) = small();
    for length in 0..bytes.len() {
        assert!(refused_or_right(&table, &bytes[..length], &format!("cut to {length}")));
    }
    for more in [&b"\0"[..], b"outlinkL", &bytes] {
        let longer = [&bytes, more].concat();
        assert!(refused_or_right(&table, &longer, "with something behind it"));
    }
}

/// The bytes with the checksums that they should have: of each page, of what stands before the pages, and of the head.
fn with_right_sums(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let number = |bytes: &[u8], at: usize| usize::try_from(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?)).ok();
    let put = |bytes: &mut [u8], at: usize, sum: u64| bytes.get_mut(at..at + 8).map(|place| place.copy_from_slice(&sum.to_le_bytes()));
    let directory = 64_usize.checked_add(number(&bytes, 24)?)?;
    let end = directory.checked_add(number(&bytes, 32)?)?;
    // Behind the pages' entries, of which each is for 32 buckets, stands the filter.
    let pages = number(&bytes, 16)?.div_ceil(32);
    let mut start = end;
    for at in (directory..end).step_by(16).take(pages) {
        let page_end = end.checked_add(number(&bytes, at)?)?;
        let sum = xxh3_64(bytes.get(start..page_end)?);
        put(&mut bytes, at + 8, sum)?;
        start = page_end;
    }
    let sum = xxh3_64(bytes.get(64..end)?);
    put(&mut bytes, 48, sum)?;
    let sum = xxh3_64(bytes.get(..56)?);
    put(&mut bytes, 56, sum)?;
    Some(bytes)
}

proptest! {
    #[test]
    fn right_sums_over_wrong_contents_make_nothing_panic(changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..6), cut in any::<Option<proptest::sample::Index>>()) {
        let (_, mut bytes) = small();
        for (at, byte) in changes {
            let at = 12 + at.index(bytes.len() - 12);
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let Some(bytes) = with_right_sums(bytes) else { return Ok(()) };
        let Ok(opened) = compiled::open(Box::new(InMemory(bytes.into()))) else { return Ok(()) };
        let reports: Vec<Loaded> = opened.lists.iter().map(KeptList::loaded).collect();
        let table = attached(opened);
        let lists: Vec<u64> = LINKS.iter().map(|link| lists_of(&table, link)).collect();
        prop_assert!(lists.iter().all(|lists| lists.count_ones() as usize <= reports.len()));
        let _ = (table.names().count(), table.covered(1).count());
    }
}

#[test]
fn right_sums_are_what_a_file_has() {
    let (_, bytes) = small();
    assert_eq!(with_right_sums(bytes.clone()), Some(bytes));
}

#[test]
fn other_files_and_other_versions_are_told_apart() {
    let (_, bytes) = small();
    let refused = |bytes: &[u8]| compiled::open(Box::new(InMemory(bytes.into()))).err();
    assert_eq!(refused(b""), Some(Refused::Foreign));
    assert_eq!(refused(b"a.example\nb.example\n"), Some(Refused::Foreign));
    assert_eq!(refused(&bytes[..40]), Some(Refused::Damaged));
    let mut newer = bytes.clone();
    newer[8] += 1;
    assert_eq!(refused(&newer), Some(Refused::Version(compiled::VERSION + 1)));
    // As a machine of the other byte order would have written it.
    let mut turned = bytes;
    turned[8..12].reverse();
    assert_eq!(refused(&turned), Some(Refused::Version(compiled::VERSION << 24)));
}

#[test]
fn a_full_cache_lets_go_of_what_was_not_used_for_longest() {
    let folder = scratch("bound");
    let cache = Folder::new(folder.clone(), 250);
    for key in 1..=3 {
        cache.keep(key, &[0; 100]).unwrap();
        let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1000 + key);
        for entry in fs::read_dir(&folder).unwrap().flatten().filter(|entry| entry.file_name().to_string_lossy().contains(&format!("{key:016x}"))) {
            fs::File::options().append(true).open(entry.path()).unwrap().set_modified(long_ago).unwrap();
        }
    }
    assert!(cache.find(1).is_none(), "the oldest went when the third came");
    assert!(cache.find(2).is_some(), "what is used is young again");
    cache.keep(4, &[0; 100]).unwrap();
    assert!(cache.find(3).is_none() && cache.find(2).is_some() && cache.find(4).is_some());
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "nothing is left lying about");
}

/// An empty folder of this test's own.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiled-lists").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A policy that blocks one list and warns of another, over texts long enough for the cache, and links for it.
fn long_lists(folder: &Path, format: &str, file: impl Fn(&str) -> String) -> PathBuf {
    for (list, ending) in [("bad", "example"), ("odd", "test")] {
        let names: Vec<String> = (0..16_000).map(|number| format!("name-{}-{number}.{list}.{ending}", number * 7919 % 16_000)).collect();
        fs::write(folder.join(format!("{list}.txt")), names.join("\n")).unwrap();
    }
    let lists = ["bad", "odd"].map(|list| format!("[[list]]\nid = \"{list}\"\npath = \"{}\"\nformat = \"{format}\"\n", file(list))).concat();
    let rule = |list: &str, verdict: &str| {
        format!(
            "[[rule]]\nid = \"{list}\"\nmatch = {{ list = [\"{list}\"] }}\nat-least = \"{verdict}\"\nbasis = \"announced\"\nreason = {{ en = \"Listed.\", zh = \"已列入。\" }}\n"
        )
    };
    let policy = format!(
        "schema = 1\nid = \"listed\"\nname = {{ en = \"Listed\", zh = \"列表\" }}\nextends = [\"wechat\"]\n{lists}{}{}",
        rule("bad", "block"),
        rule("odd", "warn")
    );
    let path = folder.join(format!("{format}.toml"));
    fs::write(&path, policy).unwrap();
    let links: Vec<String> =
        (0..300).map(|number| format!("https://name-{}-{number}.{}.example/x", number * 7919 % 16_000, if number % 2 == 0 { "bad" } else { "none" })).collect();
    fs::write(folder.join("links.txt"), links.join("\n")).unwrap();
    path
}

fn outlink(folder: &Path, args: &[&str]) -> Output {
    let cache = folder.join("cache");
    Command::new(env!("CARGO_BIN_EXE_outlink")).args(args).current_dir(folder).env("OUTLINK_CACHE_DIR", cache).env_remove("OUTLINK_LANG").output().unwrap()
}

fn check(folder: &Path, policy: &Path, more: &[&str]) -> Output {
    let policy = policy.to_string_lossy().into_owned();
    let args = ["check", "links.txt", "--policy", &policy, "--as-of", "2026-11-22", "--format", "jsonl", "--fail-on", "never", "--no-config"];
    outlink(folder, &[&args, more].concat())
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn cached(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.join("cache")).map(|entries| entries.flatten().map(|entry| entry.path()).collect());
    entries.unwrap_or_default()
}

#[test]
fn the_cache_changes_nothing_but_time() {
    let folder = scratch("cache");
    let policy = long_lists(&folder, "domains", |list| format!("{list}.txt"));
    let plain = check(&folder, &policy, &["--no-cache"]);
    assert!(plain.status.success() && cached(&folder).is_empty(), "{}", said(&plain));
    assert!(String::from_utf8_lossy(&plain.stdout).contains("\"listed/bad\""));
    for run in ["the first, which keeps them", "the second, which uses them"] {
        let other = check(&folder, &policy, &[]);
        assert_eq!((&other.stdout, said(&other)), (&plain.stdout, said(&plain)), "{run}: records, run and summary are the same");
        assert_eq!(cached(&folder).len(), 1, "{run}");
    }
    // A text that changed is another text.
    let longer = fs::read_to_string(folder.join("bad.txt")).unwrap() + "\nname-7919-1.none.example";
    fs::write(folder.join("bad.txt"), longer).unwrap();
    let changed = check(&folder, &policy, &[]);
    assert!(changed.status.success() && changed.stdout != plain.stdout && cached(&folder).len() == 2);
    assert_eq!(changed.stdout, check(&folder, &policy, &["--no-cache"]).stdout);
}

#[test]
fn a_damaged_cache_is_told_and_made_anew() {
    let folder = scratch("damaged-cache");
    let policy = long_lists(&folder, "domains", |list| format!("{list}.txt"));
    let plain = check(&folder, &policy, &[]);
    let [file] = cached(&folder).try_into().unwrap();
    let whole = fs::read(&file).unwrap();
    let damage: [fn(&mut Vec<u8>); 4] = [|bytes| bytes.truncate(1000), |bytes| *bytes.last_mut().unwrap() ^= 1, |bytes| bytes[70] ^= 1, Vec::clear];
    for damage in damage {
        let mut bytes = whole.clone();
        damage(&mut bytes);
        fs::write(&file, bytes).unwrap();
        let other = check(&folder, &policy, &[]);
        assert_eq!(other.stdout, plain.stdout);
        assert!(said(&other).contains("in the cache is damaged"), "{}", said(&other));
        assert_eq!(fs::read(&file).unwrap(), whole, "it was made anew");
        assert_eq!(said(&check(&folder, &policy, &[])), said(&plain));
    }
}

#[test]
fn a_cache_that_cannot_be_written_is_no_error() {
    let folder = scratch("no-cache");
    let policy = long_lists(&folder, "domains", |list| format!("{list}.txt"));
    // A file stands where the folder should be.
    fs::write(folder.join("cache"), "").unwrap();
    let other = check(&folder, &policy, &[]);
    assert!(other.status.success());
    assert_eq!(said(&other).matches("could not be kept").count(), 1, "{}", said(&other));
    assert_eq!(other.stdout, check(&folder, &policy, &["--no-cache"]).stdout);
}

#[test]
fn runs_side_by_side_share_a_cache() {
    let folder = scratch("side-by-side");
    let policy = long_lists(&folder, "domains", |list| format!("{list}.txt"));
    let plain = check(&folder, &policy, &["--no-cache"]);
    let outputs: Vec<Output> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4).map(|_| scope.spawn(|| check(&folder, &policy, &[]))).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    for other in outputs {
        assert_eq!((&other.stdout, said(&other)), (&plain.stdout, said(&plain)));
    }
    assert_eq!(cached(&folder).len(), 1);
}

#[test]
fn filings_are_kept_as_filings() {
    let folder = scratch("filings");
    long_lists(&folder, "domains", |list| format!("{list}.txt"));
    let args = ["explain", "https://any.bad.example/", "https://a.odd.test/", "--list", "icp=bad.txt", "--as-of", "2026-11-22", "--format", "json"];
    let plain = outlink(&folder, &[&args[..], &["--no-cache"]].concat());
    assert!(plain.status.success() && String::from_utf8_lossy(&plain.stdout).contains("not-filed"), "{}", said(&plain));
    for _ in 0..2 {
        assert_eq!(outlink(&folder, &args).stdout, plain.stdout);
        assert_eq!(cached(&folder).len(), 1);
    }
}

fn built(folder: &Path) -> PathBuf {
    let output = outlink(folder, &["list", "build", "bad=bad.txt", "odd=odd.txt", "-o", "both.lists"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("list bad: 16000 entries, 0 skipped"), "{}", said(&output));
    folder.join("both.lists")
}

#[test]
fn a_compiled_file_serves_in_place_of_its_texts() {
    let folder = scratch("named");
    let text = long_lists(&folder, "domains", |list| format!("{list}.txt"));
    let policy = long_lists(&folder, "compiled", |_| "both.lists".to_owned());
    built(&folder);
    let without_run = |output: &Output| -> Vec<serde_json::Value> {
        let lines = String::from_utf8_lossy(&output.stdout).into_owned();
        let record = |line: &str| {
            let mut record: serde_json::Value = serde_json::from_str(line).unwrap();
            record.as_object_mut().unwrap().remove("run");
            record
        };
        lines.lines().map(record).collect()
    };
    let plain = check(&folder, &text, &["--no-cache"]);
    for threads in ["1", "2"] {
        let other = check(&folder, &policy, &["--threads", threads]);
        assert!(other.status.success(), "{}", said(&other));
        assert_eq!(without_run(&other), without_run(&plain));
    }
    assert!(cached(&folder).is_empty(), "a compiled file is kept already");
    let given = check(&folder, &text, &["--no-cache", "--list", "bad=both.lists:compiled:odd"]);
    assert!(given.status.success() && !String::from_utf8_lossy(&given.stdout).contains("\"listed/bad\""), "{}", said(&given));
}

#[test]
fn what_cannot_be_used_is_refused_with_a_way_out() {
    let folder = scratch("refused");
    let policy = long_lists(&folder, "compiled", |_| "both.lists".to_owned());
    let file = built(&folder);
    let whole = fs::read(&file).unwrap();
    let refused = |bytes: &[u8], message: &str| {
        fs::write(&file, bytes).unwrap();
        let output = check(&folder, &policy, &[]);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(3), 0), "{}", said(&output));
        assert!(said(&output).contains(message) && said(&output).contains("`outlink list build`"), "{}", said(&output));
    };
    refused(b"a.example\n", "is no compiled list");
    refused(&whole[..whole.len() / 2], "is damaged");
    let mut damaged = whole.clone();
    damaged[70] ^= 4;
    refused(&damaged, "is damaged");
    let mut newer = whole.clone();
    newer[8] = 9;
    refused(&newer, "version 9");
    // A page that is only found out when a link needs it: nothing is written that rests on it.
    let mut pages = whole;
    let middle = pages.len() / 2;
    pages[middle..].iter_mut().for_each(|byte| *byte ^= 1);
    refused(&pages, "is damaged");
    fs::write(&file, &pages).unwrap();
    let output = outlink(&folder, &["explain", "https://a.example/", "--policy", "compiled.toml"]);
    assert!(output.status.code() == Some(3) && said(&output).contains("is damaged"), "everything is checked before one link is explained: {}", said(&output));
}

#[test]
fn building_tells_what_it_cannot_compile() {
    let folder = scratch("building");
    long_lists(&folder, "domains", |list| format!("{list}.txt"));
    fs::write(folder.join("faulty.txt"), "a.example\nno host\n").unwrap();
    let build = |args: &[&str]| outlink(&folder, &[&["list", "build"], args, &["-o", "out.lists"]].concat());
    let failed = |args: &[&str], code: i32, message: &str| {
        let output = build(args);
        assert!(output.status.code() == Some(code) && said(&output).contains(message), "{args:?}: {}", said(&output));
        assert!(!folder.join("out.lists").exists(), "{args:?}: nothing is written");
    };
    failed(&["bad.txt"], 2, "ID=FILE");
    failed(&["bad=bad.txt", "bad=odd.txt"], 2, "named twice");
    failed(&["bad=gone.txt"], 5, "there is no file");
    failed(&["bad=faulty.txt"], 3, "`no host` is no host");
    failed(&["bad=faulty.txt"], 3, "--skip-unsupported");
    failed(&["bad=bad.txt:compiled"], 2, "compiled already");
    let output = build(&["bad=faulty.txt", "--skip-unsupported"]);
    assert!(output.status.success() && said(&output).contains("1 entries, 1 skipped"), "{}", said(&output));
    // What was left out then is an error where the policy takes none.
    let policy = long_lists(&folder, "compiled", |_| "out.lists\"\nentry = \"bad".to_owned());
    let output = check(&folder, &policy, &[]);
    assert!(output.status.code() == Some(3) && said(&output).contains("could not be used when it was compiled: 1 no-host"), "{}", said(&output));
    // Filings are compiled as filings.
    let output = outlink(&folder, &["check", "links.txt", "--list", "icp=out.lists:compiled:bad", "--no-config"]);
    assert!(output.status.code() == Some(3) && said(&output).contains("icp"), "{}", said(&output));
}
