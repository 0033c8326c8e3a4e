//! Payment codes: what must follow their beginnings, and the digits that a payer shows.

use serde::{Deserialize, Serialize};

use super::code_shape::Alphabet;
use super::ids::OwnerId;

/// One part of a payment code's path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Its characters.
    pub alphabet: Alphabet,
    /// The least and the most of them.
    pub length: (usize, usize),
}

impl Segment {
    /// Whether the path at the beginning of `rest` has exactly these segments; none means anything goes.
    ///
    /// A payment page's host also serves its own pages, such as a download page; the id tells them apart.
    #[must_use]
    pub fn all_meet(segments: &[Self], rest: &str) -> bool {
        if segments.is_empty() {
            return true;
        }
        let path = rest.split(['?', '#', '&']).next().unwrap_or_default();
        let path = path.strip_suffix('/').unwrap_or(path);
        let mut parts = path.split('/');
        segments.iter().all(|segment| parts.next().is_some_and(|part| segment.meets(part))) && parts.next().is_none()
    }

    fn meets(self, part: &str) -> bool {
        (self.length.0..=self.length.1).contains(&part.len()) && part.chars().all(|c| self.alphabet.holds(c))
    }
}

/// How many digits a payer's code has.
pub const PAYER_CODE_DIGITS: usize = 18;

/// The one-time code that a payer shows to a cashier: digits that are never to be shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayerCode {
    /// The entry's id.
    pub id: String,
    /// The payment network.
    pub owner: Option<OwnerId>,
    /// The digits it may begin with.
    pub starts: Vec<String>,
}

impl PayerCode {
    /// Whether a text is nothing but such a code. Eighteen digits that are a Chinese identity number are none.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        let digits = text.trim();
        digits.len() == PAYER_CODE_DIGITS
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && self.starts.iter().any(|start| digits.starts_with(start.as_str()))
            && !is_identity_number(digits.as_bytes())
    }
}

/// Whether eighteen digits are an identity number: a birthday in the middle, and the check digit of GB 11643
/// (ISO 7064 mod 11-2). Regions begin with 11 to 15 as codes of `WeChat` do; by chance one code in ten thousand is
/// taken for such a number.
fn is_identity_number(digits: &[u8]) -> bool {
    let value = |range: std::ops::Range<usize>| digits.get(range).unwrap_or_default().iter().fold(0_u32, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    let is_birthday = (1900..2100).contains(&value(6..10)) && (1..=12).contains(&value(10..12)) && (1..=31).contains(&value(12..14));
    let sum = digits.iter().fold(0_u32, |sum, digit| (sum * 2 + u32::from(digit - b'0')) % 11);
    is_birthday && sum == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_numbers_are_told_from_payer_codes() {
        let wechat = PayerCode { id: "w".to_owned(), owner: None, starts: vec!["11".to_owned(), "13".to_owned()] };
        // An invented number: region 110000 is none of the regions in use, the birthday and the check digit hold.
        let number = (0..10).map(|check| format!("11000019900101000{check}")).find(|number| is_identity_number(number.as_bytes()));
        assert!(number.is_some_and(|number| !wechat.is(&number)));
        assert!(wechat.is("134567890123456789") && wechat.is(" 134567890123456789 "));
        assert!(!wechat.is("13456789012345678") && !wechat.is("1345678901234567890") && !wechat.is("134567890123456789元"));
        assert!(!wechat.is("984567890123456789"));
    }

    #[test]
    fn segments_are_met_whole() {
        let union = [Segment { alphabet: Alphabet::Digits, length: (8, 8) }, Segment { alphabet: Alphabet::Alnum, length: (20, 40) }];
        for (rest, met) in [
            ("00010000/62000000000000000000000000", true),
            ("00010000/62000000000000000000000000?a=1", true),
            ("00010000/62000000000000000000000000/x", false),
            ("00010000", false),
            ("0001000x/62000000000000000000000000", false),
            ("", false),
            ("00010000/62000000000000000000000000&b=1", true),
        ] {
            assert_eq!(Segment::all_meet(&union, rest), met, "{rest}");
        }
    }
}
