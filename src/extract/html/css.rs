//! The links of style sheets and style attributes.

use std::borrow::Cow;

/// A part of a style sheet: the bytes of its value, and what it means.
pub(super) struct StylePart<'t> {
    pub(super) kind: StyleKind,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: Cow<'t, str>,
}

/// What a part of a style sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StyleKind {
    /// A link.
    Link,
    /// A comment, without its marks.
    Comment,
}

/// Tells every `url()`, `@import` and `src='…'` of a filter in a style sheet, and its comments. Names (`@namespace`) are passed over.
pub(super) fn style_parts<'t>(text: &'t str, see: &mut dyn FnMut(StylePart<'t>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    // A rule that takes a text for a URL, until its end.
    let mut rule = Rule::Other;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                let end = memchr::memmem::find(bytes.get(at + 2..).unwrap_or_default(), b"*/").map_or(bytes.len(), |end| at + 2 + end);
                if let Some(comment) = text.get(at + 2..end) {
                    see(StylePart { kind: StyleKind::Comment, start: at + 2, end, text: Cow::Borrowed(comment) });
                }
                at = end + 2;
            }
            b'@' if begins(bytes, at + 1, b"import") => (at, rule) = (at + 7, Rule::Import),
            b'@' if begins(bytes, at + 1, b"namespace") => (at, rule) = (at + 10, Rule::Name),
            b';' | b'{' | b'}' => (at, rule) = (at + 1, Rule::Other),
            b'"' | b'\'' => {
                let end = string_end(bytes, at + 1, *byte);
                if rule == Rule::Import {
                    tell(text, at + 1, end, see);
                    rule = Rule::Other;
                } else if at >= 4 && begins(bytes, at - 4, b"src=") {
                    tell(text, at + 1, end, see);
                }
                at = end + 1;
            }
            b'u' | b'U' if begins(bytes, at, b"url(") && !is_name(bytes, at) => {
                let (start, end, behind) = argument(bytes, at + 4);
                if rule != Rule::Name {
                    tell(text, start, end, see);
                }
                at = behind;
            }
            _ => at += 1,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    Import,
    Name,
    Other,
}

fn tell<'t>(text: &'t str, start: usize, end: usize, see: &mut dyn FnMut(StylePart<'t>)) {
    let Some(written) = text.get(start..end) else { return };
    if !written.is_empty() {
        let text = if written.contains('\\') { Cow::Owned(unescaped(written)) } else { Cow::Borrowed(written) };
        see(StylePart { kind: StyleKind::Link, start, end, text });
    }
}

fn begins(bytes: &[u8], at: usize, with: &[u8]) -> bool {
    bytes.get(at..at + with.len()).is_some_and(|there| there.eq_ignore_ascii_case(with))
}

/// Whether a byte goes on a longer name.
fn is_name(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | 0x80..))
}

/// The end of a string: its closing quote, or the line break or end that breaks it.
fn string_end(bytes: &[u8], from: usize, quote: u8) -> usize {
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' => return at,
            _ if *byte == quote => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The URL behind `url(`: where it begins and ends, and the byte behind its bracket.
fn argument(bytes: &[u8], from: usize) -> (usize, usize, usize) {
    let is_space = |byte: &u8| byte.is_ascii_whitespace();
    let spaces = bytes.get(from..).unwrap_or_default().iter().take_while(|byte| is_space(byte)).count();
    let start = from + spaces;
    if let Some(quote @ (b'"' | b'\'')) = bytes.get(start) {
        let end = string_end(bytes, start + 1, *quote);
        return (start + 1, end, end + 1);
    }
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at = escape_end(bytes, at),
            b')' | b'"' | b'\'' | b'(' | b'<' | b'>' => break,
            _ if is_space(byte) => break,
            _ => at += 1,
        }
    }
    let end = at.min(bytes.len());
    (start, end, end + 1)
}

/// The byte behind an escape, with the blank that ends one of hexadecimal digits.
fn escape_end(bytes: &[u8], at: usize) -> usize {
    let digits = bytes.get(at + 1..).unwrap_or_default().iter().take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let end = at + 1 + digits;
    match digits {
        0 => at + 2,
        _ => end + usize::from(bytes.get(end).is_some_and(u8::is_ascii_whitespace)),
    }
}

/// Escapes of style sheets undone: `\` and up to six hexadecimal digits, or any other character.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let digits = after.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        let (number, behind) = after.split_at_checked(digits).unwrap_or((after, ""));
        if digits > 0 {
            out.push(u32::from_str_radix(number, 16).ok().filter(|number| *number != 0).and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER));
            rest = behind.strip_prefix(|c: char| c.is_ascii_whitespace()).unwrap_or(behind);
        } else {
            let mut chars = behind.chars();
            out.extend(chars.next().filter(|c| *c != '\n'));
            rest = chars.as_str();
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_style_sheets() {
        for (css, links) in [
            ("a{background:url(http://a.cn/x.png)}", vec!["http://a.cn/x.png"]),
            ("a{background:url( 'http://a.cn/x(1).png' )}", vec!["http://a.cn/x(1).png"]),
            ("@import \"//a.cn/x.css\" screen; @import url(/b.css);", vec!["//a.cn/x.css", "/b.css"]),
            ("/* url(http://no.cn) */ a{b:URL(http://a.cn)}", vec!["http://a.cn"]),
            ("@namespace svg url(http://www.w3.org/2000/svg); a{b:url(/c)}", vec!["/c"]),
            ("a{b:url(http\\3a //a.cn/\\(x\\))}", vec!["http://a.cn/(x)"]),
            ("a{content:'url(http://no.cn)';myurl(x)}", vec![]),
            ("a{filter:progid:X.AlphaImageLoader(src='http://a.cn/x.png', sizingMethod='scale')}", vec!["http://a.cn/x.png"]),
            ("a{b:url()}", vec![]),
            ("a{b:url(http://a.cn", vec!["http://a.cn"]),
            ("a{b:url(x\\", vec!["x"]),
        ] {
            let mut found = Vec::new();
            style_parts(css, &mut |part| found.extend((part.kind == StyleKind::Link).then(|| part.text.into_owned())));
            assert_eq!(found, links, "{css}");
        }
    }
}
