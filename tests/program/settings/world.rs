//! One run for all: `WeChat` in a group on one day, where an ordinary link gets `copy` and a shop opens.

use std::path::PathBuf;
use std::sync::LazyLock;

use outlink::check::content::{Asked, Told, check_text};
use outlink::check::finding::Finding;
use outlink::check::measures::{Measures, rules_of};
use outlink::check::outcome::LinkOutcome;
use outlink::check::run::{Run, RunPolicy, Strictness, Threshold};
use outlink::check::standing::Standing;
use outlink::classify::builtin;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Classifier;
use outlink::engine::compile::Matcher;
use outlink::engine::view::View;
use outlink::extract::format::Format;
use outlink::extract::found::Fault;
use outlink::extract::reader::Hands;
use outlink::extract::reader::Options;
use outlink::input::files::Disk;
use outlink::policy::load::Loader;
use outlink::policy::model::Policy;
use outlink::settings::levels::Levels;
use outlink::suffix::CompiledIn;
use outlink::suppress::names::Names;
use outlink::suppress::scopes::Judging;
use outlink::time::AsOf;
use outlink::verdict::Verdict;

/// What a run needs to live.
pub(crate) struct World {
    catalog: Catalog,
    policy: Policy,
}

static WORLD: LazyLock<World> = LazyLock::new(World::new);

/// The one world: the catalog takes a while to read.
pub(crate) fn world() -> &'static World {
    &WORLD
}

impl World {
    fn new() -> Self {
        let mut catalog = builtin::catalog(&CompiledIn).unwrap_or_default();
        let policy = Loader::new(&mut catalog, &Disk).load("wechat").ok().unwrap();
        Self { catalog, policy }
    }

    pub(crate) fn run(&self) -> Run<'_> {
        let as_of = AsOf::parse("2026-11-22").unwrap();
        let instant = as_of.instant(self.policy.zone);
        let matcher = Matcher::compile(&self.policy, &self.catalog, View::plain(&self.policy, instant)).ok().unwrap();
        Run {
            classifier: Classifier { catalog: &self.catalog, suffixes: &CompiledIn, moment: Some(instant) },
            resolver: None,
            policies: vec![RunPolicy::new(matcher, vec![self.policy.scene("group").unwrap()])],
            as_of,
            threshold: Threshold { fail_on: Some(Verdict::Copy), strictness: Strictness::Plain },
            id: String::new(),
        }
    }

    /// Directives heeded, nothing else.
    pub(crate) fn measures(&self, run: &Run<'_>) -> Measures {
        let names = Names::new(rules_of(run), ["douyin".to_owned()]);
        let judging = Judging { names, moment: run.as_of.instant(self.policy.zone), zone: self.policy.zone };
        Measures { levels: Levels::default(), exceptions: Vec::new(), judging: Some(judging), here: "/site".to_owned() }
    }
}

/// Everything that is told of a text.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// Each link with its findings, and whether it counts.
    pub(crate) links: Vec<(String, Vec<Finding>, Standing)>,
    pub(crate) complaints: Vec<Finding>,
    pub(crate) elsewhere: u64,
}

impl Told for Heard {
    fn link(&mut self, outcome: &LinkOutcome<'_>, findings: Vec<Finding>, standing: Standing) {
        self.links.push((outcome.text().into_owned(), findings, standing));
    }

    fn inside(&mut self) {}

    fn other_code(&mut self) {}

    fn fault(&mut self, _: Fault) {}

    fn suppressions(&mut self, complaints: Vec<Finding>, elsewhere: u64) {
        self.complaints.extend(complaints);
        self.elsewhere += elsewhere;
    }

    fn encoding(&mut self, _: &'static encoding_rs::Encoding) {}
}

pub(crate) fn hear(run: &Run<'_>, measures: &Measures, format: Format, text: &str) -> Heard {
    let (mut heard, options) = (Heard::default(), Options::default());
    check_text(Asked { run, measures, file: &"posts/a.md".into(), options: &options, hands: Hands::One }, None, format, text, &mut heard);
    heard
}

pub(crate) fn testdata(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testdata").join(path)
}
