//! Fingerprints: what a finding is called over many runs, whatever line it stands on.
//!
//! The fingerprint is the 64-bit xxh3 hash of five parts, each with its length in bytes as a little-endian 64-bit number before it:
//! the word `outlink/1`, the rule, the canonical URL of the layer that brought the verdict (the link as it was written where
//! there is none), the file with `/` between its parts, and the number of the occurrence, from 0 in decimal digits. Occurrences
//! of the same rule, URL and file are numbered in the order of the run, also where a file is named twice. Lines and columns have no part in it, so what is moved
//! about in a file keeps its fingerprint.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;
use xxhash_rust::xxh3::xxh3_64;

use super::finding::{Finding, Fingerprint};

/// The definition above; another one gets another word.
const VERSION: &str = "outlink/1";

/// Gives fingerprints to findings that come in the order of the inputs; it holds one number for each rule, URL and file.
#[derive(Debug, Clone, Default)]
pub struct Fingerprinter {
    file: Arc<str>,
    /// The file as it is hashed.
    path: String,
    seen: HashMap<u64, u64, FixedState>,
    /// Room for what is hashed.
    hashed: Vec<u8>,
}

impl Fingerprinter {
    /// The fingerprint of the next finding.
    pub fn next(&mut self, finding: &Finding) -> Fingerprint {
        if self.file != finding.file {
            self.file.clone_from(&finding.file);
            self.path = portable(&finding.file);
        }
        let subject = finding.url.as_deref().unwrap_or(&finding.link);
        let mut hashed = std::mem::take(&mut self.hashed);
        hashed.clear();
        for part in [VERSION, &finding.rule, subject, &self.path] {
            add(&mut hashed, part);
        }
        let occurrence = self.seen.entry(xxh3_64(&hashed)).or_default();
        add(&mut hashed, itoa::Buffer::new().format(*occurrence));
        *occurrence += 1;
        let print = Fingerprint(xxh3_64(&hashed));
        self.hashed = hashed;
        print
    }
}

fn add(hashed: &mut Vec<u8>, part: &str) {
    hashed.extend_from_slice(&(part.len() as u64).to_le_bytes());
    hashed.extend_from_slice(part.as_bytes());
}

/// A path as it reads on every system: `/` between its parts, and no `./` at its beginning.
#[must_use]
pub fn portable(file: &str) -> String {
    let path = if cfg!(windows) { file.replace('\\', "/") } else { file.to_owned() };
    let mut rest = path.as_str();
    while let Some(shorter) = rest.strip_prefix("./") {
        rest = shorter;
    }
    rest.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::finding::Finding;

    fn finding(rule: &str, url: Option<&str>, link: &str, file: &str) -> Finding {
        Finding { rule: rule.into(), url: url.map(str::to_owned), link: link.to_owned(), file: file.into(), ..Finding::blank() }
    }

    #[test]
    fn occurrences_are_told_apart_and_lines_are_not() {
        let mut prints = Fingerprinter::default();
        let first = prints.next(&finding("a/b", Some("https://x.cn/"), "X.cn", "p.md"));
        let second = prints.next(&finding("a/b", Some("https://x.cn/"), "https://x.cn", "p.md"));
        assert_ne!(first, second, "the second of the same is another one");
        prints.next(&finding("a/b", Some("https://x.cn/"), "x.cn", "q.md"));
        let third = prints.next(&finding("a/b", Some("https://x.cn/"), "x.cn", "p.md"));
        assert!(third != first && third != second, "a file that is named twice goes on");
        let mut again = Fingerprinter::default();
        assert_eq!(again.next(&finding("a/b", Some("https://x.cn/"), "x.cn", "./p.md")), first, "neither writing nor `./` matters");
        for other in [
            finding("a/c", Some("https://x.cn/"), "", "p.md"),
            finding("a/b", Some("https://x.cn/1"), "", "p.md"),
            finding("a/b", Some("https://x.cn/"), "", "q.md"),
            finding("a/bh", Some("ttps://x.cn/"), "", "p.md"),
        ] {
            assert_ne!(Fingerprinter::default().next(&other), first, "{other:?}");
        }
    }

    #[test]
    fn the_definition_does_not_move() {
        let print = Fingerprinter::default().next(&finding("wechat/own-pages", None, "no link", "posts/a b.md"));
        assert_eq!(print.to_string(), "1799293f3445e5a4");
    }
}
