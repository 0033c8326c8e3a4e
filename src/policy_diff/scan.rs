//! Going over every site and every question, and putting what differs together by what is behind it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::entry::{Behind, Counts, Extent, Fate, Reason, Unproved};
use crate::classify::catalog::Catalog;
use crate::classify::chain::Classifier;
use crate::engine::bits::BitSet;
use crate::policy::model::Policy;
use crate::policy_space::facts::{Assignment, Counting, Facts, Pair, Side, Truth, all};
use crate::policy_space::hosts::{Asks, Hosts};
use crate::policy_space::pages::Builder;
use crate::policy_space::paths::STATE_LIMIT;
use crate::policy_space::region::{Class, Regions, Stretch, TooMany, classes};
use crate::policy_space::schemes::can_carry;
use crate::policy_space::site::{Recipe, Site};
use crate::policy_space::solve::{Base, Cell, Comparison, Found, NODE_LIMIT};
use crate::policy_space::statements::{Statements, of_both};
use crate::policy_space::verdicts::{Asked, BOUNDED, Because};
use crate::policy_space::{codes, schemes};
use crate::signal::{Signal, SignalSet};
use crate::verdict::{Kind, Verdict};

/// The most assignments that are kept for one difference, to make links of.
pub const CANDIDATE_LIMIT: usize = 256;
/// The most assignments of one comparison.
pub const ASSIGNMENT_LIMIT: usize = 4_000_000;
/// The most pages that are asked how loose a jump page can be; past it nothing is taken for masked.
pub const CARRIER_LIMIT: usize = 20_000;

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
    own: Pair<BitSet>,
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
        Ok(Self { policies, stretches, classifier, regions, statements, classes, counting, own })
    }

    /// The signals that can matter: those asked for, and those by which `otherwise` bounds a verdict where that shows.
    fn mentioned(&self, asks: &Asks<'_>) -> SignalSet {
        let has_choice = self.classes.iter().any(|class| Side::BOTH.into_iter().any(|side| class.answers.of(side).choice.is_some()));
        let bounds = has_choice || self.policies.old.otherwise != self.policies.new.otherwise || self.counting == Counting::Apart;
        if bounds { asks.signals.union(BOUNDED) } else { asks.signals }
    }
}

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

/// Every kind of layer that two policies can tell apart.
#[derive(Debug, Default)]
pub struct Sites {
    /// The sites.
    pub all: Vec<Site>,
    /// What could not be drawn.
    pub lacking: Vec<Unproved>,
}

/// Which signals are left open at sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// Those that matter to the two policies.
    Needed,
    /// Those that matter to any two policies that ask for no more than these do.
    Shared,
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

struct Scanner<'s> {
    space: &'s Space<'s>,
    drafts: BTreeMap<Key, Draft<'s>>,
    counts: Counts,
    left_out: usize,
    floors: Vec<OnceCell<Option<Verdict>>>,
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
        let mut scanner = Scanner { space, drafts: BTreeMap::new(), counts: Counts::default(), left_out: 0, floors };
        let mut unseen = 0;
        for number in 0..sites.all.len() {
            if scanner.counts.assignments < ASSIGNMENT_LIMIT {
                scanner.site(number, &sites.all);
            } else {
                unseen += 1;
            }
        }
        scan.sites = sites;
        if unseen > 0 {
            lacking(&mut scan.unproved, "ASSIGNMENT_LIMIT", ASSIGNMENT_LIMIT);
        }
        scan.counts = scanner.counts;
        if scanner.left_out > 0 {
            lacking(&mut scan.unproved, "NODE_LIMIT", NODE_LIMIT);
        }
        scan.drafts = scanner.drafts.into_values().collect();
        scan
    }
}

fn lacking(unproved: &mut Vec<Unproved>, name: &'static str, value: usize) {
    let reason = Reason::Budget(name, value);
    if !unproved.iter().any(|known| known.reason == reason) {
        unproved.push(Unproved { reason, verdicts: None, behind: Vec::new(), extent: Extent::default() });
    }
}

impl Sites {
    /// Draws them up.
    #[must_use]
    pub fn draw(space: &Space<'_>, open: Open) -> Self {
        let mut sites = Self::default();
        let asks = Asks::of(&space.statements);
        let mentioned = match open {
            Open::Needed => space.mentioned(&asks),
            Open::Shared => asks.signals.union(BOUNDED),
        };
        let hosts = Hosts { classifier: space.classifier, asks: &asks, statements: &space.statements, own: &space.own }.all();
        let builder = Builder { classifier: space.classifier, asks: &asks, statements: &space.statements, own: &space.own, mentioned };
        for host in &hosts {
            match builder.pages(host) {
                Ok(pages) => sites.all.extend(pages),
                Err(_) => lacking(&mut sites.lacking, "STATE_LIMIT", STATE_LIMIT),
            }
        }
        let web: Vec<String> = hosts.into_iter().map(|host| host.host).collect();
        let all = &mut sites.all;
        let drawn = schemes::sites(&builder, &web, &mut |site| all.push(site));
        codes::sites(&builder, &mut |site| all.push(site));
        if drawn.is_err() {
            lacking(&mut sites.lacking, "STATE_LIMIT", STATE_LIMIT);
        }
        for site in &mut sites.all {
            leave_lists_open(&mut site.facts, space.classifier.catalog, asks.lists);
        }
        sites
    }
}

impl<'s> Scanner<'s> {
    /// One site under every class of questions; questions that come to the same at this site are asked once.
    fn site(&mut self, number: usize, sites: &[Site]) {
        let Some(site) = sites.get(number) else { return };
        let space = self.space;
        let alive = Pair::each(|side| alive(space.statements.of(side), &site.facts, side));
        let mut known: HashMap<Pair<Local>, usize, foldhash::fast::FixedState> = HashMap::default();
        let mut cells: Vec<Vec<Cell<'s>>> = Vec::new();
        let mut kept: Vec<Vec<Vec<usize>>> = Vec::new();
        for (at, class) in space.classes.iter().enumerate() {
            if is_untouched(space, class, &alive, &site.facts) {
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
                if self.is_masked(at, cell, &site.facts, sites) {
                    self.counts.masked += 1;
                } else {
                    kept.push(at);
                }
            }
        }
        for (cell, classes) in cells.into_iter().flatten().zip(kept.into_iter().flatten()) {
            if !classes.is_empty() {
                self.keep(number, site.facts.kind, cell, classes);
            }
        }
    }

    fn keep(&mut self, site: usize, kind: Kind, cell: Cell<'s>, classes: Vec<usize>) {
        let base = self.space.classes.get(classes.first().copied().unwrap_or_default()).map(|class| class.base_differs.as_slice()).unwrap_or_default();
        let base = if base.contains(&kind) { Base::Differs } else { Base::Same };
        let behind = behind(self.space, &cell, base);
        let (verdicts, key) = (cell.verdicts, (cell.verdicts, behind.clone()));
        let fresh = || Draft { verdicts, behind, candidates: Vec::new(), left_out: 0, classes: BTreeSet::new(), sites: BTreeSet::new() };
        let draft = self.drafts.entry(key).or_insert_with(fresh);
        draft.classes.extend(&classes);
        draft.sites.insert(site);
        if draft.candidates.len() < CANDIDATE_LIMIT {
            draft.candidates.push(Candidate { site, settled: cell.settled, classes });
        } else {
            draft.left_out += 1;
        }
    }

    /// Whether every page around such a layer gets at least what either policy gives it.
    fn is_masked(&self, class: usize, cell: &Cell<'_>, facts: &Facts, sites: &[Site]) -> bool {
        let inside = Side::BOTH.into_iter().all(|side| cell.settled.depth.of(side).0 > 0);
        if !inside || self.space.counting == Counting::Apart || facts.transparent != Pair::default() {
            return false;
        }
        let floor = self.floors.get(class).map(|floor| *floor.get_or_init(|| self.floor(class, sites)));
        let strictest = cell.verdicts.old.max(cell.verdicts.new);
        floor.flatten().is_some_and(|floor| strictest <= Some(floor))
    }

    /// The loosest verdict that a page or app around a layer can have under either policy.
    fn floor(&self, class: usize, sites: &[Site]) -> Option<Verdict> {
        let class = self.space.classes.get(class)?;
        let catalog = self.space.classifier.catalog;
        let carriers = || sites.iter().filter(|site| is_carrier(site, catalog));
        if carriers().count() > CARRIER_LIMIT {
            return None;
        }
        let mut floor = Verdict::Block;
        for site in carriers() {
            for side in Side::BOTH {
                let alive = in_force(&alive(self.space.statements.of(side), &site.facts, side), &class.answers.of(side).active);
                let asked = asked(self.space, class, &alive, side);
                let mut settled = Assignment::none(&site.facts);
                // Whatever else it is, it leads on.
                settled.without.insert(Signal::OpaqueTarget);
                floor = floor.min(asked.read(&site.facts, &settled).low.unwrap_or(Verdict::Block));
            }
        }
        Some(floor)
    }
}

/// Lists with exceptions, paths or the like may name some links of a site and not others.
fn leave_lists_open(facts: &mut Facts, catalog: &Catalog, asked: u64) {
    if let Some(host) = &facts.host {
        facts.open_lists = catalog.hosts.open_lists(host) & asked;
        facts.lists &= !facts.open_lists;
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

fn alive(statements: &Statements<'_>, facts: &Facts, side: Side) -> Vec<usize> {
    let settled = Assignment::none(facts);
    let mut numbers = statements.for_host(facts.host.as_deref());
    numbers.retain(|number| statements.get(*number).is_some_and(|statement| all(&statement.matches, facts, &settled, side) != Truth::No));
    numbers
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
