//! `reStructuredText`: its own links and comments, and running text for the rest.

use std::borrow::Cow;

use super::found::{Role, See};
use super::html::context::Context;
use super::html::walk::{close_link, piece};
use super::passage::{Origin, byte_in};
use super::queue::Queue;
use super::reading::{Code, Options};
use super::teller::Teller;
use crate::source::Span;

/// Reads a document.
pub(super) fn read(text: &str, options: &Options, see: See<'_>) {
    let mut queue = Queue::default();
    let mut walk = Walk { text, at: 0, code: options.code, teller: Teller::new(text, options, &mut queue, see) };
    while walk.block() {}
    walk.teller.finish();
}

struct Walk<'t, 's> {
    text: &'t str,
    /// The first byte that is not read yet.
    at: usize,
    code: Code,
    teller: Teller<'s>,
}

impl<'t> Walk<'t, '_> {
    /// The line that begins at a byte, with its end.
    fn line(&self, from: usize) -> Option<&'t str> {
        let rest = self.text.get(from..).filter(|rest| !rest.is_empty())?;
        rest.get(..rest.find('\n').map_or(rest.len(), |at| at + 1))
    }

    /// Goes on over lines that stand further in than a column, and blank lines between them; gives where they end.
    fn deeper(&self, from: usize, indent: usize) -> usize {
        let (mut at, mut end) = (from, from);
        while let Some(line) = self.line(at) {
            let is_blank = line.trim().is_empty();
            if !is_blank && indent_of(line) <= indent {
                break;
            }
            at += line.len();
            if !is_blank {
                end = at;
            }
        }
        end
    }

    /// Reads the next block; says whether there was one.
    fn block(&mut self) -> bool {
        let from = self.at;
        let Some(first) = self.line(from) else { return false };
        self.at += first.len();
        let (indent, trimmed) = (indent_of(first), first.trim());
        if trimmed == ".." || trimmed.starts_with(".. ") {
            let end = self.deeper(self.at, indent);
            self.marked(from + indent, trimmed, end);
            self.at = end;
            return true;
        }
        if let Some(target) = trimmed.strip_prefix("__ ") {
            self.target(target);
            return true;
        }
        // A paragraph goes on to the next blank line, or to the next line that is marked.
        while let Some(line) = self.line(self.at).filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with(".. ")) {
            self.at += line.len();
        }
        self.inline(from, self.at);
        if self.text.get(from..self.at).is_some_and(|paragraph| paragraph.trim_end().ends_with("::")) {
            let end = self.deeper(self.at, indent);
            self.verbatim(self.at, end);
            self.at = end;
        }
        true
    }

    /// A block that begins with `..`: a target, an image, another directive, a footnote or a comment.
    fn marked(&mut self, from: usize, first: &'t str, end: usize) {
        let inner = first.get(2..).unwrap_or_default().trim_start();
        let behind = self.line(from).map_or(end, |line| from + line.len()).min(end.max(from));
        if let Some(named) = inner.strip_prefix('_') {
            return self.target(behind_name(named));
        }
        let directive = inner.strip_prefix('|').and_then(|rest| rest.split_once('|')).map_or(inner, |(_, rest)| rest.trim_start());
        let Some((name, argument)) = directive.split_once("::").filter(|(name, _)| !name.is_empty() && !name.contains(char::is_whitespace)) else {
            if inner.starts_with('[') {
                return self.inline(from, end.max(behind));
            }
            return self.comment(from, end.max(behind));
        };
        let argument = argument.trim();
        match name {
            "image" | "figure" => {
                self.whole(argument, Role::Image);
                self.options(behind, end);
            }
            "code" | "code-block" | "sourcecode" | "highlight" | "parsed-literal" | "literalinclude" => self.verbatim(behind, end),
            "raw" if argument.eq_ignore_ascii_case("html") => {
                let mut context = Context::of_pieces();
                piece(self.text.get(behind..end).unwrap_or_default(), &Origin::from(behind), self.code, &mut context, &mut self.teller);
                close_link(&mut context, &mut self.teller);
            }
            _ => {
                if let Some(start) = byte_in(self.text, argument) {
                    self.inline(start, start + argument.len());
                }
                self.inline(behind, end);
            }
        }
    }

    /// The options of an image, of which `:target:` is a link, and what stands below them.
    fn options(&mut self, from: usize, end: usize) {
        let mut at = from;
        while let Some(line) = self.line(at).filter(|_| at < end) {
            match line.trim().strip_prefix(":target:") {
                Some(target) => self.whole(target.trim(), Role::Link),
                None => self.inline(at, at + line.len()),
            }
            at += line.len();
        }
    }

    /// The destination of a target; a name of another target ends with `_`.
    fn target(&mut self, target: &'t str) {
        let target = target.trim();
        if !target.ends_with('_') {
            self.whole(target.trim_matches('`'), Role::Reference);
        }
    }

    /// A text that is a link as a whole.
    fn whole(&mut self, link: &str, role: Role) {
        if let Some(start) = byte_in(self.text, link).filter(|_| !link.is_empty()) {
            self.teller.link(Cow::Borrowed(link), Span { start, end: start + link.len() }, role);
        }
    }

    fn comment(&mut self, from: usize, end: usize) {
        let written = self.text.get(from..end).unwrap_or_default().trim_end();
        let inner = written.get(2..).unwrap_or_default().trim();
        self.teller.comment(inner, Span { start: from, end: from + written.len() });
        self.teller.running(written, &Origin::from(from), Role::Comment);
    }

    fn verbatim(&mut self, from: usize, end: usize) {
        if self.code == Code::Read {
            self.running(from, end, Role::Code);
        }
    }

    fn running(&mut self, from: usize, end: usize, role: Role) {
        self.teller.running(self.text.get(from..end).unwrap_or_default(), &Origin::from(from), role);
    }

    /// Text with what is marked by backquotes in it.
    fn inline(&mut self, from: usize, end: usize) {
        let mut at = from;
        while let Some(open) = self.text.get(at..end).and_then(|rest| rest.find('`')).map(|open| at + open) {
            let ticks = if self.text.get(open..).is_some_and(|rest| rest.starts_with("``")) { "``" } else { "`" };
            let start = open + ticks.len();
            let Some(close) = self.text.get(start..end).and_then(|rest| rest.find(ticks)).map(|close| start + close) else {
                break;
            };
            self.running(at, open, Role::Text);
            at = close + ticks.len();
            if ticks == "``" {
                self.verbatim(start, close);
            } else {
                self.phrase(start, close);
            }
        }
        self.running(at, end, Role::Text);
    }

    /// What stands between single backquotes: perhaps words with a link behind them.
    fn phrase(&mut self, from: usize, end: usize) {
        let written = self.text.get(from..end).unwrap_or_default();
        let link = written.trim_end().strip_suffix('>').and_then(|rest| rest.rsplit_once('<'));
        match link {
            Some((shown, link)) if !link.is_empty() && !link.ends_with('_') => {
                let start = from + shown.len() + 1;
                // A link may be broken over lines; white space in it means nothing.
                let meant = if link.contains(char::is_whitespace) { Cow::Owned(link.split_whitespace().collect()) } else { Cow::Borrowed(link) };
                let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
                self.teller.shown_link(meant, Span { start, end: start + link.len() }, Role::Link, &shown);
            }
            _ => self.running(from, end, Role::Text),
        }
    }
}

/// What stands behind the colon of a target's name.
fn behind_name(named: &str) -> &str {
    let rest = match named.strip_prefix('`') {
        Some(quoted) => quoted.split_once('`').map_or("", |(_, rest)| rest),
        None => named,
    };
    let mut colons = rest.match_indices(':').map(|(at, _)| at);
    let colon = colons.find(|at| {
        rest.get(..*at).is_some_and(|name| !name.ends_with('\\')) && rest.get(at + 1..).is_some_and(|behind| behind.is_empty() || behind.starts_with(' '))
    });
    colon.and_then(|at| rest.get(at + 1..)).unwrap_or_default()
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}
