//! Every lint finds what its fixture holds, and nothing in the embedded policies.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::cell::OnceCell;
use std::collections::BTreeSet;

use outlink::classify::builtin as catalog;
use outlink::input::files::Disk;
use outlink::lint::registry;
use outlink::lint::subject::Subject;
use outlink::policy::builtin;
use outlink::policy::load::Loader;
use outlink::policy_use::examples::Examples;
use outlink::suffix::CompiledIn;
use outlink::time::AsOf;

fn codes(name: &str) -> BTreeSet<&'static str> {
    let mut catalog = catalog::catalog(&CompiledIn).unwrap();
    let policy = Loader::new(&mut catalog, &Disk).load(name).unwrap();
    let moment = AsOf::parse("2026-11-22").unwrap().instant(policy.zone);
    let (examples, study) = (Examples::new(&catalog, &CompiledIn), OnceCell::new());
    let subject = Subject { policy: &policy, catalog: &catalog, suffixes: &CompiledIn, moment, examples: &examples, study: &study };
    registry::run(subject).iter().map(|warning| warning.code).collect()
}

#[test]
fn every_lint_finds_its_fault() {
    let all: BTreeSet<&str> = registry::ALL.iter().map(|lint| lint.id).collect();
    assert_eq!(all.len(), registry::ALL.len(), "each id once");
    assert!(registry::ALL.is_sorted_by_key(|lint| lint.id));
    assert!(registry::ALL.iter().all(|lint| !(lint.about)().zh.is_empty()));
    assert_eq!(codes("testdata/cli/careless.toml"), all);
}

#[test]
fn the_embedded_policies_are_clean() {
    for id in builtin::ids() {
        assert_eq!(codes(id), BTreeSet::new(), "{id}");
    }
}
