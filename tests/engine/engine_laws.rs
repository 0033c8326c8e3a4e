//! Laws of the engine, held over random policies, views and links.
//!
//! Policies are small and made as TOML text, so that reading and checking them is part of what is held. Links come
//! from a fixed pool and go the road of the command line. Each law is tried 256 times, or as often as
//! `PROPTEST_CASES` says; a case that failed once is kept in `testdata/engine/engine_laws.txt` and tried first.

use std::cell::RefCell;

use crate::naive::{Answer, Case, names};
use crate::random::links::{LinkSpec, chain, link};
use crate::random::policy::{PolicySpec, policy};
use crate::random::view::{ViewSpec, view};
use outlink::classify::builtin;
use outlink::classify::catalog::Catalog;
use outlink::engine::compile::Matcher;
use outlink::engine::decision::Decision;
use outlink::engine::trace::FullTrace;
use outlink::engine::view::View;
use outlink::policy::load::{Files, LoadError, Loader};
use outlink::policy::model::Policy;
use outlink::signal::Signal;
use outlink::source::SourceFile;
use outlink::suffix::CompiledIn;
use outlink::verdict::Verdict;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

/// The list that every random policy names.
const LIST: &str = "taobao.com\nexample.co.uk\n192.0.2.7.example.com\n";

/// One policy file and its list, from memory.
struct InMemory(String);

impl Files for InMemory {
    fn read(&self, name: &str, _beside: Option<&str>) -> Result<SourceFile, String> {
        let text = if name == "mine.txt" { LIST } else { &self.0 };
        Ok(SourceFile::new(name, text))
    }
}

thread_local! {
    static CATALOG: RefCell<Catalog> = RefCell::new(builtin::catalog(&CompiledIn).unwrap_or_default());
}

/// Loads a policy; a random one is always valid.
fn load(text: &str) -> Result<Policy, TestCaseError> {
    let files = InMemory(text.to_owned());
    let policy = CATALOG.with_borrow_mut(|catalog| Loader::new(catalog, &files).load("random.toml"));
    policy.map_err(|error| {
        let problems = match &error {
            LoadError::Invalid { problems, .. } => problems.iter().map(|problem| problem.title.en.clone()).collect(),
            LoadError::Unknown(title) | LoadError::Unreadable(title) => vec![title.en.clone()],
        };
        TestCaseError::fail(format!("the policy is not valid: {}\n{text}", problems.join("; ")))
    })
}

/// Decides every link in every scene in every view, and hands each decision on.
fn each(text: &str, views: &[ViewSpec], links: &[LinkSpec], mut law: impl FnMut(&Decided<'_>) -> Result<(), TestCaseError>) -> Result<(), TestCaseError> {
    let policy = load(text)?;
    CATALOG.with_borrow(|catalog| {
        for view in views {
            let view = view.on(&policy);
            let matcher = Matcher::compile(&policy, catalog, view.clone()).map_err(|_| TestCaseError::reject("too many combinations"))?;
            for link in links {
                let chain = link.chain(catalog);
                let hits = matcher.hits(&chain);
                for scene in 0..policy.scenes.len() {
                    let decision = matcher.decide(scene, &hits);
                    let case = Case { policy: &policy, catalog, view: &view, scene, chain: &chain };
                    law(&Decided { matcher: &matcher, hits: &hits, case, decision, text, link: link.text })?;
                }
            }
        }
        Ok(())
    })
}

/// One decision, with all that led to it.
struct Decided<'d> {
    matcher: &'d Matcher<'d>,
    hits: &'d outlink::engine::decide::Hits,
    case: Case<'d>,
    decision: Decision,
    text: &'d str,
    link: &'d str,
}

impl Decided<'_> {
    fn view(&self) -> &View {
        self.case.view
    }

    /// The case in words, for a law that is broken.
    fn story(&self) -> String {
        let scene = self.case.policy.scenes.get(self.case.scene).map_or("", |scene| &scene.id);
        let as_of = self.view().instant.show(self.case.policy.zone);
        format!("{} in {scene} as of {as_of}\n{}", self.link, self.text)
    }

    fn names(&self) -> Vec<String> {
        names(&self.decision, self.case.policy, self.view())
    }
}

/// What a change of the file must not change, for every decision in turn.
fn all_decisions(text: &str, views: &[ViewSpec], links: &[LinkSpec]) -> Result<Vec<(Decision, Vec<String>)>, TestCaseError> {
    let mut all = Vec::new();
    each(text, views, links, |decided| {
        all.push((decided.decision.clone(), decided.names()));
        Ok(())
    })?;
    Ok(all)
}

fn views() -> impl Strategy<Value = Vec<ViewSpec>> {
    vec(view(), 2..=3)
}

fn links() -> impl Strategy<Value = Vec<LinkSpec>> {
    vec(link(), 6)
}

/// A policy, and the same with its rules and defaults in another order.
fn shuffled() -> impl Strategy<Value = (PolicySpec, PolicySpec)> {
    policy().prop_flat_map(|policy| {
        let rules = Just(policy.rules.clone()).prop_shuffle();
        let defaults = Just(policy.defaults.clone()).prop_shuffle();
        (rules, defaults).prop_map(move |(rules, defaults)| {
            let mut other = policy.clone();
            (other.rules, other.defaults) = (rules, defaults);
            (policy.clone(), other)
        })
    })
}

/// A policy, and the same without one of the rules that only raise.
fn lessened() -> impl Strategy<Value = (PolicySpec, PolicySpec)> {
    policy().prop_filter_map("no rule to take away", |policy| {
        let at = policy.rules.iter().position(|rule| rule.raises && rule.supersedes.is_empty())?;
        let less = policy.without(at);
        Some((policy, less))
    })
}

/// More layers than are followed, behind one of the platform's own pages: what was left out must not be forgotten.
#[test]
fn what_is_left_out_behind_an_own_page_does_not_open() {
    let own = "https://weixin110.qq.com/cgi-bin/mmspamsupport-bin/newredirectconfirmcgi?url=https%3A%2F%2Fwww.example.com%2F";
    let nested = |number: usize| {
        let target = format!("https://www.example.com/{number}");
        (0..5).fold(target, |target, _| format!("https://link.zhihu.com/?target={}", target.replace('%', "%25").replace(':', "%3A").replace('/', "%2F")))
    };
    let urls: Vec<String> = (0..5).map(nested).collect();
    let text = format!("{own} 一 {} 二 https://www.example.com/ 三 http://192.0.2.7/ 四", urls.join(" "));
    CATALOG.with_borrow_mut(|catalog| {
        let Ok(policy) = Loader::new(catalog, &InMemory(String::new())).load("wechat") else { unreachable!("it is embedded") };
        let view = View::plain(&policy, outlink::time::Instant(1_640_995_200));
        let chain = chain(&text, catalog);
        let scene = policy.scene("p2p").unwrap_or(0);
        let (naive, matcher) = (Case { policy: &policy, catalog, view: &view, scene, chain: &chain }.judge(), Matcher::compile(&policy, catalog, view.clone()));
        let engine = matcher.map(|matcher| Answer::of(&matcher.decide(scene, &matcher.hits(&chain)), &policy, &view));
        assert_eq!(naive.verdict, policy.otherwise);
        assert_eq!(engine, Ok(naive));
    });
}

fn config() -> ProptestConfig {
    let kept = FileFailurePersistence::Direct("testdata/engine/engine_laws.txt");
    ProptestConfig { failure_persistence: Some(Box::new(kept)), ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn both_evaluators_agree(policy in policy(), views in views(), links in links()) {
        each(&policy.text(), &views, &links, |decided| {
            let engine = Answer::of(&decided.decision, decided.case.policy, decided.view());
            prop_assert_eq!(engine, decided.case.judge(), "engine left, naive right: {}", decided.story());
            Ok(())
        })?;
    }

    #[test]
    fn the_order_of_a_file_changes_nothing((policy, other) in shuffled(), views in views(), links in links()) {
        let (before, after) = (all_decisions(&policy.text(), &views, &links)?, all_decisions(&other.text(), &views, &links)?);
        for ((before, names), (after, other_names)) in before.iter().zip(&after) {
            prop_assert_eq!(names, other_names);
            let facts = |decision: &Decision| (decision.verdict, decision.worst, decision.layer, decision.without_trial, decision.uncertain);
            prop_assert_eq!(facts(before), facts(after));
            prop_assert_eq!((before.basis, before.trial, &before.effects), (after.basis, after.trial, &after.effects));
        }
    }

    #[test]
    fn what_cannot_be_read_never_opens(policy in policy(), views in views(), links in links()) {
        each(&policy.text(), &views, &links, |decided| {
            let unread = |signal: Signal| decided.case.chain.layers().any(|layer| layer.signals.contains(signal));
            if [Signal::Unparsable, Signal::ChainTooDeep, Signal::AmbiguousHost].into_iter().any(unread) {
                prop_assert_ne!(decided.decision.verdict, Verdict::Open, "{}", decided.story());
            }
            Ok(())
        })?;
    }

    #[test]
    fn taking_note_changes_nothing(policy in policy(), views in views(), links in links()) {
        each(&policy.text(), &views, &links, |decided| {
            let mut trace = FullTrace::default();
            let traced = decided.matcher.decide_traced(decided.case.scene, decided.hits, &mut trace);
            prop_assert_eq!(&traced, &decided.decision, "{}", decided.story());
            prop_assert!(trace.steps.windows(2).all(|pair| pair[0].layer < pair[1].layer), "{}", decided.story());
            Ok(())
        })?;
    }

    #[test]
    fn less_rules_that_raise_are_never_stricter((policy, less) in lessened(), views in views(), links in links()) {
        let (before, after) = (all_decisions(&policy.text(), &views, &links)?, all_decisions(&less.text(), &views, &links)?);
        for ((before, _), (after, _)) in before.iter().zip(&after) {
            prop_assert!(after.verdict <= before.verdict && after.worst <= before.worst, "{}\n{}", policy.text(), less.text());
        }
    }
}
