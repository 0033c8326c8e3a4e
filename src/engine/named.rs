//! The hosts and domains that the rules of a policy name anywhere.

use std::collections::HashSet;

use super::condition::Check;
use crate::classify::hosts::names_upwards;
use crate::classify::name_filter::{LastLabels, NameFilter};

/// The names that stand in conditions, of hosts and of domains.
#[derive(Debug, Default)]
pub(super) struct Named {
    names: HashSet<Box<str>, foldhash::fast::FixedState>,
    filter: NameFilter,
}

impl Named {
    /// Every name of some checks.
    pub(super) fn of<'c>(checks: impl Iterator<Item = &'c [Check]>) -> Self {
        let mut names = HashSet::default();
        checks.for_each(|checks| add(&mut names, checks));
        // As small as these names allow: nearly every host that is met asks it, among much else that should stay near.
        let mut filter = NameFilter::with_room(names.len());
        names.iter().for_each(|name| filter.insert(name));
        Self { names, filter }
    }

    /// Whether the host or a name above it is among them.
    pub(super) fn know(&self, host: &str, last: LastLabels) -> bool {
        !self.names.is_empty() && self.filter.may_know(last) && names_upwards(host).any(|name| self.names.contains(name))
    }
}

fn add(names: &mut HashSet<Box<str>, foldhash::fast::FixedState>, checks: &[Check]) {
    for check in checks {
        match check {
            Check::Host(own) | Check::Domain(own) | Check::Registrable(own) | Check::Suffix(own) => names.extend(own.iter().map(|name| name.as_str().into())),
            Check::Any(branches) => branches.iter().for_each(|branch| add(names, branch)),
            _ => {}
        }
    }
}
