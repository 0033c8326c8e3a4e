//! Putting replacements into a text, and proving that it then reads as promised.

use encoding_rs::Encoding;

use super::escape::escaped;
use super::remedy::remedy;
use crate::check::content::{Asked, Told, check_text};
use crate::check::finding::{Finding, State};
use crate::check::outcome::LinkOutcome;
use crate::check::standing::Standing;
use crate::extract::format::{Format, Shape};
use crate::extract::found::{Fault, Role};
use crate::source::Span;
use crate::verdict::Verdict;

/// A text with its fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The text afterwards.
    pub text: String,
    /// How many links were replaced.
    pub links: usize,
}

/// Why a text is left as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Its links would not read as promised afterwards.
    ReadsOtherwise,
}

/// A link of the text, as far as fixes need to know it.
struct Link {
    text: String,
    span: Option<Span>,
    role: Role,
    verdict: Verdict,
    replacement: Option<String>,
}

/// Collects links, and what would do in their place.
struct Collector<'c, 'r> {
    asked: Asked<'c, 'r>,
    links: Vec<Link>,
    inside: u64,
}

impl Told for Collector<'_, '_> {
    fn link(&mut self, outcome: &LinkOutcome<'_>, findings: Vec<Finding>, _: Standing) {
        // What somebody allowed is left as it is.
        let is_open = findings.iter().any(|finding| finding.state == State::Open);
        let suggestion = findings.into_iter().find_map(|finding| finding.suggestion).filter(|suggestion| suggestion.replacement.is_some());
        let suggestion = if is_open { suggestion.or_else(|| remedy(self.asked.run, outcome)) } else { None };
        self.links.push(Link {
            text: outcome.text().into_owned(),
            span: outcome.at.span,
            role: outcome.at.role,
            verdict: outcome.verdict(),
            replacement: suggestion.and_then(|suggestion| suggestion.replacement),
        });
    }

    fn inside(&mut self) {
        self.inside += 1;
    }

    fn other_code(&mut self) {}

    fn fault(&mut self, _: Fault) {}

    fn suppressions(&mut self, _: Vec<Finding>, _: u64) {}

    fn encoding(&mut self, _: &'static Encoding) {}
}

fn links(asked: Asked<'_, '_>, format: Format, text: &str) -> (Vec<Link>, u64) {
    let mut collector = Collector { asked, links: Vec::new(), inside: 0 };
    check_text(asked, None, format, text, &mut collector);
    (collector.links, collector.inside)
}

/// The text with every safe fix; `None` where there is nothing to fix.
///
/// # Errors
/// With the fixes it would not read as promised: as many links, those that were fixed with the new text and the verdict that
/// was promised, all others as they were.
#[must_use]
pub fn fixed(asked: Asked<'_, '_>, format: Format, text: &str) -> Option<Result<Fixed, Refused>> {
    if format.shape() == Shape::Bytes {
        return None;
    }
    let (before, inside) = links(asked, format, text);
    let mut edits: Vec<(Span, String)> = Vec::new();
    let mut promised: Vec<(&str, Option<Verdict>)> = Vec::new();
    for link in &before {
        match edit(link, format, text) {
            Some((span, written, replacement)) if edits.last().is_none_or(|(last, _)| last.end <= span.start) => {
                edits.push((span, written));
                promised.push((replacement, Some(asked.run.check_text(replacement).verdict())));
            }
            _ => promised.push((&link.text, None)),
        }
    }
    if edits.is_empty() {
        return None;
    }
    let after = rewritten(text, &edits);
    let (now, still_inside) = links(asked, format, &after);
    let holds = |((link, verdict), now): (&(&str, Option<Verdict>), &Link)| *link == now.text && verdict.is_none_or(|verdict| verdict == now.verdict);
    let is_kept = now.len() == promised.len() && inside == still_inside && promised.iter().zip(&now).all(holds);
    Some(if is_kept { Ok(Fixed { text: after, links: edits.len() }) } else { Err(Refused::ReadsOtherwise) })
}

fn edit<'l>(link: &'l Link, format: Format, text: &str) -> Option<(Span, String, &'l str)> {
    let (span, replacement) = (link.span?, link.replacement.as_deref()?);
    text.get(span.start..span.end)?;
    Some((span, escaped(replacement, format, link.role)?.into_owned(), replacement))
}

/// The text with its edits, which stand in ascending order and do not overlap.
fn rewritten(text: &str, edits: &[(Span, String)]) -> String {
    let mut after = String::with_capacity(text.len());
    let mut at = 0;
    for (span, written) in edits {
        after.push_str(text.get(at..span.start).unwrap_or_default());
        after.push_str(written);
        at = span.end;
    }
    after.push_str(text.get(at..).unwrap_or_default());
    after
}
