//! Proofs about one policy: that a part changes no verdict, that a condition never holds, that two hold for the same links.

use std::cell::Cell;

use super::examples::Examples;
use crate::policy::model::{Condition, Policy, Rule, Says};
use crate::policy_diff::diff::{SharedSites, first_difference};
use crate::policy_diff::entry::{Reason, Witness};
use crate::policy_space::facts::Pair;
use crate::time::Interval;
use crate::verdict::{Basis, Verdict};

/// The most comparisons for one policy.
pub const PROOF_LIMIT: usize = 400;

/// What a comparison came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// There is no difference.
    Equal,
    /// A link shows one.
    Differs(Box<Witness>),
    /// Neither.
    Open(Reason),
}

/// Compares variants of one policy.
#[derive(Debug)]
pub struct Prover<'s> {
    policy: &'s Policy,
    examples: &'s Examples<'s>,
    sites: SharedSites<'s>,
    asked: Cell<usize>,
}

impl<'s> Prover<'s> {
    /// A prover for a policy.
    #[must_use]
    pub const fn new(policy: &'s Policy, examples: &'s Examples<'s>) -> Self {
        Self { policy, examples, sites: SharedSites::of(policy), asked: Cell::new(0) }
    }

    /// Whether two policies give every link the same verdicts. Each of their rules must be one of this policy's, and hold for no
    /// more than that does: sites are drawn up only as far as the policy's own rules need them.
    #[must_use]
    pub fn compare(&self, old: &Policy, new: &Policy) -> Proof {
        self.compare_at(old, new, &self.sites)
    }

    fn compare_at(&self, old: &Policy, new: &Policy, sites: &SharedSites<'_>) -> Proof {
        if self.asked.get() >= PROOF_LIMIT {
            return Proof::Open(Reason::Budget("PROOF_LIMIT", PROOF_LIMIT));
        }
        self.asked.set(self.asked.get() + 1);
        let found = first_difference(Pair { old, new }, sites, self.examples.catalog, self.examples.suffixes);
        match (found.entries.into_iter().next(), found.unproved.into_iter().next()) {
            (Some(entry), _) => Proof::Differs(Box::new(entry.witness)),
            (None, Some(unproved)) => Proof::Open(unproved.reason),
            (None, None) => Proof::Equal,
        }
    }

    /// Whether a condition holds for no link at all.
    #[must_use]
    pub fn never(&self, rule: &Rule, matches: &Condition, except: Option<&Condition>) -> Proof {
        let asking = self.only(rule, Some((matches, except)));
        self.compare(&asking, &self.only(rule, None))
    }

    /// The same of a condition that may hold for more than the rule does.
    #[must_use]
    pub fn never_at_all(&self, rule: &Rule, matches: &Condition) -> Proof {
        let asking = self.only(rule, Some((matches, None)));
        self.compare_at(&asking, &self.only(rule, None), &SharedSites::of(&asking))
    }

    /// Whether two rules ask for the same links.
    #[must_use]
    pub fn same_links(&self, one: &Rule, other: &Rule) -> Proof {
        self.compare(&self.only(one, Some((&one.matches, one.except.as_ref()))), &self.only(one, Some((&other.matches, other.except.as_ref()))))
    }

    /// A policy that blocks what a condition holds for, always and in every scene, and warns of all else.
    fn only(&self, rule: &Rule, condition: Option<(&Condition, Option<&Condition>)>) -> Policy {
        let mut policy = self.policy.clone();
        policy.defaults.clear();
        policy.choices.clear();
        policy.trials.clear();
        policy.loosened = None;
        policy.otherwise = Verdict::Warn;
        policy.rules.clear();
        if let Some((matches, except)) = condition {
            let mut rule = rule.clone();
            (rule.matches, rule.except) = (matches.clone(), except.cloned());
            rule.says = Says::Raises(Verdict::Block);
            rule.scenes = (0..policy.scenes.len()).collect();
            rule.interval = Interval { from: None, until: None };
            rule.grounds.basis = Basis::Announced;
            (rule.trial, rule.supersedes) = (None, Vec::new());
            policy.rules.push(rule);
        }
        policy
    }
}
