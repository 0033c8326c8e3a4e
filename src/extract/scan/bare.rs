//! Hosts without a scheme, and mail addresses, found at a dot.

use super::authority::{Authority, host_at, is_proper};
use super::chars::{Class, byte_at, char_at, char_before, class, is_wide, is_wide_dot};
use super::edges::tail_end;
use super::endings::{Ending, ending, is_two_part};
use super::found::{Form, Found};
use super::options::{Hosts, Options};

/// What a look at a place brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// A link.
    Link(Found),
    /// None, and no other dot before this byte is worth a look.
    Nothing(usize),
}

/// Words before a host that say it is one; a colon or blank may stand between.
const CUES: [&str; 15] = ["网址", "官网", "网站", "访问", "打开", "登录", "登陆", "浏览", "链接", "地址", "域名", "visit", "website", "site", "domain"];

/// What has a `top` in programs: windows, elements and places on a screen.
const MEASURED: [&str; 20] = [
    "window", "parent", "frame", "document", "body", "event", "node", "el", "elem", "element", "box", "rect", "bounds", "pos", "position", "offset", "style",
    "margin", "padding", "border",
];

/// The most bytes of a name before its first dot, and of the name of a mail address.
const NAME_LIMIT: usize = 256;

/// The link at a dot, if there is one; `floor` is where the text not yet read begins.
pub(super) fn at_dot(text: &str, dot: usize, floor: usize, options: &Options) -> Seen {
    let next = byte_at(text, dot + 1);
    let before = byte_at(text, dot.wrapping_sub(1));
    // Nearly every dot of a text ends a sentence.
    if dot <= floor
        || !(next.is_ascii_alphanumeric() || next >= 0x80)
        || !(before.is_ascii_alphanumeric() || before >= 0x80 || before == b'-' || before == b'_')
    {
        return Seen::Nothing(dot + 1);
    }
    let Some(start) = name_start(text, dot, floor) else { return Seen::Nothing(dot + 1) };
    let Some(host) = host_at(text, start).filter(|host| host.host_end > dot + 1) else { return Seen::Nothing(dot + 1) };
    let end = host.host_end;
    if let Some(at) = mail_sign(text, end) {
        return mail(text, start, at, floor, options);
    }
    if byte_at(text, end) == b'_' {
        return Seen::Nothing(end);
    }
    let begun = text.get(..start).map_or(start, |head| head.trim_end_matches('-').len());
    match char_before(text, begun) {
        Some('@') if begun == start => return mail(text, start, start - 1, floor, options),
        Some('@') => return Seen::Nothing(end),
        Some('#' | '/' | '.' | '_' | '%') => return Seen::Nothing(end),
        _ => {}
    }
    if text.get(end..).is_some_and(|rest| rest.starts_with("://")) {
        return Seen::Nothing(end);
    }
    let Some(found) = bare(text, start, host, options) else { return Seen::Nothing(end) };
    Seen::Link(found)
}

/// The `@` behind a name that is the first part of a mail address, as `a.b+c@d.cn`.
fn mail_sign(text: &str, end: usize) -> Option<usize> {
    let rest = text.as_bytes().get(end..)?;
    let length = rest.iter().take(64).take_while(|byte| is_mail_byte(**byte)).count();
    let is_joined = length == 0 || rest.first().is_some_and(|byte| !byte.is_ascii_alphanumeric());
    (rest.get(length) == Some(&b'@') && is_joined).then_some(end + length)
}

/// Whether the name of a mail address is written with a byte, by habit; the standard allows more.
const fn is_mail_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-' | b'\'' | b'~' | b'&' | b'=')
}

/// The link that a host without a scheme is, with its path; `None` where it is none by what the options ask for.
pub(super) fn bare(text: &str, start: usize, host: Authority, options: &Options) -> Option<Found> {
    if options.hosts == Hosts::None {
        return None;
    }
    // Behind `a.cn##` stands what a filter hides of a page.
    let is_filter = text.get(host.end..).is_some_and(|rest| rest.starts_with("##"));
    let end = if is_filter { host.end } else { whole_end(text, host, char_before(text, start), options) };
    let is_link = text.get(host.host..host.host_end).is_some_and(|name| {
        let seen = Context { text, start, name, behind: text.get(host.host_end..end).unwrap_or_default(), end };
        seen.is_host(options.hosts)
    });
    is_link.then_some(Found { start, end, form: Form::Host })
}

/// The end of a link whose host is known.
pub(super) fn whole_end(text: &str, host: Authority, guard: Option<char>, options: &Options) -> usize {
    match byte_at(text, host.end) {
        b'/' | b'?' | b'#' => tail_end(text, host.end, guard, options.wide),
        b'\\' if matches!(byte_at(text, host.end + 1), b'/' | b'@' | b'.') => {
            // Without anything behind it the backslash is one of the text around.
            let end = tail_end(text, host.end + 1, guard, options.wide);
            if end > host.end + 1 { end } else { host.end }
        }
        _ => host.end,
    }
}

/// Where the name around a dot begins.
fn name_start(text: &str, dot: usize, floor: usize) -> Option<usize> {
    let floor = floor.max(dot.saturating_sub(NAME_LIMIT));
    let mut at = dot;
    // What the label gone through is written with, from its end on.
    let mut kind = None;
    while at > floor {
        let c = char_before(text, at)?;
        let now = class(c);
        let is_inside = match now {
            Class::Outside => false,
            Class::Inside if c == '.' => kind.is_some(),
            Class::Inside if c.is_ascii() => (c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) && kind != Some(Class::Wide),
            Class::Inside | Class::Hidden => kind != Some(Class::Wide),
            Class::Sign | Class::Wide => kind.is_none() || kind == Some(now),
        };
        if !is_inside || at < floor + c.len_utf8() {
            break;
        }
        kind = if c == '.' { None } else { Some(now) };
        at -= c.len_utf8();
    }
    // What cannot begin a name is not a part of it.
    let name = text.get(at..dot)?;
    let kept = name.trim_start_matches('-');
    (!kept.is_empty()).then_some(dot - kept.len())
}

/// A mail address around the `@` behind a name or before a host.
fn mail(text: &str, start: usize, at: usize, floor: usize, options: &Options) -> Seen {
    let is_before = start > at;
    let Some(host) = host_at(text, at + 1) else { return Seen::Nothing(at + 1) };
    let name_from = if is_before { mail_name_start(text, at, floor) } else { mail_name_start(text, start, floor) };
    let name = text.get(name_from..at).unwrap_or_default();
    let is_host = text
        .get(host.host..host.host_end)
        .is_some_and(|name| is_proper(name) && name.rsplit_once('.').is_some_and(|(_, last)| ending(last) != Ending::Unknown));
    let is_mail = is_host
        && name.bytes().any(|byte| byte.is_ascii_alphanumeric())
        && !name.starts_with('.')
        && !name.ends_with('.')
        && byte_at(text, host.host_end) != b'@'
        && char_before(text, name_from) != Some('@');
    if is_mail && options.mail == super::options::Look::Find {
        return Seen::Link(Found { start: name_from, end: host.host_end, form: Form::Mail });
    }
    if options.hosts == Hosts::Any && is_before && text.get(host.host..host.host_end).is_some_and(|name| name.parse::<std::net::Ipv4Addr>().is_ok()) {
        return Seen::Link(Found { start: host.host, end: whole_end(text, host, Some('@'), options), form: Form::Host });
    }
    Seen::Nothing(host.host_end)
}

fn mail_name_start(text: &str, end: usize, floor: usize) -> usize {
    let floor = floor.max(end.saturating_sub(NAME_LIMIT));
    let head = text.as_bytes().get(floor..end).unwrap_or_default();
    end - head.iter().rev().take_while(|byte| is_mail_byte(**byte)).count()
}

/// A name and what stands around it.
struct Context<'t> {
    text: &'t str,
    start: usize,
    name: &'t str,
    /// Port, path, query and fragment.
    behind: &'t str,
    end: usize,
}

impl Context<'_> {
    fn is_host(&self, hosts: Hosts) -> bool {
        let name = self.name.trim_end_matches('.');
        if name.starts_with('[') {
            return !self.behind.is_empty();
        }
        let Some((rest, last)) = name.rsplit_once('.') else { return false };
        // A Chinese full stop in a name without a scheme parts sentences; see `disguised` for those that do not.
        if name.chars().any(is_wide_dot) {
            return false;
        }
        if last.bytes().all(|byte| byte.is_ascii_digit()) {
            let is_address = name.parse::<std::net::Ipv4Addr>().is_ok();
            return is_address && (hosts == Hosts::Any || self.has_part() && !self.is_network());
        }
        let kind = ending(last);
        if kind == Ending::Unknown || !is_proper(name) {
            return false;
        }
        match hosts {
            Hosts::None => false,
            Hosts::Any => true,
            Hosts::Telling => self.is_telling(rest, last, kind),
        }
    }

    /// Whether a port or a path follows.
    fn has_part(&self) -> bool {
        self.behind.len() > 1 && matches!(byte_at(self.behind, 0), b':' | b'/')
    }

    /// Whether what follows an address is the length of a network's prefix, as in `10.0.0.0/8`.
    fn is_network(&self) -> bool {
        self.behind.strip_prefix('/').is_some_and(|length| length.parse::<u8>().is_ok_and(|length| length <= 32))
    }

    fn is_telling(&self, rest: &str, last: &str, kind: Ending) -> bool {
        if self.is_code() {
            return false;
        }
        let starts_www = rest.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("www."));
        if starts_www || self.has_cue() {
            return true;
        }
        let first = rest.split('.').next().unwrap_or_default();
        // `com.example.app` is a name of code, from the largest part to the smallest.
        let is_reversed = rest.contains('.') && matches!(first, "com" | "org" | "net" | "cn" | "io" | "java" | "javax" | "android");
        if is_reversed || first == "java" || first == "this" || first == "self" || self.is_member(rest, last) || self.is_stock(rest, last) {
            return false;
        }
        // Chinese words before `.net` are mostly a sentence's; before an ending in Chinese they are a name.
        if rest.chars().any(is_wide) && last.is_ascii() {
            return self.has_part();
        }
        if kind == Ending::Plain {
            // A sentence without a blank begins with a capital, and `ASP.NET` is no site.
            let is_word = last.as_bytes().first().is_some_and(u8::is_ascii_uppercase) && (rest.bytes().any(|byte| byte.is_ascii_lowercase()) || last == "NET");
            let is_short = rest.len() == 1 && !matches!(last, "com" | "cn");
            // An ending in Chinese must be a whole word.
            let is_cut = !last.is_ascii() && char_at(self.text, self.end).is_some_and(is_wide);
            return self.has_part() || !(is_word || is_short || is_cut);
        }
        let is_lower = !self.name.bytes().any(|byte| byte.is_ascii_uppercase());
        if is_two_part(self.name) && is_lower {
            return true;
        }
        self.has_part() && is_lower && !self.is_file_like(last)
    }

    /// Whether an ending that files have too is followed by what only stands behind a file.
    fn is_file_like(&self, last: &str) -> bool {
        is_file_ending(last) && (self.behind.starts_with(':') || self.behind.starts_with('#') || self.behind.len() < 3)
    }

    /// Whether the characters around are those of code or of a path on a disk.
    fn is_code(&self) -> bool {
        let before = char_before(self.text, self.start);
        let after = char_at(self.text, self.end);
        let is_call = self.behind.is_empty() && matches!(after, Some('(' | '[' | '{' | '=' | '\\' | '$'));
        let is_path = self.behind.is_empty() && self.text.get(self.end..).is_some_and(|rest| rest.starts_with("->") || rest.starts_with("::"));
        is_call || is_path || matches!(before, Some('\\' | '$' | '&' | '~' | '-' | '+' | ')' | ']'))
    }

    /// Whether the name is a part of an object of a program: `rect.top`, `eventConfig.sa`.
    fn is_member(&self, rest: &str, last: &str) -> bool {
        if rest.contains('.') || matches!(last, "com" | "org" | "net" | "cn" | "io" | "dev") || self.has_part() {
            return false;
        }
        last == "top" && MEASURED.contains(&rest) || is_camel(rest)
    }

    /// Whether the name is the code of a stock: `00700.HK`.
    fn is_stock(&self, rest: &str, last: &str) -> bool {
        matches!(last, "HK" | "SH" | "SZ" | "BJ" | "TW") && (4..=6).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_digit()) && !self.has_part()
    }

    /// Whether a word before the name says that it is a site.
    fn has_cue(&self) -> bool {
        let floor = self.start.saturating_sub(16);
        let head = (floor..=self.start).find_map(|at| self.text.get(at..self.start)).unwrap_or_default();
        let head = head.trim_end_matches([' ', ':', '：', '是', '为', '到', '请']);
        CUES.iter().any(|cue| head.get(head.len().wrapping_sub(cue.len())..).is_some_and(|tail| tail.eq_ignore_ascii_case(cue)))
    }
}

/// Whether a word is written as names of code are: small letters, and a capital behind three of them or more, as in `eventConfig`.
fn is_camel(word: &str) -> bool {
    let bytes = word.as_bytes();
    let is_word = bytes.first().is_some_and(u8::is_ascii_lowercase) && bytes.iter().all(u8::is_ascii_alphanumeric);
    is_word
        && bytes
            .windows(4)
            .any(|part| matches!(part, [a, b, c, d] if a.is_ascii_lowercase() && b.is_ascii_lowercase() && c.is_ascii_lowercase() && d.is_ascii_uppercase()))
}

fn is_file_ending(last: &str) -> bool {
    matches!(
        last,
        "md" | "rs"
            | "py"
            | "sh"
            | "pl"
            | "cc"
            | "ps"
            | "zip"
            | "mov"
            | "so"
            | "ai"
            | "ml"
            | "mm"
            | "app"
            | "java"
            | "st"
            | "vi"
            | "tf"
            | "gz"
            | "cab"
            | "pub"
            | "bz"
            | "la"
    )
}
