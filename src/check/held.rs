//! The links of one line, held until the line is over: a directive may stand behind its link.

use std::sync::Arc;

use crate::extract::found::{Comment, Found, Place};
use crate::suppress::allowance::{Allowance, Complaint};
use crate::suppress::directive::{Act, read};
use crate::suppress::scopes::{Before, Judging, Scopes};

/// The most links of one line that wait for a directive behind them.
pub const HELD_LIMIT: usize = 10_000;

/// Links on their way, with the directives seen so far.
#[derive(Debug, Default)]
pub struct Held {
    links: Vec<Found<'static>>,
    /// Where the directive told last stands.
    last: Option<Place>,
    /// The directives of the file.
    pub scopes: Scopes,
}

/// The links of a line that is over, with what covers them.
#[derive(Debug, Default)]
pub struct Line {
    /// The links.
    pub links: Vec<Found<'static>>,
    /// The directives.
    pub covering: Vec<Arc<Allowance>>,
}

impl Held {
    /// Whether no directive was seen yet and no link waits for one.
    #[must_use]
    pub const fn is_untouched(&self) -> bool {
        self.last.is_none() && self.links.is_empty()
    }

    /// Takes a link in, and gives back the line before it if it begins another. A link in the reason of a directive is passed over.
    pub fn link(&mut self, found: Found<'_>) -> Option<Line> {
        if self.last.zip(found.place).is_some_and(|(directive, link)| is_within(link, directive)) {
            return None;
        }
        let is_new = self.links.len() >= HELD_LIMIT || self.links.first().is_some_and(|first| line_of(first) != line_of(&found));
        let over = if is_new { self.line() } else { None };
        self.links.push(found.into_owned());
        over
    }

    /// Takes a comment in, and gives back the links that stand before it where it cannot be for them.
    pub fn comment(&mut self, judging: &Judging, comment: &Comment<'_>) -> Option<Line> {
        let is_for_line = matches!(read(&comment.text), Some(Ok(Act::Line(_))));
        let is_behind = self.links.last().and_then(|found| found.place).is_some_and(|place| place.end_line == comment.place.line);
        let (over, before) = match (is_for_line, is_behind) {
            (true, true) => (None, Before::Link),
            (true, false) => (self.line(), Before::Nothing),
            (false, _) if read(&comment.text).is_some() => (self.line(), Before::Nothing),
            (false, _) => return None,
        };
        self.scopes.comment(judging, &comment.text, comment.place, before);
        self.last = Some(comment.place);
        over
    }

    /// The links of the line that is being read, as it is over.
    pub fn line(&mut self) -> Option<Line> {
        let first = self.links.first()?;
        let covering = match line_of(first) {
            Some(line) => self.scopes.of_line(line),
            // What has no line has no comments either.
            None => Vec::new(),
        };
        Some(Line { links: std::mem::take(&mut self.links), covering })
    }

    /// What is to be said of the directives at the end of the file.
    #[must_use]
    pub fn finish(self) -> (Vec<Complaint>, u64) {
        self.scopes.finish()
    }
}

fn is_within(link: Place, outer: Place) -> bool {
    (link.line, link.column) >= (outer.line, outer.column) && (link.end_line, link.end_column) <= (outer.end_line, outer.end_column)
}

fn line_of(found: &Found<'_>) -> Option<u64> {
    found.place.map(|Place { line, .. }| line)
}
