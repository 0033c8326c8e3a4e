//! The link of one line: the whole line, or the URL inside a share text.

use memchr::memmem;

use crate::canon::look::{is_dot_lookalike, without_entities};
use crate::canon::parse::cleaned;
use crate::canon::refang::refang;
use crate::canon::scheme::{begins_with_host, is_host_and_port, scheme_of};
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
    let trimmed = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let offset = line.find(trimmed).unwrap_or(0);
    if !stands_alone(trimmed) && !hides_its_scheme(trimmed) {
        let mut urls = urls_in_text(trimmed);
        if let Some((start, url)) = urls.next() {
            let mut signals = SignalSet::EMPTY;
            if url.len() != trimmed.len() {
                signals.insert(Signal::ShareText);
            }
            // What only a person sees as a link, or what runs, stands beside a harmless URL to be overlooked.
            let beside = tokens(trimmed).filter(|token| runs_code(token) || refang(token).is_some());
            let mut further: Vec<&str> = urls.by_ref().map(|(_, url)| url).take(FURTHER_LIMIT).collect();
            further.extend(beside.take(FURTHER_LIMIT));
            if urls.next().is_some() {
                signals.insert(Signal::ChainTooDeep);
            }
            return RawLink { text: url, start: offset + start, signals, further };
        }
        if let Some((start, token)) = obfuscated_in_text(trimmed) {
            let signals = if token.len() == trimmed.len() { SignalSet::EMPTY } else { SignalSet::of(Signal::ShareText) };
            return RawLink { text: token, start: offset + start, signals, further: Vec::new() };
        }
    }
    RawLink { text: trimmed, start: offset, signals: SignalSet::EMPTY, further: Vec::new() }
}

/// Whether a text is one link from its first character to its last.
#[must_use]
pub fn stands_alone(text: &str) -> bool {
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
    let authority = authority_end(text);
    let (head, tail) = text.split_at_checked(authority).unwrap_or((text, ""));
    if head.contains(is_cjk_punctuation) || has_words_glued_on(head) {
        return true;
    }
    match tail.find(char::is_whitespace) {
        Some(at) => tail.get(at..).is_some_and(|words| words.contains(is_cjk) || words.contains(is_cjk_punctuation) || words.contains("://")),
        None => false,
    }
}

/// Whether Chinese words follow a whole host without a gap, as in `https://1.2.3.4看`. A host with such letters of its own ends
/// in a known top-level domain.
fn has_words_glued_on(head: &str) -> bool {
    let words = head.find(is_cjk).and_then(|at| head.get(..at));
    words.is_some_and(ends_with_known_host) && !ends_with_known_host(head)
}

/// Every URL with `://` in a running text, with the byte at which it begins.
pub fn urls_in_text(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut done = 0;
    memmem::find_iter(text.as_bytes(), "://").filter_map(move |at| {
        let head = text.get(..at)?;
        let start = scheme_start(head)?;
        if start < done {
            return None;
        }
        let rest = text.get(start..)?;
        let url = rest.get(..url_end(rest))?;
        if url.len() <= at + 3 - start {
            return None;
        }
        done = start + url.len();
        Some((start, url))
    })
}

/// The first obfuscated link of a running text, with the byte at which it begins.
fn obfuscated_in_text(text: &str) -> Option<(usize, &str)> {
    tokens(text).find_map(|token| refang(token).and_then(|_| Some((text.find(token)?, token))))
}

/// Whether a token is a script or a page in itself.
fn runs_code(token: &str) -> bool {
    let is_code = |name: &&str| token.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name)) && token.len() > name.len();
    ["javascript:", "vbscript:", "data:"].iter().any(is_code)
}

/// The stretches of a running text that are made of characters which links are written with, brackets and dot words included,
/// without the marks around them.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let is_outside =
        |c: char| !(c.is_ascii_graphic() || is_dot_lookalike(c) || matches!(c, '点' | '丶' | '：' | '／' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ' | '０'..='９'));
    text.split(is_outside).map(|stretch| {
        let is_around = |c: char| matches!(c, '"' | '\'' | '<' | '>' | '`' | ',' | '!' | '点' | '丶');
        let token = stretch.trim_start_matches(|c: char| is_around(c) || matches!(c, '(' | '[' | '{')).trim_end_matches(is_around);
        without_closing_marks(token)
    })
}

/// Where the scheme at the end of a text begins. `http` and `https` are found behind other letters too.
fn scheme_start(head: &str) -> Option<usize> {
    let of_web = ["https", "http"].iter().find_map(|scheme| {
        let start = head.len().checked_sub(scheme.len())?;
        head.get(start..)?.eq_ignore_ascii_case(scheme).then_some(start)
    });
    of_web.or_else(|| {
        let length = head.bytes().rev().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.')).count();
        let scheme = head.get(head.len() - length..)?;
        let start = scheme.find(|c: char| c.is_ascii_alphabetic())?;
        Some(head.len() - length + start)
    })
}

/// Where a URL that begins a text ends: at white space, quotes and Chinese words or punctuation.
fn url_end(text: &str) -> usize {
    let authority = authority_end(text);
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        let in_host = at < authority;
        let ends = c.is_whitespace()
            || c.is_control()
            || matches!(c, '"' | '<' | '>' | '`')
            || is_cjk_punctuation(c)
            || (c == '：' && !in_host)
            || (is_cjk(c) && (!in_host || ends_with_known_host(text.get(..at).unwrap_or_default())));
        if ends {
            end = at;
            break;
        }
    }
    without_closing_marks(text.get(..end).unwrap_or(text)).len()
}

/// A link without the punctuation of the sentence around it, and without brackets that close what it does not open.
fn without_closing_marks(url: &str) -> &str {
    let mut kept = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '|', '。', '．', '｡']);
    while let Some(shorter) = kept.strip_suffix([')', ']', '}'])
        && is_unbalanced(kept)
    {
        kept = shorter.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
    }
    kept
}

fn is_unbalanced(url: &str) -> bool {
    [('(', ')'), ('[', ']'), ('{', '}')].iter().any(|(open, close)| url.ends_with(*close) && url.matches(*close).count() > url.matches(*open).count())
}

fn authority_end(text: &str) -> usize {
    let start = text.find("://").map_or(0, |at| at + 3);
    let rest = text.get(start..).unwrap_or_default();
    rest.find(['/', '?', '#', '\\']).map_or(text.len(), |at| start + at)
}

fn ends_with_known_host(url: &str) -> bool {
    let authority = url.split("://").nth(1).unwrap_or_default();
    let host = authority.rsplit_once(':').filter(|(_, port)| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit())).map_or(authority, |(host, _)| host);
    host.parse::<std::net::Ipv4Addr>().is_ok() || host.rsplit_once('.').is_some_and(|(_, last)| is_top_level(last))
}

fn is_web(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

/// Chinese and full-width punctuation that ends a URL; the full stops that stand for dots in hosts do not.
const fn is_cjk_punctuation(c: char) -> bool {
    matches!(
        c,
        '，' | '、'
            | '！'
            | '？'
            | '；'
            | '“'
            | '”'
            | '‘'
            | '’'
            | '《'
            | '》'
            | '〈'
            | '〉'
            | '「'
            | '」'
            | '『'
            | '』'
            | '【'
            | '】'
            | '（'
            | '）'
            | '〔'
            | '〕'
            | '…'
            | '—'
            | '～'
            | '\u{3000}'
    )
}

/// Han characters, kana and Hangul.
const fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
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
