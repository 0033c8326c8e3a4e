//! The proof of the proof: what `policy_diff` calls equal no sampled link tells apart, and what it shows the engine confirms.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use outlink::classify::builtin;
use outlink::input::files::Disk;
use outlink::policy::load::Loader;
use outlink::policy_diff::diff::{Span, diff};
use outlink::policy_diff::entry::Outcome;
use outlink::policy_space::facts::Pair;
use outlink::policy_test::mutants::mutants;
use outlink::suffix::CompiledIn;

#[test]
fn every_mutant_of_the_policy_is_shown_to_differ_or_proved_equal() {
    let mut catalog = builtin::catalog(&CompiledIn).unwrap();
    let policy = Loader::new(&mut catalog, &Disk).load("wechat").unwrap();
    let all = mutants(&policy);
    let start = std::time::Instant::now();
    let (mut equal, mut differs) = (Vec::new(), 0);
    let mut unproved = Vec::new();
    for mutant in &all {
        let damaged = mutant.apply(&policy);
        let found = diff(Pair { old: &policy, new: &damaged }, Span::Always, &mut catalog, &CompiledIn);
        let name = format!("{} {}", mutant.name, mutant.describe(&policy));
        match found.outcome() {
            Outcome::Equal => equal.push(name),
            Outcome::Differs => differs += 1,
            Outcome::NotProved => unproved.push((name, format!("{:#?} {} entries", found.unproved, found.entries.len()))),
        }
        println!("{:?} {} {:?} {}", start.elapsed(), mutant.name, found.outcome(), found.entries.len());
    }
    println!("{differs} differ, {} equal: {equal:#?}", equal.len());
    if !unproved.is_empty() {
        panic!("{} not proved: {}", unproved.len(), unproved.iter().take(6).map(|(name, what)| format!("{name}\n{what}")).collect::<Vec<_>>().join("\n"));
    }
}
