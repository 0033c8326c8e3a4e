//! The modifiers of adblock rules, behind the last `$`.

use crate::classify::listed::Weight;

/// Modifiers that say nothing beyond what a rule about a link says anyway.
const IDLE: &[&str] = &["all", "document", "doc"];

/// The modifiers of one rule.
#[derive(Debug, Default)]
pub(super) struct Options<'t> {
    pub(super) weight: Weight,
    /// Names that are spared, with all below them.
    pub(super) denyallow: Vec<&'t str>,
    badfilter: Option<()>,
}

impl<'t> Options<'t> {
    /// Reads them; `None` if there is one that is not understood.
    pub(super) fn parse(written: &'t str) -> Option<Self> {
        let mut options = Self::default();
        for option in written.split(',').map(str::trim) {
            match option.split_once('=') {
                None if option == "important" => options.weight = Weight::Important,
                None if option == "badfilter" => options.badfilter = Some(()),
                None if IDLE.contains(&option) => {}
                Some(("denyallow", names)) if !names.is_empty() => options.denyallow.extend(names.split('|')),
                _ => return None,
            }
        }
        Some(options)
    }

    /// Whether the rule only switches another one off.
    pub(super) const fn is_badfilter(&self) -> bool {
        self.badfilter.is_some()
    }
}

/// Parts a rule at its modifiers; `None` for a regular expression.
pub(super) fn split(rule: &str) -> Option<(&str, Option<&str>)> {
    let is_option = |text: &str| text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase() || byte == b'~' || byte == b'_');
    let (pattern, options) = match rule.rsplit_once('$') {
        Some((pattern, options)) if is_option(options) && !options.contains('/') => (pattern, Some(options)),
        _ => (rule, None),
    };
    let body = pattern.strip_prefix("@@").unwrap_or(pattern);
    let is_regex = body.len() > 1 && body.starts_with('/') && body.ends_with('/');
    (!is_regex).then_some((pattern, options))
}

/// The rule that a `$badfilter` rule switches off; `None` if it is no such rule.
pub(super) fn without_badfilter(pattern: &str, options: &str) -> Option<String> {
    let mut others: Vec<&str> = options.split(',').map(str::trim).collect();
    let before = others.len();
    others.retain(|option| *option != "badfilter");
    (others.len() < before).then(|| joined(pattern, others))
}

/// A rule with its modifiers in one order, so that rules can be compared.
pub(super) fn normal(rule: &str, options: Option<&str>) -> String {
    let pattern = options.map_or(rule, |_| rule.rsplit_once('$').map_or(rule, |(pattern, _)| pattern));
    joined(pattern, options.unwrap_or_default().split(',').map(str::trim).filter(|option| !option.is_empty()).collect())
}

fn joined(pattern: &str, mut options: Vec<&str>) -> String {
    options.sort_unstable();
    format!("{pattern}${}", options.join(","))
}
