//! The grammar of a directive: `outlink: allow RULE, RULE until DATE -- REASON`.

use crate::message::{Text, suppress as text};
use crate::time::AsOf;

/// What a comment begins with that is meant for us.
pub const MARK: &str = "outlink:";

/// What is allowed, until when, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms<'c> {
    /// The rules, between commas.
    pub names: &'c str,
    /// The day or moment from which it is over.
    pub until: Option<AsOf>,
    /// Why.
    pub reason: &'c str,
}

/// What a directive says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act<'c> {
    /// `allow`: the links of one line.
    Line(Terms<'c>),
    /// `allow-begin`: all links from here on.
    Begin(Terms<'c>),
    /// `allow-end`: up to here.
    End,
    /// `allow-file`: all links of the file.
    File(Terms<'c>),
}

impl<'c> Terms<'c> {
    /// The rules one by one.
    pub fn names(&self) -> impl Iterator<Item = &'c str> {
        self.names.split(',').map(str::trim)
    }
}

/// Reads the text of a comment; `None` where it is not meant for us.
///
/// # Errors
/// What is wrong with a directive, in one sentence with the way out.
#[must_use]
pub fn read(comment: &str) -> Option<Result<Act<'_>, Text>> {
    let rest = comment.trim().strip_prefix(MARK)?.trim();
    let (verb, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    Some(match verb {
        "allow" => terms(rest).map(Act::Line),
        "allow-begin" => terms(rest).map(Act::Begin),
        "allow-file" => terms(rest).map(Act::File),
        "allow-end" if rest.trim().is_empty() => Ok(Act::End),
        "allow-end" => Err(text::end_says_more()),
        _ => Err(text::unknown_verb(verb)),
    })
}

fn terms(written: &str) -> Result<Terms<'_>, Text> {
    let (head, reason) = reason(written).ok_or_else(text::no_reason)?;
    let (names, until) = match split_word(head, "until") {
        Some((names, day)) => (names, Some(AsOf::parse(day).ok_or_else(|| text::bad_day(day))?)),
        None => (head, None),
    };
    let terms = Terms { names, until, reason };
    if names.is_empty() {
        return Err(text::no_rule());
    }
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'.' | b'*'));
    match terms.names().find(|name| !is_name(name)) {
        Some(name) => Err(text::bad_name(name)),
        None => Ok(terms),
    }
}

/// Parts what is allowed from the reason: behind `--`, or behind `because` where a format forbids `--` in its comments.
fn reason(written: &str) -> Option<(&str, &str)> {
    let (head, reason) = match (split_word(written, "--"), split_word(written, "because")) {
        (Some(dashes), Some(because)) => {
            if dashes.0.len() < because.0.len() {
                dashes
            } else {
                because
            }
        }
        (dashes, because) => dashes.or(because)?,
    };
    (!reason.is_empty()).then_some((head, reason))
}

/// Parts a text at the first word that is just this one.
fn split_word<'t>(text: &'t str, word: &str) -> Option<(&'t str, &'t str)> {
    let is_edge = |c: Option<char>| c.is_none_or(char::is_whitespace);
    text.match_indices(word).find_map(|(at, _)| {
        let (before, after) = (text.get(..at)?, text.get(at + word.len()..)?);
        (is_edge(before.chars().next_back()) && is_edge(after.chars().next())).then(|| (before.trim(), after.trim()))
    })
}
