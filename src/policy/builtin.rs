//! The policies that are embedded in the binary.

use crate::source::SourceFile;

/// Every embedded policy: its id and its text.
pub const FILES: &[(&str, &str)] = &[("wechat", include_str!("../../policies/wechat.toml"))];

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
