//! The pages that are embedded in the binary. They are read only when one is asked for.

use crate::signal::Signal;
use crate::source::SourceFile;

macro_rules! pages {
    ($($id:literal),* $(,)?) => {
        /// Every embedded page: the id of its signal and its text.
        pub const FILES: &[(&str, &str)] = &[$(($id, include_str!(concat!("../../policies/signals/", $id, ".toml")))),*];
    };
}

pages! {
    "ip-host",
    "odd-ip",
    "userinfo",
    "hidden-characters",
    "control-characters",
    "idn-host",
    "compatibility-characters",
    "dot-lookalike",
    "slash-lookalike",
    "escaped-host",
    "upper-case-host",
    "backslash",
    "odd-slashes",
    "extra-dots",
    "no-scheme",
    "share-text",
    "file-download",
    "wrapped",
    "nested-wrapper",
    "opaque-target",
    "chain-too-deep",
    "chain-cycle",
    "short-link",
    "ambiguous-host",
    "other-port",
    "not-utf8",
    "too-long",
    "unparsable",
    "unknown-scheme",
    "non-web-target",
    "lookalike",
    "mixed-scripts",
    "confusable-letters",
    "brand-in-host",
    "obfuscated",
    "html-entities",
    "redirect-hint",
    "not-filed",
    "closed-short-link",
    "unresolved",
    "private-host",
    "masked-link",
}

/// The file of a signal's page; a test holds that every signal has one.
#[must_use]
pub fn find(signal: Signal) -> Option<SourceFile> {
    let (id, text) = FILES.iter().find(|(id, _)| *id == signal.id())?;
    Some(SourceFile::new(&format!("<built-in>/signals/{id}.toml"), text))
}
