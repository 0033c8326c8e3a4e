//! The word of a known site beside a word that asks for trust, as in `login-taobao.example` and `taobao-verify.example`.
//!
//! The idea is that of Chromium's "combo squatting". A known word alone proves nothing: sellers, fans and critics use it.

use super::names::{Name, Names, Trace};
use crate::lanes;

/// What pages that take passwords are called. Source: words that Chromium looks for too, less those that many honest names hold.
const BAITS: &[&str] =
    &["account", "accounts", "activate", "login", "logon", "passwd", "password", "recover", "secure", "signin", "signon", "unlock", "verify"];

/// Words that stand beside those and ask for nothing. Alone they are part of many honest names.
const FILLERS: &[&str] = &["online", "security", "www"];

/// The most words that are taken from the ends of one part.
const STRIP_LIMIT: usize = 3;

/// Whether a label is made of a known word that `counts`, at least one bait, and perhaps others.
#[must_use]
pub fn is_in(label: &str, names: &Names, counts: impl Fn(&Name) -> bool) -> bool {
    if !may_hold(label.as_bytes()) {
        return false;
    }
    let is_baited = label.starts_with("www-") || label.split('-').any(|part| without_baits(part).1);
    let is_known = |word: &str| names.may_have(Trace::default().follow(word.as_bytes())) && names.with_word(word).iter().any(&counts);
    is_baited && label.split('-').any(|part| is_known(without_baits(part).0))
}

/// A part of a label without baits and fillers at its ends, and whether it had a bait.
fn without_baits(part: &str) -> (&str, bool) {
    let (mut rest, mut is_baited) = (part, false);
    let rounds = if may_hold_at_an_end(part.as_bytes()) { STRIP_LIMIT } else { 0 };
    for _ in 0..rounds {
        let bare = without_ends(rest, BAITS);
        is_baited |= bare.len() < rest.len();
        rest = without_ends(bare, FILLERS);
    }
    (rest, is_baited)
}

/// Whether a label may hold a bait; `false` is certain. Nearly every host is passed over here.
fn may_hold(label: &[u8]) -> bool {
    may_hold_at_an_end(label) || lanes::contains(label, b'-')
}

/// Whether a part of a label may begin or end with a bait or a filler; `false` is certain.
fn may_hold_at_an_end(label: &[u8]) -> bool {
    let (Some(first), Some(last)) = (label.first_chunk(), label.last_chunk()) else { return false };
    let begins = matches!(first, b"acco" | b"acti" | b"logi" | b"logo" | b"onli" | b"pass" | b"reco" | b"secu" | b"sign" | b"unlo" | b"veri");
    let ends = matches!(
        last,
        b"ount" | b"unts" | b"vate" | b"ogin" | b"ogon" | b"line" | b"sswd" | b"word" | b"over" | b"cure" | b"rity" | b"gnin" | b"gnon" | b"lock" | b"rify"
    );
    begins || ends || label.starts_with(b"www")
}

/// A part without a word of a list at its beginning or end.
fn without_ends<'p>(part: &'p str, words: &[&str]) -> &'p str {
    words.iter().find_map(|word| part.strip_prefix(word).or_else(|| part.strip_suffix(word))).unwrap_or(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_look_misses_no_word() {
        for word in BAITS.iter().chain(FILLERS) {
            let (before, after) = (format!("{word}taobao"), format!("taobao{word}"));
            assert!(may_hold(before.as_bytes()), "{before}");
            assert!(may_hold(after.as_bytes()) || *word == "www", "{after}");
        }
    }
}
