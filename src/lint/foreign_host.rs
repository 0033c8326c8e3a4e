//! A host that the catalog gives to another owner than the rule asks for in the same breath: such a rule never holds for it.

use super::rule::Lint;
use super::subject::Subject;
use crate::canon;
use crate::classify::ids::OwnerId;
use crate::diag::Diagnostic;
use crate::message::lint as text;
use crate::policy::model::{Condition, Test};

pub(super) const LINT: Lint = Lint::new("foreign-host", || text::foreign_host("…", "…"), check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let of_rule = |rule: &crate::policy::model::Rule| -> Vec<Diagnostic> {
        let foreign = foreign(subject, &rule.matches).into_iter();
        foreign.map(|(host, owner)| subject.warn(LINT.id, &rule.origin, text::foreign_host(&host, subject.catalog.owner_name(owner)))).collect()
    };
    subject.rules().flat_map(of_rule).collect()
}

/// The hosts that stand beside owners who do not run them, with who does.
fn foreign(subject: Subject<'_>, condition: &Condition) -> Vec<(String, OwnerId)> {
    let owners = condition.tests.iter().find_map(|test| match test {
        Test::Owner(owners) => Some(owners),
        _ => None,
    });
    let Some(owners) = owners else { return Vec::new() };
    let hosts = condition.tests.iter().flat_map(|test| match test {
        Test::Host(names) | Test::Domain(names) | Test::Registrable(names) => names.as_slice(),
        _ => &[],
    });
    hosts
        .filter_map(|host| {
            let url = canon::canonicalise(&format!("https://{host}/")).url.ok()?.into_owned();
            let site = subject.catalog.hosts.lookup(host, &url).whole_site()?;
            let is_theirs = owners.iter().any(|owner| subject.catalog.is_under(site.owner, *owner));
            (!is_theirs).then(|| (host.clone(), site.owner))
        })
        .collect()
}
