//! Links written so that programs do not see them: `hxxp://`, `a[.]cn`, `a点cn`, `http：//`.
//!
//! People write them to warn of a link without leading to it, or to get one past a filter. What is read here is a
//! guess, so callers mark it as one. Forms: the defanging habits of security reports, and the evasions seen on Chinese
//! platforms (the dot as `点`, `丶`, `·` or a word).

use super::look::is_dot_lookalike;
use super::scheme::{begins_with_host, is_mail_address, scheme_of};
use crate::suffix::is_top_level;

/// The longest scheme that is looked for, with all its disguise, in characters.
const SCHEME_LIMIT: usize = 16;

/// What stands for a dot between two labels, alone or with white space around it.
const DOT_WORDS: &[&str] =
    &["点", "丶", "[dot]", "(dot)", "{dot}", "<dot>", "[点]", "(点)", "（点）", "【点】", "[.]", "(.)", "{.}", "<.>", "（.）", "【.】", "［.］", "[。]"];

/// What stands for a dot only with white space on both sides.
const SPACED_DOT_WORDS: &[&str] = &["dot", "DOT", "Dot", "dian", "."];

/// The plain form of an obfuscated link; `None` for a text that is not obfuscated, or that would be no link in plain form.
#[must_use]
pub fn refang(text: &str) -> Option<String> {
    let text = text.trim();
    let (scheme, rest) = match disguised_scheme(text) {
        Some((scheme, length)) => (Some(scheme), text.get(length..)?),
        None => match plain_scheme(text) {
            Some(length) => (None, text.get(length..)?),
            None => (None, text),
        },
    };
    let head = text.get(..text.len() - rest.len())?;
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (written, behind) = rest.split_at_checked(end)?;
    let authority = plain_authority(written);
    if scheme.is_none() && authority == written {
        return None;
    }
    let prefix = scheme.map_or_else(|| head.to_owned(), |scheme| format!("{scheme}://"));
    let is_link = begins_with_host(&authority, is_top_level) || (prefix.is_empty() && behind.is_empty() && is_mail_address(&authority, is_top_level));
    let is_whole = !authority.starts_with('.') && !authority.contains("..");
    (is_link && is_whole).then(|| format!("{prefix}{authority}{behind}"))
}

/// Whether a text has a character of a compatibility form where its scheme would be.
#[must_use]
pub fn has_wide_scheme(text: &str) -> bool {
    disguised_scheme(text).is_some_and(|(_, length)| !text.get(..length).unwrap_or_default().is_ascii())
}

/// Whether a scheme is `http` or `https` with letters masked, as in `hxxp`.
#[must_use]
pub fn is_masked(scheme: &str) -> bool {
    plain_name(&scheme.to_ascii_lowercase()).is_some_and(|plain| !scheme.eq_ignore_ascii_case(plain))
}

/// The length of a plain `http://` or `https://` at the beginning of a text.
fn plain_scheme(text: &str) -> Option<usize> {
    let name = scheme_of(text).filter(|name| name.eq_ignore_ascii_case("http") || name.eq_ignore_ascii_case("https"))?;
    let behind = text.get(name.len() + 1..)?;
    let slashes = behind.len() - behind.trim_start_matches(['/', '\\']).len();
    (slashes > 0).then_some(name.len() + 1 + slashes)
}

/// The scheme that a disguised one stands for, and the bytes it takes with its colon and slashes.
///
/// Letters may be masked (`hxxp`, `h**p`), full-width, or the delimiter bracketed (`http[:]//`, `http[://]`).
fn disguised_scheme(text: &str) -> Option<(&'static str, usize)> {
    let mut name = String::new();
    let mut chars = text.char_indices().map(|(at, c)| (at, folded(c))).take(SCHEME_LIMIT).peekable();
    while let Some((_, c)) = chars.next_if(|(_, c)| c.is_ascii_alphabetic() || matches!(c, '*' | '+' | '_')) {
        name.push(c.to_ascii_lowercase());
    }
    let plain = plain_name(&name)?;
    let mut colons = 0;
    let mut slashes = 0;
    let mut end = 0;
    let mut open: Option<char> = None;
    for (at, c) in chars {
        match c {
            '[' | '(' | '{' if open.is_none() && slashes == 0 => open = Some(c),
            ']' | ')' | '}' if open.is_some() => open = None,
            ':' if colons == 0 && slashes == 0 => colons = 1,
            '/' if colons == 1 && slashes < 2 => slashes += 1,
            ' ' if slashes == 2 && open.is_none() => {}
            _ => break,
        }
        end = at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    }
    if colons == 0 || slashes < 2 || open.is_some() {
        return None;
    }
    let written = text.get(..end)?;
    (written.to_ascii_lowercase() != format!("{plain}://")).then_some((plain, end))
}

/// `http` or `https` behind a name of the same length whose inner letters may be masked.
fn plain_name(name: &str) -> Option<&'static str> {
    let (body, plain) = match name.strip_suffix('s') {
        Some(body) => (body, "https"),
        None => (name, "http"),
    };
    let inner = body.strip_prefix('h')?.strip_suffix('p')?;
    (inner.len() == 2 && inner.bytes().all(|b| matches!(b, b't' | b'x' | b'*' | b'+' | b'_'))).then_some(plain)
}

/// A full-width form as the ASCII character it stands for (Unicode, block Halfwidth and Fullwidth Forms).
fn folded(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => u8::try_from(u32::from(c) - 0xfee0).map_or(c, char::from),
        other => other,
    }
}

/// The authority with a dot wherever something stands for one between two labels.
fn plain_authority(written: &str) -> String {
    let mut plain = written.replace("[@]", "@").replace("[at]", "@").replace("(at)", "@");
    plain = replaced(&plain, DOT_WORDS, Spaces::Any);
    plain = replaced(&plain, SPACED_DOT_WORDS, Spaces::Before);
    if plain.contains(is_dot_lookalike) {
        plain = plain.chars().map(|c| if is_dot_lookalike(c) { '.' } else { c }).collect();
    }
    match plain.strip_suffix("康姆") {
        Some(name) if name.ends_with('.') => format!("{name}com"),
        _ => plain,
    }
}

/// The white space that a dot word needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spaces {
    /// None is needed, any is taken away.
    Any,
    /// At least one before; a word needs one behind too, a full stop does not.
    Before,
}

/// A text with `.` for each word that stands between the ends of two labels.
fn replaced(text: &str, words: &[&str], spaces: Spaces) -> String {
    let mut plain = text.to_owned();
    for word in words {
        let mut from = 0;
        while let Some(at) = plain.get(from..).and_then(|rest| rest.find(word)).map(|at| at + from) {
            let (head, tail) = (plain.get(..at).unwrap_or_default(), plain.get(at + word.len()..).unwrap_or_default());
            let (left, right) = (head.trim_end_matches(' '), tail.trim_start_matches(' '));
            let is_spaced = left.len() < head.len() && (right.len() < tail.len() || *word == ".");
            let is_between = left.ends_with(is_label_char) && right.starts_with(is_label_char);
            // White space between two whole hosts parts two links.
            let is_joined = is_spaced && !(begins_with_host(left, is_top_level) && begins_with_host(right, is_top_level));
            if is_between && (spaces == Spaces::Any || is_joined) {
                from = left.len() + 1;
                plain = format!("{left}.{right}");
            } else {
                from = at + word.len();
            }
        }
    }
    plain
}

fn is_label_char(c: char) -> bool {
    c.is_alphanumeric() && !matches!(c, '点' | '丶')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn obfuscated_links_are_guessed_and_plain_texts_left_alone() {
        for (text, expected) in [
            ("hxxp://evil.cn/a", Some("http://evil.cn/a")),
            ("hXXps://evil[.]cn/a[.]html", Some("https://evil.cn/a[.]html")),
            ("h**p://evil.cn", Some("http://evil.cn")),
            ("http[:]//evil.cn", Some("http://evil.cn")),
            ("https[://]evil(.)cn:8080/x", Some("https://evil.cn:8080/x")),
            ("http：//taobao.com/a", Some("http://taobao.com/a")),
            ("ｈｔｔｐｓ：／／taobao.com", Some("https://taobao.com")),
            ("http:// taobao.com", Some("http://taobao.com")),
            ("taobao点com/abc", Some("taobao.com/abc")),
            ("taobao 点 com", Some("taobao.com")),
            ("www[dot]taobao(dot)com", Some("www.taobao.com")),
            ("taobao dot com", Some("taobao.com")),
            ("taobao . com", Some("taobao.com")),
            ("m.taobao .com/x", Some("m.taobao.com/x")),
            ("taobao·com", Some("taobao.com")),
            ("taobao丶com", Some("taobao.com")),
            ("taobao点康姆", Some("taobao.com")),
            ("1[.]2[.]3[.]4/x", Some("1.2.3.4/x")),
            ("a[at]taobao[.]com", Some("a@taobao.com")),
            ("http://taobao.com/a", None),
            ("HTTP://taobao.com/a", None),
            ("taobao.com", None),
            ("下午3点20", None),
            ("8点30分见", None),
            ("That is all. me", None),
            ("http://taobao.com .evil.cn/", None),
            ("http:// .cn", None),
            ("hxxp://a[.][.]cn/", None),
            ("polka dot dress", None),
            ("a[.]b", None),
            ("help://a.cn", None),
            ("hxxp", None),
            ("hxxp://", None),
            ("", None),
        ] {
            assert_eq!(refang(text).as_deref(), expected, "{text}");
        }
    }
}
