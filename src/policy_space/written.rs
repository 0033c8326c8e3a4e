//! Links written so that they have the signals, parameters and length that are asked for.
//!
//! Each signal has one way to be written or more; which of them work for a host is left to whoever reads the result back.

use super::facts::Assignment;
use super::site::Parts;
use super::table::{self, HostClass};
use crate::signal::{Signal, SignalSet};

/// The most texts that are drawn up for one assignment.
pub const DRAFT_LIMIT: usize = 48;

/// A link in pieces, as it will stand.
#[derive(Debug, Clone)]
struct Draft {
    before: String,
    scheme: String,
    slashes: String,
    user: String,
    host: String,
    port: String,
    path: String,
    query: String,
    fragment: String,
}

impl Draft {
    fn of(parts: &Parts) -> Self {
        Self {
            before: String::new(),
            scheme: format!("{}:", parts.scheme),
            slashes: if parts.host.is_some() { "//".to_owned() } else { String::new() },
            user: String::new(),
            host: parts.host.clone().unwrap_or_default(),
            port: parts.port.map(|port| format!(":{port}")).unwrap_or_default(),
            path: if parts.host.is_none() { parts.path.trim_start_matches('/').to_owned() } else { parts.path.clone() },
            query: parts.query.clone(),
            fragment: parts.fragment.clone(),
        }
    }

    fn text(&self) -> String {
        let mut text = format!("{}{}{}{}{}{}{}", self.before, self.scheme, self.slashes, self.user, self.host, self.port, self.path);
        for (mark, part) in [('?', &self.query), ('#', &self.fragment)] {
            if !part.is_empty() {
                text.push(mark);
                text.push_str(part);
            }
        }
        text
    }

    fn with_host(&self, host: String) -> Self {
        Self { host, ..self.clone() }
    }
}

/// Texts of a URL that may have what an assignment asks for, and nothing that it rules out, as far as that is known.
#[must_use]
pub fn texts(parts: &Parts, settled: &Assignment<'_>, certain: SignalSet, class: HostClass) -> Vec<String> {
    let mut draft = Draft::of(parts);
    add_query(&mut draft, settled);
    let mut drafts = vec![draft];
    let brings_lookalike = settled.with.iter().any(|signal| table::entry(signal).implies.contains(Signal::Lookalike));
    let is_there = |signal: Signal| certain.contains(signal) || (brings_lookalike && signal == Signal::Lookalike);
    for signal in settled.with.iter().filter(|signal| !is_there(*signal)) {
        drafts = drafts.iter().flat_map(|draft| variants(draft, signal, class)).take(DRAFT_LIMIT).collect();
    }
    drafts.iter_mut().for_each(|draft| pad(draft, settled.length.0));
    let mut found: Vec<String> = drafts.iter().map(Draft::text).collect();
    // The shortest way to write the same: without its scheme where that is not ruled out.
    if settled.length.1 != usize::MAX && !settled.without.contains(Signal::NoScheme) {
        found.extend(drafts.iter().map(|draft| Draft { scheme: String::new(), slashes: String::new(), ..draft.clone() }.text()));
    }
    found
}

/// The parameters that an assignment asks for.
#[must_use]
pub fn query_of(settled: &Assignment<'_>) -> String {
    let named: Vec<String> = settled.query.iter().filter(|(_, there)| *there).map(|(name, _)| format!("{}=1", escaped(name))).collect();
    match (named.is_empty(), settled.has_query) {
        (true, Some(true)) => "x1=1".to_owned(),
        _ => named.join("&"),
    }
}

fn add_query(draft: &mut Draft, settled: &Assignment<'_>) {
    let wanted = query_of(settled);
    if !wanted.is_empty() {
        draft.query = if draft.query.is_empty() { wanted } else { format!("{}&{wanted}", draft.query) };
    }
}

fn escaped(name: &str) -> String {
    percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// Fills the fragment up to a length.
fn pad(draft: &mut Draft, least: usize) {
    let lacking = least.saturating_sub(draft.text().chars().count());
    // Past the longest line nothing is read as a link any more.
    if lacking > 0 && lacking < crate::input::blocks::LINK_LIMIT {
        draft.fragment.push_str(&"x".repeat(lacking));
    }
}

fn variants(draft: &Draft, signal: Signal, class: HostClass) -> Vec<Draft> {
    let more = |text: &str| Draft { fragment: format!("{}{text}", draft.fragment), ..draft.clone() };
    match signal {
        Signal::HiddenCharacters => vec![more("\u{200b}x")],
        Signal::ControlCharacters => vec![more("\u{7f}x")],
        Signal::ShareText => vec![Draft { before: format!("看这里 {}", draft.before), ..draft.clone() }],
        Signal::NoScheme => no_scheme(draft),
        Signal::HtmlEntities => vec![more("&amp;x"), Draft { query: joined(&draft.query, "x1=1&amp;x2=2"), ..draft.clone() }],
        Signal::RedirectHint => redirect_hint(draft),
        Signal::Userinfo => vec![Draft { user: "x1@".to_owned(), ..draft.clone() }],
        Signal::OddSlashes => vec![Draft { slashes: "///".to_owned(), ..draft.clone() }, Draft { slashes: "/".to_owned(), ..draft.clone() }],
        Signal::Backslash => backslash(draft),
        Signal::AmbiguousHost => vec![
            Draft { user: "x1.example@x2@".to_owned(), ..draft.clone() },
            Draft { user: "x1.example\\@".to_owned(), ..draft.clone() },
            Draft { path: format!("\\@x1.example{}", draft.path), ..draft.clone() },
        ],
        Signal::Obfuscated => {
            vec![Draft { scheme: draft.scheme.replacen("tt", "xx", 1), ..draft.clone() }, draft.with_host(draft.host.replacen('.', "[.]", 1))]
        }
        _ => host_variants(draft, signal, class),
    }
}

fn joined(query: &str, more: &str) -> String {
    if query.is_empty() { more.to_owned() } else { format!("{query}&{more}") }
}

fn no_scheme(draft: &Draft) -> Vec<Draft> {
    let bare = Draft { scheme: String::new(), ..draft.clone() };
    vec![Draft { slashes: String::new(), ..bare.clone() }, bare]
}

fn redirect_hint(draft: &Draft) -> Vec<Draft> {
    let names = ["url", "target", "goto", "to", "link", "u"];
    names.iter().map(|name| Draft { query: joined(&draft.query, &format!("{name}=https%3A%2F%2Fwww.example.com%2F")), ..draft.clone() }).collect()
}

fn backslash(draft: &Draft) -> Vec<Draft> {
    let path = draft.path.replacen('/', "\\", 1);
    let inner = draft.path.rfind('/').filter(|at| *at > 0).map(|at| {
        let (before, after) = draft.path.split_at_checked(at).unwrap_or((&draft.path, ""));
        format!("{before}{}", after.replacen('/', "\\", 1))
    });
    let changed = inner.into_iter().chain([path, format!("{}\\", draft.path)]).map(|path| Draft { path, ..draft.clone() });
    changed.chain([Draft { slashes: "\\\\".to_owned(), ..draft.clone() }]).collect()
}

fn host_variants(draft: &Draft, signal: Signal, class: HostClass) -> Vec<Draft> {
    let host = &draft.host;
    let first = |wanted: fn(char) -> bool, change: &dyn Fn(char) -> String| {
        host.char_indices().find(|(_, c)| wanted(*c)).map(|(at, c)| {
            let (before, after) = host.split_at_checked(at).unwrap_or((host, ""));
            format!("{before}{}{}", change(c), after.get(c.len_utf8()..).unwrap_or_default())
        })
    };
    let hosts: Vec<Option<String>> = match signal {
        Signal::UpperCaseHost => vec![first(|c| c.is_ascii_lowercase(), &|c| c.to_ascii_uppercase().to_string()), hexadecimal(host, "0X")],
        Signal::EscapedHost => vec![first(|c| c.is_ascii_alphanumeric(), &|c| format!("%{:02X}", u32::from(c)))],
        Signal::CompatibilityCharacters => {
            let wide = |c: char| char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c).to_string();
            vec![first(|c| c.is_ascii_alphanumeric(), &wide)]
        }
        Signal::IdnHost => vec![host.contains('s').then(|| host.replacen('s', "ſ", 1)), below(host, class, "中文")],
        Signal::DotLookalike => vec![host.contains('.').then(|| host.replacen('.', "。", 1)), below(host, class, "x1。x2")],
        Signal::SlashLookalike => vec![below(host, class, "x1⁄x2"), below(host, class, "ノx")],
        Signal::ExtraDots => vec![Some(format!("{host}.")), Some(host.replacen('.', "..", 1))],
        Signal::OddIp => vec![decimal(host), hexadecimal(host, "0x")],
        Signal::Lookalike | Signal::BrandInHost => vec![below(host, class, "www.taobao.com"), below(host, class, "item.jd.com")],
        Signal::MixedScripts => vec![below(host, class, "pаy"), below(host, class, "αbc")],
        Signal::ConfusableLetters => {
            vec![below(host, class, "раураl"), below(host, class, "раур"), (class == HostClass::Loose).then(|| "taoba0.com".to_owned())]
        }
        _ => Vec::new(),
    };
    hosts.into_iter().flatten().filter(|changed| changed != host).map(|host| draft.with_host(host)).collect()
}

/// A name under a host, where the class of hosts has more than one.
fn below(host: &str, class: HostClass, label: &str) -> Option<String> {
    (class == HostClass::Loose).then(|| format!("{label}.{host}"))
}

fn decimal(host: &str) -> Option<String> {
    host.parse::<std::net::Ipv4Addr>().ok().map(|address| u32::from(address).to_string())
}

fn hexadecimal(host: &str, mark: &str) -> Option<String> {
    host.parse::<std::net::Ipv4Addr>().ok().map(|address| format!("{mark}{:x}", u32::from(address)))
}
