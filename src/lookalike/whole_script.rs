//! Labels that stand wholly in one script and still read as Latin ones.

use smallvec::SmallVec;
use unicode_script::{Script, UnicodeScript as _};

/// The letters of one script that read as Latin letters or digits, and the top-level domains whose readers know the script.
struct Imitators {
    script: Script,
    letters: &'static str,
    home: &'static [&'static str],
}

/// Source: the scripts that Chromium's display policy names, its letters for each, and its countries. Cyrillic к and т are
/// left to the comparison with known names: in lower case they differ from k and t, and many Russian words need no other.
const TABLE: &[Imitators] = &[
    Imitators { script: Script::Armenian, letters: "ագզէլհյոսւօՙ", home: &["am"] },
    Imitators { script: Script::Bengali, letters: "০৭", home: &[] },
    Imitators {
        script: Script::Cyrillic, letters: "аеорсухіјѕһӏԁԗԍԛԝѡьъҽпгюыѵ", home: &["bg", "by", "kz", "pyc", "ru", "su", "ua", "uz"]
    },
    Imitators { script: Script::Devanagari, letters: "ऽ०ॱ", home: &[] },
    Imitators { script: Script::Ethiopic, letters: "ሀሠሰስበነተከዐዕዘጠፐꬅ", home: &["er", "et"] },
    Imitators { script: Script::Georgian, letters: "იოყძხჽჿ", home: &["ge"] },
    Imitators { script: Script::Greek, letters: "αηικνορτυω", home: &["gr"] },
    Imitators { script: Script::Gujarati, letters: "ડટ૦૧", home: &[] },
    Imitators { script: Script::Gurmukhi, letters: "੦੧", home: &[] },
    Imitators { script: Script::Hebrew, letters: "דוחיןסװײ׳ﬦ", home: &["il"] },
    Imitators { script: Script::Kannada, letters: "ಽ೦೧", home: &[] },
    Imitators { script: Script::Malayalam, letters: "ടഠധനറ൦", home: &[] },
    Imitators { script: Script::Myanmar, letters: "ခဂငထပဝ၀၂ၔၜ႐႑႕႖႗", home: &["mm"] },
    Imitators { script: Script::Oriya, letters: "ଠ୦୮", home: &[] },
    Imitators { script: Script::Tamil, letters: "டப௦", home: &[] },
    Imitators { script: Script::Telugu, letters: "౦౧", home: &[] },
    // The longer of the two sets in use: fonts differ from one system to the next.
    Imitators { script: Script::Thai, letters: "ทนบพรหเแ๐ดลปฟม", home: &["th"] },
];

/// The top-level domain of a host, in both spellings.
#[derive(Debug, Clone, Copy)]
pub struct TopLevel<'h> {
    /// As it stands in a canonical host.
    pub ascii: &'h str,
    /// As readers see it.
    pub unicode: &'h str,
}

/// Whether every letter of some script in the label reads as a Latin one, under a domain whose readers do not expect that script.
#[must_use]
pub fn reads_as_latin(label: &str, top: TopLevel<'_>) -> bool {
    let letters: SmallVec<[(char, Script); 16]> = label.chars().map(|letter| (letter, letter.script())).collect();
    TABLE.iter().any(|imitators| imitates(&letters, imitators) && !is_at_home(imitators, top))
}

/// Whether some letters are of the script, and all of these read as Latin ones.
fn imitates(letters: &[(char, Script)], imitators: &Imitators) -> bool {
    let mut own = letters.iter().filter(|(_, script)| *script == imitators.script).peekable();
    own.peek().is_some() && own.all(|(letter, _)| imitators.letters.contains(*letter))
}

fn is_at_home(imitators: &Imitators, top: TopLevel<'_>) -> bool {
    imitators.home.contains(&top.ascii) || top.unicode.chars().any(|letter| letter.script() == imitators.script)
}
