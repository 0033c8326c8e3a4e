//! One file of content, from its bytes to the outcomes of its links.

use std::io::{self, Read};

use encoding_rs::Encoding;

use super::excerpt::{Recall, around};
use super::finding::{Excerpt, Finding, findings, masked};
use super::outcome::{At, LinkOutcome};
use super::run::Run;
use crate::canon::scheme::scheme_of;
use crate::extract::decode::Decoded;
use crate::extract::format::Shape;
use crate::extract::found::{Event, Fault, FaultKind, Found, Role, Spot};
use crate::extract::reader::{Options, read_bytes, read_stream, read_text};
use crate::input::source::Opened;
use crate::message::content as message;

/// The most bytes of a file that is read whole; files that are read as they come have no bound.
pub const CONTENT_LIMIT: u64 = 256 << 20;

/// How the texts of codes begin that look like links and are none.
const OTHER_CODES: [&str; 5] = ["BEGIN:", "WIFI:", "MECARD:", "BIZCARD:", "MATMSG:"];

/// What the check of a file tells.
pub trait Told {
    /// A link with its findings.
    fn link(&mut self, outcome: &LinkOutcome<'_>, findings: Vec<Finding>);
    /// A link that leads nowhere outside, such as `../page.html` or `#top`.
    fn inside(&mut self);
    /// Something that could not be read.
    fn fault(&mut self, fault: Fault);
    /// A code in a picture that is no link.
    fn other_code(&mut self);
    /// The encoding of the file, once it is read.
    fn encoding(&mut self, encoding: &'static Encoding);
}

/// Checks a file of content.
///
/// # Errors
/// Reading failed, or the file is larger than [`CONTENT_LIMIT`] and cannot be read as it comes.
pub fn check_content(run: &Run<'_>, file: &str, opened: Opened, options: &Options, told: &mut dyn Told) -> io::Result<()> {
    let Opened { format, bytes, encoding } = opened;
    match format.shape() {
        Shape::Lines | Shape::Stream => {
            let recall = Recall::default();
            let quote = |found: &Found<'_>| recall.excerpt(found.place?);
            let mut text = Decoded::new(bytes, encoding);
            let result = read_stream(format, recall.reading(&mut text), options, &mut |event| see(run, file, &quote, event, told));
            tell_encoding(&text, told);
            result
        }
        Shape::Text => {
            let mut decoded = Decoded::new(bytes, encoding);
            let text = String::from_utf8(whole(&mut decoded)?).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
            tell_encoding(&decoded, told);
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

/// Tells which encoding a text was in, and what of it could not be decoded.
fn tell_encoding(text: &Decoded<impl Read>, told: &mut dyn Told) {
    told.encoding(text.encoding());
    let replaced = text.replaced();
    if replaced.count > 0 {
        let sentence = message::replaced(replaced.count, text.encoding().name());
        told.fault(Fault { kind: FaultKind::Malformed, sentence, place: replaced.first, spot: Spot::default() });
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
            if found.role == Role::Picture {
                // What a code says is a text of its own, as a line is.
                let outcome = LinkOutcome { at, ..run.check_line(found.text.as_bytes(), 1, None) };
                if is_link(&found.text, &outcome) {
                    told.link(&outcome, findings(run, file, &outcome));
                } else {
                    told.other_code();
                }
                return;
            }
            // A URL that takes the scheme of its page is as it is on a page served safely.
            let relative = found.text.starts_with("//").then(|| format!("https:{}", found.text));
            let resolved = found.resolved.as_deref().or(relative.as_deref());
            let outcome = run.check_found(&found.text, resolved, found.shown.as_deref(), at, found.signals);
            let mut findings = findings(run, file, &outcome);
            findings.extend(masked(file, &outcome));
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

/// Whether the text of a code in a picture is a link, or a code of a platform, and not a number, a card or a network.
fn is_link(text: &str, outcome: &LinkOutcome<'_>) -> bool {
    let text = text.trim();
    let is_card = OTHER_CODES.iter().any(|mark| text.get(..mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark)));
    let layer = &outcome.chain.first;
    layer.code.is_some() || (!is_card && (layer.url.is_ok() || scheme_of(text).is_some()))
}

/// Whether a link can lead out of the site it stands on. A text without a scheme does, unless markup points to it: there it is a
/// path.
fn leads_outside(found: &Found<'_>) -> bool {
    found.resolved.is_some()
        || found.text.starts_with("//")
        || scheme_of(found.text.trim_start()).is_some()
        || !matches!(found.role, Role::Link | Role::Image | Role::Reference | Role::Autolink | Role::Attribute | Role::Style)
}
