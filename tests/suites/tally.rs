//! Counting agreement, and the lists of cases on which we differ.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use outlink::check::run::RunHash;

/// One suite's count: each input that was tried, and what was wrong with those that disagree.
pub(crate) struct Suite {
    pub(crate) name: &'static str,
    cases: usize,
    seen: BTreeSet<String>,
    failed: BTreeMap<String, String>,
}

impl Suite {
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, cases: 0, seen: BTreeSet::new(), failed: BTreeMap::new() }
    }

    pub(crate) fn check<T: PartialEq + std::fmt::Debug>(&mut self, input: &str, ours: &T, theirs: &T) {
        self.cases += 1;
        let key = input.escape_default().to_string();
        if ours != theirs {
            self.failed.insert(key.clone(), format!("ours {ours:?}, theirs {theirs:?}"));
        }
        self.seen.insert(key);
    }
}

/// What stands for an input in the lists of failures: no words of others.
fn hash(input: &str) -> String {
    let mut hash = RunHash::default();
    hash.add("input", input);
    hash.finish()
}

/// The failures that are known, each with its reason, by suite and the hash of the input.
fn known(list: &str) -> BTreeMap<(String, String), String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/suites").join(list);
    let text = fs::read_to_string(&path).expect("the list of failures can be read");
    let mut found = BTreeMap::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let fields: Vec<&str> = line.splitn(3, '\t').collect();
        let [suite, input, reason] = *fields.as_slice() else { panic!("{list}: not `suite<TAB>hash<TAB>reason`: {line}") };
        assert!(!reason.trim().is_empty(), "{list}: no reason: {line}");
        let before = found.insert((suite.to_owned(), input.to_owned()), reason.to_owned());
        assert!(before.is_none(), "{list}: listed twice: {line}");
    }
    found
}

/// Prints the count of each suite, and fails on a failure that is not listed and on a listed case that agrees by now.
pub(crate) fn judge(suites: &[Suite], list: &str) {
    let known = known(list);
    let mut faults = Vec::new();
    eprintln!("{:<22} {:>6} {:>7}", "suite", "cases", "agreed");
    for suite in suites {
        eprintln!("{:<22} {:>6} {:>7}", suite.name, suite.cases, suite.cases - suite.failed.len());
        let is_known = |input: &str| known.contains_key(&(suite.name.to_owned(), hash(input)));
        let told = |(input, what): (&String, &String)| format!("{}\t{}\t{input}\t{what}", suite.name, hash(input));
        faults.extend(suite.failed.iter().filter(|(input, _)| !is_known(input)).map(told));
        let agree = suite.seen.iter().filter(|input| is_known(input) && !suite.failed.contains_key(*input));
        faults.extend(agree.map(|input| format!("{}\t{}\t{input}\tis listed and agrees by now", suite.name, hash(input))));
        if suite.cases == 0 {
            faults.push(format!("{}: no case was found", suite.name));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
