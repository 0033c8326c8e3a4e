//! What is wrong with the letters of one label, as readers see it.
//!
//! The steps are those of Chromium's display policy: a label that fails one is shown in Punycode there.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;
use unicode_script::{Script, UnicodeScript as _};
use unicode_security::mixed_script::AugmentedScriptSet;
use unicode_security::skeleton;

use super::letters;
use super::pattern;
use super::whole_script::{self, TopLevel};
use crate::signal::{Signal, SignalSet};

/// How the scripts of a label go together (UTS #39, 5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scripts {
    /// One script, where Chinese, Japanese and Korean writing count as one each.
    One,
    /// Latin beside Chinese, Japanese or Korean.
    LatinAndEastAsian,
    /// Any other mixture.
    Mixed,
}

/// The signals of one label in the spelling that readers see; none for a plain ASCII label.
#[must_use]
pub fn signals(label: &str, top: TopLevel<'_>) -> SignalSet {
    let mut found = SignalSet::EMPTY;
    if label.is_ascii() {
        return found;
    }
    let scripts = scripts_of(label);
    if scripts == Scripts::Mixed {
        found.insert(Signal::MixedScripts);
    }
    if !label.chars().all(letters::is_allowed)
        || label.chars().any(letters::is_deviation)
        || has_two_numbering_systems(label)
        || has_hidden_marks(label)
        || has_foreign_letter(label, top)
    {
        found.insert(Signal::ConfusableLetters);
    }
    if found.is_empty() {
        found = letters_in_context(label, scripts, top);
    }
    if !found.is_empty() {
        found.insert(Signal::Lookalike);
    }
    found
}

/// The steps for a label whose letters are all harmless by themselves.
fn letters_in_context(label: &str, scripts: Scripts, top: TopLevel<'_>) -> SignalSet {
    let plain = !label.chars().any(|letter| letters::is_accent(letter) || matches!(letter, 'へ'..='ぺ' | 'ヘ'..='ペ' | '・'..='ヾ'));
    if scripts == Scripts::One && plain {
        let misread = whole_script::reads_as_latin(label, top) || reads_as_number(label);
        return if misread { SignalSet::of(Signal::ConfusableLetters) } else { SignalSet::EMPTY };
    }
    if reads_as_number(label) || pattern::misleads(label) {
        return SignalSet::of(Signal::ConfusableLetters);
    }
    let accented = label.chars().any(|letter| !letter.is_ascii() && letter.script() == Script::Latin);
    if accented && !label.chars().all(letters::is_european) { SignalSet::of(Signal::MixedScripts) } else { SignalSet::EMPTY }
}

fn scripts_of(label: &str) -> Scripts {
    if !AugmentedScriptSet::for_str(label).is_empty() {
        return Scripts::One;
    }
    let mut rest = AugmentedScriptSet::default();
    for letter in label.chars().filter(|letter| !letter.script_extension().contains_script(Script::Latin)) {
        rest.intersect_with(AugmentedScriptSet::for_char(letter));
    }
    if rest.kore || rest.hanb || rest.jpan { Scripts::LatinAndEastAsian } else { Scripts::Mixed }
}

/// Digits of two systems, which can be made to show another number.
fn has_two_numbering_systems(label: &str) -> bool {
    let mut zeros = label.chars().filter_map(letters::zero_of);
    let first = zeros.next();
    zeros.any(|zero| Some(zero) != first)
}

/// A mark that cannot be seen: repeated on one letter, first in the label, or a dot on a letter that has one already.
fn has_hidden_marks(label: &str) -> bool {
    if label.chars().all(letters::is_whole) {
        return false;
    }
    let mut run: Vec<char> = Vec::new();
    let mut begun = false;
    let mut dotted = false;
    for letter in label.nfd() {
        if dotted && letter == '\u{307}' {
            return true;
        }
        // A mark below or beside the letter leaves the place of the dot as it was.
        if !dotted || matches!(canonical_combining_class(letter), 0 | 230) {
            dotted = has_dot(letter);
        }
        if letters::is_nonspacing(letter) {
            if !begun || run.contains(&letter) {
                return true;
            }
            run.push(letter);
        } else {
            begun = true;
            run.clear();
        }
    }
    false
}

/// Whether a letter, or what it can be taken for, has a dot or a tip where one would be.
fn has_dot(letter: char) -> bool {
    let is_dotted = |letter: char| matches!(letter, 'i' | 'j' | 'l' | 'ı' | 'ȷ');
    is_dotted(letter) || skeleton(letter.encode_utf8(&mut [0; 4])).last().is_some_and(is_dotted)
}

/// A letter that only the readers of one country's domains tell from another one.
fn has_foreign_letter(label: &str, top: TopLevel<'_>) -> bool {
    let mut rest = label.chars();
    let mut before = None;
    while let Some(letter) = rest.next() {
        let foreign = match letter {
            // The thorn reads as b or p, the eth as o.
            'þ' | 'ð' => !matches!(top.ascii, "is" | "fo") && label.chars().nth(1).is_some(),
            'ə' => top.ascii != "az" && label.chars().nth(1).is_some(),
            // RFC 5892, A.3: the middle dot is for the Catalan double l.
            '·' => top.ascii != "cat" || before != Some('l') || !rest.as_str().starts_with('l'),
            _ => false,
        };
        if foreign {
            return true;
        }
        before = Some(letter);
    }
    false
}

/// Digits and letters that look like digits, and nothing else.
fn reads_as_number(label: &str) -> bool {
    let number = |letter: char| letter.is_ascii_digit() || letters::looks_like_digit(letter);
    label.chars().all(number) && !label.is_ascii()
}
