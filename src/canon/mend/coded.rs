//! Hosts of letters that domain to ASCII (URL Standard, by UTS #46) leaves as they are, so that all it does is to write Punycode.

use crate::lanes;
use crate::punycode::{self, Letters};

/// Writes a host of letters that stay as they are in Punycode; `None` where a letter or a label may need more, or is none that a name
/// holds.
pub(super) fn write(host: &str, out: &mut Vec<u8>) -> Option<()> {
    let mut rest = host;
    loop {
        let (label, behind) = rest.split_at_checked(lanes::find(rest.as_bytes(), 0, |lanes| lanes::equal(lanes, b'.')))?;
        let start = out.len();
        if label.is_ascii() {
            plain(label, out)?
        } else {
            coded(label, out)?
        }
        let Some(behind) = behind.get(1..) else {
            // A last label that begins with a digit may be an address.
            return out.get(start).filter(|byte| byte.is_ascii_lowercase()).map(|_| ());
        };
        out.push(b'.');
        rest = behind;
    }
}

/// Writes a label in ASCII; `None` where it is empty, or coded already.
fn plain(label: &str, out: &mut Vec<u8>) -> Option<()> {
    let start = out.len();
    out.extend_from_slice(label.as_bytes());
    let label = out.get_mut(start..)?;
    label.make_ascii_lowercase();
    let is_of_label = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    (!label.is_empty() && label.iter().all(is_of_label) && !label.starts_with(PREFIX.as_bytes())).then_some(())
}

/// Writes a label with letters outside ASCII; `None` where it is too long, or looks coded already.
fn coded(label: &str, out: &mut Vec<u8>) -> Option<()> {
    let mut letters = Letters::new();
    for letter in label.chars() {
        let letter = letter.to_ascii_lowercase();
        is_settled(letter).then(|| letters.push(letter))?;
    }
    if letters.len() > punycode::LETTER_LIMIT || letters.iter().copied().take(PREFIX.len()).eq(PREFIX.chars()) {
        return None;
    }
    out.extend_from_slice(PREFIX.as_bytes());
    punycode::encode(&letters, out);
    Some(())
}

/// What coded labels begin with.
const PREFIX: &str = "xn--";

/// Whether UTS #46 leaves a letter as it is wherever it stands and whatever stands beside it: it is valid and mapped to nothing, no mark,
/// no part of another letter, and of no script that runs from right to left. Of ASCII, what names are written with; of the rest, nothing
/// that only looks like a dot or a slash.
fn is_settled(letter: char) -> bool {
    match letter {
        '\u{4e3f}' | '\u{30ce}' | '\u{30fb}' => false,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => true,
        'a'..='z' | '0'..='9' | '-' | '_' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fe}' => true,
        '\u{80}'..='\u{58f}' => {
            let place = u32::from(letter) - 0x80;
            EUROPEAN.get((place / u64::BITS) as usize).is_some_and(|bits| bits & 1 << (place % u64::BITS) != 0)
        }
        _ => false,
    }
}

/// The same for the letters from U+0080 to U+058F, as bits: Latin, Greek, Cyrillic and Armenian. A test asks the `idna` crate.
const EUROPEAN: [u64; 21] = [
    0x8843_5afe_0000_0000,
    0xffff_ffff_8080_0000,
    0x55a2_aaaa_aaaa_aaaa,
    0x54aa_aaaa_aaaa_a954,
    0xee51_2d2a_4e24_3129,
    0xaa21_aaaa_b555_400f,
    0x93fa_aaaa_aaaa_aaaa,
    0xffff_ffff_ffff_aa85,
    0xfe00_ffff_ffff_ffff,
    0xffff_ffe0_c0ff_ffff,
    0x0000_0000_0000_0000,
    0x38aa_0000_0000_0000,
    0xffff_f000_0001_0000,
    0x1948_aaaa_aa80_7fff,
    0xffff_0000_0000_0000,
    0xaaaa_aaaa_ffff_ffff,
    0xaaaa_aaaa_aaaa_a806,
    0xaaaa_aaaa_aaaa_d554,
    0x0000_aaaa_aaaa_aaaa,
    0xffff_ffff_fe00_0000,
    0x0000_0000_0000_e77f,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn written(host: &str) -> Option<String> {
        let mut out = Vec::new();
        write(host, &mut out)?;
        String::from_utf8(out).ok()
    }

    #[test]
    fn what_is_written_is_what_the_idna_crate_writes() {
        let settled: Vec<char> = ('\u{80}'..=char::MAX).filter(|letter| is_settled(*letter)).collect();
        assert!(settled.len() > 30_000, "{}", settled.len());
        let next = settled.iter().cycle().skip(1);
        for (letter, next) in settled.iter().zip(next) {
            let (alone, beside) = (format!("{letter}.com"), format!("A-{letter}1{next}.x_.{next}{letter}か{letter}.o{letter}"));
            // Ideographs and syllables are as many as they are alike.
            let hosts = if u32::from(*letter).is_multiple_of(8) || *letter < '\u{3400}' { vec![alone, beside] } else { vec![beside] };
            for host in hosts {
                let theirs = idna::domain_to_ascii_cow(host.as_bytes(), idna::AsciiDenyList::URL);
                assert_eq!(written(&host).as_deref(), theirs.as_deref().ok(), "{host}");
            }
        }
    }

    #[test]
    fn what_is_mapped_or_checked_is_left_to_the_idna_crate() {
        for host in ["Ä.com", "ß\u{301}.com", "xn--ä.com", "ä.Xn--a.com", "ä..com", "ä.com.", "ä.1", "א.com", "ｗ.com", "ä%.com", "ノ.com", "l·l.cat"]
        {
            assert_eq!(written(host), None, "{host}");
        }
        assert_eq!(written(&format!("{}.com", "ä".repeat(punycode::LETTER_LIMIT + 1))), None);
    }
}
