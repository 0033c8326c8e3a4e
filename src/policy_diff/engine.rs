//! The engine's own word on a link, under both policies.

use std::cell::OnceCell;

use crate::check::run::{Run, RunPolicy, Strictness, Threshold};
use crate::classify::chain::Classifier;
use crate::engine::compile::Matcher;
use crate::engine::view::View;
use crate::policy::model::Policy;
use crate::policy_space::facts::Pair;
use crate::policy_space::region::{Region, Stretch};
use crate::time::{AsOf, Zone};
use crate::verdict::Verdict;

/// What the engine says of a link under one policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The verdict.
    pub verdict: Verdict,
    /// The names of what brought it, as records quote them.
    pub rules: Vec<String>,
}

/// Asks the engine; each question is compiled once.
#[derive(Debug)]
pub struct Engine<'r> {
    classifier: Classifier<'r>,
    policies: Pair<&'r Policy>,
    compiled: Vec<(Pair<View>, OnceCell<Option<Run<'r>>>)>,
}

impl<'r> Engine<'r> {
    /// An engine for two policies.
    #[must_use]
    pub const fn new(classifier: Classifier<'r>, policies: Pair<&'r Policy>) -> Self {
        Self { classifier, policies, compiled: Vec::new() }
    }

    /// The verdicts on a line in a region; `None` where a policy cannot be compiled for it.
    pub fn ask(&mut self, line: &[u8], region: &Region, stretch: &Stretch) -> Option<Pair<Said>> {
        let views = Pair::each(|side| region.view(self.policies.of(side), stretch, side));
        let at = match self.compiled.iter().position(|(known, _)| *known == views) {
            Some(at) => at,
            None => {
                self.compiled.push((views.clone(), OnceCell::new()));
                self.compiled.len() - 1
            }
        };
        let (_, cell) = self.compiled.get(at)?;
        let run = cell.get_or_init(|| self.run(&views)).as_ref()?;
        let outcome = run.check_line(line, 1, None);
        let said = |policy: usize, scene: usize| {
            let run = run.policies.get(policy)?;
            let found = outcome.decisions.iter().find(|decision| decision.policy == policy && decision.scene == scene)?;
            let rules = found.decision.causes.iter().map(|cause| run.name(*cause).to_owned()).collect();
            Some(Said { verdict: found.decision.verdict, rules })
        };
        Some(Pair { old: said(0, region.scenes.old)?, new: said(1, region.scenes.new)? })
    }

    fn run(&self, views: &Pair<View>) -> Option<Run<'r>> {
        let compiled = |policy: &'r Policy, view: &View| {
            let matcher = Matcher::compile(policy, self.classifier.catalog, view.clone()).ok()?;
            Some(RunPolicy::new(matcher, (0..policy.scenes.len()).collect()))
        };
        Some(Run {
            classifier: self.classifier,
            policies: vec![compiled(self.policies.old, &views.old)?, compiled(self.policies.new, &views.new)?],
            as_of: AsOf::Moment(views.new.instant, Zone::UTC),
            threshold: Threshold { fail_on: None, strictness: Strictness::Plain },
            id: String::new(),
            resolver: None,
        })
    }
}
