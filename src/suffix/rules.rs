//! The rules of a public suffix list: read from its text, and asked for a host.
//!
//! The algorithm is the one that publicsuffix.org tells: an exception wins, else the rule with the most labels, else `*`.
//! A list that is damaged is refused at its line, for a rule that is lost makes two sites out of one, or one out of two.

use std::collections::HashMap;

use super::InvalidList;

/// What a list says of a name itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Itself {
    /// Nothing.
    #[default]
    Unnamed,
    /// It is a public suffix.
    Suffix,
    /// It is none, although a wildcard says so.
    Exception,
}

/// What a list says of the names one label below a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Below {
    /// Nothing.
    #[default]
    Unnamed,
    /// Each is a public suffix, by a wildcard.
    Suffixes,
}

#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    itself: Itself,
    below: Below,
}

/// The section of a list that a line stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Outside,
    Icann,
    Private,
}

/// The rules of a list, by the name that each is about.
#[derive(Debug, Default)]
pub(super) struct Rules {
    entries: HashMap<Box<str>, Entry, foldhash::fast::FixedState>,
}

impl Rules {
    /// Reads a list. Rules count in both of its sections; what stands behind the first white space of a line does not.
    pub(super) fn parse(text: &str) -> Result<Self, InvalidList> {
        let mut rules = Self::default();
        let mut section = Section::Outside;
        let mut last = 0;
        for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            last = number;
            let line = line.trim();
            if line.starts_with("//") {
                section = section_after(line, section).ok_or(InvalidList::Sections { line: number })?;
                continue;
            }
            let Some(rule) = line.split_whitespace().next() else { continue };
            if section == Section::Outside {
                return Err(InvalidList::Outside { line: number, rule: rule.to_owned() });
            }
            // A second word is no note: notes are comments. So a list of another kind is not taken for this one.
            if line.len() > rule.len() || rules.add(rule).is_none() {
                return Err(InvalidList::Rule { line: number, rule: line.to_owned() });
            }
        }
        if section != Section::Outside {
            return Err(InvalidList::Sections { line: last });
        }
        if rules.entries.is_empty() { Err(InvalidList::Empty) } else { Ok(rules) }
    }

    fn add(&mut self, rule: &str) -> Option<()> {
        let exception = rule.strip_prefix('!');
        let wildcard = rule.strip_prefix("*.");
        let name = ascii_name(exception.or(wildcard).unwrap_or(rule))?;
        if exception.is_some() && !name.contains('.') {
            return None;
        }
        let entry = self.entries.entry(name.into_boxed_str()).or_default();
        match (exception, wildcard) {
            (Some(_), _) => entry.itself = Itself::Exception,
            (None, Some(_)) => entry.below = Below::Suffixes,
            (None, None) => entry.itself = Itself::Suffix,
        }
        Some(())
    }

    /// The number of labels of a host's public suffix by the rules that name it; `None` where only the implicit `*` holds.
    pub(super) fn listed_labels(&self, host: &str) -> Option<usize> {
        let mut longest = None;
        let mut above = Below::Unnamed;
        for (labels, name) in (1..).zip(names_downwards(host)) {
            let entry = self.entries.get(name).copied().unwrap_or_default();
            match entry.itself {
                Itself::Exception => return Some(labels - 1),
                Itself::Suffix => longest = Some(labels),
                Itself::Unnamed if above == Below::Suffixes => longest = Some(labels),
                Itself::Unnamed => {}
            }
            above = entry.below;
        }
        longest
    }
}

/// The section behind a comment line; `None` where it begins or ends one that it cannot.
fn section_after(line: &str, section: Section) -> Option<Section> {
    let Some(mark) = line.split_once("===").map(|(_, mark)| mark) else { return Some(section) };
    match (mark.trim_end_matches('='), section) {
        ("BEGIN ICANN DOMAINS", Section::Outside) => Some(Section::Icann),
        ("BEGIN PRIVATE DOMAINS", Section::Outside) => Some(Section::Private),
        ("END ICANN DOMAINS", Section::Icann) | ("END PRIVATE DOMAINS", Section::Private) => Some(Section::Outside),
        ("BEGIN ICANN DOMAINS" | "BEGIN PRIVATE DOMAINS" | "END ICANN DOMAINS" | "END PRIVATE DOMAINS", _) => None,
        _ => Some(section),
    }
}

/// A name in the form that hosts have; `None` where a label is empty or holds what no host has.
fn ascii_name(name: &str) -> Option<String> {
    let ascii = idna::domain_to_ascii(name).ok()?;
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    ascii.split('.').all(is_label).then_some(ascii)
}

/// The names above a host and the host, shortest first: `c`, `b.c`, `a.b.c`.
fn names_downwards(host: &str) -> impl Iterator<Item = &str> {
    let starts = memchr::memrchr_iter(b'.', host.as_bytes()).map(|dot| dot + 1);
    starts.chain(std::iter::once(0)).filter_map(|start| host.get(start..))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(rules: &str) -> String {
        format!("// ===BEGIN ICANN DOMAINS===\n{rules}\n// ===END ICANN DOMAINS===\n")
    }

    #[test]
    fn exceptions_win_and_then_the_longest_rule() {
        let rules = Rules::parse(&list("com\n*.ck\n!www.ck\n*.a.com\n*.b.a.com\n公司.cn\nx.y.ck")).unwrap();
        for (host, expected) in [
            ("com", Some(1)),
            ("a.com", Some(1)),
            ("b.a.com", Some(2 + 1)),
            ("c.b.a.com", Some(4)),
            ("d.c.a.com", Some(3)),
            ("ck", None),
            ("z.ck", Some(2)),
            ("z.y.ck", Some(2)),
            ("x.y.ck", Some(3)),
            ("www.ck", Some(1)),
            ("a.www.ck", Some(1)),
            ("xn--55qx5d.cn", Some(2)),
            ("a.cn", None),
            ("example", None),
        ] {
            assert_eq!(rules.listed_labels(host), expected, "{host}");
        }
    }

    #[test]
    fn damaged_lists_are_refused_at_their_line() {
        for (text, expected) in [
            (String::new(), InvalidList::Empty),
            (list("// nothing"), InvalidList::Empty),
            ("com\n".to_owned(), InvalidList::Outside { line: 1, rule: "com".to_owned() }),
            (list("com\na*.com"), InvalidList::Rule { line: 3, rule: "a*.com".to_owned() }),
            (list("b.*.com"), InvalidList::Rule { line: 2, rule: "b.*.com".to_owned() }),
            (list("**.com"), InvalidList::Rule { line: 2, rule: "**.com".to_owned() }),
            (list(".com"), InvalidList::Rule { line: 2, rule: ".com".to_owned() }),
            (list("a..com"), InvalidList::Rule { line: 2, rule: "a..com".to_owned() }),
            (list("com."), InvalidList::Rule { line: 2, rule: "com.".to_owned() }),
            (list("!com"), InvalidList::Rule { line: 2, rule: "!com".to_owned() }),
            (list("0.0.0.0 ads.com"), InvalidList::Rule { line: 2, rule: "0.0.0.0 ads.com".to_owned() }),
            (list("a#b.com"), InvalidList::Rule { line: 2, rule: "a#b.com".to_owned() }),
            ("// ===BEGIN ICANN DOMAINS===\ncom\n".to_owned(), InvalidList::Sections { line: 2 }),
            ("// ===BEGIN ICANN DOMAINS===\ncom\n// ===END PRIVATE DOMAINS===\n".to_owned(), InvalidList::Sections { line: 3 }),
        ] {
            assert_eq!(Rules::parse(&text).map(|_| ()), Err(expected), "{text}");
        }
        assert!(Rules::parse("\u{feff}// a note\n// ===BEGIN PRIVATE DOMAINS===\r\n a.com \r\n// ===END PRIVATE DOMAINS===").is_ok());
    }
}
