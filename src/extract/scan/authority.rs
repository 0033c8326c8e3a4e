//! The host of a link: user names before it, its labels, the port behind it.

use super::chars::{Class, byte_at, char_at, char_before, class, is_wide_dot};
use super::endings::{Ending, ending};
use super::options::Spelling;

/// A host in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Authority {
    /// Where the host begins, behind a user name.
    pub(super) host: usize,
    /// Where the host ends.
    pub(super) host_end: usize,
    /// Where the port ends, or the host if there is none.
    pub(super) end: usize,
}

/// The host, with user name and port, that begins at a byte; `None` where there is none.
pub(super) fn authority(text: &str, from: usize, spelling: Spelling) -> Option<Authority> {
    match behind_user(text, from, spelling) {
        User::None => host_at(text, from),
        User::Until(host) => host_at(text, host).or_else(|| host_at(text, from)),
        User::Two => None,
    }
}

/// The host and port that begin at a byte.
pub(super) fn host_at(text: &str, host: usize) -> Option<Authority> {
    let host_end = address_end(text, host).or_else(|| name_end(text, host))?;
    Some(Authority { host, host_end, end: port_end(text, host_end) })
}

/// What stands before a host.
enum User {
    None,
    /// A user name and `@`; the host begins at this byte.
    Until(usize),
    /// More than one `@`, where that is no link.
    Two,
}

/// The user name before a host: what browsers take for one, however odd, or what is spelled as one.
fn behind_user(text: &str, from: usize, spelling: Spelling) -> User {
    let mut user = User::None;
    for (at, c) in text.get(from..).unwrap_or_default().char_indices() {
        match c {
            '@' if spelling == Spelling::Proper && matches!(user, User::Until(_)) => return User::Two,
            '@' => user = User::Until(from + at + 1),
            '/' | '?' | '#' | '\\' => break,
            '(' | ')' | '[' | ']' | '{' | '}' | '\'' | '|' | '^' if spelling == Spelling::Proper => break,
            c if matches!(class(c), Class::Outside | Class::Wide) => break,
            _ => {}
        }
    }
    user
}

/// The end of an IPv6 address in square brackets.
fn address_end(text: &str, from: usize) -> Option<usize> {
    let inside = text.get(from..)?.strip_prefix('[')?;
    let length = inside.bytes().take(46).position(|byte| byte == b']')?;
    inside.get(..length)?.parse::<std::net::Ipv6Addr>().ok()?;
    Some(from + length + 2)
}

/// The end of a host and of a port behind it.
fn port_end(text: &str, host_end: usize) -> usize {
    if byte_at(text, host_end) != b':' {
        return host_end;
    }
    let port = text.as_bytes().get(host_end + 1..text.len().min(host_end + 7)).unwrap_or_default();
    let length = port.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let number: Option<u32> = text.get(host_end + 1..host_end + 1 + length).and_then(|port| port.parse().ok());
    let next = byte_at(text, host_end + 1 + length);
    let is_port = number.is_some_and(|number| number <= 0xffff) && !next.is_ascii_alphanumeric();
    if is_port { host_end + 1 + length } else { host_end }
}

/// Whether a name can be registered: no label is empty, too long, or begins or ends with a hyphen; the last two, by which a
/// name is registered, hold no underscore; a mere number or an address is none.
pub(super) fn is_proper(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    if name.starts_with('[') {
        return true;
    }
    let fits = |label: &str| !label.is_empty() && label.chars().count() <= 63 && !label.starts_with(['-', '_']) && !label.ends_with(['-', '_']);
    let mut labels = name.rsplit(|c| c == '.' || is_wide_dot(c));
    let last = labels.next().unwrap_or_default();
    let Some(second) = labels.next() else { return fits(last) };
    let is_ending = last.starts_with("xn--") || !last.contains(['-', '_']);
    fits(last) && is_ending && fits(second) && !second.contains('_') && labels.all(fits)
}

/// A walk over the labels of a name.
struct Labels<'t> {
    text: &'t str,
    from: usize,
    /// Where the label that is read begins.
    label: usize,
    /// Whether a dot was passed.
    dotted: bool,
}

/// The end of a name of labels and dots that begins at a byte; `None` where there is none.
fn name_end(text: &str, from: usize) -> Option<usize> {
    let mut labels = Labels { text, from, label: from, dotted: false };
    let mut at = from;
    while let Some(next) = labels.step(at) {
        at = next;
    }
    labels.settled(at)
}

impl Labels<'_> {
    /// The byte behind the character of the name that stands here; `None` where the name ends.
    fn step(&mut self, at: usize) -> Option<usize> {
        let byte = byte_at(self.text, at);
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => Some(at + 1),
            b'%' => (byte_at(self.text, at + 1).is_ascii_hexdigit() && byte_at(self.text, at + 2).is_ascii_hexdigit()).then_some(at + 3),
            b'.' => self.dot(at, 1),
            0x80.. => self.other(at),
            _ => None,
        }
    }

    fn other(&mut self, at: usize) -> Option<usize> {
        let c = char_at(self.text, at)?;
        let next = at + c.len_utf8();
        if is_wide_dot(c) {
            return self.dot(at, c.len_utf8());
        }
        match class(c) {
            Class::Outside => None,
            Class::Inside => Some(next),
            Class::Hidden => (self.begins_label(next)).then_some(next),
            // Words that stand right behind a host are not its last label.
            Class::Wide | Class::Sign => (!self.is_known(at)).then_some(next),
        }
    }

    /// Whether the label read so far is ASCII and a top-level domain behind a dot.
    fn is_known(&self, at: usize) -> bool {
        self.dotted && at - self.label <= 63 && self.text.get(self.label..at).is_some_and(|label| label.is_ascii() && ending(label) != Ending::Unknown)
    }

    fn begins_label(&self, at: usize) -> bool {
        match byte_at(self.text, at) {
            byte @ 0..0x80 => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'%'),
            _ => char_at(self.text, at).is_some_and(|c| !matches!(class(c), Class::Outside | Class::Hidden)),
        }
    }

    fn dot(&mut self, at: usize, length: usize) -> Option<usize> {
        let next = at + length;
        let is_empty = at == self.label;
        let follows = self.begins_label(next);
        let is_words = byte_at(self.text, next) >= 0x80 && self.is_known(at) && char_at(self.text, next).is_some_and(|c| class(c) != Class::Inside);
        if is_empty || !follows || is_words {
            // A dot at the end of a whole name belongs to it where the link goes on.
            let goes_on = match byte_at(self.text, next) {
                b'/' => byte_at(self.text, next + 1) > b' ',
                b':' => byte_at(self.text, next + 1).is_ascii_digit(),
                _ => false,
            };
            return (length == 1 && !is_empty && self.dotted && goes_on).then_some(next);
        }
        self.label = next;
        self.dotted = true;
        Some(next)
    }

    /// The end of what was read, without what cannot stand at the end of a host.
    fn settled(&self, end: usize) -> Option<usize> {
        let end = self.without_words(end)?;
        let name = self.text.get(self.from..end)?;
        let is_around = |c: char| matches!(c, '-' | '_') || class(c) == Class::Hidden;
        let kept = name.trim_end_matches(is_around);
        // A dot before what goes ends nothing that is kept.
        let kept = if kept.len() < name.len() { kept.trim_end_matches(|c: char| c == '.' || is_around(c)) } else { kept };
        let is_name = kept.chars().any(|c| if c.is_ascii() { c.is_ascii_alphanumeric() } else { class(c) != Class::Hidden });
        (is_name && !kept.starts_with('.')).then_some(self.from + kept.len())
    }

    /// The end before words that are glued to the name.
    fn without_words(&self, end: usize) -> Option<usize> {
        let label = self.text.get(self.label..end)?;
        if self.dotted && self.is_behind_wide_dot() && label.is_ascii() && ending(label) == Ending::Unknown {
            return self.before_label().or(Some(end));
        }
        let Some(wide) = label.find(|c| class(c) == Class::Wide) else { return Some(end) };
        if !self.dotted {
            return (wide > 0).then_some(self.label + wide);
        }
        if ending(label) != Ending::Unknown {
            return Some(end);
        }
        if let Some(length) = known_prefix(label) {
            return Some(self.label + length);
        }
        if wide > 0 {
            return Some(self.label + wide);
        }
        self.before_label().or(Some(end))
    }

    /// The end of the labels before the last one, if they are a whole name.
    fn before_label(&self) -> Option<usize> {
        let dot = char_before(self.text, self.label)?;
        let end = self.label - dot.len_utf8();
        let before = self.text.get(self.from..end)?;
        let (_, last) = before.rsplit_once(|c| c == '.' || is_wide_dot(c))?;
        (ending(last) != Ending::Unknown).then_some(end)
    }

    fn is_behind_wide_dot(&self) -> bool {
        char_before(self.text, self.label).is_some_and(is_wide_dot)
    }
}

/// The length of the longest beginning of a label that is a top-level domain in wide letters.
fn known_prefix(label: &str) -> Option<usize> {
    let ends = label.char_indices().map(|(at, c)| at + c.len_utf8()).take(8).collect::<smallvec::SmallVec<[usize; 8]>>();
    ends.into_iter().rev().find(|end| label.get(..*end).is_some_and(|head| !head.is_ascii() && ending(head) != Ending::Unknown))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_end_where_words_begin() {
        for (text, expected) in [
            ("a.cn/b", "a.cn"),
            ("a.cn:80/b", "a.cn:80"),
            ("a.cn:99999/b", "a.cn"),
            ("a.cn:80b", "a.cn"),
            ("a.cn：80", "a.cn"),
            ("a.cn复制", "a.cn"),
            ("a.cn.谢谢", "a.cn"),
            ("a.cn。谢谢", "a.cn"),
            ("a.cn。Thanks", "a.cn"),
            ("taobao。com/x", "taobao。com"),
            ("例子.中国的网站", "例子.中国"),
            ("例子.测试.中国/x", "例子.测试.中国"),
            ("twitter.みんなです", "twitter.みんな"),
            ("exampleこれは日本語です.com/x", "exampleこれは日本語です.com"),
            ("localhost上", "localhost"),
            ("user:pass@a.cn:8080/x", "user:pass@a.cn:8080"),
            ("good.cn@evil.cn/x", "good.cn@evil.cn"),
            ("a.cn看@b", "a.cn"),
            ("[2001:db8::1]:80/x", "[2001:db8::1]:80"),
            ("a.cn./x", "a.cn."),
            ("a.cn.", "a.cn"),
            ("a..cn", "a"),
            ("example.org-", "example.org"),
            ("✪df.ws/x", "✪df.ws"),
            ("a.com👉看", "a.com"),
            ("tao\u{200b}bao.com\u{200b} x", "tao\u{200b}bao.com"),
            ("%65xample.com", "%65xample.com"),
        ] {
            let found = authority(text, 0, Spelling::Any).and_then(|found| text.get(..found.end));
            assert_eq!(found, Some(expected), "{text}");
        }
        for text in ["", ".", "-", "/a", "#", "?x", "看这里", "{host}/", "$host", ".a.cn", "[::g]"] {
            assert_eq!(authority(text, 0, Spelling::Any).and_then(|found| text.get(..found.end)), None, "{text}");
        }
    }
}
