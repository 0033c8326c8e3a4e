//! Where directives hold: going through a file in its order, which allowances cover the links of a line.

use std::sync::Arc;

use super::allowance::{Allowance, Complaint, Flaw};
use super::directive::{self, Act, Terms};
use super::names::Names;
use crate::extract::found::Place;
use crate::message::{Text, suppress as text};
use crate::time::{Instant, Zone};

/// How many lines below a directive that stands alone its links may begin.
pub const NEXT_LINES: u64 = 10;
/// The last line on which `allow-file` may stand.
pub const FILE_LINES: u64 = 20;

/// How directives are judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judging {
    /// The rules of the run.
    pub names: Names,
    /// The moment looked at.
    pub moment: Instant,
    /// The zone of days without one.
    pub zone: Zone,
}

/// What stands on the line of a directive before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// A link: the directive is for this line.
    Link,
    /// No link: it is for the next line with links.
    Nothing,
}

/// The directives of one file.
#[derive(Debug, Default)]
pub struct Scopes {
    all: Vec<Arc<Allowance>>,
    file: Vec<Arc<Allowance>>,
    ranges: Vec<Arc<Allowance>>,
    next: Vec<Arc<Allowance>>,
    line: Vec<Arc<Allowance>>,
    /// What is wrong with them.
    complaints: Vec<Complaint>,
    /// Names of rules of policies that the run does not ask.
    elsewhere: u64,
}

impl Scopes {
    /// Takes in the text of a comment; one that is not meant for us changes nothing.
    pub fn comment(&mut self, judging: &Judging, comment: &str, place: Place, before: Before) {
        let at = (place, comment.trim().lines().next().unwrap_or_default());
        let act = match directive::read(comment) {
            None => return,
            Some(Err(sentence)) => return self.complain(Flaw::Bad, at, sentence),
            Some(Ok(act)) => act,
        };
        match act {
            Act::Line(terms) => {
                if let Some(allowance) = self.allowance(judging, terms, at) {
                    let list = if before == Before::Link { &mut self.line } else { &mut self.next };
                    list.push(allowance);
                }
            }
            Act::Begin(terms) => {
                // An expired range is opened too, so that its end is no fault.
                let allowance = self.allowance(judging, terms, at);
                self.ranges.push(allowance.unwrap_or_else(|| Arc::new(Allowance::void(place, at.1))));
            }
            Act::End if self.ranges.pop().is_some() => {}
            Act::End => self.complain(Flaw::Bad, at, text::end_alone()),
            Act::File(_) if place.line > FILE_LINES => self.complain(Flaw::Bad, at, text::file_too_late(FILE_LINES)),
            Act::File(terms) => {
                let allowance = self.allowance(judging, terms, at);
                self.file.extend(allowance);
            }
        }
    }

    fn complain(&mut self, flaw: Flaw, (place, written): (Place, &str), sentence: Text) {
        self.complaints.push(Complaint { flaw, place, written: written.to_owned(), sentence });
    }

    fn allowance(&mut self, judging: &Judging, terms: Terms<'_>, at: (Place, &str)) -> Option<Arc<Allowance>> {
        if let Some(until) = terms.until
            && until.instant(judging.zone) <= judging.moment
        {
            self.complain(Flaw::Expired, at, text::expired(terms.names, &until.to_string(), terms.reason));
            return None;
        }
        let (allowance, elsewhere) = Allowance::new(terms, at, &judging.names, &mut self.complaints);
        self.elsewhere += elsewhere;
        let allowance = Arc::new(allowance);
        self.all.push(Arc::clone(&allowance));
        Some(allowance)
    }

    /// What covers the links of a line. Directives for the next line and for this one are used up by it.
    pub fn of_line(&mut self, line: u64) -> Vec<Arc<Allowance>> {
        let mut covering = std::mem::take(&mut self.line);
        covering.extend(std::mem::take(&mut self.next).into_iter().filter(|allowance| line <= allowance.place.end_line.saturating_add(NEXT_LINES)));
        covering.extend(self.ranges.iter().chain(&self.file).cloned());
        covering
    }

    /// Whether nothing is open that could cover a line without a directive of its own.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.file.is_empty() && self.ranges.is_empty() && self.next.is_empty() && self.line.is_empty()
    }

    /// What is to be said at the end of the file, in the order of the places, and how many names belong to other policies.
    #[must_use]
    pub fn finish(mut self) -> (Vec<Complaint>, u64) {
        for range in std::mem::take(&mut self.ranges) {
            self.complain(Flaw::Bad, (range.place, &range.written), text::unclosed());
        }
        self.complaints.extend(self.all.iter().filter_map(|allowance| allowance.unused()));
        self.complaints.sort_by_key(|complaint| complaint.place);
        (self.complaints, self.elsewhere)
    }
}
