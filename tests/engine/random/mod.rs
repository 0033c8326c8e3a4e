//! Random policies, views and links for the laws of the engine; all as small as they can be and still meet.

pub(crate) mod condition;
pub(crate) mod links;
pub(crate) mod policy;
pub(crate) mod view;

use proptest::prelude::*;

/// How a law is tried: in so many cases, or in as many as `PROPTEST_CASES` asks for.
pub(crate) fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig::with_cases(asked.unwrap_or(usual))
}

/// The days of all intervals and thresholds, in the order of time; one is no midnight.
pub(crate) const DAYS: [&str; 6] = ["2018-05-30", "2021-09-17", "2021-11-30", "2021-11-30T12:00:00+08:00", "2022-01-27", "2025-10-23"];

/// Two words of a list or one of them, as a TOML array.
pub(crate) fn words(pool: &'static [&'static str]) -> impl Strategy<Value = String> {
    let most = pool.len().min(3);
    proptest::sample::subsequence(pool, 1..=most).prop_map(|words| array(&words))
}

/// A TOML array of strings.
pub(crate) fn array<T: AsRef<str>>(words: &[T]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{}\"", word.as_ref())).collect();
    format!("[{}]", quoted.join(", "))
}
