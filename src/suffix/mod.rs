//! Registrable domains by the public suffix list: compiled in, or from a newer file.

pub mod longer;
mod rules;

use publicsuffix::Psl as _;

use crate::lanes;
use crate::marked::Marked;
use crate::message::Text;
use crate::message::run as text;
use crate::room::Span;
use rules::Rules;

/// A public suffix list.
pub trait SuffixList: std::fmt::Debug + Send + Sync {
    /// The public suffix and one label more; `None` where the host is itself a public suffix.
    ///
    /// The host must be a canonical name: lower case, no IP address, no dot at either end.
    fn registrable<'h>(&self, host: &'h str) -> Option<&'h str>;

    /// Where that begins, of a host whose dots are known.
    fn registrable_start(&self, host: &Marked<'_>) -> Option<usize> {
        host.name().len().checked_sub(self.registrable(host.name())?.len())
    }

    /// Whether the host is itself on the list as a public suffix.
    fn is_public_suffix(&self, host: &str) -> bool;

    /// Where the list came from, for run information.
    fn origin(&self) -> &str;
}

/// The list compiled into the binary.
#[derive(Debug, Clone, Copy, Default)]
pub struct CompiledIn;

impl SuffixList for CompiledIn {
    fn registrable<'h>(&self, host: &'h str) -> Option<&'h str> {
        host.get(self.registrable_start(&Marked::of(host))?..)
    }

    fn registrable_start(&self, host: &Marked<'_>) -> Option<usize> {
        let bytes = host.name().as_bytes();
        let (dot, last_two) = host.last_two_labels()?;
        if bytes.first() != Some(&b'.') && !longer::may_hold(host.span_from(last_two), host.span_from(dot + 1)) {
            return Some(last_two);
        }
        let (mut dots, mut end) = (host.dots(), Some(bytes.len()));
        let labels = std::iter::from_fn(|| {
            let dot = end.and_then(|_| dots.next());
            bytes.get(dot.map_or(0, |dot| dot + 1)..std::mem::replace(&mut end, dot)?)
        });
        let suffix = psl::List.find(labels).len;
        // One label more than the suffix.
        let above = bytes.len().checked_sub(suffix + 1).filter(|end| *end > 0 && suffix > 0 && bytes.first() != Some(&b'.'))?;
        Some(host.before(above).dots().next().map_or(0, |dot| dot + 1))
    }

    fn is_public_suffix(&self, host: &str) -> bool {
        if let Some((last_two, last)) = last_labels(host)
            && !longer::may_hold(Span::of(last_two), Span::of(last))
        {
            return false;
        }
        psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known() && suffix == host)
    }

    fn origin(&self) -> &'static str {
        "compiled in (psl crate)"
    }
}

/// The last two labels of a host, and the last; `None` where there is only one.
fn last_labels(host: &str) -> Option<(&[u8], &[u8])> {
    let mut dots = lanes::places_backwards(host.as_bytes(), |lanes| lanes::equal(lanes, b'.'));
    let (last, next) = (dots.next()?, dots.next().map_or(0, |dot| dot + 1));
    Some((host.as_bytes().get(next..)?, host.as_bytes().get(last + 1..)?))
}

/// A list read from a file in the format of publicsuffix.org.
#[derive(Debug)]
pub struct FromFile {
    list: publicsuffix::List,
    origin: String,
}

/// Why a text is no public suffix list. Lines are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidList {
    /// It holds no rule.
    #[error("the list holds no rules")]
    Empty,
    /// A rule stands outside of the two sections of a list: this may be a list of another kind.
    #[error("line {line}: `{rule}` stands outside of the sections of a list")]
    Outside {
        /// Its line.
        line: usize,
        /// The rule as it is written.
        rule: String,
    },
    /// A line is no rule.
    #[error("line {line}: `{rule}` is no rule")]
    Rule {
        /// The line.
        line: usize,
        /// What stands there.
        rule: String,
    },
    /// A section begins inside another, or ends where none is, or does not end: the list may be cut short.
    #[error("line {line}: a section is not closed or not opened")]
    Sections {
        /// The line where it is seen.
        line: usize,
    },
}

impl InvalidList {
    /// The reason as a sentence for a person.
    #[must_use]
    pub fn sentence(&self, name: &str) -> Text {
        match self {
            Self::Empty => text::suffixes_empty(name),
            Self::Outside { line, rule } => text::suffixes_outside(name, *line, rule),
            Self::Rule { line, rule } => text::suffixes_rule(name, *line, rule),
            Self::Sections { line } => text::suffixes_sections(name, *line),
        }
    }
}

impl FromFile {
    /// Reads a list from its text; `origin` names it in run information.
    ///
    /// # Errors
    /// The text holds no rules, a line that is no rule, or sections that do not fit: it is damaged, cut short or no such list.
    pub fn parse(text: &str, origin: &str) -> Result<Self, InvalidList> {
        Ok(Self { list: Rules::parse(text)?.list()?, origin: origin.to_owned() })
    }
}

impl SuffixList for FromFile {
    fn registrable<'h>(&self, host: &'h str) -> Option<&'h str> {
        let domain = self.list.domain(host.as_bytes()).filter(|_| !host.starts_with('.'))?;
        let start = host.len().checked_sub(domain.as_bytes().len())?;
        host.get(start..)
    }

    fn is_public_suffix(&self, host: &str) -> bool {
        self.list.suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known() && suffix == host)
    }

    fn origin(&self) -> &str {
        &self.origin
    }
}

/// Whether a label is a top-level domain of the compiled-in list, in any spelling.
///
/// Used to tell a bare host from other words, so the list's age hardly matters.
#[must_use]
pub fn is_top_level(label: &str) -> bool {
    if label.bytes().all(|b| b.is_ascii_lowercase()) {
        return is_known(label.as_bytes());
    }
    let is_punycode = label.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("xn--"));
    if !is_punycode && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return is_known(label.to_ascii_lowercase().as_bytes());
    }
    !mixes_han(label) && idna::domain_to_ascii(label).is_ok_and(|ascii| is_known(ascii.as_bytes()))
}

/// Whether Chinese characters stand beside ASCII in what is one label. No top-level domain has both, and neither is ever mapped away
/// (UTS #46); sentences that go on behind a full stop do. Full stops of other scripts part labels, too.
fn mixes_han(label: &str) -> bool {
    let is_stop = |c: char| matches!(c, '。' | '．' | '｡');
    label.bytes().any(|byte| byte.is_ascii_alphanumeric()) && label.chars().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}')) && !label.contains(is_stop)
}

/// Whether a label is on the list. Some top-level domains stand there only as `*.ck`, which holds for names below them.
fn is_known(label: &[u8]) -> bool {
    let mut below = *b"a.                                                               ";
    let Some(place) = below.get_mut(2..2 + label.len()) else { return false };
    place.copy_from_slice(label);
    !label.is_empty() && (is_listed(label) || is_listed(below.get(..2 + label.len()).unwrap_or_default()))
}

/// Whether a canonical name is itself a public suffix of the compiled-in list.
#[must_use]
pub fn is_public_name(name: &str) -> bool {
    CompiledIn.is_public_suffix(name)
}

fn is_listed(name: &[u8]) -> bool {
    psl::suffix(name).is_some_and(|suffix| suffix.is_known())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lists_agree_on_plain_hosts() {
        let text = "// ===BEGIN ICANN DOMAINS===\ncom\ncn\ncom.cn\n*.ck\n!www.ck\n// ===END ICANN DOMAINS===\n";
        let file = FromFile::parse(text, "test").unwrap();
        for host in ["www.taobao.com", "a.b.com.cn", "com.cn", "com", "www.ck", "a.b.ck", "a.www.ck"] {
            assert_eq!(file.registrable(host), CompiledIn.registrable(host), "{host}");
        }
        assert!(CompiledIn.is_public_suffix("com.cn") && !CompiledIn.is_public_suffix("taobao.com"));
        for host in [".taobao.com", "."] {
            assert_eq!((file.registrable(host), CompiledIn.registrable(host)), (None, None), "{host}");
        }
    }

    proptest::proptest! {
        #[test]
        fn labels_are_handed_over_as_the_crate_parts_them(host in "([a-z0-9-]{1,20}\\.){0,4}(com|cn|com\\.cn|ck|www\\.ck|co\\.uk|github\\.io|kawasaki\\.jp|city\\.kawasaki\\.jp|example|[a-z]{1,3})") {
            let theirs = psl::domain(host.as_bytes()).map(|domain| String::from_utf8_lossy(domain.as_bytes()).into_owned());
            proptest::prop_assert_eq!(CompiledIn.registrable(&host).map(str::to_owned), theirs);
        }
    }

    #[test]
    fn top_level_domains_are_known_in_any_spelling_and_under_wildcards() {
        for (label, expected) in [
            ("com", true),
            ("COM", true),
            ("中国", true),
            ("xn--fiqs8s", true),
            ("ck", true),
            ("np", true),
            ("html", false),
            ("example", false),
            ("com店。com", true),
            ("0的", false),
        ] {
            assert_eq!(is_top_level(label), expected, "{label}");
        }
    }
}
