//! The rules of a public suffix list, read strictly and handed to the `publicsuffix` crate whole.
//!
//! A list that is damaged is refused at its line, for a rule that is lost makes two sites out of one, or one out of two. The
//! crate itself skips rules outside of sections, takes words that are no rules, and forgets a wildcard for a label through
//! which a longer rule goes (`*.x` for `a.x` where `*.a.x` stands too); such a name is written out for it.

use std::collections::{BTreeMap, BTreeSet};

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
    entries: BTreeMap<Box<str>, Entry>,
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

    /// The list for lookups, with the names written out that its wildcards name and longer rules hide.
    pub(super) fn list(&self) -> Result<publicsuffix::List, InvalidList> {
        let mut text = String::from("// ===BEGIN ICANN DOMAINS===\n");
        for (name, entry) in &self.entries {
            match entry.itself {
                Itself::Suffix => text.extend([name, "\n"]),
                Itself::Exception => text.extend(["!", name, "\n"]),
                Itself::Unnamed => {}
            }
            if entry.below == Below::Suffixes {
                text.extend(["*.", name, "\n"]);
            }
        }
        for name in self.hidden() {
            text.extend([name, "\n"]);
        }
        text.push_str("// ===END ICANN DOMAINS===\n");
        text.parse().map_err(|_| InvalidList::Empty)
    }

    /// The names that a wildcard makes public suffixes, that nothing else names, and that stand in longer rules.
    fn hidden(&self) -> BTreeSet<&str> {
        let by_wildcard = |name: &str| {
            let above = name.split_once('.').map_or("", |(_, above)| above);
            let named = self.entries.get(name).is_some_and(|entry| entry.itself != Itself::Unnamed);
            !named && self.entries.get(above).is_some_and(|entry| entry.below == Below::Suffixes)
        };
        self.entries.keys().flat_map(|name| names_upwards(name)).filter(|name| by_wildcard(name)).collect()
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

/// A name and the names above it: `a.b.c`, `b.c`, `c`.
fn names_upwards(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(name), |name| name.split_once('.').map(|(_, above)| above))
}

#[cfg(test)]
mod tests {
    use publicsuffix::Psl as _;

    use super::*;

    fn list(rules: &str) -> String {
        format!("// ===BEGIN ICANN DOMAINS===\n{rules}\n// ===END ICANN DOMAINS===\n")
    }

    #[test]
    fn exceptions_win_and_then_the_longest_rule() {
        let list = Rules::parse(&list("com\n*.ck\n!www.ck\n*.a.com\n*.b.a.com\n公司.cn\nx.y.ck")).unwrap().list().unwrap();
        for (host, expected) in [
            ("com", Some("com")),
            ("a.com", Some("com")),
            ("b.a.com", Some("b.a.com")),
            ("c.b.a.com", Some("c.b.a.com")),
            ("d.c.a.com", Some("c.a.com")),
            ("ck", None),
            ("z.ck", Some("z.ck")),
            ("z.y.ck", Some("y.ck")),
            ("y.ck", Some("y.ck")),
            ("x.y.ck", Some("x.y.ck")),
            ("www.ck", Some("ck")),
            ("a.www.ck", Some("ck")),
            ("xn--55qx5d.cn", Some("xn--55qx5d.cn")),
            ("a.cn", None),
            ("example", None),
        ] {
            let suffix = list.suffix(host.as_bytes()).filter(publicsuffix::Suffix::is_known);
            assert_eq!(suffix.as_ref().map(|suffix| std::str::from_utf8(suffix.as_bytes()).unwrap()), expected, "{host}");
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
