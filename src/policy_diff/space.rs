//! What two policies are asked: their statements, and the questions that may be answered differently.

use crate::classify::chain::Classifier;
use crate::engine::bits::BitSet;
use crate::policy::model::Policy;
use crate::policy_space::facts::{Assignment, Counting, Facts, Pair, Side, Truth, all};
use crate::policy_space::hosts::Asks;
use crate::policy_space::region::{Class, Regions, Stretch, TooMany, classes};
use crate::policy_space::statements::{Statements, of_both};
use crate::policy_space::verdicts::BOUNDED;
use crate::signal::SignalSet;

/// So many statements are tried one by one; where there are more, those are looked up that ask for the host.
const FEW: usize = 16;

/// Both policies, their questions and their statements.
#[derive(Debug)]
pub struct Space<'s> {
    /// The policies.
    pub policies: Pair<&'s Policy>,
    /// The stretches of time.
    pub stretches: &'s [Stretch],
    /// The classifier.
    pub classifier: Classifier<'s>,
    /// The questions.
    pub regions: Regions,
    /// The statements.
    pub statements: Pair<Statements<'s>>,
    /// Questions with the same answers, where these differ at all.
    pub classes: Vec<Class>,
    /// Whether both count wrappers alike.
    pub counting: Counting,
    /// The wrappers that each policy calls its own.
    pub own: Pair<BitSet>,
    /// The statements that lack a twin in some question.
    changed: Pair<BitSet>,
}

impl<'s> Space<'s> {
    /// Draws up the questions and the statements.
    ///
    /// # Errors
    /// There are more questions than are asked.
    pub fn new(policies: Pair<&'s Policy>, stretches: &'s [Stretch], classifier: Classifier<'s>) -> Result<Self, TooMany> {
        let regions = Regions::all(policies, stretches)?;
        let statements = of_both(policies, classifier.catalog, &regions.combinations);
        let own = Pair::each(|side| {
            let mut own = BitSet::new(classifier.catalog.wrappers.len());
            policies.of(side).own_wrappers.iter().for_each(|id| own.insert(usize::from(id.0)));
            own
        });
        let counting = if own.old == own.new { Counting::Alike } else { Counting::Apart };
        let mut classes = classes(&regions, &statements, stretches);
        classes.retain(|class| {
            let has_delta = Side::BOTH.into_iter().any(|side| class.deltas.of(side).iter().next().is_some());
            has_delta || !class.base_differs.is_empty() || counting == Counting::Apart
        });
        let changed = union(&statements, &classes, |class, side| class.deltas.of(side).iter().collect());
        Ok(Self { policies, stretches, classifier, regions, statements, classes, counting, own, changed })
    }

    /// Leaves out the statements that are in force only where both policies say the same.
    #[must_use]
    pub fn narrowed(mut self) -> Self {
        let live = union(&self.statements, &self.classes, |class, side| class.answers.of(side).active.clone());
        self.statements.old.keep(live.old);
        self.statements.new.keep(live.new);
        self
    }

    /// Whether some question may be answered differently at a site: where not, nothing has to be settled there.
    #[must_use]
    pub fn touches(&self, facts: &Facts) -> bool {
        let counted_apart = self.counting == Counting::Apart || facts.transparent.old != facts.transparent.new;
        if counted_apart || self.classes.iter().any(|class| class.base_differs.contains(&facts.kind)) {
            return true;
        }
        let settled = Assignment::none(facts);
        Side::BOTH.into_iter().any(|side| {
            let statements = self.statements.of(side);
            let may_hold = |number: usize| statements.get(number).is_some_and(|statement| all(&statement.matches, facts, &settled, side) != Truth::No);
            let changed = self.changed.of(side);
            if changed.iter().nth(FEW).is_none() {
                changed.iter().any(may_hold)
            } else {
                statements.for_host(facts.host.as_deref()).into_iter().any(|number| changed.contains(number) && may_hold(number))
            }
        })
    }

    /// The signals that can matter: those asked for, and those by which `otherwise` bounds a verdict where that shows.
    #[must_use]
    pub fn mentioned(&self, asks: &Asks<'_>) -> SignalSet {
        let has_choice = self.classes.iter().any(|class| Side::BOTH.into_iter().any(|side| class.answers.of(side).choice.is_some()));
        let bounds = has_choice || self.policies.old.otherwise != self.policies.new.otherwise || self.counting == Counting::Apart;
        if bounds { asks.signals.union(BOUNDED) } else { asks.signals }
    }
}

/// The statements of each side that are among those of some class.
fn union(statements: &Pair<Statements<'_>>, classes: &[Class], of: impl Fn(&Class, Side) -> Vec<usize>) -> Pair<BitSet> {
    Pair::each(|side| {
        let mut found = BitSet::new(statements.of(side).all.len());
        classes.iter().flat_map(|class| of(class, side)).for_each(|number| found.insert(number));
        found
    })
}
