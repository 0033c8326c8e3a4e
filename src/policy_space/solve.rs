//! The assignments under which two policies give a site different verdicts: all of them, each found once.

use smallvec::SmallVec;

use super::facts::{Assignment, Counting, Facts, Pair, Side};
use super::verdicts::{Asked, Because, Delta, Reading};
use crate::verdict::Verdict;

/// The most assignments that are looked at for one site and one question.
pub const NODE_LIMIT: usize = 20_000;

/// Whether the two policies say the same of a kind of link where no rule applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// They do.
    Same,
    /// They do not.
    Differs,
}

/// An assignment with two verdicts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<'p> {
    /// What is settled; the rest does not matter.
    pub settled: Assignment<'p>,
    /// The verdicts on the layer; `None` where it has none of its own.
    pub verdicts: Pair<Option<Verdict>>,
    /// What brings them.
    pub causes: Pair<SmallVec<[Because; 4]>>,
    /// The statements of each policy that the other lacks and that apply.
    pub own: Pair<SmallVec<[usize; 2]>>,
}

/// What was found at one site.
#[derive(Debug, Default)]
pub struct Found<'p> {
    /// The differing assignments.
    pub cells: Vec<Cell<'p>>,
    /// How many assignments were looked at.
    pub nodes: usize,
    /// How many the table of signals excludes.
    pub excluded: usize,
    /// How many were left out at the limit; nothing is proved then.
    pub left_out: usize,
}

/// Two questions about one site.
#[derive(Debug, Clone, Copy)]
pub struct Comparison<'b, 'a, 'p> {
    /// What is fixed of the site.
    pub facts: &'b Facts,
    /// What each policy is asked.
    pub asked: Pair<Asked<'b, 'a, 'p>>,
    /// Whether both count wrappers alike.
    pub counting: Counting,
    /// Whether what stands without a rule is the same.
    pub base: Base,
}

impl<'a> Comparison<'_, 'a, '_> {
    /// Every assignment under which the verdicts differ.
    #[must_use]
    pub fn differences(&self) -> Found<'a> {
        let mut found = Found::default();
        let mut open = vec![Assignment::none(self.facts)];
        while let Some(settled) = open.pop() {
            if found.nodes >= NODE_LIMIT {
                found.left_out += 1 + open.len();
                break;
            }
            found.nodes += 1;
            let readings = Pair::each(|side| self.asked.of(side).read(self.facts, &settled));
            if self.is_same(&readings) {
                continue;
            }
            match next(&readings) {
                Some(literal) => {
                    for value in [false, true] {
                        match settled.assume(self.facts, literal, value, self.counting) {
                            Some(more) => open.push(more),
                            None => found.excluded += 1,
                        }
                    }
                }
                None if readings.old.low != readings.new.low => found.cells.push(cell(settled, readings)),
                None => {}
            }
        }
        found
    }

    /// Whether nothing that is still open can make the verdicts differ.
    fn is_same(&self, readings: &Pair<Reading<'_>>) -> bool {
        let settled = |reading: &Reading<'_>| reading.low == reading.high;
        if settled(&readings.old) && settled(&readings.new) && readings.old.low == readings.new.low {
            return true;
        }
        let untouched = readings.old.delta == Delta::None && readings.new.delta == Delta::None && self.facts.transparent.old == self.facts.transparent.new;
        untouched && self.base == Base::Same && self.counting == Counting::Alike
    }
}

/// What to settle next; nothing where both verdicts are settled and differ.
fn next<'a>(readings: &Pair<Reading<'a>>) -> Option<super::facts::Literal<'a>> {
    let unsettled = |reading: &Reading<'a>| if reading.low == reading.high { None } else { reading.open };
    let deltas = Side::BOTH.into_iter().find_map(|side| if readings.of(side).delta == Delta::Possible { unsettled(readings.of(side)) } else { None });
    deltas.or_else(|| unsettled(&readings.old)).or_else(|| unsettled(&readings.new))
}

fn cell<'p>(settled: Assignment<'p>, readings: Pair<Reading<'p>>) -> Cell<'p> {
    let verdicts = Pair { old: readings.old.low, new: readings.new.low };
    let (old, new) = (readings.old, readings.new);
    Cell { settled, verdicts, causes: Pair { old: old.causes, new: new.causes }, own: Pair { old: old.own, new: new.own } }
}
