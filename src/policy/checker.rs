//! A policy being put together from its raw shapes, and how what is wrong with it is told.

use std::collections::HashMap;

use super::model::{Origin, Policy};
use super::raw::RawPolicy;
use crate::classify::catalog::Catalog;
use crate::classify::read::is_id;
use crate::diag::{Diagnostic, nearest};
use crate::document::Placed;
use crate::message::{Text, document as shape};
use crate::source::{SourceFile, Span};
use crate::time::Zone;
use crate::verdict::Verdict;

/// A policy being put together.
#[derive(Debug)]
pub(super) struct Checker<'r> {
    pub(super) raw: &'r RawPolicy,
    pub(super) catalog: &'r Catalog,
    pub(super) lists: &'r HashMap<String, u64>,
    pub(super) problems: Vec<Diagnostic>,
    pub(super) policy: Policy,
    pub(super) base_rules: usize,
}

impl Checker<'_> {
    pub(super) fn error(&mut self, code: &'static str, span: Span, title: Text) {
        self.problems.push(Diagnostic::error(code, &self.raw.file, span, title));
    }

    pub(super) fn error_with_help(&mut self, code: &'static str, span: Span, title: Text, help: Option<Text>) {
        self.problems.push(Diagnostic::error(code, &self.raw.file, span, title).with_help(help));
    }

    /// Names something that is not there, and what may have been meant.
    pub(super) fn unknown(&mut self, what: &str, id: &Placed<String>, known: &[&str]) {
        let help = nearest(&id.value, known.iter().copied()).map(shape::did_you_mean);
        let help = help.or_else(|| (!known.is_empty() && known.len() <= 40).then(|| shape::known_words(&known.join(", "))));
        self.error_with_help("unknown-reference", id.span, shape::unknown_reference(what, &id.value), help);
    }

    pub(super) fn check_id(&mut self, id: &Placed<String>) {
        if !is_id(&id.value) {
            self.error("bad-id", id.span, shape::bad_id(&id.value));
        }
    }

    /// Notes an id as taken; a second use is an error that shows the first.
    pub(super) fn claim(&mut self, what: &str, id: &Placed<String>, seen: &mut HashMap<String, Span>) -> bool {
        self.check_id(id);
        match seen.insert(id.value.clone(), id.span) {
            None => true,
            Some(first) => {
                let title = shape::duplicate_id(what, &id.value);
                let diagnostic = Diagnostic::error("duplicate-id", &self.raw.file, id.span, title);
                self.problems.push(diagnostic.with_related(first, shape::first_here()));
                false
            }
        }
    }

    pub(super) fn origin(&self, span: Span) -> Origin {
        Origin { policy: self.policy.id.clone(), file: self.raw.file.clone(), span }
    }
}

/// An empty policy to start from.
pub(super) fn blank(file: &SourceFile, name: Text) -> Policy {
    Policy {
        id: "".into(),
        name,
        zone: Zone::UTC,
        verified_on: None,
        otherwise: Verdict::Block,
        own_wrappers: Vec::new(),
        sources: Vec::new(),
        scenes: Vec::new(),
        named_only: Vec::new(),
        defaults: Vec::new(),
        trials: Vec::new(),
        rules: Vec::new(),
        choices: Vec::new(),
        contexts: Vec::new(),
        lists: Vec::new(),
        allows: Vec::new(),
        loosened: None,
        file: file.clone(),
    }
}
