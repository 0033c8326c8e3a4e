//! A part of a policy that could be taken away: a rule, an exception, one value of a key, a default.

use crate::classify::catalog::Catalog;
use crate::classify::ids::CategorySet;
use crate::policy::model::{Condition, Policy, Rule, Says, Test};
use crate::signal::SignalSet;
use crate::verdict::Verdict;

/// Which of a rule's two conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// What must hold.
    Match,
    /// What must not.
    Except,
}

/// The place of a value: the number of its test and its own in there; inside `any` and `all`, the branch comes between.
pub type Place = Vec<usize>;

/// A part of a policy, by numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A rule.
    Rule(usize),
    /// The `except` of a rule.
    Except(usize),
    /// One of several values of a key, or one branch of an `any`.
    Value(usize, Side, Place),
    /// A default.
    Default(usize),
}

impl Part {
    /// The policy without the part.
    ///
    /// A default is not taken away but given the verdict farthest from its own: what `otherwise` would put in its place is
    /// often the same, and yet the default is what was known.
    #[must_use]
    pub fn without(&self, policy: &Policy) -> Policy {
        let mut less = policy.clone();
        match self {
            Self::Rule(number) => {
                if let Some(rule) = less.rules.get_mut(*number) {
                    rule.scenes.clear();
                }
            }
            Self::Except(number) => {
                if let Some(rule) = less.rules.get_mut(*number) {
                    rule.except = None;
                }
            }
            Self::Value(number, side, place) => {
                if let Some(condition) = less.rules.get_mut(*number).and_then(|rule| condition_mut(rule, *side)) {
                    edit(condition, place, Edit::Drop);
                }
            }
            Self::Default(number) => {
                if let Some(default) = less.defaults.get_mut(*number) {
                    default.verdict = if default.verdict == Verdict::Block { Verdict::Open } else { Verdict::Block };
                }
            }
        }
        less
    }

    /// The policy in which the part's rule says the next stricter verdict; `None` where there is none.
    ///
    /// A rule is named for some link just if that changes some verdict: where it applies, and what it says is the verdict. A rule
    /// that blocks is named wherever it applies.
    #[must_use]
    pub fn sharpened(&self, policy: &Policy) -> Option<Policy> {
        let mut more = policy.clone();
        let rule = more.rules.get_mut(self.rule()?)?;
        let (Says::Sets(verdict) | Says::Raises(verdict)) = &mut rule.says;
        let next = Verdict::ALL.iter().position(|known| known == verdict)? + 1;
        *verdict = *Verdict::ALL.get(next)?;
        Some(more)
    }

    /// The number of the rule it belongs to.
    #[must_use]
    pub const fn rule(&self) -> Option<usize> {
        match self {
            Self::Rule(number) | Self::Except(number) | Self::Value(number, ..) => Some(*number),
            Self::Default(_) => None,
        }
    }
}

const fn condition_mut(rule: &mut Rule, side: Side) -> Option<&mut Condition> {
    match side {
        Side::Match => Some(&mut rule.matches),
        Side::Except => rule.except.as_mut(),
    }
}

/// A rule's condition of one side.
#[must_use]
pub const fn condition(rule: &Rule, side: Side) -> Option<&Condition> {
    match side {
        Side::Match => Some(&rule.matches),
        Side::Except => rule.except.as_ref(),
    }
}

/// What is done to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// It is taken away.
    Drop,
    /// All others of its key are.
    Keep,
}

/// Edits the condition at a place.
pub fn edit(condition: &mut Condition, place: &[usize], how: Edit) {
    let Some((number, rest)) = place.split_first() else { return };
    let (Some(test), Some((value, rest))) = (condition.tests.get_mut(*number), rest.split_first()) else { return };
    match test {
        Test::All(conditions) => {
            if let Some(inner) = conditions.get_mut(*value) {
                edit(inner, rest, how);
            }
        }
        Test::Any(conditions) => {
            if !rest.is_empty() {
                if let Some(inner) = conditions.get_mut(*value) {
                    edit(inner, rest, how);
                }
                if how == Edit::Drop {
                    return;
                }
            }
            choose(conditions, *value, how);
        }
        Test::Host(names) | Test::Domain(names) | Test::Registrable(names) | Test::Suffix(names) | Test::Scheme(names) | Test::Query(names) => {
            choose(names, *value, how);
        }
        Test::Owner(owners) => choose(owners, *value, how),
        Test::Kind(kinds) => choose(kinds, *value, how),
        Test::Port(ports) => choose(ports, *value, how),
        Test::Path(paths) => choose(paths, *value, how),
        Test::Shortener(classes) => choose(classes, *value, how),
        Test::Wrapper(wrappers) => choose(wrappers, *value, how),
        Test::List(bits) => *bits = chosen_bits(*bits, *value, how),
        Test::Category(set) => *set = CategorySet(chosen_bits(set.0, *value, how)),
        Test::Signal(set) => {
            let one = set.iter().nth(*value);
            *set = set.iter().filter(|signal| (one == Some(*signal)) == (how == Edit::Keep)).collect::<SignalSet>();
        }
        Test::HasQuery(_) | Test::DepthAtLeast(_) | Test::LengthOver(_) | Test::Context(..) | Test::PostedBefore(_) => {}
    }
}

fn choose<T>(values: &mut Vec<T>, at: usize, how: Edit) {
    let mut number = 0;
    values.retain(|_| {
        number += 1;
        (number - 1 == at) == (how == Edit::Keep)
    });
}

fn chosen_bits(bits: u64, at: usize, how: Edit) -> u64 {
    let one = (0..64).filter(|bit| bits & (1 << bit) != 0).nth(at).map_or(0, |bit| 1 << bit);
    match how {
        Edit::Drop => bits & !one,
        Edit::Keep => bits & one,
    }
}

/// A value that stands beside others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Where it stands.
    pub place: Place,
    /// Its key.
    pub key: &'static str,
    /// How it is written; for a branch, its number from 1.
    pub text: String,
}

/// Every value of a condition that stands beside others.
#[must_use]
pub fn values(condition: &Condition, catalog: &Catalog) -> Vec<Value> {
    let mut found = Vec::new();
    collect(condition, catalog, &mut Vec::new(), &mut found);
    found
}

fn collect(condition: &Condition, catalog: &Catalog, above: &mut Place, found: &mut Vec<Value>) {
    for (number, test) in condition.tests.iter().enumerate() {
        above.push(number);
        let texts = texts(test, catalog);
        if texts.len() > 1 {
            found.extend(texts.into_iter().enumerate().map(|(at, text)| Value { place: [above.as_slice(), &[at]].concat(), key: test.key(), text }));
        }
        if let Test::Any(conditions) | Test::All(conditions) = test {
            for (branch, inner) in conditions.iter().enumerate() {
                above.push(branch);
                collect(inner, catalog, above, found);
                above.pop();
            }
        }
        above.pop();
    }
}

fn texts(test: &Test, catalog: &Catalog) -> Vec<String> {
    match test {
        Test::Host(names) | Test::Domain(names) | Test::Registrable(names) | Test::Suffix(names) | Test::Scheme(names) | Test::Query(names) => names.clone(),
        Test::Owner(owners) => owners.iter().map(|owner| catalog.owner_name(*owner).to_owned()).collect(),
        Test::Category(set) => catalog.category_names(*set).map(str::to_owned).collect(),
        Test::Kind(kinds) => kinds.iter().map(|kind| kind.as_str().to_owned()).collect(),
        Test::Port(ports) => ports.iter().map(ToString::to_string).collect(),
        Test::Path(paths) => paths.iter().map(ToString::to_string).collect(),
        Test::Shortener(classes) => classes.iter().map(|class| class.as_str().to_owned()).collect(),
        Test::Wrapper(ids) => ids.iter().map(|id| catalog.wrapper_entry(*id).map(|wrapper| wrapper.named.id.clone()).unwrap_or_default()).collect(),
        Test::Signal(set) => set.iter().map(|signal| signal.id().to_owned()).collect(),
        Test::List(bits) => (1..=bits.count_ones()).map(|number| number.to_string()).collect(),
        Test::Any(conditions) => (1..=conditions.len()).map(|number| number.to_string()).collect(),
        Test::All(_) | Test::HasQuery(_) | Test::DepthAtLeast(_) | Test::LengthOver(_) | Test::Context(..) | Test::PostedBefore(_) => Vec::new(),
    }
}
