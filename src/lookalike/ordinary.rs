//! Labels of ordinary letters, which nothing is wrong with: tables that say what the data of UTS #39 would.
//!
//! Nearly every international host is Chinese, Japanese, Korean, or of an alphabet with accents, and has but the letters of that. To
//! show so by the properties of each letter takes some thousand steps a label. What is said here equals [`super::label`] and
//! [`super::shape`], which take all other labels: the tests ask them about every letter, beside others of each kind.

use unicode_normalization::char::decompose_canonical;
use unicode_security::skeleton;

use super::shape;
use crate::{lanes, punycode};

// The kinds of letters that a label can have, as bits.
const LATIN: u8 = 1;
const ACCENTED: u8 = 1 << 1;
const CYRILLIC: u8 = 1 << 2;
const GREEK: u8 = 1 << 3;
const HAN: u8 = 1 << 4;
const KANA: u8 = 1 << 5;
const HANGUL: u8 = 1 << 6;
/// A Cyrillic or Greek letter that reads as no Latin one and as no digit: a label that has one is a word of its own script.
const TELLING: u8 = 1 << 7;

/// The shape of a host in canonical form, if each of its labels is plain or of ordinary letters: then each has one shape, and no signals.
#[must_use]
pub fn shape_of(host: &str) -> Option<String> {
    let mut shape = String::with_capacity(host.len() * 2);
    let mut rest = Some(host);
    while let Some(text) = rest {
        let (label, behind) = text.split_at_checked(lanes::find(text.as_bytes(), 0, |lanes| lanes::equal(lanes, b'.')))?;
        let start = shape.len();
        match label.strip_prefix("xn--") {
            Some(coded) => write(&punycode::decode(coded.as_bytes())?, &mut shape)?,
            None if label.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) => shape.push_str(label),
            None => return None,
        }
        let own = shape.get(start..).unwrap_or_default();
        if !shape::is_its_own(own.as_bytes()) {
            let plain = shape::plain(own);
            shape.truncate(start);
            shape.push_str(&plain);
        }
        rest = behind.get(1..);
        if rest.is_some() {
            shape.push('.');
        }
    }
    Some(shape)
}

/// Writes what letters look like, one by one; `None` where they are not all ordinary, or do not go together.
fn write(letters: &[char], shape: &mut String) -> Option<()> {
    let mut kinds = 0;
    for (at, letter) in letters.iter().enumerate() {
        let beside = || {
            let before = at.checked_sub(1).and_then(|before| letters.get(before));
            before.into_iter().chain(letters.get(at + 1)).all(|neighbour| is_japanese(*neighbour))
        };
        kinds |= match *letter {
            letter @ 'a'..='z' => {
                shape.push(letter);
                LATIN
            }
            letter @ ('0'..='9' | '-') => {
                shape.push(letter);
                0
            }
            letter @ '\u{4e00}'..='\u{9fff}' => {
                match look_of_han(letter) {
                    Some(look) if look.is_ascii_digit() || is_misread(letter) && !beside() => return None,
                    Some(look) => shape.push(look),
                    None => shape.push(letter),
                }
                HAN
            }
            letter @ ('\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fc}') => {
                let fits = match letter {
                    // Drawn alike in both kana; a dot and a slash.
                    'へ'..='ぺ' | 'ヘ'..='ペ' | '・' | 'ノ' => false,
                    'ー' => at.checked_sub(1).and_then(|before| letters.get(before)).is_some_and(|before| is_kana(*before)),
                    'ン' | 'ソ' | 'ゾ' => beside(),
                    _ => true,
                };
                fits.then(|| decompose_canonical(letter, |part| shape.push(look_of_kana(part))))?;
                KANA
            }
            letter @ '\u{ac00}'..='\u{d7a3}' => {
                // What the parts of a syllable look like depends on nothing but themselves.
                shape.extend(skeleton(letter.encode_utf8(&mut [0; 4])));
                HANGUL
            }
            letter @ '\u{df}'..='\u{17f}' => {
                shape.push_str(look_in(LATIN_LOOKS, letter, '\u{df}')?);
                ACCENTED
            }
            letter @ '\u{430}'..='\u{45f}' => {
                shape.push_str(look_in(CYRILLIC_LOOKS, letter, '\u{430}')?);
                if MISREAD_CYRILLIC.contains(letter) { CYRILLIC } else { CYRILLIC | TELLING }
            }
            letter @ '\u{3ac}'..='\u{3ce}' => {
                shape.push_str(look_in(GREEK_LOOKS, letter, '\u{3ac}')?);
                if MISREAD_GREEK.contains(letter) { GREEK } else { GREEK | TELLING }
            }
            _ => return None,
        };
    }
    go_together(kinds).then_some(())
}

/// Whether a label of some kinds of letters is of one script, or of Latin beside Chinese, Japanese or Korean, and reads as no other.
fn go_together(kinds: u8) -> bool {
    let only = |own: u8| kinds & !own == 0;
    only(LATIN | ACCENTED) || only(LATIN | HAN | KANA) || only(LATIN | HAN | HANGUL) || kinds == CYRILLIC | TELLING || kinds == GREEK | TELLING
}

/// The look of a letter in a row of them, if it is ordinary.
fn look_in(looks: &[&'static str], letter: char, first: char) -> Option<&'static str> {
    let at = u32::from(letter).checked_sub(u32::from(first))?;
    looks.get(at as usize).copied().filter(|look| !look.is_empty())
}

/// The look of an odd ideograph.
fn look_of_han(letter: char) -> Option<char> {
    let block = han_block(letter);
    if HAN_BLOCKS.get(block / 64).is_none_or(|bits| bits & 1 << (block % 64) == 0) {
        return None;
    }
    ODD_HAN_LOOKS.get(ODD_HAN.binary_search(&letter).ok()?).copied()
}

/// The look of a part of kana: a letter, or the mark of a voiced one.
const fn look_of_kana(part: char) -> char {
    match part {
        'く' => '❬',
        'イ' => '亻',
        'エ' => '工',
        'カ' => '力',
        'タ' => '夕',
        'ト' => '卜',
        'ニ' => '二',
        'ハ' => '八',
        'ロ' => '口',
        '\u{309a}' => '\u{30a}',
        part => part,
    }
}

/// Whether an ideograph reads as a stroke or a Latin letter beside others than its own.
fn is_misread(letter: char) -> bool {
    MISREAD_HAN.contains(letter)
}

/// Whether a letter is used with kana and ideographs, of which this is certain.
const fn is_japanese(letter: char) -> bool {
    matches!(letter, '\u{4e00}'..='\u{9fff}') || is_kana(letter)
}

const fn is_kana(letter: char) -> bool {
    matches!(letter, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}')
}

/// Ideographs that [`super::pattern`] refuses beside letters of other scripts.
const MISREAD_HAN: &str = "一七丁丅丨丶乛亅二亠冖宀巛十工讠丿乀乁";

/// Letters of Cyrillic and Greek that read as Latin letters ([`super::whole_script`]) or as digits.
const MISREAD_CYRILLIC: &str = "аеорсухіјѕьъпгюыз";
const MISREAD_GREEK: &str = "αηικνορτυωθ";

// The looks of letters side by side, from the first on; the empty one where a letter is not ordinary.

/// From U+00DF to U+017F.
const LATIN_LOOKS: &[&str] = &[
    "", "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i", "", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y",
    "", "y", "", "a", "", "a", "", "a", "", "c", "", "c", "", "c", "", "c", "", "d", "", "d", "", "e", "", "e", "", "e", "", "e", "", "e", "", "g", "", "g",
    "", "g", "", "g", "", "h", "", "h", "", "i", "", "i", "", "i", "", "i", "", "i", "", "", "", "j", "", "k", "", "", "l", "", "l", "", "l", "", "", "", "l",
    "", "n", "", "n", "", "n", "", "", "n", "", "o", "", "o", "", "o", "", "", "", "r", "", "r", "", "r", "", "s", "", "s", "", "s", "", "s", "", "t", "", "t",
    "", "t", "", "u", "", "u", "", "u", "", "u", "", "u", "", "u", "", "w", "", "y", "", "", "z", "", "z", "", "z", "",
];

/// From U+03AC to U+03CE.
const GREEK_LOOKS: &[&str] = &[
    "a", "ꞓ", "n\u{329}", "i", "u", "a", "ß", "y", "ẟ", "ꞓ", "ζ", "n\u{329}", "o", "i", "k", "λ", "μ", "v", "ξ", "o", "π", "p", "", "o", "ᴛ", "u", "ɸ", "x",
    "ψ", "w", "i", "u", "o", "u", "w",
];

/// From U+0430 to U+045F.
const CYRILLIC_LOOKS: &[&str] = &[
    "a", "6", "b", "r", "д", "e", "ж", "3", "ᴎ", "ᴎ", "k", "л", "m", "h", "o", "n", "p", "c", "t", "y", "ɸ", "x", "ц", "ч", "w", "w", "ˉb", "ƅi", "b", "э",
    "ю", "ᴙ", "e", "e", "ђ", "r", "e", "s", "i", "i", "j", "љ", "њ", "h", "k", "ᴎ", "y", "џ",
];

/// Ideographs that look like others or are misread, in their order.
const ODD_HAN: &[char] = &[
    '一', '丁', '七', '丅', '丆', '丨', '丩', '丫', '丶', '丿', '乀', '乁', '乂', '乛', '亅', '二', '亠', '倂', '值', '冖', '十', '啟', '囗', '填', '士', '壿',
    '嬀', '宀', '巛', '工', '帲', '幐', '戸', '搉', '晣', '晩', '曶', '朦', '柿', '槩', '樧', '潙', '硏', '絶', '肦', '胊', '胐', '胶', '脁', '脧', '腁', '膧',
    '蔿', '虁', '訞', '詽', '讏', '讠', '豣', '趆', '跺', '躛', '輧', '郞', '鎮', '隸', '鹃', '黒', '鿃',
];

/// What these look like, one by one; a digit in the place of another is not ordinary.
const ODD_HAN_LOOKS: &[char] = &[
    '-', 't', 't', 't', 't', '丨', '4', 'y', '\\', '/', '乀', '乁', 'x', '乛', '亅', '二', '亠', '併', '値', '冖', '十', '啓', '口', '塡', '土', '墫', '媯',
    '宀', '巛', '工', '帡', '㬺', '戶', '㩁', '䀿', '晚', '㫚', '䑃', '杮', '㮣', '榝', '溈', '研', '絕', '朌', '朐', '朏', '㬵', '朓', '朘', '胼', '朣', '蒍',
    '蘷', '䚶', '訮', '讆', '讠', '豜', '赿', '跥', '躗', '軿', '郎', '鎭', '隷', '鹂', '黑', '䀹',
];

/// Which blocks of 64 ideographs hold one of these, as bits: most letters are asked no further.
const HAN_BLOCKS: [u64; 6] = han_blocks();

#[expect(clippy::indexing_slicing, reason = "const evaluation over the whole list; a wrong index fails the build")]
const fn han_blocks() -> [u64; 6] {
    let (mut blocks, mut at) = ([0; 6], 0);
    while at < ODD_HAN.len() {
        let block = han_block(ODD_HAN[at]);
        blocks[block / 64] |= 1 << (block % 64);
        at += 1;
    }
    blocks
}

/// The number of the block of an ideograph.
const fn han_block(letter: char) -> usize {
    (letter as usize).saturating_sub(0x4e00) / 64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lookalike::label;
    use crate::lookalike::whole_script::TopLevel;

    /// What stands beside a letter: letters of each kind, and some of those that mislead.
    const BESIDE: &str = "a1-äяжпαλ中一十ノヘかーンカ한";

    /// Whether the other way finds just what is found here, if anything is.
    fn is_right(label: &str) -> bool {
        let Ok(coded) = idna::domain_to_ascii(label) else { return true };
        let Some(shape) = shape_of(&coded).filter(|_| !label.is_ascii()) else { return true };
        let top = TopLevel { ascii: "com", unicode: "com" };
        let (unicode, sound) = idna::domain_to_unicode(&coded);
        sound.is_ok() && label::signals(&unicode, top).is_empty() && shape::of_label(&unicode) == [shape]
    }

    #[test]
    fn every_letter_is_read_as_by_its_properties_beside_any_other() {
        let ordinary = ['\u{df}'..='\u{17f}', '\u{3ac}'..='\u{3ce}', '\u{430}'..='\u{45f}', '\u{3041}'..='\u{30fc}', '\u{4e00}'..='\u{9fff}'];
        let syllables = (0xac00..=0xd7a3).step_by(11).filter_map(char::from_u32);
        for letter in ordinary.into_iter().flatten().chain(syllables) {
            assert!(is_right(&letter.to_string()), "{letter}");
            // Ideographs with nothing of their own to them are all read alike.
            let is_plain = ('\u{4e00}'..='\u{9fff}').contains(&letter) && look_of_han(letter).is_none() && !u32::from(letter).is_multiple_of(16);
            for other in BESIDE.chars().take(if is_plain { 1 } else { usize::MAX }) {
                for label in [format!("{letter}{other}"), format!("{other}{letter}"), format!("{other}{letter}{other}x"), format!("x{letter}か{letter}{other}")]
                {
                    assert!(is_right(&label), "{label}");
                }
            }
        }
    }

    #[test]
    fn ordinary_hosts_are_told() {
        for (host, shape) in [
            ("bücher-1.example", Some("bucher-l.example")),
            ("rñ.com", Some("m.com")),
            ("网店.中国", Some("网店.中国")),
            ("www.七一网.com", Some("www.t-网.com")),
            ("データベース.jp", None),
            ("ニュース.jp", Some("二ュース.jp")),
            ("한국.kr", Some("\u{1112}\u{1161}\u{1102}\u{1100}\u{116e}\u{1100}.kr")),
            ("привет.рф", Some("npᴎbet.pɸ")),
            ("сосо.com", None),
            ("taоbao.com", None),
            ("a一.com", None),
            ("ß.de", None),
            ("ー.jp", None),
        ] {
            assert_eq!(shape_of(&idna::domain_to_ascii(host).unwrap_or_default()).as_deref(), shape, "{host}");
        }
    }

    #[test]
    fn letters_that_are_looked_up_stand_in_their_order() {
        assert!(ODD_HAN.is_sorted() && ODD_HAN.len() == ODD_HAN_LOOKS.len());
        assert!(MISREAD_HAN.chars().all(|letter| look_of_han(letter).is_some()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2048))]

        #[test]
        fn labels_are_read_as_by_the_properties_of_their_letters(label in "[a-z0-9-]{0,3}([àéöçñøłıœþ]|[a-zà-ž]|[а-џ]|[ά-ώ]|[ぁ-ゖ]|[ァ-ー]|[一七丁丿二十工士值]|[一-龥]|[가-힣]|[a-z0-9-]|rn|vv){1,6}") {
            prop_assert!(is_right(&label), "{}", label);
        }

        #[test]
        fn labels_of_one_script_are_too(label in "([a-zà-ž0-9-]{1,8}|[а-џ0-9-]{1,6}|[ά-ώ]{1,6}|[ぁ-ゖァ-ー一-龥a-z]{1,6}|[ァ-ー]{1,6}|[가-힣a-z]{1,4}|[一七丁丿丨乛二十工a中]{1,5})") {
            prop_assert!(is_right(&label), "{}", label);
        }
    }
}
