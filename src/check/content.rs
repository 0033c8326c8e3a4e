//! One file of content, from its bytes to the outcomes of its links.

use std::io::{self, Read};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use encoding_rs::{Encoding, UTF_8};

use super::ahead::read_with;
use super::excerpt::{Lines, Recall};
use super::finding::{Excerpt, Finding};
use super::held::{Held, Line};
use super::measures::Measures;
use super::outcome::{At, LinkOutcome};
use super::plain::{PlainLink, PlainRoad, Worth};
use super::run::Run;
use super::standing::Standing;
use crate::canon::parse::cleaned;
use crate::canon::scheme::scheme_of;
use crate::canon::{self, Canonical, fast};
use crate::extract::decode::{Decoded, cut_character, sound};
use crate::extract::format::{Format, Shape};
use crate::extract::found::{Comment, Event, Fault, FaultKind, Found, Place, Role, See, Spot};
use crate::extract::prose::Start;
use crate::extract::reader::{Hands, Options, read_bytes, read_lines, read_prose, read_stream, read_text, takes_hands};
use crate::extract::scan::patterns::Patterns;
use crate::input::blocks::LINK_LIMIT;
use crate::input::source::Opened;
use crate::input::stretches::{Rest, Stretch};
use crate::message::content as message;
use crate::room::Roomy;
use crate::source::Span;
use crate::suppress::allowance::Allowance;
use crate::suppress::directive::MARK;
use crate::suppress::line::may_hold;
use crate::suppress::listening::{Heard, Listening};
use crate::timing::Turned;

/// The most bytes of a file that is read whole; files that are read as they come have no bound.
pub const CONTENT_LIMIT: u64 = 256 << 20;

/// How many bytes of a file are read at once.
const PIECE: usize = 32 << 10;

/// How the texts of codes begin that look like links and are none.
const OTHER_CODES: [&str; 5] = ["BEGIN:", "WIFI:", "MECARD:", "BIZCARD:", "MATMSG:"];

/// How much of the findings of a file is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Which links count, and what of them was allowed.
    Counts,
    /// The findings, without the lines they stand on.
    Findings,
    /// The findings, with those lines.
    Lines,
}

/// What the check of a file tells.
pub trait Told {
    /// How much of the findings is looked at; less than that need not be told.
    fn detail(&self) -> Detail {
        Detail::Lines
    }

    /// Turns the clock to judging while a link is judged, where its time is taken.
    fn judging(&mut self) -> Option<Turned> {
        None
    }

    /// A plain link, where it is worth no finding or no more is looked at than which links count.
    fn plain(&mut self, link: &PlainLink<'_>, at: At<'_>) {
        self.link(&link.outcome(at), Vec::new(), link.judged.standing);
    }

    /// A link with its findings, and whether it counts.
    fn link(&mut self, outcome: &LinkOutcome<'_>, findings: Vec<Finding>, standing: Standing);
    /// A link that leads nowhere outside, such as `../page.html` or `#top`.
    fn inside(&mut self);
    /// Something that could not be read.
    fn fault(&mut self, fault: Fault);
    /// What is to be said of the suppressions of the file, and how many rules they name of policies that are not asked.
    fn suppressions(&mut self, complaints: Vec<Finding>, elsewhere: u64);
    /// A code in a picture that is no link.
    fn other_code(&mut self);
    /// The encoding of the file, once it is read.
    fn encoding(&mut self, encoding: &'static Encoding);
}

/// The question to a file.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a, 'r> {
    /// The run.
    pub run: &'a Run<'r>,
    /// How findings weigh.
    pub measures: &'a Measures,
    /// The name of the file.
    pub file: &'a Arc<str>,
    /// How it is read.
    pub options: &'a Options,
    /// How many threads it may take.
    pub hands: Hands,
}

/// Checks a file of content.
///
/// # Errors
/// Reading failed, or the file is larger than [`CONTENT_LIMIT`] and cannot be read as it comes.
pub fn check_content<'w>(asked: Asked<'_, '_>, road: &mut PlainRoad<'w>, opened: Opened, told: &mut dyn Told) -> io::Result<()> {
    let Opened { format, bytes, encoding, .. } = opened;
    match format.shape() {
        Shape::Lines | Shape::Stream => {
            let mut decoded = Decoded::new(bytes, encoding);
            let result = check_stream(asked, road, format, (Start::default(), &mut decoded), told);
            tell_encoding(&decoded, told);
            result?;
        }
        Shape::Text => {
            let (mut bytes, ended) = whole(bytes)?;
            if ended.is_err() {
                bytes.truncate(bytes.len() - cut_character(&bytes));
            }
            if let Some(text) = sound(&bytes, encoding) {
                told.encoding(UTF_8);
                check_text(asked, Some(road), format, text, told);
            } else {
                let mut decoded = Decoded::new(bytes.as_slice(), encoding);
                let text = whole_text(&mut decoded)?;
                tell_encoding(&decoded, told);
                check_text(asked, Some(road), format, &text, told);
            }
            ended?;
        }
        Shape::Bytes => {
            let mut desk = Desk { asked, road: Some(road), quote: &|_| None, held: None, heard: None, told };
            let (bytes, ended) = whole(bytes)?;
            read_bytes(format, &bytes, asked.options, &mut |event| desk.see(event));
            desk.finish();
            ended?;
        }
    }
    Ok(())
}

/// Checks what comes of a text that is read as it comes, from its start on.
fn check_stream<'w>(
    asked: Asked<'_, '_>,
    road: &mut PlainRoad<'w>,
    format: Format,
    (start, text): (Start, impl Read + Send),
    told: &mut dyn Told,
) -> io::Result<()> {
    let recall = if told.detail() == Detail::Lines { Recall::from_line(start.line) } else { Recall::none() };
    // What is quoted is quoted from what was read last, so no more than that may have been read.
    let hands = if told.detail() == Detail::Lines { Hands::One } else { asked.hands };
    let quote = |found: &Found<'_>| recall.excerpt(found.place?);
    let held = asked.measures.judging.is_some().then(Held::default);
    let heard = (held.is_some() && has_line_form(format)).then(|| Arc::new(Mutex::new(Heard::from_line(start.line))));
    let mut desk = Desk { asked, road: Some(road), quote: &quote, held, heard: heard.clone(), told };
    let text = Listening::new(recall.reading(text), heard);
    let read = |see: See<'_>| match format {
        Format::Text => read_prose(text, start, asked.options, see),
        format => read_stream(format, text, asked.options, see),
    };
    let result = read_with(hands, read, &mut |event| desk.see(event));
    desk.finish();
    result
}

/// Checks some lines of a running text that need nothing of those before or behind: see [`reaches_out`].
pub fn check_stretch<'w>(asked: Asked<'_, '_>, road: &mut PlainRoad<'w>, stretch: &Stretch, told: &mut dyn Told) {
    let text = String::from_utf8_lossy(&stretch.bytes);
    let lines = Lines::of(&text);
    let quote = |found: &Found<'_>| {
        let Span { start, end } = found.span?;
        lines.around(Span { start: start.checked_sub(stretch.start.byte)?, end: end.checked_sub(stretch.start.byte)? })
    };
    let mut desk = Desk { asked, road: Some(road), quote: &quote, held: None, heard: None, told };
    read_lines(&stretch.bytes, stretch.start, asked.options, &mut |event| desk.see(event));
}

/// Checks the rest of a running text.
///
/// # Errors
/// Reading failed; what was read before has been told.
pub fn check_rest<'w>(asked: Asked<'_, '_>, road: &mut PlainRoad<'w>, mut rest: Rest, told: &mut dyn Told) -> io::Result<()> {
    let start = rest.start;
    let result = check_stream(asked, road, Format::Text, (start, rest.reader()), told);
    tell_encoding(&rest.text, told);
    result
}

/// Whether lines of a running text may hold what concerns others: a directive for those that follow, or a picture, which counts
/// among all of its file.
#[must_use]
pub fn reaches_out(lines: &[u8]) -> bool {
    const PICTURE: &[u8] = b"data:image/";
    // A search for both cases at once would go byte by byte.
    static FAR: LazyLock<Patterns> = LazyLock::new(|| {
        let cased = |large: u32| "data:".char_indices().map(|(at, c)| if large >> at & 1 == 1 { c.to_ascii_uppercase() } else { c }).collect();
        Patterns::new((0..16).map(cased).chain([MARK.to_owned()]))
    });
    FAR.starts(lines).any(|start| {
        let found = lines.get(start..).unwrap_or_default();
        found.starts_with(MARK.as_bytes()) || found.get(..PICTURE.len()).is_some_and(|head| head.eq_ignore_ascii_case(PICTURE))
    })
}

/// Checks a text as a format that is text, whole, so that every place in it is exact. Plain links take their own road where one is
/// given.
pub fn check_text<'w>(asked: Asked<'_, '_>, road: Option<&mut PlainRoad<'w>>, format: Format, text: &str, told: &mut dyn Told) {
    let lines = Lines::of(text);
    let quote = |found: &Found<'_>| lines.around(found.span?);
    let held = asked.measures.judging.as_ref().filter(|_| may_hold(text.as_bytes())).map(|_| Held::default());
    let heard = (held.is_some() && has_line_form(format)).then(|| Arc::new(Mutex::new(Heard::of_text(text))));
    let mut desk = Desk { asked, road, quote: &quote, held, heard, told };
    if takes_hands(format) {
        let options = Options { hands: asked.hands, ..asked.options.clone() };
        read_text(format, text, &options, &mut |event| desk.see(event));
    } else {
        let read = |see: See<'_>| {
            read_text(format, text, asked.options, see);
            Ok(())
        };
        // A text that is at hand cannot fail.
        let _ = read_with(asked.hands, read, &mut |event| desk.see(event));
    }
    desk.finish();
}

/// Whether directives stand in lines of a format, for it has no comments of its own.
const fn has_line_form(format: Format) -> bool {
    matches!(format, Format::Text | Format::Csv | Format::Tsv)
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

/// What was read of a file, and how reading ended: what stands before an error is read all the same.
type Kept = (Vec<u8>, io::Result<()>);

/// All bytes of a file, piece by piece: to read to the end of a vector would fill its room with zeros first, and a large one has much.
fn whole(bytes: impl Read) -> io::Result<Kept> {
    let (mut bytes, mut piece, mut kept) = (bytes.take(CONTENT_LIMIT + 1), vec![0; PIECE], Vec::new());
    let ended = loop {
        match bytes.read(&mut piece) {
            Ok(0) => break Ok(()),
            Ok(read) => kept.extend_from_slice(piece.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => break Err(error),
        }
    };
    if kept.len() as u64 > CONTENT_LIMIT { Err(too_large()) } else { Ok((kept, ended)) }
}

/// The same of a decoded text.
fn whole_text(text: impl Read) -> io::Result<String> {
    let (kept, ended) = whole(text)?;
    ended?;
    // What a decoder gave is UTF-8.
    Ok(String::from_utf8(kept).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

fn too_large() -> io::Error {
    io::Error::other(format!("it has more than {CONTENT_LIMIT} bytes"))
}

/// The line that a link stands on, where it is at hand.
type Quote<'q> = &'q dyn Fn(&Found<'_>) -> Option<Excerpt>;

/// What is known of a file while it is read.
struct Desk<'a, 'r, 't, 'w> {
    asked: Asked<'a, 'r>,
    /// The road of plain links, where it may be taken.
    road: Option<&'t mut PlainRoad<'w>>,
    quote: Quote<'t>,
    /// Where directives may come; `None` where none can.
    held: Option<Held>,
    /// The directives of the line form, where the format has no other.
    heard: Option<Arc<Mutex<Heard>>>,
    told: &'t mut dyn Told,
}

/// Among which directives of the line form a link stands.
enum Amid {
    /// In one: it is part of its reason.
    Directive,
    /// There is none on its lines.
    Nothing,
    /// Its lines are not heard to their end, one stands on them, or the format has comments of its own.
    Unknown,
}

impl Desk<'_, '_, '_, '_> {
    fn see(&mut self, event: Event<'_>) {
        match event {
            Event::Link(found) if self.held.is_some() => self.hold(found),
            Event::Link(found) => self.link(&found, &[]),
            Event::Comment(comment) => self.comment(&comment),
            Event::Fault(fault) => self.told.fault(fault),
        }
    }

    fn hold(&mut self, found: Found<'_>) {
        if let Some(place) = found.place {
            match self.standing_of(place) {
                Amid::Directive => return,
                Amid::Nothing if self.held.as_ref().is_some_and(Held::is_untouched) => return self.link(&found, &[]),
                Amid::Nothing | Amid::Unknown => {}
            }
        }
        let line = self.held.as_mut().and_then(|held| held.link(found));
        self.line(line);
    }

    /// Takes in the directives that stand before a place, and tells what is known of those on its line.
    fn standing_of(&mut self, place: Place) -> Amid {
        let Some(heard) = self.heard.clone() else { return Amid::Unknown };
        let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(comment) = heard.before(place.line) {
            self.comment(&comment);
        }
        match heard.holds(place) {
            true => Amid::Directive,
            false if heard.is_without(place) => Amid::Nothing,
            false => Amid::Unknown,
        }
    }

    /// Takes in all directives that are left.
    fn hear_all(&mut self) {
        let Some(heard) = self.heard.clone() else { return };
        while let Some(comment) = heard.lock().unwrap_or_else(PoisonError::into_inner).before(u64::MAX) {
            self.comment(&comment);
        }
    }

    fn comment(&mut self, comment: &Comment<'_>) {
        if let (Some(held), Some(judging)) = (&mut self.held, &self.asked.measures.judging) {
            let line = held.comment(judging, comment);
            self.line(line);
        }
    }

    fn line(&mut self, line: Option<Line>) {
        let Some(line) = line else { return };
        line.links.iter().for_each(|found| self.link(found, &line.covering));
    }

    fn link(&mut self, found: &Found<'_>, covering: &[Arc<Allowance>]) {
        let _turned = self.told.judging();
        let Asked { run, measures, .. } = self.asked;
        let at = At { place: found.place, span: found.span, spot: &found.spot, role: found.role };
        let is_brief = covering.is_empty() && !measures.matter() && says_no_more(found);
        let tells_findings = self.told.detail() > Detail::Counts;
        if let (true, Some(road)) = (is_brief, self.road.as_mut()) {
            let telling = Telling { asked: self.asked, quote: self.quote, found };
            let canonical = match fast::proved(&found.text) {
                Some(proved) => {
                    let hash = road.hash_proved(found.text.as_bytes(), &proved);
                    if let Some(link) = road.judge_proved(Roomy::of(&found.text), proved, hash) {
                        return telling.plain(&link, at, self.told);
                    }
                    Canonical::proved(proved, &found.text)
                }
                None => {
                    let canonical = match canon::mend::canonical(&found.text) {
                        None if !leads_outside(found) => return self.told.inside(),
                        mended => mended.unwrap_or_else(|| canon::slow::canonicalise(&found.text)),
                    };
                    if let Some(link) = road.judge(&found.text, &canonical) {
                        return telling.plain(&link, at, self.told);
                    }
                    canonical
                }
            };
            if !tells_findings {
                let outcome = run.check_canonical(&found.text, canonical, at);
                return self.told.link(&outcome, Vec::new(), measures.standing(run, &outcome));
            }
        }
        if !leads_outside(found) {
            return self.told.inside();
        }
        let outcome = if found.role == Role::Picture {
            // What a code says is a text of its own, as a line is.
            LinkOutcome { at, ..run.check_line(found.text.as_bytes(), 1, None) }
        } else {
            // A URL that takes the scheme of its page is as it is on a page served safely.
            let relative = found.text.starts_with("//").then(|| format!("https:{}", found.text));
            let resolved = found.resolved.as_deref().or(relative.as_deref());
            run.check_found(&found.text, resolved, found.shown.as_deref(), at, found.signals)
        };
        if found.role == Role::Picture && !is_link(&found.text, &outcome) {
            return self.told.other_code();
        }
        Telling { asked: self.asked, quote: self.quote, found }.outcome(outcome, covering, self.told);
    }

    fn finish(mut self) {
        self.hear_all();
        let line = self.held.as_mut().and_then(Held::line);
        self.line(line);
        let Some(held) = self.held else { return };
        let (complaints, elsewhere) = held.finish();
        let complaints = complaints.into_iter().filter_map(|complaint| self.asked.measures.complaint(self.asked.file, complaint)).collect();
        self.told.suppressions(complaints, elsewhere);
    }
}

/// What it takes to tell a link.
struct Telling<'t, 'r> {
    asked: Asked<'t, 'r>,
    quote: Quote<'t>,
    found: &'t Found<'t>,
}

impl Telling<'_, '_> {
    /// Tells a plain link; what is worth a finding as the whole way would tell it.
    fn plain(&self, link: &PlainLink<'_>, at: At<'_>, told: &mut dyn Told) {
        if link.judged.worth == Worth::Record || told.detail() == Detail::Counts {
            return told.plain(link, at);
        }
        self.outcome(link.outcome(at), &[], told);
    }

    /// Tells an outcome with its findings.
    fn outcome(&self, mut outcome: LinkOutcome<'_>, covering: &[Arc<Allowance>], told: &mut dyn Told) {
        let Asked { run, measures, file, .. } = self.asked;
        let detail = told.detail();
        if detail == Detail::Counts && covering.is_empty() && !measures.matter() {
            let standing = measures.standing(run, &outcome);
            return told.link(&outcome, Vec::new(), standing);
        }
        let (mut findings, standing) = measures.judge(run, file, &mut outcome, covering);
        if detail == Detail::Lines && !findings.is_empty() {
            let excerpt = (self.quote)(self.found);
            findings.iter_mut().for_each(|finding| finding.excerpt.clone_from(&excerpt));
        }
        told.link(&outcome, findings, standing);
    }
}

/// Whether the text of a code in a picture is a link, or a code of a platform, and not a number, a card or a network.
fn is_link(text: &str, outcome: &LinkOutcome<'_>) -> bool {
    let text = text.trim();
    let is_card = OTHER_CODES.iter().any(|mark| text.get(..mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark)));
    let layer = &outcome.chain.first;
    layer.code.is_some() || (!is_card && (layer.url.is_ok() || scheme_of(text).is_some()))
}

/// Whether nothing about a link counts but its text: no text shown in its place names a host, no document says where it leads, and
/// it is no longer than what is read.
fn says_no_more(found: &Found<'_>) -> bool {
    let shows_host = found.shown.as_ref().is_some_and(|shown| shown.contains('.'));
    let is_resolved = found.resolved.is_some() || found.text.starts_with("//");
    !is_resolved && found.role != Role::Picture && found.signals.is_empty() && !shows_host && found.text.len() <= LINK_LIMIT
}

/// Whether a link can lead out of the site it stands on. A text without a scheme does, unless markup points to it: there it is a
/// path.
fn leads_outside(found: &Found<'_>) -> bool {
    found.resolved.is_some()
        || found.text.starts_with("//")
        // As browsers do: a tab or line break within `javascript:` changes nothing.
        || scheme_of(&cleaned(&found.text)).is_some()
        || !matches!(found.role, Role::Link | Role::Image | Role::Reference | Role::Autolink | Role::Attribute | Role::Style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_and_directives_reach_out_in_any_letters() {
        for lines in ["x data:image/png;base64,AA", "DATA:IMAGE/gif,x", "dAtA:imaGe/png", "# outlink: allow x -- y", "data: 1\ndata:image/"] {
            assert!(reaches_out(lines.as_bytes()), "{lines}");
        }
        for lines in ["", "data:", "data: image/png", "data:text/html,x", "Outlink: x", "outlink", "metadata:x data:imag"] {
            assert!(!reaches_out(lines.as_bytes()), "{lines}");
        }
    }

    #[test]
    fn what_browsers_leave_out_hides_no_link() {
        let leads = |text: &str, role| leads_outside(&Found::at(text.into(), role, Place::on_line(1, 1, 2), None));
        for text in ["java\tscript:alert(1)", "ht\ntps://a.cn", " \u{1}javascript:x", "\u{feff}https://a.cn", "//a.cn", "weixin:"] {
            assert!(leads(text, Role::Link), "{text:?}");
        }
        for text in ["a/b", "#top", "", "a.cn", "./java script:"] {
            assert!(!leads(text, Role::Link), "{text:?}");
        }
        assert!(leads("a.cn", Role::Text));
    }
}
