//! Entries of a list that stand under another entry of the same list: taking them out changes nothing. Only lists whose answer turns on
//! the host alone are looked into; in the others a nearer entry may count for more.

use super::rule::Lint;
use super::subject::Subject;
use crate::diag::Diagnostic;
use crate::message::lint as text;

pub(super) const LINT: Lint = Lint::new("idle-entry", || text::idle_entries("…", 0, "…", "…"), check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let of_list = |(id, bit): &(String, u64)| {
        let mut covered: Vec<(&str, &str)> = subject.catalog.hosts.covered(*bit).collect();
        covered.sort_unstable();
        let (name, above) = covered.first()?;
        Some(subject.warn_named(LINT.id, id, text::idle_entries(id, covered.len(), name, above)))
    };
    subject.policy.lists.iter().filter_map(of_list).collect()
}
