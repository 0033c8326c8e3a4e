//! All links of a running text, in one walk over the places where one may stand.

mod authority;
mod bare;
mod candidates;
pub mod chars;
mod code;
mod disguised;
mod edges;
mod endings;
pub mod found;
pub mod options;
pub mod patterns;
mod plain;
mod schemes;

use std::ops::Range;

use self::authority::{Authority, authority, host_at, is_proper};
use self::bare::{Seen, at_dot, bare, whole_end};
use self::candidates::{Candidates, Mark};
use self::chars::{Class, byte_at, char_at, char_before, class};
use self::code::stretches;
use self::edges::tail_end;
use self::found::{Form, Found};
use self::options::{Hosts, Look, Options, Spelling, Wide};
use self::schemes::Scheme;

/// How often a disguised link is looked for in vain in one neighbourhood.
const TRIES_LIMIT: u8 = 6;

/// All links of a running text, in ascending order; none overlaps another.
///
/// Each slice is just what was written. The time is linear in the length of the text, whatever it holds.
#[must_use]
pub fn links<'t>(text: &'t str, options: &Options) -> Links<'t> {
    let code = if options.code == Look::Skip { stretches(text) } else { Vec::new() };
    let candidates = Candidates::new(text, options.relative == Look::Find, options.disguised == Look::Find);
    Links { text, options: *options, candidates, done: 0, dull: 0, tries: (0..0, 0), code: code.into_iter(), skipped: 0..0 }
}

/// Whether a running text may hold a link at all; `false` is certain. Much cheaper than to look for them, and worth it where most
/// texts are short and hold none.
#[must_use]
pub fn may_hold(text: &str) -> bool {
    candidates::may_stand_in(text)
}

/// As [`may_hold`], of a text in which nothing stands of what [`disguises`] finds.
#[must_use]
pub fn may_hold_undisguised(text: &str) -> bool {
    candidates::may_stand_undisguised_in(text)
}

/// Where something stands in a text that disguised links have and others need not.
pub fn disguises(text: &str) -> impl Iterator<Item = usize> {
    candidates::disguises_in(text)
}

/// The links of a running text, from [`links`].
#[derive(Debug)]
pub struct Links<'t> {
    text: &'t str,
    options: Options,
    candidates: Candidates<'t>,
    /// The end of the link found last: no other begins before it.
    done: usize,
    /// Dots before this byte were looked at with an earlier one.
    dull: usize,
    /// How often a disguised link was looked for between two places, without finding one.
    tries: (Range<usize>, u8),
    code: std::vec::IntoIter<Range<usize>>,
    /// The stretch of code at or behind the place looked at.
    skipped: Range<usize>,
}

impl Iterator for Links<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while let Some((at, mark)) = self.candidates.next() {
            if at < self.done || self.is_code(at) {
                continue;
            }
            if let Some(found) = self.look(at, mark) {
                self.done = found.end;
                self.candidates.pass(found.end);
                return Some(found);
            }
        }
        None
    }
}

impl Links<'_> {
    fn is_code(&mut self, at: usize) -> bool {
        while at >= self.skipped.end {
            self.done = self.done.max(self.skipped.end);
            let Some(next) = self.code.next() else { return false };
            self.skipped = next;
        }
        at >= self.skipped.start
    }

    /// The link at a place.
    fn look(&mut self, at: usize, mark: Mark) -> Option<Found> {
        match mark {
            Mark::Dot => self.dot(at),
            Mark::Colon => self.colon(at),
            Mark::Slashes => self.slashes(at),
            Mark::Disguise => self.disguised(at, disguised::at_dot_word),
        }
    }

    /// A disguised link. Each look goes over its whole neighbourhood, so there are but a few of them in one.
    fn disguised(&mut self, at: usize, look: impl Fn(&str, usize, usize, Wide) -> Option<Found>) -> Option<Found> {
        if self.options.disguised == Look::Skip || !self.tried(at) {
            return None;
        }
        look(self.text, at, self.done, self.options.wide)
    }

    /// Counts a look at a place; `false` where there were too many in its neighbourhood.
    fn tried(&mut self, at: usize) -> bool {
        if !self.tries.0.contains(&at) {
            self.tries = (at..at + disguised::SIDE_LIMIT, 0);
        }
        let is_left = self.tries.1 < TRIES_LIMIT;
        self.tries.1 += u8::from(is_left);
        is_left
    }

    fn dot(&mut self, at: usize) -> Option<Found> {
        if at < self.dull {
            return None;
        }
        if disguised::is_bracketed(self.text, at) && self.options.disguised == Look::Find {
            return self.disguised(at, disguised::at_bracket);
        }
        if self.options.hosts == Hosts::None && self.options.mail == Look::Skip {
            return None;
        }
        match at_dot(self.text, at, self.done, &self.options) {
            Seen::Link(found) => Some(found),
            Seen::Nothing(until) => {
                self.dull = until;
                None
            }
        }
    }

    fn colon(&mut self, at: usize) -> Option<Found> {
        let next = byte_at(self.text, at + 1);
        if next == b'/' && byte_at(self.text, at + 2) == b'/' {
            return self.hierarchical(at, at + 3);
        }
        if matches!(next, b'/' | b'\\')
            && let Some(found) = self.odd_slashes(at)
        {
            return Some(found);
        }
        if disguised::is_bracketed(self.text, at) && self.options.disguised == Look::Find {
            return self.disguised(at, disguised::at_bracket);
        }
        self.opaque(at).or_else(|| self.local_port(at)).or_else(|| self.address(at))
    }

    /// A URL with `://`.
    fn hierarchical(&mut self, colon: usize, behind: usize) -> Option<Found> {
        if self.options.spelling == Spelling::Any
            && let Some((start, end)) = plain::host(self.text, colon, behind, self.done)
        {
            self.tried(colon);
            let host = Authority { host: behind, host_end: end, end };
            return Some(Found { start, end: whole_end(self.text, host, char_before(self.text, start), &self.options), form: Form::Url });
        }
        if let Some(found) = self.disguised(colon, disguised::at_masked_scheme) {
            return Some(found);
        }
        let Some((start, scheme)) = schemes::start_of(self.text, colon, self.done) else {
            let is_bracketed = matches!(byte_at(self.text, colon.wrapping_sub(1)), b'[' | b'(' | b'{');
            return if is_bracketed { self.disguised(colon, disguised::at_bracket) } else { None };
        };
        let guard = char_before(self.text, start);
        match scheme {
            Scheme::Web => self.web(start, colon, behind),
            Scheme::App => {
                let c = char_at(self.text, behind)?;
                let is_begun = c.is_alphanumeric() && class(c) == Class::Inside || matches!(c, '/' | '.' | '+' | '-' | '_' | '*' | '?' | '%' | '@' | '[' | '~');
                let end = tail_end(self.text, behind, guard, self.options.wide);
                (is_begun && end > behind).then_some(Found { start, end, form: Form::DeepLink })
            }
        }
    }

    /// A web URL whose host begins at a byte.
    fn web(&mut self, start: usize, colon: usize, behind: usize) -> Option<Found> {
        let is_disguised = |at| matches!(char_at(self.text, at), Some('[' | '(' | '{' | '<' | '（' | '【' | '［' | '点' | '丶' | '·'));
        let host = authority(self.text, behind, self.options.spelling);
        let edge = host.map_or(behind, |host| host.end);
        if is_disguised(edge)
            && let Some(found) = self.disguised(colon, |text, colon, _, wide| disguised::from_scheme(text, start, colon, wide))
        {
            return Some(found);
        }
        let Some(host) = host else { return self.odd_slashes(colon) };
        // `http://http://a.cn`: what is meant is the inner one.
        let name = self.text.get(host.host..host.host_end)?;
        if (name.eq_ignore_ascii_case("http") || name.eq_ignore_ascii_case("https")) && self.text.get(host.end..)?.starts_with(":/") {
            return None;
        }
        let is_glued = byte_at(self.text, start.wrapping_sub(1)).is_ascii_alphabetic();
        if is_glued && !name.contains('.') {
            return None;
        }
        if self.options.spelling == Spelling::Proper {
            if !is_proper(name) {
                return None;
            }
            if is_glued {
                return bare(self.text, behind, host, &self.options);
            }
        }
        Some(Found { start, end: whole_end(self.text, host, char_before(self.text, start), &self.options), form: Form::Url })
    }

    /// `http:\/\/a.cn` as JSON has it, `http:/a.cn`, `http:\\a.cn`: browsers make the same of all of them.
    fn odd_slashes(&self, colon: usize) -> Option<Found> {
        let start = schemes::web_start(self.text, colon, self.done)?;
        let rest = self.text.as_bytes().get(colon + 1..)?;
        let slashes = rest.iter().take(8).take_while(|byte| matches!(byte, b'/' | b'\\')).count();
        let behind = colon + 1 + slashes;
        let host = authority(self.text, behind, self.options.spelling)?;
        let name = self.text.get(host.host..host.host_end)?;
        let is_name = name.contains('.') && bare(self.text, behind, host, &Options { hosts: Hosts::Any, ..self.options }).is_some();
        is_name.then(|| Found { start, end: whole_end(self.text, host, char_before(self.text, start), &self.options), form: Form::Url })
    }

    /// A link whose scheme needs no slashes.
    fn opaque(&self, colon: usize) -> Option<Found> {
        let (start, name, behind) = schemes::opaque_before(self.text, colon, self.done)?;
        if !schemes::follows(self.text, colon + 1, behind) {
            return None;
        }
        let end = tail_end(self.text, colon + 1, char_before(self.text, start), self.options.wide);
        let form = if matches!(name, "javascript" | "vbscript" | "data") { Form::Script } else { Form::DeepLink };
        // What the sentence takes back may be what the scheme asks for.
        let is_whole = end > colon + 1 && self.text.get(..end).is_some_and(|head| schemes::follows(head, colon + 1, behind));
        is_whole.then_some(Found { start, end, form })
    }

    /// `localhost:8080/a`.
    fn local_port(&self, colon: usize) -> Option<Found> {
        let start = colon.checked_sub("localhost".len())?;
        let is_local = start >= self.done && self.text.get(start..colon)?.eq_ignore_ascii_case("localhost");
        let is_edge = !char_before(self.text, start).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '@'));
        if !is_local || !is_edge || self.options.hosts == Hosts::None {
            return None;
        }
        let host = host_at(self.text, start).filter(|host| host.end > colon)?;
        Some(Found { start, end: whole_end(self.text, host, char_before(self.text, start), &self.options), form: Form::Host })
    }

    /// An IPv6 address without a scheme, as `2001:db8::1`.
    fn address(&self, colon: usize) -> Option<Found> {
        if self.options.hosts != Hosts::Any {
            return None;
        }
        let is_part = |byte: &&u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.');
        let bytes = self.text.as_bytes();
        let floor = self.done.max(colon.saturating_sub(4));
        let start = colon - bytes.get(floor..colon)?.iter().rev().take_while(is_part).count();
        let end = start + bytes.get(start..)?.iter().take(46).take_while(is_part).count();
        let written = self.text.get(start..end)?.trim_end_matches('.');
        let end = start + written.len();
        let is_edge = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || matches!(c, ':' | '.' | '_'));
        let is_long = written.bytes().filter(u8::is_ascii_hexdigit).count() >= 3;
        (is_long && is_edge(char_before(self.text, start)) && is_edge(char_at(self.text, end)) && written.parse::<std::net::Ipv6Addr>().is_ok())
            .then_some(Found { start, end, form: Form::Host })
    }

    /// `//a.cn/b`.
    fn slashes(&self, at: usize) -> Option<Found> {
        let is_edge =
            !char_before(self.text, at).is_some_and(|c| c.is_alphanumeric() || matches!(c, ':' | '/' | '\\' | '_' | '.' | '@' | '%' | '}' | ')' | ']'));
        if !is_edge || at < self.done || self.options.hosts == Hosts::None {
            return None;
        }
        let host = authority(self.text, at + 2, self.options.spelling)?;
        let name = self.text.get(host.host..host.host_end)?;
        let end = whole_end(self.text, host, char_before(self.text, at), &self.options);
        let is_local = name.eq_ignore_ascii_case("localhost") && self.options.hosts == Hosts::Any;
        let is_link = is_local || bare(self.text, at + 2, host, &self.options).is_some();
        is_link.then_some(Found { start: at, end, form: Form::ProtocolRelative })
    }
}
