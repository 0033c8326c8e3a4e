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
    /// Adds every name of some checks.
    pub(super) fn add(&mut self, checks: &[Check]) {
        for check in checks {
            match check {
                Check::Host(names) | Check::Domain(names) | Check::Registrable(names) | Check::Suffix(names) => {
                    for name in names {
                        self.filter.insert(name);
                        self.names.insert(name.as_str().into());
                    }
                }
                Check::Any(branches) => branches.iter().for_each(|branch| self.add(branch)),
                _ => {}
            }
        }
    }

    /// Whether the host or a name above it is among them.
    pub(super) fn know(&self, host: &str, last: LastLabels) -> bool {
        !self.names.is_empty() && self.filter.may_know(last) && names_upwards(host).any(|name| self.names.contains(name))
    }
}
