//! A whole line through the pipeline: no panic, one record of valid JSON, nothing unread is opened.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use outlink::check::batch::RecordWriter as _;
use outlink::check::run::{Run, RunPolicy, Strictness, Threshold};
use outlink::classify::builtin;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Classifier;
use outlink::engine::compile::Matcher;
use outlink::engine::view::View;
use outlink::input::files::Disk;
use outlink::policy::load::Loader;
use outlink::policy::model::Policy;
use outlink::report::jsonl::Jsonl;
use outlink::report::suggestion::Suggesting;
use outlink::signal::Signal;
use outlink::suffix::CompiledIn;
use outlink::time::AsOf;
use outlink::verdict::Verdict;

static LOADED: LazyLock<(Catalog, Policy)> = LazyLock::new(|| {
    let mut catalog = builtin::catalog(&CompiledIn).expect("the built-in catalog is valid");
    let policy = Loader::new(&mut catalog, &Disk).load("wechat").expect("the built-in policy is valid");
    (catalog, policy)
});

static RUN: LazyLock<Run<'static>> = LazyLock::new(|| {
    let (catalog, policy) = &*LOADED;
    let as_of = AsOf::parse("2026-11-22").expect("a day");
    let matcher = Matcher::compile(policy, catalog, View::plain(policy, as_of.instant(policy.zone))).expect("few contexts");
    Run {
        classifier: Classifier { catalog, suffixes: &CompiledIn, moment: None },
        resolver: None,
        policies: vec![RunPolicy::new(matcher, (0..policy.scenes.len()).collect())],
        as_of,
        threshold: Threshold { fail_on: None, strictness: Strictness::Plain },
        id: "0000000000000000".to_owned(),
    }
});

fuzz_target!(|line: &[u8]| {
    if line.contains(&b'\n') {
        return;
    }
    let outcome = RUN.check_line(line, 1, None);
    let unread = outcome.chain.layers().any(|layer| layer.signals.contains(Signal::Unparsable) || layer.signals.contains(Signal::AmbiguousHost));
    assert!(!unread || outcome.decisions.iter().all(|scene| scene.decision.verdict > Verdict::Open));
    let mut record = Vec::new();
    Jsonl::new(&RUN, Suggesting::default()).record(&mut record, "fuzz", &outcome);
    let text = std::str::from_utf8(&record).expect("a record is UTF-8");
    assert!(text.ends_with("}\n") && text.matches('\n').count() == 1);
});
