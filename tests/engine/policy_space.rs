//! The table of signals: what it says of every layer holds, and links are written as it is asked for.

use std::collections::BTreeMap;

use crate::random::links::{LINKS, chain};
use outlink::classify::builtin;
use outlink::classify::candidate::Candidate;
use outlink::page;
use outlink::policy_space::facts::{Assignment, Counting, Literal};
use outlink::policy_space::site::{Parts, facts_of};
use outlink::policy_space::table::{Bearer, HostClass, Place, entry};
use outlink::policy_space::written::texts;
use outlink::signal::{Signal, SignalSet};
use outlink::suffix::CompiledIn;

/// What the table says of a layer that does not hold.
fn faults(layer: &Candidate<'_>, is_first: bool) -> Vec<String> {
    let special = layer.canonical().is_none_or(|url| matches!(url.scheme(), "http" | "https" | "ftp" | "ws" | "wss"));
    let mut found = Vec::new();
    for signal in layer.signals.iter() {
        let line = entry(signal);
        let bearer = match line.bearer {
            Bearer::Any | Bearer::Fixed => true,
            Bearer::Url | Bearer::LooseHost | Bearer::Carrier => layer.canonical().is_some(),
            Bearer::Special => special,
            Bearer::Never => false,
        };
        let implied = line.implies.iter().all(|implied| layer.signals.contains(implied));
        if !bearer || !implied || line.excludes.intersects(layer.signals) || (line.place == Place::Outermost && !is_first) {
            found.push(format!("{}: {:?}", signal.id(), layer.url));
        }
    }
    found
}

#[test]
fn the_table_holds_for_every_layer_at_hand() {
    let catalog = builtin::catalog(&CompiledIn).unwrap();
    let mut lines: Vec<String> = LINKS.iter().map(|link| (*link).to_owned()).collect();
    for signal in Signal::ALL {
        let page = page::read::page(&page::builtin::find(*signal).unwrap()).unwrap();
        let examples = page.examples.iter().chain(&page.counter_examples);
        lines.extend(examples.filter_map(|example| String::from_utf8(example.link.bytes()).ok()));
    }
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in &lines {
        let chain = chain(line, &catalog);
        for (number, layer) in chain.layers().enumerate() {
            layer.signals.iter().for_each(|signal| *seen.entry(signal.id()).or_default() += 1);
            wrong.extend(faults(layer, number == 0));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen.len() > 35, "only {} signals were seen: {seen:?}", seen.len());
}

/// Signals that a plain host cannot show alone, each with those that come along.
const TOGETHER: &[(Signal, &[Signal])] = &[
    (Signal::BrandInHost, &[Signal::Lookalike]),
    (Signal::MixedScripts, &[Signal::Lookalike, Signal::IdnHost]),
    (Signal::ConfusableLetters, &[Signal::Lookalike, Signal::IdnHost]),
    (Signal::Lookalike, &[Signal::BrandInHost]),
    (Signal::SlashLookalike, &[Signal::IdnHost]),
    (Signal::AmbiguousHost, &[Signal::Userinfo, Signal::Backslash]),
    (Signal::Backslash, &[Signal::OddSlashes]),
];

#[test]
fn a_link_is_written_for_every_signal_of_how_it_is_written() {
    let catalog = builtin::catalog(&CompiledIn).unwrap();
    let named = Parts::of("https", Some("x1-site.org"), "/");
    let address = Parts::of("http", Some("192.0.2.9"), "/");
    let written = Signal::ALL.iter().filter(|signal| matches!(entry(**signal).bearer, Bearer::Any | Bearer::Url | Bearer::Special | Bearer::LooseHost));
    let mut lacking = Vec::new();
    for signal in written.filter(|signal| !matches!(**signal, Signal::ChainTooDeep)) {
        let (parts, class) = if *signal == Signal::OddIp { (&address, HostClass::Exact) } else { (&named, HostClass::Loose) };
        let base = chain(&parts.text(), &catalog).first.signals;
        let facts = facts_of(&chain(&parts.text(), &catalog).first, class, Signal::ALL.iter().copied().collect());
        let settled = Assignment::none(&facts).assume(&facts, Literal::Signal(*signal), true, Counting::Alike).unwrap();
        let allowed: SignalSet =
            TOGETHER.iter().filter(|(of, _)| of == signal).flat_map(|(_, with)| with.iter().copied()).chain([*signal]).chain(base.iter()).collect();
        let is_right = |text: &String| {
            let signals = chain(text, &catalog).first.signals;
            signals.contains(*signal) && signals.iter().all(|signal| allowed.contains(signal))
        };
        if !texts(parts, &settled, facts.certain, class).iter().any(is_right) {
            let shown: Vec<String> = texts(parts, &settled, facts.certain, class)
                .iter()
                .map(|text| format!("{text} {:?}", chain(text, &catalog).first.signals.iter().map(Signal::id).collect::<Vec<_>>()))
                .collect();
            lacking.push(format!("{}: {}", signal.id(), shown.join("; ")));
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}
