//! Links that programs are not to see, in a running text: `hxxp://a[.]cn`, `a点cn`.

use super::chars::{Class, byte_at, char_at, char_before, class};
use super::edges::tail_end;
use super::endings::{Ending, ending};
use super::found::{Form, Found};
use super::options::Wide;
use crate::canon::look::is_dot_lookalike;
use crate::canon::refang::{is_masked, refang};

/// The most bytes on either side of the mark that are looked at.
pub(super) const SIDE_LIMIT: usize = 128;

/// The most marks that one host may hold.
const MARKS_LIMIT: usize = 12;

/// The link around something that stands for a dot: a word (`点`, `dot`), a sign (`。`), or a dot in brackets.
pub(super) fn at_dot_word(text: &str, at: usize, floor: usize, wide: Wide) -> Option<Found> {
    let c = char_at(text, at)?;
    match c {
        '点' | '丶' => around_word(text, at, c.len_utf8(), floor, wide),
        '：' => matches!(char_at(text, at + c.len_utf8()), Some('/' | '／')).then(|| around(text, at, floor, wide)).flatten(),
        'd' | 'D' => {
            let length = if text.get(at..at + 4)?.eq_ignore_ascii_case("dian") { 4 } else { 3 };
            match (char_before(text, at), char_at(text, at + length)) {
                (Some(' '), Some(' ')) => around_word(text, at, length, floor, wide),
                (Some('[' | '(' | '{' | '<'), Some(']' | ')' | '}' | '>')) => around(text, at, floor, wide),
                _ => None,
            }
        }
        c if is_dot_lookalike(c) => {
            let rest = text.get(at + c.len_utf8()..)?;
            let is_between = char_before(text, at).is_some_and(is_label_char) && rest.starts_with(is_label_char);
            // A sentence may end and another begin without a blank: `用Java。Python`.
            let label = rest.get(..rest.bytes().take(64).take_while(u8::is_ascii_alphanumeric).count())?;
            let is_word = label.starts_with(|c: char| c.is_ascii_uppercase()) || ending(label) == Ending::Weak && !rest.get(label.len()..)?.starts_with('/');
            (is_between && !is_word).then(|| around(text, at, floor, wide)).flatten()
        }
        _ => None,
    }
}

/// Whether brackets stand around a dot or colon.
pub(super) fn is_bracketed(text: &str, at: usize) -> bool {
    matches!(byte_at(text, at.wrapping_sub(1)), b'[' | b'(' | b'{' | b'<') && matches!(byte_at(text, at + 1), b']' | b')' | b'}' | b'>' | b'/')
}

/// The link around a bracketed dot or colon.
pub(super) fn at_bracket(text: &str, at: usize, floor: usize, wide: Wide) -> Option<Found> {
    let before = char_before(text, at.checked_sub(1)?)?;
    let behind = char_at(text, at + 2)?;
    let is_between = is_label_char(before) && (is_label_char(behind) || byte_at(text, at) == b':');
    is_between.then(|| around(text, at, floor, wide)).flatten()
}

/// The link whose masked scheme, as in `hxxp` or `h**p`, ends at a colon.
pub(super) fn at_masked_scheme(text: &str, colon: usize, floor: usize, wide: Wide) -> Option<Found> {
    let floor = floor.max(colon.saturating_sub(6));
    let head = text.as_bytes().get(floor..colon)?;
    let length = head.iter().rev().take_while(|b| b.is_ascii_alphabetic() || matches!(b, b'*' | b'+' | b'_')).count();
    let scheme = text.get(colon - length..colon)?;
    let is_plain = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    if is_plain || !is_masked(scheme) {
        return None;
    }
    from(text, colon - length, colon, wide)
}

/// A web URL from its scheme on whose host is disguised.
pub(super) fn from_scheme(text: &str, start: usize, colon: usize, wide: Wide) -> Option<Found> {
    from(text, start, colon, wide)
}

/// The link of which a mark is a part: it begins where its characters begin.
fn around(text: &str, at: usize, floor: usize, wide: Wide) -> Option<Found> {
    from(text, token_start(text, at, floor), at, wide)
}

/// A link with a dot word that may stand between blanks; only under an ending that is hardly a word.
fn around_word(text: &str, at: usize, length: usize, floor: usize, wide: Wide) -> Option<Found> {
    let rest = text.get(at + length..)?;
    let gap = usize::from(rest.starts_with(' '));
    let label = rest.get(gap..)?;
    let label = label.get(..label.bytes().take(64).take_while(u8::is_ascii_alphanumeric).count())?;
    let before = text.get(floor..at)?;
    let spaced = before.len() - before.trim_end_matches(' ').len();
    let is_between = spaced <= 1 && char_before(text, at - spaced).is_some_and(is_label_char) && !label.is_empty();
    if !is_between || (gap == 0) != (spaced == 0) {
        return None;
    }
    let next = text.get(at + length + gap + label.len()..)?;
    let goes_on = next.trim_start_matches(' ').starts_with(['点', '丶', '.'])
        || next.trim_start_matches(' ').get(..3).is_some_and(|word| word.eq_ignore_ascii_case("dot"));
    if ending(label) != Ending::Plain && !goes_on {
        return None;
    }
    if gap == 0 {
        return around(text, at, floor, wide);
    }
    let start = token_start(text, at - spaced, floor);
    // `Asp Dot Net` is a title: each of its words begins with a capital.
    if [text.get(at..)?, label, text.get(start..)?].iter().all(|word| is_title_word(word)) {
        return None;
    }
    let end = at + length + gap + label.len();
    refang(text.get(start..end)?)?;
    let end = if matches!(byte_at(text, end), b'/' | b'?' | b'#') { tail_end(text, end, char_before(text, start), wide) } else { end };
    Some(Found { start, end, form: Form::Obfuscated })
}

/// Whether a text begins with a capital and a small letter.
fn is_title_word(text: &str) -> bool {
    matches!(text.as_bytes(), [first, second, ..] if first.is_ascii_uppercase() && second.is_ascii_lowercase())
}

/// The disguised link that begins at a byte; the mark behind it is a part of its scheme or host.
fn from(text: &str, start: usize, mark: usize, wide: Wide) -> Option<Found> {
    let end = host_end(text, mark);
    let host = text.get(start..end)?;
    if host.matches(['[', '(', '{', '点', '丶', '·', '。', '．']).count() > MARKS_LIMIT {
        return None;
    }
    // The path is walked over only behind a host: its length has no bound.
    if matches!(byte_at(text, end), b'/' | b'?' | b'#') {
        refang(host)?;
        return Some(Found { start, end: tail_end(text, end, char_before(text, start), wide), form: Form::Obfuscated });
    }
    let (before, written) = (text.get(start..mark)?, text.get(mark..end)?);
    let end = mark + without_marks(written, before).len();
    refang(text.get(start..end)?)?;
    (end > mark).then_some(Found { start, end, form: Form::Obfuscated })
}

/// Where the scheme and host around a mark end: before the path or before what no disguised host is written with.
fn host_end(text: &str, mark: usize) -> usize {
    let mut at = mark;
    let mut slashes = false;
    let limit = mark + SIDE_LIMIT;
    while at < limit
        && let Some(c) = char_at(text, at)
    {
        let is_slash = matches!(c, '/' | '／' | '\\');
        // The slashes of a scheme stand right behind its colon.
        let behind_colon = slashes || matches!(char_before(text, at), Some(':' | '：' | ']' | ')' | '}')) && is_scheme(text, mark, at);
        if is_slash && !behind_colon || matches!(c, '?' | '#') || !is_token_char(c) {
            break;
        }
        slashes = is_slash && behind_colon;
        at += c.len_utf8();
    }
    at.min(text.len())
}

/// Whether the text between a mark and a slash is the rest of a scheme and no host.
fn is_scheme(text: &str, mark: usize, at: usize) -> bool {
    text.get(mark..at).is_some_and(|between| !between.is_empty() && between.chars().all(|c| matches!(c, ':' | '：' | '[' | ']' | '(' | ')' | '{' | '}')))
}

/// A host without the marks of the sentence around it.
fn without_marks<'t>(host: &'t str, before: &str) -> &'t str {
    let mut kept = host;
    loop {
        let shorter = kept.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '"', '*', '|', '>', '<', '-', '_', '。', '．', '｡', '点', '丶', '：', '·']);
        let count = |c: char| before.matches(c).count() + shorter.matches(c).count();
        let closes = [('(', ')'), ('[', ']'), ('{', '}')].iter().any(|(open, close)| shorter.ends_with(*close) && count(*close) > count(*open));
        let shorter = if closes { shorter.get(..shorter.len() - 1).unwrap_or_default() } else { shorter.trim_end_matches(['(', '[', '{']) };
        if shorter.len() == kept.len() {
            return kept;
        }
        kept = shorter;
    }
}

/// Where the characters before a mark begin that links are written with.
fn token_start(text: &str, at: usize, floor: usize) -> usize {
    let floor = floor.max(at.saturating_sub(SIDE_LIMIT));
    let mut start = at;
    while start > floor
        && let Some(c) = char_before(text, start)
        && is_token_char(c)
        && start >= floor + c.len_utf8()
    {
        start -= c.len_utf8();
    }
    let token = text.get(start..at).unwrap_or_default();
    let is_around = |c: char| matches!(c, '"' | '\'' | '<' | '>' | '`' | ',' | '!' | '点' | '丶' | '：' | '。' | '*' | '|' | ';' | '=' | ':' | '?');
    // An opening bracket around the whole is no part; one around the mark itself is.
    let kept = token.trim_start_matches(|c: char| is_around(c) || matches!(c, '(' | '[' | '{'));
    if kept.is_empty() { at } else { at - kept.len() }
}

/// Whether disguised links are written with a character.
fn is_token_char(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '"' | '`') || is_dot_lookalike(c) || matches!(c, '点' | '丶' | '：' | '／' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ' | '０'..='９')
}

/// Whether a label may begin or end with a character.
fn is_label_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, 'ａ'..='ｚ' | 'Ａ'..='Ｚ' | '０'..='９') || !c.is_ascii() && class(c) == Class::Inside
}
