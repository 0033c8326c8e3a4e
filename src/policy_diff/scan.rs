//! Going over every site and every question, and putting what differs together by what is behind it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::entry::{Behind, Counts, Fate, Unproved};
use super::sites::{Open, Sites};
use super::space::Space;
use crate::classify::catalog::Catalog;
use crate::policy_space::facts::{Assignment, Counting, Facts, Pair, Side};
use crate::policy_space::likeness::Likeness;
use crate::policy_space::region::Class;
use crate::policy_space::schemes::can_carry;
use crate::policy_space::site::{Recipe, Site};
use crate::policy_space::solve::{Base, Cell, Comparison, Found, NODE_LIMIT};
use crate::policy_space::verdicts::{Asked, Because};
use crate::signal::Signal;
use crate::verdict::{Kind, Verdict};

/// The most assignments that are kept for one difference, to make links of.
pub const CANDIDATE_LIMIT: usize = 256;
/// The most assignments of one comparison.
pub const ASSIGNMENT_LIMIT: usize = 4_000_000;
/// The most pages that are asked how loose a jump page can be; past it nothing is taken for masked.
pub const CARRIER_LIMIT: usize = 20_000;

/// An assignment that differs, with the classes of questions where it does.
#[derive(Debug)]
pub struct Candidate<'s> {
    /// The number of the site.
    pub site: usize,
    /// What is settled.
    pub settled: Assignment<'s>,
    /// The classes.
    pub classes: Vec<usize>,
}

/// Everything that differs in one way.
#[derive(Debug)]
pub struct Draft<'s> {
    /// Both verdicts on the layer.
    pub verdicts: Pair<Option<Verdict>>,
    /// The statements behind it.
    pub behind: Vec<Behind>,
    /// Assignments to make links of.
    pub candidates: Vec<Candidate<'s>>,
    /// How many more there were.
    pub left_out: usize,
    /// All classes of questions.
    pub classes: BTreeSet<usize>,
    /// All sites.
    pub sites: BTreeSet<usize>,
}

/// What was found over all sites and questions.
#[derive(Debug)]
pub struct Scan<'s> {
    /// The sites.
    pub sites: Arc<Sites>,
    /// What differs.
    pub drafts: Vec<Draft<'s>>,
    /// What was left out.
    pub unproved: Vec<Unproved>,
    /// How much was looked at.
    pub counts: Counts,
}

/// What one policy says at one site: the statements in force that may hold, the default, the choice.
type Local = (Vec<usize>, Option<usize>, Option<usize>);
type Key = (Pair<Option<Verdict>>, Vec<Behind>);

struct Scanner<'s, 'b> {
    space: &'s Space<'s>,
    sites: &'b [Site],
    drafts: BTreeMap<Key, Kept<'s>>,
    counts: Counts,
    left_out: usize,
    floors: Vec<OnceCell<Option<Verdict>>>,
    /// Pages around others, one of those that are alike; `None` where there are too many.
    carriers: OnceCell<Option<Vec<(Likeness, usize)>>>,
}

/// A draft whose assignments still stand for all sites that are alike.
struct Kept<'s> {
    draft: Draft<'s>,
    cells: Vec<(Assignment<'s>, Vec<usize>, Vec<usize>)>,
}

impl<'s> Kept<'s> {
    /// Takes the first site of every assignment, then the second of each, until there are enough.
    fn draft(self) -> Draft<'s> {
        let Self { mut draft, cells } = self;
        let longest = cells.iter().map(|(_, sites, _)| sites.len()).max().unwrap_or(0);
        let all = (0..longest).flat_map(|at| cells.iter().filter_map(move |(settled, sites, classes)| Some((*sites.get(at)?, settled, classes))));
        let candidates = all.take(CANDIDATE_LIMIT).map(|(site, settled, classes)| Candidate { site, settled: settled.clone(), classes: classes.clone() });
        draft.candidates = candidates.collect();
        draft.left_out += cells.iter().map(|(_, sites, _)| sites.len()).sum::<usize>() - draft.candidates.len();
        draft
    }
}

/// The sites at which something may differ, those that are alike put together.
fn alike(space: &Space<'_>, sites: &[Site]) -> Vec<(Likeness, Vec<usize>)> {
    let mut known: HashMap<Likeness, usize, foldhash::fast::FixedState> = HashMap::default();
    let mut members: Vec<Vec<usize>> = Vec::new();
    for (number, site) in sites.iter().enumerate().filter(|(_, site)| space.touches(&site.facts)) {
        let next = members.len();
        let at = *known.entry(Likeness::of(&site.facts, &space.statements)).or_insert(next);
        match members.get_mut(at) {
            Some(alike) => alike.push(number),
            None => members.push(vec![number]),
        }
    }
    let mut found: Vec<(Likeness, usize)> = known.into_iter().collect();
    found.sort_unstable_by_key(|(_, at)| *at);
    found.into_iter().map(|(likeness, _)| likeness).zip(members).collect()
}

impl<'s> Scan<'s> {
    /// Goes over all of it.
    #[must_use]
    pub fn over(space: &'s Space<'s>) -> Self {
        Self::over_sites(space, || Arc::new(Sites::draw(space, Open::Needed)))
    }

    /// Goes over sites that are at hand; they are asked for only where some question may differ.
    pub fn over_sites(space: &'s Space<'s>, sites: impl FnOnce() -> Arc<Sites>) -> Self {
        let mut scan = Self { sites: Arc::default(), drafts: Vec::new(), unproved: Vec::new(), counts: Counts::default() };
        if space.classes.is_empty() {
            return scan;
        }
        let sites = sites();
        scan.unproved.clone_from(&sites.lacking);
        let floors = space.classes.iter().map(|_| OnceCell::new()).collect();
        let mut scanner =
            Scanner { space, sites: &sites.all, drafts: BTreeMap::new(), counts: Counts::default(), left_out: 0, floors, carriers: OnceCell::new() };
        let mut unseen = 0;
        for (likeness, members) in alike(space, &sites.all) {
            if scanner.counts.assignments < ASSIGNMENT_LIMIT {
                scanner.group(&likeness.alive, &members);
            } else {
                unseen += 1;
            }
        }
        let (counts, left_out, kept) = (scanner.counts, scanner.left_out, scanner.drafts);
        scan.sites = sites;
        if unseen > 0 {
            Unproved::note_budget(&mut scan.unproved, "ASSIGNMENT_LIMIT", ASSIGNMENT_LIMIT);
        }
        scan.counts = counts;
        if left_out > 0 {
            Unproved::note_budget(&mut scan.unproved, "NODE_LIMIT", NODE_LIMIT);
        }
        scan.drafts = kept.into_values().map(Kept::draft).collect();
        scan
    }
}

impl<'s> Scanner<'s, '_> {
    /// Sites that are alike under every class of questions; questions that come to the same there are asked once.
    fn group(&mut self, alive: &Pair<Vec<usize>>, members: &[usize]) {
        let (space, sites) = (self.space, self.sites);
        let Some(site) = members.first().and_then(|number| sites.get(*number)) else { return };
        let mut known: HashMap<Pair<Local>, usize, foldhash::fast::FixedState> = HashMap::default();
        let mut cells: Vec<Vec<Cell<'s>>> = Vec::new();
        let mut kept: Vec<Vec<Vec<usize>>> = Vec::new();
        for (at, class) in space.classes.iter().enumerate() {
            if is_untouched(space, class, alive, &site.facts) {
                continue;
            }
            let active = Pair::each(|side| in_force(alive.of(side), &class.answers.of(side).active));
            let default = |side: Side| class.answers.of(side).defaults.get(site.facts.kind as usize).copied().flatten();
            let key = Pair::each(|side| (active.of(side).clone(), default(side), class.answers.of(side).choice));
            let next = cells.len();
            let slot = *known.entry(key).or_insert(next);
            if slot == next {
                let found = compare(space, class, &active, &site.facts);
                self.counts.assignments += found.nodes;
                self.counts.excluded += found.excluded;
                self.left_out += found.left_out;
                kept.push(vec![Vec::new(); found.cells.len()]);
                cells.push(found.cells);
            }
            let (Some(cells), Some(kept)) = (cells.get(slot), kept.get_mut(slot)) else { continue };
            for (cell, kept) in cells.iter().zip(kept) {
                if self.is_masked(at, cell, &site.facts) {
                    self.counts.masked += 1;
                } else {
                    kept.push(at);
                }
            }
        }
        for (cell, classes) in cells.into_iter().flatten().zip(kept.into_iter().flatten()) {
            if !classes.is_empty() {
                self.keep(members, site.facts.kind, cell, classes);
            }
        }
    }

    fn keep(&mut self, members: &[usize], kind: Kind, cell: Cell<'s>, classes: Vec<usize>) {
        let base = self.space.classes.get(classes.first().copied().unwrap_or_default()).map(|class| class.base_differs.as_slice()).unwrap_or_default();
        let base = if base.contains(&kind) { Base::Differs } else { Base::Same };
        let behind = behind(self.space, &cell, base);
        let (verdicts, key) = (cell.verdicts, (cell.verdicts, behind.clone()));
        let fresh = || Draft { verdicts, behind, candidates: Vec::new(), left_out: 0, classes: BTreeSet::new(), sites: BTreeSet::new() };
        let kept = self.drafts.entry(key).or_insert_with(|| Kept { draft: fresh(), cells: Vec::new() });
        kept.draft.classes.extend(&classes);
        kept.draft.sites.extend(members);
        if kept.cells.len() < CANDIDATE_LIMIT {
            kept.cells.push((cell.settled, members.to_vec(), classes));
        } else {
            kept.draft.left_out += members.len();
        }
    }

    /// Whether every page around such a layer gets at least what either policy gives it.
    fn is_masked(&self, class: usize, cell: &Cell<'_>, facts: &Facts) -> bool {
        let inside = Side::BOTH.into_iter().all(|side| cell.settled.depth.of(side).0 > 0);
        if !inside || self.space.counting == Counting::Apart || facts.transparent != Pair::default() {
            return false;
        }
        let floor = self.floors.get(class).map(|floor| *floor.get_or_init(|| self.floor(class)));
        let strictest = cell.verdicts.old.max(cell.verdicts.new);
        floor.flatten().is_some_and(|floor| strictest <= Some(floor))
    }

    /// The loosest verdict that a page or app around a layer can have under either policy.
    fn floor(&self, class: usize) -> Option<Verdict> {
        let class = self.space.classes.get(class)?;
        let mut floor = Verdict::Block;
        for (likeness, number) in self.carriers.get_or_init(|| self.carriers()).as_ref()? {
            let facts = &self.sites.get(*number)?.facts;
            for side in Side::BOTH {
                let alive = in_force(likeness.alive.of(side), &class.answers.of(side).active);
                let asked = asked(self.space, class, &alive, side);
                let mut settled = Assignment::none(facts);
                // Whatever else it is, it leads on.
                settled.without.insert(Signal::OpaqueTarget);
                floor = floor.min(asked.read(facts, &settled).low.unwrap_or(Verdict::Block));
            }
        }
        Some(floor)
    }

    fn carriers(&self) -> Option<Vec<(Likeness, usize)>> {
        let catalog = self.space.classifier.catalog;
        let carriers = || self.sites.iter().enumerate().filter(|(_, site)| is_carrier(site, catalog));
        if carriers().count() > CARRIER_LIMIT {
            return None;
        }
        let mut known: HashMap<Likeness, usize, foldhash::fast::FixedState> = HashMap::default();
        for (number, site) in carriers() {
            known.entry(Likeness::of(&site.facts, &self.space.statements)).or_insert(number);
        }
        let mut found: Vec<(Likeness, usize)> = known.into_iter().collect();
        found.sort_unstable_by_key(|(_, number)| *number);
        Some(found)
    }
}

/// Whether a link may stand inside such a layer, one step deeper.
fn is_carrier(site: &Site, catalog: &Catalog) -> bool {
    let leads_on = match &site.recipe {
        Recipe::Jump(..) => true,
        _ => site.facts.scheme.as_ref().is_some_and(|scheme| can_carry(catalog, scheme)),
    };
    leads_on && site.facts.transparent == Pair::default()
}

fn in_force(alive: &[usize], active: &[usize]) -> Vec<usize> {
    alive.iter().copied().filter(|number| active.binary_search(number).is_ok()).collect()
}

fn is_untouched(space: &Space<'_>, class: &Class, alive: &Pair<Vec<usize>>, facts: &Facts) -> bool {
    // A statement without a twin in force is in force itself.
    let has_delta = Side::BOTH.into_iter().any(|side| alive.of(side).iter().any(|number| class.deltas.of(side).contains(*number)));
    let transparent_alike = facts.transparent.old == facts.transparent.new;
    !has_delta && !class.base_differs.contains(&facts.kind) && transparent_alike && space.counting == Counting::Alike
}

fn asked<'b, 's>(space: &'s Space<'s>, class: &'b Class, alive: &'b [usize], side: Side) -> Asked<'b, 's, 's> {
    Asked { statements: space.statements.of(side), answers: class.answers.of(side), alive, deltas: class.deltas.of(side), side }
}

fn compare<'s>(space: &'s Space<'s>, class: &Class, active: &Pair<Vec<usize>>, facts: &Facts) -> Found<'s> {
    let base = if class.base_differs.contains(&facts.kind) { Base::Differs } else { Base::Same };
    let asked = Pair::each(|side| asked(space, class, active.of(side), side));
    Comparison { facts, asked, counting: space.counting, base }.differences()
}

/// The statements behind a difference: those of one policy alone that bring its verdict; else the defaults that bring it,
/// where these differ; else all that apply.
fn behind(space: &Space<'_>, cell: &Cell<'_>, base: Base) -> Vec<Behind> {
    let mut found = BTreeSet::new();
    for side in Side::BOTH {
        let own = cell.own.of(side);
        let bringing = own.iter().filter(|number| cell.causes.of(side).contains(&Because::Statement(**number)));
        found.extend(bringing.filter_map(|number| of_statement(space, side, *number)));
    }
    if found.is_empty() && base == Base::Differs {
        for side in Side::BOTH {
            found.extend(cell.causes.of(side).iter().filter_map(|cause| of_default(space, side, *cause)));
        }
    }
    if found.is_empty() {
        for side in Side::BOTH {
            found.extend(cell.own.of(side).iter().filter_map(|number| of_statement(space, side, *number)));
        }
    }
    found.into_iter().collect()
}

fn of_statement(space: &Space<'_>, side: Side, number: usize) -> Option<Behind> {
    let rule = space.statements.of(side).get(number)?.rule;
    let other = match side {
        Side::Old => space.policies.new,
        Side::New => space.policies.old,
    };
    let is_known = other.rules.iter().any(|known| known.id == rule.id && !known.scenes.is_empty());
    let fate = match (is_known, side) {
        (true, _) => Fate::Changed,
        (false, Side::Old) => Fate::Removed,
        (false, Side::New) => Fate::Added,
    };
    Some(Behind { name: rule.name.clone(), fate })
}

fn of_default(space: &Space<'_>, side: Side, cause: Because) -> Option<Behind> {
    let policy = space.policies.of(side);
    let name = match cause {
        Because::Statement(_) => return None,
        Because::Default(number) => policy.defaults.get(number)?.name.clone(),
        Because::Other => format!("{}/otherwise", policy.id),
    };
    Some(Behind { name, fate: Fate::Changed })
}
