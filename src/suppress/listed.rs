//! Directives of a list of links, whose blocks are worked on apart: where each holds is settled while the blocks are read.

use std::sync::Arc;

use super::allowance::{Allowance, Complaint};
use super::directive::{Act, read};
use super::line::{may_hold, of_line};
use super::scopes::{Before, Judging, Scopes};
use crate::extract::found::Place;

/// An allowance for a line.
#[derive(Debug, Clone)]
pub struct Covered {
    /// The line.
    pub line: u64,
    /// What covers it.
    pub by: Vec<Arc<Allowance>>,
}

/// What a line of a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A link.
    Link,
    /// A comment or nothing.
    Other,
}

/// The directives of one list.
#[derive(Debug, Default)]
pub struct Listed {
    scopes: Scopes,
}

impl Listed {
    /// Goes through a block of lines; gives back the lines on which something lies, ascending. Costs one search where there is
    /// no directive.
    pub fn block(&mut self, judging: &Judging, bytes: &[u8], first_line: u64, kind: impl Fn(&[u8]) -> Kind) -> Vec<Covered> {
        if self.scopes.is_idle() && !may_hold(bytes) {
            return Vec::new();
        }
        let mut covered = Vec::new();
        for (number, line) in (first_line..).zip(bytes.split(|b| *b == b'\n')) {
            let directive = of_line(line);
            let link = directive.map_or(line, |(hash, _)| line.get(..hash).unwrap_or_default());
            let is_link = kind(link) == Kind::Link;
            if let Some((hash, text)) = directive {
                let columns = |bytes: &[u8]| String::from_utf8_lossy(bytes).chars().count();
                let column = columns(line.get(..hash).unwrap_or_default()) + 1;
                let place = Place::on_line(number, column, column + columns(line.get(hash..).unwrap_or_default().trim_ascii_end()));
                // A range that begins behind a link does not hold for it.
                let is_line = matches!(read(text), Some(Ok(Act::Line(_))));
                if is_link && !is_line {
                    self.cover(number, &mut covered);
                }
                let before = if is_link { Before::Link } else { Before::Nothing };
                self.scopes.comment(judging, text.trim(), place, before);
                if is_link && !is_line {
                    continue;
                }
            }
            if is_link {
                self.cover(number, &mut covered);
            }
        }
        covered
    }

    fn cover(&mut self, line: u64, covered: &mut Vec<Covered>) {
        let by = self.scopes.of_line(line);
        if !by.is_empty() {
            covered.push(Covered { line, by });
        }
    }

    /// What is to be said of the directives once all blocks were worked on.
    #[must_use]
    pub fn finish(self) -> (Vec<Complaint>, u64) {
        self.scopes.finish()
    }
}
