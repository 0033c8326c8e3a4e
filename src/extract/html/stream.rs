//! HTML as it comes, window by window, with memory that does not grow with the document.

use std::io::{self, Read};

use html5gum::State;
use memchr::memmem;

use super::context::{Content, Context};
use super::emitter::Rest;
use super::walk::{Part, close_link, walk};
use crate::extract::found::{FaultKind, Place, Role, See};
use crate::extract::passage::Origin;
use crate::extract::queue::Queue;
use crate::extract::reading::Options;
use crate::extract::teller::Teller;
use crate::message::extract as text;

/// How many bytes are read at a time.
const WINDOW: usize = 256 << 10;
/// The most bytes of one tag, comment, style sheet or JSON value; the rest of a longer tag or comment is read as running text, and
/// style sheets and JSON are read in pieces.
pub(super) const TOKEN_LIMIT: usize = 8 << 20;

/// How a section of character data begins.
const SECTION: &str = "<![CDATA[";

/// Reads a whole text.
pub(in crate::extract) fn read(text: &str, options: &Options, see: See<'_>) {
    let (mut queue, mut context) = (Queue::default(), Context::default());
    let mut teller = Teller::new(text, options, &mut queue, see);
    let part = Part { state: State::Data, rest: Rest::Nothing };
    walk(text, &Origin::WHOLE, part, options.code, &mut context, &mut teller);
    close_link(&mut context, &mut teller);
    teller.finish();
}

/// Reads a document as it comes.
///
/// # Errors
/// Reading failed; what was read before has been told.
pub(in crate::extract) fn read_stream(reader: impl Read, options: &Options, see: See<'_>) -> io::Result<()> {
    let mut windows = Windows { reader, text: String::new(), left: Vec::new(), is_at_end: false };
    let mut document = Document {
        options,
        queue: Queue::default(),
        context: Context::default(),
        base: None,
        state: State::Data,
        inside: None,
        read: 0,
        place: Place::on_line(1, 1, 1),
    };
    loop {
        let result = windows.fill(WINDOW);
        let is_last = windows.is_at_end || result.is_err();
        let done = document.window(&windows.text, is_last, see);
        windows.text.drain(..done);
        result?;
        if is_last && windows.text.is_empty() {
            return Ok(());
        }
        if done == 0 && !is_last {
            // One token fills the window.
            windows.fill(windows.text.len() * 2)?;
        }
    }
}

/// The document's bytes, as text.
struct Windows<R> {
    reader: R,
    text: String,
    /// The first bytes of a character that is not whole yet.
    left: Vec<u8>,
    is_at_end: bool,
}

impl<R: Read> Windows<R> {
    /// Reads until so many bytes are at hand, or the end.
    fn fill(&mut self, length: usize) -> io::Result<()> {
        while !self.is_at_end && self.text.len() < length {
            let wanted = (length - self.text.len()) as u64;
            let before = self.left.len();
            let read = (&mut self.reader).take(wanted).read_to_end(&mut self.left)?;
            self.is_at_end = self.left.len() == before || (read as u64) < wanted;
            self.take_text();
        }
        Ok(())
    }

    /// Moves what is whole to the text; what is no UTF-8 becomes U+FFFD.
    fn take_text(&mut self) {
        let mut rest = self.left.as_slice();
        loop {
            match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.text.push_str(text);
                    rest = &[];
                    break;
                }
                Err(error) => {
                    let (good, bad) = rest.split_at_checked(error.valid_up_to()).unwrap_or((rest, &[]));
                    self.text.push_str(std::str::from_utf8(good).unwrap_or_default());
                    rest = bad;
                    match error.error_len() {
                        None if !self.is_at_end => break,
                        length => {
                            self.text.push(char::REPLACEMENT_CHARACTER);
                            rest = bad.get(length.unwrap_or(bad.len())..).unwrap_or_default();
                        }
                    }
                }
            }
        }
        self.left = rest.to_vec();
    }
}

/// What goes on from window to window.
struct Document<'o> {
    options: &'o Options,
    queue: Queue,
    context: Context,
    base: Option<url::Url>,
    state: State,
    /// The mark that ends a token that was too long, with the role of what stands in it.
    inside: Option<(&'static str, Role)>,
    /// The bytes before this window.
    read: usize,
    /// The place at which this window begins.
    place: Place,
}

impl Document<'_> {
    /// Reads a window; gives how many bytes of it are done.
    fn window(&mut self, text: &str, is_last: bool, see: See<'_>) -> usize {
        let mut queue = std::mem::take(&mut self.queue);
        let mut teller = Teller::of_window(text, (self.read, self.place), self.base.take(), self.options, &mut queue, see);
        let done = if self.inside.is_some() { self.rest_of_token(text, is_last, &mut teller) } else { self.tokens(text, is_last, &mut teller) };
        if is_last && done == text.len() {
            close_link(&mut self.context, &mut teller);
            teller.finish();
        }
        self.place = teller.place(done);
        self.base = teller.base().cloned();
        self.read += done;
        self.queue = queue;
        done
    }

    fn tokens(&mut self, text: &str, is_last: bool, teller: &mut Teller<'_>) -> usize {
        let content = self.context.content;
        let rest = if is_last { Rest::Nothing } else { Rest::More };
        let progress = walk(text, &Origin::WHOLE, Part { state: self.state, rest }, self.options.code, &mut self.context, teller);
        if progress.done > 0 || is_last {
            self.state = progress.state;
            return if is_last { text.len() } else { progress.done };
        }
        // Not one token is whole. A text can be told as far as it goes; anything else waits for more, within bounds.
        self.context.content = content;
        let is_plain = matches!(content, Content::Words | Content::Script);
        // A section of character data goes on as such only as a whole.
        let section = if self.context.is_foreign() { text.find(SECTION) } else { None };
        let text_end = section.map_or(progress.text_end, |start| start.min(progress.text_end));
        if let Some(cut) = text_cut(text, text_end).filter(|_| is_plain || text.len() >= TOKEN_LIMIT) {
            let part = Part { state: self.state, rest: Rest::Text };
            walk(text.get(..cut).unwrap_or_default(), &Origin::WHOLE, part, self.options.code, &mut self.context, teller);
            return cut;
        }
        if text.len() < TOKEN_LIMIT {
            return 0;
        }
        self.inside = Some(match text {
            _ if text.starts_with("<!--") => ("-->", Role::Comment),
            _ if text.starts_with(SECTION) => ("]]>", Role::Text),
            _ => (">", Role::Attribute),
        });
        teller.fault(FaultKind::Bound, text::token_is_long(TOKEN_LIMIT), 0);
        self.rest_of_token(text, false, teller)
    }

    /// Goes on in a token that is too long to be read as what it is.
    fn rest_of_token(&mut self, text: &str, is_last: bool, teller: &mut Teller<'_>) -> usize {
        let Some((mark, role)) = self.inside else { return 0 };
        let end = memmem::find(text.as_bytes(), mark.as_bytes()).map(|at| at + mark.len());
        let done = match end {
            Some(end) => end,
            None if is_last => text.len(),
            None => last_space(text, text.len()).unwrap_or_else(|| boundary(text, text.len().saturating_sub(mark.len()))),
        };
        teller.running(text.get(..done).unwrap_or_default(), &Origin::WHOLE, role);
        if end.is_some() {
            (self.inside, self.state, self.context.content) = (None, State::Data, Content::Words);
        }
        done
    }
}

/// Where a long text can be cut without harm: before the tag that follows it, or else behind its last white space.
fn text_cut(text: &str, text_end: usize) -> Option<usize> {
    if text_end > 0 && text_end < text.len() && text.as_bytes().get(text_end) == Some(&b'<') {
        return Some(text_end);
    }
    if text_end * 2 < text.len() {
        return None;
    }
    last_space(text, text_end).or_else(|| (text.len() >= TOKEN_LIMIT).then(|| boundary(text, text_end))).filter(|cut| *cut > 0)
}

fn last_space(text: &str, before: usize) -> Option<usize> {
    text.get(..before)?.rfind(|c: char| c.is_ascii_whitespace()).map(|at| at + 1)
}

/// The last place at or before a byte at which a character begins.
fn boundary(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
