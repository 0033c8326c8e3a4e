//! The word of a known site beside a word that asks for trust, as in `login-taobao.example` and `taobao-verify.example`.
//!
//! The idea is that of Chromium's "combo squatting". A known word alone proves nothing: sellers, fans and critics use it.

use super::names::{Name, Names, Trace};

/// What pages that take passwords or payments are called. Source: our own reading of public lists of phishing hosts.
const BAITS: &[&str] =
    &["account", "accounts", "activate", "login", "logon", "passwd", "password", "recover", "secure", "security", "signin", "signon", "unlock", "verify"];

/// Words that stand beside those and ask for nothing. Alone they are part of many honest names.
const FILLERS: &[&str] = &["online", "www"];

/// The most words that are taken from the ends of one part.
const STRIP_LIMIT: usize = 3;

/// Whether a label is made of a known word that `counts`, at least one bait, and perhaps others.
#[must_use]
pub fn is_in(label: &str, names: &Names, counts: impl Fn(&Name) -> bool) -> bool {
    if !label.contains('-') && without_ends(label, BAITS).len() == label.len() && without_ends(label, FILLERS).len() == label.len() {
        return false;
    }
    let mut baited = label.starts_with("www-");
    let mut known = false;
    for part in label.split('-') {
        let mut rest = part;
        for _ in 0..STRIP_LIMIT {
            let bare = without_ends(rest, BAITS);
            baited |= bare.len() < rest.len();
            rest = without_ends(bare, FILLERS);
        }
        known |= names.may_have(Trace::default().follow(rest.as_bytes())) && names.with_word(rest).iter().any(&counts);
    }
    baited && known
}

/// A part without a word of a list at its beginning or end.
fn without_ends<'p>(part: &'p str, words: &[&str]) -> &'p str {
    words.iter().find_map(|word| part.strip_prefix(word).or_else(|| part.strip_suffix(word))).unwrap_or(part)
}
