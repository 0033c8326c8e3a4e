//! What a comparison finds.

use crate::policy_space::facts::Pair;
use crate::policy_space::region::{Region, Stretch};
use crate::time::Instant;
use crate::verdict::Verdict;

/// The most sites that an entry names.
pub const SHOWN_SITES: usize = 4;

/// Whether a policy lets more or less through than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// The verdict is looser than before.
    Loosens,
    /// It is stricter.
    Tightens,
}

impl Direction {
    /// Where two verdicts lead; equal ones count as tightening, for nothing is let through.
    #[must_use]
    pub fn of(verdicts: Pair<Verdict>) -> Self {
        if verdicts.new < verdicts.old { Self::Loosens } else { Self::Tightens }
    }
}

/// What became of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// Only the new policy has it.
    Added,
    /// Only the old policy has it.
    Removed,
    /// Both have it, and it says or covers something else, or is in force at another time.
    Changed,
}

/// A statement that is behind a difference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Behind {
    /// Its name, as records quote it.
    pub name: String,
    /// What became of it.
    pub fate: Fate,
}

/// Where differences of one sort lie.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extent {
    /// The scenes.
    pub scenes: Vec<String>,
    /// Stretches of time, with those that meet put together.
    pub times: Vec<(Option<Instant>, Option<Instant>)>,
    /// `announced`, `observed`, where it is not both.
    pub views: Vec<&'static str>,
    /// `on`, `off`, where it is not both.
    pub trials: Vec<&'static str>,
    /// Values of contexts and choices, where it is not all.
    pub given: Vec<String>,
    /// Sites, by name, at most [`SHOWN_SITES`].
    pub sites: Vec<String>,
    /// How many classes of links it is.
    pub classes: usize,
    /// What else the link of the witness is, such as `signal ip-host`.
    pub conditions: Vec<String>,
}

/// A link that the engine gives different verdicts, and the question it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// The line.
    pub line: Vec<u8>,
    /// The question.
    pub region: Region,
    /// The moments.
    pub stretch: Stretch,
}

/// A difference that the engine confirms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Both verdicts.
    pub verdicts: Pair<Verdict>,
    /// The rules that bring them on the witness.
    pub rules: Pair<Vec<String>>,
    /// The statements behind it.
    pub behind: Vec<Behind>,
    /// Where it lies.
    pub extent: Extent,
    /// A link that shows it.
    pub witness: Witness,
    /// What else the same statements change in the same direction: other verdicts, or together with further statements.
    pub also: Vec<Entry>,
}

impl Entry {
    /// Whether another difference is this one's: the same direction, by the same statements and perhaps further ones.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        !self.behind.is_empty() && self.direction() == other.direction() && self.behind.iter().all(|behind| other.behind.contains(behind))
    }

    /// Whether it loosens or tightens.
    #[must_use]
    pub fn direction(&self) -> Direction {
        Direction::of(self.verdicts)
    }

    /// How many steps lie between the verdicts.
    #[must_use]
    pub fn steps(&self) -> u8 {
        (self.verdicts.old as u8).abs_diff(self.verdicts.new as u8)
    }
}

/// Why something is left unproved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// No link could be made that shows it.
    NoWitness {
        /// How many assignments were tried.
        tried: usize,
        /// How many were left out at the limit.
        left_out: usize,
    },
    /// A bound was met, named as in the source, with its value.
    Budget(&'static str, usize),
    /// The two moments lie in different times of short-link services, which some rule asks for.
    Services,
}

/// Something that is neither shown to differ nor proved equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unproved {
    /// Why.
    pub reason: Reason,
    /// The verdicts on a layer, where some are known.
    pub verdicts: Option<Pair<Option<Verdict>>>,
    /// The statements behind it.
    pub behind: Vec<Behind>,
    /// Where it lies.
    pub extent: Extent,
}

impl Unproved {
    /// Notes, once, that a bound was met.
    pub fn note_budget(unproved: &mut Vec<Self>, name: &'static str, value: usize) {
        let reason = Reason::Budget(name, value);
        if !unproved.iter().any(|known| known.reason == reason) {
            unproved.push(Self { reason, verdicts: None, behind: Vec::new(), extent: Extent::default() });
        }
    }
}

/// How much was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Questions: scene, stretch of time, view, trials, contexts, choice.
    pub questions: usize,
    /// Classes of links.
    pub sites: usize,
    /// Assignments of what those leave open.
    pub assignments: usize,
    /// Assignments that the table of signals excludes.
    pub excluded: usize,
    /// Differences on a layer inside a jump page that every jump page around it hides.
    pub masked: usize,
}

/// What a comparison came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// No link gets another verdict: proved.
    Equal,
    /// Some links do: shown.
    Differs,
    /// Something is neither.
    NotProved,
}

/// Everything a comparison found.
#[derive(Debug, Clone, Default)]
pub struct Diff {
    /// The differences, worst first.
    pub entries: Vec<Entry>,
    /// What is not proved.
    pub unproved: Vec<Unproved>,
    /// Scenes that only one policy has; they are not compared.
    pub lone_scenes: Pair<Vec<String>>,
    /// How much was looked at.
    pub counts: Counts,
}

impl Diff {
    /// What it comes to.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        if !self.unproved.is_empty() {
            Outcome::NotProved
        } else if self.entries.is_empty() {
            Outcome::Equal
        } else {
            Outcome::Differs
        }
    }
}

impl Extent {
    /// Takes in where the same difference lies at another time.
    pub fn join(&mut self, other: Self) {
        for (list, more) in [(&mut self.scenes, other.scenes), (&mut self.given, other.given)] {
            more.into_iter().for_each(|item| {
                if !list.contains(&item) {
                    list.push(item)
                }
            });
        }
        for (from, until) in other.times {
            match self.times.iter_mut().find(|(_, end)| end.is_some() && *end == from) {
                Some((_, end)) => *end = until,
                None => self.times.push((from, until)),
            }
        }
        self.classes = self.classes.max(other.classes);
    }
}
