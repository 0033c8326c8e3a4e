//! What a run asks, fixed before the first link is read, and the hash that names it.

use std::sync::Arc;

use crate::classify::chain::Classifier;
use crate::classify::lookup::Resolve;
use crate::engine::compile::Matcher;
use crate::engine::decision::Cause;
use crate::message::{Text, summary as text};
use crate::policy::model::Grounds;
use crate::time::AsOf;
use crate::verdict::Verdict;

/// One policy of a run, compiled, with the scenes that are asked for.
#[derive(Debug)]
pub struct RunPolicy<'r> {
    /// The compiled policy.
    pub matcher: Matcher<'r>,
    /// The numbers of the scenes.
    pub scenes: Vec<usize>,
    /// The numbers of scenes that are left out because nobody named them.
    pub left_out: Vec<usize>,
    /// What its causes are called and say.
    pub statements: Statements,
    /// The names of all its scenes, as `wechat/group`.
    scene_names: Vec<Arc<str>>,
}

/// What a cause is called and says; made once and shared by all that is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its name, as records quote it.
    pub name: Arc<str>,
    /// Its reason, in one sentence.
    pub sentence: Arc<Text>,
}

impl Statement {
    fn new(name: String, sentence: Text) -> Self {
        Self { name: name.into(), sentence: sentence.into() }
    }
}

/// The statements of a policy, by their causes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statements {
    rules: Vec<Statement>,
    defaults: Vec<Statement>,
    /// `policy/otherwise`
    pub otherwise: Statement,
    /// `policy/ambiguous-host`
    pub ambiguous: Statement,
    /// `policy/choice/id`, where a choice was asked for.
    pub choice: Statement,
}

impl Statements {
    fn of(matcher: &Matcher<'_>) -> Self {
        let policy = matcher.policy();
        let choice = matcher.view().choice.and_then(|number| policy.choices.get(number)).map_or("", |choice| &choice.id);
        let given = |name: &str, grounds: &Grounds| Statement::new(name.to_owned(), grounds.reason.clone().unwrap_or_else(text::no_sentence));
        Self {
            rules: policy.rules.iter().map(|rule| given(&rule.name, &rule.grounds)).collect(),
            defaults: policy.defaults.iter().map(|default| given(&default.name, &default.grounds)).collect(),
            otherwise: Statement::new(format!("{}/otherwise", policy.id), text::otherwise_sentence()),
            ambiguous: Statement::new(format!("{}/ambiguous-host", policy.id), text::ambiguous_sentence()),
            choice: Statement::new(format!("{}/choice/{choice}", policy.id), text::choice_sentence()),
        }
    }
}

impl<'r> RunPolicy<'r> {
    /// A compiled policy with the scenes that are asked for.
    #[must_use]
    pub fn new(matcher: Matcher<'r>, scenes: Vec<usize>) -> Self {
        let statements = Statements::of(&matcher);
        let policy = matcher.policy();
        let scene_names = policy.scenes.iter().map(|scene| format!("{}/{}", policy.id, scene.id).into()).collect();
        Self { matcher, scenes, left_out: Vec::new(), statements, scene_names }
    }

    /// The name of a cause, as records quote it.
    #[must_use]
    pub fn name(&self, cause: Cause) -> &str {
        &self.statement(cause).name
    }

    /// What a cause is called and says. A cause of another policy, which none of this one's decisions has, is `otherwise`.
    #[must_use]
    pub fn statement(&self, cause: Cause) -> &Statement {
        let Statements { rules, defaults, otherwise, ambiguous, choice } = &self.statements;
        match cause {
            Cause::Rule(number) => rules.get(number as usize).unwrap_or(otherwise),
            Cause::Default(number) => defaults.get(number as usize).unwrap_or(otherwise),
            Cause::Otherwise => otherwise,
            Cause::AmbiguousHost => ambiguous,
            Cause::Choice => choice,
        }
    }

    /// The name of a scene with its policy: `wechat/group`.
    #[must_use]
    pub fn scene_name(&self, scene: usize) -> Arc<str> {
        self.scene_names.get(scene).cloned().unwrap_or_default()
    }
}

/// What decides whether a link is a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    /// The loosest verdict that is a finding; `None` for never.
    pub fail_on: Option<Verdict>,
    /// Whether what is uncertain is judged by the worst alternative.
    pub strictness: Strictness,
}

/// How uncertain verdicts are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Strictness {
    /// By the verdict.
    #[default]
    Plain,
    /// By the worst alternative; anything uncertain is a finding.
    Strict,
}

/// A run: its policies, its catalog, its question.
#[derive(Debug)]
pub struct Run<'r> {
    /// Catalog and suffix list.
    pub classifier: Classifier<'r>,
    /// Who finds the targets of short links and opaque wrappers; `None` where nobody is to be asked.
    pub resolver: Option<&'r dyn Resolve>,
    /// The policies.
    pub policies: Vec<RunPolicy<'r>>,
    /// The day or moment looked at.
    pub as_of: AsOf,
    /// What is a finding.
    pub threshold: Threshold,
    /// The hash of everything that can change a verdict, 16 hexadecimal digits.
    pub id: String,
}

impl Run<'_> {
    /// Leaves out the scenes that are looked at only where they are named; a policy that has no others keeps them.
    pub fn leave_out_named_only(&mut self) {
        for policy in &mut self.policies {
            let named_only = &policy.matcher.policy().named_only;
            let (left_out, kept): (Vec<usize>, Vec<usize>) = policy.scenes.iter().partition(|scene| named_only.contains(scene));
            if !kept.is_empty() {
                (policy.scenes, policy.left_out) = (kept, left_out);
            }
        }
    }

    /// The scenes that were left out, by the names of policy and scene.
    #[must_use]
    pub fn left_out(&self) -> Vec<String> {
        let of_policy = |policy: &RunPolicy<'_>| {
            let model = policy.matcher.policy();
            let scenes = policy.left_out.iter().filter_map(|scene| model.scenes.get(*scene));
            scenes.map(|scene| format!("{}/{}", model.id, scene.id)).collect::<Vec<_>>()
        };
        self.policies.iter().flat_map(of_policy).collect()
    }
}

/// Collects what names a run, and hashes it.
#[derive(Default)]
pub struct RunHash(xxhash_rust::xxh3::Xxh3);

impl std::fmt::Debug for RunHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RunHash")
    }
}

impl RunHash {
    /// Adds one part with its name; lengths are hashed too, so parts cannot run into one another.
    pub fn add(&mut self, name: &str, text: &str) {
        for part in [name, text] {
            self.0.update(&(part.len() as u64).to_le_bytes());
            self.0.update(part.as_bytes());
        }
    }

    /// The hash as 16 hexadecimal digits.
    #[must_use]
    pub fn finish(&self) -> String {
        format!("{:016x}", self.0.digest())
    }
}
