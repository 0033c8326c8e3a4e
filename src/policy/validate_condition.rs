//! Checking the keys of `match` and `except` against the catalog, the policy and the grammar of hosts and paths.

use super::checker::Checker;
use super::model::{Condition, Test};
use super::raw::{NameKey, RawCondition, RawTest};
use crate::canon::scheme::scheme_of;
use crate::classify::ids::{CategorySet, OwnerId, WrapperId};
use crate::classify::read::{check_host, path_fault};
use crate::document::Placed;
use crate::message::{document as shape, policy as text};
use crate::path::PathPattern;
use crate::suffix::{CompiledIn, SuffixList as _};

impl Checker<'_> {
    /// A valid condition; values that are wrong are reported and left out.
    pub(super) fn condition(&mut self, raw: &RawCondition) -> Condition {
        Condition { tests: raw.tests.iter().map(|test| self.test(test)).collect() }
    }

    fn test(&mut self, raw: &RawTest) -> Test {
        match raw {
            RawTest::Names(key, names) => self.names(*key, names),
            RawTest::Kind(kinds) => Test::Kind(kinds.iter().map(|kind| kind.value).collect()),
            RawTest::Port(ports) => Test::Port(ports.iter().filter_map(|port| u16::try_from(port.value).ok()).collect()),
            RawTest::HasQuery(flag) => Test::HasQuery(*flag),
            RawTest::Signal(signals) => Test::Signal(signals.iter().map(|signal| signal.value).collect()),
            RawTest::Shortener(classes) => Test::Shortener(classes.iter().map(|class| class.value).collect()),
            RawTest::DepthAtLeast(depth) => Test::DepthAtLeast(usize::try_from(*depth).unwrap_or(usize::MAX)),
            RawTest::LengthOver(length) => Test::LengthOver(usize::try_from(*length).unwrap_or(usize::MAX)),
            RawTest::PostedBefore(time) => Test::PostedBefore(time.instant(self.policy.zone)),
            RawTest::Context(id, values) => self.context(id, values),
            RawTest::Any(conditions) => Test::Any(conditions.iter().map(|raw| self.condition(raw)).collect()),
            RawTest::All(conditions) => Test::All(conditions.iter().map(|raw| self.condition(raw)).collect()),
        }
    }

    fn names(&mut self, key: NameKey, names: &[Placed<String>]) -> Test {
        match key {
            NameKey::Host => Test::Host(self.hosts(names)),
            NameKey::Domain => Test::Domain(self.hosts(names)),
            NameKey::Registrable => Test::Registrable(self.registrables(names)),
            NameKey::Suffix => Test::Suffix(self.hosts(names)),
            NameKey::Owner => Test::Owner(self.owners(names)),
            NameKey::Category => Test::Category(self.categories(names)),
            NameKey::List => Test::List(self.list_bits(names)),
            NameKey::Scheme => Test::Scheme(self.schemes(names)),
            NameKey::Path => Test::Path(self.paths(names)),
            NameKey::Query => Test::Query(self.parameters(names)),
            NameKey::Wrapper => Test::Wrapper(self.wrappers(names)),
        }
    }

    fn hosts(&mut self, names: &[Placed<String>]) -> Vec<String> {
        let mut hosts = Vec::with_capacity(names.len());
        for name in names {
            if check_host(&self.raw.file, name, &mut self.problems) {
                hosts.push(name.value.clone());
            }
        }
        hosts
    }

    /// Domains that are their own registrable domain; nothing else could ever match.
    fn registrables(&mut self, names: &[Placed<String>]) -> Vec<String> {
        let hosts = self.hosts(names);
        for name in names.iter().filter(|name| hosts.contains(&name.value)) {
            let registrable = CompiledIn.registrable(&name.value);
            if registrable != Some(name.value.as_str()) {
                let help = registrable.map(shape::canonical_host);
                self.error_with_help("bad-registrable", name.span, text::not_registrable(&name.value), help);
            }
        }
        hosts
    }

    fn schemes(&mut self, names: &[Placed<String>]) -> Vec<String> {
        for name in names {
            if scheme_of(&format!("{}:", name.value)) != Some(name.value.as_str()) {
                self.error("bad-scheme", name.span, text::bad_scheme(&name.value));
            }
        }
        names.iter().map(|name| name.value.to_ascii_lowercase()).collect()
    }

    /// Names of parameters as they are after decoding.
    fn parameters(&mut self, names: &[Placed<String>]) -> Vec<String> {
        for name in names {
            if name.value.contains(['%', '&', '=', '#']) {
                self.error("bad-parameter", name.span, text::bad_parameter(&name.value));
            }
        }
        names.iter().map(|name| name.value.clone()).collect()
    }

    fn owners(&mut self, names: &[Placed<String>]) -> Vec<OwnerId> {
        let mut owners = Vec::with_capacity(names.len());
        for name in names {
            match self.catalog.owner(&name.value) {
                Some(owner) => owners.push(owner),
                None => {
                    let known: Vec<&str> = self.catalog.owners.iter().map(|owner| owner.named.id.as_str()).collect();
                    self.unknown("owner", name, &known);
                }
            }
        }
        owners
    }

    fn categories(&mut self, names: &[Placed<String>]) -> CategorySet {
        let mut set = CategorySet::default();
        for name in names {
            match self.catalog.category(&name.value) {
                Some(category) => set.0 |= category.0,
                None => {
                    let known: Vec<&str> = self.catalog.categories.iter().map(|category| category.id.as_str()).collect();
                    self.unknown("category", name, &known);
                }
            }
        }
        set
    }

    fn list_bits(&mut self, names: &[Placed<String>]) -> u64 {
        let mut bits = 0;
        for name in names {
            match self.lists.get(&name.value) {
                Some(bit) => bits |= bit,
                None => {
                    let known: Vec<&str> = self.raw.lists.iter().filter_map(|list| list.id.as_ref()).map(|id| id.value.as_str()).collect();
                    self.unknown("list", name, &known);
                }
            }
        }
        bits
    }

    fn paths(&mut self, names: &[Placed<String>]) -> Vec<PathPattern> {
        let mut patterns = Vec::with_capacity(names.len());
        for name in names {
            match PathPattern::parse(&name.value) {
                Ok(_) if name.value.contains(['?', '#', '%']) => self.error("bad-path", name.span, text::path_with_query(&name.value)),
                Ok(pattern) => patterns.push(pattern),
                Err(fault) => self.error("bad-path", name.span, path_fault(&name.value, fault)),
            }
        }
        patterns
    }

    fn wrappers(&mut self, names: &[Placed<String>]) -> Vec<WrapperId> {
        let mut wrappers = Vec::with_capacity(names.len());
        for name in names {
            match self.catalog.wrapper(&name.value) {
                Some(wrapper) => wrappers.push(wrapper),
                None => {
                    let known: Vec<&str> = self.catalog.wrappers.iter().map(|wrapper| wrapper.named.id.as_str()).collect();
                    self.unknown("wrapper", name, &known);
                }
            }
        }
        wrappers
    }

    fn context(&mut self, id: &Placed<String>, values: &[Placed<String>]) -> Test {
        let Some(number) = self.policy.contexts.iter().position(|context| context.id == id.value) else {
            let known: Vec<String> = self.policy.contexts.iter().map(|context| context.id.clone()).collect();
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            self.unknown("context", id, &known);
            return Test::Context(0, Vec::new());
        };
        let known = self.policy.contexts.get(number).map(|context| context.values.clone()).unwrap_or_default();
        let mut numbers = Vec::with_capacity(values.len());
        for value in values {
            match known.iter().position(|name| *name == value.value) {
                Some(at) => numbers.push(at),
                None => {
                    let names: Vec<&str> = known.iter().map(String::as_str).collect();
                    self.problems.push(
                        crate::diag::Diagnostic::error("unknown-word", &self.raw.file, value.span, shape::unknown_word(&id.value, &value.value))
                            .with_help(Some(shape::known_words(&names.join(", ")))),
                    );
                }
            }
        }
        Test::Context(number, numbers)
    }
}
