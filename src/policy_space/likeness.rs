//! Which sites no condition in force can tell apart: they are looked at once.
//!
//! What is fixed of a site is seen through conditions alone. So sites for which every test of every statement that may hold comes to
//! the same, and for which the same is left open, have the same verdicts under every assignment.

use super::facts::{Assignment, Facts, Pair, Reach, Side, Truth, all};
use super::statements::Statements;
use crate::engine::condition::Check;
use crate::signal::SignalSet;
use crate::verdict::Kind;

/// All that verdicts on a site can turn on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Likeness {
    /// The statements of each policy that may hold, lowest first.
    pub alive: Pair<Vec<usize>>,
    /// How each of their tests stands before anything is settled.
    tests: Vec<u8>,
    kind: Kind,
    certain: SignalSet,
    open: SignalSet,
    open_lists: u64,
    reach: Reach,
    transparent: Pair<bool>,
}

impl Likeness {
    /// What verdicts on a site can turn on.
    #[must_use]
    pub fn of(facts: &Facts, statements: &Pair<Statements<'_>>) -> Self {
        let settled = Assignment::none(facts);
        let alive = alive(facts, statements, &settled);
        let mut tests = Vec::new();
        for side in Side::BOTH {
            for statement in alive.of(side).iter().filter_map(|number| statements.of(side).get(*number)) {
                // What the twin's tests come to is told already.
                if side == Side::New && statement.twin.is_some_and(|twin| statements.old.is_live(twin)) {
                    continue;
                }
                note(&statement.matches, facts, &settled, side, &mut tests);
                statement.except.iter().for_each(|except| note(except, facts, &settled, side, &mut tests));
            }
        }
        Self {
            alive,
            tests,
            kind: facts.kind,
            certain: facts.certain,
            open: facts.open,
            open_lists: facts.open_lists,
            reach: facts.reach,
            transparent: facts.transparent,
        }
    }
}

/// The live statements that may hold at a site.
fn alive<'a>(facts: &Facts, statements: &'a Pair<Statements<'_>>, settled: &Assignment<'a>) -> Pair<Vec<usize>> {
    let may_hold = |side: Side, number: usize| {
        let statement = statements.of(side).get(number);
        statement.is_some_and(|statement| all(&statement.matches, facts, settled, side) != Truth::No)
    };
    let mut old = statements.old.for_host(facts.host.as_deref());
    old.retain(|number| may_hold(Side::Old, *number));
    let mut new = statements.new.for_host(facts.host.as_deref());
    new.retain(|number| match statements.new.get(*number).and_then(|statement| statement.twin) {
        Some(twin) if statements.old.is_live(twin) => old.binary_search(&twin).is_ok(),
        _ => may_hold(Side::New, *number),
    });
    Pair { old, new }
}

/// Notes how each test stands, branch by branch.
fn note<'a>(checks: &'a [Check], facts: &Facts, settled: &Assignment<'a>, side: Side, tests: &mut Vec<u8>) {
    for check in checks {
        if let Check::Any(branches) = check {
            branches.iter().for_each(|branch| note(branch, facts, settled, side, tests));
        } else {
            tests.push(match all(std::slice::from_ref(check), facts, settled, side) {
                Truth::Yes => 0,
                Truth::No => 1,
                Truth::Open(_) => 2,
            });
        }
    }
}
