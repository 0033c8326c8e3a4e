//! One line of a v2fly list: a rule with attributes and the lists it belongs to as well.

/// What a line names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Domain,
    Full,
    Keyword,
    Regexp,
    Include,
}

/// A line that is understood.
#[derive(Debug, Clone)]
pub(super) struct Rule<'t> {
    pub(super) kind: Kind,
    pub(super) value: &'t str,
    /// Attributes without their `@`; those of an include that begin with `-` must not be there.
    pub(super) attributes: Vec<&'t str>,
    /// Further lists that the line belongs to.
    pub(super) affiliations: Vec<&'t str>,
}

impl<'t> Rule<'t> {
    /// Reads a line without its comment; `None` if it is no rule.
    pub(super) fn parse(line: &'t str) -> Option<Self> {
        let mut words = line.split_ascii_whitespace();
        let first = words.next()?;
        let (kind, value) = match first.split_once(':') {
            None => (Kind::Domain, first),
            Some(("domain", value)) => (Kind::Domain, value),
            Some(("full", value)) => (Kind::Full, value),
            Some(("keyword", value)) => (Kind::Keyword, value),
            Some(("regexp", value)) => (Kind::Regexp, value),
            Some(("include", value)) => (Kind::Include, value),
            Some(_) => return None,
        };
        let mut rule = Rule { kind, value, attributes: Vec::new(), affiliations: Vec::new() };
        for word in words {
            match (word.strip_prefix('@'), word.strip_prefix('&')) {
                (Some(attribute), _) if !attribute.is_empty() => rule.attributes.push(attribute),
                (_, Some(list)) if is_list_name(list) => rule.affiliations.push(list),
                _ => return None,
            }
        }
        (!value.is_empty()).then_some(rule)
    }
}

/// Whether a word can name a list: it becomes the name of a file, so it must not lead anywhere else.
pub(super) fn is_list_name(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'!' | b'-' | b'_'))
}

/// Which attributes a rule must have and must not have to be taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Filter(Vec<String>);

impl Filter {
    /// The filter of an `include:`, or of what stands behind `@` in an entry.
    pub(super) fn of<'a>(attributes: impl IntoIterator<Item = &'a str>) -> Self {
        Self(attributes.into_iter().map(str::to_ascii_lowercase).collect())
    }

    /// Whether rules with these attributes are taken.
    pub(super) fn takes<'a>(&self, attributes: impl Iterator<Item = &'a str> + Clone) -> bool {
        self.0.iter().all(|wanted| {
            let has = |name: &str| attributes.clone().any(|attribute| attribute.eq_ignore_ascii_case(name));
            wanted.strip_prefix('-').map_or_else(|| has(wanted), |unwanted| !has(unwanted))
        })
    }
}

/// Parts `code@one@two` into its code and its filter.
pub(super) fn entry(written: &str) -> (&str, Filter) {
    let mut parts = written.split('@');
    (parts.next().unwrap_or_default(), Filter::of(parts.filter(|part| !part.is_empty())))
}
