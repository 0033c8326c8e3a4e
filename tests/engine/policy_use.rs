//! The proof of the proofs about parts: what is proved to do nothing does nothing to any sampled link, and what is said to be good
//! for a link is, once it is taken away.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::cell::RefCell;

use crate::random::cases;
use crate::random::links::LINKS;
use crate::random::policy::policy;
use outlink::classify::builtin as catalog;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Classifier;
use outlink::input::files::Disk;
use outlink::policy::builtin;
use outlink::policy::load::{Files, Loader};
use outlink::policy::model::{Policy, Says};
use outlink::policy_diff::engine::Engine;
use outlink::policy_diff::time::stretches;
use outlink::policy_space::facts::Pair;
use outlink::policy_space::region::Regions;
use outlink::policy_use::examples::Examples;
use outlink::policy_use::part::Part;
use outlink::policy_use::study::{Matter, Study};
use outlink::source::SourceFile;
use outlink::suffix::CompiledIn;
use outlink::verdict::Verdict;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

/// The list that every random policy names.
const LIST: &str = "taobao.com\nexample.co.uk\n192.0.2.7.example.com\n";
/// How many questions are sampled for a part that does nothing.
const SAMPLED: usize = 24;

struct InMemory(String);

impl Files for InMemory {
    fn read(&self, name: &str, _beside: Option<&str>) -> Result<SourceFile, String> {
        Ok(SourceFile::new(name, if name == "mine.txt" { LIST } else { &self.0 }))
    }
}

thread_local! {
    static CATALOG: RefCell<Catalog> = RefCell::new(catalog::catalog(&CompiledIn).unwrap());
}

/// Holds every finding and every shown use of a policy against the engine; gives how many of each there were.
fn check(policy: &Policy, catalog: &Catalog) -> Result<(usize, usize), TestCaseError> {
    let examples = Examples::new(catalog, &CompiledIn);
    let study = Study::of(policy, &examples);
    let classifier = Classifier { catalog, suffixes: &CompiledIn, moment: None };
    let mut proved = 0;
    for finding in study.findings.iter().filter(|finding| !matches!(finding.matter, Matter::NotProved(_))) {
        proved += 1;
        let less = finding.part.without(policy);
        let policies = Pair { old: policy, new: &less };
        let stretches = stretches(policies, &[]);
        let Ok(regions) = Regions::all(policies, &stretches) else { continue };
        let mut engine = Engine::new(classifier, policies);
        for region in regions.all.iter().step_by((regions.all.len() / SAMPLED).max(1)) {
            for line in LINKS {
                let Some(said) = engine.ask(line.as_bytes(), region, &stretches[region.stretch]) else { continue };
                prop_assert_eq!(said.old.verdict, said.new.verdict, "{:?} changes {} in {:?}", finding, line, region);
                if let (Part::Rule(number), Matter::NeverApplies(_) | Matter::ChangesNothing { .. }) = (&finding.part, &finding.matter) {
                    prop_assert!(!said.old.rules.contains(&policy.rules[*number].name), "{:?} is named for {}", finding, line);
                }
            }
        }
    }
    for (number, line) in &study.shown {
        let less = Part::Rule(*number).without(policy);
        let policies = Pair { old: policy, new: &less };
        let stretches = stretches(policies, &[]);
        let Ok(regions) = Regions::all(policies, &stretches) else { continue };
        let mut engine = Engine::new(classifier, policies);
        let differs = regions.all.iter().any(|region| {
            engine.ask(line, region, &stretches[region.stretch]).is_some_and(|said| said.old.verdict != said.new.verdict || said.old.rules != said.new.rules)
        });
        // Of several trials some may be off for a user and others not, which no region asks.
        prop_assert!(differs || policy.trials.len() > 1, "{} is good for nothing at {}", policy.rules[*number].name, String::from_utf8_lossy(line));
    }
    Ok((proved, study.shown.len()))
}

fn config() -> ProptestConfig {
    let kept = FileFailurePersistence::Direct("testdata/engine/policy_use.txt");
    ProptestConfig { max_shrink_iters: 20, failure_persistence: Some(Box::new(kept)), ..cases(4) }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_proved_of_a_random_policy_no_link_contradicts(made in policy()) {
        let text = made.text();
        CATALOG.with_borrow_mut(|catalog| {
            let policy = Loader::new(catalog, &InMemory(text.clone())).load("made.toml").unwrap();
            check(&policy, catalog).map(drop).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))
        })?;
    }
}

/// Its trial has ended when it begins, whatever it says and asks for.
#[test]
fn a_rule_that_is_never_in_force_is_good_for_nothing() {
    for says in ["verdict = \"block\"", "verdict = \"copy\"", "at-least = \"block\""] {
        let text = format!(
            r#"
schema = 1
id = "toy"
name = {{ en = "n", zh = "n" }}
timezone = "+08:00"
otherwise = "warn"

[[scene]]
id = "chat"
name = {{ en = "n", zh = "n" }}

[[trial]]
id = "over"
name = {{ en = "n", zh = "n" }}
rollout = "full"
until = 2018-05-30

[[rule]]
id = "late"
trial = "over"
match = {{ owner = ["alibaba"] }}
{says}
basis = "inferred"
from = 2018-05-30
"#
        );
        let mut catalog = catalog::catalog(&CompiledIn).unwrap();
        let policy = Loader::new(&mut catalog, &InMemory(text)).load("made.toml").unwrap();
        assert_eq!(check(&policy, &catalog).unwrap(), (1, 0), "{says}");
        let examples = Examples::new(&catalog, &CompiledIn);
        let study = Study::of(&policy, &examples);
        assert!(matches!(&study.findings[..], [finding] if matches!(&finding.matter, Matter::NeverApplies(keys) if keys.is_empty())), "{says}: {study:?}");
    }
}

#[test]
fn every_rule_of_the_embedded_policies_is_good_for_something() {
    let mut catalog = catalog::catalog(&CompiledIn).unwrap();
    let policies: Vec<Policy> = builtin::ids().map(|id| Loader::new(&mut catalog, &Disk).load(id).unwrap()).collect();
    let found: Vec<(usize, usize)> = policies.iter().map(|policy| check(policy, &catalog).unwrap()).collect();
    assert_eq!(found.iter().map(|(proved, _)| proved).sum::<usize>(), 0);
    let rules = |policy: &Policy| policy.rules.iter().filter(|rule| rule.origin.policy == policy.id).count();
    assert_eq!(found.iter().map(|(_, shown)| shown).sum::<usize>(), policies.iter().map(rules).sum::<usize>());
}

#[test]
fn a_looser_copy_of_a_rule_is_found_to_do_nothing() {
    let mut catalog = catalog::catalog(&CompiledIn).unwrap();
    let mut found = 0;
    for id in ["wechat", "qq", "weibo", "linkedin"] {
        let policy = Loader::new(&mut catalog, &Disk).load(id).unwrap();
        let examples = Examples::new(&catalog, &CompiledIn);
        for (number, rule) in policy.rules.iter().enumerate().step_by(3) {
            let is_superseded = policy.rules.iter().any(|by| by.supersedes.contains(&number));
            let Says::Raises(Verdict::Copy | Verdict::Block) = rule.says else { continue };
            if is_superseded {
                continue;
            }
            let mut damaged = policy.clone();
            let mut copy = rule.clone();
            (copy.id, copy.name, copy.says) = ("copy".to_owned(), format!("{id}/copy"), Says::Raises(Verdict::Warn));
            copy.supersedes.clear();
            damaged.rules.push(copy);
            let last = damaged.rules.len() - 1;
            let study = Study::of(&damaged, &examples);
            assert!(
                study.findings.iter().any(|finding| finding.part == Part::Rule(last) && !matches!(finding.matter, Matter::NotProved(_))),
                "a looser copy of {} is not found",
                rule.name
            );
            found += 1;
        }
    }
    assert!(found >= 3, "only {found} rules were copied");
}
