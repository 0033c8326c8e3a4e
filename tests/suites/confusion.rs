//! Links that parsers read as different hosts.

use std::collections::BTreeSet;
use std::fs;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;

use outlink::canon::{canonicalise, readings};
use outlink::classify::builtin;
use outlink::classify::candidate::Candidate;
use outlink::classify::chain::{Chain, Classifier};
use outlink::engine::compile::Matcher;
use outlink::engine::view::{BasisView, View};
use outlink::input::files::Disk;
use outlink::policy::load::Loader;
use outlink::signal::Signal;
use outlink::suffix::{CompiledIn, is_top_level};
use outlink::time::Instant;
use outlink::verdict::Verdict;
use percent_encoding::percent_decode_str;
use url::Url;

use crate::reading::{data, ours, rows, text};
use crate::tally::Suite;
use crate::url_standard::folded;

pub(crate) fn suites(data: &Path) -> Vec<Suite> {
    let path = data.join("g04-evasion-and-policy/url-confusion/cases.jsonl");
    vec![confusing_hosts(&path), confusing_flags(&path)]
}

/// The host a browser goes to: ours must be that one or none. A reference that needs a base has none.
fn confusing_hosts(path: &Path) -> Suite {
    let mut suite = Suite::new("confusion-host");
    for row in rows(path) {
        let Some(input) = text(&row, "input") else { continue };
        let host_of = |href: &str| Url::parse(&folded(href)?).ok()?.host_str().map(|host| host.trim_matches(['[', ']']).to_owned());
        let browser = text(&row, "whatwg_href").and_then(host_of);
        let base = text(&row, "base").and_then(host_of);
        let found = ours(input).and_then(|url| url.host().map(str::to_owned));
        let theirs = if found.is_none() && (browser == base) { None } else { browser };
        suite.check(input, &found, &theirs);
    }
    suite
}

/// Where sloppy readers stop.
const CUTS: [char; 20] = ['/', '?', '#', '\\', ' ', '\t', '\n', '\r', '\0', ';', ',', '&', '=', '!', '$', '*', '+', '\'', '(', ')'];

/// The hosts that simple but real ways of reading find in a link, each in canonical form.
fn naive_hosts(input: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let last_is_known = |host: &str| host.rsplit('.').next().is_some_and(is_top_level);
    let whole = percent_decode_str(input).decode_utf8_lossy().into_owned();
    let bare: String = input.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let dropped = bare.replace('\\', "");
    for text in [input, &whole, &bare, &dropped, &bare.replace('\\', "/")] {
        let (scheme, rest) = if text.starts_with("//") { ("https", text) } else { text.split_once(':').unwrap_or_default() };
        if !matches!(scheme.trim().to_ascii_lowercase().as_str(), "http" | "https") {
            continue;
        }
        let rest = rest.trim_start_matches(['/', '\\']);
        for ends in [&['/', '?', '#'][..], &['/', '?', '#', '\\'], &['/'], &CUTS] {
            let authority = rest.split(ends).next().unwrap_or_default();
            if ends.len() == 1 && authority.split_once(['?', '#']).is_some_and(|(_, query)| query.contains(['=', '&'])) {
                continue;
            }
            let hosts = [authority.rsplit('@').next(), authority.split('@').nth(1)].into_iter().flatten();
            let address = authority.split(':').next().unwrap_or_default().split('.').map(|number| number.parse::<u8>().ok());
            if let Some([a, b, c, d]) = address.collect::<Option<Vec<u8>>>().and_then(|numbers| <[u8; 4]>::try_from(numbers).ok()) {
                found.insert(Ipv4Addr::new(a, b, c, d).to_string());
            }
            for host in hosts {
                let host = host.split(['?', '#', '/', '\\', ' ']).next().unwrap_or_default();
                let host = ours(&format!("http://{host}/")).and_then(|url| url.host().map(str::to_owned));
                found.extend(host.filter(|host| text != dropped || last_is_known(host)));
            }
        }
    }
    found
}

fn is_flagged(input: &str) -> bool {
    let canonical = canonicalise(input);
    let Ok(url) = &canonical.url else { return false };
    canonical.signals.contains(Signal::AmbiguousHost) || !readings::others(input, url).is_empty()
}

/// Whether an authority is written so that it may be flagged although our simple readers agree.
fn is_odd(input: &str) -> bool {
    let rest = input.split_once(':').map_or(input, |(_, rest)| rest).trim_start_matches(['/', '\\']);
    let authority = rest.split('/').next().unwrap_or_default();
    authority.contains(|c: char| !c.is_ascii() || c == '%' || CUTS.contains(&c)) || authority.matches('@').count() > 1
}

/// Whether a link is flagged where it has to be, and not where it must not be; `None` where it cannot be read.
fn flag_is_right(input: &str) -> Option<bool> {
    let url = ours(input)?;
    let own = url.host().unwrap_or_default();
    let differs = url.is_web() && naive_hosts(input).iter().any(|host| host != own);
    Some(if is_flagged(input) { differs || is_odd(input) } else { !differs })
}

/// A link must be flagged if it can be read and ways of reading find more than one host in it; if they do not and it is
/// written plainly, it must not be.
fn confusing_flags(path: &Path) -> Suite {
    let mut suite = Suite::new("confusion-flags");
    for row in rows(path) {
        let Some(input) = text(&row, "input") else { continue };
        if let Some(right) = flag_is_right(input) {
            suite.check(input, &right, &true);
        }
    }
    suite
}

/// The hosts beside ours that simple ways of reading find in a link; those that can exist where we refuse it.
fn other_hosts(input: &str) -> BTreeSet<String> {
    let own = ours(input).and_then(|url| url.is_web().then(|| url.host().map(str::to_owned))?);
    let can_exist = |host: &str| host.parse::<IpAddr>().is_ok() || host.rsplit_once('.').is_some_and(|(_, last)| is_top_level(last));
    let mut hosts = naive_hosts(input);
    hosts.retain(|host| if own.is_some() { Some(host) != own.as_ref() } else { can_exist(host) });
    hosts
}

/// What is missing of a link that parsers read differently: the signal, and a layer for each other host.
fn missing(chain: &Chain<'_>, others: &BTreeSet<String>) -> Vec<String> {
    let mut missing = Vec::new();
    if !chain.first.signals.contains(Signal::AmbiguousHost) {
        missing.push("no signal".to_owned());
    }
    let layers: BTreeSet<&str> = chain.layers().filter_map(Candidate::host).collect();
    missing.extend(others.iter().filter(|host| !layers.contains(host.as_str())).map(|host| format!("no layer for {host}")));
    missing
}

/// No link that parsers read differently opens, in any scene of `WeChat`, on any day, in either view; each says so and has
/// every reading as a layer. Links that we refuse are held to the same.
#[test]
fn no_link_that_parsers_read_differently_opens() {
    let Some(data) = data() else { return };
    let mut catalog = builtin::catalog(&CompiledIn).unwrap_or_default();
    let policy = Loader::new(&mut catalog, &Disk).load("wechat").expect("the embedded policy is valid");
    let moments = policy.moments().into_iter().flat_map(|Instant(at)| [Instant(at - 1), Instant(at), Instant(at + 1)]);
    let views = moments.flat_map(|at| [BasisView::Announced, BasisView::Observed].map(|basis| View { basis, ..View::plain(&policy, at) }));
    let matchers: Vec<Matcher<'_>> = views.map(|view| Matcher::compile(&policy, &catalog, view).expect("few contexts are unset")).collect();
    let classifier = Classifier { catalog: &catalog, suffixes: &CompiledIn, moment: None };
    let (mut differ, mut faults) = (0, Vec::new());
    for row in rows(&data.join("g04-evasion-and-policy/url-confusion/cases.jsonl")) {
        let Some(input) = text(&row, "input") else { continue };
        let others = other_hosts(input);
        let chain = classifier.chain(input, canonicalise(input), &[]);
        let is_refused = chain.first.url.is_err();
        if others.is_empty() && !is_refused {
            continue;
        }
        differ += usize::from(!others.is_empty());
        let missing = if others.is_empty() { Vec::new() } else { missing(&chain, &others) };
        let scenes = || 0..policy.scenes.len();
        let opens = matchers.iter().any(|matcher| {
            let hits = matcher.hits(&chain);
            scenes().any(|scene| matcher.decide(scene, &hits).verdict == Verdict::Open)
        });
        if opens || !missing.is_empty() {
            faults.push(format!("{} refused {is_refused} opens {opens} {}", input.escape_default(), missing.join(", ")));
        }
    }
    eprintln!("{differ} links that parsers read differently, {} views", matchers.len());
    assert!(differ > 0 && faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// Every two and three delimiters, plain, escaped and full-width, between two hosts.
#[test]
fn made_up_confusions_are_flagged() {
    let marks = [
        "@", "\\", "?", "#", ":", "/", ";", ",", "&", "=", ".", " ", "\t", "\n", "\0", ":80", "[", "]", "|", "%40", "%2f", "%5c", "%23", "%3f", "%00", "%0a",
        "%09", "%20", "%ff", "\u{ff0f}", "\u{ff20}", "\u{ff03}", "\u{3002}", "\u{200b}", "%2e", "!", "$",
    ];
    let mut wrong = Vec::new();
    let mut read = 0;
    let starts = ["http://", "https:", "http:/", "http:\\\\", "HTTPS:///", "http:/\\"];
    for (number, first) in marks.into_iter().enumerate() {
        for (second, start) in marks.into_iter().zip(starts.into_iter().cycle().skip(number)) {
            for third in ["", "@", "\\", "#", ".", ":"] {
                let link = format!("{start}taobao.com{first}{second}{third}evil.cn/");
                let right = flag_is_right(&link);
                read += usize::from(right.is_some());
                if right == Some(false) {
                    wrong.push(format!(
                        "{} ours {:?} flagged {} naive {:?}",
                        link.escape_default(),
                        ours(&link).and_then(|url| url.host().map(str::to_owned)),
                        is_flagged(&link),
                        naive_hosts(&link)
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {read}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Links as people write them: hardly one in a thousand may be flagged.
#[test]
fn plain_links_are_not_flagged() {
    let Some(data) = data() else { return };
    let mut corpora: Vec<(String, Vec<String>)> = Vec::new();
    for name in ["brave_short-sitelist", "brave_sitelist", "isaacs_files", "kasztp", "node_files", "userbait"] {
        let Ok(text) = fs::read_to_string(data.join(format!("g07-corpora/url-datasets/{name}.txt"))) else { continue };
        corpora.push((name.to_owned(), text.lines().map(str::to_owned).collect()));
    }
    let labelled = rows(&data.join("g08-labelled-urls/labelled-urls/urls.jsonl"));
    corpora.push(("labelled-urls".to_owned(), labelled.iter().filter_map(|row| text(row, "url")).map(str::to_owned).collect()));
    eprintln!("{:<22} {:>6} {:>7}", "corpus", "links", "flagged");
    for (name, links) in corpora {
        let flagged: Vec<&String> = links.iter().filter(|link| is_flagged(link)).collect();
        eprintln!("{name:<22} {:>6} {:>7}", links.len(), flagged.len());
        for link in flagged.iter().take(20) {
            eprintln!("    {}", link.escape_default());
        }
        assert!(flagged.len() * 1000 <= links.len(), "{name}: {} of {} links are flagged", flagged.len(), links.len());
    }
}
