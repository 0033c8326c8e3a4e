//! Letters that are harmless in their own surroundings and mislead in others.
//!
//! Source: the patterns that Chromium's display policy refuses. Kana and ideographs next to letters of other scripts
//! read as slashes, dots, hyphens and Latin letters; marks vanish on letters they were not made for.

use unicode_script::Script;

use super::letters::{is_accent, used_with};

const KANA: &[Script] = &[Script::Katakana];
const HIRAGANA: &[Script] = &[Script::Hiragana];
const EITHER_KANA: &[Script] = &[Script::Katakana, Script::Hiragana];
const JAPANESE: &[Script] = &[Script::Katakana, Script::Hiragana, Script::Han];
const EAST_ASIAN: &[Script] = &[Script::Katakana, Script::Hiragana, Script::Han, Script::Bopomofo];
const EUROPEAN: &[Script] = &[Script::Latin, Script::Greek, Script::Cyrillic];

/// Read as slashes or strokes where both neighbours are of other scripts.
const STROKES: &str = "ノンソゾ丶乀乁丿";

/// Read as hyphens, bars or Latin letters where a neighbour is of another script.
const IDEOGRAPHS: &str = "一七丁丅丨丶乛亅二亠冖宀巛十工〇讠ㄈㄒㄚㄟㄧㄨㄩㆲㆳㆺ";

/// Whether a label has a letter in surroundings that mislead.
#[must_use]
pub fn misleads(label: &str) -> bool {
    let letters: Vec<char> = label.chars().collect();
    let before = std::iter::once(None).chain(letters.iter().copied().map(Some));
    let after = letters.iter().copied().skip(1).map(Some).chain(std::iter::once(None));
    let beside = before.zip(&letters).zip(after).any(|((before, letter), after)| is_out_of_place(before, *letter, after));
    beside || hides_in(&letters, "へべぺ", KANA) || hides_in(&letters, "ヘベペ", HIRAGANA)
}

fn is_out_of_place(before: Option<char>, letter: char, after: Option<char>) -> bool {
    let foreign = |neighbour: Option<char>, scripts: &[Script]| neighbour.is_some_and(|neighbour| !used_with(neighbour, scripts));
    let lacks = |neighbour: Option<char>, scripts: &[Script]| neighbour.is_none_or(|neighbour| !used_with(neighbour, scripts));
    match letter {
        'ヽ' | 'ヾ' => lacks(before, KANA),
        'ー' => lacks(before, EITHER_KANA),
        '・' => foreign(before, JAPANESE) || lacks(after, JAPANESE),
        '\u{3099}' | '\u{309a}' => true,
        '\u{307}' if matches!(before, Some('i' | 'j' | 'l')) => true,
        _ if is_accent(letter) => before == Some('ı') || foreign(before, EUROPEAN),
        _ => {
            let stroke = STROKES.contains(letter) && foreign(before, JAPANESE) && foreign(after, JAPANESE);
            stroke || IDEOGRAPHS.contains(letter) && (foreign(before, EAST_ASIAN) || foreign(after, EAST_ASIAN))
        }
    }
}

/// Whether one of three letters, drawn alike in both kana, stands inside a label otherwise all in the other kana.
fn hides_in(letters: &[char], twins: &str, scripts: &[Script]) -> bool {
    let [first, middle @ .., last] = letters else { return false };
    let others = |letter: &&char| !twins.contains(**letter);
    let hidden = middle.len() - middle.iter().filter(others).count();
    let surrounding = std::iter::once(first).chain(middle.iter().filter(others)).chain(std::iter::once(last));
    hidden == 1 && surrounding.into_iter().all(|letter| used_with(*letter, scripts))
}
