//! The link of one line: the whole line, or the URL inside a share text.

use super::scan::chars::{is_cjk, is_punctuation};
use super::scan::found::Form;
use super::scan::links;
use super::scan::options::{Hosts, Look, Options};
use crate::canon::fast;
use crate::canon::look::without_entities;
use crate::canon::parse::cleaned;
use crate::canon::scheme::{begins_with_host, is_host_and_port, scheme_of};
use crate::lanes;
use crate::signal::{Signal, SignalSet};
use crate::suffix::is_top_level;

/// The most further URLs that are read from one share text.
pub const FURTHER_LIMIT: usize = 8;

/// A link as it was written, with its place in the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawLink<'l> {
    /// The link, a slice of the line.
    pub text: &'l str,
    /// The byte of the line at which it begins.
    pub start: usize,
    /// Signals about where it stands.
    pub signals: SignalSet,
    /// Further URLs of the same text, at most [`FURTHER_LIMIT`].
    pub further: Vec<&'l str>,
}

/// Finds the link of a line that is not blank.
#[must_use]
pub fn link_of_line(line: &str) -> RawLink<'_> {
    let trimmed = line.trim_matches(is_around);
    let offset = if trimmed.is_empty() { 0 } else { line.len() - line.trim_start_matches(is_around).len() };
    let whole = RawLink { text: trimmed, start: offset, signals: SignalSet::EMPTY, further: Vec::new() };
    if stands_alone(trimmed) || hides_its_scheme(trimmed) {
        return whole;
    }
    share_text(trimmed, offset).unwrap_or(whole)
}

/// Whether a line is a link from end to end, with nothing around it: [`link_of_line`] gives it as it is.
#[must_use]
pub fn is_one_link(line: &str) -> bool {
    !line.starts_with(is_around) && !line.ends_with(is_around) && stands_alone(line)
}

fn is_around(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// What is looked for in a share text: URLs, and beside them what only a person sees as a link, or what runs.
const SHARE: Options = Options { hosts: Hosts::None, relative: Look::Skip, ..Options::LINT };

/// The link inside a text that is no link as a whole.
fn share_text(text: &str, offset: usize) -> Option<RawLink<'_>> {
    let (mut urls, mut hidden) = (Vec::new(), Vec::new());
    for found in links(text, &SHARE) {
        let place = match found.form {
            Form::Url | Form::DeepLink if found.slice(text).contains("://") => &mut urls,
            Form::Url => &mut urls,
            Form::Script | Form::Obfuscated => &mut hidden,
            Form::DeepLink | Form::Host | Form::ProtocolRelative | Form::Mail => continue,
        };
        // One more than is read tells that there are more.
        if place.len() < FURTHER_LIMIT + 2 {
            place.push(found);
        }
    }
    let link = *urls.first().or(hidden.first())?;
    let mut signals = if link.slice(text).len() == text.len() { SignalSet::EMPTY } else { SignalSet::of(Signal::ShareText) };
    if urls.is_empty() {
        return (link.form == Form::Obfuscated).then(|| RawLink { text: link.slice(text), start: offset + link.start, signals, further: Vec::new() });
    }
    if urls.len() > FURTHER_LIMIT + 1 {
        signals.insert(Signal::ChainTooDeep);
    }
    // What hides stands beside a harmless URL to be overlooked.
    let further = urls.iter().skip(1).take(FURTHER_LIMIT).chain(hidden.iter().take(FURTHER_LIMIT)).map(|found| found.slice(text)).collect();
    Some(RawLink { text: link.slice(text), start: offset + link.start, signals, further })
}

/// Whether a text is one link from its first character to its last.
#[must_use]
pub fn stands_alone(text: &str) -> bool {
    // What is canonical holds no blank, and no letter or mark of another script.
    if text.is_ascii() && fast::canonical(text).is_some() {
        return true;
    }
    match scheme_of(text) {
        Some(scheme) if is_web(scheme) => !has_text_behind(text),
        Some(_) if is_host_and_port(text) => true,
        Some(scheme) => {
            let rest = text.get(scheme.len() + 1..).unwrap_or_default();
            let runs_code = ["javascript", "vbscript", "data"].iter().any(|name| scheme.eq_ignore_ascii_case(name));
            runs_code || rest.starts_with("//") || !rest.contains(char::is_whitespace)
        }
        None => !text.contains(char::is_whitespace) && begins_with_host(text, is_top_level),
    }
}

/// Schemes that run code or show what is no site, and are worth hiding.
const HIDDEN_SCHEMES: [&str; 7] = ["javascript", "vbscript", "data", "view-source", "blob", "filesystem", "file"];

/// Whether control characters or HTML entities hide the scheme with which a text begins for a browser. Such a text must not be
/// taken for words around the URL inside it: `java\tscript:location="https://a.com"` is a script.
fn hides_its_scheme(text: &str) -> bool {
    let shown = without_entities(text);
    let shown = cleaned(shown.as_deref().unwrap_or(text));
    scheme_of(text).is_none()
        && scheme_of(&shown).is_some_and(|scheme| {
            let is_hidden = HIDDEN_SCHEMES.iter().any(|name| scheme.eq_ignore_ascii_case(name));
            is_hidden || (is_web(scheme) && !has_text_behind(&shown))
        })
}

/// Whether words or another URL follow a URL at the beginning of a text.
fn has_text_behind(text: &str) -> bool {
    // All that parts a link from words is a blank or a letter or mark of another script.
    if text.bytes().fold(true, |all, byte| all & byte.is_ascii_graphic()) {
        return false;
    }
    let authority = authority_end(text);
    let (head, tail) = text.split_at_checked(authority).unwrap_or((text, ""));
    let mut words = None;
    for (at, c) in lanes::foreign(head) {
        if is_cjk(c) {
            words = words.or_else(|| head.get(..at));
        } else if is_text_punctuation(c) {
            return true;
        }
    }
    if words.is_some_and(|words| has_words_glued_on(head, words)) {
        return true;
    }
    let blank = lanes::find(tail.as_bytes(), 0, |lanes| lanes::within(lanes, b'\t', b'\r') | lanes::equal(lanes, b' '));
    let blank = lanes::foreign(tail).find(|(_, c)| c.is_whitespace()).map_or(blank, |(at, _)| at.min(blank));
    tail.get(blank..).is_some_and(|words| words.contains(is_cjk) || words.contains(is_text_punctuation) || words.contains("://"))
}

/// Whether Chinese words follow a whole host without a gap, as in `https://1.2.3.4看`, where they begin behind a part of what stands
/// before the path. A host with such letters of its own ends in a known top-level domain.
fn has_words_glued_on(head: &str, before: &str) -> bool {
    ends_with_known_host(before) && !ends_with_known_host(head)
}

/// Every URL with `://` in a running text, with the byte at which it begins.
pub fn urls_in_text(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let urls = links(text, &Options::SCHEMES).map(|found| (found.start, found.slice(text)));
    urls.filter(|(_, url)| url.contains("://"))
}

/// Punctuation of Chinese texts that no host is written with: the full stops that stand for dots in hosts, and colons and
/// slashes that stand for others, are left to the canonical form.
const fn is_text_punctuation(c: char) -> bool {
    is_punctuation(c) && !matches!(c, '。' | '．' | '｡' | '：' | '／' | '＠' | '＃' | '＿' | '－' | '＼' | '％')
}

fn authority_end(text: &str) -> usize {
    let start = behind_scheme(text).unwrap_or(0);
    lanes::find(text.as_bytes(), start, |lanes| lanes::among(lanes, b"/?#\\"))
}

/// The place behind the first `://` of a text.
fn behind_scheme(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at = lanes::find(text.as_bytes(), at, |lanes| lanes::equal(lanes, b':')) + 1;
        if text.as_bytes().get(at..)?.starts_with(b"//") {
            return Some(at + 2);
        }
    }
}

fn ends_with_known_host(url: &str) -> bool {
    let authority = behind_scheme(url).and_then(|start| url.get(start..)).unwrap_or_default();
    let is_port = |at: &usize| authority.as_bytes().get(at + 1..).is_some_and(|port| !port.is_empty() && port.iter().all(u8::is_ascii_digit));
    let end = memchr::memrchr(b':', authority.as_bytes()).filter(is_port).unwrap_or(authority.len());
    let host = authority.get(..end).unwrap_or_default();
    let last = memchr::memrchr(b'.', host.as_bytes()).and_then(|dot| host.get(dot + 1..));
    host.parse::<std::net::Ipv4Addr>().is_ok() || last.is_some_and(is_top_level)
}

fn is_web(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_of_a_share_text_is_its_link() {
        for (line, expected) in [
            ("看http://a.cn/b，复制", "http://a.cn/b"),
            ("【淘宝】https://e.tb.cn/h.abc?tk=Ab12 HU926 「手机」", "https://e.tb.cn/h.abc?tk=Ab12"),
            ("https://m.tb.cn/h.abc 「手机」点击链接直接打开", "https://m.tb.cn/h.abc"),
            ("6.99 fBt:/ https://v.douyin.com/qZn98/ 复制", "https://v.douyin.com/qZn98/"),
            ("see (https://a.com/x_(y)).", "https://a.com/x_(y)"),
            ("note: read https://a.com, please", "https://a.com"),
            ("访问http://a.cn复制", "http://a.cn"),
            ("http://a.cn复制", "http://a.cn"),
            ("https://1.2.3.4看", "https://1.2.3.4"),
            ("https://1.2.3.4:8080看这里", "https://1.2.3.4:8080"),
            ("看https://1.2.3.4看", "https://1.2.3.4"),
            ("https://a.cn中文.com/", "https://a.cn中文.com/"),
            ("https://1.2.3.4看.cn/", "https://1.2.3.4看.cn/"),
            ("  HTTPS://A.com/x  ", "HTTPS://A.com/x"),
            ("http://a.com/b c", "http://a.com/b c"),
            ("http://淘宝.中国/", "http://淘宝.中国/"),
            ("javascript: location='https://a.com'", "javascript: location='https://a.com'"),
            ("example.com/go?u=http://b.com", "example.com/go?u=http://b.com"),
            ("no link here", "no link here"),
            ("付款 wxp://f2f0abc 谢谢", "wxp://f2f0abc"),
            ("请看https://item.taobao.com。谢谢", "https://item.taobao.com"),
            ("请看taobao点com/abc，谢谢", "taobao点com/abc"),
            ("see hxxps://evil[.]cn/a, please", "hxxps://evil[.]cn/a"),
            ("don't open (evil[.]cn)", "evil[.]cn"),
            ("见https://a.com/x?u=https://b.com)：说明", "https://a.com/x?u=https://b.com"),
            ("下午3点20分，地点在A点。", "下午3点20分，地点在A点。"),
            ("hxxp://evil[.]cn", "hxxp://evil[.]cn"),
            ("taobao dot com", "taobao dot com"),
            ("java\tscript:location='https://a.com'", "java\tscript:location='https://a.com'"),
            ("\u{1}javascript:'https://a.com'", "\u{1}javascript:'https://a.com'"),
            ("javascript&#58;'https://a.com'", "javascript&#58;'https://a.com'"),
            ("da\tta:text/html,https://a.com", "da\tta:text/html,https://a.com"),
            ("ht\ttps://a.com/x", "ht\ttps://a.com/x"),
            ("title\thttps://a.com/x", "https://a.com/x"),
            ("1\tjavascript\thttps://a.com/x", "https://a.com/x"),
        ] {
            assert_eq!(link_of_line(line).text, expected, "{line}");
        }
    }

    #[test]
    fn more_urls_than_are_read_leave_a_signal() {
        let line = (0..=FURTHER_LIMIT + 1).map(|number| format!("https://{number}.example/ 又")).collect::<String>();
        let link = link_of_line(&line);
        assert_eq!(link.further.len(), FURTHER_LIMIT);
        assert!(link.signals.contains(Signal::ChainTooDeep));
    }

    #[test]
    fn what_hides_beside_a_url_is_kept() {
        for (line, expected) in [
            ("看看 evil[.]cn 和 https://good.cn", vec!["evil[.]cn"]),
            ("看 https://good.cn evil点cn", vec!["evil点cn"]),
            ("看 https://good.cn javascript:alert(1)", vec!["javascript:alert(1)"]),
            ("看 https://good.cn data: 下午3点20", vec![]),
        ] {
            let link = link_of_line(line);
            assert_eq!((link.text, link.further), ("https://good.cn", expected), "{line}");
        }
    }

    #[test]
    fn further_urls_are_kept() {
        let link = link_of_line("一 https://a.com/1 二 https://b.com/2 三");
        assert_eq!((link.text, link.further), ("https://a.com/1", vec!["https://b.com/2"]));
    }
}
