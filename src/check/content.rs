//! One file of content, from its bytes to the outcomes of its links.

use std::io::{self, Read};

use super::excerpt::{Recall, around};
use super::finding::{Excerpt, Finding, findings};
use super::outcome::{At, LinkOutcome};
use super::run::Run;
use crate::canon::scheme::scheme_of;
use crate::extract::format::{Format, Shape};
use crate::extract::found::{Event, Fault, Found, Role};
use crate::extract::reader::{Options, read_bytes, read_stream, read_text};

/// The most bytes of a file that is read whole; files that are read as they come have no bound.
pub const CONTENT_LIMIT: u64 = 256 << 20;

/// What the check of a file tells.
pub trait Told {
    /// A link with its findings.
    fn link(&mut self, outcome: &LinkOutcome<'_>, findings: Vec<Finding>);
    /// A link that leads nowhere outside, such as `../page.html` or `#top`.
    fn inside(&mut self);
    /// Something that could not be read.
    fn fault(&mut self, fault: Fault);
}

/// Checks a file of content.
///
/// # Errors
/// Reading failed, or the file is larger than [`CONTENT_LIMIT`] and cannot be read as it comes.
pub fn check_content(run: &Run<'_>, file: &str, format: Format, bytes: impl Read, options: &Options, told: &mut dyn Told) -> io::Result<()> {
    match format.shape() {
        Shape::Lines | Shape::Stream => {
            let recall = Recall::default();
            let quote = |found: &Found<'_>| recall.excerpt(found.place?);
            read_stream(format, recall.reading(bytes), options, &mut |event| see(run, file, &quote, event, told))
        }
        Shape::Text => {
            let bytes = whole(bytes)?;
            let text = String::from_utf8_lossy(&bytes);
            let quote = |found: &Found<'_>| around(&text, found.span?);
            read_text(format, &text, options, &mut |event| see(run, file, &quote, event, told));
            Ok(())
        }
        Shape::Bytes => {
            read_bytes(format, &whole(bytes)?, options, &mut |event| see(run, file, &|_| None, event, told));
            Ok(())
        }
    }
}

fn whole(bytes: impl Read) -> io::Result<Vec<u8>> {
    let mut kept = Vec::new();
    bytes.take(CONTENT_LIMIT + 1).read_to_end(&mut kept)?;
    if kept.len() as u64 > CONTENT_LIMIT { Err(io::Error::other(format!("it has more than {CONTENT_LIMIT} bytes"))) } else { Ok(kept) }
}

/// The line that a link stands on, where it is at hand.
type Quote<'q> = &'q dyn Fn(&Found<'_>) -> Option<Excerpt>;

fn see(run: &Run<'_>, file: &str, quote: Quote<'_>, event: Event<'_>, told: &mut dyn Told) {
    match event {
        Event::Link(found) if leads_outside(&found) => {
            let at = At { place: found.place, span: found.span, spot: &found.spot, role: found.role };
            let outcome = run.check_found(&found.text, found.resolved.as_deref(), at, found.signals);
            let mut findings = findings(run, file, &outcome);
            if !findings.is_empty() {
                let excerpt = quote(&found);
                findings.iter_mut().for_each(|finding| finding.excerpt.clone_from(&excerpt));
            }
            told.link(&outcome, findings);
        }
        Event::Link(_) => told.inside(),
        Event::Comment(_) => {}
        Event::Fault(fault) => told.fault(fault),
    }
}

/// Whether a link can lead out of the site it stands on. A text without a scheme does where it was written as a link of its own;
/// in markup it is a path.
fn leads_outside(found: &Found<'_>) -> bool {
    found.resolved.is_some() || scheme_of(found.text.trim_start()).is_some() || matches!(found.role, Role::Line | Role::Text | Role::Picture | Role::Cell)
}
