//! Something that is allowed: rules with a reason, and whether it was ever needed.

use std::sync::atomic::{AtomicBool, Ordering};

use super::directive::Terms;
use super::names::{Names, Standing, covers};
use crate::extract::found::Place;
use crate::message::{Text, suppress as text};
use crate::verdict::vocabulary;

vocabulary! {
    /// What is wrong with a suppression, by the id of the check.
    Flaw {
        /// It does not say what it must; it suppresses nothing.
        Bad = "bad-suppression",
        /// Its day is over; it suppresses nothing.
        Expired = "expired-suppression",
        /// There is nothing for it to suppress.
        Unused = "unused-suppression",
    }
}

/// What is to be said of a suppression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// What is wrong.
    pub flaw: Flaw,
    /// Where it stands.
    pub place: Place,
    /// What stands there.
    pub written: String,
    /// In one sentence, with the way out.
    pub sentence: Text,
}

/// A directive in force.
#[derive(Debug)]
pub struct Allowance {
    /// Each rule with whether it was needed.
    rules: Vec<(String, AtomicBool)>,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub place: Place,
    /// What stands there.
    pub written: String,
}

impl Allowance {
    /// A directive's terms, with where and how it is written, against the rules of a run. Names that nobody knows are told and left out; names of other policies
    /// are left out too, and counted by the second number.
    #[must_use]
    pub fn new(terms: Terms<'_>, (place, written): (Place, &str), names: &Names, complaints: &mut Vec<Complaint>) -> (Self, u64) {
        let (mut rules, mut elsewhere) = (Vec::new(), 0);
        for name in terms.names() {
            match names.standing(name) {
                Standing::Known => rules.push((name.to_owned(), AtomicBool::new(false))),
                Standing::Elsewhere => elsewhere += 1,
                Standing::Unknown(near) => {
                    let sentence = near.map_or_else(|| text::unknown_rule(name), |near| text::unknown_rule_near(name, &near));
                    complaints.push(Complaint { flaw: Flaw::Bad, place, written: written.to_owned(), sentence });
                }
            }
        }
        (Self { rules, reason: terms.reason.to_owned(), place, written: written.to_owned() }, elsewhere)
    }

    /// One that allows nothing, in the place of one that is over.
    #[must_use]
    pub fn void(place: Place, written: &str) -> Self {
        Self { rules: Vec::new(), reason: String::new(), place, written: written.to_owned() }
    }

    /// Whether it allows a rule; this is remembered.
    #[must_use]
    pub fn allows(&self, rule: &str) -> bool {
        let covering = self.rules.iter().find(|(name, _)| covers(name, rule));
        covering.inspect(|(_, used)| used.store(true, Ordering::Relaxed)).is_some()
    }

    /// What is to be said of it at the end: the rules that were never needed.
    #[must_use]
    pub fn unused(&self) -> Option<Complaint> {
        let unused: Vec<&str> = self.rules.iter().filter(|(_, used)| !used.load(Ordering::Relaxed)).map(|(name, _)| name.as_str()).collect();
        let complaint = || Complaint { flaw: Flaw::Unused, place: self.place, written: self.written.clone(), sentence: text::unused(&unused.join(", ")) };
        (!unused.is_empty()).then(complaint)
    }
}
