//! The proof of the proof: what `policy_diff` calls equal no sampled link tells apart, and what it shows the engine confirms.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::cell::RefCell;

use crate::random::cases;
use crate::random::links::LINKS;
use crate::random::policy::{PolicySpec, policy};
use outlink::classify::builtin;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Classifier;
use outlink::input::files::Disk;
use outlink::policy::load::{Files, Loader};
use outlink::policy::model::Policy;
use outlink::policy_diff::diff::{Span, diff};
use outlink::policy_diff::engine::Engine;
use outlink::policy_diff::entry::{Diff, Direction, Entry, Outcome};
use outlink::policy_diff::time::stretches;
use outlink::policy_space::facts::Pair;
use outlink::policy_space::region::{Region, Regions};
use outlink::policy_test::mutants::{Mutant, mutants};
use outlink::source::SourceFile;
use outlink::suffix::CompiledIn;
use outlink::verdict::Verdict;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

/// The list that every random policy names.
const LIST: &str = "taobao.com\nexample.co.uk\n192.0.2.7.example.com\n";
/// How many questions are sampled for a pair of policies.
const SAMPLED: usize = 24;

/// Two policy files and their list, from memory.
struct InMemory(Pair<String>);

impl Files for InMemory {
    fn read(&self, name: &str, _beside: Option<&str>) -> Result<SourceFile, String> {
        let text = match name {
            "mine.txt" => LIST,
            "old.toml" => &self.0.old,
            _ => &self.0.new,
        };
        Ok(SourceFile::new(name, text))
    }
}

thread_local! {
    static CATALOG: RefCell<Catalog> = RefCell::new(builtin::catalog(&CompiledIn).unwrap());
}

/// The pool of links, bare, wrapped once and twice, and written in some further ways.
fn lines() -> Vec<String> {
    let escaped = |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    let zhihu = |text: &str| format!("https://link.zhihu.com/?target={}", escaped(text));
    let juejin = |text: &str| format!("https://link.juejin.cn/?target={}", escaped(text));
    let confirm = |text: &str| format!("https://weixin110.qq.com/cgi-bin/mmspamsupport-bin/newredirectconfirmcgi?url={}", escaped(text));
    let each =
        |text: &&str| [(*text).to_owned(), zhihu(text), juejin(&zhihu(text)), confirm(text), zhihu(&confirm(text)), format!("{text}#{}", "x".repeat(80))];
    LINKS.iter().flat_map(each).collect()
}

/// All differences, with those that stand under others.
fn all_entries(found: &Diff) -> impl Iterator<Item = &Entry> {
    found.entries.iter().flat_map(|entry| std::iter::once(entry).chain(&entry.also))
}

/// Whether a difference of a link is told. Its verdict is the strictest over its layers: if it loosens, the layer that
/// brought the old verdict does, and if it tightens, the one that brings the new verdict does.
fn tells(found: &Diff, region: &Region, verdicts: Pair<Verdict>) -> bool {
    let is_told = |entry: &Entry| {
        let same = if verdicts.new < verdicts.old { entry.verdicts.old == verdicts.old } else { entry.verdicts.new == verdicts.new };
        same && entry.direction() == Direction::of(verdicts) && entry.extent.scenes.contains(&region.scene)
    };
    all_entries(found).any(is_told) || !found.unproved.is_empty()
}

/// Every sampled difference is told, and every witness stands.
fn check(policies: Pair<&Policy>, catalog: &mut Catalog) -> Result<Outcome, TestCaseError> {
    let found = diff(policies, Span::Always, catalog, &CompiledIn);
    let stretches = stretches(policies, &[]);
    let Ok(regions) = Regions::all(policies, &stretches) else { return Ok(found.outcome()) };
    let mut engine = Engine::new(Classifier { catalog, suffixes: &CompiledIn, moment: None }, policies);
    for entry in all_entries(&found) {
        let said = engine.ask(&entry.witness.line, &entry.witness.region, &entry.witness.stretch).unwrap();
        prop_assert_eq!((said.old.verdict, said.new.verdict), (entry.verdicts.old, entry.verdicts.new));
        prop_assert_ne!(said.old.verdict, said.new.verdict);
    }
    let step = (regions.all.len() / SAMPLED).max(1);
    let lines = lines();
    for region in regions.all.iter().step_by(step) {
        for line in &lines {
            let Some(said) = engine.ask(line.as_bytes(), region, &stretches[region.stretch]) else { continue };
            let verdicts = Pair { old: said.old.verdict, new: said.new.verdict };
            prop_assert!(verdicts.old == verdicts.new || tells(&found, region, verdicts), "missed: {line} {verdicts:?} {region:?} {said:?}");
        }
    }
    Ok(found.outcome())
}

fn check_texts(old: String, new: String) -> Result<Outcome, TestCaseError> {
    CATALOG.with_borrow_mut(|catalog| {
        let files = InMemory(Pair { old, new });
        let mut loader = Loader::new(catalog, &files);
        let (old, new) = (loader.load("old.toml"), loader.load("new.toml"));
        let (Ok(old), Ok(new)) = (old, new) else { return Err(TestCaseError::fail("a random policy is always valid")) };
        check(Pair { old: &old, new: &new }, catalog).map_err(|error| TestCaseError::fail(format!("{error}\n{}\n----\n{}", files.0.old, files.0.new)))
    })
}

fn config() -> ProptestConfig {
    let kept = FileFailurePersistence::Direct("testdata/engine/policy_diff.txt");
    // A case looks at every kind of link there is: fewer of them than for other laws, unless PROPTEST_CASES asks for more.
    let usual = if std::env::var_os("OUTLINK_FULL").is_some() { 24 } else { 4 };
    ProptestConfig { max_shrink_iters: 40, failure_persistence: Some(Box::new(kept)), ..cases(usual) }
}

/// A policy, and the same without one of its rules.
fn lessened() -> impl Strategy<Value = (PolicySpec, PolicySpec)> {
    policy().prop_filter_map("no rule to take away", |policy| {
        let at = policy.rules.iter().position(|rule| !policy.rules.iter().any(|other| other.supersedes.contains(&rule.id)))?;
        let less = policy.without(at);
        Some((policy, less))
    })
}

/// A policy, and the same with one rule and all defaults of another one.
fn exchanged() -> impl Strategy<Value = (PolicySpec, PolicySpec)> {
    (policy(), policy()).prop_filter_map("no rule to exchange", |(policy, other)| {
        let at = policy.rules.iter().position(|rule| rule.supersedes.is_empty() && !policy.rules.iter().any(|by| by.supersedes.contains(&rule.id)))?;
        let mut donor = other.rules.iter().find(|donor| donor.supersedes.is_empty())?.clone();
        let mut new = policy.clone();
        donor.id.clone_from(&policy.rules[at].id);
        new.rules[at] = donor;
        new.defaults = other.defaults;
        Some((policy, new))
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    #[ignore = "takes minutes: nearly everything differs"]
    fn no_sampled_difference_is_missed_between_any_two_policies(old in policy(), new in policy()) {
        check_texts(old.text(), new.text())?;
    }

    #[test]
    fn no_sampled_difference_is_missed_where_rules_are_exchanged((old, new) in exchanged()) {
        check_texts(old.text(), new.text())?;
    }

    #[test]
    fn no_sampled_difference_is_missed_where_a_rule_is_taken_away((old, new) in lessened()) {
        check_texts(old.text(), new.text())?;
    }

    #[test]
    fn a_policy_equals_itself_in_any_order(old in policy()) {
        let mut new = old.clone();
        new.rules.reverse();
        new.defaults.reverse();
        prop_assert_eq!(check_texts(old.text(), new.text())?, Outcome::Equal);
    }
}

/// The mutants that are looked at: one in so many, or all with `OUTLINK_FULL`.
const ONE_IN: usize = 64;
/// The statement whose mutants are always looked at: an exception by path among many kinds of link.
const ALWAYS: &str = "web-view-linked-account";

#[test]
fn every_mutant_of_the_policy_is_shown_to_differ_or_proved_equal() {
    let mut catalog = builtin::catalog(&CompiledIn).unwrap();
    let policy = Loader::new(&mut catalog, &Disk).load("wechat").unwrap();
    let all = mutants(&policy);
    let step = if std::env::var_os("OUTLINK_FULL").is_some() { 1 } else { ONE_IN };
    let (mut equal, mut differs) = (0, 0);
    let asked = |(number, mutant): &(usize, &Mutant)| number % step == 0 || mutant.name.ends_with(ALWAYS);
    for (_, mutant) in all.iter().enumerate().filter(asked) {
        let damaged = mutant.apply(&policy);
        let outcome = check(Pair { old: &policy, new: &damaged }, &mut catalog).unwrap();
        assert_ne!(outcome, Outcome::NotProved, "{} {}", mutant.name, mutant.describe(&policy));
        match outcome {
            Outcome::Equal => equal += 1,
            _ => differs += 1,
        }
    }
    println!("{differs} mutants differ, {equal} are proved equal");
    assert!(differs > equal, "most damages can be seen");
}
