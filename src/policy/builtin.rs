//! The policies that are embedded in the binary.

use crate::source::SourceFile;

/// Every embedded policy: its id and its text.
pub const FILES: &[(&str, &str)] = &[("wechat", include_str!("../../policies/wechat.toml"))];

/// The rows that belong to the embedded policies: the policy's id, the name of the file and its text.
const TESTS: &[(&str, &str, &str)] = &[
    ("wechat", "wechat/context-choice-trial.toml", include_str!("../../policies/tests/wechat/context-choice-trial.toml")),
    ("wechat", "wechat/edition-2025.toml", include_str!("../../policies/tests/wechat/edition-2025.toml")),
    ("wechat", "wechat/kinds.toml", include_str!("../../policies/tests/wechat/kinds.toml")),
    ("wechat", "wechat/near-misses.toml", include_str!("../../policies/tests/wechat/near-misses.toml")),
    ("wechat", "wechat/obfuscated.toml", include_str!("../../policies/tests/wechat/obfuscated.toml")),
    ("wechat", "wechat/observed.toml", include_str!("../../policies/tests/wechat/observed.toml")),
    ("wechat", "wechat/own-pages.toml", include_str!("../../policies/tests/wechat/own-pages.toml")),
    ("wechat", "wechat/owners.toml", include_str!("../../policies/tests/wechat/owners.toml")),
    ("wechat", "wechat/short-links.toml", include_str!("../../policies/tests/wechat/short-links.toml")),
    ("wechat", "wechat/spellings.toml", include_str!("../../policies/tests/wechat/spellings.toml")),
    ("wechat", "wechat/timeline.toml", include_str!("../../policies/tests/wechat/timeline.toml")),
    ("wechat", "wechat/unreadable.toml", include_str!("../../policies/tests/wechat/unreadable.toml")),
    ("wechat", "wechat/wrappers.toml", include_str!("../../policies/tests/wechat/wrappers.toml")),
];

/// The file of an embedded policy.
#[must_use]
pub fn find(id: &str) -> Option<SourceFile> {
    let (id, text) = FILES.iter().find(|(known, _)| *known == id)?;
    Some(SourceFile::new(&format!("<built-in>/{id}.toml"), text))
}

/// The ids of all embedded policies.
pub fn ids() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(id, _)| *id)
}

/// The files of rows that test an embedded policy.
pub fn tests(id: &str) -> impl Iterator<Item = SourceFile> {
    TESTS.iter().filter(move |(policy, ..)| *policy == id).map(|(_, name, text)| SourceFile::new(&format!("<built-in>/tests/{name}"), text))
}
