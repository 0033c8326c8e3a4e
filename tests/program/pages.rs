//! The pages of signals: every signal has one, both languages are whole, and every example is true.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;

use outlink::check::run::{Run, Strictness, Threshold};
use outlink::classify::builtin as catalog;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Classifier;
use outlink::input::files::Disk;
use outlink::message::{Lang, Text};
use outlink::page::{Example, Page, builtin, read};
use outlink::policy::load::Loader;
use outlink::report::rules::statement;
use outlink::report::{palette::Palette, snippet};
use outlink::signal::Signal;
use outlink::suffix::CompiledIn;
use outlink::time::AsOf;

/// The longest that a paragraph may be, in characters: a page is read at a glance.
const PARAGRAPH_LIMIT: usize = 260;

fn pages() -> Vec<Page> {
    let pages: Vec<_> = Signal::ALL.iter().filter_map(|signal| builtin::find(*signal)).map(|file| read::page(&file)).collect();
    let problems: Vec<_> = pages.iter().filter_map(|page| page.as_ref().err()).flatten().collect();
    let shown: Vec<String> = problems.iter().map(|problem| snippet::render(problem, Lang::En, Palette::Plain)).collect();
    assert!(shown.is_empty(), "{}", shown.join("\n\n"));
    pages.into_iter().flatten().collect()
}

fn catalog() -> Catalog {
    catalog::catalog(&CompiledIn).unwrap_or_default()
}

/// The signals of every layer of an example's link, as a run reads it.
fn raised(catalog: &Catalog, example: &Example) -> Vec<BTreeSet<Signal>> {
    let as_of = AsOf::parse("2026-11-22").expect("a day");
    let classifier = Classifier { catalog, suffixes: &CompiledIn, moment: Some(as_of.instant(outlink::time::Zone::UTC)) };
    let threshold = Threshold { fail_on: None, strictness: Strictness::Plain };
    let run = Run { classifier, policies: Vec::new(), as_of, threshold, id: String::new(), resolver: None };
    let bytes = example.link.bytes();
    let outcome = run.check_line(&bytes, 1, None);
    outcome.chain.layers().map(|layer| layer.signals.iter().collect()).collect()
}

#[test]
fn every_signal_has_its_page_and_no_page_is_left_over() {
    let named: Vec<&str> = builtin::FILES.iter().map(|(id, _)| *id).collect();
    assert_eq!(named, Signal::IDS, "the pages stand in the order of the signals");
    let found: Vec<&str> = pages().iter().map(|page| page.signal.id()).collect();
    assert_eq!(found, Signal::IDS, "each page is of the signal it is filed under");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/signals");
    let files: BTreeSet<String> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    let wanted: BTreeSet<String> = Signal::IDS.iter().map(|id| format!("{id}.toml")).collect();
    assert_eq!(files, wanted, "each file is of a signal");
}

#[test]
fn both_languages_are_whole_and_short() {
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for page in pages() {
        let id = page.signal.id();
        let examples = page.examples.iter().chain(&page.counter_examples).map(|example| &example.note);
        let texts: Vec<&Text> = [&page.what, &page.why, &page.action].into_iter().chain(page.facts.iter().map(|fact| &fact.note)).chain(examples).collect();
        for text in texts {
            assert!(is_chinese(&text.zh), "{id}: `{}` is not Chinese", text.zh);
            assert!(!is_chinese(&text.en), "{id}: `{}` is not plain English", text.en);
            assert!(text.en.chars().count() <= PARAGRAPH_LIMIT, "{id}: `{}` is too long", text.en);
            assert!(text.en.ends_with('.') && text.zh.ends_with('。'), "{id}: `{}` `{}` end without a full stop", text.en, text.zh);
        }
        assert!(!page.examples.is_empty() && !page.counter_examples.is_empty(), "{id} lacks an example or a counter-example");
    }
}

#[test]
fn what_a_page_refers_to_is_there() {
    let mut catalog = catalog();
    let policy = Loader::new(&mut catalog, &Disk).load("wechat").expect("the built-in policy is valid");
    let names = statement::names(&policy);
    for page in pages() {
        let id = page.signal.id();
        assert!(!page.see.contains(&page.signal), "{id} refers to itself");
        let different: BTreeSet<Signal> = page.see.iter().copied().collect();
        assert_eq!(different.len(), page.see.len(), "{id} refers to a signal twice");
        for rule in page.facts.iter().filter_map(|fact| fact.rule.as_ref()) {
            assert!(names.contains(rule), "{id}: there is no rule `{rule}`");
        }
    }
    for name in names {
        assert!(!statement::sheets(&policy, &name, Lang::Zh).is_empty(), "`{name}` has no page");
    }
}

#[test]
fn every_example_raises_its_signal_and_no_counter_example_does() {
    let catalog = catalog();
    let mut faults = Vec::new();
    for page in pages() {
        let signal = page.signal;
        let waits = page.needs.is_some();
        for example in &page.examples {
            let layers = raised(&catalog, example);
            let is_raised = layers.get(example.layer).is_some_and(|signals| signals.contains(&signal));
            match (is_raised, waits) {
                (false, false) => faults.push(format!("{}: layer {} of {:?} gives {layers:?}", signal.id(), example.layer, example.link)),
                (true, true) => faults.push(format!("{}: {:?} is raised without what it needs", signal.id(), example.link)),
                _ => {}
            }
        }
        for example in &page.counter_examples {
            if raised(&catalog, example).iter().any(|signals| signals.contains(&signal)) {
                faults.push(format!("{}: the counter-example {:?} raises it", signal.id(), example.link));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
